"""Markdown, and plain text that carries its marks: the source stays, edits hide what readers do not see.

Headings, list items, quotes and tables end blocks; emphasis, link targets, code fences, comments,
tags and front matter are hidden. CommonMark's corner cases (nested emphasis, lazy quotes) do not
matter here: a mark left over does no harm, a figure hidden by mistake would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from factcheck.load import columns, table
from factcheck.load.decode import decode
from factcheck.load.limits import Limits
from factcheck.load.markup import tag_edits
from factcheck.load.metadata import front_matter, heading_hints
from factcheck.load.parsed import BLOCK, CELL, END, Hint, Parsed, ordered
from factcheck.model import Cell, Edit

FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\r?\n.*?^(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n.*?^\+\+\+)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
FENCE = re.compile(
    r"^ {0,3}(?P<mark>`{3,}+|~{3,}+)[^\n`]*+\n.*?(?:^ {0,3}(?P=mark)[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)
# one line of block structure: quote marks, then a heading's, item's or rule's mark
BLOCK_MARK = re.compile(
    r"^[ \t\u3000]*(?:>[ \t]?)*(?:(?P<heading>#{1,6}[ \t]+)|(?P<item>[-*+][ \t]+)|(?P<number>\d{1,3}[.)][ \t]+)"
    r"|(?P<rule>(?:-[ \t]*){3,}\r?$|(?:\*[ \t]*){3,}\r?$|(?:_[ \t]*){3,}\r?$|=+[ \t]*\r?$))?",
    re.MULTILINE,
)
TABLE_RULE = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$")
DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S[^\n]*$", re.MULTILINE)
IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,2000})?\)")
LINK = re.compile(r"(?<!!)(\[)[^\[\]\n]{0,500}(\]\((?:[^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,2000})?)\))")
REFERENCE_LINK = re.compile(r"(?<!!)(\[)[^\[\]\n]{1,500}(\]\[[^\[\]\n]{0,200}\])")
AUTOLINK = re.compile(r"<(?:https?|mailto|ftp):[^<>\s]{1,2000}>")
PAIRS = (
    re.compile(r"(\*\*\*|\*\*|__|~~)(?=\S)[^\n]{1,4000}?(?<=\S)(\1)"),
    re.compile(r"(?<![\d*\\])(\*)(?=[^\s*])[^*\n]{1,1000}?(?<=[^\s*])(\*)(?![\d*])"),
    re.compile(r"(?<![\w\\])(_)(?=[^\s_])[^_\n]{1,1000}?(?<=[^\s_])(_)(?!\w)"),
    re.compile(r"(?<!`)(`{1,2})(?!`)[^`\n]{1,1000}?(?<!`)(\1)(?!`)"),
)
ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def parse(data: bytes, path: str, limits: Limits) -> Parsed:
    """A Markdown file."""
    decoded = decode(data)
    return parse_text(decoded.text, decoded.encoding)


def parse_text(text: str, encoding: str) -> Parsed:
    """Decoded text with Markdown and HTML marks in it."""
    edits = ordered(_edits(text))
    tables = list(_tables(text))
    edits = ordered([*edits, *(edit for _, lines in tables for edit in _table_edits(text, lines))])
    found = [cell for above, lines in tables for cell in table.cells(_grid(text, lines), above)]
    gaps, spaced = columns.read(text, [(lines[0][0], lines[-1][1]) for _, lines in tables])
    edits = ordered([*edits, *gaps])
    found = sorted([*found, *spaced])
    hints = (*front_matter(text, FRONT_MATTER), *heading_hints(text), Hint("encoding", encoding, "inferred"))
    return Parsed(text, edits, (), _without_marks(found), hints)


def _without_marks(found: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells whose labels read as words: emphasis marks and tags taken out."""
    return tuple(cell._replace(row=_words(cell.row), column=_words(cell.column)) for cell in found)


def _words(label: str) -> str:
    return re.sub(r"[*`]|<[^<>]*>|(?<!\w)_|_(?!\w)", "", label).strip()


