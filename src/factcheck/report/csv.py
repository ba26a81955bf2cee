"""The findings as CSV for a spreadsheet: one row a claim of a finding, UTF-8 with BOM, CRLF.

Text that a document could have written never starts a formula: a leading = + - @ (full width
too), tab or line end is kept from acting by an apostrophe before it. Our own numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from factcheck.model import Result
from factcheck.report.json import number
from factcheck.report.machine import safe
from factcheck.report.view import Options

BOM = "\ufeff"
COLUMNS = (
    *("finding", "rule", "severity", "state", "entity", "indicator", "measure", "period_start", "period_end"),
    *("message", "cause", "gap", "gap_relative", "claim", "path", "title", "published", "place", "line", "column"),
    *("text", "value", "low", "high", "unit", "qualifier"),
)
# columns that only this program fills
_OURS = frozenset(
    {
        *("id", "finding", "severity", "state", "measure", "basis", "qualifier", "claim", "published"),
        *("period_start", "period_end", "period_kind", "period_basis", "start", "end", "line", "column"),
        *("gap", "gap_relative", "value", "low", "high"),
    }
)
_ACTING = tuple("=+-@\t\r\n＝＋－＠")


def guarded(column: str, value: Any) -> Any:
    """The cell; text from a document that a spreadsheet would run gets an apostrophe before it."""
    if value is None:
        return ""
    if column in _OURS or not isinstance(value, str):
        return value
    text = value.encode("utf-8", "replace").decode().replace("\0", "")
    return f"'{text}" if text.lstrip(" \u200b\ufeff").startswith(_ACTING) else text


def pieces(result: Result, options: Options = Options()) -> Iterator[str]:  # noqa: B008 - frozen
    """The table by its rows; a finding with three claims has three rows that share their first columns."""
    stream = io.StringIO()
    table = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    stream.write(BOM)
    table.writeheader()
    for row in _rows(result):
        table.writerow({name: guarded(name, _shown(row[name])) for name in COLUMNS})
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue()


def render(result: Result, options: Options = Options()) -> str:  # noqa: B008 - frozen
    """All of `pieces` as one text."""
    return "".join(pieces(result, options))


def _shown(value: Any) -> Any:
    """Text without controls that reorder what a reader sees."""
    return safe(value) if isinstance(value, str) else value


def _rows(result: Result) -> Iterator[dict[str, Any]]:
    sources = {source.id: source for source in result.sources}
    claims = {claim.id: claim for claim in result.claims}
    for finding in result.findings:
        shared = {
            "finding": finding.id,
            "rule": finding.rule,
            "severity": finding.severity,
            "state": finding.state,
            "message": finding.message,
            "cause": finding.cause,
            "gap": number(finding.gap),
            "gap_relative": number(finding.gap_relative),
        }
        members = [claims[name] for name in finding.claims if name in claims]
        for claim in members:
            source = sources.get(claim.source)
            period = claim.period
            yield (
                dict.fromkeys(COLUMNS)
                | shared
                | {
                    "claim": claim.id,
                    "entity": claim.entity,
                    "indicator": claim.indicator,
                    "measure": claim.measure,
                    "period_start": period and period.start.isoformat(),
                    "period_end": period and period.end.isoformat(),
                    "path": source.path if source else claim.source,
                    "title": source and source.title,
                    "published": source and source.published and source.published.isoformat(),
                    "place": claim.place,
                    "line": claim.line,
                    "column": claim.column,
                    "text": claim.text,
                    "value": number(claim.value),
                    "low": number(claim.low),
                    "high": number(claim.high),
                    "unit": claim.unit,
                    "qualifier": claim.qualifier,
                }
            )
        if not members:
            yield dict.fromkeys(COLUMNS) | shared
