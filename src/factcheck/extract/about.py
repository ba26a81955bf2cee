"""Whom a document is about: the place or body of its title or metadata, else the one it keeps to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from factcheck import lexicon, words
from factcheck.extract import places
from factcheck.extract.entities import WORK, EntityMention, find
from factcheck.extract.places import HAN
from factcheck.extract.terms import Terms


@dataclass(frozen=True, slots=True)
class About:
    """`name`: whose figures they are where nothing else says so; `names`: short names of companies in use.

    `mixed`: many places share the document (a newscast), so that each of its items has an owner of its own.
    """

    name: str | None
    mixed: bool = False
    names: frozenset[str] = frozenset()


_FEW, _MOST = 10, 0.6  # a document of one place names fewer others, or names it most of the time
_PRESS = re.compile(r"中国(?:新闻|青年|经济|证券|网|日报)[^，。\n ]{0,4}")


def about(text: str, given: str | None, title: str | None, heads: Terms) -> About:
    """Whom the document is about: said in its metadata, else by its title, else what it names most."""
    counts = _named(text[:20_000])
    total = sum(counts.values())
    mixed = len(counts) >= _FEW and max(counts.values()) < _MOST * total
    names = frozenset() if mixed else names_in_use(text, heads)
    if given:
        return About(given, False, names)
    if mixed:
        titled = _titled(title or text[: max(0, text.find("\n"))])
        return About(titled or ("中国" if counts["中国"] else None), titled is None, names)
    return About(document_entity(text, title, counts, names), False, names)


def _is_place(mention: EntityMention) -> bool:
    return mention.kind == "place" and not mention.object and mention.level != "world"


def _named(text: str) -> Counter[str]:
    plain = _PRESS.sub("", text)
    return Counter(m.name for m in find(plain, 0, len(plain)) if _is_place(m))


def _titled(title: str) -> str | None:
    named = [m.name for m in find(title, 0, len(title)) if _is_place(m)]
    return named[0] if len(set(named)) == 1 else None


def document_entity(
    text: str, title: str | None, counts: Counter[str], names: frozenset[str] = frozenset()
) -> str | None:
    """The place or body that a document of one subject is about: what it names most."""
    head = (title or "") + "\n" + text[:200]
    counts = counts.copy()
    for name, times in _named(head).items():
        counts[name] += 2 * times
    for name in names:
        counts[name] += text.count(name) + (3 if text.count("公司") >= 3 else 0)
    if counts:
        name, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if count >= 3:
            return name
    text = re.sub(r"(?:居|占|列|位列|位居|达到|在)全国", "", text)
    # a document that keeps to 全国, 我国 or 国内 is about the country
    return "中国" if re.search(r"全国|我国|国内|大陆|内地|中国", text) and len(counts.keys() - {"中国"}) <= 3 else None


_SUBJECT_BEFORE = re.compile(rf"(?:^|[，。；：\n（“ ]|年|季度?|月|日|期|半年|今年|去年)(?P<name>[{HAN}A-Za-z]{{2,6}})$")


def names_in_use(text: str, heads: Terms) -> frozenset[str]:
    """Short names (of companies, mostly) that the document keeps putting before its indicators.

    A run of two to six characters that stands at least three times in the text, and at least once
    between a clause's beginning and a known indicator, is taken for a name.
    """
    candidates: Counter[str] = Counter()
    text = WORK.sub("", text)
    if not _CORPORATE.search(text):
        return frozenset()
    for word, kind in words.tag(text[:40_000]):
        if kind in ("nr", "nz", "nt", "nrt") and 2 <= len(word) <= 8:
            candidates[word] += 1
    for start, _, _ in heads.find(text):
        left = _SUBJECT_BEFORE.search(text, max(0, start - 12), start)
        if left:
            candidates[left.group("name")] += 1
    corporate = (
        text.count("公司") + text.count("本集团") >= 3
    )  # a company's own paper calls it 公司 after the first mention
    kept = frozenset(
        name
        for name in candidates
        if name not in places.names()
        and name not in places.scopes()
        and not opens_a_term(name)
        and text.count(name) >= (2 if corporate else 3)
        and _is_proper(text, name)
    )
    return frozenset(name for name in kept if not any(other != name and name.startswith(other) for other in kept))


_CORPORATE = re.compile(
    r"(?:公司|集团|营收|营业收入|净利|财报|业绩|股份|旗下|公告)(?s:.*)(?:公司|集团|营收|营业收入|净利|财报|业绩|股份|旗下|公告)"
)
_ACTS = (
    "方面",
    "实现",
    "公告",
    "发布",
    "公布",
    "宣布",
    "披露",
    "预计",
    "旗下",
    "股份",
    "公司",
    "集团",
    "财报",
    "年报",
    "业绩",
    "营收",
    "净利",
    "销量",
    "产量",
    "汽车",
    "去年",
    "上半年",
    "前三季度",
    "每年",
    "昨",
)
_OPENINGS = (*tuple("，。；：\n年月期"), "季度")


def _is_proper(text: str, name: str) -> bool:
    """Whether the document has the name act (宣布, 实现) or open clauses again and again."""
    if re.search(r"[的了年月季上下第其该本各每]", name):
        return False
    acts = openings = 0
    at = text.find(name)
    while at >= 0:
        after = at + len(name)
        acts += text.startswith(_ACTS, after)
        openings += (at == 0 or text[max(0, at - 2) : at].endswith(_OPENINGS)) and not text.startswith("、", after)
        at = text.find(name, after)
    return acts >= 2 or (text.count("公司") >= 3 and openings >= 2)


@cache
def _term_openings() -> frozenset[str]:
    """Beginnings of known terms: 规上, 外贸 and the like are no one's name."""
    terms = [w for row in lexicon.rows("indicators") for w in (row[0], *row[1].split("|"))]
    terms += [row[0] for name in ("rewrites", "heads", "connectors", "basis_words") for row in lexicon.rows(name)]
    return frozenset(w[:size] for w in terms for size in range(2, min(7, len(w) + 1)))


def opens_a_term(name: str) -> bool:
    """Whether a known term begins so: 普惠, 外贸 and the like are no one's name."""
    return name in _term_openings() or any(
        name[i:] in _term_openings() and len(name) - i >= 2 for i in range(1, len(name))
    )
