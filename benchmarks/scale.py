#!/usr/bin/env python3
"""How long a run takes, and how much memory, over many documents: fresh with one process, with two, and cached.

    scale.py FOLDER...                      # 1,000 and 10,000 documents out of the texts of FOLDER
    scale.py FOLDER... --sizes 500 2000 --jobs 1 4

The documents are stretches of the texts, some `--characters` long, and their restyled and altered
twins (benchmarks/twins.py); each row is a process of its own, so that its peak memory is its own.
Processes below it (workers) are looked at in /proc as they run: their memory is that of the largest,
and "work" is the processor time of all, which a busy machine does not change. "Cost" is the work a
document takes at the largest size against the smallest, by the byte: 1.0 is linear. "With reports" is a cached run
that also evaluates the expectations and writes JSON, CSV, HTML and Markdown.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

import twins
from opencc import OpenCC

if TYPE_CHECKING:
    from factcheck.config import Config
    from factcheck.model import Result

SUFFIXES = (".txt", ".md")


@functools.cache
def converter() -> OpenCC:
    """Simplified to Traditional; it takes longer to make than a document to restyle."""
    return OpenCC("s2t")


def traditional(text: str) -> str:
    """The text in Traditional script, line by line so that lengths are kept."""
    lines = text.splitlines(keepends=True)
    return "".join(new if len(new := converter().convert(line)) == len(line) else line for line in lines)


twins.traditional = traditional


def stretches(texts: Iterable[str], characters: int) -> Iterator[str]:
    """Consecutive lines of each text in stretches of at least so many characters."""
    for text in texts:
        held, size = [], 0
        for line in text.splitlines(keepends=True):
            held.append(line)
            size += len(line)
            if size >= characters:
                yield "".join(held)
                held, size = [], 0
        if held:
            yield "".join(held)


def versions(text: str, name: str, seed: int) -> Iterator[str]:
    """The text restyled, and restyled with some figures altered; nothing where it has too few figures."""
    if len(found := twins.figures(text)) < 3:
        return
    rng = random.Random(f"{seed}:{name}")
    style = rng.random()
    picked = sorted(rng.sample(found, max(1, len(found) // 8)), key=lambda m: m.start())
    clean, seeded = twins.Text(text), twins.Text(text)
    for mark, m in reversed(list(enumerate(picked))):
        seeded.replace(m.start(), m.end(), twins.alter(m, rng)[1], mark)
    for version in (clean, seeded):
        twins.restyle(version, random.Random(style))
        yield str(version)


def documents(texts: Sequence[str], characters: int) -> Iterator[str]:
    """The stretches, then their twins, seed after seed; the same for the same texts."""
    parts = list(stretches(texts, characters))
    random.Random(1).shuffle(parts)  # so that the first thousand are like the first ten thousand
    yield from parts
    for seed in range(1, 1_000):
        for n, part in enumerate(parts):
            yield from versions(part, str(n), seed)


def fill(folder: Path, texts: Sequence[str], count: int, characters: int) -> int:
    """Write `count` documents, a hundred to a folder; the number of bytes."""
    written = 0
    for n, text in zip(range(count), documents(texts, characters), strict=False):
        place = folder / f"{n // 100:04}"
        place.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8", "replace")
        (place / f"{n:06}.txt").write_bytes(data)
        written += len(data)
    return written


def measure(folder: str, cache: str, jobs: int, *, reports: bool = False) -> None:
    """One run in this process; its figures as JSON on standard output."""
    from factcheck import pipeline
    from factcheck.config import Config

    gc.disable()  # as `pipeline.check` does over both halves
    config = Config(cache=cache, jobs=jobs)
    started = time.perf_counter()
    result = pipeline.extract([folder], config)
    read = time.perf_counter() - started
    result = pipeline.compared(result)
    if reports:
        gc.enable()
        result = write_reports(result, config, Path(cache).with_name("reports"))
    total = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {"read": read, "total": total, "own": own, "problems": len(result.problems)}
    counts = {"claims": len(result.claims), "facts": len(result.facts), "findings": len(result.findings)}
    print(json.dumps(figures | counts))


def write_reports(result: Result, config: Config, folder: Path) -> Result:
    """What `factcheck run` does with a result, into files of a folder; the result with what the suites found."""
    from factcheck import api, report
    from factcheck.commands.output import to_file

    result = api.settled(api.expected(result, config, []), config, date.today())
    for name in ("json", "csv", "html", "markdown"):
        to_file(folder / name, report.pieces(name, result))
    return result


def against(folder: str, cache: str, draft: str) -> None:
    """A draft against a cached base in this process."""
    from factcheck import pipeline
    from factcheck.config import Config

    config = Config(cache=cache, jobs=1)
    pipeline.extract([draft], Config(cache="off", jobs=1))  # grammars and dictionaries are loaded once
    started = time.perf_counter()
    result = pipeline.check([draft], config, base=folder)
    print(json.dumps({"total": time.perf_counter() - started, "near": len(result.sources) - 1}))


def below(root: int) -> dict[int, tuple[float, int]]:
    """The processes below `root`: seconds of processor time and peak kilobytes of each; {} where there is no /proc."""
    children: dict[int, list[tuple[int, float]]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            work = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            children.setdefault(int(fields[1]), []).append((int(place.name), work))
    found, todo = {}, [root]
    while todo:
        for process, work in children.get(todo.pop(), ()):
            todo.append(process)
            with contextlib.suppress(OSError, StopIteration):
                status = (Path("/proc") / str(process) / "status").read_text().splitlines()
                peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
                found[process] = (work, peak)
    return found


def child(*words: str) -> dict[str, float]:
    """This file run with those words, its answer read; with the work of all its processes and the largest other one."""
    run = subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True)
    seen: dict[int, tuple[float, int]] = {}
    while run.poll() is None:
        seen |= below(os.getpid())
        time.sleep(0.2)
    assert run.stdout is not None
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, words)
    answer: dict[str, float] = json.loads(run.stdout.read())
    own = seen.pop(run.pid, (0.0, 0))
    others = list(seen.values())
    work = own[0] + sum(other[0] for other in others)
    return answer | {"work": work, "parent": own[0], "other": max((peak for _, peak in others), default=0)}


def row(name: str, count: int, figures: dict[str, float]) -> str:
    """A line of the table."""
    return (
        f"{count:>9,}  {name:<16}{figures['total']:>8.1f} s {count / figures['total']:>9.0f}/s"
        f"{figures['read']:>9.1f} s{figures['total'] - figures['read']:>9.1f} s"
        f"{figures['work']:>9.1f} s{figures['parent']:>9.1f} s"
        f"{figures['own'] / 1024:>7.0f} + {figures['other'] / 1024:<4.0f} MB"
        f"{figures['claims']:>10,.0f}{figures['findings']:>7,.0f}"
    )


def bench(size: int, texts: Sequence[str], args: argparse.Namespace, work: Path) -> dict[str, float]:
    """All runs over so many documents; seconds of work by name, and the bytes of the documents."""
    folder, totals = work / f"d{size}", {}
    written = fill(folder, texts, size, args.characters)
    print(f"# {size:,} documents, {written / 2**20:.1f} MB", flush=True)
    for jobs in args.jobs:
        cache = work / f"c{size}-{jobs}"
        figures = child("--measure", str(folder), str(cache), str(jobs))
        print(row(f"fresh, {jobs} process{'es' * (jobs > 1)}", size, figures), flush=True)
        totals[f"fresh {jobs}"] = figures["work"]
        if figures["problems"]:
            print(f"# {figures['problems']:.0f} problems", flush=True)
    figures = child("--measure", str(folder), str(cache), "1")
    print(row("cached", size, figures), flush=True)
    totals["cached"] = figures["work"]
    figures = child("--measure", str(folder), str(cache), "1", "--reports")
    print(row("with reports", size, figures), flush=True)
    totals["with reports"] = figures["work"]
    written_reports = {file.name: file.stat().st_size / 2**20 for file in sorted((work / "reports").iterdir())}
    print("# " + ", ".join(f"{name} {size:.1f} MB" for name, size in written_reports.items()), flush=True)
    peaks = {"memory": figures["own"] * 1024}
    draft = work / "draft.txt"
    shutil.copy(sorted(folder.rglob("*.txt"))[size // 2], draft)
    found = child("--against", str(folder), str(cache), str(draft))
    print(f"{size:>9,}  draft against  {found['total']:>9.2f} s, {found['near']:.0f} documents near", flush=True)
    return totals | peaks | {"bytes": written}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", help="folders of texts (.txt, .md)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--characters", type=int, default=1_500, help="of one document, at least (1500)")
    parser.add_argument("--measure", nargs=3, metavar=("FOLDER", "CACHE", "JOBS"), help=argparse.SUPPRESS)
    parser.add_argument("--reports", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--against", nargs=3, metavar=("FOLDER", "CACHE", "DRAFT"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measure(args.measure[0], args.measure[1], int(args.measure[2]), reports=args.reports)
        return
    if args.against:
        against(*args.against)
        return
    files = sorted(f for folder in args.folders for f in folder.rglob("*") if f.suffix in SUFFIXES)
    texts = [file.read_text(encoding="utf-8") for file in files]
    if not texts:
        parser.error("no .txt or .md in the folders")
    os.environ.setdefault("PYTHONHASHSEED", "0")
    print(f"# {len(texts)} texts; documents  run  total  rate  extraction  comparison  work  of the parent  memory")
    with tempfile.TemporaryDirectory() as work, contextlib.suppress(KeyboardInterrupt):
        totals = {size: bench(size, texts, args, Path(work)) for size in args.sizes}
        small, large = min(totals), max(totals)
        for name in sorted(totals[small].keys() - {"bytes", "memory"}):
            each = [totals[size][name] / totals[size]["bytes"] for size in (large, small)]
            cost = each[0] / each[1]
            print(f"# cost of a document, {large:,} against {small:,}, {name}: {cost:.2f}")
        if large > small:
            each = (totals[large]["memory"] - totals[small]["memory"]) / (large - small)
            print(f"# memory of a further document, with reports: {each / 1024:.1f} KB")
        print(f"# cached of fresh: {totals[large]['cached'] / totals[large][f'fresh {args.jobs[0]}']:.1%}")


if __name__ == "__main__":
    main()
