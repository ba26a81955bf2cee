"""From groups of claims about one fact to facts with a verdict, and to findings.

A group is swept, never compared pair by pair: its distinct readings, sorted by their intervals, are
stabbed greedily into sides that share a number; only sides that share none are looked at further.
The key that made a group can be too coarse (two facts under one name). Then documents hold several
readings each, and a difference counts only where something ties the two claims together: the same
sentence with only the figure changed, or another figure of the group that the documents share.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from factcheck import causes, naming, wording
from factcheck.causes import Context, Side
from factcheck.levels import BOUNDS, COUNTERS, Level, Outcome, Reading, compare_readings, reading
from factcheck.model import Claim, Fact, Finding, Severity, Source, Verdict
from factcheck.naming import period_text, subject
from factcheck.naming import quote as _quote
from factcheck.rules import milder, rule

_MOMENT = timedelta(days=7)  # stocks and running totals further apart in time may differ
_FAR = timedelta(days=31)  # undated figures of documents further apart than this need not be of one time
_SLIPS = ((1, ("FC105",)), (2, ("FC106",)), (3, ("FC112",)))  # digits that make a slip of the pen likelier than chance
_POINTS = 10  # percent apart at most, where the figures are small
_MANY = 6  # readings of a side that are compared one by one, the most supported first
_GRAVE: dict[Outcome, int] = {"apart": -1, "agree": 0, "compatible": 1, "tension": 2, "conflict": 3}
_SOFT = frozenset({"FC109", "FC301", "FC302", "FC303", "FC304"})
_FORECAST = Level("forecast against outcome", lambda a, b: True, "compatible", "FC303")
_RETOLD = Level("same sentence, other figure", lambda a, b: True, "tension", "FC114")
_SAME_SENTENCE = "同一句话，只有数字不同"
_FOR_TENSION = frozenset({"FC109", "FC301", "FC302", "FC201", "FC105", "FC110", "FC202"})


@dataclass(frozen=True, slots=True)
class Group:
    """Claims about the same fact by their keys, and why they were put together, one sentence a reason."""

    claims: tuple[Claim, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stand:
    """A distinct reading and the claims that make it, in document order."""

    reading: Reading
    claims: tuple[Claim, ...]

    @property
    def sources(self) -> frozenset[str]:
        """Ids of the documents that make it."""
        return frozenset(c.source for c in self.claims)


@dataclass(frozen=True, slots=True)
class Dispute:
    """Sides that differ, the level of the gravest pair, and how sure it is that they speak of one fact."""

    sides: tuple[tuple[Stand, ...], ...]  # the most supported first
    level: Level
    sure: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One fact of a group, with its disputes."""

    claims: tuple[Claim, ...]
    verdict: Verdict
    disputes: tuple[Dispute, ...] = ()
    why: tuple[str, ...] = ()


def compare(
    groups: Iterable[Group], sources: Iterable[Source], *, families: Mapping[str, str] | None = None
) -> tuple[list[Fact], list[Finding]]:
    """Facts and findings of all groups, in an order that does not depend on the order of documents.

    `families` names for a source id the first of the documents that print the same text; such
    documents count once in `Fact.sources`.
    """
    sources = tuple(sources)
    order = {s.id: i for i, s in enumerate(sources)}
    by_id = {s.id: s for s in sources}
    families = families or {}
    judged = [j for g in retold(groups, by_id) for j in judge(g, by_id, order)]
    judged.sort(key=_sort_key)
    facts = [_fact(f"f{n}", j, families) for n, j in enumerate(judged, 1)]
    context = Context(by_id, _same_values(judged), period_text, _revisers(judged))
    disputed = [(f, j, d) for f, j in zip(facts, judged, strict=True) for d in j.disputes]
    raised = [_finding(f, d, j.why, context) for f, j, d in disputed]
    notes = {(f.id): f for f in facts}
    for finding in raised:
        if (
            finding.severity == "note" and finding.fact and notes[finding.fact].verdict in ("conflict", "tension")
        ):  # explained away: the claims do not clash
            notes[finding.fact] = _calmed(notes[finding.fact], raised)
    facts = [notes[f.id] for f in facts]
    raised += _points_as_percent(facts, judged, by_id)
    return facts, _distinct_ids(raised, by_id, _claims_of(raised, judged))


