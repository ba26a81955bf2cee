"""Words round a figure that widen it, and the interval that the printed digits and these words allow."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from functools import cache
from typing import Final

from factcheck.extract.numbers import Number
from factcheck.lexicon import rows
from factcheck.model import Qualifier

_HALF: Final = Decimal("0.5")
_TENTH: Final = Decimal("0.1")
_SCALED: Final = Decimal(10_000)  # an integer with 万, 亿 is rounded to its last stated digit


class Interval:
    """What the words allow; None is unbounded."""

    __slots__ = ("high", "low", "qualifier")

    def __init__(self, low: Decimal | None, high: Decimal | None, qualifier: Qualifier) -> None:
        self.low = low
        self.high = high
        self.qualifier = qualifier


@cache
def _table(side: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Word -> what it makes of a figure, the characters that may not stand beside it, words that end so and may."""
    listed = [row for row in rows("qualifiers") if row[1] in (side, "both")]
    return {row[0]: (row[2], row[3], tuple(filter(None, row[4].split("|")))) for row in listed}


@cache
def _lengths(side: str) -> dict[str, tuple[int, ...]]:
    """The character next to the figure -> lengths of the qualifiers that touch it with that, the longest first."""
    at = -1 if side == "before" else 0
    lengths: dict[str, set[int]] = {}
    for word in _table(side):
        lengths.setdefault(word[at], set()).add(len(word))
    return {c: tuple(sorted(found, reverse=True)) for c, found in lengths.items()}


def before(text: str, pos: int, floor: int) -> tuple[int, tuple[str, ...]]:
    """Qualifiers that end at `pos`, not reaching back past `floor`: where they start, and their kinds."""
    kinds: list[str] = []
    start = pos
    while True:
        end = start - 1 if text[start - 1 : start] == " " and start - 1 > floor else start
        found = _before(text, end, floor)
        if not found:
            return start, tuple(kinds)
        start, kind = found
        kinds.append(kind)


def _before(text: str, end: int, floor: int) -> tuple[int, str] | None:
    lengths = _lengths("before").get(text[end - 1], ()) if end > floor else ()
    for length in lengths:
        entry = _table("before").get(text[end - length : end]) if length <= end - floor else None
        if entry is None:
            continue
        previous = text[end - length - 1 : end - length] if end > length else ""
        if previous and previous in entry[1] and not text.endswith(entry[2], 0, end - length):
            return None  # 贸易入超, but 收入|超
        return end - length, entry[0]
    return None


def after(text: str, pos: int, limit: int) -> tuple[int, tuple[str, ...]]:
    """Qualifiers that start at `pos`: where they end, and their kinds."""
    kinds: list[str] = []
    end = pos
    while found := _after(text, end, limit):
        end, kind = found
        kinds.append(kind)
    return end, tuple(kinds)


def _after(text: str, pos: int, limit: int) -> tuple[int, str] | None:
    if text[pos : pos + 1] == " ":
        pos += 1
    lengths = _lengths("after").get(text[pos], ()) if pos < limit else ()
    for length in lengths:
        entry = _table("after").get(text[pos : pos + length]) if length <= limit - pos else None
        if entry is None:
            continue
        following = text[pos + length : pos + length + 1]
        if following and following in entry[1]:
            return None
        return pos + length, entry[0]
    return None


def interval(number: Number, kinds: Collection[str], rounded: bool) -> Interval:
    """The values that `number` under `kinds` may stand for, in the number's own unit.

    `rounded`: the unit is one that integers are rounded to (a percentage). Decimals and integers of
    万 and more stand for half a unit of their last digit either way; plain counts are exact.
    """
    low, high = number.low, number.high
    over, under = "over" in kinds, "under" in kinds
    if "more" in kinds or number.more:
        high = high + number.figure
        if not over and not under:
            return Interval(low, high, "over")
    if over and not under:
        return Interval(low, None, "over")
    if under and not over:
        return Interval(None, high, "under")
    if number.vague:
        return Interval(low, high, "order" if number.high - number.low > number.low else "approx")
    if "approx" in kinds:
        margin = tolerance(number)
        return Interval(low - margin, high + margin, "approx")
    if rounded or number.decimal or (number.scale >= _SCALED and number.step > 1):
        margin = number.step * _HALF
        return Interval(low - margin, high + margin, "exact")
    return Interval(low, high, "exact")


def tolerance(number: Number) -> Decimal:
    """What 约 allows: one unit of the last significant digit; a tenth of a round number (约300, 约10%)."""
    lone = number.figure >= 10 * number.scale and abs(number.value) < number.figure * 10
    return abs(number.value) * _TENTH if lone else max(number.figure, number.step)
