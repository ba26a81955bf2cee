"""What a figure measures: the indicator's name, level or growth or share, and against what.

What a clause leaves unsaid (the indicator of 增长6.4%) is taken from the topic last spoken of.
"""

from __future__ import annotations

import re
from typing import Final

from factcheck import lexicon, quantity, words
from factcheck.extract import clauses, excluding, frames, indicators, venues, vocabulary
from factcheck.extract import entities as owners
from factcheck.extract.amounts import amount
from factcheck.extract.bracketed import name_by_label
from factcheck.extract.clauses import Frame
from factcheck.extract.entities import EntityMention
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Reading, Story, Topic
from factcheck.extract.standards import by_standard
from factcheck.extract.topics import BASES, SPANS, basis_of, belongs, named, pupils_of, topical
from factcheck.model import Measure, Period

# 完成年初预算的73.5%, 为目标任务3.8万人的115%
_OF_THE_PLAN: Final = re.compile(
    r"(?:完成|[为达占]|相当于)了?[^，。；、\d]{0,8}(?:预算|目标|任务|计划)(?:数|任务)?(?:\d[\d.]{0,8}[万亿]?[\u4e00-\u9fff]{1,3})?的(?:约|近|超)?$"
)
_PLAN: Final = 34  # characters in which that stands
_PERCENT_LIKE: Final = frozenset({"%", "‰"})


def reading_of(
    story: Story, frame: Frame, mention: Mention, here: list[Mention], index: int, size: int
) -> Reading | None:
    """What a figure measures; None where it counts nothing."""
    if frame.members and size < 2:
        frame.members = []
    if size >= 2 and index + size <= len(here) and not indicators.is_known(frame.name):
        last = frames.read(story.text, here[index + size - 1].start, here[index + size - 1], [], [])
        if last.after.startswith("的") and indicators.is_known(last.after.strip("的")):
            frame.name, frame.members = last.after.strip("的"), []  # 分别取得了A、B和C的票房
    kept = story.passage.topic.members if size >= 2 and len(frame.members) < 2 else []
    if len(kept) == size and all(m.endswith(frame.name) for m in kept):
        frame.members = kept
    elif size >= 2:
        frame.members = pupils_of(story.passage.topic, kept, frame.name, size) or frame.members
    said = story.passage.said
    if size >= 2 and frame.shares_out and not frame.members and not frame.name and len(said) >= size:
        frame.members = said[-size:]  # 票数9.66万票、金额20.7亿元，分别增长 …
    if size >= 2 and frame.shares_out and not frame.members:
        frame.members = _kinds_before(story.text, frame, size)
    in_turn = size >= 2 and frame.shares_out and not frame.members
    if in_turn and frame.name in indicators.SHARE_NOUNS and mention.unit == "%":
        shared = next((names for names in (story.passage.topic.members, said[-size:]) if len(names) == size), [])
        noun = frame.name if frame.name.endswith("率") else "占比"
        frame.members = [f"{m}{noun}" for m in shared]  # 男性337万人、女性323万人，占比分别为 …
    if in_turn and frame.whole is not None and not frame.name:
        frame.members = next((list(n) for n in (story.passage.topic.members, said[-size:]) if len(n) == size), [])
    if size == 2 and not frame.members:
        frame.members = indicators.parted(frame.name or story.passage.topic.name)  # 年产销首超千万辆，分别达A和B
    if size in (2, _SECTORS):
        sectors = indicators.listed_sectors(story.text, max(frame.start - 4, mention.start - 30, 0), mention.start)
        frame.members = sectors if len(sectors) == size else frame.members
    if size == _SECTORS and not frame.members:
        frame.members = indicators.sectors(frame.name or story.passage.topic.name)  # 三次产业增加值分别为A、B、C
    if frame.members and len(frame.members) >= size >= 2:
        frame.name = frame.members[0]
    _of_an_edition(story, frame, mention)
    excluding.without(story, frame, mention)
    belongs(story, frame, mention)
    by_standard(story, frame, mention)
    if not frame.name and story.text[max(0, mention.start - 1) : mention.start] in _EARNED:
        frame.name = _earned(story, mention)
    _split_name(story, frame)
    name_by_label(story, frame, mention)
    if mention.unit == "人次" and size == 1:
        venues.received(story, frame, mention)
    if frame.name in _TAKINGS and _of_the_whole_firm(story, frame, mention):
        frame.name = "营业收入"
    if mention.form in ("rank", "streak"):
        return _position(story, frame, mention)
    if mention.unit in _PERCENT_LIKE or mention.form in ("fraction", "multiple"):
        return _rate(story, frame, mention)
    if mention.unit in ("百分点", "基点"):
        return _points(story, frame, mention)
    return amount(story, frame, mention, here, index)


