"""PDF by PDFium: the text of each page in reading order, running heads, feet and page numbers set aside.

The text is what PDFium extracts, so offsets count in that; an anchor names each page. PDFium is
native code and not safe in threads: this module runs in a worker process with a deadline.
"""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterator
from typing import Any

from factcheck.load import pages as geometry
from factcheck.load import table
from factcheck.load.limits import Limits
from factcheck.load.metadata import hint
from factcheck.load.pages import Page, Piece
from factcheck.load.parsed import CELL, Hint, Parsed, Unreadable, ordered
from factcheck.model import Anchor, Cell, Edit, Problem

SCANNED = 8  # characters; a page with fewer and with a picture is a scan
GAP = 1.6  # times the height of a character: a wider gap parts cells or columns
PRINTED = re.compile(r"Skia|Chrom|Quartz|wkhtml|Firefox|cairo", re.IGNORECASE)  # a browser's print: made on reading
UNTITLED = re.compile(
    r"^(?:untitled|about:blank|无标题|未命名|文档\d*|document\d*)$|\.(?:html?|docx?|xlsx?|pdf|indd|cdr)$", re.IGNORECASE
)
DROPPED = dict.fromkeys((0x02, 0xFFFE, 0xAD, 0x0D, 0x200B, 0xFEFF), None)


def parse(data: bytes, path: str, limits: Limits) -> Parsed:
    """A PDF file."""
    import pypdfium2

    if b"%PDF-" not in data[:1024]:
        raise Unreadable("不是 PDF：文件头不对，可能后缀写错或文件损坏")
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        reason = "有密码，无法打开" if "assword" in str(error) else "损坏或不完整，无法打开"
        raise Unreadable(f"PDF {reason}") from None
    problems: list[Problem] = []
    if count > limits.pages:
        reason = f"共 {count} 页，超过上限，只读了前 {limits.pages} 页"
        problems.append(Problem(path, reason, f"第{limits.pages + 1}页起"))
    started = time.monotonic()
    read: list[Page] = []
    for index in range(min(count, limits.pages)):
        if time.monotonic() - started > limits.seconds:
            problems.append(Problem(path, f"读取超过 {limits.seconds:g} 秒，只读了前 {index} 页", f"第{index + 1}页起"))
            break
        read.append(_page(document, index, problems, path, limits))
    hints = tuple(_hints(document.get_metadata_dict()))
    document.close()
    return _assemble(read, hints, tuple(problems))


def _page(document: Any, index: int, problems: list[Problem], path: str, limits: Limits) -> Page:
    import pypdfium2

    label = f"第{index + 1}页"
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        problems.append(Problem(path, "此页损坏，无法读取", label))
        return Page(index + 1, 0)
    text = page.get_textpage()
    pieces = list(_pieces(text))
    scanned = sum(len(piece.text) for piece in pieces) < SCANNED and _has_picture(page)
    if scanned:
        pieces = _scanned(page, path, label, problems)
    height = page.get_height()
    text.close()
    page.close()
    return Page(index + 1, height, geometry.lines(pieces, scanned=scanned))


def _pieces(text: Any) -> Iterator[Piece]:
    """PDFium's characters in file order, cut at line ends and at wide gaps."""
    import pypdfium2.raw as raw

    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = box
    piece: Piece | None = None
    for i in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, i))
        if char in "\r\n":
            yield from _emit(piece)
            piece = None
            continue
        if char.isspace() or char == "\0":
            if piece is not None:
                piece.text += " "
            continue
        raw.FPDFText_GetCharBox(text, i, left, right, bottom, top)
        if piece is not None and _apart(piece, left.value, bottom.value, top.value):
            yield from _emit(piece)
            piece = None
        if piece is None:
            piece = Piece(char, left.value, bottom.value, right.value, top.value)
        else:
            piece.text += char
            piece.right = max(piece.right, right.value)
            piece.bottom, piece.top = min(piece.bottom, bottom.value), max(piece.top, top.value)
    yield from _emit(piece)


