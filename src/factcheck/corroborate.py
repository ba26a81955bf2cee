"""Facts that are one though their keys part them, and how they are joined.

A key that parts two claims can part too much: 民航客运量 and 民航运输旅客, a film by its short name, a
headline that names half of what its story names. Where both print the very same number of three
digits or more, of one unit, kind and time, and their owners and names can be the same, chance is
the poorer explanation. Only facts whose claims all give that one number are joined to another by what
is found here, so that nothing comes to differ. What `matters` finds is joined here too; some of it differs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain, combinations
from operator import attrgetter
from typing import NamedTuple, TypeVar

from factcheck import lexicon, setting
from factcheck.causes import TELLING, digits
from factcheck.disputes import Dispute, Judged, dispute_of, drifting, verdict_of
from factcheck.extract import indicators
from factcheck.levels import compare_readings, reading
from factcheck.model import Claim, Period, Source
from factcheck.quantity import COUNTERS
from factcheck.sweep import clusters, stands
from factcheck.wording import clause

CROWD = 6  # facts with one number, from which on it tells nothing
FEW = 4  # claims of a fact that are looked at
STORY = 600  # characters in which a headline's story gives its figure
CLOSE = timedelta(days=3)
RECENT = timedelta(days=400)
ONE_MATTER = "两文讲的是同一件事，其余数字多相同"
_WORDS = 4  # characters that two names, or a name and a sentence, have in common
_FILLING = re.compile(r"(?:数量|人数|总数|总额|总量|总值|规模|占比|比重|达|数|量|额)$|^(?:全国|国家级|国家|累计|总)")
_KINDS = ({"level", "change"}, {"share", "ratio"})
_PLAIN_BASES = frozenset({"", "yoy", "real", "nominal", "comparable", "cumulative", "year_to_date"})

Key = TypeVar("Key")
Shared = Sequence[tuple[tuple[str, Decimal], set[int]]]  # numbers with their unit, and the facts that hold them


def corroborated(
    judged: Sequence[Judged],
    sources: Mapping[str, Source],
    order: Mapping[str, int],
    shared: Shared,
    more: Iterable[tuple[int, int, bool]] = (),
) -> list[Judged]:
    """The facts, those joined that are one, their claims in document order.

    `judged` comes in an order that documents have no part in, and keeps it; `shared` are the numbers
    that few facts share, `more` further links, by place in it, and whether their figures differ.
    """
    more = set(more)
    pairs = {*_same_numbers(judged, sources, shared), *_same_words(judged, sources), *_headlines(judged)}
    pairs.update((a, b) for a, b, differ in more if not differ)
    differing = [(a, b) for a, b, differ in more if differ]
    roots = joined(pairs, lambda n: _plain(judged[n]))
    told = {n: (bool(judged[n].disputes), {c.source for c in judged[n].claims}) for n in ends(differing, roots)}
    roots, apart = clashing(differing, roots, told)
    if not roots:
        return list(judged)
    members: dict[int, list[int]] = defaultdict(list)
    for n in range(len(judged)):
        members[roots.get(n, n)].append(n)
    return [_one(judged[root], [judged[n] for n in members[root]], order, root in apart) for root in sorted(members)]


def joined(pairs: Iterable[tuple[int, int]], plain: Callable[[int], bool]) -> dict[int, int]:
    """For each fact that becomes a part of another the number of that one.

    `plain` says of a fact whether it gives one number and nothing of it is disputed: no other is taken in.
    """
    above: dict[int, int] = {}
    for a, b in sorted(pairs):
        x, y = _root(above, a), _root(above, b)
        if x != y and not plain(y):
            x, y = y, x
        if x != y and plain(y):
            above[y] = x
    return {n: _root(above, n) for n in sorted(above)}


def ends(pairs: Iterable[tuple[int, int]], roots: Mapping[int, int]) -> set[int]:
    """The facts of pairs, with all that they were joined with."""
    found = {roots.get(n, n) for pair in pairs for n in pair}
    return found | {n for n, root in roots.items() if root in found}


def clashing(
    differing: Iterable[tuple[int, int]], roots: Mapping[int, int], told: Mapping[int, tuple[bool, Set[Key]]]
) -> tuple[dict[int, int], frozenset[int]]:
    """`roots` with pairs of facts joined that differ, if nothing of them is disputed yet and no document tells both.

    `told` says of `ends` whether they are disputed, and their documents. Also the facts that so come to differ.
    """
    above, apart = dict(roots), set[int]()
    disputed = {roots.get(n, n) for n, (is_disputed, _) in told.items() if is_disputed}
    documents: dict[int, set[Key]] = defaultdict(set)
    for n, (_, some) in told.items():
        documents[roots.get(n, n)] |= some
    for a, b in sorted(differing):
        x, y = sorted((_root(above, a), _root(above, b)))
        if x != y and not disputed & {x, y} and not documents[x] & documents[y]:
            above[y] = x
            documents[x] |= documents[y]
            apart.add(x)
    return {n: _root(above, n) for n in sorted(above)}, frozenset(_root(above, x) for x in apart)


def _root(above: dict[int, int], n: int) -> int:
    while (m := above.get(n, n)) != n:
        above[n] = n = above.get(m, m)
    return n


def _one(first: Judged, members: Sequence[Judged], order: Mapping[str, int], apart: bool) -> Judged:
    """One fact out of its members, as the first of them; `apart` where they are known to differ."""
    if len(members) == 1:
        return first
    claims = sorted((c for j in members for c in j.claims), key=lambda c: (order.get(c.source, 0), c.start, c.end))
    if apart:
        disputes = retold(claims)
        return Judged(tuple(claims), verdict_of(claims, disputes), disputes)
    return replace(first, claims=tuple(claims), verdict=verdict_of(claims, first.disputes))


def retold(claims: Iterable[Claim]) -> tuple[Dispute, ...]:
    """The dispute of claims that documents of one matter tell of one fact, if they differ."""
    told = stands(claims)
    found = dispute_of(clusters(told), sure=False) or drifting(told)
    return (replace(found, sure=False, why=(ONE_MATTER,)),) if found else ()


def _plain(j: Judged) -> bool:
    """Whether all claims of a fact give one number and nothing is disputed."""
    return not j.disputes and len({c.value for c in j.claims}) == 1


def _same_numbers(judged: Sequence[Judged], sources: Mapping[str, Source], shared: Shared) -> Iterator[tuple[int, int]]:
    for number, facts in shared:
        yield from of_one_number([(n, with_number(judged[n], *number)) for n in sorted(facts)], sources)


def of_one_number(
    held: Sequence[tuple[int, Sequence[Claim]]], sources: Mapping[str, Source]
) -> Iterator[tuple[int, int]]:
    """Which of the facts that hold one number are one, each with a few of the claims that give it."""
    if not _tells(held):
        return
    words: dict[int, _Words] = {}
    for (m, some), (n, others) in combinations(held, 2):
        pairs = ((x, y) for x in some for y in others if _one_matter(x, y, sources))
        first = next(pairs, None)
        if first is None:
            continue
        one = words.get(m) or words.setdefault(m, _words(some))
        other = words.get(n) or words.setdefault(n, _words(others))
        if _may_meet(one, other) and any(_one_fact(x, y) for x, y in chain((first,), pairs)):
            yield m, n


def _tells(held: Sequence[tuple[int, Sequence[Claim]]]) -> bool:
    """Whether the number has digits enough that two documents do not share it by chance."""
    value = held[0][1][0].value
    return value is not None and len(digits(value)) >= TELLING


class _Words(NamedTuple):
    """The words of a few claims: what their names may have in common with others, the names, the sentences."""

    marks: set[str]
    names: list[_Name]
    contexts: str


def _words(claims: Sequence[Claim]) -> _Words:
    names = [_name(c.indicator) for c in claims]
    contexts = [_plain_text(c.context) for c in claims if c.context]
    return _Words(set[str]().union(*[name.marks for name in names]), names, "\n".join(contexts))


def _may_meet(a: _Words, b: _Words) -> bool:
    """Whether `_one_name` can hold for any of the claims of both: cheaper than to ask it of each pair."""
    return not a.marks.isdisjoint(b.marks) or _named_in(a, b) or _named_in(b, a)


def _named_in(words: _Words, other: _Words) -> bool:
    said = other.contexts
    for name in words.names:
        if len(name.core) < _WORDS and any(name.core in another.core for another in other.names):
            return True
    return bool(said) and any(mark in said for mark in words.marks)


def shared_numbers(judged: Sequence[Judged]) -> Shared:
    """Numbers with their unit, and the facts that hold them: several, but no crowd."""
    holders: dict[tuple[str, Decimal], int | set[int]] = {}  # most numbers have one holder
    for n, j in enumerate(judged):
        for c in j.claims[:1] if j.verdict in ("single", "agree") else j.claims:
            if c.value is None:
                continue
            number = (counted(c), c.value)
            found = holders.setdefault(number, n)
            if found is n:
                continue
            if isinstance(found, set):
                found.add(n)
            elif found != n:
                holders[number] = {found, n}
    return [(number, facts) for number, facts in holders.items() if isinstance(facts, set) and len(facts) <= CROWD]


def counted(claim: Claim) -> str:
    """The unit of a claim, that of anything counted as 个: one writes 家 where another writes 个."""
    return "个" if claim.unit in COUNTERS else claim.unit


_IN_ANY_ORDER = attrgetter("indicator", "context", "source")


def with_number(j: Judged, unit: str, value: Decimal) -> Sequence[Claim]:
    """A few of the claims with that number, the same in any order of documents."""
    if j.verdict in ("single", "agree"):  # every claim has it
        found: Sequence[Claim] = j.claims
    else:
        found = [c for c in j.claims if c.value == value and counted(c) == unit]
    return found if len(found) <= FEW else sorted(found, key=_IN_ANY_ORDER)[:FEW]


def _one_matter(x: Claim, y: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether two claims can be of one fact, their names aside."""
    return _one_owner(x, y) and alike_in_kind(x, y) and _one_time(x, y, sources)


