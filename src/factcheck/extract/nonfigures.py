"""Stretches of text whose numerals are no figures: addresses of pages, titles, idioms, telephone numbers …

`find` goes over a whole text once for the stretches that announce themselves (an address, a title, a set
phrase); `around` asks at one numeral whether it and its neighbours make something that is no figure.
Each pattern is linear: no nested quantifier, every open-ended run bounded or anchored by what it starts with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from factcheck.extract import exchange
from factcheck.extract.terms import Terms
from factcheck.lexicon import rows
from factcheck.text import codes

NUMERAL: Final = "0-9零〇一二三四五六七八九十百千万亿兆两"
_NUMERAL: Final = re.compile(f"[{NUMERAL}]")
_CHINESE: Final = frozenset(NUMERAL[3:])


class Region:
    """A stretch with no figure in it, and why. `whole`: it is one thing, its numerals are not told apart."""

    __slots__ = ("end", "reason", "rule", "start", "whole")

    def __init__(self, start: int, end: int, reason: str, rule: str, whole: bool = True) -> None:
        self.start = start
        self.end = end
        self.reason = reason
        self.rule = rule
        self.whole = whole


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern that is no figure; `holds`: every text that it is found in has one of these."""

    reason: str
    rule: str
    pattern: str
    holds: tuple[str, ...] = ("",)


