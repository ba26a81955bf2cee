"""What a clause names, or refers back to: the topic last spoken of, and against what a change is measured."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from factcheck import lexicon, quantity, words
from factcheck.extract import indicators, vocabulary
from factcheck.extract.clauses import Frame
from factcheck.extract.numerals import Mention
from factcheck.extract.passage import Reading, Story, Topic

_TRADE: Final = frozenset({"出口", "进口", "进出口", "出口额", "进口额", "出口总额", "进口总额"})
_TRADE_WITHIN: Final = re.compile(r"(.{2,30}?)(?:进出口|出口|进口)(?:总额|总值|额|值)?$")
BASES: Final = {"sequential": "qoq"}
SPANS: Final = frozenset(
    {"average_annual", "two_year_average", "three_year_average", "qoq", "mom", "wow", "dod", "yoy"}
)
_YEAR: Final = r"(?:20\d\d|二[零〇○][零〇○一二三四五六七八九]{2})年"
_SAME_TIME: Final = re.compile(rf"去年|上年|同期|{_YEAR}同[月季]|^{_YEAR}$")


def named(story: Story, frame: Frame) -> tuple[str, bool, bool]:
    """(name, known, new): what the clause names, or what it refers back to."""
    topic = story.passage.topic
    name = indicators.bare(frame.name) if frame.name.startswith("（") else frame.name
    if name == "平均" and frame.sense == "change" and topic.name:
        return topic.name, topic.known, False  # 6月上涨0.1%，1—6月平均下降0.2%
    deals = _DEALS.match(indicators.standard(topic.base)) if name in _SUMS else None
    if deals is not None:
        worth = f"{deals[1]}总值"  # 买卖合约5894份，总值492亿元，升13.6%: what they are worth, not how many they are
        return worth, indicators.is_known(worth), True
    if name in indicators.BACK_REFERENCES and topic.name:
        return topic.base, topic.known, False
    # 低于市场预期的1.5万亿元
    if topic.name and "forecast" in frame.senses and name in lexicon.sign_words("expects"):
        return topic.name, topic.known, False
    noun = next((n for n in indicators.growth_nouns(name) if len(name) > len(n) + 1), "")
    if noun and not name.endswith("自然增长率"):
        shorter = name.removesuffix(noun).removesuffix("同比").strip("的")
        if shorter.endswith("年均") and len(shorter) > 3:
            frame.basis.append("average_annual")
            shorter = shorter.removesuffix("年均").strip("的")
        yearly = shorter.removesuffix("年")  # GDP年|成长率
        return yearly if indicators.is_known(yearly) else shorter, True, True
    if name in indicators.GROWTH_NOUNS or (not name and topic.name):
        return topic.name, topic.known, False
    if not name:
        return "", False, False
    if name in _TRADE and topic.name:
        within = _TRADE_WITHIN.match(topic.name)  # 对中亚五国进出口 …，其中出口 …: the exports of the same trade
        if within:
            return within.group(1) + name, True, True
    if topic.name and not indicators.is_name(name) and len(name) >= 3 and topic.name.endswith(name[:2]):
        joined = topic.name + name[2:]  # 研发经费投入 …，投入强度
        if indicators.is_name(joined) or indicators.is_name(indicators.standard(joined)):
            return joined, True, True
    return name, indicators.is_known(name), True


_SUMS: Final = frozenset({"总值", "总金额", "合约总值", "成交总值", "总成交额"})
_DEALS: Final = re.compile(r"(.{0,12}(?:合约|买卖))(?:宗数|数量|总数|份数)?$")
_ANNOUNCED: Final = re.compile(rf"(?:{lexicon.signs('announces').pattern})了?(?=[^，。；]{{2,40}}[。；\n]?$)")
_ANNOUNCEMENT: Final = 48  # characters: it stands no further from the sentence's end
_FIGURES_OF: Final = re.compile(
    r"的?(?:最新|预先|初步|修订|临时|主要)*(?:估计|统计|核算|运行)?(?:数字|数据|结果|情况|报告|指数)?[。；\s]*$"
)


def announced(story: Story, start: int, end: int) -> None:
    """统计局公布第三季度出口数据。: the indicator is what the next sentences speak of.

    `start`, `end`: a sentence without figures.
    """
    verb = _ANNOUNCED.search(story.text, max(start, end - _ANNOUNCEMENT), end)
    if verb is None:
        return
    said = [t for t in vocabulary.tokens(story.text, verb.end(), end) if t.kind == "name" and t.meaning[0]]
    if len(said) == 1 and _FIGURES_OF.match(story.text, said[0].end, end):
        story.passage.topic = Topic(said[0].meaning[0], known=True)


_BREAKDOWN: Final = re.compile(r"其中|分(?:[二三]大)?(?:行业|产业|门类|领域|地区|品种|类型|经济类型|城乡|季度)看")


_SEEN: Final = 8  # characters of 分三大门类看，


def _schools(topic: Topic) -> str:
    """The kind of school that was just counted, or whose pupils were; "" where it was something else."""
    if topic.unit == "所":
        return re.sub(r"^各.*|^学校数?$|(?:总数|总量|数量|数|学校)+$", "", topic.name)
    of = next((h for h in _PUPILS if topic.name.endswith(h) and len(topic.name) > len(h)), "")
    return topic.name.removesuffix(of) if of else ""


def belongs(story: Story, frame: Frame, mention: Mention) -> None:
    """其中新能源汽车95.3万辆: a bare part of what was just spoken of takes its head, 新能源汽车销量.

    The figure of a part that has no unit is given that of its whole.
    """
    passage = story.passage
    if _BREAKDOWN.search(story.text, max(0, frame.start - _SEEN), mention.start):
        shared = passage.topic.measure == "share" and passage.counted.name == passage.topic.part
        passage.among = replace(passage.counted if shared else passage.topic)
    name = frame.name
    if not mention.unit and name and passage.among is not None and _takes_its_unit(story, name, mention):
        mention.unit = passage.among.unit
    renamed = _of_a_segment(story, frame) or _by_what_went_before(story, name, mention, frame.start)
    if renamed:
        frame.name = renamed
        return
    whole = passage.among
    if whole is None or not whole.name or len(name) < 2 or frame.whole is not None:
        return
    if indicators.is_known(name) or not (name in lexicon.sign_words("joined") or words.is_noun_phrase(name, 2)):
        return
    if mention.unit == "%":
        if not (frame.sense == "change" or frame.growth_after):
            return
    elif mention.unit != whole.unit:
        return
    full = indicators.standard(whole.name)
    noun = _HEADS_OF_PARTS.get(full) or indicators.head(full)
    if noun and noun not in ("数量", "人次", "人数", "规模", "总量", "总数", "个数", "价格指数", "指数"):
        noun = indicators.parts_noun(noun)
        scope = "规模以上" if full.startswith("规模以上") else ""
        frame.name = _measured(name, noun, scope)
        frame.members = [m if indicators.is_known(m) else _measured(m, noun, scope) for m in frame.members]


def _of_a_segment(story: Story, frame: Frame) -> str:
    """智能手机收入455亿元，毛利率11.5%: the margin of what was just sold, not of the whole firm; "" of any other."""
    passage = story.passage
    bare = frame.name in _MARGINS and frame.owner is None and story.text.startswith(frame.name, frame.start)
    if not bare or story.text[frame.start - 1 : frame.start] != "，" or passage.topic.name not in passage.said:
        return ""
    sold = _SALES.fullmatch(indicators.standard(passage.topic.name))
    return sold["part"] + frame.name if sold is not None and sold["part"] not in _WHOLE_FIRM else ""


_MARGINS: Final = frozenset({"毛利率", "经营利润率", "营业利润率", "毛利"})
_SALES: Final = re.compile(r"(?P<part>[^的]{2,12}?)(?:营业收入|销售收入|收入|营收|销售额)")
_WHOLE_FIRM: Final = frozenset(["营业", "经营", "主营业务", "主营", "合并", "业务", "公司", "集团", "季度", "全年"])


def _by_what_went_before(story: Story, name: str, mention: Mention, start: int) -> str:
    """The whole name of a figure that only says in what it differs from the one before; "" where it does not."""
    passage = story.passage
    topic = passage.topic
    siblings = (h for h in _SIBLINGS if topic.name.endswith(h) and len(topic.name) > len(h))
    sibling = next(siblings, "") if name in _SIBLINGS else ""
    if sibling and name != sibling and mention.unit == topic.unit:
        return topic.name.removesuffix(sibling) + name  # 生猪存栏 …，出栏 …
    if name == "销售额" and topic.name.endswith("销售面积") and mention.unit == "元":
        return topic.name.removesuffix("面积") + "额"  # 商品房销售面积 …，销售额 …
    measured = _of_what_it_measures(story, name, topic)
    if not measured and name in _OUTPUT and quantity.convertible(mention.unit, "吨") is not None:
        crop = _crop_before(story.text, start)
        measured = crop + "产量" if crop else ""
    if measured:
        return measured
    kind = _KINDS.match(name)
    other = _KINDS.match(topic.name) if kind is not None and kind.end() == len(name) else None
    if other is not None and other.end() < len(topic.name):
        return name + topic.name[other.end() :]  # 一线城市新房价格…，二线城市下降…
    if name in _CARRIAGE and topic.name != name and indicators.standard(topic.name).endswith(_CARRIAGE):
        return topic.name  # 全国铁路发送旅客…，日均发送旅客…
    by_mode = name in _MODES and mention.unit == topic.unit
    carried = _CARRIED.search(indicators.standard(topic.name)) if by_mode else None
    if carried:
        return name + carried.group()  # 铁路发送旅客…，民航…
    if name in _OF_SCHOOLS and passage.stage and not _schools(topic):
        return passage.stage + name  # under the heading 小学: 学校16万所，招生1869万人
    if name in _PUPILS and (schools := _schools(topic)):
        return schools + name  # 普通小学14万所，招生1877万人，在校生1.08亿人
    return ""


def _takes_its_unit(story: Story, name: str, mention: Mention) -> bool:
    """访客2800万人次，其中陆路2100万: whether a part that says none itself has the unit of its whole."""
    unit = story.passage.among.unit if story.passage.among is not None else ""
    known = quantity.lookup(unit)
    if mention.rule != "number alone" or mention.value is None or mention.value < _MANY or known is None:
        return False
    goes_on = story.text[mention.end : mention.end + 1] in _GOES_ON
    if goes_on or indicators.is_known(name) or name.endswith(_SAYS_ITS_UNIT):
        return False
    return known.kind in ("count", "money")


_SAYS_ITS_UNIT: Final = ("人次", "人数", "收入", "票房", "金额")
_GOES_ON: Final = frozenset("—–-~～至")
_MANY: Final = 10_000


def _measured(part: str, noun: str, scope: str) -> str:
    """A part's name with what is measured of it, which it may say itself: 电动汽车 or 电动汽车出口 of 出口额."""
    part = scope + part.removeprefix(scope).removesuffix(noun)
    return part if part.endswith("价值") and noun.endswith("价值") else part + noun  # 网上销售价值 of 销货价值