def retold(groups: Iterable[Group], sources: Mapping[str, Source]) -> list[Group]:
    """The groups, with claims of the very same sentence in one group wherever their figures differ.

    An altered figure can change what else is read of its sentence (a name that holds a figure, a period
    that another document settles), and so the key; the sentence still ties the claims together.
    """
    groups = list(groups)
    home: dict[str, int] = {}
    split: set[str] = set()
    for i, g in enumerate(groups):
        for c in g.claims:
            if c.template and home.setdefault(c.template, i) != i:
                split.add(c.template)
    if not split:
        return groups
    holders: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    chosen = [(i, c) for i, g in enumerate(groups) for c in g.claims if c.template in split]
    names = wording.frames((c for _, c in chosen), sources)
    for i, c in chosen:
        holders[names[c.id][0]].append((i, c))
    moved: dict[str, int] = {}
    for name in sorted(holders):
        found = holders[name]
        if _one_sentence([c for _, c in found]):
            target = min((i for i, _ in found), key=lambda i: (-len(groups[i].claims), groups[i].claims[0].key, i))
            moved |= {c.id: target for i, c in found if i != target and c.id not in moved}
    if not moved:
        return groups
    members: list[list[Claim]] = [[c for c in g.claims if c.id not in moved] for g in groups]
    for g in groups:
        for c in g.claims:
            if c.id in moved:
                members[moved[c.id]].append(c)
    return [Group(tuple(m), g.why) for g, m in zip(groups, members, strict=True) if m]


def _one_sentence(claims: Sequence[Claim]) -> bool:
    """Whether claims of one sentence, one a document, give different figures of one kind."""
    first = claims[0]
    return (
        len({c.source for c in claims}) == len(claims) > 1
        and all(c.unit == first.unit for c in claims)
        and len({(c.value, c.low, c.high) for c in claims}) > 1
        and wording.long_enough(first)
    )


def judge(group: Group, sources: Mapping[str, Source], order: Mapping[str, int]) -> list[Judged]:
    """The facts of one group: one, or several where the group's key was too coarse to hold one fact."""
    claims = group.claims
    if len(claims) == 1:
        return [Judged(claims, "single", (), group.why)]
    if _alike(claims):
        return [Judged(_ordered(claims, order), "agree", (), group.why)]
    return list(_judge_differing(Group(_ordered(claims, order), group.why), sources))


def _alike(claims: Sequence[Claim]) -> bool:
    """Whether all claims read the same: most facts end here, so this is a plain loop."""
    first = claims[0]
    value, qualifier, unit = first.value, first.qualifier, first.unit
    for c in claims:
        if c.value != value or c.qualifier != qualifier or c.unit != unit:
            return False
    return value is not None or all((c.low, c.high) == (first.low, first.high) for c in claims)


def _judge_differing(group: Group, sources: Mapping[str, Source]) -> Iterator[Judged]:
    by_unit: dict[str, list[Claim]] = defaultdict(list)
    for c in group.claims:
        by_unit["个" if c.unit in COUNTERS else c.unit].append(c)
    for unit in sorted(by_unit):
        claims = tuple(by_unit[unit])
        if len(claims) == 1:
            yield Judged(claims, "single", (), group.why)
        else:
            yield from _Case(Group(claims, group.why), sources).facts()


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
    levels = (compare_readings(x.reading, y.reading) for x in _leading(a) for y in _leading(b))
    return max(levels, key=lambda level: _GRAVE[level.outcome])


def _leading(side: Sequence[Stand]) -> list[Stand]:
    return sorted(side, key=_support)[:_MANY]


def _support(stand: Stand) -> tuple[int, int, bool, tuple[Decimal, ...]]:
    """Sort key: most documents first, then most claims, then exact figures, then the smaller one."""
    return (
        -len(stand.sources),
        -len(stand.claims),
        stand.reading.qualifier != "exact",
        _position(stand.reading),
    )


_INF = Decimal("Infinity")


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


