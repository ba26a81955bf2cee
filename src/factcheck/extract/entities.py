"""Whose figure it is: places, bodies, companies and works that a passage names.

A place right after 对, 与, 较, 高于 or 占 is an object of the sentence, not the owner of its figures;
全市, 我省 and the like mean the place that the document is about.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import Final, Literal

from factcheck import lexicon, words
from factcheck.extract import happenings, places
from factcheck.extract.places import HAN
from factcheck.extract.terms import DOCUMENT, Terms

EntityKind = Literal["place", "scope", "organisation", "work"]


class EntityMention:
    """A named owner in folded text; `object` where grammar makes it the other side (对欧盟, 高于全国)."""

    __slots__ = ("end", "kind", "level", "name", "object", "segment", "start")

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        kind: EntityKind,
        level: str = "",
        object: bool = False,
        segment: bool = False,
    ) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.kind = kind
        self.level = level
        self.object = object
        self.segment = segment  # narrows what is counted and is no owner: 欧洲市场收入, 内地旅客

    def called(self, name: str) -> EntityMention:
        """The same under another name."""
        return EntityMention(self.start, self.end, name, self.kind, self.level, self.object, self.segment)

    def as_part(self) -> EntityMention:
        """The same as what narrows a figure: no owner."""
        return EntityMention(self.start, self.end, self.name, self.kind, self.level, object=True, segment=True)


_OBJECT_BEFORE: Final = re.compile(
    r"(?:对|与|向|跟|同|赴|往|至|销往|出口到|来自|高于|低于|快于|慢于|好于|优于|大于|小于|超过|超|较|比|占|居|列|达到|占到|排名|排在|领先|领跑)(?:共建|其他|整个|同期)?$"
)
_OBJECT_AFTER: Final = re.compile(
    r"^(?:同期|水平|为主(?!席|办|题|导|要|场|力)|居多|平均(?![每气降雨价工住受收单票寿预])|的比重|比重|总[量额]的|城市第|第[一二三四五六七八九十\d](?!产业|季|批|届|次|代|轮)|首位|榜首)"
)
# what the two end and begin with, asked first
_OBJECT_ENDS: Final = frozenset("对与向跟同赴往至到自于过超较比占居列名在先跑建他个期")
_OBJECT_STARTS: Final = frozenset("同水平的比总城第首榜为居")
# kinds of bodies, no names of any
INSTITUTIONS: Final = frozenset(
    {"幼儿园", "小学", "中学", "初中", "高中", "大学", "医院", "学校", "银行", "卫生院", "福利院", "养老院"}
)
WORK: Final = re.compile(r"《([^《》\n]{1,40})》")
_NOT_A_NAME: Final = "、，。；：！？“”《》（）\n "


@cache
def _organisation_terms() -> Terms:
    """A name that ends in what kind of body it is (…集团, …大学); the head is looked for to its left."""
    suffixes = [row[0] for row in lexicon.rows("organisations") if len(row[0]) >= 2 and row[1] in ("company", "venue")]
    return Terms(suffixes)


# words that cannot be inside a body's name, so that the name starts after them
_LEFT_EDGE: Final = re.compile(
    f"(?:[{_NOT_A_NAME}的了是在有为和与及或等由对从向把被让使称说据获经自每该各这那某家个名座所年月日]|中(?![国华央信铁建石移])|上(?![海汽饶])|下(?![关沙])|位于|来自|成为|作为|归属于|拥有|推动|支持|建设|建成|打造|入驻|包括|其中)"
)


Sign = Literal["work", "place", "unlisted", "tier", "company", "body"]
_ALL_SIGNS: Final[frozenset[Sign]] = frozenset({"work", "place", "unlisted", "tier", "company", "body"})


class _Signs:
    """Where a document has anything that an owner's name is read from: many of its sentences have nothing."""

    def __init__(self) -> None:
        # a document, where each of its signs begins, the furthest end up to it, its kind; replaced as a whole: threads
        # may share it
        self._last: tuple[str, list[int], list[int], list[Sign]] = "", [], [], []

    def within(self, text: str, start: int, end: int) -> Collection[Sign]:
        """What owners text[start:end] may name."""
        if len(text) < DOCUMENT:
            return _ALL_SIGNS
        of, starts, ends, kinds = self._last
        if of is not text:
            starts, ends, kinds = self._read(text)
            self._last = text, starts, ends, kinds
        first = bisect_left(starts, start)
        if first and ends[first - 1] > start:
            return _ALL_SIGNS  # one stands across the edge: there may be a shorter one inside
        return kinds[first : bisect_left(starts, end, first)]

    @staticmethod
    def _read(text: str) -> tuple[list[int], list[int], list[Sign]]:
        found: list[tuple[int, int, Sign]] = [(*m.span(), "work") for m in _OPENED.finditer(text)]
        found += [(*m.span(), "unlisted") for m in places.UNLISTED.finditer(text)]
        found += [(*m.span(), "tier") for m in _TIERED.finditer(text)]
        listed: tuple[tuple[Terms, Sign], ...] = (
            (places.terms(), "place"),
            (_company_terms(), "company"),
            (_organisation_terms(), "body"),
        )
        for terms, kind in listed:
            found += [(s, e, kind) for _, s, e in terms.hits(text, 0, len(text))]
        found.sort()
        ends = itertools.accumulate((end for _, end, _ in found), max)
        return [start for start, _, _ in found], list(ends), [kind for _, _, kind in found]


