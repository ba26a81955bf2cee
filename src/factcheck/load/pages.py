"""The geometry of a page: pieces of lines in reading order, columns, and the lines that every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

PAGE_NUMBER = re.compile(
    r"^[\s\-—–_·•.|]*(?:第?\s*\d{1,4}\s*页?|[ivxIVX]{1,6}|Page\s*\d{1,4})"
    r"(?:\s*(?:/|／|共|of|，|,)\s*共?\s*\d{1,4}\s*页?)?[\s\-—–_·•.|]*$"
)
MARGIN = 0.12  # of the page's height: where running heads, feet and page numbers stand
EDGE_LINES = 3  # lines at the top and at the bottom that may repeat


@dataclass(slots=True)
class Piece:
    """Text on one baseline without a wide gap; the box is in points, y grows upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Height in points, at least one."""
        return max(self.top - self.bottom, 1.0)

    def beside(self, other: Piece) -> bool:
        """Whether both stand on one baseline, one to the right of the other."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        apart = max(self.left, other.left) >= min(self.right, other.right)
        return apart and shared > 0.5 * min(self.height, other.height)


@dataclass(slots=True)
class Page:
    """A page's lines (each a list of pieces from left to right) in reading order, and its height in points."""

    number: int
    height: float
    lines: list[list[Piece]] = field(default_factory=list)


def lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces in reading order, those on one baseline together.

    The order of the file is kept, as it is the author's, unless prose columns alternate in it line by line.
    """
    ordered = _by_columns(pieces) if _interleaved(pieces) else list(pieces)
    rows: list[list[Piece]] = []
    for piece in ordered:
        if rows and rows[-1][-1].beside(piece) and rows[-1][-1].right <= piece.left and not _gutter(rows[-1][-1], piece, rows):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _gutter(left: Piece, right: Piece, rows: list[list[Piece]]) -> bool:
    """Two long pieces of prose side by side are two columns, never one line."""
    return len(left.text) >= 12 and len(right.text) >= 12


def _interleaved(pieces: Sequence[Piece]) -> bool:
    """Whether prose columns alternate: many neighbours side by side, long, with one common gutter."""
    pairs = [(a, b) for a, b in pairwise(pieces) if a.beside(b) and min(len(a.text), len(b.text)) >= 6]
    if len(pairs) < 4 or len(pairs) < 0.25 * len(pieces):
        return False
    rights = [min(a.right, b.right) for a, b in pairs]
    lefts = [max(a.left, b.left) for a, b in pairs]
    digits = sum(sum(c.isdigit() for c in a.text + b.text) for a, b in pairs)
    letters = sum(len(a.text) + len(b.text) for a, b in pairs)
    return median(rights) < median(lefts) and digits < 0.4 * letters


def _by_columns(pieces: Sequence[Piece]) -> list[Piece]:
    """Bands between pieces that span the columns; in each band the columns from left to right."""
    width = max(p.right for p in pieces) - min(p.left for p in pieces)
    ordered: list[Piece] = []
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-p.top, p.left)):
        if piece.right - piece.left > 0.62 * width:
            ordered += _columns(band)
            ordered.append(piece)
            band = []
        else:
            band.append(piece)
    return ordered + _columns(band)


def _columns(band: list[Piece]) -> list[Piece]:
    """Pieces column by column: a column ends where no piece stands across the gap to the next."""
    groups: list[tuple[float, list[Piece]]] = []
    for piece in sorted(band, key=lambda p: p.left):
        if groups and piece.left < groups[-1][0] - 1:
            groups[-1] = (max(groups[-1][0], piece.right), [*groups[-1][1], piece])
        else:
            groups.append((piece.right, [piece]))
    return [piece for _, group in groups for piece in sorted(group, key=lambda p: (-p.top, p.left))]


def line_text(line: Sequence[Piece]) -> str:
    """A line's pieces with tabs between them."""
    return "\t".join(piece.text for piece in line)


def repeated(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """(page index, line index) of running heads, feet and page numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_mask(page.lines[i]) for i in _edge(page)})
    need = max(2, round(0.4 * len(pages)))
    return {
        (n, i)
        for n, page in enumerate(pages)
        for i in _edge(page)
        if _is_page_number(page, page.lines[i]) or counts[_mask(page.lines[i])] >= need
    }


def _edge(page: Page) -> Iterator[int]:
    """Indices of the lines nearest to the page's top and bottom."""
    by_height = sorted(range(len(page.lines)), key=lambda i: -page.lines[i][0].top)
    chosen = dict.fromkeys((*by_height[:EDGE_LINES], *by_height[-EDGE_LINES:]))
    yield from (i for i in chosen if _in_margin(page, page.lines[i]))


def _in_margin(page: Page, line: Sequence[Piece]) -> bool:
    top = max(piece.top for piece in line)
    bottom = min(piece.bottom for piece in line)
    return bottom > page.height * (1 - MARGIN) or top < page.height * MARGIN


def _is_page_number(page: Page, line: Sequence[Piece]) -> bool:
    return bool(PAGE_NUMBER.match("".join(piece.text for piece in line)))


def _mask(line: Iterable[Piece]) -> str:
    return re.sub(r"\d+", "#", "".join("".join(piece.text.split()) for piece in line))
