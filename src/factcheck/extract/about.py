"""Whom a document is about: the place or body of its title or metadata, else the one it keeps to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from factcheck import lexicon, words
from factcheck.extract import happenings, places, trade, vocabulary
from factcheck.extract.entities import WORK, EntityMention, company_names, find, is_listed, is_speaker
from factcheck.extract.places import HAN


@dataclass(frozen=True, slots=True)
class About:
    """`name`: whose figures they are where nothing else says so; `names`: short names of companies in use.

    `mixed`: many places share the document (a newscast), so that each of its items has an owner of its own;
    `corporate`: a company's own paper, which calls it 公司.
    """

    name: str | None
    mixed: bool = False
    corporate: bool = False
    names: frozenset[str] = frozenset()


_FEW, _MOST = 10, 0.6  # a document of one place names fewer others, or names it most of the time
_PRESS: Final = re.compile(r"中国(?:新闻|青年|经济|证券|网|日报|地震台)[^，。\n ]{0,4}")


def about(
    text: str,
    given: str | None,
    title: str | None,
    found: list[EntityMention] | None = None,
) -> About:
    """Whom the document is about: said in its metadata, else by its title, else what it names most.

    `found`: the owners that the opening of the text names, where they are known already.
    """
    headline = title or _headline(text)
    found = find(text, 0, min(len(text), OPENING)) if found is None else found
    listed = Counter(m.name for m in found if is_listed(m.name))
    counts = counted(text, found)
    total = sum(counts.values())
    mixed = len(counts) >= _FEW and max(counts.values()) < _MOST * total
    names = frozenset() if mixed else names_in_use(text).union(listed)
    company = None if mixed else _company((title or "") + "\n" + text[:_HEAD], text, counts)
    if given:
        return About(given, False, company is not None, names)
    if mixed:
        titled = _titled(headline)
        return About(titled or ("中国" if counts["中国"] else None), titled is None, False, names)
    name = document_entity(text, title, counts, names, listed)
    name = name or _assembly(text)
    own = _of_its_own_offices(text[:_HEAD])
    if own is not None:  # 澳门街头…, and then 访港旅客 for comparison
        opens = _named(text[:_FIRST])
        own = next((p for p, _ in _OWN_PAPERS if p in opens and counts[p] > counts[own]), own)
    told_of = own is not None and name is not None and name in counts and counts[name] <= _ASIDE and _is_abroad(name)
    if own is not None and (told_of or name in (None, "中国", own) or (own == "台湾" and name not in listed)):
        return About(own, False, False, names)
    reported = _reports(text) if name not in names else None
    if reported is not None:
        return About(reported, False, False, names | {reported})
    if name in (None, "中国") and _told_as_in_taiwan(text):
        name = "台湾"
    titled = _titled(headline) if name == "中国" else None
    if titled is not None and 2 * counts[titled] >= counts["中国"] and not _AT_LARGE.match(headline):
        name = titled
    if company is not None and name not in names:
        name = next((short for short in names if company.startswith(short)), company)
    if name == "中国" and "新台币" in text and "人民币" not in text:
        name = "台湾"
    if company is None and (name in (None, "中国") or name in counts):
        name = happenings.national(text, headline, 0 if name in (None, "中国") else counts[name]) or name
    if name is not None and name != "中国" and _only_on_the_masthead(text, name, found):
        name = "中国"
    name = name or _work(headline, text) or happenings.event(text, headline) or None
    return About(name, False, company is not None, names)


# 甲省日报乙市10月21日讯: where a paper is made is not yet what its figures are of
_MASTHEAD: Final = re.compile(
    rf"(?:^|\n)[ \u3000]*[{HAN}]{{2,4}}(?:日报|晚报|时报|早报|商报|晨报|都市报|新闻网)[{HAN}]{{0,6}}"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:专?电|讯)"
)
_OF_HERE: Final = re.compile(r"[全我本该][省市区县州旗]|(?:^|[，。；、：\s])[省市区县州][\u4e00-\u9fff]")


def mastheads(text: str) -> list[tuple[int, int]]:
    """Where the opening of a text, or of a paragraph in it, tells which paper prints it."""
    return [m.span() for m in _MASTHEAD.finditer(text, 0, OPENING)] if "讯" in text or "电" in text else []


def _only_on_the_masthead(text: str, name: str, found: list[EntityMention]) -> bool:
    """Whether a place prints figures of the country: 甲省日报讯 国家统计局…公布, and nothing else is of a place."""
    spans = mastheads(text)
    if not spans or not _is_local(name) or _OF_HERE.search(text):
        return False
    wider = any(lexicon.signs(kind).search(text) for kind in ("national", "country")) or _OFFICE.search(text)
    local = (m for m in found if m.kind == "place" and m.level not in ("world", "country"))
    sent = {at for m in _DATELINE.finditer(text, 0, OPENING) for at in range(*m.span())}
    return bool(wider) and all(m.start in sent or any(a <= m.start < b for a, b in spans) for m in local)


def _is_abroad(name: str | None) -> bool:
    """Whether a name is a country's, or 香港, 澳门 or 台湾: guests and goods come from there."""
    own = any(name == place for place, _ in _OWN_PAPERS)
    return name is not None and (own or places.country_of(name) == name)


