"""From figures, periods and owners to claims: what each figure of a document says.

`extract` is the per-document function that a pool or a cluster maps: pure, top level, picklable.
A sentence is read from left to right; what a clause leaves unsaid (the indicator of 增长6.4%, the
year of 前三季度, whose figure it is) is taken from the sentence, then the paragraph, then the
document, and the claim says which.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from factcheck import words
from factcheck.extract import entities as owners
from factcheck.extract import frames, indicators, numerals, periods, vocabulary
from factcheck.extract.entities import EntityMention
from factcheck.extract.frames import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.periods import PeriodMention
from factcheck.model import Claim, Document, Extraction, Measure, Period, Skipped
from factcheck.text import Folded, fold

_TRADE = frozenset({"出口", "进口", "进出口", "出口额", "进口额", "出口总额", "进口总额"})
_TRADE_WITHIN = re.compile(r"(.{2,30}?)(?:进出口|出口|进口)(?:总额|总值|额|值)?$")
_TITLED = re.compile(r"《[^《》]*》|“[^“”]*”")
_A_DAY = re.compile(
    r"首日|前[一二三四五六七八九十\d]+天|第[一二三四五六七八九十\d]+天|当[天日]|单日|今天(?!（)|昨[天日]|今日|比赛日"
)
_AT_HOME = re.compile(r"我国|全国|中国|国内")
_HERE = re.compile(r"(?:^|[，。；：\n]|目前，)这里|(?:^|[，。；：\n])(?:园区|科学城|科教城|该园|城)内")
_WHEN = re.compile(r"(?:(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?|去年底|年初|目前|近日|日前|今年|去年)，")
# what a sentence can open with and have figures of its own: a project, a fund, a site
_THING = re.compile(
    r"(?!据|根据|来自|截至|通过|按照|由|在|从)[\u4e00-\u9fffA-Za-zⅠⅡⅢⅣ]{2,20}?(?:项目|工程|装置|基金|基地|平台|学院|大学|中心[一二三四]期|中心)(?![的、和等与])"
)
_REPORTS = re.compile(r"统计|显示|监测|测算|数据|发布|消息|预测|介绍|表示")
_LEAD = re.compile(r"^(?:[\s“（]|此外，|其中，|近期，|目前，|同时，|而)*")
_INDEX = re.compile(
    r"(?P<who>[^，。；《》在]{0,24})(?:在[^，。；《》]{0,16})?《(?P<title>[^《》]{2,24}(?:指数|榜单?|排名|排行榜|报告))》(?:[^，。；《》]{0,8})$"
)
_SENTENCE = re.compile(r"[^。！？\n…]*(?:……|[。！？\n…])?[”’）]?")
_LIST_GAP = re.compile(r"^(?:、|和|及|以及|与|/|至|,|，分别为|或)$")
_SPEAKER = re.compile(
    r"(?:^|[，。；“”])(?:据|根据|来自)?(?P<who>[^，。；“”]{2,30}?)(?:日前|今日|昨日|近日)?(?:说|表示|指出|介绍|称|透露|披露|认为|数据显示|统计显示|显示|报道|统计)(?:[，：:“]|，)"
)
_WILL = re.compile(
    r"将(?:进一步|继续|还|全面|加快|积极|力争|争取|新)?(?:新增|建设|打造|实现|达到?|推动|推进|投资|投入|发放|举办|新建|超过|突破|增长|增加|建成"
    r"|完成|提高|提升|扩大|培育|引进|开通|推出|推广|形成|实施|发行|壮大|加快|迎来|安排|组织|支持|派发|开工|投放|减少|下降|收购|募集)"
)
_DONE = re.compile(r"已|完成|实现了|累计|创下")
_PERCENT_LIKE = frozenset({"%", "‰"})
_BASIS_WORDS = {"stated": "文中写明", "inherited": "由上文承接", "document": "按文件日期"}
_UNIT_IN_NAME = {"人次": "人次", "人数": "人"}
_INCREMENTS = ("增量", "增加额", "减少额", "净增额")
_CURRENCIES = frozenset({"元", "美元", "港元", "澳门元", "新台币", "欧元", "日元", "英镑", "韩元", "卢布"})


@dataclass(slots=True)
class Topic:
    """The indicator last spoken of, to which 增长6.4% or 总量 refer back."""

    name: str = ""
    measure: Measure = "level"
    part: str = ""  # of a share
    members: list[str] = field(default_factory=list)
    unit: str = ""
    known: bool = False

    @property
    def base(self) -> str:
        """What 总量 or 规模 means here."""
        return (
            self.part
            or re.sub(r"(?:投入)?强度$", lambda m: "投入" if m.group() == "投入强度" else "", self.name)
            or self.name
        )


@dataclass(slots=True)
class Passage:
    """What a paragraph has established so far."""

    owner: str | None = None
    topic: Topic = field(default_factory=Topic)
    period: PeriodMention | None = None  # of the sentence, for what follows
    age: int = 0  # paragraphs since the period was said
    abroad: bool = False  # the story is of another country


@dataclass(frozen=True, slots=True)
class _Reading:
    name: str
    measure: Measure
    known: bool
    basis: str | None
    rule: str
    sign: int = 1
    part: str = ""


def extract(document: Document) -> Extraction:
    """Every figure of the document as a claim, or as a skipped numeral with its reason."""
    return _Reader(document).run()


class _Reader:
    """Reads one document; holds what its sentences share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded: Folded = fold(document)
        self.text = self.folded.text
        self.published = document.source.published
        self.periods = _with_holidays(self.text, periods.find(self.text, self.published))
        self.scan = numerals.scan(self.text, [(p.start, p.end) for p in self.periods])
        self.names = owners.names_in_use(self.text, indicators.known_pattern())
        self.about = owners.document_entity(self.text, document.source.entity, document.source.title, self.names)
        self.passage = Passage()
        self.venue: str | None = None  # the site last named, which 这里 means
        self.claims: list[Claim] = []
        self.passed: list[tuple[int, int, str]] = [(p.start, p.end, p.reason) for p in self.scan.skipped]
        self.templates: Counter[str] = Counter()
        self.lines = [m.start() for m in re.finditer("\n", document.text)]
        self.anchors = [a.start for a in document.anchors]

    def run(self) -> Extraction:
        mentions, at = self.scan.mentions, 0
        period_at = 0
        for match in _SENTENCE.finditer(self.text):
            start, end = match.span()
            if start == end:
                continue
            here = []
            while at < len(mentions) and mentions[at].start < end:
                here.append(mentions[at])
                at += 1
            said = []
            while period_at < len(self.periods) and self.periods[period_at].start < end:
                said.append(self.periods[period_at])
                period_at += 1
            for site in _SITE.finditer(self.text, start, end):
                self.venue = frames.clean(indicators.last_of(site.group())) or self.venue
            if here:
                self._sentence(start, end, here, said)
            elif said:
                self._remember(said)
            if match.group().endswith("\n"):
                self.passage.owner = None
                if self._is_history(self.passage.period):
                    self.passage.period = None
                if end - start > 40 or re.search("[。！？]", self.text[max(0, end - 3) : end]):
                    self.passage.age += 1
                    if self.passage.age > 2:
                        self.passage.period = None  # the lines of a list go on with what the line above named
                    self.passage.topic = Topic()
        return Extraction(self.document.source, tuple(self._settled()), tuple(self._ledger()))

    # -- a sentence ------------------------------------------------------------------------------

    def _sentence(self, start: int, end: int, here: list[Mention], said: list[PeriodMention]) -> None:
        found = owners.find(self.text, start, end)
        if any(e.level == "country" and e.name != "中国" for e in found):
            self.passage.abroad = True
        elif _AT_HOME.search(self.text, start, end) or any(
            e.kind == "place" and e.level in ("province", "city") for e in found
        ):
            self.passage.abroad = False
        context = self.text[start:end].strip()
        heading = end - start < 45 and "。" not in context and context != "" and self._alone(start, end)
        masked = _mask(self.text, start, end, here)
        group_start = start
        previous: Mention | None = None
        runs = _runs(self.text, here)
        main: PeriodMention | None = None
        local: PeriodMention | None = None
        leader: tuple[Frame, _Reading] | None = None
        earlier = False  # the period was said before the last ；
        streak: Period | None = None
        for index, mention in enumerate(here):
            place, size = runs[index]
            floor = previous.end if previous else start
            begin = frames.clause_start(self.text, floor, mention.start)
            if "；" in self.text[floor : mention.start]:
                group_start, local, earlier = begin, None, True
            frame = frames.read(self.text, begin, mention, found, said)
            if not place and begin > floor:
                between = self.text[max(floor, begin - 16) : begin]
                self._carry(frame, frames.before(self.text, floor, begin, mention, found, said), between)
            for p in said:
                if self.text.rfind("（", start, p.start) > self.text.rfind("）", start, p.start):
                    continue  # a time in brackets explains a comparison; it is not the sentence's
                if floor <= p.start < mention.start and p.role in ("period", "duration") and p.period:
                    if self.text[p.end : mention.start] == "的":
                        local = p
                    else:
                        main, local, earlier = p, None, False
            reading: _Reading | None
            if place and leader:
                frame, reading = self._next_in_run(leader, place, frame)
            else:
                reading = self._reading(frame, mention, here, index, size)
                leader = (frame, reading) if reading is not None else None
            previous = mention
            if reading is None:
                self.passed.append((mention.start, mention.end, "ordinal" if mention.form == "rank" else "word"))
                leader = None
                continue
            period = self._period(frame, local if local and earlier else main, local, reading, mention, said)
            if (
                period is not None
                and reading is not None
                and "单日" not in reading.name
                and self._one_day(max(group_start, mention.start - 40), mention, period)
            ):
                period = None
            if reading is not None and reading.measure == "streak" and period is not None:
                streak = period = _running(period, mention)
            elif reading.measure == "rank" and streak is not None and period is not None and streak.end == period.end:
                period = replace(period, start=date(period.end.year, 1, 1))
            owner, sure_owner = self._owner(frame, found, start, mention, reading)
            shared = _shared_owners(self.text, found, here[index - place], size) if size > 1 else []
            if shared:
                owner, sure_owner = shared[place].name, True
            self._add(
                mention, frame, reading, period, owner, sure_owner, context, masked, index, start, group_start, heading
            )
        self._remember(said)

    def _carry(self, frame: Frame, earlier: Frame | None, between: str) -> None:
        """What a clause without a figure says for the clause after it: name, list, basis, direction."""
        of_a_noun = frame.after.startswith("的") and not frame.growth_after
        if earlier is not None and not frame.name and frame.whole is None and not of_a_noun:
            frame.name, frame.members = earlier.name, earlier.members
            frame.sense, frame.sign = (
                frame.sense or ("change" if earlier.sense == "change" else ""),
                frame.sign or earlier.sign,
            )
            frame.owner = frame.owner or earlier.owner
        spans = {_BASES.get(b, b) for b in frame.basis} & _SPANS
        if not spans and between:
            said = [t.meaning[0] for t in vocabulary.tokens(between, 0, len(between)) if t.kind == "basis"]
            frame.basis += [b for b in said if _BASES.get(b, b) in _SPANS]

    def _alone(self, start: int, end: int) -> bool:
        return (start == 0 or self.text[start - 1] == "\n") and (end >= len(self.text) or self.text[end - 1] == "\n")

    def _remember(self, said: list[PeriodMention]) -> None:
        usable = [p for p in said if p.role == "period" and p.period]
        if usable:
            self.passage.period, self.passage.age = (
                usable[-1] if len(usable) == 1 else _main_period(self.text, usable),
                0,
            )

    def _next_in_run(self, leader: tuple[Frame, _Reading], place: int, own: Frame) -> tuple[Frame, _Reading]:
        """The k-th figure of an enumeration takes the k-th member and everything else of the first."""
        frame, reading = leader
        members = frame.members
        if len(members) > place:
            name = members[place]
            if reading.measure == "share" and frame.whole is not None:
                name = indicators.share(name, frame.whole or "")
            return frame, replace(reading, name=name, known=indicators.is_known(name), rule=reading.rule + "+list")
        if own.name and own.name != frame.name:
            return frame, replace(reading, name=own.name)
        return frame, reading

    # -- what it is --------------------------------------------------------------------------------

    def _reading(self, frame: Frame, mention: Mention, here: list[Mention], index: int, size: int) -> _Reading | None:
        if frame.members and size < 2:
            frame.members = []
        if size >= 2 and index + size <= len(here) and not indicators.is_known(frame.name):
            last = frames.read(self.text, here[index + size - 1].start, here[index + size - 1], [], [])
            if last.after.startswith("的") and indicators.is_known(last.after.strip("的")):
                frame.name, frame.members = last.after.strip("的"), []  # 分别取得了A、B和C的票房
        if size >= 2 and not frame.members and not frame.name and len(self.passage.topic.members) == size:
            frame.members = self.passage.topic.members
        if frame.members and len(frame.members) >= size >= 2:
            frame.name = frame.members[0]
        self._split_name(frame)
        if mention.form in ("rank", "streak"):
            return self._position(frame, mention)
        if mention.unit in _PERCENT_LIKE or mention.form in ("fraction", "multiple"):
            return self._rate(frame, mention)
        if mention.unit in ("百分点", "基点"):
            return self._points(frame, mention)
        return self._amount(frame, mention, here, index)

    def _split_name(self, frame: Frame) -> None:
        """比亚迪营业收入 → owner 比亚迪, name 营业收入, for the short names that the document uses."""
        for name in self.names:
            if frame.name.startswith(name) and len(frame.name) > len(name) and frame.owner is None:
                rest = frames.clean(frame.name[len(name) :])
                if rest and indicators.is_known(rest):
                    frame.owner = EntityMention(frame.start, frame.start, name, "organisation")
                    frame.name = rest
                    return
        parts = (
            words.tag(frame.name)
            if frame.owner is None and len(frame.name) > 4 and not indicators.is_name(frame.name)
            else []
        )
        if len(parts) > 1 and parts[0][1] in ("nr", "nrt") and len(parts[0][0]) >= 3:
            rest = frame.name[len(parts[0][0]) :]
            if len(rest) >= 2 and indicators.is_known(rest):
                frame.owner = EntityMention(frame.start, frame.start, parts[0][0], "organisation")
                frame.name = rest

    def _named(self, frame: Frame) -> tuple[str, bool, bool]:
        """(name, known, new): what the clause names, or what it refers back to."""
        topic = self.passage.topic
        name = indicators.bare(frame.name) if frame.name.startswith("（") else frame.name
        if name in indicators.BACK_REFERENCES and topic.name:
            return topic.base, topic.known, False
        for noun in indicators.GROWTH_NOUNS:
            if name.endswith(noun) and len(name) > len(noun) + 1:
                return name.removesuffix(noun).removesuffix("同比").strip("的"), True, True
        if name in indicators.GROWTH_NOUNS or (not name and topic.name):
            return topic.name, topic.known, False
        if not name:
            return "", False, False
        if name in _TRADE and topic.name:
            within = _TRADE_WITHIN.match(topic.name)  # 对中亚五国进出口 …，其中出口 …: the exports of the same trade
            if within:
                return within.group(1) + name, True, True
        if topic.name and not indicators.is_name(name) and len(name) >= 3 and topic.name.endswith(name[:2]):
            joined = topic.name + name[2:]  # 研发经费投入 …，投入强度
            if indicators.is_name(joined) or indicators.is_name(indicators.standard(joined)):
                return joined, True, True
        return name, indicators.is_known(name), True

    def _position(self, frame: Frame, mention: Mention) -> _Reading | None:
        measure: Measure = "rank" if mention.form == "rank" else "streak"
        topic = self.passage.topic
        name, known, new = self._named(frame)
        if frame.name in indicators.GROWTH_NOUNS and topic.name:
            name = topic.name + "增速"
        elif not new:
            name = topic.base if frame.name in indicators.BACK_REFERENCES else topic.name
        if not name and measure == "rank":
            return None
        if not name:
            name, known = frame.after.strip("的") or frame.event or "连续", False
        if new:
            self.passage.topic = Topic(name, "level", known=known, members=frame.members)
        return _Reading(name, measure, known, None, f"{measure}:{'named' if new else 'topic'}")

    def _rate(self, frame: Frame, mention: Mention) -> _Reading | None:
        topic = self.passage.topic
        name, known, new = self._named(frame)
        basis = _basis(frame)
        if mention.form == "multiple" and not frame.growth_after:
            frame.reference = False  # 是2019年的2.3倍 is of now
        if mention.form == "multiple" and not (frame.sense == "change" or frame.growth_after):
            return self._topical(
                frame, _Reading(name or frame.after.strip("的"), "ratio", known, basis, "multiple"), new
            )
        if frame.reference:
            basis = None  # the figure of the time compared with, not a change against it
        elif frame.sense == "excess" and frame.compared:
            return _Reading(f"{name}与{frame.compared}之差", "change", known, basis, "difference")
        if name in ("经济", "整体经济", "本地经济", "国民经济"):
            name, known = "地区生产总值", True
        if frame.reference and not frame.growth_after and topic.name and not frame.name:
            return _Reading(
                topic.name,
                self._topic_rate(),
                topic.known,
                "yoy" if self._topic_rate() == "growth" else None,
                "rate:reference",
            )
        if frame.name.endswith(("可能性", "概率", "几率")):
            return self._topical(frame, _Reading(name, "ratio", known, None, "rate:chance"), new)
        grows = frame.growth_after or (frame.sense == "change" and frame.whole is None)
        if frame.name in indicators.GROWTH_NOUNS or (
            frame.name and any(frame.name.endswith(n) for n in indicators.GROWTH_NOUNS)
        ):
            grows = True
        tail = frame.name
        if grows:
            if not name and frame.after:
                name, known, new = frame.after.strip("的"), indicators.is_known(frame.after.strip("的")), True
            if not name:
                return (
                    None
                    if not frame.sense
                    else _Reading("", "growth", False, basis, "growth:nameless", frame.sign or 1)
                )
            return self._topical(frame, _Reading(name, "growth", known, basis or "yoy", "growth", frame.sign or 1), new)
        if frame.whole is not None:
            return self._share(frame, name, known)
        measure, _ = indicators.hint(tail) if tail else ("", "")
        if tail in indicators.SHARE_NOUNS and topic.name and not (tail.endswith("率") and indicators.is_name(tail)):
            noun = tail if tail.endswith("率") else "占比"
            return _Reading(f"{topic.base}{noun}", "share", topic.known, None, "share:topic")
        if measure in ("share", "ratio", "rate"):
            return self._topical(frame, _Reading(name, _share_or_ratio(measure, name), known, None, "rate:head"), new)
        if tail.endswith(("率", "可能性", "几率", "把握")) or (
            tail and measure != "" and indicators.hint(tail)[1] == "%"
        ):
            return self._topical(frame, _Reading(name, _share_or_ratio("", name), known, None, "rate:率"), new)
        if not new and topic.measure in ("share", "ratio") and frame.sense in ("level", "from", ""):
            return _Reading(topic.name, topic.measure, topic.known, None, "rate:topic", part=topic.part)
        if new and indicators.hint(tail)[1] not in ("", "%"):
            return self._topical(
                frame, _Reading(name, "growth", known, basis or "yoy", "growth:amount in percent", 1), new
            )
        if not new and topic.measure == "level" and indicators.hint(topic.name)[1] not in ("", "%"):
            return _Reading(topic.name, "growth", topic.known, basis or "yoy", "growth:topic in percent", 1)
        if not new and frame.sense in ("", "level") and topic.measure == "growth":
            return _Reading(topic.name, "growth", topic.known, basis or "yoy", "growth:topic", 1)
        after = frame.after.strip("的")
        if after and frame.after.startswith("的"):
            return _Reading(f"{name}{after}占比" if new else f"{after}占比", "share", False, None, "share:of")
        if new or name:
            return self._topical(frame, _Reading(name, "share", known, None, "share:bare"), new)
        return _Reading(after or "占比", "share", False, None, "share:nameless")

    def _topic_rate(self) -> Measure:
        measure = self.passage.topic.measure
        return measure if measure in ("share", "ratio") else "growth"

    def _share(self, frame: Frame, name: str, known: bool) -> _Reading:
        topic = self.passage.topic
        part = frame.name or topic.base
        whole = re.sub(r"(?:的)?(?:比重|比例|份额|比)$", "", frame.whole or "")
        if not whole and frame.compared:
            whole = frame.compared
        named = owners.find(whole, 0, len(whole))
        if named and named[0].start == 0 and named[0].level not in ("country", "world") and named[0].end < len(whole):
            whole = whole[named[0].end :]  # 占深圳进出口总值: the place is the owner's
        if whole in ("", "比", "据") and part:
            full = f"{part}占比"
        elif part:
            full = indicators.share(part, whole)
        else:
            full = f"占{whole}比重"
        reading = _Reading(
            full, "share", bool(part) and (known or bool(indicators.head(whole))), None, "share:占", part=part
        )
        members = [indicators.share(m, whole) if whole else m for m in frame.members]
        self.passage.topic = Topic(full, "share", part, [], "%", reading.known)
        if members and frame.members:
            reading = replace(reading, name=members[0])
        return reading

    def _points(self, frame: Frame, mention: Mention) -> _Reading | None:
        name, known, new = self._named(frame)
        if frame.compared and frame.sense in ("excess", "") and "reference" not in frame.basis:
            return _Reading(f"{name}与{frame.compared}之差", "change", known, None, "points:gap", frame.sign or 1)
        if new:
            self.passage.topic = Topic(name, "share", known=known)
        share = self.passage.topic.measure in ("share", "ratio")
        suffix = "" if share else "增速"
        if name.endswith("拉动") or "拉动" in frame.name:
            suffix = ""
        return _Reading(name + suffix if name else "变动", "change", known, _basis(frame), "points", frame.sign or 1)

    def _amount(self, frame: Frame, mention: Mention, here: list[Mention], index: int) -> _Reading | None:
        name, known, new = self._named(frame)
        basis = _basis(frame, growth=False)
        counted = mention.unit not in _CURRENCIES and mention.unit != ""
        after = frame.after.strip("的")
        if index + 1 < len(here) and here[index + 1].start == mention.end and here[index + 1].form == "order":
            size_class = here[index + 1]  # 11个百亿级项目: the class is part of what is counted
            segment = re.split(r"[，。；、：！？\n]", self.text[size_class.end : size_class.end + 24].lstrip("的"))[0]
            behind = frames.noun_phrase(segment).removeprefix("大型")
            after = self.text[size_class.start : size_class.end] + behind
        elif mention.form == "order" and index and here[index - 1].end == mention.start and self.passage.topic.name:
            return _Reading(
                self.passage.topic.name.removesuffix("数量") + "规模", measure_of(frame), True, None, "amount:class"
            )
        measure: Measure = "level"
        if name.endswith(_INCREMENTS) and len(name) > 2:
            name, measure = (
                name.removesuffix("增量").removesuffix("增加额").removesuffix("减少额").removesuffix("净增额"),
                "change",
            )
        if after.startswith("台阶") and (mention.form == "order" or mention.unit == "个"):
            if new:
                self.passage.topic = Topic(name, "level", known=known)
            return _Reading(f"{name}跨越台阶", "change", known, basis, "amount:steps")
        if frame.sense == "change" or frame.flow_verb in ("新增", "净增", "净增加"):
            measure = "change"
        rule = "amount"
        if mention.unit and name and not known:
            for full in (name + mention.unit, name + "量", name + "数", name + "额"):
                if indicators.is_name(full):
                    name, known = full, True
                    break
        if counted and len(after) <= 3 and not frame.after.startswith("的"):
            after = self._with_what_they_did(after, mention)
        if counted and after and not frame.after.startswith("的") and not _is_measure_word_only(after):
            if not (new and known) or frame.flow_verb or measure == "change" or len(after) > 2:
                if indicators.is_name(after + mention.unit):
                    after += mention.unit  # 1436.6万人次出入境 → 出入境人次
                name = (
                    f"{after}数量"
                    if not indicators.is_known(after) or mention.unit in ("家", "个", "人", "项", "种")
                    else after
                )
                known, new, rule = len(after) >= 2, True, "amount:noun behind"
        elif frame.after.startswith("的") and not new and after:
            name, known, new, rule = after, indicators.is_known(after), True, "amount:的 noun behind"
        if (
            frame.flow_verb
            and frame.flow_verb not in ("新增", "净增", "净增加")
            and name
            and not name.startswith(frame.flow_verb)
        ):
            name = frame.flow_verb + name
        if frame.sense == "excess" and frame.compared:
            return _Reading(f"{name}与{frame.compared}之差", "change", known, None, "amount:gap", frame.sign or 1)
        if (
            not name
            and mention.unit == ""
            and mention.step is not None
            and mention.step >= 1
            and mention.qualifier == "exact"
            and mention.value is not None
            and mention.value < 10000
        ):
            return None
        sign = -1 if measure == "change" and frame.sign < 0 else 1
        return self._topical(
            frame, _Reading(name or after or frame.event or frame.flow_verb, measure, known, basis, rule, sign), new
        )

    def _with_what_they_did(self, noun: str, mention: Mention) -> str:
        """5个集群入选国家先进制造业集群: a common noun is told apart by what was done, if the clause says it."""
        at = mention.end + len(noun)
        if not noun or not self.text.startswith(noun, mention.end):
            return noun
        verb = next(
            (
                t
                for t in vocabulary.tokens(self.text, at, min(len(self.text), at + 8))
                if t.start == at and t.kind == "event"
            ),
            None,
        )
        if verb is None:
            return noun
        clause = re.split(r"[，。；：、！？\n（]", self.text[verb.end : verb.end + 24])[0]
        return f"{verb.word}{frames.noun_phrase(clause)}" + ("" if clause.endswith(noun) else noun)

    def _topical(self, frame: Frame, reading: _Reading, new: bool) -> _Reading:
        """Make the reading the topic of what follows, where it named something."""
        if new and reading.name:
            self.passage.topic = Topic(
                reading.name, reading.measure, reading.part, list(frame.members), "", reading.known
            )
        return reading

    # -- when and whose ------------------------------------------------------------------------------

    def _period(
        self,
        frame: Frame,
        main: PeriodMention | None,
        local: PeriodMention | None,
        reading: _Reading,
        mention: Mention,
        said: list[PeriodMention],
    ) -> Period | None:
        if frame.reference and frame.period and frame.period.period:
            return frame.period.period
        own = frame.period if frame.period and frame.period.role != "reference" else None
        chosen = own or main or local
        if main and local and not own:
            chosen = main
        if local and own is local:
            chosen = local
        basis = "stated"
        if chosen is None and self.passage.period is not None and not self._is_deadline(self.passage.period):
            chosen, basis = self.passage.period, "inherited"
        if chosen is not None and chosen.period is not None:
            period = _so_far(chosen.period, said, mention)
            if basis == "inherited":
                years = period.end.year - period.start.year
                # what a later paragraph says without a date is of a plan's last year, not of all five
                start = date(period.end.year, 1, 1) if years and reading.basis != "average_annual" else period.start
                period = replace(period, start=start, basis="inherited")
            return period
        if self.published is not None:
            return Period(self.published, self.published, "instant", "document")
        return None

    def _one_day(self, start: int, mention: Mention, period: Period) -> bool:
        """春运第13天, 假期首日: a day inside the span that was named, not the span."""
        spans = (period.end - period.start).days
        return spans > 1 and period.kind == "duration" and bool(_A_DAY.search(self.text, start, mention.start))

    def _is_history(self, said: PeriodMention | None) -> bool:
        """A time long past is not carried into the next paragraph."""
        return (
            said is not None
            and said.period is not None
            and self.published is not None
            and said.period.end.year < self.published.year - 2
        )

    def _is_deadline(self, said: PeriodMention) -> bool:
        """A day to come that one sentence sets is not the time of the next."""
        return (
            said.period is not None
            and self.published is not None
            and said.period.kind == "instant"
            and said.period.end > self.published
        )

    def _owner(
        self, frame: Frame, found: list[EntityMention], start: int, mention: Mention, reading: _Reading
    ) -> tuple[str | None, bool]:
        """Whose figure it is, and whether the sentence or paragraph says so."""
        near = frame.owner
        if near is not None and near.level in ("country", "world") and not self._may_own(near, reading):
            near = None
        if near is None:
            before = [
                e for e in found if e.start < mention.start and not e.object and owners.opens_clause(self.text, e)
            ]
            works = [
                e
                for e in found
                if e.kind == "work" and e.start < mention.start and "；" not in self.text[e.end : mention.start]
            ]
            near = next(
                (e for e in reversed(before) if e.kind not in ("organisation", "work") and self._may_own(e, reading)),
                None,
            )
            if (
                works
                and (near is None or works[-1].start > near.start)
                and _of_a_work(self.text[works[-1].end : mention.start], reading)
            ):
                near = works[-1]
            subject = self._subject(start, found, mention)
            if subject is not None and (near is None or near.start <= subject.start or near.kind == "scope"):
                near = subject
        elif near.kind == "place":
            subject = self._thing(start, mention)
            if subject is not None and subject.start == near.start:  # 深圳…基地: the place is part of a name
                near = subject
        if near is not None:
            name: str | None = near.name
            if near.kind == "scope":
                name = owners.resolve_scope(near.level, self.passage.owner, self.about)
            if near.kind in ("place", "scope") or near.name in self.names or near.name == self.venue:
                self.passage.owner = name
            return name, name is not None
        if self.passage.owner:
            return self.passage.owner, True
        abroad = self.about == "中国" and self.passage.abroad and not _AT_HOME.search(self.text, start, mention.end)
        return self.about, self.about is not None and not abroad

    def _subject(self, start: int, found: list[EntityMention], mention: Mention) -> EntityMention | None:
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
                r"(?:今天|昨日|日前|近日)?(?:宣布|公告|披露|公布)", self.text[candidate.end : candidate.end + 6]
            )
            leads = owners.opens_clause(self.text, candidate) and self.text[candidate.end] not in "的、等和与"
            if announces:
                self.passage.owner = _short(candidate.name)
            if announces or (leads and "；" not in self.text[candidate.end : mention.start]):
                return replace(candidate, name=_short(candidate.name))
        if _HERE.search(self.text, start, mention.start) and self.venue:
            return EntityMention(start, start, self.venue, "organisation")
        group = self.text.rfind("；", start, mention.start) + 1
        start = max(start, group)
        lead_in = _WHEN.match(self.text, start, mention.start)
        start = lead_in.end() if lead_in else start
        thing = self._thing(start, mention)
        if thing is not None:
            return thing
        opening = self.text[start : min(start + 12, mention.start)]
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

    def _thing(self, start: int, mention: Mention) -> EntityMention | None:
        """A project, fund or site that opens a clause and acts: the last one before the figure."""
        openings = [start, *(m.end() for m in re.finditer("，", self.text[start : mention.start]))]
        for offset in reversed(openings):
            at = offset if offset == start else start + offset
            found = _THING.match(self.text, at, mention.start)
            if found is None or _REPORTS.match(self.text, found.end()):
                continue
            parts = words.tag(found.group())
            follows = words.tag(self.text[found.end() : found.end() + 4])[:1]
            if (
                follows
                and follows[0][1] in ("v", "d", "p", "t", "vd")
                and not any(kind in ("v", "d", "p", "r", "c", "uj") for _, kind in parts)
            ):
                return EntityMention(at, found.end(), found.group(), "organisation")
        return None

    def _may_own(self, mention: EntityMention, reading: _Reading) -> bool:
        """全国 and 全球 are the field of a rank, not whose rank it is; so they are in what a place says of itself."""
        if mention.level not in ("country", "world"):
            return True
        if reading.measure in ("rank", "streak", "share") or mention.level == "world":
            return False
        return owners.opens_clause(self.text, mention)

    # -- the claim ------------------------------------------------------------------------------------

    def _add(
        self,
        mention: Mention,
        frame: Frame,
        reading: _Reading,
        period: Period | None,
        owner: str | None,
        sure_owner: bool,
        context: str,
        masked: str,
        index: int,
        start: int,
        group_start: int,
        heading: bool,
    ) -> None:
        of_a_film = owner is not None and owner.startswith("《")
        if of_a_film and mention.unit in _CURRENCIES and not reading.known and reading.measure == "level":
            reading = replace(reading, name="票房", known=True, rule=reading.rule + "+film")
        if of_a_film and reading.name.endswith("票房"):
            reading = replace(reading, name=re.sub(r"^(?:上映)?(?:新片|影片|电影|总|累计|档期)+", "", reading.name))
        begin, finish = self.folded.span(mention.start, mention.end)
        value, low, high, step, unit = mention.value, mention.low, mention.high, mention.step, mention.unit
        measure = reading.measure
        if mention.form == "multiple" and measure == "growth":
            value, low, high, step = (None if x is None else x * 100 for x in (value, low, high, step))
            unit = "%"
        if reading.sign < 0 and measure in ("growth", "change") and (value is None or value > 0):
            value, low, high = _negated(value), _negated(high), _negated(low)
        if unit == "":
            unit = indicators.hint(reading.name)[1] or _UNIT_IN_NAME.get(reading.name[-2:], "")
        reading, owner = self._ranked_by(frame, mention, reading, owner)
        name = indicators.standard(reading.name) if reading.name else ""
        senses = set(frame.senses)
        before = self.text[max(group_start, mention.start - 300) : mention.start]
        flags = {w for w in senses if w in ("preliminary", "revised", "final", "advance", "forecast")}
        if measure in ("level", "growth", "change", "streak", "share", "ratio") and self._is_target(
            before, senses, period
        ):
            measure = "target"
        if (
            "forecast" in flags
            and measure != "target"
            and period is not None
            and self.published is not None
            and period.end <= self.published + timedelta(days=20)
        ):
            flags = flags - {"forecast"} | {
                "preliminary"
            }  # 预计 of a time that is over: an estimate before the final figure
        if heading:
            flags.add("headline")
        if sure_owner and period is not None and name:
            if reading.known:
                flags.add("sure")
            elif words.is_noun_phrase(reading.name):
                flags.add("named")
        template = self._template(masked, index, period, owner)
        line = bisect_right(self.lines, begin - 1) if begin else 0
        column = begin - (self.lines[line - 1] + 1 if line else 0)
        speaker = _SPEAKER.search(before)
        self.claims.append(
            Claim(
                id=f"c{len(self.claims) + 1}",
                source=self.document.source.id,
                start=begin,
                end=finish,
                text=self.document.text[begin:finish],
                value=value,
                low=low,
                high=high,
                unit=unit,
                qualifier=mention.qualifier,
                measure=measure,
                basis=_stepwise(reading.basis, frame, period),
                entity=owner,
                indicator=name,
                period=_averaged(period, frame, before, reading),
                attribution=speaker.group("who") if speaker else self.document.source.publisher,
                rule=f"{mention.rule}/{reading.rule}",
                step=step,
                scope=_rank_field(frame) if measure == "rank" else "",
                template=template,
                context=context,
                flags=tuple(sorted(flags)),
                trace=(
                    f"数字：{mention.rule} → {self.text[mention.start : mention.end]}",
                    f"名称：{reading.rule} → {reading.name}",
                    f"主体：{owner or '—'}",
                    f"时期：{_BASIS_WORDS[period.basis] if period else '—'}",
                ),
                place=self._place(begin),
                line=line + 1,
                column=column + 1,
            )
        )

    def _ranked_by(
        self, frame: Frame, mention: Mention, reading: _Reading, owner: str | None
    ) -> tuple[_Reading, str | None]:
        """X在《…指数》中居首 is a rank of X in that index."""
        if reading.measure != "rank":
            return reading, owner
        titled = _INDEX.search(self.text, max(0, mention.start - 60), mention.start)
        if titled is None or re.search(r"[。；\n]", self.text[titled.end() : mention.start]):
            return reading, owner
        who = frames.clean(re.sub(r"^.*?\d+年", "", titled.group("who") or ""))
        kind = re.search(r"(?:集群|城市|大学|高校|企业|机场|港口?|医院)$", who)
        name = f"{titled.group('title')}{kind.group() if kind else ''}排名"
        return replace(reading, name=name, known=True, rule="rank:index"), who if "—" in who else owner

    def _is_target(self, before: str, senses: set[str], period: Period | None) -> bool:
        future = period is not None and self.published is not None and period.end > self.published + timedelta(days=20)
        own = before[max(before.rfind(mark) for mark in "，；：。") + 1 :]
        if (
            period is not None
            and self.published is not None
            and period.start > self.published
            and period.basis == "stated"
        ):
            return True
        if _DONE.search(own):
            return False
        if senses & {"target", "plan"}:
            return True
        before, own = _TITLED.sub("", before), _TITLED.sub("", own)
        tokens = {
            t.meaning[0]
            for t in vocabulary.tokens(before, max(0, len(before) - 160), len(before))
            if t.kind == "forecast"
        }
        near = {t.meaning[0] for t in vocabulary.tokens(own, 0, len(own)) if t.kind == "forecast"}
        undated = period is None or period.basis == "document"
        if tokens & {"target", "plan"}:
            return future or (undated and bool(near & {"target", "plan"}))
        if _WILL.search(before):
            return future or (undated and bool(_WILL.search(own)))
        return "forecast" in (tokens | senses) and future

    def _template(self, masked: str, index: int, period: Period | None, owner: str | None) -> str:
        # a period that only the document's date supports says no more than that date
        when = f"{period.start}/{period.end}" if period and period.basis != "document" else str(self.published)
        body = f"{masked}|{index}|{when}|{owner}"
        digest = hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:16]
        self.templates[digest] += 1
        return f"{digest}#{self.templates[digest]}"

    def _place(self, offset: int) -> str:
        at = bisect_right(self.anchors, offset) - 1
        return self.document.anchors[at].label if at >= 0 else ""

    # -- afterwards -------------------------------------------------------------------------------------

    def _settled(self) -> list[Claim]:
        """A lead that repeats a figure of the body without its year takes the body's year."""
        stated: dict[tuple[object, ...], Period] = {
            (c.indicator, c.measure, c.entity, c.value, c.unit): c.period
            for c in reversed(self.claims)
            if c.period is not None and c.period.basis == "stated" and c.value is not None
        }
        out = []
        for claim in self.claims:
            if claim.period is None or claim.period.basis != "stated":
                period = stated.get((claim.indicator, claim.measure, claim.entity, claim.value, claim.unit))
                if period is not None:
                    claim = replace(claim, period=replace(period, basis="inherited"))
            out.append(claim)
        return out

    def _ledger(self) -> list[Skipped]:
        entries = [(*self.folded.span(s, e), reason) for s, e, reason in self.passed if e > s]
        reasons = {"period": "date", "reference": "date", "duration": "date", "dateline": "date", "name": "name"}
        entries += [
            (*self.folded.span(p.start, p.end), reasons.get(p.role, "date")) for p in self.periods if p.end > p.start
        ]
        entries.sort()
        covered = sorted([(c.start, c.end) for c in self.claims] + [(s, e) for s, e, _ in entries])
        entries += _leftovers(self.document, covered)
        source = self.document.source.id
        return [Skipped(source, s, e, self.document.text[s:e], reason) for s, e, reason in sorted(set(entries))]