def _emit(piece: Piece | None) -> Iterator[Piece]:
    if piece is not None:
        piece.text = _clean(piece.text)
        if piece.text:
            yield piece


def _apart(piece: Piece, left: float, bottom: float, top: float) -> bool:
    """Whether a character does not go on with `piece`: far to the right, or back to the left on another line."""
    if left - piece.right > GAP * max(piece.height, 6.0):
        return True
    return left < piece.left - 1 and (top < piece.bottom or bottom > piece.top)


def _clean(text: str) -> str:
    """Without soft hyphens and marks of PDFium; pairs of surrogates joined; inner spaces single."""
    text = text.translate(DROPPED).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(text.split())


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _scanned(page: Any, path: str, label: str, problems: list[Problem]) -> list[Piece]:
    """The pieces that OCR reads on a page without text; a problem where OCR is not installed."""
    from factcheck.load import ocr

    try:
        image = page.render(scale=ocr.SCALE).to_numpy()
        return list(ocr.pieces(image, ocr.SCALE, page.get_height()))
    except Unreadable as error:
        problems.append(Problem(path, error.reason, label))
        return []


def _assemble(read: list[Page], hints: tuple[Hint, ...], problems: tuple[Problem, ...]) -> Parsed:
    """One text of all pages, a line end after each line; anchors name the pages."""
    aside = geometry.repeated(read)
    parts: list[str] = []
    anchors: list[Anchor] = []
    edits: list[Edit] = []
    cells: list[Cell] = []
    at = 0
    for number, page in enumerate(read):
        anchors.append(Anchor(at, f"第{page.number}页"))
        starts: list[int] = []
        for i, line in enumerate(page.lines):
            starts.append(at)
            text = geometry.line_text(line) + "\n"
            parts.append(text)
            if (number, i) in aside:
                edits.append(Edit(at, at + len(text), ""))
            at += len(text)
        for first, grid in geometry.grids(page):
            above = " ".join(geometry.line_text(line) for line in page.lines[max(0, first - 2) : first])
            lines = page.lines[first : first + len(grid)]
            for line, start in zip(lines, starts[first:], strict=False):
                edits += _cell_ends(line, start)
            cells += table.cells(_boxes(grid, lines, starts[first:]), above)
    return Parsed("".join(parts), ordered(edits), tuple(anchors), tuple(cells), hints, problems)


def _boxes(grid: list[list[Piece | None]], lines: list[list[Piece]], starts: list[int]) -> list[list[table.Box]]:
    """The table's cells with their spans in the text; an empty cell has an empty span."""
    spans: dict[int, int] = {}
    for line, start in zip(lines, starts, strict=False):
        for piece in line:
            spans[id(piece)] = start
            start += len(piece.text) + 1
    return [
        [table.Box(0, 0, "") if p is None else table.Box(spans[id(p)], spans[id(p)] + len(p.text), p.text) for p in row]
        for row in grid
    ]


def _cell_ends(line: list[Piece], at: int) -> Iterator[Edit]:
    """Tabs between pieces, and the line end after them, end cells."""
    for piece in line:
        at += len(piece.text)
        yield Edit(at, at + 1, CELL)
        at += 1


def _hints(info: dict[str, str]) -> Iterator[Hint]:
    title = re.sub(r"^Microsoft (?:Word|PowerPoint|Excel) - ", "", info.get("Title", "").strip())
    if title and not UNTITLED.search(title):
        yield from hint("title", title, "pdf info")
    printed = PRINTED.search(f"{info.get('Producer', '')} {info.get('Creator', '')}")
    created = re.match(r"D:(\d{4})(\d{2})(\d{2})", info.get("CreationDate", ""))
    if created and not printed:
        yield from hint("published", "-".join(created.groups()), "pdf info")