def _crop_before(text: str, start: int) -> str:
    """2024年粮食生产再获丰收，总产量…: the crop that the clause before begins with; "" where it names none."""
    close = start - 1
    if close < 0 or text[close] != "，":
        return ""
    begin = max(text.rfind(mark, max(0, close - _CLAUSE), close) for mark in "。；，\n") + 1
    for at in range(max(begin, close - _CLAUSE), close - 1):
        size = next((n for n in (4, 3, 2) if at + n <= close and indicators.is_name(text[at : at + n] + "产量")), 0)
        if size:
            return text[at : at + size]
    return ""


_CLAUSE: Final = 30  # characters


def _of_what_it_measures(story: Story, name: str, topic: Topic) -> str:
    """蔬菜播种面积 …，产量: the output of that crop; 渔业总产值 …，增加值: of that industry; "" where it is neither."""
    if name in _OUTPUT and (land := _LAND.search(topic.name)):
        return topic.name[: land.start()] + name
    if name in _YIELD and (land := _CROP.search(topic.name)):
        return topic.name[: land.start()] + "单产"
    if name == "增加值" and topic.name.endswith("产值"):
        return _WORTH.sub("", topic.name) + name
    if name in _PROFITS and topic.name.endswith(_PROFITS) and topic.name not in _PROFITS:
        return topic.name
    counted = story.passage.counted
    firms = _FIRMS.search(topic.name) if name in _OF_FIRMS and counted is topic and counted.unit == "家" else None
    if firms:
        return firms[1] + name
    return ""


