"""Documents that tell of one matter, and the claims that this shows to be one.

Two documents that share many figures are retellings of one matter. What one of them leaves to be
guessed (whose figure it is, of what time, under which of two names) then says little against the
very same number in the other. As `corroborate` does, this only links what agrees: nothing comes to differ.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, combinations, pairwise
from math import ceil
from operator import attrgetter
from typing import TypeVar

from factcheck import setting
from factcheck.causes import digits
from factcheck.corroborate import (
    CLOSE,
    TELLING,
    Shared,
    alike_in_kind,
    core,
    counted,
    is_a_day,
    with_number,
)
from factcheck.disputes import Judged
from factcheck.extract import places
from factcheck.model import Claim, Period

LEAST = 3  # telling figures that two documents must share
PART = Decimal("0.15")  # of the figures of the one that has fewer
MOST = 300  # figures of the one that has fewer: a yearbook is no retelling
_PLAIN = 4  # digits that tell something under any name
_NEAR = 40  # characters between two figures of one breath
_QUAKE = re.compile(r"震级|震源深度")  # told on any day after it
_CLAIMS, _SOURCE = attrgetter("claims"), attrgetter("source")

Number = tuple[str, Decimal]  # (unit, value)
Key = TypeVar("Key")
Held = Sequence[tuple[int, Claim]]  # the claims of a document by their place, each with the number of its fact


def pairs(judged: Sequence[Judged], shared: Shared) -> set[tuple[int, int]]:
    """The facts, by their places in `judged`, that documents of one matter show to be one.

    `shared` are the numbers that few of them share.
    """
    size = Counter(map(_SOURCE, chain.from_iterable(map(_CLAIMS, judged))))
    wanted = _wanted(judged, shared, size)
    if not wanted:
        return set()
    involved = {source for pair in wanted for source in pair}
    held: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    for n, j in enumerate(judged):
        for c in j.claims:
            if c.source in involved:
                held[c.source].append((n, c))
    told = {source: Told(some) for source, some in held.items()}
    return {link for a, b in sorted(wanted) for link in links(told[a], told[b])}


def _wanted(judged: Sequence[Judged], shared: Shared, size: Mapping[str, int]) -> set[tuple[str, str]]:
    """Documents that give one number for two facts which may be one."""
    wanted: set[tuple[str, str]] = set()
    if min(size.values(), default=0) > MOST:
        return wanted
    for number, facts in shared:
        held = [with_number(judged[n], *number) for n in sorted(facts)]
        wanted |= set(candidates(held, size))
    return wanted


def candidates(held: Sequence[Sequence[Claim]], size: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The documents, in order, of claims in several facts that hold one number and may be one."""
    for some, others in combinations(held, 2):
        for x in some:
            for y in others:
                if x.source != y.source and min(size[x.source], size[y.source]) <= MOST and _may_be_one(x, y):
                    yield (x.source, y.source) if x.source < y.source else (y.source, x.source)


class Told:
    """What a document tells: its facts, its numbers, and its numbers by the one before them."""

    def __init__(self, held: Held) -> None:
        self.held = sorted(held, key=lambda item: (item[1].start, item[1].end))
        self.facts = {n for n, _ in self.held}
        self.numbers = _by_one_fact((_number(c), n, c) for n, c in self.held if c.value is not None)
        self.rows = _by_one_fact(self._rows())

    def _rows(self) -> Iterator[tuple[tuple[Number, Number], int, Claim]]:
        """Figures of one breath, both ways: either may be the one that tells."""
        for (m, x), (n, y) in pairwise(self.held):
            if x.value is None or y.value is None or y.start - x.end > _NEAR:
                continue
            if _telling(x, TELLING):
                yield (_number(x), _number(y)), n, y
            if _telling(y, TELLING):
                yield (_number(y), _number(x)), m, x


