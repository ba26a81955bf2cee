"""Calendar arithmetic for periods: ends of months, five-year plans, lunar days, public holidays, labels.

Sources of the tables: the State Council's yearly holiday notices (`data/festivals.tsv`) and the
Chinese lunisolar calendar (`data/lunar_days.tsv`).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache
from typing import Final

from factcheck.lexicon import rows
from factcheck.model import Period, PeriodKind

Range = tuple[date, date]

_QUARTER_NAMES: Final = {1: "一", 2: "二", 3: "三", 4: "四"}
_PLAN_NAMES: Final = {8: "八五", 9: "九五", 10: "十五"} | {
    10 + i: f"十{d}五" for i, d in enumerate("一二三四五六七八九", 1)
}


_IN_EVERY_MONTH: Final = 28  # days


def day(year: int, month: int, number: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and number >= 1):
        return None
    if number > _IN_EVERY_MONTH and number > monthrange(year, month)[1]:
        return None
    return date(year, month, number)


def years(first: int, last: int) -> Range | None:
    """January 1 of `first` to December 31 of `last`."""
    if not MINYEAR <= first <= last <= MAXYEAR:
        return None
    return date(first, 1, 1), date(last, 12, 31)


def months(year: int, first: int, last: int) -> Range | None:
    """The first day of month `first` to the last day of month `last` of one year."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= first <= last <= 12):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def quarters(year: int, first: int, last: int) -> Range | None:
    """Quarter `first` to quarter `last` of one year."""
    return months(year, 3 * first - 2, 3 * last)


def half(year: int, which: int) -> Range | None:
    """The first or second half of a year."""
    return months(year, 6 * which - 5, 6 * which)


def month_shift(year: int, month: int, by: int) -> tuple[int, int]:
    """The (year, month) that lies `by` months away."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def days_away(anchor: date, by: int) -> date:
    """`anchor` moved by `by` days, kept inside the calendar."""
    ordinal = min(max(anchor.toordinal() + by, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def plan(ordinal: int) -> Range | None:
    """The years of the n-th Five-Year Plan: 14 is 2021 to 2025. The first two began in 1953 and 1958."""
    if ordinal < 1:
        return None
    first = {1: 1953, 2: 1958}.get(ordinal, 1951 + 5 * ordinal)
    return years(first, first + 4)


@cache
def _lunar_days() -> dict[int, tuple[date, date, date]]:
    """Year -> the days of 正月初一, 五月初五 and 八月十五."""
    return {
        int(row[0]): (date.fromisoformat(row[1]), date.fromisoformat(row[2]), date.fromisoformat(row[3]))
        for row in rows("lunar_days")
    }


@cache
def _holidays() -> dict[str, Range]:
    """ "2025 春节" -> first and last day off, as the yearly notice says."""
    return {row[0]: (date.fromisoformat(row[1]), date.fromisoformat(row[2])) for row in rows("festivals")}


def new_year(year: int) -> date | None:
    """正月初一 of a year, where the table knows it."""
    days = _lunar_days().get(year)
    return days[0] if days else None


def first_month(year: int, first: int, last: int) -> Range | None:
    """Days `first` to `last` of the first lunar month; 0 is 除夕."""
    start = new_year(year)
    if start is None or not 0 <= first <= last <= 30:
        return None
    return start + timedelta(first - 1), start + timedelta(last - 1)


def _around(year: int, column: int, before: int, after: int) -> Range | None:
    days = _lunar_days().get(year)
    return (days[column] - timedelta(before), days[column] + timedelta(after)) if days else None


def _national_day(year: int) -> Range | None:
    """Seven days, eight where 中秋 falls into them."""
    days = _lunar_days().get(year)
    joined = days is not None and date(year, 10, 1) <= days[2] <= date(year, 10, 8)
    return date(year, 10, 1), date(year, 10, 8 if joined else 7)


_BY_RULE: Final[dict[str, Callable[[int], Range | None]]] = {
    "春节": lambda year: _around(year, 0, 1, 6),
    "清明": lambda year: (date(year, 4, 4), date(year, 4, 6)),
    "五一": lambda year: (date(year, 5, 1), date(year, 5, 5 if year >= 2020 else 3)),
    "端午": lambda year: _around(year, 1, 0, 2),
    "中秋": lambda year: _around(year, 2, 0, 2),
    "国庆": _national_day,
    "元旦": lambda year: (date(year, 1, 1), date(year, 1, 3 if year >= 2021 else 1)),
    "春运": lambda year: _around(year, 0, 15, 24),
    "暑运": lambda year: (date(year, 7, 1), date(year, 8, 31)),
    "暑期": lambda year: (date(year, 7, 1), date(year, 8, 31)),
    "暑期档": lambda year: (date(year, 6, 1), date(year, 8, 31)),
    "贺岁档": lambda year: (date(year, 12, 1), date(year, 12, 31)),
}

_SINGLE: Final[dict[str, Callable[[int], Range | None]]] = {
    "除夕": lambda year: first_month(year, 0, 0),
    "元宵": lambda year: first_month(year, 15, 15),
    "春节": lambda year: first_month(year, 1, 1),
    "端午": lambda year: _around(year, 1, 0, 0),
    "中秋": lambda year: _around(year, 2, 0, 0),
    "国庆": lambda year: (date(year, 10, 1), date(year, 10, 1)),
    "五一": lambda year: (date(year, 5, 1), date(year, 5, 1)),
    "元旦": lambda year: (date(year, 1, 1), date(year, 1, 1)),
}


def festival(name: str, year: int, single: bool = False) -> Range | None:
    """The holiday (or, `single`, the day itself) of a year: the notice if the table has it, else the rule."""
    if not 1 <= year <= 9998:
        return None
    noticed = None if single else _holidays().get(f"{year} {name}")
    rule = _SINGLE.get(name) if single or name not in _BY_RULE else _BY_RULE[name]
    return noticed or (rule(year) if rule else None)


# ---- what other modules ask of a period ----


def span_years(period: Period) -> int:
    """How many calendar years the period touches: 2021-01-01 to 2025-12-31 is 5, a day is 1."""
    return period.end.year - period.start.year + 1


def _same_day(moment: date, year: int, last: bool) -> date:
    if last:  # the last day of a month stays the last day
        return date(year, moment.month, monthrange(year, moment.month)[1])
    return date(year, moment.month, min(moment.day, monthrange(year, moment.month)[1]))


def _is_last(moment: date) -> bool:
    return moment.day == monthrange(moment.year, moment.month)[1]


def minus_years(period: Period, n: int) -> Period:
    """The same days `n` years before (去年同期); February ends where that year's February ends."""
    first, last = period.start.year - n, period.end.year - n
    if not (MINYEAR <= first <= MAXYEAR and MINYEAR <= last <= MAXYEAR):
        return period
    start = _same_day(period.start, first, period.start == period.end and _is_last(period.start))
    return Period(start, _same_day(period.end, last, _is_last(period.end)), period.kind, period.basis)