class _Case:
    """One group under judgement: its readings, its sides, and which documents hold which."""

    def __init__(self, group: Group, sources: Mapping[str, Source]) -> None:
        self.why = group.why
        self.sources = sources
        self.claims = group.claims
        self.ahead = [c for c in group.claims if causes.forecast(c, sources)]
        ahead = {c.id for c in self.ahead}
        self.outcomes = [c for c in group.claims if c.id not in ahead]
        self.sides = sides(stands(self.outcomes))
        self.frames = wording.frames(group.claims, sources, near=True)

    def facts(self) -> Iterator[Judged]:
        judged = list(self._with_forecasts() if self.ahead else self._settled())
        for dispute in self._retellings():
            if not any(_covers(d, dispute) for j in judged for d in j.disputes):
                judged = self._with(judged, dispute)
        yield from judged

    def _retellings(self) -> Iterator[Dispute]:
        """Documents that print the very same sentence with another figure to the same digit: never left alone."""
        found: dict[str, dict[str, list[Stand]]] = defaultdict(lambda: defaultdict(list))
        for stand in stands(self.claims):
            for c in stand.claims:
                for name in self.frames.get(c.id, ()):
                    found[name][c.source].append(stand)
        for name in sorted(found):
            held = found[name]
            several = {id(s): s for one in held.values() for s in one}
            if len(held) < 2 or len(several) < 2 or any(len(one) > 1 for one in held.values()):
                continue
            dispute = _retelling(sorted(several.values(), key=_support))
            if dispute:
                yield dispute

    def _with(self, judged: Sequence[Judged], dispute: Dispute) -> list[Judged]:
        """The facts with a dispute more; those that it ties together are one."""
        ids = {c.id for side in dispute.sides for c in _all(side)}
        tied = [j for j in judged if any(c.id in ids for c in j.claims)]
        members = {c.id for j in tied for c in j.claims}
        claims = tuple(c for c in self.claims if c.id in members)
        # what was explained away between the same claims is not
        kept = tuple(
            d
            for j in tied
            for d in j.disputes
            if d.level.outcome != "compatible" or any(c.id not in ids for side in d.sides for c in _all(side))
        )
        disputes = (*kept, dispute)
        return [j for j in judged if j not in tied] + [Judged(claims, _verdict(claims, disputes), disputes, self.why)]

    def _with_forecasts(self) -> Iterator[Judged]:
        """Forecasts are a fact of their own: they may miss the outcome and one another."""
        groups = sides(stands(self.ahead))
        if self.outcomes:
            missed = _dispute([*self.sides, *groups], sure=False) if len(self.sides) == 1 else None
            noted = (replace(missed, level=_FORECAST),) if missed else ()
            for j in _Case(Group(tuple(self.outcomes), self.why), self.sources)._settled_or_single():
                yield replace(j, disputes=j.disputes + noted)
        disputes = tuple(self._by_template(groups))
        yield from self._apart(groups, disputes)

    def _settled_or_single(self) -> Iterator[Judged]:
        if len(self.claims) == 1:
            yield Judged(self.claims, "single", (), self.why)
        else:
            yield from self._settled()

    def _settled(self) -> Iterator[Judged]:
        drift = tuple(self._drifts())
        if len(self.sides) == 1:
            yield self._whole(drift)
            return
        parts = self._parts()
        if len(parts) > 1:  # figures far apart under one key are facts of their own, each judged alone
            for part in parts:
                yield from _Case(Group(part, self.why), self.sources)._among_others()
            return
        held = self._held()
        if len(held) > 1 and all(len(indexes) == 1 for indexes in held.values()) and self._same_time():
            yield from self._apart(self.sides, self._between() + drift)
            return
        disputes = list(self._by_template(self.sides))
        done = [{id(s) for side in d.sides for s in side} for d in disputes]
        for extra in (self._left_over(held), *self._slips(held), self._inside(held)):
            if extra and not any({id(s) for side in extra.sides for s in side} & d for d in done):
                disputes.append(extra)
                done.append({id(s) for side in extra.sides for s in side})
        yield from self._apart(self.sides, tuple(disputes) + drift)

    def _among_others(self) -> Iterator[Judged]:
        """Like `_settled`, but the key is coarse: a difference must be tiny, or documents share another figure."""
        if len(self.claims) == 1 or len(self.sides) == 1:
            yield from self._settled_or_single()
            return
        shared = any(len({c.source for c in _all(side)}) > 1 for side in self.sides)
        for judged in self._settled():
            kept = tuple(
                replace(d, sure=d.sure and bool(d.why)) for d in judged.disputes if d.why or shared or _next_to(d)
            )
            if kept or not judged.disputes:
                yield replace(judged, disputes=kept)
            else:
                yield from self._apart(self.sides, ())

    def _parts(self) -> list[tuple[Claim, ...]]:
        """The claims by neighbourhood: sides that could be one figure, or stand in one sentence, belong together."""
        root = list(range(len(self.sides)))
        frames = [{n for c in _all(side) for n in self.frames.get(c.id, ())} for side in self.sides]
        for i, a in enumerate(self.sides):
            for j in range(max(0, i - _MANY), i):
                if root[i] != root[j] and (_near(a, self.sides[j]) or frames[i] & frames[j]):
                    old, new = root[i], root[j]
                    root = [new if r == old else r for r in root]
        chosen: dict[int, set[str]] = defaultdict(set)
        for i, side in enumerate(self.sides):
            chosen[root[i]].update(c.id for c in _all(side))
        return [tuple(c for c in self.outcomes if c.id in chosen[r]) for r in sorted(chosen)]

    def _whole(self, disputes: tuple[Dispute, ...]) -> Judged:
        verdict = _verdict(self.claims, disputes)
        return Judged(self.claims, verdict, disputes or tuple(self._cuts()), self.why)

    def _cuts(self) -> Iterator[Dispute]:
        """A coarser figure that was cut from a finer one instead of rounded: no clash, worth a note."""
        for side in self.sides:
            lead = _leading(side)
            for x, y in ((x, y) for i, x in enumerate(lead) for y in lead[i + 1 :]):
                level = compare_readings(x.reading, y.reading)
                if level.rule and level.outcome == "compatible":
                    yield Dispute(((x,), (y,)), level, sure=False)
                    return

    def _apart(self, groups: Sequence[Sequence[Stand]], disputes: tuple[Dispute, ...]) -> Iterator[Judged]:
        """One fact for each side, but for the sides that a dispute ties together."""
        tied = list(range(len(groups)))
        where = {id(s): i for i, side in enumerate(groups) for s in side}
        for d in disputes:
            hit = sorted({tied[where[id(s)]] for side in d.sides for s in side if id(s) in where})
            tied = [hit[0] if t in hit else t for t in tied]
        for root in sorted(set(tied)):
            members = [s for i, side in enumerate(groups) if tied[i] == root for s in side]
            ids = {c.id for s in members for c in s.claims}
            claims = tuple(c for c in self.claims if c.id in ids)
            mine = tuple(d for d in disputes if d.sides[0][0].claims[0].id in ids)
            yield Judged(claims, _verdict(claims, mine), mine, self.why)

    def _held(self) -> dict[str, set[int]]:
        """For each document the sides it holds; a bound that another of its readings satisfies is no side."""
        found: dict[str, set[int]] = defaultdict(set)
        readings: dict[str, list[tuple[int, Reading]]] = defaultdict(list)
        for i, side in enumerate(self.sides):
            for stand in side:
                for source in stand.sources:
                    readings[source].append((i, stand.reading))
        for source, held in readings.items():
            found[source] = {i for i, r in held if not _covered(r, i, held)} or {held[0][0]}
        return found

    def _between(self) -> tuple[Dispute, ...]:
        """Every document makes one reading: what differs is one dispute, but for what is not even near."""
        found = list(self._by_template(self.sides))
        tied = {id(s) for d in found for side in d.sides for s in side}
        ranked = sorted(self.sides, key=_rank)
        near = [
            g
            for g in ranked
            if g is ranked[0]
            or any(id(s) in tied for s in g)
            or (_near(ranked[0], g) and not _other_moment(ranked[0], g))
        ]
        dispute = _dispute(near, sure=True, why=found[0].why if found else ())
        return (dispute,) if dispute else ()

    def _same_time(self) -> bool:
        """Undated figures are of one time only when the documents are."""
        if any(c.period for c in self.claims):
            return True
        days = [s.published for c in self.claims if (s := self.sources.get(c.source)) and s.published]
        return not days or max(days) - min(days) <= _FAR

    def _by_template(self, groups: Sequence[Sequence[Stand]]) -> Iterator[Dispute]:
        """Documents that print the same sentence with another figure speak of the same fact."""
        found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for i, side in enumerate(groups):
            for stand in side:
                for c in stand.claims:
                    for name in self.frames.get(c.id, ()):
                        found[name][c.source].add(i)
        seen: set[frozenset[int]] = set()
        for template in sorted(found):
            held = found[template]
            indexes = frozenset(i for s in held.values() for i in s)
            if len(held) < 2 or len(indexes) < 2 or indexes in seen or any(len(s) > 1 for s in held.values()):
                continue
            seen.add(indexes)
            dispute = _dispute([groups[i] for i in sorted(indexes)], sure=True, why=(_SAME_SENTENCE,))
            if dispute:
                yield dispute

    def _left_over(self, held: Mapping[str, set[int]]) -> Dispute | None:
        """Two documents share a figure of the group and each keeps exactly one that the other lacks."""
        stated: Counter[int] = Counter(i for s in held.values() for i in s)
        left = {source: {i for i in s if stated[i] == 1} for source, s in held.items()}
        odd = sorted(source for source, s in left.items() if s)
        if len(odd) != 2 or any(len(left[s]) != 1 for s in odd) or not held[odd[0]] & held[odd[1]]:
            return None
        pair = [self.sides[i] for s in odd for i in left[s]]
        return _dispute(pair, sure=False, why=("其余数字两文一致",)) if _near(*pair) else None

    def _slips(self, held: Mapping[str, set[int]]) -> Iterator[Dispute]:
        """A lone figure that is a slip of the pen away from one that other documents state."""
        stated: Counter[int] = Counter(i for s in held.values() for i in s)
        shared = [i for i in range(len(self.sides)) if stated[i] > 1][:_MANY]
        for i in range(len(self.sides)):
            if stated[i] != 1:
                continue
            for j in shared:
                x, y = _leading(self.sides[i])[0], _leading(self.sides[j])[0]
                if causes.slip(x.reading, y.reading):
                    dispute = _dispute([self.sides[i], self.sides[j]], sure=False, why=("他文多处作另一数",))
                    if dispute:
                        yield dispute
                    break

    def _inside(self, held: Mapping[str, set[int]]) -> Dispute | None:
        """Two readings in one document, every facet of both stated, and a reason to think them one figure.

        Writers seldom contradict themselves, but often speak of two things in like words: without the same
        sentence, a headline, or a slip of the pen, two figures are two facts.
        """
        if len(held) != 1 or len(self.sides) != 2 or not all(_sure(c) for c in self.outcomes):
            return None
        a, b = (_all(side) for side in self.sides)
        if {c.template for c in a if c.template} & {c.template for c in b if c.template}:
            return _dispute(self.sides, sure=True, why=(_SAME_SENTENCE,))
        if {"headline" in c.flags for c in a} ^ {"headline" in c.flags for c in b} == {True, False} and _near(
            *self.sides
        ):
            return _dispute(self.sides, sure=True, why=("标题与正文",))
        lead, other = (_leading(side)[0].reading for side in self.sides)
        return _dispute(self.sides, sure=True) if causes.slip(lead, other) else None

    def _drifts(self) -> Iterator[Dispute]:
        """Bounds of one kind that all hold at once but read as different numbers."""
        for kind in sorted(BOUNDS):
            same = [s for s in stands(self.outcomes) if s.reading.qualifier == kind]
            apart = _drifting(same) if len(same) > 1 else None
            if apart and self._same_time() and _across(apart):
                yield apart


