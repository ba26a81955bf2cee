"""Sentences as news has them: records, goals, streets, nouns that are verbs, heads that say too little."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factcheck import pipeline
from factcheck.config import Config
from factcheck.extract import places
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Source


def claims(text: str, entity: str | None = "浙江省") -> dict[str, Claim]:
    source = Source("s1", "a.txt", "", published=date(2026, 2, 10), entity=entity)
    return {c.text: c for c in extract(Document(source, text)).claims}


def year(claim: Claim) -> int:
    assert claim.period is not None
    return claim.period.end.year


def test_a_record_and_the_one_that_it_surpasses() -> None:
    said = claims("2月9日单日客流量再创历史新高，达到18.5万人次，超过此前2021年创下的16.9万人次的纪录。")
    assert said["18.5万人次"].indicator == said["16.9万人次"].indicator
    old = said["16.9万人次"]
    assert old.measure == "level"
    assert year(old) == 2021


def test_more_than_a_year_before_had_is_the_level_of_then() -> None:
    said = claims("2025年，杭州市接待游客1.2亿人次，超过2019年的1.1亿人次，比宁波市多3000万人次。")
    then = said["1.1亿人次"]
    assert (then.measure, then.indicator) == ("level", said["1.2亿人次"].indicator)
    assert year(then) == 2019
    more = said["3000万人次"]
    assert (more.measure, more.indicator) == ("change", "接待游客与宁波市之差")


def test_goals_go_on_behind_a_year_to_come() -> None:
    said = claims("到2030年，研发投入强度达到4%。高新技术企业达到3万家。目前，全省有高新技术企业2万家。")
    assert [said[t].measure for t in ("4%", "3万家", "2万家")] == ["target", "target", "level"]
    assert (year(said["3万家"]), year(said["2万家"])) == (2030, 2026)


def test_what_will_be_done_in_several_fields_is_planned() -> None:
    assert claims("今年，浙江将在量子信息等领域布局实施不少于80项科研项目。")["不少于80项"].measure == "target"
    assert claims("2025年，浙江在量子信息等领域布局实施80项科研项目。")["80项"].measure == "level"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("位于上海的南京西路商圈集聚了2000多个品牌。", "上海市"),
        ("南京的商圈集聚了2000多个品牌。", "南京市"),
        ("安徽黄山推出新游法，已覆盖200家酒店。", "黄山市"),
        ("安徽黄山风景区一带已有200家酒店。", "安徽省"),
    ],
)
def test_streets_and_cities_behind_their_province(text: str, owner: str) -> None:
    assert next(iter(claims(text, None).values())).entity == owner


def test_a_county_behind_a_part_of_its_state() -> None:
    text = "美国伊利诺伊州中部科尔县"
    assert [p.name for p in places.find(text, 0, len(text))] == ["科尔县"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("会议提出23项具体举措。", "具体举措数量"),
        ("全省接入600多家社会化服务组织，承担烘干。", "社会化服务组织数量"),
        ("全省组织600场演出。", "组织演出数量"),
    ],
)
def test_nouns_that_are_verbs_as_well(text: str, name: str) -> None:
    assert [c.indicator for c in claims(text).values()] == [name]


def test_volume_inside_a_noun_is_no_basis() -> None:
    assert claims("2025年，全省物流实物量同比增长20%。")["20%"].indicator == "物流实物量"


def test_a_head_behind_an_average_takes_the_noun_before_it() -> None:
    assert claims("今年以来，高速公路上的新能源汽车日均流量增长60%。")["60%"].indicator == "新能源汽车流量"


def test_a_head_alone_is_never_sure() -> None:
    said = claims("2025年，全省成本下降5%，民营企业进出口增长6%。")
    assert not {"sure", "named"} & set(said["5%"].flags)
    assert "sure" in said["6%"].flags


def test_the_takings_of_a_film_are_its_takings_whatever_its_kind() -> None:
    said = claims("战争题材影片《长河》和《远山》票房分别突破13亿元和30亿元，《长河》首日票房2亿元。", None)
    assert [c.indicator for c in said.values()] == ["票房", "票房", "首日票房"]


def test_what_is_counted_in_the_nation_is_not_surely_of_the_place_spoken_of() -> None:
    text = "在甘肃，农田建设已开工。今年，建设范围拓展至全国720个重点县。出口量位居全国第1。"
    said = claims(text, None)
    assert not {"sure", "named"} & set(said["720个"].flags)
    assert said["第1"].entity == "甘肃省"


def test_a_rank_is_of_whom_it_describes() -> None:
    assert claims("中国队战胜了世界排名第七的澳大利亚队。", None)["第七"].entity == "澳大利亚"


def test_a_holiday_that_only_explains_gives_no_time() -> None:
    said = claims("1月份，受春运返乡需求带动，客流攀升。全省铁路客运量3900万人次。")["3900万人次"]
    assert said.period is not None
    assert (said.period.start, said.period.end) == (date(2026, 1, 1), date(2026, 1, 31))


def test_what_has_been_done_is_no_goal() -> None:
    said = claims("全省提前实现2030年相关目标。我省已将服务网络覆盖6000多万人口。")
    assert said["6000多万人口"].measure == "level"


def test_an_index_in_percent_is_a_level_and_one_of_prices_a_rise() -> None:
    said = claims("12月，全省CPI为2.3%，制造业采购经理指数为50.2%，居民消费价格指数为102.3，消费者信心指数为50.8。")
    assert [c.measure for c in said.values()] == ["growth", "ratio", "level", "level"]
    assert said["50.8"].unit == "点"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("全市有公共大屏3508块。", "个"), ("出土9块石碑。", "个"), ("门票票价50块。", "元"), ("每斤上涨3块钱。", "元")],
)
def test_pieces_and_money(text: str, unit: str) -> None:
    assert [c.unit for c in claims(text).values()] == [unit]


def test_what_moves_by_points_goes_on_as_what_it_is() -> None:
    said = claims(
        "12月，全省工业增加值增速比上月加快0.3个百分点，为5.2%。失业率下降0.1个百分点，为5.1%。"
        "高技术产业占比提高1个百分点，达到16%。"
    )
    assert [said[t].measure for t in ("5.2%", "5.1%", "16%")] == ["growth", "ratio", "share"]
    assert said["0.3个百分点"].indicator == said["5.2%"].indicator + "增速"


def test_what_a_line_is_designed_for_is_no_plan() -> None:
    said = claims("2025年12月，新线路全长299.8公里，设计时速350公里，设计年产能50万辆。计划投资60亿元。")
    assert (said["350公里"].indicator, said["350公里"].measure) == ("设计时速", "level")
    assert (said["50万辆"].indicator, said["50万辆"].measure) == ("设计产能", "level")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("央行下调存款准备金率0.5个百分点。", "-0.5"),
        ("欧洲央行下调三大关键利率25个基点。", "-0.25"),
        ("该行上调基准利率50个基点。", "0.5"),
        ("物流成本降低，占比比上年高0.3个百分点。", "0.3"),  # another clause
        ("降低成本后，失业率上升0.2个百分点。", "0.2"),
    ],
)
def test_a_verb_before_what_it_sets(text: str, value: str) -> None:
    (found,) = [c for c in claims(text).values() if c.unit == "百分点"]
    assert str(found.value) == value


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("截至2025年10月8日，全年票房437.9亿元，已超出2024年全年票房12.9亿元。", "change"),
        ("截至2025年10月8日，全年票房437.9亿元，已超出2024年全年票房425亿元。", "level"),
        ("2025年全年票房437.9亿元，2024年国庆档票房12.9亿元。", "level"),  # nothing is gone beyond
    ],
)
def test_what_is_gone_beyond_and_by_how_much(text: str, measure: str) -> None:
    *_, last = claims(text, "中国").values()
    assert (last.indicator, last.measure) == ("票房", measure)
    assert year(last) == (2024 if measure == "level" else 2025)


def test_what_ends_a_text_says_nothing_of_the_figure_that_opens_it() -> None:
    (found,) = claims("44%，去年没有赚").values()
    assert found.measure == "share"
    (earned,) = claims("某公司去年少赚44%。").values()
    assert (earned.measure, earned.indicator) == ("growth", "利润")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("道指跌557.24点，报46590.24点。", "道琼斯工业平均指数", "-557.24"),
        ("恒指收市升235点，报26123点。", "恒生指数", "235"),
        ("台股加权指数终场涨123点。", "台湾加权指数", "123"),
        ("粮食产量增5亿斤。", "粮食产量", "500000000"),
        ("失业人数减2万人。", "失业人数", "-20000"),
    ],
)
def test_a_verb_of_one_character_says_by_how_much(text: str, name: str, value: str) -> None:
    moved, *rest = claims(text).values()
    assert (moved.indicator, moved.measure, str(moved.value)) == (name, "change", value)
    assert all((c.indicator, c.measure) == (name, "level") for c in rest)


@pytest.mark.parametrize("text", ["每升8.5元。", "500毫升3瓶。"])
def test_what_only_ends_like_such_a_verb(text: str) -> None:
    assert {c.measure for c in claims(text).values()} == {"level"}


@pytest.mark.parametrize(
    ("text", "name"),
    [("主队控球率仅38%。", "主队控球率"), ("选手犯规率为12%。", "选手犯规率"), ("甲率队夺得12枚金牌。", "金牌数")],
)
def test_the_end_of_a_rate_is_no_verb(text: str, name: str) -> None:
    assert [c.indicator for c in claims(text).values()] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("每千人口拥有执业医师3.6人、注册护士4.1人。", ["每千人口执业（助理）医师数", "每千人口注册护士数"]),
        ("每百户拥有空调145台，电动自行车80辆。", ["每百户空调数量", "每百户电动自行车数量"]),
        ("每百户家庭平均拥有43.5辆汽车。", ["每百户家庭汽车数量"]),
        ("每百名老人拥有养老床位4张。", ["每百名老人养老床位"]),
        ("每百人拥有图书150册，全市拥有汽车300万辆。", ["每百人图书数量", "汽车数量"]),
        ("每百户拥有空调145台；洗衣机102台。", ["每百户空调数量", "洗衣机数量"]),
    ],
)
def test_what_is_counted_over_so_many_is_no_count(text: str, names: list[str]) -> None:
    assert [c.indicator for c in claims(text).values()] == names


def test_a_density_has_the_unit_of_one() -> None:
    said = claims("人口密度为每平方公里1200人。乙县人口密度由每平方公里900人升至1100人/平方公里。")
    assert {(c.indicator, c.unit) for c in said.values()} == {("人口密度", "人/平方米")}
    (counted,) = claims("每平方公里设网格，安置居民900人。").values()
    assert counted.unit == "人"


def test_a_yield_and_by_how_much_it_rose() -> None:
    first, rose = claims("全国粮食亩产394.7公斤，比上年增加5.1公斤。").values()
    assert (first.indicator, first.unit) == (rose.indicator, rose.unit) == ("粮食单产", "千克/亩")


def test_nothing_is_a_share_of_itself() -> None:
    *_, share = claims("新能源汽车产销分别完成177.2万辆和171.5万辆，新车销量达到汽车新车总销量的51.6%。").values()
    assert share.indicator == "新能源汽车销量占汽车销量比重"


def test_who_says_so_without_when_and_where() -> None:
    (found,) = claims("某某组织11月12日发布的报告显示，2024年确诊病例1070万例。").values()
    assert (found.attribution, found.indicator) == ("某某组织", "确诊病例数")


def test_what_has_come_together_since_an_event_is_not_of_the_day() -> None:
    today, since = claims("空袭造成27人死亡。自停火以来已有312人丧生。").values()
    assert (today.indicator, today.basis) == ("死亡人数", None)
    assert (since.indicator, since.basis) == ("死亡人数", "since 停火")
    assert [c.basis for c in claims("自2020年开馆以来接待300万人次。").values()] == [None]
    assert [c.basis for c in claims("气温为自有记录以来最高的40度。").values()] == [None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("除汽车以外的消费品零售额42036亿元。", ["除汽车以外的消费品零售额"]),
        ("除夕票房5亿元。", ["票房"]),
        ("日最大降雨量可达150毫米。", ["日最大降雨量"]),
        ("铁路发送旅客5.13亿人次，民航9020万人次。", ["铁路客运量", "民航客运量"]),
        ("销货价值为352亿元，其中网上销售价值为33亿元。", ["销货价值", "网上销售价值"]),
    ],
)  # fmt: skip
def test_names_are_whole(text: str, names: list[str]) -> None:
    assert [c.indicator for c in claims(text).values()] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("总收益19.1亿美元，物业EBITDA 6.01亿美元。", ["总收入", "物业EBITDA"]),
        ("经调整EBITDA6.01亿美元，版本V3.2发布。", ["经调整EBITDA"]),
        ("录得贸易逆差399亿元，相等于进口货值的8.2%。", ["贸易逆差", "贸易逆差占商品进口货值比重"]),
        ("最低温14.2度出现在新竹。", ["最低气温"]),
    ],
)
def test_letters_and_likenesses(text: str, names: list[str]) -> None:
    assert [c.indicator for c in claims(text).values()] == names


def test_by_how_much_in_points_or_in_percent() -> None:
    points, percent, weeks = claims("总计本周，沪指累计跌155点或3.8%，连跌两个星期。").values()
    assert (points.measure, str(points.value)) == ("change", "-155")
    assert (percent.measure, percent.basis, str(percent.value)) == ("growth", "wow", "-3.8")
    assert (weeks.measure, weeks.unit) == ("streak", "周")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("旅客量412.3万人次，其中出境206.1万、入境205.9万。", {("出境旅客量", "人次"), ("入境旅客量", "人次")}),
        ("户籍人口850万人，其中男性430万，女性420万。", {("男性人口", "人"), ("女性人口", "人")}),
        ("旅游收入120亿元，其中门票33亿。", {("门票收入", "元")}),
        ("票房476亿元，其中国产影片票房398亿元，观影人次11.18亿。", {("国产影片票房", "元"), ("观影人次", "人次")}),
        ("户籍人口850万人，其中男性占51%。", {("男性占比", "%")}),
    ],
)
def test_parts_have_the_unit_of_their_whole(text: str, parts: set[tuple[str, str]]) -> None:
    _, *rest = claims(text).values()
    assert {(c.indicator, c.unit) for c in rest} == parts


def test_what_there_is_of_falls_due_by_its_own_name() -> None:
    lent, due, net = claims("央行开展4075亿元7天期逆回购操作，当日有1955亿元逆回购到期，净投放2120亿元。").values()
    assert (lent.indicator, due.indicator, net.indicator) == ("7天期逆回购操作规模", "逆回购到期规模", "公开市场净投放")


def test_what_has_been_delivered_in_all_is_not_of_the_month(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲乙汽车2025年10月交付新车38,289辆，同比增长25%。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("甲乙汽车2025年10月累计交付量达151万辆。", encoding="utf-8")
    (tmp_path / "c.txt").write_text("甲乙汽车2025年10月累计交付量达152万辆。", encoding="utf-8")
    result = pipeline.check([str(tmp_path)], Config(cache="off"))
    raised = [{c.text for c in result.claims if c.id in one.claims} for one in result.findings]
    assert raised == [{"151万辆", "152万辆"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "10月CPI同比0.2%，预期0%，前值-0.3%。",
            {
                ("0%", "居民消费价格指数", "target", "0"),
                ("-0.3%", "居民消费价格指数前值", "growth", "-0.3"),
            },
        ),
        (
            "非农就业人口增加11.9万人（前值减少0.4万人），失业率4.4%（市场预期为4.3%）。",
            {("0.4万人", "非农就业人口前值", "change", "-4000"), ("4.3%", "失业率", "target", "4.3")},
        ),
        ("合同负债77.5亿元（上期末55.1亿元）。", {("55.1亿元", "合同负债上期末", "level", "5510000000")}),
        ("利率为0.5%（此前为0.25%）。", {("0.25%", "利率此前", "ratio", "0.25")}),
        ("增速为0.5%，前值得关注的3家企业。", set()),  # 前 and 值得
    ],
)
def test_what_was_expected_and_what_was_before(text: str, expected: set[tuple[str, str, str, str]]) -> None:
    said = {(c.text, c.indicator, c.measure, str(c.value)) for c in claims(text).values()}
    assert said >= expected
    assert bool(expected) or not any("前值" in name for _, name, _, _ in said)


def test_votes_for_and_against() -> None:
    said = claims("草案以120票赞成、12票反对、3票弃权获得通过，同意票占八成。")
    assert {t: said[t].indicator for t in ("120票", "12票", "3票")} == {
        "120票": "赞成票数",
        "12票": "反对票数",
        "3票": "弃权票数",
    }
    assert claims("不同意票8万9千票。")["8万9千票"].indicator == "不同意票数"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "铁路运输业、道路运输业投资分别增长3.0%、下降2.7%；航空运输业增长7.2%。",
            {"3.0%": ("铁路运输业投资", "3"), "2.7%": ("道路运输业投资", "-2.7"), "7.2%": ("航空运输业", "7.2")},
        ),
        ("出口和进口分别增长6.1%和下降2.8%。", {"6.1%": ("出口总额", "6.1"), "2.8%": ("进口总额", "-2.8")}),
        (
            "城镇、农村居民人均消费支出分别为32994元和18175元。",
            {"32994元": ("城镇居民人均消费支出", "32994"), "18175元": ("农村居民人均消费支出", "18175")},
        ),
        ("计算机、通信和其他电子设备制造业增长27.8%。", {"27.8%": ("计算机、通信和其他电子设备制造业", "27.8")}),
        ("三、全国粮食总产量70650万吨。", {"70650万吨": ("粮食产量", "706500000")}),
        ("（二）、粮食总产量70650万吨。", {"70650万吨": ("粮食产量", "706500000")}),
        ("出口增长5%、下降3%的各占一半。", {"5%": ("出口总额", "5"), "3%": ("出口总额", "-3")}),  # no 分别
    ],
)
def test_lists_that_open_a_sentence(text: str, names: dict[str, tuple[str, str]]) -> None:
    said = {t: (c.indicator, str(c.value)) for t, c in claims(text).items()}
    assert {t: said[t] for t in names} == names


def test_parts_of_the_nation_in_a_list() -> None:
    text = "东部、中部、西部地区投资分别下降5.4%、1.7%和3.7%。"
    assert [c.entity for c in claims(text, None).values()] == ["东部地区", "中部地区", "西部地区"]
    text = "东、中、西部和东北地区基站分别达71.9万、32.4万、36.6万、9.7万个。"
    assert [c.entity for c in claims(text, None).values()] == ["东部地区", "中部地区", "西部地区", "东北地区"]
    assert [c.entity for c in claims("西部、南部山区降雨35毫米。", "浙江省").values()] == ["浙江省"]


def test_those_who_stand_for_others_are_no_table() -> None:
    assert claims("应出席代表2,929人。")["2,929人"].value == 2929
    assert claims("实到代表12人。")["12人"].value == 12
    assert list(claims("见表2和图3。")) == []


def test_shares_move_by_points_that_are_said_once() -> None:
    text = (
        "2020年11月1日零时，全市常住人口中，0—14岁人口占12.3%，15—59岁人口占64.0%，60岁及以上人口占23.7%。与2010年相比，"
        "0—14岁、15—59岁、60岁及以上人口的比重分别上升1.1、下降6.2和上升5.1个百分点。"
    )
    told = list(claims(text).values())
    assert [c.indicator for c in told[:3]] == [c.indicator for c in told[3:]]
    assert [(str(c.value), c.unit) for c in told[3:]] == [("1.1", "百分点"), ("-6.2", "百分点"), ("5.1", "百分点")]
    # a rise and another, each of its own
    apart = list(claims("2025年10月，甲产品产量增长5.2%，乙产品产量下降3.1万吨、丙产品产量增长2.2%。").values())
    assert [c.unit for c in apart] == ["%", "吨", "%"]