_OPENED: Final = re.compile("《")
_TIERED: Final = re.compile("线(?:及以[上下])?城市")
_signs = _Signs()


# 东部、中部、西部地区: the first two as well
_PART: Final = "(?:东部|中部|西部|东北)"
_AND: Final = "(?:、|以及|和|及|与)"
_PARTS_OF_THE_NATION: Final = re.compile(
    f"{_PART}(?={_AND}(?:{_PART}{_AND})*{_PART}地区)|东(?=、中、西部)|(?<=东、)中(?=、西部)"
)


def find(text: str, start: int, end: int) -> list[EntityMention]:
    """The owners that text[start:end] names, left to right."""
    signs = _signs.within(text, start, end)
    if not signs:
        return []
    found: list[EntityMention] = []
    if "work" in signs:
        found += [
            EntityMention(m.start(), m.end(), happenings.canonical(m.group(1)) or f"《{m.group(1)}》", "work")
            for m in WORK.finditer(text, start, end)
            if _is_work(m.group(1))
        ]
    for place in places.find(text, start, end) if "place" in signs else ():
        following = text[place.end : place.end + 1]
        if following in _DATELINE_LEADS and _DATELINE.match(text, place.end):  # 记者某某/台北报导
            continue
        if place.name == "中国" and _FAIR.match(text, place.end):  # 中国国际进口博览会: a part of its name
            continue
        if place.scope:
            aside = _is_object(text, place.start, place.end)
            found.append(EntityMention(place.start, place.end, place.name, "scope", place.level, aside))
            continue
        sited = following in _SITED_LEADS and place.level not in ("country", "world")
        body = _SITED.match(text, place.end, end) if sited else None
        if body:  # 上海港, 深圳湾口岸: a port or an airport has figures of its own
            first = found.pop() if found and found[-1].end == place.start and found[-1].kind == "place" else None
            begin = first.start if first else place.own  # 宁波舟山港
            found.append(EntityMention(begin, body.end(), text[begin : body.end()], "organisation"))
            continue
        aside = _is_object(text, place.start, place.end) or (
            text[max(0, place.start - 1) : place.start] == "在"
            and (_is_foreign(place) or bool(_HELD.match(text, place.end)))
        )
        aside = aside or (_is_foreign(place) and bool(_PARTNER.match(text, place.end)))
        segment = (following in _SEGMENT_LEADS and _is_segment(text, place)) or _comes_from(text, place)
        found.append(EntityMention(place.start, place.end, place.name, "place", place.level, aside or segment, segment))
    if "place" in signs and text.find("地区", start, end) >= 0:
        for m in _PARTS_OF_THE_NATION.finditer(text, start, end):
            name = m.group() + ("地区" if len(m.group()) > 1 else "部地区")
            found.append(EntityMention(m.start(), m.end(), name, "place", "region"))
    if "unlisted" in signs:
        found += [EntityMention(p.start, p.end, p.name, "place", p.level) for p in places.counties(text, start, end)]
    if "company" in signs:
        found += _companies(text, start, end)
    if "body" in signs:
        found += _organisations(text, start, end)
    if "tier" in signs:
        found += _tiers(text, start, end)
    if "body" in signs:
        found = [_counted_at(text, e) if e.kind == "organisation" else e for e in found]
    if len(found) < 2:
        return found
    found = _without_overlaps(found)
    apart = all(later.start - earlier.end > _FAR for earlier, later in itertools.pairwise(found))
    if apart and not any(e.segment for e in found):
        return found
    return _grouped(text, _chained(text, _joined(text, found)))


