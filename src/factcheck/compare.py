"""From groups of claims about one fact to facts with a verdict, and to findings.

A group is swept, never compared pair by pair: its distinct readings, sorted by their intervals, are
stabbed greedily into sides that share a number; only sides that share none are looked at further.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from factcheck.corroborate import corroborated
from factcheck.disputes import Judged
from factcheck.findings import facets, raised
from factcheck.judge import judge
from factcheck.model import Claim, Fact, Finding, Group, Severity, Source
from factcheck.retold import retold

_CLASHES = ("conflict", "tension")
_STATED = {"stated": 0, "inherited": 1, "document": 2}


def compare(
    groups: Iterable[Group], sources: Iterable[Source], *, families: Mapping[str, str] | None = None
) -> tuple[list[Fact], list[Finding]]:
    """Facts and findings of all groups, in an order that does not depend on the order of documents.

    `families` names for a source id the first of the documents that print the same text; such
    documents count once in `Fact.sources`.
    """
    sources = tuple(sources)
    order = {s.id: i for i, s in enumerate(sources)}
    by_id = {s.id: s for s in sources}
    families = families or {}
    judged = [j for g in retold(groups, by_id) for j in judge(g, by_id, order)]
    judged.sort(key=_sort_key)
    judged = corroborated(judged, by_id, order)
    facts = [_fact(f"f{n}", j, families) for n, j in enumerate(judged, 1)]
    found = raised(facts, judged, by_id)
    return _calmed(facts, found), found


def _sort_key(j: Judged) -> tuple[object, ...]:
    c = _model(j.claims)
    values = [x.value for x in j.claims if x.value is not None] if j.verdict != "agree" else [c.value or Decimal(0)]
    days = (c.period.start, c.period.end) if c.period else (date.min, date.min)
    text = c.text if j.verdict == "agree" else min(x.text for x in j.claims)
    return (c.entity or "", c.indicator, days, c.measure, c.unit, c.key, min(values, default=Decimal(0)), text)


def _fact(name: str, j: Judged, families: Mapping[str, str]) -> Fact:
    claims = j.claims
    model = _model(claims)
    owners = {c.source for c in claims}
    if families:
        owners = {families.get(s, s) for s in owners}
    return Fact(
        id=name,
        entity=model.entity,
        indicator=model.indicator,
        measure=model.measure,
        period=model.period,
        unit=model.unit,
        claims=tuple(c.id for c in claims),
        verdict=j.verdict,
        sources=len(owners),
        basis=model.basis,
        scope=model.scope,
    )


def _model(claims: Sequence[Claim]) -> Claim:
    """The claim that names the fact: of the commonest name, of a stated time; the same in any order of documents."""
    first = claims[0]
    named = (first.entity, first.indicator, first.period, first.basis, first.scope)
    if all((c.entity, c.indicator, c.period, c.basis, c.scope) == named for c in claims):
        return first
    names, owners = Counter(c.indicator for c in claims), Counter(c.entity for c in claims)
    return min(
        claims,
        key=lambda c: (
            -names[c.indicator],
            c.indicator,
            not _keyed_by(c),
            _STATED[c.period.basis] if c.period else len(_STATED),
            -owners[c.entity],
            facets(c),
            c.basis or "",
            c.scope,
        ),
    )


def _keyed_by(claim: Claim) -> bool:
    """Whether the claim's own period is the time of its key: that of a year not over yet is not."""
    p = claim.period
    return p is not None and len(claim.key) > 4 and claim.key[4] in (f"{p.start}/{p.end}", str(p.end.year), str(p.end))


def _calmed(facts: Sequence[Fact], found: Iterable[Finding]) -> list[Fact]:
    """The facts; one whose every finding is a note holds no clash: what differs was explained."""
    severities: dict[str | None, set[Severity]] = defaultdict(set)
    for finding in found:
        severities[finding.fact].add(finding.severity)
    return [
        replace(f, verdict="compatible") if f.verdict in _CLASHES and severities[f.id] == {"note"} else f for f in facts
    ]
