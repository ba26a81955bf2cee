"""What a figure alone in a bracket is of: 二星级（85.1%）和五星级酒店（82.5%）的入住率, 内地（94万人次）的住客."""

from __future__ import annotations

import re
from typing import Final

from factcheck.extract import indicators, places
from factcheck.extract.clauses import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Story

_LABEL: Final = re.compile(
    r"(?:(?<=[，。；：、）\n ])|^)(?P<on>、|和|及|与|以及)?(?:其中|当中|而|以)?"
    r"(?P<label>[\u4e00-\u9fffA-Za-z]{2,10})（$"
)
_LONGEST: Final = 16
# what the bracketed figures are of, behind the last of them
_NOUN: Final = re.compile(
    r"）(?:(?:、|和|及|与|以及)[^，。；（）\n]{2,12}（[^（）\n]{1,14}）)*的(?P<noun>[\u4e00-\u9fff]{2,8}?)"
    r"(?=较|超|均|都|分别|按|同比|环比|则|为|达|逾|最|高|低|也|皆|维持|[，。；])"
)


_GUESTS: Final = ("住客", "旅客", "访客", "团客", "游客")
_OF_A_REGION: Final = re.compile(r"^中国(?=内地)|地区$")


def name_by_label(story: Story, frame: Frame, mention: Mention) -> None:
    """Name a figure that stands alone in a bracket by what the bracket follows, with what all of them are of."""
    text, topic = story.text, story.passage.topic
    if mention.unit == "人次" and frame.name.startswith("中国内地"):
        frame.name = frame.name.removeprefix("中国")
    if mention.unit == "人次" and _is_place(frame.name):
        frame.name = _OF_A_REGION.sub("", frame.name) + next((g for g in _GUESTS if topic.name.endswith(g)), "")
        return
    if mention.unit not in ("%", "人次") or text[mention.start - 1] != "（":
        return
    said = _LABEL.search(text, max(0, mention.start - _LONGEST), mention.start)
    if said is None or text[mention.end : mention.end + 1] != "）" or indicators.is_known(said["label"]):
        return
    behind = _NOUN.match(text, mention.end)
    noun = behind["noun"] if behind is not None else ""
    if mention.unit == "人次":
        noun = noun if noun in _GUESTS else ""
    elif indicators.hint(noun)[1] != "%":
        noun = indicators.head(topic.name) if topic.measure in ("share", "ratio") else ""
    if not noun or said["label"].endswith(noun):
        return
    # 上海（5.2%）和北京（4.9%）的失业率
    whose = frame.owner is not None and frame.owner.start >= said.start("label") and mention.unit == "%"
    frame.name = noun if whose else _OF_A_REGION.sub("", said["label"]) + noun
    frame.members = [*(topic.members if said["on"] else []), frame.name]


def _is_place(name: str) -> bool:
    return bool(name) and len(name) <= _LONGEST_PLACE and places.place_level(_OF_A_REGION.sub("", name)) != ""


_LONGEST_PLACE: Final = 6
