"""Every numeral of a folded text, read as a figure (`Mention`) or passed over with a reason (`Passed`).

`scan` goes once from left to right. At each place where a numeral stands it asks the readers in
`_READERS` in order; the first that answers wins, and the last one always answers, so that no numeral
is lost. Then figures that share a unit with a later one in a list (7895亿、2284.6亿元) are completed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from functools import cache
from typing import NamedTuple

from factcheck import quantity
from factcheck.extract import nonfigures, numbers, qualifiers, units
from factcheck.extract.numbers import Number
from factcheck.lexicon import alternation, rows
from factcheck.model import Qualifier

_EXACT = Context(prec=400)  # more than any two numbers of numbers.LONGEST digits can need
_FRACTION_PLACES = Decimal("1E-10")
_HUNDRED = Decimal(100)
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure as read; `value`, `low`, `high` and `step` in the base unit, None where the words leave them open.

    `form`: quantity, percent, points, fraction, multiple, rank, streak, ordinal_count or order.
    `start`..`end` takes in the qualifiers that touch; `number_start`..`number_end` is the numeral alone.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal | None
    unit: str
    qualifier: Qualifier
    form: str
    rule: str
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A numeral that is no figure, and why."""

    start: int
    end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Scan:
    """All numerals of a text outside the spans already taken, each kind in text order."""

    mentions: tuple[Mention, ...]
    skipped: tuple[Passed, ...]


def _like_year(value: Decimal) -> bool:
    return 1000 <= value < 3000


_UNREAD = object()


class At:
    """Where a reader reads: a mention may start no earlier than `floor` and reach no further than `limit`."""

    __slots__ = ("_number", "_reading", "floor", "limit", "pos", "text")

    def __init__(self, text: str, pos: int, floor: int, limit: int) -> None:
        self.text, self.pos, self.floor, self.limit = text, pos, floor, limit
        self._number: object = _UNREAD
        self._reading: object = _UNREAD

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

    def behind(self, length: int) -> str:
        """Up to `length` characters before `pos`: context, whatever they were read as."""
        return self.text[max(0, self.pos - length) : self.pos]


Reader = Callable[[At], "Mention | Passed | None"]

_MARKS = "①-⑳⑴-⒇⒈-⒛㈠-㈩ⅰ-ⅿⅠ-Ⅿ"
_START = re.compile(
    f"[{nonfigures.NUMERAL}{_MARKS}]|首位|居首|榜首|首(?=[次个款批届家台套条座艘架例部颗期支只张份创])|半数|过半(?!夜|场|径)|[数几](?=[十百千万亿])|翻[了]?[一两二三四五]?番"
    f"|[{numbers.FINANCIAL}](?=[拾佰仟万亿圆元])"
)
_RUN = re.compile(f"[0-9]+(?:[.,][0-9]+)*|[{nonfigures.NUMERAL[3:]}]+|.", re.DOTALL)
_ASCII = re.compile(r"[A-Za-z0-9_]{1,64}(?:[\-./][A-Za-z0-9_]{1,64}){0,4}")
_TOO_LONG = re.compile(f"[0-9,.]{{{numbers.LONGEST + 1},}}|[{nonfigures.NUMERAL[3:]}]{{{numbers.LONGEST + 1},}}")
_SEPARATOR = re.compile(r" ?(?:、|/|和|与|及|以及|或) ?")
_RANGE = re.compile(r" ?(?:[\-~～〜–—]{1,2}|至|到) ?")


# --- readers -------------------------------------------------------------------------------------


def _too_long(at: At) -> Mention | Passed | None:
    match = _TOO_LONG.match(at.text, at.pos, at.limit)
    return Passed(at.pos, match.end(), "too long", "too long") if match else None


def _mark(at: At) -> Mention | Passed | None:
    """① ⑴ ㈠ open an item of a list; Roman numerals belong to names."""
    c = at.text[at.pos]
    if "①" <= c <= "⒛" or "㈠" <= c <= "㈩":
        return Passed(at.pos, at.pos + 1, "list_marker", "circled number")
    return Passed(at.pos, at.pos + 1, "name", "roman numeral") if "Ⅰ" <= c <= "ⅿ" else None


_ABBREVIATIONS = frozenset(
    {"GDP", "CPI", "PPI", "PMI", "GNI", "FDI", "ODI", "EPS", "ROE", "PE", "PB", "LPR", "MLF", "SLF", "IPO", "M", "CR"}
)


