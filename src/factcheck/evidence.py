"""What speaks for each reading of a finding: who states it, how near the source, how new, which sums.

Evidence, not a verdict: the options are ranked and each says why. Documents that print the same
text (agency copy, reposts) are one witness, however many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from factcheck.model import Claim, Finding, Option, Source
from factcheck.naming import day_text
from factcheck.naming import quote as _quote

_SAME_TEXT = Decimal("0.8")  # share of the shorter document's sentences that the other prints too
_COMMON = 50  # a sentence in more documents than this names no copy
_LEAST = 4  # sentences with figures, below which a likeness proves nothing
_MANY = 6  # options at most: more readings than that are no choice
_TIERS = {1: "一手来源", 2: "权威转载", 3: "一般媒体"}
_COUNTS = "零一两三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence for one reading."""

    claims: tuple[Claim, ...]
    witnesses: int  # independent sources
    tier: int | None  # the best of them, 1 is nearest to the figure
    newest: date | None
    sums: tuple[str, ...]
    late: bool  # marked as revised or final
    early: bool  # marked as preliminary, advance or forecast
    exact: bool


def families(claims: Iterable[Claim]) -> dict[str, str]:
    """For each document that is a copy the id of the one it counts with: the smallest of its family.

    Two documents are copies when the shorter one shares four fifths of its sentences that hold
    figures with the other. Linear but for sentences that up to 50 documents share.
    """
    sentences = _sentences(claims)
    holders: dict[str, list[str]] = defaultdict(list)
    for source in sorted(sentences):
        for sentence in sentences[source]:
            holders[sentence].append(source)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if 1 < len(names) <= _COMMON:
            shared.update((a, b) for i, a in enumerate(names) for b in names[i + 1 :])
    parent: dict[str, str] = {}
    for (a, b), n in sorted(shared.items()):
        if n >= _LEAST and n >= _SAME_TEXT * min(len(sentences[a]), len(sentences[b])):
            low, high = sorted((_root(parent, a), _root(parent, b)))
            parent[high] = low if low != high else high
    return {source: root for source in sorted(parent) if (root := _root(parent, source)) != source}


def _sentences(claims: Iterable[Claim]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for c in claims:
        sentence = "".join(c.context.split()) or c.template
        if sentence:
            found[c.source].add(sentence)
    return found


def _root(parent: Mapping[str, str], source: str) -> str:
    while parent.get(source, source) != source:
        source = parent[source]
    return source


def with_options(
    findings: Sequence[Finding],
    claims: Iterable[Claim],
    sources: Iterable[Source],
    *,
    families: Mapping[str, str] | None = None,
    support: Mapping[str, Sequence[str]] | None = None,
) -> list[Finding]:
    """The findings, each with its ranked options; `support` as of `reconcile.support`."""
    by_claim = {c.id: c for c in claims}
    by_source = {s.id: s for s in sources}
    return [replace(f, options=options(f, by_claim, by_source, families or {}, support or {})) for f in findings]


def options(
    finding: Finding,
    claims: Mapping[str, Claim],
    sources: Mapping[str, Source],
    families: Mapping[str, str],
    support: Mapping[str, Sequence[str]],
) -> tuple[Option, ...]:
    """One option a reading, the best supported first; none for a finding with a single reading."""
    readings: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for c in (claims[i] for i in finding.claims if i in claims):
        readings[(c.value, c.low, c.high, c.unit, c.measure, c.indicator if finding.rule >= "FC4" else "")].append(c)
    if len(readings) < 2:
        return ()
    cases = [_case(found, sources, families, support) for found in readings.values()]
    newest = max((c.newest for c in cases if c.newest), default=None)
    if all(c.newest == newest for c in cases):
        newest = None  # nobody is newer
    tiers = {c.tier for c in cases}
    ranked = sorted(cases, key=_rank)
    return tuple(
        Option(c.claims[0].id, _quote(c.claims[0]), _reasons(c, newest, telling=len(tiers) > 1)) for c in ranked[:_MANY]
    )


def _case(
    found: Sequence[Claim],
    sources: Mapping[str, Source],
    families: Mapping[str, str],
    support: Mapping[str, Sequence[str]],
) -> Case:
    known = [s for c in found if (s := sources.get(c.source))]
    # the claim to accept is one of the nearest and newest source
    ordered = sorted(found, key=lambda c: _nearness(sources.get(c.source)))
    flags = {f for c in found for f in c.flags}
    return Case(
        claims=tuple(ordered),
        witnesses=len({families.get(c.source, c.source) for c in found}),
        tier=min((s.tier for s in known if s.tier is not None), default=None),
        newest=max((s.published for s in known if s.published), default=None),
        sums=tuple(sorted({text for c in found for text in support.get(c.id, ())})),
        late=bool(flags & {"revised", "final"}),
        early=bool(flags & {"preliminary", "advance", "forecast"}),
        exact=found[0].qualifier == "exact",
    )


def _nearness(source: Source | None) -> tuple[int, int, str]:
    if source is None:
        return (99, 0, "")
    days = source.published.toordinal() if source.published else 0
    return (source.tier if source.tier is not None else 50, -days, source.path)


def _rank(case: Case) -> tuple[object, ...]:
    """Later data first, then arithmetic, nearness to the source, witnesses, newness; the smaller value last of all."""
    first = case.claims[0]
    return (
        not case.late,
        case.early,
        -min(len(case.sums), 1),
        case.tier if case.tier is not None else 50,
        -case.witnesses,
        -(case.newest.toordinal() if case.newest else 0),
        not case.exact,
        first.value if first.value is not None else Decimal("-Infinity"),
        first.text,
    )


def _reasons(case: Case, newest: date | None, *, telling: bool) -> tuple[str, ...]:
    found = [f"{_count(case.witnesses)}家独立来源这样写" if case.witnesses > 1 else "一家来源这样写"]
    copies = len({c.source for c in case.claims}) - case.witnesses
    if copies > 0:
        found.append(f"另有{copies}篇为同文转载，不另计")
    if telling and case.tier is not None:
        found.append(f"来源级别：{_TIERS.get(case.tier, f'第{case.tier}级')}")
    if case.late:
        found.append("标明为修订或最终数")
    if case.early:
        found.append("标明为初步或预计数")
    if newest and case.newest:
        found.append(f"来源{'较新' if case.newest == newest else '较早'}（{day_text(case.newest)}）")
    found += [f"与推算相符：{text}" for text in case.sums[:3]]
    return tuple(found)


def _count(n: int) -> str:
    return _COUNTS[n] if n < len(_COUNTS) else str(n)
