"""The words and figures that a date is made of, each read at one place of the text.

`atom(text, at)` reads one part (a year, a quarter, a range of months, a holiday, a clock time) and
says what it is; `factcheck.extract.periods` puts the parts together and finds the days they mean.
Every pattern is anchored and of bounded length, so that reading is linear in the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factcheck.extract import calendar
from factcheck.lexicon import alternation, rows, words
from factcheck.text import codes

HANZI: Final = "〇零○一二三四五六七八九十两廿卅"
_VALUES: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "o": 0, "两": 2}
_TENS: Final = {"廿": "二十", "卅": "三十"}
DASH: Final = "[-~—–―]{1,2}"
TO: Final = f"(?: ?(?:至|到|{DASH}) ?)"


class Atom:
    """One part of a date: `kind` says which, `a` to `c` are its numbers, `word` its word."""

    __slots__ = ("a", "b", "c", "end", "kind", "start", "word")

    def __init__(self, start: int, end: int, kind: str, a: int = 0, b: int = 0, c: int = 0, word: str = "") -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.a = a
        self.b = b
        self.c = c
        self.word = word


def number(text: str) -> int:
    """A small numeral, Arabic or Chinese: 12, 十二, 廿五, 二〇二五 (digit by digit). -1 if it is none."""
    if text.isascii():
        return int(text) if text.isdigit() else -1
    for short, full in _TENS.items():
        text = text.replace(short, full)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return -1
        return _VALUES.get(tens, 1 if not tens else -10) * 10 + (_VALUES.get(ones, -1) if ones else 0)
    value = 0
    for c in text:
        if c not in _VALUES:
            return -1
        value = value * 10 + _VALUES[c]
    return value


_N: Final = f"(?:[0-9]{{1,2}}|[{HANZI}]{{1,3}})"
_Y: Final = "(?:[0-9]{4}|[〇零○OＯo一二三四五六七八九]{4})"

_ISO: Final = re.compile(r"((?:19|20)[0-9]{2}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})(?![0-9]|\.[0-9])")
_DMY: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/((?:19|20)[0-9]{2})(?![0-9])")
_COMPACT: Final = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-2][0-9]|3[01])(?![0-9A-Za-z.%_/])")
_YM: Final = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])(?![0-9年-]| ?年)")
_FISCAL: Final = re.compile(
    r"((?:19|20)[0-9]{2})(?: ?年)?[-/—~至](?:(?:19|20)?([0-9]{2}))(?: ?年)? ?(财政年度|年度|财年|学年|赛季|雪季|榨季)"
)
_YEARS: Final = re.compile(f"({_Y}) ?年?{TO}({_Y}|[0-9]{{2}}(?= ?年)) ?(?:年度?|(?=[）)]))")
_LISTED_YEAR: Final = re.compile(
    "([12][0-9]{3})(?= ?[、和与及/] ?(?:[12][0-9]{3} ?[、和与及/] ?){0,4}[12][0-9]{3} ?年)"
)
_YEAR_QUARTER: Final = re.compile(
    r"('?[0-9]{4}|'?[0-9]{2}) ?年?[- ]?(?:Q([1-4])(?:-Q?([1-4]))?|H([12]))(?![0-9A-Za-z])"
)
_YEAR_HOLIDAY: Final = re.compile(
    r"((?:19|20)[0-9]{2}) ?年?(?=“?(?:春节|国庆|五一|端午|中秋|清明|元旦|暑期|春运|暑运|贺岁))"
)
_QUARTER_YEAR: Final = re.compile(
    r"([1-4])Q(?:([0-9]{4}|[0-9]{2})(?![0-9]))?(?![A-Za-z])|([12])H([0-9]{4}|[0-9]{2})(?![0-9A-Za-z])"
)
_YEAR: Final = re.compile(
    f"({_Y}) ?年(?! ?[以之]?[前后](?!三|[两二]|[0-9一二三四五六七八九十]{{1,2}}个?[月季])| ?历史)(?:度(?!假))?"
)
_SHORT_YEAR: Final = re.compile(
    r"'?([0-9]{2}) ?年(?= ?(?:Q[1-4]|H[12]|[上下]半年|[前首][三3两二2]?个?季|第?[一二三四1-4] ?季|全年(?!龄)|"
    r"年?[底末初](?!期)|1?[0-9] ?月|[前首][0-9一二三四五六七八九十]{1,2}个?月))"
)
_ERA: Final = re.compile(f"民国 ?([0-9]{{1,3}}|[{HANZI}]{{1,4}}) ?年度?")
_ERA_BARE: Final = re.compile(
    r"(1[0-9]{2}|[6-9][0-9]|一[一〇○零][〇○零一二三四五六七八九]) ?年度?"
    r"(?=底|第|[上下]半|[前首]|1?[0-9]月|[，、与至及的]|全年|[\u4e00-\u9fff])"
)
_MONTHS: Final = re.compile(f"({_N}) ?(?:月份?)?{TO}({_N}) ?月(?:份(?!额))?(?!球)")
_LISTED_MONTHS: Final = re.compile(r"([0-9]{1,2}) ?月?[、和]([0-9]{1,2}) ?月(?:份(?!额))?(?![^，。；\n]{0,12}分别)")
_MONTH: Final = re.compile(f"({_N}) ?月(?:份(?!额))?")
_FIRST_MONTHS: Final = re.compile(f"[前首头] ?({_N}) ?个?月(?:份)?(?!来)")
_QUARTERS: Final = re.compile(f"(?:第? ?([一二三四1-4]) ?(?:季度?)?(?:{TO}|[、和])第? ?([一二三四1-4]) ?季度?)")
_QUARTER: Final = re.compile(r"第 ?([一二三四1-4]) ?财?季(?:度)?(?!节|赛)|([一二三四1-4]) ?财?季度")
_Q: Final = re.compile(r"Q([1-4])(?:-Q?([1-4]))?(?![0-9A-Za-z])|H([12])(?![0-9A-Za-z])")
_DAYS: Final = re.compile(f"({_N}) ?日?{TO}({_N}) ?[日号](?!游|均)")
_DAY: Final = re.compile(
    f"({_N}) ?[日号](?!游|均|龄|线|楼|馆|店|厅|门|机|院|文件|令|公告|公报|之?内|之久|年化|令|卫星|乘组|载人|货运)"
)
PERIOD_OF_TEN: Final = re.compile(r"([上中下])旬")
_CLOCK: Final = re.compile(r"((?:[01]?[0-9]|2[0-4])):([0-5][0-9])(?::[0-5][0-9])?(?![0-9:])")
_PART_OF_DAY: Final = (
    "凌晨|清晨|早上|早晨|上午|中午|午间|正午|午后|下午|傍晚|晚上|晚间|夜间|深夜|午夜|当晚|晚|早(?!些)|夜"
)
HOURS: Final = re.compile(
    f"(?:(?:{_PART_OF_DAY}) ?)?(?:(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?|"
    f"(?:{_N} ?时?{TO})?(?:{_N}|零) ?[时点](?:整|半|许|{_N} ?分)?)(?!间|期|钟|代|上|中)"
)
DAYPART: Final = re.compile(_PART_OF_DAY)
_DECADE: Final = re.compile(f"(?:(上|本|{_N}) ?世纪)? ?([0-9]0|[二三四五六七八九]十) ?年代")
_FULL_DECADE: Final = re.compile(r"((?:19|20)[0-9])0 ?年代")
_CENTURY: Final = re.compile(f"({_N}) ?世纪")
_PLAN_NAME: Final = "十[一二三四五六七八九]五|[八九]五"
_PLAN: Final = re.compile(
    f"(?:[“‘\"']({_PLAN_NAME}|十五|[一二三四五六七]五)[”’\"']|({_PLAN_NAME})(?![{HANZI}亿万百千个家名项])|"
    "(十五)(?=期间|时期|规划|计划))"
    "(?:时期|期间)?"
)
_PLAN_LONG: Final = re.compile(f"第([{HANZI}]{{1,3}})个五年(?:规划|计划)(?:时期|期间)?")
_CONGRESS: Final = re.compile(
    "(?:党的|中共|党)?(十[一二三四五六七八九]|二十)(?:大(?!学|厦|洋|型|约|家|写|桥|街|道)|届[一二三四五六七八九]中全会)"
    "(?:召开)?(?:以来)?"
)
_LUNAR: Final = re.compile(
    "(?:(?:农历|阴历)?(?:大?年|正月)|(?<=至)|(?<=到)|(?<=—))?(?P<first>初[一二三四五六七八九十]|三十|除夕)"
    f"(?:{TO}(?:大?年|正月)?初(?P<last>[一二三四五六七八九十]))?"
)
_WEEKDAY: Final = re.compile(r"(上|本|这|下)?(?:周|星期|礼拜)([一二三四五六日天])(?![次年遍岁个度期份家班天至不])")
YEAR_EDGE: Final = re.compile(
    r" ?(?:年)?(?:([底末终])(?!端|期|梢|线|色|部|层|座|盘|位)|(初)(?![一二三四五六七八九十步始级]|中(?![央国]))|"
    r"(中)(?=[，。、；）]))"
)
EDGE: Final = re.compile(
    r" ?(?:([底末终])(?!端|线|色|部|层|座|盘|期)|(初)(?![一二三四五六七八九十步始级]|中(?![央国])))"
)
_ALONE_EDGE: Final = re.compile(
    r"年([底末终])(?!端|线|色|部|层|座|盘|期)|年(初)(?![一二三四五六七八九十步始级]|中(?![央国]))|"
    r"([月季]|季度)([底末])|(月初)|(期末)(?!考)|(期初)"
)
SINCE: Final = re.compile(r"[”’\"]? ?(?:期间|召开|成立)?(?:以来|至今|迄今)")
PLAN_EDGE: Final = re.compile(
    r"[”’\"]?(?:(末期?|收官(?:之年)?|收官年)|(开局(?:之年)?|开局年|首年)|(规划|纲要|计划|建议)|"
    r"前([一二两三四1-4]) ?年|后([一二两三四1-4]) ?年)"
)
_LENGTH: Final = re.compile(
    f"([0-9]{{1,3}}|[{HANZI}]{{1,3}}|半) ?(个?半年|年|个?月|个?季度|周|天|日)"
    "(?!龄|度|轻|级|代|号|份)(来|间|里|内)?(?!多|余)"
)
_LENGTH_LEAD: Final = re.compile(
    r"过去的?这?|刚刚过去的|最近的?|近|未来的?|今后的?|接下来的?|此后|随后|随后的|往后|新时代|这|前|后|头"
)
_BARE_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})(?![0-9.,%‰:年月日/号-])")
_FY: Final = re.compile(r"FY ?'?([0-9]{4}|[0-9]{2})(?:-[0-9]{2})?(?![0-9])|((?:19|20)[0-9]{2}) ?(?:财年|财政年度)")

_BEFORE_LENGTH: Final = tuple(w for w, side in rows("year_lengths") if side in ("before", "both"))
_AFTER_LENGTH: Final = tuple(w for w, side in rows("year_lengths") if side in ("after", "both"))


def four_digits(text: str) -> int:
    """A written year of four figures as a number, two figures in the century they are used for now."""
    value = number(text.strip("'").replace("O", "零").replace("Ｏ", "零").replace("o", "零"))
    if len(text.strip("'")) == 2:
        return value + (2000 if value < 60 else 1900)
    return value


@cache
def _word_pattern(first: str) -> re.Pattern[str] | None:
    known = [w for w in words("period_words") if w[0] == first]
    return re.compile(alternation(known)) if known else None


@cache
def _meanings() -> dict[str, tuple[str, str, str]]:
    return {row[0]: (row[1], row[2], row[3]) for row in rows("period_words")}


_HOLIDAY_TAIL: Final = re.compile(
    r"(?:的?(?:\d|[一二三四五六七八九十])[天日])?(?:联休|连休)?(节日|小长假|长假|假期|假日|期间|黄金周|双节|档期|档|节假期|节假日|假|当天|当日|前后|运输|旅游)?(?:期)?(?:期间)?"
)


def _holiday(text: str, at: int, end: int, name: str) -> Atom:
    """A holiday's name with what is said of it; `a` is 1 where only one day is meant, 2 where it stands bare."""
    tail = _HOLIDAY_TAIL.match(text, end)
    stop = tail.end() if tail else end
    said = tail.group(1) if tail else None
    if name in ("春运", "暑运", "暑期", "暑期档", "贺岁档", "除夕", "元宵") or said in ("节日",):
        return Atom(at, stop, "holiday", 0, word=name)
    if said in ("当天", "当日"):
        return Atom(at, stop, "holiday", 1, word=name)
    return Atom(at, stop, "holiday", 0 if said else 2, word=name)


