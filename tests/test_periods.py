"""Time expressions: one meaning in many spellings, roles, inheritance, and properties that hold for any text."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.extract import calendar, period_tokens
from factcheck.extract.periods import PeriodMention, find, iso, label, minus_years, span_years
from factcheck.lexicon import rows
from factcheck.model import Period

FORMS = Path(__file__).parent / "forms" / "periods.tsv"


def cases() -> Iterator[list[str]]:
    for line in FORMS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.replace("\\n", "\n").split("\t")


def day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


def marked(text: str) -> tuple[str, str]:
    """The text without its 【】, and what stood inside."""
    before, _, rest = text.partition("【")
    inside, _, after = rest.partition("】")
    return before + inside + after, inside


@pytest.mark.parametrize("case", [c for c in cases() if c[2] != "none"], ids=lambda c: f"{c[0].strip()}@{c[1]}")
def test_forms(case: list[str]) -> None:
    shown, published, start, end, kind, role = case
    text, inside = marked(shown)
    found = [m for m in find(text, day(published)) if m.text == inside]
    assert found, [m.text for m in find(text, day(published))]
    mention = found[0]
    said = (mention.period.start, mention.period.end, mention.period.kind) if mention.period else (None, None, "-")
    assert said == (day(start), day(end), kind)
    assert mention.role == role


@pytest.mark.parametrize("case", [c for c in cases() if c[2] == "none"], ids=lambda c: c[0])
def test_what_is_no_date(case: list[str]) -> None:
    assert find(case[0], day(case[1])) == ()


def the(text: str, published: str | None, fragment: str) -> PeriodMention:
    return next(m for m in find(text, day(published or "-")) if m.text == fragment)


def days(mention: PeriodMention) -> str:
    return iso(mention.period) if mention.period else ""


def test_basis_says_what_supports_the_year() -> None:
    text = "2024年，全市增长5%。前三季度增长6%。\n上半年增长7%。"
    stated, inherited, document = find(text, date(2025, 11, 15))
    assert [m.period.basis for m in (stated, inherited, document) if m.period] == ["stated", "inherited", "document"]
    assert days(inherited) == "2024-01-01/2024-09-30"
    assert days(document) == "2025-01-01/2025-06-30"


def test_a_heading_lends_its_year() -> None:
    text = "2023年国民经济统计公报\n全年增长5%，其中四季度增长6%。\n年末人口100万人。"
    found = find(text, date(2025, 11, 15))
    assert [days(m) for m in found[1:]] == ["2023-01-01/2023-12-31", "2023-10-01/2023-12-31", "2023-12-31"]


def test_a_base_lends_nothing() -> None:
    text = "比2019年增长5%，前三季度增长6%。"
    assert days(the(text, "2025-11-15", "前三季度")) == "2025-01-01/2025-09-30"


def test_fresh_days_do_not_inherit_an_old_year() -> None:
    text = "2025年，增加值1.67万亿元。2月10日，大会召开。"
    assert days(the(text, "2026-02-12", "2月10日")) == "2026-02-10"


def test_the_month_of_a_range_is_lent_to_later_days() -> None:
    text = "10月1日至8日，出游8.88亿人次，其中3日最多。"
    assert days(the(text, "2025-12-15", "3日")) == "2025-10-03"


def test_a_printed_date_stands_in_for_an_unknown_publication() -> None:
    assert days(the("2025-11-15 10:00\n前三季度增长5%", None, "前三季度")) == "2025-01-01/2025-09-30"


def test_without_any_date_a_quarter_has_no_days() -> None:
    assert the("前三季度增长5%", None, "前三季度").period is None


def test_years_of_the_republic() -> None:
    text = "民国114年统计：114年10月出口增加，113年底人口。"
    assert [days(m) for m in find(text, None)] == [
        "2025-01-01/2025-12-31",
        "2025-10-01/2025-10-31",
        "2024-12-31",
    ]


def test_quarter_before_in_another_quarter() -> None:
    text = "2024年第一季增长3%，较上季放缓。"
    assert days(the(text, "2025-11-15", "上季")) == "2023-10-01/2023-12-31"


def span(start: str, end: str, kind: str = "duration") -> Period:
    return Period(
        date.fromisoformat(start), date.fromisoformat(end), "instant" if kind == "instant" else "duration", "stated"
    )


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (span("2025-01-01", "2025-12-31"), "2025年"),
        (span("2025-01-01", "2025-09-30"), "2025年前三季度"),
        (span("2025-07-01", "2025-09-30"), "2025年三季度"),
        (span("2025-01-01", "2025-06-30"), "2025年上半年"),
        (span("2025-06-01", "2025-06-30"), "2025年6月"),
        (span("2025-01-01", "2025-08-31"), "2025年1—8月"),
        (span("2021-01-01", "2025-12-31"), "“十四五”期间（2021—2025年）"),
        (span("2022-01-01", "2025-12-31"), "2022—2025年"),
        (span("2024-12-31", "2024-12-31", "instant"), "截至2024年底"),
        (span("2024-10-31", "2024-10-31", "instant"), "截至2024年10月底"),
        (span("2025-02-05", "2025-02-05", "instant"), "截至2025年2月5日"),
        (span("2025-10-01", "2025-10-08"), "2025年10月1日至8日"),
        (span("2025-09-30", "2025-10-08"), "2025年9月30日至10月8日"),
        (span("2025-12-31", "2026-01-02"), "2025年12月31日至2026年1月2日"),
        (span("2024-12-01", "2025-02-28"), "2024年12月至2025年2月"),
        (span("2025-02-09", "2025-02-09"), "2025年2月9日"),
    ],
)
def test_label(period: Period, expected: str) -> None:
    assert label(period) == expected


def test_minus_years_keeps_the_end_of_february() -> None:
    moved = minus_years(span("2024-01-01", "2024-02-29"), 1)
    assert iso(moved) == "2023-01-01/2023-02-28"
    assert iso(minus_years(moved, -1)) == "2024-01-01/2024-02-29"


def test_span_years() -> None:
    assert span_years(span("2021-01-01", "2025-12-31")) == 5
    assert span_years(span("2025-02-09", "2025-02-09")) == 1


def test_five_year_plans_follow_one_another() -> None:
    assert calendar.plan(10) == (date(2001, 1, 1), date(2005, 12, 31))
    for n in range(3, 20):
        this, after = calendar.plan(n), calendar.plan(n + 1)
        assert this is not None
        assert after is not None
        assert after[0] - this[1] == timedelta(1)


def test_holidays_lie_around_their_day() -> None:
    for key, first, last in rows("festivals"):
        year, name = key.split(" ")
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        assert timedelta(0) <= end - begin <= timedelta(9)
        moment = calendar.festival(name, int(year), single=True)
        if moment is not None:
            assert begin <= moment[0] <= end, key


def test_lunar_years_are_twelve_or_thirteen_moons() -> None:
    table = [date.fromisoformat(row[1]) for row in rows("lunar_days")]
    assert {(b - a).days for a, b in pairwise(table)} <= {353, 354, 355, 383, 384, 385}


CHARACTERS = (
    "0123456789.,:-—~/年月日号季度半个第前首上下本去今全同期末底初至到截以来十一二三四五六七〇廿"
    "“”《》（），。\n 春节国庆假比较与近过未Q H民国世纪代周"
)
DATES = st.none() | st.dates()


@given(st.text(st.sampled_from(CHARACTERS), max_size=80) | st.text(max_size=60), DATES)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read(text: str, published: date | None) -> None:
    last = 0
    for mention in find(text, published):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        last = mention.end
        if mention.period is not None:
            assert mention.period.start <= mention.period.end
            assert label(mention.period)
            if mention.period.kind == "instant":
                assert mention.period.start == mention.period.end


@given(st.dates(), st.dates(), st.integers(-30, 30))
def test_minus_years_never_fails(a: date, b: date, n: int) -> None:
    moved = minus_years(Period(min(a, b), max(a, b), "duration", "stated"), n)
    assert moved.start <= moved.end


@pytest.mark.parametrize(
    "piece", ["2025年前三季度，比上年同期增长5%。", "1", "十", "“", "1月1日至", "比较较", "2025 ", "《"]
)
def test_time_is_linear_in_length(piece: str) -> None:
    def took(n: int) -> float:
        text = piece * (n // len(piece))
        begin = time.process_time()
        find(text, date(2025, 11, 15))
        return time.process_time() - begin

    took(1000)
    assert min(took(32_000) for _ in range(2)) < 10 * max(took(8_000), 0.01)


DAY = date(2025, 10, 9)


def spans(text: str, published: date = DAY) -> list[tuple[str, str]]:
    """Role and days of every time expression."""
    return [(m.role, iso(m.period) if m.period else "") for m in find(text, published)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("国庆假期前三天，客流增长", "2025-10-01/2025-10-03"),
        ("国庆假期首日，客流增长", "2025-10-01"),
        ("国庆假期第五天，客流增长", "2025-10-05"),
        ("国庆假期最后一天，客流增长", "2025-10-08"),
        ("国庆假期，客流增长", "2025-10-01/2025-10-08"),
    ],
)
def test_days_of_a_holiday(text: str, days: str) -> None:
    assert spans(text) == [("period", days)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("自3月5日展馆开放以来，接待观众", "2025-03-05/2025-10-09"),
        ("从2015年起，累计培训", "2015-01-01/2025-10-09"),
        ("从12月1日起，执行新标准", "2025-12-01"),
        ("3月5日展馆开放，接待观众", "2025-03-05"),
    ],
)
def test_all_the_time_since(text: str, days: str) -> None:
    assert [d for _, d in spans(text)] == [days]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("始建于1985年，全长3公里", "aside"),
        ("项目于2024年5月开工，占地3公顷", "aside"),
        ("项目于2024年5月出口3台", "period"),
        ("北京时间8日21时，某地发生3级地震", "period"),
        ("发布时间：2024年5月8日", "dateline"),
        ("上世纪90年代建成的小区，共有8栋楼", "aside"),
        ("为保障国庆假期出行，增开列车", "aside"),
        ("1985年，全长3公里", "period"),
        ("国庆假期出行，增开列车", "period"),
    ],
)
def test_the_time_of_something_else_is_an_aside(text: str, role: str) -> None:
    assert [r for r, _ in spans(text)] == [role]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("今年4月和5月，出口增长", ["2025-04-01/2025-05-31"]),
        ("今年4月和5月分别增长", ["2025-04-01/2025-04-30", "2025-05-01/2025-05-31"]),
        ("线上线下年收益增长", []),
        ("上月收益增长", ["2025-09-01/2025-09-30"]),
    ],
)
def test_months_listed_and_words_that_hold_a_time(text: str, days: list[str]) -> None:
    assert [d for _, d in spans(text)] == days


def test_that_day_is_the_day_last_named() -> None:
    text = "据当地媒体7日报道，工厂当天停产。截至当天下午，已有30人撤离。"
    assert [d for _, d in spans(text)] == ["2025-10-07"] * 3


def test_what_is_listed_with_a_base_is_a_base_too() -> None:
    assert [r for r, _ in spans("分别比上月和上年同期低2个百分点")] == ["reference", "reference"]
    assert [r for r, _ in spans("5月和6月分别增长2%")] == ["period", "period"]


def test_a_quarter_just_over_is_no_quarter_of_a_headings_year() -> None:
    text = "2024年全球贸易报告\n欧元区第三季度出口增长2%。"
    assert spans(text)[-1] == ("period", "2025-07-01/2025-09-30")
    assert spans(text, date(2025, 2, 20))[-1] == ("period", "2024-07-01/2024-09-30")
    assert spans("2024年，第三季度出口增长2%。")[-1] == ("period", "2024-07-01/2024-09-30")


@pytest.mark.parametrize(
    ("text", "days"),
    [("2025年半年度报告", "2025-01-01/2025-06-30"), ("2025年一季报显示", "2025-01-01/2025-03-31")],
)
def test_reports_of_a_company_name_their_time(text: str, days: str) -> None:
    assert spans(text)[0][1] == days


@given(st.text(alphabet="今年去上半季度第一二三2025月日截至民国，的\ud800", max_size=30))
def test_dates_are_looked_for_where_two_characters_or_a_digit_begin_one(text: str) -> None:
    seconds = period_tokens._seconds()
    expected = [
        (at, paired)
        for at, first in enumerate(text)
        if (paired := text[at + 1 : at + 2] in seconds.get(first, ())) or first in "0123456789" + period_tokens.HANZI
    ]
    assert list(period_tokens.triggers(text)) == expected
