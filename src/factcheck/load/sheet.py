"""CSV, TSV and XLSX: each figure is a cell with its row's and column's labels and the unit stated for it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from factcheck.load import container, table
from factcheck.load.decode import decode
from factcheck.load.limits import Limits
from factcheck.load.parsed import CELL, Hint, Parsed, Unreadable, ordered
from factcheck.model import Anchor, Cell, Edit, Problem

DELIMITERS = ",\t;|"
DEFAULT_SHEET = re.compile(r"^(?:Sheet|工作表|表)\s*\d*$", re.IGNORECASE)
NO_RESULT = "公式没有存下结果，请在表格软件里重新保存"
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def parse_csv(data: bytes, path: str, limits: Limits) -> Parsed:
    """A CSV or TSV file: the text is the file's own, quotes and delimiters are edits."""
    decoded = decode(data)
    text = decoded.text
    delimiter = "\t" if path.lower().endswith(".tsv") else _delimiter(text)
    rows, edits = _fields(text, delimiter, limits)
    anchors = tuple(Anchor(row[0].start, f"第{number}行") for number, row in enumerate(rows, 1) if row)
    hints = (Hint("encoding", decoded.encoding, "inferred"),)
    return Parsed(text, ordered(edits), anchors, tuple(_grids(rows)), hints)