# 甲口岸占48.6%, 甲小学84人: where so many passed or are found, a part of the whole that the text is about
_SITE: Final = re.compile(r"(?:口岸|机场|大桥|车站|小学|中学|医院|步道|酒店|营地)$")
_SO_MANY: Final = re.compile(r"(?:占|有|仍有|还有)?(?:约|近|逾)?\d[\d.,]*(?:%|万?人(?!次|民|均|才))")


def _counted_at(text: str, mention: EntityMention) -> EntityMention:
    counted = _SITE.search(mention.name) is not None and _SO_MANY.match(text, mention.end)
    if counted:
        mention.object = mention.segment = True
    return mention


_FAR: Final = 7  # characters: no longer is what links two names of a list (特别行政区以及)


def _tiers(text: str, start: int, end: int) -> list[EntityMention]:
    """一线城市: a class of cities that opens a clause has figures of its own."""
    found = [
        EntityMention(m.start(), m.end(), m.group().replace("、", ""), "place", "group")
        for m in _TIER.finditer(text, start, end)
    ]
    return [m for m in found if opens_clause(text, m)]


# 三四线城市, 三线及以下城市 as well
_TIER: Final = re.compile(r"(?:新?一|[二三四五])(?:、?[二三四五]){0,2}线(?:及以[上下])?城市(?![的中里内第首之、和及])")
# what the patterns of what stands behind a place begin with, asked first
_DATELINE_LEADS: Final = frozenset("0123456789即综报电专 ")
_SITED_LEADS: Final = frozenset("国机港大地证湾海水核自高经综博")
_SEGMENT_LEADS: Final = frozenset("地订客访旅住团（区市业分籍选运球名跑留投展游买")


def _is_segment(text: str, place: places.Place) -> bool:
    """欧洲市场收入, 内地旅客, 甲国选手: a place that only narrows what is counted."""
    if _SEGMENT.match(text, place.end):
        return True
    if _OF_A_FIRM.match(text, place.end) and _follows_a_firm(text, place.start):
        return True
    foreign = place.level in ("country", "region") and place.name != "中国"
    return foreign and bool(_ABROAD.match(text, place.end) or _PERSONS.match(text, place.end))


_ORIGIN: Final = ("来自", "接自", "源自", "购自")


def _comes_from(text: str, place: places.Place) -> bool:
    """来自甲国的订单: where what is counted comes from is part of its name."""
    return (
        text[place.start - 1 : place.start] == "自"
        and text.endswith(_ORIGIN, 0, place.start)
        and text.startswith("的", place.end)
    )


_GUESTS: Final = lexicon.signs("guests").pattern
_SEGMENT: Final = re.compile(
    r"(?:地区)?订单(?=[0-9约近逾超达为（占])|(?:地区)?客(?=[0-9约近逾超达为占])|(?:地区)?(?:访[港澳台])?"
    r"(?:旅客|访客|住客|团客)(?=[0-9约近逾超达为有录占（]|分别|按年|同比|增|减|上升|下降|人次)"
    r"|(?:地区)?（[^（）\n]{1,14}）(?:(?:、|和|及|与|以及)[^，。；（）\n]{2,8}（[^（）\n]{1,14}）)*的?"
    + f"(?:{_GUESTS})"
)
# 内地住客为984万人次、香港221万人次: the place behind the figure narrows the same guests
_GUESTS_ON: Final = re.compile(
    rf"(?:地区)?(?:的?(?:{_GUESTS}))?[为有达录占]?[约近逾]?[\d.,]+[万亿]?人次(?:、|，|和|及|与|以及)"
)
_DATELINE: Final = re.compile(
    r"(?:(?:\d{1,2}月)?\d{1,2}日|即时|综合)?(?:报导|电讯|专电)| ?(?:19|20)\d\d[-/.]\d\d?[-/.]\d"
)
_FAIR: Final = re.compile(
    r"(?:—[\u4e00-\u9fff]{2})?(?:国际|进出口|西部|东部)[\u4e00-\u9fff]{0,10}?(?:博览会|交易会|洽谈会|博览局)|对外贸易中心"
)
# 某保险香港业务的新业务价值: a part of the company just named
_OF_A_FIRM: Final = re.compile(r"(?:地区|区)?(?:市场|业务|分部)")


