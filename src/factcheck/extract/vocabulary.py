"""The words that shape a statistical sentence, found in one pass over its text.

A token is a span with the classes that the lexicon gives its word: the name or head of an
indicator, a verb of change, a basis, a connector, a word of forecast, a place. Longest match wins,
so that 增加值 is never read as 增加.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from factcheck import lexicon
from factcheck.extract import trade
from factcheck.extract.terms import Terms

Kind = Literal["name", "change", "basis", "link", "forecast", "revision", "source", "field", "scope", "event", "of"]


class Token:
    """A known word in folded text; `meaning` is what its table says of it (sign and sense, basis, canonical name)."""

    __slots__ = ("end", "kind", "meaning", "start", "word")

    def __init__(self, start: int, end: int, word: str, kind: Kind, meaning: tuple[str, ...]) -> None:
        self.start = start
        self.end = end
        self.word = word
        self.kind = kind
        self.meaning = meaning

    def moved(self, by: int) -> Token:
        """The same word, its place counted from elsewhere."""
        return Token(self.start + by, self.end + by, self.word, self.kind, self.meaning)


# the earlier table wins where a word stands in several
_TABLES: Final[tuple[tuple[str, Kind], ...]] = (
    ("scope_words", "scope"),
    ("rank_fields", "field"),
    ("direction_words", "change"),
    ("basis_words", "basis"),
    ("revision_words", "revision"),
    ("forecast_words", "forecast"),
    ("attribution", "source"),
    ("event_verbs", "event"),
    ("connectors", "link"),
)


_SHARE_OF: Final = re.compile(r"占.+(?:比重|比例|份额)|^占..{2,}")


_BOOKS: Final = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算")


@cache
def _entries() -> dict[str, tuple[Kind, tuple[str, ...]]]:
    table: dict[str, tuple[Kind, tuple[str, ...]]] = {}
    for row in trade.indicators():
        for word in (row[0], *filter(None, row[1].split("|"))):
            if not _SHARE_OF.search(word):  # a share is read from its parts
                table.setdefault(word, ("name", (row[0],)))
    verbs = {row[0] for row in lexicon.rows("connectors")}
    for row in lexicon.rows("heads"):
        if row[0] not in verbs and not _SHARE_OF.search(row[0]):
            table.setdefault(row[0], ("name", ("", *row[1:])))
    for noun in ("增长幅", "增长幅度"):
        table[noun] = ("name", ("", "growth", "%"))
    for name, kind in _TABLES:
        for row in lexicon.rows(name):
            if len(row[0]) > 1:  # a single character is judged by its place, not here
                table.setdefault(row[0], (kind, tuple(row[1:])))
    # of a size, whose it is, of a kind: no bound, no share, no change
    for word in ("规模以上", "应占", "增值服务", "增值业务", "增值电信"):
        table[word] = ("name", ("", "level", "-"))
    for word in lexicon.sign_words("joined"):
        table.setdefault(word, ("name", ("", "level", "-")))
    for word in _BOOKS:  # 一般公共预算教育支出 was spent, not planned
        table.setdefault(word, ("scope", ("",)))
    for word in ("占据",):
        table[word] = ("link", ("verb",))
    for word in ("占", "约占", "仅占", "只占", "共占", "合占", "各占", "均占", "已占"):
        table[word] = ("of", ())
    return table


@cache
def _terms() -> tuple[Terms, tuple[tuple[str, Kind, tuple[str, ...]], ...]]:
    """The words, and of each what its token says."""
    return Terms(_entries()), tuple((word, kind, meaning) for word, (kind, meaning) in _entries().items())


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The known words in text[start:end], left to right, none overlapping."""
    terms, entries = _terms()
    return [Token(s, e, *entries[which]) for which, s, e in terms.hits(text, start, end)]


def names(text: str) -> list[int]:
    """Where the name or head of an indicator begins, left to right."""
    terms, entries = _terms()
    return [start for which, start, _ in terms.find(text) if entries[which][1] == "name"]


def senses(text: str, start: int, end: int, kinds: frozenset[Kind]) -> set[str]:
    """What the known words of some kinds in text[start:end] mean, first of all."""
    terms, entries = _terms()
    return {entries[which][2][0] for which, _, _ in terms.hits(text, start, end) if entries[which][1] in kinds}


def bases(text: str, start: int, end: int) -> list[str]:
    """The bases of comparison that text[start:end] names (同比, 年均), in order."""
    return [t.meaning[0] for t in tokens(text, start, end) if t.kind == "basis"]
