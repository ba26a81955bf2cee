"""What makes a claim of a figure that was read: its value and unit, its name, whose it is, and how settled it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

from factcheck import lexicon, words
from factcheck.extract import calendar, clauses, exchange, indicators, places, seats, sentences, steps
from factcheck.extract import entities as owners
from factcheck.extract.amounts import CURRENCIES
from factcheck.extract.clauses import Frame
from factcheck.extract.dating import earlier_year, is_year, since_when
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Reading, Sentence, Story
from factcheck.extract.targets import among_goals, carried_state, is_target, state_behind, states
from factcheck.extract.terms import Terms
from factcheck.model import Claim, Measure, Period

BEFORE: Final = 300  # characters before a figure, at most, in which its group says who speaks, and of what goals
# what a sentence can open with and have figures of its own: a project, a fund, a site
_INDEX: Final = re.compile(
    r"(?P<who>[^，。；《》在]{0,24})(?:在[^，。；《》]{0,16})?《(?P<title>[^《》]{2,24}(?:指数|榜单?|排名|排行榜|报告))》(?:[^，。；《》]{0,8})$"
)
_SAYS: Final = Terms(verb + mark for verb in lexicon.sign_words("saying") for mark in "，：:“")
_SPEAKER: Final = re.compile(
    r"(?:^|[，。；“”])(?:据|根据|来自)?(?P<who>[^，。；“”]{2,30}?)(?:日前|今日|昨日|近日)?"
    rf"(?:{lexicon.signs('saying').pattern})[，：:“]"
)
# 某组织11月12日联合发布的报告
_PUBLISHED: Final = re.compile(
    r"(?:近日|日前|[今昨]天|[今昨]日|(?:\d+年)?(?:\d+月)?\d+日)?(?:（[^（）]*）)?(?:联合|最新)*(?:发布|公布|公开)的.*$"
)
_CLASS_OF_CITY: Final = re.compile(r"^[一二三四]线城市(?=.{4})")
_TAKINGS_OF_A_FIRM: Final = frozenset({"总收入", "总收益", "收入总额"})
_BASIS_WORDS: Final = {"stated": "文中写明", "inherited": "由上文承接", "document": "按文件日期"}
_MEAN: Final = re.compile(r"(?<=\d)[年月]平均(?![每气降雨价工住受单])|[上下]半年平均|季度?平均|全年平均")
_DATED: Final = re.compile(r"\d(?:年|月|季)|[。\n]|去年|今年|上年")
_VISITORS: Final = re.compile("(?:旅客|游客)(?:总[数量]|数量)?$")  # 旅客总数220.97万
_OF_A_SHARE: Final = re.compile("^(?:(?:基本|稀释)?每股|EPS)|股息$")
_UNIT_IN_NAME: Final = {"人次": "人次", "人数": "人", "人口": "人"}


class Figure:
    """A figure of a sentence with what was read of it."""

    __slots__ = ("against", "frame", "group", "index", "mention", "owner", "period", "reading", "sure_owner")

    def __init__(
        self,
        mention: Mention,
        index: int,
        group: int,
        frame: Frame,
        reading: Reading,
        period: Period | None,
        owner: str | None,
        sure_owner: bool,
        against: str | None,
    ) -> None:
        self.mention = mention
        self.index = index  # among the figures of its sentence
        self.group = group  # where what stands behind the last ； before it begins
        self.frame = frame
        self.reading = reading
        self.period = period
        self.owner = owner
        self.sure_owner = sure_owner
        self.against = against  # what it runs against, where several figures share out what they are compared with

    @property
    def of_a_film(self) -> bool:
        """Whether it is of a film, or another work."""
        return self.owner is not None and self.owner.startswith("《")


class Amount:
    """A value with the interval that the wording allows, the worth of its last digit, and its unit."""

    __slots__ = ("high", "low", "step", "unit", "value")

    def __init__(
        self, value: Decimal | None, low: Decimal | None, high: Decimal | None, step: Decimal | None, unit: str
    ) -> None:
        self.value = value
        self.low = low
        self.high = high
        self.step = step
        self.unit = unit


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


def of_its_day(figure: Figure, published: date | None) -> None:
    """What is said to be in all up to a time is not of that time; what a film has taken are its takings."""
    reading, period = figure.reading, figure.period
    if reading.measure == "level" and reading.basis is None and reading.name.startswith("累计"):
        reading = reading.but(basis="cumulative")  # 10月9日，累计票房…; 10月，累计交付量…: up to then
    if figure.of_a_film:
        foreign = not reading.known or indicators.hint(reading.name)[1] not in ("", "元")
        if figure.mention.unit in CURRENCIES and foreign and reading.measure == "level":
            reading = reading.but(name="票房", known=True, rule=reading.rule + "+film")
        if reading.basis == "cumulative" and period is not None and period.basis == "inherited" and published:
            # all that a film has taken, not the season's takings
            figure.period = Period(published, published, "instant", "document")
        if reading.name.endswith("票房"):
            reading = reading.but(name=_takings().findall(reading.name)[0])
    figure.reading = reading


def of_what_it_started_from(story: Story, start: int, figure: Figure) -> None:
    """The time of 8930人 in 与2010年相比，…由8930人上升为…: not the sentence's, and unknown where it is not said."""
    text, mention, said = story.text, figure.mention, figure.frame.period
    of_then = said is not None and text[said.end : mention.start] in ("", "的")
    if of_then or not sentences.starts_a_change(text, start, mention):
        return
    then = earlier_year(text[start : mention.start])
    if then is None and text.find("同期", start, mention.start) >= 0:
        then = story.passage.came  # 由7至9月的…升至8至10月的…。同期的…由
    if then:
        figure.period = then
        return
    figure.sure_owner = False
    period = figure.period
    if period is not None and is_year(period) and not _OVER_YEARS.search(text, start, mention.start):
        figure.period = replace(calendar.minus_years(period, 1), basis="inherited")  # 去年，招生从16万人降到14万人


