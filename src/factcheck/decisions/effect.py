"""What decisions do to a result, and which of them hold no longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from factcheck.decisions.file import load
from factcheck.decisions.ignores import inline
from factcheck.decisions.record import Decision, Seen, identities, same, sights
from factcheck.model import Finding, Problem, Result, Severity
from factcheck.states import WRONG_TEXT


@dataclass(frozen=True, slots=True)
class Review:
    """How the file stands against a result: each list holds decisions, in the file's order."""

    holds: tuple[Decision, ...]
    reopened: tuple[Decision, ...]  # the figures changed since
    expired: tuple[Decision, ...]  # its term is over
    stale: tuple[Decision, ...]  # its documents were checked, the finding is gone
    closed: tuple[Decision, ...]  # the same, for a text that was to be changed: done
    elsewhere: tuple[Decision, ...]  # its documents were not part of this run


def review(result: Result, decisions: Sequence[Decision], today: date) -> Review:
    """Sort decisions by what has become of them."""
    claims, labels = {claim.id: claim for claim in result.claims}, identities(result)
    findings = {finding.id: finding for finding in result.findings}
    meant = about(result, decisions)
    checked = set(labels.values())
    sorted_: dict[str, list[Decision]] = {name: [] for name in Review.__slots__}
    for decision in decisions:
        if decision.finding in meant:
            name = _standing(decision, sights(findings[meant[decision.finding]], claims, labels), today)
        elif not decision.seen or checked.issuperset(one.source for one in decision.seen):
            name = "closed" if decision.state in WRONG_TEXT else "stale"
        else:
            name = "elsewhere"
        sorted_[name].append(decision)
    return Review(**{name: tuple(items) for name, items in sorted_.items()})


def about(result: Result, decisions: Sequence[Decision]) -> dict[str, str]:
    """For each decision, by the finding that it names, the finding of the result that it is about.

    That is the finding itself, or, where it is gone, the same fact in the same documents under another rule:
    a changed figure may no longer be two digits swapped and is still the disagreement that someone decided about.
    """
    there = {finding.id for finding in result.findings}
    meant = {one.finding: one.finding for one in decisions if one.finding in there}
    gone = {one.finding for one in decisions} - there
    if gone:
        free = [finding for finding in result.findings if finding.id not in meant]
        for old, new in _renamed(result, free):
            if old in gone:
                meant.setdefault(old, new)
    return meant


def _renamed(result: Result, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """(The id that a finding would have under another rule, its id)."""
    from factcheck.findings import facets, finding_id
    from factcheck.rules import catalogue

    claims, labels = {claim.id: claim for claim in result.claims}, identities(result)
    for finding in findings:
        members = [claims[name] for name in finding.claims if name in claims]
        paths = {labels.get(claim.source, claim.source) for claim in members}
        # the comparison names a finding by its least claim, the arithmetic by the stated one
        for model in dict.fromkeys(map(facets, members[:1] + sorted(members, key=facets)[:1])):
            yield from ((finding_id(name, model, paths), finding.id) for name in catalogue())


def _standing(decision: Decision, now: Sequence[Seen], today: date) -> str:
    if decision.seen and not same(decision.seen, now):
        return "reopened"
    ends = decision.ends()
    # a wrong text stays known after its due date, as an error; any other decision is over
    if ends is not None and today > ends and decision.state not in WRONG_TEXT:
        return "expired"
    return "holds"


def apply(result: Result, decisions: Sequence[Decision], today: date, *, complete: bool = True) -> Result:
    """The result with each finding's state and the severity that it has by now.

    Reopened, expired, stale and closed decisions are named in `problems` (none of them fatal); where
    the result does not hold every kind of finding (`complete` is False) nothing is called stale.
    """
    found = review(result, decisions, today)
    meant = about(result, decisions)
    held = {meant[decision.finding]: decision for decision in found.holds}
    states = dict.fromkeys((meant[one.finding] for one in found.reopened), "reopened")
    states |= dict.fromkeys((meant[one.finding] for one in found.expired), "expired")
    findings = tuple(
        _settled(finding, held[finding.id], today)
        if finding.id in held
        else replace(finding, state=states.get(finding.id, finding.state))
        for finding in result.findings
    )
    return replace(result, findings=findings, problems=result.problems + tuple(_reports(found, complete)))


def _settled(finding: Finding, decision: Decision, today: date) -> Finding:
    severity: Severity = finding.severity
    if decision.state in WRONG_TEXT and severity != "note":
        ends = decision.ends()
        severity = "error" if ends is not None and today > ends else "warning"
    return replace(finding, state=decision.state, severity=severity)


_SAID = {
    "reopened": "数字与决定时不同，已重新打开",
    "expired": "决定已过期，重新报出",
    "stale": "决定已没有对应的发现；可用 factcheck decisions prune 清理",
    "closed": "文字已改好；可用 factcheck decisions prune 清理",
}


def _reports(found: Review, complete: bool) -> Iterator[Problem]:
    for name, said in _SAID.items():
        if not complete and name in {"stale", "closed"}:
            continue
        for decision in getattr(found, name):
            yield Problem("factcheck.decisions.toml", f"{decision.finding}：{said}", fatal=False)


def settle(result: Result, file: Path, today: date, *, complete: bool = True) -> Result:
    """The result with the decisions of a file (none if it does not exist) and the inline ignores of its texts."""
    return inline(apply(result, load(file), today, complete=complete))
