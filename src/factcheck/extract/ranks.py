"""Places in an order: ranks (第三位, 首位, 前十), milestones (第600万辆) and plain ordinals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from factcheck.extract import units
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.numbers import Number
from factcheck.extract.reading import ONE, At, run_end
from factcheck.model import Qualifier

_RANK_CUE: Final = re.compile(
    r"(?:居|列|位|排|名|跃升|升|稳|夺|获|得|摘|蝉联|保持|全国|全球|世界|全省|全市|全区|国内|亚洲|欧洲|亚太|省内|城市|同类|行业|双|总量|增速|规模"
    r"|份额|地区|省份|国家|企业|历史|同期|榜单?|排名|均|都|为|是"
    r"|国|洲|省|市|县|区|中|前)(?:[第至到了为于在前“” ]{0,4})$"
)
_RANKED: Final = re.compile(r"(?:居|列|位|排|名|升|稳|全国|全球|世界|全省|全市|亚洲|行业)(?:[第至到了为于在“” ]{0,3})$")
_RANK_WORDS: Final = frozenset({"首位", "居首", "榜首"})


def _rank(at: At, end: int, value: Decimal, rule: str, low: Decimal | None = None, start: int | None = None) -> Mention:
    begin = at.pos if start is None else start
    noun = "倒数" if at.text[max(at.floor, begin - 2) : begin] == "倒数" else ""
    lowest = value if low is None else low
    qualifier: Qualifier = "exact" if low is None else "under"
    return Mention(begin, end, at.pos, end, value, lowest, value, ONE, "位次", qualifier, "rank", rule, noun)


def first_place(at: At) -> Mention | Passed | None:
    """首位, 居首, 榜首: ranks though they hold no digit."""
    word = at.text[at.pos : at.pos + 2]
    if word not in _RANK_WORDS:
        return Passed(at.pos, at.pos + 2, "ordinal", "the first of its kind") if word[0] == "首" else None
    end = at.pos + 2
    if word == "首位":
        following = at.text[end : end + 1]
        quoted = at.text[at.pos - 1 : at.pos] == "“" and following == "”"
        ends = not following or following in _ENDS
        placed = _RANKED.search(at.behind(8)) or (ends and _RANK_CUE.search(at.behind(8)))
        if quoted or not placed or at.behind(3).endswith(("放在", "摆在", "置于")):
            return Passed(at.pos, end, "ordinal", "first place without a field")
    elif word == "居首" and at.text[end : end + 1] == "位":
        return _rank(at, end + 1, ONE, "rank word", start=at.pos + 1)
    return _rank(at, end, ONE, "rank word")


_RANK_SUFFIX: Final = re.compile(r" ?(?:位次|名次|位|名)(?![一-鿿]{1,4}(?:先生|女士|老师|同学|选手))")
_GREATEST: Final = re.compile(r" ?大(?!道|街|路|队|会|厦|桥|学|楼|厅|任务|工程|类|战)")
_NAMED: Final = frozenset("城股站产方书时梯步关者线课家园夫副财人曲世")
_ENDS: Final = frozenset("，。；、！？）”》,;:：)\n 的。…·|")


def ordinal(at: At) -> Mention | Passed | None:
    """第…: a rank, the count of a milestone (第600万辆), or a plain ordinal (第七届)."""
    text, pos = at.text, at.pos
    mark = pos - 2 if text[pos - 1 : pos] == " " else pos - 1
    if mark < at.floor or text[mark] != "第":
        return None
    number = at.number()
    if number is None or number.vague:
        return Passed(mark, run_end(at), "ordinal", "ordinal")
    start = mark - 1 if mark > at.floor and text[mark - 1] == "双" else mark
    suffix = _RANK_SUFFIX.match(text, number.end, at.limit)
    unit = units.match(text, number.end, at.limit)
    behind = text[max(0, start - 10) : start]
    cue = bool(_RANK_CUE.search(behind)) or start < mark
    following = text[number.end : number.end + 1]
    if suffix and not number.decimal:
        ends = text[suffix.end() : suffix.end() + 1]
        if _RANKED.search(behind) or not ends or ends in _ENDS:
            return _rank(at, suffix.end(), number.value, "rank with suffix", start=start)
        return Passed(mark, suffix.end(), "ordinal", "ordinal")
    if unit and number.scale >= 10_000 and unit.unit.kind in ("count", "measure"):
        return _milestone(at, number, unit, mark)
    great = _GREATEST.match(text, number.end, at.limit)
    if great:
        return _rank(at, great.end(), number.value, "rank by size", start=start)
    if following in _NAMED and following:
        return Passed(mark, number.end + 1, "name", "ordinal name")
    if unit:
        return Passed(mark, unit.end, "ordinal", "ordinal")
    if cue and (not following or following in _ENDS or not _RANK_NOUN.match(text, number.end)):
        return _rank(at, number.end, number.value, "rank", start=start)
    return Passed(mark, number.end, "ordinal", "ordinal")


_RANK_NOUN: Final = re.compile(r"[一-鿿]")


def _milestone(at: At, number: Number, unit: units.UnitHit, mark: int) -> Mention:
    value = number.value * unit.unit.factor
    step = unit.unit.factor
    return Mention(
        mark, unit.end, at.pos, number.end, value, value, value, step,
        unit.unit.base, "exact", "ordinal_count", "milestone",
    )  # fmt: skip


_LIST_CUE: Final = re.compile(
    r"(?:居|列|入|入围|跻身|进|进入|排名|位居|位列|保持|稳居|冲刺|全国|全球|世界|全省|国内|行业|亚洲)(?:[“” ]?)$"
)


def top(at: At) -> Mention | Passed | None:
    """前三, 前10名, 前十强 after a verb of ranking: that place or a better one."""
    text, pos = at.text, at.pos
    if text[pos - 1 : pos] != "前" or pos - 1 < at.floor:
        return None
    number = at.number()
    if number is None:
        return None
    behind = text[max(0, pos - 9) : pos - 1]
    suffix = _RANK_SUFFIX.match(text, number.end, at.limit)
    end = suffix.end() if suffix else number.end
    unit = None if suffix else units.match(text, end, at.limit)
    if unit and unit.unit.kind != "count":
        return None
    following = text[end : end + 1]
    if _LIST_CUE.search(behind) and (suffix or not following or following in _ENDS or following in "列强之"):
        return _rank(at, end, number.value, "rank among the first", low=ONE, start=pos - 1)
    return Passed(pos - 1, unit.end if unit else end, "ordinal", "the first few")
