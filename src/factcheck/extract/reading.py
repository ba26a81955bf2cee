"""Reading one number where it stands: its unit, its sign and currency, the qualifiers that touch it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Final

from factcheck import quantity
from factcheck.extract import nonfigures, numbers, qualifiers, units
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.numbers import Number
from factcheck.lexicon import alternation, rows
from factcheck.model import Qualifier

ONE: Final = Decimal(1)


def like_year(value: Decimal) -> bool:
    """Whether a four-digit number may be a year."""
    return 1000 <= value < 3000


_UNREAD: Final = object()


class At:
    """Where a reader reads: a mention may start no earlier than `floor` and reach no further than `limit`."""

    __slots__ = ("_lead", "_number", "_reading", "floor", "limit", "pos", "text")

    def __init__(self, text: str, pos: int, floor: int, limit: int) -> None:
        self.text, self.pos, self.floor, self.limit = text, pos, floor, limit
        self._number: object = _UNREAD
        self._reading: object = _UNREAD
        self._lead: Lead | None = None

    def number(self) -> Number | None:
        """The number at `pos`, read once for all readers."""
        if self._number is _UNREAD:
            self._number = numbers.read(self.text, self.pos, self.limit)
        return self._number if isinstance(self._number, Number) else None

    def reading(self) -> Read | None:
        """The number at `pos` with its unit, read once for all readers."""
        if self._reading is _UNREAD:
            self._reading = _number(self, self.pos)
        return self._reading if isinstance(self._reading, Read) else None

    def lead(self) -> Lead:
        """What stands right before `pos`, read once for all readers."""
        if self._lead is None:
            self._lead = read_lead(self)
        return self._lead

    def behind(self, length: int) -> str:
        """Up to `length` characters before `pos`: context, whatever they were read as."""
        return self.text[max(0, self.pos - length) : self.pos]


Reader = Callable[[At], "Mention | Passed | None"]
_RUN: Final = re.compile(f"[0-9]+(?:[.,][0-9]+)*|[{nonfigures.NUMERAL[3:]}]+|.", re.DOTALL)
_RANGE: Final = re.compile(r" ?(?:[\-~～〜–—]{1,2}|至|到) ?")
_RANGE_MARKS: Final = frozenset(" -~～〜–—至到")
_FORMS: Final = {"percent": "percent", "points": "points", "multiple": "multiple", "fraction": "fraction"}
_YIELDS: Final = ("/亩", "/公顷", "/平方米", "/平方公里", "/立方米")  # a yield or a density is worked out, not counted
ROUNDED_KINDS: Final = frozenset({"percent", "points", "multiple"})
_NEGATIVE: Final = frozenset("-−－↓▼⬇🔻负")


@cache
def currency_marks() -> dict[str, str]:
    """Mark or word before a number -> the currency it names."""
    return {row[0]: row[1] for row in rows("currency_marks")}


@cache
def _mark_behind() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(list(currency_marks()))})$")


@cache
def _mark_ends() -> frozenset[str]:
    return frozenset(mark[-1] for mark in currency_marks())


class Lead:
    """What stands right before a number: its sign, its currency, its qualifiers."""

    __slots__ = ("currency", "kinds", "negative", "start")

    def __init__(self, start: int, negative: bool, currency: str, kinds: tuple[str, ...]) -> None:
        self.start = start
        self.negative = negative
        self.currency = currency
        self.kinds = kinds


def read_lead(at: At) -> Lead:
    """The sign, currency and qualifiers right before the place."""
    text, start, negative, currency = at.text, at.pos, False, ""
    window = text[max(at.floor, start - 5) : start].rstrip(" ")
    mark = _mark_behind().search(window) if window and window[-1] in _mark_ends() else None
    if mark and not (start > at.floor and text[start - 1] == "元" and mark[0] not in currency_marks()):
        currency = currency_marks()[mark[0]]
        if not "一" <= mark[0][0] <= "鿿":
            start = max(at.floor, start - 5) + mark.start()
    back = start - 1 if start - 1 > at.floor and text[start - 1] == " " else start
    previous = text[back - 1] if back > at.floor else ""
    if previous and previous in _NEGATIVE and _signs(text, back - 1, at.floor):
        start, negative = back - 1, True
    elif previous and previous in "↑▲⬆🔺":
        start = back - 1
    elif text[max(0, start - 2) : start] == "零下":
        negative = True
    begin = start
    if currency and start == at.pos:  # 约人民币3亿元
        begin = max(at.floor, at.pos - 5) + (mark.start() if mark else 0)
    found, kinds = qualifiers.before(text, begin, at.floor)
    touching = begin == start  # a currency's name between them parts the qualifier from the figure
    return Lead(found if kinds and touching else start, negative, currency, kinds)


def _signs(text: str, at: int, floor: int) -> bool:
    """A hyphen after a digit or a letter joins, elsewhere it is a minus; an arrow always is a sign."""
    if text[at] in "↑↓▲▼⬆⬇🔺🔻":
        return True
    before = text[at - 1] if at > floor else ""
    return not (before.isascii() and before.isalnum()) and before != "正"  # 正负3个百分点


def measured(
    at: At, number: Number, unit: quantity.Unit, end: int, rule: str, negative: bool = False, extra: Iterable[str] = ()
) -> Mention:
    """A mention of `number` in `unit`, with the qualifiers round it."""
    lead = at.lead() if number.start == at.pos else read_lead(At(at.text, number.start, at.floor, at.limit))
    after_end, after = qualifiers.after(at.text, end, at.limit)
    spread = unit.kind in ("money", "measure") or unit.base in _SPREADS
    unit, before_per = _price_of(at, lead.start, unit) if spread else (unit, ())
    kinds = (*lead.kinds, *before_per, *after, *extra, *_far_about(at, number.start, unit))
    if "over" in lead.kinds and _broke_through(at.text, number, unit, end):
        kinds = (*after, *extra)
    found = qualifiers.interval(number, kinds, unit.kind in ROUNDED_KINDS or unit.base.endswith(_YIELDS))
    low, high = times(found.low, unit.factor), times(found.high, unit.factor)
    value: Decimal | None = None if number.vague else number.value * unit.factor
    if negative or lead.negative:
        low, high = times(high, -ONE), times(low, -ONE)
        value = times(value, -ONE)
    return Mention(
        lead.start, after_end, number.start, number.end, tidy(value), tidy(low), tidy(high), number.step * unit.factor,
        unit.base, found.qualifier, _FORMS.get(unit.kind, "quantity"), rule,
    )  # fmt: skip


_PER: Final = re.compile(r"每(盎司|吨|桶|公斤|千克|克|斤|升|加仑|平方米|千瓦时|立方米|亩|公顷|磅)(?:为|达)?$")
_MASSES, _SPREAD = ("克", "千克", "斤", "吨"), ("亩", "公顷", "立方米")  # 每亩394公斤, 每立方米29微克


def _price_of(at: At, start: int, unit: quantity.Unit) -> tuple[quantity.Unit, tuple[str, ...]]:
    """每盎司4200美元 is a price, 美元/盎司; with the qualifiers that stand before 每."""
    if unit.base in _SPREADS:
        said = _SPREADS[unit.base].search(at.text, max(0, start - _CLAUSE), start)
        below = quantity.lookup(_OVER[unit.base]) if said else None
        if below is not None:
            return _per(unit, below), ()
    per = _PER.search(at.text, max(at.floor, start - 8), start)
    if per is not None and unit.kind == "measure" and (unit.base not in _MASSES or per[1] not in _SPREAD):
        return unit, ()
    below = quantity.lookup(per[1]) if per else None
    if per is None or below is None:
        return unit, ()
    return _per(unit, below), qualifiers.before(at.text, per.start(), at.floor)[1]


def _per(unit: quantity.Unit, below: quantity.Unit) -> quantity.Unit:
    return quantity.Unit(
        f"{unit.spelling}/{below.spelling}", f"{unit.base}/{below.base}", unit.factor / below.factor, "measure"
    )


_OVER: Final = {"米": "小时", "千克": "亩", "斤": "亩", "克": "立方米", "人": "平方公里"}
_CLAUSE: Final = 20  # characters before a figure that say over what it is spread
# 亩产394.7公斤，比上年增加5.1公斤: both
_PER_MU: Final = re.compile(
    r"(?:每亩|亩产)[^，。；、：\n\d]*(?:\d[\d.]*(?:公斤|千克|斤)，(?:同比|[比较])[^，。；、：\n\d]*)?$"
)
# what a bare unit is spread over: 时速350公里, 每亩增产5公斤, PM2.5浓度为33微克
_SPREADS: Final = {
    "米": re.compile(r"(?:时速|每小时)[^，。；、：\n\d]*$"),
    "千克": _PER_MU,
    "斤": _PER_MU,
    "克": re.compile(r"浓度[^，。；、：\n\d]*$"),
    "人": re.compile(r"每平方公里(?:\d+人)?(?:升至|增至|增加到|提高到|降至|减至|有|约|达|近|超过|为)*$"),
}
_ABOUT: Final = re.compile(r"约占[^，。；、\n]{1,20}$")


def _far_about(at: At, start: int, unit: quantity.Unit) -> tuple[str, ...]:
    """约占…的1/4: the qualifier stands before the whole, not before the figure."""
    if unit.kind not in ("percent", "fraction"):
        return ()
    return ("approx",) if _ABOUT.search(at.text[max(at.floor, start - 24) : start]) else ()


_TECHNIQUE: Final = re.compile(r"[一-鿿]{0,8}(?:技术|难题|瓶颈|难关|卡点|堵点|工艺|装备|核心)")


def _broke_through(text: str, number: Number, unit: quantity.Unit, end: int) -> bool:
    """突破5项关键技术 counts what was solved; it is no bound."""
    counted = unit.kind == "count" and number.value < 1000
    return (
        counted
        and text[max(0, number.start - 3) : number.start].rstrip(" 了").endswith("突破")
        and bool(_TECHNIQUE.match(text, end))
    )


def times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    """`value` in another unit; None stays None."""
    return None if value is None else value * factor


def tidy(value: Decimal | None) -> Decimal | None:
    """Without an exponent or noughts after the point: 1E+3 is 1000, 5.0 is 5."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole.quantize(ONE) if value == whole else value.normalize()


