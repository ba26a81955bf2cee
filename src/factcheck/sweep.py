"""The distinct readings of a fact, and the clusters they fall into.

However many claims a fact has, only its distinct readings are looked at, each with its claims behind
it. Sorted by their intervals they are stabbed greedily: each cluster shares a number, no two do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factcheck.levels import Level, Outcome, Reading, compare_readings, reading
from factcheck.model import Claim

MANY = 6  # readings of a cluster that are compared one by one, the most supported first
GRAVE: dict[Outcome, int] = {"apart": -1, "agree": 0, "compatible": 1, "tension": 2, "conflict": 3}
_INF = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Stand:
    """A distinct reading, the claims that make it, in document order, and the ids of their documents."""

    reading: Reading
    claims: tuple[Claim, ...]
    sources: frozenset[str]
    support: tuple[object, ...]  # sort key: most documents, most claims, exact figures, the smaller one


@dataclass(frozen=True, slots=True)
class Cluster:
    """Readings that share a number, sorted by interval, and the best supported of them."""

    stands: tuple[Stand, ...]
    leading: tuple[Stand, ...]
    documents: int

    @property
    def rank(self) -> tuple[object, ...]:
        """Sort key: most documents first, then the best supported reading."""
        return -self.documents, self.leading[0].support

    def __iter__(self) -> Iterator[Stand]:
        return iter(self.stands)


def stands(claims: Iterable[Claim]) -> list[Stand]:
    """The distinct readings, sorted by interval."""
    found: dict[Reading, list[Claim]] = {}
    for c in claims:
        found.setdefault(reading(c), []).append(c)
    placed = sorted(((_position(r), r, tuple(c)) for r, c in found.items()), key=lambda one: one[0])
    return [_stand(*one) for one in placed]


def _stand(position: tuple[Decimal, ...], read: Reading, claims: tuple[Claim, ...]) -> Stand:
    sources = frozenset(c.source for c in claims)
    return Stand(read, claims, sources, (-len(sources), -len(claims), read.qualifier != "exact", position))


def clusters(items: Sequence[Stand]) -> list[Cluster]:
    """Greedy stabbing of readings sorted by interval; neighbours that agree after all are made one."""
    merged: list[tuple[list[Stand], list[Stand]]] = []
    for stabbed in _stabbed(items):
        lead = _best(stabbed)
        if merged and _worst(merged[-1][1], lead) in ("agree", "compatible"):  # a figure cut instead of rounded
            merged[-1][0].extend(stabbed)
            merged[-1][1][:] = _best(merged[-1][1] + lead)
        else:
            merged.append((stabbed, lead))
    return [
        Cluster(tuple(held), tuple(lead), len(frozenset[str]().union(*(s.sources for s in held))))
        for held, lead in merged
    ]


def _stabbed(items: Sequence[Stand]) -> list[list[Stand]]:
    found: list[list[Stand]] = []
    high: Decimal | None = None
    open_high = False
    for item in items:
        span = item.reading.span
        low = span.low
        beyond = high is not None and low is not None and (low > high or (low == high and (open_high or span.open_low)))
        if not found or beyond:
            found.append([item])
            high, open_high = span.high, span.open_high
            continue
        found[-1].append(item)
        if span.high is not None and (high is None or (span.high, not span.open_high) < (high, not open_high)):
            high, open_high = span.high, span.open_high
    return found


def _worst(a: Iterable[Stand], b: Iterable[Stand]) -> Outcome:
    """The gravest outcome between the readings of two clusters."""
    b = tuple(b)
    level = gravest(compare_readings(x.reading, y.reading) for x in a for y in b)
    return level.outcome if level else "apart"


def gravest(levels: Iterable[Level]) -> Level | None:
    """The first of the gravest levels, None for none; the rest is not asked for once one is a conflict."""
    found: Level | None = None
    for level in levels:
        if found is None or GRAVE[level.outcome] > GRAVE[found.outcome]:
            found = level
            if level.outcome == "conflict":
                break
    return found


def _best(held: Iterable[Stand]) -> list[Stand]:
    """The best supported readings, as many as are compared one by one."""
    return sorted(held, key=lambda s: s.support)[:MANY]


def _position(r: Reading) -> tuple[Decimal, ...]:
    span = r.span
    return (
        -_INF if span.low is None else span.low,
        _INF if span.high is None else span.high,
        r.value if r.value is not None else -_INF,
        r.step or Decimal(0),
        Decimal(len(r.qualifier)),
        Decimal(r.decimals),
    )


def claims_of(held: Iterable[Stand]) -> list[Claim]:
    """All claims of some readings."""
    return [c for s in held for c in s.claims]
