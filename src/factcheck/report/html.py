"""The report as one HTML file: no request to anywhere, every word of a document escaped.

The page holds its data once, as compact JSON that the page's own script draws from, so that 3,000 findings
open at once. Readers without scripts get the worst findings as plain HTML. What would make the file too big
(`budget`) is left out in this order: texts without findings, facts stated once; the page says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from jinja2 import Environment
from markupsafe import Markup

from factcheck.model import Claim, Fact, Result, Skipped, Source
from factcheck.packed import by_source
from factcheck.report.labels import HTML_LANG, label, phrase, table
from factcheck.report.view import (
    CONTEXT,
    LISTED,
    SEVERITIES,
    Card,
    Options,
    View,
    bounds,
    build,
    is_markup,
    measure_name,
    period_name,
    place_name,
    readable,
    reading,
    source_name,
    visible,
)
from factcheck.rules import catalogue

Json: TypeAlias = "str | int | Sequence[Json] | Mapping[str, Json] | None"

SLOT = "<data-slot>"  # cannot come from a document: there, < is escaped
FALLBACK = 20  # findings written out for readers without scripts
MANY = 500  # findings from which passages are kept shorter
FACT_SHARE = 2  # facts may take one part in so many of the room that findings leave
AROUND = 240  # code points kept on either side of a finding's figure in a text that is too long
DIFFERING = ("conflict", "tension", "compatible", "agree", "single")


def budget(findings: int) -> int:
    """Bytes that a report of so many findings may take."""
    return 300_000 + 2_000 * findings


def render(result: Result, options: Options) -> str:
    """The report as a single HTML document."""
    view = build(result, options, CONTEXT if len(result.findings) <= MANY else CONTEXT // 2)
    style, script = _asset("report.css"), _asset("report.js")
    page = _environment().from_string(_asset("report.html"))
    head = page.render(
        lang=options.lang,
        html_lang=HTML_LANG[options.lang],
        view=view,
        cards=view.cards[:FALLBACK],
        listed=LISTED,
        ui=table(options.lang)["ui"],
        words=table(options.lang),
        severities=SEVERITIES,
        signs=_signs,
        phrase=phrase,
        policy=_policy(style, script),
        style=Markup(style),  # our own files, not the documents' words
        script=Markup(script),
        data=Markup(SLOT),
    )
    room = budget(len(view.cards)) - len(head.encode())
    return head.replace(SLOT, _data(view, room), 1)


def script_safe(value: Json) -> str:
    """JSON that can stand inside <script>: no `<`, `>`, `&`, separators of lines, or lone surrogates."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub(r"[<>&\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


@dataclass(slots=True)
class _Packer:
    """Collects the page's data; texts and claims are stored once and referred to by index."""

    view: View
    facts_of: Mapping[str, Fact]
    strings: dict[str, int] = field(default_factory=lambda: {"": 0})
    claims: dict[str, int] = field(default_factory=dict)
    rows: list[list[Json]] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)
    fact_rows: list[list[Json]] = field(default_factory=list)
    sources: dict[str, int] = field(default_factory=dict)
    source_rows: list[list[Json]] = field(default_factory=list)
    size: int = 0

    def text(self, text: str | None, newline: str = " ") -> int:
        """The index of a text, shown with `visible`."""
        shown = visible(text or "", newline)
        if shown not in self.strings:
            self.strings[shown] = len(self.strings)
            self.size += len(script_safe(shown).encode()) + 1
        return self.strings[shown]

    def claim(self, name: str) -> int:
        """The index of a claim's row: source, text, amount, bounds, low, high, place, fact, qualifier, indicator."""
        if name not in self.claims:
            claim = self.view.claims[name]
            lang = self.view.lang
            row: list[Json] = [
                self.source(self.view.sources[claim.source]),
                self.text(claim.text),
                self.text(reading(claim, lang)),
                self.text(bounds(claim, lang) if claim.value is not None else ""),
                _digits(claim, "low"),
                _digits(claim, "high"),
                self.text(place_name(claim, lang)),
                -1,
                self.text("" if claim.qualifier == "exact" else label(lang, "qualifier", claim.qualifier)),
                self.text(claim.indicator),
            ]
            self.claims[name] = len(self.rows)
            self.rows.append(row)
            self.size += len(script_safe(row)) + 1
        return self.claims[name]

    def source(self, source: Source) -> int:
        """The index of a document's row: path, name, short name, publisher, date."""
        if source.id not in self.sources:
            self.sources[source.id] = len(self.sources)
            lang, published = self.view.lang, source.published
            day = published.isoformat() if published else phrase(lang, "unknown_date")
            names = (source.path, source_name(source), self.view.shorts[source.id], source.publisher or "", day)
            self.source_rows.append([self.text(name) for name in names])
        return self.sources[source.id]

    def fact(self, fact: Fact) -> int:
        """The index of a fact's row: id, entity, indicator, measure, period, start, end, verdict, sources, claims."""
        if fact.id not in self.facts:
            lang, period = self.view.lang, fact.period
            measure = "·".join(part for part in (measure_name(fact.measure, fact.basis, lang), fact.scope) if part)
            claims = [self.claim(name) for name in fact.claims if name in self.view.claims]
            row: list[Json] = [
                self.text(fact.id),
                self.text(fact.entity),
                self.text(fact.indicator),
                self.text(measure),
                self.text(period_name(period, lang)),
                self.text(period.start.isoformat() if period else ""),
                self.text(period.end.isoformat() if period else ""),
                DIFFERING.index(fact.verdict),
                fact.sources,
                claims,
            ]
            index = self.facts[fact.id] = len(self.fact_rows)
            for claim in claims:
                self.rows[claim][7] = index
            self.fact_rows.append(row)
            self.size += len(script_safe(row)) + 1
        return self.facts[fact.id]


