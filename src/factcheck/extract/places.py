"""Places and scopes as the lexicon has them: where they stand, what level they are, which 全市 means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from factcheck import lexicon, words
from factcheck.extract.terms import Terms


class Place:
    """A place in folded text; `level` is that of the lexicon, town or county where only the ending says it.

    `scope` marks a word like 全市 or 我省, whose place the passage decides.
    """

    __slots__ = ("end", "level", "name", "own", "scope", "start")

    def __init__(self, start: int, own: int, end: int, name: str, level: str, scope: bool = False) -> None:
        self.start = start
        self.own = own  # where the finest name begins: the 无锡 of 江苏无锡
        self.end = end
        self.name = name
        self.level = level
        self.scope = scope


# 全市 is the named city; 全区 may be a district or an autonomous region
_LEVEL_OF_SCOPE: Final = {
    "city": ("city",),
    "province": ("province", "region"),
    "region": ("region", "province"),
    "county": ("county", "district", "city"),
    "district": ("district", "region"),
    "country": ("country",),
    "town": ("town",),
    "village": ("village",),
}
# whose counties, towns and villages may be named
_DIVIDED: Final = frozenset({"province", "city", "district", "county"})
_FINENESS: Final = {
    "world": 0,
    "region": 1,
    "country": 1,
    "province": 2,
    "city": 3,
    "district": 4,
    "county": 4,
    "town": 5,
}
HAN: Final = "\u3400-\u9fff"


@cache
def names() -> dict[str, tuple[str, str]]:
    """Name in use -> (canonical name, level)."""
    return {row[0]: (row[1], row[2]) for row in lexicon.rows("places")}


@cache
def scopes() -> dict[str, str]:
    """全市, 我省 -> the level of the place that they mean."""
    return {row[0]: row[1] for row in lexicon.rows("scope_words") if row[1] in _LEVEL_OF_SCOPE and row[0] != "国内"}


@cache
def _lookalikes() -> frozenset[str]:
    return frozenset(lexicon.words("place_lookalikes"))


class _Entry(NamedTuple):
    """What a word of the automaton names; of a lookalike there is None."""

    name: str
    level: str
    scope: bool
    state: bool  # two characters that end in 州: a foreign name may end so
    road: bool  # a street may be called after it


@cache
def terms() -> Terms:
    """Every name, scope word and lookalike."""
    return Terms(dict.fromkeys((*names(), *scopes(), *_lookalikes())))


@cache
def _entries() -> tuple[_Entry | None, ...]:
    """For each word of `_terms`, in its order, what it names."""
    return tuple(map(_entry, terms().words))


def _entry(word: str) -> _Entry | None:
    if word in _lookalikes():
        return None
    if word not in names():
        return _Entry(word, scopes()[word], True, False, False)
    return _Entry(*names()[word], False, word.endswith("州") and len(word) == 2, word[-1] not in "省市区县州")


# 别尔哥罗德州, 马里兰州: the last syllable of a foreign name and its 州 are no Chinese city
_SYLLABLES: Final = (
    "阿埃安奥巴保贝本比宾波伯博布达德得的丁杜俄厄恩尔法菲费弗佛夫福冈戈哥格根古哈海赫华惠基吉加佳迦杰卡凯坎康科克肯库拉莱赖兰朗劳勒雷里利立列林琳卢鲁路伦罗洛马玛迈麦曼梅门蒙米密明摩莫穆"
    "纳娜南内尼涅宁纽努诺欧帕潘佩彭皮平普奇契乔切萨塞赛桑沙瑟森山舍圣什史舒斯苏索塔泰坦特提廷图托瓦万威维温沃乌西希锡夏香肖谢辛休许雅亚延耶伊因印英尤约泽扎詹兹佐士"
)
_FOREIGN_STATE: Final = re.compile(f"[{_SYLLABLES}]{{2}}$")
_SUBNAME: Final = re.compile(
    f"(?:[东西南北中]{{1,2}}部(?:的)?)?(?P<name>[{HAN}]{{1,6}}?(?P<kind>自治县|自治旗|县|市|街道|社区|镇|乡|村))(?![域级长委庄志落校办干企镇乡亲民场区直值属])"
)
_COUNTY: Final = re.compile(
    f"(?:^|(?<=[，。；：、\\n（“的在])|(?<=造成|导致|致使|登陆|袭击))(?:[东西南北中]{{1,2}}部)?"
    f"(?P<name>[{HAN}]{{1,3}}(?P<kind>县))(?![域级长委志校办干企城乡区直属])"
)
# a town or a city that no table lists, where what happened in it when follows at once
_DATED: Final = re.compile(r"[市镇乡村](?=(?:19|20)\d\d年|\d{1,2}月|[今去全]年|[上下]半年)")
_TOWN: Final = re.compile(f"(?:^|[，。；：、\\n（“])(?P<name>[{HAN}]{{1,4}}(?P<kind>[市镇乡村]))$")
_NO_SUBNAME: Final = re.compile(
    r"[的我在和与召举是及或各全该本等有对为向从将被一二三四五六七八九十百千万两几多个座名强困美重级属辖]"
    r"|(?:农|山|乡|古|城|小|名|大|新|村|范|型|牧|渔|侨|边|水|帮|驻|进|下|入|到|县|振兴|扶|家|故|老|他|异|之|城中)(?:村|镇|乡|社区|街道)$"
    r"|(?:大|小|边|牧|渔|城|名|范|型|贫|境|点|他|关|灾|邻|在|业|老|农|整|据|受|致)县$|(?:城|股|楼|超|夜|集|门|债|车|都|省|花|早|菜|农|牛|熊|上|入|开|休|后|大|沪|州|在|为)市$"
)


def find(text: str, start: int, end: int) -> list[Place]:
    """The places and scopes that text[start:end] names, left to right, 江苏无锡 as one: the finer of the two."""
    out: list[Place] = []
    for which, begin, finish in terms().hits(text, start, end):
        entry = _entries()[which]
        if entry is None or (entry.state and _is_foreign_state(text, begin)):
            continue
        if entry.road and _STREET.match(text, finish, finish + 5):
            continue
        found = Place(begin, begin, finish, entry.name, entry.level, entry.scope)
        if not entry.scope and entry.level in _DIVIDED:
            found = _with_subname(text, found, end)
        if out and out[-1].end == begin and _is_part(out[-1], found):
            found.start = out.pop().start
        out.append(found)
    return out


# 南京西路, 北京大道: a street called after a place
_STREET: Final = re.compile("[东西南北中]{0,2}(?:大街|街(?![道坊头])|大道|路(?![网桥线况径演边面])|巷(?!道))")


def _is_foreign_state(text: str, at: int) -> bool:
    return bool(_FOREIGN_STATE.search(text, max(0, at - 2), at)) and text[at] in _SYLLABLES


def _with_subname(text: str, place: Place, end: int) -> Place:
    """辽宁绥中县, 广东湛江市徐闻县: a county, town or village right behind a province or city."""
    match = _SUBNAME.match(text, place.end, end)
    if match is None:
        return _with_bare_city(text, place, end) or _with_bare_county(text, place, end)
    following = terms().within(text, place.end, min(end, place.end + 20))[:1]
    if following and following[0][0] == place.end and following[0][2] in names():
        return place
    if _NO_SUBNAME.search(match.group("name")):
        return place
    if match.group("kind") == "市" and (place.level != "province" or len(match.group("name")) > 4):
        return place
    return Place(
        place.start, match.start("name"), match.end(), match.group("name"), _KINDS.get(match.group("kind"), "town")
    )


_NO_CITY: Final = re.compile("山|风景|景区|[省市区县]")


def _with_bare_city(text: str, place: Place, end: int) -> Place | None:
    """山西大同, 安徽黄山: a city of that province, though its bare name is also another word."""
    if place.level != "province":
        return None
    for stop in range(place.end + 2, min(end, place.end + 4) + 1):
        full = text[place.end : stop] + "市"
        if full in names() and _parents().get(names()[full][0]) == place.name and not _NO_CITY.match(text, stop):
            return Place(place.start, place.end, stop, *names()[full])
    return None


_AFTER_BARE: Final = re.compile(r"，|的|[近约超]?[0-9]")
# two or three characters, and what may follow them
_BEFORE_ITS_FIGURE: Final = re.compile(r"..(?:.)?[，的近约超0-9]", re.DOTALL)
_LANDSCAPE: Final = frozenset("江河湖海山岭岛池港湾北南东西中口线段盆洲域")


def _with_bare_county(text: str, place: Place, end: int) -> Place:
    """江西宁都, 在四川崇州，: a county by its bare name, where the dictionary or a pause makes it one."""
    if place.level not in ("province", "city") or not _BEFORE_ITS_FIGURE.match(text, place.end):
        return place
    if place.end >= end or country_of(place.name) != "中国":
        return place
    word, kind = words.tag(text[place.end : min(end, place.end + 4)])[0]
    if not 2 <= len(word) <= 3 or kind not in ("ns", "nr", "nrt") or word[-1] in _LANDSCAPE or word in names():
        return place
    stop = place.end + len(word)
    paused = text[place.start - 1 : place.start] == "在" and len(word) == 2 and text[stop : stop + 1] in ("，", "的")
    if not paused and (kind != "ns" or not _AFTER_BARE.match(text, stop)):
        return place
    full = next((word + ending for ending in "区县市" if word + ending in names()), "")
    name, level = names()[full] if full else (word, "county")
    return Place(place.start, place.end, stop, name, level)


_KINDS: Final = {"县": "county", "自治县": "county", "自治旗": "county", "市": "county"}


# … or a district in a list of figures
_COUNTED: Final = re.compile(
    r"[市区旗](?=[0-9]|地区生产总值|生产总值|GDP|常住人口|规模以上|固定资产|社会消费|一般公共|工业增加值)"
)
_DISTRICT: Final = re.compile(f"(?:^|[，。；：、\\n])(?P<name>[{HAN}]{{2,3}}[市区旗])$")
_NO_DISTRICT: Final = re.compile(
    r"[的在和与是全各本该新主中城园景地社小灾山库林牧港辖郊市校片街发示高技经保功东西南北内外务业产科学工]区$|(?:城|股|楼|都|省|全|各|本|该|我)市$"
)


# begins with one class, to which `re` steps at once
UNLISTED: Final = re.compile(f"[县市镇乡村区旗](?:(?<=县)|(?<={_DATED.pattern})|(?<={_COUNTED.pattern}))")


def counties(text: str, start: int, end: int) -> Iterator[Place]:
    """金塔县, 南屏镇2025年, 夷陵区730亿元: counties, towns and districts that open a phrase, which no table lists."""
    if text.find("县", start, end) >= 0:
        for match in _COUNTY.finditer(text, start, end):
            if not _NO_SUBNAME.search(match.group("name")):
                yield Place(match.start(), match.start("name"), match.end(), match.group("name"), "county")
    for dated in _DATED.finditer(text, start, end):
        town = _TOWN.search(text[max(0, dated.start() - 5) : dated.end()])
        if town is None or _NO_SUBNAME.search(town.group("name")):
            continue
        begin = dated.end() - len(town.group("name"))
        listed = terms().within(text, begin, dated.end())
        if not listed and all(kind[0] not in "vdpcrm" for _, kind in words.tag(town.group("name"))):  # 预计某市
            yield Place(begin, begin, dated.end(), town.group("name"), _KINDS.get(town.group("kind"), "town"))
    for counted in _COUNTED.finditer(text, start, end):
        district = _DISTRICT.search(text[max(0, counted.start() - 4) : counted.end()])
        name = district.group("name") if district else ""
        if name and name not in names() and name[1:] not in names() and not _NO_DISTRICT.search(name):
            yield Place(counted.end() - len(name), counted.end() - len(name), counted.end(), name, "district")


def _is_part(outer: Place, inner: Place) -> bool:
    """Whether a place right behind another is named as lying in it."""
    if outer.scope or inner.scope:
        return False
    return _FINENESS.get(inner.level, 9) > _FINENESS.get(outer.level, 9)


def resolve_scope(level: str, around: str | None, document: str | None) -> str | None:
    """The place that 全市 or 我省 means: the nearest of that level named, or what it lies in, else the document's."""
    wanted = _LEVEL_OF_SCOPE.get(level, (level,))
    for name in (around, document):
        while name:
            if place_level(name) in wanted or (level == "city" and _is_county_city(name) and _above(name) != document):
                return name
            name = _parents().get(name, "")
    return None if document and _is_wider(document, level) else document