def _next_to(dispute: Dispute) -> bool:
    """Whether the readings of a dispute are within one in a hundred of each other."""
    values = [s.reading.value for side in dispute.sides for s in _leading(side)[:1]]
    if any(v is None for v in values):
        return False
    low, high = min(abs(v) for v in values if v is not None), max(abs(v) for v in values if v is not None)
    return high <= low * Decimal("1.01")


def _retelling(several: Sequence[Stand]) -> Dispute | None:
    """The dispute of readings that stand in one sentence; None where one rounds another."""
    graves: list[Level] = []
    keep: list[Stand] = []
    for stand in several:
        levels = [level for o in several if o is not stand and (level := _retold_level(stand.reading, o.reading))]
        if levels:
            keep.append(stand)
            graves += levels
    if len(keep) < 2:
        return None
    return Dispute(
        tuple((s,) for s in keep), max(graves, key=lambda v: _GRAVE[v.outcome]), sure=True, why=(_SAME_SENTENCE,)
    )


def _retold_level(a: Reading, b: Reading) -> Level | None:
    level = compare_readings(a, b)
    if _GRAVE[level.outcome] > 1:
        return level
    alike = level.outcome == "apart" or (a.value, a.low, a.high) == (b.value, b.low, b.high)
    if alike or a.step is None or a.step != b.step or (a.value is not None and a.value == b.value):
        return None
    return _RETOLD


