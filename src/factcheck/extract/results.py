"""Figures in two units, what contests yield, shares of three sectors: 3小时40分, 9秒58, 12金8银5铜, 7:37:56."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from factcheck.extract import numbers
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.reading import ONE, At, Lead, read_lead
from factcheck.model import Qualifier

_COUNT: Final = r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
_KIND: Final = frozenset("金银铜")
_MEDALS: Final = re.compile(rf"({_COUNT})枚?(?:([金银铜])牌?)(?=、?{_COUNT}枚?[银铜])")
_LAST_MEDAL: Final = re.compile(rf"({_COUNT})枚?([银铜])牌?")
_MEDAL_BEFORE: Final = re.compile(rf"{_COUNT}枚?[金银]牌?、?$")


def medals(at: At) -> Mention | Passed | None:
    """40金27银24铜: so many medals of each kind."""
    if _KIND.isdisjoint(at.text[at.pos : at.pos + 5]):
        return None
    match = _MEDALS.match(at.text, at.pos, at.limit)
    if match is None and _MEDAL_BEFORE.search(at.behind(8)):
        match = _LAST_MEDAL.match(at.text, at.pos, at.limit)
    if match is None:
        return None
    number = numbers.read(at.text, at.pos, match.end(1))
    if number is None or number.end != match.end(1) or number.vague:
        return None
    return Mention(
        at.pos, match.end(), at.pos, number.end, number.value, number.value, number.value, ONE, "枚", "exact",
        "quantity", "medals", f"{match[2]}牌",
    )  # fmt: skip


# 三次产业结构为7.1:36.8:56.1; what the shares were before (由…调整为…) stays a structure
_SECTORS: Final = re.compile(
    r"产业(?:增加值)?(?:结构|比例|比重|占比|之比|构成)"
    r"(?:[由从][^，。；\n]{4,30}?[为到至]|(?![^，。；\n]{0,6}[由从])[^，。；\n\d]{0,10})"
    r"(?P<told>(?:\d{1,2}(?:\.\d{1,2})?:){0,2})$"
)
_SECTOR: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)(?P<rest>(?::\d{1,2}(?:\.\d{1,2})?){0,2})(?![\d.:])")
_ROUNDING: Final = Decimal("0.5")  # by which three rounded shares may miss 100


def sectors(at: At) -> Mention | Passed | None:
    """7.1:36.8:56.1 of the three sectors: each a share of the gross product, in %."""
    if ":" not in at.text[max(0, at.pos - 1) : at.pos + 6]:
        return None
    lead = _SECTORS.search(at.text, max(0, at.pos - 48), at.pos)
    match = _SECTOR.match(at.text, at.pos, at.limit)
    if lead is None or match is None:
        return None
    shares = [Decimal(n) for n in f"{lead['told']}{match[1]}{match['rest']}".split(":")]
    number = numbers.read(at.text, at.pos, match.end(1))
    if len(shares) != 3 or abs(sum(shares, Decimal(-100))) > _ROUNDING or number is None:
        return None
    which = "一二三"[lead["told"].count(":")]
    off = number.step  # one of the three is set so that they make 100
    return Mention(
        at.pos, match.end(1), at.pos, match.end(1), number.value, number.value - off, number.value + off, number.step,
        "%", "exact", "percent", "sectors", f"第{which}产业增加值占地区生产总值比重",
    )  # fmt: skip


_HOURS: Final = re.compile(r"(\d{1,3})个?小时零?(\d{1,2})分(?:钟)?(?![之\d])")
_CLOCKED: Final = re.compile(r"(\d{1,2})小时(\d{1,2})分(\d{1,2})秒(?!\d)")
_SECONDS: Final = re.compile(r"(\d{1,2})秒(\d{2})(?![\d秒])")


def timed(at: At) -> Mention | Passed | None:
    """2小时5分12秒 in seconds, 3小时40分 in minutes; 9秒58 in seconds to the hundredth."""
    clocked = _CLOCKED.match(at.text, at.pos, at.limit)
    if clocked:
        value = (Decimal(clocked[1]) * 60 + Decimal(clocked[2])) * 60 + Decimal(clocked[3])
        return _span(at, clocked.end(), value, ONE, "秒")
    hours = _HOURS.match(at.text, at.pos, at.limit)
    if hours:
        value = Decimal(hours[1]) * 60 + Decimal(hours[2])
        return _span(at, hours.end(), value, ONE, "分钟")
    seconds = _SECONDS.match(at.text, at.pos, at.limit)
    if seconds:
        return _span(at, seconds.end(), Decimal(f"{seconds[1]}.{seconds[2]}"), Decimal("0.01"), "秒")
    return None


def _span(at: At, end: int, value: Decimal, step: Decimal, unit: str) -> Mention:
    lead: Lead = read_lead(at)
    over, under, about = ("over" in lead.kinds, "under" in lead.kinds, "approx" in lead.kinds)
    margin = step * 5 if about else Decimal(0)
    low = None if under else value - margin
    high = None if over else value + margin
    qualifier: Qualifier = "over" if over else "under" if under else "approx" if about else "exact"
    return Mention(lead.start, end, at.pos, end, value, low, high, step, unit, qualifier, "quantity", "two units")
