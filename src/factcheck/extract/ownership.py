"""Whose figure it is: by the clause, the sentence's subject, the paragraph, or the document."""

from __future__ import annotations

import itertools
import re
from typing import Final

from factcheck import lexicon, words
from factcheck.extract import entities as owners
from factcheck.extract import exchange, indicators, places, seats, structures
from factcheck.extract.about import opens_a_term, short_name
from factcheck.extract.clauses import Frame
from factcheck.extract.entities import EntityMention
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Item, Reading, Story, Unread
from factcheck.extract.terms import Terms

# 公司, 本集团: the company whose paper it is
_ITSELF: Final = re.compile(r"(?:(?<=[，。；：\n])|^)(?:本?公司(?!债|法|章|名)|本?集团|本行|我们|报告期内|报告期末)")
_AMONG: Final = re.compile(r"其中[^。；\n]*$")
_ABROAD: Final = re.compile(r"(?:地区)?(?:市场|业务|分部)")
AT_HOME: Final = re.compile(r"我国|全国|中国|国内")
_HERES: Final = Terms(["这里", "园区", "科学城", "科教城", "该园", "城内"])  # that has one of these
_HERE: Final = re.compile(r"(?:^|[，。；：\n]|目前，)这里|(?:^|[，。；：\n])(?:园区|科学城|科教城|该园|城)内")
_WHEN: Final = re.compile(r"(?:(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?|去年底|年初|目前|近日|日前|今年|去年)，")
_THING_END: Final = re.compile(
    r"(?:项目|工程(?!(?:建设)?(?:累计)?完成投资|投资)|装置|(?<!政府性)基金|基地|平台|学院|大学|中心[一二三四]期|中心)(?![的、和等与用])"
)
_THING: Final = re.compile(
    rf"(?!据|根据|来自|截至|通过|按照|由|在|从)[\u4e00-\u9fffA-Za-zⅠⅡⅢⅣ]{{2,20}}?{_THING_END.pattern}"
)
_ANNOUNCES: Final = re.compile(
    r"(?:今[天日]|昨[天日晚]?|日前|近日|\d{1,2}月|（?\d{1,2}日?）?|晚间?)*"
    r"(?:宣布|公告|披露|公布|发[布表](?=[^，。；\n]{0,14}(?:业绩|财报|[年季中]报|公告|报告)))"
)
_REPORTS: Final = re.compile(r"统计|显示|监测|测算|数据|发布|消息|预测|介绍|表示")
_LEAD: Final = re.compile(r"^(?:[\s“（]|此外，|其中，|近期，|目前，|同时，|而)*")


def owner_of(
    story: Story, frame: Frame, found: list[EntityMention], start: int, mention: Mention, reading: Reading
) -> tuple[str | None, bool]:
    """Whose figure it is, and whether the sentence or paragraph says so."""
    special = _by_what_it_is(story, found, start, mention, reading)
    if special is not None:
        return special
    near = frame.owner
    if near is not None and not _may_own(story, near, reading, frame):
        near = None
    if near is None and story.about is not None and not story.mixed and _LOCAL.match(story.text, frame.start):
        return story.about, True
    if story.corporate and (near is None or _ABROAD.match(story.text, near.end)):
        own = [m.end() for m in _ITSELF.finditer(story.text, start, mention.start)]
        if own and not any(e.kind == "organisation" and e.start >= own[-1] for e in found if e.end <= mention.start):
            story.passage.owner = story.about
            return story.about, True
    if near is None:
        near = _in_the_sentence(story, frame, found, start, mention, reading)
    elif near.kind == "place":
        subject = _thing(story, start, mention)
        if subject is not None and subject.start == near.start:  # 深圳…基地: the place is part of a name
            near = subject
    if near is not None:
        name = _as_owner(story, near, start)
        return name, name is not None
    return _of_the_text(story, found, start, mention, reading)


