"""Every numeral is a claim or a ledger entry: what neither the claims nor the skipped figures cover."""

from __future__ import annotations

import re
from bisect import bisect_right

from factcheck.model import Document

_DIGITS = re.compile(r"[#A-Za-z]{0,3}[0-9０-９][0-9０-９A-Za-z.,:/%+-]*")
_URL = re.compile(r"https?://[^\s)）\"'<>，。]+|www\.[^\s)）\"'<>，。]+")


def leftovers(document: Document, covered: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Digits that neither claim nor ledger holds: markup, addresses, boilerplate."""
    found: list[tuple[int, int, str]] = []
    edits = [(e.start, e.end) for e in document.edits]
    for pattern, reason in ((_URL, "address"), (_DIGITS, "other")):
        taken = sorted(covered + [(s, e) for s, e, _ in found])
        starts = [s for s, _ in taken]
        ends = _running_max([e for _, e in taken])
        for match in pattern.finditer(document.text):
            at = bisect_right(starts, match.end() - 1) - 1
            if at >= 0 and ends[at] > match.start():
                continue
            hidden = bisect_right(edits, (match.start(), len(document.text))) - 1
            inside = hidden >= 0 and edits[hidden][1] > match.start()
            found.append(
                (match.start(), match.end(), reason if reason == "address" else "markup" if inside else "other")
            )
    return found


def _running_max(values: list[int]) -> list[int]:
    out, top = [], 0
    for value in values:
        top = max(top, value)
        out.append(top)
    return out
