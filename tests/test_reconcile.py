from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from claims import claim, group, sources, year

from factcheck.compare import compare
from factcheck.model import Claim, Finding, Period
from factcheck.reconcile import equations, operands, plain, reconcile, support

SURE = ("sure",)
NINE_MONTHS = Period(date(2025, 1, 1), date(2025, 9, 30), "duration", "stated")
PLAN = Period(date(2021, 1, 1), date(2025, 12, 31), "duration", "stated")
FOUR = Period(date(2021, 1, 1), date(2024, 12, 31), "duration", "stated")


def say(text: str, name: str, **changes: Any) -> Claim:
    return claim(changes.pop("source", "s1"), text, **{"indicator": name, "flags": SURE} | changes)


def growth(text: str, name: str, **changes: Any) -> Claim:
    return say(text, name, **{"measure": "growth", "basis": "yoy"} | changes)


def run(*claims: Claim) -> list[Finding]:
    docs = sources("s1", "s2")
    facts, findings = compare([group(c) for c in claims], docs)
    assert not findings
    return reconcile(facts, claims, docs)


def tried(*claims: Claim) -> list[tuple[str, bool]]:
    facts, _ = compare([group(c) for c in claims], sources("s1", "s2"))
    return [(e.rule, e.holds) for e in equations(facts, claims)]


PART, WHOLE = say("1.67万亿元", "战略性新兴产业增加值"), say("3.87万亿元", "地区生产总值")
SHARE = "战略性新兴产业增加值占地区生产总值比重"


def test_share() -> None:
    assert tried(PART, WHOLE, say("43.0%", SHARE)) == [("FC401", True)]
    (finding,) = run(PART, WHOLE, say("44.0%", SHARE))
    assert (finding.rule, finding.severity) == ("FC401", "warning")
    assert "1.67万亿元" in finding.cause
    assert "3.87万亿元" in finding.cause
    assert "42.96%至43.34%" in finding.cause
    assert "44.0%" in finding.message
    assert set(finding.claims) >= {PART.id, WHOLE.id}


def test_a_whole_less_than_its_part_is_of_something_else() -> None:
    assert ("FC401", False) not in tried(say("4.1万亿元", PART.indicator), WHOLE, say("43.0%", SHARE))


def test_a_share_of_another_year_or_entity_is_not_tried() -> None:
    assert tried(PART, WHOLE, say("44.0%", SHARE, period=year(2024))) == []
    assert tried(PART, WHOLE, say("44.0%", SHARE, entity="乙市")) == []
    assert tried(PART, say("3.87万亿美元", "地区生产总值"), say("44.0%", SHARE)) == []


def test_across_documents_a_sum_is_a_note() -> None:
    other = say("3.87万亿元", "地区生产总值", source="s2")
    (finding,) = run(PART, other, say("44.0%", SHARE))
    assert finding.severity == "note"


def test_share_of_the_nation() -> None:
    nation = say("3000亿元", "产值", entity="中国", source="s1")
    assert tried(say("300亿元", "产值"), nation, say("10.0%", "产值占全国比重")) == [("FC401", True)]


@pytest.mark.parametrize(
    ("rate", "name", "basis", "expected"),
    [
        ("20.0%", "营业收入", "yoy", [("FC402", True)]),
        ("21.0%", "营业收入", "yoy", [("FC402", False)]),
        ("21.0%", "营业收入", "real", []),
        ("21.0%", "营业收入", "qoq", []),
        ("21.0%", "地区生产总值", "yoy", []),
        ("21.0%", "规模以上工业增加值", "yoy", []),
        ("21.0%", "社会消费品零售总额", "yoy", []),
    ],
)
def test_growth(rate: str, name: str, basis: str, expected: list[tuple[str, bool]]) -> None:
    levels = [say("120.0亿元", name), say("100.0亿元", name, period=year(2024))]
    assert tried(*levels, growth(rate, name, basis=basis)) == expected


def test_growth_is_not_tried_on_another_basis_or_document() -> None:
    levels = [say("120.0亿元", "营业收入"), say("100.0亿元", "营业收入", period=year(2024))]
    assert tried(*levels, growth("21.0%", "营业收入", context="按可比口径增长21.0%")) == []
    assert tried(*levels, growth("21.0%", "营业收入", source="s2")) == []


