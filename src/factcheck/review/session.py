"""What a triage works on: findings with their decisions, each decision saved at once, and undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from factcheck import decisions
from factcheck.decisions import REASONS, TERM, Decision, DecisionError
from factcheck.model import Finding, Result
from factcheck.report.english import in_english
from factcheck.report.labels import Lang
from factcheck.report.machine import RANK, Index, titles
from factcheck.report.view import Card, Options, build
from factcheck.states import STATES, WRONG_TEXT, State

DONE = frozenset({"both-ok", "ignore", "accept-source", "typo", "deferred"})


def undecided(result: Result) -> Result:
    """The result as it was found: states and severities that a stored result took from decisions are put back."""
    from factcheck import rules

    found: list[Finding] = []
    for finding in result.findings:
        severity = finding.severity
        if finding.state in WRONG_TEXT and finding.rule in rules.catalogue():
            severity = rules.rule(finding.rule).severity
        found.append(replace(finding, state="open", severity=severity))
    return replace(result, findings=tuple(found))


@dataclass(slots=True)
class Session:
    """The findings of one result, the file that decisions go to, and what was done since the start."""

    result: Result
    file: Path
    by: str
    today: Callable[[], date] = date.today
    lang: Lang = "zh"
    history: list[tuple[Decision, Decision | None]] = field(default_factory=list)  # (made, the one before)

    def settled(self) -> Result:
        """The result as the decisions file has it now, whoever wrote to it."""
        return decisions.settle(self.result, self.file, self.today())

    def decide(
        self,
        finding: str,
        state: str,
        reason: str,
        *,
        note: str = "",
        claim: str | None = None,
        expires: date | None = None,
    ) -> Decision:
        """Record a decision and save it; raises DecisionError, and then nothing was changed."""
        made = decisions.make(
            self.result,
            self._finding(finding),
            _state(state),
            reason,
            by=self.by,
            today=self.today(),
            note=note,
            claim=claim,
            expires=expires,
        )
        before: list[Decision] = []

        def change(held: tuple[Decision, ...]) -> list[Decision]:
            before.extend(one for one in held if one.finding == finding)
            return [one for one in held if one.finding != finding] + [made]

        decisions.update(self.file, change)
        self.history.append((made, before[0] if before else None))
        return made

    def undo(self) -> str | None:
        """Take back the last decision made here; returns its finding, or None where there is none.

        Raises DecisionError where someone else has decided about it since: theirs stays.
        """
        if not self.history:
            return None
        made, before = self.history[-1]

        def change(held: tuple[Decision, ...]) -> list[Decision]:
            if made not in held:
                raise DecisionError(f"{made.finding} 的决定已被别人改动，没有撤销。")
            rest = [one for one in held if one != made]
            return [*rest, before] if before else rest

        try:
            decisions.update(self.file, change)
        finally:
            self.history.pop()
        return made.finding

    def _finding(self, name: str) -> Finding:
        for finding in self.result.findings:
            if finding.id == name:
                return finding
        raise DecisionError(f"没有发现 {name}。")

    def rows(self) -> list[dict[str, Any]]:
        """Every finding in short, the worst first."""
        index = Index(self.result, self.lang)
        ranked = sorted(self.result.findings, key=lambda one: (-RANK[one.severity], -(one.gap_relative or 0), one.id))
        return [{"id": one.id, "rule": one.rule, "subject": index.about(one)} for one in ranked]

    def card(self, name: str) -> dict[str, Any]:
        """All that the page shows about one finding, in plain JSON types; raises DecisionError for an unknown one."""
        alone = replace(self.result, findings=(self._finding(name),))
        if self.lang == "en":
            alone = in_english(alone)
        return card_data(build(alone, Options(lang=self.lang)).cards[0], self.lang)

    def states(self) -> dict[str, Any]:
        """State, severity and decision of every finding, and the counts; what changes while one works."""
        settled = self.settled()
        made = decisions.load(self.file)
        meant = decisions.about(settled, made)
        held = {meant[one.finding]: one for one in made if one.finding in meant}
        rows = {one.id: status(one, held.get(one.id)) for one in settled.findings}
        left = sum(map(todo, settled.findings))
        return {"states": rows, "todo": left, "total": len(rows), "undo": bool(self.history)}


def todo(finding: Finding) -> bool:
    """Whether someone has to look at it: raised, and not settled."""
    return finding.severity != "note" and finding.state not in DONE


def _state(word: str) -> State:
    for state in STATES:
        if state == word:
            return state
    raise DecisionError(f"没有决定 {word!r}。")


def terms(today: date) -> dict[str, str]:
    """The day on which each kind of decision ends unless another is chosen."""
    return {state: (today + timedelta(days=days)).isoformat() for state, days in TERM.items()}


def reasons() -> tuple[str, ...]:
    """The reasons that a decision which silences must have one of."""
    return REASONS


def status(finding: Finding, decision: Decision | None) -> dict[str, Any]:
    """What may change about a finding."""
    return {
        "state": finding.state,
        "severity": finding.severity,
        "done": finding.state in DONE,
        "todo": todo(finding),
        "decision": None
        if decision is None
        else {
            "state": decision.state,
            "reason": decision.reason,
            "note": decision.note,
            "by": decision.by,
            "at": decision.at.isoformat(),
            "ends": decision.ends().isoformat() if decision.ends() else "",  # type: ignore[union-attr]
        },
    }


def card_data(card: Card, lang: Lang) -> dict[str, Any]:
    """One finding for the page: text only, nothing of it is markup."""
    finding = card.finding
    return {
        "id": finding.id,
        "rule": finding.rule,
        "title": titles(finding.rule)[1 if lang == "en" else 0],
        "subject": list(card.heading),
        "message": finding.message,
        "cause": finding.cause,
        "gap": card.gap,
        "why": list(finding.why_paired),
        "options": [{"text": one.text, "reasons": list(one.reasons)} for one in finding.options],
        "readings": [
            {
                "claim": one.claim.id,
                "sign": one.sign,
                "source": one.short,
                "path": one.source.path,
                "published": one.source.published.isoformat() if one.source.published else "",
                "place": one.place,
                "text": one.claim.text,
                "amount": one.amount,
                "bounds": one.bounds,
            }
            for one in card.readings
        ],
        "passages": [
            {
                "source": one.source.path,
                "place": one.place,
                "pieces": [{"text": piece.text, "claim": piece.claim} for piece in one.pieces],
            }
            for one in card.passages
        ],
    }