def _edits(text: str) -> Iterator[Edit]:
    if (front := FRONT_MATTER.match(text)) is not None:
        yield Edit(0, front.end(), BLOCK)
    for pattern in (FENCE, DEFINITION, IMAGE, AUTOLINK):
        for found in pattern.finditer(text):
            yield Edit(found.start(), found.end(), BLOCK if pattern is FENCE else "")
    for pattern in (LINK, REFERENCE_LINK, *PAIRS):
        for found in pattern.finditer(text):
            yield Edit(*found.span(1), "")
            yield Edit(*found.span(2), "")
    for found in ESCAPE.finditer(text):
        yield Edit(found.start(), found.end(), "")
    yield from tag_edits(text)
    yield from _block_edits(text)


def _block_edits(text: str) -> Iterator[Edit]:
    """A mark at the head of a line ends the block before; a heading ends with its line."""
    for found in BLOCK_MARK.finditer(text):
        kind = found.lastgroup
        if kind is None and ">" not in found[0]:
            continue
        if kind == "number":  # the number itself stays in the text
            yield from _line_end_before(text, found.start())
            if found.start("number") > found.start():
                yield Edit(found.start(), found.start("number"), "")
            continue
        if found.end() > found.start():
            yield Edit(found.start(), found.end(), END if kind else "")
        if kind == "item" and (end := text.find("\n", found.end())) >= 0 and text.startswith("\n", end + 1):
            yield Edit(end, end + 1, END)  # the last of a list
        if kind == "heading" and (end := text.find("\n", found.end())) >= 0:
            yield Edit(end, end + 1, END)


def _line_end_before(text: str, start: int) -> Iterator[Edit]:
    if start > 0:
        yield Edit(start - 1, start, BLOCK)


def _tables(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """(text above, spans of the lines) of each pipe table; the second line of the spans is the rule."""
    if "|" not in text or "---" not in text.replace(" ", ""):
        return
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    i = 1
    while i < len(lines):
        head, rule = text[slice(*lines[i - 1])], text[slice(*lines[i])]
        if "|" in head and "|" in rule and TABLE_RULE.match(rule) and lines[i - 1][1] + 1 == lines[i][0]:
            last = i
            while last + 1 < len(lines) and _goes_on(text, lines[last], lines[last + 1]):
                last += 1
            above = " ".join(text[slice(*line)] for line in lines[max(0, i - 4) : i - 1])
            yield above, lines[i - 1 : last + 1]
            i = last + 1
        i += 1


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether the next line is a row of the same table."""
    return following[0] == line[1] + 1 and "|" in text[slice(*following)]


def _bars(text: str, span: tuple[int, int]) -> list[int]:
    return [i for i in range(*span) if text[i] == "|" and text[i - 1 : i] != "\\"]


def _table_edits(text: str, lines: list[tuple[int, int]]) -> Iterator[Edit]:
    """Bars become cell ends, the rule disappears."""
    for number, span in enumerate(lines):
        if number == 1:
            yield Edit(*span, "")
            continue
        for bar in _bars(text, span):
            yield Edit(bar, bar + 1, CELL)
        if text[span[1] : span[1] + 1] == "\n":
            yield Edit(span[1], span[1] + 1, CELL)


def _grid(text: str, lines: list[tuple[int, int]]) -> list[list[table.Box]]:
    return [_boxes(text, span) for number, span in enumerate(lines) if number != 1]


def _boxes(text: str, span: tuple[int, int]) -> list[table.Box]:
    """The cells of one line between its bars; the bars at its ends are optional."""
    bars = _bars(text, span)
    cuts = [span[0] - 1, *bars, span[1]]
    boxes = []
    for left, right in pairwise(cuts):
        raw = text[left + 1 : right]
        inner = raw.strip(" \t\r>")
        start = left + 1 + (raw.index(inner) if inner else 0)
        boxes.append(table.Box(start, start + len(inner), inner))
    if bars and not text[span[0] : bars[0]].strip(" \t>"):
        boxes = boxes[1:]
    if bars and not text[bars[-1] + 1 : span[1]].strip():
        boxes = boxes[:-1]
    return boxes
