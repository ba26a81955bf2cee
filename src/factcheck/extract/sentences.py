"""Sentences, and how the figures of one hang together: enumerations, changes from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from factcheck import lexicon
from factcheck.extract.numerals import Mention
from factcheck.extract.reading import MOVED

_SENTENCE: Final = re.compile(r"[^。！？\n…]*(?:……|[。！？\n…])?[”’）]?")
_LONGEST: Final = 1_200  # characters; sentences of print are a tenth as long
# 人民币13亿元、人民币20亿元及人民币18亿元
_LIST_GAP: Final = re.compile(
    rf"^(?:(?:、|[，、]?以及|和|及|与)(?:{lexicon.alternation(lexicon.words('currency_marks'))})?|/|至|,|，分别为|或)$"
)
# 由8930人上升为15467人: the first is of an earlier time
_STARTS: Final = frozenset("从由自")
_GOES_TO: Final = re.compile(
    r"[^，。；\n]{0,6}?(?:上升|提高|提升|增加|增长|扩大|下降|降低|减少|缩小|回落|上调|下调|下跌|上涨|升|增|降|减|跌|涨|变)[^，。；\n\d]{0,3}[到至为]"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences; one beyond all measure is cut at its clauses, so that time stays linear in the text."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > _LONGEST:
            cut = next((at for mark in "；，、" if (at := text.rfind(mark, start, start + _LONGEST)) > start), 0)
            stop = cut + 1 if cut else start + _LONGEST
            yield start, stop
            start = stop
        if start < end:
            yield start, end


# 甲、乙投资分别增长3.0%、下降2.7%
_MOVES: Final = "(?:增长|增加|上升|提高|上涨|下降|减少|降低|下跌|回落)"
_MOVED_GAP: Final = re.compile(f"[、，和及](?:同比|环比)?{_MOVES}")
_IN_TURN: Final = re.compile(f"分别(?:同比|环比|比上年|较上年)?{_MOVES}$")
_TURN: Final = 14  # characters before a figure in which 分别 stands


def _joins(gap: str, text: str, first: Mention) -> bool:
    """Whether what stands between two figures goes on with an enumeration that begins with `first`."""
    if _LIST_GAP.match(gap):
        return True
    moved = _MOVED_GAP.fullmatch(gap) is not None
    return moved and _IN_TURN.search(text, max(0, first.start - _TURN), first.start) is not None


def runs(text: str, here: list[Mention]) -> list[tuple[int, int]]:
    """For each figure (its place in its enumeration, the enumeration's length)."""
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(here):
        end = at + 1
        while (
            end < len(here)
            and here[end].noun == here[at].noun
            and not (here[at].unit == "人" and text[here[end].end : here[end].end + 1] in ("死", "伤"))
            and (here[end].unit == here[at].unit or {here[end].unit, here[at].unit} == {"%", "倍"})
            and _joins(text[here[end - 1].end : here[end].start], text, here[at])
            and not reaches(text, here[end - 1], here[end])
        ):
            end += 1
        out += [(i - at, end - at) for i in range(at, end)]
        at = end
    return out


def reaches(text: str, moved: Mention, reached: Mention) -> bool:
    """减少30万人至400万人: the second figure is what the first led to."""
    by = moved.start >= 2 and text[moved.start - 2 : moved.start] in MOVED and moved.unit != "%"
    return by and text[moved.end : reached.start] in ("至", "到")


def starts_a_change(text: str, start: int, mention: Mention) -> bool:
    """Whether a figure is what a change starts from: 由8930人上升为…"""
    led = mention.start > start and text[mention.start - 1] in _STARTS
    return led and bool(_GOES_TO.match(text, mention.end))


def mask(text: str, start: int, end: int, here: list[Mention]) -> str:
    """The sentence with its figures taken out; short ones take the line before along."""
    parts, at = [], start
    for mention in here:
        parts.append(text[at : mention.start])
        at = mention.end
    parts.append(text[at:end])
    body = "#".join(parts)
    if len(body) < 14 and start:
        body = _FIGURES.sub("#", text[max(0, start - 24) : start]) + body
    for pause in _PAUSES:
        body = body.replace(pause, "")
    return "".join(body.split())


_FIGURES: Final = re.compile(r"[\d.%]+")
_PAUSES: Final = "，、。；："