_WITH_UP_OR_DOWN: Final = "线网天地以之手旗名麾零身海水空陆岸"


# what a company's figures of its first half are called: 中期溢利, 中期公司股东应占…
_INTERIM: Final = re.compile(
    r"(?:公司)?(?:股东|权益|拥有人|纯利|净利|溢利|盈利|收益|收入|营收|营业额|客运|货运|多赚|少赚|亏损|业务)"
)


_SHOWN: Final = ("出", "体", "表", "呈", "展", "实", "兑", "浮", "涌", "重", "再", "显")


def _word(text: str, at: int) -> Atom | None:
    pattern = _word_pattern(text[at])
    m = pattern.match(text, at) if pattern else None
    if m is None:
        return None
    kind, value, last = _meanings()[m.group()]
    if at and text[at] in "上下" and text[at - 1] in _WITH_UP_OR_DOWN and m.group() != "上半年":
        return None  # 线下年收益, 网上月销量
    if m.group() == "现在" and text[at - 1 : at] in _SHOWN:
        return None  # 出现在, 体现在
    if kind == "holiday":
        if text[max(0, at - 1) : at] and text[at - 1] in HANZI and m.group()[0] in HANZI:
            return None
        return _holiday(text, at, m.end(), value)
    if m.group() == "中期" and not _INTERIM.match(text, m.end()):
        return None  # 中期目标
    if kind == "relative_week" and text[m.end() : m.end() + 1] in set("一二三四五六日"):
        return None  # 上周五 is a day
    if kind in ("event", "no_anchor", "same_of"):
        return Atom(at, m.end(), kind, word=value)
    return Atom(at, m.end(), kind, int(value or 0), int(last or 0), word=m.group())


