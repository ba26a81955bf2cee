"""What each figure of a sentence says, and what its document leaves open, from a table of sentences."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from factcheck.extract import indicators
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Extraction, Source

FORMS = Path(__file__).parent / "forms" / "claims.tsv"
PUBLISHED = date(2025, 3, 1)


class Said(NamedTuple):
    """A claim in the words of the table; the indicator by its canonical key, so that a preferred term may change."""

    text: str
    measure: str
    basis: str
    entity: str
    indicator: str
    period: str
    value: Decimal | None
    unit: str


def read(text: str, **about: str) -> Extraction:
    return extract(Document(Source("s1", "a.txt", "0", published=PUBLISHED, **about), text))  # type: ignore[arg-type]


def said(claim: Claim) -> Said:
    period = f"{claim.period.start}/{claim.period.end}" if claim.period else "-"
    name = indicators.key(claim.indicator) if claim.indicator else "-"
    return Said(
        claim.text, claim.measure, claim.basis or "-", claim.entity or "-", name, period, claim.value, claim.unit or "-"
    )


@cache
def cases() -> dict[str, list[Said]]:
    table: dict[str, list[Said]] = {}
    sentence = ""
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        first, text, measure, basis, entity, indicator, period, value, unit = line.split("\t")
        sentence = first or sentence
        name = "-" if indicator == "-" else indicators.key(indicator)
        number = None if value == "-" else Decimal(value)
        table.setdefault(sentence, []).append(Said(text, measure, basis, entity, name, period, number, unit))
    return table


@pytest.mark.parametrize("sentence", cases())
def test_claims_of_a_sentence(sentence: str) -> None:
    assert [said(c) for c in read(sentence).claims] == cases()[sentence]


def test_the_table_is_broad() -> None:
    assert len(cases()) >= 60
    measures = {s.measure for found in cases().values() for s in found}
    assert measures >= {"level", "change", "growth", "share", "ratio", "rank", "streak", "target"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024年，甘肃省粮食产量1298.5万吨。增长2.1%。", "2024-01-01/2024-12-31"),
        ("2024年，甘肃省粮食产量1298.5万吨。小麦产量300.2万吨。", "2024-01-01/2024-12-31"),
        ("2024年上半年，甘肃省粮食产量1298.5万吨；小麦产量300.2万吨。", "2024-01-01/2024-06-30"),
    ],
)
def test_a_period_is_inherited(text: str, span: str) -> None:
    first, second = read(text).claims
    assert said(first).period == said(second).period == span
    assert first.period is not None
    assert first.period.basis == "stated"


def test_an_inherited_period_says_so() -> None:
    _, second = read("2024年，甘肃省粮食产量1298.5万吨。小麦产量300.2万吨。").claims
    assert second.period is not None
    assert second.period.basis == "inherited"


def test_the_documents_date_is_the_last_resort() -> None:
    (claim,) = read("甘肃省粮食产量1298.5万吨。").claims
    assert claim.period is not None
    assert (claim.period.start, claim.period.kind, claim.period.basis) == (PUBLISHED, "instant", "document")


def test_without_any_date_there_is_no_period() -> None:
    (claim,) = extract(Document(Source("s1", "a.txt", "0"), "甘肃省粮食产量1298.5万吨。")).claims
    assert claim.period is None


def test_an_indicator_is_inherited_by_growth() -> None:
    level, growth = read("2024年，甘肃省粮食产量1298.5万吨，增长2.1%。").claims
    assert level.indicator == growth.indicator == "粮食产量"


def test_a_scope_word_means_the_documents_place() -> None:
    (claim,) = read("2024年，全市常住人口712.3万人。", entity="珠海市").claims
    assert claim.entity == "珠海市"


def test_a_paragraph_ends_what_was_spoken_of() -> None:
    claims = read("2024年，甘肃省粮食产量1298.5万吨。\n2024年，青海省增长2.1%。").claims
    assert claims[1].indicator != "粮食产量"


def test_every_claim_can_say_how_it_was_read() -> None:
    for sentence in cases():
        for claim in read(sentence).claims:
            assert claim.rule
            assert len(claim.trace) >= 3


def test_text_is_exactly_its_span() -> None:
    for sentence in cases():
        for claim in read(sentence).claims:
            assert claim.text == sentence[claim.start : claim.end]


def test_value_lies_in_its_interval() -> None:
    for sentence in cases():
        for claim in read(sentence).claims:
            if claim.value is None:
                continue
            assert claim.low is None or claim.low <= claim.value
            assert claim.high is None or claim.value <= claim.high


def test_line_and_column_count_from_one() -> None:
    (claim,) = read("概况\n2024年，甘肃省粮食产量1298.5万吨。").claims
    assert (claim.line, claim.column) == (2, len("2024年，甘肃省粮食产量") + 1)


def test_a_forecast_is_a_target_and_an_outcome_is_not() -> None:
    planned, done = (
        read("预计2025年全年汽车销量将达3290万辆。").claims[0],
        read("2024年全年汽车销量达3290万辆。").claims[0],
    )
    assert (planned.measure, done.measure) == ("target", "level")


def test_a_paragraph_of_foreign_text_is_ledgered() -> None:
    found = read("Revenue rose 5.2 percent to 31 billion dollars in 2024.\n")
    ledger = {s.text for s in found.skipped} | {c.text for c in found.claims}
    for figure in ("5.2", "31", "2024"):
        assert any(figure in entry for entry in ledger)


def test_time_is_linear_in_a_sentence_without_end():
    def seconds(count: int) -> float:
        started = time.process_time()
        assert len(read("全市产值5.4亿元，" * count).claims) == count
        return time.process_time() - started

    seconds(10)
    # eight times the text; were it quadratic, 64 times the time
    assert min(seconds(4_000) for _ in range(2)) < 25 * seconds(500)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("初步核算，昆山市2024年地区生产总值5380.2亿元，增长5.6%。", ["preliminary", "preliminary"]),
        ("经最终核实，2023年昆山市地区生产总值5140.6亿元。", ["final"]),
        ("昆山市2024年地区生产总值5380.2亿元，其中工业增加值2510.4亿元。", ["", ""]),
        ("预计昆山市2025年地区生产总值5700亿元，2024年为5380亿元。", ["forecast", ""]),
        # in brackets behind the figure; what else stands there says nothing of its state
        ("昆山市2024年地区生产总值5380.2亿元（初步核算数），增长5.6%。", ["preliminary", ""]),
        ("昆山市2024年地区生产总值5380.2亿元（按可比价格调整）。", [""]),
        # said before, it goes on until another source or an earlier time is spoken of
        ("经济普查结果显示，昆山市服务业发展较快。\n2023年末，全市从业人员120万人。", ["final"]),
        ("据初步统计，昆山市2024年投资增长4%。其中工业投资增长9%。", ["preliminary"] * 2),
        ("据初步统计，昆山市2024年投资增长4%。2023年投资增长6%。", ["preliminary", ""]),
        ("据初步统计，昆山市2024年投资增长4%。海关统计显示，出口增长9%。", ["preliminary", ""]),
        ("据初步统计，昆山市2024年投资增长4%。\n出口增长9%。", ["preliminary", ""]),
        ("昆山市产业结构调整加快。投资增长9%。", [""]),
    ],
)
def test_what_opens_a_sentence_says_how_settled_its_figures_are(text: str, flags: list[str]) -> None:
    settled = {"preliminary", "final", "forecast", "revised"}
    assert [" ".join(sorted(settled & set(claim.flags))) for claim in read(text).claims] == flags


def _times(text: str, published: date) -> list[str]:
    claims = extract(Document(Source("s1", "a.txt", "0", published=published), text)).claims
    return [f"{c.period.start}/{c.period.end}" if c.period else "" for c in claims]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # a flow told after a count at the year's end is of the year
        ("2024年末，全市常住人口900万人。\n出口额900亿元。", ["2024-12-31/2024-12-31", "2024-01-01/2024-12-31"]),
        # the base of a comparison lends no time to what follows
        ("6月出口增长3%，比上月和上年同期高2个百分点。进口额900亿元。", ["2025-06-01/2025-06-30"] * 3),
        # measured by the year before the plague, a figure is still of now
        ("2024年旅客900万人次，恢复至2019年的90%。", ["2024-01-01/2024-12-31"] * 2),
        # the year so far goes on into the next sentence
        ("截至6月8日，2025年出口额900亿元。\n进口额900亿元。", ["2025-01-01/2025-06-08"] * 2),
        # the month that a change starts from is not the one it ends in
        ("6月物价涨幅从5月的2%升至3%。核心物价涨幅从5月的1%升至2%。",
         ["2025-05-01/2025-05-31", "2025-06-01/2025-06-30"] * 2),
        # days of a holiday end with the paragraph
        ("端午假期首日，客流量900万人次。\n景区客流量800万人次。", ["2025-05-31/2025-05-31", "2025-05-31/2025-06-02"]),
        # what is to come is not the time of what is told after it
        ("大会将于9月1日开幕。\n去年客流量900万人次。客流量800万人次。", ["2024-01-01/2024-12-31"] * 2),
    ],
)  # fmt: skip
def test_the_time_of_a_figure(text: str, days: list[str]) -> None:
    assert _times(text, date(2025, 7, 15)) == days


@pytest.mark.parametrize(
    ("text", "owners", "days"),
    [
        ("年初春节档上映的《雁门》已收获5.2亿元票房。", ["《雁门》"], ["2025-03-01/2025-03-01"]),
        ("2025年春节档，《雁门》收获5.2亿元票房。", ["《雁门》"], ["2025-01-28/2025-02-04"]),
        (
            "2025年春节档，《雁门》收获5.2亿元票房。该片还以累计超7亿元的票房领先。",
            ["《雁门》", "《雁门》"],
            ["2025-01-28/2025-02-04", "2025-03-01/2025-03-01"],
        ),
        (
            "2025年春节档，《雁门》《渡口》热映。该片票房7亿元。",  # which of them?
            [""],
            ["2025-01-28/2025-02-04"],
        ),
    ],
)
def test_the_time_and_the_takings_of_a_film(text: str, owners: list[str], days: list[str]) -> None:
    assert [c.entity or "" for c in read(text).claims] == owners
    assert _times(text, PUBLISHED) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "改革开放以来，全省地区生产总值从1.6亿元增长到3.1亿元。",  # a year that is not said, the last whole year
            ["", "2024-01-01/2024-12-31"],
        ),
        ("改革开放以来，全省地区生产总值3.1亿元。", ["2025-03-01/2025-03-01"]),
        # against last year's holiday: this year's, unless it is still to come
        ("大年初二，票房1.2亿元。与去年春节相比，票房增长8%。", ["2025-01-30/2025-01-30", "2025-01-28/2025-02-04"]),
        ("大年初二，票房1.2亿元。与去年国庆相比，票房增长8%。", ["2025-01-30/2025-01-30"] * 2),
        ("过去5年，全省生产总值跨过台阶，达到4500亿元。", ["2024-01-01/2024-12-31"]),
        ("过去5年，全省投资达到4500亿元。", ["2020-01-01/2024-12-31"]),  # the sum of them
    ],
)
def test_the_year_that_several_years_led_up_to(text: str, days: list[str]) -> None:
    assert _times(text, PUBLISHED) == days


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("今年计划完成造林15万亩。", "target"),
        ("今年已完成造林15万亩。", "level"),
        ("今年按计划完成造林15万亩。", "level"),
    ],
)
def test_what_is_meant_to_be_done_is_not_done(text: str, measure: str) -> None:
    assert [c.measure for c in read(text).claims] == [measure]


def test_the_title_dates_what_nothing_nearer_dates() -> None:
    filler = "各项工作有序推进，经济运行总体平稳，民生保障持续加强，改革开放不断深化，发展质量稳步提高。\n"
    assert _times("2024年统计公报\n" + filler * 4 + "出口额900亿元。", date(2025, 7, 15)) == ["2024-01-01/2024-12-31"]
    assert _times("统计公报\n" + filler * 4 + "出口额900亿元。", date(2025, 7, 15)) == ["2025-07-15/2025-07-15"]


@pytest.mark.parametrize(
    ("reference", "basis"),
    [("二零二四年同月", "yoy"), ("2024年同月", "yoy"), ("2019年同期", "vs 2019"), ("上月", "mom")],
)
def test_the_same_month_of_a_year_before_is_year_on_year(reference: str, basis: str) -> None:
    (claim,) = read(f"2025年2月，香港零售业总销货价值较{reference}上升6.9%。").claims
    assert claim.basis == basis


def test_the_day_under_a_publisher_dates_no_figure() -> None:
    (claim,) = read("常住人口情况\n贵州省统计局（2025年2月26日）\n全省常住人口3860万人。").claims
    assert claim.period is not None
    assert claim.period.basis == "document"
    (told,) = read("常住人口情况\n到2025年2月26日\n全省常住人口3860万人。").claims
    assert told.period is not None
    assert told.period.basis == "inherited"


def test_the_country_beside_a_place_owns_one_figure_only() -> None:
    text = "贵州省人口\n2024年，贵州省城镇化率为56.5%，而全国城镇化率为67.0%。常住人口3860万人。贵州省出生人口40万人。"
    assert [c.entity for c in read(text).claims] == ["贵州省", "中国", "贵州省", "贵州省"]


@pytest.mark.parametrize(
    ("heading", "basis"),
    [("一、环比变动情况", "mom"), ("一、同比变动情况", "yoy"), ("10月新房价格环比涨多跌少", "yoy")],
)
def test_a_heading_says_against_what_growth_runs(heading: str, basis: str) -> None:
    *_, claim = read(f"{heading}\n2024年10月，鲜菜价格下降3.0%。").claims
    assert claim.basis == basis


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("《甲乙丙》票房破10亿\n《甲乙丙》上映11天，累计票房9.8亿元；观影人次2400万。", "《甲乙丙》"),
        ("《甲乙丙》《丁戊》票房均破10亿\n观影人次2400万。", None),
        (
            "2024年全国房价\n北京上涨0.1%，上海上涨0.3%，广州下降1%，深圳下降2%，上海居首。\n新房价格下降0.6%。",
            "中国",
        ),
        ("2024年房价\n北京上涨0.1%，上海上涨0.3%。\n上海新房较快。上海楼市回暖。\n新房价格下降0.6%。", "上海市"),
    ],
)
def test_whom_a_text_is_about(text: str, owner: str | None) -> None:
    assert read(text).claims[-1].entity == owner


def test_the_whole_year_is_the_one_that_an_earlier_paragraph_reported_on() -> None:
    text = (
        "2023年，全省常住人口3860万人，城镇化率56.5%，比上年提高1.2个百分点，户籍人口4540万人。\n全年出生人口40万人。"
    )
    assert said(read(text).claims[-1]).period == "2023-01-01/2023-12-31"
    assert said(read("全省出生情况较好。\n预计全年出生人口40万人。").claims[-1]).period != "2023-01-01/2023-12-31"


def test_a_headline_takes_the_time_that_the_story_says_of_its_figure() -> None:
    text = "湖州市失业率降至3.5%\n湖州市失业率由2022年9月至11月的3.7%下降至同年10月至12月的3.5%。"
    claims = extract(Document(Source("s1", "a.txt", "0", published=date(2023, 1, 20)), text)).claims
    assert [c.period and c.period.end for c in claims] == [date(2022, 12, 31), date(2022, 11, 30), date(2022, 12, 31)]


@pytest.mark.parametrize(
    ("part", "name"), [("特种瓷器", "特种瓷器出口"), ("特种瓷器出口", "特种瓷器出口"), ("规模不一的特种瓷器", "")]
)
def test_a_part_says_once_what_is_measured_of_it(part: str, name: str) -> None:
    *_, claim = read(f"2024年，陶瓷产品出口额增长8.2%，其中{part}增长12.1%。").claims
    assert not name or claim.indicator == name
    assert "出口出口" not in claim.indicator