def _glued(at: At) -> Mention | Passed | None:
    """Letters that touch the digits make a name (M9, 5G-A, t0ur1st), unless they are a unit or a currency."""
    text, pos = at.text, at.pos
    if not text[pos].isascii():
        return None
    start = pos
    while (
        start > at.floor
        and pos - start < 64
        and (text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] == "_"))
    ):
        start -= 1
    letters = text[start:pos]
    if not letters and pos - at.floor >= 2 and text[pos - 1] in "-." and _is_letter(text[pos - 2]):
        start = pos - 2
        letters = text[start:pos]
    if letters:
        end = numbers.arabic(text, pos, at.limit)
        figure = text[end : end + 1] == "%" or units.match(text, end, at.limit) or text[end : end + 1] in "万亿"
        if letters in _marks() or (letters in _ABBREVIATIONS and figure and text[end : end + 1]):
            return None
        match = _ASCII.match(text, start, at.limit)
        return Passed(start, max(match.end() if match else 0, pos + 1), "name", "letters and digits")
    end = numbers.arabic(text, pos, at.limit)
    if end < at.limit and _is_letter(text[end]) and not units.match(text, end, at.limit):
        match = _ASCII.match(text, pos, at.limit)
        return Passed(pos, max(match.end() if match else 0, end), "name", "digits and letters")
    return None


def _is_letter(c: str) -> bool:
    return c.isascii() and c.isalpha()


_RANK_CUE = re.compile(
    r"(?:居|列|位|排|名|跃升|升|稳|夺|获|得|摘|蝉联|保持|全国|全球|世界|全省|全市|全区|国内|亚洲|欧洲|亚太|省内|城市|同类|行业|双|总量|增速|规模"
    r"|份额|地区|省份|国家|企业|历史|同期|榜单|排名|均|都|为|是|国|洲|省|市|县|区|中|前)(?:[第至到了为于在前“” ]{0,4})$"
)
_RANKED = re.compile(r"(?:居|列|位|排|名|升|稳|全国|全球|世界|全省|全市|亚洲|行业)(?:[第至到了为于在“” ]{0,3})$")
_RANK_WORDS = frozenset({"首位", "居首", "榜首"})


def _rank(at: At, end: int, value: Decimal, rule: str, low: Decimal | None = None, start: int | None = None) -> Mention:
    begin = at.pos if start is None else start
    noun = "倒数" if at.text[max(at.floor, begin - 2) : begin] == "倒数" else ""
    lowest = value if low is None else low
    qualifier: Qualifier = "exact" if low is None else "under"
    return Mention(begin, end, at.pos, end, value, lowest, value, _ONE, "位次", qualifier, "rank", rule, noun)


def _first_word(at: At) -> Mention | Passed | None:
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
        return _rank(at, end + 1, _ONE, "rank word", start=at.pos + 1)
    return _rank(at, end, _ONE, "rank word")


_RANK_SUFFIX = re.compile(r" ?(?:位次|名次|位|名)(?![一-鿿]{1,4}(?:先生|女士|老师|同学|选手))")
_GREATEST = re.compile(r" ?大(?!道|街|路|队|会|厦|桥|学|楼|厅|任务|工程|类|战)")
_NAMED = frozenset("城股站产方书时梯步关者线课家园夫副财人曲世")
_ENDS = frozenset("，。；、！？）”》,;:：)\n 的。…·|")


def _ordinal(at: At) -> Mention | Passed | None:
    """第…: a rank, the count of a milestone (第600万辆), or a plain ordinal (第七届)."""
    text, pos = at.text, at.pos
    mark = pos - 2 if text[pos - 1 : pos] == " " else pos - 1
    if mark < at.floor or text[mark] != "第":
        return None
    number = at.number()
    if number is None or number.vague:
        return Passed(mark, _run_end(at), "ordinal", "ordinal")
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


_RANK_NOUN = re.compile(r"[一-鿿]")


def _milestone(at: At, number: Number, unit: units.UnitHit, mark: int) -> Mention:
    value = number.value * unit.unit.factor
    step = unit.unit.factor
    return Mention(
        mark, unit.end, at.pos, number.end, value, value, value, step, unit.unit.base, "exact", "ordinal_count", "milestone"
    )  # fmt: skip


_LIST_CUE = re.compile(
    r"(?:居|列|入|入围|跻身|进|进入|排名|位居|位列|保持|稳居|冲刺|全国|全球|世界|全省|国内|行业|亚洲)(?:[“” ]?)$"
)


def _top(at: At) -> Mention | Passed | None:
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
        return _rank(at, end, number.value, "rank among the first", low=_ONE, start=pos - 1)
    return Passed(pos - 1, unit.end if unit else end, "ordinal", "the first few")


_OF_HUNDRED = re.compile(r"([百千万])分之")
_PARTS = {"百": _ONE, "千": Decimal("0.1"), "万": Decimal("0.01")}


