"""A scope of its own: 扣除房地产开发投资，固定资产投资…; 固定资产投资（不含房地产开发投资）; 不含…增长…."""

from __future__ import annotations

import re
from typing import Final

from factcheck.extract import indicators
from factcheck.extract.clauses import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Story

_LEFT_OUT: Final = "(?:剔除|扣除|不含|不包括|不包含)"
_WHAT: Final = r"(?P<what>[^，。；：、（）\n\d]{2,20}?)"
_AHEAD: Final = re.compile(rf"{_LEFT_OUT}{_WHAT}(?:之?后|的?影响|因素)*，$")
_BEHIND: Final = re.compile(rf"（{_LEFT_OUT}{_WHAT}）")
_ALONE: Final = re.compile(
    rf"[若如]?{_LEFT_OUT}{_WHAT}(?:之?后|的?影响|因素)*，?(?:同比|按年|比上年|实际|累计)*[增上提下减回][长升涨高降少落加](?:约|近|超)?$"
)
# what is left out as a rule, or by another way of pricing: the standard scope, and what a basis says; what is paid
# in shares makes an adjusted profit (standards.py)
_STANDARD: Final = re.compile(
    "农户|原料用能|税|价|季节|汇率|币值|基数|通胀|非经常|不可比|港澳|折|利息|同期|股份支付|股权激励|股份酬金|股权报酬"
)
_REACH: Final = 40  # characters before a figure's clause in which what is left out is said


def without(story: Story, frame: Frame, mention: Mention) -> None:
    """Name a figure that leaves something out by that: 除房地产开发投资以外的固定资产投资."""
    text, start = story.text, frame.start
    if not any(word in text[max(0, start - _REACH) : mention.start] for word in ("扣除", "剔除", "不含", "不包")):
        return
    alone = _ALONE.fullmatch(text, start, mention.start)
    if alone is not None and "净利润" not in alone["what"]:
        topic = story.passage.topic.name
        if topic and indicators.is_known(topic) and not _STANDARD.search(alone["what"]) and alone["what"] != topic:
            frame.name, frame.sense, frame.sign = _named(alone["what"], topic), "change", frame.sign or 1
        return
    if not indicators.is_known(frame.name) or frame.name.startswith("除") or "扣" in frame.name:
        return
    said = _AHEAD.search(text, max(0, start - _REACH), start) or _BEHIND.search(text, start, mention.start)
    if said is None or _STANDARD.search(said["what"]):
        return
    frame.name = _named(said["what"], frame.name)
    frame.members = []


def _named(what: str, name: str) -> str:
    return f"除{what}以外的{name}"
