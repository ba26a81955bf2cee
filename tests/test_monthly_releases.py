"""Monthly releases of Hong Kong, Macau and Taiwan: their figures, seasons, vintages and times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factcheck import align, compare
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Finding, Source


def claims(text: str, published: date = date(2025, 6, 20)) -> list[Claim]:
    return list(extract(Document(Source("s1", "a.txt", "0", published=published), text)).claims)


def findings_of(*texts: str) -> list[Finding]:
    """What is raised between documents that appear on one day."""
    sources = [Source(f"s{n}", f"s{n}.txt", str(n), published=date(2025, 6, 20)) for n, _ in enumerate(texts)]
    found = [c for source, text in zip(sources, texts, strict=True) for c in extract(Document(source, text)).claims]
    told = [replace(c, id=f"c{n}") for n, c in enumerate(found)]
    return compare.compare(align.group(told, sources), sources)[1]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2025年5月香港失業人數為3 667 100人，減少約9 400人。", [3667100, -9400]),
        ("2025年5月澳門旅客達1 600萬人次，較上月增加5\u2009894人次。", [16000000, 5894]),
        ("2025年5月香港進口貨值5 894.3億元。", [589430000000]),
        ("2025年5月香港樓宇合約 5 894 12 345份。", [345]),  # columns
        ("2025年5月香港樓宇合約\u3000894\u3000345份。", [345]),
        ("2025年5月 894人參加。", [894]),
        ("2025年5月香港第3 100人參加。", [100]),
    ],
)
def test_thousands_set_apart_by_blanks(text: str, values: list[int]) -> None:
    assert [int(c.value) for c in claims(text) if c.value is not None][-len(values) :] == values


_RATE = "2025年5月香港失業率為3.4%。"


@pytest.mark.parametrize(
    ("one", "other", "rules"),
    [
        (_RATE, "2025年5月香港經季節性調整的失業率為3.7%。", {("FC302", "note")}),
        (_RATE, "2025年5月香港失業率為3.7%（經季節調整後）。", {("FC302", "note")}),
        ("2025年5月香港失業率（不經季節性調整）為3.4%。", "2025年5月香港失業率為3.7%。", {("FC302", "note")}),
        ("2025年5月台灣出口月增6.3%。", "2025年5月台灣出口經季調後月增13.6%。", {("FC302", "note")}),
        (_RATE, "2025年5月香港失業率為3.7%。", {("FC101", "error")}),
        # both are of one series
        (
            "2025年5月香港經季節性調整的失業率為3.4%。",
            "2025年5月香港季調後失業率為3.7%。",
            {("FC101", "error")},
        ),
        (
            "香港2025年第一季本地生產總值按年實質增長3.1%。",
            "香港2025年第一季名義本地生產總值按年增長4.6%。",
            {("FC109", "note")},
        ),
    ],
)
def test_a_figure_for_the_season_or_at_other_prices(one: str, other: str, rules: set[tuple[str, str]]) -> None:
    assert {(f.rule, f.severity) for f in findings_of(one, other)} == rules


def test_an_advance_estimate_is_overtaken_by_preliminary_figures() -> None:
    early = "2025年第1季台灣經濟成長率概估5.37%。"
    assert {f.rule for f in findings_of(early, "2025年第1季台灣經濟成長率初步統計為5.48%。")} == {"FC201"}
    assert {f.rule for f in findings_of(early, "2025年第1季台灣經濟成長率概估5.48%。")} == {"FC101"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025年5月台灣CPI年增1.55%，增幅小於4月的2.03%。", "2.03"),
        ("2025年5月台灣CPI年減1.55%，減幅小於4月的2.03%。", "-2.03"),
    ],
)
def test_what_growth_is_set_beside_keeps_its_own_sign(text: str, value: str) -> None:
    assert str(claims(text)[-1].value) == value


def days(text: str) -> list[tuple[str, str, str]]:
    return [(c.text, str(c.period.start), str(c.period.end)) for c in claims(text) if c.period is not None]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        # the quarter before is that of the passage's own, told once or twice
        ("2025年第一季香港失業率由上一季的3.1%上升至第一季的3.2%。", ["2024-12-31", "2025-03-31"]),
        (
            "香港服務輸出在2025年第一季上升6.3%，上一季的增幅為6.5%。私人消費開支下跌1.1%，上一季則微跌0.2%。",
            ["2025-03-31", "2024-12-31", "2025-03-31", "2024-12-31"],
        ),
        ("2025年第一季與對上一季比較，香港商品整體出口貨值上升8.5%。", ["2025-03-31"]),
        # what came before is told by the way
        (
            "2025年3月香港進口貨值300億元，較2024年同月上升18.5%，繼2025年2月錄得15.4%的升幅後。出口貨值為507億元。",
            ["2025-03-31", "2025-03-31", "2025-02-28", "2025-03-31"],
        ),
        (
            "2025年3月香港進口貨值300億元（2025年2月：280億元）。出口貨值為507億元。",
            ["2025-03-31", "2025-02-28", "2025-03-31"],
        ),
        # a figure in brackets is of the time right before them
        ("2025年5月澳門博彩毛收入相當於2019年5月（259.5億元）的82%。", ["2019-05-31", "2025-05-31"]),
        # a forecast goes on over its commas
        (
            "主計總處預測第3季台灣經濟成長1.28%，下半年成長0.98%，全年出口5205億美元。",
            ["2025-09-30", *["2025-12-31"] * 2],
        ),
        ("主計總處公布第1季台灣經濟成長1.28%，去年全年成長0.98%。", ["2025-03-31", "2024-12-31"]),
    ],
)
def test_whose_time_a_figure_is_of(text: str, ends: list[str]) -> None:
    assert [end for _, _, end in days(text)] == ends


def test_a_level_measured_by_an_earlier_one_is_no_growth() -> None:
    ratio = claims("2025年5月澳門博彩毛收入相當於2019年5月（259.5億元）的82%。")[-1]
    assert (ratio.measure, ratio.indicator) == ("ratio", "博彩毛收入与2019年5月之比")
    assert claims("2025年5月澳門博彩毛收入較2019年5月（259.5億元）減少18%。")[-1].measure == "growth"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("遷出3萬9人", 30009),
        ("遷入13萬5人", 130005),
        ("遷出3萬9千人", 39000),
        ("逾3萬9人遷出", 39000),
        ("售價3萬8元", 38000),
    ],
)
def test_a_register_prints_its_counts_in_full(text: str, value: int) -> None:
    assert claims(f"2025年5月台北市{text}。")[-1].value == value


def test_growth_that_does_not_say_since_when() -> None:
    yearly = "2025年4月香港存款總額按年上升9.5%。"
    assert {f.rule for f in findings_of("2025年4月香港存款總額上升1.3%。", yearly)} == {"FC109"}
    assert {f.rule for f in findings_of("2025年4月香港存款總額較去年同月上升1.3%。", yearly)} == {"FC101"}


def test_a_component_is_no_count_of_nought() -> None:
    assert [c.indicator for c in claims("2025年5月台灣電子零組件出口176.8億美元。")] == ["电子零组件出口额"]


@pytest.mark.parametrize(
    ("one", "other", "rules"),
    [
        (
            "2025年5月，剔除所有政府一次性紓緩措施的影響，香港綜合消費物價指數的按年升幅為1.3%。",
            "2025年5月香港綜合消費物價指數按年上升1.7%。",
            set(),  # of another name
        ),
        ("2025年5月香港輸往阿聯酋的整體出口貨值按年跌3.7%。", "2025年5月香港整體出口貨值按年上升18.4%。", {"FC302"}),
        (
            "2025年5月香港輸往亞洲的整體出口貨值按年升3.7%。",
            "2025年5月香港輸往亞洲的整體出口貨值按年升3.1%。",
            {"FC101"},
        ),
    ],
)
def test_what_is_left_out_or_sent_to_one_place_is_not_the_whole(one: str, other: str, rules: set[str]) -> None:
    assert {f.rule for f in findings_of(one, other)} == rules


def test_a_rate_that_rises_as_well_keeps_its_name() -> None:
    assert {c.indicator for c in claims("2025年5月香港就業不足率亦升0.1個百分點，報1.4%。")} == {"就业不足率"}
    assert (
        claims("2025年5月香港就業不足率亦跌0.1個百分點。")[0].value
        == claims("2025年5月香港失業率跌0.1個百分點。")[0].value
    )


def test_contracts_and_what_they_are_worth() -> None:
    said = claims("2025年5月香港住宅樓宇買賣合約3120份，總值292億元，按月升13.6%。")
    assert [c.indicator for c in said] == ["住宅买卖合约数量", "住宅买卖合约总值", "住宅买卖合约总值"]
    assert len({c.indicator for c in claims("2025年5月香港進出口3120億元，總值按月升13.6%。")}) == 1


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("2025年第一季，香港本地生產總值按年實質增長3.1%。", "香港"),
        ("台灣積體電路製造股份有限公司2025年5月營收3205億元。", "台积电"),
        ("台積電昨公布5月合併營收3205億元。另外，主計總處統計，5月失業率3.30%。", None),
        ("台積電昨公布5月合併營收3205億元。另外，累計營收年增42.6%。", "台积电"),
    ],
)
def test_whose_figure_it_is(text: str, owner: str | None) -> None:
    assert claims(text)[-1].entity == owner


def test_the_name_of_a_money_supply_is_no_span_of_years() -> None:
    said = claims("2025年3月台灣M2年增率3.75%。")
    assert [(c.text, c.measure, c.indicator) for c in said] == [("3.75%", "growth", "广义货币供应量")]
    assert claims("2025年3月台灣新增2年期債券30億元。")[0].text == "30億元"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("招商银行2025年上半年扣除非经常性损益的净利润746.50亿元。", "招商银行2025年上半年扣非净利润749.30亿元。"),
        ("2025年9月，中国扣除食品和能源的核心CPI同比上涨1.0%。", "2025年9月，中国核心CPI同比上涨0.8%。"),
        (
            "2025年前三季度，扣除房地产开发投资，赣州市固定资产投资增长6.1%。",
            "2025年前三季度，赣州市固定资产投资（不含房地产开发投资）增长6.5%。",
        ),
    ],
)
def test_what_the_name_leaves_out_is_no_excuse(one: str, other: str) -> None:
    assert {f.rule for f in findings_of(one, other)} & {"FC101", "FC107", "FC113"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "澳门2025年5月入境旅客216.7万人次。中国大陆（125万人次）、香港（58万人次）及台湾（10万人次）旅客按年分别增加2.7%、3.3%及9.5%。",
            ["入境旅客人次"] + ["中国大陆旅客", "香港旅客", "台湾旅客"] * 2,
        ),
        (
            "澳门2025年5月入境旅客216.7万人次。中国大陆、香港及台湾旅客分别减少2.7%、3.3%及9.5%。",
            ["入境旅客人次", "中国大陆旅客", "香港旅客", "台湾旅客"],
        ),
        (
            "澳门2025年5月入境旅客216.7万人次，而甲国（2.3万人次）、新加坡（2.3万人次）旅客则录得36.2%的升幅。",
            ["入境旅客人次", "甲国旅客", "新加坡旅客", "新加坡旅客"],
        ),
        (
            "澳门2025年5月随团旅客79万人次。来自内地的游客为57万人次，台湾为4.8万人次，香港特区4万人次，分别增长57%、13%及14%。",
            ["随团旅客", *["内地游客", "台湾游客", "香港游客"] * 2],
        ),
        ("澳门2025年5月酒店住客120万人次，本地住客5万人次则下跌39.4%。", ["酒店住客", "本地住客", "本地住客"]),
        ("澳门2025年5月甲国旅客2万人次，当地（3月）住客5万人次。", ["甲国旅客", "住客"]),
    ],
)
def test_guests_by_where_they_come_from(text: str, read: list[str]) -> None:
    assert [(c.entity, c.indicator) for c in claims(text)] == [("澳门", name) for name in read]


def test_the_rate_of_each_trade_is_the_one_spoken_of() -> None:
    text = (
        "2025年5月香港失业率为3.5%。失业率上升主要见于建造业（上升0.4个百分点至6.1%）及零售业（下跌0.1个百分点至4.0%）。"
        "就业不足率方面，建造业（升0.2个百分点至3.1%）最高。香港建造业（升5.3%）产值增加。"
    )
    assert [(c.text, c.indicator) for c in claims(text) if c.measure == "ratio"] == [
        ("3.5%", "失业率"),
        ("6.1%", "建造业失业率"),
        ("4.0%", "零售业失业率"),
        ("3.1%", "建造业就业不足率"),
    ]
    assert not claims(text)[-1].indicator.endswith("率")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "2025年10月，70个大中城市中，新建商品住宅销售价格环比上涨城市有6个，比上月减少1个，下降的城市有64个。",
            {
                "70个": "大中城市数量",
                "6个": "新建商品住宅销售价格环比上涨的城市数量",
                "1个": "新建商品住宅销售价格环比上涨的城市数量",
                "64个": "新建商品住宅销售价格环比下降的城市数量",
            },
        ),
        (
            "2025年上半年，18个地区经济增速跑赢全国，3个地区持平，10个低于全国平均水平。",
            {
                "18个": "经济增速跑赢全国的地区数量",
                "3个": "经济增速持平的地区数量",
                "10个": "经济增速低于全国的地区数量",
            },
        ),
        (
            "2025年5月，两市上涨个股超2300只，下跌近2900只，涨停60家。",
            {"超2300只": "两市上涨的个股数量", "近2900只": "两市下跌的个股数量", "60家": "两市涨停的个股数量"},
        ),
        (
            "2025年全年有5个月份同比增长，7个月份下降。",
            {"5个": "同比增长的月份数量", "7个": "同比下降的月份数量"},
        ),
        ("2025年5月甲市新增12家企业，减少3家。", {"12家": "企业数量", "3家": "企业数量"}),
        ("2025年5月甲市建成3个增长极。", {"3个": "增长极数量"}),
        ("2025年5月展会吸引来自223个国家和地区超31万名观众。", {"223个": "国家数量", "超31万名": "观众人数"}),
        (
            "2025年5月，在全国41个工业大类中，有35个实现增加值同比增长。",
            {"41个": "工业大类数量", "35个": "增加值同比增长的工业大类数量"},
        ),
        ("2025年5月，1000多个县城的酒店预订量增长。", {"1000多个": "酒店预订量数量"}),
        ("2025年新建普通高中12所。", {"12所": "新建普通高中数量"}),
    ],
)
def test_how_many_fared_so(text: str, read: dict[str, str]) -> None:
    assert {c.text: c.indicator for c in claims(text)} == read


def test_tallies_of_two_sorts_are_no_contradiction() -> None:
    one = "2025年全国有12个省份GDP增速高于全国平均水平，8个省份低于全国。"
    assert not findings_of(one, "2025年全国8个省份GDP增速低于全国平均水平，12个省份高于全国。")
    assert findings_of(one, "2025年全国有14个省份GDP增速高于全国平均水平。")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "2025年12月23日人民币汇率中间价为1美元对人民币7.0523元，100日元对人民币4.5012元，1港元对人民币0.90538元。",
            [
                ("7.0523元", "元", "中国", "人民币汇率中间价"),
                ("4.5012元", "元", "中国", "人民币对日元汇率中间价"),
                ("0.90538元", "元", "中国", "人民币对港元汇率中间价"),
            ],
        ),
        (
            "2025年12月23日人民币对美元中间价报7.0523，对欧元报8.2705，对100日元报4.5012。",
            [
                ("7.0523", "元", "中国", "人民币汇率中间价"),
                ("8.2705", "元", "中国", "人民币对欧元汇率中间价"),
                ("4.5012", "元", "中国", "人民币对日元汇率中间价"),
            ],
        ),
        (
            "2025年12月23日在岸人民币对美元收报7.0412，离岸人民币兑美元报7.0290，美元兑日元报156.2。",
            [
                ("7.0412", "元", "中国", "在岸人民币对美元汇率"),
                ("7.0290", "元", "中国", "离岸人民币对美元汇率"),
                ("156.2", "", None, "美元对日元汇率"),
            ],
        ),
        ("2025年12月23日美元兑新台币收31.5元。", [("31.5元", "新台币", "台湾", "新台币对美元汇率")]),
        ("2025年广州市对美元债券投资3亿元。", [("3亿元", "元", "广州市", "对美元债券投资额")]),
    ],
)
def test_rates_of_exchange(text: str, read: list[tuple[str, str, str | None, str]]) -> None:
    assert [(c.text, c.unit, c.entity, c.indicator) for c in claims(text)] == read


def test_what_a_rate_is_told_for_is_no_figure_but_the_rate_is() -> None:
    fixed = "2025年12月23日人民币汇率中间价为1美元对人民币7.0523元。"
    assert not findings_of(fixed, "2025年12月23日人民币对美元中间价报7.0523。")
    assert findings_of(fixed, "2025年12月23日人民币对美元中间价报7.0623。")


@pytest.mark.parametrize(
    "text",
    [
        "2010年全国60周岁及以上人口20243万人，65周岁及以上人口13161万人，0-14岁的人口为22246万人，总人口13.7亿人。",
        "2010年全国60岁及以上的人口20243万人，65岁及以上的人口13161万人，0至14周岁人口22246万人，总人口13.7亿人。",
    ],
)
def test_the_people_of_an_age_are_not_all_people(text: str) -> None:
    assert [c.indicator for c in claims(text)] == ["60岁及以上人口", "65岁及以上人口", "0至14岁人口", "总人口"]


def test_a_hundred_is_the_base_of_a_ratio_only_where_nothing_is_counted() -> None:
    assert [(c.text, c.indicator) for c in claims("2010年末香港65岁及以上人口为100万人。")] == [
        ("100万人", "65岁及以上人口")
    ]
    assert [c.text for c in claims("2010年香港总人口性别比（以女性为100）为104.20。")] == ["104.20"]


def test_each_price_has_an_influence_of_its_own() -> None:
    text = "2012年7月，全国猪肉价格下降18.7%，影响CPI下降约0.68个百分点；鲜菜价格上涨12%，影响CPI上涨约0.20个百分点。"
    assert [(c.text, c.indicator) for c in claims(text) if c.unit == "百分点"] == [
        ("约0.68个百分点", "猪肉价格影响居民消费价格指数"),
        ("约0.20个百分点", "鲜菜价格影响居民消费价格指数"),
    ]
    other = "2012年7月，全国鲜菜价格上涨12%，影响居民消费价格指数上涨约0.20个百分点，猪肉价格下降18.7%。"
    assert not findings_of(text, other)
    assert findings_of(text, other.replace("0.20", "0.50"))
