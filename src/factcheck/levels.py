"""How two readings of one fact compare: an ordered list of levels, the first that matches wins.

The printed precision decides. Two figures printed to the same digit must be equal; two printed to
different digits must have rounding intervals that meet; bounds that logically allow both but read
as different numbers are a tension, not a conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from factcheck import interval as iv
from factcheck.interval import Interval
from factcheck.model import Claim, Measure, Qualifier
from factcheck.quantity import COUNTERS

Outcome = Literal["apart", "agree", "compatible", "tension", "conflict"]
BOUNDS: frozenset[Qualifier] = frozenset({"over", "under"})
_ONE = Decimal(1)
_NEAR = Decimal("0.85")  # of a round bound, from which on a figure is said to be near it


@dataclass(frozen=True, slots=True)
class Reading:
    """What a claim's words allow, stripped of where it stands; equal readings are one."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal | None  # unit of the last printed digit, base units
    qualifier: Qualifier
    unit: str
    measure: Measure
    decimals: bool  # printed with a decimal point, so that trailing zeros count

    @property
    def span(self) -> Interval:
        """The interval; open where it comes from rounding, since the edge belongs to neither neighbour."""
        low, high = self.low, self.high
        if low is not None and high is not None and low >= high:
            return iv.point(low) if self.value is None or low == high else iv.point(self.value)
        rounded = self.qualifier == "exact" and low is not None and high is not None
        return Interval(low, high, rounded, rounded)

    @property
    def counted(self) -> bool:
        """A plain count: one number only, no rounding."""
        return self.low is not None and self.low == self.high

    @property
    def digit(self) -> Decimal:
        """Worth of the last significant digit: 1e11 for 8000亿, 1e3 for 2.6万."""
        if self.value is None or self.value == 0:
            return self.step or _ONE
        if self.decimals and self.step:
            return self.step
        exponent = self.value.normalize().as_tuple().exponent
        return _ONE.scaleb(int(exponent))


def reading(claim: Claim) -> Reading:
    """The reading of a claim."""
    decimals = "." in claim.text or "．" in claim.text or "点" in claim.text.replace("百分点", "")
    unit = "个" if claim.unit in COUNTERS else claim.unit
    return Reading(claim.value, claim.low, claim.high, claim.step, claim.qualifier, unit, claim.measure, decimals)


class Level(NamedTuple):
    """One level: its name, when it holds, what follows, and the rule that raises it ("" for none)."""

    name: str
    holds: Callable[[Reading, Reading], bool]
    outcome: Outcome
    rule: str


def compare_readings(a: Reading, b: Reading) -> Level:
    """The first level that holds; symmetric in its arguments."""
    for level in LEVELS:
        if level.holds(a, b):
            return level
    raise AssertionError("the last level is Else")


def cut(value: Decimal, step: Decimal, rounding: str = ROUND_DOWN) -> Decimal:
    """`value` to a whole number of `step`s, towards zero unless told otherwise."""
    return (value / step).quantize(_ONE, rounding=rounding) * step


def _other_unit(a: Reading, b: Reading) -> bool:
    return a.unit != b.unit


def _same(a: Reading, b: Reading) -> bool:
    if a.qualifier != b.qualifier or a.value != b.value:
        return False
    return a.value is not None or (a.low, a.high) == (b.low, b.high)


def _both_exact(a: Reading, b: Reading) -> bool:
    return a.qualifier == b.qualifier == "exact" and a.value is not None and b.value is not None


def _ranks_apart(a: Reading, b: Reading) -> bool:
    return a.measure == "rank" and b.measure == "rank" and _both_exact(a, b)


def _order(a: Reading, b: Reading) -> bool:
    return "order" in (a.qualifier, b.qualifier)


def _meet(a: Reading, b: Reading) -> bool:
    return iv.overlap(a.span, b.span)


def _order_meets(a: Reading, b: Reading) -> bool:
    return _order(a, b) and _meet(a, b)


def _bounds_alike(a: Reading, b: Reading) -> bool:
    return a.qualifier == b.qualifier and a.qualifier in BOUNDS


