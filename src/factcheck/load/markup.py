"""Inline HTML as it occurs in any text: tags, comments and character references become edits."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from factcheck.load.parsed import BLOCK, CELL
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
_HIDDEN = "head iframe math noscript object script style svg template textarea"
BLOCKS, INLINE, HIDDEN = (frozenset(names.split()) for names in (_BLOCKS, _INLINE, _HIDDEN))
CELLS = frozenset({"td", "th"})
# attributes may hold ">" inside quotes; no repetition crosses a "<", so long input stays linear
TAG = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[!?][^<>]*+>"""
    r"""|</?(?P<name>[A-Za-z][A-Za-z0-9]{0,19})(?=[\s/>])(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>|[^<>]*+>)""",
    re.DOTALL,
)
CLOSING = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def tag_edits(text: str) -> Iterator[Edit]:
    """Edits for the tags of known names, comments and references in `text`; script and style go as a whole."""
    resume = 0
    for found in TAG.finditer(text):
        if found.start() < resume:
            continue
        name = (found["name"] or "").lower()
        if name in CLOSING and text[found.start() + 1] != "/" and (end := CLOSING[name].search(text, found.end())):
            resume = text.find(">", end.end()) + 1 or len(text)
            yield Edit(found.start(), resume, BLOCK)
        elif not name or name in BLOCKS or name in INLINE or name in CELLS:
            yield Edit(found.start(), found.end(), shown(name, text[found.start() + 1] == "/"))
    yield from reference_edits(text)


def shown(name: str, closing: bool = False) -> str:
    """What a reader sees in place of a tag; a cell ends where the next begins, as its own end may be left out."""
    if name in CELLS or name == "tr":
        return CELL if closing == (name == "tr") else ""
    return BLOCK if name in BLOCKS else ""


def reference_edits(text: str) -> Iterator[Edit]:
    """Edits for character references (`&amp;`, `&#20159;`) that have a meaning."""
    for found in REFERENCE.finditer(text):
        meaning = html.unescape(found[0])
        if meaning != found[0]:
            yield Edit(found.start(), found.end(), meaning)