def _kinds_before(text: str, frame: Frame, size: int) -> list[str]:
    """科学研究和技术服务业，租赁和商务服务业营收分别…: kinds of a classification that commas part; [] where none."""
    kinds = lexicon.sign_words("joined")
    own = next((kind for kind in kinds if frame.name.startswith(kind)), "")
    found, at = [frame.name], frame.start
    while own and len(found) < size and text[at - 1 : at] == "，":
        kind = next((kind for kind in kinds if text.endswith(kind, 0, at - 1)), "")
        if not kind:
            break
        found.insert(0, kind + frame.name.removeprefix(own))
        at -= len(kind) + 1
    return found if len(found) == size else []


# 较去年春季举行的第135届展会增长17.3%: the edition compared with names nothing
_EDITION: Final = re.compile(r"(?:^|，)(?:较|比|与)[^，；。\n]*?(?:届|同期)[^，；。\n]*$")


def _of_an_edition(story: Story, frame: Frame, mention: Mention) -> None:
    if (
        frame.sense not in ("change", "excess")
        or not frame.name
        or story.text.find("届", frame.start, mention.start) < 0
    ):
        return
    said = _EDITION.search(story.text, max(0, frame.start - 1), mention.start)
    if said is not None and story.text.find(frame.name[-2:], said.start(), mention.start) >= 0:
        frame.name = ""


_SECTORS: Final = 3
_EARNED: Final = {"赚": "利润", "亏": "亏损", "蚀": "亏损"}


def _earned(story: Story, mention: Mention) -> str:
    """半年少赚44%, 上季净亏3亿元: what a firm earned or lost; "" where a figure of another kind stands behind."""
    if story.text[max(0, mention.start - 2)] in "增减扭":
        return ""  # 净亏损3亿元，同比增亏21%: of the loss spoken of
    if mention.unit not in quantity.currencies() and mention.unit not in _PERCENT_LIKE:
        return ""
    net = "净" if story.text[max(0, mention.start - 2)] == "净" else ""
    return net + _EARNED[story.text[mention.start - 1]]


_TAKINGS: Final = frozenset({"收入", "收益", "总收入", "总收益"})
_OPENS_RESULTS: Final = re.compile(
    r"(?:（[^（）\n]{2,12}）)?(?:(?:20\d\d|今|去|本)年度?)?(?:全年|第?[一二三四1-4]季度?|[上下]半年|前三季度?|首[三九][季月]|期内|中期)*"
    r"(?:实现|录得|的|总|合并|取得)*(?:收入|收益)"
)


def _of_the_whole_firm(story: Story, frame: Frame, mention: Mention) -> bool:
    """甲公司2024年收入: what a company takes in all, where its name and the time are all that stands before."""
    owner = frame.owner
    if owner is None or owner.kind != "organisation" or not owners.is_listed(owner.name):
        return False
    opens = story.text[owner.start - 1 : owner.start] in ("", "\n", "。", "；", "，", "：")
    return opens and _OPENS_RESULTS.match(story.text, owner.end, mention.start) is not None


def _split_name(story: Story, frame: Frame) -> None:
    """比亚迪营业收入 → owner 比亚迪, name 营业收入, for the short names that the document uses."""
    for name in story.names:
        if frame.name.startswith(name) and len(frame.name) > len(name) and frame.owner is None:
            rest = clauses.clean(frame.name[len(name) :])
            if rest and indicators.is_known(rest):
                frame.owner = EntityMention(frame.start, frame.start, name, "organisation")
                frame.name = rest
                return
    parts = (
        words.tag(frame.name)
        if frame.owner is None and len(frame.name) > 4 and not indicators.is_name(frame.name)
        else []
    )
    proper = len(parts) > 1 and parts[0][1] in ("nr", "nrt") and parts[0][0] not in owners.INSTITUTIONS
    if proper and len(parts[0][0]) >= 3:
        rest = frame.name[len(parts[0][0]) :]
        if len(rest) >= 2 and indicators.is_known(rest):
            frame.owner = EntityMention(frame.start, frame.start, parts[0][0], "organisation")
            frame.name = rest


