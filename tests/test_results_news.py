"""News of companies' results: whose figures, of which quarter, under which name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factcheck import pipeline
from factcheck.config import Config
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


def test_a_year_so_far_ends_with_the_month_in_the_news() -> None:
    december = date(2025, 12, 10)
    assert days("11月零售22万辆。今年以来累计零售200万辆。", december)[1] == ("2025-01-01", "2025-11-30")
    assert days("11月零售22万辆。今年以来天气偏暖。", december)[1] == ("2025-01-01", "2025-12-10")


def test_interim_stands_before_what_was_earned_only() -> None:
    assert days("甲乙保险中期纯利9亿美元", date(2025, 8, 6)) == [("2025-01-01", "2025-06-30")]
    assert days("甲乙保险中期计划9亿美元", date(2025, 8, 6)) == []


def test_the_company_named_holds_over_a_semicolon() -> None:
    said = claims("国泰航空收益90亿元。香港快运收益6亿元；平均每日载客3万人次，升33%。")
    assert [c.entity for c in said] == ["国泰航空", "香港快运", "香港快运", "香港快运"]
    assert claims("国泰航空公布，香港快运收益6亿元；集团载客3万人次。")[-1].entity != "香港快运"


@pytest.mark.parametrize(
    ("text", "measure", "name"),
    [
        ("毛利率70.3%同比提升6.3ppt。", ["ratio", "change"], "毛利率"),
        ("营业收入27.98亿元（YOY+22.63%）。", ["level", "growth"], "营业收入"),
        ("经调整后净亏损（非公认会计准则）为27.3亿元，同比收窄38%。", ["level", "growth"], "经调整净亏损"),
        ("新业务价值利润率升3.4个百分点至57.7%。", ["change", "ratio"], "新业务价值利润率"),
        ("而新业务价值利润率则增至58.6%。", ["ratio"], "新业务价值利润率"),
    ],
)
def test_names_and_kinds(text: str, measure: list[str], name: str) -> None:
    said = claims("甲乙公司三季度" + text)
    assert [c.measure for c in said] == measure
    assert said[-1].indicator == name


def test_vehicles_are_counted_not_paid_for() -> None:
    assert claims("11月自主品牌零售149万辆。")[0].indicator == "自主品牌零售量"
    assert claims("11月自主品牌零售149亿元。")[0].indicator == "自主品牌零售额"


def test_an_amount_that_is_a_share_is_not_the_whole(tmp_path: Path) -> None:
    listed = "泡泡玛特热门产品包括丙，2024年收入13.57亿元，占总收入9.8%；丁收入12.21亿元，占总收入8.8%。"
    whole = "泡泡玛特2024年收入138.7亿元。其中，丁收入12.21亿元，占营业收入{}%。"
    assert not _sums(tmp_path / "a", listed)
    assert not _sums(tmp_path / "b", whole.format("8.8"))
    assert _sums(tmp_path / "c", whole.format("9.9"))


def _sums(folder: Path, text: str) -> list[str]:
    folder.mkdir()
    (folder / "a.txt").write_text(text, encoding="utf-8")
    found = pipeline.check([str(folder)], Config(cache="off", jobs=1)).findings
    return [f.rule for f in found if f.rule == "FC401"]


@pytest.mark.parametrize(
    ("text", "measure", "name", "value"),
    [
        ("上证指数-2.45%至3834.89点。", "growth", "上证综合指数", "-2.45"),
        ("沪综指全日挫2.45%，报3834.89点。", "growth", "上证综合指数", "-2.45"),
        ("创业板指收黑4.02%。", "growth", "创业板指数", "-4.02"),
        ("深成指收12538.1点，跌3.41%。", "level", "深证成份指数", "12538.1"),
        ("11月CPI为2.3%。", "growth", "居民消费价格指数", "2.3"),
    ],
)
def test_share_indexes(text: str, measure: str, name: str, value: str) -> None:
    said = claims(text)[0]
    assert (said.measure, said.indicator, str(said.value)) == (measure, name, value)


def test_an_index_is_its_exchanges() -> None:
    text = "A股大跌，宁德时代重挫，沪综指挫2%。\n宁德时代（300750）跌停，宁德时代净利润9亿元。恒生指数跌1%。"
    assert {c.indicator: c.entity for c in claims(text) if "指数" in c.indicator} == {
        "上证综合指数": "中国",
        "恒生指数": "香港",
    }
    assert next(c.entity for c in claims(text) if c.indicator == "净利润") == "宁德时代"


def test_profit_by_another_standard_is_another_figure() -> None:
    said = claims(
        "腾讯三季度归属股东的净利润为631.33亿元。非国际财务报告准则下归属股东的净利润为705.51亿元，同比增长18%。"
    )
    assert [c.indicator for c in said] == ["归属于上市公司股东的净利润", "经调整净利润", "经调整净利润"]


def test_what_a_figure_is_compared_with_is_not_its_verb() -> None:
    said = claims("收入较2024年第三季增加8亿美元至178亿美元。")
    assert [(c.indicator, c.measure) for c in said] == [("收入", "change"), ("收入", "level")]


def test_a_third_quarter_report_is_on_nine_months() -> None:
    october = date(2025, 10, 30)
    assert days("甲乙银行第三季度报告，营业收入9亿元", october) == [("2025-01-01", "2025-09-30")]
    assert days("甲乙银行第三季度业绩，营业收入9亿元", october) == [("2025-07-01", "2025-09-30")]
    assert days("甲乙银行第三季度业绩。\n上季收入9亿元", october)[1] == ("2025-07-01", "2025-09-30")
    assert days("甲乙银行第三季度收入9亿元，上季为8亿元", october)[1] == ("2025-04-01", "2025-06-30")


def test_nine_months_by_the_way_do_not_go_on() -> None:
    said = claims("甲乙公布第三季业绩\n收入9亿元。首三季计，收入25亿元。\n研发费用1亿元。", date(2025, 10, 30))
    assert [str(c.period.start) for c in said if c.period] == ["2025-07-01", "2025-01-01", "2025-07-01"]


def test_by_how_much_and_to_what_is_no_range() -> None:
    assert [c.text for c in claims("甲乙收入按年增加8亿元至178亿元。")] == ["8亿元", "178亿元"]
    assert [c.text for c in claims("甲乙预计收入8亿元至17亿元。")] == ["8亿元至17亿元"]
    assert [c.text for c in claims("甲乙预计成本增加8亿元至10亿元。")] == ["8亿元至10亿元"]


def test_what_a_company_takes_in_all() -> None:
    said = claims("恒瑞医药2024年收入279.8亿元，同比增长22.6%；创新药收入10亿元。")
    assert [c.indicator for c in said] == ["营业收入", "营业收入", "创新药收入"]
    assert next(c.indicator for c in claims("恒瑞医药海外收入9亿元。集团收益5亿元。")) == "海外收入"
    assert claims("国泰航空集团收益543亿元。")[0].indicator == "营业收入"


def test_its_market_is_a_part_of_a_company() -> None:
    firm = "泡泡玛特公布业绩。泡泡玛特上半年营收13亿元。泡泡玛特毛利9亿元。\n中国市场收入8亿元，美洲收入2亿元。"
    assert {c.entity for c in claims(firm)} == {"泡泡玛特"}
    assert "中国市场收入" in {c.indicator for c in claims(firm)}
    assert {c.entity for c in claims("我国电影市场回暖。中国市场收入8亿元。")} == {"中国"}


def test_a_week_told_by_the_way_does_not_go_on() -> None:
    said = claims("沪指跌2%，本周跌幅扩大至3.9%。深证成指跌3%。")
    assert [c.basis for c in said] == ["dod", "wow", "dod"]


@pytest.mark.parametrize(
    ("text", "name", "measure"),
    [
        ("2025年上半年，比亚迪股东应占基础溢利30.48亿元。", "股东应占基础溢利", "level"),
        ("2025年上半年，比亚迪应占租金总收入34.1亿元。", "应占租金总收入", "level"),
        ("2025年，比亚迪分期付款相应占营业收入的12%。", "分期付款占营业收入比重", "share"),
    ],
)
def test_what_is_due_to_owners_is_no_share(text: str, name: str, measure: str) -> None:
    (found,) = claims(text)
    assert (found.indicator, found.measure) == (name, measure)


def of(text: str) -> dict[str, tuple[str, str]]:
    """Figure -> the days that it is of."""
    return {c.text: (str(c.period.start), str(c.period.end)) for c in claims(text) if c.period is not None}


HALF, HALF_BEFORE = ("2025-01-01", "2025-06-30"), ("2024-01-01", "2024-06-30")


def test_figures_in_brackets_are_of_the_time_that_stands_with_them() -> None:
    said = of(
        "截至二零二五年六月三十日止六个月，收益为57.3亿元（二零二四年：49.8亿元），毛利20亿元（2024年同期：人民币18亿元），"
        "期内溢利3亿元（2024年上半年:亏损1亿元）。员工成本为6亿元。"
    )
    assert {said[t] for t in ("57.3亿元", "20亿元", "3亿元", "6亿元")} == {HALF}
    assert {said[t] for t in ("49.8亿元", "18亿元", "1亿元")} == {HALF_BEFORE}


def test_balances_in_brackets_are_of_their_day() -> None:
    said = of("于2025年6月30日，总资产为120亿元（2024年12月31日：110亿元），负债45亿元（2024年：40亿元）。")
    assert (said["110亿元"], said["40亿元"]) == (("2024-12-31",) * 2, ("2024-06-30",) * 2)
    assert said["45亿元"] == ("2025-06-30",) * 2


def test_a_series_in_brackets_and_a_bracket_that_explains() -> None:
    said = of("历年投入（2021年：5亿元；2022年：6亿元）增加，2024年达8亿元。")
    assert said == {
        "5亿元": ("2021-01-01", "2021-12-31"),
        "6亿元": ("2022-01-01", "2022-12-31"),
        "8亿元": ("2024-01-01", "2024-12-31"),
    }
    assert of("2024年收入9亿元（按年：增长5%）。")["5%"] == ("2024-01-01", "2024-12-31")


def test_the_money_between_a_time_and_its_figure() -> None:
    said = of("2025年上半年收入为人民币57.3亿元，较2024年同期的人民币49.8亿元增长15.1%。")
    assert said == {"57.3亿元": HALF, "49.8亿元": HALF_BEFORE, "15.1%": HALF}
    grew = of("截至2024年12月31日止年度，收益由2023年的人民币49.8亿元增加至人民币57.3亿元，溢利为3.2亿元。")
    assert grew["49.8亿元"] == ("2023-01-01", "2023-12-31")
    assert grew["57.3亿元"] == grew["3.2亿元"] == ("2024-01-01", "2024-12-31")


def test_a_figure_of_then_said_by_the_way_dates_nothing_after_it() -> None:
    said = claims(
        "甲乙航空公布截至二零二五年六月三十日止六个月业绩。溢利港币36.51亿元，二零二四年上半年为港币36.13亿元。"
        "中期息每股港币0.20元，与去年同期的港币0.20元相同。期内载客1360万人次。"
    )
    assert [(str(c.period.start), str(c.period.end)) for c in said if c.period] == [
        *(HALF, HALF_BEFORE),
        *(HALF, HALF_BEFORE),
        HALF,
    ]


def test_each_figure_of_its_own_time() -> None:
    said = of("2025年第三季度毛利率为52.3%，2024年同期及2025年第二季度分别为50.1%及53.0%。")
    assert list(said.values()) == [
        ("2025-07-01", "2025-09-30"),
        ("2024-07-01", "2024-09-30"),
        ("2025-04-01", "2025-06-30"),
    ]
    grew = of("收入由2023年的人民币33.2亿元增长18.5%至2024年的人民币39.3亿元。")
    assert [start[:4] for start, _ in grew.values()] == ["2023", "2024", "2024"]
    shared = of("2024年，甲、乙两地分别为50.1%和53.0%。")
    assert {start[:4] for start, _ in shared.values()} == {"2024"}


def test_the_same_time_of_another_year_is_never_that_of_the_text() -> None:
    said = of("用户数为8830万户，较2024年同期的8050万户增长9.7%；付费用户达1210万户（2023年同期：1120万户）。")
    assert [said[t][1][:4] for t in ("8830万户", "8050万户", "1210万户", "1120万户")] == [
        "2025",
        "2024",
        "2025",
        "2023",
    ]


@pytest.mark.parametrize(
    ("text", "figure", "days"),
    [
        ("全年接待42.3万人次，较去年38.1万人次增加11%。", "38.1万人次", ("2024-01-01", "2024-12-31")),
        ("2025年上半年收入57.3亿元，较上年同期人民币49.8亿元增长15%。", "49.8亿元", HALF_BEFORE),
        ("10月失业人数12万人，较上月11万人增加9%。", "11万人", ("2025-09-01", "2025-09-30")),
        ("2025年第三季度利润12亿元，较上季度10亿元增长20%。", "10亿元", ("2025-04-01", "2025-06-30")),
        ("2025年上半年收入57.3亿元，较上年同期增长15亿元。", "15亿元", HALF),  # by how much, not from what
    ],
)
def test_what_a_figure_is_compared_with(text: str, figure: str, days: tuple[str, str]) -> None:
    assert of(text)[figure] == days


def test_the_first_quarter_follows_the_last_of_the_year_before() -> None:
    assert of("2025年第一季度利润12亿元，较上季度10亿元增长20%。")["10亿元"] == ("2024-10-01", "2024-12-31")
    assert of("2025年1月利润12亿元，较上月10亿元增长20%。")["10亿元"] == ("2024-12-01", "2024-12-31")


def test_times_before_what_they_are_shared_out_over() -> None:
    said = of("2025年一季度、上半年和前三季度，经济分别增长5.4%、5.3%和5.2%。")
    assert [end for _, end in said.values()] == ["2025-03-31", "2025-06-30", "2025-09-30"]
    against = of("2025年10月旅客较2022年和2019年分别增长77%、27%。")  # compared with, not of
    assert set(against.values()) == {("2025-10-01", "2025-10-31")}


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("2024年国庆假期，全市接待游客120万人次，较2023年和2019年分别增长12.3%和30.5%。", ["yoy", "vs 2019"]),
        ("2025年“五一”假期，口岸出入境旅客达215万人次，较2024年、2023年同期分别增长10.4%、35.2%。", ["yoy", "vs 2023"]),
        ("2025年9月，出口总值45亿元，比上月和上年同月分别增长5.1%、8.2%。", ["mom", "yoy"]),
        ("2025年9月，发电量32亿千瓦时，同比和环比分别增长5.2%和1.1%。", ["yoy", "mom"]),
        ("2025年第三季度净利润32亿元，按季和按年分别增长5.2%和1.1%。", ["qoq", "yoy"]),
        ("2025年10月，产量57858套，同、环比分别增长17.9%、5.2%。", ["yoy", "mom"]),
        ("2025年9月，餐饮收入45亿元，分别比上月和上年同期增长1.2%和3.4%。", ["mom", "yoy"]),
        # one step for all
        ("2025年9月，新签合同、同比口径的产值分别增长5.2%和1.1%。", ["yoy", "yoy"]),
        ("2025年9月，发电量32亿千瓦时，用电量30亿千瓦时，同比分别增长5.2%和1.1%。", ["yoy", "yoy"]),
        ("2024年，全市进口和出口比2022年分别增长12.3%和30.5%。", ["vs 2022", "vs 2022"]),
    ],
)
def test_each_change_against_its_own_time(text: str, against: list[str]) -> None:
    assert [claim.basis for claim in claims(text) if claim.measure == "growth"] == against


@pytest.mark.parametrize(
    ("text", "figure", "days"),
    [
        (
            "2025年国庆假期，全市接待游客45.6万人次，较2019年的38万人次增长20%。",
            "38万人次",
            ("2019-10-01", "2019-10-08"),
        ),
        ("2025年10月，全市出口45.6亿元，较2024年的38.2亿元增长19.4%。", "38.2亿元", ("2024-10-01", "2024-10-31")),
        # of half a year or a balance it may be the whole year
        ("2025年上半年，营业收入45.6亿元，较2024年的38.2亿元增长19.4%。", "38.2亿元", ("2024-01-01", "2024-12-31")),
    ],
)
def test_a_year_beside_some_days_is_that_of_the_same_days(text: str, figure: str, days: tuple[str, str]) -> None:
    assert of(text)[figure] == days


@pytest.mark.parametrize(
    ("text", "figure", "measure", "value"),
    [
        ("2025年上半年甲市城镇零售额1856.3亿元 ↑5.6%", "↑5.6%", "growth", "5.6"),
        ("2025年上半年甲市城镇零售额1856.3亿元 ⬆️5.6%", "⬆️5.6%", "growth", "5.6"),
        ("2025年上半年甲市城镇零售额1856.3亿元，-5.6%", "-5.6%", "growth", "-5.6"),
        ("2025年6月，甲市食品价格同比-0.6%。", "-0.6%", "growth", "-0.6"),
        # a rate moves by points, and stands below nought by itself
        ("2025年6月，甲公司净利率为-5.6%。", "-5.6%", "ratio", "-5.6"),
        ("2025年上半年甲市地方债收益率-0.2%", "-0.2%", "ratio", "-0.2"),
        # a hyphen joins
        ("2025年甲市出口额1856.3亿元，占比5%-6%", "5%-6%", "share", "None"),
    ],
)
def test_a_sign_before_percent_behind_an_amount_is_growth(text: str, figure: str, measure: str, value: str) -> None:
    found = next(c for c in claims(text) if c.text == figure)
    assert (found.measure, str(found.value)) == (measure, value)


def test_an_index_that_the_tagger_joins_with_its_verb() -> None:
    found = claims("8月19日，恒指跌0.21%，报25176点，科指升0.65%，报5579点。")
    assert [(c.text, c.indicator, c.measure) for c in found] == [
        ("0.21%", "恒生指数", "growth"),
        ("25176点", "恒生指数", "level"),
        ("0.65%", "恒生科技指数", "growth"),
        ("5579点", "恒生科技指数", "level"),
    ]


@pytest.mark.parametrize(
    ("text", "figure", "name", "measure"),
    [
        ("2025年7月，中国新增人民币贷款500亿元，低于市场预期的1.5万亿元。", "1.5万亿元", "新增人民币贷款", "target"),
        ("2025年8月，非农就业人口增加2.2万人，前值由7.3万人上修至7.9万人。", "7.3万人", "非农就业人口前值", "change"),
        # what is named is not what was spoken of
        ("2025年上半年，中国手机销量500万台，市场规模1.5万亿元。", "1.5万亿元", "市场规模", "level"),
        ("2025年，中国托位数480万个，提供服务的机构近10万个。", "近10万个", "机构数量", "level"),
        ("2025年上半年，甲公司营业收入由7.3亿元增至7.9亿元。", "7.9亿元", "营业收入", "level"),
    ],
)
def test_what_was_expected_and_what_had_been(text: str, figure: str, name: str, measure: str) -> None:
    found = next(c for c in claims(text) if c.text == figure)
    assert (found.indicator, found.measure) == (name, measure)
