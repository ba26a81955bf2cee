"""How long comparison takes on synthetic claims: `python benchmarks/compare.py [1e4 1e5 1e6] [--align] [--hot]`.

One fact in twenty is told differently by its documents, one in a hundred holds 200 claims. With `--align`
the claims come one by one as documents give them, each with its sentence, and are put into groups first.
With `--hot` all claims are of one fact, told in several ways (see SHAPES). Prints claims, facts, findings,
seconds of this process and peak memory; the time must grow with the number of claims.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from factcheck import align
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
        yield Group(tuple(_claim(made + i, _value(base, rng if differs else None)) for i in range(size)))
        made += size


def _value(base: Decimal, rng: random.Random | None) -> Decimal:
    return base if rng is None else base + STEP * rng.choice((0, 0, 0, 0, 2, 5, 30))


def _claim(n: int, value: Decimal, documents: int = DOCUMENTS) -> Claim:
    return Claim(
        id=f"c{n}", source=f"s{n % documents}", start=n, end=n + 5, text=f"{value}%", value=value,
        low=value - HALF, high=value + HALF, unit="%", qualifier="exact", measure="share", basis=None,
        entity="甲市", indicator=f"指标{n % 997}", period=YEAR, attribution=None, rule="synthetic", step=STEP,
        key=("甲市", f"指标{n % 997}"), flags=("sure",),
    )  # fmt: skip


# --- claims as documents give them -----------------------------------------------------------------

CITIES = 300
INDICATORS = 997


def told(total: int, rng: random.Random) -> list[Claim]:
    """Claims without keys, in document order: cities, indicators and years, each fact in its own documents."""
    made = [c for fact, group in enumerate(groups(total, rng)) for c in _stated(fact, group, rng)]
    return sorted(made, key=lambda c: (int(c.source[1:]), c.start))


def _stated(fact: int, group: Group, rng: random.Random) -> Iterator[Claim]:
    entity, indicator = f"城{fact % CITIES}市", f"第{fact // CITIES % INDICATORS}类产品产量"
    year = 2025 - fact // (CITIES * INDICATORS)
    period = Period(date(year, 1, 1), date(year, 12, 31), "duration", "stated")
    for c, document in zip(group.claims, rng.sample(range(DOCUMENTS), len(group.claims)), strict=True):
        yield replace(
            c, source=f"s{document}", entity=entity, indicator=indicator, period=period, key=(), template=c.id,
            context=f"{year}年，{entity}{indicator}占全部产品的{c.text}，在{document}种说法中比上年有所提高。",
        )  # fmt: skip


# --- one fact stated by very many documents -------------------------------------------------------


def _hot(n: int, value: Decimal, documents: int) -> Claim:
    return replace(_claim(n, value, documents), indicator="指标", key=("甲市", "指标"))


def _few(n: int, total: int) -> Claim:
    return _hot(n, Decimal(682 + (n % 7 == 0) * (n % 5)) / 10, total)


def _all_distinct(n: int, total: int) -> Claim:
    return _hot(n, Decimal(10_000 + n * 7) / 10, total)


def _two_a_document(n: int, total: int) -> Claim:
    return _hot(n, Decimal(682 if n % 2 else 683 + n * 3) / 10, total // 2)


def _sentences_in_pairs(n: int, total: int) -> Claim:
    told = f"甲市某项指标第{n // 2}次公布为68.2%，比去年提高。"
    return replace(_few(n, total), template=f"t{n // 2}", context=told)


def _one_sentence(n: int, total: int) -> Claim:
    c = _all_distinct(n, total)
    return replace(c, template="t", context=f"今年甲市这一项指标公布为{c.text}，比去年提高。")


def _bounds(n: int, total: int) -> Claim:
    return replace(_all_distinct(n, total), qualifier="over", high=None)


def _far_apart(n: int, total: int) -> Claim:
    return _hot(n, Decimal(100 + n % 50) * 3 ** (n % 40), total)


SHAPES: dict[str, Callable[[int, int], Claim]] = {
    "few values": _few,
    "all distinct": _all_distinct,
    "two a document": _two_a_document,
    "sentences in pairs": _sentences_in_pairs,
    "one sentence": _one_sentence,
    "bounds": _bounds,
    "far apart": _far_apart,
}


# --- measured -------------------------------------------------------------------------------------


def measure_aligned(claims: Sequence[Claim], sources: Sequence[Source]) -> None:
    gc.collect()
    gc.freeze()
    start = time.process_time()
    made = align.group(claims, sources)
    measure("aligned, compared", made, sources, time.process_time() - start)


def measure(name: str, made: Sequence[Group], sources: Sequence[Source], before: float = 0) -> None:
    """Print one line; `before` are seconds that the groups themselves have taken."""
    size = sum(len(group.claims) for group in made)
    gc.collect()
    gc.freeze()  # the claims are the input, not the work
    start = time.process_time()  # of this process: other work on the machine does not count
    facts, findings = compare(made, sources)
    took = before + time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    listed = max((len(f.claims) for f in findings), default=0)
    print(
        f"{size:>9} {name:<19} {len(facts):>8} {len(findings):>8} {listed:>7} {took:>8.2f} "
        f"{took / size * 1e6:>8.1f} {peak:>6}" + (f"  {before / size * 1e6:.1f} of them to align" if before else ""),
        flush=True,
    )


def sources(count: int) -> list[Source]:
    return [Source(id=f"s{i}", path=f"{i}.txt", sha256="") for i in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=float, help="numbers of claims")
    parser.add_argument("--align", action="store_true", help="put the claims into groups first")
    parser.add_argument("--hot", nargs="*", metavar="SHAPE", help="one fact only, in these shapes (all)")
    args = parser.parse_args()
    print(
        f"{'claims':>9} {'':<19} {'facts':>8} {'findings':>8} {'longest':>7} {'seconds':>8} {'µs/claim':>8} {'MB':>6}"
    )
    if args.align:
        for size in args.sizes or [1e4, 1e5, 1e6]:
            measure_aligned(told(int(size), random.Random(7)), sources(DOCUMENTS))
        return
    if args.hot is None:
        for size in args.sizes or [1e4, 1e5, 1e6]:
            measure("many facts", list(groups(int(size), random.Random(7))), sources(DOCUMENTS))
        return
    for name in args.hot or SHAPES:
        for size in args.sizes or [1e2, 1e3, 1e4, 1e5]:
            total = int(size)
            claims = tuple(SHAPES[name](n, total) for n in range(total))
            measure(name, [Group(claims)], sources(total))


if __name__ == "__main__":
    main()
