"""When: the period of a figure, from its clause, its sentence, the passage, or the document's date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from factcheck import lexicon
from factcheck.extract import calendar, indicators, periods
from factcheck.extract.clauses import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Reading, Story
from factcheck.extract.period_days import some_days
from factcheck.extract.period_grammar import DAYS_OF, days_of
from factcheck.extract.period_roles import IS_SO_MUCH
from factcheck.extract.period_tokens import number
from factcheck.extract.periods import PeriodMention
from factcheck.model import Period

_A_DAY: Final = re.compile(
    r"首日|前[一二三四五六七八九十\d]+天|第[一二三四五六七八九十\d]+天|当[天日]|单日|今天(?!（)|昨[天日]|今日|比赛日"
)
_BARE_YEAR: Final = tuple(  # each begins with its literal, which `re` looks for first
    re.compile(rf"{century}(?<![\d.]{century})\d\d(?=公司|集团|本行|本集团|全年)") for century in ("19", "20")
)
_HOLIDAY: Final = re.compile(r"(?:这个|今年|此次|整个|该)?(?:假期|假日|长假)(?:期间|间)?")


def remember(story: Story, said: list[PeriodMention]) -> None:
    """Carry the sentence's period on to what follows."""
    usable = [p for p in said if p.role == "period" and p.period and not _started(story.text, p)]
    usable = [p for p in usable if not is_aside(story.text, p) and not _glances_back(story.text, p)]
    usable = [p for p in usable if not _of_a_report(story, p)]
    usable = [p for p in usable if not _in_brackets(story.text, p)] or usable
    if not usable:
        usable = [p for p in said if p.role == "name" and p.period and _REPORT.match(story.text, p.end)][-1:]
    if usable:
        chosen = usable[-1] if len(usable) == 1 else _main_period(story.text, usable)
        until = next((p.period for p in usable if p.text.startswith(("截至", "截止"))), None)
        span = chosen.period
        if until is not None and span is not None and span.kind == "duration" and span.start < until.end < span.end:
            chosen = chosen.of(replace(span, end=until.end), chosen.whole)
        story.passage.span = _reported_span(story, chosen)
        story.passage.period, story.passage.age = chosen, 0


def _reported_span(story: Story, chosen: PeriodMention) -> PeriodMention | None:
    """The span reported on, where what is said now is but the day that it ends with."""
    now = chosen.period
    before = story.passage.span or story.passage.period
    of = before.period if before is not None else None
    ends = now is not None and of is not None and now.kind == "instant" and of.end == now.end
    return before if ends and of is not None and of.kind == "duration" else None


def _in_brackets(text: str, p: PeriodMention) -> bool:
    """…上升18.5%（上季上升15.4%）: beside one figure, with another of its own."""
    opened = text.rfind("（", max(0, p.start - _ASIDE), p.start)
    closed = text.find("）", p.end, p.end + _ASIDE)
    inside = opened >= 0 and closed >= 0 and text.find("）", opened, p.start) < 0
    return inside and _A_FIGURE.search(text, p.end, closed) is not None


_ASIDE: Final = 40  # characters from a time to the bracket around it


def of_then(said: PeriodMention, now: Period | None) -> Period | None:
    """The time of a figure beside one of `now`, by the words that stand with it (2024年：49.8亿元; 2024年同期的).

    A year alone means the same days of that year.
    """
    then = said.period
    if then is None:  # the same time of a year, of which no more is said
        year = _ITS_YEAR.match(said.text)
        years = now.end.year - int(year.group()) if year and now is not None else 1
        return replace(calendar.minus_years(now, years), basis="inherited") if now is not None and years > 0 else None
    years = now.end.year - then.end.year if now is not None else 0
    if now is None or not is_year(then) or years <= 0:
        return replace(then, basis="stated")
    if now.kind == "instant" and now.basis == "document":
        return Period(then.end, then.end, "instant", "stated")
    return replace(calendar.minus_years(now, years), basis="stated")


def is_year(period: Period) -> bool:
    """Whether a period is a calendar year."""
    return (period.start, period.end) == (date(period.end.year, 1, 1), date(period.end.year, 12, 31))


def _is_some_days(period: Period) -> bool:
    """春节假期…，较2024年的38万人次增长: a year beside a holiday or a month is that of the same days."""
    return period.kind == "duration" and 0 < (period.end - period.start).days <= _MONTH