def _iso(text: str, at: int) -> Atom | None:
    if m := _ISO.match(text, at):
        return Atom(at, m.end(), "date", int(m[1]), int(m[3]), int(m[4]))
    if (m := _COMPACT.match(text, at)) and calendar.day(int(m[1]), int(m[2]), int(m[3])):
        return Atom(at, m.end(), "date", int(m[1]), int(m[2]), int(m[3]))
    if m := _DMY.match(text, at):
        return Atom(at, m.end(), "date", int(m[3]), int(m[2]), int(m[1]))
    if m := _YM.match(text, at):
        return Atom(at, m.end(), "year_month", int(m[1]), int(m[2]))
    return None


def _fiscal(text: str, at: int) -> Atom | None:
    m = _FISCAL.match(text, at)
    if m is None:
        return None
    first, last = int(m[1]), int(m[1]) // 100 * 100 + int(m[2])
    last += 100 if last < first else 0
    if last != first + 1:
        return Atom(at, m.end(), "years", first, last) if m[3] in ("年度", "财年") and first < last else None
    # 2024/25年度 is a budget year from April; 2024—2025年度 begins when its field says: its days are unknown
    short = m.start(2) - m.end(1) < 3 and m.group().count("20") + m.group().count("19") == 1
    kind = "school" if m[3] == "学年" else "fiscal" if m[3] == "财政年度" or (m[3] == "年度" and short) else "season"
    return Atom(at, m.end(), kind, first, last)