class Read:
    """A number with what follows it: its unit, and whether 多 or 余 stands between."""

    __slots__ = ("end", "kinds", "number", "unit")

    def __init__(self, number: Number, unit: units.UnitHit | None, end: int, kinds: tuple[str, ...]) -> None:
        self.number = number
        self.unit = unit
        self.end = end
        self.kinds = kinds


_MORE: Final = re.compile(r" ?(?:多|余|来(?=[个名家人次台辆位年天元]))(?!少|样|元化)")
_MORE_LEADS: Final = frozenset(" 多余来")
_MONTHS: Final = re.compile(r"多个?(月|小时|星期|季度|世纪|百分点)")
_AND_HALF: Final = re.compile(r"半(?!年|导|数|径|个|月)")


def _number(at: At, pos: int) -> Read | None:
    number = at.number() if pos == at.pos else numbers.read(at.text, pos, at.limit)
    if number is None:
        return None
    text, end = at.text, number.end
    kinds: tuple[str, ...] = ()
    more = _MORE.match(text, end, at.limit) if text[end : end + 1] in _MORE_LEADS else None
    unit = None
    if more:
        unit = units.match(text, more.end(), at.limit)
        kinds = ("more",)
        end = more.end() if not unit else unit.end
        return Read(number, unit, end, kinds)
    unit = units.match(text, end, at.limit)
    if unit and unit.unit.spelling == "个":
        months = _MONTHS.match(text, unit.end, at.limit)
        named = units.match(text, months.start(1), at.limit) if months else None
        if named:
            return Read(number, named, named.end, ("more",))
    if (
        unit
        and unit.unit.spelling in ("年", "个月", "个小时", "小时", "天", "倍")
        and _AND_HALF.match(text, unit.end, at.limit)
    ):
        half = Decimal("0.5")
        number = number.plus(half, half, decimal=True)
        return Read(number, unit, unit.end + 1, kinds)
    return Read(number, _electric(number, unit), unit.end if unit else end, kinds)