_A_PART: Final = re.compile(
    r"(?:大陆|内地)?(?:地?区|市场)?(?:业务|分部)?(?:的|录得|实现)*"
    r"(?:收入|营收|营业收入|收益|销量|销售|营业额|占比)"
)


def as_parts(text: str, found: list[EntityMention]) -> list[EntityMention]:
    """In a text on one company 中国市场收入 is a part of its own, not the country's."""
    return [e.as_part() if e.kind == "place" and _A_PART.match(text, e.end) else e for e in found]


def _follows_a_firm(text: str, at: int) -> bool:
    """Whether a company that the lexicon knows is named right before."""
    return any(text[at - size : at] in company_names() for size in (4, 2, 3, 5, 6) if size <= at)


_PERSONS: Final = re.compile(r"(?:籍|地区)?(?:选手|运动员|球员|名将|跑者|留学生|投资者|客商|展商|游客|买家)")
# 东盟成为我国第一大贸易伙伴: said of our trade
_PARTNER: Final = re.compile(
    r"[^，。；\n]{0,4}(?:是|成为|为|保持|仍是)(?:我国|中国|我省|我市|全[国省市])?第?[^，。；\n]{0,6}"
    r"(?:伙伴|市场|来源|客源|目的地)"
)
_ABROAD: Final = re.compile(r"(?:地区)?(?:市场|业务|分部|客户)")
# a fair held in a city has figures of its own
_HELD: Final = re.compile(
    r"[^，。；\n]{0,6}?(?:举行|举办|召开|开幕|闭幕|落幕|开赛|揭晓|揭幕|启动|签署|签订|会见|会谈|发布|首发|亮相|成立|组建|揭牌|开跑|鸣枪|启程|上演|收官)"
)
_SITED: Final = re.compile(
    r"(?:国际)?(?:机场|港(?![澳元币股区府商资口人])|大学|地铁|证券交易所|湾口岸"
    r"|海关(?!总署|统计|数据|发布|消息|介绍)|水库|水电站|核电站?|自贸试验区|高新区|经开区|综合保税区|博物馆)"
)
_JOINED: Final = re.compile(r"^[—–-]{1,2}$")


def _joined(text: str, found: list[EntityMention]) -> list[EntityMention]:
    """深圳—香港—广州 is one name."""
    out: list[EntityMention] = []
    for mention in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.kind in ("place", "organisation")
            and mention.kind == "place"
            and 1 <= mention.start - before.end <= 2
            and _JOINED.match(text[before.end : mention.start])
        ):
            out[-1] = EntityMention(before.start, mention.end, text[before.start : mention.end], "organisation")
        else:
            out.append(mention)
    return out


_LISTED: Final = re.compile(r"(?:地区|国家|特别行政区)?(?:、|和|及|以及|与)")
# 甲、乙等地, 甲、乙两市: a figure said of them together belongs to none of them
_TOGETHER: Final = re.compile(
    r"(?:地区|国家)?(?:等(?!于|级|待)|[两二三四五六七八九十\d]{1,2}个?(?:省|市|区|县|地|国|州|旗|城))(?![^，。；\n]{0,24}分别)"
    r"|[^，。；：、\n]{0,12}?(?:均|合计|合共|都(?!市|匀|江))"
)


def _chained(text: str, found: list[EntityMention]) -> list[EntityMention]:
    """对甲、乙和丙, 甲、乙等地: what is enumerated with an object, or for all of them together, is an object too."""
    out: list[EntityMention] = []
    for mention in found:
        before = out[-1] if out else None
        if mention.segment:
            _narrow_too(text, out, mention)
        if before is not None and before.segment and mention.kind == "place" and not mention.object:
            mention.segment = mention.object = bool(_GUESTS_ON.fullmatch(text, before.end, mention.start))
        linked = before is not None and before.object and bool(_LISTED.fullmatch(text[before.end : mention.start]))
        listed = linked and before is not None and (before.segment or text.endswith(_ORIGIN, 0, before.start))
        if listed and before is not None and text.startswith("的", mention.end):  # 来自甲国及乙国的订单
            before.segment = mention.segment = True
        mention.object = mention.object or linked
        out.append(mention)
    return out