def _percent_words(at: At) -> Mention | Passed | None:
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
    number = replace(number, start=at.pos)
    other = _range_end(at, number, units.UnitHit(number.end, unit), of=match[0])
    if other:
        return _between(at, number, other, unit)
    return _measured(at, number, unit, number.end, "percent in words", negative=sign)


_SLASHED = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})(?![\d/.,%:年月日]|[万亿])")


def _fraction(at: At) -> Mention | Passed | None:
    """1/4, 四分之一, 三分之二: a share in percent."""
    text, pos = at.text, at.pos
    slashed = _SLASHED.match(text, pos, at.limit)
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
        top, below, end = upper.value, lower.value, upper.end
    value = (top / below * _HUNDRED).quantize(_FRACTION_PLACES).normalize()
    number = Number(pos, end, value, _ONE, value, _ONE, value, value, arabic=True)
    unit = quantity.Unit("分之", "%", _ONE, "fraction")
    mention = _measured(at, number, unit, end, "fraction")
    if mention.qualifier == "exact":  # a fraction is no rounded percentage
        return replace(mention, low=value, high=value)
    return mention


_TENTHS_NOT = frozenset("为立员功果长都本熟绩交品人效型因像就份分形就语套片品书书")


def _tenths(at: At) -> Mention | Passed | None:
    """三成, 六成三, 9.5成: tens of per cent."""
    number = at.number()
    if number is None or number.value > 10 or number.value <= 0 or number.scale != 1:
        return None
    end = number.end
    if (
        at.text[end : end + 1] != "成"
        or end >= at.limit
        or (at.text[end + 1 : end + 2] in _TENTHS_NOT
        and at.text[end + 1 : end + 2])
    ):
        return None
    end += 1
    tail = {"半": 5, **numbers.DIGITS}.get(at.text[end : end + 1], 0) if end < at.limit else 0
    if tail:
        end += 1
        half = Decimal(tail) / 10
        number = replace(
            number, value=number.value + half, low=number.low + half, high=number.high + half,
            step=Decimal("0.1"), figure=Decimal("0.1"),
        )  # fmt: skip
    unit = quantity.Unit("成", "%", Decimal(10), "percent")
    return _measured(at, replace(number, end=end), unit, end, "tenths")


_HALF = re.compile(r"一半|半数|过半|[1１]半")


def _half(at: At) -> Mention | Passed | None:
    """一半, 近半数, 过半, 半数以上."""
    match = _HALF.match(at.text, at.pos, at.limit)
    if not match:
        return None
    value = Decimal(50)
    number = Number(at.pos, match.end(), value, Decimal(10), Decimal(10), _ONE, value, value, arabic=True)
    unit = quantity.Unit("半", "%", _ONE, "fraction")
    mention = _measured(at, number, unit, match.end(), "half")
    if match[0] == "过半":
        return replace(mention, low=value, high=None, qualifier="over")
    return replace(mention, low=value, high=value) if mention.qualifier == "exact" else mention


_DOUBLED = re.compile(r"翻了?([一两二三四五])?番")


def _doubled(at: At) -> Mention | Passed | None:
    """翻一番, 翻两番, 翻番: twice, four times as much."""
    match = _DOUBLED.match(at.text, at.pos, at.limit)
    if not match:
        return None
    value = Decimal(2) ** numbers.DIGITS[match[1] or "一"]
    number = Number(at.pos, match.end(), value, _ONE, _ONE, _ONE, value, value, arabic=True)
    return replace(
        _measured(at, number, quantity.Unit("番", "倍", _ONE, "multiple"), match.end(), "doubling"), noun="番"
    )


_CROWN = re.compile(r" ?连(?:冠|丰|增|涨|升|跌|降|胜|败|阳|阴|板|跳|霸|庄|捷|续)")
_LED = re.compile(
    r"(?:来|以来)?(?:的)?(?:领跑|领先|蝉联|新高|新低|最高|最低|之最|高位|低位|同期最高|同期新高|稳居|位居|居)"
)
_STREAK_UNITS = frozenset(
    {"年", "个季度", "季度", "个月", "月", "周", "天", "日", "个交易日", "次", "届", "个周", "场", "个年度", "个财年"}
)
_STREAK = re.compile(r" ?多?(个交易日|个年度|个财年|个季度|季度|个月|年|周|天|日|次|届|场|轮|个周)")
_STREAK_BASE = {
    "个交易日": "天",
    "个年度": "年",
    "个财年": "年",
    "个季度": "季度",
    "个月": "月",
    "日": "天",
    "个周": "周",
}