def _by_what_it_is(
    story: Story, found: list[EntityMention], start: int, mention: Mention, reading: Reading
) -> tuple[str | None, bool] | None:
    """The owner that follows from what is counted: seats, buildings, ranks of teams, works; None for the others."""
    if reading.rule == seats.RULE and not story.mixed:  # the party is in the name, the parliament the country's
        return story.about, story.about is not None
    if reading.rule == exchange.RULE:
        home = exchange.HOMES.get(exchange.unit(reading.name))
        return home, home is not None
    if reading.measure == "level" and structures.is_built(reading.name):
        built = structures.structure(story.text, start, mention.start, reading.name)
        if built:
            return built, True
    if mention.form == "rank" and story.text.startswith("的", mention.end):  # 排名第七的某队
        ranked = next((e for e in found if e.start == mention.end + 1 and e.kind != "scope"), None)
        if ranked is not None:
            return ranked.name, True
    if _THE_WORK.search(story.text, start, mention.start) and not any(
        e.kind == "work" and e.start < mention.start for e in found
    ):
        return story.passage.work, story.passage.work is not None
    return None


def _in_the_sentence(
    story: Story, frame: Frame, found: list[EntityMention], start: int, mention: Mention, reading: Reading
) -> EntityMention | None:
    """The owner before the clause of the figure that says none."""
    works = [
        e
        for e in found
        if e.kind == "work" and e.start < mention.start and "；" not in story.text[e.end : mention.start]
    ]
    near = next(
        (
            e
            for e in reversed(found)
            if e.start < mention.start
            and not e.object
            and e.kind not in ("organisation", "work")
            and owners.opens_clause(story.text, e)
            and _may_own(story, e, reading, frame)
        ),
        None,
    )
    if (
        works
        and (near is None or works[-1].start > near.start)
        and _of_a_work(story.text[works[-1].end : mention.start], reading)
    ):
        near = works[-1]
    near = _told_of(story, near, found, frame)
    subject = _subject(story, start, found, mention)
    if subject is not None and (near is None or near.start <= subject.start or near.kind == "scope"):
        near = subject
    return near


def _as_owner(story: Story, near: EntityMention, start: int) -> str | None:
    """The name of an owner that is said; a place or what the text is about stays it for what follows."""
    name: str | None = _of_a_team(near.name)
    if story.about == "台湾" and story.text[near.start : near.end] in _OUR_OWN:
        name = story.about
    elif near.kind == "scope":
        name = _meant(story, near)
    lasts = (
        (
            near.kind in ("place", "scope")
            and near.level != "group"
            and not _is_bloc(near)
            and not _in_passing(story, near, start)
        )
        or near.name in story.names
        or near.name == story.venue
    )
    if lasts and not _AMONG.search(story.text, start, near.start):
        story.passage.owner = name  # 其中某县…: one of many, not what the text goes on with
    return name


def _of_the_text(
    story: Story, found: list[EntityMention], start: int, mention: Mention, reading: Reading
) -> tuple[str | None, bool]:
    """The owner that the paragraph or the document goes on with."""
    # 拓展至全国720个重点县: whose they are is another matter
    wider = reading.measure == "level" and any(e.end == mention.start and e.object and not e.segment for e in found)
    if _HOMEWARD.search(story.text, start, mention.start) and _is_foreign(story.passage.owner or story.about):
        story.passage.owner = "中国"
    if _OF_A_PLACE.match(reading.name) and owners.is_listed(story.passage.owner or story.about or ""):
        return None, False
    if story.passage.owner:
        return story.passage.owner, not wider
    if story.mixed:
        elsewhere = [e for e in found if e.object and e.level == "country" and e.start < mention.start]
        if elsewhere and story.text[elsewhere[-1].start - 1] == "在" and elsewhere[-1].name != "中国":
            return elsewhere[-1].name, False
        return _of_the_item(story)
    abroad = story.about == "中国" and story.passage.abroad and not AT_HOME.search(story.text, start, mention.end)
    return story.about, story.about is not None and not abroad and not wider


# …美国经济增长2.0%。国内方面，前三季度出口增长7.1%: after news from abroad
_HOMEWARD: Final = re.compile("(?:国内|我国)方面，")