def _reports(text: str) -> str | None:
    """The one company whose results a text tells: alone named with its code at the head."""
    coded = {m["coded"] for m in _CALLED.finditer(text[:_HEAD]) if m["coded"]} or _behind_its_kind(text)
    told = {m.group() for m in lexicon.signs("results").finditer(text)}
    if len(coded) != 1 or len(told) < _EARNED:
        return None
    name = next(iter(coded))
    return company_names().get(name, name) if name in _called(text) or name in company_names() else None


_EARNED: Final = 3  # terms of its results, from which on a text that gives a company's code is of it


def _told_as_in_taiwan(text: str) -> bool:
    """Whether an office's figures are told in the words of papers of Taiwan, and not of the mainland."""
    moves = {m.group() for m in lexicon.signs("taiwan_moves").finditer(text)}
    told = len(moves) > 1 and lexicon.signs("office").search(text) is not None
    return told and not lexicon.signs("mainland").search(text[:_LEAD])


# 2025年1月8日在某县第十七届人民代表大会…上: a report to the assembly of a place
_ASSEMBLY: Final = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}届)?人民代表大会|人民政府|统计局|第[一二三四五六七八九十]{1,3}届人大"
)


def _assembly(text: str) -> str | None:
    """The place whose assembly, government or bureau of statistics the head of a text names."""
    said = _ASSEMBLY.search(text, 0, _HEAD)
    if said is None:
        return None
    found = [m for m in find(text, max(0, said.start() - 12), said.start()) if m.kind == "place"]
    return found[-1].name if found and found[-1].end == said.start() and found[-1].level != "world" else None


_HEAD: Final = 400
_AT_LARGE: Final = re.compile("内地|全国|我国|中国|国内")  # …　广东连续八年居首: one of them, told by the way
# a paper of a place's own offices seldom names it
_OWN_PAPERS: Final = (("台湾", "taiwan"), ("澳门", "macao"), ("香港", "hongkong"))
_YEAR_OF_THE_REPUBLIC: Final = re.compile(
    r"民国\d{2,3}年|(?<![\d.])1[01]\d年(?:1?\d月|全年|第[1-4一二三四]季|[上下]半年|底|平均)"
)
_LEAD: Final = 160
_FIRST: Final = 60  # characters that say where a story plays
_ASIDE: Final = 2  # times that a country or region is named by the way
_ITSELF: Final = re.compile(r"公司|本集团|集团|本行|报告期")


def _of_its_own_offices(head: str) -> str | None:
    """台湾, 澳门 or 香港 where a paper opens as one of that place's own offices does."""
    if _YEAR_OF_THE_REPUBLIC.search(head):
        return "台湾"
    return next((place for place, kind in _OWN_PAPERS if lexicon.signs(kind).search(head)), None)


def _company(head: str, text: str, counts: Counter[str]) -> str | None:
    """The company whose own paper it is: named at its head, 公司 after that, and more than any place."""
    itself = len(_ITSELF.findall(text))
    named = [m.name for m in find(head, 0, len(head)) if m.kind == "organisation" and _FIRM.search(m.name)]
    if itself < 4 or not named or itself <= max(counts.values(), default=0):
        return None
    return short_name(named[0])


_FIRM: Final = re.compile(r"(?:有限公司|责任公司|集团公司|集团|银行|股份|控股|证券|保险)$")


def short_name(name: str) -> str:
    """比亚迪公司 and 比亚迪 are one owner."""
    plain = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司)$", "", name)
    return plain if 2 <= len(plain) <= 6 else name


