"""Every numeral of a folded text, read as a figure (`Mention`) or passed over with a reason (`Passed`).

`scan` goes once from left to right. At each place where a numeral stands it asks the readers in
`_READERS` in order; the first that answers wins, and the last one always answers, so that no numeral
is lost. Then figures that share a unit with a later one in a list (7895亿、2284.6亿元) are completed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, localcontext
from typing import Final

from factcheck.extract import nonfigures, numbers
from factcheck.extract.figures import figure, read_range
from factcheck.extract.labels import glued, mark, no_figure, rest, too_long
from factcheck.extract.lists import share_units
from factcheck.extract.mention import Mention, Passed, Scan
from factcheck.extract.orders import counted_scales, order, upward
from factcheck.extract.ranks import first_place, ordinal, top
from factcheck.extract.reading import At, Reader, run_end
from factcheck.extract.results import medals, sectors, timed
from factcheck.extract.shares import doubled, fraction, half, percent_words, tenths
from factcheck.extract.streaks import streak

__all__ = ["Mention", "Passed", "Scan", "scan"]

_EXACT: Final = Context(prec=400)  # more than any two numbers of numbers.LONGEST digits can need
_MARKS: Final = "①-⑳⑴-⒇⒈-⒛㈠-㈩ⅰ-ⅿⅠ-Ⅿ"
# one class that `re` steps to at once, then by the character found: a numeral, a mark, or a word that begins so
_START: Final = re.compile(
    f"[{nonfigures.NUMERAL}{_MARKS}首居榜半过数几翻{numbers.FINANCIAL}](?:(?<=[{nonfigures.NUMERAL}{_MARKS}])"
    "|(?<=首)(?:位|(?=[次个款批届家台套条座艘架例部颗期支只张份创]))|(?<=[居榜])首|(?<=半)数|(?<=过)半(?!夜|场|径)"
    "|(?<=[数几])(?=[十百千万亿])|(?<=翻)了?[一两二三四五]?番"
    f"|(?<=[{numbers.FINANCIAL}])(?=[拾佰仟万亿圆元]))"
)
_ARABIC: Final = "0123456789"
_CHINESE: Final = nonfigures.NUMERAL[3:]
_WORDS: Final = "首居榜半过数几翻" + numbers.FINANCIAL
_ANY: Final = _ARABIC + _CHINESE + _WORDS
# in order, with the characters for which each is asked
_READERS: Final[tuple[tuple[str, str, Reader], ...]] = (
    ("too long", _ARABIC + _CHINESE, too_long),
    ("sectors", _ARABIC, sectors),
    ("medals", _ARABIC + _CHINESE, medals),
    ("no figure", _ARABIC + _CHINESE, no_figure),
    ("two units", _ARABIC, timed),
    ("letters", _ARABIC, glued),
    ("first place", "首居榜", first_place),
    ("doubling", "翻", doubled),
    ("half", "一半过1", half),
    ("ordinal", _ARABIC + _CHINESE, ordinal),
    ("percent in words", "百千万", percent_words),
    ("fraction", _ARABIC + _CHINESE, fraction),
    ("upward", "十百千万亿", upward),
    ("top", _ARABIC + _CHINESE, top),
    ("counted scale", _ARABIC + "一二三四五六七八九两", counted_scales),
    ("streak", _ARABIC + _CHINESE, streak),
    ("order", _ANY, order),
    ("tenths", _ANY, tenths),
    ("range", _ANY, read_range),
    ("figure", _ANY, figure),
    ("rest", _ANY, rest),
)
_READERS_OF: Final = {c: tuple(reader for _, characters, reader in _READERS if c in characters) for c in _ANY}
_MARK_ONLY: Final[tuple[Reader, ...]] = (mark,)
_OF_FIGURES: Final[tuple[Reader, ...]] = (read_range, figure, rest)
# what stands before or behind a number of which a reader before these three may make something: a new shape of
# `nonfigures` adds what it begins with, and a test over all forms holds it to that
_LEADS_ELSEWHERE: Final = frozenset("\n: 　#>*-._（([]图表第〕每等为北南东西纬经这那该述上余外前")
_GOES_ELSEWHERE: Final = frozenset(
    " .,:/+-—–―~～〜_”至到比连多个季年周天日次届场轮枚金银铜编章节篇版时模岁省市部方维层大点小秒分期代号成级半纳奈"
    "股转送派"
)
_PLAIN_LENGTH: Final = 8  # digits; more may be a telephone number
_ORDERS: Final = 10_000  # from here on a number may be an order of magnitude (1亿元级)


def _plain(at: At) -> bool:
    """Whether nothing round an Arabic number makes it anything but a figure: so it is with most."""
    text, pos = at.text, at.pos
    previous = text[pos - 1] if pos else "\n"
    if previous in _LEADS_ELSEWHERE or (previous.isascii() and previous.isalnum()):
        return False
    number = at.number()
    if number is None or number.end - pos > _PLAIN_LENGTH or number.end >= at.limit:
        return False
    if text[pos : number.end] == "1":  # 1美元合7.1元
        return False
    following = text[number.end]
    if following in _GOES_ELSEWHERE or (following.isascii() and following.isalnum()):
        return False
    return number.value < _ORDERS or "级" not in text[number.end : number.end + 5]


class _Scanner:
    def __init__(self, text: str, taken: Sequence[tuple[int, int]]) -> None:
        self.text = text
        beyond = len(text)  # the last of each, which is never reached
        self.taken = [*sorted((s, e) for s, e in taken if e > s), (beyond, beyond + 1)]
        self.regions = [*nonfigures.find(text), nonfigures.Region(beyond, beyond + 1, "", "")]
        self.items: list[Mention | Passed] = []
        self.at_taken = self.at_region = self.floor = 0

    def run(self) -> list[Mention | Passed]:
        pos = 0
        while match := _START.search(self.text, pos):
            pos = self.step(match.start())
        return self.items

    def step(self, pos: int) -> int:
        """Read what stands at `pos`; where to go on."""
        start, end = self.taken[self.at_taken]
        while end <= pos:
            self.floor = max(self.floor, end)
            self.at_taken += 1
            start, end = self.taken[self.at_taken]
        if start <= pos:
            return end
        while self.regions[self.at_region].end <= pos:
            self.at_region += 1
        region = self.regions[self.at_region]
        if region.start <= pos:
            return self.add(self.in_region(region, pos, start))
        return self.add(self.read(At(self.text, pos, self.floor, min(start, region.start))))

    def in_region(self, region: nonfigures.Region, pos: int, limit: int) -> Passed:
        end = min(region.end, limit)
        if region.whole:
            return Passed(max(region.start, self.floor), end, region.reason, region.rule)
        stop = min(run_end(At(self.text, pos, self.floor, end)), end)
        return Passed(pos, max(stop, pos + 1), region.reason, region.rule)

    def read(self, at: At) -> Mention | Passed:
        first = at.text[at.pos]
        readers = _READERS_OF.get(first, _MARK_ONLY)
        for reader in _OF_FIGURES if first in _ARABIC and _plain(at) else readers:
            found = reader(at)
            if found is not None and found.end > at.pos:
                return found
        return Passed(at.pos, at.pos + 1, "other", "rest")

    def add(self, item: Mention | Passed) -> int:
        self.items.append(item)
        self.floor = item.end
        return item.end


def scan(text: str, taken: Sequence[tuple[int, int]] = ()) -> Scan:
    """Every numeral of `text` (folded) outside `taken`, as a figure or with the reason why it is none.

    Time is linear in the length of the text. Nothing is ever raised for what a text holds.
    """
    with localcontext(_EXACT):
        items = share_units(text, _Scanner(text, taken).run())
    return Scan(
        tuple(item for item in items if isinstance(item, Mention)),
        tuple(item for item in items if isinstance(item, Passed)),
    )