def _position(story: Story, frame: Frame, mention: Mention) -> Reading | None:
    measure: Measure = "rank" if mention.form == "rank" else "streak"
    topic = story.passage.topic
    name, known, new = named(story, frame)
    if frame.name in indicators.GROWTH_NOUNS and topic.name:
        name = topic.name + "增速"
    elif not new:
        name = topic.base if frame.name in indicators.BACK_REFERENCES else topic.name
    if not name and measure == "rank" and frame.field_of_rank.endswith("榜"):
        name, known = f"{frame.field_of_rank}排名", True
    if not name and measure == "rank":
        return None
    if not name:
        name, known = frame.after.strip("的") or frame.event or "连续", False
    if new:
        story.passage.topic = Topic(name, "level", known=known, members=frame.members)
    return Reading(name, measure, known, None, f"{measure}:{'named' if new else 'topic'}")


_SIGNS: Final = frozenset("+-＋－−↑↓▲▼⬆⬇🔺🔻")
# 恢复至2019年的96.2%: a level of now, measured by the one of then
_AS_MUCH_AS: Final = re.compile(
    r"(?:恢复[至到]|相当于|[达为])了?[^，。；\d]{0,4}(?:20)?\d\d年[^，。；\d]{0,6}的(?:约|近|超过?|逾)?$"
)
# 相当于2019年5月（259.52亿元）的82%: the same with the figure of then
_MEASURED_BY: Final = re.compile(
    r"(?:恢复[至到]|相当于|[达为])了?(?P<then>(?:(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})年[^，。；（）\n]{0,8})"
    r"（[^（）。；\n]{1,24}）的?(?:约|近|超过?|逾)?$"
)
_MEASURED_FROM: Final = 60
_STEPWISE: Final = frozenset({"yoy", "qoq", "mom", "wow"})


def _rate(story: Story, frame: Frame, mention: Mention) -> Reading | None:
    ratio = _to_another(story, frame, mention)
    if ratio is not None:
        return topical(story, frame, ratio, True)
    if mention.rule == "sectors":
        return Reading(mention.noun, "share", True, None, "share:sectors")
    topic = story.passage.topic
    if mention.unit == "%" and _OF_THE_PLAN.search(story.text, max(0, mention.start - _PLAN), mention.start):
        own = frame.name if indicators.is_name(frame.name) else topic.name
        return Reading(own, "ratio", indicators.is_known(own), "against_plan", "rate:of the plan") if own else None
    name, known, new = named(story, frame)
    basis = basis_of(frame)
    tax = _TAX.search(frame.after)
    if tax and mention.unit == "%":
        return topical(story, frame, Reading(f"{tax.group().strip('的')}税率", "ratio", True, None, "rate:tax"), True)
    if mention.rule == "half" and frame.after and not frame.after.startswith("的"):
        return Reading(f"{frame.after}占比", "share", False, None, "share:half of")
    if mention.form == "multiple" and not frame.growth_after:
        frame.reference = False  # 是2019年的2.3倍 is of now
    if mention.form == "multiple" and not (frame.sense == "change" or frame.growth_after):
        return topical(story, frame, Reading(name or frame.after.strip("的"), "ratio", known, basis, "multiple"), new)
    if frame.reference:
        basis = None  # the figure of the time compared with, not a change against it
    elif frame.sense == "excess" and frame.compared:
        return Reading(f"{name}与{frame.compared}之差", "change", known, basis, "difference")
    if name in ("经济", "整体经济", "本地经济", "国民经济"):
        name, known = "地区生产总值", True
    if frame.reference and not frame.growth_after and topic.name and not frame.name:
        return Reading(
            topic.name,
            _topic_rate(story),
            topic.known,
            "yoy" if _topic_rate(story) == "growth" else None,
            "rate:reference",
        )
    if frame.name.endswith(("可能性", "概率", "几率")):
        return topical(story, frame, Reading(name, "ratio", known, None, "rate:chance"), new)
    of_then = frame.base is not None and frame.sense in ("", "level") and not frame.growth_after
    if of_then and name and _AS_MUCH_AS.search(story.text, frame.start, mention.start):
        return Reading(f"{name}与{frame.compared.removesuffix('同期')}之比", "ratio", known, None, "rate:as much as")
    by = _MEASURED_BY.search(story.text, max(0, mention.start - _MEASURED_FROM), mention.start) if name else None
    if by is not None and not frame.growth_after:
        return Reading(f"{name}与{by['then']}之比", "ratio", known, None, "rate:as much as")
    grows = frame.growth_after or (frame.sense == "change" and frame.whole is None)
    if indicators.growth_nouns(frame.name) and not frame.name.endswith("自然增长率"):
        grows = True
    if _is_signed(story.text, mention) and mention.unit == "%":
        # 交付152831台，同比+45.4%; 城镇1856亿元 ↑5.6%; 食品价格同比-0.6%
        grows = grows or (topic.measure == "level" if not new else basis in _STEPWISE and _moves(frame.name))
    if not grows and frame.whole is None:
        reaching = _REACHING.search(story.text, frame.start, mention.start)
        whole = clauses.clean(reaching[1]) if reaching else ""
        if reaching and indicators.is_known(whole):
            parts = [_LIKE.sub("", n) for n in frame.named if n not in (whole, reaching[1])]
            frame.name, frame.whole = indicators.last_of(parts[-1]) if parts else topic.base, whole
    if grows:
        return _growth(story, frame, mention, name, known, new, basis)
    if frame.whole is not None:
        return _share(story, frame, name, known)
    return _by_its_name(story, frame, mention, name, known, new, basis)


