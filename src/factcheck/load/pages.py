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
# what browsers print over and under a page: the day of printing, the address and page n of m
BROWSER = re.compile(
    r"^(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:上午|下午)?\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s|$)|(?:file|https?)://\S+\s+\d+/\d+$)"
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


def lines(pieces: Sequence[Piece], *, scanned: bool = False) -> list[list[Piece]]:
    """Pieces in reading order, those on one baseline together.

    The order of the file is kept, as it is the author's, unless prose columns alternate in it line
    by line, or there is no author's order as the page was `scanned`.
    """
    if scanned and pieces:
        ordered = _by_columns(_level(pieces))
    else:
        ordered = _by_columns(pieces) if _interleaved(pieces) else list(pieces)
    rows: list[list[Piece]] = []
    for piece in ordered:
        if rows and _goes_on(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _level(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces from top to bottom; those side by side on one line get one height, as scans are never quite level."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.top):
        row = next((row for row in rows[-3:] if row[0].beside(piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(Piece(piece.text, piece.left, row[0].bottom, piece.right, row[0].top))
    return [piece for row in rows for piece in row]


def _goes_on(left: Piece, right: Piece) -> bool:
    """Whether `right` goes on with the line of `left`; two long pieces side by side are two columns."""
    columns = len(left.text) >= 12 and len(right.text) >= 12
    return left.beside(right) and left.right <= right.left and not columns


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
        if _is_furniture(page.lines[i]) or counts[_mask(page.lines[i])] >= need
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


def _is_furniture(line: Sequence[Piece]) -> bool:
    """A page number, or what a browser prints in the margins."""
    text = line_text(line)
    return bool(PAGE_NUMBER.match(text) or BROWSER.match(text))


def _mask(line: Iterable[Piece]) -> str:
    return re.sub(r"\d+", "#", "".join("".join(piece.text.split()) for piece in line))


def grids(page: Page) -> Iterator[tuple[int, list[list[Piece | None]]]]:
    """(index of the first line, rows of equal width) of each table: lines whose pieces stand under one another."""
    first = 0
    for i in range(len(page.lines) + 1):
        if i < len(page.lines) and len(page.lines[i]) > 1:
            continue
        if i - first >= 2 and (grid := _aligned(page.lines[first:i])) is not None:
            yield first, grid
        first = i + 1


def _aligned(rows: Sequence[list[Piece]]) -> list[list[Piece | None]] | None:
    """The rows with None for empty cells, or None where they are no table but stretched lines."""
    columns = [(piece.left, piece.right) for piece in max(rows, key=len)]
    grid = [_placed(row, columns) for row in rows]
    filled = [row for row in grid if row is not None]
    if len(filled) < len(rows) or not _has_figures(filled):
        return None
    return filled


def _placed(row: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> list[Piece | None] | None:
    """Each piece in the column it overlaps or is nearest to; None where two fall into one."""
    placed: list[Piece | None] = [None] * len(columns)
    for piece in row:
        middle = (piece.left + piece.right) / 2
        i = min(range(len(columns)), key=lambda n: _distance(piece, middle, columns[n]))
        if placed[i] is not None:
            return None
        placed[i] = piece
    return placed


def _distance(piece: Piece, middle: float, column: tuple[float, float]) -> float:
    overlap = min(piece.right, column[1]) - max(piece.left, column[0])
    return -overlap if overlap > 0 else abs(middle - (column[0] + column[1]) / 2)


def _has_figures(grid: Sequence[Sequence[Piece | None]]) -> bool:
    """Whether some column after the first holds figures in at least half of its cells, two or more."""
    for column in list(zip(*grid, strict=True))[1:]:
        texts = [piece.text for piece in column if piece is not None]
        figures = sum(1 for text in texts if re.fullmatch(r"[-+−]?[\d,，.\s]*\d[%％]?", text))
        if figures >= 2 and figures * 2 >= len(texts):
            return True
    return False
