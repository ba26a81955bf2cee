"""Looking for the words of a list in a text, in one pass whatever the number of words.

The automaton is that of `ahocorasick_rs`: over this project's lists it is eight times as fast as the
same search by a regular expression, and exact where the words overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")  # has no UTF-8, which the automaton reads


_SHORT: Final = 2000  # words
DOCUMENT: Final = 100  # characters of a text that will be asked about sentence by sentence

_START: Final = itemgetter(1)
Hit = tuple[int, int, int]  # place in the list of words, start, end: as the automaton gives it


class Terms:
    """A list of words to be found; `words` is that list, as the places in it are what a search yields."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        kind = Implementation.DFA if len(self.words) < _SHORT else None  # twice as fast, but long to build
        self._automaton = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest, implementation=kind)
        # a document, the hits in it, their starts; replaced as a whole, for threads may share it
        self._last: tuple[str, list[Hit], list[int]] = "", [], []

    def find(self, text: str) -> list[Hit]:
        """The longest word at each place, left to right, none overlapping."""
        try:
            found: list[Hit] = self._automaton.find_matches_as_indexes(text)
        except UnicodeEncodeError:
            found = self._automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text))
        return found

    def hits(self, text: str, start: int, end: int) -> list[Hit]:
        """What `find` finds in text[start:end], as offsets of the text.

        A document is searched once, when it is first asked about, and handed out by stretch.
        """
        of, found, starts = self._last
        if of is not text:
            if len(text) < DOCUMENT:
                return self._inside(text, start, end)
            found = self.find(text)
            starts = list(map(_START, found))
            self._last = text, found, starts
        first = bisect_left(starts, start)
        last = bisect_left(starts, end, first)
        if (first and found[first - 1][2] > start) or (last > first and found[last - 1][2] > end):
            return self._inside(text, start, end)  # a word stands across the edge: there may be a shorter one inside
        return found[first:last]

    def _inside(self, text: str, start: int, end: int) -> list[Hit]:
        return [(which, start + s, start + e) for which, s, e in self.find(text[start:end])]

    def within(self, text: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """`hits` with the words themselves."""
        return [(s, e, self.words[which]) for which, s, e in self.hits(text, start, end)]