_DIGITS = re.compile(r"[#A-Za-z]{0,3}[0-9０-９][0-9０-９A-Za-z.,:/%+-]*")
_URL = re.compile(r"https?://[^\s)）\"'<>，。]+|www\.[^\s)）\"'<>，。]+")


def _leftovers(document: Document, covered: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Digits that neither claim nor ledger holds: markup, addresses, boilerplate."""
    found: list[tuple[int, int, str]] = []
    edits = [(e.start, e.end) for e in document.edits]
    for pattern, reason in ((_URL, "address"), (_DIGITS, "other")):
        taken = sorted(covered + [(s, e) for s, e, _ in found])
        starts = [s for s, _ in taken]
        ends = _running_max([e for _, e in taken])
        for match in pattern.finditer(document.text):
            at = bisect_right(starts, match.end() - 1) - 1
            if at >= 0 and ends[at] > match.start():
                continue
            hidden = bisect_right(edits, (match.start(), len(document.text))) - 1
            inside = hidden >= 0 and edits[hidden][1] > match.start()
            found.append(
                (match.start(), match.end(), reason if reason == "address" else "markup" if inside else "other")
            )
    return found


def _running_max(values: list[int]) -> list[int]:
    out, top = [], 0
    for value in values:
        top = max(top, value)
        out.append(top)
    return out


def _negated(x: Decimal | None) -> Decimal | None:
    return None if x is None else -x


def _is_measure_word_only(after: str) -> bool:
    return after in ("以上", "以下", "左右", "上下", "多", "余", "的", "大关", "规模", "台阶", "元")


def _share_or_ratio(hinted: str, name: str) -> Measure:
    if any(name.endswith(n) for n in indicators.SHARE_NOUNS) or hinted == "share":
        return "share"
    return "ratio"


_BASES = {"sequential": "qoq"}


_SPANS = frozenset({"average_annual", "two_year_average", "three_year_average", "qoq", "mom", "wow", "dod", "yoy"})


def _basis(frame: Frame, *, growth: bool = True) -> str | None:
    """The basis that decides which figures compare: a span of comparison before a way of pricing."""
    known = [_BASES.get(b, b) for b in frame.basis if b != "reference"]
    for wanted in ("average_annual", "two_year_average", "three_year_average", "qoq", "mom", "wow", "dod", "yoy"):
        if wanted in known:
            return wanted
    if frame.compared and growth and "reference" in frame.basis:
        return _reference_basis(frame.compared)
    return known[0] if known else None


def _stepwise(basis: str | None, frame: Frame, period: Period | None) -> str | None:
    """环比 is against the month before where the figure is of a month."""
    if basis == "qoq" and "sequential" in frame.basis and period is not None and (period.end - period.start).days < 32:
        return "mom"
    return basis


_SAME_TIME = re.compile(r"去年|上年|同期|去年同期|上年同期|^20\d\d年$|20\d\d年同期")


def _reference_basis(reference: str) -> str:
    """年 before: yoy; the quarter or month before: qoq, mom; anything else is named."""
    if re.search(r"上季|前季|上一季|第[一二三四1-4]季|[一二三四]季度", reference):
        return "qoq"
    if re.search(r"上月|前月|上个月", reference):
        return "mom"
    if _SAME_TIME.search(reference):
        year = re.search(r"(20\d\d)年同期|(2019)年", reference)
        return f"vs {year.group(1) or year.group(2)}" if year and "2019" in reference else "yoy"
    return f"vs {reference}"


def measure_of(frame: Frame) -> Measure:
    """Level, or change where the clause says that it is one."""
    return "change" if frame.sense == "change" else "level"


def _rank_field(frame: Frame) -> str:
    owner = frame.owner
    wide = owner.name if owner is not None and owner.level in ("country", "world") else ""
    return frame.field_of_rank or frame.compared or wide


def _so_far(period: Period, said: list[PeriodMention], mention: Mention) -> Period:
    """截至2月2日 within a span: the span up to that day."""
    if period.kind != "duration":
        return period
    for p in said:
        until = p.period
        if (
            p.start < mention.start
            and until is not None
            and until.kind == "instant"
            and p.text.startswith(("截至", "截止", "到", "至"))
        ) and period.start < until.end < period.end:
            return replace(period, end=until.end)
    return period


def _running(period: Period, mention: Mention) -> Period:
    """连续N年 up to the end of the period it is said of: N years."""
    if mention.unit != "年" or mention.value is None or not 1 <= mention.value < 200:
        return period
    year = period.end.year if period.kind == "duration" or period.end.month > 3 else period.end.year - 1
    return replace(period, start=date(year - int(mention.value) + 1, 1, 1), end=date(year, 12, 31), kind="duration")


def _averaged(period: Period | None, frame: Frame, before: str, reading: _Reading) -> Period | None:
    """从A年…到B年…年均增长 speaks of the years A+1 to B."""
    if period is None or reading.basis != "average_annual":
        return period
    span = re.search(r"从((?:19|20)\d\d)年.{0,40}?((?:19|20)\d\d)年", before)
    if span and period.end.year == int(span.group(2)) and period.start.year == period.end.year:
        return replace(period, start=date(int(span.group(1)) + 1, 1, 1))
    return period


def _main_period(text: str, usable: list[PeriodMention]) -> PeriodMention:
    """The period that a sentence is about, not one tied to a single figure by 的."""
    free = [p for p in usable if text[p.end : p.end + 1] != "的"] or usable
    first, last = free[0], free[-1]
    if (
        last.start - first.end > 1
        and first.period
        and last.period
        and first.period.start <= last.period.start
        and last.period.end <= first.period.end
    ):
        return first  # 去年 … 四季度: the year goes on
    return last


def _of_a_work(between: str, reading: _Reading) -> bool:
    """Whether the words since a film's title still speak of the film."""
    return len(between) < 40 and not re.search(r"。|总票房为|全国|大盘|档期?总", between)


def _shared_owners(text: str, found: list[EntityMention], first: Mention, size: int) -> list[EntityMention]:
    """《甲》、《乙》和《丙》分别取得…: the owners that the figures of an enumeration are shared out over."""
    before = [
        e for e in found if e.end <= first.start and e.kind in ("work", "organisation", "place") and not e.object
    ][-size:]
    if len(before) < size or "；" in text[before[0].end : first.start] or "。" in text[before[0].end : first.start]:
        return []
    linked = all(re.fullmatch(r"(?:、|和|及|以及|与)", text[a.end : b.start]) for a, b in itertools.pairwise(before))
    return before if linked else []


_BARE_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?=公司|集团|本行|本集团|全年)")


