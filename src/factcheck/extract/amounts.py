"""What a quantity counts or measures: the name of an amount, and whether it is a level or a change."""

from __future__ import annotations

import re
from typing import Final

from factcheck import quantity, words
from factcheck.extract import exchange, indicators, phrases, seats, tallies, vocabulary
from factcheck.extract.clauses import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Reading, Story, Topic
from factcheck.extract.topics import basis_of, named, topical
from factcheck.model import Measure

CURRENCIES: Final = frozenset({"元", "美元", "港元", "澳门元", "新台币", "欧元", "日元", "英镑", "韩元", "卢布"})
_INCREMENTS: Final = re.compile(r"(?<=..)(?:增量|增加额|减少额|净增额)$")
_NEWLY: Final = re.compile("新增|净增")


class _Named:
    """What an amount is of, as far as it is known: its name, and how that was found."""

    __slots__ = ("known", "measure", "name", "new", "rule")

    def __init__(self, name: str, known: bool, new: bool, measure: Measure) -> None:
        self.name = name
        self.known = known
        self.new = new  # its clause says so, not what was spoken of before
        self.measure: Measure = measure
        self.rule = "amount"

    def called(self, name: str, known: bool, rule: str, new: bool = True) -> None:
        """Take another name, by a rule."""
        self.name, self.known, self.new, self.rule = name, known, new, rule


def amount(story: Story, frame: Frame, mention: Mention, here: list[Mention], index: int) -> Reading | None:
    """What a quantity measures; None where it is part of a name, or a bare number without one."""
    if mention.rule == "medals":
        return Reading(f"{mention.noun}数", "level", True, None, "amount:medals")
    given = _of_ten_shares(story.text, mention)
    if given:
        return topical(story, frame, Reading(given, "level", True, None, "amount:ten shares"), True)
    if _is_attribute(frame, mention) or exchange.is_told_for(story.text, mention):
        return None
    rate = exchange.read(story.text, mention, story.passage.topic.name)
    if rate:
        return topical(story, frame, Reading(rate, "level", True, None, exchange.RULE), True)
    what = _spoken_of(story, frame, mention, here, index)
    basis = basis_of(frame, growth=False)
    after, of = frame.after.strip("的"), frame.after.startswith("的")
    classed = _size_class(story, here, index)
    if classed:
        after = classed
    elif mention.form == "order" and index and here[index - 1].end == mention.start and story.passage.topic.name:
        whole = story.passage.topic.name.removesuffix("数量") + "规模"
        return Reading(whole, measure_of(frame), True, None, "amount:class")
    if after.startswith("台阶") and (mention.form == "order" or mention.unit == "个"):
        if what.new:
            story.passage.topic = Topic(what.name, "level", known=what.known)
        return Reading(f"{what.name}跨越台阶", "change", what.known, basis, "amount:steps")
    changes = what.measure == "change"
    certain = _by_what_it_counts(story, frame, mention, changes)
    if certain is not None:
        return topical(story, frame, certain, True)
    if _INCREMENTS.search(what.name):
        what.name, what.measure = _INCREMENTS.sub("", what.name), "change"
    if mention.unit and what.name and not what.known:
        what.name, what.known = _completed(what.name, mention.unit)
    hurt = _hurt(story, mention)
    if not hurt and not changes and (of or not after) and not (what.new and what.known):
        hurt = _befallen(story, mention)
    if hurt:
        what.called(hurt, True, "amount:people")
    else:
        _name_behind(story, frame, mention, what, after, of)
    what.name = _worked(story, frame, mention, what.name, what.known)
    if of and after and (not what.new or _WITH.search(story.text, frame.start, mention.start)):
        what.called(after, indicators.is_known(after), "amount:的 noun behind")
    if frame.flow_verb and what.name and not what.name.startswith(frame.flow_verb) and not hurt:
        what.name = frame.flow_verb + what.name
    if frame.sense == "excess" and frame.compared and not frame.reference:
        gap = f"{what.name}与{frame.compared}之差"
        return Reading(gap, "change", what.known, None, "amount:gap", frame.sign or 1)
    if mention.unit in _ATTENDANCE and _PER_GAME.search(story.text, max(frame.start, mention.start - 9), mention.start):
        of_a_team = frame.owner is not None  # 广州某队场均4万人: no figure of 广州
        what.called("场均" if of_a_team else "上座观众人数", not of_a_team, "amount:per game", new=False)
    if not what.name and _bare(mention):
        return None
    return _told(story, frame, mention, what, after, basis)