def _data(view: View, room: int) -> str:
    """The JSON that the page's script draws from, in at most about `room` bytes."""
    result = view.result
    packer = _Packer(view, {fact.id: fact for fact in result.facts})
    if len(result.sources) <= LISTED:  # of more, those that what is shown is from
        for source in result.sources:
            packer.source(source)
    findings = [_finding(card, packer) for card in view.cards]
    packer.size += len(script_safe(findings)) + len(script_safe(packer.source_rows)) + 12_000  # labels and rules
    _fill_facts(packer, packer.size + max(0, room - packer.size) // FACT_SHARE)
    texts, skipped = _texts(view, packer, room)
    traces = _traces(view, packer, room)
    return script_safe(
        {
            "labels": {section: dict(words) for section, words in table(view.lang).items()},
            "strings": list(packer.strings),
            "rules": _rules(view),
            "sources": packer.source_rows,
            "claims": packer.rows,
            "facts": packer.fact_rows,
            "factTotal": len(result.facts),
            "findings": findings,
            "texts": texts,
            "skipped": skipped,
            "traces": traces,
        }
    )


def _rules(view: View) -> Mapping[str, Json]:
    """The pages of the rules that raised something: title, meaning, how it is decided, advice."""
    used = {card.finding.rule: card.rule for card in view.cards}
    pages = {name: (title, catalogue().get(name)) for name, title in sorted(used.items())}
    return {name: [title, *(page.body(view.lang) if page else ("", "", ""))] for name, (title, page) in pages.items()}


def _finding(card: Card, packer: _Packer) -> list[Json]:
    """A finding's row; the order is that of `finding()` in report.js."""
    finding, text = card.finding, packer.text
    fact = packer.facts_of.get(finding.fact or "")
    return [
        text(finding.id),
        text(finding.rule),
        SEVERITIES.index(finding.severity),
        packer.fact(fact) if fact else -1,
        [[packer.claim(one.claim.id), text(one.sign)] for one in card.readings],
        [packer.claim(one.claim.id) for one in card.others],
        text(card.standing),
        text(finding.state),
        text(finding.message),
        text(finding.cause),
        [text(reason) for reason in finding.why_paired],
        [[text(what), [text(reason) for reason in reasons]] for what, reasons in card.options],
        text(card.gap),
        [
            [
                packer.source(passage.source),
                text(passage.place),
                [[text(p.text), packer.claims[p.claim] if p.claim else -1] for p in passage.pieces],
            ]
            for passage in card.passages
        ],
        text(card.entity),
        text(card.indicator),
        text(card.measure),
        text(card.period),
        int(card.same_scale),
    ]


def _fill_facts(packer: _Packer, limit: int) -> None:
    """Adds facts while there is room, those that disagree or are stated often first."""
    order = sorted(packer.view.result.facts, key=lambda f: (len(f.claims) < 2, DIFFERING.index(f.verdict)))
    for fact in order:
        if packer.size >= limit:
            return
        packer.fact(fact)


def _texts(view: View, packer: _Packer, room: int) -> tuple[list[Json], list[Json]]:
    """For each source of the page [parts, code points shown, code points in all], and the numerals passed over.

    A part is a text, the index of a claim, or -1 - the index of a passed numeral.
    """
    marks: dict[str, list[Claim | Skipped]] = defaultdict(list)
    for claim in view.result.claims:
        if claim.source in packer.sources:
            marks[claim.source].append(claim)
    for name, records in by_source(view.result.skipped):
        if name in packer.sources:
            marks[name] += records
    wanted: dict[str, list[Claim]] = defaultdict(list)
    for card in view.cards:
        for shown in card.readings:
            wanted[shown.claim.source].append(shown.claim)
    skipped: list[Json] = []
    texts: dict[str, Json] = {}
    for source in sorted(map(view.sources.__getitem__, packer.sources), key=lambda s: s.id not in wanted):
        if packer.size >= room:
            break
        text = view.result.texts.get(source.id, "")
        own = sorted(_seen(marks[source.id], source.path), key=lambda one: (one.start, -one.end))
        for windows in ([(0, len(text))], _windows(wanted[source.id], len(text))):
            kept = [one for one in own if any(start <= one.start and one.end <= end for start, end in windows)]
            cost = sum(len(text[start:end].encode("utf-8", "replace")) for start, end in windows) + 130 * len(kept)
            if packer.size + cost <= room:
                parts = [
                    part for window in windows for part in _parts(text, window, kept, source.path, packer, skipped)
                ]
                texts[source.id] = [parts, sum(end - start for start, end in windows), len(text)]
                packer.size += cost
                break
    lengths = {name: len(view.result.texts.get(name, "")) for name in packer.sources}
    return [texts.get(name, [[], 0, length]) for name, length in lengths.items()], skipped


def _seen(marks: Iterable[Claim | Skipped], path: str) -> Iterable[Claim | Skipped]:
    """The numerals that a reader of the page sees: in HTML, those of markup go with it."""
    return [one for one in marks if isinstance(one, Claim) or one.reason != "markup" or not is_markup(path)]


def _windows(claims: Iterable[Claim], length: int) -> list[tuple[int, int]]:
    """Stretches of a text around the claims, those that meet joined."""
    windows: list[tuple[int, int]] = []
    for claim in sorted(claims, key=lambda c: c.start):
        start, end = max(0, claim.start - AROUND), min(length, claim.end + AROUND)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((start, end))
    return windows


def _parts(
    text: str,
    window: tuple[int, int],
    marks: Sequence[Claim | Skipped],
    path: str,
    packer: _Packer,
    skipped: list[Json],
) -> Iterable[Json]:
    at, end = window
    if at:
        yield "…\n"
    for mark in marks:
        if mark.start < at or mark.end > end:
            continue
        yield visible(readable(text[at : mark.start], path, lines=True))
        if isinstance(mark, Claim):
            yield packer.claim(mark.id)
        else:
            skipped.append([packer.text(mark.text), packer.text(label(packer.view.lang, "reason", mark.reason))])
            yield -len(skipped)
        at = mark.end
    yield visible(readable(text[at:end], path, lines=True))
    if end < len(text):
        yield "\n…\n"


def _traces(view: View, packer: _Packer, room: int) -> Mapping[str, Json]:
    """How the figures of findings were read, step by step, as far as there is room."""
    traces: dict[str, Json] = {}
    for card in view.cards:
        for one in card.readings:
            index = str(packer.claims[one.claim.id])
            if index not in traces and one.claim.trace and packer.size < room:
                steps = [packer.text(step) for step in one.claim.trace]
                traces[index] = steps
                packer.size += len(script_safe(steps)) + len(index) + 4
    return traces


def _digits(claim: Claim, side: str) -> str | None:
    value = claim.low if side == "low" else claim.high
    return None if value is None else f"{value.normalize():f}"


def _signs(card: Card) -> Mapping[str, str]:
    return {one.claim.id: one.sign for one in card.readings}


def _policy(style: str, script: str) -> str:
    """The content security policy: nothing but this page's own style and script, known by their hashes."""
    hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _asset(name: str) -> str:
    return files("factcheck.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["visible"] = lambda text: visible(str(text), " ")
    return environment
