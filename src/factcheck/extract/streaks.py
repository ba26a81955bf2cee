"""Runs of years, quarters or months: 连续4年, 33连冠, 13年新高."""

from __future__ import annotations

import re
from typing import Final

from factcheck.extract import qualifiers
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.numbers import Number
from factcheck.extract.reading import ONE, At, like_year

_CROWN: Final = re.compile(r" ?连(?:冠|丰|增|涨|升|跌|降|胜|败|阳|阴|板|跳|霸|庄|捷|续)")
_LED: Final = re.compile(
    r"(?:来|以来)?(?:的)?(?:领跑|领先|蝉联|新高|新低|最高|最低|之最|高位|低位|同期最高|同期新高|稳居|位居|居)"
)
_STREAK: Final = re.compile(r" ?多?(个交易日|个年度|个财年|个季度|季度|个月|个星期|星期|年|周|天|日|次|届|场|轮|个周)")
_LEADS: Final = ("连续第", "连续", "接连", "连升", "连跌", "连涨", "连降", "连增", "连减", "连")
_BEFORE_RUN: Final = frozenset("大相流黄接一毗")  # 大连, 相连: no run of years
_NEXT: Final = frozenset(" 连多个季年星周天日次届场轮")  # what _CROWN and _STREAK begin with
_STREAK_BASE: Final = {
    "个交易日": "天",
    "个年度": "年",
    "个财年": "年",
    "个季度": "季度",
    "个月": "月",
    "个星期": "周",
    "日": "天",
    "星期": "周",
    "个周": "周",
}


def streak(at: At) -> Mention | Passed | None:
    """连续4年, 33连冠, 22年领跑, 13年新高."""
    text, pos = at.text, at.pos
    number = at.number()
    if number is None or text[number.end : number.end + 1] not in _NEXT or (number.bare and number.value > 10):
        return None
    crown = _CROWN.match(text, number.end, at.limit)
    if crown and number.scale == 1 and number.value > 1:
        unit = "天" if crown[0][-1] in "阳阴板" else "场" if crown[0][-1] in "胜败捷" else "年"
        return _run_of(at, number, pos, crown.end(), unit, "crown")
    match = _STREAK.match(text, number.end, at.limit)
    if not match or like_year(number.value) or (not number.arabic and number.value == 1):
        return None
    unit = _STREAK_BASE.get(match[1], match[1])
    for lead in _LEADS:
        begin = pos - len(lead) - (text[pos - 1] == " ")
        if begin >= at.floor and text.startswith(lead, begin) and (len(lead) > 1 or text[begin - 1] not in _BEFORE_RUN):
            return _run_of(at, number, begin, match.end(), unit, "running")
    if match[1] in ("年", "个月", "个季度") and _LED.match(text, match.end(), at.limit):
        return _run_of(at, number, pos, match.end(), unit, "years at the top")
    return None


def _run_of(at: At, number: Number, start: int, end: int, unit: str, rule: str) -> Mention:
    more = "多" in at.text[number.end : end]
    found = qualifiers.interval(number, ("more",) if more else (), rounded=False)
    return Mention(
        start, end, at.pos, number.end, number.value, found.low, found.high, ONE, unit, found.qualifier, "streak", rule
    )  # fmt: skip