def test_average_growth_counts_the_right_years() -> None:
    ends = [say("1510.8亿元", "研发投入", period=year(2020)), say("2453.1亿元", "研发投入", period=year(2024))]
    right = growth("12.9%", "研发投入", basis="average_annual", period=FOUR)
    assert tried(*ends, right) == [("FC403", True)]
    assert tried(*ends, growth("12.9%", "研发投入", basis="average_annual", period=PLAN)) == []
    (finding,) = run(*ends, growth("10.2%", "研发投入", basis="average_annual", period=FOUR))
    assert finding.rule == "FC403"
    assert "4次方根" in finding.cause
    gdp = [say("2.83万亿元", "地区生产总值", period=year(2020)), say("3.87万亿元", "地区生产总值")]
    assert tried(*gdp, growth("5.5%", "地区生产总值", basis="average_annual", period=PLAN)) == []


def test_sum_of_parts() -> None:
    parts = [say("5797.5亿元", "出口额"), say("2851.0亿元", "进口额")]
    assert ("FC404", True) in tried(*parts, say("8648.5亿元", "进出口总额"))
    assert ("FC404", True) in tried(*parts, say("8648.6亿元", "进出口总额"))  # the last digit is rounding
    assert [f.rule for f in run(*parts, say("8684.5亿元", "进出口总额"))] == ["FC404"]
    assert ("FC404", True) not in tried(parts[0], say("8648.5亿元", "进出口总额"))


def test_increment() -> None:
    levels = [say("8.88亿人次", "出游人次"), say("7.65亿人次", "出游人次", period=year(2024))]
    assert ("FC405", True) in tried(*levels, say("1.23亿人次", "出游人次", measure="change"))
    assert ("FC405", False) in tried(*levels, say("1.32亿人次", "出游人次", measure="change"))
    gross = say("1.32亿人次", "出游人次", measure="change", context="全年新增1.32亿人次")
    assert not [r for r, _ in tried(*levels, gross) if r == "FC405"]


def test_part_and_whole() -> None:
    assert [f.rule for f in run(say("9000亿元", "出口额"), say("8648.5亿元", "进出口总额"))] == ["FC406"]
    assert not run(say("5797.5亿元", "出口额"), say("8648.5亿元", "进出口总额"))
    some = say("1.21万亿元", "规模以上工业增加值")
    at_least = say("超1.2万亿元", "全部工业增加值", source="s2")
    assert not run(some, at_least)
    assert [f.rule for f in run(some, say("1.1万亿元", "全部工业增加值", source="s2"))] == ["FC406"]


def test_part_of_the_year() -> None:
    months = say("3.83万亿元", "规模以上工业总产值", period=NINE_MONTHS)
    assert not run(months, say("5.44万亿元", "规模以上工业总产值"))
    (finding,) = run(months, say("3.44万亿元", "规模以上工业总产值", source="s2"))
    assert finding.rule == "FC407"
    assert "2025年前三季度为3.83万亿元" in finding.cause
    assert not run(say("500亿元", "存款余额", period=NINE_MONTHS), say("400亿元", "存款余额"))
    taken_over = replace(year(2025), basis="inherited")
    assert not run(months, say("3.44万亿元", "规模以上工业总产值", source="s2", period=taken_over))


def test_a_share_of_the_same_thing_is_one_of_the_nation() -> None:
    assert next(iter(operands("茂名市", "粮食产量占粮食产量比重"))) == ("粮食产量", "中国", "粮食产量")
    assert list(operands("茂名市", "水稻产量占粮食产量比重")) == [("水稻产量", "茂名市", "粮食产量")]


def test_one_batch_is_not_the_whole_of_a_year() -> None:
    first = say("810亿元", "超长期特别国债", period=NINE_MONTHS, context="下达首批810亿元超长期特别国债资金。")
    whole = say("690亿元", "超长期特别国债", context="今年下达690亿元超长期特别国债资金。")
    fourth = replace(whole, context="今年下达第四批690亿元超长期特别国债资金。")
    assert [f.rule for f in run(first, whole)] == ["FC407"]
    assert not run(first, fourth)


def test_support_names_the_sum_that_fits() -> None:
    a, b = say("43.0%", SHARE), say("44.0%", SHARE, source="s2")
    docs = sources("s1", "s2")
    facts, _ = compare([group(a, b), group(PART), group(WHOLE)], docs)
    found = support(facts, [a, b, PART, WHOLE])
    assert set(found) == {a.id}
    assert "1.67万亿元" in found[a.id][0]
    assert not reconcile(facts, [a, b, PART, WHOLE], docs)  # the conflict is raised already


def test_unsure_readings_and_twice_the_same_are_only_noted() -> None:
    (finding,) = run(PART, WHOLE, say("44.0%", SHARE, flags=()))
    assert finding.severity == "note"


def test_plain_names() -> None:
    assert plain("外贸进出口总额") == plain("进出口") == "进出口"
    assert plain("全部工业增加值") == "工业增加值"
    assert plain("总额") == "总额"