_MONTH: Final = 31


def before(period: Period, than: re.Match[str]) -> Period | None:
    """The time that 较去年, 较上月 or 较上季度 right before a figure mean, of a sentence on `period`."""
    if than["year"]:
        return replace(calendar.minus_years(period, 2 if than["year"] == "前年" else 1), basis="inherited")
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    whole = period.start.day == 1 and (period.end + timedelta(1)).day == 1
    if not whole or months != (1 if than["month"] else 3) or period.start.month % months != 1 % months:
        return None
    last = period.start - timedelta(1)
    return Period(date(last.year, last.month - months + 1, 1), last, period.kind, "inherited")


_ITS_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def is_aside(text: str, p: PeriodMention) -> bool:
    """共有展商4108家，去年为3496家: an earlier time beside a figure, of which nothing else of the passage is."""
    if _follows_on(text, p):
        return True
    if not text.startswith(("为", "是", "仅", "则", "只有", "同期"), p.end) or text[p.start - 1 : p.start] not in (
        "，",
        "（",
        "而",
    ):
        return False
    begin = max(text.rfind(mark, max(0, p.start - _SENTENCE), p.start) for mark in "。；\n")
    return bool(IS_SO_MUCH.match(text, p.end) and _A_FIGURE.search(text, begin + 1, p.start))


def _follows_on(text: str, p: PeriodMention) -> bool:
    """…上升18.5%，继2月份录得15.4%的按年升幅后: what came before is told by the way."""
    said = text.startswith("继", p.start - 1) and text[max(0, p.start - 2) : p.start - 1] in ("，", "（")
    return p.start > 0 and said and _SO_MUCH_AFTER.match(text, p.end) is not None


_SO_MUCH_AFTER: Final = re.compile(r"[^，。；）\n]{0,40}后(?=[，。；）\n]|$)")


def is_sum_by_the_way(text: str, p: PeriodMention, now: PeriodMention | None) -> bool:
    """6月份…上涨0.1%，1—6月平均下降0.2%。: the months up to the one spoken of, which one clause looks at."""
    span, month = p.period, now.period if now is not None else None
    if month is None or span is None or p.role != "period" or text[p.start - 1 : p.start] not in ("，", "：", "；"):
        return False
    of_now = span.end == month.end and span.start < month.start and (span.start.month, span.start.day) == (1, 1)
    return of_now and _SUMMED.match(text, p.end) is not None


_SUMMED: Final = re.compile("(?:累计|平均|合计|总计)")
_A_FIGURE: Final = re.compile(r"\d(?![\d年月日时])")


def _glances_back(text: str, p: PeriodMention) -> bool:
    """…，去年同期为36亿元: said by the way of one figure; a sentence that opens with it may be on that time."""
    passing = p.rule.endswith(".same") or p.rule.startswith("period.relative_week")  # …，本周跌幅扩大至3.9%。
    return passing and p.start > 0 and text[p.start - 1] == "，"


_ITS_DAY: Final = re.compile(r"(?:(?P<year>\d{2,4})年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日")
_HEAD: Final = 400  # characters in which a text says what day it is of


def first_day(text: str) -> str:
    """The first day that the head of a text names, for one without a date: 8月24日 tells it from that of 9月24日."""
    found = _ITS_DAY.search(text, 0, _HEAD)
    return f"{found['year'] or ''}-{int(found['month'])}-{int(found['day'])}" if found else ""


# 《2019年全国教育事业发展统计公报》: what a yearly report tells is of its year
_REPORT: Final = re.compile(r"[^《》\n]{0,24}(?:公报|年报|年鉴)》")
_PUBLISHES: Final = re.compile(r"，?[^，。；\n《》]{0,14}(?:发布|公布|印发|发表|推出)(?:了)?《")
_SOURCE_OF: Final = re.compile(r"(?:^|[。，；\n])(?:根据|据|按照|依据)$")


def _of_a_report(story: Story, p: PeriodMention) -> bool:
    """今年年中，某部发布《…》: when a report came out; 根据2018年的《公报》: the report of one figure."""
    if story.text.find("《", p.end, p.end + 20) < 0:
        return False
    if _PUBLISHES.match(story.text, p.end):
        return True
    cites = _SOURCE_OF.search(story.text, max(0, p.start - 4), p.start)
    dated = story.main is not None or story.passage.period is not None
    return cites is not None and dated and story.text.startswith("的《", p.end)