def _is_foreign(name: str | None) -> bool:
    return name is not None and name != "中国" and places.country_of(name) == name


# 台积电…。另外，主计总处统计，5月失业率…: no firm has one
_OF_A_PLACE: Final = re.compile("(?:整体|总|季调后)?失业[率人]|居民消费价格|消费者物价|(?:地区|国内|本地)生产总值")


def _told_of(
    story: Story, near: EntityMention | None, found: list[EntityMention], frame: Frame
) -> EntityMention | None:
    """甲航空亏损扩大至5亿元，某国地震令旅客却步；载客380万人次: a place in passing between a firm and its figures."""
    if near is None or near.kind != "place" or near.level != "country":
        return near
    firms = [e for e in found if e.end <= near.start and owners.is_listed(e.name) and not e.object]
    told = firms and _FIGURE.search(story.text, firms[-1].end, near.start)
    return firms[-1] if told and _NO_FIGURE.match(story.text, near.end, frame.start) else near


_FIGURE, _NO_FIGURE = re.compile(r"\d"), re.compile(r"[^，；。\d]*[，；]")
_LOCAL: Final = re.compile("[，；。、及和]?本地(?:居民|住客|旅客|游客|市民|学生|企业|生产总值|消费)")
_OUR_OWN: Final = frozenset({"我国", "全国", "国内"})  # in a paper of Taiwan the island itself


def _is_bloc(near: EntityMention) -> bool:
    """金砖国家采购商7.24万人: countries named for one figure, not what a text goes on with."""
    return near.level == "region" and places.country_of(near.name) != "中国"


def _in_passing(story: Story, near: EntityMention, start: int) -> bool:
    """…，而全国为13.5%: the country set beside the place that the document is about, for one figure only."""
    aside = near.name == "中国" and story.about not in (None, "中国") and not story.mixed
    return aside and "，" in story.text[start : near.start]


# the film, series or book just named
_THE_WORK: Final = re.compile(r"(?:该|此|这部|本)(?:影?片|剧(?!院|场|团|组|目)|部?电影|作品|书(?!店|院|记))")


def last_work(story: Story, start: int, end: int) -> None:
    """Keep the one work that a sentence names, for 该片 after it; where it names several, that means none of them."""
    titles = {m.group(1) for m in owners.WORK.finditer(story.text, start, end)}
    if titles:
        story.passage.work = f"《{titles.pop()}》" if len(titles) == 1 else None


_TEAM: Final = re.compile(r"(?:体育)?(?:代表团|代表队|健儿)$|(?<=[国本兰利亚斯])队$")


def _of_a_team(name: str) -> str:
    """中国体育代表团 is 中国 in its figures."""
    name = owners.company_names().get(name, name)  # 甲 and 甲公司
    country = _TEAM.sub("", name)
    return country if country != name and places.place_level(country) in ("country", "province", "city") else name


def _meant(story: Story, scope: EntityMention) -> str | None:
    """The place of 全省 or 该州; in a document of many stories one that the story names, never the document's."""
    item = _item(story)
    around = story.passage.owner or (item.place if story.mixed else None) or (item.subject or None)
    if not story.mixed:
        return places.resolve_scope(scope.level, around, story.about)
    return places.resolve_scope(scope.level, around, None) or (around if scope.name.startswith("该") else None)


def _of_the_item(story: Story) -> tuple[str | None, bool]:
    """The owner where a document of many stories leaves it unsaid: the country, or the last place that was named."""
    item = _item(story)
    if item.abroad and not item.home:
        return (item.abroad[0] if len(item.abroad) == 1 else None), False
    if item.here or (item.place and not item.home):
        return item.place, item.headline
    if item.subject:
        return item.subject, False
    return story.about, (item.home or item.headline) and story.about is not None


