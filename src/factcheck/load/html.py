"""HTML: the source stays; edits hide tags and whatever is not the page's main text.

trafilatura decides which text is the main one, but says nothing about where it stood: its output
is matched back, block by block and without spaces, to the text between the source's tags. Where
it finds no main text, everything outside navigation, head and foot is kept.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from factcheck.load import table
from factcheck.load.decode import decode
from factcheck.load.limits import Limits
from factcheck.load.markup import BLOCKS, CELLS, HIDDEN, REFERENCE, Tag, reference_edits, shown, tags
from factcheck.load.metadata import hint
from factcheck.load.parsed import BLOCK, Hint, Parsed, ordered
from factcheck.model import Cell, Edit

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+))""")
_BOILERPLATE = "nav header footer aside form button select menu dialog"
BOILERPLATE = frozenset(_BOILERPLATE.split())
HEADINGS = frozenset({"h1", "h2", "h3"})
CONTROLS = BOILERPLATE - {"header", "aside"}
ARTICLE_TYPES = ("Article", "NewsArticle", "Report", "BlogPosting", "WebPage", "ReportageNewsArticle")
CELL_SOURCE = 5_000  # characters of source in one cell
SHORT = 8  # characters; shorter blocks must be a whole line of the main text, or they would match anywhere
# names of <meta name|property|itemprop> for our fields, the strongest first
META = (
    ("title", ("articletitle", "og:title", "twitter:title", "dc.title")),
    ("publisher", ("contentsource", "source", "og:site_name", "mediaid", "sitename", "dc.publisher")),
    ("published", ("pubdate", "article:published_time", "publishdate", "og:release_date", "datepublished",
                   "publish-date", "date", "dc.date", "dc.date.issued", "sailthru.date", "og:time")),
)  # fmt: skip

SPANNED = 100  # columns or rows that one cell may cover


class Slot(NamedTuple):
    """A cell in the source: its content, and how many columns and rows it covers."""

    start: int
    end: int
    columns: int
    rows: int


Spans = list[list[Slot]]  # a table's cells, row by row


@dataclass(slots=True)
class Open:
    """A table that has not ended: its rows, the cell that is open, and whether it holds another table."""

    rows: Spans = field(default_factory=list)
    cell: Slot | None = None
    nests: bool = False


@dataclass(slots=True)
class Run:
    """A stretch of source text between two block tags: its text pieces and what encloses it."""

    pieces: list[tuple[int, int]] = field(default_factory=list)
    boilerplate: bool = False
    control: bool = False  # part of navigation or a form: never text
    heading: bool = False
    subheading: bool = False
    linked: int = 0  # characters of `text` that are links
    text: str = ""  # without references and white space


@dataclass(slots=True)
class Scan:
    """What one pass over the source finds."""

    edits: list[Edit] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    grids: list[Spans] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    linked: list[str] = field(default_factory=list)  # JSON-LD scripts


def parse(data: bytes, path: str, limits: Limits) -> Parsed:
    """An HTML page."""
    declared = DECLARED.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    text = decoded.text
    scan = scan_source(text)
    kept = _kept(scan, text)
    edits = ordered([*scan.edits, *_hidden_runs(scan.runs, kept), *reference_edits(text)])
    cells = tuple(_cells(text, scan, edits))
    hints = (*_hints(scan), Hint("encoding", decoded.encoding, "inferred"))
    return Parsed(text, edits, (), cells, hints)


def scan_source(text: str) -> Scan:
    """Tags, comments and text of `text` in one pass; offsets are those of the source."""
    scan, run, at = Scan(), Run(), 0
    around: Counter[str] = Counter()
    in_link = False
    tables: list[Open] = []
    for tag in tags(text, HIDDEN):
        _piece(run, at, tag.start, text, in_link)
        at = tag.end
        if tag.name == "a":
            in_link = not tag.closing
        if tag.name in HIDDEN and not tag.closing:
            _hidden(scan, tag, text)
            continue
        scan.edits.append(Edit(tag.start, tag.end, shown(tag.name, tag.closing)))
        _note(scan, tag.name, text[tag.start : tag.end])
        if tag.name in BLOCKS or tag.name in CELLS:
            _tables(tag, text, tables, scan)
            run = _end(scan, run, around, tag)
    _piece(run, at, len(text), text, in_link)
    scan.runs.append(run)
    return scan


def _piece(run: Run, start: int, end: int, text: str, in_link: bool) -> None:
    if start < end and not text[start:end].isspace():
        bare = _bare(text[start:end])
        run.pieces.append((start, end))
        run.text += bare
        run.linked += len(bare) * in_link


def _bare(text: str) -> str:
    """Text as it is compared: references read, white space taken out."""
    return "".join(entities.unescape(text).split()) if REFERENCE.search(text) else "".join(text.split())


