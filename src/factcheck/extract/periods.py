"""Time expressions: where they stand, which days they mean, and what they do in the sentence.

`find` reads folded text once from left to right. At each character that can begin a date it joins
the parts that follow (`period_tokens.atom`) into one expression, resolves it against the passage
(sentence, paragraph, heading) and the date of publication, and says which role it plays: the time
of a figure, the base of a comparison, part of a name, a publication stamp, or a length of time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from factcheck.extract import calendar
from factcheck.extract.calendar import Range, iso, label, minus_years, span_years
from factcheck.extract.period_tokens import _EDGE, _PLAN_EDGE, _SINCE, _YEAR_EDGE, DASH, HANZI, Atom, atom, number, triggers
from factcheck.extract.period_tokens import _DAYPART, _HOURS, _PERIOD_OF_TEN, _LENGTH_LEAD
from factcheck.lexicon import alternation, rows, words
from factcheck.model import Period, PeriodBasis, PeriodKind

Role = Literal["period", "reference", "name", "dateline", "duration"]


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A time expression: offsets in the folded text, the days it means (None: unknown), its role and rule."""

    start: int
    end: int
    text: str
    period: Period | None
    role: Role
    rule: str


# ---- joining the parts of one expression ----

_YEAR_KINDS = {"years", "relative_year", "context_year", "plan", "decade", "fiscal", "school"}
_WITH_YEAR = {"year_quarters", "year_half", "year_month", "date"}
_PART_KINDS = {"half", "quarters", "months", "relative_month", "relative_quarter", "holiday", "lunar"}
_DAY_KINDS = {"days", "relative_day"}
_GAP = re.compile(r" ?的? ?")
_JOIN = re.compile(f" ?(?:至|到|{DASH}) ?")
_AS_OF = re.compile(r"截[至止](?:到|至|于)? ?(?:当地时间|北京时间|美东时间|美国东部时间)? ?")
_TO_NOW = re.compile(r" ?(?:至|到)(?:今(?![年天日晚])|目前|现在)")


@dataclass(slots=True)
class _Parts:
    """An expression under construction; each slot holds the atom that filled it."""

    start: int
    end: int
    year: Atom | None = None
    part: Atom | None = None
    day: Atom | None = None
    other: Atom | None = None  # what stands alone: a length, a word like 目前, an event
    clock: bool = False
    edge: str = ""  # end, start, middle; first, second, third (旬); the plan's last or first year
    plan_years: int = 0  # the first (+) or last (-) n years of a plan
    same: bool = False
    since: bool = False
    as_of: bool = False
    last: _Parts | None = None  # the other end of a range

    @property
    def grain(self) -> str:
        if self.day or (self.part and self.part.kind == "date"):
            return "day"
        if self.part:
            return self.part.kind
        return "year" if self.year else ""


def _place(parts: _Parts, found: Atom) -> bool:
    """Put an atom into its slot; False where it does not go on from what is there."""
    kind = found.kind
    if kind in _YEAR_KINDS:
        whole = parts.year is not None and parts.part is None and kind == "context_year" and found.word in ("全年", "年内")
        if whole:
            return True
        if parts.year or parts.part or parts.day:
            return False
        parts.year = found
    elif kind in _WITH_YEAR:
        if parts.year or parts.part or parts.day:
            return False
        parts.part = found
    elif kind in _PART_KINDS:
        if parts.part or parts.day or (parts.year and kind.startswith("relative")):
            return False
        if parts.year and parts.year.kind in ("plan", "decade", "school") or (parts.year and parts.year.a != parts.year.b and parts.year.kind == "years"):
            return False
        parts.part = found
    elif kind in _DAY_KINDS:
        month = parts.part is not None and (parts.part.kind == "relative_month" or (parts.part.kind == "months" and parts.part.a == parts.part.b))
        if parts.day or (kind == "relative_day" and (parts.year or parts.part)) or ((parts.year or parts.part) and not month):
            return False
        parts.day = found
    elif kind == "same":
        if parts.day or parts.same or (parts.year is None and parts.part is None):
            return False
        parts.same = True
    else:
        return False
    return True


