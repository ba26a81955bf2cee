"""Stretches of text whose numerals are no figures: addresses of pages, titles, idioms, telephone numbers …

Each pattern is linear: no nested quantifier, every open-ended run bounded or anchored by what it starts with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from factcheck.lexicon import rows

NUMERAL = "0-9零〇一二三四五六七八九十百千万亿兆两"
_NUMERAL = re.compile(f"[{NUMERAL}]")
_CHINESE = frozenset(NUMERAL[3:])

# (reason, rule, pattern); a figure never starts inside a match. The first listed wins where two overlap.
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("url", "url", r"https?://[^\s，。；、）》”<>\"]+|www\.[^\s，。；、）》”<>\"]+"),
    ("email", "email", r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,255}"),
    ("name", "colour", r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b"),
    ("name", "standard", r"(?:GB|GBT|GB/T|ISO|IEC|IEEE|DB|HJ|YY|QB|JB)[ /]{0,2}T? ?\d{1,6}(?:[.\-—]\d{1,5}){0,3}"),
    ("name", "sum", r"(?<![\d.])\d{1,4}(?:\+(?:\d{1,4}|[A-Za-z]{1,8})){1,8}(?![\d.%]|[万亿])"),
    ("name", "zero to one", r"(?<![\d.])0”?[到至\-]“?1(?![\d.%万亿])|零到一"),
    ("name", "version", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){1,3} ?(?:版本|版|时代|模式)|[vV]\d{1,3}(?:\.\d{1,3}){0,3}\b"),
    ("name", "dotted", r"(?<![\d.])\d{1,6}(?:\.\d{1,6}){2,8}(?![\d.%])"),
    ("contact", "telephone", r"(?<![\d.])(?:\+?86[ \-]?)?1[3-9]\d{9}(?![\d.])|(?<![\d.])0\d{2,3}[\- ]\d{7,8}(?!\d)"),
    ("contact", "hotline", r"(?<![\d.])[48]00[\- ]\d{3,4}[\- ]\d{3,4}(?!\d)|(?:热线|电话|拨打)[:：]? ?\d{3,12}(?!\d)"),
    ("contact", "postcode", r"(?:邮编|邮政编码)[:：]? ?\d{6}(?!\d)"),
    ("name", "stock code", r"[（(](?:[A-Z]{2,6}[:： ])?\d{4,6}(?:\.[A-Z]{1,3})?[)）]|(?<![\d.])\d{4,6}\.(?:SH|SZ|HK|BJ|TW)\b"),
    ("structure", "structure", r"(?<![\d.])\d{1,4}(?:\.\d{1,3})?(?::\d{1,4}(?:\.\d{1,3})?){2,8}(?![\d.])"),
    ("time", "clock", r"(?<![\d.:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d.:])"),
    ("time", "clock", r"(?<![\d.])\d{1,2}(?:时|点)(?:\d{1,2}分(?!之|点))(?:\d{1,2}秒)?|(?<![\d.])(?:[01]?\d|2[0-4])时(?!间|代|尚|隔|长|段|期)"),
    ("time", "lap time", r"(?<![\d.])\d{1,2}分\d{1,2}秒(?:\d{1,3})?"),
    ("score", "score", r"(?<![\d.:])\d{1,3}(?:\.\d)?[:比]\d{1,3}(?:\.\d)?(?![\d.:%])"),
    ("list_marker", "list marker", r"(?m:^)[ 　#>*\-]{0,8}(?:[一二三四五六七八九十]{1,3}[、.．](?!\d)|\d{1,2}[、.．](?:(?!\d)|(?=(?:19|20)\d\d年|1?\d(?:[至到\-~—]1?\d)?月))|\d{1,2}[)）])"),
    ("list_marker", "list marker", r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]"),
    ("reference", "figure or table", r"[图表](?:[一二三四五六七八九十]{1,2}|\d{1,2})(?![\d.%]|[万亿])|\[\d{1,3}\]"),
    ("name", "plan", r"[一二三四五六七八九十](?:年|年期)(?:行动|规划|计划|方案)"),
    ("name", "phase", r"(?<![\d.第])(?:[一二三四五六七八九十]{1,2}|[1-9])(?:期(?!间|权|货|限)|号(?:线|楼|院|馆|厅|井|机|船|岛|门|台风|文件|公告|令)|代(?:机|产品|半导体))"),
    ("ordinal", "session", r"(?<![第])[一二三四五六七八九十]{1,3}(?:届|次(?=[^，。；、]{0,4}(?:会议|全会|大会)))"),
    ("name", "paper number", r"(?:第|〔\d{4}〕|\[\d{4}\]) ?\d{1,5} ?号"),
    ("anaphora", "anaphora", r"(?:这|那|上述|以上|该|前述|其余|另外|另)(?=[一二三四五六七八九十两\d])(?:[一二三四五六七八九十两]{1,2}|\d{1,2})(?=[个项大种类家名位所座部台支条点人方])"),
    ("enumeration", "enumeration", r"[一二三四五六七八九十两](?:个)?(?:方面|维度|层面|层次|关键|环节|字|层架构|层结构|个点|大方面)"),
)


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch with no figure in it, and why. `whole`: it is one thing, its numerals are not told apart."""

    start: int
    end: int
    reason: str
    rule: str
    whole: bool = True


