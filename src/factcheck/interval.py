"""Exact intervals: what the words of a figure allow, and arithmetic whose bounds never shrink.

An end that is None is unbounded. An open end is not itself allowed: the rounding interval of 31.2
is open on both sides, since the edge 31.25 is printed 31.2 or 31.3 and proves neither. Sums and
products are rounded outwards at 50 digits, so that a computed interval always holds the true one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final

_DIGITS: Final = 50
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_CEILING)
_INF: Final = Decimal("Infinity")
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers; raises ValueError when it is empty."""

    low: Decimal | None = None
    high: Decimal | None = None
    open_low: bool = False
    open_high: bool = False

    def __post_init__(self) -> None:
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.low == self.high and (self.open_low or self.open_high)):
            raise ValueError(f"empty interval {self.low}..{self.high}")

    @property
    def width(self) -> Decimal | None:
        """Distance of the ends; None when an end is unbounded."""
        return None if self.low is None or self.high is None else self.high - self.low


def point(value: Decimal) -> Interval:
    """The interval of one number."""
    return Interval(value, value)


def around(value: Decimal, step: Decimal) -> Interval:
    """What rounds to `value` when the last printed digit is worth `step`; open at both edges."""
    return Interval(value - step / 2, value + step / 2, True, True)


def precedes(a: Interval, b: Interval) -> bool:
    """Whether every number of `a` lies below every number of `b`."""
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and (a.open_high or b.open_low))


def overlap(a: Interval, b: Interval) -> bool:
    """Whether some number lies in both; symmetric."""
    return not precedes(a, b) and not precedes(b, a)


def gap(a: Interval, b: Interval) -> Decimal:
    """Distance between two intervals, 0 when they meet or touch; symmetric."""
    if precedes(a, b) and a.high is not None and b.low is not None:
        return b.low - a.high
    if precedes(b, a) and b.high is not None and a.low is not None:
        return a.low - b.high
    return Decimal(0)


def hull(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all of them; raises ValueError for none."""
    items = list(intervals)
    if not items:
        raise ValueError("hull of no interval")
    lows = [_low(i) for i in items]
    highs = [_high(i) for i in items]
    low, high = min(lows), max(highs)
    return Interval(
        None if low == -_INF else low,
        None if high == _INF else high,
        all(i.open_low for i, edge in zip(items, lows, strict=True) if edge == low),
        all(i.open_high for i, edge in zip(items, highs, strict=True) if edge == high),
    )


def intersection(a: Interval, b: Interval) -> Interval | None:
    """What both allow; None when nothing is."""
    if not overlap(a, b):
        return None
    low, high = max(_low(a), _low(b)), min(_high(a), _high(b))
    return Interval(
        None if low == -_INF else low,
        None if high == _INF else high,
        any(i.open_low for i in (a, b) if _low(i) == low),
        any(i.open_high for i in (a, b) if _high(i) == high),
    )


def add(a: Interval, b: Interval) -> Interval:
    """Every sum of a number of `a` and one of `b`."""
    return Interval(
        None if a.low is None or b.low is None else _DOWN.add(a.low, b.low),
        None if a.high is None or b.high is None else _UP.add(a.high, b.high),
        a.open_low or b.open_low,
        a.open_high or b.open_high,
    )


def negate(a: Interval) -> Interval:
    """The numbers of `a` with the other sign."""
    return Interval(None if a.high is None else -a.high, None if a.low is None else -a.low, a.open_high, a.open_low)


def subtract(a: Interval, b: Interval) -> Interval:
    """Every difference of a number of `a` and one of `b`."""
    return add(a, negate(b))


def multiply(a: Interval, b: Interval) -> Interval:
    """Every product of a number of `a` and one of `b`; closed, so rather too wide than too narrow."""
    corners = [(x, y) for x in (_low(a), _high(a)) for y in (_low(b), _high(b))]
    low = min(_product(x, y, _DOWN) for x, y in corners)
    high = max(_product(x, y, _UP) for x, y in corners)
    return Interval(None if low == -_INF else low, None if high == _INF else high)


def divide(a: Interval, b: Interval) -> Interval:
    """Every quotient; raises ZeroDivisionError unless `b` lies wholly above or wholly below zero."""
    if b.low is not None and b.low > 0:
        inverse = Interval(Decimal(0) if b.high is None else _DOWN.divide(_ONE, b.high), _UP.divide(_ONE, b.low))
        return multiply(a, inverse)
    if b.high is not None and b.high < 0:
        return divide(negate(a), negate(b))
    raise ZeroDivisionError("division by an interval that may hold zero")


def root(a: Interval, degree: int) -> Interval:
    """The positive `degree`-th roots of a non-negative interval, rounded outwards; ValueError otherwise."""
    if degree < 1 or a.low is None or a.low < 0:
        raise ValueError("root of an interval that may be negative")
    return Interval(_root(a.low, degree, _DOWN), None if a.high is None else _root(a.high, degree, _UP))


def scale(a: Interval, factor: Decimal) -> Interval:
    """The interval in another unit; `factor` above zero, exact in 50 digits."""
    return Interval(
        None if a.low is None else _DOWN.multiply(a.low, factor),
        None if a.high is None else _UP.multiply(a.high, factor),
        a.open_low,
        a.open_high,
    )


def _low(a: Interval) -> Decimal:
    return -_INF if a.low is None else a.low


def _high(a: Interval) -> Decimal:
    return _INF if a.high is None else a.high


def _product(x: Decimal, y: Decimal, context: Context) -> Decimal:
    return Decimal(0) if x == 0 or y == 0 else context.multiply(x, y)  # 0 × unbounded is 0 here: the limit is a corner


def _root(value: Decimal, degree: int, context: Context) -> Decimal:
    if value == 0 or degree == 1:
        return value
    near = Context(prec=_DIGITS + 10).power(value, _DOWN.divide(_ONE, Decimal(degree)))
    # the exponent 1/n is itself rounded: move outwards by far more than that can matter
    margin = context.multiply(near, Decimal(10) ** -30)
    return context.subtract(near, margin) if context.rounding == ROUND_FLOOR else context.add(near, margin)
