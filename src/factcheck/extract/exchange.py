"""Rates of exchange: 1美元对人民币7.0523元, 人民币兑欧元中间价报8.2705, 对100日元报4.5012.

What one unit of another currency is worth is a figure; the unit it is told for is none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from factcheck import quantity
from factcheck.extract.mention import Mention

RULE: Final = "amount:exchange"
HOMES: Final = {"元": "中国", "新台币": "台湾", "港元": "香港", "澳门元": "澳门"}  # whose rate it is
_REACH: Final = 40  # characters of a clause before the figure
_BOUNDARY: Final = re.compile(r"[，。；：！？\n（）、]")
_FIXED: Final = "中间价"


@cache
def _coins() -> str:
    """Currencies as they are written, in a pattern."""
    found = {word for word in quantity.spellings() if _is_coin(word)}
    return "|".join(re.escape(word) for word in sorted(found, key=lambda word: (-len(word), word)))


def _is_coin(word: str) -> bool:
    unit = quantity.lookup(word)
    return unit is not None and unit.base in quantity.currencies() and len(word) > 1 and not word.isascii()


def _printed(word: str) -> str:
    unit = quantity.lookup(word.removeprefix("元"))
    return "元" if unit is None else unit.base


def one_of() -> str:
    """A pattern of what a rate is told for: the 1美元 of 1美元对人民币7.0523元, the 1 of 人民币1元对1.16卢布."""
    return rf"1(?:00){{0,2}}(?:{_coins()}|元)(?=(?:兑换?|对|折合|约合|合)约?(?:{_coins()})?约?[\d.])"


def is_told_for(text: str, mention: Mention) -> bool:
    """Whether a sum is only what a rate is told for: 对100日元报4.5012."""
    return mention.unit in quantity.currencies() and _told_for().match(text, mention.start) is not None


@cache
def _told_for() -> re.Pattern[str]:
    return re.compile(rf"(?<=[兑对])1(?:00){{0,2}}(?:{_coins()})(?:汇率|{_FIXED})*(?:为|报|收报?|约)")


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<where>在岸|离岸)?(?P<base>{_coins()})(?:1元)?(?:（[A-Z/]{{3,7}}）)?[对兑]1?(?:00)?(?P<quote>{_coins()})"
        rf"(?P<what>[^，。；：\d]{{0,12}}?)(?:收盘价?|收[报于在]?|[为报至在]|升[至破]|跌[至破]|约|现|最新)*$"
    )


@cache
def _one() -> re.Pattern[str]:
    return re.compile(rf"1(?:00){{0,2}}(?P<of>{_coins()})(?:兑换?|对|折合|约合|合)约?(?P<home>{_coins()})?约?$")


@cache
def _further() -> re.Pattern[str]:
    return re.compile(rf"[对兑](?:1(?:00){{0,2}})?(?P<of>{_coins()})(?:汇率|{_FIXED})*(?:为|报|收报?|约)*$")


def read(text: str, mention: Mention, topic: str) -> str:
    """The name of the rate of exchange that a figure is, "" for other figures; `topic`: what was spoken of last."""
    if mention.unit and mention.unit not in quantity.currencies():
        return ""
    floor = max(0, mention.start - _REACH)
    start = max((m.end() for m in _BOUNDARY.finditer(text, floor, mention.start)), default=floor)
    ahead = text[start : mention.start]
    if not ("兑" in ahead or "对" in ahead or "合" in ahead):
        return ""
    one = _one().search(text, start, mention.start)
    if one is not None and mention.unit:
        home = mention.unit if one["home"] is None else _printed(one["home"])
        return _named(home, _printed(one["of"]), "", _said_fixed(text, floor, mention.start))
    pair = _pair().search(text, start, mention.start)
    if pair is not None and (not pair["what"] or _FIXED in pair["what"] or "汇" in pair["what"]):
        base, quote, what = _printed(pair["base"]), _printed(pair["quote"]), pair["what"]
        if quote in HOMES and base not in HOMES:  # 美元兑人民币: the same told the other way about
            base, quote = quote, base
        average = "平均" if "平均" in what else ""
        return _named(base, quote, pair["where"] or "", _FIXED if _FIXED in what else "", average)
    further = _further().fullmatch(text, start, mention.start)
    told = _NAMED.fullmatch(topic) if further is not None else None
    if further is None or (told is None and topic != _DOLLAR_FIXED):
        return ""
    if told is None:
        return _named("元", _printed(further["of"]), "", _FIXED)
    where, average, fixed = (told[part] or "" for part in ("where", "average", "fixed"))
    return _named(told["home"], _printed(further["of"]), where, fixed, average)


_NAMED: Final = re.compile(
    r"(?P<where>在岸|离岸)?(?P<home>[^对]{1,4})对[^对]{1,6}?(?P<average>平均)?汇率(?P<fixed>中间价)?"
)
_DOLLAR_FIXED: Final = "人民币汇率中间价"  # papers leave the dollar out


def _said_fixed(text: str, floor: int, at: int) -> str:
    sentence = max(text.rfind(end, max(0, floor - _SENTENCE), at) for end in "。\n") + 1
    return _FIXED if text.find(_FIXED, sentence, at) >= 0 else ""


_SENTENCE: Final = 160


def _named(home: str, of: str, where: str, fixed: str, average: str = "") -> str:
    home = "人民币" if home == "元" else home
    of = "人民币" if of == "元" else of
    name = f"{where}{home}对{of}{average}汇率{fixed}"
    return _DOLLAR_FIXED if name == f"人民币对美元汇率{_FIXED}" else name


def unit(name: str) -> str:
    """The currency that a rate of exchange is told in, where its figure has none; "" for other names."""
    told = _NAMED.fullmatch(name)
    if told is None:
        return "元" if name == _DOLLAR_FIXED else ""
    coin = "元" if told["home"].endswith("人民币") else told["home"]
    return coin if coin in HOMES else ""


__all__ = ["HOMES", "RULE", "is_told_for", "one_of", "read", "unit"]
