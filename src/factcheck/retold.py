"""One sentence told with several figures: what ties claims together whatever else was read of them.

Across groups, such claims are brought into one; within a group, the facts that they stand in are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from factcheck import wording
from factcheck.disputes import Dispute, Judged, retelling, verdict_of
from factcheck.levels import Reading
from factcheck.model import Claim, Group, Source
from factcheck.sweep import Stand


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
    for found in holders.values():
        if one_sentence([c for _, c in found]):
            target = min((i for i, _ in found), key=lambda i: (-len(groups[i].claims), groups[i].claims[0].key, i))
            moved |= {c.id: target for i, c in found if i != target}
    return carried(groups, moved)


def carried(groups: Sequence[Group], moved: Mapping[str, int]) -> list[Group]:
    """The groups with the claims that `moved` names in the group of that index; those left empty are gone."""
    if not moved:
        return list(groups)
    members: list[list[Claim]] = [[c for c in g.claims if c.id not in moved] for g in groups]
    for g in groups:
        for c in g.claims:
            if c.id in moved:
                members[moved[c.id]].append(c)
    return [Group(tuple(m), g.why) for g, m in zip(groups, members, strict=True) if m]


def one_sentence(claims: Sequence[Claim]) -> bool:
    """Whether claims of one sentence, one a document, give different figures of one kind."""
    first = claims[0]
    return (
        len({c.source for c in claims}) == len(claims) > 1
        and all(c.unit == first.unit for c in claims)
        and len({(c.value, c.low, c.high) for c in claims}) > 1
        and wording.long_enough(first)
    )


def tied(
    judged: Sequence[Judged], everything: Sequence[Stand], frames: Mapping[str, Sequence[str]], claims: Sequence[Claim]
) -> Iterator[Judged]:
    """The facts of a group, those in one where documents print the same sentence with another figure.

    `everything` are the readings of all `claims`, `frames` the names of each claim's sentence.
    """
    ties = _Ties(judged, everything)
    for dispute in _retellings(everything, frames):
        if not ties.cover(dispute):
            ties.add(dispute)
    return ties.facts(claims)


def _retellings(everything: Sequence[Stand], frames: Mapping[str, Sequence[str]]) -> Iterator[Dispute]:
    """Documents that print the very same sentence with another figure to the same digit; every dispute once."""
    found: dict[str, dict[str, list[Stand]]] = defaultdict(lambda: defaultdict(list))
    for stand in everything:
        for c in stand.claims:
            for name in frames.get(c.id, ()):
                found[name][c.source].append(stand)
    seen: set[frozenset[int]] = set()
    for name in sorted(found):
        held = found[name]
        several = {id(s): s for one in held.values() for s in one}
        if len(held) < 2 or len(several) < 2 or any(len(one) > 1 for one in held.values()):
            continue
        if (one := frozenset(several)) not in seen:
            seen.add(one)
            dispute = retelling(sorted(several.values(), key=lambda s: s.support))
            if dispute:
                yield dispute


class _Ties:
    """The facts of a group by number, and the disputes that tie some of them together.

    Works on readings, each of which may stand for any number of claims.
    """

    def __init__(self, judged: Sequence[Judged], everything: Sequence[Stand]) -> None:
        self.judged = list(judged)
        self.root = list(range(len(judged)))  # of a fact: the number of the fact that it became a part of
        self.disputes = {n: list(j.disputes) for n, j in enumerate(judged)}
        self.fact = {c.id: n for n, j in enumerate(judged) for c in j.claims}
        self.facts_of = {s.reading: {self.fact[c.id] for c in s.claims} for s in everything}
        self.sided: dict[Reading, list[Mapping[Reading, _Places]]] = defaultdict(list)  # disputes that count
        for dispute in (d for j in judged for d in j.disputes):
            self._index(dispute)

    def _index(self, dispute: Dispute) -> None:
        if dispute.level.outcome == "compatible":
            return
        places: dict[Reading, _Places] = defaultdict(_Places)
        for i, side in enumerate(dispute.sides):
            for stand in side:
                places[stand.reading].sides.add(i)
                places[stand.reading].claims += len(stand.claims)
        for read in places:
            self.sided[read].append(places)

    def cover(self, dispute: Dispute) -> bool:
        """Whether a dispute that counts already sets the readings of this one, one a side, against each other."""
        several = [side[0] for side in dispute.sides]
        for places in min((self.sided[s.reading] for s in several), key=len):
            if all(s.reading in places and places[s.reading].claims >= len(s.claims) for s in several):
                sides = {frozenset(places[s.reading].sides) for s in several}
                if len(sides) == len(several):
                    return True
        return False

    def add(self, dispute: Dispute) -> None:
        """A dispute more; the facts that it ties together are one."""
        told = {side[0].reading for side in dispute.sides}
        hit = sorted({self._root(n) for read in told for n in self.facts_of[read]})
        number = len(self.root)
        self.root.append(number)
        # what was explained away between the same claims is not
        self.disputes[number] = [
            d
            for n in hit
            for d in self.disputes.pop(n)
            if d.level.outcome != "compatible" or any(s.reading not in told for side in d.sides for s in side)
        ]
        self.disputes[number].append(dispute)
        for n in hit:
            self.root[n] = number
        self._index(dispute)

    def _root(self, n: int) -> int:
        while self.root[n] != n:
            self.root[n] = self.root[self.root[n]]
            n = self.root[n]
        return n

    def facts(self, claims: Sequence[Claim]) -> Iterator[Judged]:
        """The facts as they came to be, `claims` being all of theirs in document order."""
        members: dict[int, list[Claim]] = defaultdict(list)
        for c in claims:
            members[self._root(self.fact[c.id])].append(c)
        for n in sorted(self.disputes):
            if n < len(self.judged):
                yield self.judged[n]
            else:
                disputes, why = tuple(self.disputes[n]), self.judged[0].why
                yield Judged(tuple(members[n]), verdict_of(members[n], disputes), disputes, why)


@dataclass(slots=True)
class _Places:
    """Where a reading stands in a dispute: on which sides, and with how many of its claims."""

    sides: set[int] = field(default_factory=set)
    claims: int = 0
