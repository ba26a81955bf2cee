"""Triage in a terminal, one finding after the other; the same decisions as on the page."""

from __future__ import annotations

from collections.abc import Callable

from factcheck.decisions import REASONS, DecisionError
from factcheck.model import Finding
from factcheck.report.english import translated
from factcheck.report.labels import phrase
from factcheck.report.steps import finding_page
from factcheck.review.session import Session, todo

WORDS = {"b": "both-ok", "t": "typo", "i": "ignore", "d": "deferred"}
USUAL = {"typo": "tty_usual_typo", "deferred": "tty_usual_deferred", "accept-source": "tty_usual_accept"}

Ask = Callable[[str], str]
Say = Callable[[str], object]


def triage(session: Session, ask: Ask, say: Say) -> None:
    """Go through the open findings once; the end of input or `q` ends it. What is decided is saved at once."""
    lang = session.lang
    rows = [finding for finding in session.settled().findings if todo(finding)]
    at = 0
    while at < len(rows):
        finding = rows[at]
        say(f"\n── {at + 1} / {len(rows)} " + "─" * 40)
        say(finding_page(session.result, finding, lang))
        try:
            word = ask(phrase(lang, "tty_prompt")).strip()
            if word == "q":
                return
            if word == "u":
                at = _undone(session, rows, at, say)
            elif not word or _decided(session, finding, word, ask, say):
                at += 1
        except EOFError:
            return
        except DecisionError as error:
            said = str(error)
            say(phrase(lang, "tty_not_saved", x=translated(said) if lang == "en" else said))
    say(phrase(lang, "tty_all_seen"))


def _undone(session: Session, rows: list[Finding], at: int, say: Say) -> int:
    name = session.undo()
    say(phrase(session.lang, "tty_undone", x=name) if name else phrase(session.lang, "tty_nothing_to_undo"))
    return next((index for index, finding in enumerate(rows) if finding.id == name), at)


def _decided(session: Session, finding: Finding, word: str, ask: Ask, say: Say) -> bool:
    """Whether the word was a decision; it is saved then."""
    known = {claim.id for claim in session.result.claims}
    members = [name for name in finding.claims if name in known]
    claim = members[int(word) - 1] if word.isdigit() and 1 <= int(word) <= len(members) else None
    state = "accept-source" if claim else WORDS.get(word)
    if state is None:
        say(phrase(session.lang, "tty_unknown", x=repr(word)))
        return False
    made = session.decide(finding.id, state, _reason(session, state, ask, say), claim=claim)
    say(phrase(session.lang, "tty_saved", state=made.state, reason=made.reason))
    return True


def _reason(session: Session, state: str, ask: Ask, say: Say) -> str:
    if state in USUAL:
        usual = phrase(session.lang, USUAL[state])
        return ask(phrase(session.lang, "tty_reason", x=usual)).strip() or usual
    say("  ".join(f"{count} {reason}" for count, reason in enumerate(REASONS, 1)))
    word = ask(phrase(session.lang, "tty_reason_number")).strip()
    return REASONS[int(word) - 1] if word.isdigit() and 1 <= int(word) <= len(REASONS) else word