def _delimiter(text: str) -> str:
    """The mark that most lines of the beginning hold equally often."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:30] if line.strip()]

    def agreement(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines if mark in line]
        return (max((counts.count(n) for n in set(counts)), default=0), -DELIMITERS.index(mark))

    return max(DELIMITERS, key=agreement)


def _fields(text: str, delimiter: str, limits: Limits) -> tuple[list[list[table.Box]], list[Edit]]:
    """Rows of boxes, and edits for delimiters, line ends and quotes (RFC 4180, with what is left bare as it is)."""
    pattern = re.compile(
        rf'(?P<open>[ ]*")(?P<quoted>(?:[^"]|"")*)(?P<close>"?)(?P<rest>[^{re.escape(delimiter)}\r\n]*)'
        rf"|(?P<bare>[^{re.escape(delimiter)}\r\n]*)"
    )
    rows: list[list[table.Box]] = [[]]
    edits: list[Edit] = []
    at = count = 0
    while at <= len(text):
        found = pattern.match(text, at)
        if found is None:
            break
        name = "bare" if found["quoted"] is None else "quoted"
        rows[-1].append(_trimmed(text, *found.span(name)))
        if name == "quoted":
            edits += [Edit(*found.span("open"), ""), *([Edit(*found.span("close"), "")] if found["close"] else [])]
            base = found.start("quoted")
            edits += [Edit(base + m.start(), base + m.end(), '"') for m in re.finditer('""', found[name])]
        count += 1
        if count > limits.table_cells:
            raise Unreadable(f"表格太大：超过上限 {limits.table_cells} 格")
        end = re.compile(r"\r\n|\r|\n").match(text, found.end())
        stop = end.end() if end else found.end() + 1
        if found.end() < len(text):
            edits.append(Edit(found.end(), stop, CELL))
        if end:
            rows.append([])
        at = stop
        if found.end() >= len(text):
            break
    return rows, edits


def _trimmed(text: str, start: int, end: int) -> table.Box:
    inner = text[start:end]
    stripped = inner.strip()
    offset = start + (inner.index(stripped) if stripped else 0)
    return table.Box(offset, offset + len(stripped), stripped.replace('""', '"'))


def _grids(rows: Sequence[Sequence[table.Box]]) -> Iterator[Cell]:
    """Cells of the tables that empty rows part; a block without figures is the caption of the next."""
    caption = ""
    for empty, group in groupby(rows, key=lambda row: not any(box.text for box in row)):
        if empty:
            continue
        grid = list(group)
        found = list(table.cells(grid, caption))
        if any(any(c.isdigit() for c in box.text) for row in grid[1:] for box in row[1:]):
            yield from found
            caption = ""
        else:
            caption += " ".join(box.text for row in grid for box in row)


def parse_xlsx(data: bytes, path: str, limits: Limits) -> Parsed:
    """An XLSX file: a row a line, tabs between cells, numbers as the sheet shows them."""
    import openpyxl

    container.check(data, "xl/workbook.xml", "XLSX", limits)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data)) if _has_formulas(data) else None
    parts: list[str] = []
    anchors: list[Anchor] = []
    edits: list[Edit] = []
    cells: list[Cell] = []
    problems: list[Problem] = []
    at = count = 0
    for page in book.worksheets:
        count += page.max_row * page.max_column
        if count > limits.table_cells:
            raise Unreadable(f"表格太大：超过上限 {limits.table_cells} 格")
        if not DEFAULT_SHEET.match(page.title):
            anchors.append(Anchor(at, page.title))
            parts.append(page.title + "\n\n")
            at += len(parts[-1])
        covered = _merged(page)
        rows: list[list[table.Box]] = []
        for row in page.iter_rows():
            boxes = []
            for cell in row:
                text = shown(cell.value, cell.number_format)
                if text:
                    anchors.append(Anchor(at, f"{page.title}!{cell.coordinate}"))
                elif formulas is not None and str(formulas[page.title][cell.coordinate].value or "").startswith("="):
                    problems.append(Problem(path, NO_RESULT, f"{page.title}!{cell.coordinate}"))
                label = text or covered.get((cell.row, cell.column), "")
                boxes.append(table.Box(at, at + len(text), label))
                parts.append(text + "\t")
                edits.append(Edit(at + len(text), at + len(text) + 1, CELL))
                at += len(text) + 1
            rows.append(boxes)
            parts.append("\n")
            at += 1
        cells += _grids(rows)
    return Parsed("".join(parts), tuple(edits), tuple(anchors), tuple(cells), (), tuple(_few(problems)))


def _few(problems: list[Problem]) -> Iterator[Problem]:
    """The first five problems of a kind, and how many more there are."""
    yield from problems[:5]
    if len(problems) > 5:
        yield Problem(problems[0].path, f"另有 {len(problems) - 5} 处同样的问题：{problems[0].reason}")


def _has_formulas(data: bytes) -> bool:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as container_file:
        names = [name for name in container_file.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f>" in content or b"<f " in content for content in map(container_file.read, names))


def _merged(page: Any) -> dict[tuple[int, int], str]:
    """(row, column) of a covered cell → the text of the cell that covers it."""
    labels: dict[tuple[int, int], str] = {}
    for area in page.merged_cells.ranges:
        first = page.cell(area.min_row, area.min_col)
        text = shown(first.value, first.number_format)
        if text and area.size["rows"] * area.size["columns"] <= 10_000:
            rows, columns = range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1)
            labels |= {(row, column): text for row in rows for column in columns}
    return labels


def shown(value: Any, number_format: str = "General") -> str:
    """A cell's value as the sheet prints it: the printed digits say how exact a figure is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (int, float)):
        return _number(Decimal(repr(value)), number_format or "General")
    return " ".join(str(value).split())


def _number(value: Decimal, number_format: str) -> str:
    section = _section(value, number_format)
    literal = "".join(QUOTED.findall(section)).strip()
    plain = re.sub(r"\[[^\]]*\]|\\.|_.|\*.", "", QUOTED.sub("", section))
    digits = re.search(r"[#0?,]*[0?#](?:\.[0?#]+)?", plain)
    if not value.is_finite():
        return str(value)
    if digits is None or "E+" in plain or "/" in plain or "@" in plain:
        return _general(value) + literal
    if "%" in plain:
        value *= 100
    after = plain[digits.end() :]
    value = value.scaleb(-3 * (len(after) - len(after.lstrip(","))))
    places = len(digits[0].partition(".")[2])
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:{',' if ',' in digits[0] else ''}f}" + ("%" if "%" in plain else "") + literal


def _section(value: Decimal, number_format: str) -> str:
    """The part of a format that is for this sign."""
    sections = number_format.split(";")
    if value < 0 and len(sections) > 1 and "-" in sections[1]:
        return sections[1].replace("-", "", 1)
    return sections[0]


def _general(value: Decimal) -> str:
    """Eleven significant digits without an exponent, as a sheet shows a number without a format."""
    rounded = Decimal(f"{value:.11g}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
