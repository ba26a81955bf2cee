"""Claims of the very same sentence, brought into one group wherever their keys put them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from factcheck import wording
from factcheck.model import Claim, Group, Source


def retold(groups: Iterable[Group], sources: Mapping[str, Source]) -> list[Group]:
    """The groups, with claims of the very same sentence in one group wherever their figures differ.

    An altered figure can change what else is read of its sentence (a name that holds a figure, a period
    that another document settles), and so the key; the sentence still ties the claims together.
    """
    groups = list(groups)
    home: dict[str, int] = {}
    split: set[str] = set()
    for i, g in enumerate(groups):
        for c in g.claims:
            if c.template and home.setdefault(c.template, i) != i:
                split.add(c.template)
    if not split:
        return groups
    holders: dict[str, list[tuple[int, Claim]]] = defaultdict(list)
    chosen = [(i, c) for i, g in enumerate(groups) for c in g.claims if c.template in split]
    names = wording.frames((c for _, c in chosen), sources)
    for i, c in chosen:
        holders[names[c.id][0]].append((i, c))
    moved: dict[str, int] = {}
    for name in sorted(holders):
        found = holders[name]
        if _one_sentence([c for _, c in found]):
            target = min((i for i, _ in found), key=lambda i: (-len(groups[i].claims), groups[i].claims[0].key, i))
            moved |= {c.id: target for i, c in found if i != target and c.id not in moved}
    if not moved:
        return groups
    members: list[list[Claim]] = [[c for c in g.claims if c.id not in moved] for g in groups]
    for g in groups:
        for c in g.claims:
            if c.id in moved:
                members[moved[c.id]].append(c)
    return [Group(tuple(m), g.why) for g, m in zip(groups, members, strict=True) if m]


def _one_sentence(claims: Sequence[Claim]) -> bool:
    """Whether claims of one sentence, one a document, give different figures of one kind."""
    first = claims[0]
    return (
        len({c.source for c in claims}) == len(claims) > 1
        and all(c.unit == first.unit for c in claims)
        and len({(c.value, c.low, c.high) for c in claims}) > 1
        and wording.long_enough(first)
    )
