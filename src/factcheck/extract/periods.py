"""Time expressions: where they stand, which days they mean, and what they do in the sentence.

`find` reads folded text once from left to right. At each character that can begin a date it joins
the parts that follow into one expression (`period_tokens`, `period_grammar`), resolves it against
the passage (sentence, paragraph, heading) and the date of publication (`period_days`), and says
which role it plays (`period_roles`): the time of a figure, the base of a comparison, part of a
name, a publication stamp, or a length of time.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from factcheck.extract import calendar
from factcheck.extract.calendar import iso, label, minus_years, span_years
from factcheck.extract.period_days import Context, Scope, meant
from factcheck.extract.period_grammar import Parts, read
from factcheck.extract.period_roles import IS_SO_MUCH, Role, bare_year_role, plausible, role
from factcheck.extract.period_tokens import FIGURE, HANZI, triggers
from factcheck.model import Period


class PeriodMention:
    """A time expression: offsets in the folded text, the days it means (None: unknown), its role and rule."""

    __slots__ = ("end", "period", "role", "rule", "start", "text", "whole")

    def __init__(
        self, start: int, end: int, text: str, period: Period | None, role: Role, rule: str, whole: Period | None = None
    ) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.period = period
        self.role = role
        self.rule = rule
        self.whole = whole  # the holiday of which only some days are meant

    def of(self, period: Period | None, whole: Period | None = None) -> PeriodMention:
        """The same words, of another time."""
        return PeriodMention(self.start, self.end, self.text, period, self.role, self.rule, whole)


_FUTURE: Final = re.compile(
    r"(?:将|将于|将在|将从|拟|拟于|预计|计划|力争|定于|有望|定在|目标|预期|展望|预测)[^，。；\n]{0,12}\Z"
)
# 预测第3季成长1.28%，下半年成长0.98%，全年…: what a forecast goes on to at the head of a clause
_FORETELLS: Final = re.compile(r"(?:预测|预估)[，：]?$")
_FORETOLD: Final = re.compile(r"\A[^。；\n]{1,60}[，、及和]\Z")
_FUTURE_AFTER: Final = re.compile(r"(?:起|前(?!三|[0-9后两])|之前|以前|开始|将|拟|有望)")


_SENTENCE_END: Final = re.compile(r"[。！？!?…]")


def _advance(text: str, last: int, at: int, context: Context) -> None:
    """Forget what a finished sentence or paragraph said."""
    if text.find("\n", last, at) >= 0:
        context.before = context.paragraph.year or context.before
        context.sentence, context.paragraph, context.first_line = Scope(), Scope(), False
    elif _SENTENCE_END.search(text, last, at):
        context.sentence = Scope()


def _is_heading(text: str, start: int) -> bool:
    """A short line without a full stop."""
    begin = text.rfind("\n", max(0, start - 30), start)
    stop = text.find("\n", start, start + 40)
    if (begin < 0 and start > 30) or (stop < 0 and len(text) > start + 40):
        return False
    line = text[begin + 1 : stop if stop >= 0 else len(text)]
    return len(line) <= 40 and not re.search(r"[。；，]", line)


_TITLE: Final = 120  # how far down a title stands, under a date or the name of an office


def _remember(text: str, mention: PeriodMention, parts: Parts, context: Context) -> None:
    """Let later expressions of the passage inherit from this one."""
    period = mention.period
    if period is not None and period.start == period.end and mention.role in ("period", "dateline"):
        now = parts.other is not None and parts.other.kind == "now"
        if not now and not (parts.day is None and period.kind == "instant"):
            context.sentence.day = context.paragraph.day = period.end
    if period is None or (mention.role != "period" and not (context.first_line and mention.role == "name")):
        return
    if parts.other is not None and parts.other.kind in ("now", "length", "relative_week", "same", "clock"):
        return
    now_of = context.sentence.period or context.paragraph.period
    before = now_of is not None and period.end < now_of.end and text[mention.start - 1 : mention.start] in ("，", "（")
    if before and IS_SO_MUCH.match(text, mention.end):
        return  # …，2024年上半年为36亿元
    back = parts.part is not None and parts.part.kind in ("relative_month", "relative_quarter") and parts.part.a < 0
    if parts.same or (back and period.basis == "inherited"):
        return  # 去年同期, 上一季 beside 2025年第一季: a glance back, not what the passage is on
    if parts.grain == "quarters" and mention.role == "period":
        _keep_quarter(period, context)
    if mention.text.startswith("截至") and period.start != period.end:
        context.term = period
    count = span_years(period)
    if count > 1:
        context.spans[count] = period
    scopes = [context.sentence, context.paragraph]
    heads = context.first_line or mention.start < _TITLE or (parts.grain == "year" and mention.role == "period")
    if heads and _is_heading(text, mention.start):
        scopes.append(context.heading)
    for scope in scopes:
        scope.period = period
        scope.year = period.end.year if count == 1 else scope.year
        if (period.start.year, period.start.month) == (period.end.year, period.end.month):
            scope.month = (period.start.year, period.start.month)


_REPORTED: Final = 150  # days after its end in which the results of a quarter are news


def _keep_quarter(period: Period, context: Context) -> None:
    """Keep the latest single quarter that was over and news when the document came out."""
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    if months != 2 or context.published is None or not 0 <= (context.published - period.end).days <= _REPORTED:
        return
    if context.quarter is None or context.quarter.end < period.end:
        context.quarter = period


def _mention(text: str, parts: Parts, context: Context) -> PeriodMention | None:
    other = parts.other
    bare = other is not None and other.kind == "bare_year"
    if not bare and not plausible(text, parts):
        return None
    ahead = _FUTURE.search(text, max(0, parts.start - 24), parts.start) or _FUTURE_AFTER.match(text, parts.end)
    ahead = ahead or _FORETELLS.search(text, max(0, parts.start - 4), parts.start)
    foretold = _FORETOLD.match(text[context.foretold : parts.start]) if context.foretold >= 0 else None
    soon = _lies_shortly_ahead(text, parts, context.published)
    context.future = ahead is not None or foretold is not None or soon
    context.foretold = parts.end if context.future and _foretells(text, parts.start, foretold is not None) else -1
    if _since_then(text, parts, context):
        parts.since = True
    does = bare_year_role(text, other) if bare and other else role(text, parts)
    if does is None:
        return None
    period = calendar.period(*meant(parts, context, does == "reference"))
    if period is not None and parts.since and text.startswith(_SUMMED, parts.end):
        period = _to_the_month(period, parts, context)
    whole = None
    if days := parts.days_of:
        parts.days_of = None
        whole = calendar.period(*meant(parts, context, False))
        parts.days_of = days
    return PeriodMention(parts.start, parts.end, text[parts.start : parts.end], period, does, _rule(parts), whole)


def _foretells(text: str, start: int, goes_on: bool) -> bool:
    return goes_on or _FORETELLS.search(text, max(0, start - 4), start) is not None


def _lies_shortly_ahead(text: str, parts: Parts, published: date | None) -> bool:
    """运动会11月9日开幕, told in October: what is held on a day that comes soon is of this year, not of the last."""
    days, month = parts.day, parts.part
    if published is None or days is None or days.kind != "days" or month is None or month.kind != "months":
        return False
    moment = calendar.day(published.year, month.a, days.a)
    return moment is not None and 0 < (moment - published).days <= _SOON and _HELD.match(text, parts.end) is not None


_SOON: Final = 60  # days
_HELD: Final = re.compile(
    r"(?:[上下]午|晚上?)?(?:在[^，。；：\n\d]{1,14}?)?(?:正式|隆重|跨境|同时|如期)?"
    r"(?:举行|举办|开幕|开赛|启幕|开跑|鸣枪|召开|揭幕)(?![^，。；：\n]{0,6}[了过])"
)
_SUMMED: Final = ("累计", "的累计", "，累计")


def _to_the_month(period: Period, parts: Parts, context: Context) -> Period:
    """今年以来累计 in a paragraph on a month that has just ended: up to the end of that month."""
    month = context.month()
    if parts.year is None or parts.year.kind != "relative_year" or month is None or context.published is None:
        return period
    span = calendar.months(month[0], month[1], month[1])
    over = span is not None and 0 <= (context.published - span[1]).days <= _REPORT_DAYS
    return replace(period, end=span[1]) if span and over and period.start <= span[0] else period


_REPORT_DAYS: Final = 45  # after the end of a month, in which its figures are news
_FROM: Final = re.compile(r"(?:自从?|从)(?:当地时间)?$")
_ON: Final = re.compile(r"起(?![步点来伏义草诉源飞降])|[^，。；\n0-9]{1,20}?(?<!年)以来")


def _since_then(text: str, parts: Parts, context: Context) -> bool:
    """自2月3日项目启动以来, 从2015年起: all the time since, where it has begun."""
    if parts.other is not None or parts.since or parts.as_of or parts.last is not None or not parts.grain:
        return False
    after = _ON.match(text, parts.end)
    if after is None or (after.group() == "起" and not _FROM.search(text, max(0, parts.start - 6), parts.start)):
        return False
    span = meant(parts, context, False)[0]
    return span is not None and context.published is not None and span[0] <= context.published


def _rule(parts: Parts) -> str:
    """The name of what was read, for `explain`."""
    if parts.other is not None:
        name = parts.other.kind
    else:
        slots = (parts.year, parts.part, parts.day)
        name = "+".join(slot.kind for slot in slots if slot is not None)
    rule = f"period.{name}.{parts.edge}" if parts.edge else f"period.{name}"
    if parts.as_of:
        rule += ".as_of"
    if parts.last is not None:
        rule += ".range"
    if parts.since:
        rule += ".since"
    if parts.same:
        rule += ".same"
    return f"{rule}.clock" if parts.clock else rule


# each begins with its literal, which `re` looks for first
_REPUBLIC: Final = (
    re.compile("民国"),
    re.compile(
        r"1(?<![0-9.]1)[01][0-9]年(?:1?[0-9]月|第?[1-4一二三四]季|[前首][三3]季|[上下]半年|全年|度|底|人口及住宅普查)"
    ),
    re.compile("一[一〇○零][〇○零一二三四五六七八九]年"),
)
_REPUBLIC_YEAR: Final = re.compile(r"(1(?<![0-9.]1)[01][0-9])年(?!前|后|来|历史)")


def _in_years_of_the_republic(text: str, published: date | None) -> bool:
    """Whether years count from 1912: a text says so, keeps to its own year, or names two that follow one another."""
    if any(p.search(text) for p in _REPUBLIC):
        return True
    years = [int(m[1]) for m in _REPUBLIC_YEAR.finditer(text)]
    if published is not None and any(years.count(published.year - _REPUBLIC_BEGAN - n) > 1 for n in (0, 1)):
        return True
    return any(year + 1 in years for year in years)


_REPUBLIC_BEGAN: Final = 1911


_RUN: Final = {True: re.compile(r"[0-9][0-9.,]*"), False: re.compile(f"[{HANZI}百千万亿]+")}


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


class _Beginnings:
    """Where dates may begin in a text, by their first two characters, asked about from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ahead = triggers(text)

    def after(self, at: int) -> int:
        """The next one at or behind `at`; -1 at the end."""
        text = self.text
        for start, paired in self.ahead:
            if start < at:
                continue
            figure = FIGURE.match(text, start) if text[start] in "0123456789" else None
            if figure is not None:
                at = figure.end()  # what begins no date is passed as a whole
            elif paired or text[start] in "0123456789":
                return start
            else:
                at = _after_failure(text, start)
        return -1


