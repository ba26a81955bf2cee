"""The report for a terminal: the worst finding first, columns aligned with wide characters, a summary at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tabulate import tabulate
from wcwidth import wcswidth, wcwidth

from factcheck.model import Result
from factcheck.report.labels import brackets, colon, label, phrase
from factcheck.report.view import SEVERITIES, Card, Options, Passage, View, build, visible

MARKS = {"error": "✗", "warning": "!", "note": "·"}
COLORS = {"error": "31;1", "warning": "33;1", "note": "36", "bold": "1", "dim": "2", "good": "32;1"}
WORD = re.compile(r"[0-9A-Za-z.,%+–_-]{1,24}|.", re.DOTALL)
CLOSING = frozenset("，。、；：）】」”！？")
CONTEXT = 40  # code points on either side of a figure: a passage should stay within two lines


def render(result: Result, options: Options) -> str:
    """The report as plain text, coloured with ANSI escapes if `options.color`."""
    view = build(result, options, CONTEXT)
    return "\n".join(_lines(view, options)) + "\n"


def _lines(view: View, options: Options) -> Iterator[str]:
    yield from _unchecked(view, options)
    for card in view.cards:
        yield from _finding(card, options)
        yield ""
    if view.unlisted:
        yield _paint(phrase(options.lang, "unlisted", n=view.unlisted), "warning", options)
        yield ""
    yield summary(view, options)


def summary(view: View, options: Options) -> str:
    """The outcome and the counts: the last lines of the report."""
    counts, lang = view.counts, options.lang
    worst = next((name for name in SEVERITIES if counts.severity[name]), "good")
    tally = [f"{label(lang, 'severity', name)} {counts.severity[name]}" for name in SEVERITIES]
    tally += [f"{label(lang, 'standing', name)} {number}" for name, number in counts.standing.items() if number]
    size = phrase(lang, "counts", documents=counts.documents, claims=counts.claims, compared=counts.compared)
    return "\n".join([_paint(view.verdict, worst, options), _paint(" · ".join([size, *tally]), "dim", options)])


def _unchecked(view: View, options: Options) -> Iterator[str]:
    if not view.problems:
        return
    yield _paint(phrase(options.lang, "not_checked"), "warning", options)
    rows = [
        [
            MARKS["error"] if problem.fatal else MARKS["warning"],
            _line(problem.path) + brackets(options.lang, _line(problem.place or "")),
            _line(problem.reason),
        ]
        for problem in view.problems
    ]
    yield _table(rows)
    yield ""


def _finding(card: Card, options: Options) -> Iterator[str]:
    finding, lang = card.finding, options.lang
    head = f"{MARKS[finding.severity]} {label(lang, 'severity', finding.severity)}"
    topic = _topic(card)
    state = "" if card.standing == "new" else f"  [{label(lang, 'state', finding.state)}]"
    difference = f"  {phrase(lang, 'gap')} {card.gap}" if card.gap else ""
    yield f"{_paint(head, finding.severity, options)}  {_paint(topic, 'bold', options)}{difference}{state}"
    yield _paint(f"  {finding.rule}  {finding.id}", "dim", options)
    yield from _wrapped(_line(finding.message), "  ", options)
    yield _table(
        [
            [
                f"  {reading.sign}",
                _line(reading.amount),
                _line(reading.bounds),
                _line(reading.short),
                f"{_line(reading.source.path)}:{reading.claim.line}:{reading.claim.column}",
                _line(reading.place) if reading.claim.place else "",
            ]
            for reading in card.readings
        ]
    )
    for passage in card.passages:
        yield from _wrapped(_quote(passage, card), "  │ ", options)
    if finding.cause:
        yield from _wrapped(colon(lang, phrase(lang, "cause"), _line(finding.cause)), "  ", options)
    for number, option in enumerate(finding.options, 1):
        reasons = brackets(lang, phrase(lang, "semicolon").join(map(_line, option.reasons)))
        yield from _wrapped(f"{number}. {_line(option.text)}{reasons}", "  ", options, "     ")


def _topic(card: Card) -> str:
    return " · ".join(_line(part) for part in card.heading)


def _quote(passage: Passage, card: Card) -> str:
    """The passage in one line, each figure of the finding as 【甲 1.24万亿元】."""
    signs = {reading.claim.id: reading.sign for reading in card.readings}
    return "".join(
        f"【{signs[piece.claim]} {_line(piece.text)}】" if piece.claim else _line(piece.text)
        for piece in passage.pieces
    )


def _line(text: str) -> str:
    return visible(text, " ")


def _table(rows: list[list[str]]) -> str:
    """Rows aligned by display width; digits stay as they are written."""
    text = tabulate(rows, tablefmt="plain", disable_numparse=True, preserve_whitespace=True)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _wrapped(text: str, indent: str, options: Options, hang: str | None = None) -> Iterator[str]:
    """The text in lines of at most `options.width` columns; figures and Latin words are not torn apart."""
    room = max(options.width - wcswidth(indent), 20)
    line, used = "", 0
    for word in WORD.findall(text):
        columns = _columns(word)
        if used and used + columns > room and word not in CLOSING:
            yield indent + line.rstrip()
            line, used, indent = "", 0, indent if hang is None else hang
            if word == " ":
                continue
        line, used = line + word, used + columns
    yield indent + line


def _columns(text: str) -> int:
    return sum(max(wcwidth(character), 0) for character in text)


def _paint(text: str, style: str, options: Options) -> str:
    return f"\x1b[{COLORS[style]}m{text}\x1b[0m" if options.color else text
