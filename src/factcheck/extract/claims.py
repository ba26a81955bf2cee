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
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from factcheck import collector, lexicon, setting, words
from factcheck.extract import cells, frames, indicators, numerals, periods, places, seats, steps
from factcheck.extract import entities as owners
from factcheck.extract.about import OPENING, about
from factcheck.extract.amounts import CURRENCIES
from factcheck.extract.dating import (
    averaged,
    earlier_year,
    first_day,
    is_aside,
    is_one_day,
    main_of,
    of_a_single_quarter,
    of_its_quarter,
    paragraph_ends,
    period_of,
    reached,
    remember,
    running,
    since_when,
    with_holidays,
)
from factcheck.extract.entities import EntityMention
from factcheck.extract.frames import Frame
from factcheck.extract.ledger import leftovers
from factcheck.extract.listed import in_a_list
from factcheck.extract.measures import (
    carry,
    lacks_name,
    narrow,
    next_in_run,
    rank_field,
    reading_of,
    restated,
    stepwise,
)
from factcheck.extract.numerals import Mention
from factcheck.extract.ownership import AT_HOME, last_work, owner_of, shared_owners
from factcheck.extract.passage import Item, Reading, State, Story, Topic, Unread
from factcheck.extract.periods import PeriodMention
from factcheck.extract.reading import MOVED
from factcheck.extract.targets import (
    ACCOUNTED,
    among_goals,
    carried_state,
    carry_state,
    heads_goals,
    is_target,
    opening_state,
    state_behind,
    states,
)
from factcheck.extract.topics import ANNOUNCING, STAGES, announced, heading_names_stage
from factcheck.model import Claim, Document, Extraction, Period, Skipped
from factcheck.text import Folded, fold

# what a sentence can open with and have figures of its own: a project, a fund, a site
_INDEX = re.compile(
    r"(?P<who>[^，。；《》在]{0,24})(?:在[^，。；《》]{0,16})?《(?P<title>[^《》]{2,24}(?:指数|榜单?|排名|排行榜|报告))》(?:[^，。；《》]{0,8})$"
)
_SENTENCE = re.compile(r"[^。！？\n…]*(?:……|[。！？\n…])?[”’）]?")
_HEADING = 45  # characters, a line's end with them
_LINE_END, _FULL_STOP = re.compile("\n"), re.compile("[。！？]")
_SEVERAL = 3  # owners in one sentence, from which on the next sentence is of none of them
_LONGEST = 1_200  # characters; sentences of print are a tenth as long
_LIST_GAP = re.compile(r"^(?:、|[，、]?以及|和|及|与|/|至|,|，分别为|或)$")
_SAYS = re.compile(r"(?:说|表示|指出|介绍|称|透露|披露|认为|数据显示|统计显示|显示|报道|统计)[，：:“]")
_SPEAKER = re.compile(
    rf"(?:^|[，。；“”])(?:据|根据|来自)?(?P<who>[^，。；“”]{{2,30}}?)(?:日前|今日|昨日|近日)?{_SAYS.pattern}"
)
# place -> its currency, and the words that show that a document writes in it
_OWN_CURRENCY = {
    "香港": ("港元", re.compile(r"港元|港币|港圆|HK\$")),
    "澳门": ("澳门元", re.compile(r"澳门元|澳门币|MOP")),
    "台湾": ("新台币", re.compile(r"新台币|台币|NT\$")),
}
_CLASS_OF_CITY = re.compile(r"^[一二三四]线城市(?=.{4})")
# 由8930人上升为15467人: the first is of an earlier time
_STARTS = frozenset("从由自")
_GOES_TO = re.compile(
    r"[^，。；\n]{0,6}?(?:上升|提高|提升|增加|增长|扩大|下降|降低|减少|缩小|回落|上调|下调|下跌|上涨|升|增|降|减|跌|涨|变)[^，。；\n\d]{0,3}[到至为]"
)
_ESTIMATED = re.compile("预估|预测|预计|时估|原估")
_OTHER_MONEY = re.compile("人民币|港元|港币|澳门元|新台币|台币|美元")
# a paper of Hong Kong that counts a dividend in cents or as papers there call it, and names no other money
_CENTS = re.compile(r"\d港?仙|(?:派|宣派)[末中]期(?:股?息)|[末中]期息[^，。]{0,4}\d")
_NOT_OF_HONG_KONG = re.compile("人民币|美仙|澳门元|新台币|台币|美元")
_TAKINGS_OF_A_FIRM = frozenset({"总收入", "总收益", "收入总额"})
_BELOW = re.compile(r"（(?:货币：|币种：)?(港元|美元|澳门元|新台币|欧元|日元|英镑)[，、,;；．·.]?(?:以?下同|下文同)")
_TRADITIONAL = re.compile("[億萬營與數們這過為個業國產]")
_BASIS_WORDS = {"stated": "文中写明", "inherited": "由上文承接", "document": "按文件日期"}
_MEAN = re.compile(r"(?<=\d)[年月]平均(?![每气降雨价工住受单])|[上下]半年平均|季度?平均|全年平均")
_DATED = re.compile(r"\d(?:年|月|季)|[。\n]|去年|今年|上年")
_VISITORS = re.compile("(?:旅客|游客)(?:总[数量]|数量)?$")  # 旅客总数220.97万
_OF_A_SHARE = re.compile("^(?:(?:基本|稀释)?每股|EPS)|股息$")
_UNIT_IN_NAME = {"人次": "人次", "人数": "人"}


