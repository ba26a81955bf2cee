"""Inline HTML as it occurs in any text: tags, comments and character references become edits."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from factcheck.load.parsed import BLOCK, CELL, END
from factcheck.model import Edit

_BLOCKS = (
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol option p pre search section "
    "select summary table tbody tfoot thead title tr ul"
)
_INLINE = (
    "a abbr acronym audio b bdi bdo big button canvas cite code col colgroup data datalist del dfn em embed font i "
    "iframe img input ins kbd label link map mark meta meter noscript object output param picture progress q rp rt "
    "ruby s samp script small source span strike strong style sub sup svg template textarea time track tt u var "
    "video wbr"
)
_HIDDEN = "title iframe math noscript object script style svg template textarea"
_ALONE = "caption dd dt figcaption h1 h2 h3 h4 h5 h6 legend li option summary title"  # never go on in what follows
BLOCKS, INLINE, HIDDEN = (frozenset(names.split()) for names in (_BLOCKS, _INLINE, _HIDDEN))
CELLS = frozenset({"td", "th"})
ALONE = frozenset(_ALONE.split())
SCRIPTS = frozenset({"script", "style"})
# attributes may hold ">" inside quotes; no repetition crosses a "<", so long input stays linear
TAG = re.compile(
    r"""<!--|<!\[CDATA\[|<[!?][^<>]*+>"""
    r"""|</?(?P<name>[A-Za-z][A-Za-z0-9]{0,19})(?=\s*/?>|\s+[A-Za-z_:@.*#(\[-])(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>|[^<>]*+>)"""
)
ENDS = {"<!--": "-->", "<![CDATA[": "]]>"}
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Tag(NamedTuple):
    """A tag, comment or declaration (name ""); an element of HIDDEN is one Tag from its start to its end."""

    start: int
    inner: int  # where the content of a hidden element begins
    end: int
    name: str
    closing: bool


def tags(text: str, hidden: frozenset[str]) -> Iterator[Tag]:
    """The tags of `text` in order; the elements named in `hidden` with all that is in them."""
    absent: set[str] = set()  # ends that do not come any more: looking again each time would be quadratic
    at = 0
    while (found := TAG.search(text, at)) is not None:
        name = (found["name"] or "").lower()
        closing = text[found.start() + 1] == "/"
        at = found.end()
        if found[0] in ENDS:
            end = _end(text, ENDS[found[0]], at, absent)
            if end < 0:
                continue
            at = end
        elif name in hidden and not closing and not found[0].endswith("/>"):
            at = max(at, _end(text, f"</{name}", at, absent))
        yield Tag(found.start(), found.end(), at, name, closing)


def _end(text: str, mark: str, start: int, absent: set[str]) -> int:
    """Where `mark` (a closing tag through its ">") ends after `start`, or -1."""
    if mark in absent:
        return -1
    found = re.compile(re.escape(mark), re.IGNORECASE).search(text, start)
    if found is None:
        absent.add(mark)
        return -1
    if not mark.startswith("</"):
        return found.end()
    close = text.find(">", found.end(), found.end() + 100)
    return close + 1 if close >= 0 else found.end()


def tag_edits(text: str) -> Iterator[Edit]:
    """Edits for the tags of known names, comments and references in `text`; script and style go as a whole."""
    for tag in tags(text, SCRIPTS):
        if tag.name in SCRIPTS:
            yield Edit(tag.start, tag.end, BLOCK)
        elif not tag.name or tag.name in BLOCKS or tag.name in INLINE or tag.name in CELLS:
            yield Edit(tag.start, tag.end, shown(tag.name, tag.closing))
    yield from reference_edits(text)


def shown(name: str, closing: bool = False) -> str:
    """What a reader sees in place of a tag; a cell ends where the next begins, as its own end may be left out."""
    if name in CELLS or name == "tr":
        return CELL if closing == (name == "tr") else ""
    if name in ALONE:
        return END
    return BLOCK if name in BLOCKS else ""


def reference_edits(text: str) -> Iterator[Edit]:
    """Edits for character references (`&amp;`, `&#20159;`) that have a meaning."""
    for found in REFERENCE.finditer(text):
        meaning = html.unescape(found[0])
        if meaning != found[0]:
            yield Edit(found.start(), found.end(), meaning)