def _hours(text: str, parts: _Parts) -> None:
    """A time of day after a day: 上午9时, 14:30, 晚."""
    at = parts.end + (text[parts.end : parts.end + 1] == " ")
    found = _HOURS.match(text, at) or _DAYPART.match(text, at)
    if found:
        parts.end, parts.clock = found.end(), True


_TEN_NAMES = {"上": "first", "中": "second", "下": "third"}


def _edges(text: str, parts: _Parts) -> None:
    """What closes a year, quarter or month: 底, 末, 初, 上旬; what divides a plan: 前四年, 收官之年."""
    if parts.year and parts.year.kind == "plan" and parts.part is None:
        _plan_edge(text, parts)
        return
    if parts.part and parts.part.kind in ("months", "relative_month"):
        if m := _PERIOD_OF_TEN.match(text, parts.end):
            parts.edge, parts.end = _TEN_NAMES[m[1]], m.end()
            return
    if parts.part and parts.part.kind in ("holiday", "lunar", "date"):
        return
    m = (_EDGE if parts.part else _YEAR_EDGE).match(text, parts.end)
    if m:
        parts.edge = "end" if m[1] else "start" if m[2] else "middle"
        parts.end = m.end()


def _plan_edge(text: str, parts: _Parts) -> None:
    m = _PLAN_EDGE.match(text, parts.end)
    if m is None:
        return
    if m[1]:
        parts.edge = "last" if "收官" in m[1] else "end"
    elif m[2]:
        parts.edge = "opening"
    elif m[3]:
        return
    else:
        parts.plan_years = number(m[4]) if m[4] else -number(m[5])
    parts.end = m.end()


def _chain(text: str, first: Atom) -> _Parts | None:
    """The expression that begins with an atom, as far as its parts go on."""
    parts = _Parts(first.start, first.end)
    if not _place(parts, first):
        parts.other = first
        return parts
    for _ in range(4):
        gap = _GAP.match(text, parts.end)
        at = gap.end() if gap else parts.end
        found = atom(text, at)
        if found is None or (found.kind == "days" and at != parts.end and text[parts.end : at].strip()) or not _place(parts, found):
            break
        parts.end = found.end
    if not parts.day and not (parts.part and parts.part.kind == "date"):
        _edges(text, parts)
    else:
        _hours(text, parts)
    return parts


def _range(text: str, parts: _Parts) -> None:
    """The other end of a range: 10月1日至8日, 2024年12月到2025年2月."""
    if parts.other is not None or parts.edge or parts.same:
        return
    if m := _TO_NOW.match(text, parts.end):
        parts.since, parts.end = True, m.end()
        return
    m = _JOIN.match(text, parts.end)
    if m is None:
        return
    first = atom(text, m.end())
    if first is None or first.kind not in _YEAR_KINDS | _WITH_YEAR | _PART_KINDS | _DAY_KINDS:
        return
    last = _chain(text, first)
    if last is None or last.other is not None or last.grain == "":
        return
    if (parts.grain == "day") != (last.grain == "day") and parts.grain != "year":
        return
    if parts.grain == "year" and last.year is None and last.grain != "year":
        return
    parts.last, parts.end = last, last.end


def _read(text: str, at: int) -> _Parts | None:
    """The time expression that begins at `at`, or None."""
    begin, as_of = at, False
    if text[at] == "截" and (m := _AS_OF.match(text, at)):
        found = atom(text, at)
        if found is not None:
            return _chain(text, found)
        begin, as_of = m.end(), True
    first = atom(text, begin)
    if first is None or (as_of and first.kind in ("event", "length", "bare_year")):
        return None
    parts = _chain(text, first)
    if parts is None:
        return None
    if as_of and first.kind == "clock":
        parts.clock = True
    _range(text, parts)
    if m := _SINCE.match(text, parts.end):
        if parts.other is None or parts.other.kind in ("year_edge", "month_edge"):
            parts.since, parts.end = True, m.end()
    parts.start, parts.as_of = at, as_of
    return parts


# ---- which days it means ----


@dataclass(slots=True)
class _Scope:
    """What a stretch of text has said so far: its year, month and whole period."""

    year: int | None = None
    month: tuple[int, int] | None = None
    period: Period | None = None


