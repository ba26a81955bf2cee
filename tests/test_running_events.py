"""Counts that grow while a story is told, times set beside it, and facts that papers of one story share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factcheck import align, compare, setting
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Fact, Finding, Source

DAY = date(2025, 8, 12)


def read(text: str, published: date = DAY) -> tuple[Claim, ...]:
    return extract(Document(Source("d", "d.txt", "0", published=published), text)).claims


def run(*told: tuple[str, date]) -> tuple[list[Fact], list[Finding], list[Claim]]:
    """Facts and findings of texts with their days, and all claims."""
    docs = [Source(f"d{n}", f"{n}.txt", "0", published=day) for n, (_, day) in enumerate(told)]
    found = [c for s, (text, _) in zip(docs, told, strict=True) for c in extract(Document(s, text)).claims]
    claims = [replace(c, id=f"c{n}") for n, c in enumerate(found, 1)]
    facts, findings = compare.compare(align.group(claims, docs), docs)
    return facts, [f for f in findings if f.severity in ("error", "warning")], claims


def one_fact(one: tuple[str, date], other: tuple[str, date], figure: str, same: str = "") -> bool:
    """Whether the figures printed so in two texts are in one fact."""
    facts, _, claims = run(one, other)
    ids = {
        next(c.id for c in claims if c.source == d and f in c.text) for d, f in (("d0", figure), ("d1", same or figure))
    }
    return any(ids <= set(f.claims) for f in facts)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024年，全市立案3000宗，占案件总数40%。其中，61.8%为网络诈骗。", "网络诈骗占比"),
        ("2024年，全市立案3000宗，占案件总数40%。超过六成的案件涉及电信诈骗。", "电信诈骗占比"),
    ],
)
def test_a_figure_that_opens_its_clause_is_of_what_follows(text: str, name: str) -> None:
    assert (read(text)[-1].indicator, read(text)[-1].measure) == (name, "share")


def test_what_follows_may_say_nothing_of_the_part() -> None:
    found = read("2024年，全市新能源车销量占汽车总销量的46.9%，为近年来新高。")
    assert found[-1].indicator == "新能源汽车销量占汽车销量比重"


def test_a_toll_is_of_the_day_that_it_is_told() -> None:
    early = ("长岭县8月1日发生火灾。火灾死亡人数增至15人。", date(2025, 8, 3))
    late = ("长岭县8月1日发生火灾。火灾死亡人数增至19人。", date(2025, 8, 8))
    assert [c.period.end for c in read(*early)[-1:] if c.period] == [date(2025, 8, 3)]
    assert not run(early, late)[1]


def test_a_toll_as_of_a_day_is_of_that_day() -> None:
    found = read("截至8月10日，长岭县火灾已造成15人死亡。")
    assert [c.period.end for c in found if c.period] == [date(2025, 8, 10)]


@pytest.mark.parametrize(
    ("lead", "minutes"),
    [
        ("截至10日晚上9时，火灾造成15人死亡。", {1260}),
        ("截至8月10日5时50分，火灾造成15人死亡。", {350}),
        ("截至下午5时半，火灾造成15人死亡。", {1050}),
        ("10日21时发生的火灾造成15人死亡。", set()),
    ],
)
def test_hours_up_to_which_a_count_goes(lead: str, minutes: set[int]) -> None:
    assert setting.hours(read(lead)[-1]) == minutes


@pytest.mark.parametrize(
    ("one", "other", "raised"),
    [
        ("截至8月10日5时，长岭县地震造成28人遇难。", "截至8月10日21时，长岭县地震造成34人遇难。", False),
        ("截至8月10日，长岭县地震造成28人遇难。", "截至8月10日，长岭县有46人死亡。", False),
        ("截至8月10日21时，长岭县地震造成28人遇难。", "截至8月10日21时，长岭县地震造成34人遇难。", True),
        ("截至8月10日，长岭县地震造成179人遇难。", "截至8月10日，长岭县地震造成177人遇难。", True),
    ],
)
def test_a_toll_goes_on_within_a_day(one: str, other: str, raised: bool) -> None:
    assert bool(run((one, DAY), (other, DAY))[1]) == raised


def test_an_earlier_time_set_beside_a_figure_is_of_nothing_else() -> None:
    text = "2025年，成都市展会共有展商4108家，去年为3496家；观众46万人次。展览面积36万平方米。"
    assert [c.period.end.year for c in read(text) if c.period] == [2025, 2024, 2025, 2025]


def test_a_paragraph_that_looks_back_leaves_the_time_to_the_next() -> None:
    text = "2025年，成都市展会观众46万人次。2024年，观众41万人次。\n展览面积36万平方米。"
    assert [c.period.end.year for c in read(text) if c.period] == [2025, 2024, 2025]


def test_a_paragraph_of_a_later_time_hands_it_on() -> None:
    text = "2024年，成都市展会观众41万人次。2025年，观众46万人次。\n展览面积36万平方米。"
    assert [c.period.end.year for c in read(text) if c.period] == [2024, 2025, 2025]


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [
        ("成都市展会共有参展企业4108家。", "本届展会参展企业4108家。", "4108家"),  # an owner left unsaid
        ("四川省地震造成房屋倒塌3612间。", "甘孜州地震造成房屋倒塌3612间。", "3612间"),  # a place in a place
        ("成都市马拉松报名人数达17万人。", "本次马拉松报名人数17万人。", "17万人"),  # two digits, one name
    ],
)
def test_papers_of_one_story_share_a_figure(one: str, other: str, figure: str) -> None:
    assert one_fact((one, DAY), (other, DAY), figure)


@pytest.mark.parametrize(
    ("one", "other", "day", "figure"),
    [
        ("成都市展会共有参展企业4108家。", "本届展会参展企业4108家。", date(2025, 10, 1), "4108家"),  # months later
        ("四川省地震造成房屋倒塌3612间。", "云南省地震造成房屋倒塌3612间。", DAY, "3612间"),  # another place
        ("成都市马拉松报名人数达17万人。", "本次马拉松志愿者17万人。", DAY, "17万人"),  # two digits, another name
    ],
)
def test_what_may_be_another_story_shares_none(one: str, other: str, day: date, figure: str) -> None:
    assert not one_fact((one, DAY), (other, day), figure)
