"""What a figure is called: the whole noun, not the clause round it; and what is no figure at all."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract import indicators, phrases
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Extraction, Source


def read(text: str) -> Extraction:
    return extract(Document(Source("s1", "a.txt", "0", published=date(2025, 3, 1)), text))


def names(text: str) -> list[tuple[str, str, str]]:
    return [(c.text, c.indicator, c.measure) for c in read(text).claims]


def only(text: str) -> Claim:
    (claim,) = read(text).claims
    return claim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the noun behind ends where the clause goes on
        ("展会共有860家企业参展。", [("860家", "参展企业数量", "level")]),
        ("活动期间，45条古镇旅游线路带动周边消费。", [("45条", "古镇旅游线路数量", "level")]),
        ("全市新建3个污水处理厂。", [("3个", "新建污水处理厂数量", "level")]),
        ("镇里建了6家检测机构。", [("6家", "检测机构数量", "level")]),
        ("工程可满足超200万户家庭一年的用电量。", [("超200万户", "家庭户数", "level")]),
        # a verb right before a noun is part of its name
        ("参展企业达1200家。", [("1200家", "参展企业数量", "level")]),
        # those to whom something happened
        ("地震已造成31人死亡、102人受伤。", [("31人", "死亡人数", "level"), ("102人", "受伤人数", "level")]),
        ("车祸致3死9伤。", [("3死", "死亡人数", "level"), ("9伤", "受伤人数", "level")]),
        # actions are named by what their unit measures
        ("全省累计出口各类家具32.5亿元。", [("32.5亿元", "家具出口额", "level")]),
        ("指挥部已筹集到帐篷2600顶。", [("2600顶", "筹集到帐篷数量", "level")]),
        ("三月缆车发送旅客85万人次。", [("85万人次", "缆车旅客发送量", "level")]),
        # a word that also reports may begin a name
        ("全国数据市场交易规模超900亿元。", [("超900亿元", "数据市场交易规模", "level")]),
        # a bare part takes the head of its whole
        (
            "汽车销量80万辆，其中新能源汽车30万辆，商用车5万辆。",
            [
                ("80万辆", "汽车销量", "level"),
                ("30万辆", "新能源汽车销量", "level"),
                ("5万辆", "商用车销量", "level"),
            ],
        ),
        (
            "规模以上工业增加值增长5.1%。其中，采矿业增长2.2%，制造业增长6.3%。",
            [
                ("5.1%", "规模以上工业增加值", "growth"),
                ("2.2%", "规模以上采矿业增加值", "growth"),
                ("6.3%", "规模以上制造业增加值", "growth"),
            ],
        ),
        # one word for two indicators
        (
            "汽车产销量分别完成40.5万辆和41.2万辆。",
            [("40.5万辆", "汽车产量", "level"), ("41.2万辆", "汽车销量", "level")],
        ),
        # two figures shared out over the two names before
        (
            "海关验放申请单达3.2万票、商品金额7.1亿元，同比分别增长1.4倍、62%。",
            [
                ("3.2万票", "海关验放申请单", "level"),
                ("7.1亿元", "商品金额", "level"),
                ("1.4倍", "海关验放申请单", "growth"),
                ("62%", "商品金额", "growth"),
            ],
        ),
        # what the clause before says of growth does not make a stated level a change
        ("人均收入连年增长，2024年达到了15000元。", [("15000元", "人均收入", "level")]),
        ("中央下达560亿元超长期特别国债。", [("560亿元", "超长期特别国债", "level")]),
        ("该国对商品加征15%关税。", [("15%", "关税税率", "ratio")]),
        ("海域发生6.9级地震。", [("6.9级", "地震震级", "level")]),
        ("60岁及以上人口310万人，占18.2%。", [
            ("310万人", "60岁及以上人口", "level"), ("18.2%", "60岁及以上人口占总人口比重", "share"),
        ]),
        ("公司拟每10股派发现金红利2.4元。", [("2.4元", "每10股派发现金红利", "level")]),
        ("代表团获21金15银9铜。", [
            ("21金", "金牌数", "level"), ("15银", "银牌数", "level"), ("9铜", "铜牌数", "level"),
        ]),
    ],
)  # fmt: skip
def test_a_figure_is_called_by_its_whole_noun(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("70岁以上老人免费乘车。", "name"),
        ("他今年已经43岁。", "name"),
        ("500千伏输变电工程投产。", "name"),
        ("这艘5.8万吨散货船停靠码头。", "name"),
        ("十二部门联合印发通知。", "enumeration"),
        ("过去48小时雨势减弱。", "date"),
        ("每10万人拥有床位。", "name"),
        ("船队驶过北纬31度。", "name"),
        ("条例共9章72条。", "structure"),
        ("会上提出四点建议。", "enumeration"),
    ],
)
def test_what_is_part_of_a_name_is_no_figure(text: str, reason: str) -> None:
    found = read(text)
    assert not found.claims
    assert reason in {s.reason for s in found.skipped}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("列车全程用时2小时35分。", "155", "分钟"),
        ("他跑出10秒06。", "10.06", "秒"),
        ("现场展出7块石碑。", "7", "个"),
        ("这斤菜卖7块钱。", "7", "元"),
        ("国际金价突破每盎司3100美元。", "3100", "美元/盎司"),
        ("居民人均年龄为41岁。", "41", "岁"),
        ("项目历时18个月。", "18", "月"),
    ],
)
def test_units(text: str, value: str, unit: str) -> None:
    claim = only(text)
    assert (str(claim.value), claim.unit) == (value, unit)


@pytest.mark.parametrize(
    ("segment", "phrase"),
    [
        ("企业参加会议", "企业"),
        ("检测机构", "检测机构"),
        ("游客滞留口岸", "游客"),
        ("“灯塔工厂”", "“灯塔工厂”"),
        ("超长期特别国债资金", "超长期特别国债资金"),
        ("剧目52场演出", "剧目"),
        ("省级检测中心挂牌成立", "省级检测中心"),  # the noun ends where the clause goes on
    ],
)
def test_a_noun_phrase_ends_before_the_verb(segment: str, phrase: str) -> None:
    assert phrases.behind(segment) == phrase


@pytest.mark.parametrize(
    ("first", "further", "counted"),
    [
        ("省级工程研究中心", "、产业研究中心、材料研究中心。", "省级研究中心"),
        ("社区公园", "和口袋公园，", "公园"),
        ("航空公司", "、3家物流公司", "航空公司"),  # a count of its own
        ("图书馆", "、博物馆", "图书馆"),  # no noun in common
        ("社区食堂", "。", "社区食堂"),
    ],
)
def test_a_count_before_kinds_is_of_all_of_them(first: str, further: str, counted: str) -> None:
    assert phrases.union(first, further) == counted


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("灯具出口", "元", "灯具出口额"),
        ("灯具出口", "件", "灯具出口量"),
        ("运动员", "人", "运动员人数"),
        ("航线", "条", "航线数量"),
        ("销售费用率", "百分点", "销售费用率"),
        ("地区生产总值", "元", "地区生产总值"),
        ("设计库容", "立方米", "设计库容"),
    ],
)
def test_a_name_says_what_its_unit_measures(name: str, unit: str, expected: str) -> None:
    assert indicators.in_unit(name, unit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # yearbooks and censuses
        ("人口自然增长率为-1.2‰。", [("-1.2‰", "人口自然增长率", "ratio")]),
        (
            "年末生猪存栏31万头，全年出栏52万头。",
            [("31万头", "生猪存栏", "level"), ("52万头", "生猪出栏", "level")],
        ),
        ("总人口性别比（以女性为100，男性对女性的比例）为104.20。", [("104.20", "总人口性别比", "level")]),
        ("每10万人中具有大学文化程度的为9120人。", [("9120人", "每10万人中拥有大学文化程度人数", "level")]),
        ("户均人口为2.6人，比2010年减少0.3人。", [
            ("2.6人", "平均每个家庭户的人口", "level"), ("0.3人", "平均每个家庭户的人口", "change"),
        ]),
        # what is compared with is no name
        (
            "平均受教育年限为9.2年，与第五次全国人口普查相比提高1.1年。",
            [("9.2年", "15岁及以上人口平均受教育年限", "level"),
                ("1.1年", "15岁及以上人口平均受教育年限", "change")],
        ),
        # an aside gives the figure of the noun before it
        (
            "入境旅客310万人次，不过夜旅客（180万人次）增加12%。",
            [
                ("310万人次", "入境旅客人次", "level"),
                ("180万人次", "不过夜旅客人次", "level"),
                ("12%", "不过夜旅客人次", "growth"),
            ],
        ),
        # markets
        ("10年期国债收益率为1.9%。", [("1.9%", "10年期国债收益率", "ratio")]),
        ("人民币兑美元中间价报7.2013。", [("7.2013", "人民币汇率中间价", "level")]),
        ("人民币存款增长6.1%，外币存款下降2.3%。", [("6.1%", "人民币存款", "growth"), ("2.3%", "外币存款", "growth")]),
        ("公司实现人民币收入38.2亿元。", [("38.2亿元", "收入", "level")]),
        ("沪指报3105.2点。", [("3105.2点", "上证综合指数", "level")]),
        ("减税降费及退税720亿元。", [("720亿元", "减税降费及退税", "level")]),
        ("铁路预计发送旅客数620万人次。", [("620万人次", "旅客发送量", "level")]),
        ("东部快递干线运输量连续6年增长。", [("连续6年", "东部快递干线运输量", "streak")]),
        ("我国对东盟国家进出口首超千亿元。", [("超千亿元", "对东盟国家进出口额", "level")]),
        ("会议吸引来自国际组织的320家企业。", [("320家", "企业数量", "level")]),
        # what one is of another; without 与…之比 the noun is what it was
        ("泰州研发经费支出12.5亿元，与地区生产总值之比达2.8%。", [
            ("12.5亿元", "全社会研发投入", "level"), ("2.8%", "全社会研发投入强度", "ratio"),
        ]),
        ("进出口总额与地区生产总值之比为31.2%。", [("31.2%", "进出口总额占地区生产总值比重", "share")]),
        ("地区生产总值增长2.8%。", [("2.8%", "地区生产总值", "growth")]),
        # a clause that reaches a step goes on with the name of the one before
        ("粮食产量创新高，首次站上31亿斤的新台阶。", [("站上31亿斤", "粮食产量", "level")]),
        ("总票房跃过新的高度，冲破3亿大关。", [("冲破3亿", "票房", "level")]),
        ("今年服装出口 逾20亿元", [("逾20亿元", "服装出口额", "level")]),
        # what was announced is what the next sentence speaks of; two things announced are none
        ("统计局公布2024年工业增加值数据。同比增长3.8%。", [("3.8%", "工业增加值", "growth")]),
        ("统计局公布2024年出口、进口数据。同比增长3.8%。", [("3.8%", "", "growth")]),
        # when it was said names nothing
        ("今年地区生产总值增长预测由8月复检时的2.1%修订至3.2%。", [
            ("2.1%", "地区生产总值", "target"), ("3.2%", "地区生产总值", "target"),
        ]),
        # a bare noun of the same action as in the clause before
        ("新能源汽车销售火爆，销售额增长9.8%。", [("9.8%", "新能源汽车销售额", "growth")]),
        ("商品房销售面积30万平方米，销售额21亿元。", [
            ("30万平方米", "商品房销售面积", "level"), ("21亿元", "商品房销售额", "level"),
        ]),
        ("企业积极开展销售，销售额30亿元。", [("30亿元", "销售额", "level")]),
        ("进出口总额30亿元，出口额21亿元。", [("30亿元", "进出口总额", "level"), ("21亿元", "出口总额", "level")]),
        # the kind of transport before what was done
        ("民航预计累计运输旅客91万人次。", [("91万人次", "民航客运量", "level")]),
        ("预计累计运输旅客91万人次。", [("91万人次", "客运量", "level")]),
        # what is done is no noun
        ("影片以累计超5亿的票房证明了实力。", [("超5亿", "票房", "level")]),
        ("全国口岸出入境中外人员达21万人次。", [("21万人次", "出入境人次", "level")]),
        ("邮政快递业揽收和投递快递包裹9.2亿件。", [("9.2亿件", "快递揽投量", "level")]),
        # harvests
        ("全省已收获320万亩冬小麦，春小麦收获进度过三成。", [
            ("320万亩", "冬小麦收获面积", "level"), ("三成", "春小麦收获进度", "ratio"),
        ]),
    ],
)  # fmt: skip
def test_names_of_other_kinds_of_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("香港零售業總銷貨價值為301億元，盈利26億港元。", "港元"),
        ("澳門旅客總消費為182億元，折合每人2100澳門元。", "澳门元"),
        ("台灣上市公司合併營收812億元，另有新台幣30億元現金。", "新台币"),
        ("香港企业在内地投资301亿元，另有26亿港元贷款，按人民币301亿元计。", "港元"),
        ("香港企业在内地投资301亿元人民币，另有26亿港元贷款。", "元"),
        ("广州企业在香港投资301亿元。", "元"),
        ("香港投资301亿元。", "元"),
    ],
)
def test_a_currency_stated_once_is_that_of_the_passage(text: str, unit: str) -> None:
    assert read(text).claims[0].unit == unit


@pytest.mark.parametrize("text", ["三部影片分列二、三、四位。", "假期5天。", "展会为期4天。", "双方同意30天停火。"])
def test_ranks_shared_out_and_spans_are_no_figures(text: str) -> None:
    assert [c.text for c in read(text).claims if c.text not in ("三部",)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("学院有2.1万名教职工、超300名在站博士后。", ["教职工人数", "在站博士后人数"]),
        ("全市在岗职工8.3万人，医院有120名在编护士。", ["在岗职工人数", "在编护士人数"]),
        ("全县在岗位上坚守的干部1200名。", ["干部人数"]),  # there it says where
    ],
)
def test_what_describes_a_noun_stays_with_it(text: str, expected: list[str]) -> None:
    assert [claim.indicator for claim in read(text).claims] == expected


def test_what_is_being_built_is_counted_now() -> None:
    assert names("全市在建项目320个。") == [("320个", "在建项目数量", "level")]
