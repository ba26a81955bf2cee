"""Tables of any format: which rows and columns are labels, and the unit stated for each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from factcheck.headings import role
from factcheck.model import Cell

FIGURE = re.compile(
    r"^[\s(（+\-−—－＋约近超]*[\d０-９][\d０-９,，.．\s]*"
    r"(?:[%％‰)）]|个百分点|[百千万萬亿億]{0,2}(?:美元|港元|元|人次|人|家|户|戶|辆|輛|台|吨|噸|个|個|次|件|项|項)?)\s*$"
)
YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*年?\s*$")
BRACKETED = re.compile(r"[(（\[【]\s*(?:单位|單位|计量单位)?\s*[:：]?\s*([^()（）\[\]【】\d]{1,12}?)\s*[)）\]】]\s*$")
AFTER_COMMA = re.compile(r"[,，、]\s*([^,，、()（）\d]{0,3}?[%％‰元吨台辆家个户人次米时])\s*$")
STATED = re.compile(r"(?:计量单位|计算单位|单位|單位)\s*[:：]\s*([^\s:：,，;；。()（）|]{1,12})")
COINS = {"人民币": "元", "人民幣": "元", "港币": "港元", "港幣": "港元", "港元": "港元", "美元": "美元"}
COIN_FIRST = re.compile(f"(?P<coin>{'|'.join(COINS)})(?P<scale>[百千万萬亿億]{{1,3}})元?")
IN_MONEY = re.compile(  # （人民币百万元） alone above a table
    rf"(?:^|\s)[(（]\s*((?:{'|'.join(COINS)})[百千万萬亿億]{{1,3}}元?|[百千万萬亿億]{{1,3}}[美港]?元)\s*[)）]\s*$"
)
UNIT_COLUMN = re.compile(r"^\s*(?:计量|計量|计算)?(?:单位|單位)\s*$")
UNIT = re.compile(
    r"^(?:[十百千万萬亿億兆]{0,3}(?:人民币|人民幣|美|港|欧|歐|日|澳门|英|韩)?(?:元|圆|镑|盾)|[%％‰]|百分点|個百分點|个百分点|"
    r"[十百千万萬亿億]{0,3}[㎡㎥A-Za-z\u4e00-\u9fff/·]{1,6})$"
)
PRICES = re.compile(r"(?:价格|價格|物价|物價)(?:总|總)?(?:指数|指數|水平)|[CP]PI")  # an index whose change is in %
NOTHING = re.compile(r"^[\s\-—–－−/.…*]*$")  # how an empty cell is printed
_NOTES = "含税 不含税 现价 当年价 可比价 预计 累计 合计 左右 以上 以下 续 上 下 注 新 旧 同比 环比 不变价"
SIGN = re.compile(r"[±+/\s]*([%％‰])\s*$")  # 同比±%
NOT_A_UNIT = frozenset(_NOTES.split())  # what stands in brackets after an indicator without being its unit


class Box(NamedTuple):
    """One cell of a grid: its span in the document's text and what it says, stripped."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A grid cut into its labels: how many rows and columns are headings, and which columns number the rows."""

    rows: int
    columns: int
    numbers: frozenset[int] = frozenset()


def cells(grid: Sequence[Sequence[Box]], stated: str = "") -> Iterator[Cell]:
    """The body cells of `grid` with the labels of their row and column and their unit.

    `stated` is text above the table that may name a unit for all of it (单位：亿元).
    """
    if not grid:
        return
    edge = edges(grid)
    width = max(len(row) for row in grid)
    headings = [_heading(grid[: edge.rows], i) for i in range(width)]
    common = unit_stated(stated) or unit_stated(" ".join(box.text for row in grid[: edge.rows] for box in row))
    if not common and headings:
        common = unit_of(headings[0])  # 指标（亿元） in the corner speaks for the table
    unit_column = next((i for i, name in enumerate(headings) if UNIT_COLUMN.match(name)), None)
    for row in grid[edge.rows :]:
        if (own := unit_stated(" ".join(box.text for box in row))) and not any(FIGURE.match(box.text) for box in row):
            common = own  # a line inside the table that states the unit for what follows
            continue
        yield from _row_cells(row, edge, headings, common, unit_column)


