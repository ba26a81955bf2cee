"""Which event a document tells of: a fair, a race, a gala, a bridge that opens, and what it is called."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from factcheck import lexicon, words
from factcheck.extract import places
from factcheck.extract.places import HAN

_HEAD: Final = 160  # characters of a document that name its event
_LEFT: Final = 12  # characters in front of an event's noun that may be its name
_OF_A_NAME: Final = ("n", "j", "s", "vn", "an", "l", "i", "b")


@cache
def _national() -> tuple[re.Pattern[str], dict[str, str]]:
    """National events by any of their names, and the name that their figures are filed under."""
    known = {row[0]: row[1] for row in lexicon.rows("event_names")}
    return re.compile(lexicon.alternation(list(known))), known


def canonical(name: str) -> str:
    """The name of a national event however it is called, another name as it is."""
    pattern, known = _national()
    found = pattern.search(name)
    return known[found.group()] if found and found.end() == len(name) else ""


@cache
def is_event(name: str) -> bool:
    """Whether an owner is an event: a fair, a race, a gala, by its name."""
    return bool(canonical(name)) or any(m.end() == len(name) for m in _nouns().finditer(name))


def national(text: str, title: str, place: int) -> str:
    """The one national event that title and opening name, if the text comes back to it; "" where there is none.

    `place`: how often the text names the place that it names most.
    """
    pattern, known = _national()
    opening = f"{title}\n{text[:_HEAD]}"
    named = {known[m.group()] for m in pattern.finditer(opening)}
    if len(named) != 1:
        return ""
    event = named.pop()
    times = sum(known[m.group()] == event for m in pattern.finditer(text)) + text.count("本届")
    return event if times > 1 and times >= place else ""


@cache
def _nouns() -> re.Pattern[str]:
    nouns = {row[0] for row in lexicon.rows("event_nouns")} | {
        row[0] for row in lexicon.rows("event_heads") if row[1] == "any"
    }
    return re.compile(lexicon.alternation(sorted(nouns - _NO_NAMES)))


# with a word in front no name of their own: disasters, and nouns of any event or structure
_NO_NAMES: Final = frozenset(
    {"事故", "台风", "地震", "洪涝灾害", "洪灾", "火灾", "桥梁", "线路", "赛事", "比赛", "展会"}
)


def event(text: str, title: str) -> str:
    """The event that title and opening name by a name of its own and the text comes back to; "" where there is none."""
    opening = f"{title}\n{text[:_HEAD]}"
    for found in _nouns().finditer(opening):
        name = proper(opening, found.start(), found.end())
        if len(name) <= len(found.group()):
            continue
        if text.count(name) + (name in title) > 1 or text.count(found.group()) > 1:
            return _shorter(name, found.group(), text)
    return ""


def _shorter(name: str, noun: str, text: str) -> str:
    """Without a word in front that the name mostly stands without."""
    first = words.tag(name)[0][0]
    rest = name[len(first) :]
    return rest if len(rest) > len(noun) and text.count(rest) > text.count(name) else name


def proper(text: str, at: int, end: int) -> str:
    """The name that ends in a noun at text[at:end], without a place in front that is only where it is."""
    left = re.search(f"[{HAN}]*$", text[max(0, at - _LEFT) : at])
    run = (left.group() if left else "") + text[at:end]
    kept = ""
    for word, kind in reversed(words.tag(run)):
        if kept and len(kept) >= end - at and not (kind.startswith(_OF_A_NAME) and kind != "m"):
            break
        kept = word + kept
    for size in range(min(6, len(kept) - (end - at) - 1), 1, -1):
        if kept[:size] in places.names():
            return kept[size:]
    return kept
