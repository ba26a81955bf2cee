"""What two documents of one matter tell in two ways: figures that one of them rounds, and figures that differ.

A figure that stands in no fact of the other document has its like there, if it has one, among those that stand in
no fact of this one: with the same figures around it, under the same name, or a slip of the pen away. Each evidence
alone is weak, so that several must come together; and a figure with two likes has none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date
from functools import cached_property
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple

from factcheck import causes, fellows, lexicon, setting
from factcheck.causes import TELLING, digits
from factcheck.corroborate import RECENT, core, counted, end_alike, is_a_day, two_terms
from factcheck.fellows import Mark, Told, may_be_one, number
from factcheck.levels import compare_readings, reading
from factcheck.model import Claim, Period

_NAME = attrgetter("indicator")
_SEVERAL = 2  # numbers that show that an owner or a time is misread
_MANY = 4  # digits with which a slip of the pen shows by itself, whatever was read of the basis
Linked = Mapping[int, Set[int]]
Placed = tuple[int, Claim]
Days = tuple[date, date] | None


class Pair(NamedTuple):
    """Two facts, by their numbers, that are one, and whether their figures differ."""

    a: int
    b: int
    differ: bool


def pairs(a: Told, b: Told) -> Iterator[Pair]:
    """The facts of two documents that are one, where the two tell of one matter."""
    if not fellows.of_one_matter(a, b):
        return
    linked: dict[int, set[int]] = defaultdict(set)
    for m, n in fellows.links(a, b):
        yield Pair(m, n, differ=False)
        linked[m].add(n)
        linked[n].add(m)
    found = _told_twice(a, b, linked)
    yield from (Pair(min(m, n), max(m, n), differ) for m, n, differ in found if m != n)


def _told_twice(a: Told, b: Told, linked: Linked) -> Iterator[Pair]:
    graded: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    likely = _likely(a, b, linked)
    if not likely:
        return
    votes = _Votes(a, b)
    for i, j in likely:
        likeness = _Likeness(a, i, b, j, linked, votes)
        if grade := likeness.grade():
            graded[grade].append((i, j, likeness.differ))
    mine: Counter[int] = Counter()
    theirs: Counter[int] = Counter()
    for grade in sorted(graded):  # the surest first; what has a like, or two, is not asked again
        free = [one for one in graded[grade] if not mine[one[0]] and not theirs[one[1]]]
        mine.update(i for i, _, _ in free)
        theirs.update(j for _, j, _ in free)
        for i, j, differ in free:
            if mine[i] == theirs[j] == 1:
                yield Pair(a.held[i][0], b.held[j][0], differ)


def _likely(a: Told, b: Told, linked: Linked) -> list[tuple[int, int]]:
    """The places of figures that are in no fact of the other document, and have anything in common."""
    left = _left(a, b, linked)
    free = set(_left(b, a, linked)) if left else ()
    if not free:
        return []
    return sorted({(i, j) for i in left for mark in _marks(a, i, linked) for j in b.marked.get(mark, ()) if j in free})


def _left(one: Told, other: Told, linked: Linked) -> list[int]:
    """The places of figures of which the other document has neither the number nor the fact."""
    gone = {m for n in linked if n in other.facts for m in linked[n]}
    return [
        i
        for i, (n, c) in enumerate(one.held)
        if n not in other.facts and n not in gone and c.value is not None and number(c) not in other.numbers
    ]


def _marks(told: Told, at: int, linked: Linked) -> Iterator[Mark]:
    yield from told.marks[at]
    for step in (-1, 1) if linked else ():
        beside = told.beside(at, step)
        if beside:
            yield from (("fact", counted(told.held[at][1]), step, n) for n in linked.get(beside[0], ()))


class _Votes:
    """How often one number has an owner or a time in one document, and another one in the other: one is misread."""

    def __init__(self, a: Told, b: Told) -> None:
        self.owners: Counter[tuple[str | None, str | None]] = Counter()
        self.times: Counter[tuple[object, object]] = Counter()
        for held in a.numbers.keys() & b.numbers.keys():
            x, y = a.numbers[held], b.numbers[held]
            if x and y and len(digits(held[1])) >= TELLING:
                self.owners[(x[1].entity, y[1].entity)] += 1
                self.times[(_when(x[1]), _when(y[1]))] += 1

    def one_owner(self, x: Claim, y: Claim) -> bool:
        """Whether the owners are one, or several numbers have them in the two documents."""
        return _one_owner(x, y) or self.owners[(x.entity, y.entity)] >= _SEVERAL

    def one_time(self, x: Claim, y: Claim) -> bool:
        """The same of times."""
        return _one_time(x, y) or self.misread_time(x, y)

    def misread_time(self, x: Claim, y: Claim) -> bool:
        """Whether several numbers have the times of both in the two documents."""
        return self.times[(_when(x), _when(y))] >= _SEVERAL


def _days(claim: Claim) -> Days:
    return (claim.period.start, claim.period.end) if claim.period else None


def _when(claim: Claim) -> tuple[Days, bool]:
    """The days of a claim, and whether its sentence says so: a time that is said is not misread with others."""
    return _days(claim), claim.period is not None and claim.period.basis == "stated"


class _Likeness:
    """What speaks for two figures of two documents being one."""

    def __init__(self, a: Told, i: int, b: Told, j: int, linked: Linked, votes: _Votes) -> None:
        self.votes = votes
        self.x, self.y = a.held[i][1], b.held[j][1]
        self.readings = reading(self.x), reading(self.y)
        self.outcome = compare_readings(*self.readings).outcome
        self.differ = self.outcome in ("conflict", "tension")
        self.before = _anchor(a.beside(i, -1), b.beside(j, -1), linked)
        self.after = _anchor(a.beside(i, 1), b.beside(j, 1), linked)
        self.most = max(len(digits(c.value)) for c in (self.x, self.y) if c.value is not None)
        self.other_row = any(_other_row(a, i, b, j, step) for step in (-1, 1))

    def grade(self) -> int:
        """How sure it is that they are one, from 1 for the surest; 0 where nothing shows it."""
        if self.outcome == "apart" or not may_be_one(self.x, self.y):
            return 0
        tests = self._tests() if self.differ else self._rounded()
        return next((grade for grade, holds in enumerate(tests, 1) if holds), 0)

    def _rounded(self) -> Iterator[bool]:
        anchors = [p for p in (self.before, self.after) if p is not None]
        yield any(map(_tells, anchors)) and (self.in_a_row or self.akin)
        yield self.same_name and self.most >= TELLING and self.one_setting

    def _tests(self) -> Iterator[bool]:
        if self._runs_on() or self._about_the_same() or self._of_two():
            return
        slip, swapped = self.slip, self.slip == "FC106"
        sited = self.one_setting or swapped or (slip in causes.SLIPS and self.most > _MANY)
        named = self.in_a_row or self.same_name
        tells = self.before is not None and _tells(self.before)
        yield tells and self.alike and (self.of_the_one_before or (named and sited))
        yield self.before is not None and self.after is not None and self.alike and (named or self.akin) and sited
        yield swapped and self.most >= TELLING and self.part_of_name
        yield (
            bool(slip)
            and self.most >= TELLING
            and self.one_setting
            and (
                (self.same_name and (self.alike or self.most >= _MANY)) or (self.part_of_name and slip in causes.SLIPS)
            )
        )
        small = self.most < TELLING and self.x.unit == "%"
        yield bool(slip) and self.anchored and self.akin and self.alike and sited and not small
        yield swapped and self.same_name and self.alike and self.one_setting
        yield swapped and self.most >= _MANY and self.akin

    def _runs_on(self) -> bool:
        """Whether it is a toll, which is another at another hour."""
        if not any(lexicon.signs("toll").search(c.indicator) for c in (self.x, self.y)):
            return False
        return not setting.hours(self.x) & setting.hours(self.y)

    def _of_two(self) -> bool:
        """Whether they are of two rows, of two times or of two editions, as the texts say."""
        if self.other_row or setting.edition(self.x) != setting.edition(self.y):
            return True
        if not self.anchored and setting.of_a_part(self.x) != setting.of_a_part(self.y):
            return True
        misread = self.of_the_one_before or self.votes.misread_time(self.x, self.y)
        return not misread and _two_times(self.x, self.y)

    def _about_the_same(self) -> bool:
        """Whether one is said to be about a figure that it is within one in a hundred of."""
        x, y = self.x.value, self.y.value
        if "approx" not in (self.x.qualifier, self.y.qualifier) or x is None or y is None:
            return False
        return abs(x - y) * 100 <= max(abs(x), abs(y))

    @cached_property
    def slip(self) -> str:
        """The rule of the slip that they are apart; "digit" for one that is wrong or missing; "" for none."""
        a, b = self.readings
        return causes.slip(a, b, 1) or ("digit" if causes.one_digit(a, b) or causes.turned(a, b) else "")

    @property
    def alike(self) -> bool:
        return (self.x.basis, self.x.measure) == (self.y.basis, self.y.measure)

    @cached_property
    def same_name(self) -> bool:
        a, b = self.x.indicator, self.y.indicator
        return bool(a) and (a == b or core(a) == core(b) != "")

    @property
    def anchored(self) -> bool:
        return self.before is not None or self.after is not None

    @cached_property
    def part_of_name(self) -> bool:
        """Whether one name is a part of the other, and they are not two terms of statistics.

        What only the longer one says (医院床位, 床位) must stand in the other sentence, if nothing beside is the same.
        """
        if self.same_name:
            return True
        short, long = sorted((self.x, self.y), key=lambda c: len(core(c.indicator)))
        a, b = core(short.indicator), core(long.indicator)
        if not a or a not in b or two_terms(self.x, self.y):
            return False
        more = b.replace(a, "", 1)
        return self.anchored or any(more[k : k + 2] in short.context for k in range(max(1, len(more) - 1)))

    @cached_property
    def akin(self) -> bool:
        """Whether the names can be of one thing: some of their words are the same, and not only the noun at the end."""
        a, b = core(self.x.indicator), core(self.y.indicator)
        if self.part_of_name:
            return True
        head = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(reversed(a), reversed(b), strict=False)))
        if head > 1:  # 外资企业, 民营企业
            a, b = a[:-head], b[:-head]
        return any(a[k : k + 2] in b for k in range(len(a) - 1))

    @cached_property
    def of_the_one_before(self) -> bool:
        """Whether both are told of the figure before them, which is the same: 营业收入7.5亿元，同比增长12%."""
        return self.before is not None and _tells(self.before) and self._as_before(_of)

    @cached_property
    def in_a_row(self) -> bool:
        """Whether both are called as the figure before them, which is the same: 出口甲国4.8亿元，乙国2.6亿元."""
        return self.before is not None and _tells(self.before) and self._as_before(_NAME)

    def _as_before(self, facets: Callable[[Claim], object]) -> bool:
        return all(facets(c) == facets(p) for c, p in zip((self.x, self.y), self.before or (), strict=True))

    @cached_property
    def one_setting(self) -> bool:
        return self.votes.one_time(self.x, self.y) and self.votes.one_owner(self.x, self.y)


def _anchor(p: Placed | None, q: Placed | None, linked: Linked) -> tuple[Claim, Claim] | None:
    """Both figures, if they are one; None where they are not."""
    if p is None or q is None or p[1].value is None or q[1].value is None:
        return None
    one = p[0] == q[0] or q[0] in linked.get(p[0], ()) or number(p[1]) == number(q[1])
    return (p[1], q[1]) if one else None


def _of(claim: Claim) -> tuple[object, ...]:
    return claim.indicator, claim.entity, _days(claim)


def _other_row(a: Told, i: int, b: Told, j: int, step: int) -> bool:
    """Whether the figures beside them, under one name, differ too: two rows of a table, told one after the other."""
    p, q = a.beside(i, step), b.beside(j, step)
    if p is None or q is None or p[1].value is None or q[1].value is None:
        return False
    told = (number(p[1]) in b.numbers or p[0] in b.facts, number(q[1]) in a.numbers or q[0] in a.facts)
    if all(told) or (any(told) and core(p[1].indicator) != core(q[1].indicator)):
        return False
    alike = counted(p[1]) == counted(q[1]) and (p[1].basis, p[1].measure) == (q[1].basis, q[1].measure)
    return alike and compare_readings(reading(p[1]), reading(q[1])).outcome in ("conflict", "tension")


def _tells(both: tuple[Claim, Claim]) -> bool:
    return max(len(digits(c.value)) for c in both if c.value is not None) >= TELLING


def _one_time(x: Claim, y: Claim) -> bool:
    """Whether both are of one time; that of a document's day may be any."""
    p, q = x.period, y.period
    if p is None or q is None:
        return False
    return end_alike(p, q) or any(r.basis == "document" and is_a_day(r) for r in (p, q))


def _two_times(x: Claim, y: Claim) -> bool:
    """Whether the texts give each a time, and it is another; also a year long past, and no time."""
    p, q = x.period, y.period
    if p is None or q is None or "stated" not in (p.basis, q.basis):
        return False
    if "document" in (p.basis, q.basis):
        said, day = (p, q) if p.basis == "stated" else (q, p)
        return is_a_day(day) and said.end + RECENT < day.end
    return not (_one_time(x, y) or _within(p, q) or _within(q, p))


def _within(p: Period, q: Period) -> bool:
    return q.start <= p.start <= p.end <= q.end


def _one_owner(x: Claim, y: Claim) -> bool:
    return not x.entity or not y.entity or x.entity in y.entity or y.entity in x.entity
