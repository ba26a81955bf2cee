"""When sides of a fact differ: the dispute, how grave it is, and what ties its claims to one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from factcheck import causes
from factcheck.levels import Level, Reading, compare_readings
from factcheck.model import Claim, Verdict
from factcheck.sweep import GRAVE, MANY, Stand, claims_of, leading, rank, support

_MOMENT = timedelta(days=7)  # stocks and running totals further apart in time may differ
_POINTS = 10  # percent apart at most, where the figures are small
FORECAST = Level("forecast against outcome", lambda a, b: True, "compatible", "FC303")
_RETOLD = Level("same sentence, other figure", lambda a, b: True, "tension", "FC114")
SAME_SENTENCE = "同一句话，只有数字不同"


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


def dispute_of(groups: Sequence[Sequence[Stand]], *, sure: bool, why: tuple[str, ...] = ()) -> Dispute | None:
    """The sides that really clash, each without the readings that go with every other side."""
    if len(groups) < 2:
        return None
    ranked = sorted((list(g) for g in groups), key=rank)
    graves: list[Level] = []
    keep: list[tuple[Stand, ...]] = []
    for i, side in enumerate(ranked):
        others = [s for j, g in enumerate(ranked) if j != i for s in leading(g)][: MANY * MANY]
        clashing = []
        for stand in side:
            worst = max((compare_readings(stand.reading, o.reading) for o in others), key=lambda v: GRAVE[v.outcome])
            if GRAVE[worst.outcome] > 1:
                clashing.append(stand)
                graves.append(worst)
        if clashing:
            keep.append(tuple(sorted(clashing, key=support)))
    if len(keep) < 2:
        return None
    return Dispute(tuple(keep), max(graves, key=lambda v: GRAVE[v.outcome]), sure, why)


def retelling(several: Sequence[Stand]) -> Dispute | None:
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
        tuple((s,) for s in keep), max(graves, key=lambda v: GRAVE[v.outcome]), sure=True, why=(SAME_SENTENCE,)
    )


def _retold_level(a: Reading, b: Reading) -> Level | None:
    level = compare_readings(a, b)
    if GRAVE[level.outcome] > 1:
        return level
    alike = level.outcome == "apart" or (a.value, a.low, a.high) == (b.value, b.low, b.high)
    if alike or a.step is None or a.step != b.step or (a.value is not None and a.value == b.value):
        return None
    return _RETOLD


def drifting(same: Sequence[Stand]) -> Dispute | None:
    """The bounds that clash with at least one other, as sides of one bound each."""
    pairs = [(x, y) for i, x in enumerate(same) for y in (same[i + 1 :] if len(same) <= MANY else same[i + 1 : i + 2])]
    clash = [
        (x, y, level)
        for x, y in pairs
        if (level := compare_readings(x.reading, y.reading)).outcome == "tension" and near([x], [y])
    ]
    if not clash:
        return None
    keep = {id(s) for x, y, _ in clash for s in (x, y)}
    apart = sorted((s for s in same if id(s) in keep), key=support)
    return Dispute(tuple((s,) for s in apart), clash[0][2], sure=True)


def covers(held: Dispute, other: Dispute) -> bool:
    """Whether a dispute that counts already sets the readings of another against each other."""
    if held.level.outcome == "compatible":
        return False
    where = {c.id: i for i, side in enumerate(held.sides) for c in claims_of(side)}
    places = [{where.get(c.id) for c in claims_of(side)} for side in other.sides]
    return all(None not in p for p in places) and len({frozenset(p) for p in places}) == len(places)


def across(dispute: Dispute) -> bool:
    """Whether documents differ: one that holds every bound itself knows what it does."""
    return len({frozenset(c.source for c in claims_of(side)) for side in dispute.sides}) > 1


def next_to(dispute: Dispute) -> bool:
    """Whether the readings of a dispute are within one in a hundred of each other."""
    values = [s.reading.value for side in dispute.sides for s in leading(side)[:1]]
    if any(v is None for v in values):
        return False
    low, high = min(abs(v) for v in values if v is not None), max(abs(v) for v in values if v is not None)
    return high <= low * Decimal("1.01")


def near(a: Sequence[Stand], b: Sequence[Stand]) -> bool:
    """Whether two sides can be one figure told differently: within a factor of two, or a slip of the pen apart.

    One key and figures further apart, in other sentences, are two facts under one name.
    """
    x, y = leading(a)[0].reading, leading(b)[0].reading
    if x.measure == "rank" or any(causes.slip(x, y, least) in found for least, found in causes.SLIPS):
        return True
    p, q = x.value, y.value
    if p is None or q is None:
        return True
    if (p < 0) != (q < 0):
        return p == -q or x.measure in ("growth", "change")
    few, many = sorted((abs(p), abs(q)))
    return many <= 2 * few or (x.unit in ("%", "百分点") and many - few <= _POINTS)


def other_moment(a: Sequence[Stand], b: Sequence[Stand]) -> bool:
    """Whether two sides are counts at different moments: a stock or a running total moves on."""
    days = []
    for side in (a, b):
        periods = [c.period for c in claims_of(side)]
        if any(p is None or p.kind != "instant" for p in periods):
            return False
        days.append({p.end for p in periods if p})
    return min(abs(x - y) for x in days[0] for y in days[1]) > _MOMENT


def surely_read(claim: Claim) -> bool:
    """Whether every facet of a claim was read surely."""
    return "sure" in claim.flags


def verdict_of(claims: Sequence[Claim], disputes: Sequence[Dispute]) -> Verdict:
    """What the claims of one fact, with its disputes, come to."""
    grave = {d.level.outcome for d in disputes}
    if grave & {"conflict", "tension"}:
        return "conflict" if "conflict" in grave else "tension"
    if len(claims) == 1:
        return "single"
    first = claims[0]
    alike = all(c.value == first.value and c.qualifier == first.qualifier for c in claims)
    return "agree" if alike and first.value is not None else "compatible"