def _narrow_too(text: str, before: list[EntityMention], last: EntityMention) -> None:
    """甲国、乙国及丙国订单: all that are listed with a place which narrows what is counted do so as well."""
    for mention in reversed(before):
        if mention.segment or not _is_listed(text, mention, last):
            return
        mention.object = mention.segment = True
        last = mention


def _grouped(text: str, found: list[EntityMention]) -> list[EntityMention]:
    """甲、乙等地, 甲和乙…均: what is said of several places together is of them all, not of the last."""
    out: list[EntityMention] = []
    for mention in found:
        if _is_last_listed(text, out, mention) and _are_meant_together(text, mention):
            listed = [mention]
            while out and _is_listed(text, out[-1], listed[0]):
                listed.insert(0, out.pop())
            if len(listed) > 1:
                name = "、".join(m.name for m in listed)
                mention = EntityMention(listed[0].start, mention.end, name, mention.kind, "group")
        out.append(mention)
    return out


def _are_meant_together(text: str, last: EntityMention) -> bool:
    """Whether what follows the last of a list is said of all of it; two firms with one figure have it together."""
    if _TOGETHER.match(text, last.end):
        return True
    return last.kind == "organisation" and _ONE_FIGURE.match(text, last.end) is not None


# the figures of firms one by one are shared out, or stand in a list
_ONE_FIGURE: Final = re.compile(
    r"(?![^。；\n]{0,30}(?:分别|依次|各))[^，。；：、\n\d]{0,16}(?:20\d\d年)?[^，。；：、\n\d]{0,10}"
    r"[\d,.]+[^，。；、\n]{0,8}[，。；\n ]"
)


def _is_last_listed(text: str, out: list[EntityMention], mention: EntityMention) -> bool:
    alike = mention.kind in ("place", "organisation") and not mention.object
    return alike and bool(out) and _is_listed(text, out[-1], mention)


def _is_foreign(place: places.Place) -> bool:
    return place.level == "country" or places.country_of(place.name) not in ("", "中国")


def _is_listed(text: str, before: EntityMention, mention: EntityMention) -> bool:
    alike = before.kind == mention.kind and before.level != "group" and not before.object
    return alike and bool(_LISTED.fullmatch(text, before.end, mention.start))


@cache
def _speakers() -> frozenset[str]:
    """Bodies that state figures of others: ministries, bureaux, the press."""
    return frozenset(row[0] for row in lexicon.rows("bodies") if row[2] in ("body", "speaker"))


def is_speaker(name: str) -> bool:
    """Whether a name is that of a body which publishes figures rather than owns them."""
    return name in _speakers() or name.endswith(("报", "网", "社", "新闻", "电视台", "统计局", "政府", "当局", "部门"))


_NAME: Final = re.compile(f"[{HAN}A-Za-z0-9·（）-]+")
_FORMAL: Final = re.compile(
    r"(?:公司|集团|银行|股份|证券|大学|学院|医院|机场|研究院|科学城|科教城|产业园|产业园区|高新区|开发区|自贸区|自贸港|自由贸易港|交易所|联盟|保税区|基地|物流港|园区|基金|研究所|实验室|学校|口岸|水库|电站|集团公司)$"
)


_ALL_OF_A_KIND: Final = re.compile(
    r"全[省市区县州镇乡]|全国(?:公立|民营|上市|高等)?(?:口岸|银行|医院|学校|大学|高校|机场|公司|港口|水库|电站|企业)$"
)
_PRESS: Final = re.compile(r"(?:时报|日报|晚报|商报|证券报|财联社|新闻网?)e?公司")


# 普通小学, 民营医院: every one of a kind
_KIND_OF_SCHOOL: Final = re.compile(
    r"普通|义务教育|各级|公办|民办|普惠|中等|高等|职业|特殊教育|成人|(?:公立|民营|私立|专科|综合|中医|[一二三]级)(?:类)?医院$"
)


_SUM: Final = re.compile(r"(?<=[资金价值总数易交款税])额(?![尔济敏仁])")


