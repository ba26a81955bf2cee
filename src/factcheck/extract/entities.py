"""Whose figure it is: places, bodies, companies and works that a passage names.

A place right after 对, 与, 较, 高于 or 占 is an object of the sentence, not the owner of its figures;
全市, 我省 and the like mean the place that the document is about.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from factcheck import lexicon, words
from factcheck.extract.vocabulary import trie_pattern

EntityKind = Literal["place", "scope", "organisation", "work"]
HAN = "\u3400-\u9fff"


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A named owner in folded text; `object` where grammar makes it the other side (对欧盟, 高于全国)."""

    start: int
    end: int
    name: str
    kind: EntityKind
    level: str = ""
    object: bool = False


_OBJECT_BEFORE = re.compile(
    r"(?:对|与|向|跟|同|赴|往|至|销往|出口到|来自|高于|低于|快于|慢于|好于|优于|大于|小于|超过|超|较|比|占|居|列|达到|占到|排名|排在|领先|领跑)(?:共建|其他|整个|同期)?$"
)
_OBJECT_AFTER = re.compile(
    r"^(?:同期|水平|平均|的比重|比重|总[量额]的|城市第|第[一二三四五六七八九十\d](?!产业|季|批|届|次|代|轮)|首位|榜首)"
)
_WORK = re.compile(r"《([^《》\n]{1,40})》")
# 全市 is the named city; 全区 may be a district or an autonomous region
_LEVEL_OF_SCOPE = {
    "city": ("city",),
    "province": ("province", "region"),
    "region": ("region", "province"),
    "county": ("county", "district", "city"),
    "district": ("district", "region"),
    "country": ("country",),
    "town": ("town",),
    "village": ("village",),
}
_NOT_A_NAME = "、，。；：！？“”《》（）\n "


@cache
def _places() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in lexicon.rows("places")}


@cache
def _scopes() -> dict[str, str]:
    return {row[0]: row[1] for row in lexicon.rows("scope_words") if row[1] in _LEVEL_OF_SCOPE and row[0] != "国内"}


@cache
def _owner_pattern() -> re.Pattern[str]:
    return re.compile(trie_pattern([*_places(), *_scopes()]))


@cache
def _organisation_pattern() -> re.Pattern[str]:
    """A name that ends in what kind of body it is (…集团, …大学); the head is looked for to its left."""
    suffixes = [row[0] for row in lexicon.rows("organisations") if len(row[0]) >= 2 and row[1] in ("company", "venue")]
    return re.compile(trie_pattern(suffixes))


# words that cannot be inside a body's name, so that the name starts after them
_LEFT_EDGE = re.compile(
    f"(?:[{_NOT_A_NAME}]|的|了|是|在|有|为|和|与|及|或|等|由|对|从|向|把|被|让|使|称|说|据|获|经|自|每|该|各|这|那|某|家|个|名|座|所|年|月|日|中(?![国华央信铁建石移])|上(?![海汽饶])|下(?![关沙])|位于|来自|成为|作为|拥有|推动|支持|建设|建成|打造|入驻|包括|其中)"
)


def find(text: str, start: int, end: int) -> list[EntityMention]:
    """The owners that text[start:end] names, left to right."""
    found = [
        EntityMention(m.start(), m.end(), f"《{m.group(1)}》", "work")
        for m in _WORK.finditer(text, start, end)
        if _is_work(m.group(1))
    ]
    for match in _owner_pattern().finditer(text, start, end):
        word = match.group()
        if word in _scopes() and word not in _places():
            found.append(EntityMention(match.start(), match.end(), word, "scope", _scopes()[word]))
            continue
        name, level = _places()[word]
        body = _SITED.match(text, match.end(), end)
        if body:  # 上海港, 深圳湾口岸: a port or an airport has figures of its own
            found.append(EntityMention(match.start(), body.end(), text[match.start() : body.end()], "organisation"))
            continue
        aside = _is_object(text, match.start(), match.end()) or (
            level == "country" and text[max(0, match.start() - 1)] == "在"
        )
        found.append(EntityMention(match.start(), match.end(), name, "place", level, aside))
    found += _organisations(text, start, end)
    return _chained(text, _joined(text, _without_overlaps(found)))


