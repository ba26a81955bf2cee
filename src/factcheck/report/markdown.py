"""The report as Markdown for a pull request: a table of findings, then each one, the facts and what was not checked.

Words from documents are escaped so that they can neither end a table cell nor become markup, a link,
a mention or a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.model import Fact, Result
from factcheck.report.labels import brackets, colon, label, phrase
from factcheck.report.view import (
    SEVERITIES,
    Card,
    Options,
    Passage,
    View,
    build,
    measure_name,
    period_name,
    reading,
    short,
    visible,
)

MARKS = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}
SPECIAL = re.compile(r"[\\`*_{}\[\]#|~$]")
LEADING = re.compile(r"^(\d{0,9})([-+=.)])(?=[\s=-]|$)")  # would open a list or underline a heading
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
LIVE = re.compile(r"@(?=\w)|#(?=\d)|(?<=:)(?=//)|(?<=www)(?=\\?\.)", re.IGNORECASE)
JOINER = "&#8288;"  # unseen, and keeps @name, #1 and https:// from becoming links
FACTS = 200  # rows of the fact table: more are for the HTML report
LONG = 300  # code points of one field


def render(result: Result, options: Options) -> str:
    """The report as GitHub-flavoured Markdown."""
    view = build(result, options)
    return "\n".join(_lines(view, options)).rstrip("\n") + "\n"


def escape(text: str, limit: int = LONG) -> str:
    """Text for any place of a Markdown document, in one line."""
    plain = re.sub(r"\s+", " ", visible(text, " ")).strip()
    plain = re.sub(r"[&<>]", lambda match: ENTITIES[match[0]], short(plain, limit))
    plain = LEADING.sub(r"\1\\\2", SPECIAL.sub(r"\\\g<0>", plain))
    return LIVE.sub(lambda match: match[0] + JOINER, plain)


def _lines(view: View, options: Options) -> Iterator[str]:
    lang, counts = options.lang, view.counts
    yield f"# {escape(view.title)}"
    yield ""
    yield f"**{view.verdict}**"
    yield ""
    yield phrase(lang, "counts", documents=counts.documents, claims=counts.claims, compared=counts.compared)
    yield ""
    yield from _unchecked(view, options)
    yield from _findings(view, options)
    yield from _facts(view, options)


def _unchecked(view: View, options: Options) -> Iterator[str]:
    if not view.problems:
        return
    lang = options.lang
    yield f"## {phrase(lang, 'not_checked')}"
    yield ""
    for problem in view.problems:
        place = brackets(lang, escape(problem.place or ""))
        kind = phrase(lang, "problem_fatal" if problem.fatal else "problem_minor")
        yield f"- {colon(lang, f'**{escape(problem.path)}**{place}', escape(problem.reason))}{brackets(lang, kind)}"
    yield ""


def _findings(view: View, options: Options) -> Iterator[str]:
    lang, counts = options.lang, view.counts
    tally = [f"{label(lang, 'severity', name)} {counts.severity[name]}" for name in SEVERITIES]
    tally += [f"{label(lang, 'standing', name)} {number}" for name, number in counts.standing.items()]
    yield f"## {phrase(lang, 'findings')}{brackets(lang, ' · '.join(tally))}"
    yield ""
    if not view.cards:
        return
    heads = ["severity", "entity", "indicator", "period", "claims", "gap", "rule", "state"]
    yield _row([*(phrase(lang, key) for key in heads), "ID"])
    yield _row(["---"] * (len(heads) + 1))
    for card in view.cards:
        yield _row(_cells(card, options))
    yield ""
    for card in view.cards:
        yield from _details(card, options)
    if view.unlisted:
        yield phrase(lang, "unlisted", n=view.unlisted)
        yield ""


def _cells(card: Card, options: Options) -> list[str]:
    finding, lang = card.finding, options.lang
    readings = [f"{one.sign} {escape(one.amount)}{brackets(lang, escape(one.short))}" for one in card.readings]
    return [
        f"{MARKS[finding.severity]} {label(lang, 'severity', finding.severity)}",
        escape(card.entity),
        escape("".join([card.topic, f" {card.measure}" if card.measure else ""])),
        escape(card.period),
        "<br>".join(readings),
        escape(card.gap),
        escape(finding.rule),
        escape(label(lang, "state", finding.state)),
        f"`{finding.id}`",
    ]


def _details(card: Card, options: Options) -> Iterator[str]:
    finding, lang = card.finding, options.lang
    topic = " · ".join(escape(part) for part in card.heading)
    yield f"### {MARKS[finding.severity]} {topic}"
    yield ""
    yield f"`{finding.id}` · {escape(finding.rule)} · {escape(finding.message)}"
    yield ""
    for passage in card.passages:
        yield f"> {_where(passage, options)}<br>"
        yield f"> {_quote(passage, card)}"
        yield ""
    for one in (*card.readings, *card.others):
        sign = f"**{one.sign}** " if one.sign else ""
        rest = " · ".join(escape(part) for part in (one.bounds, one.short, one.place) if part)
        also = "" if one.sign else brackets(lang, phrase(lang, "also"))
        yield f"- {sign}{escape(one.amount)} · {rest}{also}"
    for key, value in (
        ("gap", card.gap),
        ("cause", finding.cause),
        ("why", phrase(lang, "semicolon").join(finding.why_paired)),
    ):
        if value:
            yield f"- {colon(lang, f'**{phrase(lang, key)}**', escape(value))}"
    if finding.options:
        yield f"- **{phrase(lang, 'options')}**{phrase(lang, 'colon').rstrip()}"
    for number, option in enumerate(finding.options, 1):
        reasons = brackets(lang, escape(phrase(lang, "semicolon").join(option.reasons)))
        yield f"  {number}. {escape(option.text)}{reasons}"
    yield ""


def _where(passage: Passage, options: Options) -> str:
    source = passage.source
    date = source.published.isoformat() if source.published else phrase(options.lang, "unknown_date")
    parts = (source.title or "", source.publisher or "", date, source.path, passage.place)
    return " · ".join(escape(part) for part in parts if part)


def _quote(passage: Passage, card: Card) -> str:
    # <b>, for ** beside a Chinese bracket is no emphasis to CommonMark
    signs = {one.claim.id: one.sign for one in card.readings}
    return "".join(
        f"<b>【{signs[piece.claim]} {escape(piece.text)}】</b>" if piece.claim else escape(piece.text)
        for piece in passage.pieces
    )


def _facts(view: View, options: Options) -> Iterator[str]:
    lang = options.lang
    shared = [fact for fact in view.result.facts if len(fact.claims) > 1]
    if not view.result.facts:
        return
    verdicts = [f"{label(lang, 'verdict', name)} {number}" for name, number in sorted(view.counts.verdicts.items())]
    yield f"## {phrase(lang, 'facts')}{brackets(lang, ' · '.join(verdicts))}"
    yield ""
    if not shared:
        return
    heads = ["entity", "indicator", "measure", "period", "values", "mentions", "sources", "verdict"]
    yield _row([phrase(lang, key) for key in heads])
    yield _row(["---"] * len(heads))
    for fact in shared[:FACTS]:
        yield _row(_fact_cells(fact, view, options))
    if len(shared) > FACTS:
        yield ""
        yield phrase(lang, "more", n=len(shared) - FACTS)
    yield ""


def _fact_cells(fact: Fact, view: View, options: Options) -> list[str]:
    lang = options.lang
    amounts = dict.fromkeys(reading(view.claims[name], lang) for name in fact.claims if name in view.claims)
    return [
        escape(fact.entity or ""),
        escape(fact.indicator),
        escape(measure_name(fact.measure, fact.basis, lang)),
        escape(period_name(fact.period, lang)),
        escape(phrase(lang, "list").join(amounts)),
        str(len(fact.claims)),
        str(fact.sources),
        label(lang, "verdict", fact.verdict),
    ]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
