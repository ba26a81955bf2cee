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
from dataclasses import replace
from functools import cache
from typing import Final

from factcheck import collector, lexicon, setting
from factcheck.extract import cells, claiming, clauses, frames, indicators, numerals, periods, sentences, steps
from factcheck.extract import entities as owners
from factcheck.extract.about import OPENING, about, mastheads
from factcheck.extract.claiming import Figure
from factcheck.extract.clauses import Frame
from factcheck.extract.currency import Money
from factcheck.extract.dating import (
    averaged,
    first_day,
    main_of,
    paragraph_ends,
    remember,
    with_holidays,
)
from factcheck.extract.entities import EntityMention
from factcheck.extract.ledger import leftovers
from factcheck.extract.listed import in_a_list
from factcheck.extract.measures import (
    beside,
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
from factcheck.extract.passage import Item, Reading, Sentence, State, Story, Topic, Unread
from factcheck.extract.periods import PeriodMention
from factcheck.extract.targets import carry_state, heads_goals, opening_state
from factcheck.extract.terms import Terms
from factcheck.extract.timeline import Times
from factcheck.extract.topics import announced, heading_names_stage
from factcheck.model import Claim, Document, Extraction, Period, Skipped
from factcheck.text import Folded, fold

_HEADING: Final = 45  # characters, a line's end with them
_LINE_END: Final = re.compile("\n")
_FULL_STOP: Final = re.compile("[。！？]")
_SEVERAL: Final = 3  # owners in one sentence, from which on the next sentence is of none of them


def extract(document: Document) -> Extraction:
    """Every figure of the document as a claim, or as a skipped numeral with its reason."""
    with collector.paused():
        return _Reader(document).run()


class _Ahead:
    """Places in a text, asked about by stretches from left to right."""

    def __init__(self, places: list[int]) -> None:
        self._starts = iter(places)
        self._at = -1

    def within(self, start: int, end: int) -> bool:
        """Whether one begins in text[start:end]; no stretch may begin before the last one asked about."""
        while self._at < start:
            self._at = next(self._starts, sys.maxsize)
        return self._at < end


class _Line:
    """Where the reading of a sentence stands: what its figures so far leave to those after them."""

    def __init__(self, sentence: Sentence, times: Times) -> None:
        self.sentence, self.times = sentence, times
        self.runs = sentences.runs(times.text, sentence.here)
        self.group = sentence.start  # where what stands behind the last ； begins
        self.previous: Mention | None = None
        self.leader: tuple[Frame, Reading] | None = None
        self.before: Frame | None = None
        self.last: tuple[Mention, Reading | None] | None = None


class _Reader:
    """Reads one document; holds what its sentences share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded: Folded = fold(cells.worded(document))
        self.text = self.folded.text
        self.published = document.source.published
        self.periods = _of_figures(self.text, with_holidays(self.text, periods.find(self.text, self.published)))
        self.scan = numerals.scan(self.text, [(p.start, p.end) for p in self.periods])
        self.sentences = list(sentences.sentences(self.text))
        self.found: dict[int, list[EntityMention]] = {}  # by where the sentence begins: the owners found so far
        printed = self.folded.printed() if document.cells else self.text
        apart = printed is not self.text
        opening = owners.find(printed, 0, min(OPENING, len(printed))) if apart else self._opening()
        whom = about(printed, document.source.entity, document.source.title, opening)
        self.story = Story(self.text, self.published, whom.names, whom.name, whom.mixed, whom.corporate)
        # what the paper's own name says of the document is known by now
        self.mastheads = mastheads(self.text) if whom.name and not whom.mixed else []
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
        self.money = Money(document.text, self.text)
        self.dated: tuple[Period | None, str] = None, ""  # the last period, and its days
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
        cues = _CUES.find(self.text)
        telling = _Ahead([at for which, at, _ in cues if which < len(_TELLING)])
        headings = _Ahead([at for which, at, _ in cues if which >= len(_TELLING)])
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
            if found and self.mastheads:
                found = [e for e in found if not any(a <= e.start < b for a, b in self.mastheads)]
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
            passage.topic, passage.shared = Topic(), []

    def _visit(self, start: int, end: int) -> None:
        """Keep the site that a sentence names, which 这里 means in those after it."""
        for site in _SITE.finditer(self.text, start, end):
            self.story.venue = clauses.clean(indicators.last_of(site.group())) or self.story.venue

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
        passage = self.story.passage
        if self.story.about is not None and owners.is_listed(self.story.about):
            found = owners.as_parts(self.text, found)
        passage.among, passage.said, passage.tally = None, [], None
        steps.begin(self.story, start, end)
        self._at_home(start, end, found)
        around, told = passage.owner, len(self.claims)
        masked = sentences.mask(self.text, start, end, here)
        opening = opening_state(self.text, start, here[0].start)
        sentence = Sentence(start, here, said, found, heading, self.text[start:end].strip(), masked, opening)
        times = Times(self.story, sentence)
        line = _Line(sentence, times)
        for index, mention in enumerate(here):
            figure = self._figure(line, index, mention, around)
            if figure is not None:
                claiming.by_how_much(figure, self.text, self.claims[told:])
                self._add(sentence, figure)
        if len({c.entity for c in self.claims[told:]}) >= _SEVERAL:
            passage.owner = around  # 内地住客…、香港…及台湾…: what follows is of none of them
        remember(self.story, times.to_keep())

    def _at_home(self, start: int, end: int, found: list[EntityMention]) -> None:
        """Keep whether the passage is about another country."""
        if any(e.level == "country" and e.name != "中国" and not e.object for e in found):
            self.story.passage.abroad = True
        elif AT_HOME.search(self.text, start, end) or any(
            e.kind == "place" and e.level in ("province", "city") for e in found
        ):
            self.story.passage.abroad = False

    def _figure(self, line: _Line, index: int, mention: Mention, around: str | None) -> Figure | None:
        """A figure of a sentence with what it says, when and whose; None where it has no name."""
        sentence, times, story = line.sentence, line.times, self.story
        start, here, found = sentence.start, sentence.here, sentence.found
        place, size = line.runs[index]
        floor = line.previous.end if line.previous else start
        begin = frames.clause_start(self.text, floor, mention.start)
        if "；" in self.text[floor : mention.start]:
            line.group = begin
            times.next_group()
        frame = frames.read(self.text, begin, mention, found, sentence.said)
        frames.over_so_many(frame, self.text, start, mention)
        listed = in_a_list(story, frame, start, mention, found)
        if not place and begin > floor and listed is None:
            between = max(floor, begin - 16), begin
            left_open = lacks_name(frame)
            clause = frames.before(self.text, floor, begin, mention, found, sentence.said) if left_open else None
            carry(story, frame, clause, between)
            narrow(story, frame, start, found)
        before, line.before = line.before, frame
        if before is not None and before.reference and frame.base is None and mention.start - floor < 8:
            frame.base = before.period  # 较1月的226亿元下跌8.9%
        times.pass_by(floor, mention)
        if line.previous is not None and sentences.reaches(self.text, line.previous, mention):
            frame.sense, frame.sign, frame.name, frame.states = "level", 0, "", True
        said = beside(self.text, line.last, mention, frame)
        if said is not None:
            reading: Reading | None = said
        else:
            frame, reading = self._read(line, index, frame)
        if listed is not None and reading is not None and not frame.name:
            reading = reading.but(name="", known=False)
        if said is None:
            line.last = (mention, reading)
        line.previous = mention
        if reading is None:
            reason = "ordinal" if mention.form == "rank" else "name" if mention.unit else "word"
            self.passed.append((mention.start, mention.end, reason))
            line.leader = None
            return None
        period = times.of(frame, reading, index, place, size, line.group)
        owner, sure = owner_of(story, frame, found, start, mention, reading)
        if listed is not None:
            owner, sure = listed.name, True
            story.passage.owner = around
        shared = shared_owners(self.text, found, here[index - place], size) if size > 1 else []
        if shared:
            story.passage.owner = around  # none of them is what the next sentence speaks of
            owner, sure = shared[place].name, True
        changed = reading.measure in ("growth", "change")
        against = times.against(frame, place, size, here[index - place], period) if changed else None
        return Figure(mention, index, line.group, frame, reading, period, owner, sure, against)

    def _read(self, line: _Line, index: int, frame: Frame) -> tuple[Frame, Reading | None]:
        """What a figure says, by itself or as one of an enumeration."""
        place, size = line.runs[index]
        here = line.sentence.here
        reading: Reading | None
        if place and line.leader:
            frame, reading = next_in_run(self.story, line.leader, place, frame)
        else:
            reading = reading_of(self.story, frame, here[index], here, index, size)
            line.leader = (frame, reading) if reading is not None else None
        return frame, restated(self.text, line.last, here[index], frame, reading)

    def _is_short(self, start: int) -> bool:
        """Whether the line that begins at `start` can be a heading (怎样做到的？ …): short, no sentence and no cell."""
        stop = self.text.find("\n", start, start + _HEADING)
        if stop < 0:
            stop = len(self.text)
        return 0 < stop - start < _HEADING and self.text.find("。", start, stop) < 0 and self.text[stop - 1] != "|"

    # -- the claim ------------------------------------------------------------------------------------

    def _add(self, sentence: Sentence, figure: Figure) -> None:
        begin, finish = self.spans[figure.mention.start]
        if begin == finish:  # in a label that a table's figure was given
            return
        story, mention, frame = self.story, figure.mention, figure.frame
        claiming.of_its_day(figure, self.published)
        claiming.of_what_it_started_from(story, sentence.start, figure)
        amount = claiming.amount(figure)
        unit = self.money.of(mention, figure.owner, story.about) if amount.unit == "元" else amount.unit
        unit = claiming.unit_of(figure, unit, self.text)
        claiming.ranked_by(figure, self.text)
        measure, since, flags = claiming.stated(story, sentence, figure)
        name = claiming.name_of(figure, measure, unit)
        flags |= claiming.sureness(figure, name)
        template = self._template(self._worded(sentence, mention, unit), figure, begin)
        owner, name = claiming.filed(story, figure.owner, name)
        line = bisect_right(self.lines, begin - 1) if begin else 0
        column = begin - (self.lines[line - 1] + 1 if line else 0)
        before = self.text[max(figure.group, mention.start - claiming.BEFORE) : mention.start]
        self.claims.append(
            Claim(
                id=f"c{len(self.claims) + 1}",
                source=self.document.source.id,
                start=begin,
                end=finish,
                text=self.document.text[begin:finish],
                value=amount.value,
                low=amount.low,
                high=amount.high,
                unit=unit,
                qualifier=mention.qualifier,
                measure=measure,
                basis=stepwise(name, figure.against or since, frame, figure.period),
                entity=owner,
                indicator=name,
                period=averaged(figure.period, frame, before, figure.reading),
                attribution=claiming.speaker(before) or self.document.source.publisher,
                rule=f"{mention.rule}/{figure.reading.rule}",
                step=amount.step,
                scope=rank_field(frame) if measure == "rank" else "",
                template=template,
                context=sentence.context,
                flags=tuple(sorted(flags)),
                trace=claiming.trace(figure, owner, self.text),
                place=self._place(begin),
                line=line + 1,
                column=column + 1,
            )
        )

    def _worded(self, sentence: Sentence, mention: Mention, unit: str) -> str:
        """The words of a sentence; 72亿美元，增长5% and 520亿元，增长5% are not one sentence for the growth."""
        dollars = unit == "%" and self.text.find("美元", sentence.start, mention.start) >= 0
        return f"{sentence.masked}美元" if dollars else sentence.masked

    def _template(self, masked: str, figure: Figure, begin: int) -> str:
        owner = figure.owner
        who = owner if owner or not self.document.cells else self._beside(begin)
        body = f"{masked}|{figure.index}|{self._when(figure.period)}|{who}"
        digest = hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:16]
        times = self.templates[digest] = self.templates.get(digest, 0) + 1
        return f"{digest}#{times}"

    def _when(self, period: Period | None) -> str:
        """The days of a period; of one that only the document's date supports it says no more than that date."""
        if period is None or period.basis == "document":
            return self.published_on
        if period is not self.dated[0]:  # most figures are of the time of the one before them
            self.dated = period, f"{period.start}/{period.end}"
        return self.dated[1]

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
        stated: dict[tuple[object, ...], Claim] = {}
        told: dict[tuple[object, ...], Claim] = {}
        for c in reversed(self.claims):
            if c.period is not None and c.period.basis != "document" and c.value is not None:
                same = (c.indicator, c.measure, c.entity, c.value, c.unit)
                if c.period.basis == "stated":
                    stated[same] = c
                if "headline" not in c.flags:
                    told[same] = c
        out = []
        for claim in self.claims:
            if (claim.period is None or claim.period.basis != "stated") and not _is_small(claim):
                mine = (claim.indicator, claim.measure, claim.entity, claim.value, claim.unit)
                once = stated.get(mine) or (told.get(mine) if "headline" in claim.flags else None)
                if once is not None and once.period is not None and not _is_of_then(once, claim):
                    claim = replace(claim, period=replace(once.period, basis="inherited"))
            out.append(claim)
        return _of_the_owners(out)

    def _ledger(self) -> list[Skipped]:
        passed = self.passed + [(p.start, p.end, "name" if p.role == "name" else "date") for p in self.periods]
        passed = [entry for entry in passed if entry[1] > entry[0]]
        spans = self.folded.spans([(start, end) for start, end, _ in passed])
        entries = {(s, e, reason) for (s, e), (_, _, reason) in zip(spans, passed, strict=True) if e > s}
        covered = sorted([(c.start, c.end) for c in self.claims] + [(s, e) for s, e, _ in entries])
        entries.update(leftovers(self.document, covered))
        text, source = self.document.text, self.document.source.id
        return [Skipped(source, s, e, text[s:e], reason) for s, e, reason in sorted(entries)]


_SMALL: Final = 100  # a count below it stands in many a text by chance


def _is_of_then(told: Claim, claim: Claim) -> bool:
    """0.20元，与去年同期的0.20元相同: the same figure of an earlier time that one sentence compares with."""
    if told.context != claim.context or told.period is None or claim.period is None or claim.measure == "streak":
        return False
    years = claim.period.end.year - told.period.end.year
    return years > 0 and periods.iso(periods.minus_years(claim.period, years)) == periods.iso(told.period)


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


_AROUND_A_TIME: Final = re.compile(r"[【\[（▶●■◆](?:(?:单月|当月|累计|合计|数据|情况)?[】\]）：:]?)")


def _is_only(line: str, said: list[PeriodMention]) -> bool:
    """【6月单月】, （1至6月）: a heading that names the time of the lines under it and nothing else."""
    if len(said) != 1 or said[0].period is None or said[0].period.start == said[0].period.end:
        return False
    return _AROUND_A_TIME.fullmatch(line.strip().replace(said[0].text, "", 1)) is not None


_TIMES: Final = frozenset({"天", "周", "月", "年"})


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
        if of_a_work:
            p.role = "name"
        out.append(p)
    return tuple(reversed(out))


_SITE_WORD: Final = lexicon.signs("site")
_SITE: Final = re.compile(rf"[\u4e00-\u9fff]{{2,8}}(?:{_SITE_WORD.pattern})(?![一-龥]{{0,3}}(?:之一|集群))")
# what a sentence without figures may tell of those after it: a site, a work, whose account it is, what was announced
_TELLING: Final = ("》", *(word for kind in ("site", "account", "announces") for word in lexicon.sign_words(kind)))
_CUES: Final = Terms([*_TELLING, "目标", *lexicon.sign_words("schooling")])  # these, and what a heading names


__all__ = ["extract"]
