"""Every numeral is a claim or a ledger entry: what neither the claims nor the skipped figures cover."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from factcheck.model import Document

_DIGITS: Final = re.compile(r"[0-9０-９][0-9０-９A-Za-z.,:/%+-]*")
_LETTERS: Final = frozenset("#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NUMBERED: Final = 3  # letters before the digits that belong to them: No1, #12
# outside what readers see, also those in Chinese: in the text itself the scan has looked at each of them
_CHINESE: Final = re.compile("[〇零一二两兩三四五六七八九十百千万萬亿億兆廿卅]+")
# each begins with its literal, which `re` looks for first
_ADDRESSES: Final = tuple(re.compile(begin + r"[^\s)）\"'<>，。]+") for begin in ("https?://", r"www\."))
_KINDS: Final = (*((address, "address") for address in _ADDRESSES), (_DIGITS, "other"), (_CHINESE, "markup"))


def leftovers(document: Document, covered: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Numerals that neither claim nor ledger holds: markup, addresses, boilerplate."""
    found: list[tuple[int, int, str]] = []
    edits = [(e.start, e.end) for e in document.edits]
    known = -1
    for pattern, reason in _KINDS:
        if len(found) != known:
            taken = sorted(covered + [(s, e) for s, e, _ in found])
            starts, ends = [s for s, _ in taken], list(itertools.accumulate((e for _, e in taken), max))
            known = len(found)
        for start, end in _places(pattern, document, edits):
            at = bisect_right(starts, end - 1) - 1
            if at >= 0 and ends[at] > start:
                continue
            found.append((start, end, "markup" if reason == "other" and _inside(edits, start, document) else reason))
    return found


def _places(pattern: re.Pattern[str], document: Document, edits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the pattern is found in the text; Chinese numerals only in what is hidden."""
    if pattern is _DIGITS:
        return list(_with_letters(document.text))
    if pattern is not _CHINESE:
        return [found.span() for found in pattern.finditer(document.text)]
    hidden = [(start, end) for start, end in edits if end - start > 1]
    if not pattern.search("\n".join(document.text[start:end] for start, end in hidden)):
        return []
    return [found.span() for start, end in hidden for found in pattern.finditer(document.text, start, end)]


def _with_letters(text: str) -> Iterator[tuple[int, int]]:
    """Where digits stand, with the few letters right before them: to look for the digits first is the faster way."""
    last = 0
    for found in _DIGITS.finditer(text):
        start, end = found.span()
        if start and text[start - 1] in _LETTERS:
            floor = max(last, start - _NUMBERED)
            while start > floor and text[start - 1] in _LETTERS:
                start -= 1
        yield start, end
        last = end


def _inside(edits: list[tuple[int, int]], start: int, document: Document) -> bool:
    """Whether a place is inside an edit."""
    hidden = bisect_right(edits, (start, len(document.text))) - 1
    return hidden >= 0 and edits[hidden][1] > start