def iso(period: Period) -> str:
    """ "2025-01-01/2025-09-30"; one date for a single day or an instant."""
    if period.start == period.end:
        return period.start.isoformat()
    return f"{period.start.isoformat()}/{period.end.isoformat()}"


def _cn_day(moment: date) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _instant_label(moment: date) -> str:
    if (moment.month, moment.day) == (12, 31):
        return f"截至{moment.year}年底"
    if _is_last(moment):
        return f"截至{moment.year}年{moment.month}月底"
    return f"截至{_cn_day(moment)}"


def _months_label(year: int, first: int, last: int) -> str:
    if (first, last) == (1, 12):
        return f"{year}年"
    if (first, last) in ((1, 6), (7, 12)):
        return f"{year}年{'上' if first == 1 else '下'}半年"
    if first == 1 and last == 9:
        return f"{year}年前三季度"
    if first % 3 == 1 and last == first + 2:
        return f"{year}年{_QUARTER_NAMES[last // 3]}季度"
    return f"{year}年{first}月" if first == last else f"{year}年{first}—{last}月"


def _plan_label(first: int, last: int) -> str:
    ordinal = (first - 1951) // 5
    if last == first + 4 and first % 5 == 1 and ordinal in _PLAN_NAMES:
        return f"“{_PLAN_NAMES[ordinal]}”期间（{first}—{last}年）"
    return f"{first}—{last}年"


def label(period: Period) -> str:
    """The period in Chinese, for reports: 2025年前三季度, 截至2024年底, 2025年10月1日至8日."""
    start, end = period.start, period.end
    if period.kind == "instant":
        return _instant_label(end)
    if start == end:
        return _cn_day(start)
    whole = start.day == 1 and _is_last(end)
    if whole and start.year == end.year:
        return _months_label(start.year, start.month, end.month)
    if whole and start.month == 1 and end.month == 12:
        return _plan_label(start.year, end.year)
    if whole:
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    if (start.year, start.month) == (end.year, end.month):
        return f"{_cn_day(start)}至{end.day}日"
    if start.year == end.year:
        return f"{_cn_day(start)}至{end.month}月{end.day}日"
    return f"{_cn_day(start)}至{_cn_day(end)}"


def period(span: Range | None, kind: PeriodKind, basis: str) -> Period | None:
    """A `Period` over `span`; an instant is the span's last day. None stays None."""
    if span is None:
        return None
    start = span[1] if kind == "instant" else span[0]
    if basis == "stated":
        return Period(start, span[1], kind, "stated")
    return Period(start, span[1], kind, "inherited" if basis == "inherited" else "document")