def _milestones(a: Reading, b: Reading) -> bool:
    """超2万 and 超2.6万: the coarser bound is what is left of the finer one at its own digits."""
    if not _bounds_alike(a, b) or a.value is None or b.value is None:
        return False
    coarse, fine = (a, b) if a.digit >= b.digit else (b, a)
    assert coarse.value is not None
    assert fine.value is not None
    if coarse.digit <= fine.digit or (coarse.value < 0) != (fine.value < 0):
        return False
    towards = ROUND_FLOOR if a.qualifier == "over" else ROUND_CEILING
    if a.qualifier == "under" and abs(fine.value) < abs(coarse.value) * _NEAR:
        return False  # 近150 is not what others call 近200
    return cut(abs(fine.value), coarse.digit, towards) == abs(coarse.value)  # 下降超2% is a bound on its size


def _same_precision(a: Reading, b: Reading) -> bool:
    return _both_exact(a, b) and a.step == b.step and a.step is not None


def _last_digit(a: Reading, b: Reading) -> bool:
    if not _same_precision(a, b) or a.counted or b.counted:
        return False
    assert a.value is not None
    assert b.value is not None
    return abs(a.value - b.value) == a.step


def _round_figure(a: Reading, b: Reading) -> bool:
    """One is printed as a round number (two zeros or more at its end) to which the other rounds."""
    if not _both_exact(a, b) or a.measure == "streak":
        return False
    one, other = a.digit, b.digit
    coarse, fine, digit = (a, b, one) if one >= other else (b, a, other)
    if coarse.step is None or coarse.value is None or fine.value is None or digit < coarse.step * 100:
        return False
    return coarse.value in (cut(fine.value, digit), cut(fine.value, digit, ROUND_HALF_UP))


def _truncated(a: Reading, b: Reading) -> bool:
    """The finer one, cut to the digits of the coarser, equals it: 9.97 from 9.978."""
    return _brought_to(a, b, ROUND_DOWN)


def _half_up(a: Reading, b: Reading) -> bool:
    """The finer one is half a step below the coarser, which schools round up: 187450人 is 18.75万人."""
    return _brought_to(a, b, ROUND_HALF_UP)


def _brought_to(a: Reading, b: Reading, rounding: str) -> bool:
    """Whether the finer of two exact figures, brought to the digits of the coarser, equals it."""
    if not _both_exact(a, b) or a.step is None or b.step is None or a.step == b.step:
        return False
    coarse, fine = (a, b) if a.step > b.step else (b, a)
    assert coarse.step is not None
    assert fine.value is not None
    return cut(fine.value, coarse.step, rounding) == coarse.value


def _loose(a: Reading, b: Reading) -> bool:
    """At least one is an approximation, or both are bounds: disjoint, but nobody stated a number exactly."""
    return "approx" in (a.qualifier, b.qualifier) or (a.qualifier in BOUNDS and b.qualifier in BOUNDS)


def _always(a: Reading, b: Reading) -> bool:
    return True


LEVELS: tuple[Level, ...] = (
    Level("other unit", _other_unit, "apart", ""),
    Level("same reading", _same, "agree", ""),
    Level("ranks apart", _ranks_apart, "conflict", "FC104"),
    Level("magnitudes meet", _order_meets, "compatible", ""),
    Level("magnitudes apart", _order, "tension", "FC103"),
    Level("milestones", _milestones, "compatible", ""),
    Level("thresholds drift", _bounds_alike, "tension", "FC102"),
    Level("last digit apart", _last_digit, "tension", "FC113"),
    Level("round figure against precise", lambda a, b: _round_figure(a, b) and not _meet(a, b), "tension", "FC113"),
    Level("same precision, other value", _same_precision, "conflict", "FC101"),
    Level("ranges meet", _meet, "compatible", ""),
    Level("half rounded up", _half_up, "compatible", ""),
    Level("cut, not rounded", _truncated, "compatible", "FC304"),
    Level("loose and apart", _loose, "tension", "FC103"),
    Level("else", _always, "conflict", "FC101"),
)
