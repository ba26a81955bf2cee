"""Finding a unit right behind a number: the longest spelling that the text allows there."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from factcheck import quantity
from factcheck.lexicon import rows

_LATIN: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


class UnitHit:
    """A unit in the text, up to `end`."""

    __slots__ = ("end", "unit")

    def __init__(self, end: int, unit: quantity.Unit) -> None:
        self.end = end
        self.unit = unit


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First two characters -> lengths of the spellings that begin with them, the longest first."""
    table: dict[str, set[int]] = {}
    for spelling in quantity.spellings():
        table.setdefault(spelling[:2], set()).add(len(spelling))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in table.items()}


@cache
def _forbidden() -> dict[str, str]:
    """Spelling -> characters that may not follow it (元 before 素)."""
    return {row[0]: row[3] for name in ("counters", "units") for row in rows(name) if row[3]}


def match(text: str, pos: int, limit: int) -> UnitHit | None:
    """The unit that starts at `pos`, or behind one space there."""
    if text[pos : pos + 1] == " ":
        pos += 1
    if pos >= limit:
        return None
    longer, alone = _lengths().get(text[pos : pos + 2], ()), _lengths().get(text[pos], ())
    for length in longer + alone:
        end = pos + length
        spelling = text[pos:end]
        if end > limit or len(spelling) < length:
            continue
        unit = quantity.lookup(spelling)
        if unit and spelling == "块" and _counts_pieces(text, pos, end):
            unit = quantity.lookup("个")
        if unit and _allowed(text, spelling, end):
            # 元人民币: the currency's name only says which 元, the figure ends before it
            shown = pos + 1 if spelling[0] == "元" and length > 2 else end
            return _per(text, UnitHit(shown, unit), limit)
    return None


_AFTER_MONEY: Final = frozenset("钱左上以多的至到和就一")
_PAID: Final = re.compile("[有共达为是只仅到]$|[价钱费薪资奖补花赚挣卖买付涨降省给收租票款元账赔罚售]")
_IN_PIECES: Final = re.compile("银幕|[屏碑匾牌板砖石田]|电池|地块|宗地|手表|奖牌|金牌|银牌|铜牌")
_NUMERAL: Final = re.compile(r"[\d０-９,.〇零一二三四五六七八九十百千万亿两多余约近超逾]+$")


def _counts_pieces(text: str, pos: int, end: int) -> bool:
    """块 before or right behind a noun counts pieces (9块石碑, 大屏30块); of what is paid, or before 钱, it is 元."""
    following = text[end : end + 1]
    if "一" <= following <= "鿿":
        return following not in _AFTER_MONEY
    clause = re.split("[，。；：、！？\n]", text[max(0, pos - 24) : pos])[-1]
    if _IN_PIECES.search(text, max(0, pos - 24), pos):
        return True  # 银幕总数达到9万块
    named = _NUMERAL.sub("", clause)
    return named[-1:] > "一" and not _PAID.search(named)


def _allowed(text: str, spelling: str, end: int) -> bool:
    following = text[end : end + 1]
    if spelling[-1] in _LATIN and following in _LATIN and following:
        return False
    return not (following and following in _forbidden().get(spelling, ""))


def _per(text: str, hit: UnitHit, limit: int) -> UnitHit:
    """元/吨, 微克/立方米: a quotient is a unit of its own."""
    if text[hit.end : hit.end + 1] != "/" or hit.end + 1 >= limit:
        return hit
    below = match(text, hit.end + 1, limit)
    if below is None or text[hit.end + 1] == " ":
        return hit
    unit = quantity.Unit(
        spelling=f"{hit.unit.spelling}/{below.unit.spelling}",
        base=f"{hit.unit.base}/{below.unit.base}",
        factor=hit.unit.factor / below.unit.factor,
        kind="measure",
    )
    return UnitHit(below.end, unit)
