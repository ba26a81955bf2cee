"""When sides of a fact differ: the dispute, how grave it is, and what ties its claims to one fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from factcheck import causes
from factcheck.levels import Level, Reading, compare_readings
from factcheck.model import Claim, Verdict
from factcheck.sweep import GRAVE, MANY, Cluster, Stand, claims_of, gravest

_MOMENT = timedelta(days=7)  # stocks and running totals further apart in time may differ
_RIVALS = MANY * MANY  # readings of other clusters that one is compared with
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


def dispute_of(groups: Sequence[Cluster], *, sure: bool, why: tuple[str, ...] = ()) -> Dispute | None:
    """The clusters that really clash, each without the readings that go with every other one."""
    if len(groups) < 2:
        return None
    ranked = sorted(groups, key=lambda g: g.rank)
    first = ranked[: _RIVALS + 1]  # enough, with one cluster left out
    leads = [(i, s) for i, g in enumerate(first) for s in g.leading]
    leading = [s for _, s in leads[:_RIVALS]]
    found: Level | None = None
    keep: list[tuple[Stand, ...]] = []
    for i, group in enumerate(ranked):
        others = [s for j, s in leads if j != i][:_RIVALS] if i < len(first) else leading
        clashing = []
        for stand in group:
            worst = gravest(compare_readings(stand.reading, o.reading) for o in others)
            if worst and GRAVE[worst.outcome] > 1:
                clashing.append(stand)
                found = gravest((found, worst) if found else (worst,))
        if clashing:
            keep.append(tuple(sorted(clashing, key=lambda s: s.support)))
    return Dispute(tuple(keep), found, sure, why) if found and len(keep) > 1 else None


def retelling(several: Sequence[Stand]) -> Dispute | None:
    """The dispute of readings, sorted by support, that stand in one sentence; None where one rounds another."""
    keep: list[Stand] = []
    found: Level | None = None
    for stand in several:
        others = [o for o in several[: _RIVALS + 1] if o is not stand]
        worst = gravest(level for o in others if (level := _retold_level(stand.reading, o.reading)))
        if worst:
            keep.append(stand)
            found = gravest((found, worst) if found else (worst,))
    if len(keep) < 2 or found is None:
        return None
    return Dispute(tuple((s,) for s in keep), found, sure=True, why=(SAME_SENTENCE,))


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
        if (level := compare_readings(x.reading, y.reading)).outcome == "tension" and near(x.reading, y.reading)
    ]
    if not clash:
        return None
    keep = {id(s) for x, y, _ in clash for s in (x, y)}
    apart = sorted((s for s in same if id(s) in keep), key=lambda s: s.support)
    return Dispute(tuple((s,) for s in apart), clash[0][2], sure=True)


def across(dispute: Dispute) -> bool:
    """Whether documents differ: one that holds every bound itself knows what it does."""
    return len({frozenset(c.source for c in claims_of(side)) for side in dispute.sides}) > 1


def next_to(dispute: Dispute) -> bool:
    """Whether the readings of a dispute are within one in a hundred of each other."""
    values = [side[0].reading.value for side in dispute.sides]
    if any(v is None for v in values):
        return False
    low, high = min(abs(v) for v in values if v is not None), max(abs(v) for v in values if v is not None)
    return high <= low * Decimal("1.01")


def near(x: Reading, y: Reading) -> bool:
    """Whether two readings can be one figure told differently: within a factor of two, or a slip of the pen apart.

    One key and figures further apart, in other sentences, are two facts under one name.
    """
    p, q = x.value, y.value
    if x.measure == "rank" or p is None or q is None or _alike(x, p, q):
        return True
    return causes.likely_slip(x, y)


def _alike(x: Reading, p: Decimal, q: Decimal) -> bool:
    if (p < 0) != (q < 0):
        return p == -q or x.measure in ("growth", "change")
    few, many = sorted((abs(p), abs(q)))
    return many <= 2 * few or (x.unit in ("%", "百分点") and many - few <= _POINTS)


def moments(group: Cluster) -> tuple[date, ...]:
    """The days at which a cluster counts, sorted; none unless every claim is a count at some moment."""
    days = set()
    for c in claims_of(group):
        if c.period is None or c.period.kind != "instant":
            return ()
        days.add(c.period.end)
    return tuple(sorted(days))


def other_moment(some: Sequence[date], others: Sequence[date]) -> bool:
    """Whether two clusters are counts at different moments: a stock or a running total moves on."""
    return bool(some and others) and causes.apart(some, others) > _MOMENT


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