def _spoken_of(story: Story, frame: Frame, mention: Mention, here: list[Mention], index: int) -> _Named:
    """What the words before an amount, or the passage, say that it is of."""
    name, known, new = named(story, frame)
    if not new and frame.flow_verb and frame.owner is not None and _of_another_firm(name, frame.flow_verb, mention):
        name = ""  # 甲交付3万辆，乙交付2万辆: the second is not of 甲
    if not new and name and mention.unit not in _PARTS:
        name = _part_of_share(story, mention) or name
    aside = index and story.text[here[index - 1].end : mention.start] == "（" and not frame.name
    if not new and name and not aside and _of_another_dimension(story, frame, mention):
        name, known = "", False
    changes = frame.sense == "change" and not (frame.carried and frame.states)
    return _Named(name, known, new, "change" if changes else "level")


def _by_what_it_counts(story: Story, frame: Frame, mention: Mention, changes: bool) -> Reading | None:
    """What countries, grades and seats are counted of, whatever stands before them."""
    if mention.unit == "国" and not changes:  # 来自57国的选手 counts countries
        return Reading("国家数量", "level", True, None, "amount:countries")
    tally = tallies.read(story.text, mention, story.passage.tally)
    if tally is not None:
        story.passage.tally, sort = tally
        told = bool(story.passage.tally.subject)  # by what, or it is not known which tally it is
        return Reading(story.passage.tally.name(sort), "level", told, None, "amount:tally")
    story.passage.tally = tallies.among(story.text, mention) or story.passage.tally
    graded = _graded(story, mention)
    if graded:
        return Reading(graded, "level", True, None, "amount:grade")
    seated = seats.name(story.text, mention) if seats.are_counted(story.text, mention) else ""
    if not seated:
        return None
    sign = seats.moved(story.text, mention, frame.sign if changes else 0)
    return Reading(seated, "change" if sign else "level", True, None, seats.RULE, sign or 1)


def _name_behind(story: Story, frame: Frame, mention: Mention, what: _Named, after: str, of: bool) -> None:
    """Take the name that stands behind the amount, where that is the better one: 12家企业, 3亿元贷款."""
    if mention.unit not in CURRENCIES and mention.unit not in _TIMES and not of and _counts(mention, after):
        noun = _with_what_they_did(story, after, mention)
        plain = what.new and what.known and not frame.flow_verb and what.measure != "change" and len(noun) <= 2
        if noun and not plain and not _is_measure_word_only(noun):
            what.called(_counted(noun, mention.unit), len(noun) >= 2, "amount:noun behind")
    elif after and _names_money(mention, after, what.name, what.known and not _BALANCE.search(after), of):
        what.called(after, indicators.is_known(after), "amount:noun behind money")


def _told(story: Story, frame: Frame, mention: Mention, what: _Named, after: str, basis: str | None) -> Reading:
    """The reading of an amount whose name is found; what follows may go on with it."""
    name, measure, new = what.name, what.measure, what.new
    sign = -1 if measure == "change" and frame.sign < 0 else 1
    if not name and not after and frame.flow_verb and measure == "level":
        new = True  # 共交付15万台，增长45%: what was done is what grew
    name = name or after or frame.event or frame.flow_verb
    if measure in ("level", "change"):
        name = indicators.in_unit(name, mention.unit)  # so that 增长8% behind 发送旅客3亿人次 is of 旅客发送量
    if measure == "level":
        story.passage.said.append(name)
    found = topical(story, frame, Reading(name, measure, what.known, basis, what.rule, sign), new)
    if new and name:
        story.passage.topic.unit = mention.unit
        added = measure == "change" and _NEWLY.search(story.text, frame.start, mention.start) is not None
        story.passage.topic.added = added and "新增" not in name
        story.passage.counted = story.passage.topic
    return found