def _item(story: Story) -> Item:
    """Whom the item has named so far; the sentences since this was last asked are looked at now."""
    for sentence in story.unread:
        found = sentence.found
        if found is None:
            found = owners.find(story.text, sentence.start, sentence.end)
        _notice(story, found, sentence)
    story.unread.clear()
    return story.item


def _notice(story: Story, found: list[EntityMention], sentence: Unread) -> None:
    """Keep whom a sentence of an item speaks of."""
    item, start, end = story.item, sentence.start, sentence.end
    item.headline = sentence.headline
    if not start or story.text[start - 1] == "\n":
        item.here = False
    national = _is_national(story.text, start, end)
    item.home, item.here = item.home or national, item.here and not national
    named = [places.country_of(e.name) for e in found if e.kind == "place"]
    cues = _CUES.within(story.text, start, end)
    named += [word for _, _, word in cues if word in _OF_MANY]
    named += [
        _SHORT_NAMES[word[0]]
        for at, _, word in cues
        if word in _SHORT and (not at or not "\u4e00" <= story.text[at - 1] <= "\u9fff")
    ]
    for name in named:
        if name and name != "中国" and name not in item.abroad:
            item.abroad.append(name)
    local = [e for e in found if e.kind == "place" and not e.object and e.level not in _NOT_LOCAL]
    at_home = [e.name for e in local if places.country_of(e.name) in ("", "中国")]
    if at_home:
        item.place, item.here = at_home[-1], True
    if item.headline and len(set(at_home)) == 1 and not national:
        item.subject = at_home[0]


# several places together are not where an item plays
_NOT_LOCAL: Final = frozenset({"world", "country", "region", "group"})
_SHORT_NAMES: Final = {
    "俄": "俄罗斯",
    "乌": "乌克兰",
    "美": "美国",
    "英": "英国",
    "法": "法国",
    "德": "德国",
    "日": "日本",
    "韩": "韩国",
    "以": "以色列",
}
_SHORT: Final = frozenset(
    country + who for country in _SHORT_NAMES for who in ("军", "媒", "方", "国防部", "外交部", "空军", "防空")
)
_OF_MANY: Final = frozenset(["联合国", "安理会", "北约", "世卫组织", "国际货币基金组织", "国际原子能机构"])
_THINGS: Final = frozenset(
    ["项目", "工程", "装置", "基金", "基地", "平台", "学院", "大学", "中心"]
)  # what `_THING_END` holds
_CUES: Final = Terms(sorted(_SHORT | _OF_MANY | _THINGS))  # in one pass
_OFFICE: Final = re.compile(r"国家[\u4e00-\u9fff]{1,8}?(?:总?局|委|署|办|中心)")


def _is_national(text: str, start: int, end: int) -> bool:
    """Whether a sentence speaks of the country or one of its offices."""
    return bool(lexicon.signs("national").search(text, start, end) or _OFFICE.search(text, start, end))


def _subject(story: Story, start: int, found: list[EntityMention], mention: Mention) -> EntityMention | None:
    """The body or company that the whole sentence is about: it opens the sentence."""
    for candidate in reversed(found):
        if (
            candidate.kind != "organisation"
            or candidate.segment
            or "—" in candidate.name
            or owners.is_speaker(candidate.name)
            or candidate.end >= mention.start
        ):
            continue
        announces = _ANNOUNCES.match(story.text, candidate.end)
        leads = owners.opens_clause(story.text, candidate) and (
            story.text[candidate.end] not in "的、等和与" or _is_spoken_of(story, candidate, mention)
        )
        if announces:
            story.passage.owner = short_name(candidate.name)
        if announces or (leads and _reaches_on(story, candidate, found, mention)):
            return candidate.called(short_name(candidate.name))
    if story.venue and _HERES.hits(story.text, start, mention.start) and _HERE.search(story.text, start, mention.start):
        return EntityMention(start, start, story.venue, "organisation")
    group = story.text.rfind("；", start, mention.start) + 1
    start = max(start, group)
    lead_in = _WHEN.match(story.text, start, mention.start)
    start = lead_in.end() if lead_in else start
    return _thing(story, start, mention) or _proper(story, start, found, mention)


