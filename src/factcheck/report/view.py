"""What the reports for people show, worked out once: passages, readable amounts, counts, verdict.

Everything here is plain text as it stands in the documents; each format escapes it in its own way
and shows invisible characters with `visible`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from pathlib import Path, PurePosixPath

from factcheck import naming
from factcheck.model import Claim, Fact, Finding, Period, Problem, Result, Severity, Source
from factcheck.report.labels import Lang, brackets, label, phrase
from factcheck.rules import catalogue
from factcheck.states import SILENT

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
SIGNS = "甲乙丙丁戊己庚辛壬癸"
LATIN_SIGNS = "ABCDEFGHIJ"
SCALES: Mapping[Lang, tuple[tuple[Decimal, str], ...]] = {
    "zh": ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "en": ((Decimal(10) ** 12, " trillion"), (Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million")),
}
UNSCALED = frozenset({"%", "百分点", "位次", "年", "月"})
DECIMALS = 4  # more than these after the point and a smaller scale reads better
LISTED = 5_000  # findings that a report for people lists, and documents that a page does: no page holds any number
CONTEXT = 160  # code points of context on either side of a figure, at most

STOP = re.compile(r"[。！？!?；;]")
PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE)
INLINE = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|img|li|p|section|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
# what a passage's edge leaves of a tag in a text that is no HTML file but holds some
CUT_TAG = re.compile(r"""^[^<>\n]*["']\s*/?>|</?[A-Za-z][^<>\n]*$""")
BLANK = re.compile(r"\s+")
WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
WIDE_GAP = re.compile(rf"(?<=[{WIDE}])\s*\n\s*(?=[{WIDE}0-9])|(?<=[0-9])\s*\n\s*(?=[{WIDE}])")
# controls, format characters (bidi, zero width), line and paragraph separators, lone surrogates
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
PLACE = re.compile(r"第 ?(\d+) ?([页段行张])")
PLACES = {"页": "page", "段": "paragraph", "行": "line", "张": "slide"}


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is written; the same for every format."""

    lang: Lang = "zh"
    color: bool = False
    width: int = 100  # columns of the terminal
    title: str | None = None
    base: Path | None = None  # folder that source paths are relative to, for formats that want it


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage; `claim` is the id of the finding's figure it is, or "" for context."""

    text: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The words around one or more figures of a finding, in one source."""

    source: Source
    place: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim as people read it; `sign` (甲, 乙 …) names it within its finding, "" for other mentions."""

    claim: Claim
    source: Source
    short: str  # a short name of the source, unique in the report
    place: str
    sign: str
    amount: str
    bounds: str


@dataclass(frozen=True, slots=True)
class Card:
    """A finding with all that is shown about it."""

    finding: Finding
    entity: str
    indicator: str
    measure: str
    period: str
    rule: str  # what the rule is called
    standing: str  # new, reopened, known
    pending: bool  # something is still to be done: no decision, or a text has to change
    readings: tuple[Reading, ...]
    others: tuple[Reading, ...]  # further mentions of the same fact
    passages: tuple[Passage, ...]
    gap: str
    options: tuple[tuple[str, tuple[str, ...]], ...]  # ways to settle it, each with its reasons
    same_scale: bool  # the readings measure one thing, so that their intervals can be drawn together

    @property
    def topic(self) -> str:
        """The indicator; where none was read, what is wrong and with which figure."""
        return self.indicator or quoted(self.rule, [one.claim.text for one in self.readings])

    @property
    def heading(self) -> tuple[str, ...]:
        """What the title of the card says, in parts."""
        parts = (
            (self.entity, self.indicator, self.measure, self.period) if self.indicator else (self.entity, self.topic)
        )
        return tuple(part for part in parts if part) or (self.finding.message,)


@dataclass(frozen=True, slots=True)
class Counts:
    """Sizes that the head of a report states."""

    documents: int
    claims: int
    skipped: int
    facts: int
    compared: int  # facts stated at least twice
    severity: Mapping[str, int]  # of findings where something is to be done
    standing: Mapping[str, int]
    decided: int  # findings that a decision took off the list
    verdicts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class View:
    """A result as people read it; cards are sorted, the worst first."""

    result: Result
    lang: Lang
    title: str
    verdict: str
    counts: Counts
    cards: tuple[Card, ...]
    unlisted: int  # findings without a card
    problems: tuple[Problem, ...]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    shorts: Mapping[str, str]


