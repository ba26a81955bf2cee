"""Joining the parts of a date: a year, a quarter, a day and what closes them become one expression."""

from __future__ import annotations

import re
from typing import Final

from factcheck.extract.period_tokens import (
    DASH,
    DAYPART,
    EDGE,
    HOURS,
    PERIOD_OF_TEN,
    PLAN_EDGE,
    SINCE,
    YEAR_EDGE,
    Atom,
    atom,
    number,
    republic_year,
)

_YEAR_KINDS: Final = {"years", "relative_year", "context_year", "plan", "decade", "fiscal", "school", "season"}
WITH_YEAR: Final = {"year_quarters", "year_half", "year_month", "date"}
_PART_KINDS: Final = {"half", "quarters", "months", "relative_month", "relative_quarter", "holiday", "lunar"}
_DAY_KINDS: Final = {"days", "relative_day"}
EDGED_ALONE: Final = {"year_edge", "month_edge", "quarter_edge", "period_edge", "clock", "now"}
_GAP: Final = re.compile(r" ?的? ?")
_JOIN: Final = re.compile(f" ?(?:至|到|{DASH}) ?")
# 截至6月30日止六个月, 截至3月31日止年度: the months that end on that day
_SPAN_ENDING: Final = re.compile(
    r"止(?:的|之)?(年度|财政年度|财年|[三六九]个月|(?:3|6|9|12|十二)个月|半年|季度|一年|中期(?=业绩|股东|[，。盈纯净溢]))"
)
_MONTHS: Final = {
    **dict.fromkeys(("三个月", "3个月", "季度"), 3),
    **dict.fromkeys(("六个月", "6个月", "半年", "中期"), 6),
    **dict.fromkeys(("九个月", "9个月"), 9),
    **dict.fromkeys(("年度", "财政年度", "财年", "十二个月", "12个月", "一年"), 12),
}
_AS_OF: Final = re.compile(r"截[至止](?:到|至|于)? ?(?:当地时间|北京时间|美东时间|美国东部时间)? ?")
_TO_NOW: Final = re.compile(r" ?(?:至|到)(?:今(?![年天日晚])|目前|现在)")


class Parts:
    """An expression under construction; each slot holds the atom that filled it."""

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.year: Atom | None = None
        self.part: Atom | None = None
        self.day: Atom | None = None
        self.other: Atom | None = None  # what stands alone: a length, a word like 目前, an event
        self.clock = False
        self.edge = ""  # end, start, middle; first, second, third (旬); the plan's last or first year
        self.plan_years = 0  # the first (+) or last (-) n years of a plan
        # 假期前三天, 春运第5天, 假期最后一天: the days of a holiday that are meant
        self.days_of: tuple[int, int] | None = None
        self.same = False
        self.same_month = False  # 前年同月: behind the first eleven months the eleventh
        self.since = False
        self.as_of = False
        self.span = 0  # months that end on the day, where the expression names them
        self.last: Parts | None = None  # the other end of a range

    @property
    def grain(self) -> str:
        """How fine it is: year, day, or the kind of its part; "" where it is none of these."""
        if self.day or (self.part and self.part.kind == "date"):
            return "day"
        if self.part:
            return self.part.kind
        return "year" if self.year else ""


def _place(parts: Parts, found: Atom) -> bool:
    """Put an atom into its slot; False where it does not go on from what is there."""
    kind = found.kind
    if kind in _YEAR_KINDS:
        whole = (
            parts.year is not None and parts.part is None and kind == "context_year" and found.word in ("全年", "年内")
        )
        if whole:
            return True
        if parts.year or parts.part or parts.day:
            return False
        parts.year = found
    elif kind in WITH_YEAR:
        if parts.year or parts.part or parts.day:
            return False
        parts.part = found
    elif kind in _PART_KINDS:
        if parts.year and not parts.part and not parts.day and found.word == "同月":
            parts.same = parts.same_month = True
            return True
        if parts.part or parts.day or (parts.year and kind.startswith("relative")):
            return False
        if (parts.year and parts.year.kind in ("plan", "decade", "school")) or (
            parts.year and parts.year.a != parts.year.b and parts.year.kind == "years"
        ):
            return False
        parts.part = found
    elif kind in _DAY_KINDS:
        month = parts.part is not None and (
            parts.part.kind == "relative_month" or (parts.part.kind == "months" and parts.part.a == parts.part.b)
        )
        if (
            parts.day
            or (kind == "relative_day" and (parts.year or parts.part))
            or ((parts.year or parts.part) and not month)
        ):
            return False
        parts.day = found
    elif kind == "survey":
        if parts.year is None or parts.part or parts.day:
            return False
        parts.year, parts.other = None, found  # 2010年第六次全国人口普查: the year is the census's
    elif kind == "same":
        if parts.day or parts.same or (parts.year is None and parts.part is None):
            return False
        parts.same = True
    else:
        return False
    return True