def _covers(held: Dispute, other: Dispute) -> bool:
    """Whether a dispute that counts already sets the readings of another against each other."""
    if held.level.outcome == "compatible":
        return False
    where = {c.id: i for i, side in enumerate(held.sides) for c in _all(side)}
    places = [{where.get(c.id) for c in _all(side)} for side in other.sides]
    return all(None not in p for p in places) and len({frozenset(p) for p in places}) == len(places)


def _across(dispute: Dispute) -> bool:
    """Whether documents differ: one that holds every bound itself knows what it does."""
    return len({frozenset(c.source for c in _all(side)) for side in dispute.sides}) > 1


def _rank(side: Sequence[Stand]) -> tuple[int, tuple[object, ...]]:
    """Sort key of sides: most documents first, then the best supported reading."""
    return -len({c.source for c in _all(side)}), min(map(_support, side))


def _other_moment(a: Sequence[Stand], b: Sequence[Stand]) -> bool:
    """Whether two sides are counts at different moments: a stock or a running total moves on."""
    days = []
    for side in (a, b):
        periods = [c.period for c in _all(side)]
        if any(p is None or p.kind != "instant" for p in periods):
            return False
        days.append({p.end for p in periods if p})
    return min(abs(x - y) for x in days[0] for y in days[1]) > _MOMENT


def _near(a: Sequence[Stand], b: Sequence[Stand]) -> bool:
    """Whether two sides can be one figure told differently: within a factor of two, or a slip of the pen apart.

    One key and figures further apart, in other sentences, are two facts under one name.
    """
    x, y = _leading(a)[0].reading, _leading(b)[0].reading
    if x.measure == "rank" or any(causes.slip(x, y, least) in found for least, found in _SLIPS):
        return True
    p, q = x.value, y.value
    if p is None or q is None:
        return True
    if (p < 0) != (q < 0):
        return p == -q or x.measure in ("growth", "change")
    few, many = sorted((abs(p), abs(q)))
    return many <= 2 * few or (x.unit in ("%", "百分点") and many - few <= _POINTS)


def _all(side: Iterable[Stand]) -> list[Claim]:
    return [c for s in side for c in s.claims]


def _sure(claim: Claim) -> bool:
    return "sure" in claim.flags


def _covered(r: Reading, index: int, held: Sequence[tuple[int, Reading]]) -> bool:
    """Whether a loose reading of a document is satisfied by a reading of it on another side."""
    if r.qualifier == "exact":
        return False
    others = [o for i, o in held if i != index and (o.qualifier == "exact" or r.qualifier == "order")]
    return any(compare_readings(r, o).outcome in ("agree", "compatible") for o in others)


def _drifting(same: Sequence[Stand]) -> Dispute | None:
    """The bounds that clash with at least one other, as sides of one bound each."""
    pairs = [(x, y) for i, x in enumerate(same) for y in (same[i + 1 :] if len(same) <= _MANY else same[i + 1 : i + 2])]
    clash = [
        (x, y, level)
        for x, y in pairs
        if (level := compare_readings(x.reading, y.reading)).outcome == "tension" and _near([x], [y])
    ]
    if not clash:
        return None
    keep = {id(s) for x, y, _ in clash for s in (x, y)}
    apart = sorted((s for s in same if id(s) in keep), key=_support)
    return Dispute(tuple((s,) for s in apart), clash[0][2], sure=True)


