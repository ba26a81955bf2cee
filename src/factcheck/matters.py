"""Which documents tell of one matter, and the facts of theirs that this shows to be one.

Only documents that have something in common are looked at: facts that few others hold, or one number for two facts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from operator import attrgetter

import numpy as np

from factcheck.corroborate import Shared, with_number
from factcheck.disputes import Judged
from factcheck.fellows import LEAST, MOST, PART, Told, may_be_one
from factcheck.model import Claim
from factcheck.variants import Pair
from factcheck.variants import pairs as pairs_of

FEW = 12  # documents with one fact, up to which it tells that they speak of one matter
_CLAIMS, _SOURCE = attrgetter("claims"), attrgetter("source")


def pairs(judged: Sequence[Judged], shared: Shared) -> set[Pair]:
    """The facts, by their places in `judged`, that documents of one matter show to be one.

    `shared` are the numbers that few of them share.
    """
    size = Counter(map(_SOURCE, chain.from_iterable(map(_CLAIMS, judged))))
    if min(size.values(), default=0) > MOST:
        return set()
    wanted = {*_of_one_number(judged, shared, size), *_of_the_same_facts(judged, size)}
    held: dict[str, list[tuple[int, Claim]]] = {source: [] for pair in wanted for source in pair}
    for n, j in enumerate(judged) if held else ():
        for c in j.claims:
            if c.source in held:
                held[c.source].append((n, c))
    told = {source: Told(some) for source, some in held.items()}
    return {pair for a, b in sorted(wanted) for pair in pairs_of(told[a], told[b])}


def _of_one_number(judged: Sequence[Judged], shared: Shared, size: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for number, facts in shared:
        yield from candidates([with_number(judged[n], *number) for n in sorted(facts)], size)


def candidates(held: Sequence[Sequence[Claim]], size: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The documents, in order, of claims in several facts that hold one number and may be one."""
    for some, others in combinations(held, 2):
        for x in some:
            for y in others:
                if x.source != y.source and min(size[x.source], size[y.source]) <= MOST and may_be_one(x, y):
                    yield (x.source, y.source) if x.source < y.source else (y.source, x.source)


def _of_the_same_facts(judged: Sequence[Judged], size: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Documents that share facts enough, and both have others."""
    names = sorted(size)
    place = {name: i for i, name in enumerate(names)}
    by_count: dict[int, list[list[int]]] = defaultdict(list)
    for j in judged:
        if len(j.claims) > 1:
            documents = {place[c.source] for c in j.claims}
            if 1 < len(documents) <= FEW:
                by_count[len(documents)].append(sorted(documents))
    if not by_count:
        return
    codes = [
        facts[:, i] * len(names) + facts[:, j]
        for facts in map(np.array, by_count.values())
        for i, j in combinations(range(facts.shape[1]), 2)
    ]
    met, times = np.unique(np.concatenate(codes), return_counts=True)
    often = times >= LEAST
    for code, count in zip(met[often].tolist(), times[often].tolist(), strict=True):
        a, b = names[code // len(names)], names[code % len(names)]
        if enough(count, size[a], size[b]):
            yield a, b


def enough(shared: int, one: int, other: int) -> bool:
    """Whether documents of so many figures share facts enough, and both have others."""
    fewer = min(one, other)
    return fewer <= MOST and LEAST <= shared < fewer and shared >= PART * fewer