def _years(text: str, at: int) -> Atom | None:
    if m := _YEARS.match(text, at):
        first, last = four_digits(m[1]), four_digits(m[2])
        if 1000 <= first <= last <= 2199:
            return Atom(at, m.end(), "years", first, last)
    if (m := _LISTED_YEAR.match(text, at)) and 1900 <= int(m[1]) <= 2199:
        return Atom(at, m.end(), "years", int(m[1]), int(m[1]))
    if m := _YEAR_QUARTER.match(text, at):
        first = four_digits(m[1])
        if 1900 <= first <= 2199:
            if m[4]:
                return Atom(at, m.end(), "year_half", first, int(m[4]))
            return Atom(at, m.end(), "year_quarters", first, int(m[2]), int(m[3] or m[2]))
    if m := _YEAR_HOLIDAY.match(text, at):
        return Atom(at, m.end(), "years", int(m[1]), int(m[1]))
    if m := _QUARTER_YEAR.match(text, at):
        if m[2]:
            return Atom(at, m.end(), "year_quarters", four_digits(m[2]), int(m[1]), int(m[1]))
        if m[4]:
            return Atom(at, m.end(), "year_half", four_digits(m[4]), int(m[3]))
        return Atom(at, m.end(), "quarters", int(m[1]), int(m[1]))
    return None


