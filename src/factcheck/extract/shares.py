"""Parts and multiples in words: 百分之四十三, 六成三, 四分之一, 过半, 翻两番."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from factcheck import quantity
from factcheck.extract import numbers, units
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.numbers import Number
from factcheck.extract.reading import ONE, At, between, measured, range_end

_FRACTION_PLACES: Final = Decimal("1E-10")
_HUNDRED: Final = Decimal(100)
_OF_HUNDRED: Final = re.compile(r"([百千万])分之")
_PARTS: Final = {"百": ONE, "千": Decimal("0.1"), "万": Decimal("0.01")}


def percent_words(at: At) -> Mention | Passed | None:
    """百分之四十三点五, 千分之二."""
    match = _OF_HUNDRED.match(at.text, at.pos, at.limit)
    if not match:
        return None
    start = match.end()
    sign = at.text[start : start + 1] == "负"
    number = numbers.read(at.text, start + sign, at.limit)
    if number is None:
        return Passed(at.pos, match.end(), "word", "percent without a number")
    unit = quantity.Unit("百分之", "%", _PARTS[match[1]], "percent")
    number = number.spanning(at.pos, number.end)
    other = range_end(at, number, units.UnitHit(number.end, unit), of=match[0])
    if other:
        return between(at, number, other, unit)
    return measured(at, number, unit, number.end, "percent in words", negative=sign)


_PER_SO_MANY: Final = 100_000
_SLASHED: Final = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})(?![\d/.,%:年月日]|[万亿])")


def fraction(at: At) -> Mention | Passed | None:
    """1/4, 四分之一, 三分之二: a share in percent."""
    text, pos = at.text, at.pos
    slashed = _SLASHED.match(text, pos, at.limit) if "/" in text[pos + 1 : pos + 4] else None
    if slashed and text[pos - 1 : pos] not in ("/", ".", ":") and int(slashed[1]) < int(slashed[2]):
        if units.match(text, slashed.end(), at.limit):
            return None
        top, below, end = Decimal(slashed[1]), Decimal(slashed[2]), slashed.end()
    else:
        lower = at.number()
        if lower is None or not text.startswith("分之", lower.end) or lower.end + 2 >= at.limit:
            return None
        upper = numbers.read(text, lower.end + 2, at.limit)
        if upper is None or not lower.value or upper.value >= lower.value:
            return None
        if lower.value == _PER_SO_MANY:  # 十万分之15.1 is printed 15.1/10万 as well
            unit = quantity.Unit("十万分之", "/10万", ONE, "measure")
            return measured(at, upper.spanning(pos, upper.end), unit, upper.end, "rate per 100,000")
        top, below, end = upper.value, lower.value, upper.end
    value = (top / below * _HUNDRED).quantize(_FRACTION_PLACES).normalize()
    number = Number(pos, end, value, ONE, value, ONE, value, value, arabic=True)
    unit = quantity.Unit("分之", "%", ONE, "fraction")
    mention = measured(at, number, unit, end, "fraction")
    if mention.qualifier == "exact":  # a fraction is no rounded percentage
        mention.low = mention.high = value
    return mention


_TENTHS_NOT: Final = frozenset("为立员功果长都本熟绩交品人效型因像就份分形就语套片品书书")


def tenths(at: At) -> Mention | Passed | None:
    """三成, 六成三, 9.5成: tens of per cent."""
    number = at.number()
    if number is None or at.text[number.end : number.end + 1] != "成":
        return None
    if number.value > 10 or number.value <= 0 or number.scale != 1:
        return None
    end = number.end
    if end >= at.limit or (at.text[end + 1 : end + 2] in _TENTHS_NOT and at.text[end + 1 : end + 2]):
        return None
    end += 1
    tail = {"半": 5, **numbers.DIGITS}.get(at.text[end : end + 1], 0) if end < at.limit else 0
    if tail:
        end += 1
        number = number.plus(Decimal(tail) / 10, Decimal("0.1"), decimal=number.decimal)
    unit = quantity.Unit("成", "%", Decimal(10), "percent")
    return measured(at, number.spanning(number.start, end), unit, end, "tenths")


_HALF: Final = re.compile(r"一半|半数|过半|[1１]半")


def half(at: At) -> Mention | Passed | None:
    """一半, 近半数, 过半, 半数以上."""
    match = _HALF.match(at.text, at.pos, at.limit)
    if not match:
        return None
    value = Decimal(50)
    number = Number(at.pos, match.end(), value, Decimal(10), Decimal(10), ONE, value, value, arabic=True)
    unit = quantity.Unit("半", "%", ONE, "fraction")
    mention = measured(at, number, unit, match.end(), "half")
    if match[0] == "过半":
        mention.low, mention.high, mention.qualifier = value, None, "over"
    elif mention.qualifier == "exact":
        mention.low = mention.high = value
    return mention


_DOUBLED: Final = re.compile(r"翻了?([一两二三四五])?番")


def doubled(at: At) -> Mention | Passed | None:
    """翻一番, 翻两番, 翻番: twice, four times as much."""
    match = _DOUBLED.match(at.text, at.pos, at.limit)
    if not match:
        return None
    value = Decimal(2) ** numbers.DIGITS[match[1] or "一"]
    number = Number(at.pos, match.end(), value, ONE, ONE, ONE, value, value, arabic=True)
    mention = measured(at, number, quantity.Unit("番", "倍", ONE, "multiple"), match.end(), "doubling")
    mention.noun = "番"
    return mention
