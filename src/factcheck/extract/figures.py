"""The common case: a number or a range, with its unit or alone."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from factcheck import quantity
from factcheck.extract import qualifiers, units
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.numbers import Number
from factcheck.extract.reading import (
    ONE,
    At,
    Read,
    between,
    in_currency,
    like_year,
    measured,
    plain_unit,
    range_end,
    run_end,
    tidy,
)


def read_range(at: At) -> Mention | Passed | None:
    """A range with its unit, or with a scale or decimals if it has none: 5~6亿元, 150至200个."""
    first = at.reading()
    if first is None or first.number.vague or first.kinds or first.number.bare:
        return None
    second = range_end(at, first.number, first.unit)
    if second is None:
        return None
    if first.unit and second.unit and first.unit.unit.base != second.unit.unit.base:
        return None
    if first.unit and not second.unit:
        return None
    if second.unit is None and not (first.number.decimal or second.number.scale > 1):
        return None
    if not first.number.arabic and first.number.scale == 1 and first.number.value <= 10 and not second.unit:
        return None
    if first.unit and second.unit and _grows_to(at, first.number.value, second.number.value):
        return None
    unit = second.unit.unit if second.unit else plain_unit(at.lead().currency)
    if unit.spelling in ("年", "月", "日", "号") and like_year(second.number.value):
        return None
    return between(at, first.number, second, in_currency(unit, at.lead().currency))


_GROWS: Final = re.compile(r"(?:(?<!预计)(?<!有望)增加|减少|上升|下降|下跌|[增升减跌])了?$")
_FAR_APART: Final = 4  # times that what a thing has grown to is what it grew by, at the least


def _grows_to(at: At, by: Decimal, to: Decimal) -> bool:
    """增加8亿元至178亿元: by how much and to what, no range."""
    return to >= _FAR_APART * by > 0 and bool(_GROWS.search(at.behind(5)))


_DAYTIME: Final = re.compile(r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜|午后|当晚|日|天)$")
_CLOCK: Final = re.compile(r"多|钟|半|整|许|左右|[前后]|\d|[零一二三四五]?十|起|开始")


def _oclock(at: At, read: Read) -> bool:
    """7点多, 凌晨3点, 8点30分: a time of day."""
    return bool(_DAYTIME.search(at.behind(2)) or _CLOCK.match(at.text, read.end) or "more" in read.kinds)


_GREAT: Final = re.compile(r" ?大(?!于|小|型|众|多|量|米|豆|道|街|厦|楼|桥|连|庆|理|同)(?=[一-鿿“])")
_DATED: Final = frozenset({"月", "日", "号"})


def figure(at: At) -> Mention | Passed | None:
    """A number with its unit, a count of great ones (三大), or a number alone."""
    read = at.reading()
    if read is None:
        return None
    if at.text.startswith(("世纪", "年代"), read.number.end):
        return Passed(at.pos, read.number.end + 2, "date", "century or decade")
    if read.unit is None:
        return _great(at, read) or _bare(at, read)
    number, unit = read.number, read.unit.unit
    refused = _refused(at, read, unit)
    if refused:
        return refused
    lead = at.lead()
    unit = in_currency(unit, lead.currency)
    if number.bare and number.value != 10 and not lead.kinds and not read.kinds:
        return _bare_scale(at, number, read.unit, unit)
    rule = "number with unit"
    return measured(at, number, unit, read.end, rule, extra=read.kinds)


_SPAN_UNITS: Final = frozenset({"秒", "分钟", "小时", "个小时", "天", "周", "个星期", "星期", "个月", "年", "个季度"})
_SPAN_BEFORE: Final = re.compile(r"(?:过去|最近|未来|今后|此后|接下来|近|每隔|时隔|假期|长假|假日|小长假|为期)[这的]?$")
_SPAN_AFTER: Final = re.compile(r"(?:以?来|[之以]?[内前后]|间|期间)(?!向|沿|往|容|涵|存|燃|胎|部|置|端)")


def _span_of_time(at: At, read: Read, unit: quantity.Unit) -> bool:
    """过去24小时, 三年来, 10天内: when something is so, not how much of it there is."""
    if unit.spelling not in _SPAN_UNITS:
        return False
    return bool(_SPAN_BEFORE.search(at.behind(4)) or _SPAN_AFTER.match(at.text, read.end))


def _bare_scale(at: At, number: Number, hit: units.UnitHit, unit: quantity.Unit) -> Mention | Passed:
    """百万辆 by itself is an order of magnitude; 万家, 亿元 by itself is a word or a table's unit."""
    _, after = qualifiers.after(at.text, hit.end, at.limit)
    if after:
        return measured(at, number, unit, hit.end, "scale word with unit")
    if number.end - at.pos == 1:
        return Passed(at.pos, hit.end, "unit" if unit.kind == "money" else "word", "scale word alone")
    value = number.value * unit.factor
    return Mention(
        at.pos, hit.end, at.pos, number.end, tidy(value), tidy(value), tidy(value * 10), tidy(value), unit.base,
        "order", "order", "scale word with unit",
    )  # fmt: skip