_APPROXIMATE: Final = re.compile(r"(?:约|近|超|超过|逾|历时|长达|历经|距今)$")


def _year(text: str, at: int) -> Atom | None:
    if m := _YEAR.match(text, at):
        value = four_digits(m[1])
        if 1000 <= value <= 2199 and not (value % 100 == 0 and _APPROXIMATE.search(text[max(0, at - 3) : at])):
            return Atom(at, m.end(), "years", value, value)
    if m := _SHORT_YEAR.match(text, at):
        value = four_digits(m[1])
        if 1980 <= value <= 2040:
            return Atom(at, m.end(), "years", value, value)
    return None


def _quarter(text: str, at: int) -> Atom | None:
    if m := _QUARTERS.match(text, at):
        first, last = number(m[1]), number(m[2])
        return Atom(at, m.end(), "quarters", first, last) if first <= last else None
    if m := _QUARTER.match(text, at):
        which = number(m[1] or m[2])
        if which == 3 and text.startswith("报告", m.end()):
            return Atom(at, m.end(), "quarters", 1, 3)  # 第三季度报告 is on the nine months, as 三季报 is
        return Atom(at, m.end(), "quarters", which, which, word="fiscal" if "财" in m.group() else "")
    return None


def _month(text: str, at: int) -> Atom | None:
    if m := _MONTHS.match(text, at):
        first, last = number(m[1]), number(m[2])
        if 1 <= first <= 12 and 1 <= last <= 12:
            return Atom(at, m.end(), "months", first, last)
    if (m := _LISTED_MONTHS.match(text, at)) and int(m[2]) == int(m[1]) + 1 <= 12:
        return Atom(at, m.end(), "months", int(m[1]), int(m[2]))
    if (m := _MONTH.match(text, at)) and 1 <= number(m[1]) <= 12:
        which = number(m[1])
        return Atom(at, m.end(), "months", which, which)
    return None


def _day(text: str, at: int) -> Atom | None:
    if m := _DAYS.match(text, at):
        first, last = number(m[1]), number(m[2])
        if 1 <= first <= 31 and 1 <= last <= 31:
            return Atom(at, m.end(), "days", first, last)
    if (m := _DAY.match(text, at)) and 1 <= number(m[1]) <= 31:
        return Atom(at, m.end(), "days", number(m[1]), number(m[1]))
    return None


