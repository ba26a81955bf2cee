"""The distinct readings of a fact, and the sides they fall into.

Readings sorted by their intervals are stabbed greedily: each side shares a number, no two sides do.
Claims are never compared pair by pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factcheck.levels import Level, Outcome, Reading, compare_readings, reading
from factcheck.model import Claim

MANY = 6  # readings of a side that are compared one by one, the most supported first
GRAVE: dict[Outcome, int] = {"apart": -1, "agree": 0, "compatible": 1, "tension": 2, "conflict": 3}
_INF = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Stand:
    """A distinct reading and the claims that make it, in document order."""

    reading: Reading
    claims: tuple[Claim, ...]

    @property
    def sources(self) -> frozenset[str]:
        """Ids of the documents that make it."""
        return frozenset(c.source for c in self.claims)


def stands(claims: Iterable[Claim]) -> list[Stand]:
    """The distinct readings, sorted by interval."""
    found: dict[Reading, list[Claim]] = {}
    for c in claims:
        found.setdefault(reading(c), []).append(c)
    return sorted((Stand(r, tuple(c)) for r, c in found.items()), key=lambda s: _position(s.reading))


def sides(items: Sequence[Stand]) -> list[list[Stand]]:
    """Greedy stabbing of readings sorted by interval: each side shares a number, no two sides do."""
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
    return _merged(found)


def _merged(found: list[list[Stand]]) -> list[list[Stand]]:
    """Sides that agree after all, reading by reading (a figure cut instead of rounded), made one."""
    merged: list[list[Stand]] = []
    for side in found:
        if merged and _worst(merged[-1], side).outcome in ("agree", "compatible"):
            merged[-1] = merged[-1] + side
        else:
            merged.append(side)
    return merged


def _worst(a: Sequence[Stand], b: Sequence[Stand]) -> Level:
    """The gravest level between the readings of two sides."""
    levels = (compare_readings(x.reading, y.reading) for x in leading(a) for y in leading(b))
    return max(levels, key=lambda level: GRAVE[level.outcome])


def leading(side: Sequence[Stand]) -> list[Stand]:
    """The best supported readings of a side, as many as are compared one by one."""
    return sorted(side, key=support)[:MANY]


def support(stand: Stand) -> tuple[int, int, bool, tuple[Decimal, ...]]:
    """Sort key: most documents first, then most claims, then exact figures, then the smaller one."""
    return (
        -len(stand.sources),
        -len(stand.claims),
        stand.reading.qualifier != "exact",
        _position(stand.reading),
    )


def rank(side: Sequence[Stand]) -> tuple[int, tuple[object, ...]]:
    """Sort key of sides: most documents first, then the best supported reading."""
    return -len({c.source for c in claims_of(side)}), min(map(support, side))


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


def claims_of(side: Iterable[Stand]) -> list[Claim]:
    """All claims of a side."""
    return [c for s in side for c in s.claims]
