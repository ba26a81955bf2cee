"""DOCX: paragraphs, tables, text boxes and footnotes in the order of the document.

python-docx opens the package; the body is walked as XML, since its own iteration passes over
content controls, insertions and text boxes. Deleted text (tracked changes) is not read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from factcheck.load import container, table
from factcheck.load.limits import Limits
from factcheck.load.metadata import hint
from factcheck.load.parsed import CELL, END, Hint, Parsed
from factcheck.model import Anchor, Cell, Edit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}pPr", f"{W}rPr", f"{W}instrText"})
CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# ids of styles; Word in Chinese numbers those of headings
HEADING = re.compile(r"heading|title|subtitle|list|toc|\d+$|标题|副标题", re.IGNORECASE)
NOTES = (("/word/footnotes.xml", "footnote", "脚注"), ("/word/endnotes.xml", "endnote", "尾注"))


@dataclass(slots=True)
class Build:
    """The text as it grows, and what is known of its places."""

    parts: list[str] = field(default_factory=list)
    at: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    above: str = ""  # the last paragraphs, for the unit stated over a table

    def write(self, text: str) -> tuple[int, int]:
        """Append `text`; its span."""
        start = self.at
        self.parts.append(text)
        self.at += len(text)
        return start, self.at


def parse(data: bytes, path: str, limits: Limits) -> Parsed:
    """A DOCX file."""
    import docx

    container.check(data, "word/document.xml", "DOCX", limits)
    document = docx.Document(io.BytesIO(data))
    build = Build()
    for block in _blocks(document.element.body):
        _block(build, block)
    for name, tag, label in NOTES:
        _notes(build, document.part.package, name, tag, label)
    hints = tuple(_hints(document.core_properties))
    return Parsed("".join(build.parts), tuple(build.edits), tuple(build.anchors), tuple(build.cells), hints)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables below `parent`, in order, through content controls and insertions."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in SKIPPED:
            yield from _blocks(child)


def _block(build: Build, block: Any) -> None:
    if block.tag == f"{W}tbl":
        _table(build, block)
        return
    _paragraph(build, _text(block), alone=_stands_alone(block))
    for inner in _boxes_in(block):
        for child in _blocks(inner):
            _block(build, child)


def _stands_alone(paragraph: Any) -> bool:
    """Whether a paragraph is a heading or an item of a list."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return False
    style = properties.find(f"{W}pStyle")
    named = style is not None and HEADING.match(style.get(f"{W}val", "")) is not None
    return named or any(properties.find(f"{W}{name}") is not None for name in ("numPr", "outlineLvl"))


def _paragraph(build: Build, text: str, *, alone: bool = False) -> None:
    build.paragraphs += 1
    if text.strip():
        build.anchors.append(Anchor(build.at, f"第{build.paragraphs}段"))
        _, end = build.write(text)
        build.write("\n\n")
        if alone:
            build.edits.append(Edit(end, end + 1, END))
        build.above = f"{build.above[-60:]} {text}"


def _text(node: Any) -> str:
    """The visible characters of a paragraph, without its text boxes."""
    parts = []
    for child in node:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in CHARACTERS:
            parts.append("" if child.get(f"{W}type") == "page" else CHARACTERS[child.tag])
        elif child.tag not in SKIPPED and child.tag != f"{W}txbxContent" and isinstance(child.tag, str):
            parts.append(_text(child))
    return "".join(parts)


def _boxes_in(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in SKIPPED:
            yield from _boxes_in(child)


def _table(build: Build, node: Any) -> None:
    """A row a line, tabs between its cells; merged cells repeat their label for those they cover."""
    build.tables += 1
    grid: list[list[table.Box]] = []
    for number, row in enumerate(node.iter(f"{W}tr"), 1):
        if _nearest_table(row) is not node:
            continue
        build.anchors.append(Anchor(build.at, f"表{build.tables} 第{number}行"))
        grid.append(list(_row(build, row, grid)))
    build.cells += table.cells(grid, build.above)
    build.write("\n")
    build.above = ""


def _nearest_table(row: Any) -> Any:
    return next(row.iterancestors(f"{W}tbl"))


def _row(build: Build, row: Any, grid: list[list[table.Box]]) -> Iterator[table.Box]:
    column = 0
    for cell in _cells_of(row):
        text = " ".join("\n".join(_text(p) for p in cell.iter(f"{W}p")).split())
        span, continues = _merge(cell)
        if continues and grid and column < len(grid[-1]):
            text = grid[-1][column].text
            box = table.Box(build.at, build.at, text)
        else:
            box = table.Box(*build.write(text), text)
        build.edits.append(Edit(build.at, build.at + 1, CELL))
        build.write("\t")
        yield box
        yield from (table.Box(box.end, box.end, text) for _ in range(span - 1))
        column += span
    build.write("\n")


def _cells_of(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag not in SKIPPED and child.tag != f"{W}trPr":
            yield from _cells_of(child)


def _merge(cell: Any) -> tuple[int, bool]:
    """(columns that a cell spans, whether it goes on with the cell above)."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, False
    span = properties.find(f"{W}gridSpan")
    down = properties.find(f"{W}vMerge")
    columns = int(span.get(f"{W}val", "1")) if span is not None else 1
    return max(1, min(columns, 100)), down is not None and down.get(f"{W}val", "continue") == "continue"


def _notes(build: Build, package: Any, name: str, tag: str, label: str) -> None:
    """Footnotes or endnotes after the body."""
    from docx.oxml.parser import parse_xml

    part = next((part for part in package.iter_parts() if str(part.partname) == name), None)
    if part is None:
        return
    for number, note in enumerate(parse_xml(part.blob).iter(f"{W}{tag}")):
        text = "\n".join(_text(p) for p in note.iter(f"{W}p"))
        if text.strip() and not note.get(f"{W}type"):
            build.anchors.append(Anchor(build.at, f"{label}{number}"))
            build.write(text + "\n\n")


def _hints(properties: Any) -> Iterator[Hint]:
    """The title; dates are those of the file's making and editing, not of publication."""
    title = (properties.title or "").strip()
    if title and not title.lower().startswith("word document"):
        yield from hint("title", title, "docx info")