# 10派6.5元, 每10股送1股转增4股派3元: so much for ten shares, in the shorthand of announcements
_TEN_SHARES: Final = re.compile(
    r"(?<![\d.])(?:10|十)股?(?:(?:送(?:红股)?|转增?)[\d.]{1,5}股?[，、]?){0,2}"
    r"(?:(?P<paid>派(?:发|现|息)?(?:现金)?(?:红利|股[息利])?)|(?P<bonus>送(?:红股)?)|转增?)$"
)


def _of_ten_shares(text: str, mention: Mention) -> str:
    """What is given for every ten shares, "" for any other figure."""
    if mention.unit != "股" and mention.unit not in CURRENCIES:
        return ""
    said = _TEN_SHARES.search(text, max(0, mention.start - 24), mention.start)
    if said is None or (said["paid"] is None) == (mention.unit != "股"):
        return ""
    return "每10股派发现金红利" if said["paid"] else "每10股送红股数" if said["bonus"] else "每10股转增股数"


def _of_another_firm(name: str, verb: str, mention: Mention) -> bool:
    """Whether a name is somebody else's, alone or with the same action: 甲, 甲交付量, where another 交付 follows."""
    done = indicators.in_unit(verb, mention.unit)
    who = name.removesuffix(done)
    return done not in (verb, name) and words.is_proper(who)


_ATTENDANCE: Final = frozenset({"人", "人次", ""})
_PER_GAME: Final = re.compile(
    r"(?:场均|平均每场|每场平均)(?:观众|上座|入场)?(?:人数)?(?:约|近|达到?|为|有|超过?|逾|高)*$"
)
_PARTS: Final = frozenset({"", "%", "百分点", "倍"})


def _part_of_share(story: Story, mention: Mention) -> str:
    """占全国人口5.93%，比2010年增加325万人: the amount is of the part that had the share; "" where none had."""
    passage = story.passage
    if passage.topic.measure not in ("share", "ratio"):
        return ""
    part = passage.topic.part or (passage.counted.name if passage.counted.unit == mention.unit else "")
    if part:
        passage.topic = Topic(part, "level", known=passage.topic.known, unit=mention.unit)
    return part


_WITH: Final = re.compile(r"以(?:累计|总计|合计|高达)?$")  # 影片以5亿元的票房…: by what noun something is ahead


def _counts(mention: Mention, after: str) -> bool:
    """Whether a noun behind may be what is counted: 45个项目, 27万用户; a small number alone counts nothing."""
    if mention.unit:
        return True
    return len(after) > 1 and mention.step is not None and mention.step >= 1000 and not indicators.head(after)


def _size_class(story: Story, here: list[Mention], index: int) -> str:
    """11个百亿级项目: the class is part of what is counted; "" where none follows."""
    if index + 1 == len(here) or here[index + 1].start != here[index].end or here[index + 1].form != "order":
        return ""
    size = here[index + 1]
    segment = re.split(r"[，。；、：！？\n]", story.text[size.end : size.end + 24].lstrip("的"))[0]
    return story.text[size.start : size.end] + phrases.behind(segment).removeprefix("大型")


# things that a measure before them describes: 82600吨散货船, 750千伏变电站, 8克金币
_THINGS: Final = re.compile(
    r"(?:船|轮|艇|舰|舱|车|机组?|站|炉|罐|塔|桥|坝|币|圈|线路|工程|项目|电视|屏|电池|火箭|卫星|望远镜|决赛|比赛|冠军|银牌|金牌|铜牌|纪录|跑|泳|栏|接力|跳台|跳板)$"
)


_TIMES: Final = frozenset({"秒", "分钟", "小时", "天", "周", "月", "年", "季度"})


def _is_attribute(frame: Frame, mention: Mention) -> bool:
    """A size inside a name (750千伏变电站), a person's age: no figure of what is counted."""
    if mention.unit in ("岁", "周岁"):
        return not re.search(r"年龄|寿命|岁$|年限", frame.name)
    if mention.unit in ("天", "小时", "月", "周") and len(frame.after.strip("的")) > 1:
        return not re.search(r"[时期龄限程]|历|寿命|天数|日数", frame.name)
    of = quantity.lookup(mention.unit)
    if of is None or of.kind != "measure" or frame.after.startswith("的") or mention.form != "quantity":
        return False
    return bool(_THINGS.search(frame.after))