def _is_signed(text: str, mention: Mention) -> bool:
    """Whether a sign or an arrow is printed before the number: +5.6%, ↑5.6%, -5.6%."""
    at = mention.number_start - 1
    at -= at > 0 and text[at] == " "
    return at >= 0 and text[at] in _SIGNS and (text[at] not in "-－−" or (mention.value or 0) < 0)


def _moves(name: str) -> bool:
    """Whether what has this name changes by percent; a rate and a share move by points."""
    return indicators.hint(name)[0] not in ("rate", "ratio", "share")


def _growth(
    story: Story, frame: Frame, mention: Mention, name: str, known: bool, new: bool, basis: str | None
) -> Reading | None:
    """How much an indicator grew, the one named or the one spoken of; None where neither is."""
    topic = story.passage.topic
    if frame.name == "增长率" and story.text[mention.end - 1 : mention.end] == "‰":
        return Reading("人口自然增长率", "ratio", True, None, "rate:head")
    if not name and frame.after:
        name, known, new = frame.after.strip("的"), indicators.is_known(frame.after.strip("的")), True
    if not name:
        return None if not frame.sense else Reading("", "growth", False, basis, "growth:nameless", frame.sign or 1)
    if not new and topic.measure == "share" and topic.part and name == topic.name:
        name = topic.part  # 占全国5.93%，增长4%: what has the share grew, not the share
    if topic.added and not new and name == topic.name:
        name = f"新增{name}"
    return topical(story, frame, Reading(name, "growth", known, basis or "yoy", "growth", _direction(frame)), new)


def _by_its_name(
    story: Story, frame: Frame, mention: Mention, name: str, known: bool, new: bool, basis: str | None
) -> Reading:
    """A figure in percent that no word says to be growth or a share: what its name is, or what was spoken of."""
    topic, tail = story.passage.topic, frame.name
    measure, _ = indicators.hint(tail) if tail else ("", "")
    if tail in indicators.SHARE_NOUNS and topic.name and not (tail.endswith("率") and indicators.is_name(tail)):
        noun = tail if tail.endswith("率") else "占比"
        return Reading(f"{topic.base}{noun}", "share", topic.known, None, "share:topic")
    if measure == "index":
        return topical(story, frame, _index(mention, name, tail, known, basis), new)
    if measure in ("share", "ratio", "rate"):
        return topical(story, frame, Reading(name, _share_or_ratio(measure, name), known, None, "rate:head"), new)
    if tail.endswith(("率", "可能性", "几率", "把握")) or (tail and measure != "" and indicators.hint(tail)[1] == "%"):
        return topical(story, frame, Reading(name, _share_or_ratio("", name), known, None, "rate:率"), new)
    said = _said_behind(story, frame, mention)
    if said:
        return Reading(f"{said}占比", "share", False, None, "share:behind")
    if not new and topic.measure in ("share", "ratio") and frame.sense in ("level", "from", ""):
        return Reading(topic.name, topic.measure, topic.known, None, "rate:topic", part=topic.part)
    if new and _PART_OF_THE_PEOPLE.search(name):
        return topical(story, frame, Reading(name, "share", known, None, "share:bare"), new)
    if new and indicators.hint(tail)[1] not in ("", "%"):
        return topical(story, frame, Reading(name, "growth", known, basis or "yoy", "growth:amount in percent", 1), new)
    if not new and topic.measure == "level" and indicators.hint(topic.name)[1] not in ("", "%"):
        return Reading(topic.name, "growth", topic.known, basis or "yoy", "growth:topic in percent", 1)
    if not new and frame.sense in ("", "level") and topic.measure == "growth":
        return Reading(topic.name, "growth", topic.known, basis or "yoy", "growth:topic", 1)
    after = frame.after.strip("的")
    if after and frame.after.startswith("的"):
        return Reading(f"{name}{after}占比" if new else f"{after}占比", "share", False, None, "share:of")
    going = _PROGRESS.search(story.text, frame.start, mention.start)
    if going and name and mention.rule in ("tenths", "number with unit", "half"):
        name = f"{name.removesuffix('进度').removesuffix(going[1])}{going[1]}进度"
        return topical(story, frame, Reading(name, "ratio", known, None, "rate:progress"), True)
    gone = _PROGRESS_NAME.search(topic.name)
    if gone and new and not known and words.is_noun_phrase(name, 2):  # 秋粮收获近七成，中稻过八成
        return topical(story, frame, Reading(name + gone.group(), "ratio", False, None, "rate:progress"), True)
    if new or name:
        return topical(story, frame, Reading(name, "share", known, None, "share:bare"), new)
    return Reading(after or "占比", "share", False, None, "share:nameless")