def _year_mention(match: re.Match[str]) -> PeriodMention:
    year = int(match.group())
    period = Period(date(year, 1, 1), date(year, 12, 31), "duration", "stated")
    return PeriodMention(match.start(), match.end(), match.group(), period, "period", "period.bare_year")


_HOLIDAY = re.compile(r"(?:这个|今年|此次|整个|该)?(?:假期|假日|长假)(?:期间|间)?(?![前后首第最末尾])")


def _with_holidays(text: str, found: tuple[PeriodMention, ...]) -> tuple[PeriodMention, ...]:
    """这个假期, 假期间: the holiday that the document has named before."""
    out, last, at = [], None, 0
    taken = {i for m in found for i in range(m.start, m.end)}
    years = [m for m in _BARE_YEAR.finditer(text) if m.start() not in taken]
    found = tuple(sorted((*found, *map(_year_mention, years)), key=lambda m: m.start))
    for mention in (*found, None):
        end = mention.start if mention else len(text)
        if last is not None:
            for match in _HOLIDAY.finditer(text, at, end):
                out.append(
                    replace(last, start=match.start(), end=match.end(), text=match.group(), rule="period.the_holiday")
                )
        if mention is None:
            break
        out.append(mention)
        at = max(at, mention.end)
        if (
            mention.period is not None
            and mention.role == "period"
            and re.search(r"假期|假日|长假|国庆|春节|五一|中秋|端午|清明|元旦", mention.text)
        ):
            last = mention
    return tuple(sorted(out, key=lambda m: m.start))