def _one_fact(x: Claim, y: Claim) -> bool:
    return _one_name(x, y) and compare_readings(reading(x), reading(y)).outcome in ("agree", "compatible")


def alike_in_kind(x: Claim, y: Claim) -> bool:
    """Whether both are a level, a growth, a share, … since the same time, as far as they say."""
    if x.measure != y.measure and not any({x.measure, y.measure} <= kind for kind in _KINDS):
        return False
    return x.basis == y.basis or {x.basis or "", y.basis or ""} <= _PLAIN_BASES


def _one_owner(x: Claim, y: Claim) -> bool:
    """The same owner; a film by its full and its short title; in one document also an owner that is not named."""
    if x.entity == y.entity:
        return True
    if not x.entity or not y.entity:
        return x.source == y.source
    films = "《" in x.entity and "《" in y.entity
    if not films and x.source != y.source:
        return False
    a, b = (indicators.bare(e) for e in (x.entity, y.entity))
    return a[:2] == b[:2] if films else a in b or b in a


def _one_time(x: Claim, y: Claim, sources: Mapping[str, Source]) -> bool:
    p, q = x.period, y.period
    if p is None or q is None or p == q:
        return True
    if end_alike(p, q):
        return True
    if "document" not in (p.basis, q.basis):
        return False
    vague, span = (x, q) if p.basis == "document" else (y, p)
    source = sources.get(vague.source)
    if x.source == y.source:
        return True
    return bool(source and source.published and span.start <= source.published <= span.end + RECENT)