_OUTPUT: Final = ("产量", "总产量", "总产")
_YIELD: Final = ("单产", "平均单产", "亩产", "平均亩产", "单位面积产量", "每亩产量")
_LAND: Final = re.compile(r"(?:播种|种植|收获)?面积$")
_CROP: Final = re.compile(r"(?:(?:播种|种植|收获)?面积|(?<!单位面积)总?产量|单产)$")
_WORTH: Final = re.compile(r"总?产值$")
# what firms that were just counted have together
_PROFITS: Final = ("利润总额", "利润")
_FIRMS: Final = re.compile(r"^(.{2,}企业)(?:数量?)?$")
_OF_FIRMS: Final = ("总产值", "产值", "营业收入", "营收", "利润总额", "利润", "增加值", "资产总计", "税收")
_KINDS: Final = re.compile(r"(?:[一二三四]线|东部|中部|西部|东北)(?:城市|地区)")
_CARRIAGE: Final = ("发送旅客", "旅客发送量", "客运量", "发送货物", "货物发送量", "货运量")
_MODES: Final = ("铁路", "公路", "水路", "民航", "航空")
_CARRIED: Final = re.compile("(?:客运|货运|旅客周转|货物周转)量$")
# said of one thing by turns
_SIBLINGS: Final = ("存栏量", "出栏量", "存栏", "出栏", "产量", "销量", "出口量", "进口量")
_STAGE: Final = re.compile(
    rf"(?:^|[、.．：\s])(?P<stage>{lexicon.signs('schooling').pattern})(?:阶段)?(?:教育|总体情况|情况)?(?:$|[:：\s])"
)


