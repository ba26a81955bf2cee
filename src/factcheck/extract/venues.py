"""Where visitors were received: a park or a museum has its own count, the city that it stands in another."""

from __future__ import annotations

import re
from typing import Final

from factcheck import lexicon
from factcheck.extract import clauses, indicators
from factcheck.extract.clauses import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Story

_KIND: Final = f"(?:{lexicon.alternation(lexicon.words('venue_heads'))})"
_RECEIVED: Final = re.compile(
    rf"(?P<where>[\u4e00-\u9fff·“”（）A-Z\d]{{0,16}}?{_KIND}”?)(?:全年|年内|去年|今年|昨日|当日|当天|单日|全天|期间|假期|共计?|累计|总计|日均|分别|则|已|也|亦|再)*"
    r"(?:接待|迎来|迎客|入园|入馆|参观|吸引(?=[^\d]{0,6}[游旅]))了?(?:各地|中外|国内外|海内外|市民|和|、)*"
    r"(?:游客|旅客|游人|观众|访客|参观者|市民)?(?:人次|人数|量)?(?:共|约|近|超过?|逾|突破|高达|达到?|为)*$"
)
_KINDS_ALONE: Final = re.compile(f"{_KIND}+")
_A_VENUE: Final = re.compile(rf".{{1,14}}{_KIND}$")
# 全市A级景区, 各大公园, 12家博物馆: many of them
_MANY: Final = re.compile(
    r"[全各多两]|A级|重点|监测|主要|热门|旅游景|文博|场馆|红色|[费几]|\d[家个座处]|国有|公共|其他|等|[省市县区州]博物馆|^博物馆"
)
_EVERYWHERE: Final = re.compile("^全?[省市县区州国]")
_PROPER: Final = ("故宫", "长城")


def received(story: Story, frame: Frame, mention: Mention) -> None:
    """Name the visits to one venue after it: 故宫接待游客8万人次, 其中太阳岛风景区20万人次."""
    said = _RECEIVED.search(story.text, frame.start, mention.start)
    if said is not None:
        owner = frame.owner
        begin = owner.end if owner is not None and said.start() <= owner.start < said.end("where") else said.start()
        where = clauses.clean(story.text[begin : said.end("where")])
    else:
        among = "接待" in story.passage.topic.name
        where = frame.name if among and _A_VENUE.match(frame.name) else ""
    of_many = f"{_EVERYWHERE.sub('', where)}接待游客"
    if said is not None and indicators.is_name(of_many):
        frame.name, frame.flow_verb = of_many, ""  # 全省A级景区共接待游客: fewer than the province
        return
    if len(where) > 1 and not _MANY.search(where) and (where.startswith(_PROPER) or not _KINDS_ALONE.fullmatch(where)):
        frame.name, frame.flow_verb, frame.members = f"{where}接待人次", "", []