_SITE = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:科学城|科教城|产业园|科技园|开发区|高新区|新区|自贸区|示范区|基地|度假区|景区|校区|港区)(?![一-龥]{0,3}(?:之一|集群))"
)


def _short(name: str) -> str:
    """比亚迪公司 and 比亚迪 are one owner."""
    plain = re.sub(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司)$", "", name)
    return plain if 2 <= len(plain) <= 6 else name


def _runs(text: str, here: list[Mention]) -> list[tuple[int, int]]:
    """For each figure (its place in its enumeration, the enumeration's length)."""
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(here):
        end = at + 1
        while (
            end < len(here)
            and here[end].unit == here[at].unit
            and _LIST_GAP.match(text[here[end - 1].end : here[end].start])
        ):
            end += 1
        out += [(i - at, end - at) for i in range(at, end)]
        at = end
    return out


def _mask(text: str, start: int, end: int, here: list[Mention]) -> str:
    """The sentence with its figures taken out; short ones take the line before along."""
    parts, at = [], start
    for mention in here:
        parts.append(text[at : mention.start])
        at = mention.end
    parts.append(text[at:end])
    body = "#".join(parts)
    if len(body) < 14 and start:
        body = re.sub(r"[\d.%]+", "#", text[max(0, start - 24) : start]) + body
    return re.sub(r"[\s，、。；：]", "", body)


__all__ = ["extract"]