def _adopt(mention: PeriodMention, context: Context) -> None:
    """A full date in the publication stamp dates a document that nothing else dates."""
    stamped = mention.role == "dateline" and mention.period is not None and mention.period.basis == "stated"
    if context.published is None and stamped and mention.period is not None:
        context.published = mention.period.end


def _repeats_its_year(before: list[PeriodMention], mention: PeriodMention) -> bool:
    year = before[-1].period if before and before[-1].end == mention.start and "普查" in mention.text else None
    return year is not None and mention.period is not None and year.end.year == mention.period.end.year


def _goes_on(text: str, before: PeriodMention, mention: PeriodMention) -> bool:
    """综合首五个月，年内…: within the year whose months the sentence has named."""
    return before.role == "period" and not _SENTENCE_END.search(text, before.end, mention.start)


def _listed(text: str, before: PeriodMention, mention: PeriodMention) -> bool:
    """比上月和上年同期: what is listed with a base of comparison is one too."""
    joined = text[before.end : mention.start]
    survey = not joined and "普查" in mention.text  # 与2010年第六次普查相比
    return before.role == "reference" and (survey or joined in ("、", "和", "及", "与", "或"))


def find(text: str, published: date | None) -> tuple[PeriodMention, ...]:
    """Every time expression of a folded text, in order; `published` is the document's date, if known."""
    context = Context(published, _in_years_of_the_republic(text, published))
    mentions: list[PeriodMention] = []
    last = at = 0
    beginnings = _Beginnings(text)
    while (at := beginnings.after(at)) >= 0:
        parts = read(text, at, context.republic) if _guarded(text, at) else None
        mention = None
        if parts is not None:
            _advance(text, last, parts.start, context)
            last = parts.start
            mention = _mention(text, parts, context)
        if parts is not None and mention is not None:
            if _repeats_its_year(mentions, mention):  # 2020年第七次人口普查: the year is said
                at = parts.end
                continue
            if mention.text == "年内" and mentions and _goes_on(text, mentions[-1], mention):
                mention.role = "aside"
            if mention.role == "period" and mentions and _listed(text, mentions[-1], mention):
                mention.role = "reference"
            mentions.append(mention)
            _adopt(mention, context)
            _remember(text, mention, parts, context)
        at = parts.end if mention and parts else _after_failure(text, at)
    return tuple(mentions)


__all__ = ["PeriodMention", "Role", "find", "iso", "label", "minus_years", "span_years"]
