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
from itertools import combinations
from operator import attrgetter, lt

from factcheck import causes, setting, wording
from factcheck.disputes import (
    FORECAST,
    SAME_SENTENCE,
    Dispute,
    Judged,
    across,
    dispute_of,
    drifting,
    moments,
    near,
    next_to,
    other_moment,
    surely_read,
    verdict_of,
)
from factcheck.levels import BOUNDS, Reading, compare_readings
from factcheck.model import Claim, Group, Source
from factcheck.quantity import COUNTERS
from factcheck.retold import tied
from factcheck.sweep import MANY, Cluster, claims_of, clusters, stands

_FAR = timedelta(days=31)  # undated figures of documents further apart than this need not be of one time
_SOURCE = attrgetter("source")


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
    """One group under judgement: its readings, their clusters, and which documents hold which."""

    def __init__(self, group: Group, sources: Mapping[str, Source]) -> None:
        self.why = group.why
        self.sources = sources
        self.claims = group.claims
        self.ahead = [c for c in group.claims if causes.forecast(c, sources)]
        ahead = {c.id for c in self.ahead}
        self.outcomes = [c for c in group.claims if c.id not in ahead]
        self.stands = stands(self.outcomes)
        self.clusters = clusters(self.stands)
        self.frames = wording.frames(group.claims, sources, near=True)

    def facts(self) -> Iterator[Judged]:
        """The facts of the group; what is told again in one sentence with another figure is never left alone."""
        judged = list(self._with_forecasts() if self.ahead else self._settled())
        everything = stands(self.claims) if self.ahead else self.stands
        return tied(judged, everything, self.frames, self.claims)

    def _with_forecasts(self) -> Iterator[Judged]:
        """Forecasts are a fact of their own: they may miss the outcome and one another."""
        groups = clusters(stands(self.ahead))
        if self.outcomes:
            missed = dispute_of([*self.clusters, *groups], sure=False) if len(self.clusters) == 1 else None
            noted = (replace(missed, level=FORECAST),) if missed else ()
            for j in _Case(Group(tuple(self.outcomes), self.why), self.sources)._settled_or_single():
                yield replace(j, disputes=j.disputes + noted)
        yield from self._apart(groups, tuple(self._by_template(groups)))

    def _settled_or_single(self) -> Iterator[Judged]:
        if len(self.claims) == 1:
            yield Judged(self.claims, "single", (), self.why)
        else:
            yield from self._settled()

    def _settled(self) -> Iterator[Judged]:
        drift = tuple(self._drifts())
        if len(self.clusters) == 1:
            yield self._whole(drift)
            return
        parts = self._parts()
        if len(parts) > 1:  # figures far apart under one key are facts of their own, each judged alone
            for part in parts:
                yield from _Case(Group(part, self.why), self.sources)._among_others()
            return
        held = self._held()
        if len(held) > 1 and all(len(indexes) == 1 for indexes in held.values()) and self._same_time():
            disputes = self._between()
        else:
            disputes = self._within(held)
        yield from self._apart(self.clusters, disputes, tuple(d for d in drift if not self._settled_by(d, disputes)))

    def _settled_by(self, drift: Dispute, disputes: Sequence[Dispute]) -> bool:
        """Whether bounds that drift stand beside exact figures that are in dispute already: one finding is enough."""
        where = {id(s): i for i, group in enumerate(self.clusters) for s in group}
        mine = {where[id(s)] for side in drift.sides for s in side}
        told = ({where[id(s)] for side in d.sides for s in side} for d in disputes)
        return len(mine) > 1 and any(mine <= theirs for theirs in told)

    def _among_others(self) -> Iterator[Judged]:
        """Like `_settled`, but the key is coarse: a difference must be tiny, or documents share another figure."""
        if len(self.claims) == 1 or len(self.clusters) == 1:
            yield from self._settled_or_single()
            return
        shared = any(group.documents > 1 for group in self.clusters)
        for judged in self._settled():
            kept = tuple(
                replace(d, sure=d.sure and bool(d.why)) for d in judged.disputes if d.why or shared or next_to(d)
            )
            if kept or not judged.disputes:
                yield replace(judged, disputes=kept)
            else:
                mine = {c.id for c in judged.claims}
                yield from self._apart([g for g in self.clusters if g.stands[0].claims[0].id in mine], ())

    def _parts(self) -> list[tuple[Claim, ...]]:
        """The claims by neighbourhood: clusters that could be one figure, or stand in one sentence, belong together."""
        root = list(range(len(self.clusters)))
        frames = [{n for c in claims_of(group) for n in self.frames.get(c.id, ())} for group in self.clusters]
        leads = [group.leading[0].reading for group in self.clusters]
        for i in range(len(root)):
            for j in range(max(0, i - MANY), i):
                old, new = _root(root, i), _root(root, j)
                if old != new and (near(leads[i], leads[j]) or frames[i] & frames[j]):
                    root[old] = new
        part = {c.id: _root(root, i) for i, group in enumerate(self.clusters) for c in claims_of(group)}
        found: dict[int, list[Claim]] = defaultdict(list)
        for c in self.outcomes:
            found[part[c.id]].append(c)
        return [tuple(found[r]) for r in sorted(found)]

    def _whole(self, disputes: tuple[Dispute, ...]) -> Judged:
        verdict = verdict_of(self.claims, disputes)
        return Judged(self.claims, verdict, disputes or tuple(self._cuts()), self.why)

    def _cuts(self) -> Iterator[Dispute]:
        """A coarser figure that was cut from a finer one instead of rounded: no clash, worth a note."""
        for group in self.clusters:
            for x, y in combinations(group.leading, 2):
                level = compare_readings(x.reading, y.reading)
                if level.rule and level.outcome == "compatible":
                    yield Dispute(((x,), (y,)), level, sure=False)
                    return

    def _apart(
        self, groups: Sequence[Cluster], disputes: tuple[Dispute, ...], beside: tuple[Dispute, ...] = ()
    ) -> Iterator[Judged]:
        """One fact for each cluster, but for those that a dispute ties together; what is `beside` ties nothing."""
        root = list(range(len(groups)))
        where = {id(s): i for i, group in enumerate(groups) for s in group}
        for d in disputes:
            hit = {_root(root, where[id(s)]) for side in d.sides for s in side}
            first = min(hit)
            for i in hit:
                root[i] = first
        fact = {c.id: _root(root, i) for i, group in enumerate(groups) for c in claims_of(group)}
        claims: dict[int, list[Claim]] = defaultdict(list)
        for c in self.claims:
            if c.id in fact:
                claims[fact[c.id]].append(c)
        told: dict[int, list[Dispute]] = defaultdict(list)
        for d in (*disputes, *beside):
            told[fact[d.sides[0][0].claims[0].id]].append(d)
        for r in sorted(claims):
            yield Judged(tuple(claims[r]), verdict_of(claims[r], told[r]), tuple(told[r]), self.why)

    def _held(self) -> dict[str, set[int]]:
        """For each document the clusters it holds; a bound that another of its readings satisfies is none."""
        found: dict[str, set[int]] = defaultdict(set)
        readings: dict[str, list[tuple[int, Reading]]] = defaultdict(list)
        for i, group in enumerate(self.clusters):
            for stand in group:
                for source in stand.sources:
                    readings[source].append((i, stand.reading))
        for source, held in readings.items():
            found[source] = {i for i, r in held if not _covered(r, i, held)} or {held[0][0]}
        return found

    def _between(self) -> tuple[Dispute, ...]:
        """Every document makes one reading: what differs is one dispute, but for what is not even near."""
        found = list(self._by_template(self.clusters))
        tied = {id(s) for d in found for side in d.sides for s in side}
        ranked = sorted(self.clusters, key=lambda group: group.rank)
        first, days = ranked[0].leading[0].reading, moments(ranked[0])
        kept = [
            g
            for g in ranked
            if g is ranked[0]
            or any(id(s) in tied for s in g)
            or (near(first, g.leading[0].reading) and not other_moment(days, moments(g)))
        ]
        dispute = dispute_of(kept, sure=True, why=found[0].why if found else ())
        return (dispute,) if dispute else ()

    def _within(self, held: Mapping[str, set[int]]) -> tuple[Dispute, ...]:
        """Documents hold several readings: what differs needs something that ties it together."""
        disputes = list(self._by_template(self.clusters))
        done = {id(s) for d in disputes for side in d.sides for s in side}
        for extra in (self._left_over(held), *self._slips(held), self._inside(held)):
            mine = {id(s) for side in extra.sides for s in side} if extra else set()
            if extra and not mine & done:
                disputes.append(extra)
                done |= mine
        return tuple(disputes)

    def _same_time(self) -> bool:
        """Undated figures are of one time only when the documents are."""
        if any(c.period for c in self.claims):
            return True
        days = [s.published for c in self.claims if (s := self.sources.get(c.source)) and s.published]
        return not days or max(days) - min(days) <= _FAR

    def _by_template(self, groups: Sequence[Cluster]) -> Iterator[Dispute]:
        """Documents that print the same sentence with another figure speak of the same fact."""
        found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for i, group in enumerate(groups):
            for c in claims_of(group):
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
        a, b = (self.clusters[i] for s in odd for i in left[s])
        alike = near(a.leading[0].reading, b.leading[0].reading)
        return dispute_of((a, b), sure=False, why=("其余数字两文一致",)) if alike else None

    def _slips(self, held: Mapping[str, set[int]]) -> Iterator[Dispute]:
        """A lone figure that is a slip of the pen away from one that other documents state."""
        stated: Counter[int] = Counter(i for s in held.values() for i in s)
        shared = [group for i, group in enumerate(self.clusters) if stated[i] > 1][:MANY]
        for i, lone in enumerate(self.clusters):
            if stated[i] != 1:
                continue
            for other in shared:
                if causes.slip(lone.leading[0].reading, other.leading[0].reading):
                    dispute = dispute_of((lone, other), sure=False, why=("他文多处作另一数",))
                    if dispute:
                        yield dispute
                    break

    def _inside(self, held: Mapping[str, set[int]]) -> Dispute | None:
        """Two readings in one document, every facet of both stated, and a reason to think them one figure.

        Writers seldom contradict themselves, but often speak of two things in like words: without the same
        sentence, a headline, or a slip of the pen, two figures are two facts.
        """
        if len(held) != 1 or len(self.clusters) != 2 or not all(surely_read(c) for c in self.outcomes):
            return None
        a, b = (claims_of(group) for group in self.clusters)
        if {c.template for c in a if c.template} & {c.template for c in b if c.template}:
            return dispute_of(self.clusters, sure=True, why=(SAME_SENTENCE,))
        lead, other = (group.leading[0].reading for group in self.clusters)
        if all(map(setting.of_a_part, a)) != all(map(setting.of_a_part, b)):
            return None  # 超2300人受伤…，其中某地1670人: a part is not the whole
        titled = {"headline" in c.flags for c in a} ^ {"headline" in c.flags for c in b} == {True, False}
        if titled and near(lead, other):
            return dispute_of(self.clusters, sure=True, why=("标题与正文",))
        return dispute_of(self.clusters, sure=True) if causes.slip(lead, other) else None

    def _drifts(self) -> Iterator[Dispute]:
        """Bounds of one kind that all hold at once but read as different numbers."""
        for kind in sorted(BOUNDS):
            same = [s for s in self.stands if s.reading.qualifier == kind]
            apart = drifting(same) if len(same) > 1 else None
            if apart and self._same_time() and across(apart):
                yield apart


def _root(parent: list[int], i: int) -> int:
    """The root of `i` in a forest of parents, the way there made shorter."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _covered(r: Reading, index: int, held: Sequence[tuple[int, Reading]]) -> bool:
    """Whether a loose reading of a document is satisfied by a reading of it on another side."""
    if r.qualifier == "exact":
        return False
    others = [o for i, o in held if i != index and (o.qualifier == "exact" or r.qualifier == "order")]
    return any(compare_readings(r, o).outcome in ("agree", "compatible") for o in others)


def _ordered(claims: Sequence[Claim], order: Mapping[str, int]) -> tuple[Claim, ...]:
    """The claims in document order; the check first, for they mostly are."""
    numbers = [number or 0 for number in map(order.get, map(_SOURCE, claims))]
    if all(map(lt, numbers, numbers[1:])):
        return tuple(claims)
    places = [(number, c.start) for number, c in zip(numbers, claims, strict=True)]
    if places == sorted(places):  # several of one document
        return tuple(claims)
    return tuple(sorted(claims, key=lambda c: (order.get(c.source, 0), c.start, c.end)))