def _of_another_dimension(story: Story, frame: Frame, mention: Mention) -> bool:
    """Whether the topic was said in money or a count, and this figure is in another unit without a name."""
    said, unit = story.passage.topic.unit, mention.unit
    if unit in _TIMES and not frame.name and said not in _TIMES:
        return not re.search(r"[时期龄限]|历|寿命|天数|日数", story.passage.topic.name)
    if not said or not unit or frame.name or said == unit or quantity.convertible(said, unit) is not None:
        return False
    return not {said, unit} & {"%", "百分点", "倍", "个", "人次"} and not {said, unit} <= CURRENCIES


def _completed(name: str, unit: str) -> tuple[str, bool]:
    """出入境 in 人次 is 出入境人次, where the lexicon has that name."""
    counted = unit not in CURRENCIES and unit in quantity.COUNTERS
    for full in (name + unit, name + "量", name + "数", name + "额"):
        if indicators.is_name(full) and not (counted and full.endswith("额")):
            return full, True
    return name, False


_GRADES: Final = {"地震": "地震震级", "余震": "余震震级", "大风": "风力", "风": "风力", "阵风": "阵风风力"}
_GRADED: Final = re.compile(r"(?:左右|以上)?(?:的)?(?:强烈?)?(地震|余震|大风|阵风|风)(?![电力景险])")


_NEAR, _STRONGEST = 40, 10  # characters around a magnitude that say of what; no earthquake reaches 10


def _graded(story: Story, mention: Mention) -> str:
    """7.8级地震, 4到6级风, 地震规模7.2: how strong it was; "" for other grades."""
    if not mention.unit and story.text.endswith("规模", 0, mention.start):
        shook = story.text.find("震", max(0, mention.start - _NEAR), mention.end + 8) >= 0
        return "地震震级" if shook and mention.value is not None and mention.value < _STRONGEST else ""
    match = _GRADED.match(story.text, mention.end) if mention.unit == "级" else None
    return _GRADES[match[1]] if match else ""


def _worked(story: Story, frame: Frame, mention: Mention, name: str, known: bool) -> str:
    """已收获320万亩冬小麦: an area is named by what was done to the land."""
    done = _DONE_TO_LAND.search(story.text, frame.start, mention.start) if mention.unit in ("亩", "公顷") else None
    if done is None or not name or (known and indicators.head(name)):
        return name
    return f"{name.removesuffix('进度').removesuffix(done[1])}{done[1]}面积"


_DONE_TO_LAND: Final = re.compile(
    r"(收获|收割|机收|播种|栽插|造林|灌溉|治理|改造|修复)(?:了|超过?|过|约|近|达到?|已)*$"
)

_SHORTLY: Final = re.compile(r"[死伤](?=[，。；、\d\n]|$)")  # 3人死、12人伤
_HURT: Final = {"死": "死亡人数", "伤": "受伤人数"}


def _hurt(story: Story, mention: Mention) -> str:
    """2死5伤, 45人死亡: those to whom something happened; "" where nothing did."""
    if mention.unit != "人":
        return ""
    if story.text[mention.end - 1] in _HURT:
        return _HURT[story.text[mention.end - 1]]
    if _SHORTLY.match(story.text, mention.end):
        return _HURT[story.text[mention.end]]
    still = _STILL.match(story.text, mention.end)
    at = still.end() if still else mention.end  # 6100人被转移, 31人仍然失联
    happened = next(iter(vocabulary.tokens(story.text, at, min(len(story.text), at + 6))), None)
    if happened is None or happened.start != at or happened.kind != "event" or len(happened.word) != 2:
        return ""
    return "" if story.text[happened.end : happened.end + 1] == "的" else f"{happened.word}人数"


_STILL: Final = re.compile(r"(?:目前|仍然?|依然|尚|还)?(?:在|处于)?(?:被(?!困))?")
_ABOARD: Final = re.compile(r"(?:机上共?有|(?:架|客机)(?:载有|搭载|载着))$")  # 一架载有80人的客机


