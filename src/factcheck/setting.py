"""What a claim's sentence says of its setting: which of a series, which part of a whole, what day, whose survey.

A key holds what is always said of a figure. What is said only now and then (第三批, 民营企业, 今天)
stands in the sentence and is looked at only where two figures differ.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from unicodedata import normalize

from factcheck.lexicon import alternation, rows, signs, words
from factcheck.model import Claim, Source

_BLANK = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # 5 894份 is read as 5,894份
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SERIES = re.compile(r"(?:第(?P<n>[一二三四五六七八九十百\d]+)|(?P<first>首))(?P<unit>批|期|届|轮|场|次|站)")
_CLAUSE = re.compile(r"[，；：。！？\n]")
_MEANS = "浓度|值|气温|水温|温度|降水|降雨|日照|价|汇率"  # a yearly mean of these is a figure of its year
_SAME_EACH_YEAR = re.compile(rf"连续.{{1,5}}年(?!均)|连年|多年来?|常年|历年|每年|各年|年均(?!{_MEANS})|逐年")
_YEARS = re.compile("连续|连年|多年|常年|历年|每年|各年|年均|逐年")  # one of these at least, somewhere in the sentence
_AMONG = re.compile(r"[^，；：。！？\n]{2,24}中，")
_NOT_AMONG = re.compile(r"(?:其|当|之|期|途|过程|活动|工作|比赛|竞争|行动|运行|建设|发展)中，$")
_COUNTED = re.compile(r"\d|[一二三四五六七八九十百]+[个家种项类]")
_DAY = re.compile(r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日|(?P<today>今天|今日)")
_OF_THE_REPORT = re.compile(
    r"[^，；。]{0,12}?(?:发布|公布|通报|消息|讯|电|召开|举行|表示|介绍|获悉|了解|说|称|数据|统计|报道|宣布)"
)
_REPORTER = re.compile(
    r"^.*[：:，]|今[天日]|昨[天日]|当[天日]|\d+[月日]|（[^）]*）|据"
    r"|(?:最新)?(?:发布|公布|数据|统计|调查|初步|报告|显示).*$"
)


def lead(claim: Claim) -> str:
    """The sentence up to the figure, folded; "" where the figure is not found in it."""
    return _lead(claim.text, claim.context) if claim.context else ""


@lru_cache(maxsize=1 << 12)
def _lead(text: str, context: str) -> str:
    printed = _BLANK.sub(",", normalize("NFKC", text))
    number = _NUMBER.search(printed)
    at = context.find(number[0] if number else printed)
    return context[:at] if at > 0 else ""


def clause(claim: Claim) -> str:
    """The figure's own clause, up to the figure."""
    return _CLAUSE.split(lead(claim))[-1]


def each_year(claim: Claim) -> bool:
    """Whether the figure is one that every year of several reached (连续九年保持在…), not one of a single year."""
    if claim.measure != "level" or not _YEARS.search(claim.context):
        return False
    return bool(_SAME_EACH_YEAR.search(clause(claim)))


_OWN = {"中国": "中国|全国|我国"}


def names_owner(claim: Claim) -> bool:
    """Whether the sentence itself says whose figure it is."""
    if not claim.entity:
        return False
    return bool(_called(claim.entity).search(claim.context))


@lru_cache(maxsize=1 << 12)
def _called(owner: str) -> re.Pattern[str]:
    """The names of an owner: 国航 for 中国国航."""
    short = re.sub(r"(?<=..)(?:特别行政区|自治区|省|市|区|县|公司|集团)$", "", owner)
    return re.compile("|".join((_OWN.get(owner, re.escape(short)), *map(re.escape, _bodies().get(owner, ())))))


@cache
def _bodies() -> Mapping[str, list[str]]:
    """The words that organisations are written with, by the name that they are known under."""
    found = defaultdict[str, list[str]](list)
    for word, owner, *_ in rows("bodies"):
        found[owner].append(word)
    return dict(found)


def series(claim: Claim) -> dict[str, str]:
    """The places in a series that are named before the figure: {"批": "3"} for 第三批."""
    return {m["unit"]: m["n"] or "一" for m in _SERIES.finditer(lead(claim))}


# not all of them: 很多产业出口只增长1%
_SOME = (
    "(?:很多|许多|不少|大?多数|部分|个别|少数|一些|有些|有的)"
    "(?:产业|行业|企业|地区|城市|省份|国家|品种|产品|商品|门店|景区|项目|学校|医院|家庭)"
)


@cache
def _part_words() -> re.Pattern[str]:
    return re.compile(f"{alternation(words('part_words'))}|{_SOME}")


