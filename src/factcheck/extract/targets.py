"""Whether a figure is a target or forecast, not an outcome; and how settled an outcome is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from factcheck import lexicon
from factcheck.extract import vocabulary
from factcheck.extract.passage import State, Story
from factcheck.extract.periods import PeriodMention
from factcheck.model import Period

_TITLED: Final = re.compile(r"《[^《》]*》|“[^“”]*”")
_WILL: Final = re.compile(
    r"(?<!已)将(?:在[^，。；]{1,30}?)?(?:进一步|继续|还|全面|加快|积极|力争|争取|新|布局|共|再|陆续|逐步|分批|重点|同步)*(?:新增|建设|打造|实现|达到?|推动|推进|投资|投入|发放|举办|新建|超过|突破|增长|增加|建成"
    r"|完成|提高|提升|扩大|培育|引进|开通|推出|推广|形成|实施|发行|壮大|加快|迎来|安排|组织|支持|派发|开工|投放|减少|下降|收购|募集)"
)
_CLAUSE_ENDS: Final = ("，", "；", "：", "。")
_SOON: Final = timedelta(days=20)  # figures come out a little before their time is over
_DONE: Final = re.compile(r"已|完成|实现了|累计|创下")


def is_target(story: Story, begin: int, at: int, senses: set[str], period: Period | None) -> bool:
    """Whether the words before a figure, text[begin:at], and its period make it a plan or forecast, not an outcome."""
    future = period is not None and story.published is not None and period.end > story.published + _SOON
    if (
        period is not None
        and story.published is not None
        and period.start > story.published
        and period.basis != "document"
    ):
        return True
    undated = period is None or period.basis == "document"
    planned = bool(senses & _PLANNED)
    if not (planned or future or undated):
        return False
    text = story.text
    own = begin
    for mark in _CLAUSE_ENDS:
        own = max(own, text.rfind(mark, own, at) + 1)
    done = _DONE.search(text, own, at)
    if planned or done:
        return planned and (done is None or (done[0] == "完成" and bool(_MEANT.search(text, own, done.start()))))
    clause = _untitled(text, own, at)
    near = vocabulary.senses(*clause, _FORECAST)
    wills = _is_to_be(*clause)
    if not future and not wills and not near & _PLANNED:
        return False
    text, begin, at = _untitled(text, begin, at)
    said = vocabulary.senses(text, max(begin, at - 160), at, _FORECAST)
    if said & _PLANNED:
        return future or bool(near & _PLANNED)
    if _is_to_be(text, begin, at):
        return future or wills
    return "forecast" in (said | senses) and future


def _is_to_be(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] says what will be done: 将新增…."""
    return text.find("将", start, end) >= 0 and _WILL.search(text, start, end) is not None


