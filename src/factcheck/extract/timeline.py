"""The times that a sentence names, as its figures are come to from left to right, and which is whose."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from factcheck.extract import clauses
from factcheck.extract.clauses import Frame
from factcheck.extract.dating import (
    before,
    is_aside,
    is_one_day,
    is_sum_by_the_way,
    of_a_single_quarter,
    of_its_quarter,
    of_then,
    period_of,
    reached,
    running,
    step_between,
)
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Reading, Sentence, Story
from factcheck.extract.period_roles import IN_MONEY
from factcheck.extract.periods import PeriodMention
from factcheck.extract.topics import BASES
from factcheck.model import Period

_ESTIMATED: Final = re.compile("预估|预测|预计|时估|原估")


class Times:
    """The times of one sentence."""

    def __init__(self, story: Story, sentence: Sentence) -> None:
        self.story, self.text = story, story.text
        self.sentence = sentence
        start = sentence.start
        # a time in brackets explains a comparison; it is not the sentence's
        self.free = [
            p
            for p in sentence.said
            if p.role in ("period", "duration")
            and p.period
            and self.text.rfind("（", start, p.start) <= self.text.rfind("）", start, p.start)
        ]
        # …，全年增长27%；乙增长24%: behind the ； of the month
        self.aside = _sum_behind(story, sentence.here[0], self.free)
        self.main: PeriodMention | None = None
        self.local: PeriodMention | None = None
        self.earlier = False  # the period was said before the last ；
        self.glance: PeriodMention | None = None  # 去年同期为…: a glance back, over where the figures change again
        self.streak: Period | None = None
        # 收入57.3亿元（2024年：49.8亿元）: the times of single figures, and that of the figure before
        # 相当于2019年5月（259.52亿元）的82%: so is one that opens a bracket right behind a time
        self.beside = [p for p in sentence.said if self._has_its_figure(p)]
        self.last: Period | None = None
        self.month: PeriodMention | None = None  # what the months up to it were added to, by the way
        self.in_turn: list[PeriodMention] = []  # 7月、8月、9月分别…: the times of single figures

    def _has_its_figure(self, p: PeriodMention) -> bool:
        behind = self.text[p.end : p.end + 1]
        labelled = p.role == "aside" and _ITS_LABEL.match(self.text, p.end) is not None
        return labelled or (p.role != "dateline" and behind == "（")

    def to_keep(self) -> list[PeriodMention]:
        """The times that sentences after this one may be of."""
        said = [p for p in self.sentence.said if self.aside is None or p.period != self.aside.period]
        parts = self.sentence.here and _PARTS_FOLLOW.match(self.text, self.sentence.here[-1].end)
        around = self.story.passage.period
        if self.in_turn and _are_within(self.in_turn, around):
            said = [p for p in said if p not in self.in_turn]
        if parts:
            return said  # 1—6月累计增长5%。其中，…: the next sentence goes on with it
        before = [around, *(p if p.role == "period" else None for p in said)]
        return [p for p, now in zip(said, before, strict=False) if not is_sum_by_the_way(self.text, p, now)]

    def next_group(self) -> None:
        """A ； is passed: what was said of one figure holds no longer."""
        self.local, self.earlier, self.glance = None, True, None
        if self.month is not None:
            self.main, self.month = self.month, None
        if self.aside is not None and self.main is not None and self.main.period == self.aside.period:
            self.main = self.free[0] if self.free[0].start < self.sentence.here[0].start else None

    def pass_by(self, floor: int, mention: Mention) -> None:
        """The times between `floor` and a figure are passed."""
        for p in self.free:
            if not floor <= p.start < mention.start or clauses.starts_from(self.text, p, mention):
                continue
            if _OF.fullmatch(self.text, p.end, mention.start):
                # 从3月的2.4%升至…: the time that a change starts from is that figure's alone
                came = self.text[p.start - 1 : p.start] in ("从", "由", "自")
                self.local = self.local if came else p
                self.story.passage.came = p.period if came else self.story.passage.came
            elif self.main is not None and p.rule.endswith(".same") and p.role == "period":
                self.glance = p
            elif is_aside(self.text, p):
                self.local = p
            else:
                now = self.main or self.story.passage.period
                self.month = now if is_sum_by_the_way(self.text, p, now) else None
                self.main, self.local, self.earlier, self.glance = p, None, False, None

    def of(self, frame: Frame, reading: Reading, index: int, place: int, size: int, group: int) -> Period | None:
        """The period of a figure: the `place`th of an enumeration of `size`, in the group from `group`."""
        sentence, text, start = self.sentence, self.text, self.sentence.start
        mention = sentence.here[index]
        then = self._beside(mention)
        if then is not None:
            return of_then(then, self.last)
        own = self._shared_out(place, size, sentence.here[index - place]) or self._reached(reading, mention)
        if own is not None:
            self.last = own
            return own
        if self.glance is not None and reading.measure == "growth" and reading.basis == "yoy":
            self.glance = None  # 去年同期为36亿元，按年升1.1%
        usual = self.glance or (self.local if self.local and self.earlier else self.main)
        period = period_of(self.story, frame, usual, self.local, reading, mention, sentence.said)
        if frame.reference and frame.period is not None and frame.period.period is None:
            # 疫情前的三成: when that was is not known
            return of_then(frame.period, period) if frame.period.rule.endswith(".same") else None
        a_day = period is not None and "单日" not in reading.name
        if (
            period is not None
            and a_day
            and is_one_day(self.story, max(group, mention.start - _NEAR), mention, period, sentence.said)
        ):
            period = None
        if self.story.passage.lead is None:
            self.story.passage.lead = self.main or self.story.passage.period
        period = reached(self.story, period, reading, start, mention)
        period = of_a_single_quarter(text, frame, mention, period)
        than = _THAN.search(text, max(start, mention.start - _NEAR), mention.start)
        if than is not None and period is not None and not frame.reference and reading.measure in ("level", "ratio"):
            return before(period, than)
        said_of = of_its_quarter(text, start, sentence.here[index - place], place, size, period)
        if said_of is not period and _ESTIMATED.search(text, start, mention.start):
            frame.senses |= {"target"}  # 8月时估各季为…
        self.last = self._run_on(said_of, reading, mention)
        return self.last

    def _beside(self, mention: Mention) -> PeriodMention | None:
        """The time that stands right before a figure in the same brackets."""
        said = next((p for p in reversed(self.beside) if p.end < mention.start), None)
        if said is None or self.text.find("）", said.end, mention.start) >= 0:
            return None
        bracketed = self.text[said.end] == "（"
        return None if bracketed and not _OPENED.fullmatch(self.text, said.end, mention.start) else said

    def _shared_out(self, place: int, size: int, first: Mention) -> Period | None:
        """2024年同期及2025年第二季度分别为50.1%及53.0%: the time of the `place`th of `size` figures, each its own."""
        if size < 2 or self.text.find("分别", max(0, first.start - _NEAR), first.start) < 0:
            return None
        again = self.story.passage.shared
        if len(again) == size and _SAME_TIMES.search(self.text, max(0, first.start - _NEAR), first.start):
            return again[place]
        earlier = [p for p in self.sentence.said if p.end <= first.start]
        said, more = earlier[-size:], earlier[-size - 1 : -size]
        if more and self.text[more[0].end : said[0].start] in _AND:
            return None
        joined = all(self.text[a.end : b.start] in _AND for a, b in pairwise(said))
        joined = joined and all(p.role == "period" for p in said)
        if len(said) < size or not joined or not _IN_TURN.fullmatch(self.text, said[-1].end, first.start):
            return None
        periods = [replace(p.period, basis="stated") for p in said if p.period is not None]
        if len(periods) < size:
            return None
        self.in_turn, self.story.passage.shared = said, periods
        return periods[place]

    def against(self, frame: Frame, place: int, size: int, first: Mention, period: Period | None) -> str | None:
        """较2023年和2019年分别增长12%和30%: what the change of the `place`th of `size` figures runs against.

        None where the words before them name one for all.
        """
        if size < 2 or period is None or self.text.find("分别", max(0, first.start - _NEAR), first.start) < 0:
            return None
        both = _BOTH.search(self.text, max(0, first.start - _NEAR), first.start)
        steps = [basis for basis in frame.basis if basis != "reference"]
        if both is not None:
            steps = ["yoy", "sequential"] if both["yearly"] else ["sequential", "yoy"]
        if len(steps) == size == len(set(steps)):  # 同比和环比分别
            return BASES.get(steps[place], steps[place])
        said = [p for p in self.sentence.said if p.end <= first.start][-size:]
        joined = all(self.text[a.end : b.start] in _AND for a, b in pairwise(said))
        if len(said) < size or not joined or any(p.role != "reference" for p in said):
            return None
        behind = _COMPARED_IN_TURN.fullmatch(self.text, said[-1].end, first.start)
        if behind is None or not (behind[1] or self.text.endswith(_IN_TURN_WITH, 0, said[0].start)):
            return None
        base, year = said[place].period, _YEAR.match(said[place].text)
        step = step_between(base, period) if base is not None else None
        if step is not None or (year is None and base is None):
            return step
        then = int(year[1]) if year else base.end.year if base else 0
        years = period.end.year - then
        return "yoy" if years == 1 else f"vs {then}" if years > 1 else None

    def _reached(self, reading: Reading, mention: Mention) -> Period | None:
        """由2024年的33.2亿元增长18.5%至2025年的39.3亿元: the growth is that of the time it leads to."""
        if reading.measure != "growth" or self.text[mention.end : mention.end + 1] not in ("至", "到"):
            return None
        return next((p.period for p in self.free if p.start == mention.end + 1), None)

    def _run_on(self, period: Period | None, reading: Reading, mention: Mention) -> Period | None:
        """A streak's own time, and that of a rank held for as long."""
        if period is None:
            return None
        if reading.measure == "streak":
            self.streak = running(period, mention)
            return self.streak
        if reading.measure == "rank" and self.streak is not None and self.streak.end == period.end:
            return replace(period, start=date(period.end.year, 1, 1))
        return period


