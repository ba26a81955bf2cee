"""By which accounting standard a profit is told: one by another standard is another figure.

A standard is said in brackets or right before the name, and is of that figure; or it opens a clause
(按非国际财务报告准则，…) and holds for the profits after it, until the paragraph ends or another one is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from factcheck.extract import indicators
from factcheck.extract.clauses import Frame
from factcheck.extract.mention import Mention
from factcheck.extract.passage import Story

_OTHER, _PUBLIC, _ADJUSTED = "非国际财务报告准则", "非公认会计准则", "经调整"
_REPORTING: Final = "(?:国际|香港)财务(?:报告|汇报)(?:会计)?准则"  # those of Hong Kong are the international ones
_GENERAL: Final = "(?:美国)?(?:公认|通用)会计(?:准则|原则)"
_HERE: Final = re.compile(
    rf"（(?:(?P<ifrs>Non-?IFRS|Non-?HKFRS|非国际[^（）]*|非{_REPORTING}[^（）]*)|Non-?GAAP|非公认[^（）]*|非通用[^（）]*)）"
    rf"|(?:(?P<by_ifrs>非{_REPORTING})|非{_GENERAL})(?:口径|基础|计量|计算|标准)?[下上]，?的?",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    "(?:(?:按照?|依照|依据|根据|基于|采用|以|在)"
    rf"(?P<other>非|Non-?)?《?(?:(?P<ifrs>{_REPORTING}|IFRS|HKFRS)|{_GENERAL}|GAAP|(?:中国)?(?:企业)?会计准则)》?"
    r"|(?P<without>(?:剔除|扣除|撇除|不计入?|不包括|不考虑)[^，。；\n\d]{0,12}"
    r"(?:股份支付|股权激励|股份酬金|股权报酬|股份为基础)[^，。；\n\d]{0,12}))",
    re.IGNORECASE,
)
_CUES: Final = ("准则", "原则", "GAAP", "gaap", "IFRS", "HKFRS", "股份支付", "股权", "股份酬金", "股份为基础")
_PROFITS: Final = (
    "净利润", "净利", "利润", "净亏损", "亏损", "盈利", "溢利", "纯利", "利润率", "净利率", "每股收益", "每股盈利",
)  # fmt: skip


def by_standard(story: Story, frame: Frame, mention: Mention) -> None:
    """净利润（Non-IFRS） is another figure than 净利润."""
    if not frame.name or not _are_said(story):
        return
    own = _HERE.match(frame.name)
    if own is not None and indicators.is_known(frame.name[own.end() :]):  # 非香港财务报告准则下|净利润
        frame.name = (_OTHER if own["by_ifrs"] else _PUBLIC) + _own_name(frame.name[own.end() :])
    if frame.name.startswith("非"):
        return
    said = _HERE.search(story.text, frame.start, mention.start)
    if said is not None:
        name = frame.name.removeprefix("经调整").removeprefix("调整").removeprefix("后")
        frame.name = (_OTHER if said["ifrs"] or said["by_ifrs"] else _PUBLIC) + _own_name(name)
        return
    name = indicators.standard(frame.name)
    standard = _in_force(story, mention) if name.endswith(_PROFITS) and not name.startswith("经调整") else ""
    if standard:
        frame.name = standard + _own_name(name)


def _own_name(name: str) -> str:
    """归属股东的净利润 by another standard is adjusted profit like any other."""
    return "净利润" if indicators.standard(name) == "归属于上市公司股东的净利润" else name


def _are_said(story: Story) -> bool:
    """Whether the text names a standard at all; the clauses that do are looked for once."""
    if story.standards is None:
        told = any(cue in story.text for cue in _CUES)
        story.standards = [(m.end(), _said(m)) for m in _BY.finditer(story.text)] if told else []
        story.by_standards = told
    return story.by_standards


def _said(found: re.Match[str]) -> str:
    if found["without"]:
        return _ADJUSTED
    return "" if not found["other"] else _OTHER if found["ifrs"] else _PUBLIC


def _in_force(story: Story, mention: Mention) -> str:
    """The standard, other than the usual one, that the paragraph went on in; what leaves something out is of a clause.

    按非国际财务报告准则，经营盈利为…。股东应占盈利为…
    """
    standards = story.standards or []
    place = bisect_left(standards, (mention.start, ""))
    if not place:
        return ""
    end, standard = standards[place - 1]
    stops = "。；\n" if standard == _ADJUSTED else "\n"
    return "" if any(story.text.find(stop, end, mention.start) >= 0 for stop in stops) else standard
