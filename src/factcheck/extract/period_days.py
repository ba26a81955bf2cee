"""Which days an expression means: its own words first, then the passage, then the date of publication."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from factcheck.extract import calendar
from factcheck.extract.calendar import Range, minus_years
from factcheck.extract.period_grammar import WITH_YEAR, Parts
from factcheck.extract.period_tokens import Atom
from factcheck.model import Period, PeriodBasis, PeriodKind


class Scope:
    """What a stretch of text has said so far: its year, month and whole period."""

    __slots__ = ("day", "month", "period", "year")

    def __init__(
        self,
        year: int | None = None,
        month: tuple[int, int] | None = None,
        period: Period | None = None,
        day: date | None = None,
    ) -> None:
        self.year = year
        self.month = month
        self.period = period
        self.day = day  # the day last named, a publication stamp's included: what 当天 means


@dataclass(slots=True)
class Context:
    """What is known where the reading stands."""

    published: date | None
    republic: bool  # years of the Republic (114年10月) are in use
    sentence: Scope = field(default_factory=Scope)
    paragraph: Scope = field(default_factory=Scope)
    heading: Scope = field(default_factory=Scope)
    spans: dict[int, Period] = field(default_factory=dict)  # years covered -> the latest period that long
    first_line: bool = True
    before: int | None = None  # the year of the last paragraph that had one
    future: bool = False  # the clause speaks of what is to come
    foretold: int = -1  # where the last time that a forecast names ends, -1 where none does
    quarter: Period | None = None  # the quarter last reported on: what 本季度 and 当季 mean in a later paragraph
    term: Period | None = None  # 截至6月30日止六个月: what 期内 means in a later paragraph
    fiscal: tuple[int, int] | None = None  # the fiscal year named first, months from the calendar's quarters to its own

    def scopes(self) -> tuple[Scope, ...]:
        """The nearest stretch first."""
        return (self.sentence, self.paragraph, self.heading)

    def year(self) -> int | None:
        """The year that the passage speaks of."""
        return next((s.year for s in self.scopes() if s.year is not None), None)

    def month(self) -> tuple[int, int] | None:
        """The year and month that the sentence or paragraph speaks of."""
        return next((s.month for s in self.scopes()[:2] if s.month is not None), None)

    def period(self) -> Period | None:
        """The days that the passage speaks of."""
        return next((s.period for s in self.scopes() if s.period is not None), None)


Found = tuple[Range | None, PeriodKind, PeriodBasis]
_NOTHING: Final[Found] = (None, "duration", "document")


def _tolerated(context: Context, span: Range, cumulative: bool) -> bool:
    """Whether a period can be an outcome at publication: it has begun, and a cumulative one is (nearly) over."""
    if context.published is None or context.future:
        return True
    if cumulative:
        return span[1] <= calendar.days_away(context.published, 15)
    return span[0] <= calendar.days_away(context.published, 3)


def _part_range(part: Atom, year: int) -> Range | None:
    if part.kind in ("half", "year_half"):
        return calendar.half(year, part.a if part.kind == "half" else part.b)
    if part.kind == "quarters":
        return calendar.quarters(year, part.a, part.b)
    if part.kind == "year_quarters":
        return calendar.quarters(year, part.b, part.c)
    if part.kind == "months":
        if part.a > part.b:  # 11月至2月 ends in the next year
            first, last = calendar.months(year, part.a, part.a), calendar.months(year + 1, part.b, part.b)
            return (first[0], last[1]) if first and last else None
        return calendar.months(year, part.a, part.b)
    if part.kind == "holiday":
        return calendar.festival(part.word, year, single=part.a == 1)
    if part.kind == "lunar":
        return calendar.first_month(year, part.a, part.b)
    return None


def _year_slot(parts: Parts, context: Context) -> tuple[int, int, PeriodBasis] | None:
    """First and last year of the expression's own year word, and what supports them."""
    slot = parts.year
    if slot is None:
        return None
    if slot.kind == "years":
        return slot.a, slot.b, "stated"
    if slot.kind == "relative_year":
        if context.published is None:
            return None
        if parts.same and slot.a == -1 and (said := context.period()):  # 去年同期 is a year before what is spoken of
            return said.end.year - 1, said.end.year - 1, "stated"
        year = context.published.year + slot.a
        return year, year, "stated"
    if slot.kind == "context_year":
        return _context_year(slot, parts, context)
    return None