def elapsed(claim: Claim) -> frozenset[str]:
    """The times since something began, as named before the figure: {"5天"} for 上映5天, {"首周"} for 开业首周."""
    found = since_opening().finditer(lead(claim).rpartition("；")[2])
    said = {m["n"].translate(_DIGITS) + m["unit"].removeprefix("个") for m in found}
    return frozenset(span.replace("日", "天") for span in said)


@cache
def since_opening() -> re.Pattern[str]:
    """So many days since something opened: 上映5天, 开业首周."""
    verbs = alternation(words("opening_verbs"))
    return re.compile(rf"(?<!连续)(?<!持续)(?<!累计)(?<!安全)(?<!稳定)(?:{verbs})(?:{_SINCE})?{_SPAN}")


_SINCE = "以来|后|至今|的|仅|才|刚|已|满|了|不到|近|超|约"
_SPAN = (
    r"(?:第|前|头)?(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3}|首)"
    r"(?P<unit>天|日|周(?!年)|个?月(?!\d)|周年|年)(?!代|期|\d)"
)
_DIGITS = str.maketrans("一两二三四五六七八九", "1223456789")


_SESSION = dict.fromkeys(("午评", "早盘", "午盘", "午间", "半日"), "午间") | {"开盘": "开盘", "盘中": "盘中"}
_SESSION_WORD = re.compile("|".join(_SESSION))


def session(claim: Claim) -> str:
    """The hour of a trading day that the figure is of: 午间 for 截至午间收盘; "" for the close or none."""
    found = _SESSION_WORD.findall(lead(claim))
    return _SESSION[found[-1]] if found else ""


# 截至7日21时, 截至下午5时半: the hour that a running count is of; the hour of the event itself stands without 截至
_HOUR = re.compile(
    r"(?:截至|截止|[统总]计[至到]|累计[至到])[^，。；\n]{0,14}?(?P<part>凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜间)?"
    r"(?P<hour>\d{1,2}|[一二三四五六七八九十]{1,2})[时点](?:(?P<minute>\d{1,2})分|(?P<half>半))?"
)
_LATE = frozenset({"下午", "傍晚", "晚上", "晚间", "晚", "夜间"})
_TWELVE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}


def hours(claim: Claim) -> frozenset[int]:
    """The hours, in minutes of the day, up to which the sentence counts: {1290} for 截至6日21时30分."""
    timed = "时" in claim.context or "点" in claim.context
    return frozenset(map(_minutes, _HOUR.finditer(lead(claim)))) if timed else frozenset()


# 12月10日8时，某市PM2.5浓度…: what is measured on the spot is of the hour that its sentence names
_AT_HOUR = re.compile(
    r"(?:日|今[天日]|昨[天日])(?P<part>凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜间)?"
    r"(?P<hour>\d{1,2})[时点](?:(?P<minute>\d{1,2})分|(?P<half>半))?"
)


def hours_measured(claim: Claim) -> frozenset[int]:
    """The hour of a reading of the air, a river or a storm, in minutes of the day; none for what is not measured so."""
    if signs("gauged").search(claim.indicator) is None:
        return frozenset()
    said = list(_AT_HOUR.finditer(lead(claim)))
    return frozenset({_minutes(said[-1])}) if said else frozenset()


def _minutes(found: re.Match[str]) -> int:
    said = found["hour"]
    hour = int(said) if said.isdecimal() else _TWELVE.get(said, 0)
    hour += 12 if found["part"] in _LATE and hour < 12 else 0
    return hour * 60 + (30 if found["half"] else int(found["minute"] or 0))


def runs_on(claim: Claim) -> bool:
    """Whether the figure is one that is counted on from hour to hour: the dead, the moved, the votes cast."""
    return "投票" in claim.indicator or signs("toll").search(claim.indicator) is not None


def counted_up(claim: Claim) -> bool:
    """Whether the figure grows until its day is over: what runs on, the votes a candidate has, the takings."""
    return runs_on(claim) or claim.indicator.endswith(_GROWING)


_GROWING = ("得票", "得票率", "得票数", "票房", "观影人次")


def parts(claim: Claim) -> frozenset[str]:
    """The parts of a whole that the sentence has narrowed down to before the figure (民营企业, 线上)."""
    said = _part_words().findall(lead(claim).rpartition("；")[2])
    return frozenset([*said, *_part_words().findall(_bracket_behind(claim))])


def _bracket_behind(claim: Claim) -> str:
    """What is counted in, in brackets right behind the figure: 票房52亿元（不含服务费）."""
    found = _COUNTED_IN_TOO.match(claim.context, len(lead(claim)) + len(normalize("NFKC", claim.text)))
    return found[1] if found else ""


_COUNTED_IN_TOO = re.compile(r"（(不?含[^（）]{2,8})）")


