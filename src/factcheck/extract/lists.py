"""Lists that state their unit once: 7895亿、…、2284.6亿元; 3.5/0.5/0.2万辆."""

from __future__ import annotations

import re
from typing import Final

from factcheck import quantity
from factcheck.extract import numbers, qualifiers, units
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.numbers import Number
from factcheck.extract.reading import ONE, ROUNDED_KINDS, plain_unit, tidy, times

_SEPARATOR: Final = re.compile(r" ?(?:、|/|和|与|及|以及|或) ?")
# 上升1.1、下降6.2和上升5.1个百分点
_MOVED: Final = re.compile(r"(?:、|和|与|及)(?:上升|下降|提高|提升|降低|增长|增加|减少|回落|上涨|下跌)")


def share_units(text: str, items: list[Mention | Passed]) -> list[Mention | Passed]:
    """7895亿、…、2284.6亿元 are all 元; 3.5/0.5/0.2万辆 all 万辆: from the last of a list back to the first."""
    giver: tuple[Number, quantity.Unit] | None = None
    for i in range(len(items) - 1, 0, -1):
        item, last = items[i - 1], items[i]
        if not isinstance(last, Mention) or last.form not in _SHARING or not _in_want(text, item, last):
            continue
        giver = giver if last.rule == _RULE else _giver(text, last)
        shared = _with_unit_of(text, item, last, *giver) if giver else None
        if shared:
            items[i - 1] = shared
    return items


_RULE: Final = "shared unit"


_SHARING: Final = frozenset({"quantity", "percent", "points", "multiple"})


def _giver(text: str, mention: Mention) -> tuple[Number, quantity.Unit] | None:
    """The number and the unit, as written, of a figure that ends a list."""
    number = numbers.read(text, mention.number_start, mention.end) if mention.unit else None
    hit = units.match(text, number.end, mention.end) if number else None
    if number is None or hit is None:
        return None
    return number, (plain_unit(mention.unit) if hit.unit.spelling == "元" else hit.unit)


def _in_want(text: str, item: Mention | Passed, last: Mention) -> bool:
    """Whether the item before the last is a number without a unit, in one list with it."""
    if last.start - item.end > 4:
        return False
    pieces = isinstance(item, Mention) and item.unit == "个" and text[item.end - 1] == "个"
    if pieces and last.unit == "百分点" and text.find("个", last.number_start, last.end) >= 0:
        return _SEPARATOR.fullmatch(text, item.end, last.start) is not None  # 回落0.3个、0.1个百分点
    if isinstance(item, Mention) and (item.unit or item.form != "quantity"):
        return False
    if isinstance(item, Passed) and (item.reason != "other" or not text[item.start].isdigit()):
        return False
    moved = last.form != "quantity" and _MOVED.fullmatch(text, item.end, last.start) is not None
    return moved or _SEPARATOR.fullmatch(text, item.end, last.start) is not None


def _with_unit_of(
    text: str, item: Mention | Passed, last: Mention, other: Number, unit: quantity.Unit
) -> Mention | None:
    between = text[item.end : last.start]
    start = item.number_start if isinstance(item, Mention) else item.start
    number = numbers.read(text, start, item.end)
    if number is None:
        return None
    scaled = number.scale == 1 and other.scale > 1
    extra = other.scale if scaled and _same_size(number, other, between) else ONE
    if scaled and extra == 1 and isinstance(item, Passed):
        return None
    factor = unit.factor * extra
    found = qualifiers.interval(number.as_decimal() if extra > 1 else number, (), unit.kind in ROUNDED_KINDS)
    return Mention(
        item.start, item.end, start, item.end, tidy(number.value * factor), tidy(times(found.low, factor)),
        tidy(times(found.high, factor)), number.step * factor, last.unit, found.qualifier, last.form, _RULE,
    )  # fmt: skip


def _same_size(number: Number, other: Number, between: str) -> bool:
    """Whether the scale of the last figure is meant for this one too."""
    mantissa = other.value / other.scale
    return "/" in between or (number.value < 1000 and mantissa / 100 <= number.value <= mantissa * 100)
