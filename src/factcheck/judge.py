"""The facts of one group: one, or several where the key that made it was too coarse.

Then documents hold several readings each, and a difference counts only where something ties the
two claims together: the same sentence with only the figure changed, or another figure of the group
that the documents share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from factcheck import causes, wording
from factcheck.disputes import (
    FORECAST,
    SAME_SENTENCE,
    Dispute,
    Judged,
    across,
    covers,
    dispute_of,
    drifting,
    near,
    next_to,
    other_moment,
    retelling,
    surely_read,
    verdict_of,
)
from factcheck.levels import BOUNDS, COUNTERS, Reading, compare_readings
from factcheck.model import Claim, Group, Source
from factcheck.sweep import MANY, Stand, claims_of, leading, rank, sides, stands, support

_FAR = timedelta(days=31)  # undated figures of documents further apart than this need not be of one time


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
            if not any(covers(d, dispute) for j in judged for d in j.disputes):
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
            dispute = retelling(sorted(several.values(), key=support))
            if dispute:
                yield dispute

    def _with(self, judged: Sequence[Judged], dispute: Dispute) -> list[Judged]:
        """The facts with a dispute more; those that it ties together are one."""
        ids = {c.id for side in dispute.sides for c in claims_of(side)}
        tied = [j for j in judged if any(c.id in ids for c in j.claims)]
        members = {c.id for j in tied for c in j.claims}
        claims = tuple(c for c in self.claims if c.id in members)
        # what was explained away between the same claims is not
        kept = tuple(
            d
            for j in tied
            for d in j.disputes
            if d.level.outcome != "compatible" or any(c.id not in ids for side in d.sides for c in claims_of(side))
        )
        disputes = (*kept, dispute)
        return [j for j in judged if j not in tied] + [Judged(claims, verdict_of(claims, disputes), disputes, self.why)]

    def _with_forecasts(self) -> Iterator[Judged]:
        """Forecasts are a fact of their own: they may miss the outcome and one another."""
        groups = sides(stands(self.ahead))
        if self.outcomes:
            missed = dispute_of([*self.sides, *groups], sure=False) if len(self.sides) == 1 else None
            noted = (replace(missed, level=FORECAST),) if missed else ()
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
        shared = any(len({c.source for c in claims_of(side)}) > 1 for side in self.sides)
        for judged in self._settled():
            kept = tuple(
                replace(d, sure=d.sure and bool(d.why)) for d in judged.disputes if d.why or shared or next_to(d)
            )
            if kept or not judged.disputes:
                yield replace(judged, disputes=kept)
            else:
                yield from self._apart(self.sides, ())

    def _parts(self) -> list[tuple[Claim, ...]]:
        """The claims by neighbourhood: sides that could be one figure, or stand in one sentence, belong together."""
        root = list(range(len(self.sides)))
        frames = [{n for c in claims_of(side) for n in self.frames.get(c.id, ())} for side in self.sides]
        for i, a in enumerate(self.sides):
            for j in range(max(0, i - MANY), i):
                if root[i] != root[j] and (near(a, self.sides[j]) or frames[i] & frames[j]):
                    old, new = root[i], root[j]
                    root = [new if r == old else r for r in root]
        chosen: dict[int, set[str]] = defaultdict(set)
        for i, side in enumerate(self.sides):
            chosen[root[i]].update(c.id for c in claims_of(side))
        return [tuple(c for c in self.outcomes if c.id in chosen[r]) for r in sorted(chosen)]

    def _whole(self, disputes: tuple[Dispute, ...]) -> Judged:
        verdict = verdict_of(self.claims, disputes)
        return Judged(self.claims, verdict, disputes or tuple(self._cuts()), self.why)

    def _cuts(self) -> Iterator[Dispute]:
        """A coarser figure that was cut from a finer one instead of rounded: no clash, worth a note."""
        for side in self.sides:
            lead = leading(side)
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
            yield Judged(claims, verdict_of(claims, mine), mine, self.why)

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
        ranked = sorted(self.sides, key=rank)
        kept = [
            g
            for g in ranked
            if g is ranked[0]
            or any(id(s) in tied for s in g)
            or (near(ranked[0], g) and not other_moment(ranked[0], g))
        ]
        dispute = dispute_of(kept, sure=True, why=found[0].why if found else ())
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
            dispute = dispute_of([groups[i] for i in sorted(indexes)], sure=True, why=(SAME_SENTENCE,))
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
        return dispute_of(pair, sure=False, why=("其余数字两文一致",)) if near(*pair) else None

    def _slips(self, held: Mapping[str, set[int]]) -> Iterator[Dispute]:
        """A lone figure that is a slip of the pen away from one that other documents state."""
        stated: Counter[int] = Counter(i for s in held.values() for i in s)
        shared = [i for i in range(len(self.sides)) if stated[i] > 1][:MANY]
        for i in range(len(self.sides)):
            if stated[i] != 1:
                continue
            for j in shared:
                x, y = leading(self.sides[i])[0], leading(self.sides[j])[0]
                if causes.slip(x.reading, y.reading):
                    dispute = dispute_of([self.sides[i], self.sides[j]], sure=False, why=("他文多处作另一数",))
                    if dispute:
                        yield dispute
                    break

    def _inside(self, held: Mapping[str, set[int]]) -> Dispute | None:
        """Two readings in one document, every facet of both stated, and a reason to think them one figure.

        Writers seldom contradict themselves, but often speak of two things in like words: without the same
        sentence, a headline, or a slip of the pen, two figures are two facts.
        """
        if len(held) != 1 or len(self.sides) != 2 or not all(surely_read(c) for c in self.outcomes):
            return None
        a, b = (claims_of(side) for side in self.sides)
        if {c.template for c in a if c.template} & {c.template for c in b if c.template}:
            return dispute_of(self.sides, sure=True, why=(SAME_SENTENCE,))
        if {"headline" in c.flags for c in a} ^ {"headline" in c.flags for c in b} == {True, False} and near(
            *self.sides
        ):
            return dispute_of(self.sides, sure=True, why=("标题与正文",))
        lead, other = (leading(side)[0].reading for side in self.sides)
        return dispute_of(self.sides, sure=True) if causes.slip(lead, other) else None

    def _drifts(self) -> Iterator[Dispute]:
        """Bounds of one kind that all hold at once but read as different numbers."""
        for kind in sorted(BOUNDS):
            same = [s for s in stands(self.outcomes) if s.reading.qualifier == kind]
            apart = drifting(same) if len(same) > 1 else None
            if apart and self._same_time() and across(apart):
                yield apart


def _covered(r: Reading, index: int, held: Sequence[tuple[int, Reading]]) -> bool:
    """Whether a loose reading of a document is satisfied by a reading of it on another side."""
    if r.qualifier == "exact":
        return False
    others = [o for i, o in held if i != index and (o.qualifier == "exact" or r.qualifier == "order")]
    return any(compare_readings(r, o).outcome in ("agree", "compatible") for o in others)


def _ordered(claims: Sequence[Claim], order: Mapping[str, int]) -> tuple[Claim, ...]:
    """The claims in document order; the check first, for they mostly are."""
    places = [(order.get(c.source, 0), c.start) for c in claims]
    if all(a <= b for a, b in pairwise(places)):
        return tuple(claims)
    return tuple(sorted(claims, key=lambda c: (order.get(c.source, 0), c.start, c.end)))