def _said_behind(story: Story, frame: Frame, mention: Mention) -> str:
    """其中，61.8%为网络诈骗; 超过六成的案件涉及…: the part that a figure which opens its clause is followed by."""
    if frame.name or frame.sense or not _OPENS.search(story.text, max(frame.start - 4, 0), mention.start):
        return ""
    found = _IS_PART.match(story.text, mention.end)
    part = clauses.clean(found["what"]) if found is not None else ""
    return part if len(part) > 1 and words.is_noun_phrase(part) else ""


_OPENS: Final = re.compile(r"(?:^|[，。；：\n]|其中|当中)$")
_IS_PART: Final = re.compile(
    r"(?:的[\u4e00-\u9fff]{2,10}?|均|都)?(?:为|是|属于?|来自|涉及)(?P<what>(?!历|近年|[上去今前同本]|有|最|自|新高|新低|连|全年|其)[\u4e00-\u9fff]{2,12})(?=[，。；（\n]|$)"
)

# 新能源车销量达到汽车总销量的四成: a share, if no 占 says so
_REACHING: Final = re.compile(r"(?:达到?了?|相[当等]于)([^，。；、\n\d]{2,20})的$")
_LIKE: Final = re.compile("相[当等]于.*$")


def _to_another(story: Story, frame: Frame, mention: Mention) -> Reading | None:
    """研发经费支出 …，与地区生产总值之比达3.1%: the share that one is of another; None without such words."""
    if mention.unit != "%" or "之比" not in story.text[frame.start : mention.start]:
        return None
    said = _RATIO_TO.search(story.text, frame.start, mention.start)
    if said is None or frame.sense == "change":
        return None
    own = clauses.clean(story.text[frame.start : said.start()])
    part = own if indicators.is_known(own) else story.passage.topic.base
    if not part:
        return None
    name = indicators.standard(indicators.share(part, said[1]))
    return Reading(name, "share" if name.endswith("比重") else "ratio", True, None, "rate:之比", part=part)


_RATIO_TO: Final = re.compile(
    r"[与同和]([^，。；与同和]{2,20})之比(?:例)?(?:已|约|分别)?(?:达到?|为|是|[升降]至|(?:提高|上升|下降)到)?$"
)


def _index(mention: Mention, name: str, tail: str, known: bool, basis: str | None) -> Reading:
    """An index in percent: one of prices far below 100 is its rise (CPI为2.3%), one of managers a ratio."""
    if lexicon.signs("traded").search(name) and mention.rule == "number with unit":
        sign = -1 if mention.value is not None and mention.value < 0 else 1  # 上证指数-2.45%
        return Reading(name, "growth", known, basis or "yoy", "growth:share index", sign)
    if indicators.standard(tail).endswith(_OF_PRICES):
        if mention.value is not None and mention.value < _BASE:
            return Reading(name, "growth", known, basis or "yoy", "growth:price index")
        return Reading(name, "level", known, None, "rate:index")
    return Reading(name, "ratio" if indicators.hint(tail)[1] == "%" else "level", known, None, "rate:index")