_SEASON = re.compile(
    r"(?P<raw>未经?|不经|没有经?过?|无)?(?:作出?|进行)?(?:季节性?(?:因素|变动)?(?:的?影响)?(?:调整|修正)|季调)"
    r"|(?:剔除|扣除|撇除)季节性?(?:因素|变动)"
)
_BEHIND = re.compile(r"[^，。；（\d]{0,6}（([^）]{0,24})")


def seasonal(claim: Claim) -> str:
    """Whether a figure is said to be seasonally adjusted or to be raw; "" where neither is, and of yearly growth."""
    if "季" not in claim.context or claim.basis == "yoy":
        return ""
    said = lead(claim).rpartition("；")[2]
    behind = _BEHIND.match(claim.context, len(lead(claim)) + len(claim.text))  # 为3.5%（经季节性调整）
    found = _last(_SEASON, said + (behind[1] if behind else ""))
    return "" if found is None else "raw" if found["raw"] else "adjusted"


_LEFT_OUT = re.compile(r"(?:剔除|撇除|扣除)(?![^，。；]{0,6}(?:季节|价格|物价|通胀|汇率))[^，。；\d]{1,24}")
_BOUND_FOR = re.compile(r"(?:输往|输至|运往)([^，。；、（的\d]{1,8}?)(?=的|整体|商品|货|出口|上|下|升|跌|增|减|录得)")


def left_out(claim: Claim) -> bool:
    """Whether something is said to be left out of the figure, which its name does not say: 剔除一次性措施，…升1.3%."""
    if claim.indicator.startswith(_SAYS_WHAT):  # 扣除非经常性损益的净利润 is 扣非净利润, however it is written
        return False
    return "除" in claim.context and _LEFT_OUT.search(lead(claim).rpartition("；")[2]) is not None


_SAYS_WHAT = ("除", "扣除", "剔除", "核心", "经调整", "非公认", "非国际", "基本")


def bound_for(claim: Claim) -> str:
    """Where the goods of a figure went (输往亚洲的整体出口货值); "" where the sentence has named no place before it."""
    if "往" not in claim.context and "输至" not in claim.context:
        return ""
    found = _last(_BOUND_FOR, lead(claim).rpartition("；")[2])
    return found[1] if found else ""


_PRICES = re.compile(r"(?P<nominal>名义)|实[质际](?=[上增下升跌减涨]|本地生产总值|计算|GDP)|(?<!可比)不变价")


def prices(claim: Claim) -> str:
    """At whose prices growth is said to be: 以名义计算，按年增长4.6% or 按年实质增长3.1%; "" where nothing says it."""
    if claim.measure != "growth" or ("名义" not in claim.context and "实" not in claim.context):
        return ""
    found = _last(_PRICES, lead(claim).rpartition("%")[2])  # what stands before another figure is of that one
    return "" if found is None else "nominal" if found["nominal"] else "real"


_STEP = re.compile(r"[按年月季同环]比|按[年月季周]|[年月季周][增减升跌降]|[较比]|[去上前]年|[上前]个?月|同期|一年前")
_RELEASED_MONTHLY = frozenset({"香港", "澳门"})


def unsaid_step(claim: Claim) -> bool:
    """Whether a month's growth of Hong Kong is not said to be on the year or the month: 存款总额上升1.3%."""
    if claim.measure != "growth" or claim.entity not in _RELEASED_MONTHLY or claim.period is None:
        return False
    return (claim.period.end - claim.period.start).days < _MONTH and _STEP.search(claim.context) is None


_MONTH = 31


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one counts
        pass
    return found


_EDITION = re.compile(r"[上前](?:一|1)?[届期轮站季]|往届")
_ONE_DAY = re.compile(r"首[日晚]|开幕当[日天晚]|最后一[日天晚]|末日|闭幕当[日天晚]|单日")


def edition(claim: Claim) -> frozenset[str]:
    """Words that make the figure one of an earlier edition (上届), or of one day of several (首日)."""
    said = {"上届" for _ in _EDITION.finditer(lead(claim).rpartition("；")[2])}
    return frozenset(said.union(_ONE_DAY.findall(clause(claim))))


def of_a_part(claim: Claim) -> bool:
    """Whether the sentence narrows down to a part before the figure: 其中受灾最重的某地有694人, not the whole."""
    return "其中" in lead(claim)


def among(claim: Claim) -> str:
    """The set that the count is taken from, its figures aside: 重点监测的#种产品中; "" where none is named."""
    said = [m.group() for m in _AMONG.finditer(lead(claim)) if not _NOT_AMONG.search(m.group())]
    counted = [s for s in said if _COUNTED.search(s)]
    return _COUNTED.sub("#", counted[-1]) if counted else ""


