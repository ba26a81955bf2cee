"""What a figure alone in a bracket is of: 二星级（85.1%）和五星级酒店（82.5%）的入住率, 内地（94万人次）的住客."""

from __future__ import annotations

import re
from typing import Final

from factcheck import lexicon
from factcheck.extract import indicators, places, vocabulary
from factcheck.extract.clauses import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Story

_LABEL: Final = re.compile(
    r"(?:(?<=[，。；：、）\n ])|(?<=[见在]于)|(?<=包括)|^)(?P<on>、|和|及|与|以及)?(?:其中|当中|而|以)?"
    r"(?P<label>[\u4e00-\u9fffA-Za-z]{2,10})（$"
)
_LONGEST: Final = 16
# what the bracketed figures are of, behind the last of them
_NOUN: Final = re.compile(
    r"）(?:(?:、|和|及|与|以及)[^，。；（）\n]{2,12}（[^（）\n]{1,14}）)*"
    rf"(?:的(?P<noun>[\u4e00-\u9fff]{{2,8}}?)|(?P<guests>{lexicon.signs('guests').pattern}))"
    r"(?=较|超|均|都|分别|按|同比|环比|则|为|达|逾|最|高|低|也|皆|维持|录|升|上|下|增|减|[，。；])"
)


_GUESTS: Final = lexicon.sign_words("guests")
_OF_A_REGION: Final = re.compile(r"^中国(?=内地)|(?:地区|特区|特别行政区)$")


def name_by_label(story: Story, frame: Frame, mention: Mention) -> None:
    """Name a figure that stands alone in a bracket by what the bracket follows, with what all of them are of."""
    text, topic = story.text, story.passage.topic
    if frame.name in _GUESTS and text[frame.start - 1 : frame.start] == "）" and topic.name.endswith(frame.name):
        frame.name = topic.name  # 甲国（2.3万人次）旅客|上升36.2%
        return
    if mention.unit == "人次" and frame.name.startswith("中国内地"):
        frame.name = frame.name.removeprefix("中国")
    if mention.unit == "人次" and _is_place(frame.name):
        frame.name = _OF_A_REGION.sub("", frame.name) + next((g for g in _GUESTS if topic.name.endswith(g)), "")
        return
    if mention.unit in ("%", "百分点") and _by_the_rate(story, frame, mention):
        return
    if mention.unit not in ("%", "人次") or text[mention.start - 1] != "（":
        return
    said = _LABEL.search(text, max(0, mention.start - _LONGEST), mention.start)
    if said is None or text[mention.end : mention.end + 1] != "）" or indicators.is_known(said["label"]):
        return
    behind = _NOUN.match(text, mention.end)
    noun = (behind["noun"] or behind["guests"]) if behind is not None else ""
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


# （上升0.4个百分点至6.1%）: a rate that moved
_MOVED: Final = re.compile(
    r"(?:按年|按月|同比|环比|微)?(?:上升|下跌|下降|上涨|回落|增加|减少|[升跌降增减])(?:了|约|近)?(?:[\d.]+个?百分点[至到为])?$"
)
_INSIDE: Final = 24  # characters that such a bracket holds before its figure
_SPOKEN: Final = 160  # characters in which a list says what rate it is of


def _by_the_rate(story: Story, frame: Frame, mention: Mention) -> bool:
    """失业率方面，建造业（升0.4个百分点至6.1%）: the rate of each member is the one that the list speaks of."""
    text, topic = story.text, story.passage.topic
    opened = text.rfind("（", max(0, mention.start - _INSIDE), mention.start)
    if opened < 0 or not _MOVED.fullmatch(text, opened + 1, mention.start):
        return False
    if mention.unit == "%" and "百分点" not in text[opened : mention.start]:
        return False  # 珠宝首饰（升5.3%）: no rate, what it grew by
    label = _LABEL.search(text, max(0, opened + 1 - _LONGEST), opened + 1)
    if label is None or label["label"].endswith("率") or indicators.is_known(label["label"]):
        return False
    begin = max(text.rfind(end, max(0, opened - _SPOKEN), opened) for end in "。\n") + 1
    said = [t.word for t in vocabulary.tokens(text, begin, opened) if t.kind == "name" and t.word.endswith("率")]
    rate = said[-1] if said else indicators.head(topic.name)
    if not rate.endswith("率"):
        return False
    frame.name = label["label"] + rate
    return True


def _is_place(name: str) -> bool:
    return bool(name) and len(name) <= _LONGEST_PLACE and places.place_level(_OF_A_REGION.sub("", name)) != ""


_LONGEST_PLACE: Final = 6