@lru_cache(maxsize=10_000)
def _is_body(name: str) -> bool:
    """A formal ending makes a name by itself; 科技, 汽车 and the like only behind a proper name."""
    if name in _speakers() or name.endswith(("报", "网", "社", "新闻", "电视台")) or _PRESS.search(name):
        return False
    if _ALL_OF_A_KIND.match(name):  # 全国口岸, 全市医院: every one, not one of them
        return False
    if _KIND_OF_SCHOOL.match(name):
        return False
    parts = words.tag(name)
    if any(kind in ("d", "p", "c", "v") for _, kind in parts[:1]) or any(word in "将已要需可能" for word, _ in parts):
        return False
    if _FORMAL.search(name):
        if _SUM.search(name):  # 集资额重回全球交易所: what is counted begins it
            return False
        return len(parts) >= 2 and not any(kind in ("d", "p", "c", "uj", "ul", "r") for _, kind in parts)
    acts = any(kind in ("v", "vn") for _, kind in parts)
    return parts[0][1] in ("nr", "nz", "nt", "nrt") and len(parts) <= 3 and not acts


_LAW: Final = re.compile(
    r"(?:法|条例|办法|规划|纲要|意见|方案|通知|公报|报告|决定|规定|计划|新闻|日报|晚报|早报|时报|指数|白皮书|蓝皮书|条约|协定|盘点|榜单?|晴雨表|名录|通告|公告|实录|教程|公约|大纲|指引|宣言|声明|联播|标准|目录|名单|指南|准则|章程|年鉴|公约)(?:（[^）]*）)?$"
)


def _is_work(title: str) -> bool:
    """A film or a book has takings; a law, a plan or a paper has none."""
    return not _LAW.search(title)


def _is_object(text: str, start: int, end: int) -> bool:
    if start:
        previous = text[start - 1]
        if previous in "从由自" and not _SEEN_FROM.match(text, end):
            return True
        if previous in _OBJECT_ENDS and _OBJECT_BEFORE.search(text, max(0, start - 6), start):
            return True
    return text[end : end + 1] in _OBJECT_STARTS and bool(_OBJECT_AFTER.match(text[end : end + 6]))


_SEEN_FROM: Final = re.compile(r"[^，。；\n]{0,8}(?:看|来说|而言)")


_NOT_ITS_OWN: Final = re.compile(
    r"(?:\d+年?|期内|年内|本期|报告期内?|第?[一二三四1-4]季度?|[上下]半年|前三季度|年度|本季度|当季|如今|目前|近日|今年|去年|昨日|此前|同期|当期|旗下|下属|所属|全资|控股|参股|上市|孙公司|子公司|母公司)+"
)


@cache
def company_names() -> dict[str, str]:
    """Name in use -> the name that a company's figures are filed under."""
    return {row[0]: row[1] for row in lexicon.rows("bodies") if row[2] in ("company", "homonym")}


@cache
def _listed() -> frozenset[str]:
    return frozenset(company_names().values())


def is_listed(name: str) -> bool:
    """Whether the lexicon files a company's figures under this name."""
    return name in _listed()


@cache
def _homonyms() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.rows("bodies") if row[2] == "homonym")


# 小米, 苹果: a company where it sells, earns or says something
_AS_COMPANY: Final = re.compile(
    r"集团|公司|中期|业绩|[多少净]赚|[转由][亏盈蚀]|（[0-9]|汽车|科技|手机|电视|股价|财报|年报|半年报|[一二三]季报|第[一二三四]季|[首次末]季|前三季|20\d\d年|上半年|去年|今年|全年|累计|合计"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|共|单月)?(?:交付|销量|销售|出货|卖出|营收)"
    r"|(?:实现|总|的|经调整)?(?:营收|收入|净利|毛利|销量|出货|交付|市值|研发|市占率|市场占有率|市场份额)|发布|公布|宣布|披露|方面|表示|称|总裁|董事长|CEO|创始人|首席"
)


@cache
def _company_terms() -> Terms:
    return Terms(company_names())


# 中国银行业, 中国电影市场: no company; 某证券预计: one that speaks of others
_NO_COMPANY: Final = re.compile(
    r"业|间|大学|协会|学会|学院|市场|产业|票房|互联网|工人|研究|首席|分析师|杯|路(?!桥)|大厦|店(?!员)"
)
_HOUSE: Final = re.compile(r"(?:证券|中金公司|中信建投|国泰君安|东方财富)$")
_SPEAKS: Final = re.compile(r"[^，。；\n]{0,6}?(?:预计|预测|认为|研报|表示|指出|称|分析)")