def build(result: Result, options: Options, context: int = CONTEXT) -> View:
    """The view of a result; `context` limits the code points shown on either side of a figure."""
    claims = {claim.id: claim for claim in result.claims}
    sources = {source.id: source for source in result.sources}
    facts = {fact.id: fact for fact in result.facts}
    shorts = short_names(result.sources)
    lookup = _Lookup(claims, sources, facts, shorts, result.texts, options.lang, context)
    cards = tuple(_card(finding, lookup) for finding in sorted(result.findings, key=_worst_first)[:LISTED])
    counts = _counts(result)
    return View(
        result=result,
        lang=options.lang,
        title=options.title or phrase(options.lang, "result"),
        verdict=_verdict(counts, result.problems, options.lang),
        counts=counts,
        cards=cards,
        unlisted=len(result.findings) - len(cards),
        problems=result.problems,
        claims=claims,
        sources=sources,
        shorts=shorts,
    )


def visible(text: str, newline: str = "\n") -> str:
    """Shows characters that are not seen or that reorder a line, as `[U+202E]`; "\\n" becomes `newline`."""
    text = UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\n", newline) if newline != "\n" else text


def quoted(title: str, figures: Sequence[str]) -> str:
    """A rule's title and the figures that it is about, for a finding without an indicator: 提取有误“近四万亿元”."""
    return title + "".join(f"“{short(' '.join(text.split()), 20)}”" for text in figures[:2])


def short(text: str, limit: int) -> str:
    """At most `limit` code points, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def plain(value: Decimal) -> str:
    """A decimal in digits, without trailing zeros; grouped by thousands from five digits on: 16,700 or 0.25."""
    text = f"{value.normalize():,f}" if abs(value) >= 10_000 else f"{value.normalize():f}"
    return "0" if text in ("-0", "") else text


def scale_for(values: Iterable[Decimal], unit: str, lang: Lang = "zh") -> tuple[Decimal, str]:
    """The largest of 万亿, 亿, 万 in which all values stay short, with its factor; (1, "") if none.

    In English of trillion, billion, million.
    """
    values = [value for value in values if value]
    if unit not in UNSCALED and values:
        for factor, name in SCALES[lang]:
            if min(map(abs, values)) >= factor and all(_decimals(value / factor) <= DECIMALS for value in values):
                return factor, name
    return Decimal(1), ""


def amount(value: Decimal, unit: str, lang: Lang = "zh") -> str:
    """A value in the base unit as people write it: 1.24万亿元, 3.1万家, 31.2%, 第3位. Never rounded."""
    if unit == "位次":
        return f"第{plain(value)}位" if lang == "zh" else f"No. {plain(value)}"
    factor, name = scale_for([value], unit, lang)
    return f"{plain(value / factor)}{name}{_unit(unit, lang)}"


def bounds(claim: Claim, lang: Lang = "zh") -> str:
    """The interval that the words allow: 1.665–1.675万亿元, ≥ 5万亿元; "" where it is the value itself."""
    low, high, unit = claim.low, claim.high, claim.unit
    if low is None and high is None:
        return ""
    if low is None or high is None:
        sign, value = ("≥", low) if high is None else ("≤", high)
        return "" if value is None else f"{sign} {amount(value, unit, lang)}"
    if low == high:
        return "" if claim.value == low else amount(low, unit, lang)
    factor, name = scale_for([low, high], unit, lang)
    return f"{plain(low / factor)}–{plain(high / factor)}{name}{_unit(unit, lang)}"


def reading(claim: Claim, lang: Lang = "zh") -> str:
    """The value of a claim, or its interval where the words give only that."""
    return amount(claim.value, claim.unit, lang) if claim.value is not None else bounds(claim, lang) or claim.text


def gap(finding: Finding, unit: str, lang: Lang = "zh") -> str:
    """The difference of a finding, absolute and relative: 900亿元（5.4%）; "" where none was worked out."""
    parts = []
    if finding.gap is not None:
        parts.append(amount(_rounded(finding.gap), "百分点" if unit == "%" else "位" if unit == "位次" else unit, lang))
    if finding.gap_relative is not None:
        parts.append(f"{plain(_rounded(finding.gap_relative * 100, 2))}%")
    if len(parts) == 2:
        return phrase(lang, "gap_value", absolute=parts[0], relative=parts[1])
    return "".join(parts)


def period_name(period: Period | None, lang: Lang = "zh") -> str:
    """A period as people write it: 2025年, 2025年上半年, 2025年3月, 2025年末, 2021–2025年."""
    if period is None:
        return phrase(lang, "no_period")
    if lang == "en":
        return _english_period(period)
    return naming.period_text(period)


def source_name(source: Source) -> str:
    """The title of a source, or the name of its file."""
    return source.title or naming.file_name(source)


def short_names(sources: Sequence[Source]) -> dict[str, str]:
    """A short name for each source, unique among them: publisher, title, file name, or path."""
    return naming.documents(sources)


def place_name(claim: Claim, lang: Lang = "zh") -> str:
    """Where a claim stands: its page or paragraph, else its line."""
    if claim.place:
        return anchor_name(claim.place, lang)
    return phrase(lang, "last_line", n=claim.line) if claim.line else ""


def anchor_name(place: str, lang: Lang) -> str:
    """An anchor's label in the language of the report (第3页 → page 3)."""
    return PLACE.sub(lambda match: label(lang, "place", PLACES[match[2]]).format(n=match[1]), place)


