#!/usr/bin/env python3
"""Time the whole extraction on one core, in MB of UTF-8 a second, without loading.

    speed.py [FOLDER…]             # seeds/, or these folders of texts
    speed.py --rivals PYTHON       # beside Recognizers-Text and JioNLP, where PYTHON can import them
    speed.py --runs 6 FOLDER       # each time in a process of its own, and each text at the fastest of them
    speed.py --linear              # 1, 2 and 4 MB, dense and sparse, and a single line of 10 MB of each

A folder is read after the pages of docs/, whose examples load most tables and patterns, and then again, when
what is made at first use stands ready; without the search for circles among objects, as in a run. What is timed
is what Python imports, the sources or the extension modules of a wheel that `make compiled` built: the first line
says which. Nothing is installed: a rival that is not there is named and left out. Seconds vary from one machine
to another, and on one whose processor is shared from minute to minute: the ratios of one run are what counts, and
of several runs each text at its fastest, which others disturbed least.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from factcheck import quantity
from factcheck.extract import claims
from factcheck.model import Document, Source

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = {".txt", ".md"}
RIVALS = {
    "Recognizers-Text": (
        "from recognizers_number_with_unit import recognize_currency, recognize_dimension\n"
        "from recognizers_number import recognize_number, recognize_percentage\n"
        "from recognizers_text import Culture\n"
        "def read(t):\n"
        "    for f in (recognize_number, recognize_percentage, recognize_currency, recognize_dimension):\n"
        "        f(t, Culture.Chinese)\n"
    ),
    "JioNLP": (
        "import contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    import jionlp\n"
        "def read(t):\n"
        "    jionlp.ner.extract_money(t, with_parsing=True)\n"
        "    jionlp.ner.extract_time(t)\n"
    ),
}
TIMER = (
    "import sys, time\n"
    "texts = open(sys.argv[1], encoding='utf-8').read().split(chr(30))\n"
    "read(texts[0][:200])\n"
    "began = time.process_time()\n"
    "for t in texts:\n"
    "    read(t)\n"
    "print(time.process_time() - began)\n"
)
SENTENCE = (
    "2024年，全市粮食产量116.3万吨，比上年增长2.1%，居全省第三位。各地因地制宜推进农业现代化，粮食安全基础不断夯实。"
)
# news without figures, all but one of its sentences
PROSE = (
    "与会代表在座谈中表示，要把惠民政策落实到每一个社区，让居民在家门口就能享受到便捷的服务。"
    "图书馆延长了开放时间，志愿者为老人讲解智能手机的用法，孩子们在阅览室里安静地看书。"
    "去年，这里接待读者12.6万人次。傍晚时分，江边的步道上满是散步的人，晚风里传来悠扬的琴声。"
)


def megabytes(texts: Iterable[str]) -> float:
    return sum(len(t.encode("utf-8", "replace")) for t in texts) / 1e6


def seconds(texts: Iterable[str]) -> float:
    """CPU seconds to extract every text."""
    began = time.process_time()
    for text in texts:
        claims.extract(Document(Source("s1", "a.txt", "0", published=date(2025, 3, 1)), text))
    return time.process_time() - began


def texts_of(folder: Path) -> list[str]:
    return [p.read_text(encoding="utf-8", errors="replace") for p in sorted(folder.rglob("*")) if p.suffix in SUFFIXES]


def over(folder: Path, rivals: str | None) -> None:
    texts = texts_of(folder)
    if not texts:
        print(f"{folder}: no texts")
        return
    size, own, again = megabytes(texts), seconds(texts), seconds(texts)
    print(
        f"{folder.name}: {len(texts)} texts, {size:.2f} MB: {own:.2f} s, {size / own:.2f} MB/s; "
        f"again {again:.2f} s, {size / again:.2f} MB/s"
    )
    for name in RIVALS if rivals else ():
        other = rival(str(rivals), name, texts)
        if other is None:
            print(f"  {name}: not there")
        else:
            print(f"  {name}: {other:.2f} s, {size / other:.2f} MB/s, {other / own:.1f} times our time")


def ready() -> None:
    """Load what any text needs."""
    for spelling in quantity.spellings():
        quantity.lookup(spelling)
    gc.disable()
    seconds(texts_of(ROOT / "docs"))


def afresh(folder: Path) -> list[float]:
    """CPU seconds that each text takes where none has been read before but the pages of docs/."""
    ready()
    return [seconds([text]) for text in texts_of(folder)]


def repeated(folder: Path, runs: int) -> None:
    """The speed of first readings, each in a process of its own."""
    size = megabytes(texts_of(folder))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as pool:
        taken = list(pool.map(afresh, [folder] * runs))
    speeds = sorted(size / sum(times) for times in taken)
    fastest = size / sum(map(min, zip(*taken, strict=True)))
    said = ", ".join(f"{speed:.2f}" for speed in speeds)
    print(f"{folder.name}: {size:.2f} MB, first readings {said} MB/s; each text at its fastest {fastest:.2f} MB/s")


def rival(python: str, name: str, texts: list[str]) -> float | None:
    """CPU seconds that another extractor takes over the same texts, or None where it cannot be imported."""
    import tempfile

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="replace", suffix=".txt") as file:
        file.write(chr(30).join(texts))
        file.flush()
        done = subprocess.run(
            [python, "-c", RIVALS[name] + TIMER, file.name], capture_output=True, text=True, check=False
        )
    return float(done.stdout.strip().splitlines()[-1]) if done.returncode == 0 and done.stdout.strip() else None


def linear() -> None:
    """Twice the text should take twice the time, in however few lines, and memory in proportion."""
    for kind, unit in (("dense", SENTENCE), ("sparse", PROSE)):
        first = 0.0
        for size, end in ((1, "\n"), (2, "\n"), (4, "\n"), (10, "")):
            text = (unit + end) * (size * 1_000_000 // len((unit + end).encode()))
            took = seconds([text]) / size
            first = first or took
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # so far, of the process
            lines = "MB of lines" if end else "MB in a single line"
            print(f"{kind}, {size} {lines}: {took:.2f} s a MB, {took / first:.2f} times the first; peak {peak} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument(
        "--rivals", metavar="PYTHON", help="interpreter with recognizers-text-suite and jionlp installed"
    )
    parser.add_argument("--linear", action="store_true", help="time growing texts and one long line")
    parser.add_argument("--runs", type=int, default=0, help="read each folder so often, each time in its own process")
    args = parser.parse_args()
    ready()
    form = "sources" if (claims.__file__ or "").endswith(".py") else "extension modules"
    print(f"{form} on Python {platform.python_version()}")
    for folder in args.folders or [ROOT / "seeds"]:
        if args.runs:
            repeated(folder, args.runs)
        else:
            over(folder, args.rivals)
    if args.linear:
        linear()


if __name__ == "__main__":
    sys.exit(main())
