"""A share alone in a bracket is of what stands before the bracket: 二星级（85.1%）和五星级酒店（82.5%）的入住率."""

from __future__ import annotations

import re

from factcheck.extract import indicators
from factcheck.extract.frames import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Story

_LABEL = re.compile(
    r"(?:(?<=[，。；：、）\n ])|^)(?P<on>、|和|及|与|以及)?(?:其中|当中|而|以)?"
    r"(?P<label>[\u4e00-\u9fffA-Za-z]{2,10})（$"
)
_LONGEST = 16
# what the bracketed figures are of, behind the last of them
_NOUN = re.compile(
    r"）(?:(?:、|和|及|与|以及)[^，。；（）\n]{2,12}（[^（）\n]{1,14}）)*的(?P<noun>[\u4e00-\u9fff]{2,8}?)"
    r"(?=较|超|均|都|分别|按|同比|环比|则|为|达|逾|最|高|低|也|皆|维持|[，。；])"
)


def name_by_label(story: Story, frame: Frame, mention: Mention) -> None:
    """Name a share that stands alone in a bracket by what the bracket follows, with the rate that all of them are."""
    text, topic = story.text, story.passage.topic
    if mention.unit != "%" or text[mention.start - 1] != "（" or text[mention.end : mention.end + 1] != "）":
        return
    said = _LABEL.search(text, max(0, mention.start - _LONGEST), mention.start)
    label = said["label"] if said is not None else ""
    if said is None or indicators.is_known(label):
        return
    behind = _NOUN.match(text, mention.end)
    noun = behind["noun"] if behind is not None else ""
    if indicators.hint(noun)[1] != "%":
        noun = indicators.head(topic.name) if topic.measure in ("share", "ratio") else ""
    if not noun or label.endswith(noun):
        return
    whose = frame.owner is not None and frame.owner.start >= said.start("label")  # 上海（5.2%）和北京（4.9%）的失业率
    frame.name = noun if whose else label + noun
    frame.members = [*(topic.members if said["on"] else []), frame.name]