def _streak(at: At) -> Mention | Passed | None:
    """连续4年, 33连冠, 22年领跑, 13年新高."""
    text, pos = at.text, at.pos
    number = at.number()
    if number is None or (number.bare and number.value > 10):
        return None
    crown = _CROWN.match(text, number.end, at.limit)
    if crown and number.scale == 1 and number.value > 1:
        unit = "天" if crown[0][-1] in "阳阴板" else "场" if crown[0][-1] in "胜败捷" else "年"
        return _run_of(at, number, pos, crown.end(), unit, "crown")
    match = _STREAK.match(text, number.end, at.limit)
    if not match or _like_year(number.value) or (not number.arabic and number.value == 1):
        return None
    unit = _STREAK_BASE.get(match[1], match[1])
    for lead in ("连续第", "连续", "已连续", "接连"):
        begin = pos - len(lead) - (text[pos - 1] == " ")
        if begin >= at.floor and text.startswith(lead, begin):
            return _run_of(at, number, begin, match.end(), unit, "running")
    if match[1] in ("年", "个月", "个季度") and _LED.match(text, match.end(), at.limit):
        return _run_of(at, number, pos, match.end(), unit, "years at the top")
    return None


def _run_of(at: At, number: Number, start: int, end: int, unit: str, rule: str) -> Mention:
    more = "多" in at.text[number.end : end]
    found = qualifiers.interval(number, ("more",) if more else (), rounded=False)
    return Mention(
        start, end, at.pos, number.end, number.value, found.low, found.high, _ONE, unit, found.qualifier, "streak", rule
    )  # fmt: skip


_LEVEL = re.compile(r"(元|美元|港元|欧元|吨|千瓦|人口|人|方|斤|平方米|像素)?级(?!别|联|配)")
_STEP = re.compile(r"(?:级)?(?:规模)?(?:的)?(?:新)?(?:台阶|关口)")


def _order(at: At) -> Mention | Passed | None:
    """百亿级: an order of magnitude; 超千亿级: at least that; 千亿级台阶: a step, no bounds."""
    number = at.number()
    if (
        number is None
        or not (number.bare or number.value.normalize().as_tuple().digits == (1,))
        or number.value < 10_000
    ):
        return None
    match = _LEVEL.match(at.text, number.end, at.limit)
    if not match:
        return None
    word = match[1] or ""
    unit = units.match(at.text, number.end, at.limit) if word not in ("", "人口", "像素", "方") else None
    base, factor = (
        (unit.unit.base, unit.unit.factor)
        if unit
        else ("人" if word == "人口" else "元" if not word and number.scale >= 10**8 else "", _ONE)
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


# --- the common case: number and unit -------------------------------------------------------------

_FORMS = {"percent": "percent", "points": "points", "multiple": "multiple", "fraction": "fraction"}
_ROUNDED_KINDS = frozenset({"percent", "points", "multiple"})
_NEGATIVE = frozenset("-−－↓▼负")


@cache
def _marks() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("currency_marks")}


@cache
def _mark_behind() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(list(_marks()))})$")


class Lead(NamedTuple):
    """What stands right before a number: its sign, its currency, its qualifiers."""

    start: int
    negative: bool
    currency: str
    kinds: tuple[str, ...]


def _lead(at: At) -> Lead:
    text, start, negative, currency = at.text, at.pos, False, ""
    window = text[max(at.floor, start - 5) : start].rstrip(" ")
    mark = _mark_behind().search(window)
    if mark and not (start > at.floor and text[start - 1] == "元" and mark[0] not in _marks()):
        currency = _marks()[mark[0]]
        if not "一" <= mark[0][0] <= "鿿":
            start = max(at.floor, start - 5) + mark.start()
    back = start - 1 if start - 1 > at.floor and text[start - 1] == " " else start
    previous = text[back - 1] if back > at.floor else ""
    if previous and previous in _NEGATIVE and _signs(text, back - 1, at.floor):
        start, negative = back - 1, True
    elif previous and previous in "↑▲":
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
    if text[at] in "↑↓▲▼":
        return True
    before = text[at - 1] if at > floor else ""
    return not (before.isascii() and before.isalnum())


def _measured(
    at: At, number: Number, unit: quantity.Unit, end: int, rule: str, negative: bool = False, extra: Iterable[str] = ()
) -> Mention:
    """A mention of `number` in `unit`, with the qualifiers round it."""
    lead = _lead(At(at.text, number.start, at.floor, at.limit))
    after_end, after = qualifiers.after(at.text, end, at.limit)
    kinds = (*lead.kinds, *after, *extra, *_far_about(at, number.start, unit))
    if "over" in lead.kinds and _broke_through(at.text, number, unit, end):
        kinds = (*after, *extra)
    found = qualifiers.interval(number, kinds, unit.kind in _ROUNDED_KINDS)
    low, high = _times(found.low, unit.factor), _times(found.high, unit.factor)
    value: Decimal | None = None if number.vague else number.value * unit.factor
    if negative or lead.negative:
        low, high = _times(high, -_ONE), _times(low, -_ONE)
        value = _times(value, -_ONE)
    return Mention(
        lead.start, after_end, number.start, number.end, _tidy(value), _tidy(low), _tidy(high), number.step * unit.factor,
        unit.base, found.qualifier, _FORMS.get(unit.kind, "quantity"), rule,
    )  # fmt: skip