def _started(text: str, p: PeriodMention) -> bool:
    """由2023年的…调整为: the time that a change starts from is not the passage's."""
    return text[p.start - 1 : p.start] in ("从", "由", "自") and text.startswith("的", p.end) and p.start > 0


def period_of(
    story: Story,
    frame: Frame,
    main: PeriodMention | None,
    local: PeriodMention | None,
    reading: Reading,
    mention: Mention,
    said: list[PeriodMention],
) -> Period | None:
    """The period of a figure: stated in its clause or sentence, else inherited, else the document's date."""
    if frame.reference and frame.period and frame.period.period:
        then, now = frame.period.period, main.period if main else None
        return of_then(frame.period, now) if now and is_year(then) and _is_some_days(now) else then
    own = frame.period if frame.period and frame.period.role != "reference" else None
    if own is not None and own.period is None and own.rule.endswith(".same") and own.rule != "period.same":
        return None  # 前年同月 behind 首11个月: another year, if not a certain month
    if own is not None and own.period is None and own.rule.startswith(_PARTS_OF_A_YEAR):
        return None  # 三季度营收… where no year is known: not the time of the sentence before
    if own is not None and (own.rule == "period.same" or own.period is None):
        own = None  # 占同期…的比重: the time that the sentence speaks of
    chosen = own or main or local
    if main and local and not own:
        chosen = main
    if local and own is local:
        chosen = local
    basis = "stated"
    against = _now_of(story, reading, mention, said) if chosen is None else None
    if against is not None:
        return against
    if chosen is None and _goes_on(story, mention, said):
        chosen, basis = story.passage.period, "inherited"
    elif chosen is None and story.main is not None and _to_come(story):
        chosen, basis = story.main, "inherited"
    if chosen is not None and chosen.period is not None:
        period = _so_far(chosen.period, said, mention)
        if basis == "inherited":
            years = period.end.year - period.start.year
            # what a later paragraph says without a date is of a plan's last year, not of all five
            start = date(period.end.year, 1, 1) if years and reading.basis != "average_annual" else period.start
            period = replace(period, start=start, basis="inherited")
        if basis == "inherited" or chosen.rule.endswith(".same"):
            period = _of_a_flow(story, period, reading)
        if story.published is not None and _dates_the_event(story, chosen, mention, basis) and _is_toll(reading):
            return Period(story.published, story.published, "instant", "document")
        return period
    if story.published is not None:
        return Period(story.published, story.published, "instant", "document")
    return None


_PARTS_OF_A_YEAR: Final = ("period.half", "period.quarters", "period.months")
_AFTERMATH: Final = timedelta(days=60)


def _is_toll(reading: Reading) -> bool:
    return reading.measure == "level" and lexicon.signs("toll").search(reading.name) is not None


def _dates_the_event(story: Story, said: PeriodMention, mention: Mention, basis: str) -> bool:
    """26日发生火灾，…死亡人数增至159人: the day is the fire's, the toll is that of the day it is told.

    Not so where a toll is given as of a day (截至6日21时), or the day stands in its own clause (2日上调至156人).
    """
    day, told = said.period, story.published
    if day is None or told is None or day.start != day.end or not day.end < told <= day.end + _AFTERMATH:
        return False
    if ".as_of" in said.rule or "now" in said.rule:
        return False
    return basis == "inherited" or "，" in story.text[said.end : mention.start]


def _to_come(story: Story) -> bool:
    """Whether no time was said for what follows, or one that has not begun: 可望于2027年达…, told by the way."""
    said, main = story.passage.period, story.main
    if said is None or said.period is None or main is None or main.period is None:
        return said is None
    return story.published is not None and main.period.end <= story.published < said.period.start


def _now_of(story: Story, reading: Reading, mention: Mention, said: list[PeriodMention]) -> Period | None:
    """与去年国庆假期相比增长5%: this year's holiday; None where nothing of last year is compared with."""
    if reading.measure not in ("growth", "change"):
        return None
    for p in reversed(said):
        if p.start < mention.start and p.role == "reference" and _OF_LAST_YEAR.match(p.text):
            found = periods.find("今年" + _OF_LAST_YEAR.sub("", p.text), story.published)
            now = found[0].period if found else None
            over = now is not None and (story.published is None or now.start <= story.published)
            return replace(now, basis="inherited") if now is not None and over else None
    return None


