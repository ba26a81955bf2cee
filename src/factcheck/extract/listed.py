"""Figures behind the places of a list, each in brackets: 投入超千亿的省有3个，依次为甲省（48亿元）、乙省（42亿元）."""

from __future__ import annotations

import re
from typing import Final

from factcheck import words
from factcheck.extract import frames, indicators, vocabulary
from factcheck.extract.clauses import Frame
from factcheck.extract.entities import EntityMention
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Story

_ITEM: Final = re.compile(r"）(?:、|，|和|及|以及|；)?$")
# what is said of a thing that makes a list: it passes a mark, or leads a field
_MARK: Final = re.compile(
    r"超过|突破|高于|低于|达到|超|过|居|位列|位居|排名|排在|领先|增产|减产|较多|最多|最[高低大快]"
)
_RANGE: Final = 120  # characters in which the list says what it is of


def in_a_list(
    story: Story, frame: Frame, start: int, mention: Mention, found: list[EntityMention]
) -> EntityMention | None:
    """The place right before the bracket that holds the figure; names the frame after what the list is of.

    `start`: the begin of the sentence.
    """
    text = story.text
    if mention.start <= start or text[mention.start - 1] != "（" or text[mention.end : mention.end + 1] not in "），；":
        return None
    at = mention.start - 1
    place = next((e for e in found if e.end == at and e.kind in ("place", "organisation") and not e.segment), None)
    if place is None:
        return None
    if not frame.name:
        frame.name = _named_ahead(story, _first(text, start, place, found), start, mention, found) or _behind(text, at)
        frame.owner = place
    return place


def _first(text: str, start: int, place: EntityMention, found: list[EntityMention]) -> int:
    """Where the list begins: the first place of an unbroken run of places with brackets."""
    at = place.start
    for other in reversed([e for e in found if e.end <= place.start and e.start >= start]):
        closed = _ITEM.search(text, max(start, at - 4), at)
        if closed is None or text[other.end : other.end + 1] != "（" or "）" in text[other.end : closed.start()]:
            break
        at = other.start
    return at


def _named_ahead(story: Story, at: int, start: int, mention: Mention, found: list[EntityMention]) -> str:
    """The indicator that the words before a list say: that passes a mark, or is seen in its field."""
    text = story.text
    floor = max(start, at - _RANGE)
    for mark in reversed(list(_MARK.finditer(text, floor, at))):
        begin = frames.clause_start(text, floor, mark.start())
        if mark.start() - begin < 2:
            continue
        said = frames.read(text, begin, mention.at(mark.start()), found, [])
        known = indicators.is_known(said.name) or said.name in indicators.GROWTH_NOUNS
        if said.name and (known or words.is_noun_phrase(said.name)):
            return said.name
    names = [t for t in vocabulary.tokens(text, floor, at) if t.kind == "name" and (t.meaning[0] or len(t.word) > 1)]
    return names[-1].word if names else ""


def _behind(text: str, at: int) -> str:
    """The indicator right behind the list: 甲（1105亿元）、乙（709亿元）经济总量超过…; "" where none is."""
    line = text.find("\n", at)
    end = min(line if line >= 0 else len(text), at + 400)
    closing = -1
    while (close := text.find("）", at, end)) >= 0:
        closing = close + 1
        following = text.find("（", closing, closing + 14)
        if following < 0:
            break
        at = following
    if closing < 0:
        return ""
    name = next(iter(vocabulary.tokens(text, closing, min(end, closing + 10))), None)
    return name.word if name is not None and name.kind == "name" and name.start <= closing + 1 else ""