def end_alike(p: Period, q: Period) -> bool:
    """Whether two times end within days of each other, and begin so too if neither is a point of time."""
    return abs(p.end - q.end) <= CLOSE and (_starts_alike(p, q) or is_a_day(p) or is_a_day(q))


def is_a_day(p: Period) -> bool:
    """Whether a time is a point of time."""
    return p.kind == "instant" or p.start == p.end


def _starts_alike(p: Period, q: Period) -> bool:
    return abs(p.start - q.start) <= CLOSE


class _Name(NamedTuple):
    """A name as it is compared with others: its key, whether it is a term, and what carries its meaning."""

    key: str
    known: bool
    core: str
    plain: str  # the core without what the news of one matter word differently
    marks: frozenset[str]  # the key, and what any part of the core that counts begins with


@lru_cache(maxsize=1 << 16)
def _name(indicator: str) -> _Name:
    core = _FILLING.sub("", _FILLING.sub("", indicators.bare(indicator)))
    pieces = [core[i : i + _WORDS] for i in range(max(1, len(core) - _WORDS + 1))]
    key = indicators.key(indicator)
    plain = _plainly(core)
    return _Name(key, indicators.is_name(indicator), core, plain, frozenset([f"={key}", f"~{plain}", *pieces]))


@cache
def _loose() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row[0]: "" if row[1] == "-" else row[1] for row in lexicon.rows("loose_words")}
    return re.compile(lexicon.alternation(list(table))), table


def _plainly(core: str) -> str:
    pattern, table = _loose()
    return pattern.sub(lambda m: table[m.group()], core)


def _one_name(x: Claim, y: Claim) -> bool:
    """Whether two names can be of one indicator: parts of one another, or one stands in the sentence of the other."""
    one, other = _name(x.indicator), _name(y.indicator)
    if one.key == other.key or (one.plain == other.plain != ""):
        return True
    if one.known and other.known:
        return False  # two terms of statistics are two indicators
    a, b = one.core, other.core
    if not a or not b:
        return x.source == y.source
    return a.endswith(b) or b.endswith(a) or _alike(a, b) or _told(a, y) or _told(b, x)


def two_terms(x: Claim, y: Claim) -> bool:
    """Whether both names are terms of statistics, and two of them."""
    one, other = _name(x.indicator), _name(y.indicator)
    return one.known and other.known and one.key != other.key


def core(indicator: str) -> str:
    """What carries the meaning of a name, words aside that news of one matter put differently."""
    return _name(indicator).plain


