"""Sentences and tables of statistical offices: times by the way, classifications, shares in turn, scopes, targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.extract.claims import extract
from factcheck.load import document


def claims(text: str, name: str = "a.txt"):
    loaded = document(Path(name), text.encode())
    assert loaded.document is not None, loaded.problems
    return extract(loaded.document).claims


def named(text: str) -> list[tuple[str, str]]:
    return [(c.text, c.indicator) for c in claims(text)]


def timed(text: str, name: str = "a.txt") -> dict[str, str]:
    return {c.text: f"{c.period.start:%Y-%m}/{c.period.end:%Y-%m}" if c.period else "" for c in claims(text, name)}


def test_months_added_up_by_the_way_are_of_their_own_clause() -> None:
    bullets = timed("甲州市统计局2023年7月10日\n【甲州6月CPI】\n▪核心CPI：1—6月累计上涨0.5%\n▪PPI同比-2.4%")
    assert bullets == {"0.5%": "2023-01/2023-06", "-2.4%": "2023-06/2023-06"}
    told = "2023年7月10日\n6月份，贵阳市居民消费价格同比上涨0.1%，1—6月平均下降0.2%。\n食品价格同比下降0.6%。"
    assert timed(told) == {"0.1%": "2023-06/2023-06", "0.2%": "2023-01/2023-06", "0.6%": "2023-06/2023-06"}
    assert [c.indicator for c in claims(told)][1] == "居民消费价格指数"
    parts = "2023年7月10日\n6月份，贵阳市出口增长3%，1—6月累计增长5%。其中，机电产品出口增长7%。"
    assert timed(parts)["7%"] == "2023-01/2023-06"


def test_months_shared_out_do_not_become_the_time_of_what_follows() -> None:
    told = timed(
        "2023年前三季度，贵阳市规模以上工业增加值增长9.1%。从月度看，7月、8月、9月分别增长8.8%、9.3%和9.6%。"
        "支柱产业中，电子信息制造业增加值增长17.8%。"
    )
    assert (told["9.3%"], told["17.8%"]) == ("2023-08/2023-08", "2023-01/2023-09")


def test_names_of_a_classification_are_one_member_each() -> None:
    prices = named("2023年6月，贵阳市其他用品及服务、教育文化娱乐、衣着、居住价格分别上涨7.6%、1.4%、1.2%和0.1%。")
    assert [name for _, name in prices] == ["其他用品及服务价格", "教育文化娱乐价格", "衣着价格", "居住价格"]
    full = "规模以上电力、热力、燃气及水生产和供应业增加值"
    listed = named("2023年，贵阳市采矿业、制造业、电力、热力、燃气及水生产和供应业增加值分别增长2.1%、7.5%和4.8%。")
    assert listed[2] == ("4.8%", full)
    seen = named(
        "2023年，贵阳市规模以上工业增加值增长6.5%。分三大门类看，采矿业增加值增长2.1%，制造业增长7.5%，"
        "电力、热力、燃气及水的生产和供应业增长4.8%。"
    )
    assert seen[1:] == [("2.1%", "规模以上采矿业增加值"), ("7.5%", "规模以上制造业增加值"), ("4.8%", full)]
    commas = named("2023年，贵阳市科学研究和技术服务业，租赁和商务服务业增加值分别增长2.1%和7.5%。")
    assert [name for _, name in commas] == ["科学研究和技术服务业增加值", "租赁和商务服务业增加值"]
    plain = named("2023年，贵阳市粮食和蔬菜产量分别增长2.1%和7.5%。")
    assert [name for _, name in plain] == ["粮食产量", "蔬菜产量"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "2023年贵阳市三次产业增加值分别为57亿元、253亿元、270亿元，占比分别为9.9%、43.5%、46.6%。",
            ["第一产业增加值占比", "第二产业增加值占比", "服务业增加值占比"],
        ),
        (
            "2023年贵阳市男性人口337万人、女性人口323万人，占比分别为51.06%和48.94%。",
            ["男性人口占比", "女性人口占比"],
        ),
    ],
)
def test_shares_are_shared_out_over_what_was_named(text: str, parts: list[str]) -> None:
    assert [c.indicator for c in claims(text) if c.measure == "share"] == parts


@pytest.mark.parametrize(
    "text",
    [
        "2023年前三季度，贵阳市地区生产总值增长5.5%，增速分别高于全国、全省1.1个和0.3个百分点。",
        "2023年贵阳市规模以上工业增加值增长5.5%，增速分别回落1.1个、0.3个百分点。",
        "2023年6月香港青年失業率和整體失業率分別上升1.1個和0.3個百分點。",
    ],
)
def test_pieces_before_points_are_points(text: str) -> None:
    assert [c.unit for c in claims(text)][-2:] == ["百分点", "百分点"]
    assert claims("2023年贵阳市新建学校3个和医院2个，失业率下降0.3个百分点。")[0].unit == "个"


MONTHS = (
    "贵阳市2023年前三季度主要指标\n\n| 指标 | 9月 | 同比（%） | 1-9月 | 同比（%） | 1-6月同比（%） |\n"
    "|---|---|---|---|---|---|\n| 社会消费品零售总额（亿元） | 171.6 | 6.0 | 1721.6 | 6.2 | 6.3 |\n"
    "| 规模以上工业增加值 | — | 8.9 |  | 8.8 | 8.7 |\n"
)


def test_a_change_in_a_table_is_of_the_column_before_it() -> None:
    said = timed(MONTHS, "a.md")
    assert (said["6.0"], said["8.9"]) == ("2023-09/2023-09", "2023-09/2023-09")
    assert (said["6.2"], said["8.8"]) == ("2023-01/2023-09", "2023-01/2023-09")
    assert (said["6.3"], said["8.7"]) == ("2023-01/2023-06", "2023-01/2023-06")
    assert {c.indicator for c in claims(MONTHS, "a.md")} == {"社会消费品零售总额", "规模以上工业增加值"}


def test_the_change_of_a_price_index_is_in_percent_and_a_note_counts_nothing() -> None:
    table = (
        "贵阳市2023年主要指标\n\n| 指标 | 单位 | 1-9月 | 同比增长（%） |\n|---|---|---|---|\n"
        "| 居民消费价格指数 | % | 99.9 | -0.1 |\n| 城镇调查失业率 | % | 5.1 | -0.2 |\n\n注：1.增速按可比价计算。"
    )
    assert [(c.text, c.unit, c.measure) for c in claims(table, "a.md")] == [
        ("99.9", "%", "level"),
        ("-0.1", "%", "growth"),
        ("5.1", "%", "ratio"),
        ("-0.2", "百分点", "change"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2023年，贵阳市固定资产投资保持增长。扣除房地产开发投资，全市固定资产投资增长6.5%。",
        "2023年，贵阳市固定资产投资（不含房地产开发投资）同比增长6.5%。",
        "2023年，贵阳市固定资产投资增长3.1%，扣除房地产开发投资后增长6.5%。",
        "2023年，贵阳市固定资产投资增长3.1%，不含房地产开发投资增长6.5%。",
    ],
)
def test_what_leaves_something_out_has_a_scope_of_its_own(text: str) -> None:
    assert named(text)[-1] == ("6.5%", "除房地产开发投资以外的固定资产投资")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2023年，贵阳市固定资产投资（不含农户）同比增长6.5%。", "固定资产投资"),
        ("2023年，贵阳市居民人均可支配收入扣除价格因素，实际增长6.5%。", "居民人均可支配收入"),
    ],
)
def test_a_standard_scope_stays(text: str, name: str) -> None:
    assert [indicator for _, indicator in named(text)] == [name]


def test_a_bare_output_is_of_the_crop_named_before() -> None:
    assert named("2023年周口市粮食生产再获丰收，总产量186.3亿斤。") == [("186.3亿斤", "粮食产量")]
    assert named("2023年周口市秋粮受干旱影响，总产74.66亿斤。") == [("74.66亿斤", "秋粮产量")]
    assert named("2023年周口市某汽车厂表现良好，产量3万辆。")[0][1] == "产量"


def test_goals_that_a_list_or_a_heading_announces() -> None:
    said = "2023年，贵阳市预期目标为：规模以上工业增加值增长7.5%，固定资产投资增长5%。"
    assert {c.measure for c in claims(said)} == {"target"}
    report = (
        "贵阳市政府工作报告\n——2023年1月9日在贵阳市第三届人民代表大会第五次会议上\n"
        "今年主要预期目标是：地区生产总值增长5.5%左右；城镇新增就业4.5万人以上。\n今年抓好以下工作：实施重点项目400个。"
    )
    assert [(c.measure, f"{c.period.end}") for c in claims(report)] == [("target", "2023-12-31")] * 3
    heading = (
        "贵阳日报2023年1月10日\n2023年目标单\n地区生产总值：增长5.5%（2022年目标：6%左右）\n"
        "固定资产投资：增长7%（2022年：8%）"
    )
    found = [(c.measure, c.period.end.year) for c in claims(heading)]
    assert found == [("target", 2023), ("target", 2022), ("target", 2023), ("growth", 2022)]


def test_budgets_and_grants_that_are_outcomes() -> None:
    spent = claims("2023年1月5日\n2022年，贵阳市一般公共预算教育支出241.7亿元。贵阳市2022年全年专利授权5286件。")
    assert [(c.measure, c.indicator) for c in spent] == [("level", "教育支出"), ("level", "专利授权量")]


def test_how_much_of_a_plan_was_done_is_no_growth() -> None:
    text = (
        "2023年10月28日\n前三季度，贵阳市城镇新增就业4.37万人，为目标任务3.8万人的115.0%。"
        "一般公共预算收入241.8亿元，同比增长2.4%，完成年初预算的73.5%。"
    )
    done = {c.text: (c.measure, c.basis, c.indicator) for c in claims(text)}
    assert done["115.0%"] == ("ratio", "against_plan", "城镇新增就业人数")
    assert done["73.5%"] == ("ratio", "against_plan", "一般公共预算收入")
    assert done["3.8万人"][0] == "target"
    assert done["2.4%"][0] == "growth"
    assert timed(text)["73.5%"] == "2023-01/2023-09"


def test_the_line_of_the_paper_and_the_day_dates_what_follows() -> None:
    told = timed(
        "周口日报 2023年2月20日\n2022年，周口市粮食总产量186.3亿斤。\n"
        "生产平稳。全年生猪出栏655.3万头；年末生猪存栏418.6万头。"
    )
    assert list(told.values()) == ["2022-01/2022-12", "2022-01/2022-12", "2022-12/2022-12"]
    assert timed("澳門日報　2023年6月2日\n\n【本報消息】澳門今年五月博彩毛收入為211.9億澳門元。") == {
        "211.9億澳門元": "2023-05/2023-05"
    }
    event = timed("论坛2023年2月20日在贵阳举行，吸引参展企业300家。")
    assert event == {"300家": "2023-02/2023-02"}


def test_what_a_fall_started_from_is_of_the_year_before_and_a_ratio_to_one_is_one_figure() -> None:
    fell = timed("2023年1月5日\n去年，贵阳市小学招生从16.47万人降到14.36万人。")
    assert fell == {"16.47万人": "2021-01/2021-12", "14.36万人": "2022-01/2022-12"}
    assert named("2023年，贵阳市小学生师比15.63:1。")[0][0] == "15.63"
    assert len(named("2023年，贵阳市小学生师比15.63:1。")) == 1


def test_the_lower_middle_school_in_a_table_is_no_beginning_of_a_year() -> None:
    table = (
        "贵阳市各类受教育程度人数（人）\n\n| 受教育程度 | 2010年 | 2020年 |\n|---|---|---|\n"
        "| 高中 | 8416 | 10490 |\n| 初中 | 34152 | 32910 |\n"
    )
    assert timed(table, "a.md")["34152"] == "2010-01/2010-12"


def test_teachers_shared_out_over_the_schools_named_before() -> None:
    told = named("2023年，贵阳市小学、初中在校生分别为5.63万人、6.02万人，专任教师分别为1万人、2万人。")
    assert [name for _, name in told][2:] == ["小学专任教师", "初中专任教师"]


def test_one_name_that_lists_schools_shares_out_their_pupils() -> None:
    told = named("2023年，贵阳市普通高中、中职学校共有100所，招生3.54万人、1.68万人。")
    assert told[1] == ("3.54万人", "普通高中招生人数")
    assert told[2][1].startswith("中职")
    one = named("2023年，贵阳市小学300所，招生3.54万人、在校生1.68万人。")
    assert [name for _, name in one][1:] == ["小学招生人数", "小学在校生人数"]
