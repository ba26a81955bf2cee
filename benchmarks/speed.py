#!/usr/bin/env python3
"""Time the whole extraction on one core, in MB of UTF-8 a second, without loading.

    speed.py [FOLDER…]             # seeds/ and any folder of texts
    speed.py --rivals PYTHON       # beside Recognizers-Text and JioNLP, where PYTHON can import them
    speed.py --linear              # 1, 2 and 4 MB, and a single line of 10 MB

Nothing is installed: a rival that is not there is named and left out. Seconds vary from one machine to another;
the ratios of one run are what counts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from factcheck.extract.claims import extract
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


def megabytes(texts: Iterable[str]) -> float:
    return sum(len(t.encode("utf-8", "replace")) for t in texts) / 1e6


def seconds(texts: Iterable[str]) -> float:
    """CPU seconds to extract every text."""
    began = time.process_time()
    for text in texts:
        extract(Document(Source("s1", "a.txt", "0", published=date(2025, 3, 1)), text))
    return time.process_time() - began


def texts_of(folder: Path) -> list[str]:
    return [p.read_text(encoding="utf-8", errors="replace") for p in sorted(folder.rglob("*")) if p.suffix in SUFFIXES]


def over(folder: Path, rivals: str | None) -> None:
    texts = texts_of(folder)
    if not texts:
        print(f"{folder}: no texts")
        return
    size, own = megabytes(texts), seconds(texts)
    print(f"{folder.name}: {len(texts)} texts, {size:.2f} MB: {own:.2f} s, {size / own:.2f} MB/s")
    for name in RIVALS if rivals else ():
        other = rival(str(rivals), name, texts)
        print(f"  {name}: not there" if other is None else f"  {name}: {other:.2f} s, {other / own:.1f} times our time")


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
    """Twice the text should take twice the time."""
    first = 0.0
    for size in (1, 2, 4):
        text = (SENTENCE + "\n") * (size * 1_000_000 // len((SENTENCE + "\n").encode()))
        took = seconds([text])
        first = first or took
        print(f"{size} MB of lines: {took:.1f} s, {took / first:.2f} times 1 MB")
    line = SENTENCE * (10_000_000 // len(SENTENCE.encode()))
    took = seconds([line])
    print(f"10 MB in a single line: {took:.1f} s, {took / first:.2f} times 1 MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument(
        "--rivals", metavar="PYTHON", help="interpreter with recognizers-text-suite and jionlp installed"
    )
    parser.add_argument("--linear", action="store_true", help="time growing texts and one long line")
    args = parser.parse_args()
    seconds([SENTENCE])  # tables and patterns are loaded once, and not counted
    for folder in args.folders or [ROOT / "seeds"]:
        over(folder, args.rivals)
    if args.linear:
        linear()


if __name__ == "__main__":
    sys.exit(main())