def _hidden(scan: Scan, tag: Tag, text: str) -> None:
    """An element that is not shown; the title and JSON-LD are read."""
    content = text[tag.inner : tag.end]
    if tag.name == "title" and not scan.title:
        scan.title = entities.unescape(re.sub(r"<[^<>]*>", "", content)).strip()
    elif tag.name == "script" and "ld+json" in text[tag.start : tag.inner]:
        scan.linked.append(content)
    scan.edits.append(Edit(tag.start, tag.end, BLOCK))


def _end(scan: Scan, run: Run, around: Counter[str], tag: Tag) -> Run:
    """Close the run at a block tag and open the next one, knowing what is then around it."""
    if run.pieces:
        scan.runs.append(run)
    if tag.name in BOILERPLATE or tag.name in HEADINGS:
        around[tag.name] = max(0, around[tag.name] + (-1 if tag.closing else 1))
    return Run(
        boilerplate=any(around[name] for name in BOILERPLATE),
        control=any(around[name] for name in CONTROLS),
        heading=around["h1"] > 0,
        subheading=around["h2"] > 0 or around["h3"] > 0,
    )


def _tables(tag: Tag, text: str, tables: list[Open], scan: Scan) -> None:
    """Follow table, tr and td; a table around another one is layout."""
    if tag.name == "table":
        if not tag.closing:
            if tables:
                tables[-1].nests = True
            tables.append(Open())
        elif tables:
            _close_cell(tables[-1], tag.start)
            ended = tables.pop()
            if not ended.nests:
                scan.grids.append(ended.rows)
    elif tables and tag.name in ("tr", "td", "th"):
        _close_cell(tables[-1], tag.start)
        if tag.name == "tr" and not tag.closing:
            tables[-1].rows.append([])
        elif tag.name != "tr" and not tag.closing:
            given = _attributes(text[tag.start : tag.end])
            tables[-1].cell = Slot(tag.end, tag.end, _covers(given, "colspan"), _covers(given, "rowspan"))


def _covers(given: Mapping[str, str], name: str) -> int:
    value = given.get(name, "1").strip()
    return min(max(int(value), 1), SPANNED) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _close_cell(open_table: Open, end: int) -> None:
    if open_table.cell is not None:
        if not open_table.rows:
            open_table.rows.append([])
        open_table.rows[-1].append(open_table.cell._replace(end=end))
        open_table.cell = None


def _note(scan: Scan, name: str, tag: str) -> None:
    """Remember what <html> and <meta> say."""
    if name == "meta":
        values = _attributes(tag)
        key = (values.get("name") or values.get("property") or values.get("itemprop") or "").lower()
        if key and values.get("content"):
            scan.meta.setdefault(key, values["content"].strip())
    elif name == "html" and not scan.language:
        scan.language = _attributes(tag).get("lang", "")


def _attributes(tag: str) -> dict[str, str]:
    return {m[1].lower(): entities.unescape(m[2] or m[3] or m[4] or "") for m in ATTRIBUTE.finditer(tag)}


def _kept(scan: Scan, text: str) -> list[bool]:
    """Which runs belong to the main text."""
    main = _main_text(text)
    body = [run for run in scan.runs if not run.boilerplate]
    lines = {_bare(line) for line in main.splitlines()}
    lines |= {_bare(part) for line in main.splitlines() if "|" in line for part in line.split("|")}
    whole = _bare(main.replace("|", ""))
    kept = [_in_main(run, whole, lines) for run in scan.runs]
    size = sum(len(run.text) for run in body)
    found = sum(len(run.text) for run, keep in zip(scan.runs, kept, strict=True) if keep)
    if found * 4 < size and len(whole) * 4 < size:
        return [not run.boilerplate for run in scan.runs]  # no main text found: lose nothing
    return _without_holes(scan.runs, kept)


def _without_holes(runs: list[Run], kept: list[bool]) -> list[bool]:
    """What stands inside the main text (lists, captions) or heads it belongs to it, unless it is links."""
    held = [i for i, run in enumerate(runs) if kept[i] and not run.heading]
    if not held:
        return kept
    text = [not run.boilerplate and 2 * run.linked < len(run.text) for run in runs]
    first = held[0]
    while first and text[first - 1] and runs[first - 1].subheading:
        first -= 1
    return [keep or (first <= i < held[-1] and text[i]) for i, keep in enumerate(kept)]


def _in_main(run: Run, whole: str, lines: set[str]) -> bool:
    if not run.text or run.control:
        return False
    if run.heading:
        return True
    return run.text in lines or (len(run.text) >= SHORT and run.text in whole)


# what takes the parser of the main text time out of all proportion, and changes no word: cells over very many
# rows, tags with very many attributes
_SPAN = re.compile(r"(?i)\b(?:row|col)span\s*=\s*[\"']?\d+[\"']?")
_LAVISH = re.compile(r"<(?P<name>[A-Za-z][\w:-]{0,40})\s[^<>]{20000,}>")