def _by_one_fact(items: Iterable[tuple[Key, int, Claim]]) -> dict[Key, tuple[int, Claim] | None]:
    """What each key is told of; None where that is several facts."""
    found: dict[Key, tuple[int, Claim] | None] = {}
    for key, n, c in items:
        known = found.setdefault(key, (n, c))
        if known is not None and known[0] != n:
            found[key] = None
    return found


def links(a: Told, b: Told) -> Iterator[tuple[int, int]]:
    """Facts of two documents that are one, where the two tell of one matter; by the numbers of the facts."""
    if not of_one_matter(a, b):
        return
    for number in a.numbers.keys() & b.numbers.keys():
        x, y = a.numbers[number], b.numbers[number]
        if x and y and x[0] != y[0] and _may_be_one(x[1], y[1]) and _named_alike(x[1], y[1]):
            yield min(x[0], y[0]), max(x[0], y[0])
    for row in a.rows.keys() & b.rows.keys():
        x, y = a.rows[row], b.rows[row]
        if x and y and x[0] != y[0] and _may_be_one(x[1], y[1]):
            yield min(x[0], y[0]), max(x[0], y[0])


def of_one_matter(a: Told, b: Told) -> bool:
    """Whether two documents share as many figures as only retellings do."""
    fewer = min(len(a.held), len(b.held))
    least = max(LEAST, ceil(PART * fewer))
    if len(a.facts & b.facts) >= least:
        return True
    same = {number for number in a.numbers.keys() & b.numbers.keys() if len(digits(number[1])) >= TELLING}
    return len(same) >= least


def _number(claim: Claim) -> Number:
    assert claim.value is not None
    return counted(claim), claim.value


def _telling(claim: Claim, least: int) -> bool:
    return claim.value is not None and len(digits(claim.value)) >= least


def _may_be_one(x: Claim, y: Claim) -> bool:
    """Whether two claims of one number can be of one fact if their documents tell of one matter."""
    if {x.qualifier, y.qualifier} == {"over", "under"}:  # one number, but two readings
        return False
    return alike_in_kind(x, y) and _may_own(x, y) and _may_time(x, y)


def _may_own(x: Claim, y: Claim) -> bool:
    """Whether the owners can be one: not two that both sentences name, unless one lies in the other."""
    if x.entity == y.entity or not x.entity or not y.entity:
        return True
    if x.entity in y.entity or y.entity in x.entity:
        return True
    if x.unit != "%" and (_may_lie_in(x.entity, y.entity) or _may_lie_in(y.entity, x.entity)):
        return True
    return not setting.names_owner(x) or not setting.names_owner(y)


def _may_lie_in(place: str, other: str) -> bool:
    """Whether a place lies in another; a county that no table lists may lie in any province."""
    if places.lies_in(place, other):
        return True
    unlisted = bool(places.place_level(place)) and place not in places.listed()
    return unlisted and places.place_level(other) in ("province", "country")


def _may_time(x: Claim, y: Claim) -> bool:
    """Whether the times can be one: not two that both sentences state."""
    p, q = x.period, y.period
    if p is None or q is None or not p.basis == q.basis == "stated":
        return True
    return abs(p.end - q.end) <= CLOSE or _holds(p, q) or _holds(q, p) or bool(_QUAKE.search(x.indicator))


def _holds(span: Period, day: Period) -> bool:
    """Whether one is a day of the other: 今年赛事有3万人参赛 is told of the day of the race."""
    return is_a_day(day) and not is_a_day(span) and span.start <= day.end <= span.end


def _named_alike(x: Claim, y: Claim) -> bool:
    """Whether the names can be one: the fewer digits a number has, the more of its name must agree."""
    if _telling(x, _PLAIN):
        return True
    a, b = core(x.indicator), core(y.indicator)
    if not _telling(x, TELLING):
        return a == b != ""
    return not a or not b or any(a[i : i + 2] in b for i in range(max(1, len(a) - 1)))