def _context_year(slot: Atom, parts: Parts, context: Context) -> tuple[int, int, PeriodBasis] | None:
    said = context.year()
    if slot.word == "全年" and not context.future and (said is None or _is_of_a_heading(said, context)):
        said = context.before or said  # what an earlier paragraph reported on
    if said is not None:
        return said + slot.a, said + slot.a, "inherited"
    if context.published is None:
        return None
    year = context.published.year
    if slot.a == 0 and slot.word not in ("当年", "同年") and context.published.month <= 3 and not context.future:
        year -= 1
    if slot.a == 0 and parts.part is not None:
        year = context.published.year
    return year + slot.a, year + slot.a, "document"


def _is_of_a_heading(year: int, context: Context) -> bool:
    """Whether a year that is not over stands in a heading only: 全年 there is of the year reported on."""
    if context.sentence.year is not None or context.paragraph.year is not None or context.published is None:
        return False
    return year == context.published.year and context.before == year - 1 and context.published.month < _LAST_MONTH


_LAST_MONTH: Final = 12


def _slot_range(slot: Atom, first: int, last: int) -> Range | None:
    if slot.kind == "plan":
        return calendar.plan(slot.a)
    if slot.kind == "decade":
        start = (slot.a - 1) * 100 + (slot.b if slot.b >= 10 else slot.b * 10)
        return calendar.years(start, start + 9) if slot.a > 0 and slot.b % 10 == 0 else None
    if slot.kind in ("fiscal", "school"):
        month = 4 if slot.kind == "fiscal" else 9
        begin, end = calendar.months(slot.a, month, month), calendar.months(slot.b, month - 1, month - 1)
        return (begin[0], end[1]) if begin and end else None
    return calendar.years(first, last) if slot.kind == "years" else None


def _whole_years(parts: Parts, context: Context) -> Found:
    """A year, several years, a plan, a decade."""
    slot = parts.year
    assert slot is not None
    if slot.kind in ("plan", "decade", "fiscal", "school", "season"):
        span = _slot_range(slot, 0, 0)
        return _divided(parts, span), "duration", "stated"
    own = _year_slot(parts, context)
    if own is None:
        return _NOTHING
    return calendar.years(own[0], own[1]), "duration", own[2]


def _divided(parts: Parts, span: Range | None) -> Range | None:
    """The years of a plan that are meant: its first n, its last n, its opening or closing year."""
    if span is None:
        return None
    first, last = span[0].year, span[1].year
    if parts.edge == "opening":
        return calendar.years(first, first)
    if parts.edge == "last":
        return calendar.years(last, last)
    if parts.plan_years > 0:
        return calendar.years(first, first + parts.plan_years - 1)
    if parts.plan_years < 0:
        return calendar.years(last + parts.plan_years + 1, last)
    return span


def _without_year(part: Atom, context: Context) -> Found:
    """A quarter, month or holiday whose year is not written: from the passage, else from the date of publication."""
    year = context.year()
    published = context.published
    if published is not None and year is not None and year > published.year and context.sentence.year is None:
        year = None  # a coming year that the passage mentions lends nothing
    if year is not None and not _is_fresh(part, year, context):
        span = _part_range(part, year)
        if span is not None and _tolerated(context, span, False):
            return span, "duration", "inherited"
    if context.published is None:
        span = _part_range(part, context.before) if year is None and context.before is not None else None
        return (span, "duration", "inherited") if span is not None else _NOTHING  # of the year last reported on
    if part.kind in ("holiday", "lunar"):
        return _nearest(part, context.published), "duration", "document"
    cumulative = part.kind == "half" or (part.kind in ("quarters", "months") and part.b > part.a)
    span = _part_range(part, context.published.year)
    if span is not None and not _tolerated(context, span, cumulative):
        span = _part_range(part, context.published.year - 1)
    return span, "duration", "document"


def _is_fresh(part: Atom, year: int, context: Context) -> bool:
    """A quarter or month that has just ended is meant, not that of an older year which only a heading names."""
    published = context.published
    if published is None or year >= published.year or part.kind not in ("quarters", "months"):
        return False
    if context.sentence.year is not None or context.paragraph.year is not None:
        return False
    span = _part_range(part, published.year)
    return span is not None and calendar.days_away(published, -45) <= span[1] <= published