def measure_name(measure: str, basis: str | None, lang: Lang) -> str:
    """The measure with its basis: 增速（同比）; a level is not mentioned."""
    if measure == "level" and not basis:
        return ""
    name = label(lang, "measure", measure)
    return name + brackets(lang, label(lang, "basis", basis))


def standing(state: str) -> str:
    """Whether a finding is new, reopened (or its decision has run out), or known (someone decided about it)."""
    return "new" if state in ("open", "new") else "reopened" if state in ("reopened", "expired") else "known"


def passages(
    claims: Sequence[Claim], sources: Mapping[str, Source], texts: Mapping[str, str], lang: Lang, context: int
) -> tuple[Passage, ...]:
    """The words around the claims, one passage a stretch of text; claims that stand together share one."""
    found: list[Passage] = []
    for source_id in dict.fromkeys(claim.source for claim in claims):
        own = sorted((c for c in claims if c.source == source_id), key=lambda c: (c.start, c.end))
        text = texts.get(source_id)
        source = sources[source_id]
        if text is None:
            found += [Passage(source, place_name(c, lang), (Piece(c.text, c.id),)) for c in own]
            continue
        for run in _runs(own, text, context):
            found.append(Passage(source, place_name(run[0], lang), _pieces(run, text, source.path, context)))
    return tuple(found)


def readable(text: str, path: str, lines: bool = False) -> str:
    """A stretch of a source for reading: markup of HTML out, line breaks inside a sentence closed unless `lines`."""
    if is_markup(path):
        text = unescape(MARKUP.sub("", re.sub(r"^[^<>]*>|<[^<>]*$", "", text)))
        text = re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", text)
    return text if lines else BLANK.sub(" ", WIDE_GAP.sub("", CUT_TAG.sub("", INLINE.sub("", text))))


def is_markup(path: str) -> bool:
    """Whether a source's text holds its markup, by the ending of its name."""
    return PurePosixPath(path).suffix.lower() in (".html", ".htm", ".xhtml", ".xml")


@dataclass(frozen=True, slots=True)
class _Lookup:
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    shorts: Mapping[str, str]
    texts: Mapping[str, str]
    lang: Lang
    context: int