_SITED = re.compile(r"(?:国际)?(?:机场|港(?![澳元币股区府商资口人])|大学|地铁|证券交易所|湾口岸)")
_JOINED = re.compile(r"^[—–-]{1,2}$")


def _joined(text: str, found: list[EntityMention]) -> list[EntityMention]:
    """深圳—香港—广州 is one name."""
    out: list[EntityMention] = []
    for mention in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.kind in ("place", "organisation")
            and mention.kind == "place"
            and _JOINED.match(text[before.end : mention.start])
        ):
            out[-1] = EntityMention(before.start, mention.end, text[before.start : mention.end], "organisation")
        else:
            out.append(mention)
    return out


def _chained(text: str, found: list[EntityMention]) -> list[EntityMention]:
    """对甲、乙和丙: what is enumerated with an object is an object too."""
    out: list[EntityMention] = []
    for mention in found:
        before = out[-1] if out else None
        linked = (
            before is not None
            and before.object
            and re.fullmatch(r"(?:地区|国家)?(?:、|和|及|以及|与)", text[before.end : mention.start])
        )
        out.append(replace(mention, object=True) if linked else mention)
    return out


@cache
def _speakers() -> frozenset[str]:
    """Bodies that state figures of others: ministries, bureaux, the press."""
    return frozenset(row[0] for row in lexicon.rows("bodies") if row[2] in ("body", "speaker"))


def is_speaker(name: str) -> bool:
    """Whether a name is that of a body which publishes figures rather than owns them."""
    return name in _speakers() or name.endswith(("报", "网", "社", "新闻", "电视台", "统计局", "政府", "当局", "部门"))


_NAME = re.compile(f"[{HAN}A-Za-z0-9·（）-]+")
_FORMAL = re.compile(
    r"(?:公司|集团|银行|股份|证券|大学|学院|医院|机场|研究院|科学城|科教城|产业园|产业园区|高新区|开发区|自贸区|自贸港|自由贸易港|交易所|联盟|保税区|基地|物流港|园区|基金|研究所|实验室|学校|口岸|水库|电站|集团公司)$"
)


def _is_body(name: str, suffix: str) -> bool:
    """A formal ending makes a name by itself; 科技, 汽车 and the like only behind a proper name."""
    if name in _speakers() or name.endswith(("报", "网", "社", "新闻", "电视台")):
        return False
    parts = words.tag(name)
    if any(kind in ("d", "p", "c", "v") for _, kind in parts[:1]) or any(word in "将已要需可能" for word, _ in parts):
        return False
    if _FORMAL.search(name):
        return len(parts) >= 2 and not any(kind in ("d", "p", "c", "uj", "ul", "r") for _, kind in parts)
    acts = any(kind in ("v", "vn") for _, kind in parts)
    return parts[0][1] in ("nr", "nz", "nt", "nrt") and len(parts) <= 3 and not acts


_LAW = re.compile(
    r"(?:法|条例|办法|规划|纲要|意见|方案|通知|公报|报告|决定|规定|计划|新闻|日报|晚报|早报|时报|指数|白皮书|蓝皮书|条约|协定|盘点|榜单?|宣言|声明|联播|标准|目录|名单|指南|准则|章程|年鉴|公约)(?:（[^）]*）)?$"
)


def _is_work(title: str) -> bool:
    """A film or a book has takings; a law, a plan or a paper has none."""
    return not _LAW.search(title)


def _is_object(text: str, start: int, end: int) -> bool:
    return bool(_OBJECT_BEFORE.search(text, max(0, start - 6), start) or _OBJECT_AFTER.match(text[end : end + 6]))