_SENT: Final = ("日电", "日专电", "日讯")  # how a dateline ends, asked first
_DATELINE: Final = re.compile(r"(?:社|报|网|台)[\u4e00-\u9fff]{2,10}(?:\d{1,2}月)?[\d一二三十]{1,3}日(?:专?电|讯)")


def _is_place(mention: EntityMention) -> bool:
    return mention.kind == "place" and not mention.object and mention.level not in ("world", "group")


OPENING: Final = 20_000  # characters of a document whose places are counted


def counted(text: str, found: Iterable[EntityMention]) -> Counter[str]:
    """How often each place among the owners found in a text is named, other than in the name of a paper."""
    hidden = {at for m in _PRESS.finditer(text, 0, OPENING) for at in range(*m.span())}
    if any(said in text for said in _SENT):
        hidden |= {at for m in _DATELINE.finditer(text, 0, OPENING) for at in range(*m.span())}
    return Counter(m.name for m in found if _is_place(m) and m.start not in hidden)


def _named(text: str) -> Counter[str]:
    return counted(text, find(text, 0, len(text)))


def _headline(text: str) -> str:
    """The first line of words that is no sentence: below a date it may be the second."""
    for line in text[:_HEAD].split("\n")[:3]:
        if len(re.findall(f"[{HAN}]", line)) >= 4:
            return "" if "。" in line else line
    return ""


def _work(headline: str, text: str) -> str | None:
    """The film or book that a headline names, where the text goes on about it."""
    named = {m.name for m in find(headline, 0, len(headline)) if m.kind == "work"}
    return next(iter(named)) if len(named) == 1 and text.count(next(iter(named))) > 1 else None


def _titled(title: str) -> str | None:
    named = [m.name for m in find(title, 0, len(title)) if _is_place(m)]
    return named[0] if len(set(named)) == 1 else None


def document_entity(
    text: str,
    title: str | None,
    counts: Counter[str],
    names: frozenset[str] = frozenset(),
    listed: Counter[str] | None = None,
) -> str | None:
    """The place or body that a document of one subject is about: what it names most."""
    head = (title or "") + "\n" + text[:200]
    counts = counts.copy()
    listed = Counter() if listed is None else listed
    called = _called(text)
    for name, times in _named(head).items():
        counts[name] += 2 * times
    for name in names:
        corporate = 3 if text.count("公司") >= 3 or name in called else 0
        counts[name] += max(text.count(name), listed[name]) + corporate
    for found in find(head, 0, len(head)):
        if found.name in listed and not found.object:
            counts[found.name] += 2
    if lexicon.signs("cities").search(text[:_HEAD]) and _titled(title or _headline(text)) is None:
        return "中国"
    if counts:
        most = max(counts.values())
        leading = [name for name, count in counts.items() if count == most]
        if len(leading) > 1:  # of places that are named alike often one at home, and the first of them
            home = [name for name in leading if places.country_of(name) in ("", "中国")]
            leading = [min(home, key=lambda name: (name != "中国", (text + name).find(name)))] if home else []
        if most >= 3 and leading and not _one_of_many(leading[0], counts, title or _headline(text)):
            if leading[0] == "中国" and _is_of_a_part(text):
                return None
            return _firm_of(text, listed) if leading[0] == "中国" and _of_a_firm(text) else leading[0]
    text = re.sub(r"(?:居|占|列|位列|位居|达到|在|第.次)全国", "", text)
    # a document that keeps to 全国, 我国 or 国内 is about the country
    few = len(counts.keys() - {"中国"}) <= 3 or all(map(_is_local, counts.keys() - {"中国"}))
    national = lexicon.signs("country").search(text) or _OFFICE.search(text)
    if not few or not national or _is_of_a_part(text):
        return None
    return _firm_of(text, listed) if _of_a_firm(text) else "中国"


_SEVERAL: Final = 4  # terms of a company's results, from which on a text is of one


def _of_a_firm(text: str) -> bool:
    """Whether a text is on one company's results: it speaks in their terms and of 公司, not of a market or trade."""
    itself = _ITSELF.search(text)
    if itself is None or lexicon.signs("market").search(text):
        return False
    return len(set(lexicon.signs("results").findall(text))) >= _SEVERAL


def _firm_of(text: str, listed: Counter[str]) -> str | None:
    """The one company that such a text names, None where it names none or several alike."""
    most = listed.most_common(2)
    alone = most and (len(most) == 1 or most[0][1] > most[1][1])
    return most[0][0] if alone else None


_OFFICE: Final = re.compile(r"国家[\u4e00-\u9fff]{2,8}(?:总局|局|委员会|委|署)")