def _are_within(said: list[PeriodMention], around: PeriodMention | None) -> bool:
    """Whether all of some times lie within the one that was spoken of before them."""
    whole = around.period if around is not None else None
    if whole is None:
        return False
    return all(p.period is not None and whole.start <= p.period.start <= p.period.end <= whole.end for p in said)


_PARTS_FOLLOW: Final = re.compile(r"[^。！？\n]{0,40}[。！？\n]\s*(?:其中|分)")
_OPENED: Final = re.compile("（(?:为|是)?" + IN_MONEY)
_OF: Final = re.compile("的" + IN_MONEY)
_ITS_LABEL: Final = re.compile("(?:预期|计划|年度)?(?:目标|实际|完成)?[：:]")  # （2024年目标：6%左右）
_AND: Final = frozenset({"及", "和", "与", "、", "以及"})
_IN_TURN: Final = re.compile(
    "[，的]?[^，。；：、\\d]{0,24}分别(?:同比|环比|按年|比上年)?(?:增长|上升|上涨|下降|下跌|[升增降跌])?[为达]?"
    + IN_MONEY
)
# 同期，毛利率分别为: the times that the figures before were shared out over
_SAME_TIMES: Final = re.compile(r"(?:^|[，。；\n])(?:于|在)?同期[，内]?[^，。；：、\d]{0,24}分别[^，。；：、\d]{0,6}$")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")
_COMPARED_IN_TURN: Final = re.compile(
    r"(?:同期|同月|同季)?(?:的水平)?(?:相比|比较)?[，]?[^，。；：、\d]{0,12}?(分别)?[^，。；：、\d]{0,8}"
)
_IN_TURN_WITH: Final = tuple("分别" + word for word in "比较与同")
_BOTH: Final = re.compile(r"(?:(?P<yearly>同)[、和及]?环|环[、和及]?同)比[^，。；、\d]{0,12}$")  # 同、环比分别
# 42.3万人次，较去年38.1万人次增加11%: the figure of then, where 较去年 is read as a step of comparison
_THAN: Final = re.compile(
    "[较比](?:(?P<year>去年|上年|上一年|前年)|(?P<month>上个?月)|(?P<quarter>上个?季度?|上一季度?))"
    "(?:度|全年|同期|同月|同季|同日)?的?" + IN_MONEY + "$"
)
_NEAR: Final = 40  # characters before a figure in which a day is named for it


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