def _row_cells(
    row: Sequence[Box], edge: Labelled, headings: Sequence[str], common: str, unit_column: int | None
) -> Iterator[Cell]:
    aside = edge.numbers | ({unit_column} if unit_column is not None else frozenset())
    label = " ".join(box.text for i, box in enumerate(row[: edge.columns]) if box.text and i not in aside)
    own = row[unit_column].text if unit_column is not None and unit_column < len(row) else ""
    own = own or unit_of(label) or ("%" if role(label) in ("change", "share") else "")
    for i, box in enumerate(row):
        if i < edge.columns or i in aside or (box.end <= box.start and not _leads(row, headings, i)):
            continue
        unit = _printed(box.text) or _of_column(headings[i], "" if PRICES.search(plain(label)) else own)
        if not unit and role(headings[i]) != "shift":
            unit = own or common
        yield Cell(box.start, box.end, plain(label), plain(headings[i]), unit)


def _leads(row: Sequence[Box], headings: Sequence[str], i: int) -> bool:
    """Whether an empty cell stands before a change: what that is a change of is said by the empty one's heading."""
    changed = i + 1 < len(row) and role(headings[i + 1]) in ("change", "shift", "share")
    return changed and row[i].end == row[i].start and row[i + 1].end > row[i + 1].start


def _printed(text: str) -> str:
    """The sign that a figure carries itself."""
    return "%" if text.endswith(("%", "％")) else "‰" if text.endswith("‰") else ""


def _of_column(heading: str, own: str) -> str:
    """The unit that a column's heading states or implies; changes of a rate are in points."""
    kind, stated = role(heading), unit_of(heading)
    if kind in ("change", "shift") and own in ("%", "％") and stated in ("", "%", "％"):
        return "个百分点"
    return stated or ("%" if kind in ("change", "share") else "")


def edges(grid: Sequence[Sequence[Box]]) -> Labelled:
    """How many leading rows and columns hold labels; a table without figures has one of each."""
    rows = next((i for i, row in enumerate(grid) if any(is_figure(box.text) for box in row[1:])), 1)
    rows = max(rows, 1)
    body = grid[rows:] or grid
    width = max(len(row) for row in grid)
    numbers = frozenset(i for i in range(width - 1) if _numbers_rows(grid[:rows], body, i))
    columns = next((i for i in range(width) if i not in numbers and _is_figure_column(body, i)), 1)
    return Labelled(rows, max(columns, 1), numbers)


def _numbers_rows(head: Sequence[Sequence[Box]], body: Sequence[Sequence[Box]], i: int) -> bool:
    """Whether a column holds the numbers of the rows, or codes: its heading says so, or it counts 1, 2, 3."""
    if any(role(row[i].text) == "code" for row in head if i < len(row)):
        return True
    texts = [row[i].text for row in body if i < len(row)]
    return i == 0 and len(texts) > 1 and texts == [str(n) for n in range(1, len(texts) + 1)]


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, with or without its unit; a year is a label."""
    return bool(FIGURE.match(text)) and not YEAR.match(text)


def _is_figure_column(body: Sequence[Sequence[Box]], i: int) -> bool:
    texts = [row[i].text for row in body if i < len(row) and not NOTHING.match(row[i].text)]
    figures = sum(is_figure(text) for text in texts)
    return figures * 2 > len(texts)


def _heading(rows: Sequence[Sequence[Box]], i: int) -> str:
    """The column's label: the texts above it, without repeats (merged cells)."""
    texts = [row[i].text for row in rows if i < len(row) and row[i].text]
    return " ".join(dict.fromkeys(texts))


def unit_stated(text: str) -> str:
    """The unit that '单位：亿元' names in `text`, or ''."""
    found = STATED.search(text) or IN_MONEY.search(text)
    return _scale_first(found[1]) if found and UNIT.match(found[1]) else ""


def _scale_first(unit: str) -> str:
    """人民币百万元 as figures are followed by it: 百万元."""
    found = COIN_FIRST.fullmatch(unit)
    return found["scale"] + COINS[found["coin"]] if found else unit


def unit_of(label: str) -> str:
    """The unit that a label carries in brackets or after a comma: 产值（亿元） → 亿元; '' if none."""
    for pattern in (BRACKETED, AFTER_COMMA, SIGN):
        found = pattern.search(label.strip())
        if found and UNIT.match(found[1]) and found[1] not in NOT_A_UNIT:
            return _scale_first(found[1])
    return ""


def plain(label: str) -> str:
    """A label without the unit in its brackets."""
    text = label.strip()
    if not unit_of(text):
        return text
    pattern = next(p for p in (BRACKETED, AFTER_COMMA, SIGN) if p.search(text))
    return pattern.sub("", text).strip()