def _hours(text: str, parts: Parts) -> None:
    """A time of day after a day: 上午9时, 14:30, 晚."""
    at = parts.end + (text[parts.end : parts.end + 1] == " ")
    found = HOURS.match(text, at) or DAYPART.match(text, at)
    if found:
        parts.end, parts.clock = found.end(), True


_TEN_NAMES: Final = {"上": "first", "中": "second", "下": "third"}


def _edges(text: str, parts: Parts) -> None:
    """What closes a year, quarter or month: 底, 末, 初, 上旬; what divides a plan: 前四年, 收官之年."""
    if parts.year and parts.year.kind == "plan" and parts.part is None:
        _plan_edge(text, parts)
        return
    months = parts.part is not None and parts.part.kind in ("months", "relative_month")
    if months and (m := PERIOD_OF_TEN.match(text, parts.end)):
        parts.edge, parts.end = _TEN_NAMES[m[1]], m.end()
        return
    if parts.part and parts.part.kind == "holiday" and (m := DAYS_OF.match(text, parts.end)):
        parts.days_of, parts.end = days_of(m), m.end()
        return
    if parts.part and parts.part.kind in ("holiday", "lunar", "date"):
        return
    m = (EDGE if parts.part else YEAR_EDGE).match(text, parts.end)
    if m:
        parts.edge = "end" if m[1] else "start" if m[2] else "middle"
        parts.end = m.end()


_N: Final = "[0-9]{1,2}|[一二三四五六七八九十两]{1,3}"
DAYS_OF: Final = re.compile(
    f"的?(?:(?:[前首头](?P<first>{_N})[天日])|第(?P<nth>{_N})个?[天日]|(?P<opening>首日|首天)|"
    "(?P<last>最后(?:1|一)[天日]|收官日))(?!均)"
)


def days_of(match: re.Match[str]) -> tuple[int, int]:
    """First and last day, counted from 1; (-1, -1) is the last day."""
    if match["first"]:
        return 1, max(1, number(match["first"]))
    if match["nth"]:
        return max(1, number(match["nth"])), max(1, number(match["nth"]))
    return (1, 1) if match["opening"] else (-1, -1)


def _plan_edge(text: str, parts: Parts) -> None:
    m = PLAN_EDGE.match(text, parts.end)
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


def _chain(text: str, first: Atom) -> Parts | None:
    """The expression that begins with an atom, as far as its parts go on."""
    parts = Parts(first.start, first.end)
    if not _place(parts, first):
        parts.other = first
        return parts
    for _ in range(4):
        gap = _GAP.match(text, parts.end)
        at = gap.end() if gap else parts.end
        found = atom(text, at)
        if (
            found is None
            or (found.kind == "days" and at != parts.end and text[parts.end : at].strip())
            or not _place(parts, found)
        ):
            break
        parts.end = found.end
    if not parts.day and not (parts.part and parts.part.kind == "date"):
        _edges(text, parts)
    else:
        _hours(text, parts)
    return parts


def _range(text: str, parts: Parts) -> None:
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
    if first is None or first.kind not in _YEAR_KINDS | WITH_YEAR | _PART_KINDS | _DAY_KINDS:
        return
    last = _chain(text, first)
    if last is None or last.other is not None or last.grain == "":
        return
    if (parts.grain == "day") != (last.grain == "day") and parts.grain != "year":
        return
    if parts.grain == "year" and last.year is None and last.grain != "year":
        return
    parts.last, parts.end = last, last.end


def read(text: str, at: int, republic: bool) -> Parts | None:
    """The time expression that begins at `at`, or None."""
    begin, as_of = at, False
    if text[at] == "截" and (m := _AS_OF.match(text, at)):
        found = atom(text, at)
        if found is not None:
            return _chain(text, found)
        begin, as_of = m.end(), True
    first = (republic_year(text, begin) if republic else None) or atom(text, begin)
    if first is None or (as_of and first.kind in ("event", "length", "bare_year")):
        return None
    parts = _chain(text, first)
    if parts is None:
        return None
    if as_of and first.kind == "clock":
        parts.clock = True
    _range(text, parts)
    anchored = parts.other is None or parts.other.kind in ("year_edge", "month_edge")
    if anchored and (m := SINCE.match(text, parts.end)):
        parts.since, parts.end = True, m.end()
    ends = as_of or (parts.edge == "end" and text.startswith("止", parts.end))  # 9月底止半年
    if ends and first.kind != "clock" and (m := _SPAN_ENDING.match(text, parts.end)):
        parts.span, parts.end = _MONTHS[m[1]], m.end()
    parts.start, parts.as_of = at, as_of
    return parts if not as_of or parts.other is None or parts.other.kind in EDGED_ALONE else None
