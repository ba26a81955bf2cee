"""The checks themselves, without Great Expectations: one rule, cases that break it and cases that keep it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from expectation_cases import about, claim, day, fact, result, sources, year

from factcheck.expectations import checks
from factcheck.expectations.checks import Filter
from factcheck.model import Claim, Skipped
from factcheck.table import claims_frame, facts_frame, ledger_frame

ALL = Filter()


def broken(outcome: checks.Outcome) -> list[tuple[str, ...]]:
    return [breach.claims for breach in outcome.breaches]


@pytest.mark.parametrize(
    ("low", "high", "minimum", "maximum", "breaks"),
    [
        ("68.15", "68.25", "60", "75", False),
        ("75.05", "75.15", "60", "75", True),
        ("74.95", "75.05", "60", "75", False),  # printed 75.0: may be 75
        ("75", "75", "60", "75", False),
        ("59.85", "59.95", "60", "75", True),
        ("50000", None, "0", "60000", False),  # 超5万 says nothing against 6万
        ("60001", None, "0", "60000", True),
        (None, "300", "300", None, False),  # 近300 may be 300
        (None, "299", "300", None, True),
        (None, None, "0", "1", False),
        ("0.30000000000000001", "1", None, "0.3", True),  # the floats are equal
        ("0.3", "1", None, "0.3", False),
    ],
)
def test_between(low: str | None, high: str | None, minimum: str | None, maximum: str | None, breaks: bool) -> None:
    frame = claims_frame(result([claim("c1", low, high, qualifier="approx")]))
    limits = (Decimal(limit) if limit else None for limit in (minimum, maximum))
    assert broken(checks.between(frame, ALL, *limits)) == ([("c1",)] if breaks else [])


def test_between_wants_whole_numbers_on_demand() -> None:
    frame = claims_frame(result([claim("c1", "1", "2", value="1.5"), claim("c2", "2", "2", value="2")]))
    assert broken(checks.between(frame, ALL, Decimal(1), None, whole=True)) == [("c1",)]
    assert broken(checks.between(frame, ALL, Decimal(1), None)) == []


def test_filters_choose_the_records() -> None:
    rows = [
        claim("c1", "1", "1"),
        claim("c2", "1", "1", entity="乙市"),
        claim("c3", "1", "1", indicator="研发投入强度", measure="ratio"),
        claim("c4", "1", "1", entity=None, unit="家", basis="yoy"),
    ]
    frame = claims_frame(result(rows))

    def chosen(**fields: Any) -> list[str]:
        return Filter(**fields).apply(frame)["id"].tolist()

    assert chosen() == ["c1", "c2", "c3", "c4"]
    assert chosen(entity="甲市") == ["c1", "c3"]
    assert chosen(entity="?市", indicator="先进制造业*占*") == ["c1", "c2"]
    assert chosen(measure="ratio") == ["c3"]
    assert chosen(unit="家", basis="yoy") == ["c4"]
    assert chosen(indicator="先进制造业") == []


def test_names_match() -> None:
    frame = claims_frame(result([claim("c1", "1", "1"), claim("c2", "1", "1", indicator="比重")]))
    outcome = checks.names_match(frame, Filter(measure="share"), "^.+占.+$")
    assert (outcome.matched, broken(outcome)) == (2, [("c2",)])
    assert "比重" in outcome.breaches[0].message


def test_units_known() -> None:
    units = ("%", "斛", "元/股", "元/斛", "")
    frame = claims_frame(result([claim(f"c{n}", "1", "1", unit=unit) for n, unit in enumerate(units)]))
    assert broken(checks.units_known(frame, ALL, frozenset({"%", "元", "股"}))) == [("c1",), ("c3",)]


@pytest.mark.parametrize(
    ("period", "published", "breaks"),
    [
        (year(2022, "inherited"), date(2026, 2, 1), True),
        (year(2022, "document"), date(2026, 2, 1), True),
        (year(2022, "stated"), date(2026, 2, 1), False),
        (year(2024, "inherited"), date(2026, 2, 1), False),
        (year(2022, "inherited"), None, False),
        (None, date(2026, 2, 1), False),
        (day("2022-02-28"), date(2024, 2, 29), False),
    ],
)
def test_old_figures_dated(period: Any, published: date | None, breaks: bool) -> None:
    frame = claims_frame(result([claim("c1", "1", "1", period=period)], documents=sources(published)))
    assert broken(checks.old_figures_dated(frame, ALL, 2)) == ([("c1",)] if breaks else [])


def test_years_before_a_leap_day() -> None:
    assert checks.years_before("2024-02-29", 2) == "2022-02-28"


def three(a: str, b: str, second: str = "s2") -> list[Claim]:
    """Two claims about one fact, and a third elsewhere."""
    other = claim("c3", "1", "1", source="s3", indicator="别的")
    return [claim("c1", **about(a)), claim("c2", **about(b), source=second), other]


@pytest.mark.parametrize(
    ("a", "b", "second", "conflict"),
    [
        ("68.2", "68.4", "s2", True),
        ("68.2", "68.3", "s2", True),  # the rounding intervals touch, which no number satisfies
        ("68.2", "68.2", "s2", False),
        ("68.2", "68.4", "s1", False),
    ],
)
def test_facts_agree_on_a_claims_table(a: str, b: str, second: str, conflict: bool) -> None:
    rows = three(a, b, second)
    frame = claims_frame(result(rows, [fact("f1", rows[:2]), fact("f2", rows[2:])]))
    outcome = checks.facts_agree(frame, ALL, ("conflict",))
    assert broken(outcome) == ([("c1", "c2")] if conflict else [])
    assert all(breach.fact == "f1" for breach in outcome.breaches)


def test_only_the_sides_of_a_conflict_are_named() -> None:
    rows = [*three("68.2", "68.4")[:2], claim("c4", "60", None, source="s4", qualifier="over")]
    frame = claims_frame(result(rows, [fact("f1", rows)]))
    assert broken(checks.facts_agree(frame, ALL, ("conflict",))) == [("c1", "c2")]


def test_facts_agree_on_a_facts_table_takes_the_verdict() -> None:
    rows = three("68.2", "68.2")
    facts = [fact("f1", rows[:2], "tension"), fact("f2", rows[2:], "single")]
    frame = facts_frame(result(rows, facts))
    assert broken(checks.facts_agree(frame, ALL, ("conflict",))) == []
    assert broken(checks.facts_agree(frame, ALL, ("conflict", "tension"))) == [("c1", "c2")]


def test_confirmed_by_sources() -> None:
    rows = three("68.2", "68.2")
    facts = [fact("f1", rows[:2], "agree", 2), fact("f2", rows[2:], "single", 1)]
    for frame in (facts_frame(result(rows, facts)), claims_frame(result(rows, facts))):
        assert broken(checks.confirmed(frame, ALL, 2)) == [("c3",)]
        assert broken(checks.confirmed(frame, Filter(indicator="先进*"), 2)) == []
        assert len(checks.confirmed(frame, ALL, 3).breaches) == 2


def test_copies_of_one_source_confirm_nothing() -> None:
    rows = three("68.2", "68.2")
    frame = facts_frame(result(rows, [fact("f1", rows[:2], "agree", count=1)]))
    assert broken(checks.confirmed(frame, ALL, 2)) == [("c1", "c2")]


def test_what_must_be_confirmed_must_be_there() -> None:
    frame = facts_frame(result([]))
    outcome = checks.confirmed(frame, Filter(indicator="研发投入强度"), 2)
    assert (outcome.matched, len(outcome.breaches)) == (0, 1)
    assert "研发投入强度" in outcome.breaches[0].message
    assert checks.confirmed(frame, ALL, 2).breaches == ()


def series(*points: tuple[Any, str], **more: Any) -> list[Claim]:
    return [
        claim(f"c{n}", **about(value), period=period, indicator="研发投入强度", measure="ratio", **more)
        for n, (period, value) in enumerate(points, 1)
    ]


@pytest.mark.parametrize(
    ("values", "rising", "falling"),
    [
        (("5.1", "5.2", "5.5"), [], [("c1", "c2"), ("c2", "c3")]),
        (("5.5", "5.2", "5.2"), [("c1", "c2")], []),
        (("5.2", "5.2", "5.2"), [], []),
    ],
)
def test_monotone(values: tuple[str, ...], rising: list[tuple[str, ...]], falling: list[tuple[str, ...]]) -> None:
    rows = series(*zip((year(2023), year(2024), year(2025)), values, strict=True))
    facts = [fact(f"f{n}", [row], "single") for n, row in enumerate(rows)]
    made = result(tuple(reversed(rows)), facts)
    for frame in (claims_frame(made), facts_frame(made)):
        assert broken(checks.monotone(frame, ALL, rising=True, yearly=True)) == rising
        assert broken(checks.monotone(frame, ALL, rising=False, yearly=True)) == falling


def test_a_bound_that_may_still_rise_is_no_fall() -> None:
    then = claim("c1", "5.15", "5.25", period=year(2024))
    now = claim("c2", "5", None, period=year(2025), qualifier="over")
    assert broken(checks.monotone(claims_frame(result([then, now])), ALL, rising=True, yearly=True)) == []


def test_years_are_compared_with_years_only() -> None:
    quarters = checks.Period("2025-01-01", "2025-09-30", "duration")
    rows = series((year(2024), "5.0"), (year(2025), "5.0"))
    shorter = claim("c9", **about("4.0"), period=year(2025), indicator="研发投入强度", measure="ratio")
    frame = claims_frame(result([*rows, shorter]))
    frame.loc[2, ["period_start", "period_end"]] = [quarters.start, quarters.end]
    assert checks.monotone(frame, ALL, rising=True, yearly=True) == checks.Outcome(1, ())


def test_other_entities_and_gaps_make_no_series() -> None:
    apart = [*series((year(2024), "5.0")), claim("c7", **about("4.0"), entity="乙市", indicator="研发投入强度")]
    assert checks.monotone(claims_frame(result(apart)), ALL, rising=True, yearly=True).matched == 0
    gap = claims_frame(result(series((year(2021), "5.0"), (year(2025), "4.0"))))
    assert checks.monotone(gap, ALL, rising=True, yearly=True).matched == 0
    assert broken(checks.monotone(gap, ALL, rising=True, yearly=False)) == [("c1", "c2")]


@pytest.mark.parametrize(
    ("values", "largest", "relative", "breaks"),
    [
        (("100", "129"), "30", False, False),
        (("100", "131"), "30", False, True),
        (("131", "100"), "30", False, True),
        (("100", "131"), "0.3", True, True),
        (("100", "131"), "0.32", True, False),
        (("100", "130.1"), "30", False, False),  # 100.05 to 130.05 is a step of 30
    ],
)
def test_within_step(values: tuple[str, str], largest: str, relative: bool, breaks: bool) -> None:
    frame = claims_frame(result(series((year(2024), values[0]), (year(2025), values[1]))))
    outcome = checks.within_step(frame, ALL, Decimal(largest), relative, yearly=True)
    assert (outcome.matched, broken(outcome)) == (1, [("c1", "c2")] if breaks else [])


def sectors(*values: str, whole: str = "100") -> list[Claim]:
    names = ("第一产业增加值", "第二产业增加值", "第三产业增加值")
    rows = [
        claim(f"c{n}", **about(value), indicator=name, measure="level", unit="元")
        for n, (name, value) in enumerate(zip(names, values, strict=False), 1)
    ]
    return [*rows, claim("c9", **about(whole), indicator="地区生产总值", measure="level", unit="元")]


PARTS = ("第一产业增加值", "第二产业增加值", "第三产业增加值")


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        (("0.1", "40.0", "59.9"), False),
        (("0.1", "40.0", "60.0"), False),  # rounding explains 0.1
        (("0.1", "40.0", "60.3"), True),
        (("0.1", "40.0", "59.6"), True),
    ],
)
def test_parts_sum(values: tuple[str, ...], breaks: bool) -> None:
    frame = claims_frame(result(sectors(*values)))
    outcome = checks.parts_sum(frame, ALL, PARTS, "地区生产总值", Decimal(0))
    assert (outcome.matched, broken(outcome)) == (1, [("c1", "c2", "c3", "c9")] if breaks else [])
    number = checks.parts_sum(frame, ALL, PARTS, Decimal(100), Decimal(0))
    assert number.matched == 1
    assert checks.parts_sum(frame, ALL, PARTS, "地区生产总值", Decimal(1)).breaches == ()


def test_parts_that_are_not_all_there_are_not_summed() -> None:
    frame = claims_frame(result(sectors("0.1", "40.0")))
    assert checks.parts_sum(frame, ALL, PARTS, "地区生产总值", Decimal(0)) == checks.Outcome(0, ())


def test_an_unbounded_part_can_be_too_much_but_not_too_little() -> None:
    rows = sectors("0.1", "40.0", "60.3")
    rows[2] = claim("c3", "10", None, indicator=PARTS[2], measure="level", unit="元")
    frame = claims_frame(result(rows))
    assert checks.parts_sum(frame, ALL, PARTS, "地区生产总值", Decimal(0)).breaches == ()
    rows[2] = claim("c3", "61", None, indicator=PARTS[2], measure="level", unit="元")
    assert len(checks.parts_sum(claims_frame(result(rows)), ALL, PARTS, "地区生产总值", Decimal(0)).breaches) == 1


def test_ledgered() -> None:
    text = "2025年有12家"
    made = result([], texts={"s1": text}, skipped=[Skipped("s1", 0, 5, "2025年", "date")])
    outcome = checks.ledgered(ledger_frame(made))
    assert (outcome.matched, [breach.identity for breach in outcome.breaches]) == (2, ["稿件1.txt 12"])