def _companies(text: str, start: int, end: int) -> Iterator[EntityMention]:
    """Companies that the lexicon knows by name, where the word goes no further."""
    for head, finish, word in _company_terms().within(text, start, end):
        acts = word not in _homonyms() or _AS_COMPANY.match(text, finish, end)
        if not acts and not _moves_among(text, start, head, finish):
            continue
        if _NO_COMPANY.match(text, finish, end) or (_HOUSE.search(word) and _SPEAKS.match(text, finish, end)):
            continue
        finish = _legal_end(text, finish)
        yield EntityMention(head, finish, company_names()[word], "organisation", "", _is_object(text, head, finish))


def _moves_among(text: str, start: int, head: int, finish: int) -> bool:
    """…，OPPO市占率15.5%；小米升3.4%: a maker among others, where the sentence speaks of what they ship."""
    moves = _MOVES.match(text, finish) is not None and text[head - 1 : head] in ("；", "，", "、")
    return moves and _SHIPPED.search(text, start, head) is not None


_MOVES: Final = re.compile(r"(?:同比|按年|环比|则|亦|也)*(?:增长|上升|下降|下跌|增|升|降|跌)(?:约|近|逾)?\d")
_SHIPPED: Final = re.compile("市占率|出货|市场份额|市场占有率")
_LEGAL: Final = re.compile(
    r"(?:控股|股份|集团)?(?:有限|有限责任)?(?:公司)?"
    r"(?:（(?:[0-9]{4,6}(?![0-9万亿辆台元人家吨股])|[A-Z]{2,5})[^（）\n]{0,12}）)?"
)


def _legal_end(text: str, at: int) -> int:
    found = _LEGAL.match(text, at)
    return found.end() if found else at


def _organisations(text: str, start: int, end: int) -> list[EntityMention]:
    found = []
    for head, finish, suffix in _organisation_terms().within(text, start, end):
        if head < start + 2 or text.startswith(("组织", "委员会", "会议", "论坛"), finish):
            continue
        if suffix.endswith("能源") and text.startswith(("车", "汽车", "乘用车", "客车"), finish):
            continue  # 新能源|车 is what a company makes
        left = max(start, head - 16)
        edge = None
        for edge in _LEFT_EDGE.finditer(text, left, head):  # noqa: B007 - the last one is wanted
            pass
        begin = edge.end() if edge else left
        ahead = _NOT_ITS_OWN.match(text, begin, finish)
        name = text[ahead.end() if ahead else begin : finish]
        if len(name) - len(suffix) < 2:
            continue
        begin = finish - len(name)
        if 2 <= head - begin <= 14 and _NAME.fullmatch(name) and _is_body(name):
            found.append(EntityMention(begin, finish, _by_its_short_name(name), "organisation"))
    return found


_LEGAL_ENDING: Final = re.compile(r".?(?:股份|控股|集团)?(?:有限)?(?:责任)?公司$")


def _by_its_short_name(name: str) -> str:
    """某酒股份有限公司 whose figures the lexicon files under a name one character shorter: that one."""
    if not name.endswith("公司"):
        return name
    known = company_names()
    short = next((name[:size] for size in range(len(name) - 2, 2, -1) if name[:size] in known), "")
    return known[short] if short and _LEGAL_ENDING.fullmatch(name, len(short)) else name


def _without_overlaps(found: list[EntityMention]) -> list[EntityMention]:
    """The longest of overlapping mentions, in text order."""
    kept: list[EntityMention] = []
    for mention in sorted(found, key=lambda m: (m.start, -(m.end - m.start))):
        if kept and mention.start < kept[-1].end:
            continue
        kept.append(mention)
    return kept


def opens_clause(text: str, mention: EntityMention) -> bool:
    """Whether the mention stands where a subject stands: first in its clause, or after a time; 从全国看."""
    if text[mention.start - 1 : mention.start] == "从" and text.startswith(("看", "来看", "范围看"), mention.end):
        return True
    return bool(_CLAUSE_OPENING.search(text[max(0, mention.start - 4) : mention.start]))


_CLAUSE_OPENING: Final = re.compile(
    r"(?:^|[，。；：！？\n“（）】 ]|——|\d\.|年|月|日|季度?|期|期间|底|末|来|前|中|时|目前|此外|其中"
    r"|而|但|在|据|以|及|同时)$"
)
