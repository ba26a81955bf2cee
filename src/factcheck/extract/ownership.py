"""Whose figure it is: by the clause, the sentence's subject, the paragraph, or the document."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from factcheck import words
from factcheck.extract import entities as owners
from factcheck.extract import indicators
from factcheck.extract.entities import EntityMention
from factcheck.extract.frames import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Reading, Story

AT_HOME = re.compile(r"我国|全国|中国|国内")
_HERE = re.compile(r"(?:^|[，。；：\n]|目前，)这里|(?:^|[，。；：\n])(?:园区|科学城|科教城|该园|城)内")
_WHEN = re.compile(r"(?:(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?|去年底|年初|目前|近日|日前|今年|去年)，")
_THING = re.compile(
    r"(?!据|根据|来自|截至|通过|按照|由|在|从)[\u4e00-\u9fffA-Za-zⅠⅡⅢⅣ]{2,20}?(?:项目|工程|装置|基金|基地|平台|学院|大学|中心[一二三四]期|中心)(?![的、和等与])"
)
_REPORTS = re.compile(r"统计|显示|监测|测算|数据|发布|消息|预测|介绍|表示")
_LEAD = re.compile(r"^(?:[\s“（]|此外，|其中，|近期，|目前，|同时，|而)*")


def owner_of(
    story: Story, frame: Frame, found: list[EntityMention], start: int, mention: Mention, reading: Reading
) -> tuple[str | None, bool]:
    """Whose figure it is, and whether the sentence or paragraph says so."""
    near = frame.owner
    if near is not None and near.level in ("country", "world") and not _may_own(story, near, reading):
        near = None
    if near is None:
        before = [e for e in found if e.start < mention.start and not e.object and owners.opens_clause(story.text, e)]
        works = [
            e
            for e in found
            if e.kind == "work" and e.start < mention.start and "；" not in story.text[e.end : mention.start]
        ]
        near = next(
            (e for e in reversed(before) if e.kind not in ("organisation", "work") and _may_own(story, e, reading)),
            None,
        )
        if (
            works
            and (near is None or works[-1].start > near.start)
            and _of_a_work(story.text[works[-1].end : mention.start], reading)
        ):
            near = works[-1]
        subject = _subject(story, start, found, mention)
        if subject is not None and (near is None or near.start <= subject.start or near.kind == "scope"):
            near = subject
    elif near.kind == "place":
        subject = _thing(story, start, mention)
        if subject is not None and subject.start == near.start:  # 深圳…基地: the place is part of a name
            near = subject
    if near is not None:
        name: str | None = near.name
        if near.kind == "scope":
            name = owners.resolve_scope(near.level, story.passage.owner, story.about)
        if near.kind in ("place", "scope") or near.name in story.names or near.name == story.venue:
            story.passage.owner = name
        return name, name is not None
    if story.passage.owner:
        return story.passage.owner, True
    abroad = story.about == "中国" and story.passage.abroad and not AT_HOME.search(story.text, start, mention.end)
    return story.about, story.about is not None and not abroad


def _subject(story: Story, start: int, found: list[EntityMention], mention: Mention) -> EntityMention | None:
    """The body or company that the whole sentence is about: it opens the sentence."""
    for candidate in reversed(found):
        if (
            candidate.kind != "organisation"
            or "—" in candidate.name
            or owners.is_speaker(candidate.name)
            or candidate.end >= mention.start
        ):
            continue
        announces = re.match(
            r"(?:今天|昨日|日前|近日)?(?:宣布|公告|披露|公布)", story.text[candidate.end : candidate.end + 6]
        )
        leads = owners.opens_clause(story.text, candidate) and story.text[candidate.end] not in "的、等和与"
        if announces:
            story.passage.owner = _short(candidate.name)
        if announces or (leads and "；" not in story.text[candidate.end : mention.start]):
            return replace(candidate, name=_short(candidate.name))
    if _HERE.search(story.text, start, mention.start) and story.venue:
        return EntityMention(start, start, story.venue, "organisation")
    group = story.text.rfind("；", start, mention.start) + 1
    start = max(start, group)
    lead_in = _WHEN.match(story.text, start, mention.start)
    start = lead_in.end() if lead_in else start
    thing = _thing(story, start, mention)
    if thing is not None:
        return thing
    opening = story.text[start : min(start + 12, mention.start)]
    lead = _LEAD.match(opening)
    at = lead.end() if lead else 0
    parts = words.tag(opening[at:])
    if len(parts) > 2 and len(parts[1][0]) == 1 and parts[1][1].startswith("n"):  # 嘉立|创: one name cut in two
        parts = [(parts[0][0] + parts[1][0], parts[0][1]), *parts[2:]]
    if len(parts) > 1 and parts[1][0] in "、的等和":
        return None
    if (
        len(parts) > 1
        and parts[0][1] in ("nr", "nt", "nrt")
        and len(parts[0][0]) >= 2
        and not indicators.is_known(parts[0][0])
    ):
        if (
            parts[0][0].endswith(("居民", "企业", "行业", "人口", "产业", "市场", "经济"))
            or owners.is_speaker(parts[0][0])
            or parts[0][0].endswith(("讯", "电", "记者", "公司"))
            or parts[1][0] in ("说", "表示", "指出", "介绍", "称", "认为", "主席", "总书记", "总理", "在")
        ):
            return None
        return EntityMention(start + at, start + at + len(parts[0][0]), parts[0][0], "organisation")
    return None


def _thing(story: Story, start: int, mention: Mention) -> EntityMention | None:
    """A project, fund or site that opens a clause and acts: the last one before the figure."""
    openings = [start, *(m.end() for m in re.finditer("，", story.text[start : mention.start]))]
    for offset in reversed(openings):
        at = offset if offset == start else start + offset
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


def _may_own(story: Story, mention: EntityMention, reading: Reading) -> bool:
    """全国 and 全球 are the field of a rank, not whose rank it is; so they are in what a place says of itself."""
    if mention.level not in ("country", "world"):
        return True
    if reading.measure in ("rank", "streak", "share") or mention.level == "world":
        return False
    return owners.opens_clause(story.text, mention)


def _of_a_work(between: str, reading: Reading) -> bool:
    """Whether the words since a film's title still speak of the film."""
    return len(between) < 40 and not re.search(r"。|总票房为|全国|大盘|档期?总", between)


def shared_owners(text: str, found: list[EntityMention], first: Mention, size: int) -> list[EntityMention]:
    """《甲》、《乙》和《丙》分别取得…: the owners that the figures of an enumeration are shared out over."""
    before = [
        e for e in found if e.end <= first.start and e.kind in ("work", "organisation", "place") and not e.object
    ][-size:]
    if len(before) < size or "；" in text[before[0].end : first.start] or "。" in text[before[0].end : first.start]:
        return []
    linked = all(re.fullmatch(r"(?:、|和|及|以及|与)", text[a.end : b.start]) for a, b in itertools.pairwise(before))
    return before if linked else []


def _short(name: str) -> str:
    """比亚迪公司 and 比亚迪 are one owner."""
    plain = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司)$", "", name)
    return plain if 2 <= len(plain) <= 6 else name
