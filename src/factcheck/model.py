"""The flat, frozen records that pass from stage to stage.

Every record carries where it stands in the source, what it read there and the name of the rule
that made it. Numbers are `Decimal` in the base unit of their dimension (元, never 亿元); offsets
are code points in the decoded source text, half-open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Qualifier = Literal["exact", "approx", "over", "under", "order"]
Measure = Literal["level", "change", "growth", "share", "ratio", "rank", "streak", "target"]
Severity = Literal["error", "warning", "note"]
Verdict = Literal["agree", "compatible", "tension", "conflict", "single"]
PeriodKind = Literal["duration", "instant"]
PeriodBasis = Literal["stated", "inherited", "document"]


class Edit(NamedTuple):
    """A slice of the source that readers do not see as it stands: markup, boilerplate, an entity.

    `text` is what is read instead ("" for markup, "&" for `&amp;`, "\\n\\n" for a block's end).
    """

    start: int
    end: int
    text: str


class Anchor(NamedTuple):
    """A place name for people from `start` on: 'page 3', 'paragraph 12', 'Sheet1!B7'."""

    start: int
    label: str


class Cell(NamedTuple):
    """A table's cell: its span in the source, the labels of its row and column, the unit stated for it."""

    start: int
    end: int
    row: str
    column: str
    unit: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a document, when, about whom; `origin` says where each field was read."""

    id: str
    path: str
    sha256: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    entity: str | None = None
    language: str | None = None
    tier: int | None = None
    place: str | None = None
    origin: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded source: `text` is what offsets count in; edits, anchors and cells are sorted by start."""

    source: Source
    text: str
    edits: tuple[Edit, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not read or not checked, and why; shown first in every report."""

    path: str
    reason: str
    place: str | None = None
    fatal: bool = True  # True: the input is missing from the result, so the run is incomplete (exit 3)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a figure is about, both ends included; an instant has start == end (a stock at a date)."""

    start: date
    end: date
    kind: PeriodKind
    basis: PeriodBasis


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure and what it says: whose, which indicator, which period, and the interval the words allow."""

    id: str
    source: str
    start: int
    end: int
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: Qualifier
    measure: Measure
    basis: str | None
    entity: str | None
    indicator: str
    period: Period | None
    attribution: str | None
    rule: str
    # below: what later stages need and the result does not print at top level
    step: Decimal | None = None  # worth of the last printed digit, in the base unit: 0.1 of 31.2 %, 1e10 of 1.24万亿元
    scope: str = ""  # the field of a rank (全国城市, 全球), the base of a comparison
    key: tuple[str, ...] = ()  # canonical facets; equal keys are one fact
    template: str = ""  # fingerprint of the sentence with its figures masked, and the figure's place in it
    context: str = ""  # the sentence as read (folded), for reports
    flags: tuple[str, ...] = ()  # e.g. "headline", "forecast", "revised", "preliminary", "quoted"
    trace: tuple[str, ...] = ()  # how it was derived, one step a line
    place: str = ""  # nearest anchor's label (page 3, paragraph 12)
    line: int = 0  # 1-based line of `start` in the source
    column: int = 0  # 1-based column in code points


@dataclass(frozen=True, slots=True)
class Group:
    """Claims about the same fact by their keys, and why they were put together, one sentence a reason."""

    claims: tuple[Claim, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A numeral that is no claim, and the reason (date, ordinal, name, markup, …)."""

    source: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document."""

    source: Source
    claims: tuple[Claim, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Claims about the same thing, and whether they can all be true."""

    id: str
    entity: str | None
    indicator: str
    measure: Measure
    period: Period | None
    unit: str
    claims: tuple[str, ...]  # ids, in document order
    verdict: Verdict
    sources: int = 1  # independent sources that state it
    basis: str | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to settle a finding, with the evidence for it; ranked, never a verdict."""

    claim: str
    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Claims that cannot all be true (error), read differently (warning), or differ for a known reason (note)."""

    id: str
    rule: str
    severity: Severity
    fact: str | None
    claims: tuple[str, ...]
    message: str
    cause: str
    state: str = "open"
    why_paired: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    gap: Decimal | None = None  # between the readings, in the base unit
    gap_relative: Decimal | None = None
    unlisted: int | None = None  # claims of the readings that `claims` leaves out, where there are very many


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found; `problems` names what was not checked."""

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    skipped: Sequence[Skipped]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)  # source id -> decoded text, for passages and the ledger


class FactcheckError(Exception):
    """Root of every error that a user can cause; the message is a sentence for that user."""
