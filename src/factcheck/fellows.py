"""Documents that tell of one matter, and the claims that this shows to be one.

Two documents that share many figures are retellings of one matter. What one of them leaves to be
guessed (whose figure it is, of what time, under which of two names) then says little against the
very same number in the other. As `corroborate` does, this only links what agrees: nothing comes to differ.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import TypeVar

from factcheck import setting
from factcheck.causes import TELLING, digits
from factcheck.corroborate import CLOSE, alike_in_kind, core, counted, is_a_day
from factcheck.extract import places
from factcheck.model import Claim, Period

LEAST = 3  # telling figures that two documents must share
PART = Decimal("0.15")  # of the figures of the one that has fewer
MOST = 300  # figures of the one that has fewer: a yearbook is no retelling
_PLAIN = 4  # digits that tell something under any name
_ALONE = 5  # and of anybody
NEAR = 40  # characters between two figures of one breath
_QUAKE = re.compile(r"震级|震源深度")  # told on any day after it

Number = tuple[str, Decimal]  # (unit, value)
Key = TypeVar("Key")
Mark = tuple[object, ...]
Row = tuple[Number, Number]  # a figure, and one beside it
Held = Sequence[tuple[int, Claim]]  # the claims of a document by their place, each with the number of its fact


class Told:
    """What a document tells: its facts, its numbers, and its numbers by the one beside them."""

    def __init__(self, held: Held) -> None:
        self.held = sorted(held, key=lambda item: (item[1].start, item[1].end))
        self.facts = {n for n, _ in self.held}
        self.numbers = _by_one_fact((number(c), n, c) for n, c in self.held if c.value is not None)
        self.rows = _by_one_fact(self._rows())

    def beside(self, at: int, step: int) -> tuple[int, Claim] | None:
        """The figure before (-1) or after (1) another, if they are of one breath."""
        there = at + step
        if not 0 <= there < len(self.held):
            return None
        first, second = (there, at) if step < 0 else (at, there)
        return self.held[there] if self.held[second][1].start - self.held[first][1].end <= NEAR else None

    @cached_property
    def marks(self) -> list[list[Mark]]:
        """Of each figure what another that is one with it has too, or some of it: name, digits, figures beside it."""
        return [list(self._marks(at)) for at in range(len(self.held))]

    @cached_property
    def marked(self) -> dict[Mark, list[int]]:
        """The places of figures by their marks."""
        found: dict[Mark, list[int]] = defaultdict(list)
        for at, marks in enumerate(self.marks):
            for mark in marks:
                found[mark].append(at)
        return found

    def _marks(self, at: int) -> Iterator[Mark]:
        claim = self.held[at][1]
        if claim.value is None:
            return
        unit = counted(claim)
        yield "name", unit, core(claim.indicator) or claim.indicator
        yield "digits", unit, "".join(sorted(digits(claim.value).replace("0", "")))  # of swapped ones the same
        for step in (-1, 1):
            beside = self.beside(at, step)
            if beside and beside[1].value is not None:
                yield "number", unit, step, number(beside[1])
                yield "fact", unit, step, beside[0]

    def _rows(self) -> Iterator[tuple[Row, int, Claim]]:
        """Each of two figures of one breath, if either tells."""
        for (m, x), (n, y) in pairwise(self.held):
            if x.value is None or y.value is None or y.start - x.end > NEAR:
                continue
            if _telling(x, TELLING) or _telling(y, TELLING):
                yield (number(x), number(y)), m, x  # in either order
                yield (number(y), number(x)), n, y


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
    for held in a.numbers.keys() & b.numbers.keys():
        x, y = a.numbers[held], b.numbers[held]
        plain = x is not None and _telling(x[1], _ALONE)
        if x and y and x[0] != y[0] and may_be_one(x[1], y[1], plain=plain) and _named_alike(x[1], y[1]):
            yield min(x[0], y[0]), max(x[0], y[0])
    for row in a.rows.keys() & b.rows.keys():
        x, y = a.rows[row], b.rows[row]
        plain = sum(len(digits(value)) for _, value in row) > _ALONE
        if x and y and x[0] != y[0] and may_be_one(x[1], y[1], plain=plain):
            yield min(x[0], y[0]), max(x[0], y[0])


def of_one_matter(a: Told, b: Told) -> bool:
    """Whether two documents share as many figures as only retellings do."""
    fewer = min(len(a.held), len(b.held))
    least = max(LEAST, ceil(PART * fewer))
    if len(a.facts & b.facts) >= least:
        return True
    return sum(len(digits(value)) >= TELLING for _, value in a.numbers.keys() & b.numbers.keys()) >= least


def number(claim: Claim) -> Number:
    """What a figure is found by: its unit, all counters being one, and its value."""
    assert claim.value is not None
    return counted(claim), claim.value


def _telling(claim: Claim, least: int) -> bool:
    return claim.value is not None and len(digits(claim.value)) >= least


def may_be_one(x: Claim, y: Claim, *, plain: bool = False) -> bool:
    """Whether two claims can be of one fact if their documents tell of one matter.

    `plain` says that the number alone shows it, so that one of their owners is misread if they are two.
    """
    if {x.qualifier, y.qualifier} == {"over", "under"}:  # one number, but two readings
        return False
    return alike_in_kind(x, y) and (plain or _may_own(x, y)) and _may_time(x, y)


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
