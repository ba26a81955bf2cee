from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import interval as iv
from factcheck.interval import Interval

D = Decimal
numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(numbers), draw(numbers)))
    shape = draw(st.integers(0, 3))
    if low == high:
        return iv.point(low)
    return Interval(None if shape == 1 else low, None if shape == 2 else high, shape == 3, shape == 3)


def inside(a: Interval, x: D) -> bool:
    above = a.low is None or a.low < x or (a.low == x and not a.open_low)
    return above and (a.high is None or x < a.high or (a.high == x and not a.open_high))


@pytest.mark.parametrize(
    ("a", "b", "meets"),
    [
        (iv.around(D("68.2"), D("0.1")), iv.around(D("68.4"), D("0.1")), False),
        (iv.around(D("68.2"), D("0.1")), iv.around(D("68.3"), D("0.1")), False),  # they only touch at 68.25
        (iv.around(D("43"), D(1)), iv.around(D("43.0"), D("0.1")), True),
        (Interval(D(5), None), iv.point(D(5)), True),
        (Interval(D(5), None), iv.around(D("4.5"), D(1)), False),
        (Interval(None, D(300)), Interval(D(300), None), True),
        (Interval(), iv.point(D(-3)), True),
    ],
)
def test_overlap(a: Interval, b: Interval, meets: bool) -> None:
    assert iv.overlap(a, b) is meets
    assert iv.overlap(b, a) is meets


def test_empty_intervals_are_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Interval(D(2), D(1))
    with pytest.raises(ValueError, match="empty"):
        Interval(D(2), D(2), True)
    with pytest.raises(ValueError, match="no interval"):
        iv.hull([])


def test_division_by_what_may_be_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        iv.divide(iv.point(D(1)), Interval(D(-1), D(1)))


def test_share_of_two_rounded_levels() -> None:
    share = iv.divide(iv.around(D("1.67"), D("0.01")), iv.around(D("3.87"), D("0.01")))
    assert share.low is not None
    assert share.high is not None
    assert D("0.42967") < share.low < D("0.42968")
    assert D("0.43337") < share.high < D("0.43338")


def test_root_holds_the_true_root() -> None:
    root = iv.root(iv.point(D(2)), 5)
    assert root.low is not None
    assert root.high is not None
    with localcontext(prec=200):
        assert root.low**5 < 2 < root.high**5
    assert root.high - root.low < D("1e-28")
    with pytest.raises(ValueError, match="negative"):
        iv.root(Interval(D(-1), D(1)), 2)


@given(intervals(), intervals())
def test_overlap_and_gap_are_symmetric(a: Interval, b: Interval) -> None:
    assert iv.overlap(a, b) == iv.overlap(b, a)
    assert iv.gap(a, b) == iv.gap(b, a)
    assert (iv.intersection(a, b) is not None) == iv.overlap(a, b)


@given(intervals(), intervals(), numbers)
def test_a_hull_holds_what_its_parts_hold(a: Interval, b: Interval, x: D) -> None:
    for number in (x, a.low, a.high, b.low, b.high):
        if number is not None and (inside(a, number) or inside(b, number)):
            assert inside(iv.hull([a, b]), number)


@given(intervals(), intervals(), st.decimals(0, 100, places=1))
def test_widening_never_ends_an_overlap(a: Interval, b: Interval, by: D) -> None:
    wider = Interval(None if a.low is None else a.low - by, None if a.high is None else a.high + by)
    assert iv.overlap(wider, b) or not iv.overlap(a, b)


@settings(max_examples=60)
@given(numbers, numbers, numbers, numbers)
def test_arithmetic_holds_every_result(p: D, q: D, r: D, s: D) -> None:
    a, b = Interval(min(p, q), max(p, q)), Interval(min(r, s), max(r, s))
    for x in (p, q, (p + q) / 2):
        for y in (r, s, (r + s) / 2):
            assert inside(iv.add(a, b), x + y)
            assert inside(iv.subtract(a, b), x - y)
            assert inside(iv.multiply(a, b), x * y)
