"""Names and units that the press gives a figure in its own words: venues, speeds, yields, what a firm earned."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Source


def read(text: str, entity: str | None = None) -> list[Claim]:
    return list(extract(Document(Source("a", "a.txt", "", published=date(2026, 2, 10), entity=entity), text)).claims)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云岭极地馆共接待游客1.3万人次。", "云岭极地馆接待人次"),
        ("桃花坞公园接待8000人次。", "桃花坞公园接待人次"),
        ("全市接待游客120万人次。", "接待游客人次"),
        ("全省A级景区共接待游客210万人次。", "景区接待游客人次"),
        ("全市博物馆接待观众3万人次。", "博物馆接待观众人次"),
    ],
)
def test_a_venue_has_visitors_of_its_own(text: str, name: str) -> None:
    assert [c.indicator for c in read(text)] == [name]


def test_a_venue_in_a_breakdown_of_visits() -> None:
    assert read("全市共接待游客120万人次，其中太平湖景区20万人次。")[1].indicator == "太平湖景区接待人次"
    assert read("全市共有门店120家，其中太平湖景区20家。")[1].indicator != "太平湖景区接待人次"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("线路设计时速350公里。", "米/小时"),
        ("线路全长350公里。", "米"),
        ("小麦亩产394.7公斤。", "千克/亩"),
        ("每亩比上年增产5.1公斤。", "千克/亩"),
        ("每户比上年增收5.1公斤。", "千克"),
        ("全市PM2.5平均浓度为33微克。", "克/立方米"),
    ],
)
def test_a_unit_that_its_clause_spreads(text: str, unit: str) -> None:
    assert read(text)[0].unit == unit


def test_a_concentration_is_worked_out_so_a_whole_number_is_rounded() -> None:
    claim = read("全市PM2.5平均浓度为33微克/立方米。")[0]
    assert claim.low is not None
    assert claim.value is not None
    assert claim.low < claim.value


@pytest.mark.parametrize(
    ("text", "name", "measure", "sign"),
    [
        ("星河集团上半年少赚44%。", "利润", "growth", -1),
        ("星河集团上半年多赚一成。", "利润", "growth", 1),
        ("星河集团上半年净亏3亿元。", "净亏损", "level", 1),
        ("星河集团上半年亏1.2亿元。", "亏损", "level", 1),
        ("星河集团上季税前盈利只得3.1亿元。", "利润总额", "level", 1),
    ],
)
def test_what_a_firm_earned_or_lost(text: str, name: str, measure: str, sign: int) -> None:
    claim = read(text)[0]
    assert claim.value is not None
    assert (claim.indicator, claim.measure, claim.value > 0) == (name, measure, sign > 0)


def test_a_printed_sign_behind_a_comparison_is_growth() -> None:
    assert [(c.measure, c.indicator) for c in read("三季度共交付152831台，同比+45.4%。")][1] == ("growth", "交付量")
    assert read("三季度共交付152831台，占45.4%。")[1].measure == "share"


def test_a_verb_of_the_market_for_a_fall() -> None:
    fall = read("深成指软3.41%。")[0]
    assert fall.measure == "growth"
    assert fall.value is not None
    assert fall.value < 0
    assert read("软件业务收入增长3.4%。")[0].indicator == "软件业务收入"


def test_a_verb_in_a_heading_before_a_name_leaves_the_figure_its_own() -> None:
    assert read("空气质量持续改善 PM2.5浓度跌2.7%\n")[0].measure == "growth"


def test_what_rose_most_and_by_how_much() -> None:
    rise, fall = read("各类商品中，以珠宝首饰升幅最大，达60.8%，超市货品跌幅最大，为1.1%。")
    assert (rise.measure, rise.indicator) == ("growth", "珠宝首饰")
    assert rise.value is not None
    assert rise.value > 0
    assert (fall.measure, fall.indicator) == ("growth", "超市货品")
    assert fall.value is not None
    assert fall.value < 0
    assert read("各类商品中，以珠宝首饰最多，占60.8%。")[0].measure == "share"


def test_a_firm_named_behind_its_kind_and_before_its_code() -> None:
    body = (
        "化妆品连锁店云桥国际（00999）公布业绩，股东应占溢利5016万元，毛利率37.6%，每股盈利1.6仙，派中期息1仙。"
        "港澳营业额15亿元。"
    )
    assert read("云桥中期多赚近55%\n" + body)[0].entity == "云桥国际"
    assert read("连锁店中期多赚近55%\n" + body)[0].entity != "云桥国际"


def test_a_share_in_a_bracket_is_of_what_stands_before_it() -> None:
    text = (
        "全年客房平均入住率升至81.5%，其中二星级（85.1%）和五星级酒店（82.5%）的入住率较高，"
        "分别上升36.3及48.3个百分点。"
    )
    names = [c.indicator for c in read(text)]
    assert names[0] == "客房平均入住率"
    assert names[1:] == ["二星级入住率", "五星级酒店入住率"] * 2
    assert read("失业率（5.1%）高于去年。")[0].indicator == "失业率"


def test_as_much_as_an_earlier_year_is_no_growth() -> None:
    claims = read("住客增长3%，恢复至2019年的96.2%。")
    assert [(c.measure, c.indicator) for c in claims][1] == ("ratio", "住客与2019年之比")
    assert read("住客增长3%，2019年增长2%。")[1].measure == "growth"


def test_a_change_told_in_units_or_in_percent() -> None:
    claims = read("总人口与上年同月比较减少55632人或0.24%。")
    assert [(c.measure, str(c.value)) for c in claims] == [("change", "-55632"), ("growth", "-0.24")]
    assert read("只住两人的住宅170.2万宅或占24.7%。")[-1].measure == "share"


def test_a_level_told_behind_a_change_is_a_level() -> None:
    assert [(c.measure, str(c.value)) for c in read("云桥汽车交付量有所回落，为36275辆。")] == [("level", "36275")]
    assert [c.measure for c in read("云桥汽车交付量回落3275辆。")] == ["change"]


def test_a_class_inside_a_name_is_no_count() -> None:
    assert [c.indicator for c in read("近岸海域优良（一、二类）水质比例为81.9%。")] == ["近岸海域优良水质比例"]
    assert [c.text for c in read("共有3类产品参展。")] == ["3类"]


def test_years_of_the_republic_in_a_census() -> None:
    claim = read("109年人口及住宅普查显示，109年住宅689.6万宅，比99年多3万宅。")[0]
    assert claim.period is not None
    assert claim.period.end.year == 2020
    assert claim.unit == "宅"


def test_the_same_quarter_of_another_year_is_a_year_before() -> None:
    claim = read("2025年第二季收入72.19亿元，较2024年第二季上升33%。")[1]
    assert claim.basis == "yoy"
    assert read("2025年第二季收入72.19亿元，较2025年第一季上升33%。")[1].basis == "qoq"


def owned(text: str, entity: str | None = None) -> list[tuple[str | None, str]]:
    source = Source("a", "a.txt", "", published=date(2026, 2, 10), entity=entity)
    return [(c.entity, c.indicator) for c in extract(Document(source, text)).claims]


@pytest.mark.parametrize(
    "text",
    [
        "内地住客为984.4万人次、香港221.9万人次及台湾地区25.6万人次。",
        "中国内地（984.4万人次）、香港（221.9万人次）及台湾地区（25.6万人次）的住客均有增长。",
    ],
)
def test_guests_from_a_region_are_the_hosts(text: str) -> None:
    assert owned(text, "澳门") == [("澳门", "内地住客"), ("澳门", "香港住客"), ("澳门", "台湾住客")]


def test_places_that_count_their_own_guests() -> None:
    assert [who for who, _ in owned("广州接待旅客5万人次，深圳8万人次。", "广东省")] == ["广州市", "深圳市"]


def test_a_figure_in_a_bracket_behind_a_firm_is_that_firms() -> None:
    text = "排位依次是小鹏（36728辆）、蔚来汽车（36275辆）、理想（33181辆）。"
    assert [who for who, _ in owned(text)] == ["小鹏汽车", "蔚来", "理想汽车"]
    assert [who for who, _ in owned("比亚迪（002594）公布销量30万辆。")] == ["比亚迪"]


def test_what_is_said_of_a_firm_leads_to_its_own_figure() -> None:
    text = "蔚来公司11月交付36275辆。理想汽车的11月表现低迷，交付量为33181辆。"
    assert [who for who, _ in owned(text)] == ["蔚来", "理想汽车"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("雲橋地產（0999）公布，股東應佔溢利30億元。上半年租金收入9億元。內地銷售11億元人民幣。", "港元"),
        ("雲橋地產（0999）公布，股東應佔溢利30億元（人民幣，下同）。上半年租金收入9億元。", "元"),
        ("雲橋地產（000999）公布，股東應佔溢利30億元。上半年租金收入9億元。內地銷售11億元人民幣。", "元"),
        ("雲橋地產股東應佔溢利30億元，租金收入9億元。人民幣兌港元走軟，內地銷售11億元人民幣。", "港元"),
        ("雲橋地產股東應佔溢利30億元，租金收入9億元。人民幣匯價走軟，內地銷售11億元人民幣。", "元"),
    ],
)
def test_the_money_of_a_firm_of_hong_kong(text: str, unit: str) -> None:
    assert read(text)[0].unit == unit


def test_a_rise_in_a_bracket_behind_its_level() -> None:
    claims = read("云桥集团业绩摘要：净利润85.19亿元（升39%）。")
    assert [(c.indicator, c.measure) for c in claims] == [("净利润", "level"), ("净利润", "growth")]
    assert read("衣履（下跌1.7%）及电力（上升3%）。")[1].indicator == "电力"


def test_this_month_of_a_report_on_the_month_just_over() -> None:
    document = Document(
        Source("a", "a.txt", "", published=date(2025, 12, 2)), "11月收官，座次生变。本月云桥品牌销量81864辆。"
    )
    period = extract(document).claims[0].period
    assert period is not None
    assert period.end == date(2025, 11, 30)
    document = Document(
        Source("a", "a.txt", "", published=date(2025, 12, 22)), "11月收官，座次生变。本月云桥品牌销量81864辆。"
    )
    period = extract(document).claims[0].period
    assert period is not None
    assert period.start == date(2025, 12, 1)


def test_a_game_has_fewer_spectators_than_a_season() -> None:
    assert [c.indicator for c in read("本赛季观众总数达423.29万人，场均1.76万人。")][1] == "上座观众人数"
    assert read("本赛季观众总数达423.29万人。")[0].indicator != "上座观众人数"


def test_fewer_said_without_what_is_compared() -> None:
    fall = read("本地住客则少近四成。")[0]
    assert (fall.measure, fall.indicator) == ("growth", "本地住客")
    assert fall.value is None or fall.value < 0
    assert read("本地住客占近四成。")[0].measure == "share"


def test_a_record_and_then_its_figure() -> None:
    assert read("上半年平均每日成交金额刷新历来最高纪录，达2402亿元。")[0].indicator == "成交额"
    assert read("上半年交易平台刷新历来最高纪录，达2402亿元。")[0].indicator != "成交额"


def test_the_term_of_results_in_a_later_paragraph() -> None:
    text = "云桥集团公布，截至2025年6月30日止六个月净利润85.19亿元。\n\n第二季收入72亿元。\n\n期内收入140.76亿元。"
    periods = [c.period for c in read(text)]
    assert [(p.start.month, p.end.month) for p in periods if p is not None] == [(1, 6), (4, 6), (1, 6)]
    near = read("云桥集团第二季收入72亿元，期内净利润30亿元。")[1].period
    assert near is not None
    assert near.start.month == 4


def test_a_year_set_behind_the_figures_of_a_month_is_not_what_goes_on() -> None:
    text = (
        "去年12月，国泰航空载客量增长22%，2025年全年载客量增长27%；香港快运载客量增长24%，2025年全年载客量增长30%。"
        "货运载货量增长6%。"
    )
    months = [c.period.start.month for c in read(text) if c.period is not None]
    assert months == [12, 1, 12, 1, 12]
    text = "去年12月全市用电量增长2%。2025年全年用电量增长7%；第一产业用电量增长6%。"
    assert [c.period.start.month for c in read(text) if c.period is not None] == [12, 1, 1]


def test_two_firms_with_one_figure_have_it_together() -> None:
    text = "国泰航空及香港快运2025年载客超过3600万人次。"
    assert [who for who, _ in owned(text)] == ["国泰航空、香港快运"]
    text = "万科和保利发展销售额分别为300亿元、200亿元。"
    assert [who for who, _ in owned(text)] == ["万科", "保利发展"]


def test_screens_are_counted_in_pieces() -> None:
    assert read("全国银幕总数达到90968块。")[0].unit == "个"
    assert read("门票价格达到80块。")[0].unit == "元"


def test_films_above_a_mark_are_films() -> None:
    assert read("全年共有79部影片票房过亿元。")[0].indicator == "影片数量"
    assert read("79部影片票房收入5亿元。")[-1].unit == "元"


def test_an_adverb_behind_a_name_is_no_part_of_it() -> None:
    assert read("可用座位公里数则增加19%。")[0].indicator == "可用座位公里数"
    assert read("全市共有监管细则12项。")[0].indicator.startswith("监管细则")


def test_goods_and_their_value_of_sales_are_one_in_a_list() -> None:
    from factcheck.extract import indicators

    assert indicators.key("超级市场货品销货价值") == indicators.key("超级市场货品")
    assert indicators.key("零售业总销货价值") != indicators.key("零售业")
    named = [c.indicator for c in read("其次为珠宝首饰（销货价值上升9.5%）；服装（上升0.9%）。")]
    assert [indicators.key(name) for name in named] == ["珠宝首饰", "服装"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("截至昨晚，失联者7人。", "失踪人数"),
        ("截至昨晚，受困者7人。", "被困人数"),
        ("截至昨晚，另有7人被困。", "被困人数"),
        ("截至昨晚，7人受困。", "被困人数"),
        ("截至昨晚，7人被转移。", "转移群众人数"),
        ("截至昨晚，志愿者7人。", "志愿者人数"),
    ],
)
def test_those_a_disaster_struck_by_either_word(text: str, name: str) -> None:
    assert [c.indicator for c in read(text)] == [name]


def test_how_long_visitors_stay_is_one_name_and_overnight_guests_another() -> None:
    names = [read(f"6月{words}1.3日。")[0].indicator for words in ("旅客平均逗留", "旅客平均逗留时间")]
    assert names == ["旅客平均逗留时间"] * 2
    assert read("6月留宿旅客平均逗留2.2日。")[0].indicator == "留宿旅客平均逗留时间"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公司公告，2024年度利润分配方案为10派6.5元（含税）。", [("6.5元", "每10股派发现金红利")]),
        ("某公司拟10转4派3元。", [("3元", "每10股派发现金红利")]),
        ("某股份拟10送3转5派2.5元。", [("2.5元", "每10股派发现金红利")]),
        ("公司拟每10股派6.5元（含税）。", [("6.5元", "每10股派发现金红利")]),
        ("公司每10股转增4股派发现金红利3元。", [("4股", "每10股转增股数"), ("3元", "每10股派发现金红利")]),
        ("公司每10股送红股2股。", [("2股", "每10股送红股数")]),
        ("公司推出10转4。", []),
        ("公司买入10股，派息3元。", [("10股", "买入"), ("3元", "每股股息")]),
        ("110派出所民警抓获30人。", [("30人", "110派出所民警抓获人数")]),
    ],
)
def test_what_is_given_for_ten_shares(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.text, c.indicator) for c in read(text)] == expected


def test_a_dividend_of_a_share_is_in_money() -> None:
    assert [c.unit for c in read("某实业公司中期股息0.20港元/股。")] == ["港元"]
    assert [c.unit for c in read("某实业公司发行价8.20港元/股。")] == ["港元/股"]


def test_what_another_firm_delivered_is_named_by_what_it_did() -> None:
    claims = read("哪吒交付3万辆，零跑交付2万辆。")
    assert claims[1].indicator == "交付量"
    assert read("新能源汽车交付3万辆，其中零跑交付2万辆。")[0].indicator == "新能源汽车交付量"


def test_a_firm_of_a_common_word_by_what_it_sold_in_a_month() -> None:
    assert read("蔚来交付5000辆；理想8月交付4000辆。")[1].entity == "理想汽车"
    assert read("蔚来交付5000辆，离理想8月再近一步，还差4000辆。")[-1].entity != "理想汽车"


def test_changes_of_a_census_are_since_the_one_before() -> None:
    text = "人口普查结果显示，2020年11月1日零时，全县常住人口50.2万人，增长8.9%，年均增长0.86%。"
    assert [c.basis for c in read(text)] == [None, "vs 2010", "average_annual"]
    assert read("2020年，全县常住人口50.2万人，增长8.9%。")[1].basis == "yoy"


def test_the_class_that_fell_most_and_by_how_much() -> None:
    claims = read("居民消费价格下降0.3%，其中交通通信类跌得最多，下降2.5%。")
    assert [c.indicator for c in claims][1] == "交通通信类"
    assert read("居民消费价格下降0.3%，其中跌得最多，下降2.5%。")[1].indicator != "跌"


def test_a_place_told_in_passing_has_no_figures_of_the_firm_before() -> None:
    firm = "国泰航空亏损扩大至5亿元，日本地震传言令旅客却步；载客380万人次。"
    assert [c.entity for c in read(firm)] == ["国泰航空"] * 2
    assert read("国泰航空亏损5亿元，日本入境旅客20万人次，出境旅客30万人次。")[-1].entity == "日本"


def test_where_so_many_passed_is_a_part_and_no_owner() -> None:
    claims = read("东山口岸占48.6%，西海大桥占33.2%。", "澳门")
    assert [(c.entity, c.indicator) for c in claims] == [("澳门", "东山口岸占比"), ("澳门", "西海大桥占比")]
    assert [c.entity for c in read("西山小学84人，东山小学20人。", "花莲县")] == ["花莲县"] * 2
    assert read("横琴口岸出入境旅客20万人次。", "澳门")[0].entity == "横琴口岸"


def test_a_count_in_a_bracket_is_no_code_of_a_firm() -> None:
    text = "澳门6月入境旅客220万人次。经东闸（823,029人次）、西桥（562,073人次）入境。"
    assert {c.entity for c in read(text)} == {"澳门"}


def test_a_heading_that_is_only_a_time_dates_the_lines_under_it() -> None:
    text = "澳门旅客速览（2023年上半年）\n\n【6月单月】\n·旅客总数220.97万\n·外地旅客144.49万\n\n"
    text += "【1至6月】\n·旅客总数1164.59万\n"
    claims = read(text)
    assert [(c.period.start.month, c.unit) for c in claims if c.period] == [(6, "人次"), (6, "人次"), (1, "人次")]
    other = read("澳门旅客速览（2023年上半年）\n\n【6月天气】\n·旅客总数220.97万\n")
    assert [c.period.start.month for c in other if c.period] == [1]


def test_a_paper_that_opens_with_one_place_and_compares_another() -> None:
    text = "{}街头人潮不断。6月入境旅客220万人次。同期香港公布访港旅客300万人次。7月{}入境旅客230万人次。"
    assert read(text.format("澳门", "澳门"))[0].entity == "澳门"
    assert read(text.format("香港", "香港"))[0].entity == "香港"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("外海发生地震，气象部门测定规模7.2。", "地震震级"),
        ("这起里氏规模7.2的地震发生在3日。", "地震震级"),
        ("这场地震后，募款规模7.2亿元。", "募款规模"),
        ("公司融资规模7.2亿元。", "融资规模"),
    ],
)
def test_how_strong_an_earthquake_was(text: str, name: str) -> None:
    assert read(text)[0].indicator == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("董事会建议派发2024年度普通股现金股息每股2.5元。", "每股股息"),
        ("拟每股派现2.5元。", "每股股息"),
        ("公司派发末期股息每股2.5元。", "末期股息"),
        ("40天内客流量2.5亿人次。", "客流量"),
        ("境内客流量2.5亿人次。", "境内客流量"),
    ],
)
def test_what_only_leads_to_a_name_is_no_part_of_it(text: str, name: str) -> None:
    assert read(text)[-1].indicator == name


def test_against_the_same_season_a_year_before() -> None:
    assert read("2025年春运，客流量90亿人次，较2024年春运升7.1%。")[-1].basis == "yoy"
    assert read("2025年春运，客流量90亿人次，较2019年春运升7.1%。")[-1].basis != "yoy"
