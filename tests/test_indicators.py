"""Keys of indicators: wording meets, substance never does; cleaning, sharing and splitting of names."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.extract import indicators

SAME = (
    ("规上工业增加值", "规模以上工业增加值"),
    ("规上工业总产值", "规模以上工业总产值"),
    ("战新产业增加值", "战略性新兴产业增加值"),
    ("战新产业", "战略性新兴产业"),
    ("先进制造业占规上工业比重", "先进制造业增加值占规上工业增加值比重"),
    ("先进制造业占规模以上工业比重", "先进制造业增加值占规模以上工业增加值比重"),
    ("数字经济占GDP比重", "数字经济增加值占地区生产总值比重"),
    ("GDP", "地区生产总值"),
    ("本地生产总值", "地区生产总值"),
    ("生产总值", "地区生产总值"),
    ("社零总额", "社会消费品零售总额"),
    ("消费品零售总额", "社会消费品零售总额"),
    ("外贸进出口", "进出口总额"),
    ("外贸进出口总值", "进出口总额"),
    ("货物进出口总额", "进出口总额"),
    ("进出口总值", "进出口总额"),
    ("出口总值", "出口总额"),
    ("出口额", "出口总额"),
    ("货物出口", "出口总额"),
    ("研发投入强度", "全社会研发投入强度"),
    ("R&D经费投入强度", "全社会研发投入强度"),
    ("固投", "固定资产投资"),
    ("固定资产投资额", "固定资产投资"),
    ("一般公共预算收入总额", "一般公共预算收入"),
    ("归母净利润", "归属于母公司股东的净利润"),
    ("CPI", "居民消费价格指数"),
    ("PPI", "工业生产者出厂价格指数"),
    ("PMI", "制造业采购经理指数"),
    ("旅游收入", "旅游总收入"),
    ("接待游客", "接待游客人次"),
    ("常住人口总数", "常住人口"),
    ("国家高新技术企业数量", "高新技术企业数"),
    ("国家级专精特新“小巨人”企业", "专精特新小巨人企业数量"),
    ("发明专利授权", "发明专利授权量"),
    ("新能源车产量", "新能源汽车产量"),
    ("票房", "票房收入"),
    ("累计票房", "票房"),
    ("市场主体数量", "经营主体数量"),
    ("社会消费品零售总额", "社会消费品零售额"),
    ("高技术制造业占规上工业增加值比重", "高技术制造业增加值占规模以上工业增加值比重"),
    ("人均GDP", "人均地区生产总值"),
    ("全年粮食总产量", "粮食产量"),
    ("快递业务总量", "快递业务量"),
    ("营收", "营业收入"),
    ("存款余额总额", "存款余额"),
)

APART = (
    ("出口总额", "进出口总额"),
    ("进口总额", "进出口总额"),
    ("出口总额", "进口总额"),
    ("规上工业增加值", "规上工业总产值"),
    ("工业增加值", "工业总产值"),
    ("工业增加值", "规模以上工业增加值"),
    ("先进制造业增加值", "高技术制造业增加值"),
    ("先进制造业占规上工业比重", "高技术制造业占规上工业比重"),
    ("增加值", "增加值占比"),
    ("战略性新兴产业增加值", "战略性新兴产业增加值占地区生产总值比重"),
    ("居民人均可支配收入", "城镇居民人均可支配收入"),
    ("居民人均可支配收入", "农村居民人均可支配收入"),
    ("常住人口", "户籍人口"),
    ("地区生产总值", "人均地区生产总值"),
    ("地区生产总值", "海洋生产总值"),
    ("营业收入", "净利润"),
    ("净利润", "归属于母公司股东的净利润"),
    ("营业收入", "营业总收入"),
    ("固定资产投资", "工业投资"),
    ("工业投资", "制造业投资"),
    ("固定资产投资", "房地产开发投资"),
    ("新能源汽车产量", "汽车产量"),
    ("新能源汽车产量", "新能源汽车销量"),
    ("汽车销量", "汽车产量"),
    ("汽车出口量", "汽车产量"),
    ("存款余额", "贷款余额"),
    ("人民币存款余额", "本外币存款余额"),
    ("专利申请量", "专利授权量"),
    ("专利授权量", "发明专利授权量"),
    ("高新技术企业数量", "科技型中小企业数量"),
    ("研发投入", "研发投入强度"),
    ("旅游总收入", "国内旅游收入"),
    ("接待游客人次", "接待入境游客人次"),
    ("居民消费价格指数", "工业生产者出厂价格指数"),
    ("票房", "首日票房"),
    ("票房", "观影人次"),
    ("实际使用外资", "合同外资"),
    ("失业率", "城镇调查失业率"),
    ("失业率", "青年失业率"),
    ("出生人口", "死亡人口"),
    ("出生率", "死亡率"),
    ("港口货物吞吐量", "集装箱吞吐量"),
    ("旅客吞吐量", "货邮吞吐量"),
    ("高速公路里程", "铁路里程"),
    ("铁路里程", "高铁里程"),
    ("发电量", "用电量"),
    ("发电量", "装机容量"),
    ("工业用电量", "全社会用电量"),
    ("一般公共预算收入", "一般公共预算支出"),
    ("税收收入", "一般公共预算收入"),
    ("规模以上工业企业利润总额", "规模以上工业企业营业收入"),
    ("资产总额", "负债总额"),
    ("资产负债率", "不良贷款率"),
    ("毛利率", "净利率"),
    ("第二产业增加值", "第三产业增加值"),
    ("货物贸易进出口", "服务贸易进出口"),
    ("人工智能企业数量", "人工智能产业规模"),
    ("全社会固定资产投资", "固定资产投资"),
    ("粮食产量", "夏粮产量"),
    ("数字经济核心产业增加值", "数字经济增加值"),
    ("商品房销售面积", "商品房销售额"),
    ("商品房销售面积", "商品房施工面积"),
    ("社会消费品零售总额", "网上零售额"),
    ("服务业增加值", "现代服务业增加值"),
    ("生产性服务业增加值", "服务业增加值"),
    ("跨境电商进出口", "进出口总额"),
    ("一般贸易进出口", "加工贸易进出口"),
    ("对美国出口", "对欧盟出口"),
    ("总票房", "国产影片票房"),
    ("专精特新中小企业数量", "专精特新小巨人企业数量"),
    ("总资产", "净资产"),
    ("就业人数", "失业人数"),
    ("访客总消费", "人均消费"),
    ("整体消费物价指数", "基本消费物价指数"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_differ_in_wording_meet(one: str, other: str) -> None:
    assert indicators.key(one) == indicators.key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_differ_in_substance_never_meet(one: str, other: str) -> None:
    assert indicators.key(one) != indicators.key(other)


TRADE = ("进出口", "出口", "进口", "对美国出口", "对美国进口", "服务贸易出口", "民营企业进出口", "民营企业出口")
OUTPUT = ("增加值", "总产值", "销售产值", "营业收入", "利润总额", "投资")
WHO = ("工业", "规模以上工业", "先进制造业", "高技术制造业", "战略性新兴产业", "服务业", "现代服务业", "民营经济")


@pytest.mark.parametrize(("one", "other"), list(combinations(TRADE, 2)))
def test_directions_of_trade_never_meet(one: str, other: str) -> None:
    assert indicators.key(one + "总额") != indicators.key(other + "总额")


@pytest.mark.parametrize("who", WHO)
def test_measures_of_one_sector_never_meet(who: str) -> None:
    assert len({indicators.key(who + measure) for measure in OUTPUT}) == len(OUTPUT)


@pytest.mark.parametrize("measure", OUTPUT)
def test_sectors_of_one_measure_never_meet(measure: str) -> None:
    assert len({indicators.key(who + measure) for who in WHO}) == len(WHO)


@pytest.mark.parametrize("who", WHO)
def test_a_level_never_meets_its_share(who: str) -> None:
    level = who + "增加值"
    assert indicators.key(level) != indicators.key(indicators.share(level, "地区生产总值"))


@pytest.mark.parametrize(
    ("part", "other"), list(combinations(("先进制造业", "高技术制造业", "装备制造业", "战略性新兴产业"), 2))
)
def test_shares_of_different_parts_never_meet(part: str, other: str) -> None:
    whole = "规模以上工业增加值"
    assert indicators.key(indicators.share(part, whole)) != indicators.key(indicators.share(other, whole))


@pytest.mark.parametrize(
    ("whole", "other"), list(combinations(("地区生产总值", "规模以上工业增加值", "服务业增加值", "货物进出口总额"), 2))
)
def test_shares_of_different_wholes_never_meet(whole: str, other: str) -> None:
    assert indicators.key(indicators.share("民营经济增加值", whole)) != indicators.key(
        indicators.share("民营经济增加值", other)
    )


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("先进制造业", "规上工业", "先进制造业增加值占规模以上工业增加值比重"),
        ("先进制造业增加值", "规模以上工业增加值的比重", "先进制造业增加值占规模以上工业增加值比重"),
        ("数字经济", "GDP", "数字经济增加值占地区生产总值比重"),
        ("民营企业进出口总额", "同期进出口总额", "民营企业进出口总额占进出口总额比重"),
    ],
)
def test_a_share_names_its_part_and_whole(part: str, whole: str, expected: str) -> None:
    assert indicators.key(indicators.share(part, whole)) == indicators.key(expected)


@pytest.mark.parametrize(
    ("phrase", "members"),
    [
        ("先进制造业和高技术制造业增加值", ["先进制造业增加值", "高技术制造业增加值"]),
        ("出口、进口总额", ["出口总额", "进口总额"]),
        ("粮食、油料和糖料产量", ["粮食产量", "油料产量", "糖料产量"]),
        ("出口总额", ["出口总额"]),
    ],
)
def test_an_enumeration_shares_its_head(phrase: str, members: list[str]) -> None:
    assert indicators.split_list(phrase) == members


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("增长最快的城市之一的工业增加值", "工业增加值"),
        ("去年的出口总额", "出口总额"),
        ("工业增加值", "工业增加值"),
    ],
)
def test_the_name_is_what_stands_last(phrase: str, expected: str) -> None:
    assert indicators.last_of(phrase) == expected


@pytest.mark.parametrize(
    ("name", "unit"),
    [("地区生产总值", "元"), ("常住人口", "人"), ("粮食产量", "吨"), ("失业率", "%"), ("新能源汽车产量", "辆")],
)
def test_an_indicator_knows_its_unit(name: str, unit: str) -> None:
    assert indicators.hint(name)[1] == unit


@pytest.mark.parametrize("name", ["《红楼梦》的作者", "天气", "你好"])
def test_what_is_no_indicator_is_unknown(name: str) -> None:
    assert not indicators.is_known(name)


NAMES = st.text(alphabet="规上模以工业增加值总产占比重地区出口进额数量的“”（）ABR&D", max_size=16)


@given(NAMES)
@settings(max_examples=300, deadline=None)
def test_marks_do_not_part_names(name: str) -> None:
    assert indicators.key(f"“{name}”") == indicators.key(name)


@given(NAMES)
@settings(max_examples=300, deadline=None)
def test_a_standard_name_stays_as_it_is(name: str) -> None:
    once = indicators.standard(name)
    assert indicators.key(once) == indicators.key(name)


@given(NAMES)
@settings(max_examples=300, deadline=None)
def test_a_key_is_never_empty_for_a_name(name: str) -> None:
    if len(indicators.bare(name)) >= 2:
        assert indicators.key(name)


def test_the_nouns_of_growth_that_end_a_name_are_told_the_longest_first() -> None:
    assert indicators.growth_nouns("零售业实质升幅") == ("实质升幅", "升幅")
    assert indicators.growth_nouns("零售业销售额") == ()
