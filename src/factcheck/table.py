"""A result as pandas tables, for expectations, exports and notebooks.

One row is one record. Text columns have dtype `object` and hold `str` or `None`; `value`, `low`,
`high` and `step` hold `Decimal` or `None` in the base unit, and beside each stands the same number
as `float64` under `…_float` (NaN for none), because most tools compare floats only. Days are ISO
strings (`2025-12-31`), which sort as days do. The index is 0, 1, 2 … in the order of the result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from factcheck.interval import Interval, hull, intersection
from factcheck.model import Claim, Fact, Finding, Period, Result, Skipped, Source
from factcheck.packed import by_source

Dtype = Literal["text", "whole", "decimal", "float", "list", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, what it holds and what that means."""

    name: str
    dtype: Dtype
    meaning: str


_Rows = tuple[tuple[str, Dtype, str], ...]


def _columns(*rows: tuple[str, Dtype, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_INTERVAL: _Rows = (
    ("value", "decimal", "the figure in the base unit; none where the words give only a range"),
    ("low", "decimal", "least value the words allow; none: unbounded"),
    ("high", "decimal", "greatest value the words allow; none: unbounded"),
    ("value_float", "float", "value as a float"),
    ("low_float", "float", "low as a float"),
    ("high_float", "float", "high as a float"),
    ("low_open", "flag", "whether low itself is not allowed: the edge of a rounding interval"),
    ("high_open", "flag", "whether high itself is not allowed"),
)
_PERIOD: _Rows = (
    ("period_start", "text", "first day, ISO"),
    ("period_end", "text", "last day, ISO"),
    ("period_kind", "text", "duration or instant"),
    ("period_basis", "text", "stated, inherited or document"),
)

CLAIMS = _columns(
    ("id", "text", "the claim's id"),
    ("fact", "text", "id of the fact that the claim is about"),
    ("source", "text", "id of the source"),
    ("path", "text", "the source's path"),
    ("publisher", "text", "who published the source"),
    ("published", "text", "day of publication, ISO"),
    ("start", "whole", "first code point in the source"),
    ("end", "whole", "one past the last code point"),
    ("text", "text", "the figure as printed"),
    *_INTERVAL,
    ("step", "decimal", "unit of the last printed digit"),
    ("unit", "text", "base unit"),
    ("qualifier", "text", "exact, approx, over, under or order"),
    ("measure", "text", "level, change, growth, share, ratio, rank, streak or target"),
    ("basis", "text", "yoy, qoq, real … or none"),
    ("entity", "text", "whose figure"),
    ("indicator", "text", "full name in the field's term"),
    ("scope", "text", "field of a rank, base of a comparison; may be empty"),
    *_PERIOD,
    ("attribution", "text", "who is said to have said it"),
    ("rule", "text", "the rule that read it"),
    ("flags", "list", "tuple of words: headline, forecast …"),
    ("context", "text", "the sentence as read"),
    ("place", "text", "page or paragraph; may be empty"),
    ("line", "whole", "line in the source, from 1; 0: unknown"),
    ("column", "whole", "column in code points, from 1; 0: unknown"),
)
FACTS = _columns(
    ("id", "text", "the fact's id"),
    ("entity", "text", "whose figure"),
    ("indicator", "text", "full name in the field's term"),
    ("measure", "text", "as in claims"),
    ("basis", "text", "as in claims"),
    ("scope", "text", "as in claims"),
    ("unit", "text", "base unit"),
    *_PERIOD,
    ("verdict", "text", "agree, compatible, tension, conflict or single"),
    ("sources", "whole", "how many independent sources state it"),
    ("claims", "list", "tuple of claim ids"),
    ("claim_count", "whole", "how many claims"),
    *_INTERVAL,
)
FINDINGS = _columns(
    ("id", "text", "the finding's id"),
    ("rule", "text", "the rule that raised it"),
    ("severity", "text", "error, warning or note"),
    ("state", "text", "open, or what was decided"),
    ("fact", "text", "id of the fact, if one"),
    ("entity", "text", "of the first claim"),
    ("indicator", "text", "of the first claim"),
    ("claims", "list", "tuple of claim ids"),
    ("claim_count", "whole", "how many claims"),
    ("message", "text", "what is wrong, in one sentence"),
    ("cause", "text", "the likely cause"),
    ("gap", "decimal", "distance of the readings in the base unit"),
    ("gap_relative", "decimal", "distance relative to the reading"),
    ("gap_float", "float", "gap as a float"),
    ("gap_relative_float", "float", "gap_relative as a float"),
)
SOURCES = _columns(
    ("id", "text", "the source's id"),
    ("path", "text", "its path"),
    ("title", "text", "its title"),
    ("publisher", "text", "who published it"),
    ("published", "text", "day of publication, ISO"),
    ("entity", "text", "whom it is about"),
    ("language", "text", "language tag"),
    ("tier", "whole", "nearness to the figures, from 1; 0: unknown"),
    ("claim_count", "whole", "how many claims it makes"),
    ("sha256", "text", "hash of its bytes"),
)
SKIPPED = _columns(
    ("source", "text", "id of the source"),
    ("path", "text", "the source's path"),
    ("start", "whole", "first code point in the source"),
    ("end", "whole", "one past the last code point"),
    ("text", "text", "the numeral as printed"),
    ("reason", "text", "why it is no claim"),
)
LEDGER = _columns(
    ("source", "text", "id of the source"),
    ("path", "text", "the source's path"),
    ("start", "whole", "first code point in the source"),
    ("end", "whole", "one past the last code point"),
    ("text", "text", "the run of digits as printed"),
    ("status", "text", "claim, skipped or missing"),
    ("claim", "text", "id of the claim that holds it"),
    ("reason", "text", "why it was skipped"),
)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "claims": CLAIMS,
    "facts": FACTS,
    "findings": FINDINGS,
    "skipped": SKIPPED,
    "ledger": LEDGER,
}
"""The columns of each table, in order."""

_DIGITS = re.compile(r"\d[\d,，.．]*\d|\d")


def claims_frame(result: Result) -> pd.DataFrame:
    """Make one row a claim; columns are `CLAIMS`."""
    source_of = {source.id: source for source in result.sources}
    fact_of = {claim: fact.id for fact in result.facts for claim in fact.claims}
    return _frame(CLAIMS, (_claim_row(claim, source_of.get(claim.source), fact_of) for claim in result.claims))


def facts_frame(result: Result) -> pd.DataFrame:
    """Make one row a fact; columns are `FACTS`.

    `low` and `high` bound what all its claims allow together; where they allow nothing together
    (a conflict), they span all the readings. `value` is that of the claim printed most precisely.
    """
    claim_of = {claim.id: claim for claim in result.claims}
    return _frame(
        FACTS, (_fact_row(fact, [claim_of[i] for i in fact.claims if i in claim_of]) for fact in result.facts)
    )


def findings_frame(result: Result) -> pd.DataFrame:
    """Make one row a finding; columns are `FINDINGS`."""
    claim_of = {claim.id: claim for claim in result.claims}
    return _frame(FINDINGS, (_finding_row(finding, claim_of) for finding in result.findings))


def sources_frame(result: Result) -> pd.DataFrame:
    """Make one row a document; columns are `SOURCES`."""
    counts = Counter(claim.source for claim in result.claims)
    return _frame(SOURCES, (_source_row(source, counts[source.id]) for source in result.sources))


def skipped_frame(result: Result) -> pd.DataFrame:
    """Make one row a numeral that is no claim; columns are `SKIPPED`."""
    path_of = {source.id: source.path for source in result.sources}
    return _frame(SKIPPED, (_skipped_row(skipped, path_of) for skipped in result.skipped))


def ledger_frame(result: Result) -> pd.DataFrame:
    """Make one row a run of digits in a source's text, and where it is accounted for; columns are `LEDGER`.

    The texts are scanned here again, apart from extraction, so that a numeral that extraction never
    saw is found `missing`. Empty where the result carries no texts (one read back from JSON).
    """
    claims: dict[str, list[Claim]] = {}
    for claim in result.claims:
        claims.setdefault(claim.source, []).append(claim)
    skipped = _Following(by_source(result.skipped))
    rows = (
        row
        for source in result.sources
        if source.id in result.texts
        for row in _ledger_rows(source, result.texts[source.id], claims.get(source.id, ()), skipped.of(source.id))
    )
    return _frame(LEDGER, rows)


class _Following:
    """Ledgers asked for in about the order that they come in: those passed by are held until they are asked for."""

    def __init__(self, ledgers: Iterable[tuple[str, Sequence[Skipped]]]) -> None:
        self.left = iter(ledgers)
        self.held: dict[str, Sequence[Skipped]] = {}

    def of(self, source: str) -> Sequence[Skipped]:
        """The ledger of a document, once."""
        while source not in self.held and (following := next(self.left, None)) is not None:
            self.held[following[0]] = following[1]
        return self.held.pop(source, ())


FRAMES: Mapping[str, Callable[[Result], pd.DataFrame]] = {
    "claims": claims_frame,
    "facts": facts_frame,
    "findings": findings_frame,
    "skipped": skipped_frame,
    "ledger": ledger_frame,
}
"""The maker of each table."""


def _claim_row(claim: Claim, source: Source | None, fact_of: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": claim.id,
        "fact": fact_of.get(claim.id),
        "source": claim.source,
        "path": source.path if source else None,
        "publisher": source.publisher if source else None,
        "published": _iso(source.published) if source else None,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        **_interval(claim.value, span(claim)),
        "low": claim.low,
        "high": claim.high,
        "low_float": _float(claim.low),
        "high_float": _float(claim.high),
        "step": claim.step,
        "unit": claim.unit,
        "qualifier": claim.qualifier,
        "measure": claim.measure,
        "basis": claim.basis,
        "entity": claim.entity,
        "indicator": claim.indicator,
        "scope": claim.scope,
        **_period(claim.period),
        "attribution": claim.attribution,
        "rule": claim.rule,
        "flags": claim.flags,
        "context": claim.context,
        "place": claim.place,
        "line": claim.line,
        "column": claim.column,
    }


def _fact_row(fact: Fact, claims: Sequence[Claim]) -> dict[str, object]:
    return {
        "id": fact.id,
        "entity": fact.entity,
        "indicator": fact.indicator,
        "measure": fact.measure,
        "basis": fact.basis,
        "scope": fact.scope,
        "unit": fact.unit,
        **_period(fact.period),
        "verdict": fact.verdict,
        "sources": fact.sources,
        "claims": fact.claims,
        "claim_count": len(fact.claims),
        **_interval(_finest_value(claims), shared(span(claim) for claim in claims)),
    }


def _finding_row(finding: Finding, claim_of: Mapping[str, Claim]) -> dict[str, object]:
    first = next((claim_of[i] for i in finding.claims if i in claim_of), None)
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "state": finding.state,
        "fact": finding.fact,
        "entity": first.entity if first else None,
        "indicator": first.indicator if first else None,
        "claims": finding.claims,
        "claim_count": len(finding.claims),
        "message": finding.message,
        "cause": finding.cause,
        "gap": finding.gap,
        "gap_relative": finding.gap_relative,
        "gap_float": _float(finding.gap),
        "gap_relative_float": _float(finding.gap_relative),
    }


