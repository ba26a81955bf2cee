"""Orders of magnitude and scale words: 百亿级, 上万名, 两个万亿元."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from factcheck.extract import numbers, qualifiers, units
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.numbers import Number
from factcheck.extract.reading import ONE, At, tidy
from factcheck.model import Qualifier

_LEVEL: Final = re.compile(r"(元|美元|港元|欧元|吨|千瓦|人口|人|方|斤|平方米|像素)?级(?!别|联|配)")
_STEP: Final = re.compile(r"(?:级)?(?:规模)?(?:的)?(?:新)?(?:台阶|关口)")


def order(at: At) -> Mention | Passed | None:
    """百亿级: an order of magnitude; 超千亿级: at least that; 千亿级台阶: a step, no bounds."""
    number = at.number()
    if number is None or number.value < 10_000:
        return None
    if not (number.bare or number.value.normalize().as_tuple().digits == (1,)):
        return None
    match = _LEVEL.match(at.text, number.end, at.limit)
    if not match:
        return None
    word = match[1] or ""
    unit = units.match(at.text, number.end, at.limit) if word not in ("", "人口", "像素", "方") else None
    base, factor = (
        (unit.unit.base, unit.unit.factor)
        if unit
        else ("人" if word == "人口" else "元" if not word and number.scale >= 10**8 else "", ONE)
    )
    value = number.value * factor
    start, kinds = qualifiers.before(at.text, at.pos, at.floor)
    if "over" in kinds and not _STEP.match(at.text, number.end, at.limit):
        return _ordered(at, number, start, match.end(), value, value, None, base, "over")
    if _STEP.match(at.text, number.end, at.limit):
        return _ordered(at, number, at.pos, match.end(), None, None, None, base, "order")
    return _ordered(at, number, at.pos, match.end(), value, value, value * 10, base, "order")


def _ordered(
    at: At, number: Number, start: int, end: int, value: Decimal | None, low: Decimal | None, high: Decimal | None,
    unit: str, qualifier: Qualifier,
) -> Mention:  # fmt: skip
    return Mention(
        start, end, at.pos, number.end, value, low, high, number.step, unit, qualifier, "order", "order of magnitude"
    )


_CLIMBED: Final = frozenset({"迈上", "跨上", "跃上", "站上", "登上", "踏上", "冲上", "以上", "之上"})
_HUNDREDS_ON: Final = re.compile(r"[百千]上[千万]")


def upward(at: At) -> Mention | Passed | None:
    """上万名, 上百家, 上千亿元: at least that many. 成百上千, 成千上万: words, unless a unit follows."""
    text, pos = at.text, at.pos
    if pos == at.floor or text[pos - 1] not in "上成" or text[pos] not in "十百千万亿":
        return None
    number = at.number()
    if number is None or not number.bare or text[max(0, pos - 2) : pos] in _CLIMBED:
        return None
    if text[pos - 1] == "成":
        match = _HUNDREDS_ON.match(text, pos, at.limit)
        if not match:
            return None
        number = numbers.read(text, match.end() - 1, at.limit) or number
    start = pos - 1
    unit = units.match(text, number.end, at.limit)
    if unit is None or text[start - 1 : start] in (
        "以",
        "之",
        "网",
        "线",
        "身",
        "晚",
        "早",
        "史",
        "车",
        "会",
        "路",
        "地",
        "海",
        "社",
    ):
        return None if unit is None and text[pos - 1] == "上" else Passed(start, number.end, "word", "idiom")
    value = number.value * unit.unit.factor
    return Mention(
        start, unit.end, number.start, number.end, tidy(value), tidy(value), None, tidy(value), unit.unit.base, "over",
        "quantity", "upward of",
    )  # fmt: skip


_TRILLIONS: Final = re.compile(r"([一两二三四五六七八九]|\d)个((?:万|千|百)?[万亿]亿?)(元|美元|港元)?")


def counted_scales(at: At) -> Mention | Passed | None:
    """两个万亿元: two steps of a trillion, not two trillion."""
    match = _TRILLIONS.match(at.text, at.pos, at.limit)
    if not match:
        return None
    value = Decimal(numbers.DIGITS.get(match[1], 0) or int(match[1]))
    return Mention(
        at.pos, match.end(), at.pos, at.pos + 1, value, value, value, ONE, "个", "exact", "quantity", "counted scale"
    )  # fmt: skip
