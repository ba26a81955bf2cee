#!/usr/bin/env python3
"""One machine's engine and Spark on two threads over the same documents.

    spark.py FOLDER...                       # 1,000 and 10,000 documents out of the texts of FOLDER
    spark.py FOLDER... --sizes 500 20000 --characters 300 --workers --tables
    spark.py --claims 1e5 1e6 1e7            # comparison alone, of claims that the engine makes

The documents are made as in scale.py (comparison alone is timed by compare.py); every run is a process of its
own. "same" says whether each row of the result (ids, values, verdicts, findings with their options) is what
pandas has; where one is not, the exit code is 1. What is compared are the whole reports; with --tables, which very
many claims want, as a report of Spark then holds only what was found, the rows of the tables that Spark wrote.
Seconds are of the wall, and of the processors in all processes below it; memory is that of the largest process,
with what is needed to compare. The start of Spark is in its figures. With --claims it is not, nor is making the
claims; disk is what stages and shuffles leave below the folder for temporary files (TMPDIR), beside the claims
themselves.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import spark_claims

MASTER = "local[2]"


def measure(folder: str, engine: str, jobs: str, tables: str) -> None:
    """One check in this process; its figures as JSON on standard output."""
    from factcheck import pipeline
    from factcheck.config import Config
    from factcheck.report import json as report

    if engine == "workers":
        from factcheck.spark import engine as stages

        stages.FEW, engine = 0, "spark"
    config = Config(cache="off", jobs=int(jobs), engine=engine, master=MASTER)
    if tables and engine == "spark":
        config = config.model_copy(update={"tables": tables})
    started = time.perf_counter()
    if engine == "spark":
        from factcheck.spark import session

        result = session.run([folder], config, None)
    else:
        result = pipeline.check([folder], config)
    took = time.perf_counter() - started
    if not tables:
        told, digest = len(result.claims), [hashlib.sha256(report.render(result).encode()).hexdigest()]
    else:
        held = (result.claims, result.facts) if not config.tables else (written(tables, n) for n in ("claims", "facts"))
        parts = [count(records) for records in (*held, result.findings)]
        told, digest = parts[0][0], [f"{number} {total:x}" for number, total in parts]
    print(json.dumps({"took": took, "claims": told, "findings": len(result.findings), "digest": digest}))


def count(records: Iterable[object]) -> tuple[int, int]:
    """How many records there are, and one number for all of them in whatever order; their ids say where they belong."""
    from factcheck.report import json as report

    number = total = 0
    for one in records:
        told = report.dump(report.record(one)).encode()
        number += 1
        total += int.from_bytes(hashlib.blake2b(told, digest_size=16).digest())
    return number, total % 2**128


def written(folder: str, name: str) -> Iterator[object]:
    """The claims or the facts of the table that Spark wrote."""
    from pyarrow import dataset

    from factcheck.spark import rows

    made = {"claims": rows.claims, "facts": rows.facts}[name]
    for batch in dataset.dataset(f"{folder}/{name}").to_batches(batch_size=4096, batch_readahead=2):
        yield from made(rows.by_name(batch))


def child(*words: str) -> dict[str, Any]:
    """This file run with those words: its answer, with processor seconds and memory of all processes below it.

    They are looked at in /proc as they run: not all of them (Java, workers) are waited for.
    """
    import scale

    started = time.perf_counter()
    run = subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True)
    seen: dict[int, tuple[float, int]] = {}
    while run.poll() is None:
        seen |= scale.below(os.getpid())
        time.sleep(0.2)
    wall = time.perf_counter() - started
    assert run.stdout is not None
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, words)
    used, memory = sum(work for work, _ in seen.values()), max(peak for _, peak in seen.values()) / 1024
    answer: dict[str, Any] = json.loads(run.stdout.read().splitlines()[-1])
    return {"wall": wall, "used": used, "memory": memory} | answer


def row(name: str, size: int, figures: dict[str, Any], same: str) -> str:
    """A line of the table."""
    return (
        f"{size:>10,}  {name:<20}{figures['wall']:>8.1f} s{figures['used']:>9.1f} s{figures['memory']:>7.0f} MB"
        f"{figures['claims']:>12,}{figures['findings']:>8,}  {same}"
    )


def bench(size: int, texts: list[str], args: argparse.Namespace, work: Path) -> bool:
    """One size on every engine; Spark compares on the workers whatever the size, or where it is worth it.

    Whether all find the same.
    """
    import scale

    folder = work / f"d{size}"
    written = scale.fill(folder, texts, size, args.characters)
    print(f"# {size:,} documents, {written / 2**20:.1f} MB", flush=True)
    digests = []
    runs = [(f"pandas, {jobs} process{'es' * (jobs > 1)}", "pandas", jobs) for jobs in args.jobs]
    runs.append((f"Spark {MASTER}", "workers" if args.workers else "spark", 0))
    for name, engine, jobs in runs:
        figures = child("--measure", str(folder), engine, str(jobs), str(work / "tables") if args.tables else "")
        digests.append(figures["digest"])
        shutil.rmtree(work / "tables", ignore_errors=True)
        print(row(name, size, figures, "same" if figures["digest"] == digests[0] else "DIFFERENT"), flush=True)
    return all(digest == digests[0] for digest in digests)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", help="folders of texts (.txt, .md)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--characters", type=int, default=1_500, help="of one document, at least (1500)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="processes of pandas (1 and 2)")
    parser.add_argument(
        "--workers", action="store_true", help="Spark compares on its workers, be the claims ever so few"
    )
    parser.add_argument("--tables", action="store_true", help="Spark writes its tables; their rows are compared")
    parser.add_argument("--claims", type=float, nargs="+", metavar="COUNT", help="compare so many synthetic claims")
    parser.add_argument("--compare", type=int, metavar="COUNT", help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=4, metavar=("FOLDER", "ENGINE", "JOBS", "TABLES"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    if args.measure:
        measure(*args.measure)
    elif args.compare:
        spark_claims.answer(args.compare, MASTER)
    elif args.claims:
        print(spark_claims.HEADER)
        for count in map(int, args.claims):
            print(spark_claims.row(child("--compare", str(count))), flush=True)
    else:
        files = sorted(f for folder in args.folders for f in folder.rglob("*") if f.suffix in (".txt", ".md"))
        texts = [file.read_text(encoding="utf-8") for file in files]
        if not texts:
            parser.error("no .txt or .md in the folders")
        with tempfile.TemporaryDirectory() as work:
            same = [bench(size, texts, args, Path(work)) for size in args.sizes]
        sys.exit(not all(same))


if __name__ == "__main__":
    main()