def _is_county_city(name: str) -> bool:
    """昆山市, 义乌市: their 全市 is their own, unless the document is of the city above."""
    return name.endswith("市") and place_level(name) == "county"


def _above(name: str) -> str:
    return _parents().get(name, "")


_LOCAL: Final = frozenset({"city", "county", "district", "town", "village"})


def _is_wider(name: str, level: str) -> bool:
    """Whether a place is too large to be meant: 全市 is no country and no province, but for a city that is one."""
    if level not in _LOCAL | {"province"}:
        return False
    own = place_level(name)
    return own in ("country", "world") or (own == "province" and level in _LOCAL and name.endswith(("省", "自治区")))


_LEVEL_BY_ENDING: Final = {"县": "county", "镇": "town", "乡": "town", "村": "village"}


@cache
def _levels() -> dict[str, str]:
    return dict(names().values())


def listed() -> dict[str, str]:
    """Canonical names of the places that the table has, with their levels."""
    return _levels()


def place_level(name: str) -> str:
    """The level of a canonical place name (country, province, city, …), "" where it is none."""
    return _levels().get(name) or _LEVEL_BY_ENDING.get(name[-1:], "")


@cache
def _parents() -> dict[str, str]:
    return {row[1]: row[3] for row in lexicon.rows("places")}


@cache
def lies_in(name: str, other: str) -> bool:
    """Whether a place lies in another, or is it: 成都市 in 四川省; a county that no table lists in none."""
    while name:
        if name == other:
            return True
        name = _parents().get(name, "")
    return False


@cache
def country_of(name: str) -> str:
    """The country that a place lies in, a region of several countries as itself; "" for the world and the unknown."""
    parent = _parents().get(name, "")
    if parent in ("", "-"):
        return ""
    return name if parent == "世界" or place_level(name) == "country" else country_of(parent)