def _main_text(text: str) -> str:
    """trafilatura's main text, one block a line; '' where it finds none."""
    import trafilatura

    try:
        plain = _LAVISH.sub(r"<\g<name>>", _SPAN.sub("", text))
        found = trafilatura.extract(plain, include_comments=False, include_tables=True)
    except Exception:  # its parsers raise many kinds of errors on broken pages; then nothing is set aside
        return ""
    return found or ""


def _hidden_runs(runs: list[Run], kept: list[bool]) -> Iterator[Edit]:
    for run, keep in zip(runs, kept, strict=True):
        if not keep:
            yield from (Edit(start, end, "") for start, end in run.pieces)


def _cells(text: str, scan: Scan, edits: tuple[Edit, ...]) -> Iterator[Cell]:
    """Cells of the tables that hold figures and are not set aside; layout tables have no labels to give."""
    hidden = {edit.start for edit in edits if not edit.text}
    for spans in scan.grids:
        if any(slot.end - slot.start > CELL_SOURCE for row in spans for slot in row):
            continue  # a layout table around other content
        grid = _expanded(text, [row for row in spans if row])
        if len(grid) < 2 or max(map(len, grid)) < 2 or max(len(b.text) for row in grid for b in row) > 200:
            continue
        if any(box.start in hidden for row in grid for box in row):
            continue
        top = next(row for row in spans if row)[0].start
        above = re.sub(r"<[^<>]*>", " ", text[max(0, top - 400) : top])
        yield from table.cells(grid, entities.unescape(above))


_SPREAD = 100_000


def _expanded(text: str, spans: Spans) -> list[list[table.Box]]:
    """A box in every column and row that a cell covers; only the first has a place in the source.

    A table that spreads over more than `_SPREAD` boxes is not one to read: from there on a cell covers itself only.
    """
    grid: list[dict[int, table.Box]] = [{} for _ in spans]
    spread = 0
    for number, row in enumerate(spans):
        at = 0
        for slot in row:
            while at in grid[number]:
                at += 1
            box = _box(text, (slot.start, slot.end))
            spread += slot.rows * slot.columns
            if spread > _SPREAD:
                slot = slot._replace(rows=1, columns=1)
            for line in grid[number : number + slot.rows]:
                line.update({at + i: table.Box(box.start, box.start, box.text) for i in range(slot.columns)})
            grid[number][at] = box
            at += slot.columns
    empty = table.Box(0, 0, "")
    return [[line.get(i, empty) for i in range(max(line, default=-1) + 1)] for line in grid]


def _box(text: str, span: tuple[int, int]) -> table.Box:
    """A cell's visible text; its span is cut to what is not white space or an outer tag."""
    inner = re.sub(r"<[^<>]*>", "", text[slice(*span)])
    shown_text = " ".join(entities.unescape(inner).split())
    first = re.match(r"(?:\s|<[^<>]*>)*", text[slice(*span)])
    start = span[0] + (first.end() if first else 0)
    end = span[1]
    while end > start and (text[end - 1].isspace() or text[end - 1] == ">"):
        if text[end - 1] == ">":
            cut = text.rfind("<", start, end)
            if cut < 0:
                break
            end = cut
        else:
            end -= 1
    return table.Box(start, max(start, end), shown_text)


def _hints(scan: Scan) -> Iterator[Hint]:
    for script in scan.linked:
        yield from _linked(script)
    for name, keys in META:
        for key in keys:
            if key in scan.meta:
                yield from hint(name, scan.meta[key], "html meta")
    if scan.title:
        yield Hint("title", re.split(r"\s*[|｜_]\s*|\s+[-–—]\s+", scan.title)[0].strip(), "html meta")


def _linked(script: str) -> Iterator[Hint]:
    """Title, date and publisher of a JSON-LD article; broken JSON says nothing."""
    try:
        content = json.loads(re.sub(r"</script\s*>\s*\Z", "", script.strip(), flags=re.IGNORECASE))
    except (ValueError, RecursionError):
        return
    for item in _items(content):
        kinds = item.get("@type", "")
        if not any(kind in ARTICLE_TYPES for kind in ([kinds] if isinstance(kinds, str) else kinds or [])):
            continue
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        published = item.get("datePublished") or item.get("pubDate")
        for key, value in (("title", item.get("headline")), ("published", published), ("publisher", name)):
            if isinstance(value, str):
                yield from hint(key, value, "json-ld")


def _items(content: Any) -> Iterator[Mapping[str, Any]]:
    for item in content if isinstance(content, list) else [content]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (entry for entry in graph if isinstance(entry, dict)) if isinstance(graph, list) else ()