# looked for in the whole text; each begins with letters that are rare in it
_ANYWHERE: Final = (
    Shape("url", "url", r"https?://[^\s，。；、）》”<>\"]+"),
    Shape("url", "url", r"www\.[^\s，。；、）》”<>\"]+"),
    Shape("name", "colour", r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b"),
    Shape(
        "name", "standard",
        r"(?:GB|GBT|GB/T|ISO|IEC|IEEE|DB|HJ|YY|QB|JB)[ /]{0,2}T? ?\d{1,6}(?:[.\-—]\d{1,5}){0,3}",
        ("GB", "ISO", "IEC", "IEEE", "DB", "HJ", "YY", "QB", "JB"),
    ),
    Shape("name", "money supply", r"M[0-3](?=年增|月增)", ("M",)),  # M2年增率3.75%
    Shape("name", "rate base", r"/(?<=\d/)10万(?![\d元人家户吨])"),  # 15.1/10万: deaths among so many births
    Shape(
        "contact", "hotline", r"(?:热线|电话|拨打|邮编|邮政编码|传真|微信号?|QQ)[:：]? ?\d{3,12}(?!\d)",
        ("热线", "电话", "拨打", "邮编", "邮政编码", "传真", "微信", "QQ"),
    ),
)  # fmt: skip
# ranks shared out by their words: 分列二、三位
_SHARED_RANKS: Final = Shape(
    "ordinal",
    "shared ranks",
    r"分[列居][第前]?[一二三四五六七八九十](?:[、和及至到]第?[一二三四五六七八九十]){1,6}(?:名|位)?",
)
_EMAIL: Final = Shape("email", "email", r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,255}", ("@",))

_SMALL: Final = "[一二三四五六七八九十]"
_AGE: Final = r"(?:\d{1,3}|[零一二三四五六七八九十]{1,3})"
_COINS: Final = r"(?:元?人民币|美元|港元|澳门元|新台币|欧元|日元|英镑|韩元|元)"
# begin at the numeral
_AT_NUMERAL: Final = (
    Shape("contact", "telephone", r"1[3-9]\d{9}(?![\d.,]|[万亿元])|0\d{2,3}[\- ]\d{7,8}(?!\d)"),
    Shape("contact", "hotline", r"[48]00[\- ]\d{3,4}[\- ]\d{3,4}(?!\d)"),
    Shape("structure", "chapters", r"\d{1,3}(?:编|章|节|篇)\d{1,4}(?:章|节|条)(?:\d{1,4}条)?"),
    Shape("name", "sum", r"\d{1,4}(?:\+(?:\d{1,4}|[A-Za-z]{1,8})){1,8}(?![\d.%]|[万亿])"),
    Shape("name", "zero to one", r"0”?[到至\-]“?1(?![\d.%万亿])|零到一"),
    Shape("name", "version", r"\d{1,3}(?:\.\d{1,3}){1,3} ?(?:版本|版|时代|模式)"),
    Shape("name", "dotted", r"\d{1,6}(?:\.\d{1,6}){2,8}(?![\d.%])"),
    Shape("name", "stock code", r"\d{4,6}\.(?:SH|SZ|HK|BJ|TW)\b"),
    Shape("structure", "structure", r"\d{1,4}(?:\.\d{1,3})?(?::\d{1,4}(?:\.\d{1,3})?){2,8}(?![\d.])"),
    Shape("name", "age band", rf"{_AGE}(?:周?岁)?(?:至|到|[-—~～]){_AGE}周?岁|{_AGE}周?岁[及和与]?其?以[上下]"),
    Shape(
        "enumeration", "bodies",
        r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:省区市|省市区|省市|省区"
        r"|个?(?:部门|部委)(?=联合|日前|近日|今[天日]|昨[天日]|共同|印发|发布|出台|就|在|将|开展|启动|明确|要求|[：，]))",
    ),
    Shape(
        "word", "parties",
        r"[三四五六七八]方(?=会[谈晤议]|合作|协议|共同|一致|将|在|均|都|关系|机制|磋商|对话|签署)",
    ),
    Shape("enumeration", "provinces", r"3[0-4]个?(?:省（|省份|省、自治区|省区市|省级行政区)"),
    Shape(
        "name", "node of a chip",
        r"\d{1,3}(?:纳米|奈米|nm) ?(?:及(?:以下|更先进))?(?=制程|工艺|芯片|节点|技术|[、及和与占）比营])",
    ),
    Shape(
        "name", "rate of exchange in brackets",
        rf"1{_COINS}(?:约合|约为|折合|合|约等于|兑)约?[\d.]{{1,8}}{_COINS}(?:人民币)?(?=[，）])",
    ),
    Shape("name", "unit of a rate of exchange", exchange.one_of()),
    Shape("name", "unit of a rate of exchange", r"1(?:00)?元(?=[兑对]\d)"),
    Shape("time", "clock", r"(?:[01]?\d|2[0-4]):[0-5]\d(?![\d.:])"),
    Shape("time", "clock", r"\d{1,2}[时点]\d{1,2}分(?!之|点)(?:\d{1,2}秒)?"),
    Shape("time", "hour", r"(?:[01]?\d|2[0-4])时(?!间|代|尚|隔|长|段|期)"),
    Shape("time", "lap time", r"\d{1,2}分\d{1,2}秒(?:\d{1,3})?"),
    Shape("score", "score", r"\d{1,3}(?:\.\d)?[:比]\d{1,3}(?:\.\d)?(?![\d.:%])"),
    Shape(  # 10派6.5元, 10送3转5派2元: what a dividend is counted over, and the shares that go with it
        "name", "per ten shares",
        r"10股?(?:(?:送|转增?)\d{1,2}(?:\.\d{1,2})?股?){1,2}(?=派|[，。；（）]|$)|10股?(?=派(?:发|现|息)?\d)",
    ),
    Shape("name", "term", r"(?:\d{1,3}|[一二三五七十]{1,3})(?:年|个月|天)期(?![间限满末初货])"),
    Shape("name", "plan", _SMALL + r"(?:年|年期)(?:行动|规划|计划|方案)"),
    Shape(
        "name", "phase",
        r"(?:[一二三四五六七八九十]{1,2}|[1-9])(?:期(?!间|权|货|限)|代(?:机|产品|半导体))"
        r"|(?:[一二三四五六七八九十]{1,3}|\d{1,4})号(?:线|楼|院|馆|厅|井|机|船|岛|门|台风|文件|公告|令)",
    ),
    Shape("ordinal", "session", r"[一二三四五六七八九十]{1,3}(?:届|次(?=[^，。；、]{0,4}(?:会议|全会|大会)))"),
    Shape(
        "enumeration", "enumeration",
        r"(?:[一二三四五六七八九十两]{1,2}|\d{1,2})(?:个?(?:大?方面|维度|层面|层次)|点(?:建议|主张|意见|希望|体会|要求)|个(?:视角|角度))"
        r"|[二三]大(?:工业|产业|行业)?门类"
        r"|[一二三四五六七八九十两](?:个(?:关键|环节|字)|层架构|层结构)",
    ),
)  # fmt: skip
# begin with one character before the numeral
_BEFORE_NUMERAL: Final = (
    Shape("list_marker", "list marker", rf"[（(](?:{_SMALL}{{1,3}}|\d{{1,2}})[)）]"),
    Shape("name", "stock code", r"[（(]\d{4,6}(?:\.[A-Z]{1,3})?[)）]"),
    Shape(
        "reference",
        "figure or table",
        rf"(?<![代仪外手水电钟])[图表](?:{_SMALL}{{1,2}}|\d{{1,2}})(?![\d.%]|,\d{{3}}|[万亿])|\[\d{{1,3}}\]",
    ),
    Shape("name", "paper number", r"[第〕\]] ?\d{1,5} ?号"),
    Shape("name", "version", r"(?<![A-Za-z])[vV]\d{1,3}(?:\.\d{1,3}){0,3}\b"),
    Shape("enumeration", "bodies", rf"等(?:{_SMALL}{{1,3}}|\d{{1,2}})个?(?:部门|部委|单位)"),
    # 单位：百万元, （人民币百万元）, （百万台）: what a table counts in
    Shape("unit", "unit of a table", r"(?<=单位)：[百千万亿]{1,3}[^\d，。；（）|\n]{1,4}(?=[）|\n]|$)"),
    Shape("unit", "unit of a table", r"(?:（|币)[百千万亿]{2,3}[^\d，。；（）|\n]{1,3}(?=[）|\n]|$)"),
    Shape(  # 每10股, 每千人口: what a rate is counted over
        "name",
        "per so many",
        r"每(?:\d{1,6}|[一二三四五六七八九十百千两]{1,3})万?"
        r"(?:股|户|名|人口|人|元|平方公里|平方米|公里|千米|米|亩|公斤|吨|辆|个?小时|分钟|秒|天|年|个?月|周)",
    ),
)
_BEFORE: Final = frozenset("（([图表第〕]vV每等：币")
_BASE: Final = re.compile(r"以[^，。；（）]{1,8}为$")
_LATITUDE: Final = ("北纬", "南纬", "东经", "西经")
_DEGREES: Final = re.compile(r"\d{1,3}(?:\.\d{1,4})?[°度]?(?:\d{1,2}(?:\.\d)?[′分])?")
_ANAPHORA: Final = Shape(
    "anaphora", "anaphora",
    r"(?:[一二三四五六七八九十两]{1,2}|\d{1,2})(?=[个项大种类家名位所座部台支条点人方])",
)  # fmt: skip
_POINTING: Final = ("这", "那", "该", "上述", "以上", "前述", "其余", "另外")
_MARKER: Final = re.compile(
    rf"{_SMALL}{{1,3}}[、.．](?!\d)|\d{{1,2}}[)）]"
    r"|\d{1,2}[、.．](?:(?!\d)|(?=(?:19|20)\d\d年|1?\d(?:[至到\-~—]1?\d)?月))"
)  # fmt: skip
_TO_ONE: Final = re.compile(r"比[例值]?[为达到约]{0,2}\d{1,4}(?:\.\d{1,2})?:$")  # 生师比15.63:1
_NOTES: Final = ("注：", "说明：")  # 注：1.增速按可比价计算。
_MARGIN: Final = frozenset(" 　#>*-")  # what may stand between a line's start and its number
_TITLE: Final = re.compile(r"《[^《》\n]{0,80}》")
_LINE: Final = re.compile(r"[^\n]+")
_ADDRESS: Final = re.compile(_ANYWHERE[0].pattern)
_FOREIGN_LETTERS: Final = 30  # letters that a line must hold to be taken for another language
_FOREIGN_RATIO: Final = 10  # letters to one Chinese character


class _Shapes:
    """Several shapes as one pattern; the first listed that matches wins."""

    def __init__(self, shapes: tuple[Shape, ...]) -> None:
        self.shapes = shapes
        self.any = re.compile("|".join(shape.pattern for shape in shapes))  # several times as fast where none matches
        self.pattern = re.compile("|".join(f"({shape.pattern})" for shape in shapes))

    def at(self, text: str, pos: int, limit: int) -> Region | None:
        match = self.pattern.match(text, pos, limit) if self.any.match(text, pos, limit) else None
        if not match or not match.lastindex:
            return None
        shape = self.shapes[match.lastindex - 1]
        return Region(match.start(), match.end(), shape.reason, shape.rule)


_FROM_NUMERAL: Final = _Shapes(_AT_NUMERAL)
_FROM_BEFORE: Final = _Shapes(_BEFORE_NUMERAL)
_POINTED: Final = _Shapes((_ANAPHORA,))


def around(text: str, pos: int, floor: int, limit: int) -> Region | None:
    """What the numeral at `pos` belongs to, if that is no figure; `floor` and `limit` bound the answer."""
    previous = text[pos - 1] if pos else ""
    if pos > floor and previous in _BEFORE and previous:
        region = _FROM_BEFORE.at(text, pos - 1, limit)
        if region:
            return region
    opens = (not previous or previous == "\n" or previous in _MARGIN) and _opens_line(text, pos)
    if opens or (previous == "：" and text.endswith(_NOTES, max(0, pos - 3), pos)):
        match = _MARKER.match(text, pos, limit)
        if match:
            return Region(pos, match.end(), "list_marker", "list marker")
    if previous == ":" and pos > 1 and text[pos - 2].isdigit() and _TO_ONE.search(text, max(0, pos - 12), pos):
        one = text[pos] == "1" and not text[pos + 1 : pos + 2].isdigit() and text[pos + 1 : pos + 2] != "."
        if one:
            return Region(pos, pos + 1, "name", "ratio to one")
    if previous and (previous in ".第" or previous.isdigit()):
        return None
    if previous == "为" and _BASE.search(text, max(0, pos - 12), pos):
        hundred = text.startswith("100", pos) and text[pos + 3 : pos + 4] in _BEHIND_A_BASE  # not 人口为100万人
        return Region(pos, pos + 3, "name", "base of a ratio") if hundred else None
    if text.endswith(_LATITUDE, max(0, pos - 2), pos):
        place = _DEGREES.match(text, pos, limit)
        return Region(pos, place.end(), "name", "latitude") if place else None
    if text.endswith(_POINTING, max(0, pos - 2), pos):
        region = _POINTED.at(text, pos, limit)
        if region:
            return region
    return _FROM_NUMERAL.at(text, pos, limit)


_BEHIND_A_BASE: Final = frozenset("，。；、）：计时\n ") | {""}


def _opens_line(text: str, pos: int) -> bool:
    at = pos
    while at and pos - at < 8 and text[at - 1] in _MARGIN:
        at -= 1
    return not at or text[at - 1] == "\n"


@cache
def _anywhere() -> tuple[tuple[Shape, re.Pattern[str]], ...]:
    return tuple((shape, re.compile(shape.pattern)) for shape in (*_ANYWHERE, _SHARED_RANKS, _EMAIL))


@cache
def _fixed() -> Terms:
    return Terms(row[0] for row in rows("fixed_words"))


_DECIMALS: Final = re.compile(r"[零〇○一二三四五六七八九]{1,4}(?:%|个百分|[万亿兆倍元])")


def _clear(text: str, start: int, end: int) -> bool:
    """A fixed word that begins or ends in a numeral must not be cut out of a longer one (十分 in 三十分)."""
    previous = text[start - 1] if start else ""
    following = text[end : end + 1]
    inside = text[start] in _CHINESE and (previous in _CHINESE or previous.isdigit() or previous in "第几数.点")
    if previous and inside:
        return False
    if following in _CHINESE and following and text[end - 1] == "点" and _DECIMALS.match(text, end):
        return False  # 一点五% is no 一点
    return not (following and text[end - 1] in _CHINESE and following in _CHINESE)


_NO_LETTERS: Final = bytes(c for c in range(128) if not chr(c).isalpha())


def _letters(text: str) -> int:
    """How many Latin letters a text holds."""
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))


