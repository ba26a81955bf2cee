"""Statistical bulletins and the news that retell them: lists of places, restated figures, crops, schools, averages."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract.claims import extract
from factcheck.load import text as plain
from factcheck.load.limits import Limits
from factcheck.model import Claim, Document, Source
from factcheck.text import fold


def claims(text: str, published: date | None = date(2025, 3, 1)) -> dict[str, Claim]:
    """The claims of a document by their text."""
    found = extract(Document(Source("s1", "a.txt", "0", published=published), text)).claims
    return {c.text: c for c in found}


@pytest.mark.parametrize(
    ("text", "figure", "owner", "name"),
    [
        (
            "2024年，外贸额超过千亿元的市有2个，依次为苏州（2.6万亿元）、无锡（7800亿元）。",
            "7800亿元",
            "无锡市",
            "外贸额",
        ),
        (
            "专利授权量居前三位的市为合肥（3.1万件）、芜湖（1.2万件）、滁州（0.9万件）。",
            "1.2万件",
            "芜湖市",
            "专利授权量",
        ),
        ("其中，昆山（5380亿元）、江阴（5126亿元）地区生产总值超过5000亿元。", "5126亿元", "江阴市", "地区生产总值"),
        ("分市看，合肥（42.7亿斤）、芜湖（22.2亿斤）收成较好。", "22.2亿斤", "芜湖市", ""),  # of what, nothing says
    ],
)
def test_each_place_of_a_list_owns_the_figure_in_its_bracket(text: str, figure: str, owner: str, name: str) -> None:
    claim = claims(text)[figure]
    assert (claim.entity, claim.indicator) == (owner, name)


def test_a_bracket_behind_a_noun_is_no_list_of_places() -> None:
    claim = claims("2024年，苏州港口货物（含集装箱）吞吐量5.6亿吨，外贸货物（1.7亿吨）占三成。")["1.7亿吨"]
    assert claim.entity == "苏州市"


def test_a_change_restated_in_brackets_is_a_change() -> None:
    found = claims("全省粮食播种面积3000千公顷（4500万亩），比上年减少20千公顷（30万亩），下降0.7%。")
    assert (found["4500万亩"].measure, found["30万亩"].measure) == ("level", "change")
    assert found["30万亩"].value == -300000
    assert (found["30万亩"].basis, found["30万亩"].indicator) == ("yoy", "粮食播种面积")
    other = claims("全省公路里程增加500公里（其中高速120公里），货运量下降2%。")
    assert other["120公里"].measure == "level"


@pytest.mark.parametrize(
    ("text", "figure", "name"),
    [
        ("蔬菜播种面积39公顷，比上年增长1.4%，产量6551吨。", "6551吨", "蔬菜产量"),
        ("渔业总产值60.7亿元，增长2.5%，增加值37.9亿元。", "37.9亿元", "渔业增加值"),
        ("规模以上工业企业945家，实现总产值1021亿元。", "1021亿元", "规模以上工业总产值"),
        ("规模以上工业实现增加值227亿元。", "227亿元", "规模以上工业增加值"),
        ("全省小麦单位面积产量399.1公斤/亩。", "399.1公斤/亩", "小麦单产"),
        ("三次产业增加值分别为37亿元、339亿元和240亿元。", "240亿元", "服务业增加值"),
        ("全市一、二、三产增加值分别为37亿元、339亿元和240亿元。", "339亿元", "第二产业增加值"),
        ("港口投资12亿元，产量6551吨。", "6551吨", "产量"),  # of no crop
    ],
)
def test_what_a_bare_noun_is_of(text: str, figure: str, name: str) -> None:
    assert claims(text)[figure].indicator == name


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [
        ("早稻平均每亩395公斤。", "395公斤", "千克/亩"),
        ("PM2.5平均浓度每立方米29微克。", "29微克", "克/立方米"),
        ("每人每天口粮395公斤。", "395公斤", "千克"),
        ("平均汇率6.8985折算。", "6.8985", "%"),  # no counter 折
    ],
)
def test_what_a_weight_is_spread_over(text: str, figure: str, unit: str) -> None:
    assert claims(text)[figure].unit == unit


def test_marks_of_notes_are_no_part_of_a_name() -> None:
    assert claims("全省在园幼儿[3]47.1万人，毛入园率[4]达到83.4%。")["47.1万人"].indicator == "在园幼儿人数"
    assert fold(Document(Source("s1", "a.txt", "0"), "較上(12)月增加4千人")).text == "较上月增加4千人"
    assert fold(Document(Source("s1", "a.txt", "0"), "見表[3]與a[2]之和")).text.endswith("a[2]之和")


def test_a_kind_of_body_owns_nothing() -> None:
    found = claims("全省幼儿园28.1万所。幼儿园专任教师27.6万人，增加1.8万人。")
    assert found["27.6万人"].entity != "幼儿园"
    assert found["1.8万人"].indicator == found["27.6万人"].indicator


def test_what_is_listed_under_a_stage_of_schooling_is_of_it() -> None:
    text = "2024年全市教育统计\n总体情况\n- 学校410所\n- 专任教师2.3万人\n小学\n- 学校120所\n- 招生1.8万人\n"
    found = claims(text)
    assert found["120所"].indicator.startswith("小学") or found["120所"].indicator == "普通小学数量"
    assert found["1.8万人"].indicator == "小学招生人数"
    assert found["410所"].indicator == "学校数量"


def test_the_mean_of_a_year_is_not_its_end() -> None:
    found = claims("2024年平均失業人數41萬人，12月失業人數39萬人。")
    assert (found["41萬人"].basis, found["39萬人"].basis) == ("average", None)


def test_when_a_report_came_out_dates_no_figure() -> None:
    text = "2023年全市教育公报要点\n今年年中，市教育局发布《2023年全市教育公报》。\n全市在校生28万人。\n"
    assert str(claims(text)["28万人"].period.end) == "2023-12-31"  # type: ignore[union-attr]
    text = "2023年全市教育要点\n全市在校生28万人。根据2020年的《公报》，教师增长4.6%。毛入园率提高至83.4%。\n"
    assert str(claims(text)["83.4%"].period.end) == "2023-12-31"  # type: ignore[union-attr]


def test_after_last_years_figures_a_paragraph_is_of_the_year_that_the_text_is_on() -> None:
    text = "2023年研发经费统计\n2023年，全省研发经费334亿元。2022年研发经费为308亿元。\n基础研究经费22亿元。\n"
    assert str(claims(text)["22亿元"].period.end) == "2023-12-31"  # type: ignore[union-attr]
    text = "上半年招商情况\n今年1至6月，新签项目41个；全年计划引进80个。\n合同外资6210万美元。\n"
    period = claims(text, date(2025, 7, 26))["6210万美元"].period
    assert (str(period.start), str(period.end)) == ("2025-01-01", "2025-06-30")  # type: ignore[union-attr]


def test_a_change_by_points_goes_on_over_the_year() -> None:
    found = claims("2024年，PM10濃度按年下降2.7%；優良天數比例87.2%，上升1.7個百分點。")
    assert found["1.7個百分點"].basis == "yoy"
    assert claims("2024年，優良天數比例87.2%，上升1.7個百分點。")["1.7個百分點"].basis is None


def test_the_lines_of_a_list_are_no_broken_column() -> None:
    lines = [f"- 全市某类各级机构第{n}组合计{n}3.5万所增长1.2%" for n in "一二三四五六"]
    text = "全市机构统计要点\n\n9月，各类机构复课。\n\n" + "\n".join(lines) + "\n\n根据公报，机构增长4.6%。\n"
    parsed = plain.parse(text.encode(), "a.txt", Limits())
    folded = fold(Document(Source("s1", "a.txt", "0"), parsed.text, parsed.edits)).text
    assert "要点\n9月" in folded
    assert "1.2%\n根据" in folded


def test_all_that_is_listed_as_goals_is_a_target() -> None:
    text = "今年主要预期目标：生产总值增长5.5%左右；工业增加值增长7%以上；城镇新增就业6000人以上。"
    found = claims(text, date(2025, 1, 8))
    assert {c.measure for c in found.values()} == {"target"}
    text = "2025年主要预期目标\n- 生产总值增长5.5%\n2024年成绩单\n- 生产总值增长5.9%\n"
    found = claims(text, date(2025, 1, 8))
    assert (found["5.5%"].measure, found["5.9%"].measure) == ("target", "growth")
    text = "去年预期目标：生产总值增长5.2%；工业增加值增长7%。"
    assert claims(text, date(2025, 1, 8))["7%"].measure == "growth"  # a time that is over


def test_a_report_to_the_assembly_of_a_place_is_of_it() -> None:
    text = "政府工作报告\n在桐庐县第十七届人民代表大会第四次会议上\n2024年，全县实现地区生产总值512.6亿元。\n"
    assert claims(text)["512.6亿元"].entity == "桐庐县"
    assert claims("年度报告\n在杭州举行的大会上发布\n2024年，实现营业收入5.6亿元。\n")["5.6亿元"].entity != "桐庐县"


@pytest.mark.parametrize(
    ("text", "figure", "owner"),
    [
        ("2023年末，江西省有法人单位86万个。从全国看，年末法人单位3327万个。", "3327万个", "中国"),
        ("外商及港澳台商投资企业利润总额9422亿元。", "9422亿元", None),
        ("2024年，港澳台地区进出口额9422亿元。", "9422亿元", "港澳台地区"),
    ],
)
def test_from_whose_side_it_is_seen(text: str, figure: str, owner: str | None) -> None:
    assert claims(text)[figure].entity == owner


def test_town_and_country_share_their_income() -> None:
    found = claims("城镇、农村居民人均可支配收入分别为68240元和43860元，分别增长4.7%、6.1%。")
    assert [found[t].indicator[:2] for t in ("68240元", "43860元", "4.7%", "6.1%")] == ["城镇", "农村", "城镇", "农村"]


def test_profit_goes_on_with_whose_it_was() -> None:
    found = claims("7月份，规模以上工业企业利润增长16.2%；前7个月利润总额390亿元。")
    assert found["390亿元"].indicator == "规模以上工业企业利润总额"
    assert claims("7月份，货运量增长16.2%；前7个月利润总额390亿元。")["390亿元"].indicator == "利润总额"


def test_what_a_headline_plans_dates_no_outcome() -> None:
    text = "甲县今年目标：生产总值增5.5%左右\n去年甲县生产总值512亿元。\n规上工业企业总数达到612家。\n"
    assert str(claims(text, date(2025, 1, 9))["612家"].period.end) == "2024-12-31"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "figure", "name", "measure"),
    [
        ("甲县常住人口246.3万人，十年增加19.6万人。", "19.6万人", "常住人口", "change"),
        ("甲县常住人口246.3万人，五年减少19.6万。", "19.6万", "常住人口", "change"),
        ("甲县常住人口246.3万人，年增3.6%。", "3.6%", "常住人口", "growth"),
        ("甲县拥有高中（含中专）文化程度的人口为39.2万人。", "39.2万人", "高中文化程度人口", "level"),
        ("甲县人户分离人口62.3万人，其中市辖区内人户分离人口14.3万人。", "14.3万人", "市辖区内人户分离人口", "level"),
    ],
)
def test_a_census(text: str, figure: str, name: str, measure: str) -> None:
    found = claims(text)[figure]
    assert (found.indicator, found.measure) == (name, measure)