def _electric(number: Number, hit: units.UnitHit | None) -> units.UnitHit | None:
    """度 of a large number is electricity: 1亿2千万度."""
    if hit and hit.unit.spelling == "度" and (number.scale >= 10_000 or number.value >= 1000):
        power = quantity.lookup("千瓦时")
        return units.UnitHit(hit.end, power) if power else hit
    return hit


def range_end(at: At, first: Number, unit: units.UnitHit | None, of: str = "") -> Read | None:
    """The second end of 5~6亿元, 2%至3%, 150至200个, if one follows."""
    behind = at.behind(1)
    if behind in ("从", "由", "自") and behind:
        return None
    for stop in (unit.end, first.end) if unit else (first.end,):
        if at.text[stop : stop + 1] not in _RANGE_MARKS:
            continue
        match = _RANGE.match(at.text, stop, at.limit)
        if not match:
            continue
        pos = match.end()
        if of and at.text.startswith(of, pos):
            pos += len(of)
        second = _number(at, pos)
        if second and second.number.arabic == first.arabic and not second.number.vague:
            return second
    return None


_FAR: Final = 3  # times the lower end: no range of what something moved by is so wide
MOVED: Final = frozenset(
    {"增加", "减少", "下降", "上升", "提高", "降低", "增长", "增至", "回落", "扩大", "缩小", "下跌", "上涨"}
)