def _card(finding: Finding, lookup: _Lookup) -> Card:
    claims = [lookup.claims[c] for c in finding.claims if c in lookup.claims]
    fact = lookup.facts.get(finding.fact or "")
    named = set(finding.claims)
    rest = [lookup.claims[c] for c in (fact.claims if fact else ()) if c in lookup.claims and c not in named]
    head = claims[0] if claims else None
    lang = lookup.lang
    signs = SIGNS if lang == "zh" else LATIN_SIGNS
    return Card(
        finding=finding,
        entity=(fact.entity if fact else head.entity if head else None) or "",
        indicator=fact.indicator if fact else head.indicator if head else "",
        measure=measure_name(fact.measure, fact.basis, lang) if fact else "",
        period=_when(fact, claims, lang),
        rule=_rule_title(finding.rule, lang),
        standing=standing(finding.state),
        pending=_pending(finding),
        readings=tuple(
            _reading(claim, signs[index] if index < len(signs) else str(index + 1), lookup)
            for index, claim in enumerate(claims)
        ),
        others=tuple(_reading(claim, "", lookup) for claim in rest),
        passages=passages(claims, lookup.sources, lookup.texts, lang, lookup.context),
        gap=gap(finding, head.unit if head else "", lang),
        options=tuple((one.text, one.reasons) for one in finding.options) or _advice(finding, lang),
        same_scale=len({(c.unit, c.measure, c.indicator) for c in claims}) == 1 and len(claims) > 1,
    )


def _when(fact: Fact | None, claims: Sequence[Claim], lang: Lang) -> str:
    """The time that a card is about; where its two sides have no time in common, both times."""
    period = naming.about(fact, claims).period if fact else claims[0].period if claims else None
    if period is None and fact and fact.period:
        named = list(dict.fromkeys(period_name(claim.period, lang) for claim in claims if claim.period))
        return phrase(lang, "list").join(named) if len(named) == 2 else ""
    return period_name(period, lang) if fact or claims else ""


def _rule_title(name: str, lang: Lang) -> str:
    rule = catalogue().get(name)
    return "" if rule is None else rule.title(lang)


def _advice(finding: Finding, lang: Lang) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the rule's page advises, where no evidence ranks anything."""
    rule = catalogue().get(finding.rule)
    return ((rule.body(lang)[-1], ()),) if rule is not None else ()


def _reading(claim: Claim, sign: str, lookup: _Lookup) -> Reading:
    return Reading(
        claim=claim,
        source=lookup.sources[claim.source],
        short=lookup.shorts[claim.source],
        place=place_name(claim, lookup.lang),
        sign=sign,
        amount=reading(claim, lookup.lang),
        bounds=bounds(claim, lookup.lang) if claim.value is not None else "",
    )


def _pending(finding: Finding) -> bool:
    return finding.state not in SILENT


def _worst_first(finding: Finding) -> tuple[bool, int, int, Decimal, str]:
    reopened = {"reopened": 0, "new": 1}.get(standing(finding.state), 2)
    rank = SEVERITIES.index(finding.severity)
    return not _pending(finding), rank, reopened, -(finding.gap_relative or Decimal(0)), finding.id


def _counts(result: Result) -> Counts:
    pending = Counter[str](finding.severity for finding in result.findings if _pending(finding))
    standings = Counter(standing(finding.state) for finding in result.findings)
    return Counts(
        documents=len(result.sources),
        claims=len(result.claims),
        skipped=len(result.skipped),
        facts=len(result.facts),
        compared=sum(len(fact.claims) > 1 for fact in result.facts),
        severity={name: pending[name] for name in SEVERITIES},
        standing={name: standings[name] for name in ("new", "reopened", "known")},
        decided=sum(not _pending(finding) for finding in result.findings),
        verdicts=Counter(fact.verdict for fact in result.facts),
    )


def _verdict(counts: Counts, problems: Sequence[Problem], lang: Lang) -> str:
    """The outcome in a sentence; a second one follows where the run was incomplete."""
    missing = sum(problem.fatal for problem in problems)
    sentence = _outcome(counts, lang)
    if not missing:
        return sentence
    gap_between = "" if lang == "zh" else " "
    return sentence + gap_between + phrase(lang, "verdict_incomplete", n=missing)


def _outcome(counts: Counts, lang: Lang) -> str:
    errors, warnings = counts.severity["error"], counts.severity["warning"]
    if errors:
        tail = phrase(lang, "verdict_warnings", n=warnings) if warnings else ""
        return phrase(lang, "verdict_conflict", errors=errors, warnings=tail)
    if warnings:
        return phrase(lang, "verdict_warnings_only", n=warnings)
    if not counts.claims:
        return phrase(lang, "verdict_none")
    rest = counts.severity["note"] + counts.decided
    if rest:
        return phrase(lang, "verdict_notes", n=rest)
    key = "verdict_clean" if counts.compared else "verdict_nothing_shared"
    return phrase(lang, key, compared=counts.compared, claims=counts.claims)


