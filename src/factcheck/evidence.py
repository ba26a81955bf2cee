"""What speaks for each reading of a finding: who states it, how near the source, how new, which sums.

Evidence, not a verdict: the options are ranked and each says why. Documents that print the same
text (agency copy, reposts) are one witness, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from math import ceil

from factcheck.model import Claim, Fact, Finding, Option, Source
from factcheck.naming import day_text
from factcheck.naming import quote as _quote

SAME_TEXT = Decimal("0.8")  # share of the shorter document's sentences that the other prints too
COMMON = 50  # a sentence in more documents than this names no copy
LEAST = 4  # sentences with figures, below which a likeness proves nothing
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
    figures with the other, sentences that very many documents print aside. Of a document's sentences
    only the rarest fifth is asked who else prints it: a copy shares at least one of them.
    """
    sentences = _sentences(claims)
    holders: dict[bytes, list[str]] = defaultdict(list)
    for source in sorted(sentences):
        for sentence in sentences[source]:
            holders[sentence].append(source)
    parent: dict[str, str] = {}
    for source, own in sentences.items():
        least = max(LEAST, ceil(SAME_TEXT * len(own)))
        shared = sorted((len(holders[s]), s) for s in own if 1 < len(holders[s]) <= COMMON)
        tried = {source}
        for other in (o for _, s in shared[: max(0, len(shared) - least + 1)] for o in holders[s]):
            if other in tried or len(sentences[other]) < len(own):
                continue
            tried.add(other)
            low, high = sorted((_root(parent, source), _root(parent, other)))
            if low != high and sum(s in sentences[other] for _, s in shared) >= least:
                parent[high] = low
    return _rooted(parent)


def joined(copies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What `families` gives, from pairs of documents of which one is a copy of the other."""
    parent: dict[str, str] = {}
    for pair in copies:
        low, high = sorted(_root(parent, source) for source in pair)
        if low != high:
            parent[high] = low
    return _rooted(parent)


def _rooted(parent: dict[str, str]) -> dict[str, str]:
    return {source: root for source in sorted(parent) if (root := _root(parent, source)) != source}


def _sentences(claims: Iterable[Claim]) -> dict[str, set[bytes]]:
    """The sentences with figures of each document, as fingerprints: their texts would take too much memory."""
    found: dict[str, set[bytes]] = defaultdict(set)
    last, mark = "", b""
    for c in claims:
        if (text := c.context or c.template) != last:
            last, mark = text, fingerprint(c)
        if text:
            found[c.source].add(mark)
    return found


def fingerprint(claim: Claim) -> bytes:
    """The sentence of a claim in short."""
    return blake2b(sentence(claim).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def sentence(claim: Claim) -> str:
    """The sentence of a claim as copies of a document share it."""
    return "".join(claim.context.split()) or claim.template


def _root(parent: dict[str, str], source: str) -> str:
    while (above := parent.get(source, source)) != source:
        parent[source] = source = parent.get(above, above)
    return source


def with_options(
    findings: Sequence[Finding],
    claims: Iterable[Claim],
    sources: Iterable[Source],
    *,
    facts: Iterable[Fact] = (),
    families: Mapping[str, str] | None = None,
    support: Mapping[str, Sequence[str]] | None = None,
) -> list[Finding]:
    """The findings, each with its ranked options; `support` as of `reconcile.support`.

    Where a finding does not list all claims of its readings, those of its fact in `facts` count too.
    """
    members = {f.id: f.claims for f in facts}
    wanted = {i for f in findings for i in f.claims}
    wanted.update(i for f in findings if f.unlisted and f.fact for i in members.get(f.fact, ()))
    witness = _Witness({c.id: c for c in claims if c.id in wanted}, members, sources, families or {}, support or {})
    return [replace(f, options=_options(f, witness)) for f in findings]


class _Witness:
    """What is known of claims and documents beside the findings."""

    def __init__(
        self,
        claims: Mapping[str, Claim],
        members: Mapping[str, Sequence[str]],
        sources: Iterable[Source],
        families: Mapping[str, str],
        support: Mapping[str, Sequence[str]],
    ) -> None:
        self.claims = claims
        self.members = members
        self.sources = {s.id: s for s in sources}
        self.families = families
        self.support = support
        self.hot: dict[str, dict[tuple[object, ...], Case]] = {}  # of facts with findings that do not list all claims

    def cases(self, finding: Finding) -> list[Case]:
        """The evidence for each reading of a finding."""
        found = self._by_reading(finding.claims, finding.rule)
        if not finding.unlisted or finding.fact is None or finding.fact not in self.members:
            return [self._case(claims) for claims in found.values()]
        if finding.fact not in self.hot:
            whole = self._by_reading(self.members[finding.fact], finding.rule)
            self.hot[finding.fact] = {kind: self._case(claims) for kind, claims in whole.items()}
        cases = self.hot[finding.fact]
        return [cases[kind] if kind in cases else self._case(claims) for kind, claims in found.items()]

    def _by_reading(self, ids: Iterable[str], rule: str) -> dict[tuple[object, ...], list[Claim]]:
        found: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
        for c in (self.claims[i] for i in ids if i in self.claims):
            found[(c.value, c.low, c.high, c.unit, c.measure, c.indicator if rule >= "FC4" else "")].append(c)
        return found

    def _case(self, found: Sequence[Claim]) -> Case:
        return _case(found, self.sources, self.families, self.support)


def _options(finding: Finding, witness: _Witness) -> tuple[Option, ...]:
    """One option a reading, the best supported first; none for a finding with a single reading."""
    cases = witness.cases(finding)
    if len(cases) < 2:
        return ()
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
