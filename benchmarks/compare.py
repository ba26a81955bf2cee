"""How long comparison takes on synthetic claims: `python benchmarks/compare.py [1e4 1e5 1e6]`.

One fact in twenty is told differently by its documents, one in a hundred holds 200 claims. Prints
claims, facts, findings, seconds and peak memory; the time must grow with the number of claims.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from factcheck.compare import compare
from factcheck.model import Claim, Group, Period, Source

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31), "duration", "stated")
STEP = Decimal("0.1")
HALF = Decimal("0.05")
DOCUMENTS = 2_000


def groups(total: int, rng: random.Random) -> Iterator[Group]:
    made = 0
    while made < total:
        size = min(200 if rng.random() < 0.01 else rng.randint(1, 8), total - made)
        base = Decimal(rng.randint(100, 99_999)) / 10
        differs = rng.random() < 0.05
        yield Group(tuple(_claim(made + i, base, rng if differs else None) for i in range(size)))
        made += size


def _claim(n: int, base: Decimal, rng: random.Random | None) -> Claim:
    value = base if rng is None else base + STEP * rng.choice((0, 0, 0, 0, 2, 5, 30))
    return Claim(
        id=f"c{n}", source=f"s{n % DOCUMENTS}", start=n, end=n + 5, text=f"{value}%", value=value,
        low=value - HALF, high=value + HALF, unit="%", qualifier="exact", measure="share", basis=None,
        entity="甲市", indicator=f"指标{n % 997}", period=YEAR, attribution=None, rule="synthetic", step=STEP,
        key=("甲市", f"指标{n % 997}"), flags=("sure",),
    )  # fmt: skip


def main(sizes: list[int]) -> None:
    sources = [Source(id=f"s{i}", path=f"{i}.txt", sha256="") for i in range(DOCUMENTS)]
    print(f"{'claims':>9} {'facts':>8} {'findings':>8} {'seconds':>8} {'µs/claim':>8} {'MB':>6}")
    for size in sizes:
        made = list(groups(size, random.Random(7)))
        gc.collect()
        gc.freeze()  # the claims are the input, not the work
        start = time.process_time()  # of this process: other work on the machine does not count
        facts, findings = compare(made, sources)
        took = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size:>9} {len(facts):>8} {len(findings):>8} {took:>8.2f} {took / size * 1e6:>8.1f} {peak:>6}")


if __name__ == "__main__":
    main([int(float(a)) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