_ABOUT = re.compile(r"约占[^，。；、\n]{1,20}$")


def _far_about(at: At, start: int, unit: quantity.Unit) -> tuple[str, ...]:
    """约占…的1/4: the qualifier stands before the whole, not before the figure."""
    if unit.kind not in ("percent", "fraction"):
        return ()
    return ("approx",) if _ABOUT.search(at.text[max(at.floor, start - 24) : start]) else ()


_TECHNIQUE = re.compile(r"[一-鿿]{0,8}(?:技术|难题|瓶颈|难关|卡点|堵点|工艺|装备|核心)")


def _broke_through(text: str, number: Number, unit: quantity.Unit, end: int) -> bool:
    """突破5项关键技术 counts what was solved; it is no bound."""
    counted = unit.kind == "count" and number.value < 1000
    return (
        counted
        and text[max(0, number.start - 3) : number.start].rstrip(" 了").endswith("突破")
        and bool(_TECHNIQUE.match(text, end))
    )


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _tidy(value: Decimal | None) -> Decimal | None:
    """Without an exponent or noughts after the point: 1E+3 is 1000, 5.0 is 5."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole.quantize(_ONE) if value == whole else value.normalize()


class Read(NamedTuple):
    """A number with what follows it: its unit, and whether 多 or 余 stands between."""

    number: Number
    unit: units.UnitHit | None
    end: int
    kinds: tuple[str, ...]


_MORE = re.compile(r" ?(?:多|余|来(?=[个名家人次台辆位年天元]))(?!少|样|元化)")
_MONTHS = re.compile(r"多个?(月|小时|星期|季度|世纪|百分点)")
_AND_HALF = re.compile(r"半(?!年|导|数|径|个|月)")


def _number(at: At, pos: int) -> Read | None:
    number = at.number() if pos == at.pos else numbers.read(at.text, pos, at.limit)
    if number is None:
        return None
    text, end = at.text, number.end
    kinds: tuple[str, ...] = ()
    more = _MORE.match(text, end, at.limit)
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
        number = replace(
            number,
            value=number.value + half,
            low=number.low + half,
            high=number.high + half,
            step=half,
            figure=half,
            decimal=True,
        )
        return Read(number, unit, unit.end + 1, kinds)
    return Read(number, _electric(number, unit), unit.end if unit else end, kinds)


def _electric(number: Number, hit: units.UnitHit | None) -> units.UnitHit | None:
    """度 of a large number is electricity: 1亿2千万度."""
    if hit and hit.unit.spelling == "度" and (number.scale >= 10_000 or number.value >= 1000):
        power = quantity.lookup("千瓦时")
        return units.UnitHit(hit.end, power) if power else hit
    return hit


def _range_end(at: At, first: Number, unit: units.UnitHit | None, of: str = "") -> Read | None:
    """The second end of 5~6亿元, 2%至3%, 150至200个, if one follows."""
    behind = at.behind(1)
    if behind in ("从", "由", "自") and behind:
        return None
    for stop in {unit.end if unit else first.end, first.end}:
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


def _between(at: At, first: Number, second: Read, unit: quantity.Unit) -> Mention | None:
    low, high = first.value, second.number.value
    if first.scale == 1 and second.number.scale > 1 and low * second.number.scale <= high:
        low *= second.number.scale
    if low >= high:
        return None
    lead = _lead(at)
    end, after = qualifiers.after(at.text, second.end, at.limit)
    kinds = {*lead.kinds, *after}
    low, high = low * unit.factor, high * unit.factor
    if lead.negative:
        low, high = -high, -low
    step = second.number.step * unit.factor
    qualifier: Qualifier = "over" if "over" in kinds else "approx"
    upper = None if "over" in kinds else _tidy(high)
    return Mention(
        lead.start, end, at.pos, second.number.end, None, _tidy(low), upper, step, unit.base, qualifier,
        _FORMS.get(unit.kind, "quantity"), "range",
    )  # fmt: skip


def _range(at: At) -> Mention | Passed | None:
    first = at.reading()
    if first is None or first.number.vague or first.kinds or first.number.bare:
        return None
    second = _range_end(at, first.number, first.unit)
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
    unit = second.unit.unit if second.unit else _plain(_lead(at).currency)
    if unit.spelling in ("年", "月", "日", "号") and _like_year(second.number.value):
        return None
    return _between(at, first.number, second, _currency(unit, _lead(at).currency))


def _plain(currency: str) -> quantity.Unit:
    return (quantity.lookup(currency) if currency else None) or quantity.Unit("", "", _ONE, "plain")


def _currency(unit: quantity.Unit, currency: str) -> quantity.Unit:
    """元 after a currency's name is that currency: 新台币2,220亿元."""
    if currency and unit.spelling in ("元", "块", "圆"):
        return _plain(currency)
    return unit


