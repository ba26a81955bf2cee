"""Noun phrases: where the one behind a figure ends, and what is left of one before it.

A figure is named by a noun phrase. Behind a counted noun the phrase ends where the clause goes on
(12家企业|参展); before a figure the phrase may still hold the clause that led to it
(指挥部已|筹集板房). Both are cut by parts of speech; what remains is never a bare verb.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from factcheck import lexicon, setting, words
from factcheck.extract import indicators, vocabulary

_ASPECTS: Final = frozenset({("了", "ul"), ("着", "uz"), ("过", "ug")})
_ENDS: Final = frozenset({"d", "p", "c", "r", "uj", "ul", "uz", "ud", "uv", "ug", "y", "t"})
_ENDING_KINDS: Final = frozenset({"event", "change", "link", "source", "forecast", "field", "basis", "of"})
_QUOTES: Final = ("“", "”")
_VERBS: Final = frozenset({"v", "vd", "vi", "vq"})
# what a verb can stand before as part of one noun: 检测机构, 改造项目, 收获期
_COMPOUND: Final = re.compile(
    r"(?:项目|工程|机构|基地|平台|中心|企业|公司|单位|人员|人才|人口|设施|设备|装备|产品|商品|商店|区|点|站|场|队|车间?|车辆|系统|服务|业务|活动|行动|计划"
    r"|方案|措施|任务|标准|技术|案件|案例|线索|岗位|院|校|所|期|率|量|额|数|桩|装置|线路|航线|通道|园|厅|馆|室|库|船舶?|机|器|器械|系统|模型|场景|体系|机制"
    r"|政策|资金|基金|贷款|债券|票据?|门票|合同|协议|订单|会议?|展|赛事?|奖项?|者|员|手|师|户|村|镇|县|城市|街区|小区|物资|药品|药物|疫苗|病例|事件|事故|隐患|工作|事项|指标"
    r"|业|城|港|群|链|网络?|组织|团队|小组|代表团|记录|成果|专利|作品|影片|剧目|节目|课程|专业|学科|品牌|门店|网点|窗口|柜|箱|罐|厂|农场|合作社|家庭)$"
)
# nouns of those who act: a verb behind one is what they did
_ACTORS: Final = re.compile(
    r"(?:企业|公司|人员|代表|工人|职工|居民|村民|市民|游客|旅客|群众|家庭|国家|地区|城市|选手|运动员|记者|学生|考生|教师|党员|志愿者|车辆|航班|船舶|船只|渔船|商户|农户|用户|住户"
    r"|单位|机构|部门|银行|学校|高校|项目|产品|航线|线路|列车|人士|嘉宾|客商|采购商|展商|官兵|战士|士兵|民众|平民|婴儿|儿童|老人|妇女|人|州|省|市|县|国|船|舰|飞机)$"
)


def behind(segment: str, found: Sequence[vocabulary.Token] | None = None, *, of: bool = False) -> str:
    """The noun phrase that a segment begins with, "" where it begins with none.

    `found`: the known words in it, where they have been looked for.
    """
    if not segment:
        return ""
    band = _AGE_BAND.match(segment)
    if band:
        rest = behind(segment[band.end() :].removeprefix("的"))
        return segment[: band.end()] + rest if rest else ""
    if found is None:
        found = vocabulary.tokens(segment, 0, len(segment))
    parts = words.tag(segment)
    bounds = {0, *itertools.accumulate(len(word) for word, _ in parts)}
    known = {t.start: t for t in found if t.kind in _ENDING_KINDS and (t.kind != "event" or t.end in bounds)}
    names = {t.start: t.end for t in found if t.kind == "name"}
    out: list[str] = []
    at = quoted = inside_name = 0
    for i, (word, _) in enumerate(parts):
        inside_name = max(inside_name, names.get(at, 0))
        quoted += word.count("“") - word.count("”")
        free = quoted <= 0 and word not in _QUOTES and at >= inside_name
        if free and _stops(parts, i, bool(out), of, known.get(at)):
            break
        out.append(word)
        at += len(word)
    else:
        i = len(parts)
    if 0 < i < len(parts) and parts[i][0] == "的" and not of:
        head = behind("".join(word for word, _ in parts[i + 1 :]))  # 34架飞往北方的飞机 are 飞机
        if len(head) > 1:
            return head
    phrase = "".join(out)
    return phrase if phrase.strip("“”+") else ""


def _stops(parts: words.Tagged, i: int, inside: bool, of: bool, token: vocabulary.Token | None) -> bool:
    """Whether the noun phrase ends before the i-th word."""
    word, tag = parts[i]
    if inside and (tag in ("i", "l") and not _names_a_thing(word)):
        return True
    if inside and of and tag in ("v", "l", "z"):
        return True
    if inside and i + 1 < len(parts) and parts[i + 1] in _ASPECTS:  # 票房|证明了: what is done is no noun
        return True
    leads = not inside and i + 1 < len(parts) and parts[i + 1][1].startswith("n")
    if tag in _ENDS and not (tag in ("t", "d") and leads):
        return True
    if inside and (word[0].isdigit() or (tag == "m" and word != "点")):
        return True
    if inside and word in _THINGS_TOO and (i + 1 == len(parts) or parts[i + 1][1] in _ENDS or parts[i + 1][1] == "x"):
        return False
    if token is not None and not (leads and token.kind == "field") and not tag.startswith("n"):
        loose = token.kind == "event" and inside and not _names_a_thing(parts[i - 1][0])
        return not loose and (token.kind != "event" or not _modifies(parts, i))
    verb = tag in _VERBS or (tag == "vn" and inside and bool(_ACTORS.search(parts[i - 1][0])))
    return inside and verb and not _modifies(parts, i)


# nouns that are verbs as well: at the end of a noun phrase they are its head
_THINGS_TOO: Final = frozenset(
    ["举措", "代表", "倡议", "决定", "建筑", "建议", "报告", "服务", "标志", "组织", "规划", "规定", "设计", "交易"]
)


def _names_a_thing(word: str) -> bool:
    return bool(_COMPOUND.search(word) or _ACTORS.search(word))


def _modifies(parts: words.Tagged, i: int) -> bool:
    """Whether the verb at `i` is a modifier inside a noun (检测机构), not the verb of a clause (企业参加项目)."""
    if i and _ACTORS.search(parts[i - 1][0]):
        return False
    tail = ""
    for word, tag in parts[i + 1 :]:
        if tag in _ENDS or tag in _VERBS or word[0].isdigit():
            break
        tail += word
        if len(tail) <= 8 and _COMPOUND.search(tail):  # 创新中心|落地: the noun ends before the clause goes on
            return True
    return False


def union(first: str, further: str) -> str:
    """What a count before an enumeration of kinds counts: the noun that all of them end with.

    国家制造业创新中心 with 、技术创新中心、产业创新中心 behind it are 国家创新中心; `first` where they share none.
    """
    if not _KINDS_GO_ON.match(further) or not first:
        return first
    members = [first]
    for run in _KINDS_GO_ON.finditer(further):
        members.append(behind(run[1]))
        if members[-1] != run[1]:
            break
    parts = [word for word, _ in words.tag(members[-1])]
    tails = ("".join(parts[i:]) for i in range(1, len(parts)))
    shared = next((t for t in tails if len(t) > 1 and all(m.endswith(t) and m != t for m in members)), "")
    if not shared:
        return first
    grade = _GRADE.match(first)
    return (grade.group() if grade else "") + shared


_KINDS_GO_ON: Final = re.compile(r"(?:、|和|及|以及|与)([\u4e00-\u9fff]{2,16}?)(?=[、，。；和及与（\n]|以及|$)")
_GRADE: Final = re.compile(r"(?:国家|省|市|县|区)级?(?=.{4,})")  # said once for all of them
_AGE_BAND: Final = re.compile(r"\d{1,3}(?:[-—~～至到]\d{1,3})?周?岁(?:[及和与]?其?以[上下])?(?=[\u4e00-\u9fff])")
_LIST_MARK: Final = re.compile(r"^(?:\d{1,2}[.、．]|[（(]\d{1,2}[)）])\s*")
_POINTING: Final = re.compile(
    r"^.*?(?:这|那)(?:是|里|家|个|些|座|款|种|批|项|起|场|宗|次)?(?:一[片座个家种款条项台艘架批])?(?=.{2,})"
)
_PER: Final = re.compile(r"每(?:盎司|吨|桶|公斤|千克|克|斤|升|加仑|平方公里|平方米|千瓦时|度电?|立方米|亩|磅)$")
_REACHES: Final = re.compile(
    r"(?<=..)(?:已|均|共|总)?(?:达到?|超过?|逾|突破|共计|总计|合共|合计|(?<=[失损额])计|约|首破|收报|收于|报收|(?<=[数指价])报|(?<=[数指价])收|较|(?<=[展长大高深])到|(?<=[口额量])首)$"
)
_REACHES_END: Final = frozenset("达到超过逾破计共约首报于收较")  # the characters that it ends with
# 单日票房也再创历史新高: what was reached names no figure
_RECORDS: Final = ("新高", "新低", "纪录", "记录")
_RECORD: Final = re.compile(
    r"(?<=..)(?:也|亦|均|都|又|再次?|双双|同步|已)*(?:再创|连创|屡创|又创|创下?|创造|创出|刷新|打破|改写)了?[^，。；\d]{0,8}?(?:新高|新低|纪录|记录)$"
)
_SPAN: Final = re.compile(
    r"^(?:过去|最近|近|未来|今后)?[\d一二三四五六七八九十]{1,4}(?:天|个?小时|分钟|个月|年)(?!期)(?:以?来|[之以]?内|间)?"
)
_LEADS_IN: Final = frozenset("0123456789（(过最近未今后一二三四五六七八九十")  # what a list mark or a span begins with
_ALL_PROVINCES: Final = re.compile(r"^3[0-4]个?省(?:区市|份|（[^）]*）)?的?")
_PAID: Final = re.compile(r"^.*(?=每(?:\d+|十)股)")  # 拟向全体股东每10股派发红利
_EMPTY_VERBS: Final = frozenset(lexicon.words("empty_verbs"))


@cache
def _opening_words() -> frozenset[str]:
    return frozenset(word[:2] for word in lexicon.words("opening_verbs"))


@lru_cache(maxsize=20_000)
def before(phrase: str) -> str:
    """What names the figure in a phrase that may hold more of its clause; "" where nothing does."""
    if phrase[:1] in _LEADS_IN:
        phrase = _ALL_PROVINCES.sub("", _SPAN.sub("", _LIST_MARK.sub("", phrase)))
    if not phrase or indicators.is_name(phrase):
        return phrase
    if phrase.endswith(_RECORDS):
        phrase = _RECORD.sub("", phrase)
    if "这" in phrase or "那" in phrase:
        phrase = _POINTING.sub("", phrase)
    if "每" in phrase:
        phrase = _PER.sub("", phrase)
    if phrase[-1:] in _REACHES_END:
        phrase = _REACHES.sub("", phrase)
    if "每" in phrase:
        phrase = _PAID.sub("", phrase)
    opened = setting.since_opening().match(phrase) if phrase[:2] in _opening_words() else None
    phrase = phrase[opened.end() :].lstrip("的") if opened else phrase  # 上映5天票房
    if indicators.is_name(phrase):
        return phrase
    phrase = moved_by(phrase) or phrase
    parts = words.tag(phrase)
    parts = _after_adverb(parts)
    while parts and (parts[-1][0] in _EMPTY_VERBS or parts[-1][1] in ("ul", "uz", "y")):
        parts = parts[:-1]
    if len(parts) > 2 and parts[0][1] == "v" and parts[1][0] == "了":
        parts = parts[2:]
    while parts and parts[0][0] in _EMPTY_VERBS:
        parts = parts[1:]
    return "".join(word for word, _ in parts)


_CAUSES: Final = frozenset("因受") | {"因为", "由于", "受惠", "受惠于", "受益于", "受益", "得益于", "拜"}
_CAUSE: Final = re.compile("[因受由得拜]")
_ITSELF: Final = frozenset({"公司", "集团", "本公司", "本集团", "经济", "市场", "业界"})


def moved_by(clause: str) -> str:
    """机械产品因订单增加: what moved, of a clause that says why; "" where it does not open with a noun and a cause."""
    if not _CAUSE.search(clause, 2):
        return ""
    parts = words.tag(clause)
    for i, (word, tag) in enumerate(parts[:8]):
        if i and word in _CAUSES and tag[0] in "pvcd":
            subject = [w for w, t in parts[:i] if t not in ("d", "c") or w in "及和与"]
            name = "".join(subject)
            return name if len(name) <= 14 and name not in _ITSELF and words.is_noun_phrase(name, 2) else ""
        if tag[0] not in "njbdcx" and tag not in ("vn", "an", "eng"):
            return ""
    return ""


def _after_adverb(parts: words.Tagged) -> words.Tagged:
    """指挥部已筹集板房 → 筹集板房; 板房已搭建 → 板房搭建."""
    last = max((i for i, (word, tag) in enumerate(parts) if tag == "d" and 0 < i < len(parts) - 1), default=0)
    if not last:
        return parts
    rest = parts[last + 1 :]
    if any(tag.startswith("n") or tag in ("vn", "j", "l") for _, tag in rest) and sum(len(w) for w, _ in rest) >= 3:
        return rest
    return tuple(p for i, p in enumerate(parts) if p[1] != "d" or not i)