@dataclass(slots=True)
class _Context:
    published: date | None
    republic: bool  # years of the Republic (114年10月) are in use
    sentence: _Scope = field(default_factory=_Scope)
    paragraph: _Scope = field(default_factory=_Scope)
    heading: _Scope = field(default_factory=_Scope)
    spans: dict[int, Period] = field(default_factory=dict)  # years covered -> the latest period that long
    first_line: bool = True
    future: bool = False  # the clause speaks of what is to come

    def scopes(self) -> tuple[_Scope, ...]:
        return (self.sentence, self.paragraph, self.heading)

    def year(self) -> int | None:
        return next((s.year for s in self.scopes() if s.year is not None), None)

    def month(self) -> tuple[int, int] | None:
        return next((s.month for s in self.scopes()[:2] if s.month is not None), None)

    def period(self) -> Period | None:
        return next((s.period for s in self.scopes() if s.period is not None), None)


_Found = tuple[Range | None, PeriodKind, PeriodBasis]
_NOTHING: _Found = (None, "duration", "document")


def _tolerated(context: _Context, span: Range, cumulative: bool) -> bool:
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


def _year_slot(parts: _Parts, context: _Context) -> tuple[int, int, PeriodBasis] | None:
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


def _context_year(slot: Atom, parts: _Parts, context: _Context) -> tuple[int, int, PeriodBasis] | None:
    said = context.year()
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
    return calendar.years(first, last)


def _whole_years(parts: _Parts, context: _Context) -> _Found:
    """A year, several years, a plan, a decade."""
    slot = parts.year
    assert slot is not None
    if slot.kind in ("plan", "decade", "fiscal", "school"):
        span = _slot_range(slot, 0, 0)
        return _divided(parts, span), "duration", "stated"
    own = _year_slot(parts, context)
    if own is None:
        return _NOTHING
    return calendar.years(own[0], own[1]), "duration", own[2]


def _divided(parts: _Parts, span: Range | None) -> Range | None:
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


def _without_year(part: Atom, context: _Context) -> _Found:
    """A quarter, month or holiday whose year is not written: from the passage, else from the date of publication."""
    year = context.year()
    if year is not None:
        span = _part_range(part, year)
        if span is not None and _tolerated(context, span, False):
            return span, "duration", "inherited"
    if context.published is None:
        return _NOTHING
    cumulative = part.kind == "half" or (part.kind in ("quarters", "months") and part.b > part.a)
    span = _part_range(part, context.published.year)
    if span is not None and not _tolerated(context, span, cumulative):
        span = _part_range(part, context.published.year - 1)
    return span, "duration", "document"