def _decade(text: str, at: int) -> Atom | None:
    if m := _FULL_DECADE.match(text, at):
        return Atom(at, m.end(), "decade", int(m[1]) // 10 + 1, int(m[1]) % 10 * 10)
    if m := _DECADE.match(text, at):
        century = {"上": 20, "本": 21, None: 20}.get(m[1]) or number(m[1])
        return Atom(at, m.end(), "decade", century, number(m[2]))
    if (m := _CENTURY.match(text, at)) and 1 <= number(m[1]) <= 22:
        return Atom(at, m.end(), "event", word="century")
    return None


def _plan(text: str, at: int) -> Atom | None:
    if m := _PLAN_LONG.match(text, at):
        return Atom(at, m.end(), "plan", number(m[1])) if number(m[1]) > 0 else None
    m = _PLAN.match(text, at)
    if m is None:
        return None
    name = m[1] or m[2] or m[3]
    return Atom(at, m.end(), "plan", number(name[:-1]))


def length(text: str, at: int, lead: str) -> Atom | None:
    """A length of time with the word before it (过去五年), or bare (五年); years only where it is bare."""
    m = _LENGTH.match(text, at)
    if m is None:
        return None
    value = number(m[1]) if m[1] != "半" else 0
    unit = m[2].removeprefix("个")
    if m[1] == "半":
        unit, value = ("月", 6) if unit == "年" else (unit, -1)
    elif unit == "半年":
        unit, value = "月", 6 * value
    if unit == "月" and m[1] != "半" and m[2] == "月":
        return None  # a month of the calendar
    if value < 1 or (unit != "年" and (not lead or lead in ("前", "后", "头", "这", "新时代"))):
        return None
    if unit == "日" or (unit == "年" and value > 150):
        return None
    return Atom(at, m.end(), "length", value, word=f"{unit}{m[3] or ''}")


def _bare_length(text: str, at: int) -> Atom | None:
    found = length(text, at, "")
    if found is None or text.startswith(_AFTER_LENGTH, found.end):
        return None
    if found.word == "年" or found.word.startswith("年"):
        before = text[max(0, at - 4) : at].rstrip()
        if before.endswith(("比", "较")) and text[found.end : found.end + 1] == "前":
            return Atom(at, found.end + 1, "length", found.a, word="年前")
        if before.endswith(_BEFORE_LENGTH) and not before.endswith(("的", "这")):
            return None
        return found
    return None


def _led_length(text: str, at: int) -> Atom | None:
    lead = _LENGTH_LEAD.match(text, at)
    if lead is None or (lead.group() in ("前", "后", "近", "头") and text[at - 1 : at] in set("最之以今此")):
        return None
    gap = lead.end() + (text[lead.end() : lead.end() + 1] == " ")
    found = length(text, gap, lead.group())
    if found is None or text.startswith(("多", "余", "新高", "新低"), found.end):
        return None
    if found.word.endswith("来") and text.startswith(_AFTER_LENGTH, found.end):
        return None
    if lead.group() == "近" and text[max(0, at - 2) : at].endswith(
        ("历时", "用时", "耗时", "长达", "连续", "为期", "距今", "时隔", "最", "经", "将")
    ):
        return None
    return Atom(at, found.end, "length", found.a, word=f"{lead.group()} {found.word}")


def _clock(text: str, at: int) -> Atom | None:
    m = _CLOCK.match(text, at)
    return Atom(at, m.end(), "clock", int(m[1]), int(m[2])) if m else None


def _lunar(text: str, at: int) -> Atom | None:
    m = _LUNAR.match(text, at)
    if m is None:
        return None
    first = 0 if m["first"] in ("三十", "除夕") else number(m["first"][1:])
    last = number(m["last"]) if m["last"] else first
    if m["first"] == "三十" and m.start("first") == at:
        return None
    sure = m.start("first") > at or bool(m["last"]) or m["first"] == "除夕"
    return Atom(at, m.end(), "lunar", first, last, int(sure)) if first <= last else None


def _weekday(text: str, at: int) -> Atom | None:
    m = _WEEKDAY.match(text, at)
    if m is None or (at and (text[at - 1] in HANZI + "每逢" or text[at - 1].isdigit())):
        return None
    if re.search("[周期拜][一二三四五六日天][至到]$", text[max(0, at - 3) : at]):
        return None  # every week from 周二 to 周日
    day = 6 if m[2] in "日天" else "一二三四五六".index(m[2])
    return Atom(at, m.end(), "weekday", day, {"上": -1, "下": 1}.get(m[1] or "", 0), int(bool(m[1])))


def _era(text: str, at: int) -> Atom | None:
    m = _ERA.match(text, at)
    if m is None or not 1 <= number(m[1]) <= 200:
        return None
    return Atom(at, m.end(), "years", 1911 + number(m[1]), 1911 + number(m[1]), 1)


def republic_year(text: str, at: int) -> Atom | None:
    """114年10月 where years of the Republic are in use: 2025."""
    m = _ERA_BARE.match(text, at)
    year = 1911 + number(m[1]) if m else 0
    return Atom(at, m.end(), "years", year, year) if m else None


def _fy(text: str, at: int) -> Atom | None:
    m = _FY.match(text, at)
    if m is None:
        return None
    value = four_digits(m[1] or m[2])
    return Atom(at, m.end(), "years", value, value, word="fiscal")


def _first_months(text: str, at: int) -> Atom | None:
    m = _FIRST_MONTHS.match(text, at)
    if m is None or text[at - 1 : at] in ("之", "此", "较") or not 1 <= number(m[1]) <= 12:
        return None
    return Atom(at, m.end(), "months", 1, number(m[1]))


def _quarter_letter(text: str, at: int) -> Atom | None:
    m = _Q.match(text, at)
    if m is None or (at and (text[at - 1].isascii() and text[at - 1].isalnum())):
        return None
    if m[3]:
        return Atom(at, m.end(), "half", int(m[3]))
    first = int(m[1])
    last = int(m[2] or m[1])
    return Atom(at, m.end(), "quarters", first, last) if first <= last else None


def _congress(text: str, at: int) -> Atom | None:
    m = _CONGRESS.match(text, at)
    return Atom(at, m.end(), "no_anchor" if m.group().endswith("以来") else "event", word="congress") if m else None


def _alone_edge(text: str, at: int) -> Atom | None:
    """年底, 年初, 月末, 季末, 期末 that stand without their year or month."""
    if at and text[at - 1] in "青少老中童多几数半百千万每历同近前后今去明当":
        return None
    m = _ALONE_EDGE.match(text, at)
    if m is None:
        return None
    if m[1] or m[2]:
        return Atom(at, m.end(), "year_edge", 1 if m[1] else 0)
    if m[6] or m[7]:
        return Atom(at, m.end(), "period_edge", 1 if m[6] else 0)
    return Atom(at, m.end(), "month_edge" if m.group().startswith("月") else "quarter_edge", 0 if m[5] else 1)


def _bare_year(text: str, at: int) -> Atom | None:
    m = _BARE_YEAR.match(text, at)
    if m is None:
        return None
    return Atom(at, m.end(), "bare_year", int(m[1]))


Reader = Callable[[str, int], Atom | None]
# where four digits stand only a year or a written date begins
_LONG: Final[tuple[Reader, ...]] = (_iso, _fiscal, _decade, _years, _fy, _year, _bare_year)
# nothing goes on behind 年: a year
_PLAIN_YEAR: Final = re.compile(r"[0-9]{4}年(?![-/—~–―至到代QH“ 春国五端中清元暑贺])")
# what stands behind one to three digits, and what can begin so; the order is that in which they are asked
_SHORT: Final[tuple[tuple[str, tuple[Reader, ...]], ...]] = (
    ("/", (_iso,)),
    (":", (_clock,)),
    ("QH", (_years,)),
    ("-~—–―至到", (_years, _quarter, _month, _day)),
    ("、和", (_quarter, _month)),
    ("年", (_years, _year, _decade, _bare_length)),
    ("季", (_quarter, _bare_length)),
    ("月", (_month, _bare_length)),
    ("世", (_decade,)),
    ("日号", (_day, _bare_length)),
    ("个半周天", (_bare_length,)),
)
_SHORT_LEAD: Final = re.compile(r"[0-9]{1,3} ?([-/:QH~—–―至到、和年季月世日号个半周天])")
FIGURE: Final = re.compile(f"(?![0-9]{{4}}|{_SHORT_LEAD.pattern})[0-9][0-9.,]*")  # digits for which no reader is tried
_CHINESE: Final[tuple[Reader, ...]] = (
    _word,
    _years,
    _year,
    _plan,
    _congress,
    _quarter,
    _month,
    _decade,
    _day,
    _bare_length,
)
_FIGURES: Final = "0123456789 个" + HANZI
# first characters, second characters, what to try there
_LEADS: Final[tuple[tuple[str, str, Reader], ...]] = (
    ("大", "年", _lunar),
    ("正", "月", _lunar),
    ("农阴", "历", _lunar),
    ("初", "一二三四五六七八九十", _lunar),
    ("除", "夕", _lunar),
    ("“‘\"'", HANZI, _plan),
    ("'", "0123456789" + HANZI, _years),
    ("'", "0123456789" + HANZI, _year),
    ("第", _FIGURES, _plan),
    ("第", _FIGURES, _quarter),
    ("党", "的十二", _congress),
    ("中", "共", _congress),
    ("民", "国", _era),
    ("Q", "1234", _quarter_letter),
    ("H", "12", _quarter_letter),
    ("F", "Y", _fy),
    ("前首头", _FIGURES, _first_months),
    ("前头后近这", _FIGURES + "半", _led_length),
    ("过", "去", _led_length),
    ("刚", "刚", _led_length),
    ("最", "近", _led_length),
    ("未", "来", _led_length),
    ("今此随往", "后", _led_length),
    ("接", "下", _led_length),
    ("新", "时", _led_length),
    ("上本这下", "周星礼", _weekday),
    ("周", "一二三四五六日天", _weekday),
    ("星", "期", _weekday),
    ("礼", "拜", _weekday),
    ("上本", "世", _decade),
    ("年", "底末终初", _alone_edge),
    ("月", "底末初", _alone_edge),
    ("季", "度底末", _alone_edge),
    ("期", "末初", _alone_edge),
    ("半", "年个", _bare_length),
)
_AFTER_NUMERAL: Final = HANZI + "年月日季周天号世个至到、-—~–―大届"


@cache
def _after_digits() -> dict[str, tuple[Reader, ...]]:
    return {c: found for characters, found in _SHORT for c in characters}


@cache
def readers() -> dict[str, tuple[Reader, ...]]:
    """First character, no digit -> the readers to try there, in order."""
    table: dict[str, list[Reader]] = {c: list(_CHINESE) for c in HANZI}
    for characters, _, reader in _LEADS:
        for c in characters:
            table.setdefault(c, []).append(reader)
    for word in words("period_words"):
        found = table.setdefault(word[0], [])
        if _word not in found:
            found.insert(0, _word)
    return {c: tuple(found) for c, found in table.items()}


@cache
def _seconds() -> dict[str, set[str]]:
    """First character, no digit -> the characters that may follow it in a date."""
    table: dict[str, set[str]] = {c: set(_AFTER_NUMERAL) for c in HANZI}
    for characters, following, _ in _LEADS:
        for c in characters:
            table.setdefault(c, set()).update(following)
    for word in words("period_words"):
        table.setdefault(word[0], set()).add(word[1])
    table["截"].update("至止")
    return table


@cache
def _pairs() -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.bool_]]:
    """Code point to the row and to the column of a table of two characters: whether a date may begin with them."""
    seconds = _seconds()
    firsts, following = sorted(seconds), sorted(set().union(*seconds.values()))
    row, column = (np.zeros(sys.maxunicode + 1, dtype=np.uint16) for _ in range(2))
    row[[ord(c) for c in firsts]] = np.arange(1, len(firsts) + 1)
    column[[ord(c) for c in following]] = np.arange(1, len(following) + 1)
    begins = np.zeros((len(firsts) + 1, len(following) + 1), dtype=bool)
    for i, first in enumerate(firsts, 1):
        begins[i, [following.index(second) + 1 for second in seconds[first]]] = True
    return row, column, begins