def _nearest(part: Atom, published: date) -> Range | None:
    """The holiday last seen, or the one to come within six weeks."""
    for year in (published.year + 1, published.year, published.year - 1):
        span = _part_range(part, year)
        if span is not None and span[0] <= calendar.days_away(published, 42):
            return span
    return None


def _relative_part(part: Atom, context: Context, reference: bool) -> Found:
    """上月, 本月, 前季: counted from the month spoken of where they are a base, else from publication."""
    said = context.period()
    length = 1 if part.kind == "relative_month" else 3
    base: tuple[int, int] | None = None
    basis: PeriodBasis = "document"
    fits = said is not None and _months_of(said) == length
    if part.word == "上季" and not reference and context.sentence.period is None:
        said = None  # as papers of Hong Kong call the quarter that has just ended
    closed = said is not None and part.word == "本月" and _just_over(said, context.published)
    if said is not None and fits and (reference or closed or part.word not in ("本月", "上月", "上个月")):
        base, basis = (said.start.year, said.start.month), "inherited"
    elif part.word in _THE_MONTH and said is not None and not fits and _month_meant(said, context) is not None:
        base, basis = _month_meant(said, context), "inherited"
    elif context.quarter is not None and part.word in _THE_QUARTER and not context.future:
        base, basis = (context.quarter.start.year, context.quarter.start.month), "inherited"
    elif context.published is not None:
        moment = context.published
        base = (moment.year, moment.month if length == 1 else (moment.month - 1) // 3 * 3 + 1)
    if base is None:
        return _NOTHING
    year, month = calendar.month_shift(*base, part.a * length)
    return calendar.months(year, month, month + length - 1), "duration", basis


_THE_MONTH: Final = frozenset({"当月", "该月"})


def _month_meant(said: Period, context: Context) -> tuple[int, int] | None:
    """7月销量…；前七个月销量…。当月…: the month named before them, else the last of them; None for other times."""
    if context.month() is not None:
        return context.month()
    in_year = said.start.year == said.end.year and (said.end - said.start).days < _A_YEAR
    return (said.end.year, said.end.month) if in_year and _months_of(said) > 1 else None


_A_YEAR: Final = 364  # days between its first and its last
_MONTHLY: Final = 6  # days into a month in which the one before is reported on as 本月


def _just_over(said: Period, published: date | None) -> bool:
    """Whether the month spoken of ended only days before publication: 11月收官，本月… of 2 December."""
    return published is not None and said.start.day == 1 and timedelta(0) < published - said.end <= timedelta(_MONTHLY)


_THE_QUARTER: Final = frozenset({"本季", "本季度", "当季", "当季度", "该季", "该季度", "季内", "本财季"})


def _months_of(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def _part(parts: Parts, context: Context, reference: bool) -> Found:
    """A half, quarter, month, holiday, with its year or without."""
    part = parts.part
    assert part is not None
    if part.kind == "date":
        moment = calendar.day(part.a, part.b, part.c)
        return (moment, moment) if moment else None, "duration", "stated"
    if part.kind in ("year_quarters", "year_half"):
        return _part_range(part, part.a), "duration", "stated"
    if part.kind == "year_month":
        return calendar.months(part.a, part.b, part.b), "duration", "stated"
    if part.kind in ("relative_month", "relative_quarter"):
        return _relative_part(part, context, reference)
    own = _year_slot(parts, context)
    if part.word == "fiscal" and own is None and context.published is not None:
        year = context.fiscal[0] if context.fiscal else context.published.year + 1
        span = _fiscal_quarters(part, year, context)
        if span is not None and span[1] > context.published and not context.future:
            span = _fiscal_quarters(part, year - 1, context)
        return span, "duration", "inherited"
    if own is None:
        return _NOTHING if parts.year is not None else _without_year(part, context)
    if part.kind == "quarters" and "fiscal" in (part.word, parts.year.word if parts.year else ""):
        return _fiscal_quarters(part, own[0], context), "duration", own[2]
    return _part_range(part, own[0]), "duration", own[2]


def _fiscal_quarters(part: Atom, year: int, context: Context) -> Range | None:
    """Quarters of a fiscal year: where the first one named has not ended by the calendar, it is the last that has."""
    span = calendar.quarters(year, part.a, part.b)
    published = context.published
    if context.fiscal is None and published is not None and span is not None and not context.future:
        ended = (published.month - 1) // 3 * 3 or 12
        shift = (published.year - (ended == 12) - year) * 12 + ended - 3 * part.b
        context.fiscal = (year, shift if span[1] > published and shift >= -24 else 0)
    if context.fiscal is None or not context.fiscal[1]:
        return span
    first = calendar.month_shift(year, 3 * part.a - 2, context.fiscal[1])
    last = calendar.month_shift(year, 3 * part.b, context.fiscal[1])
    begin, end = calendar.months(first[0], first[1], first[1]), calendar.months(last[0], last[1], last[1])
    return (begin[0], end[1]) if begin and end else None


def _first_and_last(year: int, month: int, days: Atom) -> Range | None:
    first, last = calendar.day(year, month, days.a), calendar.day(year, month, days.b)
    if first and last and first <= last:
        return first, last
    return None


def _day(parts: Parts, context: Context) -> Found:
    """A day, or days of one month."""
    days = parts.day
    assert days is not None
    if days.kind == "relative_day":
        return _relative_day(days, context)
    if parts.part is not None and parts.part.kind == "relative_month":
        span, _, basis = _relative_part(parts.part, context, False)
        return (_first_and_last(span[0].year, span[0].month, days) if span else None), "duration", basis
    if parts.part is not None:
        return _month_day(parts, parts.part.a, days, context)
    return _bare_day(days, context)


def _relative_day(days: Atom, context: Context) -> Found:
    if days.word in ("当天", "当日", "当晚", "同日", "同一天", "次日", "翌日", "隔日", "前一天", "前一日", "前日"):
        said = context.sentence.day or context.paragraph.day
        if said is not None:
            moment = calendar.days_away(said, days.a)
            return (moment, moment), "duration", "inherited"
    if context.published is None:
        return _NOTHING
    moment = calendar.days_away(context.published, days.a)
    return (moment, moment), "duration", "document"


def _month_day(parts: Parts, month: int, days: Atom, context: Context) -> Found:
    own = _year_slot(parts, context)
    if own is not None:
        return _first_and_last(own[0], month, days), "duration", own[2]
    published = context.published
    near: Range | None = None
    if published is not None:
        near = _first_and_last(published.year, month, days)
        if near is not None and not _tolerated(context, near, False):
            near = _first_and_last(published.year - 1, month, days) or near
    past = (published - near[0]).days if near is not None and published is not None else -1
    if 0 <= past <= 7:  # fresh news: no older year that the passage mentions is meant
        return near, "duration", "document"
    year = context.sentence.year if 0 <= past <= 31 else context.year()
    if year is not None:
        span = _first_and_last(year, month, days)
        if span is not None and _tolerated(context, span, False):
            return span, "duration", "inherited"
    return (near, "duration", "document") if near else _NOTHING


def _bare_day(days: Atom, context: Context) -> Found:
    if context.sentence.month is not None:
        return _first_and_last(*context.sentence.month, days), "duration", "inherited"
    near: Range | None = None
    published = context.published
    if published is not None:
        year, month = published.year, published.month
        if days.a > published.day + 1 and not context.future:
            year, month = calendar.month_shift(year, month, -1)
        near = _first_and_last(year, month, days)
    fresh = near is not None and published is not None and 0 <= (published - near[0]).days <= 7
    if context.paragraph.month is not None and not fresh:
        return _first_and_last(*context.paragraph.month, days), "duration", "inherited"
    return (near, "duration", "document") if near else _NOTHING


def _one(parts: Parts, context: Context, reference: bool = False) -> Found:
    """The days of an expression before 底, 以来, 截至 and ranges are applied."""
    if parts.day is not None:
        return _day(parts, context)
    if parts.same:
        return _same(parts, context)
    whole = parts.part is None
    return _edged(parts, _whole_years(parts, context) if whole else _part(parts, context, reference))


_MONTH: Final = 31  # days


def _same(parts: Parts, context: Context) -> Found:
    """去年同期: the days spoken of, in another year."""
    if parts.part is not None:
        return _part(parts, context, False)
    said, own = context.period(), _year_slot(parts, context)
    if said is None or own is None or own[0] != own[1]:
        return _NOTHING
    if parts.same_month and (said.end - said.start).days > _MONTH:
        said = replace(said, start=said.end.replace(day=1))
    moved = minus_years(said, said.end.year - own[0])
    return (moved.start, moved.end), moved.kind, own[2]


_TENS: Final[dict[str, tuple[int, int]]] = {"first": (1, 10), "second": (11, 20), "third": (21, 31)}


def some_days(first: date, last: date, days: tuple[int, int]) -> Range:
    """The days of a span that are meant, counted from 1; (-1, -1) is its last day."""
    if days[0] < 0:
        return last, last
    begin = min(calendar.days_away(first, days[0] - 1), last)
    return begin, min(calendar.days_away(first, days[1] - 1), last)


def _edged(parts: Parts, found: Found) -> Found:
    span, kind, basis = found
    if span is not None and parts.days_of is not None:
        return some_days(*span, parts.days_of), kind, basis
    if span is None or not parts.edge or parts.edge in ("opening", "last"):
        return found
    if parts.edge == "end":
        return (span[1], span[1]), "instant", basis
    if parts.edge == "start":
        return (span[0], span[0]), "instant", basis
    if parts.edge == "middle":
        middle = calendar.months(span[1].year, 6, 6)
        return ((middle[1], middle[1]) if middle else None), "instant", basis
    first, last = _TENS[parts.edge]
    begin = calendar.day(span[0].year, span[0].month, first)
    return ((begin, calendar.day(span[0].year, span[0].month, last) or span[1]) if begin else None), kind, basis


def _lend_year(parts: Parts, last: Parts) -> None:
    """Both ends of a range share the year or month that one of them writes."""
    if last.year is None and last.part is not None and last.part.kind not in WITH_YEAR and parts.year is not None:
        last.year = parts.year
    if parts.year is None and parts.part is not None and parts.part.kind not in WITH_YEAR and last.year is not None:
        parts.year = last.year
    if last.day is not None and last.part is None and last.day.kind == "days":
        last.part, last.year = parts.part, last.year or parts.year
        if last.part is not None and last.part.kind == "date":
            last.year, last.part = (
                Atom(0, 0, "years", last.part.a, last.part.a),
                Atom(0, 0, "months", last.part.b, last.part.b),
            )


def _joined(parts: Parts, context: Context) -> Found:
    """From the first day of one expression to the last day of another."""
    last = parts.last
    assert last is not None
    year_written = last.year is not None
    _lend_year(parts, last)
    first_span, _, basis = _one(parts, context)
    last_span, _, last_basis = _one(last, context)
    if first_span is None or last_span is None:
        return _NOTHING
    begin, end = first_span[0], last_span[1]
    if end < begin and not year_written:  # 9月30日至… never goes back: the end is in the next year
        end = calendar.day(end.year + 1, end.month, end.day) or end
    elif end < begin and last.year is not None:
        begin = calendar.day(begin.year - 1, begin.month, begin.day) or begin
    if end < begin:
        return _NOTHING
    return (begin, end), "duration", basis if basis != "document" or last_basis == "document" else last_basis


def meant(parts: Parts, context: Context, reference: bool) -> Found:
    """The days of a whole expression, their kind and what supports them; `reference`: it is a base of comparison."""
    if parts.other is not None:
        found = _alone(parts.other, context)
    else:
        found = _joined(parts, context) if parts.last else _one(parts, context, reference)
    span, _, basis = found
    if span is None:
        return found
    if parts.since:
        end = context.published or span[1]
        planned = parts.year is not None and parts.year.kind == "plan"
        end = min(end, span[1]) if planned else end
        return ((span[0], end), "duration", basis) if span[0] <= end else (None, "duration", basis)
    if parts.as_of and parts.span:
        return _months_to(span[1], parts.span), "duration", basis
    if parts.as_of:
        end = span[1]
        if context.published is not None and span[0] <= context.published < end and not context.future:
            end = context.published
        return (end, end), "instant", basis
    return found


# ---- what stands alone ----


def _months_to(last: date, count: int) -> Range:
    """The `count` months that end on a day."""
    year, month = calendar.month_shift(last.year, last.month, 1 - count)
    return date(year, month, 1), last


def _past_years(n: int, context: Context) -> Range | None:
    """The last n full years: those before the year of publication, or up to it in its second half."""
    if context.published is None:
        return None
    last = context.published.year - (context.published.month <= 6)
    return calendar.years(last - n + 1, last)


def _next_years(n: int, context: Context) -> Range | None:
    if context.published is None:
        return None
    first = context.published.year + (context.published.month > 6)
    return calendar.years(first, first + n - 1)


_PAST, _NEXT = ("过去", "刚刚过去", "最近", "近"), ("未来", "今后", "接下来", "此后", "往后")
_UNIT_DAYS: Final = {"周": 7, "天": 1}


def _length(found: Atom, context: Context) -> Found:
    """过去五年, 未来三天, 五年来, 五年."""
    lead, _, unit = found.word.rpartition(" ")
    said = context.spans.get(found.a) if unit.startswith("年") else None
    if unit.startswith("年"):
        if lead.startswith(_NEXT):
            return _next_years(found.a, context), "duration", "stated"
        if lead.startswith(_PAST):
            return _past_years(found.a, context), "duration", "stated"
        if unit.endswith(("内", "前")) or lead in ("前", "后", "头", "随后", "新时代"):
            return _NOTHING
        if said is not None:
            return (said.start, said.end), "duration", "inherited"
        if unit.endswith("来") or lead == "这" or (context.first_line and found.a <= 30):
            return _past_years(found.a, context), "duration", "document"
        return _NOTHING
    return _short_length(found.a, unit, lead, context), "duration", "document"


def _short_length(n: int, unit: str, lead: str, context: Context) -> Range | None:
    """Weeks, days, months or quarters up to publication, or from it on."""
    anchor = context.published
    if anchor is None or not lead.startswith(_PAST + _NEXT):
        return None
    sign = 1 if lead.startswith(_NEXT) else -1
    if unit[0] in _UNIT_DAYS:
        other = calendar.days_away(anchor, sign * n * _UNIT_DAYS[unit[0]])
    else:
        year, month = calendar.month_shift(anchor.year, anchor.month, sign * n * (3 if unit.startswith("季") else 1))
        other = calendar.day(year, month, min(anchor.day, 28)) or anchor
    return (min(anchor, other), max(anchor, other))


def _alone(found: Atom, context: Context) -> Found:
    """目前, 同期, 期末, 年底, 周三: what no year or month goes with."""
    published = context.published
    if found.kind == "length":
        return _length(found, context)
    if found.kind == "now":
        return ((published, published) if published else None), "instant", "document"
    if found.kind in ("same", "same_of"):
        near = context.sentence.period or context.paragraph.period
        said = near or (context.term if found.kind == "same_of" else None) or context.period()
        return ((said.start, said.end), said.kind, "inherited") if said else _NOTHING
    if found.kind == "year_edge":
        return _year_edge(found, context)
    if found.kind in ("month_edge", "quarter_edge", "period_edge"):
        return _part_edge(found, context)
    if found.kind == "weekday" and published is not None:
        back = (published.weekday() - found.a) % 7
        week = -published.weekday() + found.a + 7 * found.b if found.c else -back
        moment = calendar.days_away(published, week)
        return (moment, moment), "duration", "document"
    if found.kind == "relative_week" and published is not None:
        first = calendar.days_away(published, -published.weekday() + 7 * found.a)
        return (first, calendar.days_away(first, 6)), "duration", "document"
    if found.kind == "survey":  # a census counts the first hour of its month, an economic one the end of its year
        month = calendar.months(found.a, found.b, found.b)
        counted = month[found.b == 12] if month else None
        return ((counted, counted) if counted else None), "instant", "stated"
    if found.kind == "bare_year":
        return calendar.years(found.a, found.a), "duration", "stated"
    if found.kind == "clock":
        said = context.sentence.period or context.paragraph.period
        return ((said.end, said.end), "instant", "inherited") if said and said.start == said.end else _NOTHING
    return _NOTHING


def _year_edge(found: Atom, context: Context) -> Found:
    own = _context_year(Atom(0, 0, "context_year"), Parts(0, 0), context)
    span = calendar.years(own[0], own[1]) if own else None
    if span is None or own is None:
        return _NOTHING
    moment = span[1] if found.a else span[0]
    if not found.a and context.published is not None and own[2] == "document":
        moment = date(context.published.year, 1, 1)
    return (moment, moment), "instant", own[2]


def _part_edge(found: Atom, context: Context) -> Found:
    said = context.period()
    if said is not None:
        moment = said.end if found.a else said.start
        return (moment, moment), "instant", "inherited"
    if context.published is None or found.kind == "period_edge":
        return _NOTHING
    year, month = context.published.year, context.published.month
    if found.kind == "quarter_edge":
        month = (month - 1) // 3 * 3 + 1
        year, month = calendar.month_shift(year, month, -1) if found.a else (year, month)
    elif found.a:
        year, month = calendar.month_shift(year, month, -1)
    span = calendar.months(year, month, month)
    moment = span[found.a] if span else context.published
    return (moment, moment), "instant", "document"
