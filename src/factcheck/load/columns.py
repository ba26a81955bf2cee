"""Tables in plain text: rows a line each, their cells parted by tabs, bars, a wide space or two and more spaces.

A run of lines is a table only where the lines are alike: as many cells each, words and figures in
the same ones, under a line of headings with as many words. Anything less is text with odd spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.load import table
from factcheck.load.parsed import CELL
from factcheck.load.table import Box
from factcheck.model import Cell, Edit

GAP = re.compile(r"[ \u3000]*(?:[|│┃][ \t\u3000]*)+|[ \u3000]*\t[ \t\u3000]*|[ \u3000]{2,}|\u3000")
RULE = re.compile(r"^[\s\-─━═—=+|│┃┼├┤┌┐└┘┬┴╋┠┨┯┷]+$")
CANDIDATE = re.compile(r"(?:\t|[ \u3000]{2}|\u3000|[|│┃] ?)[+\-−－]?\d")
TOLD = re.compile(r"[+\-−－]?\d+\.\d|[^，]*，.*\d")  # 60.2万, 12万，其中: what a heading does not say
ABOVE = 3  # lines over a table in which its unit may be stated


@dataclass(slots=True)
class Line:
    """A line's cells; `rule` where it is drawn and not written."""

    start: int
    end: int
    boxes: list[Box]
    rule: bool = False

    def kinds(self) -> str:
        """`f` for a figure, `w` for words, `-` for nothing, cell by cell."""
        return "".join(_kind(box.text) for box in self.boxes)


def _kind(text: str) -> str:
    if table.NOTHING.match(text):
        return "-"
    return "f" if table.is_figure(text) else "w"


def read(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[list[Edit], list[Cell]]:
    """Edits that end the cells of the tables in `text` outside `taken`, and the cells with their labels."""
    edits: list[Edit] = []
    cells: list[Cell] = []
    if CANDIDATE.search(text) is None:
        return edits, cells
    lines = [line for line in _lines(text) if not any(s <= line.start < e for s, e in taken)]
    for first, last in _tables(lines):
        rows = [line for line in lines[first:last] if not line.rule]
        width = max(len(row.boxes) for row in rows)
        above = " ".join(text[line.start : line.end] for line in lines[max(0, first - ABOVE) : first])
        cells += table.cells([_widened(row.boxes, width) for row in rows], above)
        for line in lines[first:last]:
            edits += _edits(text, line)
    return edits, cells


def _lines(text: str) -> Iterator[Line]:
    """The lines that are not blank."""
    for found in re.finditer(r"[^\r\n]+", text):
        if found[0].isspace():
            continue
        if RULE.match(found[0]):
            yield Line(found.start(), found.end(), [], rule=True)
        else:
            yield Line(found.start(), found.end(), list(_boxes(text, found.start(), found.end())))


def _boxes(text: str, start: int, end: int) -> Iterator[Box]:
    line = text[start:end].strip(" \t\u3000|│┃")
    start = text.index(line, start)
    at = start
    for gap in GAP.finditer(line):
        yield Box(at, start + gap.start(), text[at : start + gap.start()])
        at = start + gap.end()
    yield Box(at, start + len(line), text[at : start + len(line)])


def _tables(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """(first, end) of each table among `lines`, its headings included."""
    at = 0
    while at < len(lines):
        end = _alike(lines, at)
        if end is None:
            at += 1
            continue
        if (first := _headings(lines, at)) < at:
            yield first, end
        at = end


def _alike(lines: Sequence[Line], at: int) -> int | None:
    """The end of the rows that are like the one at `at`, if there are two and they hold words and figures."""
    pattern = lines[at].kinds()
    if lines[at].rule or "w" not in pattern or "f" not in pattern or not pattern.rstrip("-").endswith("f"):
        return None
    end, rows = at + 1, 1
    while end < len(lines) and (lines[end].rule or _agree(pattern, lines[end].kinds())):
        rows += not lines[end].rule
        end += 1
    return end if rows > 1 else None


def _agree(pattern: str, kinds: str) -> bool:
    """Whether two rows have words and figures in the same cells; an empty cell agrees with any."""
    return len(pattern) == len(kinds) and all(a == b or "-" in (a, b) for a, b in zip(pattern, kinds, strict=True))


def _headings(lines: Sequence[Line], at: int) -> int:
    """Where the headings over the rows begin: a line of as many words, or of one less where the corner is empty."""
    above = at - 1
    while above >= 0 and lines[above].rule:
        above -= 1
    if above < 0 or "f" in lines[above].kinds() or any(TOLD.match(box.text) for box in lines[above].boxes[1:]):
        return at
    named, wanted = len(lines[above].boxes), len(lines[at].boxes)
    return above if named > 1 and named in (wanted, wanted - 1) else at


def _widened(boxes: list[Box], width: int) -> list[Box]:
    """A row with the empty corner that its line does not print."""
    return [Box(boxes[0].start, boxes[0].start, "")] * (width - len(boxes)) + boxes


def _edits(text: str, line: Line) -> Iterator[Edit]:
    """Gaps end cells, and so does the line; what is drawn is hidden."""
    if line.rule:
        yield Edit(line.start, line.end, "")
        return
    for left, right in pairwise(line.boxes):
        yield Edit(left.end, right.start, CELL)
    stop = line.end + (text[line.end : line.end + 1] in ("\n", "\r"))
    if stop > line.boxes[-1].end:
        yield Edit(line.boxes[-1].end, stop, CELL)
