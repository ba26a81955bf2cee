"""News of companies' results: whose figures, of which quarter, under which name."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract.claims import extract
from factcheck.extract.periods import find
from factcheck.model import Claim, Document, Source

NOVEMBER = date(2025, 11, 26)


def claims(text: str, published: date = NOVEMBER) -> list[Claim]:
    return list(extract(Document(Source("s1", "a.txt", "0", published=published), text)).claims)


def days(text: str, published: date = NOVEMBER) -> list[tuple[str, str]]:
    return [(str(m.period.start), str(m.period.end)) for m in find(text, published) if m.period is not None]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # the fiscal quarter in the news is the last that is over; the others keep their distance from it
        ("甲乙集团2026财年第二季度收入90亿元", "2025-07-01", "2025-09-30"),
        ("甲乙集团2025财年第四财季收入90亿元", "2025-07-01", "2025-09-30"),
        # where the calendar's quarter is over it is that one
        ("甲乙集团2025财年第三季度收入90亿元", "2025-07-01", "2025-09-30"),
        ("甲乙集团2024财年第二季度收入90亿元", "2024-04-01", "2024-06-30"),
    ],
)
def test_a_fiscal_quarter(text: str, start: str, end: str) -> None:
    assert days(text) == [(start, end)]


def test_fiscal_quarters_of_one_document_keep_their_distance() -> None:
    now, before, last_year = days("2026财年第二季度收入9亿元，上一财季8亿元，2025财年第二季度7亿元。")
    assert now == ("2025-07-01", "2025-09-30")
    assert before == ("2025-04-01", "2025-06-30")
    assert last_year == ("2024-07-01", "2024-09-30")


def test_this_quarter_is_the_one_reported_on() -> None:
    assert days("三季度营收9亿元。\n本季度净利润1亿元。")[1] == ("2025-07-01", "2025-09-30")
    assert days("央行本季度操作9亿元。") == [("2025-10-01", "2025-12-31")]


def test_interim_results_are_of_the_first_half() -> None:
    assert days("甲乙航空公布中期业绩，收益9亿元", date(2025, 8, 6)) == [("2025-01-01", "2025-06-30")]
    assert days("甲乙航空的中期目标是9亿元", date(2025, 8, 6)) == []


def test_a_glance_back_is_of_one_figure() -> None:
    said = claims("甲乙航空上半年溢利6亿元，去年同期为5亿元，按年升20%；派息2角。载客90万人次。", date(2025, 8, 6))
    years = [c.period.end.year for c in said if c.period]
    assert years[:3] == [2025, 2024, 2025]
    assert years[-1] == 2025


def test_last_year_told_twice_is_one_year() -> None:
    assert days("上半年9亿元，去年同期8亿元，去年同期毛利7亿元")[1:] == [("2024-01-01", "2024-06-30")] * 2


def owners(text: str) -> set[str | None]:
    return {c.entity for c in claims(text)}


_FIRM = "公司发布年报，2024年实现营收90亿元，归母净利润9亿元，毛利率30%，研发费用6亿元，两款产品在中国获批。"


def test_results_are_not_the_countrys() -> None:
    assert owners(_FIRM) == {None}
    assert owners(_FIRM + "恒瑞医药累计研发投入8亿元。") == {"恒瑞医药"}
    assert owners("2024年，全国规模以上工业企业营业收入90亿元，利润总额9亿元，毛利率30%。") == {"中国"}


def test_a_maker_described_by_its_country() -> None:
    assert owners("大陆潮玩品牌泡泡玛特19日发布期中业绩，今年上半年营收90亿元。") == {"泡泡玛特"}
    assert owners("大陆官方19日发布统计，今年上半年进出口90亿元。") == {"中国"}


def test_short_names_that_are_words_too() -> None:
    assert owners("友邦中期业绩出炉，友邦上半年纯利9亿美元。") == {"友邦保险"}
    assert "友邦保险" not in owners("两国是友邦，今年贸易额9亿美元。")


def test_a_legal_name_is_filed_under_the_short_one() -> None:
    assert owners("贵州茅台酒股份有限公司2022年净利润90亿元。") == {"贵州茅台"}
    assert owners("2025年第三季度公司营收再增，当季实现营业收入9亿元。") == {None}


def test_a_part_of_a_company_is_no_place() -> None:
    said = claims("友邦保险香港业务的新业务价值9亿美元，友邦保险新业务价值20亿美元。")
    assert [c.entity for c in said] == ["友邦保险", "友邦保险"]
    assert said[0].indicator != said[1].indicator


@pytest.mark.parametrize(("text", "value", "unit"), [("60.4仙", "0.604", "港元"), ("49港仙", "0.49", "港元")])
def test_cents_of_hong_kong(text: str, value: str, unit: str) -> None:
    said = claims(f"甲乙航空每股派息{text}。")
    assert (str(said[0].value), said[0].unit) == (value, unit)