def _skipped_row(skipped: Skipped, path_of: Mapping[str, str]) -> dict[str, object]:
    return {
        "source": skipped.source,
        "path": path_of.get(skipped.source),
        "start": skipped.start,
        "end": skipped.end,
        "text": skipped.text,
        "reason": skipped.reason,
    }


def _source_row(source: Source, claims: int) -> dict[str, object]:
    return {
        "id": source.id,
        "path": source.path,
        "title": source.title,
        "publisher": source.publisher,
        "published": _iso(source.published),
        "entity": source.entity,
        "language": source.language,
        "tier": source.tier or 0,
        "claim_count": claims,
        "sha256": source.sha256,
    }


def _ledger_rows(
    source: Source, text: str, claims: Sequence[Claim], skipped: Sequence[Skipped]
) -> list[dict[str, object]]:
    claim_at = {i: claim.id for claim in claims for i in range(claim.start, claim.end)}
    reason_at = {i: record.reason for record in skipped for i in range(record.start, record.end)}
    return [_ledger_row(source, match, claim_at, reason_at) for match in _DIGITS.finditer(text)]


def _ledger_row(
    source: Source, match: re.Match[str], claim_at: Mapping[int, str], reason_at: Mapping[int, str]
) -> dict[str, object]:
    digits = [i for i in range(match.start(), match.end()) if match.string[i].isdigit()]
    held = all(i in claim_at or i in reason_at for i in digits)
    claim = next((claim_at[i] for i in digits if i in claim_at), None)
    reason = next((reason_at[i] for i in digits if i in reason_at), None)
    status = "missing" if not held else "claim" if claim else "skipped"
    return {
        "source": source.id,
        "path": source.path,
        "start": match.start(),
        "end": match.end(),
        "text": match.group(),
        "status": status,
        "claim": claim,
        "reason": reason,
    }