def heading_names_stage(story: Story, start: int, end: int) -> None:
    """Keep the stage of schooling that a heading names: what is listed under it is of that."""
    said = _STAGE.search(story.text[start:end].strip())
    stage = said["stage"] if said else ""
    story.passage.stage = {"学前教育": "幼儿园", "义务教育": "义务教育阶段"}.get(stage, stage)
    if stage:
        story.passage.topic = Topic()


_OF_SCHOOLS: Final = ("学校", "学校数", "学校数量", "招生", "在校生", "毕业生", "专任教师", "教职工")
_PUPILS: Final = (
    *("招生", "在校生", "毕业生", "专任教师", "教职工"),
    *("招生人数", "在校生人数", "毕业生人数", "专任教师人数", "教职工人数"),
)
# what a part of these is measured by
_HEADS_OF_PARTS: Final = {"地区生产总值": "增加值", "居民消费价格指数": "价格", "工业生产者出厂价格指数": "价格"}


def pupils_of(topic: Topic, members: list[str], name: str, size: int) -> list[str]:
    """小学、初中在校生分别…，专任教师分别…: what is counted of each kind of school; [] where they are none.

    `members`: what was shared out before. 普通高中、中职学校100所，招生3.54万人、1.68万人: or one name lists them.
    """
    if name not in _PUPILS:
        return []
    kinds = indicators.split_list(_schools(topic)) if len(members) != size else []
    if len(kinds) == size:
        return [kind + name for kind in kinds]
    schools = [next((m.removesuffix(h) for h in _PUPILS if m.endswith(h)), "") for m in members]
    return [school + name for school in schools] if all(schools) and len(schools) == size else []


def topical(story: Story, frame: Frame, reading: Reading, new: bool) -> Reading:
    """Make the reading the topic of what follows, where it named something."""
    if new and reading.name:
        story.passage.topic = Topic(reading.name, reading.measure, reading.part, list(frame.members), "", reading.known)
    return reading


def basis_of(frame: Frame, *, growth: bool = True) -> str | None:
    """The basis that decides which figures compare: a span of comparison before a way of pricing."""
    known = [BASES.get(b, b) for b in frame.basis if b != "reference"]
    for wanted in (
        "average_annual",
        "two_year_average",
        "three_year_average",
        "annualised",
        "qoq",
        "mom",
        "wow",
        "dod",
        "yoy",
    ):
        if wanted in known:
            return wanted
    if frame.compared and growth and "reference" in frame.basis:
        return _reference_basis(frame.compared)
    return known[0] if known else None


def _reference_basis(reference: str) -> str:
    """年 before: yoy; the quarter or month before: qoq, mom; anything else is named."""
    if re.search(r"上季|前季|[上前][一1]季|第[一二三四1-4]季|[一二三四]季度", reference):
        return "qoq"
    if re.search(r"上月|前月|上个月|前[一1]个?月", reference):
        return "mom"
    if re.search(r"(?<![一大])前年", reference):  # 较前年同期: a year before the last
        return "vs 前年"
    if _SAME_TIME.search(reference):
        year = re.search(r"(20\d\d)年同期|(2019)年", reference)
        return f"vs {year.group(1) or year.group(2)}" if year and "2019" in reference else "yoy"
    return f"vs {reference}"
