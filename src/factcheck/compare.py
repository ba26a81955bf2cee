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
from operator import attrgetter

from factcheck import collector, matters
from factcheck.corroborate import corroborated, shared_numbers
from factcheck.disputes import Judged
from factcheck.findings import facets, raised
from factcheck.judge import judge
from factcheck.model import Claim, Fact, Finding, Group, Severity, Source
from factcheck.retold import retold

_Named = tuple[Judged, Claim]  # a fact and the claim that names it
_CLASHES = ("conflict", "tension")
_ENTITY, _INDICATOR = attrgetter("entity"), attrgetter("indicator")
_ID, _SOURCE = attrgetter("id"), attrgetter("source")
_NAMED = attrgetter("entity", "indicator", "period", "basis", "scope")
_ZERO = Decimal(0)
_STATED = {"stated": 0, "inherited": 1, "document": 2}


def compare(
    groups: Iterable[Group], sources: Iterable[Source], *, families: Mapping[str, str] | None = None
) -> tuple[list[Fact], list[Finding]]:
    """Facts and findings of all groups, in an order that does not depend on the order of documents.

    `families` names for a source id the first of the documents that print the same text; such
    documents count once in `Fact.sources`.
    """
    with collector.paused():
        return _compared(groups, tuple(sources), families or {})


def _compared(
    groups: Iterable[Group], sources: Sequence[Source], families: Mapping[str, str]
) -> tuple[list[Fact], list[Finding]]:
    order = {s.id: i for i, s in enumerate(sources)}
    by_id = {s.id: s for s in sources}
    named = _in_order([(j, model_claim(j.claims)) for g in retold(groups, by_id) for j in judge(g, by_id, order)])
    models = {id(j): model for j, model in named}
    apart = [j for j, _ in named]
    shared = shared_numbers(apart)
    judged = corroborated(apart, by_id, order, shared, matters.pairs(apart, shared))
    told = ((j, models.get(id(j)) or model_claim(j.claims)) for j in judged)
    facts = [_fact(f"f{n}", j, model, families) for n, (j, model) in enumerate(told, 1)]
    found = raised(facts, judged, by_id)
    return calmed(facts, found), found


def _in_order(named: Iterable[_Named]) -> list[_Named]:
    """The facts by the claims that name them; sorted name by name, since very many facts have few names."""
    by_name: dict[tuple[str, str], list[_Named]] = defaultdict(list)
    for one in named:
        by_name[(one[1].entity or "", one[1].indicator)].append(one)
    return [one for name in sorted(by_name) for one in sorted(by_name[name], key=sort_key)]


def sort_key(named: _Named) -> tuple[object, ...]:
    """Where a fact stands among those of its name; its number and its text come last."""
    j, c = named
    if j.verdict in ("single", "agree"):  # one number: that of the claim which names the fact
        value, text = c.value or _ZERO, c.text
    else:
        value = min((x.value for x in j.claims if x.value is not None), default=_ZERO)
        text = min(x.text for x in j.claims)
    days = (c.period.start, c.period.end) if c.period else (date.min, date.min)
    return (days, c.measure, c.unit, c.key, value, text)


def _fact(name: str, j: Judged, model: Claim, families: Mapping[str, str]) -> Fact:
    claims = j.claims
    owners = set(map(_SOURCE, claims))
    if families:
        owners = {families.get(s, s) for s in owners}
    told = (model.entity, model.indicator, model.measure, model.period, model.unit)
    return Fact(name, *told, tuple(map(_ID, claims)), j.verdict, len(owners), model.basis, model.scope)


def model_claim(claims: Sequence[Claim]) -> Claim:
    """The claim that names the fact: of the commonest name, of a stated time; the same in any order of documents."""
    if _one_name(claims):
        return claims[0]
    said = [c.indicator for c in claims]
    if len(set(said)) == len(said):  # each its own name: the first of them, of the owner that most have
        if len(set(map(_ENTITY, claims))) == 1:
            return claims[said.index(min(said))]
        owners = Counter(map(_ENTITY, claims))
        most = max(owners.values())
        return min((c for c in claims if owners[c.entity] == most), key=_INDICATOR)
    names: dict[str, int] = {}  # a Counter costs more than the few claims of most facts
    for name in said:
        names[name] = names.get(name, 0) + 1
    most = max(names.values())
    name = min(n for n, count in names.items() if count == most)
    same = [c for c in claims if c.indicator == name]
    if _one_name(same):
        return same[0]
    owners = Counter(c.entity for c in claims)
    return min(
        same,
        key=lambda c: (
            not _keyed_by(c),
            _STATED[c.period.basis] if c.period else len(_STATED),
            -owners[c.entity],
            facets(c),
            c.basis or "",
            c.scope,
        ),
    )


def _one_name(claims: Sequence[Claim]) -> bool:
    """Whether all claims call the fact the same, in all its facets."""
    if len(claims) == 1:
        return True
    named = map(_NAMED, claims)
    first = next(named)
    return all(other == first for other in named)


def _keyed_by(claim: Claim) -> bool:
    """Whether the claim's own period is the time of its key: that of a year not over yet is not."""
    p = claim.period
    return p is not None and len(claim.key) > 4 and claim.key[4] in (f"{p.start}/{p.end}", str(p.end.year), str(p.end))


def calmed(facts: Sequence[Fact], found: Iterable[Finding]) -> list[Fact]:
    """The facts; one whose every finding is a note holds no clash: what differs was explained."""
    severities: dict[str | None, set[Severity]] = defaultdict(set)
    for finding in found:
        severities[finding.fact].add(finding.severity)
    return [
        replace(f, verdict="compatible") if f.verdict in _CLASHES and severities[f.id] == {"note"} else f for f in facts
    ]