def of_a_single_quarter(text: str, frame: Frame, mention: Mention, period: Period | None) -> Period | None:
    """单季出口… in a text on December: of the quarter that the month ends, unknown where it ends none."""
    if (
        period is None
        or text.find("单季", frame.start, mention.start) < 0
        or (period.end - period.start).days > _A_MONTH
    ):
        return period
    days = calendar.quarters(period.end.year, (period.end.month + 2) // 3, (period.end.month + 2) // 3)
    return replace(period, start=days[0], end=days[1]) if days and days[1] == period.end else None


_A_MONTH: Final = 31
_EACH_QUARTER: Final = re.compile(r"各季|四个季度|第?[1一](?:季度?)?[至到]第?[4四]季")


def of_its_quarter(
    text: str, start: int, first: Mention, place: int, size: int, period: Period | None
) -> Period | None:
    """各季分别为5.4%、5.2%、4.8%、4.5%: four figures of the four quarters of a year.

    `start`: where the sentence begins; `first`: the first of `size` figures, of which this is number `place`.
    """
    if size != _QUARTERS or period is None or not _EACH_QUARTER.search(text, start, first.start):
        return period
    days = calendar.quarters(period.end.year, place + 1, place + 1)
    return replace(period, start=days[0], end=days[1], kind="duration") if days else period


_QUARTERS: Final = 4
_OF_LAST_YEAR: Final = re.compile(r"(?:去年|上年|上一年)(?!同|全年|末|底|以来|水平|$)")


def _of_a_flow(story: Story, period: Period, reading: Reading) -> Period:
    """What flows through a time and is told after a count of its end is of that time: 年末人口…。出口额….

    截至6月30日有门店…。总收入… in a report on a quarter: of the quarter, else of the year so far.
    """
    month_end = (period.end + timedelta(1)).day == 1
    if period.kind != "instant" or not month_end or indicators.hint(reading.name)[0] != "flow":
        return period
    for said in (story.passage.span, story.main):
        span = said.period if said is not None else None
        if span is not None and span.kind == "duration" and span.end == period.end:
            return replace(period, start=span.start, kind="duration")
    return replace(period, start=date(period.end.year, 1, 1), kind="duration")


def main_of(text: str, found: tuple[PeriodMention, ...]) -> PeriodMention | None:
    """The time that a document's title or opening line names, for what nothing dates nearer by."""
    head = -1
    for _ in range(3):
        head = text.find("\n", head + 1)
        if head < 0:
            break
    head = min(head if head >= 0 else len(text), _OPENING)
    title = text.find("\n")  # the year of a fair (2025年车展) dates a text from its title, not from a sentence
    for mention in found:
        if mention.start >= head:
            return None
        period = mention.period
        if _LAST_EDITION.search(text, max(0, mention.start - 10), mention.start) or is_aside(text, mention):
            continue  # 上一届，也就是2024年的…
        if (mention.role == "period" or (mention.role == "name" and mention.start < title)) and period is not None:
            counted = text.startswith(("零时", "0时"), mention.end) or "零时" in mention.text
            counted = counted or mention.rule == "period.survey"
            if (period.end - period.start).days > 27 or counted:  # the hour of a census
                return mention
    return None


_OPENING: Final = 160
_LAST_EDITION: Final = re.compile(r"(?:上一?|前一?)届")


def is_one_day(story: Story, start: int, mention: Mention, period: Period, said: list[PeriodMention]) -> bool:
    """当天, 单日: a day inside the span that was named, not the span."""
    if (period.end - period.start).days <= 1 or period.kind != "duration":
        return False
    found = _A_DAY.finditer(story.text, start, mention.start)
    return any(not any(p.start <= m.start() < p.end for p in said) for m in found)


def paragraph_ends(story: Story) -> None:
    """A time long past is not carried into the next paragraph, and one day of a holiday as the holiday."""
    said = story.passage.period
    if said is not None and said.whole is not None:
        story.passage.period = said.of(said.whole)
    main = story.main
    if (
        said is not None
        and main is not None
        and (
            _within(said.period, main.period)
            or _adds_up(said.period, main.period)
            or _beside(story, said.period, main.period)
        )
    ):
        story.passage.period = main  # 9月份…, told by the way in a text on 前9个月: the next paragraph is of the whole
    lead = story.passage.lead
    if said is not None and lead is not None and _is_earlier(said.period, lead.period):
        story.passage.period = lead  # 上届有3496家…: set beside what the paragraph is about
    story.passage.lead = None
    if _is_history(story, said):
        story.passage.period = None


def _is_earlier(period: Period | None, lead: Period | None) -> bool:
    return period is not None and lead is not None and period.end.year < lead.end.year


def _adds_up(longer: Period | None, main: Period | None) -> bool:
    """Whether the months up to now of one year were told by the way in a text on the last quarter of them."""
    if longer is None or main is None or longer.end != main.end or not 85 < (main.end - main.start).days < 95:
        return False
    return longer.start == date(longer.end.year, 1, 1) and longer.start < main.start


def _within(part: Period | None, whole: Period | None) -> bool:
    """Whether a month or quarter is the last of the months or quarters that a text is on."""
    if part is None or whole is None or part.kind != "duration" or whole.kind != "duration":
        return False
    return part.end == whole.end and part.start > whole.start and (part.end - part.start).days > 26


def _beside(story: Story, said: Period | None, main: Period | None) -> bool:
    """Whether a time is the year before the one that a text is on, or the whole year that its half or quarter is of."""
    if said is None or main is None or said.kind != "duration" or main.kind != "duration":
        return False
    if story.published is not None and main.end > story.published:
        return False  # what is to come, in a headline
    if said.end.year == main.end.year - 1:
        return (said.end.month, said.start.month) == (
            main.end.month,
            main.start.month,
        ) and said.start.year == said.end.year
    planned = story.published is not None and said.end > story.published > main.end
    return planned and said.start == main.start and said.end.year == main.end.year


def _is_history(story: Story, said: PeriodMention | None) -> bool:
    return (
        said is not None
        and said.period is not None
        and story.published is not None
        and said.period.end.year < story.published.year - 2
    )


_SENTENCE: Final = 1_200  # characters; none is longer


def _goes_on(story: Story, mention: Mention, said: list[PeriodMention]) -> bool:
    """Whether a sentence that names no time goes on in that of the one before."""
    before = story.passage.period
    if before is None or before.period is None:
        return False
    if any(p.start < mention.start and p.period is None and _LONG.search(p.text) for p in said):
        return False  # 十多年来, 近年来: another time, if not a certain one
    if story.published is not None and before.period.end.year < story.published.year and _speaks_of_now(story, mention):
        return False
    if story.published is None or before.period.end <= story.published:
        return True
    if before.period.start <= story.published:
        return before.period.kind == "duration"
    # what is to come is not the time of what is told after it, unless that is to come as well
    begin = max(0, mention.start - _SENTENCE)
    begin = max(begin, *(story.text.rfind(mark, begin, mention.start) + 1 for mark in "。\n"))
    if before.period.kind != "duration":
        return False
    if _TO_COME.search(story.text, begin, mention.start):
        return True
    goals = story.passage.age == 0 and _GOAL.search(story.text, begin, mention.start)
    return bool(goals) and not _BY_NOW.search(story.text, begin, mention.end + 1)


def _speaks_of_now(story: Story, mention: Mention) -> bool:
    """今届登记选民413万人, told after figures of the last one."""
    if story.text.find("届", max(0, mention.start - 60), mention.start) < 0:
        return False
    begin = max(story.text.rfind(mark, max(0, mention.start - 60), mention.start) for mark in "。；\n")
    return bool(_THIS_EDITION.search(story.text, begin + 1, mention.start))


_THIS_EDITION: Final = re.compile(r"[今本][届次]|这一?届|是届")
_LONG: Final = re.compile(r"来$|近年|多年")
# 到2035年…。…比重达到30%: goals go on being listed; what is so by now says it
_GOAL: Final = re.compile(r"达到?$|提[高升]到$|[增升降减]至$|实现|控制在$|建成")
_BY_NOW: Final = re.compile(r"已|目前|现有|现在|截至|累计|了|如今|当前|[去今上前]年|同比|一直")
_TO_COME: Final = re.compile(r"(?<![已即])将(?!近)|力争|计划|预计|目标|届时|有望|要(?!求|素|闻)")


def _so_far(period: Period, said: list[PeriodMention], mention: Mention) -> Period:
    """截至2月2日 within a span: the span up to that day."""
    if period.kind != "duration":
        return period
    for p in said:
        until = p.period
        if (
            p.start < mention.start
            and until is not None
            and until.kind == "instant"
            and p.text.startswith(("截至", "截止", "到", "至"))
        ) and period.start < until.end < period.end:
            return replace(period, end=until.end)
    return period


def running(period: Period, mention: Mention) -> Period:
    """连续N年 up to the end of the period it is said of: N years."""
    if mention.unit != "年" or mention.value is None or not 1 <= mention.value < 200:
        return period
    year = period.end.year if period.kind == "duration" or period.end.month > 3 else period.end.year - 1
    return replace(period, start=date(year - int(mention.value) + 1, 1, 1), end=date(year, 12, 31), kind="duration")


def reached(story: Story, period: Period | None, reading: Reading, start: int, mention: Mention) -> Period | None:
    """The year of a level that several years led up to; `start`: where the sentence begins.

    过去5年…跨过两个千亿元台阶，达到… is of the last of them; 以来，从…增长到… of the last whole year, and what it grew
    from of a year that is not said.
    """
    if period is None or reading.measure != "level":
        return period
    years = period.end.year - period.start.year
    if years and period.kind == "duration" and _OVER_STEPS.search(story.text, start, mention.start):
        return replace(period, start=date(period.end.year, 1, 1))
    if period.basis != "document" or indicators.hint(reading.name)[0] != "flow" or story.published is None:
        return period
    since = _SINCE.search(story.text, start, mention.start)
    grown = _GROWN.search(story.text, since.end(), mention.start) if since else None
    if grown is None:
        return period
    year = story.published.year - 1
    return None if grown["origin"] else Period(date(year, 1, 1), date(year, 12, 31), "duration", "document")


_OVER_STEPS: Final = re.compile(r"台阶[，、](?:总量|规模)?(?:已|均)?(?:达到?|升至|增至|增加到|提高到|跃升至|跃上)?$")
_SINCE: Final = re.compile(r"以来，")
_GROWN: Final = re.compile(
    r"(?:(?P<origin>[从由])|[从由][^，。；]{1,16}(?:增长|增加|提高|提升|上升|扩大|跃升|减少|下降|[增升])[到至](?:了|近|约|超)?)$"
)


def averaged(period: Period | None, frame: Frame, before: str, reading: Reading) -> Period | None:
    """从A年…到B年…年均增长 speaks of the years A+1 to B."""
    if period is None or reading.basis != "average_annual":
        return period
    span = re.search(r"从((?:19|20)\d\d)年.{0,40}?((?:19|20)\d\d)年", before)
    if span and period.end.year == int(span.group(2)) and period.start.year == period.end.year:
        return replace(period, start=date(int(span.group(1)) + 1, 1, 1))
    since = _SINCE_THEN.search(before)
    if since and period.kind == "instant" and period.basis != "document" and int(since[1]) < period.end.year:
        return Period(date(int(since[1]) + 1, 1, 1), date(period.end.year, 12, 31), "duration", period.basis)
    return period


_SINCE_THEN: Final = re.compile(r"[与同和]((?:19|20)\d\d)年[^。；]{0,60}?(?:相[比较]|比较)")
_AGO: Final = re.compile(r"(.{1,3})年前$")
_LONG_AGO: Final = re.compile(r"((?:19|20)\d\d)年?$")


def since_when(frame: Frame, before: str, reading: Reading, period: Period | None) -> str | None:
    """What a change is against, by the time it is compared with: 较1月末 of February's end, 比2010年, 与2010年相比."""
    basis = reading.basis
    if reading.measure not in ("growth", "change") or period is None:
        return basis
    if frame.base is not None and frame.base.period is not None and not set(frame.basis) - {"reference"}:
        step = step_between(frame.base.period, period)
        if step is not None:
            return step
    if basis not in (None, "yoy") and not basis.startswith("vs "):
        return basis
    season = _SEASON.match(frame.compared)
    if season is not None and int(season[1]) == period.end.year - 1:
        return "yoy"  # 较2024年春运 of the one of 2025
    own = _LONG_AGO.match(frame.compared)
    ago = _AGO.match(frame.compared)
    if ago and number(ago[1]) > 1:
        return f"vs {period.end.year - number(ago[1])}"
    said = own or (None if frame.compared or set(frame.basis) - {"reference"} else _SINCE_THEN.search(before))
    if said is None and not frame.compared and not set(frame.basis) - {"reference"} and _is_census(period):
        return f"vs {period.end.year - _CENSUS_YEARS}"
    return f"vs {said[1]}" if said and int(said[1]) < period.end.year - 1 else basis


_CENSUS_YEARS: Final = 10
_SEASON: Final = re.compile(r"(20\d\d)年(?:春运|春节|国庆|五一|劳动节|清明|端午|中秋|元旦|暑运|暑期)")


def _is_census(period: Period) -> bool:
    """The first of November of 2010 or 2020: what a census counted, and its changes are since the one before."""
    day = period.end
    return period.start == day and (day.month, day.day) == (11, 1) and day.year % _CENSUS_YEARS == 0


def earlier_year(before: str) -> Period | None:
    """The year that a sentence compares with: what a change starts from is of that year."""
    said = _SINCE_THEN.search(before)
    return Period(date(int(said[1]), 1, 1), date(int(said[1]), 12, 31), "duration", "stated") if said else None


def step_between(base: Period, now: Period) -> str | None:
    """The year, quarter or month before, None for any other time."""
    months = 12 * (now.end.year - base.end.year) + now.end.month - base.end.month
    days = (now.end - now.start).days
    if months == 12:
        return "yoy"
    if days < 32:
        return "mom" if months == 1 else None
    return "qoq" if months == 3 and 85 < days < 95 else None


def _main_period(text: str, usable: list[PeriodMention]) -> PeriodMention:
    """The period that a sentence is about, not one tied to a single figure by 的."""
    free = [p for p in usable if text[p.end : p.end + 1] != "的"] or usable
    first, last = free[0], free[-1]
    if (
        last.start - first.end > 1
        and first.period
        and last.period
        and first.period.start <= last.period.start
        and last.period.end <= first.period.end
    ):
        return last if _NAMED_DAYS.search(last.rule) and first.rule == "period.years" else first  # 去年 … 四季度
    return last


_NAMED_DAYS: Final = re.compile(r"days\.range")


def _year_mention(match: re.Match[str]) -> PeriodMention:
    year = int(match.group())
    period = Period(date(year, 1, 1), date(year, 12, 31), "duration", "stated")
    return PeriodMention(match.start(), match.end(), match.group(), period, "period", "period.bare_year")


def _again(text: str, match: re.Match[str], last: PeriodMention) -> PeriodMention | None:
    """The holiday once more, or some of its days; None where 假期前 and the like only point near it."""
    days = DAYS_OF.match(text, match.end())
    if days is None and text[match.end() : match.end() + 1] in tuple("前后首第最末尾"):
        return None
    end, period = match.end(), last.period
    if days is not None and period is not None:
        first, final = some_days(period.start, period.end, days_of(days))
        end, period = days.end(), replace(period, start=first, end=final)
    words = text[match.start() : end]
    return PeriodMention(match.start(), end, words, period, last.role, "period.the_holiday", last.whole)


_NAMED_HOLIDAY: Final = re.compile(r"假期|假日|长假|国庆|春节|五一|中秋|端午|清明|元旦")


def with_holidays(text: str, found: tuple[PeriodMention, ...]) -> tuple[PeriodMention, ...]:
    """这个假期, 假期间: the holiday that the document has named before."""
    out: list[PeriodMention] = []
    last: PeriodMention | None = None
    at = 0
    years = [m for pattern in _BARE_YEAR for m in pattern.finditer(text)]
    if not years and "假" not in text:
        return found
    taken = {i for m in found for i in range(m.start, m.end)} if years else ()
    years = [m for m in years if m.start() not in taken]
    found = tuple(sorted((*found, *map(_year_mention, years)), key=lambda m: m.start))
    for mention in (*found, None):
        end = mention.start if mention else len(text)
        if last is not None and text.find("假", at, end) >= 0:  # all of its words have it
            out += [m for match in _HOLIDAY.finditer(text, at, end) if (m := _again(text, match, last)) is not None]
        if mention is None:
            break
        out.append(mention)
        at = max(at, mention.end)
        if mention.period is not None and mention.role == "period" and _NAMED_HOLIDAY.search(mention.text):
            last = mention.of(mention.whole or mention.period)
    return tuple(sorted(out, key=lambda m: m.start))
