"""Numerals that label rather than count: letters and digits, list markers, numerals inside words."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from factcheck.extract import nonfigures, numbers, units
from factcheck.extract.mention import Mention, Passed
from factcheck.extract.reading import At, currency_marks, run_end
from factcheck.lexicon import rows

_ASCII: Final = re.compile(r"[A-Za-z0-9_]{1,64}(?:[\-./][A-Za-z0-9_]{1,64}){0,4}")
_TOO_LONG: Final = re.compile(f"[0-9,.]{{{numbers.LONGEST + 1},}}|[{nonfigures.NUMERAL[3:]}]{{{numbers.LONGEST + 1},}}")
_DIGITS: Final = frozenset(nonfigures.NUMERAL[3:] + "0123456789,.")


def too_long(at: At) -> Mention | Passed | None:
    """A run of more digits than any figure has."""
    if at.text[at.pos + numbers.LONGEST : at.pos + numbers.LONGEST + 1] not in _DIGITS:
        return None
    match = _TOO_LONG.match(at.text, at.pos, at.limit)
    return Passed(at.pos, match.end(), "too long", "too long") if match else None


def mark(at: At) -> Mention | Passed | None:
    """① ⑴ ㈠ open an item of a list; Roman numerals belong to names."""
    c = at.text[at.pos]
    if "①" <= c <= "⒛" or "㈠" <= c <= "㈩":
        return Passed(at.pos, at.pos + 1, "list_marker", "circled number")
    return Passed(at.pos, at.pos + 1, "name", "roman numeral") if "Ⅰ" <= c <= "ⅿ" else None


@cache
def _abbreviations() -> frozenset[str]:
    """Letters that name an indicator: what touches them may be its figure (GDP5.2万亿元, EBITDA6亿元)."""
    named = {name for row in rows("indicators") for name in (row[0], *row[1].split("|"))}
    return _SHORT | {name for name in named if name.isascii() and name.isalpha()}


_SHORT: Final = frozenset(
    ("CPI", "CR", "EPS", "FDI", "GDP", "GNI", "IPO", "LPR", "M", "MLF", "ODI", "PB", "PE", "PMI", "PPI", "ROE", "SLF")
)


def glued(at: At) -> Mention | Passed | None:
    """Letters that touch the digits make a name (M9, 5G-A, t0ur1st), unless they are a unit or a currency."""
    text, pos = at.text, at.pos
    if not text[pos].isascii():
        return None
    start = pos
    while (
        start > at.floor
        and pos - start < 64
        and (text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] == "_"))
    ):
        start -= 1
    letters = text[start:pos]
    if not letters and pos - at.floor >= 2 and text[pos - 1] in "-." and _is_letter(text[pos - 2]):
        start = pos - 2
        letters = text[start:pos]
    if letters:
        end = numbers.arabic(text, pos, at.limit)
        figure = text[end : end + 1] == "%" or units.match(text, end, at.limit) or text[end : end + 1] in "万亿"
        if letters in currency_marks() or (letters in _abbreviations() and figure and text[end : end + 1]):
            return None
        match = _ASCII.match(text, start, at.limit)
        return Passed(start, max(match.end() if match else 0, pos + 1), "name", "letters and digits")
    end = numbers.arabic(text, pos, at.limit)
    if end < at.limit and _is_letter(text[end]) and not units.match(text, end, at.limit):
        match = _ASCII.match(text, pos, at.limit)
        return Passed(pos, max(match.end() if match else 0, end), "name", "digits and letters")
    return None


def _is_letter(c: str) -> bool:
    return c.isascii() and c.isalpha()


def rest(at: At) -> Mention | Passed | None:
    """What no other reader took: a numeral inside a word. Always answers."""
    digits = at.text[at.pos].isascii()
    return Passed(at.pos, max(run_end(at), at.pos + 1), "other" if digits else "word", "numeral in a word")


def no_figure(at: At) -> Mention | Passed | None:
    """Versions, scores, clock times, list markers, phases …: see `nonfigures`."""
    region = nonfigures.around(at.text, at.pos, at.floor, at.limit)
    return Passed(region.start, region.end, region.reason, region.rule) if region else None