_OF_PRICES: Final = ("物价指数", "价格指数", "平减指数")
_BASE: Final = 60  # an index of prices stands near 100
_PROGRESS: Final = re.compile(
    r"(收获|收割|机收|播种|插秧|栽插|移栽|春耕|收购|入库|施工|建设)(?:进度)?(?:已经|已|也|均)?(?:完成|达到?|超过?|过|近|约|接近)*$"
)
_PROGRESS_NAME: Final = re.compile(r"(?:收获|收割|机收|播种|插秧|栽插|移栽|收购|入库)进度$")
_TAX: Final = re.compile(r"[\u4e00-\u9fff]{0,4}税$")


def _direction(frame: Frame) -> int:
    """The sign of a growth: 降幅 falls, and 涨幅回落至 still rises."""
    noun = next(reversed(indicators.growth_nouns(frame.name)), "")
    if noun[:1] and noun[0] in "降跌减" and frame.sense != "change":
        return -1
    if noun[:1] and noun[0] in "增涨升" and (frame.sense == "level" or (frame.sense == "excess" and frame.reference)):
        return 1  # 增幅小于4月的2.03%: what it was in April rose as well
    return frame.sign or 1


def _topic_rate(story: Story) -> Measure:
    measure = story.passage.topic.measure
    return measure if measure in ("share", "ratio") else "growth"


def _share(story: Story, frame: Frame, name: str, known: bool) -> Reading:
    topic = story.passage.topic
    part = frame.name or topic.base
    whole = re.sub(r"(?:的)?(?:比重|比例|份额|比)$", "", frame.whole or "")
    if not whole and frame.compared:
        whole = frame.compared
    named = owners.find(whole, 0, len(whole))
    if named and named[0].start == 0 and named[0].level not in ("country", "world") and named[0].end < len(whole):
        whole = whole[named[0].end :]  # 占深圳进出口总值: the place is the owner's
    if frame.name and whole and indicators.standard(part) == indicators.standard(whole):
        # 新能源汽车产销量…，新车销量达到新车总销量的…: nothing is a share of itself
        alike = (name for name in (*topic.members, topic.base) if indicators.head(name) == indicators.head(part))
        part = next(alike, part)
    if whole in ("", "比", "据") and part:
        full = f"{part}占比"
    elif part:
        full = indicators.share(part, whole)
    else:
        full = f"占{whole}比重"
    reading = Reading(
        full, "share", bool(part) and (known or bool(indicators.head(whole))), None, "share:占", part=part
    )
    members = [indicators.share(m, whole) if whole else m for m in frame.members]
    story.passage.topic = Topic(full, "share", part, [], "%", reading.known)
    if members and frame.members:
        reading = reading.but(name=members[0])
    return reading


def _of_points(said: str, name: str) -> Measure:
    """What moves by points: 增速加快0.3个百分点，为5.2% goes on with a growth, 失业率 with a ratio, else a share."""
    if said.endswith(tuple(indicators.GROWTH_NOUNS)) and not said.endswith("自然增长率"):
        return "growth"
    rates = indicators.hint(name)[0] in ("rate", "ratio", "index") or name.endswith(("率", "LPR"))
    return _share_or_ratio("", name) if rates else "share"  # 综合成本率改善0.8个百分点至96.8%, as stated plainly


def _points(story: Story, frame: Frame, mention: Mention) -> Reading | None:
    spoken_of = story.passage.topic.name
    name, known, new = named(story, frame)
    if new and name.startswith("影响"):  # 猪肉价格下降18.7%，影响CPI下降0.68个百分点: each has an influence of its own
        name = spoken_of.partition("影响")[0] + name
    if frame.compared and frame.sense in ("excess", "") and "reference" not in frame.basis:
        return Reading(f"{name}与{frame.compared}之差", "change", known, None, "points:gap", frame.sign or 1)
    if new:
        story.passage.topic = Topic(name, _of_points(frame.name, name), known=known)
    share = story.passage.topic.measure in ("share", "ratio")
    suffix = "" if share or name.endswith(("中间价", "汇率", "利率", "收益率")) else "增速"
    if name.endswith("拉动") or "拉动" in frame.name:
        suffix = ""
    sign = frame.sign or _set_before(story.text, mention)
    if name.endswith(_BETTER_LOW) and _BETTER.search(story.text, frame.start, mention.start):
        sign = -1
    return Reading(name + suffix if name else "变动", "change", known, basis_of(frame), "points", sign)


# 综合成本率改善0.8个百分点: it fell
_BETTER: Final = re.compile(r"(?:改善|优化|好转|向好)了?$")
_BETTER_LOW: Final = (
    "成本率", "费用率", "赔付率", "不良率", "不良贷款率", "失业率", "负债率", "逾期率", "成本收入比", "死亡率",
)  # fmt: skip