def _befallen(story: Story, mention: Mention) -> str:
    """因灾死亡5人、失踪3人: the same with the verb before the figure."""
    if mention.unit != "人":
        return ""
    if _ABOARD.search(story.text, max(0, mention.start - 6), mention.start):
        return "机上人数"
    before = vocabulary.tokens(story.text, max(0, mention.start - 2), mention.start)
    name = "".join(t.word for t in before if t.kind == "event") + "人数"
    return name if len(name) == 4 and indicators.is_name(name) else ""


# 2.8万名跑者齐聚一堂: what they came for is no part of the name
_RUNNERS: Final = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{0,4}?(?:跑者|选手|跑友|参赛者|运动员))"
    r"(?:齐聚|齐集|云集|汇聚|集结|竞逐|角逐|同场|开跑|起跑|上路|出发|奔跑|来台|来华|来港|顺利完赛|共襄|同台)"
)


def _counted(noun: str, unit: str) -> str:
    """The name of so many of a noun: 志愿者 in 人 → 志愿者人数, 航线 in 条 → 航线数量."""
    runners = _RUNNERS.match(noun) if unit == "人" else None
    noun = runners["who"] if runners else noun
    if noun[-1] == "中" and len(noun) > 3 and words.tag(noun)[-1][0] == "中":
        noun = noun[:-1]  # 70个大中城市中, but not 普通高中
    if unit == "部":
        noun = noun.removesuffix("票房") or noun  # 79部影片票房过亿元 counts films
    if indicators.is_name(noun + unit):
        return noun + unit  # 1436.6万人次出入境 → 出入境人次
    if indicators.is_known(noun) and unit not in ("家", "个", "人", "项", "种"):
        return noun
    if noun.endswith(("数量", "人数", "人次", "数")):
        return noun
    of = quantity.lookup(unit)
    if of is not None and of.kind != "count":
        return noun
    return f"{noun}人数" if unit == "人" and not indicators.is_name(f"{noun}数量") else f"{noun}数量"


_FUNDS: Final = re.compile(
    r"(?:资金|国债|债券|贷款|专项债|奖金|基金|补贴|补助|投资|红利|军售|订单|合同|拨款|援助|消费券|罚款|罚金|税款|经费|收入|支出|债务|赔偿|损失|便利|逆回购|正回购|存单|操作|盈余|赤字)$"
)


_BALANCE: Final = re.compile(r"(?:盈余|赤字)$")


def _names_money(mention: Mention, after: str, name: str, known: bool, of: bool) -> bool:
    """690亿元超长期特别国债资金: the noun right behind money names it, if nothing known stands before."""
    return mention.unit in CURRENCIES and not of and not (name and known) and bool(_FUNDS.search(after))


def _bare(mention: Mention) -> bool:
    """A small whole number without a unit."""
    return (
        mention.unit == ""
        and mention.step is not None
        and mention.step >= 1
        and mention.qualifier == "exact"
        and mention.value is not None
        and mention.value < 10000
    )


def _with_what_they_did(story: Story, noun: str, mention: Mention) -> str:
    """5个集群入选国家先进制造业集群: a common noun is told apart by what was done, if the clause says it."""
    at = mention.end + len(noun)
    if not noun or not story.text.startswith(noun, mention.end) or (len(noun) > 3 and mention.unit != "人"):
        return noun
    near = vocabulary.tokens(story.text, at, min(len(story.text), at + 8))
    verb = next((t for t in near if t.start == at and t.kind == "event"), None)
    if verb is None or not _is_verb(story.text[mention.end : verb.end + 4], len(noun)):
        return noun
    clause = re.split(r"[，。；：、！？\n（]", story.text[verb.end : verb.end + 24])[0]
    return f"{verb.word}{phrases.behind(clause)}" + ("" if clause.endswith(noun) else noun)


def _is_verb(segment: str, at: int) -> bool:
    """Whether a verb begins at `at`: 组织 in 国际组织负责人 is a noun."""
    place = 0
    for word, tag in words.tag(segment):
        if place == at:
            return tag.startswith(("v", "i", "l"))
        place += len(word)
    return False


def _is_measure_word_only(after: str) -> bool:
    return after in ("以上", "以下", "左右", "上下", "多", "余", "的", "大关", "规模", "台阶", "元")


def measure_of(frame: Frame) -> Measure:
    """Level, or change where the clause says that it is one."""
    return "change" if frame.sense == "change" else "level"