def _relative_part(part: Atom, context: _Context, reference: bool) -> _Found:
    """上月, 本月, 前季: counted from the month spoken of where they are a base, else from publication."""
    said = context.period()
    length = 1 if part.kind == "relative_month" else 3
    base: tuple[int, int] | None = None
    basis: PeriodBasis = "document"
    fits = said is not None and _months_of(said) == length
    if said is not None and fits and (reference or part.word not in ("本月", "本季", "本季度", "上月", "上个月")):
        base, basis = (said.start.year, said.start.month), "inherited"
    elif context.published is not None:
        moment = context.published
        base = (moment.year, moment.month if length == 1 else (moment.month - 1) // 3 * 3 + 1)
    if base is None:
        return _NOTHING
    year, month = calendar.month_shift(*base, part.a * length)
    return calendar.months(year, month, month + length - 1), "duration", basis


def _months_of(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def _part(parts: _Parts, context: _Context, reference: bool) -> _Found:
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
    if own is None:
        return _NOTHING if parts.year is not None else _without_year(part, context)
    return _part_range(part, own[0]), "duration", own[2]


def _first_and_last(year: int, month: int, days: Atom) -> Range | None:
    first, last = calendar.day(year, month, days.a), calendar.day(year, month, days.b)
    if first and last and first <= last:
        return first, last
    return None


def _day(parts: _Parts, context: _Context) -> _Found:
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


def _relative_day(days: Atom, context: _Context) -> _Found:
    if days.word in ("当天", "当日", "当晚", "同日", "同一天", "次日", "翌日", "隔日", "前一天", "前一日", "前日"):
        said = context.sentence.period or context.paragraph.period
        if said is not None and said.start == said.end:
            moment = calendar.days_away(said.end, days.a)
            return (moment, moment), "duration", "inherited"
    if context.published is None:
        return _NOTHING
    moment = calendar.days_away(context.published, days.a)
    return (moment, moment), "duration", "document"


def _month_day(parts: _Parts, month: int, days: Atom, context: _Context) -> _Found:
    own = _year_slot(parts, context)
    if own is not None:
        return _first_and_last(own[0], month, days), "duration", own[2]
    published = context.published
    near: Range | None = None
    if published is not None:
        near = _first_and_last(published.year, month, days)
        if near is not None and not _tolerated(context, near, False):
            near = _first_and_last(published.year - 1, month, days) or near
    close = near is not None and published is not None and 0 <= (published - near[0]).days <= 31
    year = context.sentence.year if close else context.year()
    if year is not None:
        span = _first_and_last(year, month, days)
        if span is not None and _tolerated(context, span, False):
            return span, "duration", "inherited"
    return (near, "duration", "document") if near else _NOTHING


def _bare_day(days: Atom, context: _Context) -> _Found:
    said = context.month()
    if said is not None:
        return _first_and_last(said[0], said[1], days), "duration", "inherited"
    if context.published is None:
        return _NOTHING
    year, month = context.published.year, context.published.month
    if days.a > context.published.day + 1 and not context.future:
        year, month = calendar.month_shift(year, month, -1)
    return _first_and_last(year, month, days), "duration", "document"


def _one(parts: _Parts, context: _Context, reference: bool = False) -> _Found:
    """The days of an expression before 底, 以来, 截至 and ranges are applied."""
    if parts.day is not None:
        return _day(parts, context)
    if parts.same:
        return _same(parts, context)
    if parts.part is not None:
        found = _part(parts, context, reference)
    else:
        found = _whole_years(parts, context)
    return _edged(parts, found)


def _same(parts: _Parts, context: _Context) -> _Found:
    """去年同期: the days spoken of, in another year."""
    if parts.part is not None:
        return _part(parts, context, False)
    said, own = context.period(), _year_slot(parts, context)
    if said is None or own is None or own[0] != own[1]:
        return _NOTHING
    moved = minus_years(said, said.end.year - own[0])
    return (moved.start, moved.end), moved.kind, own[2]


_TENS: dict[str, tuple[int, int]] = {"first": (1, 10), "second": (11, 20), "third": (21, 31)}


def _edged(parts: _Parts, found: _Found) -> _Found:
    span, kind, basis = found
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


def _lend_year(parts: _Parts, last: _Parts) -> None:
    """Both ends of a range share the year or month that one of them writes."""
    if last.year is None and last.part is not None and last.part.kind not in _WITH_YEAR and parts.year is not None:
        last.year = parts.year
    if parts.year is None and parts.part is not None and parts.part.kind not in _WITH_YEAR and last.year is not None:
        parts.year = last.year
    if last.day is not None and last.part is None and last.day.kind == "days":
        last.part, last.year = parts.part, last.year or parts.year
        if last.part is not None and last.part.kind == "date":
            last.year, last.part = Atom(0, 0, "years", last.part.a, last.part.a), Atom(0, 0, "months", last.part.b, last.part.b)


def _joined(parts: _Parts, context: _Context) -> _Found:
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


def _dated(parts: _Parts, context: _Context, reference: bool) -> _Found:
    """The days of a whole expression that is a date."""
    found = _joined(parts, context) if parts.last else _one(parts, context, reference)
    span, kind, basis = found
    if span is None:
        return found
    if parts.since:
        end = context.published or span[1]
        planned = parts.year is not None and parts.year.kind == "plan"
        end = min(end, span[1]) if planned else end
        return ((span[0], end), "duration", basis) if span[0] <= end else (None, "duration", basis)
    if parts.as_of:
        end = span[1]
        if context.published is not None and span[0] <= context.published < end and not context.future:
            end = context.published
        return (end, end), "instant", basis
    return found


# ---- what stands alone ----


def _past_years(n: int, context: _Context) -> Range | None:
    """The last n full years: those before the year of publication, or up to it in its second half."""
    if context.published is None:
        return None
    last = context.published.year - (context.published.month <= 6)
    return calendar.years(last - n + 1, last)


def _next_years(n: int, context: _Context) -> Range | None:
    if context.published is None:
        return None
    first = context.published.year + (context.published.month > 6)
    return calendar.years(first, first + n - 1)


_PAST, _NEXT = ("过去", "刚刚过去", "最近", "近"), ("未来", "今后", "接下来", "此后", "往后")
_UNIT_DAYS = {"周": 7, "天": 1}


def _length(found: Atom, context: _Context) -> _Found:
    """过去五年, 未来三天, 五年来, 五年."""
    lead, _, unit = found.word.rpartition(" ")
    said = context.spans.get(found.a) if unit.startswith("年") else None
    if unit.startswith("年"):
        if lead.startswith(_NEXT):
            return _next_years(found.a, context), "duration", "stated"
        if lead.startswith(_PAST):
            return _past_years(found.a, context), "duration", "stated"
        if unit.endswith("内") or lead in ("前", "后", "头", "随后", "新时代"):
            return _NOTHING
        if said is not None:
            return (said.start, said.end), "duration", "inherited"
        if unit.endswith("来") or lead == "这" or context.first_line:
            return _past_years(found.a, context), "duration", "document"
        return _NOTHING
    return _short_length(found.a, unit, lead, context), "duration", "document"


def _short_length(n: int, unit: str, lead: str, context: _Context) -> Range | None:
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


def _alone(found: Atom, context: _Context) -> _Found:
    """目前, 同期, 期末, 年底, 周三: what no year or month goes with."""
    published = context.published
    if found.kind == "length":
        return _length(found, context)
    if found.kind == "now":
        return ((published, published) if published else None), "instant", "document"
    if found.kind in ("same", "same_of"):
        said = context.period()
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
    if found.kind == "bare_year":
        return calendar.years(found.a, found.a), "duration", "stated"
    if found.kind == "clock":
        said = context.sentence.period or context.paragraph.period
        return ((said.end, said.end), "instant", "inherited") if said and said.start == said.end else _NOTHING
    return _NOTHING


def _year_edge(found: Atom, context: _Context) -> _Found:
    own = _context_year(Atom(0, 0, "context_year"), _Parts(0, 0), context)
    span = calendar.years(own[0], own[1]) if own else None
    if span is None or own is None:
        return _NOTHING
    moment = span[1] if found.a else span[0]
    if not found.a and context.published is not None and own[2] == "document":
        moment = date(context.published.year, 1, 1)
    return (moment, moment), "instant", own[2]


def _part_edge(found: Atom, context: _Context) -> _Found:
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


# ---- what it does in the sentence ----

_BASE_BEFORE = re.compile(
    r"(?:(?<![占同环类对百])比|(?<![快慢高低多少大小])较|相较于?|相比于?|比起|对比|[高低多少快慢优好大小强弱]于|"
    r"超(?:过|越)?|恢复[至到]|达到?了?(?=.{2,12}的)|相当于|不及|不如|持平于|较之|按|以)(?:疫情前的?|历史上的?|新冠疫情前的?)?[“ ]?$"
)
_WITH_BEFORE = re.compile(r"[与同和跟](?:疫情前的?|历史)?[“ ]?$")
_WITH_AFTER = re.compile(r"[^，。；\n]{0,12}?(?:相比|比较|持平|基本|相当|一致|类似|相若|相同|对比|同口径|比)")
_BASE_AFTER = re.compile(r"[”]?(?:不变价|可比价|价格|相比|为基[期数年]|为100|=100|基数|的?高基数)")
_IS_BEFORE = re.compile(r"[是为达约](?:到|了)?$")
_IS_AFTER = re.compile(r"[^，。；\n]{0,14}的(?:约|近|逾|超)?[0-9.]{1,8} ?(?:倍|%)|的[两二三四五六七八九十]倍")
_SUPERLATIVE = re.compile(r"[的]?(?:以来)?(?:的)?(?:[^，。；\n]{0,4})(?:最[高低大小快慢好差多少强佳长]|新高|新低|首次|高位|低位|次高|第一[高次])")
_STAMP_BEFORE = re.compile(r"(?:发布时间|发布日期|日期|时间|发布于|更新于|date|Date|DATE|电头|来源|记者)[:： ]{0,3}[^，。\n]{0,8}$")
_STAMP_AFTER = re.compile(r"(?:专?电(?!影|视|力|商|网|动|池|子|价|量|站|话)|[讯訊]|消息|报道|综合报道)")
_RELEASE = re.compile(r"[^，。；：、\n]{0,22}?(?:发布|公布|获悉|印发|披露|通报|举行新闻|召开新闻|公告|表示|介绍|消息|获得?悉)")
_RELEASE_NEXT = re.compile(r"，[^，。；：\n]{2,22}?(?:发布|公布|印发|披露|通报|公告)")
_FUTURE = re.compile(r"(?:将|将于|将在|将从|拟|拟于|预计|计划|力争|定于|有望|定在|目标|预期|展望|预测)[^，。；\n]{0,12}$|(?:到|至|自|从|于)?$(?<=力争到|计划到)")


@cache
def _event(bare: bool) -> re.Pattern[str]:
    heads = [row[0] for row in rows("event_heads") if bare or row[1] == "any"]
    inner = r"[^，。；：、！？\n的在将了是为]" if bare else r"[^，。；：、！？\n的在将了是为上度前底末初“”《\d]"
    return re.compile(f"{inner}{{0,{24 if bare else 12}}}?(?:{alternation(heads)})(?!者|上)")


@cache
def _counted() -> re.Pattern[str]:
    """What makes four bare digits a figure: a unit, a counted noun, a scale."""
    units = [*words("counters"), *words("units"), "多", "余", "万", "亿", "千", "百", "个", "分", "点", "号", "岁", "倍", "成", "年", "月", "日"]
    return re.compile(f" ?(?:{alternation([u for u in units if u])})")


def _in_title(text: str, start: int) -> bool:
    return text.rfind("《", max(0, start - 60), start) > text.rfind("》", max(0, start - 60), start)


def _around(text: str, start: int, end: int, reach: int) -> tuple[str, str]:
    """What stands before and after on the same line, at most `reach` characters."""
    before = text[max(0, start - reach) : start]
    after = text[end : end + reach]
    return before[before.rfind("\n") + 1 :], after.split("\n", 1)[0]


def _is_reference(before: str, after: str, parts: _Parts) -> bool:
    if _BASE_AFTER.match(after):
        return True
    if m := _BASE_BEFORE.search(before):
        word = m.group().rstrip("“ ")
        if word.startswith(("达", "以")):
            return bool(_IS_AFTER.match(after)) if word.startswith("达") else after.startswith(("为基", "作为基"))
        return word != "按" or after.startswith(("不变", "可比", "价格"))
    if _WITH_BEFORE.search(before):
        return bool(_WITH_AFTER.match(after))
    if parts.since and _SUPERLATIVE.match(after):
        return True
    return bool(_IS_BEFORE.search(before) and _IS_AFTER.match(after))


def _is_stamp(text: str, parts: _Parts, before: str, after: str) -> bool:
    """Whether a day is when the text was sent or its source released, not when the figure happened."""
    if parts.grain != "day" or parts.last is not None or parts.as_of or parts.since:
        return False
    if not before.strip() and not after.strip(" 0123456789:|"):
        return True
    if _STAMP_BEFORE.search(before) or _STAMP_AFTER.match(after):
        return True
    full = parts.part is not None and parts.part.kind == "date"
    if full and parts.start < 200 and (not before.strip() or not after.strip()):
        return True
    return bool(_RELEASE.match(after) or _RELEASE_NEXT.match(after))


def _role(text: str, parts: _Parts) -> Role:
    before, after = _around(text, parts.start, parts.end, 40)
    other = parts.other
    if _in_title(text, parts.start):
        return "name"
    if other is not None and other.kind == "event":
        return "name"
    if other is not None and other.kind == "length":
        return "duration"
    if parts.grain == "year" and parts.year is not None:
        if parts.year.kind == "plan" and re.match(r"[”]?(?:规划|纲要)", after):
            return "name"
        if parts.year.kind == "years" and not parts.edge and _event(False).match(after):
            return "name"
    if other is not None and other.kind == "no_anchor" and other.word == "history":
        return "reference"
    if _is_reference(before, after, parts):
        return "reference"
    return "dateline" if _is_stamp(text, parts, before, after) else "period"


def _bare_year_role(text: str, found: Atom) -> Role | None:
    """Four digits without 年: part of a name, a table's heading, or (None) not a year at all."""
    if found.start and (text[found.start - 1].isalnum() and text[found.start - 1].isascii() or text[found.start - 1] in ".,-/:%~+—–"):
        return None
    before, after = _around(text, found.start, found.end, 60)
    if _in_title(text, found.start):
        return "name" if not before or before[-1] == "《" else None
    if _event(True).match(after):
        return "name"
    if (not before.strip() or before[-1] in "（(| ") and (not after.strip() or after[0] in "）)| "):
        around = f"{before}|{after}"
        many = len(re.findall(r"(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9.])", around)) >= 1
        return "period" if many or not before.strip() or before[-1] in "（(" else None
    if not before.strip("# “") and after[:1] > "\u4dff" and not _counted().match(after):
        return "name"
    return None


# ---- one pass ----

_SENTENCE_END = re.compile(r"[。！？!?…]")


def _advance(text: str, last: int, at: int, context: _Context) -> None:
    """Forget what a finished sentence or paragraph said."""
    if text.find("\n", last, at) >= 0:
        context.sentence, context.paragraph, context.first_line = _Scope(), _Scope(), False
    elif _SENTENCE_END.search(text, last, at):
        context.sentence = _Scope()


def _is_heading(text: str, start: int) -> bool:
    """A short line without a full stop."""
    begin = text.rfind("\n", max(0, start - 30), start)
    stop = text.find("\n", start, start + 40)
    if (begin < 0 and start > 30) or (stop < 0 and len(text) > start + 40):
        return False
    line = text[begin + 1 : stop if stop >= 0 else len(text)]
    return len(line) <= 40 and not re.search(r"[。；，]", line)


def _remember(text: str, mention: PeriodMention, parts: _Parts, context: _Context) -> None:
    """Let later expressions of the passage inherit from this one."""
    period = mention.period
    if period is None or (mention.role != "period" and not (context.first_line and mention.role == "name")):
        return
    if parts.other is not None and parts.other.kind in ("now", "length", "relative_week", "same", "clock"):
        return
    count = span_years(period)
    if count > 1:
        context.spans[count] = period
    scopes = [context.sentence, context.paragraph]
    if (context.first_line or parts.grain == "year") and _is_heading(text, mention.start):
        if context.first_line or mention.role == "period":
            scopes.append(context.heading)
    for scope in scopes:
        scope.period = period
        scope.year = period.end.year if count == 1 else scope.year
        if (period.start.year, period.start.month) == (period.end.year, period.end.month):
            scope.month = (period.start.year, period.start.month)


def _mention(text: str, parts: _Parts, context: _Context) -> PeriodMention | None:
    other = parts.other
    if other is not None and other.kind == "bare_year":
        bare = _bare_year_role(text, other)
        if bare is None:
            return None
        role: Role = bare
    elif not _plausible(text, parts, context):
        return None
    else:
        role = _role(text, parts)
    clause = text[max(0, parts.start - 24) : parts.start]
    context.future = bool(_FUTURE.search(clause[max(clause.rfind(c) for c in "，。；\n") + 1 :]))
    found = _alone(other, context) if other is not None else _dated(parts, context, role == "reference")
    period = calendar.period(*found)
    return PeriodMention(parts.start, parts.end, text[parts.start : parts.end], period, role, _rule(parts))


_SCORES = re.compile(r"比分|战胜|击败|不敌|逆转|战平|局|胜|负")


def _plausible(text: str, parts: _Parts, context: _Context) -> bool:
    """Whether what was read is a date here: a bare holiday, 初一 or 21:15 may be something else."""
    other, part = parts.other, parts.part
    if other is not None and other.kind == "clock":
        return not _SCORES.search(text, max(0, parts.start - 14), min(len(text), parts.end + 14))
    if part is not None and part.kind == "lunar" and not part.c:
        return bool(re.search("春节|假期|大年|正月|除夕", text[max(0, parts.start - 60) : parts.end + 40]))
    if part is not None and part.kind == "holiday" and part.a == 2:
        after = text[parts.end : parts.end + 8]
        if part.word in ("五一", "国庆", "中秋") or parts.year is not None or any(c in HANZI for c in parts_text(text, parts)):
            return not re.match("节?(?:招待会|联欢|晚会|团拜)", after) or any(c in HANZI for c in parts_text(text, parts))
        return bool(re.match(r"[，、：及和与]", after))
    if parts.day is not None and parts.day.kind == "days" and parts.part is None and parts.year is None:
        return _plausible_day(text, parts)
    return True


def parts_text(text: str, parts: _Parts) -> str:
    return text[parts.start : parts.end]


_DAY_NOT_AFTER = re.compile(r"(?:连续|第|每|近|前|后|满|为期|历时|长达|最长|不超过|至少|约|超|超过|逾|个)$")


def _plausible_day(text: str, parts: _Parts) -> bool:
    """A day without its month: not a length (连续3日), not a date of the moon."""
    before, after = text[max(0, parts.start - 3) : parts.start], text[parts.end : parts.end + 2]
    written = parts_text(text, parts)
    if written.endswith("号") or (any(c in HANZI for c in written) and "十" not in written and "廿" not in written):
        return False
    return not (_DAY_NOT_AFTER.search(before) or after.startswith(("均", "内", "之内", "以上", "以内", "后")) and not parts.clock and after.startswith(("均", "内", "之内", "以上")))


def _rule(parts: _Parts) -> str:
    """The name of what was read, for `explain`."""
    if parts.other is not None:
        name = parts.other.kind
    else:
        slots = (parts.year, parts.part, parts.day)
        name = "+".join(slot.kind for slot in slots if slot is not None)
    marks = (("as_of", parts.as_of), ("range", parts.last is not None), ("since", parts.since), ("same", parts.same), ("clock", parts.clock))
    tail = "".join(f".{mark}" for mark, on in marks if on)
    return f"period.{name}{f'.{parts.edge}' if parts.edge else ''}{tail}"


_REPUBLIC = re.compile(r"民国|(?<![0-9.])1[01][0-9]年(?:1?[0-9]月|第[1-4一二三四]季|度|底)")
_RUN = {True: re.compile(r"[0-9][0-9.,]*"), False: re.compile(f"[{HANZI}百千万亿]+")}


def _after_failure(text: str, at: int) -> int:
    """Where to go on when no date begins at `at`: behind the whole figure, never into its middle."""
    c = text[at]
    if c in "0123456789":
        m = _RUN[True].match(text, at)
    elif c in HANZI:
        m = _RUN[False].match(text, at)
    else:
        return at + 1
    return m.end() if m else at + 1


def _guarded(text: str, at: int) -> bool:
    """Whether a figure's beginning really is one (not 1.2025年, not the 5 of A5)."""
    if at == 0 or text[at] not in "0123456789":
        return True
    c = text[at - 1]
    return not (c.isascii() and (c.isalnum() or c in ".,_/") and c != "Q")


def find(text: str, published: date | None) -> tuple[PeriodMention, ...]:
    """Every time expression of a folded text, in order; `published` is the document's date, if known."""
    context = _Context(published, bool(_REPUBLIC.search(text)))
    mentions: list[PeriodMention] = []
    begin, last = triggers(), 0
    m = begin.search(text)
    while m is not None:
        at = m.start()
        parts = _read(text, at) if _guarded(text, at) else None
        mention = None
        if parts is not None:
            _advance(text, last, parts.start, context)
            last = parts.start
            mention = _mention(text, parts, context)
        if parts is not None and mention is not None:
            mentions.append(mention)
            _remember(text, mention, parts, context)
        m = begin.search(text, parts.end if mention and parts else _after_failure(text, at))
    return tuple(mentions)


__all__ = ["PeriodMention", "Role", "find", "iso", "label", "minus_years", "span_years"]
