"""From a dispute to a finding: its rule, its severity, its sentence, and an id that lasts."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from functools import cache
from operator import attrgetter

from factcheck import causes, naming
from factcheck.causes import Context, Numbered, Side
from factcheck.disputes import SAME_SENTENCE, Dispute, Judged, surely_read
from factcheck.levels import Reading, compare_readings
from factcheck.listing import IN_ALL, Listing
from factcheck.model import Claim, Fact, Finding, Severity, Source
from factcheck.naming import period_text, subject
from factcheck.naming import quote as _quote
from factcheck.rules import milder, rule
from factcheck.sweep import GRAVE, Stand, claims_of, gravest

SOFT = frozenset({"FC109", "FC301", "FC302", "FC303", "FC304"})
_FOR_TENSION = frozenset({"FC109", "FC301", "FC302", "FC201", "FC105", "FC110", "FC202"})
_Raised = tuple[Finding, tuple[Claim, ...]]  # without its id yet, and the claims that it lists
_PEN = frozenset({*causes.SLIPS, "FC107"})
_SAID = 4  # ways of writing a figure that a sentence quotes
_VERBS = {"conflict": "互相矛盾", "tension": "说法不一"}
_SOURCE = attrgetter("source")


def raised(facts: Sequence[Fact], judged: Sequence[Judged], sources: Mapping[str, Source]) -> list[Finding]:
    """A finding for every dispute of the facts, in their order; `facts` and `judged` are one list told twice."""
    listing = Listing(sources)
    facts_of = _FactsOf(judged, listing)
    revisers = cache(lambda: _revisers(judged))
    context = Context(sources, _same_values(judged), period_text, revisers, facts_of=facts_of)
    return raised_in(context, list(zip(facts, judged, strict=True)), listing)


def raised_in(context: Context, told: Sequence[tuple[Fact, Judged]], listing: Listing) -> list[Finding]:
    """The findings of the facts of `told`, in their order, where the context holds what all others say."""
    found = [
        _finding(f, d, j.why, context, listing)
        for f, j in told
        for whole in j.disputes
        for d in _parted(f, whole, context)
    ]
    found += _points_as_percent(told, context.sources)
    return _distinct_ids(found, context.sources)


def _same_values(judged: Sequence[Judged]) -> dict[tuple[str, Decimal], list[list[Numbered]]]:
    """Claims that hold a number under dispute, by unit and number, alike ones together: where a slip may come from."""
    wanted = {
        (s.reading.unit, s.reading.value)
        for j in judged
        for d in j.disputes
        for side in d.sides
        for s in side
        if s.reading.value is not None
    }
    return by_number(_holding(judged, wanted)) if wanted else {}


def _holding(judged: Sequence[Judged], wanted: Set[tuple[str, Decimal]]) -> Iterator[Claim]:
    """The claims that hold one of the numbers, in the order of facts."""
    for j in judged:
        if j.verdict == "agree" and (j.claims[0].unit, j.claims[0].value) not in wanted:
            continue  # all its claims hold that one number
        yield from (c for c in j.claims if c.value is not None and (c.unit, c.value) in wanted)


def by_number(claims: Iterable[Claim]) -> dict[tuple[str, Decimal], list[list[Numbered]]]:
    """Claims by unit and number, alike ones together, each with its place among all; those without a number are not."""
    found: dict[tuple[str, Decimal], dict[object, list[Numbered]]] = defaultdict(lambda: defaultdict(list))
    for n, c in enumerate(claims, 1):
        if c.value is not None:
            found[(c.unit, c.value)][causes.facets(c)].append((n, c))
    return {number: list(alike.values()) for number, alike in found.items()}


class _FactsOf:
    """The numbers of the facts that a document states; looked up when a cause first asks, which is seldom."""

    def __init__(self, judged: Sequence[Judged], listing: Listing) -> None:
        self.judged = judged
        self.listing = listing
        self.found: dict[str, list[int]] | None = None

    def __call__(self, document: str) -> frozenset[int]:
        if self.found is None:
            self.found = self._all()
        return frozenset(self.found.get(document, ()))

    def _all(self) -> dict[str, list[int]]:
        """Of each document whose part in a dispute is looked at."""
        shown = (side for j in self.judged for d in j.disputes for side in self.listing.shortened(d)[0].sides[:2])
        disputing = {source for side in shown for source in sorted({c.source for c in claims_of(side)})[: causes.MOST]}
        found: dict[str, list[int]] = {source: [] for source in disputing}
        for n, j in enumerate(self.judged):
            for source in map(_SOURCE, j.claims):
                if source in found:
                    found[source].append(n)
        return found


def _revisers(judged: Sequence[Judged]) -> frozenset[str]:
    """Documents that call a figure revised or final."""
    return frozenset(c.source for j in judged for c in j.claims if c.flags and not causes.LATE.isdisjoint(c.flags))


def _parted(fact: Fact, dispute: Dispute, context: Context) -> tuple[Dispute, ...]:
    """A dispute as two, where another time or scope explains one side and another side is a slip of the pen."""
    first, *others = dispute.sides
    if not 1 < len(others) < _SAID or not any(_pen(first[0].reading, s[0].reading) for s in others):
        return (dispute,)
    about = replace(context, fact=fact.claims)
    rules = [_reason(_side(first, first), _side(s, s), _between(dispute, (first, s)), about)[0] for s in others]
    slips = [s for s, name in zip(others, rules, strict=True) if name in _PEN]
    if not slips or not SOFT.intersection(rules):
        return (dispute,)
    rest = [s for s in others if s not in slips]
    return _between(dispute, (first, *slips)), _between(dispute, (first, *rest))


def _pen(a: Reading, b: Reading) -> bool:
    """Whether two readings can be a slip of the pen apart: asked first, for it takes no look at any sentence."""
    return causes.slip(a, b, 1) is not None or causes.turned(a, b)


def _between(dispute: Dispute, sides: tuple[tuple[Stand, ...], ...]) -> Dispute:
    """The dispute of some of the sides, the first of them against each other one."""
    level = gravest(compare_readings(a.reading, b.reading) for a in sides[0] for side in sides[1:] for b in side)
    return replace(dispute, sides=sides, level=dispute.level if level is None or GRAVE[level.outcome] < 2 else level)


def _finding(fact: Fact, whole: Dispute, why: tuple[str, ...], context: Context, listing: Listing) -> _Raised:
    dispute, unlisted = listing.shortened(whole)
    a, b = (_side(some, everyone) for some, everyone in zip(dispute.sides[:2], whole.sides[:2], strict=True))
    claims = tuple(c for side in dispute.sides for c in claims_of(side))
    name, detail, turned = _reason(a, b, dispute, replace(context, fact=fact.claims))
    page = rule(name)
    severity = _severity(dispute, claims, page.severity)
    if turned:
        a, b = b, a
    difference = _difference(a.reading, b.reading)
    base = max((abs(r.value) for r in (a.reading, b.reading) if r.value), default=None)
    finding = Finding(
        id="",
        rule=name,
        severity=severity,
        fact=fact.id,
        claims=tuple(c.id for c in claims),
        message=_message(fact, dispute, context.sources, name, len(whole.sides), unlisted),
        cause=page.because(_shown(a.claims), _shown(b.claims), detail),
        why_paired=tuple(dict.fromkeys((*_paired(fact, claims, why), *dispute.why))),
        gap=difference,
        gap_relative=(difference / base).quantize(Decimal("0.000001")) if difference is not None and base else None,
        unlisted=unlisted or None,
    )
    return finding, claims


def _side(listed: Sequence[Stand], whole: Sequence[Stand]) -> Side:
    return Side(listed[0].reading, tuple(claims_of(listed)), tuple(s.claims for s in whole))


def _paired(fact: Fact, claims: Sequence[Claim], why: tuple[str, ...]) -> tuple[str, ...]:
    """Why the claims were taken for one fact, in words: whose, what, when; as the group says where no facets tie it."""
    if any(not c.key or c.key[0] == "sentence" for c in claims) or len({c.key for c in claims}) > 1:
        return why
    reasons = [f"同一主体：{fact.entity}"] if fact.entity else []
    others = sorted({c.indicator for c in claims} - {fact.indicator})
    reasons.append(f"同一指标：{fact.indicator}" + (f"（又作{'、'.join(others)}）" if others else ""))
    times = sorted({period_text(c.period) for c in claims if c.period})
    if times:
        reasons.append(f"同一时期：{times[0]}" if len(times) == 1 else f"时期相当：{'、'.join(times)}")
    return tuple(reasons)


def _reason(a: Side, b: Side, dispute: Dispute, context: Context) -> tuple[str, str, bool]:
    """The rule, its detail, and whether it speaks of the second side first."""
    if dispute.level.outcome == "compatible":
        return dispute.level.rule, "", False
    allowed = _FOR_TENSION if dispute.level.outcome == "tension" else None
    if dispute.level.rule == "FC113":  # a last digit apart is no figure of another time or name
        allowed = frozenset({"FC109", "FC301", "FC302", "FC201"})
    if dispute.level.rule == "FC104":
        allowed = frozenset({"FC302", "FC301"})
    if SAME_SENTENCE in dispute.why:  # one sentence has one basis, one scope and one time, whatever was read of it
        allowed = (allowed if allowed is not None else frozenset(name for name, _ in causes.CAUSES)) - SOFT
    # the very same sentence says the same of both; words right around the figure may have others before them
    told, retold = ({c.template for c in causes.below_headlines(side)} for side in (a, b))
    worded = not told & retold - {""}
    found = causes.cause(a, b, context, allowed, worded=worded)
    if found is None or found[0] in causes.DIRECTED:
        back = causes.cause(b, a, context, causes.DIRECTED if allowed is None else allowed & causes.DIRECTED)
        if back:
            return *back, True  # the less supported side is the likelier slip
    if found:
        return *found, False
    inside = len({c.source for side in dispute.sides for c in claims_of(side)}) == 1
    return ("FC111" if inside else dispute.level.rule), "", False


def _severity(dispute: Dispute, claims: Sequence[Claim], highest: Severity) -> Severity:
    """An error only when the readings are disjoint, and both were read with whose, what and when."""
    if dispute.level.outcome != "conflict" or not dispute.sure:
        return milder("warning", highest)
    known = all(any(_known(c) for c in claims_of(side)) for side in dispute.sides)
    inside = len({c.source for c in claims}) == 1
    return milder("error" if known and not inside and _one_figure(dispute) else "warning", highest)


def _one_figure(dispute: Dispute) -> bool:
    """Whether two figures are surely one told differently: the same sentence, a slip of the pen, or nearly equal."""
    first, second = ({c.template for c in claims_of(side)} - {""} for side in dispute.sides[:2])
    a, b = (side[0].reading for side in dispute.sides[:2])
    return bool(first & second) or a.value is None or b.value is None or not causes.far_apart(a, b)


def _known(claim: Claim) -> bool:
    if claim.period is not None and claim.period.kind == "instant" and claim.period.basis == "document":
        return False  # 目前 of one document need not be 目前 of another
    dated = claim.period is not None and claim.period.basis != "document"
    return surely_read(claim) or bool(claim.entity and claim.indicator and dated)


def _difference(a: Reading, b: Reading) -> Decimal | None:
    if a.value is not None and b.value is not None:
        return abs(a.value - b.value)
    edges = [(a.low, b.high), (b.low, a.high)]
    return max((x - y for x, y in edges if x is not None and y is not None), default=None)


def _shown(claims: Sequence[Claim]) -> str:
    """The figure as most of the claims print it."""
    forms = Counter(_quote(c) for c in claims)
    return min(forms, key=lambda form: (-forms[form], len(form), form))


def _message(
    fact: Fact, dispute: Dispute, sources: Mapping[str, Source], name: str, several: int, unlisted: int
) -> str:
    """Who prints which figure, in one sentence; `several` ways of writing there are, `unlisted` claims unnamed."""
    ids = sorted({c.source for side in dispute.sides for c in claims_of(side)}, key=lambda i: _order(sources.get(i), i))
    names = naming.by_id(sources, ids)
    told = dispute.sides[:_SAID]
    figures = naming.told_apart([_shown(side[0].claims) for side in told], [side[0].reading.value for side in told])
    said = list(zip((_speakers(side, ids, names) for side in told), figures, strict=True))
    if len(ids) == 1:
        readings = f"{said[0][0]}既写" + "，又写".join(f"“{figure}”" for _, figure in said)
    else:
        readings = "，".join(f"{who}写“{figure}”" for who, figure in said)
    more = f"，另有{several - _SAID}种写法" if several > _SAID else ""
    verb = "数字不同，但各有道理" if name in SOFT else _VERBS.get(dispute.level.outcome, "数字不同")
    shown = naming.about(fact, [c for side in dispute.sides for c in claims_of(side)])
    return f"{subject(shown)}：{readings}{more}，{verb}。{left_out(unlisted)}"


def left_out(unlisted: int | None) -> str:
    """What a message says of claims that its finding does not list."""
    return f"另有{unlisted}处未逐一列出。" if unlisted else ""


def _speakers(side: Sequence[Stand], ids: Sequence[str], names: Mapping[str, str]) -> str:
    """The documents of a side as one speaker; those that are not listed are counted too."""
    listed = {c.source for c in claims_of(side)}
    count = len(side[0].sources) if len(side) == 1 else len(frozenset[str]().union(*(s.sources for s in side)))
    return naming.spoken([names[i] for i in ids if i in listed], count)


def _order(source: Source | None, fallback: str) -> str:
    return source.path if source else fallback


def finding_id(name: str, facets: Sequence[str], paths: Iterable[str], discriminator: str = "") -> str:
    """FC- and 12 hex digits: a hash of rule, facets of the fact and documents; nothing of position or value.

    `paths` are documents as `naming.identity` calls them.
    """
    parts = (name, *facets, *sorted(set(paths)), discriminator)
    return "FC-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def facets(claim: Claim) -> tuple[str, ...]:
    """Entity, indicator, measure, period and unit as they go into a finding's id."""
    days = f"{claim.period.start}/{claim.period.end}" if claim.period else ""
    return (claim.entity or "", claim.indicator, claim.measure, days, claim.unit)


