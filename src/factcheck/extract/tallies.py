"""How many of a kind are of one sort: 12个省份GDP增速高于全国，8个低于全国; 环比上涨的城市有6个，下降的64个.

The sort is part of the name: those above and those below the average are two counts of one kind, never one
count told twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from factcheck import lexicon
from factcheck.extract.mention import Mention

_COUNTERS: Final = frozenset("个家只种项")
_REACH: Final = 48  # characters of a clause before the figure that may name the sort


@dataclass(frozen=True, slots=True)
class Tally:
    """What the last tally of a sentence was of: what its sort is told by, over which step, and of which kind."""

    subject: str
    basis: str
    kind: str

    def name(self, sort: str) -> str:
        """The name of the count of those that are so."""
        return f"{self.subject}{self.basis}{sort}的{self.kind}数量"


def read(text: str, mention: Mention, before: Tally | None) -> tuple[Tally, str] | None:
    """The tally that a figure gives, and the sort that it counts; None for other figures.

    `before`: the tally that the sentence has given already, whose kind and subject go on where none are said.
    """
    if mention.unit not in _COUNTERS or mention.form != "quantity":
        return None
    return _told_behind(text, mention, before) or _told_before(text, mention, before)


def among(text: str, mention: Mention) -> Tally | None:
    """70个大中城市中，…上涨的有6个: what a count of all of them leads to; None for other figures."""
    if mention.unit not in _COUNTERS or mention.form != "quantity":
        return None
    found = _AMONG.match(text, mention.end)
    return Tally("", "", found["kind"]) if found is not None else None


def _told_behind(text: str, mention: Mention, before: Tally | None) -> tuple[Tally, str] | None:
    """12个省份GDP增速高于全国, and 8个低于全国 behind it."""
    found = _behind().match(text, mention.end)
    if found is None or (found["kind"] is None and (before is None or (found["subject"] and before.subject))):
        return None
    return _with(found, before), _sort(found)


def _told_before(text: str, mention: Mention, before: Tally | None) -> tuple[Tally, str] | None:
    """环比上涨的城市有6个, and 下降的为64个 or 下降64个 behind it."""
    floor = max(0, mention.start - _REACH)
    start = max((m.end() for m in _BOUNDARY.finditer(text, floor, mention.start)), default=floor)
    found = _before().fullmatch(text, start, mention.start)
    if found is None:
        return None
    goes_on = before is not None and (found["of"] or not found["subject"])
    if found["kind"] is None and not goes_on:
        return None
    return _with(found, before), _sort(found)


def _with(found: re.Match[str], before: Tally | None) -> Tally:
    """What a tally says of itself, and for the rest what the one before it said."""
    subject, basis, kind = _plain(found["subject"]), found["basis"] or "", found["kind"] or ""
    if before is None:
        return Tally(subject, basis, kind)
    return Tally(subject or before.subject, basis if basis or subject else before.basis, kind or before.kind)


def _sort(found: re.Match[str]) -> str:
    """The sort as one would say it shortest: 上涨, 高于全国."""
    if found["moved"]:
        return str(found["moved"])
    return _PASSED.get(found["passed"], found["passed"]) + _THAN_AVERAGE.sub("", found["than"])


def _plain(subject: str) -> str:
    return _TRAILS.sub("", _LEADS.sub("", subject)).strip("的、“”")


_AMONG: Final = re.compile(
    r"(?P<kind>[^，。；：！？、的\d\n（）]{2,12}?)(?:当中|之中|中)(?:，|有|[\d一二三四五六七八九十])"
)
_BOUNDARY: Final = re.compile(r"[，。；：！？、\n（）]")
_LEADS: Final = re.compile(r"^(?:其中|此外|有|而|另有|还有|保持|实现|的|则)+")
_TRAILS: Final = re.compile(r"(?:实现|保持|出现|呈现?|均|都|已|仍)+$")
_PASSED: Final = {"超": "超过", "逾": "超过", "过": "超过", "达": "达到"}
_THAN_AVERAGE: Final = re.compile(r"(?:的)?(?:平均(?:水平|数|值)?|水平)$")
_BASIS: Final = (
    "(?P<basis>同比|环比|按年|按月|按季)?(?:均|都)?(?:实现|保持|出现|呈现?)?了?(?:稳定|平稳|较快|快速|不同程度)?的?"
)
# what is passed: a number with its unit, or whose figure
_SO_MUCH: Final = (
    r"(?:\d[\d.,]*|[一二三四五六七八九十两几半百千万]{1,3}(?=[百千万亿成倍]))"
    r"(?:个百分点|[^，。；：！？、的\n（）]{0,3})"
)
_WHOSE: Final = r"(?:全[国省市区县州球]|[上去]年|同期|预期|平均)[^，。；：！？、的\n（）]{0,8}"


@cache
def _words(kind: str) -> str:
    return "|".join(re.escape(word) for word in sorted(lexicon.sign_words(kind), key=lambda word: (-len(word), word)))


@cache
def _passes() -> str:
    return rf"(?P<passed>{_words('passes')})了?(?P<than>{_SO_MUCH}|{_WHOSE})"


@cache
def _kinds() -> str:
    return rf"(?P<kind>{_words('tallied')})(?![城域级和及与、])"


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_kinds()})?(?P<subject>[^，。；：！？、\d\n（）]{{0,20}}?)(?<!面){_BASIS}"
        rf"(?:(?P<moved>{_words('moves')})|{_passes()})(?=[，。；：！？、\n（]|$)"
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<subject>[^\d]{{0,30}}?){_BASIS}(?:(?P<moved>{_words('moves')})|{_passes()}(?=的))"
        rf"(?P<of>的)?(?:{_kinds()})?(?:个数|数量|家数|数)?(?:则|仅)?(?:为|有|达|共有?|超过?|近|约|逾)*"
    )


__all__ = ["Tally", "among", "read"]