def _proper(story: Story, start: int, found: list[EntityMention], mention: Mention) -> EntityMention | None:
    """A name of a person, body or team that no table lists and that opens a clause."""
    opening = story.text[start : min(start + 12, mention.start)]
    lead = _LEAD.match(opening)
    at = lead.end() if lead else 0
    parts = words.tag(opening[at:])
    if len(parts) > 2 and len(parts[1][0]) == 1 and parts[1][1].startswith("n"):  # 嘉立|创: one name cut in two
        parts = ((parts[0][0] + parts[1][0], parts[0][1]), *parts[2:])
    if len(parts) > 2 and parts[0][1] == "nrt" and parts[1][1] in ("nr", "nrt"):  # a foreign name in two
        parts = ((parts[0][0] + parts[1][0], "nrt"), *parts[2:])
    if len(parts) < 2 or parts[1][0] in "、的等和":
        return None
    (name, kind), (following, _) = parts[:2]
    start += at
    if (
        kind not in (("nt", "nrt") if story.mixed else ("nr", "nt", "nrt"))
        or len(name) < 2
        or indicators.is_known(name)
        or name in _POINTING
        or name in owners.INSTITUTIONS
        or name.endswith(_NO_ENDING)
        or owners.is_speaker(name)
        or opens_a_term(name)
        or (name[-1] in "指称料说" and len(name) > 2)
        or lexicon.signs("speaks").fullmatch(following)
        or _DISASTER.match(story.text, start + len(name))
        or name[0] in _NO_BEGINNING
        or any(e.segment and e.start == start for e in found)
    ):
        return None
    team = name.removesuffix("队")
    called = team if places.place_level(team) == "country" else name
    return EntityMention(start, start + len(name), called, "organisation")


_POINTING: Final = frozenset(["同期", "当期", "旗下", "黄金周"])
# what is of a kind, or says where the news is from
_NO_ENDING: Final = ("居民", "企业", "行业", "人口", "产业", "市场", "经济", "性", "型", "讯", "电", "记者", "公司")
_NO_BEGINNING: Final = frozenset("经由另")  # 经|关闸, 另|西宝: taken for a part of the name


def _is_spoken_of(story: Story, company: EntityMention, mention: Mention) -> bool:
    """甲汽车的11月表现最为低迷，交付量为3万辆: what is said of a company leads to its own figure."""
    of = story.text[company.end] == "的" and owners.is_listed(company.name)
    return of and "，" in story.text[company.end : mention.start]


def _reaches_on(story: Story, subject: EntityMention, found: list[EntityMention], mention: Mention) -> bool:
    """Whether a subject is that of a clause behind it; over a ； only a company's that nothing else takes over."""
    between = story.text[subject.end : mention.start]
    if "；" not in between:
        return True
    others = any(e.start > subject.start and e.kind != "scope" and e.start < mention.start for e in found)
    return owners.is_listed(subject.name) and not others and not _ITS_OWN.search(between)


_ITS_OWN: Final = re.compile(r"[。；，]\s*(?:公司|集团|全[国省市]|行业|我国|其中)")

# what a typhoon or an earthquake did is told of the place
_DISASTER: Final = re.compile(
    r"”?(?:[\u4e00-\u9fff](?=台风|飓风))?(?:台风|飓风|地震|洪水|已?致|造成|来袭|登陆|重创|肆虐|过境)"
)


def _thing(story: Story, start: int, mention: Mention) -> EntityMention | None:
    """A project, fund or site that opens a clause and acts: the last one before the figure."""
    if not _CUES.hits(story.text, start, mention.start) or not _THING_END.search(story.text, start, mention.start):
        return None
    at = mention.start
    while at > start:  # the openings of its clauses, the last one first
        at = max(start, story.text.rfind("，", start, at - 1) + 1)
        found = _THING.match(story.text, at, mention.start)
        if found is None or _REPORTS.match(story.text, found.end()):
            continue
        parts = words.tag(found.group())
        follows = words.tag(story.text[found.end() : found.end() + 4])[:1]
        if (
            follows
            and follows[0][1] in ("v", "d", "p", "t", "vd")
            and not any(kind in ("v", "d", "p", "r", "c", "uj") for _, kind in parts)
        ):
            return EntityMention(at, found.end(), found.group(), "organisation")
    return None


