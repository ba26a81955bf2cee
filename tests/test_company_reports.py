"""Companies' reports and the news of them: the names, times and standards that only such texts have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factcheck.extract.claims import extract
from factcheck.load import document
from factcheck.model import Claim, Document, Source

AUGUST = date(2025, 8, 20)


def claims(text: str, published: date | None = AUGUST) -> list[Claim]:
    return list(extract(Document(Source("s1", "a.txt", "0", published=published), text)).claims)


@pytest.mark.parametrize(
    "name",
    [
        "归属于本行股东的扣除非经常性损益的净利润",
        "归属于上市公司股东的扣除非经常性损益后的净利润",
        "归属于母公司股东的扣除非经常性损益后净利润",
        "扣除非经常性损益后归属于本公司股东的净利润",
    ],
)
def test_profit_without_what_comes_once_is_no_net_profit(name: str) -> None:
    (said,) = claims(f"甲乙银行2025年上半年{name}32.1亿元。")
    assert said.indicator == "扣除非经常性损益的净利润"
    (plain,) = claims("甲乙银行2025年上半年归属于本行股东的净利润33.1亿元。")
    assert plain.indicator == "归属于上市公司股东的净利润"


@pytest.mark.parametrize(
    ("text", "low", "indicator"),
    [
        ("中国太保2025年上半年营业收入超300亿元。", 300, "营业收入"),
        ("2025年上半年，腾讯研发投入超30亿元。", 30, "研发投入"),
        ("2025年上半年我国贸易入超30亿元。", None, "贸易逆差"),  # a term, and no bound
    ],
)
def test_what_came_in_exceeds_an_amount(text: str, low: int | None, indicator: str) -> None:
    (said,) = claims(text)
    assert said.indicator == indicator
    assert (said.qualifier == "over") == (low is not None)


def test_since_the_end_of_last_year() -> None:
    since, yearly = claims("截至2025年6月末，甲乙银行总资产较去年底增长4.2%，同比增长7.8%。")
    assert (since.basis, yearly.basis) == ("year_to_date", "yoy")
    (whole,) = claims("2024年末，甲乙银行总资产较上年底增长4.2%。")
    assert whole.basis == "yoy"


def test_services_that_add_value_add_nothing_to_a_figure() -> None:
    income, land = claims("2025年第二季度，腾讯增值服务收入91亿元。2025年上半年，该地块增值2亿元。")
    assert (income.indicator, income.measure) == ("增值服务收入", "level")
    assert land.measure == "change"


def test_what_a_reserve_stands_at_after_it_rose() -> None:
    stands, rose = claims("我国黄金储备连续第3个月增加，2025年7月底报7200万盎司。2025年7月黄金储备增加6万盎司。")
    assert (stands.measure, rose.measure) == ("level", "change")


def test_new_loans_under_either_wording() -> None:
    names = [c.indicator for c in claims("2025年前七个月，人民币贷款增加9万亿元，人民币贷款累计增加9.1万亿元。")]
    assert names == ["新增人民币贷款"] * 2


def test_a_loss_that_grew() -> None:
    loss, growth = claims("2025年上半年，甲乙科技净亏损3.2亿元，同比增亏21.3%。")
    assert (growth.indicator, growth.measure) == (loss.indicator, "growth")


def test_a_place_inside_another_word() -> None:
    (sold,) = claims("中海地产2025年上半年销售额13亿元。")
    assert sold.entity is None
    (exports,) = claims("2025年上半年海地出口额2亿美元。")
    assert exports.entity == "海地"


_LOSS = "2025年第二季度，小鹏汽车净亏损3.9亿元。"


@pytest.mark.parametrize(
    "text",
    [
        "2025年第二季度，按Non-GAAP口径，小鹏汽车净亏损3.9亿元。",
        "2025年第二季度，剔除股份支付影响后，小鹏汽车净亏损3.9亿元。",
        "2025年第二季度，小鹏汽车按非香港财务报告准则计算，净亏损3.9亿元。",
        "2025年第二季度，小鹏汽车非香港财务报告准则下净亏损3.9亿元。",
    ],
)
def test_a_loss_by_another_standard(text: str) -> None:
    (said,) = claims(text)
    assert (said.entity, said.indicator) == ("小鹏汽车", "经调整净亏损")
    assert claims(_LOSS)[0].indicator == "净亏损"
    (usual,) = claims(text.replace("非香港", "香港").replace("Non-GAAP", "GAAP").replace("剔除股份支付影响后", "据悉"))
    assert usual.indicator in ("净亏损", "香港财务报告准则下净亏损")


def test_a_standard_holds_for_the_profits_of_its_paragraph() -> None:
    told = claims(
        "腾讯公布2025年第二季度业绩。按非国际财务报告准则，经营盈利为69亿元。总收入184亿元。"
        "本公司权益持有人应占盈利为63亿元，同比增长10%。\n本公司权益持有人应占盈利为55亿元。"
    )
    owners = "归属于上市公司股东的净利润"
    assert [c.indicator for c in told] == ["经调整经营利润", "营业收入", "经调整净利润", "经调整净利润", owners]
    back = claims("按非国际财务报告准则，腾讯2025年净利润为63亿元。按国际财务报告准则，净利润为55亿元。")
    assert [c.indicator for c in back] == ["经调整净利润", "净利润"]


def test_what_leaves_something_out_is_of_its_own_clause() -> None:
    told = claims("2025年第二季度，剔除股份支付影响后，小鹏汽车净亏损3.9亿元。小鹏汽车净亏损4.8亿元。")
    assert [c.indicator for c in told] == ["经调整净亏损", "净亏损"]


def spans(text: str, published: date | None = AUGUST) -> list[tuple[str, str] | None]:
    return [c.period and (str(c.period.start), str(c.period.end)) for c in claims(text, published)]


SECOND_QUARTER = ("2025-04-01", "2025-06-30")
FIRST_HALF = ("2025-01-01", "2025-06-30")


def test_a_part_of_a_year_takes_the_year_that_the_text_has_named() -> None:
    said = "腾讯发布2025年第二季度财报。\n\n上半年，腾讯总收入364亿元。\n7月收入30亿元。\n前七个月收入394亿元。"
    assert spans(said, None) == [FIRST_HALF, ("2025-07-01", "2025-07-31"), ("2025-01-01", "2025-07-31")]
    # where none has been, it is not the time of the sentence before
    assert spans("截至2024年末，腾讯员工11万人。", None) == [("2024-12-31", "2024-12-31")]
    assert spans("腾讯三季度收入187亿元。", None) == [None]


def test_each_company_keeps_the_time_right_behind_its_name() -> None:
    said = spans("台积电2025年二季度营收933亿元。\n鸿海6月营收540亿元；上半年营收3437亿元，二季度营收1797亿元。", None)
    assert said == [SECOND_QUARTER, ("2025-06-01", "2025-06-30"), FIRST_HALF, SECOND_QUARTER]


def test_a_balance_date_does_not_replace_the_quarter_reported_on() -> None:
    stores, income = spans("小鹏汽车公布2025年第二季度业绩。截至2025年6月30日，公司共有67间门店。总收入为182亿元。")
    assert (stores, income) == (("2025-06-30", "2025-06-30"), SECOND_QUARTER)
    assert spans("截至2025年6月30日，小鹏汽车共有67间门店。总收入为182亿元。")[1] == FIRST_HALF


def test_that_month_is_the_one_just_named() -> None:
    july = ("2025-07-01", "2025-07-31")
    assert spans("7月我国汽车销量25万辆；前七个月销量182万辆。当月新能源汽车销量12万辆。")[2] == july
    assert spans("前七个月我国汽车销量182万辆。当月新能源汽车销量12万辆。")[1] == july
    assert spans("2024年我国汽车销量182万辆。当月新能源汽车销量12万辆。")[1] != july


def test_a_rate_that_moves_by_points_reaches_a_ratio() -> None:
    better, level = claims("2025年上半年，产险承保综合成本率同比改善0.8个百分点至96.1%。")
    assert (str(better.value), level.measure) == ("-0.8", "ratio")
    up, margin = claims("2025年上半年，腾讯毛利率改善0.8个百分点至56.1%。")
    assert (str(up.value), margin.measure) == ("0.8", "ratio")
    share = claims("2025年上半年，腾讯市场占有率提高2个百分点至16%。")[1]
    assert share.measure == "share"


def test_years_shared_out_over_money_with_its_currency_each_time() -> None:
    years = [("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-09-30")]
    said = "2022年、2023年及截至2024年9月30日止九个月，收入分别为人民币13亿元、人民币20亿元及人民币18亿元"
    assert spans(said + "；同期，毛利率分别为28.3%、29.5%及32.4%。") == years * 2
    assert spans(said + "。2024年，毛利率分别为28.3%、29.5%及32.4%。")[3:] != years


def test_the_end_of_the_time_reported_on_is_a_day() -> None:
    said = "2025年半年度报告\n截至报告期末，公司总资产12亿元。\n报告期内，公司营业收入1亿元。"
    assert spans(said) == [("2025-06-30", "2025-06-30"), FIRST_HALF]


def test_each_maker_of_a_list_opens_its_own_item() -> None:
    told = claims("2025年第二季度，OPPO市占率15.1%；小米升3.1%，市占率14.1%，列第四；苹果市占率13.1%，出货量跌1.1%。")
    owners = [c.entity for c in told]
    assert owners == ["OPPO", *["小米集团"] * 3, *["苹果公司"] * 2]
    (price,) = claims("2025年7月，大米价格跌1.1%，小米升3.1%。")[1:]
    assert price.entity != "小米集团"


def _table(above: str) -> list[Claim]:
    rows = "| 項目 | 二零二五年 | 變動(%) |\n|---|---|---|\n| 收入 | 12,345 | 11.1 |\n"
    loaded = document(Path("a.md"), f"# 中期業績\n\n{above}\n\n{rows}".encode())
    assert loaded.document is not None
    return list(extract(loaded.document).claims)


@pytest.mark.parametrize("above", ["（人民幣百萬元）", "單位：人民幣百萬元", "（百萬元）"])
def test_what_a_table_counts_in(above: str) -> None:
    income, grown = _table(above)
    assert (income.value, income.unit) == (12_345_000_000, "元")
    assert (grown.indicator, grown.measure) == (income.indicator, "growth")


def test_money_named_in_the_text_above_is_not_the_unit_of_a_table() -> None:
    assert _table("去年收入（百萬元）见下表，共一年。")[0].value == 12_345


def test_a_margin_behind_the_revenue_of_a_segment_is_its_own() -> None:
    part = claims("2025年第二季度，小米集团创新业务分部收入213亿元，同比增长34%，毛利率26.1%。")[-1]
    assert part.indicator == "创新业务分部毛利率"
    for whole in (
        "2025年第二季度，小米集团总收入160亿元，毛利率22.1%。",
        "2025年第二季度，小米集团智能手机收入45亿元，公司毛利率22.1%。",
        "2025年第二季度，小米集团智能手机收入45亿元。毛利率22.1%。",
    ):
        assert claims(whole)[-1].indicator == "毛利率"


def test_guidance_is_no_outcome() -> None:
    told = claims("小鹏汽车公布第二季度业绩。公司给出三季度指引：收入环比增长5%到7%，毛利率介于18%到20%之间。")
    assert [c.measure for c in told] == ["target", "target"]
    assert [c.indicator for c in told][1] == "毛利率"
    (over,) = claims("小鹏汽车此前指引：2025年第一季度收入15亿元。")
    assert over.measure == "level"
