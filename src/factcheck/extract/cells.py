"""A table's figures as the sentences they stand for: 地区生产总值 | 2024年 | 5230.4 is 2024年地区生产总值为5230.4亿元.

What the table says in its row, its column and its unit is put around the figure by edits of no
width, so that the grammar of sentences reads it and the figure keeps its place in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final
from unicodedata import normalize

from factcheck import headings, quantity
from factcheck.extract import entities, periods
from factcheck.model import Cell, Document, Edit

_MARKS: Final = re.compile(r"<[^<>]*>|[*`\s]")
_FIGURE: Final = re.compile(r"[+\-−－]?(?:约|近|超)?\d[\d,，]*(?:\.\d+)?(?P<unit>[^\d\s]{0,6})")
_NUMBERING: Final = re.compile(
    r"^(?:[#＃*·•]+|其中[:：]?|[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]|[(（]\d{1,2}[)）]|\d{1,2}(?:\.\d{1,2})*[、.．]?(?=[^\d%年月日岁歲\-－—–~～至到]))+"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_THIS: Final = re.compile(r"(?:本|当|报告|本报告)(?:年度?|期|月|季度?|报告期)")  # as the heading of a column says it
_GROWS: Final = re.compile(r"(?:增长|上升|提高|增加|下降|减少|降低|下跌|上涨)$")


def worded(document: Document) -> Document:
    """The document with the figures of its tables worded; the same one where it has none."""
    added: list[Edit] = []
    published = document.source.published
    for _, row in groupby(document.cells, key=lambda cell: cell.row):
        cells = list(_with_what_changes(row))
        lent = _lent(tuple(cell.column for cell in cells), published)
        for cell, latest in zip(cells, lent, strict=True):
            words = _around(cell, document.text[cell.start : cell.end], latest, published)
            if words is not None:
                added += [Edit(cell.start, cell.start, words[0]), Edit(cell.end, cell.end, words[1])]
    if not added:
        return document
    return replace(document, edits=tuple(sorted([*document.edits, *_outside(added, document.edits)])))


def _with_what_changes(row: Iterable[Cell]) -> Iterator[Cell]:
    """The figures of one row; 增速 alone in the row of a place is the growth of the column before it."""
    measured = ""
    for cell in row:
        kind = headings.role(cell.column)
        if kind not in ("change", "shift", "share"):
            measured = cell.column
        elif measured and _is_owner(cell.row):
            yield cell._replace(column=f"{measured} {cell.column}")
            continue
        yield cell


@lru_cache(maxsize=256)
def _lent(columns: tuple[str, ...], published: date | None) -> tuple[str, ...]:
    """For each column of a row the time that its figure is of where it names none.

    A change or share is of the columns to its left, up to the change before them (9月 | 同比 | 1-9月 | 同比).
    """
    named = [_times(column, published) for column in columns]
    everywhere = _latest([time for times in named for time in times], published)
    out: list[str] = []
    group: list[str] = []
    last, closed = "", False
    for column, times in zip(columns, named, strict=True):
        changes = headings.role(column) in ("change", "shift", "share")
        if changes:
            last = (_latest(group, published) or (group[0] if len(group) == 1 else "")) if group else last
        elif closed:
            group = []
        group += () if changes else times
        closed = changes
        out.append(last or everywhere)
    return tuple(out)


def _times(column: str, published: date | None) -> list[str]:
    """The times that the heading of a column names."""
    times: list[str] = []
    for part in _parts(column):
        _timeless(part, times, published)
    return times


def _latest(times: list[str], published: date | None) -> str:
    """The last of some times, "" where none of them can be told."""
    ends = {text: period.end for text in times for p in periods.find(text, published) if (period := p.period)}
    return max(ends, key=lambda text: ends[text]) if ends else ""


def _outside(added: list[Edit], edits: tuple[Edit, ...]) -> Iterator[Edit]:
    """Those that stand in no other edit: what is hidden is not worded."""
    ends = [edit.end for edit in edits]
    for before, after in zip(added[::2], added[1::2], strict=True):
        at = bisect_left(ends, before.start + 1)
        if at == len(edits) or edits[at].start >= before.start:
            yield before
            yield after


def _around(cell: Cell, text: str, latest: str, published: date | None) -> tuple[str, str] | None:
    """What stands before and behind the figure of a cell, or None where it is no figure of a named row."""
    figure = _FIGURE.fullmatch(_MARKS.sub("", text).translate(_HALF))
    if figure is None or not (cell.row or cell.column) or _YEAR.fullmatch(figure.group()):
        return None
    kind = headings.role(cell.column)
    if kind == "code" or (kind == "shift" and not cell.unit):
        return None
    own = figure["unit"]
    if own and own not in "%％‰" and quantity.lookup(own) is None:
        return None
    subject = _subject(cell.row, cell.column, latest if kind else "", published)
    if subject is None:
        return None
    return subject + ("" if _GROWS.search(subject) else "为"), "" if own else cell.unit


@lru_cache(maxsize=4096)
def _subject(row: str, column: str, latest: str, published: date | None) -> str | None:
    """The words for a row and a column in the order of a sentence: when, whose, what, and how it is measured.

    `latest` is the time where they name none.
    """
    times: list[str] = []
    what = [_timeless(part, times, published) for part in _parts(row)]
    column_parts = dict.fromkeys(_timeless(headings.phrase(part), times, published) for part in _parts(column))
    named = "".join(what)
    heading = "".join(part for part in column_parts if not named or headings.role(part) != "value")
    if not named and not heading:
        return None
    times = [t for t in times if not _THIS.fullmatch(t)] or [latest]
    owner_first = heading and _is_owner(heading) and not _is_owner(named)
    return "".join(sorted(times, key=lambda t: "年" not in t)) + (heading + named if owner_first else named + heading)


_HALF: Final = str.maketrans("０１２３４５６７８９％．", "0123456789%.")


def _parts(label: str) -> list[str]:
    """A label's words without numbering; a bare year becomes one."""
    found = (_NUMBERING.sub("", part) for part in label.translate(_HALF).split())
    return [f"{part}年" if _YEAR.fullmatch(part) else part for part in found if part]


def _timeless(label: str, times: list[str], published: date | None) -> str:
    """The label without the time that opens or ends it, which goes to `times`."""
    for found in periods.find(label, published):
        at_an_end = found.start == 0 or found.end == len(label)
        if found.role != "reference" and found.end > found.start and at_an_end:
            times += [found.text] if found.text not in times else []
            return (label[: found.start] + label[found.end :]).strip("的")
    return label


def beside(document: Document) -> dict[int, str]:
    """For the begin of each figure in a table, a figure beside it in its row, else in the row before.

    Tables that nobody is named in (2024年 | 增长率) say the same words of other places; what stands beside tells.
    """
    found: dict[int, str] = {}
    last = ""
    for _, row in groupby(document.cells, key=lambda cell: cell.row):
        figures = [(cell.start, digits) for cell in row if (digits := _digits(document.text[cell.start : cell.end]))]
        for n, (start, _) in enumerate(figures):
            found[start] = figures[n - 1][1] if n else figures[1][1] if len(figures) > 1 else last
        last = figures[-1][1] if figures else last
    return found


def _digits(text: str) -> str:
    return "".join(re.findall(r"[\d.]", normalize("NFKC", text)))


def _is_owner(label: str) -> bool:
    """Whether a label is a place's name and nothing else."""
    found = entities.find(label, 0, len(label))
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(label))