def span(claim: Claim) -> Interval:
    """Return what a claim's words allow; open where it comes from rounding; everything where its bounds cross."""
    low, high = claim.low, claim.high
    if low is not None and high is not None and low > high:
        return Interval()
    rounded = claim.qualifier == "exact" and low is not None and high is not None and low < high
    return Interval(low, high, rounded, rounded)


def shared(intervals: Iterable[Interval]) -> Interval:
    """Return what all the intervals allow together, or the span of all where they allow nothing together."""
    spans = list(intervals)
    common: Interval | None = Interval()
    for one in spans:
        common = intersection(common, one) if common else None
    return common if common else hull(spans)


def _finest_value(claims: Sequence[Claim]) -> Decimal | None:
    stated = [claim for claim in claims if claim.value is not None]
    exact = [claim for claim in stated if claim.qualifier == "exact"] or stated
    finest = min(exact, key=lambda claim: claim.step if claim.step is not None else Decimal("Infinity"), default=None)
    return finest.value if finest else None


def _interval(value: Decimal | None, allowed: Interval) -> dict[str, object]:
    return {
        "value": value,
        "low": allowed.low,
        "high": allowed.high,
        "value_float": _float(value),
        "low_float": _float(allowed.low),
        "high_float": _float(allowed.high),
        "low_open": allowed.open_low,
        "high_open": allowed.open_high,
    }


def _period(period: Period | None) -> dict[str, object]:
    if period is None:
        return {"period_start": None, "period_end": None, "period_kind": None, "period_basis": None}
    return {
        "period_start": _iso(period.start),
        "period_end": _iso(period.end),
        "period_kind": period.kind,
        "period_basis": period.basis,
    }


@lru_cache(maxsize=4096)
def _iso(day: date | None) -> str | None:
    """The day as text, one for all rows that have it."""
    return day.isoformat() if day else None


def _float(number: Decimal | None) -> float:
    return float("nan") if number is None else float(number)


_PANDAS: Mapping[Dtype, Any] = {
    "text": object,
    "decimal": object,
    "list": object,
    "whole": "int64",
    "float": "float64",
    "flag": "bool",
}


def _frame(columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """A table of rows that need not be there all at once: each as a mapping takes ten times the room of its values."""
    held: dict[str, list[object]] = {column.name: [] for column in columns}
    for row in rows:
        for name, values in held.items():
            values.append(row[name])
    # dtypes are given, never inferred: an empty table has the same columns and dtypes as a full one
    return pd.DataFrame({c.name: pd.Series(held.pop(c.name), dtype=_PANDAS[c.dtype]) for c in columns})