def _dispute(groups: Sequence[Sequence[Stand]], *, sure: bool, why: tuple[str, ...] = ()) -> Dispute | None:
    """The sides that really clash, each without the readings that go with every other side."""
    if len(groups) < 2:
        return None
    ranked = sorted((list(g) for g in groups), key=_rank)
    graves: list[Level] = []
    keep: list[tuple[Stand, ...]] = []
    for i, side in enumerate(ranked):
        others = [s for j, g in enumerate(ranked) if j != i for s in _leading(g)][: _MANY * _MANY]
        clashing = []
        for stand in side:
            worst = max((compare_readings(stand.reading, o.reading) for o in others), key=lambda v: _GRAVE[v.outcome])
            if _GRAVE[worst.outcome] > 1:
                clashing.append(stand)
                graves.append(worst)
        if clashing:
            keep.append(tuple(sorted(clashing, key=_support)))
    if len(keep) < 2:
        return None
    return Dispute(tuple(keep), max(graves, key=lambda v: _GRAVE[v.outcome]), sure, why)


def _verdict(claims: Sequence[Claim], disputes: Sequence[Dispute]) -> Verdict:
    grave = {d.level.outcome for d in disputes}
    if grave & {"conflict", "tension"}:
        return "conflict" if "conflict" in grave else "tension"
    if len(claims) == 1:
        return "single"
    first = claims[0]
    alike = all(c.value == first.value and c.qualifier == first.qualifier for c in claims)
    return "agree" if alike and first.value is not None else "compatible"


def _ordered(claims: Sequence[Claim], order: Mapping[str, int]) -> tuple[Claim, ...]:
    """The claims in document order; the check first, for they mostly are."""
    places = [(order.get(c.source, 0), c.start) for c in claims]
    if all(a <= b for a, b in pairwise(places)):
        return tuple(claims)
    return tuple(sorted(claims, key=lambda c: (order.get(c.source, 0), c.start, c.end)))


# ---------------------------------------------------------------------------------- facts


def _sort_key(j: Judged) -> tuple[object, ...]:
    c = _model(j.claims)
    values = [x.value for x in j.claims if x.value is not None] if j.verdict != "agree" else [c.value or Decimal(0)]
    days = (c.period.start, c.period.end) if c.period else (date.min, date.min)
    text = c.text if j.verdict == "agree" else min(x.text for x in j.claims)
    return (c.entity or "", c.indicator, days, c.measure, c.unit, c.key, min(values, default=Decimal(0)), text)


def _fact(name: str, j: Judged, families: Mapping[str, str]) -> Fact:
    claims = j.claims
    model = _model(claims)
    owners = {c.source for c in claims}
    if families:
        owners = {families.get(s, s) for s in owners}
    return Fact(
        id=name,
        entity=model.entity,
        indicator=model.indicator,
        measure=model.measure,
        period=model.period,
        unit=model.unit,
        claims=tuple(c.id for c in claims),
        verdict=j.verdict,
        sources=len(owners),
        basis=model.basis,
        scope=model.scope,
    )


_STATED = {"stated": 0, "inherited": 1, "document": 2}


def _model(claims: Sequence[Claim]) -> Claim:
    """The claim that names the fact: of the commonest name, of a stated time; the same in any order of documents."""
    first = claims[0]
    named = (first.entity, first.indicator, first.period, first.basis, first.scope)
    if all((c.entity, c.indicator, c.period, c.basis, c.scope) == named for c in claims):
        return first
    names, owners = Counter(c.indicator for c in claims), Counter(c.entity for c in claims)
    return min(
        claims,
        key=lambda c: (
            -names[c.indicator],
            c.indicator,
            _STATED[c.period.basis] if c.period else len(_STATED),
            -owners[c.entity],
            facets(c),
            c.basis or "",
            c.scope,
        ),
    )


def _shown(claims: Sequence[Claim]) -> str:
    """The figure as most of the claims print it."""
    forms = Counter(_quote(c) for c in claims)
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _calmed(fact: Fact, findings: Sequence[Finding]) -> Fact:
    """A fact whose every finding is a note holds no clash."""
    mine = [f for f in findings if f.fact == fact.id]
    return replace(fact, verdict="compatible") if all(f.severity == "note" for f in mine) else fact


# ---------------------------------------------------------------------------------- findings


def _same_values(judged: Sequence[Judged]) -> dict[tuple[str, Decimal], list[Claim]]:
    """Every claim that holds a number under dispute, by unit and number: where a slip may come from."""
    wanted = {
        (s.reading.unit, s.reading.value)
        for j in judged
        for d in j.disputes
        for side in d.sides
        for s in side
        if s.reading.value is not None
    }
    found: dict[tuple[str, Decimal], list[Claim]] = defaultdict(list)
    if wanted:
        for j in judged:
            if j.verdict == "agree" and (j.claims[0].unit, j.claims[0].value) not in wanted:
                continue  # all its claims hold that one number
            for c in j.claims:
                if c.value is not None and (c.unit, c.value) in wanted:
                    found[(c.unit, c.value)].append(c)
    return found