def between(at: At, first: Number, second: Read, unit: quantity.Unit) -> Mention | None:
    """A mention that lies between two numbers, None if they do not rise."""
    low, high = first.value, second.number.value
    if first.scale == 1 and second.number.scale > 1 and low * second.number.scale <= high:
        low *= second.number.scale
    lead = at.lead()
    if low >= high or (
        unit.kind == "count" and high >= _FAR * low and at.text[max(0, lead.start - 2) : lead.start] in MOVED
    ):
        return None  # 减少约30万人至400万人: by so much, to so much; money is foreseen in ranges as wide
    end, after = qualifiers.after(at.text, second.end, at.limit)
    kinds = {*lead.kinds, *after}
    low, high = low * unit.factor, high * unit.factor
    if lead.negative:
        low, high = -high, -low
    step = second.number.step * unit.factor
    qualifier: Qualifier = "over" if "over" in kinds else "approx"
    upper = None if "over" in kinds else tidy(high)
    return Mention(
        lead.start, end, at.pos, second.number.end, None, tidy(low), upper, step, unit.base, qualifier,
        _FORMS.get(unit.kind, "quantity"), "range",
    )  # fmt: skip


def plain_unit(currency: str) -> quantity.Unit:
    """The unit of a number that states none: its currency mark, else ""."""
    return (quantity.lookup(currency) if currency else None) or quantity.Unit("", "", ONE, "plain")


def in_currency(unit: quantity.Unit, currency: str) -> quantity.Unit:
    """元 after a currency's name is that currency: 新台币2,220亿元."""
    if currency and unit.spelling in ("元", "块", "圆"):
        return plain_unit(currency)
    return unit


def run_end(at: At) -> int:
    """Where the unbroken run of numerals at the place ends."""
    match = _RUN.match(at.text, at.pos, at.limit)
    return match.end() if match else at.pos + 1