_DAYTIME = re.compile(r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜|午后|当晚|日|天)$")
_CLOCK = re.compile(r"多|钟|半|整|许|左右|[前后]|\d|[零一二三四五]?十|起|开始")


def _oclock(at: At, read: Read) -> bool:
    """7点多, 凌晨3点, 8点30分: a time of day."""
    return bool(_DAYTIME.search(at.behind(2)) or _CLOCK.match(at.text, read.end) or "more" in read.kinds)


_GREAT = re.compile(r" ?大(?!于|小|型|众|多|量|米|豆|道|街|厦|楼|桥|连|庆|理|同)(?=[一-鿿“])")
_DATED = frozenset({"月", "日", "号"})


def _figure(at: At) -> Mention | Passed | None:
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
    lead = _lead(at)
    unit = _currency(unit, lead.currency)
    if number.bare and number.value != 10 and not lead.kinds and not read.kinds:
        return _bare_scale(at, number, read.unit, unit)
    rule = "number with unit"
    return _measured(at, number, unit, read.end, rule, extra=read.kinds)


def _bare_scale(at: At, number: Number, hit: units.UnitHit, unit: quantity.Unit) -> Mention | Passed:
    """百万辆 by itself is an order of magnitude; 万家, 亿元 by itself is a word or a table's unit."""
    after_end, after = qualifiers.after(at.text, hit.end, at.limit)
    if after:
        return _measured(at, number, unit, hit.end, "scale word with unit")
    if number.end - at.pos == 1:
        return Passed(at.pos, hit.end, "unit" if unit.kind == "money" else "word", "scale word alone")
    value = number.value * unit.factor
    return Mention(
        at.pos, hit.end, at.pos, number.end, _tidy(value), _tidy(value), _tidy(value * 10), _tidy(value), unit.base,
        "order", "order", "scale word with unit",
    )  # fmt: skip


def _refused(at: At, read: Read, unit: quantity.Unit) -> Passed | None:
    """Number and unit that do not count: dates, articles, ordinals in Chinese digits."""
    number = read.number
    plain = number.scale == 1 and not number.decimal and not read.kinds and not number.bare
    if unit.spelling == "年" and plain and (_like_year(number.value) or number.digits > 2):
        return Passed(at.pos, read.end, "date", "year")
    if unit.spelling in _DATED and plain:
        return Passed(at.pos, read.end, "date", "day or month")
    if unit.spelling == "点" and number.scale == 1 and number.value <= 24 and not number.decimal and _oclock(at, read):
        return Passed(at.pos, read.end, "time", "hour")
    if unit.spelling == "周年":
        return Passed(at.pos, read.end, "ordinal", "anniversary")
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
    return _measured(at, number, quantity.Unit("大", "个", _ONE, "count"), match.end(), "so many great ones")


_STATED = re.compile(r"(?:[为至到达有共于是报计收升降增减比超于]|分别|合计|总计|[:：])[ ”]?$")


def _bare(at: At, read: Read) -> Mention | Passed:
    """A number without a unit: a figure if its form or its neighbours say so."""
    number = read.number
    lead = _lead(at)
    end = number.end
    after_end, after = qualifiers.after(at.text, end, at.limit)
    kinds = (*lead.kinds, *after, *read.kinds)
    following = at.text[end : end + 1]
    stands = not following or not ("一" <= following <= "鿿" or following.isalnum() or following in "+-/")
    plain = _plain(lead.currency)
    if number.arabic:
        strong = (
            number.scale >= 10_000
            or bool(lead.currency)
            or (bool(kinds) and stands)
            or (bool(kinds) and "," in at.text[at.pos : end])
        )
        decimal = number.decimal and not _VERSION.match(at.text, at.pos)
        grouped = "," in at.text[at.pos : end]
        stated = stands and not _like_year(number.value) and bool(_STATED.search(at.behind(4)))
        if end - at.pos > _IDENTIFIER and not grouped and not number.decimal and not lead.kinds and number.scale == 1:
            return Passed(at.pos, end, "name", "identifier")
        if strong or decimal or grouped or stated:
            return _measured(at, number, plain, end if not read.kinds else read.end, "number alone", extra=read.kinds)
        if number.decimal:
            return Passed(at.pos, end, "name", "version")
        year = _like_year(number.value) and end - at.pos == 4
        return Passed(at.pos, max(end, at.pos + 1), "date" if year else "other", "number alone")
    big = number.scale >= 10_000 and (number.value >= 10_000 or number.vague)
    if big and (kinds or not number.bare) and not (number.bare and not lead.kinds):
        return _measured(at, number, plain, end if not read.kinds else read.end, "number alone", extra=read.kinds)
    if number.low != number.high and number.scale >= 1 and number.high >= 99 and stands:
        return _measured(at, number, plain, end, "number alone")
    return Passed(at.pos, max(_run_end(at), number.end), "word", "numeral in a word")