@cache
def _compiled() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((reason, rule, re.compile(pattern)) for reason, rule, pattern in _PATTERNS)


_LINE = re.compile(r"[^\n]+")
_LATIN = re.compile(r"[A-Za-z]")
_HAN = re.compile(r"[一-鿿]")
_FOREIGN_LETTERS = 30  # letters that a line must hold to be taken for another language
_FOREIGN_RATIO = 10  # letters to one Chinese character

_TITLE = re.compile(r"《[^《》\n]{0,80}》")


def trie(words: list[str]) -> str:
    """A regular expression for any of the words, sharing beginnings, the longest match first."""
    tree: dict[str, list[str]] = {}
    for word in words:
        tree.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rest in sorted(tree.items()):
        longer = [word for word in rest if word]
        tail = ("" if not longer else f"(?:{trie(longer)})") + ("?" if longer and "" in rest else "")
        branches.append(re.escape(first) + tail)
    return "|".join(branches)


@cache
def _fixed() -> re.Pattern[str]:
    return re.compile(trie([row[0] for row in rows("fixed_words")]))


def _clear(text: str, start: int, end: int) -> bool:
    """A fixed word that begins or ends in a numeral must not be cut out of a longer one (十分 in 三十分)."""
    previous = text[start - 1] if start else ""
    following = text[end : end + 1]
    inside = text[start] in _CHINESE and (previous in _CHINESE or previous.isdigit() or previous in "第几数.")
    if previous and inside:
        return False
    return not (following and text[end - 1] in _CHINESE and following in _CHINESE)


def _foreign(text: str) -> list[Region]:
    """Lines in another language: many letters, hardly a Chinese character."""
    found = []
    for line in _LINE.finditer(text):
        letters = len(_LATIN.findall(line[0]))
        if letters >= _FOREIGN_LETTERS and letters > _FOREIGN_RATIO * len(_HAN.findall(line[0])):
            found.append(Region(line.start(), line.end(), "language", "another language", whole=False))
    return found


def find(text: str) -> list[Region]:
    """The regions without figures, in order, not overlapping."""
    found = [
        Region(m.start(), m.end(), reason, rule)
        for reason, rule, pattern in _compiled()
        for m in pattern.finditer(text)
        if _NUMERAL.search(text, m.start(), m.end())
    ]
    found += [
        Region(m.start(), m.end(), "name", "title", whole=False)
        for m in _TITLE.finditer(text)
        if _NUMERAL.search(text, m.start(), m.end())
    ]
    found += [
        Region(m.start(), m.end(), "word", "fixed word") for m in _fixed().finditer(text) if _clear(text, *m.span())
    ]
    return _disjoint(_foreign(text) + found)


def _disjoint(found: list[Region]) -> list[Region]:
    found.sort(key=lambda region: (region.start, -region.end))
    kept: list[Region] = []
    for region in found:
        if not kept or region.start >= kept[-1].end:
            kept.append(region)
    return kept