@cache
def _numerals() -> NDArray[np.bool_]:
    """Code point to whether it is a digit, Arabic or Chinese."""
    numeral = np.zeros(sys.maxunicode + 1, dtype=bool)
    numeral[[ord(c) for c in "0123456789" + HANZI]] = True
    return numeral


def triggers(text: str) -> Iterator[tuple[int, bool]]:
    """Where a date may begin, left to right, and whether its first two characters say so or it is any digit."""
    row, column, begins = _pairs()
    points = codes(text)
    pairs = np.zeros(len(points), dtype=bool)
    pairs[:-1] = begins[row[points[:-1]], column[points[1:]]]
    places = np.flatnonzero(pairs | _numerals()[points])
    return zip(places.tolist(), pairs[places].tolist(), strict=True)


def _tried(text: str, at: int) -> tuple[Reader, ...]:
    """The readers that what stands at `at` gives a chance to, in order."""
    c = text[at]
    if c not in "0123456789":
        return readers().get(c, ())
    if _PLAIN_YEAR.match(text, at):
        return (_year,)
    four = text[at : at + 4]
    if len(four) == 4 and four.isascii() and four.isdigit():
        return _LONG
    lead = _SHORT_LEAD.match(text, at)
    return _after_digits()[lead[1]] if lead else ()


def atom(text: str, at: int) -> Atom | None:
    """The part of a date that begins at `at`, or None."""
    if at >= len(text):
        return None
    for reader in _tried(text, at):
        found = reader(text, at)
        if found is not None:
            return found
    return None