def _is_of_a_part(text: str) -> bool:
    """Whether a document says 全市 or 我县 as often as 全国: of a place that nothing names, not of the country."""
    here = len(_HERE.findall(text))
    return bool(here) and here >= len(_EVERYWHERE.findall(text))


_HERE: Final = re.compile(r"全[市县州省旗](?!场)|[我本][市县州省](?!场)")
_EVERYWHERE: Final = re.compile("全国|我国|中国")


_PEERS: Final = 3  # cities beside one, from which on it is one of a list


def _one_of_many(name: str, counts: Counter[str], headline: str) -> bool:
    """Whether a city is only one of those that a text of many cities lists (70个大中城市): named hardly more often."""
    if name in headline or name.removesuffix("市").removesuffix("省") in headline or not _is_local(name):
        return False
    peers = [n for other, n in counts.items() if other != name and _is_local(other)]
    return len(peers) >= _PEERS and counts[name] <= 2 * max(peers)


def _is_local(name: str) -> bool:
    return places.place_level(name) in ("city", "province") and places.country_of(name) in ("", "中国")


_SUBJECT_BEFORE: Final = re.compile(
    rf"(?:^|[，。；：\n（“ ]|年|季度?|月|日|期|半年|今年|去年)(?P<name>[{HAN}A-Za-z]{{2,6}})$"
)
# between a company and what it earned: its code, the time, a verb
_BETWEEN: Final = re.compile(
    r"(?:（[^（）\n]{2,20}）)?(?:(?:20\d\d|1\d\d)年)?(?:第?[一二三四1-4]季度?|前[三3]季度?|上半年|下半年|全年|去年|今年|\d{1,2}月份?)"
    r"?(?:公布|发布|实现|累计|合并|单季|总|的)*$"
)


def names_in_use(text: str) -> frozenset[str]:
    """Short names (of companies, mostly) that the document keeps putting before its indicators.

    A run of two to six characters that stands at least three times in the text, and at least once
    between a clause's beginning and a known indicator, is taken for a name.
    """
    candidates: Counter[str] = Counter()
    text = WORK.sub("", text)
    said = _called(text)
    if not _CORPORATE.search(text):
        return said
    candidates.update(word for word in words.proper_names(text[:40_000]) if 2 <= len(word) <= 8)
    for start in vocabulary.names(text):
        between = _BETWEEN.search(text, max(0, start - 20), start)
        start = between.start() if between else start
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
    kept |= said
    return frozenset(name for name in kept if not any(other != name and name.startswith(other) for other in kept))


_PAPERS: Final = (
    r"(?:预告|快报|业绩|净利|财报|年报|季报|营收|公告|获|拟|预计|去年|上半年|前三季度|第[一二三四]季度|20\d\d年)"
)
_RESULTS: Final = re.compile(
    r"[^\n]{0,12}(?:预告|快报|业绩|净利|财报|年报|季报|营收|公告)"
)  # a person is quoted so: 某人：今年…
_CODE_ENDS: Final = r"(?:[）;；]|[,，](?![0-9]))"  # 甲（823,029人次） is a count and no code
# where a company is named as such: 证券简称：甲乙, 甲乙（600000）, 甲乙：2025年净利…, 甲乙预计去年净利润
_CALLED: Final = re.compile(
    rf"(?:证券|股票)简称[:：] ?(?P<short>[{HAN}A-Za-z]{{2,6}})"
    rf"|(?:^|[，。；、\n“ ])(?P<coded>[{HAN}A-Za-z]{{2,8}})（[0-9]{{3,6}}(?:\.[A-Z]{{2}})?{_CODE_ENDS}"
    rf"|(?:^|\n)(?P<titled>[{HAN}A-Za-z]{{2,6}})[:：](?=[^\n]{{0,12}}{_PAPERS})"
    rf"|(?:^|[\n。])(?P<acting>[{HAN}A-Za-z]{{2,6}}?)(?:预计|发布|公布|披露|公告)"
    r"(?=[^\n，。]{0,12}(?:净利|业绩|营收|财报|年报|季报|预告|快报))",
)


# 甲乙银行2024年业绩, 甲乙股份：去年净利…: a firm that opens a line or sentence and has a year or acts
_FIRM_OPENS: Final = re.compile(
    rf"(?:^|[\n。， ])(?P<firm>[{HAN}]{{2,4}}(?:银行|股份|集团|控股|科技|汽车|药业|乳业|证券|电子|食品|重工))"
    r"(?=[：:（]|20\d\d年|\d{1,2}月|今年|去年|上半年|第?[一二三四1-4]季|前三季度|首季|公布|发布|披露|实现|总?资产|营收|净利)"
)


