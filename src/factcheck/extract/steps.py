"""Against what a growth runs that does not say so itself: the month before, where its sentence or heading said 环比.

环比下降0.3%。其中，食品价格下降1.2%: both against the month before. Only spans shorter than a year are
lent; a growth that nothing lends one to is over the year.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from factcheck.extract.passage import Story
from factcheck.model import Period

_QUARTER: Final = timedelta(days=100)
_SEQUENTIAL: Final = frozenset({"qoq", "mom"})
_SEEN: Final = re.compile(
    r"[\s，]*(?:[^，。；]{0,12}，)?(?:[从按以])?(?P<span>同比|环比|按年|按月|按季)(?:变动|变化|涨幅)?(?:来|角度)?看"
)
_PARTS: Final = re.compile(r"\s*(?:其中|[^，。；\d]{1,6}(?<!其)(?<!当)(?<!之)中，|分[^，。；\d]{1,8}看)")
_HEADED: Final = re.compile(r"环比(?:变动|变化|涨跌|升降|情况|走势)")
_WORDS: Final = {"同比": "", "按年": "", "环比": "qoq", "按季": "qoq", "按月": "mom"}


def begin(story: Story, start: int, end: int) -> None:
    """Set what the sentence text[start:end] lends from its first words, the sentence before or the heading."""
    passage = story.passage
    seen = _SEEN.match(story.text, start, end)
    if seen:
        passage.view = _WORDS[seen["span"]]
    only = next(iter(passage.bases)) if len(passage.bases) == 1 else None
    parts = only in _SEQUENTIAL and _PARTS.match(story.text, start, end)
    passage.basis = passage.view or (only if parts else None)
    passage.bases = set()
    passage.yearly = False


def of_the_year(story: Story, said: list[str], basis: str | None, compared: str) -> str | None:
    """按年下降2.7%；…上升1.7个百分点: a change by points without a word of its own is over the year as well.

    `said`: the words of comparison of the figure's own clause.
    """
    passage = story.passage
    if basis is None and not compared and not said and passage.yearly:
        return "yoy"
    passage.yearly = basis == "yoy" and ("yoy" in said or passage.yearly)
    return basis


def lendable(period: Period | None) -> bool:
    """Whether a figure of that time can run against the month before: not one of 1—10月平均."""
    return period is None or period.end - period.start <= _QUARTER


def paragraph_ends(story: Story, start: int, end: int, heading: bool) -> None:
    """What a paragraph ran on ends with it; a heading (环比变动情况) says it for the next ones."""
    passage = story.passage
    passage.bases = set()
    if heading:
        passage.headed = "qoq" if _HEADED.search(story.text, start, end) else ""
    passage.view = passage.headed