def _organisations(text: str, start: int, end: int) -> list[EntityMention]:
    found = []
    for match in _organisation_pattern().finditer(text, start, end):
        if match.start() < start + 2:
            continue
        left = max(start, match.start() - 16)
        edge = None
        for edge in _LEFT_EDGE.finditer(text, left, match.start()):  # noqa: B007 - the last one is wanted
            pass
        begin = edge.end() if edge else left
        name = re.sub(r"^(?:\d+年?|如今|目前|近日|今年|去年|昨日|此前)+", "", text[begin : match.end()])
        if len(name) - len(match.group()) < 2:
            continue
        begin = match.end() - len(name)
        if 2 <= match.start() - begin <= 14 and _NAME.fullmatch(name) and _is_body(name, match.group()):
            found.append(EntityMention(begin, match.end(), name, "organisation"))
    return found


def _without_overlaps(found: list[EntityMention]) -> list[EntityMention]:
    """The longest of overlapping mentions, in text order."""
    kept: list[EntityMention] = []
    for mention in sorted(found, key=lambda m: (m.start, -(m.end - m.start))):
        if kept and mention.start < kept[-1].end:
            continue
        kept.append(mention)
    return kept


def document_entity(text: str, given: str | None, title: str | None, names: frozenset[str] = frozenset()) -> str | None:
    """The place or body that the whole document is about: said in its metadata, else what it names most."""
    if given:
        return given
    head = (title or "") + "\n" + text[:200]
    counts: Counter[str] = Counter()
    for mention in find(text, 0, min(len(text), 20_000)):
        if mention.kind == "place" and not mention.object and mention.level != "world":
            counts[mention.name] += 1
    for mention in find(head, 0, len(head)):
        if mention.kind == "place" and not mention.object and mention.level != "world":
            counts[mention.name] += 2
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


def names_in_use(text: str, heads: re.Pattern[str]) -> frozenset[str]:
    """Short names (of companies, mostly) that the document keeps putting before its indicators.

    A run of two to six characters that stands at least three times in the text, and at least once
    between a clause's beginning and a known indicator, is taken for a name.
    """
    candidates: Counter[str] = Counter()
    text = _WORK.sub("", text)
    if not _CORPORATE.search(text):
        return frozenset()
    for word, kind in words.tag(text[:40_000]):
        if kind in ("nr", "nz", "nt", "nrt") and 2 <= len(word) <= 8:
            candidates[word] += 1
    for match in heads.finditer(text):
        left = _SUBJECT_BEFORE.search(text, max(0, match.start() - 12), match.start())
        if left:
            candidates[left.group("name")] += 1
    corporate = (
        text.count("公司") + text.count("本集团") >= 3
    )  # a company's own paper calls it 公司 after the first mention
    kept = frozenset(
        name
        for name in candidates
        if text.count(name) >= (2 if corporate else 3)
        and name not in _places()
        and name not in _scopes()
        and not _opens_a_term(name)
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


def _opens_a_term(name: str) -> bool:
    return name in _term_openings() or any(
        name[i:] in _term_openings() and len(name) - i >= 2 for i in range(1, len(name))
    )


def opens_clause(text: str, mention: EntityMention) -> bool:
    """Whether the mention stands where a subject stands: first in its clause, or after a time."""
    return bool(
        re.search(
            r"(?:^|[，。；：！？\n“（）】 ]|——|\d\.|年|月|日|季度?|期|期间|底|末|来|前|中|时|目前|此外|其中"
            r"|而|但|在|据|以|及|同时)$",
            text[max(0, mention.start - 4) : mention.start],
        )
    )


def resolve_scope(level: str, around: str | None, document: str | None) -> str | None:
    """The place that 全市 or 我省 means: the nearest named place of that level, else the document's."""
    for name in (around, document):
        if name is not None and place_level(name) in _LEVEL_OF_SCOPE.get(level, (level,)):
            return name
    return document


@cache
def _levels() -> dict[str, str]:
    return dict(_places().values())


def place_level(name: str) -> str:
    """The level of a canonical place name (country, province, city, …), "" where it is none."""
    return _levels().get(name, "")