def _set_before(text: str, mention: Mention) -> int:
    """The direction of a verb before what it sets: 下调存款准备金率0.5个百分点; 1 where there is none."""
    start = max(0, mention.start - _SPAN)
    found = [(m.end(), sign) for kind, sign in _SET for m in lexicon.signs(kind).finditer(text, start, mention.start)]
    at, sign = max(found, default=(start, 1))
    return sign if _OBJECT.fullmatch(text, at, mention.start) else 1


_SET: Final = (("cuts", -1), ("raises", 1))
_SPAN: Final = 24  # characters in which a verb and what it sets stand before the figure
_OBJECT: Final = re.compile(r"[^，。；：、\n\d]{2,18}")


def next_in_run(story: Story, leader: tuple[Frame, Reading], place: int, own: Frame) -> tuple[Frame, Reading]:
    """The k-th figure of an enumeration takes the k-th member and everything else of the first."""
    frame, reading = leader
    members = frame.members
    if own.sense == "change" and own.sign and reading.sign:
        reading = reading.but(sign=own.sign)  # 分别增长3.0%、下降2.7%
    if len(members) > place:
        name = members[place]
        if reading.measure == "share" and frame.whole is not None:
            name = indicators.share(name, frame.whole or "")
        return frame, reading.but(name=name, known=indicators.is_known(name), rule=reading.rule + "+list")
    if reading.rule == "points:gap" and frame.shares_out and len(frame.others) > place:
        name = reading.name.removesuffix(f"与{frame.compared}之差")
        return frame, reading.but(name=f"{name}与{frame.others[place]}之差", rule=reading.rule + "+list")
    if own.name and own.name != frame.name:
        return frame, reading.but(name=own.name)
    return frame, reading


def beside(text: str, told: tuple[Mention, Reading | None] | None, mention: Mention, frame: Frame) -> Reading | None:
    """CPI同比0.2%，预期0%，前值-0.3%; 负债77亿元（上期末55亿元）: what the figure before was to be, or had been.

    None where the figure's clause says anything else.
    """
    if told is None or told[1] is None or told[0].unit != mention.unit:
        return None
    said = _BESIDE.fullmatch(text, frame.start, mention.start)
    if said is None:
        return None
    sign = -1 if (said["move"] or "")[:1] in ("减", "下") and said["move"] else 1
    if said["expected"]:
        return told[1].but(measure="target", sign=sign, rule=told[1].rule + ":expected")
    name = indicators.standard(told[1].name).removesuffix(said["then"]) + said["then"]
    return told[1].but(name=name, known=False, sign=sign, rule=told[1].rule + ":before")


_BESIDE: Final = re.compile(
    rf"(?:(?P<expected>(?:{lexicon.signs('expects').pattern}|此前|普遍|平均)*(?:预期|预测|预估)(?:中值|均值|值)?)"
    r"|(?P<then>前值|前次|上期末?|期初|上届|此前(?=为)|之前(?=为)|先前(?=为)|原先(?=为)))"
    r"(?:由|从)?(?:修正|上修|下修|调整)?(?:至|为|是|在)?(?P<move>增加|减少|增长|下降|上升|下跌)?约?"
)


def restated(
    text: str, told: tuple[Mention, Reading | None] | None, mention: Mention, frame: Frame, reading: Reading | None
) -> Reading | None:
    """增加351千公顷（526万亩）, 减少632人或0.2%: the figure behind is the change before it, in another unit."""
    if told is None or reading is None or frame.name or frame.sense:
        return reading
    last = told[1]
    if last is None or last.measure != "change":
        return reading
    if mention.unit == "%" and text[told[0].end : mention.start] in _OR and told[0].unit not in _PERCENT_LIKE:
        step = last.basis if last.basis != "cumulative" else None  # 累计跌155点或3.8%: against when is not said
        return last.but(measure="growth", basis=step or "yoy")
    if reading.measure != "level" or not _BRACKET.fullmatch(text, told[0].end, mention.start):
        return reading
    if not _measure_alike(told[0].unit, mention.unit):
        return reading
    return Reading(last.name, "change", last.known, last.basis, reading.rule, last.sign, reading.part)


_OR: Final = frozenset({"或", "或约", "，或", "（或"})
_BRACKET: Final = re.compile(r"（(?:约合?|折合|合)?")


