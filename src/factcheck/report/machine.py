"""What the formats for machines share: where a finding stands, its rule, text that cannot act."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from urllib.parse import quote

from factcheck import naming
from factcheck.model import Claim, Fact, Finding, Period, Result, Source
from factcheck.report.labels import Lang
from factcheck.report.view import period_name, place_name, quoted
from factcheck.states import SILENT

RANK = {"error": 2, "warning": 1, "note": 0}
# suffixes of files whose lines are those that an editor counts; elsewhere only the place's name means something
_LINED = frozenset({"", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".csv", ".tsv", ".json"})
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def safe(text: str) -> str:
    """Text that is valid XML and UTF-8 and cannot reorder what is shown: controls become U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)


def line(text: str) -> str:
    """Safe text on one line."""
    return " ".join(safe(text).split())


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns, 1-based, columns in code points; `end_column` is one past the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Place:
    """A claim where a person finds it; `region` is None where the file has no lines (PDF, DOCX)."""

    claim: Claim
    source: Source
    path: str
    region: Region | None
    words: str  # the place in words: page, paragraph or line


class Index:
    """Lookups over one result."""

    def __init__(self, result: Result, lang: Lang = "zh"):
        self.lang: Lang = lang
        self.sources = {source.id: source for source in result.sources}
        self.claims = {claim.id: claim for claim in result.claims}
        self.facts = {fact.id: fact for fact in result.facts}

    def place(self, name: str) -> Place:
        """Where the claim of that id stands."""
        claim = self.claims[name]
        source = self.sources.get(claim.source) or Source(claim.source, claim.source, "")
        path = relative(source.path)
        lined = claim.line > 0 and PurePath(path).suffix.lower() in _LINED
        return Place(claim, source, path, region(claim) if lined else None, place_name(claim, self.lang))

    def places(self, finding: Finding) -> list[Place]:
        """The places of a finding's claims; the one to change first, by evidence, not by verdict.

        First comes the source of the lowest standing (an unknown tier is the lowest); a claim that
        the ranked options support best comes last.
        """
        found = [self.place(name) for name in finding.claims if name in self.claims]
        best = finding.options[0].claim if finding.options else None
        order = {id(place): count for count, place in enumerate(found)}
        return sorted(
            found,
            key=lambda p: (p.claim.id == best, -(p.source.tier if p.source.tier is not None else 99), -order[id(p)]),
        )

    def subject(self, finding: Finding) -> Fact | Claim | None:
        """What the finding is about: its fact, or its first claim."""
        claims = [self.claims[name] for name in finding.claims if name in self.claims]
        if finding.fact in self.facts:
            return naming.about(self.facts[finding.fact], claims)
        return next(iter(claims), None)

    def about(self, finding: Finding) -> str:
        """The subject in words; where no indicator was read, what is wrong and with which figure."""
        item = self.subject(finding)
        if item is not None and item.indicator:
            return subject(item, self.lang)
        title = titles(finding.rule)[0 if self.lang == "zh" else 1]
        topic = quoted(title, [self.claims[name].text for name in finding.claims if name in self.claims])
        return f"{item.entity} · {topic}" if item is not None and item.entity else topic


def region(claim: Claim) -> Region:
    """The region of a claim from its position and its text, which is exactly the slice of the source."""
    breaks = claim.text.count("\n")
    if breaks:
        tail = len(claim.text) - claim.text.rfind("\n") - 1
        return Region(claim.line, claim.column, claim.line + breaks, tail + 1)
    return Region(claim.line, claim.column, claim.line, claim.column + len(claim.text))


def relative(path: str) -> str:
    """The path seen from the working folder, with forward slashes; one outside of it keeps its name only."""
    if path == "-":
        return "stdin"
    place = Path(path)
    if place.is_absolute() or ".." in place.parts:
        seen = os.path.relpath(place, Path.cwd())
        return PurePath(seen).as_posix() if not seen.startswith("..") else place.name
    return place.as_posix()


def uri(path: str) -> str:
    """A relative URI reference for a relative path."""
    return quote(path.encode("utf-8", "replace").decode(), safe="/")


def subject(item: Fact | Claim | None, lang: Lang = "zh") -> str:
    """'深圳市 · 先进制造业增加值 · 2025年末'."""
    if item is None:
        return ""
    when = period_name(item.period, lang) if item.period else ""
    return " · ".join(part for part in (item.entity or "", item.indicator, when) if part)


def period(value: Period | None, lang: Lang = "zh") -> str:
    """A period in short: a year, a day, or start/end."""
    if value is None:
        return ""
    if value.start == value.end:
        return value.start.isoformat()
    if (value.start.month, value.start.day, value.end.month, value.end.day) == (1, 1, 12, 31):
        first, last = value.start.year, value.end.year
        years = f"{first}" if first == last else f"{first}—{last}"
        return f"{years}年" if lang == "zh" else years.replace("—", "–")
    return f"{value.start.isoformat()}/{value.end.isoformat()}"


def fingerprint(*parts: str) -> str:
    """A stable hash of words."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings that nobody has settled, errors first, otherwise in the result's order."""
    return sorted((one for one in findings if one.state not in SILENT), key=lambda one: -RANK[one.severity])


@cache
def titles(rule: str, lang: str = "zh") -> tuple[str, str, str]:
    """(Chinese title, English title, page in `lang`) of a rule; its id alone where the catalogue lacks it."""
    from factcheck import rules

    try:
        item = rules.rule(rule)
    except rules.UnknownRule:
        return rule, rule, f"`{rule}`"
    return item.title_zh, item.title_en, rules.page(item, lang)