def _revisers(judged: Sequence[Judged]) -> frozenset[str]:
    """Documents that call a figure revised or final; looked for only where something is disputed."""
    if not any(j.disputes for j in judged):
        return frozenset()
    return frozenset(c.source for j in judged for c in j.claims if c.flags and causes.LATE & set(c.flags))


def _finding(fact: Fact, dispute: Dispute, why: tuple[str, ...], context: Context) -> Finding:
    a, b = (Side(side[0].reading, tuple(_all(side))) for side in dispute.sides[:2])
    claims = tuple(c for side in dispute.sides for c in _all(side))
    name, detail, turned = _reason(a, b, dispute, context)
    page = rule(name)
    severity = _severity(dispute, claims, page.severity)
    if turned:
        a, b = b, a
    difference = _difference(a.reading, b.reading)
    base = max((abs(r.value) for r in (a.reading, b.reading) if r.value), default=None)
    return Finding(
        id="",
        rule=name,
        severity=severity,
        fact=fact.id,
        claims=tuple(c.id for c in claims),
        message=_message(fact, dispute, context.sources, name),
        cause=page.because(_shown(a.claims), _shown(b.claims), detail),
        why_paired=_paired(fact, [c for side in dispute.sides for c in _all(side)], why) + dispute.why,
        gap=difference,
        gap_relative=(difference / base).quantize(Decimal("0.000001")) if difference is not None and base else None,
    )


def _paired(fact: Fact, claims: Sequence[Claim], why: tuple[str, ...]) -> tuple[str, ...]:
    """Why the claims were taken for one fact, in words: whose, what, when; as the group says where no facets tie it."""
    if any(not c.key or c.key[0] == "sentence" for c in claims) or len({c.key for c in claims}) > 1:
        return why
    reasons = [f"同一主体：{fact.entity}"] if fact.entity else []
    others = sorted({c.indicator for c in claims} - {fact.indicator})
    reasons.append(f"同一指标：{fact.indicator}" + (f"（又作{'、'.join(others)}）" if others else ""))
    times = sorted({period_text(c.period) for c in claims if c.period})
    if times:
        reasons.append(f"同一时期：{times[0]}" if len(times) == 1 else f"时期相当：{'、'.join(times)}")
    return tuple(reasons)


def _reason(a: Side, b: Side, dispute: Dispute, context: Context) -> tuple[str, str, bool]:
    """The rule, its detail, and whether it speaks of the second side first."""
    if dispute.level.outcome == "compatible":
        return dispute.level.rule, "", False
    allowed = _FOR_TENSION if dispute.level.outcome == "tension" else None
    if dispute.level.rule == "FC113":  # a last digit apart is no figure of another time or name
        allowed = frozenset({"FC109", "FC301", "FC302", "FC201"})
    if dispute.level.rule == "FC104":
        allowed = frozenset({"FC302", "FC301"})
    if _SAME_SENTENCE in dispute.why:  # one sentence has one basis, one scope and one time, whatever was read of it
        allowed = (allowed if allowed is not None else frozenset(name for name, _ in causes.CAUSES)) - _SOFT
    found = causes.cause(a, b, context, allowed)
    back = causes.cause(b, a, context, allowed)
    if back and back[0] in causes.DIRECTED and (found is None or found[0] in causes.DIRECTED):
        return *back, True  # the less supported side is the likelier slip
    if found:
        return *found, False
    inside = len({c.source for side in dispute.sides for c in _all(side)}) == 1
    return ("FC111" if inside else dispute.level.rule), "", False


def _severity(dispute: Dispute, claims: Sequence[Claim], highest: Severity) -> Severity:
    """An error only when the readings are disjoint, and both were read with whose, what and when."""
    if dispute.level.outcome != "conflict" or not dispute.sure:
        return milder("warning", highest)
    known = all(any(_known(c) for c in _all(side)) for side in dispute.sides)
    inside = len({c.source for c in claims}) == 1
    return milder("error" if known and not inside and _one_figure(dispute) else "warning", highest)


def _one_figure(dispute: Dispute) -> bool:
    """Whether two figures are surely one told differently: the same sentence, a slip of the pen, or nearly equal."""
    first, second = ({c.template for c in _all(side)} - {""} for side in dispute.sides[:2])
    a, b = (side[0].reading for side in dispute.sides[:2])
    if first & second or a.measure == "rank" or a.value is None or b.value is None:
        return True
    if a.value == -b.value or any(causes.slip(a, b, least) in found for least, found in _SLIPS):
        return True
    difference = abs(a.value - b.value)
    return difference <= max(abs(a.value), abs(b.value)) / 20 or (a.unit == "%" and difference < 1)


def _known(claim: Claim) -> bool:
    if claim.period is not None and claim.period.kind == "instant" and claim.period.basis == "document":
        return False  # 目前 of one document need not be 目前 of another
    dated = claim.period is not None and claim.period.basis != "document"
    return _sure(claim) or bool(claim.entity and claim.indicator and dated)


