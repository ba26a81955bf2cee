"""Triage in a terminal, one finding after the other; the same decisions as on the page."""

from __future__ import annotations

from collections.abc import Callable

from factcheck.decisions import REASONS, DecisionError
from factcheck.model import Finding
from factcheck.report.steps import finding_page
from factcheck.review.session import Session, todo

WORDS = {"b": "both-ok", "t": "typo", "i": "ignore", "d": "deferred"}
USUAL = {"typo": "原文笔误", "deferred": "等待核实", "accept-source": "与可靠来源核对过"}
PROMPT = "[1-9] 以第几处为准  [b] 两处都对  [t] 笔误  [i] 忽略  [d] 暂缓  [u] 撤销  [回车] 跳过  [q] 结束 > "

Ask = Callable[[str], str]
Say = Callable[[str], object]


def triage(session: Session, ask: Ask, say: Say) -> None:
    """Go through the open findings once; the end of input or `q` ends it. What is decided is saved at once."""
    rows = [finding for finding in session.settled().findings if todo(finding)]
    at = 0
    while at < len(rows):
        finding = rows[at]
        say(f"\n── {at + 1} / {len(rows)} " + "─" * 40)
        say(finding_page(session.result, finding, "en" if session.lang == "en" else "zh"))
        try:
            word = ask(PROMPT).strip()
            if word == "q":
                return
            if word == "u":
                at = _undone(session, rows, at, say)
            elif not word or _decided(session, finding, word, ask, say):
                at += 1
        except EOFError:
            return
        except DecisionError as error:
            say(f"没有保存：{error}")
    say("都看过了。")


def _undone(session: Session, rows: list[Finding], at: int, say: Say) -> int:
    name = session.undo()
    say(f"已撤销 {name}。" if name else "没有可以撤销的。")
    return next((index for index, finding in enumerate(rows) if finding.id == name), at)


def _decided(session: Session, finding: Finding, word: str, ask: Ask, say: Say) -> bool:
    """Whether the word was a decision; it is saved then."""
    known = {claim.id for claim in session.result.claims}
    members = [name for name in finding.claims if name in known]
    claim = members[int(word) - 1] if word.isdigit() and 1 <= int(word) <= len(members) else None
    state = "accept-source" if claim else WORDS.get(word)
    if state is None:
        say(f"不认识 {word!r}。")
        return False
    made = session.decide(finding.id, state, _reason(state, ask, say), claim=claim)
    say(f"已保存：{made.state}（{made.reason}）。")
    return True


def _reason(state: str, ask: Ask, say: Say) -> str:
    if state in USUAL:
        return ask(f"理由 [{USUAL[state]}] > ").strip() or USUAL[state]
    say("  ".join(f"{count} {reason}" for count, reason in enumerate(REASONS, 1)))
    word = ask("理由（编号）> ").strip()
    return REASONS[int(word) - 1] if word.isdigit() and 1 <= int(word) <= len(REASONS) else word