_OVER_YEARS: Final = re.compile(r"年[间来版]|以来|期间|相比|比较|预[期测计]|[从由自](?:19|20)\d\d年")


def by_how_much(figure: Figure, text: str, before: Sequence[Claim]) -> None:
    """票房437亿元，已超出去年全年票房12亿元: not the takings of last year, which were no thirtieth of this year's.

    `before`: the claims of the sentence so far.
    """
    reading = figure.reading
    if reading.measure != "level" or not _BEYOND.search(text, figure.frame.start, figure.mention.start):
        return
    value, name = figure.mention.value, indicators.standard(reading.name)
    last = next((c for c in reversed(before) if c.measure == "level" and c.indicator == name), None)
    if last is None or last.value is None or value is None or last.unit != figure.mention.unit:
        return
    if last.value > _MUCH * value > 0:
        figure.reading = reading.but(measure="change", rule=reading.rule + ":beyond")
        figure.period = last.period


_BEYOND: Final = re.compile("超[出过]|高出|多出")
_MUCH: Final = 4  # times as much as what it would have gone beyond


def amount(figure: Figure) -> Amount:
    """The value as it counts: 1.1倍 more is 110 %, what fell by 5 % grew by -5 %."""
    mention, reading = figure.mention, figure.reading
    value, low, high, step, unit = mention.value, mention.low, mention.high, mention.step, mention.unit
    if mention.form == "multiple" and reading.measure == "growth":
        value, low, high, step = (None if x is None else x * 100 for x in (value, low, high, step))
        unit = "%"
    if reading.sign < 0 and reading.measure in ("growth", "change") and (value is None or value > 0):
        value, low, high = _negated(value), _negated(high), _negated(low)
    if unit.endswith("/股") and _OF_A_SHARE.search(indicators.standard(reading.name)):
        unit = unit.removesuffix("/股")  # each of a share: 1.2元 and 1.2元/股 are one figure
    return Amount(value, low, high, step, unit)


def _negated(x: Decimal | None) -> Decimal | None:
    return None if x is None else -x


