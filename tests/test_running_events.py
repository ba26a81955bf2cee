"""Counts that grow while a story is told, times set beside it, and facts that papers of one story share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factcheck import align, compare, setting
from factcheck.extract import indicators
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


def test_an_earlier_amount_of_money_is_set_beside_too() -> None:
    text = "公司公布截至2025年6月30日止六个月业绩。营业收入36.5亿元，2024年上半年为港币31.4亿元。净利润4.2亿元。"
    assert [c.period.end.year for c in read(text) if c.period] == [2025, 2024, 2025]


def test_a_year_ago_is_last_year() -> None:
    text = "今年7月，公司交付汽车4571辆。一年前的7月，公司交付汽车9433辆。一年前开业，现有门店36家。"
    assert [c.period.end.year for c in read(text) if c.period] == [DAY.year, DAY.year - 1, DAY.year]


def test_a_paragraph_that_looks_back_leaves_the_time_to_the_next() -> None:
    text = "2025年，成都市展会观众46万人次。2024年，观众41万人次。\n展览面积36万平方米。"
    assert [c.period.end.year for c in read(text) if c.period] == [2025, 2024, 2025]


def test_a_paragraph_of_a_later_time_hands_it_on() -> None:
    text = "2024年，成都市展会观众41万人次。2025年，观众46万人次。\n展览面积36万平方米。"
    assert [c.period.end.year for c in read(text) if c.period] == [2024, 2025, 2025]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("西博会闭幕\n本届西博会意向成交额120.5亿元，参展企业3210家。", "西博会"),
        ("中国西部国际博览会闭幕\n本届博览会参展企业3210家。西博会每两年一届，中国西部国际博览会由此得名。", "西博会"),
        ("《2026年春节联欢晚会》收官\n2026年春晚直播视频播放量5.78亿次，春晚落地媒体近4000家。", "春晚"),
        ("星湖音乐节落幕\n音乐节吸引观众6.2万人次，星湖音乐节设3个舞台。", "星湖音乐节"),
    ],
)
def test_an_event_owns_its_figures(text: str, owner: str) -> None:
    assert {c.entity for c in read(text)} == {owner}


def test_a_place_goes_before_an_event_named_by_the_way() -> None:
    text = "成都市统计局发布数据\n2025年，成都市接待游客3.2亿人次，成都市服贸会带动消费12.5亿元。"
    assert {c.entity for c in read(text)} == {"成都市"}


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("云溪大桥9月8日通车。云溪大桥位于贵州省。大桥全长2890米，主跨1420米。", "云溪大桥"),
        ("云溪大桥通车，高度超过白河第一桥60米。主桥跨径1420米。", "云溪大桥"),
        ("云溪大桥通车。此前最高的白河第一桥全长1341米。", "白河第一桥"),
    ],
)
def test_how_long_it_was_built_is_of_the_bridge(text: str, owner: str) -> None:
    found = [c for c in read(text) if c.indicator in ("全长", "主跨")]
    assert found
    assert {c.entity for c in found} == {owner}


def test_a_bridge_is_as_long_in_any_year() -> None:
    early = ("在建的云溪大桥全长2890米。", date(2023, 5, 1))
    late = ("云溪大桥通车。大桥全长2890米。", DAY)
    assert one_fact(early, late, "2890米")
    raised = run((early[0], DAY), ("云溪大桥通车。大桥全长2980米。", DAY))[1]
    assert [f.rule for f in raised] == ["FC106"]


def test_an_edition_is_one_time_whichever_of_its_days_is_named() -> None:
    one = ("西博会闭幕\n截至5月4日，西博会共有参展企业376家。本届西博会展期5天。", date(2025, 5, 5))
    other = ("西博会收官\n西博会昨日收官，参展企业367家。本届西博会展期5天。", date(2025, 5, 6))
    assert [f.rule for f in run(one, other)[1]] == ["FC106"]


def test_two_editions_of_a_year_are_two_times() -> None:
    spring = ("广交会闭幕\n本届广交会参展企业3.1万家，广交会展位7.4万个。", date(2025, 5, 6))
    autumn = ("广交会闭幕\n本届广交会参展企业3.2万家，广交会展位7.46万个。", date(2025, 11, 5))
    assert not run(spring, autumn)[1]


def test_half_a_step_is_rounded_up() -> None:
    one = ("2025年，成都市展会观众187450人。", DAY)
    assert not run(one, ("2025年，成都市展会观众18.75万人。", DAY))[1]
    assert run(one, ("2025年，成都市展会观众18.76万人。", DAY))[1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("成都市展会观众28万人，较去年春季同期举行的第135届展会同比增长17.3%。", "观众人数"),
        ("本届西博会按一年计意向成交额834.9亿美元。", "意向成交额"),
        ("来自57国的选手参赛。", "国家数量"),
        ("从桥面到水面的高度是625米。", "桥面距水面高度"),
    ],
)
def test_names_in_event_stories(text: str, name: str) -> None:
    assert read(text)[-1].indicator == name


def test_what_was_agreed_upon_at_a_fair_is_an_outcome() -> None:
    assert read("西博会闭幕\n本届西博会现场意向成交254.4亿美元，西博会成交活跃。")[0].measure == "level"
    assert read("西博会开幕在即\n本届西博会力争意向成交额达到254.4亿美元，西博会下月开幕。")[0].measure == "target"


def test_a_heading_is_no_firm() -> None:
    text = "春晚收官\n春晚落地媒体近4000家。\n历史对比：2025年春晚直播收视次数21.3亿次，获好评，历史对比鲜明。"
    assert {c.entity for c in read(text)} == {"春晚"}


def test_a_small_toll_is_not_dated_by_that_of_another_disaster() -> None:
    text = "截至10日，台风造成台东2人死亡。\n去年10月登陆高雄的台风造成2人死亡。"
    assert [c.period.end.year for c in read(text) if c.period] == [2025, 2024]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("假期全社会跨区域人员流动量累计24.33亿人次\n日均3.04亿人次。", "人次", 2_433_000_000),
        ("来自57国的选手参赛。", "个", 57),
    ],
)
def test_what_is_counted_keeps_its_unit(text: str, unit: str, value: int) -> None:
    assert (read(text)[0].unit, read(text)[0].value) == (unit, value)


def test_days_that_a_fair_lasts_are_no_date() -> None:
    found = read("书展展期由原本7日减至6日，共有89万人次入场。")
    assert [c.period.end for c in found if c.unit == "人次" and c.period] == [DAY]
    assert [c.period.end.day for c in read("8月7日，书展共有89万人次入场。") if c.period] == [7]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("火灾造成31人仍然失联。", "失踪人数"),
        ("火灾后37人仍留院。", "住院人数"),
        ("2.8万名跑者齐聚一堂。", "参赛人数"),
        ("4800名国际跑者齐聚成都。", "国际选手人数"),
        ("全国检察机关批准逮捕60万人；受理审查起诉163.3万人。", "受理审查起诉人数"),
        ("全国检察机关提起公诉127.2万人。", "起诉人数"),
    ],
)
def test_people_in_event_stories(text: str, name: str) -> None:
    assert indicators.key(read(text)[-1].indicator) == indicators.key(name)


def test_this_edition_is_not_told_of_the_last_one() -> None:
    text = "2021年选举，登记选民447.3万人。至于今届选举，登记选民413.1万人。"
    assert [c.period.end.year for c in read(text) if c.period] == [2021, 2025]


def test_the_day_of_the_week_in_brackets_dates_nothing() -> None:
    text = "8月11日，铁路客运量1388.2万人次，比2024年同期（星期日）增长5.1%。\n民航客运量211.02万人次。"
    assert {c.period.end for c in read(text) if c.period} == {date(2025, 8, 11)}


def test_the_days_of_a_season_go_before_the_year_it_is_in() -> None:
    text = "2025年暑运专班数据显示，暑运40天（7月1日至8月9日），铁路客运量5.1亿人次。民航客运量9020万人次。"
    assert {(c.period.start.month, c.period.end.month) for c in read(text) if c.period and c.unit == "人次"} == {(7, 8)}


def test_all_that_was_estimated_on_the_last_day_is_preliminary() -> None:
    text = "8月1日至8月12日，客流平稳。预计铁路客运量为5136.2万人次，民航客运量为918.9万人次。"
    assert all("preliminary" in c.flags for c in read(text))
    assert not any("preliminary" in c.flags for c in read(text.replace("预计", "")))


def test_a_part_of_a_toll_does_not_contradict_the_whole() -> None:
    head = "云南省强震致1007人遇难 超2300人受伤" + chr(10)
    text = head + "受灾最重的是山区。云南省已有超2300人受伤。其中受灾最重的一带有1670人受伤。"
    assert not run((text, DAY))[1]


def test_countries_named_for_one_figure_own_no_other() -> None:
    found = read("西博会闭幕\n本届西博会上，金砖国家采购商7.2万人。此外共有140家工商机构参会，西博会反响热烈。")
    assert [c.entity for c in found if c.unit == "家"] == ["西博会"]


def test_a_region_at_home_goes_on_owning() -> None:
    found = read("2025年，长三角地区进出口12.6万亿元。民营企业进出口7.05万亿元。")
    assert {c.entity for c in found} == {"长三角地区"}