def _may_own(story: Story, mention: EntityMention, reading: Reading, frame: Frame) -> bool:
    """全国 and 全球 are the field of a rank, not whose rank it is; so they are in what a place says of itself."""
    if mention.level == "world":
        wide = story.about in (None, "中国") and not story.corporate
        counts = reading.measure in ("level", "growth", "change")
        opens = owners.opens_clause(story.text, mention)
        return wide and counts and opens and not _OF_ONE.match(story.text, mention.end)
    foreign = mention.kind == "place" and places.country_of(mention.name) == mention.name
    if mention.level != "country" and not foreign:
        return True
    if reading.measure == "share" and _names_its_own(story, mention, frame):
        return True
    if reading.measure in ("rank", "streak", "share") and not _in_the_world(story, mention, frame):
        return _takes_its_turn(story, mention)
    return owners.opens_clause(story.text, mention)


# 全球销量, 全球首发: a company's or a film's, not the world's
_OF_ONE: Final = re.compile(r"(?:累计|总)?(?:票房|销量|销售|交付|首|用户|员工|门店|排名|布局|观众|观影|范围|各地|最)")


def _names_its_own(story: Story, mention: EntityMention, frame: Frame) -> bool:
    """而全国65岁及以上人口占比为13.5%: a share that the country has of itself, named right behind it."""
    named = frame.whole is None and len(frame.name) >= _FULL_NAME and frame.name not in indicators.SHARE_NOUNS
    opens = owners.opens_clause(story.text, mention)
    return named and opens and story.text.startswith(frame.name[:_FULL_NAME], mention.end)


_FULL_NAME: Final = 4  # characters of a name that says whose share it is


def _takes_its_turn(story: Story, mention: EntityMention) -> bool:
    """甲国占26%，乙国占10%，中国占7%: each in its turn."""
    before = story.passage.owner
    other = before is not None and before != story.about and places.place_level(before) == "country"
    return other and story.text.startswith("占", mention.end)


def _in_the_world(story: Story, mention: EntityMention, frame: Frame) -> bool:
    """我国…占全球…: a country's share or rank in the world."""
    wide = f"{frame.whole or ''}{frame.compared}{frame.field_of_rank}"
    return story.text[mention.start : mention.end] != "全国" and bool(re.search("全球|世界|国际|全世界", wide))


def _of_a_work(between: str, reading: Reading) -> bool:
    """Whether the words since a film's title still speak of the film."""
    return len(between) < 40 and not re.search(r"。|总票房为|全国|大盘|档期?总", between)


def _in_a_row(text: str, a: EntityMention, b: EntityMention) -> bool:
    """甲、乙 and 甲和乙; titles also stand side by side: 《甲》《乙》."""
    between = text[a.end : b.start]
    return bool(re.fullmatch(r"(?:、|和|及|以及|与)", between)) or (not between and a.kind == b.kind == "work")


_EACH: Final = re.compile(r"；[^，；]{0,16}(?:分别|依次)(?:为|是|达到?|[增降升下上][长降升])?(?:了|约|至)?$")


def shared_owners(text: str, found: list[EntityMention], first: Mention, size: int) -> list[EntityMention]:
    """《甲》、《乙》和《丙》分别取得…: the owners that the figures of an enumeration are shared out over."""
    before = [
        e for e in found if e.end <= first.start and e.kind in ("work", "organisation", "place") and not e.object
    ][-size:]
    between = text[before[0].end : first.start] if len(before) == size else "。"
    if "。" in between or ("；" in between and not _EACH.search(between)):
        return []
    linked = all(_in_a_row(text, a, b) for a, b in itertools.pairwise(before))
    return before if linked else []
