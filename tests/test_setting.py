"""What a sentence says of its setting, and pairs of documents that differ in it: quiet; true conflicts: raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from claims import claim, group, sources

from factcheck import align, compare, reconcile, setting
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Finding, Source

SPRING = date(2025, 3, 1)


def findings(*texts: str, days: tuple[date, ...] = ()) -> list[Finding]:
    """The findings of errors and warnings over documents of these texts, all of one day unless told."""
    dates = days or (SPRING,) * len(texts)
    sources = [Source(f"d{n}", f"{n}.txt", "0", published=day) for n, day in enumerate(dates)]
    read = [c for s, t in zip(sources, texts, strict=True) for c in extract(Document(s, t)).claims]
    groups = align.group([replace(c, id=f"c{n}") for n, c in enumerate(read, 1)], sources)
    facts, found = compare.compare(groups, sources)
    found += reconcile.reconcile(facts, [c for g in groups for c in g.claims], sources)
    return [f for f in found if f.severity != "note"]


def said(context: str, figure: str, **changes: object) -> Claim:
    """A claim of that figure in that sentence."""
    (first, *_) = extract(Document(Source("d0", "0.txt", "0", published=SPRING), f"{context}。")).claims
    return replace(first, context=context, text=figure, **changes)  # type: ignore[arg-type]


def test_a_place_in_a_series() -> None:
    assert setting.series(said("第二批名单中，本市有12家企业", "12家")) == {"批": "二"}
    assert setting.series(said("首届展会迎来12万人次", "12万人次")) == {"届": "一"}
    assert setting.series(said("第二季度出口12亿元", "12亿元")) == {}
    assert setting.series(said("出口12亿元，第二批名单随后公布", "12亿元")) == {}


def test_a_part_of_the_whole() -> None:
    assert setting.parts(said("民营企业表现突出，进出口12亿元", "12亿元")) == {"民营企业"}
    assert setting.parts(said("进出口12亿元，民营企业占比提高", "12亿元")) == frozenset()


def test_an_owner_is_named_by_its_short_name() -> None:
    assert setting.names_owner(said("国航9月客座率81.4%。", "81.4%", entity="中国国航"))
    assert not setting.names_owner(said("9月客座率81.4%。", "81.4%", entity="中国国航"))


def test_an_edition_or_a_day_of_several() -> None:
    assert setting.edition(said("上届参展企业4108家。", "4108家")) == {"上届"}
    assert setting.edition(said("首日客商4108人次。", "4108人次")) == {"首日"}
    assert not setting.edition(said("上届很热闹；本届参展企业4108家。", "4108家"))


def test_the_set_a_count_is_taken_from() -> None:
    one, other = "在列入统计的60种产品中，41种增长", "在重点跟踪的85种产品中，52种增长"
    assert setting.among(said(one, "41种")) != setting.among(said(other, "52种"))
    assert setting.among(said("在生产过程中，41种产品增长", "41种")) == ""


def test_days_but_not_those_of_a_report() -> None:
    source = Source("d0", "0.txt", "0", published=SPRING)
    assert setting.days(said("3月5日，旅客达12万人次", "12万人次"), source) == {(3, 5)}
    assert setting.days(said("今天，旅客达12万人次", "12万人次"), source) == {(3, 1)}
    assert setting.days(said("统计局3月5日发布数据，旅客达12万人次", "12万人次"), source) == frozenset()


def test_how_long_since_it_opened() -> None:
    assert setting.elapsed(said("《雁门》上映首周票房2.1亿元", "2.1亿元")) == {"首周"}
    assert setting.elapsed(said("线路开通满两周年，客流达12万人次", "12万人次")) == {"2周年"}
    assert setting.elapsed(said("机组连续运行30天，发电12万千瓦时", "12万千瓦时")) == frozenset()
    assert [c.text for c in extract(Document(sources("s1")[0], "太原北线开通15天，延误3小时。")).claims] == ["3小时"]


def test_a_figure_of_every_year() -> None:
    assert setting.each_year(said("产量连续8年保持在12万吨以上", "12万吨以上", measure="level"))
    assert not setting.each_year(said("在连续8年增长之后，产量达12万吨", "12万吨", measure="level"))


QUIET = [
    ("财政部在香港发行2025年首期国债，认购倍数为2.15倍。", "财政部在香港发行2025年第二期国债，认购倍数为2.64倍。"),
    ("第一批名单公布，太原市12家企业入选。", "第二批名单公布，太原市19家企业入选。"),
    ("2024年，太原市进出口总额520亿元。", "2024年，太原市有进出口实绩的民营企业2100家，合计进出口310亿元。"),
    ("在列入统计的60种化工产品中，41种产品产量增长。", "在列入统计的85种电子产品中，52种产品产量增长。"),
    ("2024年，湖州市粮食产量1.35亿斤，连续8年保持在1.2亿斤以上。", "2024年，湖州市粮食产量1.35亿斤。"),
    ("粮食产量连续8年稳定在1.2亿斤以上。2024年，湖州市粮食产量1.35亿斤。", "2024年，湖州市粮食产量1.35亿斤。"),
    (
        "甲大学公布的数据显示，美国3月消费者信心指数为57.0。",
        "乙协会公布的数据显示，美国3月消费者信心指数为92.9。",
    ),
    ("过去一年，记者走访了几十家企业。", "2024年，太原市企业数量超40万家。"),
    ("3月5日，太原站发送旅客13万人次。", "3月6日，太原站发送旅客11万人次。"),
    ("《雁门》上映5天，票房突破6亿元。", "《雁门》上映9天，票房突破10亿元。"),
    ("《雁门》上映5天票房达6.1亿元。", "《雁门》上映九天票房达10.2亿元。"),
    ("太原北线开通15天，发送旅客22.3万人次。", "太原北线开通30天，发送旅客42.3万人次。"),
    # houses that count, measure, ask or forecast on their own
    (
        "IDC数据显示，2024年四季度中国平板电脑出货量为712万台。",
        "Canalys的数据显示，2024年四季度中国平板电脑出货量为736万台。",
    ),
    (
        "2024年四季度，中国平板电脑出货量712万台（IDC口径）。",
        "2024年四季度，中国平板电脑出货量736万台（Canalys口径）。",
    ),
    ("国家电影局：2025年春节档票房95.14亿元。", "据灯塔专业版，2025年春节档票房95.10亿元。"),
    ("据中国地震台网测定，3月1日甲县发生5.8级地震。", "据美国地质调查局测定，3月1日甲县发生6.1级地震。"),
    ("世行预计2025年泰国经济增长2.9%。", "亚洲开发银行预计2025年泰国经济增长2.7%。"),
    ("《甲日报》民调显示，石破内阁支持率为31%。", "《乙新闻》民调显示，石破内阁支持率为27%。"),
    ("出口民调显示，甲一郎得票率51.7%。", "开票结束，甲一郎得票率49.4%。"),
    # growth in two moneys
    ("以美元计，2024年泰国出口同比增长5.3%。", "以人民币计，2024年泰国出口同比增长5.6%。"),
    ("2024年，太原市出口72亿美元，增长5.3%。", "2024年，太原市出口520亿元，增长5.6%。"),
    ("2024年，太原市出口同比增长5.3%（以美元计）。", "2024年，太原市出口同比增长5.6%（人民币计）。"),
    # the days of transport reach further than the holiday
    ("国庆中秋假期，太原铁路发送旅客154万人次。", "国庆中秋黄金周运输期间，太原铁路发送旅客213万人次。"),
    # what is counted in
    ("《雁门》3月1日票房6.38亿元。", "《雁门》3月1日票房（含预售）7.12亿元。"),
    ("《雁门》3月1日票房6.38亿元（含服务费）。", "《雁门》3月1日票房5.82亿元（不含服务费）。"),
    # an hour of a day, and the day
    (
        "甲县地震已致23人遇难\n3月1日9时，甲县发生地震。截至3月1日12时，地震造成23人遇难。",
        "甲县地震已致26人遇难\n3月1日9时，甲县发生地震。截至3月1日19时，地震造成26人遇难。",
    ),
    ("截至3月1日15时，3月1日票房达1.26亿元。", "3月1日票房达2.74亿元。"),
    ("3月1日8时，太原市PM2.5浓度为118微克/立方米。", "3月1日16时，太原市PM2.5浓度为65微克/立方米。"),
]


@pytest.mark.parametrize(("one", "other"), QUIET)
def test_another_setting_is_no_conflict(one: str, other: str) -> None:
    assert findings(one, other) == []


MOVING = [
    ("该展览参观人数突破30万人次。", "该展览参观人数突破52万人次。"),
    ("2025年电影春季档票房突破12亿元。", "2025年电影春季档票房突破20亿元。"),
    ("截至目前，山西省累计收购小麦52万吨。", "截至目前，山西省累计收购小麦71万吨。"),
    ("今年以来，太原市新增经营主体1.2万户。", "今年以来，太原市新增经营主体2.1万户。"),
    ("2月份中国某业景气指数为50.2%，连续三个月保持扩张。", "3月份中国某业景气指数为50.9%，连续六个月保持扩张。"),
    ("据初步统计，今年山西省吸引投资1.2万亿元。", "据初步统计，今年山西省吸引投资2.1万亿元。"),
    ("地震已造成15人死亡。", "地震已造成37人死亡。"),
]


@pytest.mark.parametrize(("one", "other"), MOVING)
def test_what_goes_on_is_another_figure_another_day(one: str, other: str) -> None:
    assert findings(one, other, days=(date(2025, 3, 5), date(2025, 4, 9))) == []


CONFLICTS = [
    ("第三届数博会参展企业达820家。", "第三届数博会参展企业达960家。"),
    ("2024年，太原市高新技术企业达3200家。", "2024年，太原市高新技术企业达3900家。"),
    ("2024年，全国铁路发送旅客43.1亿人次。", "2024年，全国铁路发送旅客40.8亿人次。"),
    ("截至3月1日18时，地震造成95人遇难。", "截至3月1日18时，地震造成59人遇难。"),
    ("香港2024年整體出口貨值上升8.7%。", "香港2024年整體出口貨值上升7.8%。"),
    ("台灣2024年全年經濟成長率為4.3%。", "台灣2024年經濟成長率達4.59%。"),
    ("春节假期，太原市接待游客512万人次。", "春节假期，太原市接待游客521万人次。"),
    ("2024年，太原市民营企业进出口310亿元。", "2024年，太原市民营企业进出口130亿元。"),
    ("太原北线开通15天，发送旅客22.3万人次。", "太原北线开通15天，发送旅客32.3万人次。"),
    # offices whose statistics are one, and one house under two names
    ("据市统计局，2024年太原市粮食产量41.2万吨。", "据市发改委介绍，2024年太原市粮食产量43.2万吨。"),
    ("IDC数据显示，2024年四季度中国平板电脑出货量为712万台。", "IDC统计，2024年四季度中国平板电脑出货量736万台。"),
    ("IMF预计2025年泰国经济增长2.9%。", "国际货币基金组织预计2025年泰国经济增长2.7%。"),
    (
        "IDC数据显示，2024年四季度中国平板电脑出货量为712万台。",
        "Canalys统计，2024年四季度中国平板电脑出货量为721万台。",
    ),
    ("以美元计，2024年泰国出口同比增长5.3%。", "以美元计，2024年泰国出口同比增长5.6%。"),
    ("2024年，太原市出口520亿元，增长5.3%。", "2024年，太原市出口520亿元，增长5.6%。"),
    ("《雁门》3月1日票房（含预售）6.38亿元。", "《雁门》3月1日票房（含预售）6.83亿元。"),
    ("截至3月1日15时，3月1日票房达1.26亿元。", "截至3月1日15时，3月1日票房达1.36亿元。"),
    (
        "甲县地震已致23人遇难\n3月1日9时，甲县发生地震。截至3月1日19时，地震造成23人遇难。",
        "甲县地震已致26人遇难\n3月1日9时，甲县发生地震。截至3月1日19时，地震造成26人遇难。",
    ),
    ("3月1日8时，太原市PM2.5浓度为118微克/立方米。", "3月1日8时，太原市PM2.5浓度为125微克/立方米。"),
]


def test_a_forecast_is_made_anew_from_time_to_time() -> None:
    early, late = "国际货币基金组织预计2025年泰国经济增长2.9%。", "国际货币基金组织预计2025年泰国经济增长2.4%。"
    assert findings(early, late, days=(date(2025, 4, 22), date(2025, 7, 29))) == []
    assert findings(early, late, days=(date(2025, 4, 22), date(2025, 4, 23)))
    targets = [text.replace("国际货币基金组织预计", "预期目标：") for text in (early, late)]
    assert findings(*targets, days=(date(2025, 4, 22), date(2025, 7, 29)))


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_one_setting_and_two_figures_are_a_conflict(one: str, other: str) -> None:
    assert findings(one, other)


def test_words_of_revision_in_the_lead_make_a_revision() -> None:
    early = "统计局公布的初步数据显示，德国第二季度国内生产总值环比增长0.1%。"
    late = "统计局公布的终值数据显示，德国第二季度国内生产总值环比增长0.4%。"
    days = (date(2025, 7, 30), date(2025, 8, 25))
    assert [(f.rule, f.severity) for f in findings(early, late, days=days)] == [("FC201", "warning")]
    plain = [text.replace("初步数据", "数据").replace("终值数据", "数据") for text in (early, late)]
    assert [f.rule for f in findings(*plain, days=days)] == ["FC101"]


@pytest.mark.parametrize("lead", ["据初步核算，", "经初步统计，", "初步统计显示，", "快报数据显示，"])
def test_what_opens_the_sentence_calls_a_figure_preliminary(lead: str) -> None:
    (first, *_) = extract(Document(Source("d0", "0.txt", "0", published=SPRING), f"{lead}山西省出口12亿元。")).claims
    assert "preliminary" in first.flags


def far_apart_in(shared: int) -> list[str]:
    """Rules raised for 230 against 150 in two documents of ten facts each, some of them shared."""
    groups = [group(claim("s1", "230间"), claim("s2", "150间"))]
    groups += [group(claim("s1", f"{n}7亿元"), claim("s2", f"{n}7亿元")) for n in range(shared)]
    groups += [group(claim(s, f"{n}3亿元")) for n in range(10 - shared) for s in ("s1", "s2")]
    return [f.rule for f in compare.compare(groups, sources("s1", "s2"))[1] if f.severity != "note"]


def test_documents_with_nothing_in_common_and_figures_far_apart() -> None:
    assert far_apart_in(shared=0) == []
    assert far_apart_in(shared=2) == ["FC101"]


def test_a_year_so_far_is_no_whole_for_a_longer_part() -> None:
    early, late = "从元旦至今，山西省票房已达2.4亿元。", "截至12月13日，2025年山西省票房达11.9亿元。"
    assert findings(early, late, days=(date(2025, 2, 5), date(2025, 12, 15))) == []


def test_equal_levels_prove_no_growth_wrong() -> None:
    text = "2024年，太原港货物吞吐量285.3万吨，同比增长15.5%。2023年，太原港货物吞吐量超285万吨。"
    assert [f for f in findings(text) if f.rule == "FC402"] == []


def test_a_share_index_at_noon_is_not_that_of_the_close() -> None:
    noon = "截至2月28日午间收盘，深证成指上涨1.52%。"
    close = "截至2月28日收盘，深证成指上涨{}%。"
    assert not findings(noon, close.format("1.39"))
    assert findings(close.format("1.39"), close.format("1.93"))


def test_the_month_told_by_the_way_does_not_date_the_paragraph_after_it() -> None:
    first = "前9个月全省进出口增长3%\n前9个月，全省进出口900亿元。其中9月份进出口{}亿元。\n对东盟出口{}亿元。"
    text = first.format(95, 300)
    claims = extract(Document(Source("d0", "0.txt", "0", published=date(2024, 10, 20)), text)).claims
    assert [str(c.period.start) for c in claims if c.period] == ["2024-01-01"] * 2 + ["2024-09-01", "2024-01-01"]


def test_the_end_of_one_month_is_not_that_of_another() -> None:
    january = "截至2025年1月末，全国外汇储备32090亿美元。"
    february = "截至2025年2月末，全国外汇储备{}亿美元。"
    days = (date(2025, 2, 7), date(2025, 3, 7), date(2025, 3, 8))
    assert not findings(january, february.format(32272), february.format(32272), days=days)
    assert findings(january, february.format(32272), february.format(32722), days=days)


def test_a_headline_leaves_out_whose_profit_it_is() -> None:
    short = "云山银行去年净利237亿元\n2024年，云山银行净利{}，归属于母公司股东的净利润237.41亿元。"
    long = "2024年，云山银行实现净利润252.19亿元，归母净利润237.41亿元。"
    assert not findings(short.format("252.19亿元"), long)
    assert findings(short.format("225.19亿元"), long)


def test_some_of_them_are_not_all() -> None:
    some = "尽管总额可观，仍有很多产业承压，出口年增率只有1%"
    assert setting.parts(said(some, "1%")) == {"很多产业"}
    assert setting.parts(said("大多数行业出口增长1%", "1%")) == {"大多数行业"}
    assert setting.parts(said("全部产业出口增长1%，部分企业停产", "1%")) == frozenset()
    whole = "2024年，湖州市出口增长12%。"
    assert not findings(whole, "2024年，湖州市部分企业承压，出口只增长1%。")
    assert findings(whole, "2024年，湖州市企业承压，出口只增长11%。")


ROUTINE = "{}0时至24时，各县报告收治患者{}人。当日解除观察的接触者{}人，重症较前一日减少4人。"


def test_undated_bulletins_of_other_days_do_not_contradict_one_another() -> None:
    undated: tuple[date | None, ...] = (None, None)
    texts = ROUTINE.format("8月24日", 14, 1294), ROUTINE.format("9月24日", 8, 1468)
    assert not findings(*texts, days=undated)  # type: ignore[arg-type]
    same = ROUTINE.format("8月24日", 14, 1294), ROUTINE.format("8月24日", 14, 1249)
    assert findings(*same, days=undated)  # type: ignore[arg-type]


def test_what_is_foreseen_of_a_day_to_come_may_miss_it() -> None:
    before, after = "3月2日太原铁路预计发送旅客21万人次。", "3月2日，太原铁路发送旅客23.1万人次。"
    assert findings(before, after, days=(SPRING, date(2025, 3, 3))) == []
    assert findings(after, after.replace("23.1", "23.7"), days=(date(2025, 3, 3), date(2025, 3, 3)))