def unit_of(figure: Figure, unit: str, text: str) -> str:
    """The unit of a figure; where it has none, that which its name says."""
    unit = "个" if unit == "国" else seats.UNIT if figure.reading.rule == seats.RULE else unit
    if unit:
        return unit
    if text.startswith("/10万", figure.mention.end):
        return "/10万"
    name = figure.reading.name
    if figure.reading.rule == exchange.RULE:
        return exchange.unit(name)
    kind, unit = indicators.hint(name)
    visits = "人次" if _VISITORS.search(name) and figure.reading.measure == "level" else ""
    return unit or ("点" if kind == "index" else "") or _UNIT_IN_NAME.get(name[-2:], visits)


def ranked_by(figure: Figure, text: str) -> None:
    """X在《…指数》中居首 is a rank of X in that index."""
    mention = figure.mention
    if figure.reading.measure != "rank" or text.rfind("》", max(0, mention.start - 60), mention.start) < 0:
        return
    titled = _INDEX.search(text, max(0, mention.start - 60), mention.start)
    if titled is None or re.search(r"[。；\n]", text[titled.end() : mention.start]):
        return
    who = clauses.clean(re.sub(r"^.*?\d+年", "", titled.group("who") or ""))
    kind = re.search(r"(?:集群|城市|大学|高校|企业|机场|港口?|医院)$", who)
    name = f"{titled.group('title')}{kind.group() if kind else ''}排名"
    figure.reading = figure.reading.but(name=name, known=True, rule="rank:index")
    figure.owner = who if "—" in who else figure.owner


def stated(story: Story, sentence: Sentence, figure: Figure) -> tuple[Measure, str | None, set[str]]:
    """What a figure is (a target is no level), since when it changed, and its flags."""
    text, mention, frame, period = story.text, figure.mention, figure.frame, figure.period
    flags = states(sentence.opening, frame.senses | state_behind(text, mention.end), frame.start)
    flags |= carried_state(story, period) if not flags else set()
    if "forecast" in sentence.opening[1] and _is_over(period, story.published):
        flags.add("preliminary")  # 预计铁路客运量为…，民航客运量为…, told on the last day: all are estimates
    if figure.reading.measure in ("level", "ratio") and figure.reading.basis is None and _is_average(text, figure):
        figure.reading = figure.reading.but(basis="average")
    since = since_when(frame, text[sentence.start : mention.start], figure.reading, period)
    since = _step(story, frame, since, figure.reading, period)
    if figure.reading.measure == "level" and since in (None, "cumulative"):
        since = _since_what(text, sentence, mention.start) or since
    measure: Measure = "target" if _is_target(story, sentence.start, figure) else figure.reading.measure
    ahead = _is_ahead(text, mention.start, period, story.published)
    if "forecast" in flags and measure != "target" and not ahead and _is_past(period, story.published):
        flags = flags - {"forecast"} | {"preliminary"}  # an estimate before the final figure
    if sentence.heading:
        flags.add("headline")
    return measure, since, flags


def _since_what(text: str, sentence: Sentence, at: int) -> str | None:
    """自停火以来已有312人丧生: not of the document's day; None where a time is named (自2020年以来)."""
    last = text.rfind("以来", sentence.start, at) + 2
    said = _SINCE.search(text, sentence.start, last) if last > 1 and text[last] not in "最首第新的" else None
    if said is None or any(p.start < said.end() and p.end > said.start() for p in sentence.said):
        return None
    return f"since {said[1]}"


_SINCE: Final = re.compile(r"自从?([^，。；、\d自]{2,12})以来$")
_AIMED: Final = frozenset({"level", "growth", "change", "streak", "share", "ratio"})


def _is_target(story: Story, start: int, figure: Figure) -> bool:
    if figure.reading.measure not in _AIMED or figure.reading.basis == "against_plan":
        return False
    at, period = figure.mention.start, figure.period
    if among_goals(story, start, at, period):
        return True
    return is_target(story, max(figure.group, at - BEFORE), at, set(figure.frame.senses), period)


def _is_past(period: Period | None, published: date | None) -> bool:
    """预计 of a time that is over, or nearly so."""
    return period is not None and published is not None and period.end <= published + timedelta(days=20)