_IDENTIFIER = 8  # an integer of more digits without separators, scale or unit names something
_VERSION = re.compile(r"[1-9]\.0(?![\d%])")


def _run_end(at: At) -> int:
    match = _RUN.match(at.text, at.pos, at.limit)
    return match.end() if match else at.pos + 1


def _rest(at: At) -> Mention | Passed | None:
    digits = at.text[at.pos].isascii()
    return Passed(at.pos, max(_run_end(at), at.pos + 1), "other" if digits else "word", "numeral in a word")


_CLIMBED = frozenset({"迈上", "跨上", "跃上", "站上", "登上", "踏上", "冲上", "以上", "之上"})
_HUNDREDS_ON = re.compile(r"[百千]上[千万]")


def _upward(at: At) -> Mention | Passed | None:
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
        start, unit.end, number.start, number.end, _tidy(value), _tidy(value), None, _tidy(value), unit.unit.base, "over",
        "quantity", "upward of",
    )  # fmt: skip


_TRILLIONS = re.compile(r"([一两二三四五六七八九]|\d)个((?:万|千|百)?[万亿]亿?)(元|美元|港元)?")


def _counted_scales(at: At) -> Mention | Passed | None:
    """两个万亿元: two steps of a trillion, not two trillion."""
    match = _TRILLIONS.match(at.text, at.pos, at.limit)
    if not match:
        return None
    value = Decimal(numbers.DIGITS.get(match[1], 0) or int(match[1]))
    return Mention(
        at.pos, match.end(), at.pos, at.pos + 1, value, value, value, _ONE, "个", "exact", "quantity", "counted scale"
    )  # fmt: skip


def _no_figure(at: At) -> Mention | Passed | None:
    """Versions, scores, clock times, list markers, phases …: see `nonfigures`."""
    region = nonfigures.around(at.text, at.pos, at.floor, at.limit)
    return Passed(region.start, region.end, region.reason, region.rule) if region else None


# in order; the letters say for which beginnings each is asked: an Arabic digit, a Chinese numeral, a word
_READERS: tuple[tuple[str, str, Reader], ...] = (
    ("too long", "ac", _too_long),
    ("mark", "w", _mark),
    ("no figure", "ac", _no_figure),
    ("letters", "a", _glued),
    ("first place", "w", _first_word),
    ("doubling", "w", _doubled),
    ("half", "acw", _half),
    ("ordinal", "ac", _ordinal),
    ("percent in words", "c", _percent_words),
    ("fraction", "ac", _fraction),
    ("upward", "c", _upward),
    ("top", "ac", _top),
    ("counted scale", "ac", _counted_scales),
    ("streak", "ac", _streak),
    ("order", "acw", _order),
    ("tenths", "acw", _tenths),
    ("range", "acw", _range),
    ("figure", "acw", _figure),
    ("rest", "acw", _rest),
)
_FOR_ARABIC, _FOR_CHINESE, _FOR_WORDS = (
    tuple(reader for _, kinds, reader in _READERS if kind in kinds) for kind in "acw"
)  # fmt: skip
_CHINESE_NUMERALS = frozenset(nonfigures.NUMERAL[3:])


def _readers(c: str) -> tuple[Reader, ...]:
    if c in "0123456789":
        return _FOR_ARABIC
    return _FOR_CHINESE if c in _CHINESE_NUMERALS else _FOR_WORDS


# --- the scan ------------------------------------------------------------------------------------