def _measure_alike(a: str, b: str) -> bool:
    """Whether two units measure the same: 公顷 and 亩, 公斤/公顷 and 公斤/亩, two currencies."""
    parts = list(zip(a.split("/"), b.split("/"), strict=False))
    alike = a.count("/") == b.count("/") and all(quantity.convertible(x, y) is not None for x, y in parts)
    return bool(a and b) and (alike or {a, b} <= quantity.currencies())


def lacks_name(frame: Frame) -> bool:
    """Whether the clause of a figure leaves its name to the clause before."""
    of_a_noun = len(frame.after) > 1 and frame.after.startswith("的") and not frame.growth_after
    return not frame.name and frame.whole is None and not of_a_noun


# 7月底报7396万盎司: the level behind a clause that said how it moved
_STATES: Final = re.compile(r"(?:(?:\d{4}年)?\d{1,2}月[底末份]?)?(?:[为达至到]|报(?=\d))")


def carry(story: Story, frame: Frame, earlier: Frame | None, between: tuple[int, int]) -> None:
    """What a clause without a figure says for the clause after it: name, list, basis, direction.

    `between`: where the words stand that may say the basis.
    """
    if earlier is not None and lacks_name(frame):
        frame.name, frame.members = earlier.name, earlier.members
        frame.carried = not frame.sense and earlier.sense == "change"
        if frame.carried and _STATES.match(story.text, frame.start):
            frame.states = True  # 交付量有所回落，为36275辆
        frame.sense, frame.sign = (
            frame.sense or ("change" if earlier.sense == "change" else ""),
            frame.sign or earlier.sign,
        )
        frame.owner = frame.owner or earlier.owner
    spans = {BASES.get(b, b) for b in frame.basis} & SPANS
    if not spans:
        frame.basis += [b for b in vocabulary.bases(story.text, *between) if BASES.get(b, b) in SPANS]


def narrow(story: Story, frame: Frame, floor: int, found: list[EntityMention]) -> None:
    """充电桩充电次数20万次，充电量3亿千瓦时: a bare noun is of what the clause before said the same action of.

    `floor`: the begin of the sentence.
    """
    bare = _BARE.match(frame.name)
    close = frame.start - 1
    if bare is None or close <= floor or story.text[close] not in "，、":
        return
    begin = max(story.text.rfind(mark, floor, close) for mark in "，；：、。") + 1
    begin = max(begin, floor)
    at = story.text.rfind(bare["action"], begin, close)
    if at < 0:
        return
    begin = max([begin, *(e.end for e in found if begin <= e.start and e.end <= at)])
    what = clauses.clean(story.text[begin:at])
    if not 2 <= len(what) <= 12 or frame.name in story.text[begin:close]:
        return
    if not all(kind.startswith(("n", "j", "b")) for _, kind in words.tag(what)):
        return
    parts = words.tag(story.text[begin : at + len(bare["action"])])
    if parts[-1][0] == bare["action"]:  # 出口 inside 进出口 is another word
        frame.name = what + frame.name


_PART_OF_THE_PEOPLE: Final = re.compile("^(?:男性|女性|男|女|城镇|乡村|农村)(?:人口)?$")
_BARE: Final = re.compile(r"^(?P<action>[\u4e00-\u9fff]{2})(?:量|总?额|收入|面积|人次|人数|次数|总量|金额)$")


def _share_or_ratio(hinted: str, name: str) -> Measure:
    if any(name.endswith(n) for n in indicators.SHARE_NOUNS) or hinted == "share":
        return "share"
    return "ratio"


# what is priced every day: without a word, its change is since the day, week or month before
def stepwise(name: str, basis: str | None, frame: Frame, period: Period | None) -> str | None:
    """环比 is against the month before where the figure is of a month; a share index moves from day to day."""
    if basis == "yoy" and not frame.basis and period is not None and lexicon.signs("traded").search(name):
        days = (period.end - period.start).days
        return "dod" if days < 2 else "wow" if days < 8 else "mom" if days < 32 else basis
    if basis == "qoq" and "sequential" in frame.basis and period is not None and (period.end - period.start).days < 32:
        return "mom"
    if basis == "year_to_date" and period is not None and (period.end.month, period.end.day) == (12, 31):
        return "yoy"  # since the last year's end: a whole year when the year is over
    return basis


def rank_field(frame: Frame) -> str:
    """Among whom a rank is held: 全国, 全国城市, 全球; empty where nothing says so."""
    owner = frame.owner
    wide = owner.name if owner is not None and owner.level in ("country", "world") else ""
    field = frame.field_of_rank or frame.compared or wide
    return "全球" if field == "世界" else field