def _is_ahead(text: str, at: int, period: Period | None, published: date | None) -> bool:
    """10月1日预计发送旅客2130万人次: said of a day or month that is not over, in the figure's own clause."""
    if period is None or published is None or period.end < published:
        return False
    if period.kind != "duration" or period.start == period.end <= published:  # 目前, 今天预计: an estimate by now
        return False
    said = _FORESEEN.search(text, max(0, at - _NEAR), at)
    return said is not None and period.end - period.start <= _SHORT


_FORESEEN: Final = re.compile(r"预[计测](?!数|值)[^，。；：\n\d]*(?:\d{1,2}月(?:\d{1,2}日)?[^，。；：\n\d]*)?$")
_NEAR: Final = 24
_SHORT: Final = timedelta(days=31)


def _is_over(period: Period | None, published: date | None) -> bool:
    if period is None or published is None or period.basis == "document":
        return False
    return period.kind == "duration" and period.end <= published <= period.end + timedelta(days=3)


def _is_average(text: str, figure: Figure) -> bool:
    """112年平均失业人数, 1—11月平均: the mean of a time, not its end."""
    start, stop = figure.group, figure.mention.start
    if text.find("平均", start, stop) < 0:
        return False
    return any(not _DATED.search(text, m.end(), stop) for m in _MEAN.finditer(text, start, stop))


def _step(story: Story, frame: Frame, basis: str | None, reading: Reading, period: Period | None) -> str | None:
    """环比 goes on to what the sentence says after it without a word of its own: 环比上涨0.3%，二线城市上涨0.2%."""
    passage = story.passage
    if reading.measure in ("growth", "change"):
        points = reading.rule.startswith("points")
        of_year = steps.of_the_year(story, frame.basis, basis, frame.compared or ("" if points else "-"))
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


def name_of(figure: Figure, measure: Measure, unit: str) -> str:
    """The standard name of what a figure measures."""
    name = indicators.standard(figure.reading.name) if figure.reading.name else ""
    if name and measure in ("level", "change", "target") and not figure.of_a_film:
        return indicators.standard(indicators.in_unit(name, unit))
    return name


def sureness(figure: Figure, name: str) -> set[str]:
    """How surely name, owner and time were read: "sure" for a term of the lexicon, "named" for a plain noun."""
    if not figure.sure_owner or figure.period is None or not name or indicators.is_bare(name):
        return set()
    if figure.reading.known:
        return {"sure"}
    name = figure.reading.name
    return {"named"} if name in lexicon.sign_words("joined") or words.is_noun_phrase(name) else set()


def filed(story: Story, owner: str | None, name: str) -> tuple[str | None, str]:
    """Owner and name as figures of theirs are filed everywhere: a share index at its market, a firm by one name."""
    if name[:2] in _exchanges() and (owner is None or owners.is_listed(owner)):
        owner = next((place for begins, place in _exchanges()[name[:2]] if name.startswith(begins)), owner)
    listed = owners.company_names().get(owner or "")
    if listed is not None and listed in story.names:
        owner = listed
    if name.startswith("集团") and indicators.is_name(name[2:]):
        name = indicators.standard(name[2:])
    if name in _TAKINGS_OF_A_FIRM and owner in story.names:
        name = "营业收入"
    if owner is not None and name.startswith(owner) and len(name) > len(owner) + 1:
        name = indicators.standard(name[len(owner) :])  # 花江大桥总长 of 花江大桥
    if owner is not None and places.place_level(owner) == "city":
        name = _CLASS_OF_CITY.sub("", name)  # 一线城市新房价格…，其中上海上涨…
    return owner, name


def speaker(before: str) -> str | None:
    """Who says so, by the words before a figure."""
    said = _SPEAKER.search(before) if _SAYS.find(before) else None
    return (_PUBLISHED.sub("", said.group("who")) or said.group("who")) if said else None


def trace(figure: Figure, owner: str | None, text: str) -> tuple[str, ...]:
    """How a claim was derived, rule by rule, for `explain`."""
    mention, reading, period = figure.mention, figure.reading, figure.period
    return (
        f"数字：{mention.rule} → {text[mention.start : mention.end]}",
        f"名称：{reading.rule} → {reading.name}",
        f"主体：{owner or '—'}",
        f"时期：{_BASIS_WORDS[period.basis] if period else '—'}",
    )