def _share(a: str, b: str, run: int) -> bool:
    """Whether so many characters in a row of one stand in the other."""
    return any(a[i : i + run] in b for i in range(len(a) - run + 1))


def _alike(a: str, b: str) -> bool:
    """Whether two names have most of the shorter one in common, not just the noun at the end."""
    run = max(_WORDS, min(len(a), len(b)) * 3 // 5 + 1)
    return run <= len(b) and _share(a, b, run)


def _told(name: str, other: Claim) -> bool:
    """Whether most of a name stands in the other claim's sentence."""
    run = max(_WORDS, len(name) * 2 // 3)
    return run <= len(name) and run <= len(other.context) and _share(name, _plain_text(other.context), run)


@lru_cache(maxsize=1 << 12)
def _plain_text(context: str) -> str:
    return indicators.bare(context)


def _same_words(judged: Sequence[Judged], sources: Mapping[str, Source]) -> Iterator[tuple[int, int]]:
    """Documents of about the same day with the same clause around the same figure."""
    holders: dict[tuple[object, ...], list[tuple[int, Claim]]] = defaultdict(list)
    for n, j in enumerate(judged):
        if len(j.claims) <= FEW:
            for c in j.claims:
                if c.entity and c.context:
                    holders[(c.value, c.indicator, c.measure, c.entity, c.qualifier)].append((n, c))
    for found in holders.values():
        if 1 < len(found) <= CROWD:
            yield from of_one_clause(found, sources)


def of_one_clause(found: Sequence[tuple[int, Claim]], sources: Mapping[str, Source]) -> Iterator[tuple[int, int]]:
    """Which facts of these claims are one: documents of about the same day print the same clause."""
    for (m, x), (n, y) in combinations(found, 2):
        if m != n and x.source != y.source and _of_one_week(x, y, sources) and clause(x) == clause(y) != "":
            yield min(m, n), max(m, n)


def _of_one_week(x: Claim, y: Claim, sources: Mapping[str, Source]) -> bool:
    days = [s.published for c in (x, y) if (s := sources.get(c.source)) and s.published]
    return len(days) == 2 and max(days) - min(days) <= 2 * CLOSE


def _headlines(judged: Sequence[Judged]) -> Iterator[tuple[int, int]]:
    """A headline's round figure and the exact one of its story."""
    by_source: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    heads = {c.source for j in judged for c in j.claims if c.flags and "headline" in c.flags}
    if not heads:
        return
    for n, j in enumerate(judged):
        for c in j.claims:
            if c.source in heads and c.value is not None:
                by_source[c.source].append((n, c))
    for found in by_source.values():
        yield from of_stories(sorted(found, key=lambda item: item[1].start))


def of_stories(found: Sequence[tuple[int, Claim]]) -> Iterator[tuple[int, int]]:
    """Which facts of a document are one, from its claims with a number by their place: a headline's and its story's."""
    for at, (m, head) in enumerate(found):
        if "headline" not in head.flags:
            continue
        for n, told in found[at + 1 :]:
            if told.start - head.end > STORY:
                break
            if "headline" not in told.flags and _rounds(head, told) and (m == n or _headed(head, told)):
                if m != n:
                    yield m, n
                break


def _rounds(head: Claim, told: Claim) -> bool:
    if counted(head) != counted(told) or head.value is None or told.value is None or not alike_in_kind(head, told):
        return False
    return compare_readings(reading(head), reading(told)).outcome in ("agree", "compatible") and abs(
        head.value - told.value
    ) * 10 <= abs(told.value)


def _told_apart(p: Period | None, q: Period | None) -> bool:
    """Whether both times are stated and are two; 今年 in a headline is the year up to now of its story."""
    if p is None or q is None or not p.basis == q.basis == "stated":
        return False
    return abs(p.end - q.end) > CLOSE and not _starts_alike(p, q)


def _same_place_held(head: Claim, told: Claim) -> bool:
    """A place in a field is held by one only: its holder may be called otherwise, if the same noun stands there."""
    if not head.measure == told.measure == "rank" or not head.scope or head.scope != told.scope:
        return False
    name = _name(head.indicator).core
    return len(name) >= _WORDS and name in indicators.bare(setting.clause(told))


def _headed(head: Claim, told: Claim) -> bool:
    """Whether the story's figure is the headline's: the words of its name are those of the headline."""
    if _told_apart(head.period, told.period):
        return False
    if _same_place_held(head, told):
        return True
    if not _one_owner(head, told):
        return False
    one, other = _name(head.indicator), _name(told.indicator)
    if one.known and other.known:
        return one.key == other.key
    a, b = one.core, other.core
    return bool(a and b) and (a.endswith(b) or b.endswith(a) or _alike(a, b) or _told(b, head))