# 化妆品连锁店甲乙国际（00000）: what kind of firm it is stands right before its name
_KIND_AND_NAME: Final = re.compile(
    rf"(?:^|[，。；、\n“ ])(?P<both>[{HAN}]{{5,16}})（[0-9]{{4,6}}(?:\.[A-Z]{{2}})?{_CODE_ENDS}"
)


def _behind_its_kind(text: str) -> set[str]:
    """The name that ends what stands before a code, where the headline opens with its first two characters."""
    said = _KIND_AND_NAME.search(text, 0, _HEAD)
    if said is None:
        return set()
    at = said["both"].rfind(text.lstrip()[:2])
    return {said["both"][at:]} if at > 1 and len(said["both"]) - at >= 2 else set()


def _is_firm(name: str, text: str) -> bool:
    """Whether a proper name stands before what kind of firm it is, and the text comes back to it."""
    parts = words.tag(name)
    stem, kind = parts[0]
    proper = len(parts) == 2 and len(stem) == len(name) - 2 and kind in ("nr", "nz", "ns", "nrt")
    return proper and text.count(name) >= 2 and places.place_level(stem) == "" and not opens_a_term(stem)


def _called(text: str) -> frozenset[str]:
    """Names that the opening of a text gives a company, in so many words."""
    found = {
        m[m.lastgroup]
        for m in _CALLED.finditer(text[:_HEAD])
        if m.lastgroup and (m.lastgroup != "titled" or _RESULTS.match(text, m.end()) or text.count(m["titled"]) > 1)
    }
    found |= _behind_its_kind(text)
    found |= {m["firm"] for m in _FIRM_OPENS.finditer(text[:_HEAD]) if _is_firm(m["firm"], text)}
    return frozenset(
        name
        for name in found
        if name not in places.names()
        and not _begins_a_term(name)
        and words.tag(name)[0] not in ((name, "n"), (name, "v"), (name, "vn"), (name, "a"))
        and not _is_phrase(name)
        and not is_speaker(name)
        and not re.search(r"[的了和与年月日第其该本各每]|公司$|记者|今日|昨日|近日", name)
    )


def _is_phrase(name: str) -> bool:
    """历史对比, 数据回顾: common words of which one is a verb are a heading, no firm."""
    kinds = [kind for _, kind in words.tag(name)]
    return len(kinds) > 1 and kinds[-1] in ("v", "vn") and all(kind in ("n", "v", "vn", "a", "t") for kind in kinds)


_CORPORATE: Final = re.compile(
    r"(?:公司|集团|营收|营业收入|净利|财报|业绩|股份|旗下|公告)(?s:.*)(?:公司|集团|营收|营业收入|净利|财报|业绩|股份|旗下|公告)"
)
_OPENINGS: Final = (*tuple("，。；：\n年月期"), "季度")


def _is_proper(text: str, name: str) -> bool:
    """Whether the document has the name act (宣布, 实现) or open clauses again and again."""
    if re.search(r"[的了年月季上下第其该本各每]", name):
        return False
    acts = openings = 0
    at = text.find(name)
    while at >= 0:
        after = at + len(name)
        acts += text.startswith(lexicon.sign_words("acts"), after)
        openings += (at == 0 or text[max(0, at - 2) : at].endswith(_OPENINGS)) and not text.startswith("、", after)
        at = text.find(name, after)
    return acts >= 2 or (text.count("公司") >= 3 and openings >= 2)


@cache
def _known_terms() -> list[str]:
    """In order, so that those that begin alike stand together."""
    terms = [w for row in trade.indicators() for w in (row[0], *row[1].split("|"))]
    terms += [row[0] for name in ("rewrites", "heads", "connectors", "basis_words") for row in lexicon.rows(name)]
    return sorted(terms)


_SHORTENED: Final = range(2, 7)  # characters of a term that may stand for it


def _begins_a_term(name: str) -> bool:
    terms = _known_terms()
    at = bisect_left(terms, name)
    return len(name) in _SHORTENED and at < len(terms) and terms[at].startswith(name)


def opens_a_term(name: str) -> bool:
    """Whether a known term begins so, or as the end of it does: 普惠, 外贸 and the like are no one's name."""
    return any(_begins_a_term(name[i:]) for i in range(len(name)))
