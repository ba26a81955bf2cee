"""Which claims a finding lists where a fact is stated by very many documents: some of every kind, and how many not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from factcheck import naming
from factcheck.disputes import Dispute
from factcheck.model import Claim, Source
from factcheck.sweep import Stand

A_SIDE = 200  # claims that a finding lists of one side
IN_ALL = 2_000  # claims that it lists in all, of the best supported sides first


class Listing:
    """Shortens disputes; a reading that many disputes share is looked through once."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.short: dict[int, tuple[Stand, Stand]] = {}  # by the identity of the whole, which is kept alive with it

    def shortened(self, dispute: Dispute) -> tuple[Dispute, int]:
        """The dispute with the claims that its finding lists, and how many it leaves out."""
        whole = sum(len(stand.claims) for side in dispute.sides for stand in side)
        if whole <= A_SIDE:
            return dispute, 0
        sides: list[tuple[Stand, ...]] = []
        listed = 0
        for side in dispute.sides:
            if listed >= IN_ALL:
                break
            sides.append(tuple(self._some(side)))
            listed += sum(len(stand.claims) for stand in sides[-1])
        return (replace(dispute, sides=tuple(sides)), whole - listed) if listed < whole else (dispute, 0)

    def _some(self, side: tuple[Stand, ...]) -> Iterator[Stand]:
        room = A_SIDE
        for stand in side:
            if room <= 0:
                return
            short = self._short(stand)
            yield short if len(short.claims) <= room else replace(short, claims=short.claims[:room])
            room -= len(short.claims)

    def _short(self, stand: Stand) -> Stand:
        if len(stand.claims) <= A_SIDE:
            return stand
        if id(stand) not in self.short:
            self.short[id(stand)] = (stand, replace(stand, claims=self._kinds_first(stand)))
        return self.short[id(stand)][1]

    def _kinds_first(self, stand: Stand) -> tuple[Claim, ...]:
        """One claim of every kind that causes and severity may look at, then others, by document; as many as fit."""
        ordered = sorted(stand.claims, key=self._place)
        first: dict[object, Claim] = {}
        for c in ordered:
            source = self.sources.get(c.source)
            published = source.published if source else None
            first.setdefault((c.key, c.basis, c.scope, c.period, c.flags, c.indicator, published), c)
        kinds = list(first.values())[:A_SIDE]
        taken = {c.id for c in kinds}
        others = [c for c in ordered[: 2 * A_SIDE] if c.id not in taken]
        return tuple(sorted([*kinds, *others][:A_SIDE], key=self._place))

    def _place(self, claim: Claim) -> tuple[str, int]:
        source = self.sources.get(claim.source)
        return naming.identity(source) if source else claim.source, claim.start