def _distinct_ids(found: Sequence[_Raised], sources: Mapping[str, Source]) -> list[Finding]:
    """Findings with their ids; where two would share one, their sentences tell them apart."""
    done: list[Finding] = []
    taken: set[str] = set()
    turns: Counter[tuple[object, ...]] = Counter()  # where even the sentences do not: how often so far
    for f, mine in found:
        paths = {naming.identity(sources[c.source]) if c.source in sources else c.source for c in mine}
        model = facets(min(mine, key=facets))
        name = finding_id(f.rule, model, paths)
        if name in taken:
            name = finding_id(f.rule, model, paths, min(c.template or c.text for c in mine))
        same = (f.rule, model, frozenset(paths))
        while name in taken:
            turns[same] += 1
            name = finding_id(f.rule, model, paths, str(turns[same] + 1))
        taken.add(name)
        done.append(replace(f, id=name))
    return done


def _points_as_percent(told: Sequence[tuple[Fact, Judged]], sources: Mapping[str, Source]) -> list[_Raised]:
    """The same change once in 百分点 and once in %: two facts by their units, one by everything else."""
    points = {k: (f, j) for f, j in told if f.unit == "百分点" and (k := _change_key(f, j))}
    if not points:
        return []
    found = []
    for f, j in told:
        if f.unit != "%" or f.measure not in ("change", "growth") or (key := _change_key(f, j)) not in points:
            continue
        other, theirs = points[key]
        if {c.source for c in j.claims} & {c.source for c in theirs.claims}:
            continue  # a document that prints both means both
        a, b = theirs.claims[0], j.claims[0]
        names = naming.by_id(sources, [a.source, b.source])
        claims = theirs.claims + j.claims
        listed = claims if len(claims) <= IN_ALL else theirs.claims[: IN_ALL // 2] + j.claims[: IN_ALL // 2]
        unlisted = len(claims) - len(listed) or None
        found.append(
            (
                Finding(
                    id="",
                    rule="FC108",
                    severity=rule("FC108").severity,
                    fact=other.id,
                    claims=tuple(c.id for c in listed),
                    message=f"{subject(other)}：{names[a.source]}写“{_quote(a)}”，{names[b.source]}写“{_quote(b)}”，单位不同。{left_out(unlisted)}",
                    cause=rule("FC108").because(_quote(a), _quote(b)),
                    why_paired=("主体、指标、时期与数值相同，只有单位不同",),
                    unlisted=unlisted,
                ),
                listed,
            )
        )
    return found


def _change_key(fact: Fact, j: Judged) -> tuple[object, ...] | None:
    value = j.claims[0].value
    if value is None or not fact.entity or fact.period is None or any(c.value != value for c in j.claims):
        return None
    return (fact.entity, fact.indicator, fact.period.start, fact.period.end, value)