def days(claim: Claim, source: Source | None) -> frozenset[tuple[int, int]]:
    """(month, day) of each day named before the figure, but for those of a report; month 0 where it is not said."""
    said = lead(claim)
    found = set()
    for m in _DAY.finditer(said):
        if _OF_THE_REPORT.match(said, m.end()):
            continue
        if m["day"]:
            found.add((int(m["month"] or 0), int(m["day"])))
        elif source and source.published and m["today"]:
            found.add((source.published.month, source.published.day))
    return frozenset(found)


def reporter(claim: Claim) -> str:
    """Who made the survey, as named in the sentence; "" where it names nobody."""
    return _REPORTER.sub("", claim.attribution or "")


def survey(claim: Claim) -> str:
    """Who asked people, as named: 《某日报》民调; "" where it is no poll, or nobody is named."""
    return reporter(claim) if _POLL.search(claim.attribution or "") else ""


def foretold(claim: Claim) -> bool:
    """Whether the figure is somebody's forecast of what will be, and not a target that is set."""
    said = lead(claim)
    return ("forecast" in claim.flags or FORESEES.search(said) is not None) and "目标" not in said


FORESEES = re.compile("预[计测]|展望")


def surveyor(claim: Claim) -> str:
    """Whose own count, survey or forecast the sentence tells: 据灯塔专业版, （IDC口径）; "" where it is nobody's."""
    kinds = ("survey", "forecast") if foretold(claim) else ("survey",)
    told = [m for m in _surveyors().finditer(lead(claim)) if _role(m.group()) in kinds]
    if told:
        return _named(told[-1].group())
    printed = normalize("NFKC", claim.text)
    behind = _ACCOUNT.match(claim.context, claim.context.find(printed) + len(printed)) if lead(claim) else None
    inside = _surveyors().search(behind["who"]) if behind else None
    return _named(inside.group()) if inside and _role(inside.group()) in kinds else ""


_ACCOUNT = re.compile(r"[^，。；：（）\n]{0,6}（(?P<who>[^（），。；\n]{2,16})(?:口径|数据|统计|测定|预测|预计)）")


@cache
def _surveyors() -> re.Pattern[str]:
    """Any name of one who surveys, with nothing behind it that makes it another word."""
    found = [(word, after) for name, others, _, after in rows("surveyors") for word in _names(name, others)]
    return re.compile("|".join(_unless(*w) for w in sorted(found, key=lambda w: (-len(w[0]), w))))


def _unless(word: str, after: str) -> str:
    return re.escape(word) + ("" if after == "-" else f"(?!{alternation(after.split('|'))})")


def _names(name: str, others: str) -> list[str]:
    return [name] if others == "-" else [name, *others.split("|")]


@cache
def _known() -> Mapping[str, tuple[str, str]]:
    """The one name and the role of each who surveys, by every name."""
    return {word: (name, role) for name, others, role, _ in rows("surveyors") for word in _names(name, others)}


def _named(word: str) -> str:
    return _known()[word][0]


def _role(word: str) -> str:
    return _known()[word][1]


_MONEY = re.compile(r"(?P<usd>美元)|人民币|\d[万亿]+元")
_COUNTED_IN = re.compile(
    r"[^，。；：（）\n]{0,8}（[^（）]{0,4}?(?P<money>美元|人民币)(?:计价?|口径|计算)[^（）]{0,6}）"
)


def money(claim: Claim) -> str:
    """The money in which a growth is reckoned: 出口3285.7亿美元，增长8.3%; 以人民币计; "" where it is not told."""
    said = lead(claim)
    if claim.measure not in ("growth", "change") or not said:
        return ""
    printed = normalize("NFKC", claim.text)
    behind = _COUNTED_IN.match(claim.context, len(said) + len(printed))
    if behind:
        return behind["money"]
    found = list(_MONEY.finditer(said))
    return ("美元" if found[-1]["usd"] else "人民币") if found else ""


_POLL = re.compile("民调|民意调查|票站调查")


def polled(claim: Claim) -> bool:
    """Whether the figure is what people said when they were asked, not what was counted."""
    return _POLL.search(lead(claim)) is not None


_FORETOLD_IN = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月(?:\d{1,2}日)?[^，。；：\d]{0,12}(?:预[计测]|展望|发布|公布|报告)"
)


def foretold_in(claim: Claim) -> frozenset[int]:
    """The months in which, as the sentence says, it was foretold: {4} for 4月22日预计."""
    return frozenset(int(m["month"]) for m in _FORETOLD_IN.finditer(lead(claim)))


def published(claims: tuple[Claim, ...], sources: Mapping[str, Source]) -> list[date]:
    """The days on which the claims' documents appeared, where known."""
    return [s.published for c in claims if (s := sources.get(c.source)) and s.published]
