"""How papers and offices of Hong Kong, Macao and Taiwan write: their numerals, years, comparisons and owners."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from factcheck.extract.claims import extract
from factcheck.extract.numerals import scan
from factcheck.extract.phrases import moved_by
from factcheck.model import Claim, Document, Source
from factcheck.text import fold


def claims(text: str, published: date = date(2026, 1, 20)) -> dict[str, Claim]:
    """The claims of a text by what is printed."""
    return {c.text: c for c in extract(Document(Source("a", "a.txt", "", published=published), text)).claims}


def values(text: str) -> list[Decimal | None]:
    return [m.value for m in scan(fold(Document(Source("a", "a.txt", ""), text)).text).mentions]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("年增六．二五％", "6.25"),
        ("成長二十三．七％", "23.7"),
        ("年減〇．八％", "-0.8"),
        ("金額三八六．四億美元", "38640000000"),
        ("高出一．〇五個百分點", "1.05"),
        ("營業額三兆五二六一億元", "3526100000000"),
        ("預算二億三四〇〇萬元", "234000000"),
        ("補助八六億元", "8600000000"),
        ("上升2﹒4%", "2.4"),
    ],
)
def test_numerals_of_a_printed_page(text: str, value: str) -> None:
    assert [abs(v) for v in values(text) if v is not None] == [abs(Decimal(value))]


@pytest.mark.parametrize("text", ["五．四運動紀念", "一．加強服務", "三．二十日前辦理"])
def test_a_point_that_no_unit_follows_is_none(text: str) -> None:
    assert "点" not in fold(Document(Source("a", "a.txt", ""), text)).text


def test_two_digits_side_by_side_may_be_a_range() -> None:
    assert values("約三四億元") == [None]


@pytest.mark.parametrize(
    ("text", "printed", "year"),
    [
        ("114年全年門市營業額52億元，僅次於113年的58億元。", "58億元", 2024),
        ("較113年多，114年的訪客為32萬人次。", "32萬人次", 2025),
        ("一一四年門市營業額52億元。", "52億元", 2025),
    ],
)
def test_years_of_the_republic_in_mid_sentence(text: str, printed: str, year: int) -> None:
    period = claims(text)[printed].period
    assert period is not None
    assert period.end == date(year, 12, 31)


def test_a_length_of_so_many_years_is_no_year_of_the_republic() -> None:
    period = claims("2025年，創辦113年的老店營業額52億元。")["52億元"].period
    assert period is not None
    assert period.end.year == 2025


def test_by_so_much_to_so_much_is_no_range() -> None:
    said = claims("2025年第三季，香港就業人數減少約2,300人至3,520,000人。")
    assert [c.measure for c in said.values()] == ["change", "level"]
    assert claims("2025年，某市每年減少300人至400人。")["300人至400人"].high == -300


def test_where_what_is_counted_comes_from_is_in_its_name() -> None:
    said = claims("2025年10月，来自法国的订单12.5亿美元，来自德国及荷兰的订单8.4亿美元；西班牙訂單3.1億美元。")
    assert [c.indicator for c in said.values()] == ["法国订单", "德国及荷兰订单", "西班牙订单"]
    assert claims("2025年10月，德國訂單量12.5億美元。")["12.5億美元"].entity == "德国"


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("光學產品因新品訂單增加", "光学产品"),
        ("木材業則受營建需求帶動", "木材业"),
        ("受天候影響", ""),
        ("公司因業務擴張", ""),
        ("原因是訂單增加", ""),
    ],
)
def test_what_moved_and_why(clause: str, name: str) -> None:
    assert moved_by(fold(Document(Source("a", "a.txt", ""), clause)).text) == name


def test_a_clause_that_says_why_names_what_moved() -> None:
    said = claims(
        "12月鋼鐵年減8%；光學產品因新品訂單增加，年增16%；雞肉因天候因素上漲12.4%，番茄因上年基數較高而下跌9%。"
    )
    assert [c.indicator for c in said.values()] == ["钢铁", "光学产品", "鸡肉", "番茄"]


def test_ten_years_that_a_record_looks_back_on_are_no_time_of_figures() -> None:
    said = claims("2025年門市營業額52億元，為10年來首次下跌；網購營業額18億元。過去5年來，出口年均成長3%。")
    assert said["18億元"].period == said["52億元"].period
    period = said["3%"].period
    assert period is not None
    assert period.end.year - period.start.year == 4


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("經濟部統計處公布12月外銷訂單600億美元，年增20%，中國市場需求不振。", "台湾"),
        ("經濟部公布，12月零售業營業額4,186億元，年增1.9%、月減2%，國內買氣平穩。", "台湾"),
        ("12月營收21億元，年增1.9%、月減2%。", None),
        ("中國12月零售業營業額4兆元，年增1.9%、月減2%，國內買氣平穩。", "中国"),
        ("差餉物業估價署公布，12月樓價指數報290點。", "香港"),
    ],
)
def test_whose_figures_a_paper_gives_that_does_not_say(text: str, owner: str | None) -> None:
    assert next(iter(claims(text).values())).entity == owner


def test_a_name_ends_before_is() -> None:
    assert claims("2025年地方選區投票率是31.5%。")["31.5%"].indicator == "地方选区投票率"


def test_what_is_said_to_be_so_much_more_is_a_change() -> None:
    said = claims("2025年11月底，外匯儲備資產為4100億美元，按月多52億美元，升1.3%。12月零售額32億元，按年少6.1%。")
    assert [(c.measure, c.basis) for c in said.values()] == [
        ("level", None), ("change", "mom"), ("growth", "mom"), ("level", None), ("growth", "yoy"),
    ]  # fmt: skip
    assert said["6.1%"].value == Decimal("-6.1")


def test_the_base_of_a_change_in_points_is_a_level() -> None:
    said = claims("香港2025年7月至9月的失業率為3.4%，較6月至8月的3.2%上升0.2個百分點。")
    assert [c.measure for c in said.values()] == ["ratio", "ratio", "change"]
    assert claims("2025年，全市出口额同比5.1%的增长。")["5.1%"].measure == "growth"


def test_what_was_foreseen_is_no_outcome() -> None:
    said = claims("2025年第3季GDP成長率達5.5%，遠高於8月預測的2.1%；較8月預測數（2.1％）高出3.4個百分點。")
    assert [said[t].measure for t in ("5.5%", "2.1%", "2.1％")] == ["growth", "target", "target"]
    assert claims("2025年第3季GDP成長率高於預期0.3個百分點。")["0.3個百分點"].measure == "change"


def test_a_record_since_a_month_is_not_of_that_month() -> None:
    said = claims("2025年12月住宅售價指數報280.2點，創2023年5月後新高，按月升0.5%，連升三個月，首12個月累升2.1%。")
    assert {c.period.end for c in said.values() if c.period} == {date(2025, 12, 31)}
    assert (said["連升三個月"].measure, said["2.1%"].indicator) == ("streak", said["0.5%"].indicator)


@pytest.mark.parametrize("verb", ["急飆", "飆", "大升", "勁升"])
def test_verbs_of_the_market_pages(verb: str) -> None:
    said = claims(f"2025年5月，澳門賭收按年{verb}1.5倍至210億澳門元。")
    assert [(c.indicator, c.measure) for c in said.values()] == [("博彩毛收入", "growth"), ("博彩毛收入", "level")]


def test_within_the_year_is_the_months_that_were_named() -> None:
    said = claims("綜合2025年首5個月，年內博彩收入為710億澳門元。公司年內新增門店30家。")
    assert said["710億澳門元"].period == claims("2025年首5個月博彩收入為710億澳門元。")["710億澳門元"].period


def test_who_expects_is_no_owner_of_figures() -> None:
    assert claims("陳大文預計2025/26年度由原來320億元赤字，轉為錄得15億元盈餘。")["15億元"].entity != "陈大文"
    assert claims("2025/26年度綜合帳目轉為錄得15億元盈餘。")["15億元"].indicator == "盈余"


def test_the_four_quarters_of_a_year_have_a_figure_each() -> None:
    said = claims("主計總處公布，2025年各季GDP年增率分別為5.1%、4.2%、3.3%、2.4%，全年3.75%。")
    assert [c.period.start.month for c in said.values() if c.period] == [1, 4, 7, 10, 1]
    assert [c.measure for c in said.values()] == ["growth"] * 5
    foreseen = claims("主計總處8月預估，2025年各季GDP分別成長5.1%、4.2%、3.3%、2.4%。")
    assert {c.measure for c in foreseen.values()} == {"target"}
    three = claims("2025年各季三家工廠產量分別為5萬噸、3萬噸、2萬噸。")
    assert {c.period.start.month for c in three.values() if c.period} == {1}


def test_where_a_change_led_from_goes_on_with_the_same_time() -> None:
    said = claims(
        "香港就業人數由2025年7月至9月的3,500,000人，下跌至8月至10月的3,490,000人。"
        "同期的勞動人口由3,700,000人下跌至3,690,000人。"
    )
    assert said["3,700,000人"].period == said["3,500,000人"].period
    assert said["3,690,000人"].period == said["3,490,000人"].period


def test_the_same_month_of_another_year_behind_several_months() -> None:
    said = claims("2025年首11個月零售額為320億元，升2%。前年同月，零售額為29億元。")
    assert said["29億元"].period == claims("2024年11月零售額為29億元。")["29億元"].period
    assert claims("2025年首11個月零售額為320億元。前年同期為290億元。")["290億元"].period != said["29億元"].period


def test_a_time_to_come_told_by_the_way_dates_nothing_after_it() -> None:
    said = claims(
        "某公司公布第三季財報\n第三季營收為52億元，預計2027年營收達100億元。\n毛利率為41.5%。", date(2025, 10, 30)
    )
    assert said["41.5%"].period is not None
    assert said["41.5%"].period.end == date(2025, 9, 30)


@pytest.mark.parametrize("run", ["連3年", "連升三個月", "連跌2季"])
def test_runs_of_years_months_and_quarters(run: str) -> None:
    unit = claims(f"2025年門市銷售額{run}下滑，年減2%。")
    assert unit[run].measure == "streak" if run in unit else run == "連跌2季"


def test_a_figure_of_the_market_is_foreseen() -> None:
    said = claims("2025年5月，澳門博彩收入按年升1.6倍，低於市場預期升1.7倍。")
    assert [c.measure for c in said.values()] == ["growth", "target"]


def test_an_annual_rate_of_a_quarter_is_no_growth_on_the_year() -> None:
    assert claims("2025年第3季實質GDP折算年率成長率為5.3%。")["5.3%"].basis == "annualised"


def test_a_price_that_rose_for_a_holiday_is_of_the_month() -> None:
    said = claims("2025年10月因適逢中秋連假，外食費上漲3.1%。")
    assert said["3.1%"].period is not None
    assert said["3.1%"].period.end == date(2025, 10, 31)


def test_a_rise_in_brackets_is_of_what_stands_before_them() -> None:
    said = claims(
        "統計處公布，2025年12月升幅較大的類別包括家電（上升3.1%）、外出飲宴及外送（上升1.2%），以及書籍（上升0.4%）。"
        "錄得跌幅的類別為鞋履（下跌2.2%）。"
    )
    assert [c.indicator for c in said.values()] == ["家电", "外出饮宴及外送", "书籍", "鞋履"]
    assert [c.indicator for c in claims("2025年全市出口（增长5%）好于预期。").values()] == ["出口总额"]


def test_a_figure_in_brackets_behind_a_month_is_of_that_month() -> None:
    said = claims("香港2025年12月消費物價指數按年上升1.6%，較11月份的相應升幅（1.3%）為高，亦較10月份（1.1%）為高。")
    assert [c.period.start.month for c in said.values() if c.period] == [12, 11, 10]
    assert {c.indicator for c in said.values()} == {"居民消费价格指数"}


def test_what_a_rise_is_called_in_brackets() -> None:
    said = claims("香港綜合消費物價指數在2025年12月份的按年升幅（即基本通脹率）為1.3%。")
    assert said["1.3%"].indicator == "基本综合消费物价指数"


def test_why_something_moved_names_nothing() -> None:
    said = claims("台灣2025年12月出口受季節因素影響較上月減少2.6%，手機出口年增3%。")
    assert "影响" not in said["2.6%"].indicator


def test_a_single_quarter_in_a_text_on_its_last_month() -> None:
    said = claims("台灣2025年12月出口600億美元，單季出口1,700億美元。11月出口580億美元，單季出口1,650億美元。")
    assert said["1,700億美元"].period == claims("台灣2025年第4季出口1,700億美元。")["1,700億美元"].period
    assert said["1,650億美元"].period is None


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("錦鯉國際（178）公布9月底止半年純利5,015萬元，毛利率37.9%，派息比率71%；港澳市場佔15億元。", "锦鲤国际"),
        ("旅遊發展局公布，2025年內地訪港旅客3,780萬人次，內地人均消費上升。", "香港"),
        ("記者張三 台北 2026-01-09 17:13\n財政部公布，114年12月出口金額達624億美元。", "台湾"),
        ("期內集團總收入52億元，按年升3%。", None),
    ],
)
def test_whose_paper_it_is(text: str, owner: str | None) -> None:
    assert next(iter(claims(text).values())).entity == owner


def test_where_most_come_from_is_no_owner() -> None:
    said = claims("2025年訪港旅客4,990萬人次，旅客以內地為主，共錄得3,780萬人次；非內地客1,210萬人次。")
    assert {c.entity for c in said.values()} == {"香港"}


def test_its_own_year_of_the_republic() -> None:
    period = claims("114年對美出口1982億美元，114年對日出口300億美元。")["300億美元"].period
    assert period is not None
    assert period.start == date(2025, 1, 1)
    period = claims("創校114年的學校招生114人。", date(2020, 1, 1))["114人"].period
    assert period is not None
    assert period.end.year != 2025


def test_a_record_of_so_many_years_dates_no_figure_behind_it() -> None:
    said = claims("2025年出口640億美元，年增34%，創近15年最大增速，進口483億美元。")
    assert said["483億美元"].period == said["640億美元"].period


def test_half_years_that_end_with_a_month() -> None:
    said = claims(
        "錦鯉國際（178）截至9月底止中期業績，股東應佔盈利5016萬元，派中期息1.15仙，毛利率37.9%。", date(2025, 11, 20)
    )
    assert {(c.period.start, c.period.end) for c in said.values() if c.period} == {
        (date(2025, 4, 1), date(2025, 9, 30))
    }
    assert said["5016萬元"].unit == "港元"
    until = claims("截至9月底止，全港有店舖84間。", date(2025, 11, 20))["84間"].period
    assert until is not None
    assert until.start == until.end


def test_so_many_percent_more_than_a_figure_of_then() -> None:
    said = claims("2025年訪港旅客5000萬人次，比2024年的4450萬人次，多12%。")
    assert (said["12%"].measure, said["12%"].indicator) == ("growth", "访港旅客人次")


def test_a_balance_behind_money_is_its_name() -> None:
    said = claims("2025/26年度綜合帳目由原來預算320億元赤字，轉為錄得15億元盈餘。")
    assert said["15億元"].indicator == "盈余"


def test_where_guests_come_from_owns_no_paper() -> None:
    said = claims("旅發局公布，2025年訪港旅客4990萬人次；台灣、日本旅客按年升25%。")
    assert said["4990萬人次"].entity == "香港"
