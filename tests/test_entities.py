"""Owners of figures: places, scopes, bodies, works; who is the object, whom the document is about."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract import about, entities, places
from factcheck.extract.claims import extract
from factcheck.extract.entities import EntityMention
from factcheck.model import Document, Source


def find(text: str) -> list[EntityMention]:
    return entities.find(text, 0, len(text))


def whom(text: str, given: str | None = None) -> str | None:
    """Whom a document is about."""
    return about.about(text, given, None).name


def owner(text: str, entity: str | None = None) -> str | None:
    """The entity of the first claim of a document."""
    return extract(Document(Source("s1", "a.txt", "0", entity=entity), text)).claims[0].entity


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("深圳市地区生产总值", "深圳市", "place"),
        ("深圳地区生产总值", "深圳市", "place"),
        ("内蒙古自治区粮食产量", "内蒙古自治区", "place"),
        ("内蒙古粮食产量", "内蒙古自治区", "place"),
        ("南山区地区生产总值", "南山区", "place"),
        ("我国粮食产量", "中国", "place"),
        ("全国粮食产量", "中国", "place"),
        ("澳门特别行政区财政收入", "澳门", "place"),
        ("长三角地区进出口", "长三角地区", "place"),
        ("全市常住人口", "全市", "scope"),
        ("我省常住人口", "我省", "scope"),
        ("《流浪地球2》票房", "《流浪地球2》", "work"),
        ("招商银行股份有限公司净利润", "招商银行", "organisation"),
        ("三洲银行股份有限公司净利润", "三洲银行股份有限公司", "organisation"),
    ],
)
def test_one_owner_is_found(text: str, name: str, kind: str) -> None:
    (mention,) = find(text)
    assert (mention.name, mention.kind, mention.object) == (name, kind, False)
    assert text[mention.start : mention.end][:2] == text[:2]


@pytest.mark.parametrize(
    "text",
    ["《统计公报》显示", "《高质量发展规划》提出", "国家统计局数据显示", "显著增长", "继续保持", "其中出口"],
)
def test_no_owner_is_found(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("高于全国水平", "中国"),
        ("占全国的比重", "中国"),
        ("居全国第一", "中国"),
        ("位列全球第三", "世界"),
        ("对美国出口", "美国"),
        ("与东盟贸易", "东盟"),
        ("较上海高", "上海市"),
        ("比上海多", "上海市"),
        ("销往日本", "日本"),
    ],
)
def test_the_other_side_is_an_object(text: str, name: str) -> None:
    (mention,) = find(text)
    assert (mention.name, mention.object) == (name, True)


def test_what_is_listed_with_an_object_is_one_too() -> None:
    assert [m.object for m in find("对美国、日本和英国出口")] == [True, True, True]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("二线城市新房价格下降0.3%。", ["二线城市"]),
        ("三四线城市票房占比54%，三线及以下城市下降。", ["三四线城市", "三线及以下城市"]),
        ("二、三线城市新房价格下降0.3%。", ["二三线城市"]),
        ("二线城市的居民超过1亿人。", []),
        ("深圳新房价格下降0.3%。", ["深圳市"]),
    ],
)
def test_a_sentence_of_a_long_document_names_the_same_owners(sentence: str, names: list[str]) -> None:
    lead = "图书馆延长了开放时间，孩子们安静地看书。\n" * 200
    assert [m.name for m in find(sentence)] == names
    assert [m.name for m in entities.find(lead + sentence, len(lead), len(lead + sentence))] == names


def test_joined_places_are_one_name() -> None:
    assert [m.name for m in find("深圳—香港—广州集群")] == ["深圳—香港—广州"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青海省粮食产量116万吨。", "青海省"),
        ("2024年，青海省粮食产量116万吨。", "青海省"),
        ("青海粮食产量116万吨，居全国第28位。", "青海省"),
        ("2024年，青海对美国出口116万吨。", "青海省"),
        ("2024年，全国粮食产量7亿吨。", "中国"),
        ("《流浪地球2》票房达40亿元。", "《流浪地球2》"),
        ("招商银行股份有限公司净利润1466亿元。", "招商银行"),
        ("据国家统计局消息，2024年，青海省粮食产量116万吨。", "青海省"),
    ],
)
def test_whose_figure_it_is(text: str, expected: str) -> None:
    assert owner(text) == expected


@pytest.mark.parametrize(
    ("scope", "about"), [("全市", "珠海市"), ("我市", "珠海市"), ("全省", "青海省"), ("我省", "青海省")]
)
def test_a_scope_is_the_documents_place(scope: str, about: str) -> None:
    assert owner(f"{scope}粮食产量116万吨。", about) == about


def test_a_scope_is_the_place_spoken_of() -> None:
    text = "2024年，青海省粮食产量116万吨。全省油料产量20万吨。"
    claims = extract(Document(Source("s1", "a.txt", "0"), text)).claims
    assert [c.entity for c in claims] == ["青海省", "青海省"]


def test_a_document_is_about_the_place_it_names_most() -> None:
    text = "青海省工业向好。青海省消费向好。青海省投资向好。甘肃省出口向好。"
    assert whom(text) == "青海省"


def test_what_the_metadata_says_wins() -> None:
    assert whom("青海省工业。" * 5, "甘肃省") == "甘肃省"


def test_a_document_that_names_no_place_is_about_none() -> None:
    assert whom("产量增长，消费向好。") is None


@pytest.mark.parametrize(
    ("name", "speaks"), [("国家统计局", True), ("人民日报", True), ("青海省", False), ("招商银行", False)]
)
def test_who_publishes_figures_of_others(name: str, speaks: bool) -> None:
    assert entities.is_speaker(name) is speaks


@pytest.mark.parametrize(
    ("name", "level"), [("青海省", "province"), ("珠海市", "city"), ("中国", "country"), ("某某", "")]
)
def test_level_of_a_place(name: str, level: str) -> None:
    assert places.place_level(name) == level


def test_a_name_that_keeps_standing_before_indicators_is_in_use() -> None:
    text = "华为实现营业收入3亿元。华为净利润1亿元。华为公告称，华为销量增长。华为预计增长。"
    assert any("华为" in name for name in about.names_in_use(text))


@pytest.mark.parametrize("text", ["", "。", "《", "》《", "——", "对", "全国" * 200, "公司" * 100])
def test_odd_texts(text: str) -> None:
    find(text)
    whom(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在湖北宜昌，码头繁忙", ["宜昌市"]),
        ("云南省元谋县蔬菜产量", ["元谋县"]),
        ("新鲜蔬菜来自元谋，宾川县柑橘产量", ["宾川县"]),
        ("成都武侯区浆洗街街道", ["浆洗街街道"]),
        ("湖北农村居民", ["湖北省"]),
        ("山东海洋产值", ["山东省"]),
        ("在湖南双峰，茶园", ["双峰县"]),
        ("在湖南农村，茶园", ["湖南省"]),
        ("湖南湘江沿岸", ["湖南省"]),
        ("浙江乡村振兴", ["浙江省"]),
        ("江苏股市", ["江苏省"]),
    ],
)
def test_a_place_in_a_place_is_the_finer_one(text: str, names: list[str]) -> None:
    assert [m.name for m in find(text) if not m.object] == names


@pytest.mark.parametrize(
    "text", ["布尔特兰州议会", "医保定点药店", "第一次世界大战", "经济全球化", "服务的均衡水平", "中东部地区"]
)
def test_a_word_that_holds_a_places_name_is_no_place(text: str) -> None:
    assert [m.name for m in find(text)] == []


def test_a_chinese_city_keeps_its_name_behind_other_words() -> None:
    assert [m.name for m in find("列车驶抵兰州")] == ["兰州市"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("贵州、云南两省增长", ["贵州省、云南省"]),
        ("贵州和云南茶叶产量均增长", ["贵州省、云南省"]),
        ("贵州、云南等地降雨", ["贵州省、云南省"]),
        ("贵州、云南分别增长", ["贵州省", "云南省"]),
        ("贵州、云南等省分别增长", ["贵州省", "云南省"]),
        ("烟台港、青岛港等枢纽港", ["烟台港、青岛港"]),
    ],
)
def test_places_spoken_of_together_are_one_owner(text: str, names: list[str]) -> None:
    assert [m.name for m in find(text)] == names


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("在东京发现", True),
        ("从河南引进", True),
        ("由河南生产", True),
        ("从河南看", False),
        ("在河南举办的展会", True),
        ("在河南种植", False),
    ],
)
def test_where_things_come_from_or_meet_is_no_owner(text: str, aside: bool) -> None:
    (mention,) = find(text)
    assert mention.object is aside


def test_all_the_province_is_what_the_city_lies_in() -> None:
    assert places.resolve_scope("province", "无锡市", "中国") == "江苏省"
    assert places.resolve_scope("county", "无锡市", None) == "无锡市"
    assert places.resolve_scope("province", "洛阳市", "河南省") == "河南省"


MANY = "\n".join(
    f"{name}春耕开始\n{name}各地抓紧农时。"
    for name in ("山西", "辽宁", "吉林", "湖北", "湖南", "贵州", "云南", "陕西", "甘肃", "青海", "日本")
)


@pytest.mark.parametrize(
    ("story", "expected", "sure"),
    [
        ("全年快递业务稳步增长\n国家邮政局发布，快递业务量达900亿件。", "中国", True),
        ("智利发生山火\n智利内政部说，救援仍在继续。过火面积达900亩。", "智利", False),
        ("智利与秘鲁举行会谈\n双方贸易额达900万元。", None, False),
        ("走进古村落\n在安徽黟县，村民办起民宿。游客人数达900人。", "黟县", False),
        ("民航客流持续增长\n今天，多家公司在全国加开航班，海口、昆明等地客流较多。运送旅客达900万人次。", "中国", True),
        ("民航客流持续增长\n今天，多家公司在全国加开航班，海口客流较多。运送旅客达900万人次。", "海口市", False),
    ],
)
def test_each_story_of_a_newscast_has_its_own_owner(story: str, expected: str | None, sure: bool) -> None:
    text = f"今日要闻\n{MANY}\n我国经济稳步前行。\n{story}"
    source = Source("s1", "a.txt", "0", published=date(2025, 3, 1))
    last = extract(Document(source, text)).claims[-1]
    assert (last.entity, "sure" in last.flags or "named" in last.flags) == (expected, sure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我国船舶订单量占全球比重达30%。", "中国"),
        ("2024年，青海省锂盐产量占全国比重达30%。", "青海省"),
        ("青海省锂盐产量居全国第一。", "青海省"),
    ],
)
def test_a_country_owns_its_share_of_the_world(text: str, expected: str) -> None:
    assert owner(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [("南屏镇今年接待游客3.2万人次。", "南屏镇"), ("石湾市2025年出口320亿元。", "石湾市")],
)
def test_a_town_that_no_table_lists_is_a_place_before_a_time(text: str, name: str) -> None:
    assert [(one.name, one.kind) for one in find(text)] == [(name, "place")]


@pytest.mark.parametrize(
    "text", ["该市2025年出口320亿元。", "股市2025年成交3.2万亿元。", "农村今年新建3万座。", "小镇2025年开放。"]
)
def test_a_common_noun_before_a_time_is_no_town(text: str) -> None:
    assert not [one for one in find(text) if one.kind == "place"]


def entities_of(text: str, published: date | None = date(2025, 2, 1), given: str | None = None) -> list[str | None]:
    """The entity of every claim, in order."""
    source = Source("s1", "a.txt", "0", published=published, entity=given)
    return [c.entity for c in extract(Document(source, text)).claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，德国占全球出口的8%，法国占3%，中国占14%。", ["德国", "法国", "中国"]),
        ("2024年，全球新增患者900万人。", ["世界"]),
        ("2024年，临江舟山港集装箱吞吐量900万标箱。", ["舟山港"]),
        ("2024年，宁波舟山港集装箱吞吐量900万标箱。", ["宁波舟山港"]),
        ("2024年，镇海区地区生产总值900亿元；海曙区800亿元。", ["镇海区", "海曙区"]),
        ("2024年，商务区800亿元。", [None]),
    ],
)
def test_owners_in_turn(text: str, expected: list[str | None]) -> None:
    assert entities_of(text) == expected


def test_the_whole_province_is_not_the_owner_of_a_gap() -> None:
    text = "2024年，全市城镇化率66%，高于全省平均水平3个百分点，占全省比重9%。出口额200亿元。"
    assert entities_of(text, given="洛阳市") == ["洛阳市"] * 4


def test_where_travellers_and_buyers_come_from_narrows_the_name() -> None:
    text = "2024年，入境旅客900万人次，其中，内地旅客600万人次，香港旅客200万人次。"
    source = Source("s1", "a.txt", "0", published=date(2025, 2, 1), entity="澳门")
    claims = extract(Document(source, text)).claims
    assert [c.entity for c in claims] == ["澳门"] * 3
    assert [c.indicator for c in claims[1:]] == ["内地旅客", "香港旅客"]


COMPANY = (
    "松江重工股份有限公司2024年业绩\n松江重工股份有限公司今日公布业绩。2024年，公司营业收入90亿元，公司净利润9亿元。"
    "欧洲市场收入20亿元。据行业协会数据，全国起重机销量30万台。公司起重机销量3万台。2023年同期公司营业收入80亿元。"
)


def test_a_companys_own_paper_is_about_the_company() -> None:
    assert entities_of(COMPANY) == ["松江重工"] * 3 + ["中国"] + ["松江重工"] * 2


def test_a_papers_place_is_no_company() -> None:
    text = "青海省工业向好。海西公司投产。青海省有公司900家，公司税收增长。青海省外贸公司活跃。青海省公司总数增加。"
    assert whom(text) == "青海省"


def test_an_office_of_taiwan_speaks_of_taiwan() -> None:
    assert whom("经济成长率概估\n行政院主计总处\n第4季经济成长2%，对大陆出口增加。") == "台湾"
    assert whom("经济成长率概估\n统计处\n第4季经济成长2%，我国出口增加。") == "中国"


def test_one_of_a_list_is_not_what_follows() -> None:
    text = "2024年全国票房400亿元。广东、江苏分别为50亿元、40亿元。票房最高的一天达3亿元。"
    assert entities_of(text) == ["中国", "广东省", "江苏省", "中国"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("2024年，宁波银行净利润270亿元。", "宁波银行"),
        ("2024年，招行（600036.SH）净利润1480亿元。", "招商银行"),
        ("2024年，中国平安保险业务收入5500亿元。", "中国平安"),
        ("2024年，中国银行业总资产440万亿元。", "中国"),
        ("某证券预计，2024年经济增长5%。", None),
    ],
)
def test_a_company_by_name_is_no_place_and_a_trade_no_company(text: str, owner: str | None) -> None:
    found = extract(Document(Source("s", "a.txt", "0", published=date(2025, 3, 1)), text)).claims
    assert {c.entity for c in found} == {owner}


def test_a_paper_of_taiwan_counts_in_its_own_money() -> None:
    text = "甲公司去年營收812億元，年增5%；第4季營收230億元，季增3%。"
    assert extract(Document(Source("s", "a.txt", "0"), text)).claims[0].unit == "新台币"
    plain = text.replace("年增", "同比增长").replace("季增", "环比增长")
    assert extract(Document(Source("s", "a.txt", "0"), plain)).claims[0].unit == "元"


def test_what_a_company_makes_is_not_its_name() -> None:
    assert owner("比亚迪新能源车市占率扩大至3.5%。") == "比亚迪"


def test_all_of_a_kind_are_no_body() -> None:
    assert owner("泰州市医院接待患者12万人次。", "泰州市") == "泰州市医院"
    assert owner("全市医院接待患者12万人次。", "泰州市") == "泰州市"
    assert owner("全国口岸进出口货物12万吨。", "中国") == "中国"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("云岭材料：2025年净利同比预增45%\n公司预计2025年净利润3.2亿元。", "云岭材料"),
        (
            "证券简称：云岭材料\n云岭材料科技股份有限公司业绩预告\n公司预计净利润3.2亿元，公司销量增长，公司全年分红。",
            "云岭材料",
        ),
        ("10月份70个大中城市房价\n一线城市新房价格下降0.3%。上海上涨5%，深圳下降2%。", "中国"),
        ("〔記者王明／台北報導〕觀光署公布，去年來台旅客785萬人次。", "台湾"),
        ("通知：2025年净增用户3万户。", None),
    ],
)
def test_whom_the_opening_names(text: str, owner: str | None) -> None:
    document = Document(Source("s", "a.txt", "0", published=date(2026, 1, 29)), text)
    assert extract(document).claims[0].entity == owner


def test_a_paper_of_taiwan_says_our_of_the_island() -> None:
    assert entities_of("財政部統計處公布，去年我國出口640億美元，全國工廠900家。") == ["台湾", "台湾"]
    assert entities_of("财政部公布，去年我国出口640亿美元。") == ["中国"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("据统计，2023年全国共有医院3.8万个。", "中国"),
        ("工信部公布，一季度软件业务收入2.9万亿元，增长11%。", "中国"),
        ("国家文物局介绍，去年备案博物馆213家，新增展览4万个。", "中国"),
        # 全市 of a city that nothing names
        ("2023年，全市诊疗6120万人次，医院病床使用率82%。人均预期寿命80岁，全国为78.6岁。", None),
        ("我县新增耕地1.2万亩，高于全国平均进度。", None),
        ("113年1月就業人數1,158萬人，失業率3.31%。", "台湾"),
        ("他已從業13年，113名學生都考上了大學。", None),
    ],
)
def test_a_document_that_keeps_to_no_named_place(text: str, name: str | None) -> None:
    assert whom(text) == name


def test_a_scope_is_no_wider_place() -> None:
    assert places.resolve_scope("city", None, "中国") is None
    assert places.resolve_scope("city", "义乌市", "义乌市") == "义乌市"  # itself 全市
    assert places.resolve_scope("city", "义乌市", "金华市") == "金华市"
    assert places.resolve_scope("city", None, "湖北省") is None
    assert places.resolve_scope("city", None, "上海市") == "上海市"
    assert places.resolve_scope("province", None, "湖北省") == "湖北省"


@pytest.mark.parametrize(
    ("text", "names"), [("玉环生产总值", ["玉环市"]), ("桐庐县粮食产量", ["桐庐县"]), ("提高邮政服务", [])]
)
def test_counties_and_small_cities(text: str, names: list[str]) -> None:
    assert [m.name for m in find(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [("额济纳旗人民医院接待患者3万人次。", ["额济纳旗人民医院"]), ("集资额重回全球交易所榜首。", ["世界"])],
)
def test_a_sum_begins_no_name_of_a_body(text: str, names: list[str]) -> None:
    assert [m.name for m in find(text)] == names


@pytest.mark.parametrize(
    ("name", "opens"),
    [("规上", True), ("普惠", True), ("外贸", True), ("某外贸", True), ("青鸾", False), ("上", False), ("", False)],
)
def test_what_opens_a_known_term_is_no_name(name: str, opens: bool) -> None:
    assert about.opens_a_term(name) is opens