def _untitled(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A stretch that says what text[start:end] does outside titles and quotations: a text, its begin and end there."""
    if text.find("《", start, end) < 0 and text.find("“", start, end) < 0:
        return text, start, end
    plain = _TITLED.sub("", text[start:end])
    return plain, 0, len(plain)


_GOALS_HEAD: Final = re.compile(r"目标(?:任务)?(?:清?单|一览表?|速览|安排)?[：:\s]*$")
_GOALS_SAID: Final = re.compile(
    r"目标(?:任务)?(?:是|为)?：|(?P<tasks>(?:抓好|做好|办好|推进|实施)(?:以下|如下|下列)[^，。；：\n]{0,12}：)"
)


_GUIDED: Final = re.compile(r"(?:业绩|财务)?(?:指引|展望)(?:是|为|如下)?：")


def heads_goals(line: str) -> bool:
    """Whether a heading says that goals follow: 2025年主要预期目标."""
    return _GOALS_HEAD.search(line) is not None


def among_goals(story: Story, start: int, at: int, period: Period | None) -> bool:
    """主要预期目标：…；…: whether a figure of a time that is not over is listed among goals.

    `start`: where its sentence begins.
    """
    if story.text.startswith("：", at - 1) and _ITS_GOAL.search(story.text, max(0, at - _LABEL), at):
        return True  # 增长5.5%左右（2024年目标：6%左右）
    if period is None or (story.published is not None and period.end <= story.published):
        return False
    if _GUIDED.search(story.text, start, at) is not None:
        return True  # 公司给出三季度指引：收入增长5%至7%
    said = _GOALS_SAID.search(story.text, start, at)
    if said is None:
        return story.passage.goals
    if story.published is None and said["tasks"]:
        return False
    return not _MET.search(story.text, said.end(), at)


_ITS_GOAL: Final = re.compile("（[^（）：\n]{0,12}目标：$")
_LABEL: Final = 20  # characters that such a label is long
_MET: Final = re.compile("实际|实现了|达成")  # 预期目标为：增长6%左右，实际增长5.5%
_MEANT: Final = re.compile(r"(?<!按)(?<!原)计划|拟|力争|争取|目标|确保")  # 今年计划完成造林30万亩
_PLANNED: Final = frozenset({"target", "plan"})
_FORECAST: Final[frozenset[vocabulary.Kind]] = frozenset({"forecast"})
_SETTLED: Final[frozenset[vocabulary.Kind]] = frozenset({"forecast", "revision"})
_STATES: Final = frozenset({"preliminary", "revised", "final", "advance"})


def opening_state(text: str, start: int, end: int) -> tuple[int, frozenset[str]]:
    """What the words that open a sentence (初步核算，…; 经最终核实，…) say of all its figures, and where they end.

    `start`, `end`: from the sentence's begin to its first figure. A forecast (预计全年…) is one of the first clause
    only, which ends at the place that is returned.
    """
    lead_in = _LEAD_IN.match(text, start, end)
    comma = text.find("，", lead_in.end() if lead_in else start, end)
    close = end if comma < 0 else comma
    if close - start > 40:
        return start, frozenset()
    senses = vocabulary.senses(text, start, close, _SETTLED)
    return close if "forecast" in senses else start, frozenset(senses & (_STATES | {"forecast"}))


_LEAD_IN: Final = re.compile(r"\s*(?:具体来看|其中|此外|另外|据悉|同时)，")


def carry_state(story: Story, start: int, end: int, said: list[PeriodMention]) -> None:
    """Keep what a sentence opens with (普查结果显示，…) for those after it; another source ends it.

    `start`, `end`: up to the first figure, or the whole sentence where it has none; `said`: its periods.
    """
    comma = story.text.find("，", start, end)
    close = min(end if comma < 0 else comma, start + _OPENING)
    if not story.passage.state.senses and not _ACCOUNTED.search(story.text, start, close):
        return
    found = vocabulary.tokens(story.text, start, close)
    settled = {t.meaning[0] for t in found if t.kind == "revision" and _ACCOUNTED.search(t.word)} & _STATES
    if settled:
        last = next((p.period.end for p in reversed(said) if p.role == "period" and p.period), None)
        story.passage.state = State(frozenset(settled), last)
    elif any(t.kind == "source" for t in found):
        story.passage.state = State()


def carried_state(story: Story, period: Period | None) -> frozenset[str]:
    """What an earlier sentence of the passage said of its figures' state, if a figure of `period` can be among them."""
    state = story.passage.state
    earlier = period is not None and state.end is not None and period.end < state.end
    return frozenset() if earlier else state.senses


_OPENING: Final = 40  # characters
# 初步核算, 普查结果; 调整 and 更正 may be of anything
_ACCOUNTED: Final = lexicon.signs("account")


def state_behind(text: str, end: int) -> frozenset[str]:
    """The state that brackets right behind a figure give it: 5380亿元（初步核算数）."""
    aside = _ASIDE.match(text, end)
    if aside is None:
        return frozenset()
    found = vocabulary.tokens(text, aside.start(1), aside.end(1))
    said = next((t for t in found if t.kind in ("revision", "forecast") and t.meaning[0] in _STATES), None)
    if said is None or aside[1].replace(said.word, "", 1).strip("为系是数值据结果经的"):
        return frozenset()
    return frozenset({said.meaning[0]})


_ASIDE: Final = re.compile(r"（([^（）\n]{2,12})）")


def states(opening: tuple[int, frozenset[str]], senses: frozenset[str], clause: int) -> set[str]:
    """The flags of a figure: what its own clause says, which begins at `clause`, else what opens the sentence."""
    own = set(senses & (_STATES | {"forecast"}))
    end, said = opening
    return own or {sense for sense in said if sense != "forecast" or clause <= end}