class _Scanner:
    def __init__(self, text: str, taken: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.taken = sorted((s, e) for s, e in taken if e > s)
        self.regions = nonfigures.find(text)
        self.items: list[Mention | Passed] = []
        self.at_taken = self.at_region = self.floor = 0

    def run(self) -> list[Mention | Passed]:
        pos = 0
        while match := _START.search(self.text, pos):
            pos = self.step(match.start())
        return self.items

    def step(self, pos: int) -> int:
        """Read what stands at `pos`; where to go on."""
        while self.at_taken < len(self.taken) and self.taken[self.at_taken][1] <= pos:
            self.floor = max(self.floor, self.taken[self.at_taken][1])
            self.at_taken += 1
        limit = len(self.text)
        if self.at_taken < len(self.taken):
            start, end = self.taken[self.at_taken]
            if start <= pos:
                return end
            limit = start
        while self.at_region < len(self.regions) and self.regions[self.at_region].end <= pos:
            self.at_region += 1
        if self.at_region < len(self.regions):
            region = self.regions[self.at_region]
            if region.start <= pos:
                return self.add(self.in_region(region, pos, limit))
            limit = min(limit, region.start)
        return self.add(self.read(At(self.text, pos, self.floor, limit)))

    def in_region(self, region: nonfigures.Region, pos: int, limit: int) -> Passed:
        end = min(region.end, limit)
        if region.whole:
            return Passed(max(region.start, self.floor), end, region.reason, region.rule)
        stop = min(_run_end(At(self.text, pos, self.floor, end)), end)
        return Passed(pos, max(stop, pos + 1), region.reason, region.rule)

    def read(self, at: At) -> Mention | Passed:
        for reader in _readers(at.text[at.pos]):
            found = reader(at)
            if found is not None and found.end > at.pos:
                return found
        return Passed(at.pos, at.pos + 1, "other", "rest")

    def add(self, item: Mention | Passed) -> int:
        self.items.append(item)
        self.floor = item.end
        return item.end


# --- lists that share a unit -----------------------------------------------------------------------


def _share(text: str, items: list[Mention | Passed]) -> list[Mention | Passed]:
    """7895亿、…、2284.6亿元 are all 元; 3.5/0.5/0.2万辆 all 万辆: from the last of a list back to the first."""
    giver: tuple[Number, quantity.Unit] | None = None
    for i in range(len(items) - 1, 0, -1):
        last = items[i]
        giver = _giver(text, last) if isinstance(last, Mention) and last.rule != "shared unit" else giver
        if giver is None or not isinstance(last, Mention) or last.form not in _SHARING:
            giver = None
            continue
        shared = _with_unit_of(text, items[i - 1], last, *giver)
        if shared:
            items[i - 1] = shared
    return items


_SHARING = frozenset({"quantity", "percent", "points", "multiple"})


def _giver(text: str, mention: Mention) -> tuple[Number, quantity.Unit] | None:
    """The number and the unit, as written, of a figure that ends a list."""
    number = numbers.read(text, mention.number_start, mention.end) if mention.unit else None
    hit = units.match(text, number.end, mention.end) if number else None
    if number is None or hit is None:
        return None
    return number, (_plain(mention.unit) if hit.unit.spelling == "元" else hit.unit)


def _with_unit_of(
    text: str, item: Mention | Passed, last: Mention, other: Number, unit: quantity.Unit
) -> Mention | None:
    if isinstance(item, Mention) and (item.unit or item.form != "quantity"):
        return None
    if isinstance(item, Passed) and (item.reason != "other" or not text[item.start].isdigit()):
        return None
    between = text[item.end : last.start]
    if len(between) > 4 or not _SEPARATOR.fullmatch(between):
        return None
    start = item.number_start if isinstance(item, Mention) else item.start
    number = numbers.read(text, start, item.end)
    if number is None:
        return None
    scaled = number.scale == 1 and other.scale > 1
    extra = other.scale if scaled and _same_size(number, other, between) else _ONE
    if scaled and extra == 1 and isinstance(item, Passed):
        return None
    factor = unit.factor * extra
    found = qualifiers.interval(replace(number, decimal=number.decimal or extra > 1), (), unit.kind in _ROUNDED_KINDS)
    return Mention(
        item.start, item.end, start, item.end, _tidy(number.value * factor), _tidy(_times(found.low, factor)),
        _tidy(_times(found.high, factor)), number.step * factor, last.unit, found.qualifier, last.form, "shared unit",
    )  # fmt: skip


def _same_size(number: Number, other: Number, between: str) -> bool:
    """Whether the scale of the last figure is meant for this one too."""
    mantissa = other.value / other.scale
    return "/" in between or (number.value < 1000 and mantissa / 100 <= number.value <= mantissa * 100)


def scan(text: str, taken: Sequence[tuple[int, int]] = ()) -> Scan:
    """Every numeral of `text` (folded) outside `taken`, as a figure or with the reason why it is none.

    Time is linear in the length of the text. Nothing is ever raised for what a text holds.
    """
    with localcontext(_EXACT):
        items = _share(text, _Scanner(text, taken).run())
    return Scan(
        tuple(item for item in items if isinstance(item, Mention)),
        tuple(item for item in items if isinstance(item, Passed)),
    )