def extract(document: Document) -> Extraction:
    """Every figure of the document as a claim, or as a skipped numeral with its reason."""
    with collector.paused():
        return _Reader(document).run()


@cache
def _takings() -> re.Pattern[str]:
    """What parts a film's takings from all of them; 抗战题材影片票房 of a film are its 票房."""
    return re.compile(f"(?:(?:{lexicon.signs('takings').pattern})+)?票房$")


@cache
def _exchanges() -> dict[str, tuple[tuple[str, str], ...]]:
    """The first two characters of a share index's name -> what its name begins with, the place of its market."""
    table: dict[str, tuple[tuple[str, str], ...]] = {}
    for begins, place, *_ in lexicon.rows("exchange_places"):
        table[begins[:2]] = (*table.get(begins[:2], ()), (begins, place))
    return table


class _Ahead:
    """Where a pattern stands in a text, asked about by stretches from left to right."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._starts = (m.start() for m in pattern.finditer(text))
        self._at = -1

    def within(self, start: int, end: int) -> bool:
        """Whether it begins in text[start:end]; no stretch may begin before the last one asked about."""
        while self._at < start:
            self._at = next(self._starts, sys.maxsize)
        return self._at < end


class _Reader:
    """Reads one document; holds what its sentences share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded: Folded = fold(cells.worded(document))
        self.text = self.folded.text
        self.published = document.source.published
        self.periods = _of_figures(self.text, with_holidays(self.text, periods.find(self.text, self.published)))
        self.scan = numerals.scan(self.text, [(p.start, p.end) for p in self.periods])
        self.sentences = list(_sentences(self.text))
        self.found: dict[int, list[EntityMention]] = {}  # by where the sentence begins: the owners found so far
        printed = self.folded.printed() if document.cells else self.text
        apart = printed is not self.text
        opening = owners.find(printed, 0, min(OPENING, len(printed))) if apart else self._opening()
        whom = about(printed, document.source.entity, document.source.title, indicators.known_terms, opening)
        self.story = Story(self.text, self.published, whom.names, whom.name, whom.mixed, whom.corporate)
        if not whom.mixed:
            self.story.main = main_of(self.text, self.periods)
        since = [m for m in self.scan.mentions if _since_opening(self.text, m)]
        starts = {m.start for m in since}
        self.mentions = [m for m in self.scan.mentions if m.start not in starts] if since else self.scan.mentions
        self.claims: list[Claim] = []
        self.known = 0  # claims that there were when the last line ended
        self.passed: list[tuple[int, int, str]] = [(p.start, p.end, p.reason) for p in self.scan.skipped]
        self.passed += [(m.start, m.end, "date") for m in since]
        self.templates: dict[str, int] = {}  # fingerprint -> how often so far
        self.neighbours: dict[int, str] | None = None  # by where a figure of a table begins
        self.traditional = bool(_TRADITIONAL.search(document.text))
        self.of_taiwan = self.traditional and _is_of_taiwan(self.text)
        self.in_hong_kong_dollars = self.traditional and _of_a_firm_of_hong_kong(self.text)
        self.below = _BELOW.search(self.text)
        self.said: dict[re.Pattern[str], bool] = {}
        self.published_on = str(self.published or first_day(self.text))
        self.lines = [m.start() for m in _LINE_END.finditer(document.text)]
        self.anchors = [a.start for a in document.anchors]
        spans = self.folded.spans([(m.start, m.end) for m in self.mentions])
        self.spans = {m.start: span for m, span in zip(self.mentions, spans, strict=True)}  # in the source

    def _opening(self) -> list[EntityMention]:
        """The owners that the first sentences name, kept for their figures."""
        for start, end in self.sentences:
            if start >= OPENING:
                break
            if self.text[start] != "\n":
                self.found[start] = owners.find(self.text, start, end)
        return list(itertools.chain.from_iterable(self.found.values()))

    def run(self) -> Extraction:
        mentions, at = self.mentions, 0
        period_at = 0
        telling, headings = _Ahead(_TELLING, self.text), _Ahead(_HEADS, self.text)
        passage = self.story.passage
        short = self._is_short(0)
        for start, end in self.sentences:
            if self.text[start] == "\n":  # the end of a line whose last sentence is over
                passage.stage, passage.goals = "", False
                self._line_ends(start, end, short)
                short = self._is_short(end)
                continue
            here = []
            while at < len(mentions) and mentions[at].start < end:
                here.append(mentions[at])
                at += 1
            said = []
            while period_at < len(self.periods) and self.periods[period_at].start < end:
                said.append(self.periods[period_at])
                period_at += 1
            tells = telling.within(start, end)
            found = self.found.pop(start, None)
            if found is None and here:
                found = owners.find(self.text, start, end)
            heading = short and end - start < _HEADING
            if self.story.mixed:
                self._note(start, end, heading, found)
            if tells or passage.state.senses:  # else it says nothing of those after it
                self._listen(start, end, here, said)
            if found is not None and here:
                self._sentence(start, end, here, said, found, heading)
            elif said:
                remember(self.story, said)
                if heading and _is_only(self.text[start:end], said):
                    self.story.main = said[0]
            if not here and end - start < _HEADING and not self.text.startswith(("，", "。"), end - 1):
                self._head(start, end, headings.within(start, end))
            if tells:
                last_work(self.story, start, end)
            if self.text[end - 1] == "\n":
                self._line_ends(start, end, heading)
                short = self._is_short(end)
        return Extraction(self.document.source, tuple(self._settled()), tuple(self._ledger()))

    def _head(self, start: int, end: int, names: bool) -> None:
        """Keep what a short sentence without figures heads (`names`: it has a word for that); the next one ends it."""
        passage = self.story.passage
        if names or passage.stage or passage.goals:
            heading_names_stage(self.story, start, end)
            passage.goals = heads_goals(self.text[start:end])

    def _note(self, start: int, end: int, heading: bool, found: list[EntityMention] | None) -> None:
        """Keep a sentence for whom its item of many speaks of; a heading begins another item."""
        if heading:
            if not start or self.text[start - 1] == "\n":
                self.story.passage.state = State()
                self.story.item, self.story.unread = Item(), []
            self.story.passage.period = None
        self.story.unread.append(Unread(start, end, heading, found))

    def _listen(self, start: int, end: int, here: list[Mention], said: list[PeriodMention]) -> None:
        """Keep what a sentence tells of those after it, whatever its own figures are."""
        if _SITE_WORD.search(self.text, start, end):
            self._visit(start, end)
        carry_state(self.story, start, here[0].start if here else end, said)
        if not here:
            announced(self.story, start, end)

    def _line_ends(self, start: int, end: int, heading: bool) -> None:
        """Forget what goes no further than a line or paragraph; text[start:end] is its last sentence."""
        passage = self.story.passage
        passage.owner = None
        if not self.story.mixed and len(self.claims) > self.known:  # a paragraph that only leads in has none
            passage.state = State()
        self.known = len(self.claims)
        paragraph_ends(self.story)
        steps.paragraph_ends(self.story, start, end, heading)
        if end - start > 40 or _FULL_STOP.search(self.text, max(0, end - 3), end):
            passage.age += 1
            if passage.age > 2:
                passage.period = None  # the lines of a list go on with what the line above named
            passage.topic = Topic()

    def _visit(self, start: int, end: int) -> None:
        """Keep the site that a sentence names, which 这里 means in those after it."""
        for site in _SITE.finditer(self.text, start, end):
            self.story.venue = frames.clean(indicators.last_of(site.group())) or self.story.venue

    # -- a sentence ------------------------------------------------------------------------------

    def _sentence(
        self,
        start: int,
        end: int,
        here: list[Mention],
        said: list[PeriodMention],
        found: list[EntityMention],
        heading: bool,
    ) -> None:
        if self.story.about is not None and owners.is_listed(self.story.about):
            found = owners.as_parts(self.text, found)
        self.story.passage.among, self.story.passage.said = None, []
        steps.begin(self.story, start, end)
        if any(e.level == "country" and e.name != "中国" and not e.object for e in found):
            self.story.passage.abroad = True
        elif AT_HOME.search(self.text, start, end) or any(
            e.kind == "place" and e.level in ("province", "city") for e in found
        ):
            self.story.passage.abroad = False
        around, told = self.story.passage.owner, len(self.claims)
        context = self.text[start:end].strip()
        self.opening = opening_state(self.text, start, here[0].start)
        masked = _mask(self.text, start, end, here)
        group_start = start
        previous: Mention | None = None
        runs = _runs(self.text, here)
        main: PeriodMention | None = None
        local: PeriodMention | None = None
        leader: tuple[Frame, Reading] | None = None
        earlier = False  # the period was said before the last ；
        glance: PeriodMention | None = None  # 去年同期为…: a glance back, over where the figures change again
        streak: Period | None = None
        before: Frame | None = None
        last: tuple[Mention, Reading | None] | None = None
        # a time in brackets explains a comparison; it is not the sentence's
        free = [
            p
            for p in said
            if p.role in ("period", "duration")
            and p.period
            and self.text.rfind("（", start, p.start) <= self.text.rfind("）", start, p.start)
        ]
        aside = _sum_behind(self.story, here[0], free)  # …，全年增长27%；乙增长24%: behind the ； of the month
        for index, mention in enumerate(here):
            place, size = runs[index]
            floor = previous.end if previous else start
            begin = frames.clause_start(self.text, floor, mention.start)
            if "；" in self.text[floor : mention.start]:
                group_start, local, earlier, glance = begin, None, True, None
                if aside is not None and main is not None and main.period == aside.period:
                    main = free[0] if free[0].start < here[0].start else None
            frame = frames.read(self.text, begin, mention, found, said)
            listed = in_a_list(self.story, frame, start, mention, found)
            if not place and begin > floor and listed is None:
                between = max(floor, begin - 16), begin
                left_open = lacks_name(frame)
                clause = frames.before(self.text, floor, begin, mention, found, said) if left_open else None
                carry(self.story, frame, clause, between)
                narrow(self.story, frame, start, found)
            if before is not None and before.reference and frame.base is None and mention.start - floor < 8:
                frame.base = before.period  # 较1月的226亿元下跌8.9%
            before = frame
            for p in free:
                if floor <= p.start < mention.start:
                    if frames.starts_from(self.text, p, mention):
                        continue
                    if self.text[p.end : mention.start] == "的":
                        # 从3月的2.4%升至…: the time that a change starts from is that figure's alone
                        came = self.text[p.start - 1 : p.start] in ("从", "由", "自")
                        local = local if came else p
                        self.story.passage.came = p.period if came else self.story.passage.came
                    elif main is not None and p.rule.endswith(".same") and p.role == "period":
                        glance = p
                    elif is_aside(self.text, p):
                        local = p
                    else:
                        main, local, earlier, glance = p, None, False, None
            if previous is not None and _reaches(self.text, previous, mention):
                frame.sense, frame.sign, frame.name, frame.states = "level", 0, "", True
            reading: Reading | None
            if place and leader:
                frame, reading = next_in_run(self.story, leader, place, frame)
            else:
                reading = reading_of(self.story, frame, mention, here, index, size)
                leader = (frame, reading) if reading is not None else None
            reading = restated(self.text, last, mention, frame, reading)
            if listed is not None and reading is not None and not frame.name:
                reading = replace(reading, name="", known=False)
            last = (mention, reading)
            previous = mention
            if reading is None:
                reason = "ordinal" if mention.form == "rank" else "name" if mention.unit else "word"
                self.passed.append((mention.start, mention.end, reason))
                leader = None
                continue
            if glance is not None and reading.measure == "growth" and reading.basis == "yoy":
                glance = None  # 去年同期为36亿元，按年升1.1%
            usual = local if local and earlier else main
            period = period_of(self.story, frame, glance or usual, local, reading, mention, said)
            if (
                period is not None
                and reading is not None
                and "单日" not in reading.name
                and is_one_day(self.story, max(group_start, mention.start - 40), mention, period, said)
            ):
                period = None
            if self.story.passage.lead is None:
                self.story.passage.lead = main or self.story.passage.period
            period = reached(self.story, period, reading, start, mention)
            period = of_a_single_quarter(self.text, frame, mention, period)
            said_of = of_its_quarter(self.text, start, here[index - place], place, size, period)
            if said_of is not period and _ESTIMATED.search(self.text, start, mention.start):
                frame.senses |= {"target"}  # 8月时估各季为…
            period = said_of
            if reading is not None and reading.measure == "streak" and period is not None:
                streak = period = running(period, mention)
            elif reading.measure == "rank" and streak is not None and period is not None and streak.end == period.end:
                period = replace(period, start=date(period.end.year, 1, 1))
            owner, sure_owner = owner_of(self.story, frame, found, start, mention, reading)
            if listed is not None:
                owner, sure_owner = listed.name, True
                self.story.passage.owner = around
            shared = shared_owners(self.text, found, here[index - place], size) if size > 1 else []
            if shared:
                self.story.passage.owner = around  # none of them is what the next sentence speaks of
                owner, sure_owner = shared[place].name, True
            self._add(
                mention, frame, reading, period, owner, sure_owner, context, masked, index, start, group_start, heading
            )
        if len({c.entity for c in self.claims[told:]}) >= _SEVERAL:
            self.story.passage.owner = around  # 内地住客…、香港…及台湾…: what follows is of none of them
        remember(self.story, [p for p in said if aside is None or p.period != aside.period])

    def _is_short(self, start: int) -> bool:
        """Whether the line that begins at `start` can be a heading (怎样做到的？ …): short, no sentence and no cell."""
        stop = self.text.find("\n", start, start + _HEADING)
        if stop < 0:
            stop = len(self.text)
        return 0 < stop - start < _HEADING and self.text.find("。", start, stop) < 0 and self.text[stop - 1] != "|"

    # -- what it is --------------------------------------------------------------------------------

    # -- when and whose ------------------------------------------------------------------------------

    # -- the claim ------------------------------------------------------------------------------------

    def _add(
        self,
        mention: Mention,
        frame: Frame,
        reading: Reading,
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
        a_day = period is not None and period.kind == "duration" and period.start == period.end
        if a_day and reading.measure == "level" and reading.basis is None and reading.name.startswith("累计"):
            reading = replace(reading, basis="cumulative")  # 10月9日，累计票房…: up to that day, not of it
        of_a_film = owner is not None and owner.startswith("《")
        foreign = not reading.known or indicators.hint(reading.name)[1] not in ("", "元")
        if of_a_film and mention.unit in CURRENCIES and foreign and reading.measure == "level":
            reading = replace(reading, name="票房", known=True, rule=reading.rule + "+film")
        so_far = of_a_film and reading.basis == "cumulative" and period is not None and period.basis == "inherited"
        if so_far and self.published:  # all that a film has taken, not the season's takings
            period = Period(self.published, self.published, "instant", "document")
        if of_a_film and reading.name.endswith("票房"):
            reading = replace(reading, name=_takings().findall(reading.name)[0])
        of_then = frame.period is not None and self.text[frame.period.end : mention.start] in ("", "的")
        if _starts_a_change(self.text, start, mention) and not of_then:
            then = earlier_year(self.text[start : mention.start])  # 与2010年相比，…由8930人上升为…
            if then is None and self.text.find("同期", start, mention.start) >= 0:
                then = self.story.passage.came  # 由7至9月的…升至8至10月的…。同期的…由
            period, sure_owner = (then, sure_owner) if then else (period, False)
        begin, finish = self.spans[mention.start]
        if begin == finish:  # in a label that a table's figure was given
            return
        value, low, high, step, unit = mention.value, mention.low, mention.high, mention.step, mention.unit
        measure = reading.measure
        if mention.form == "multiple" and measure == "growth":
            value, low, high, step = (None if x is None else x * 100 for x in (value, low, high, step))
            unit = "%"
        if reading.sign < 0 and measure in ("growth", "change") and (value is None or value > 0):
            value, low, high = _negated(value), _negated(high), _negated(low)
        if unit.endswith("/股") and _OF_A_SHARE.search(indicators.standard(reading.name)):
            unit = unit.removesuffix("/股")  # each of a share: 1.2元 and 1.2元/股 are one figure
        if unit == "元":
            unit = self._currency(mention, owner)
        unit = "个" if unit == "国" else seats.UNIT if reading.rule == seats.RULE else unit
        if unit == "" and self.text.startswith("/10万", mention.end):
            unit = "/10万"
        if unit == "":
            kind, unit = indicators.hint(reading.name)
            visits = "人次" if _VISITORS.search(reading.name) and measure == "level" else ""
            unit = unit or ("点" if kind == "index" else "") or _UNIT_IN_NAME.get(reading.name[-2:], visits)
        reading, owner = self._ranked_by(frame, mention, reading, owner)
        name = indicators.standard(reading.name) if reading.name else ""
        senses = set(frame.senses)
        before = self.text[max(group_start, mention.start - 300) : mention.start]
        flags = states(self.opening, frame.senses | state_behind(self.text, mention.end), frame.start)
        flags |= carried_state(self.story, period) if not flags else set()
        if "forecast" in self.opening[1] and _is_over(period, self.published):
            flags.add("preliminary")  # 预计铁路客运量为…，民航客运量为…, told on the last day: all are estimates
        if measure in ("level", "ratio") and reading.basis is None and self._is_average(group_start, mention):
            reading = replace(reading, basis="average")
        since = since_when(frame, self.text[start : mention.start], reading, period)
        since = self._step(frame, since, reading, period)
        if measure in ("level", "growth", "change", "streak", "share", "ratio") and (
            among_goals(self.story, start, mention.start, period)
            or is_target(self.story, max(group_start, mention.start - 300), mention.start, senses, period)
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
        if name and measure in ("level", "change", "target") and not of_a_film:
            name = indicators.standard(indicators.in_unit(name, unit))
        if heading:
            flags.add("headline")
        if sure_owner and period is not None and name and not indicators.is_bare(name):
            if reading.known:
                flags.add("sure")
            elif words.is_noun_phrase(reading.name):
                flags.add("named")
        template = self._template(masked, index, period, owner, begin)
        line = bisect_right(self.lines, begin - 1) if begin else 0
        column = begin - (self.lines[line - 1] + 1 if line else 0)
        speaker = _SPEAKER.search(before) if _SAYS.search(before) else None
        if name[:2] in _exchanges() and (owner is None or owners.is_listed(owner)):
            owner = next((place for begins, place in _exchanges()[name[:2]] if name.startswith(begins)), owner)
        listed = owners.company_names().get(owner or "")
        if listed is not None and listed in self.story.names:
            owner = listed  # by the one name that its figures are filed under
        if name.startswith("集团") and indicators.is_name(name[2:]):
            name = indicators.standard(name[2:])
        if name in _TAKINGS_OF_A_FIRM and owner in self.story.names:
            name = "营业收入"
        if owner is not None and name.startswith(owner) and len(name) > len(owner) + 1:
            name = indicators.standard(name[len(owner) :])  # 花江大桥总长 of 花江大桥
        if owner is not None and places.place_level(owner) == "city":
            name = _CLASS_OF_CITY.sub("", name)  # 一线城市新房价格…，其中上海上涨…
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
                basis=stepwise(name, since, frame, period),
                entity=owner,
                indicator=name,
                period=averaged(period, frame, before, reading),
                attribution=speaker.group("who") if speaker else self.document.source.publisher,
                rule=f"{mention.rule}/{reading.rule}",
                step=step,
                scope=rank_field(frame) if measure == "rank" else "",
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

    def _step(self, frame: Frame, basis: str | None, reading: Reading, period: Period | None) -> str | None:
        """环比 goes on to what the sentence says after it without a word of its own: 环比上涨0.3%，二线城市上涨0.2%."""
        passage = self.story.passage
        if reading.measure in ("growth", "change"):
            points = reading.rule.startswith("points")
            of_year = steps.of_the_year(self.story, frame.basis, basis, frame.compared or ("" if points else "-"))
            basis = of_year if points else basis
        if reading.measure not in ("growth", "change") or reading.rule.startswith("points"):
            return basis  # 降幅比上月扩大0.1个百分点 does not make the fall one since last month
        if not steps.lendable(period):
            passage.basis = None
        lent = basis == "yoy" and "sequential" in frame.basis  # to the figure before of the same list
        own = (set(frame.basis) - {"reference"} and not lent) or frame.base is not None
        if own or (frame.period is not None and not passage.view):
            passage.basis = basis
        elif basis == "yoy" and reading.measure == "growth" and passage.basis in ("mom", "qoq") and not frame.compared:
            if passage.basis == "qoq" and "sequential" not in frame.basis:
                frame.basis.append("sequential")
            basis = passage.basis
        if reading.measure == "growth":
            passage.bases.add(basis or "")
        return basis

    def _is_average(self, start: int, mention: Mention) -> bool:
        """112年平均失业人数, 1—11月平均: the mean of a time, not its end."""
        if self.text.find("平均", start, mention.start) < 0:
            return False
        return any(
            not _DATED.search(self.text, m.end(), mention.start)
            for m in _MEAN.finditer(self.text, start, mention.start)
        )

    def _currency(self, mention: Mention, owner: str | None) -> str:
        """元 in a document of Hong Kong, Macao or Taiwan that names its own currency is that currency."""
        below = self.below
        if below is not None and mention.end >= below.start():
            return below[1]
        place = owner if owner in _OWN_CURRENCY else self.story.about
        if place not in _OWN_CURRENCY and self.of_taiwan:
            return "元" if "人民币" in self.text[max(0, mention.start - 5) : mention.end + 4] else "新台币"
        in_cents = place not in _OWN_CURRENCY and self.traditional and self._says(_CENTS)
        if in_cents and not self._says(_NOT_OF_HONG_KONG):
            return "港元"
        if self.in_hong_kong_dollars and place in (None, "香港", self.story.about):
            return "元" if "人民币" in self.text[max(0, mention.start - 5) : mention.end + 4] else "港元"
        currency, said = _OWN_CURRENCY.get(place or "", ("元", None))
        if said is None or "人民币" in self.text[max(0, mention.start - 5) : mention.end + 4]:
            return "元"
        at_home = self.of_taiwan if place == "台湾" else self.traditional and not self._says(_OTHER_MONEY)
        return currency if self._says(said) or at_home else "元"

    def _says(self, words_for_it: re.Pattern[str]) -> bool:
        """Whether the document writes in a currency; looked for once."""
        if words_for_it not in self.said:
            self.said[words_for_it] = words_for_it.search(self.text) is not None
        return self.said[words_for_it]

    def _ranked_by(
        self, frame: Frame, mention: Mention, reading: Reading, owner: str | None
    ) -> tuple[Reading, str | None]:
        """X在《…指数》中居首 is a rank of X in that index."""
        if reading.measure != "rank" or self.text.rfind("》", max(0, mention.start - 60), mention.start) < 0:
            return reading, owner
        titled = _INDEX.search(self.text, max(0, mention.start - 60), mention.start)
        if titled is None or re.search(r"[。；\n]", self.text[titled.end() : mention.start]):
            return reading, owner
        who = frames.clean(re.sub(r"^.*?\d+年", "", titled.group("who") or ""))
        kind = re.search(r"(?:集群|城市|大学|高校|企业|机场|港口?|医院)$", who)
        name = f"{titled.group('title')}{kind.group() if kind else ''}排名"
        return replace(reading, name=name, known=True, rule="rank:index"), who if "—" in who else owner

    def _template(self, masked: str, index: int, period: Period | None, owner: str | None, begin: int) -> str:
        # a period that only the document's date supports says no more than that date
        when = f"{period.start}/{period.end}" if period and period.basis != "document" else self.published_on
        who = owner if owner or not self.document.cells else self._beside(begin)
        body = f"{masked}|{index}|{when}|{who}"
        digest = hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:16]
        times = self.templates[digest] = self.templates.get(digest, 0) + 1
        return f"{digest}#{times}"

    def _beside(self, begin: int) -> str | None:
        """What stands beside a figure in a table that names nobody; None outside a table."""
        if self.neighbours is None:
            self.neighbours = cells.beside(self.document)
        return self.neighbours.get(begin)

    def _place(self, offset: int) -> str:
        at = bisect_right(self.anchors, offset) - 1
        return self.document.anchors[at].label if at >= 0 else ""

    # -- afterwards -------------------------------------------------------------------------------------

    def _settled(self) -> list[Claim]:
        """A lead that repeats a figure of the body without its year takes the body's year.

        A headline takes what the body says first, be its year only understood (同年10月).
        """
        stated: dict[tuple[object, ...], Period] = {}
        told: dict[tuple[object, ...], Period] = {}
        for c in reversed(self.claims):
            if c.period is not None and c.period.basis != "document" and c.value is not None:
                same = (c.indicator, c.measure, c.entity, c.value, c.unit)
                if c.period.basis == "stated":
                    stated[same] = c.period
                if "headline" not in c.flags:
                    told[same] = c.period
        out = []
        for claim in self.claims:
            if (claim.period is None or claim.period.basis != "stated") and not _is_small(claim):
                mine = (claim.indicator, claim.measure, claim.entity, claim.value, claim.unit)
                period = stated.get(mine) or (told.get(mine) if "headline" in claim.flags else None)
                if period is not None:
                    claim = replace(claim, period=replace(period, basis="inherited"))
            out.append(claim)
        return _of_the_owners(out)

    def _ledger(self) -> list[Skipped]:
        passed = self.passed + [(p.start, p.end, "name" if p.role == "name" else "date") for p in self.periods]
        passed = [entry for entry in passed if entry[1] > entry[0]]
        spans = self.folded.spans([entry[:2] for entry in passed])
        entries = [(s, e, reason) for (s, e), (_, _, reason) in zip(spans, passed, strict=True)]
        entries = sorted(entry for entry in entries if entry[1] > entry[0])
        covered = sorted([(c.start, c.end) for c in self.claims] + [(s, e) for s, e, _ in entries])
        entries += leftovers(self.document, covered)
        source = self.document.source.id
        return [Skipped(source, s, e, self.document.text[s:e], reason) for s, e, reason in sorted(set(entries))]


def _is_over(period: Period | None, published: date | None) -> bool:
    if period is None or published is None or period.basis == "document":
        return False
    return period.kind == "duration" and period.end <= published <= period.end + timedelta(days=3)


_SMALL = 100  # a count below it stands in many a text by chance


def _is_small(claim: Claim) -> bool:
    """2人死亡: as many died of another storm; a small count says nothing of when."""
    return claim.unit == "人" and claim.value is not None and claim.value < _SMALL and setting.runs_on(claim)


_PROFIT, _OWNERS_PROFIT = "净利润", "归属于上市公司股东的净利润"


def _of_the_owners(claims: list[Claim]) -> list[Claim]:
    """A headline's 净利 of the very size of 归母净利润 in the same paper is that: papers leave the 归母 out."""
    told = {(c.entity, c.measure, c.period): c for c in claims if c.indicator == _OWNERS_PROFIT and c.value is not None}
    out = []
    for c in claims:
        own = told.get((c.entity, c.measure, c.period)) if c.indicator == _PROFIT else None
        size = own.value if own is not None else None
        if size is not None and c.low is not None and c.high is not None and c.low <= size <= c.high:
            c = replace(c, indicator=_OWNERS_PROFIT)
        out.append(c)
    return out


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences; one beyond all measure is cut at its clauses, so that time stays linear in the text."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > _LONGEST:
            cut = next((at for mark in "；，、" if (at := text.rfind(mark, start, start + _LONGEST)) > start), 0)
            stop = cut + 1 if cut else start + _LONGEST
            yield start, stop
            start = stop
        if start < end:
            yield start, end


_AROUND_A_TIME = re.compile(r"[【\[（▶●■◆](?:(?:单月|当月|累计|合计|数据|情况)?[】\]）：:]?)")


def _is_only(line: str, said: list[PeriodMention]) -> bool:
    """【6月单月】, （1至6月）: a heading that names the time of the lines under it and nothing else."""
    if len(said) != 1 or said[0].period is None or said[0].period.start == said[0].period.end:
        return False
    return _AROUND_A_TIME.fullmatch(line.strip().replace(said[0].text, "", 1)) is not None


_TIMES = frozenset({"天", "周", "月", "年"})


def _since_opening(text: str, mention: Mention) -> bool:
    """上映5天, 开通15天: a time that figures are given for, itself no figure."""
    if mention.unit not in _TIMES:
        return False
    found = setting.since_opening().finditer(text, max(0, mention.start - 8), mention.end)
    return any(m.end() == mention.end for m in found)


@cache
def _released() -> re.Pattern[str]:
    verbs, genre = lexicon.signs("release").pattern, "(?:国产|动画|科幻|喜剧|纪录)?"
    return re.compile(f"(?:期间|前后|正式|全国|公开)?(?:{verbs})的{genre}(?:电影|影片|新片|电视剧|网剧)?《")


def _of_figures(text: str, found: tuple[PeriodMention, ...]) -> tuple[PeriodMention, ...]:
    """年初上映的《…》: when a work came out is no time of its figures."""
    if "《" not in text:
        return found
    out: list[PeriodMention] = []
    for p in reversed(found):
        of_a_work = _released().match(text, p.end) or (out and out[-1].role == "name" and out[-1].start == p.end)
        out.append(p._replace(role="name") if of_a_work else p)
    return tuple(reversed(out))


def _negated(x: Decimal | None) -> Decimal | None:
    return None if x is None else -x


_SITE_WORD = re.compile("科学城|科教城|产业园|科技园|开发区|高新区|新区|自贸区|示范区|基地|度假区|景区|校区|港区")
_SITE = re.compile(rf"[\u4e00-\u9fff]{{2,8}}(?:{_SITE_WORD.pattern})(?![一-龥]{{0,3}}(?:之一|集群))")
# what a sentence without figures may tell of those after it: a site, a work, whose account it is, what was announced
_HEADS = re.compile(f"目标|{STAGES}")
_TELLING = re.compile(f"》|{_SITE_WORD.pattern}|{ACCOUNTED.pattern}|{ANNOUNCING.pattern}")


def _is_of_taiwan(text: str) -> bool:
    """Whether a text in that script counts in Taiwan's currency without saying so: two of its words, no other money."""
    if re.search("人民币|港元|港币|澳门元", text):
        return False
    if "全台" in text or "主计总处" in text:
        return True
    said = {m.group() for m in lexicon.signs("taiwan_print").finditer(text)}
    return len(said) >= 2 and bool(said & {"年增", "季增", "月增", "年减", "季减", "月减", "新台币", "法说会"})


_HONG_KONG_CODE = re.compile(r"（0\d{2,4}(?:\.HK)?）|港元汇[价率]|[兑对]港[元币]")
_RENMINBI = re.compile(r"元人民币|人民币[约近逾]?[\d.,]+[万亿]*元?|(?P<other>人民币(?!兑|汇率|对|升值|贬值|走))")
_YUAN = re.compile(r"\d[万亿]*元")


def _of_a_firm_of_hong_kong(text: str) -> bool:
    """Whether a paper of a code or money of Hong Kong marks its few sums of renminbi: the others are not."""
    if _HONG_KONG_CODE.search(text) is None or "下同" in text:
        return False
    marked = list(_RENMINBI.finditer(text))
    first = _YUAN.search(text)
    if first is None or any(m["other"] for m in marked) or any(m.start() - 2 <= first.end() for m in marked):
        return False
    return 2 * len(marked) < sum(1 for _ in _YUAN.finditer(text))


def _sum_behind(story: Story, first: Mention, said: list[PeriodMention]) -> PeriodMention | None:
    """The longer time, around the one spoken of, that a sentence names again and again behind figures of that one."""
    behind = [p for p in said if p.start >= first.end]
    before = said[: len(said) - len(behind)][-1:] or [p for p in (story.passage.period,) if p is not None]
    now = before[0].period if before else None
    if now is None or len(behind) < 2 or any(p.period != behind[0].period or p.role != "period" for p in behind):
        return None
    span = behind[0].period
    around = span is not None and span.start <= now.start and now.end <= span.end
    return behind[0] if around and span is not None and span.end - span.start > 2 * (now.end - now.start) else None


def _runs(text: str, here: list[Mention]) -> list[tuple[int, int]]:
    """For each figure (its place in its enumeration, the enumeration's length)."""
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(here):
        end = at + 1
        while (
            end < len(here)
            and here[end].noun == here[at].noun
            and not (here[at].unit == "人" and text[here[end].end : here[end].end + 1] in ("死", "伤"))
            and (here[end].unit == here[at].unit or {here[end].unit, here[at].unit} == {"%", "倍"})
            and _LIST_GAP.match(text[here[end - 1].end : here[end].start])
            and not _reaches(text, here[end - 1], here[end])
        ):
            end += 1
        out += [(i - at, end - at) for i in range(at, end)]
        at = end
    return out


def _reaches(text: str, moved: Mention, reached: Mention) -> bool:
    """减少30万人至400万人: the second figure is what the first led to."""
    by = moved.start >= 2 and text[moved.start - 2 : moved.start] in MOVED and moved.unit != "%"
    return by and text[moved.end : reached.start] in ("至", "到")


def _starts_a_change(text: str, start: int, mention: Mention) -> bool:
    led = mention.start > start and text[mention.start - 1] in _STARTS
    return led and bool(_GOES_TO.match(text, mention.end))


def _mask(text: str, start: int, end: int, here: list[Mention]) -> str:
    """The sentence with its figures taken out; short ones take the line before along."""
    parts, at = [], start
    for mention in here:
        parts.append(text[at : mention.start])
        at = mention.end
    parts.append(text[at:end])
    body = "#".join(parts)
    if len(body) < 14 and start:
        body = _FIGURES.sub("#", text[max(0, start - 24) : start]) + body
    return _PAUSES.sub("", body)


_FIGURES, _PAUSES = re.compile(r"[\d.%]+"), re.compile(r"[\s，、。；：]+")


__all__ = ["extract"]