def _refused(at: At, read: Read, unit: quantity.Unit) -> Passed | None:
    """Number and unit that do not count: dates, articles, ordinals in Chinese digits."""
    number = read.number
    plain = number.scale == 1 and not number.decimal and not read.kinds and not number.bare
    if unit.spelling == "年" and plain and (like_year(number.value) or number.digits > 2):
        return Passed(at.pos, read.end, "date", "year")
    if unit.spelling in _DATED and plain:
        return Passed(at.pos, read.end, "date", "day or month")
    if unit.spelling == "点" and number.scale == 1 and number.value <= 24 and not number.decimal and _oclock(at, read):
        return Passed(at.pos, read.end, "time", "hour")
    if unit.spelling == "周年":
        return Passed(at.pos, read.end, "ordinal", "anniversary")
    if _span_of_time(at, read, unit):
        return Passed(at.pos, read.end, "date", "span of time")
    if number.arabic:
        return None
    if number.value == 1 and number.end - at.pos == 1:
        counts = unit.kind in ("money", "multiple", "points")
        return None if counts else Passed(at.pos, read.end, "article", "article")
    if unit.weak and number.value <= 10 and not read.kinds:
        return Passed(at.pos, read.end, "word", "weak measure word")
    if number.digits > 2 or (number.digits == 2 and number.low == number.high):
        return Passed(at.pos, number.end, "word", "row of digits")
    return None


def _great(at: At, read: Read) -> Mention | None:
    """三大, 8大: so many of a kind."""
    number = read.number
    match = _GREAT.match(at.text, number.end, at.limit)
    if not match or not 1 < number.value <= 30 or number.decimal or number.vague or read.kinds:
        return None
    return measured(at, number, quantity.Unit("大", "个", ONE, "count"), match.end(), "so many great ones")


_STATED: Final = re.compile(r"(?:[为至到达有共于是报计收升降增减比超于]|分别|合计|总计|[:：])[ ”]?$")


def _bare(at: At, read: Read) -> Mention | Passed:
    """A number without a unit: a figure if its form or its neighbours say so."""
    number = read.number
    lead = at.lead()
    end = number.end
    _, after = qualifiers.after(at.text, end, at.limit)
    kinds = (*lead.kinds, *after, *read.kinds)
    following = at.text[end : end + 1]
    stands = not following or not ("一" <= following <= "鿿" or following.isalnum() or following in "+-/")
    plain = plain_unit(lead.currency)
    if number.arabic:
        strong = (
            number.scale >= 10_000
            or bool(lead.currency)
            or (bool(kinds) and stands)
            or (bool(kinds) and "," in at.text[at.pos : end])
        )
        decimal = number.decimal and not _VERSION.match(at.text, at.pos)
        grouped = "," in at.text[at.pos : end]
        stated = stands and not like_year(number.value) and bool(_STATED.search(at.behind(4)))
        if end - at.pos > _IDENTIFIER and not grouped and not number.decimal and not lead.kinds and number.scale == 1:
            return Passed(at.pos, end, "name", "identifier")
        if strong or decimal or grouped or stated:
            return measured(at, number, plain, end if not read.kinds else read.end, "number alone", extra=read.kinds)
        if number.decimal:
            return Passed(at.pos, end, "name", "version")
        year = like_year(number.value) and end - at.pos == 4
        return Passed(at.pos, max(end, at.pos + 1), "date" if year else "other", "number alone")
    big = number.scale >= 10_000 and (number.value >= 10_000 or number.vague)
    if big and (kinds or not number.bare) and not (number.bare and not lead.kinds):
        return measured(at, number, plain, end if not read.kinds else read.end, "number alone", extra=read.kinds)
    if number.low != number.high and number.scale >= 1 and number.high >= 99 and stands:
        return measured(at, number, plain, end, "number alone")
    return Passed(at.pos, max(run_end(at), number.end), "word", "numeral in a word")


_IDENTIFIER: Final = 8  # an integer of more digits without separators, scale or unit names something
_VERSION: Final = re.compile(r"[1-9]\.0(?![\d%])")