def _chinese(text: str) -> int:
    """How many Chinese characters a text holds."""
    points = codes(text)
    return int(np.count_nonzero((points >= 0x4E00) & (points <= 0x9FFF)))


def _foreign(text: str) -> list[Region]:
    """Lines in another language: many letters, hardly a Chinese character."""
    found = []
    for line in _LINE.finditer(text):
        if _letters(line[0]) < _FOREIGN_LETTERS:
            continue
        words = _ADDRESS.sub("", line[0]) if "://" in line[0] else line[0]
        letters = _letters(words)
        if letters >= _FOREIGN_LETTERS and letters > _FOREIGN_RATIO * _chinese(words):
            found.append(Region(line.start(), line.end(), "language", "another language", whole=False))
    return found


def find(text: str) -> list[Region]:
    """The regions without figures that announce themselves, in order, not overlapping."""
    found = _foreign(text)
    for shape, pattern in _anywhere():
        if not any(word in text for word in shape.holds):
            continue
        found += [
            Region(m.start(), m.end(), shape.reason, shape.rule)
            for m in pattern.finditer(text)
            if _NUMERAL.search(text, m.start(), m.end())
        ]
    found += [
        Region(m.start(), m.end(), "name", "title", whole=False)
        for m in _TITLE.finditer(text)
        if _NUMERAL.search(text, m.start(), m.end())
    ]
    found += [Region(s, e, "word", "fixed word") for _, s, e in _fixed().find(text) if _clear(text, s, e)]
    return _disjoint(found)


def _disjoint(found: list[Region]) -> list[Region]:
    found.sort(key=lambda region: (region.start, -region.end))
    kept: list[Region] = []
    for region in found:
        if not kept or region.start >= kept[-1].end:
            kept.append(region)
    return kept