def _difference(a: Reading, b: Reading) -> Decimal | None:
    if a.value is not None and b.value is not None:
        return abs(a.value - b.value)
    edges = [(a.low, b.high), (b.low, a.high)]
    return max((x - y for x, y in edges if x is not None and y is not None), default=None)


_VERBS = {"conflict": "互相矛盾", "tension": "说法不一"}


def _message(fact: Fact, dispute: Dispute, sources: Mapping[str, Source], name: str) -> str:
    """Who prints which figure, in one sentence."""
    ids = sorted({c.source for side in dispute.sides for c in _all(side)}, key=lambda i: _order(sources.get(i), i))
    names = naming.by_id(sources, ids)
    said = [
        (naming.spoken([names[i] for i in ids if any(c.source == i for c in _all(side))]), _shown(side[0].claims))
        for side in dispute.sides
    ]
    if len(ids) == 1:
        readings = f"{said[0][0]}既写" + "，又写".join(f"“{figure}”" for _, figure in said[:4])
    else:
        readings = "，".join(f"{who}写“{figure}”" for who, figure in said[:4])
    more = f"，另有{len(said) - 4}种写法" if len(said) > 4 else ""
    verb = "数字不同，但各有道理" if name in _SOFT else _VERBS.get(dispute.level.outcome, "数字不同")
    return f"{subject(fact)}：{readings}{more}，{verb}。"


def _order(source: Source | None, fallback: str) -> str:
    return source.path if source else fallback


def finding_id(name: str, facets: Sequence[str], paths: Iterable[str], discriminator: str = "") -> str:
    """FC- and 12 hex digits: a hash of rule, facets of the fact and documents; nothing of position or value.

    `paths` are documents as `naming.identity` calls them.
    """
    parts = (name, *facets, *sorted(set(paths)), discriminator)
    return "FC-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def facets(claim: Claim) -> tuple[str, ...]:
    """Entity, indicator, measure, period and unit as they go into a finding's id."""
    days = f"{claim.period.start}/{claim.period.end}" if claim.period else ""
    return (claim.entity or "", claim.indicator, claim.measure, days, claim.unit)


def _distinct_ids(
    findings: Sequence[Finding], sources: Mapping[str, Source], claims: Mapping[str, Claim]
) -> list[Finding]:
    """Findings with their ids; where two would share one, their sentences tell them apart."""
    done: list[Finding] = []
    taken: set[str] = set()
    for f in findings:
        mine = [claims[c] for c in f.claims]
        paths = [naming.identity(sources[c.source]) if c.source in sources else c.source for c in mine]
        model = min(mine, key=facets)
        name = finding_id(f.rule, facets(model), paths)
        if name in taken:
            name = finding_id(f.rule, facets(model), paths, min(c.template or c.text for c in mine))
        turn = 1
        while name in taken:
            turn += 1
            name = finding_id(f.rule, facets(model), paths, str(turn))
        taken.add(name)
        done.append(replace(f, id=name))
    return done


def _claims_of(findings: Sequence[Finding], judged: Sequence[Judged]) -> dict[str, Claim]:
    wanted = {i for f in findings for i in f.claims}
    return {c.id: c for j in judged for c in j.claims if c.id in wanted} if wanted else {}


def _points_as_percent(facts: Sequence[Fact], judged: Sequence[Judged], sources: Mapping[str, Source]) -> list[Finding]:
    """The same change once in 百分点 and once in %: two facts by their units, one by everything else."""
    points = {k: (f, j) for f, j in zip(facts, judged, strict=True) if f.unit == "百分点" and (k := _change_key(f, j))}
    if not points:
        return []
    found = []
    for f, j in zip(facts, judged, strict=True):
        if f.unit != "%" or f.measure not in ("change", "growth") or (key := _change_key(f, j)) not in points:
            continue
        other, theirs = points[key]
        if {c.source for c in j.claims} & {c.source for c in theirs.claims}:
            continue  # a document that prints both means both
        a, b = theirs.claims[0], j.claims[0]
        names = naming.by_id(sources, [a.source, b.source])
        found.append(
            Finding(
                id="",
                rule="FC108",
                severity=rule("FC108").severity,
                fact=other.id,
                claims=tuple(c.id for c in theirs.claims + j.claims),
                message=f"{subject(other)}：{names[a.source]}写“{_quote(a)}”，{names[b.source]}写“{_quote(b)}”，单位不同。",
                cause=rule("FC108").because(_quote(a), _quote(b)),
                why_paired=("主体、指标、时期与数值相同，只有单位不同",),
            )
        )
    return found


def _change_key(fact: Fact, j: Judged) -> tuple[object, ...] | None:
    value = j.claims[0].value
    if value is None or not fact.entity or fact.period is None or any(c.value != value for c in j.claims):
        return None
    return (fact.entity, fact.indicator, fact.period.start, fact.period.end, value)