def _unit(unit: str, lang: Lang) -> str:
    if lang == "zh":
        return "个百分点" if unit == "百分点" else unit
    return unit if unit in ("", "%", "‰") else f" {label(lang, 'unit', unit)}"


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(value: Decimal, digits: int = 4) -> Decimal:
    """`digits` significant digits; whole numbers keep all of theirs."""
    if value == value.to_integral_value() and digits >= 4:
        return value
    places = digits - 1 - value.adjusted()
    return round(value, max(places, 0)) if value else value


def _whole_months(period: Period) -> tuple[int, int]:
    """First and last month of a period of whole months, or (0, 0)."""
    ends = (period.end.toordinal() + 1) and period.end.fromordinal(period.end.toordinal() + 1).day == 1
    return (period.start.month, period.end.month) if period.start.day == 1 and ends else (0, 0)


_ENGLISH_SPANS = {
    (1, 3): "first quarter", (4, 6): "second quarter", (7, 9): "third quarter", (10, 12): "fourth quarter",
    (1, 6): "first half", (7, 12): "second half", (1, 9): "first three quarters",
}  # fmt: skip


def _english_period(period: Period) -> str:
    start, end = period.start, period.end
    if period.kind == "instant" or start == end:
        return f"end of {end.year}" if (end.month, end.day) == (12, 31) else end.isoformat()
    months = _whole_months(period)
    if months == (1, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    if months in _ENGLISH_SPANS and start.year == end.year:
        return f"{_ENGLISH_SPANS[months]} of {start.year}"
    if months[0] and (start.year, months[0]) == (end.year, months[1]):
        return f"{start:%Y-%m}"
    return f"{start.isoformat()} to {end.isoformat()}"


def _runs(claims: Sequence[Claim], text: str, context: int) -> list[list[Claim]]:
    """Claims of one source in runs whose contexts meet."""
    runs: list[list[Claim]] = []
    reach = -1
    for claim in claims:
        start, end = _around(claim, text, context)
        if runs and start <= reach:
            runs[-1].append(claim)
        else:
            runs.append([claim])
        reach = max(reach, end)
    return runs


def _around(claim: Claim, text: str, context: int) -> tuple[int, int]:
    """The sentence of a claim with the one before and the one after: within its paragraph and `context` code points."""
    floor, ceiling = max(0, claim.start - context), min(len(text), claim.end + context)
    floor = max((match.end() for match in PARAGRAPH.finditer(text, floor, claim.start)), default=floor)
    paragraph = PARAGRAPH.search(text, claim.end, ceiling)
    ceiling = paragraph.start() if paragraph else ceiling
    stops = [match.end() for match in STOP.finditer(text, floor, claim.start)]
    start = stops[-2] if len(stops) > 1 else floor
    ends = [match.end() for match in STOP.finditer(text, claim.end, ceiling)]
    return start, ends[1] if len(ends) > 1 else ceiling


def _pieces(run: Sequence[Claim], text: str, path: str, context: int) -> tuple[Piece, ...]:
    start = _around(run[0], text, context)[0]
    end = max(_around(claim, text, context)[1] for claim in run)
    lead = "…" if start and not STOP.fullmatch(text[start - 1]) and text[start - 1] != "\n" else ""
    tail = "…" if end < len(text) and not STOP.fullmatch(text[end - 1]) and text[end - 1] != "\n" else ""
    pieces: list[Piece] = []
    at = start
    for claim in run:
        if claim.start < at:  # a figure inside another one is marked with it
            continue
        pieces.append(Piece(lead + readable(text[at : claim.start], path)))
        pieces.append(Piece(readable(text[claim.start : claim.end], path), claim.id))
        lead, at = "", claim.end
    pieces.append(Piece(readable(text[at:end], path) + tail))
    first, last = pieces[0], pieces[-1]
    pieces[0], pieces[-1] = Piece(first.text.lstrip()), Piece(last.text.rstrip())
    return tuple(piece for piece in pieces if piece.text)
