"""What a time expression does in its sentence, and whether it is one at all."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from factcheck.extract.period_grammar import Parts
from factcheck.extract.period_tokens import HANZI, Atom
from factcheck.lexicon import alternation, rows, words

# aside: the time of something else in the sentence (为国庆假期做好准备, 1954年出土的)
Role = Literal["period", "reference", "name", "dateline", "duration", "aside"]

_BASE_BEFORE: Final = re.compile(
    r"(?:(?<![占同环类对百])比|(?<![快慢高低多少大小])较|相较于?|相比于?|比起|对比|[高低多少快慢优好大小强弱]于|"
    r"超(?:过|越)?|恢复[至到]|达到?了?(?=.{2,12}的)|相当于|不及|不如|持平于|较之|按|以)"
    r"(?:疫情?前的?|历史上的?|新冠疫情前的?|此前|之前|原先|先前|由|对(?<=[较比]对))?[“ ]?$"
)
_BASE_ENDS: Final = frozenset("对比较于起超过越至到达了及如之按以前的上先由“ ")  # what the one above ends in
_WITH_ENDS: Final = frozenset("与同和跟对前的史“ ")  # and the one below
_WITH_BEFORE: Final = re.compile(r"[与同和跟](?:疫情前的?|历史|对)?[“ ]?$")  # 与对上一季比较
_WITH_AFTER: Final = re.compile(
    r"(?:（[^（）\n]{0,24}）)?[^，。；\n]{0,24}?(?:相比|相较|比较|持平|基本|相当|一致|类似|相若|一样|无异|相同|对比|同口径|比)"
)
_BASE_AFTER: Final = re.compile(r"[”]?(?:不变价|可比价|价格|相比|相较|为基[期数年]|为100|=100|基数|的?高基数)")
_IS_ENDS: Final = frozenset("是为达约到了")
_IS_BEFORE: Final = re.compile(r"[是为达约](?:到|了)?$")
_IS_AFTER: Final = re.compile(r"[^，。；\n]{0,14}的(?:约|近|逾|超)?[0-9.]{1,8} ?(?:倍|%)|的[两二三四五六七八九十]倍")
_SUPERLATIVE: Final = re.compile(
    r"[的]?(?:以来)?(?:的)?(?:[^，。；\n]{0,4})(?:最[高低大小快慢好差多少强佳长]|新高|新低|首次|首度|首见|高位|低位|次高|第一[高次])"
)
_HIGHEST_AFTER: Final = re.compile(r"后(?:的|所有)?(?:新高|新低|最[高低大小多少]|高位|低位|首[次度见])")
_STAMP_BEFORE: Final = re.compile(
    r"(?:发布时间|发布日期|日期|(?<![京地洲东])时间|发布于|更新于|date|Date|DATE|电头|来源|记者)"
    r"[:： ]{0,3}[^，。\n]{0,8}$"
)
_STAMP_AFTER: Final = re.compile(r"(?:专?电(?!影|视|力|商|网|动|池|子|价|量|站|话)|[讯訊]|消息|报道|综合报道)")
_RELEASE: Final = re.compile(
    r"[^，。；：、\n]{0,22}?(?:发布|发表|公布|获悉|印发|披露|通报|举行新闻|召开新闻|公告|表示|介绍|消息|获得?悉)"
)
_RELEASE_NEXT: Final = re.compile(r"，[^，。；：\n]{2,22}?(?:发布|公布|印发|披露|通报|公告)")


@cache
def _event(bare: bool) -> re.Pattern[str]:
    heads = [row[0] for row in rows("event_heads") if bare or row[1] == "any"]
    inner = r"[^，。；：、！？\n的在将了是为]" if bare else r"[^，。；：、！？\n的在将了是为上度前底末初“”《\d]"
    return re.compile(f"{inner}{{0,{24 if bare else 12}}}?(?:{alternation(heads)})(?!者)")


_SERIAL: Final = re.compile(r"第\d{1,3}号(?:超强|强)?(?:热带风暴|台风|飓风)")  # 今年第6号台风


@cache
def _counted() -> re.Pattern[str]:
    """What makes four bare digits a figure: a unit, a counted noun, a scale."""
    units = [
        *words("counters"),
        *words("units"),
        "多",
        "余",
        "万",
        "亿",
        "千",
        "百",
        "个",
        "分",
        "点",
        "号",
        "岁",
        "倍",
        "成",
        "年",
        "月",
        "日",
    ]
    return re.compile(f" ?(?:{alternation([u for u in units if u])})")


def _in_title(text: str, start: int) -> bool:
    opened = text.rfind("《", max(0, start - 60), start)
    return opened >= 0 and text.find("》", opened, start) < 0 and text.find("\n", opened, start) < 0


def _around(text: str, start: int, end: int, reach: int) -> tuple[str, str]:
    """What stands before and after on the same line, at most `reach` characters."""
    before = text[max(0, start - reach) : start]
    after = text[end : end + reach]
    return before[before.rfind("\n") + 1 :], after.split("\n", 1)[0]


def _at_end(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """Where a pattern ends with the text; those asked here are shorter than 16 characters."""
    return pattern.search(before, max(0, len(before) - 16))


def _is_reference(before: str, after: str, parts: Parts) -> bool:
    if _BASE_AFTER.match(after):
        return True
    last = before[-1:]
    if last in _BASE_ENDS and (m := _at_end(_BASE_BEFORE, before)):
        word = m.group().rstrip("“ ")
        if word.startswith(("达", "以")):
            return bool(_IS_AFTER.match(after)) if word.startswith("达") else after.startswith(("为基", "作为基"))
        return word != "按" or after.startswith(("不变", "可比", "价格"))
    if last in _WITH_ENDS and _at_end(_WITH_BEFORE, before):
        return bool(_WITH_AFTER.match(after))
    if parts.since and _SUPERLATIVE.match(after):
        return True
    if after.startswith("后") and _HIGHEST_AFTER.match(after):
        return True
    return last in _IS_ENDS and bool(_at_end(_IS_BEFORE, before) and _IS_AFTER.match(after))


def _is_stamp(text: str, parts: Parts, before: str, after: str) -> bool:
    """Whether a day is when the text was sent or its source released, not when the figure happened."""
    if parts.grain != "day" or parts.last is not None or parts.as_of or parts.since:
        return False
    if parts.day is not None and parts.day.a != parts.day.b:
        return False
    written = parts.part is not None and parts.part.kind == "date"
    if written and (parts.clock or text[parts.start : parts.start + 8].isdigit()):
        return True
    if _at_end(_STAMP_BEFORE, before) or _STAMP_AFTER.match(after):
        return True
    full = parts.part is not None and (parts.part.kind == "date" or parts.year is not None)
    if full and not before.strip() and not after.strip(" 0123456789:|"):
        return True
    if full and _PUBLISHER.fullmatch(before) and not after.strip(" )）|"):
        return True
    if full and before.strip(" （(") in ("——", "—") and _ADDRESSED.match(after):
        return True
    printed = parts.part is not None and parts.part.kind == "date" and parts.start < 200
    if printed and not (before.strip() and after.strip()):
        return True
    return bool(_RELEASE.match(after) or _RELEASE_NEXT.match(after))


# a line of nothing but the office or the paper and the day: 国家统计局（2024年1月17日）, 甲州日报 2024年1月17日
_PUBLISHER: Final = re.compile(
    r" *[^，。；：、\d]{2,24}(?:局|委|委员会|部|厅|办|办公室|署|处|院|社|中心|协会|学会|小组|政府|工作报告"
    r"|[日晚早晨时商快新导周]报|电视台|网) *[（(]? *"
)
# ——2025年1月9日在甲州市第三届人民代表大会第五次会议上: the line under a report's title
_ADDRESSED: Final = re.compile(r"在[^，。；：\n]{4,36}(?:会|会议)上?[）)]?$")


# 2024年同期的人民币49.8亿元: in what money, between a time and its figure
IN_MONEY: Final = f"(?:约|近|逾|超过?)?(?:{alternation([row[0] for row in rows('currency_marks')])})?"
# 去年为3496家: what a time beside a figure goes on with
IS_SO_MUCH: Final = re.compile(rf"(?:同期)?(?:仅?为|是|则[为是]|只有|仅有?){IN_MONEY}\d")
# 收入57.3亿元（2024年：49.8亿元）: of the figure in the brackets alone
_BESIDE: Final = re.compile(r"(?:预期|计划|年度)?(?:目标|实际|完成)?[：:][^，。；：（）\d]{0,10}\d")


# 完成年初预算的73.5%, 完成全年目标的80%: when the plan was made, or what for
_OF_THE_PLAN: Final = re.compile(
    r"(?:预期)?(?:预算|目标|任务|计划)(?:数|任务)?(?:\d[\d.]{0,8}[万亿]?[\u4e00-\u9fff]{1,3})?的(?:约|近|超)?\d"
)


def role(text: str, parts: Parts) -> Role:
    """The role of an expression, from the words around it."""
    before, after = _around(text, parts.start, parts.end, 40)
    other, grain = parts.other, parts.grain
    if _in_title(text, parts.start):
        return "name"
    if other is not None and other.kind == "event":
        return "name"
    if other is not None and other.kind == "survey" and before.rfind("（") > before.rfind("）"):
        return "aside"
    if _BESIDE.match(after) and before.rfind("（") > before.rfind("）") and before[-1] in "（；":
        return "aside"
    if grain == "quarters" and parts.year is None and before.endswith(("》", "》（")):
        return "name"  # the season of a programme
    if other is not None and other.kind == "length":
        written = text[parts.start : parts.end]
        extreme = _SUPERLATIVE.match(after)  # 为10年来首次, 近15年最大增速
        return "reference" if extreme or _is_since(before, written) else "duration"
    if grain == "year" and _SERIAL.match(after):
        return "name"
    if grain == "year" and parts.year is not None:
        if parts.year.kind == "plan" and re.match(r"[”]?(?:规划|纲要)", after):
            return "name"
        if parts.year.kind == "years" and not parts.edge and _event(False).match(after):
            return "name"
    if other is not None and other.kind == "no_anchor" and other.word == "history":
        return "reference"
    if other is not None and other.kind == "same" and _SUPERLATIVE.match(after):
        return "reference"
    if parts.day is None and _OF_THE_PLAN.match(after):
        return "aside"
    if _is_reference(before, after, parts):
        return "reference"
    if _is_aside(parts, before, after):
        return "aside"
    return "dateline" if _is_stamp(text, parts, before, after) else "period"


def _is_since(before: str, written: str) -> bool:
    """比十年前: the base of a comparison."""
    return written.endswith("前") and before.endswith(("比", "较", "与", "同", "和"))


_TOWARDS: Final = re.compile(
    r"(?:[受因]|由于|[适恰时正]逢|碰上|临近|迎接?|喜迎|欢度|共度|备战|应对|保障|确保|护航|助力|服务|做好|围绕|针对)(?:今年|“)?$"
)
_MADE: Final = (
    "建成|建造|建设|修建|兴建|始建|出土|发现|发掘|成立|创立|创办|创建|设立|组建|开工|竣工|落成|投产|投用|投运|启用|开通|通车|"
    "出生|发布|印发|颁布|通过|签署|实施|启动|上映|上市|播出|入选|获批"
)
_RELATIVE: Final = re.compile(f"[^，。；\\n\\d的]{{0,8}}?(?:{_MADE})的(?!基础|同时)")
_MADE_THEN: Final = re.compile(f"[^，。；\\n\\d]{{0,2}}?(?:{_MADE})")
_MADE_IN: Final = re.compile(f"(?:{_MADE}|源|生|卒|毕业|形成|诞生)于(?:公元前?)?$")


def _is_aside(parts: Parts, before: str, after: str) -> bool:
    """Whether the time belongs to what is spoken of, not to its figures."""
    if parts.part is not None and parts.part.kind == "holiday" and _TOWARDS.search(before):
        return True
    if parts.grain == "day" and not parts.as_of and not parts.since and after.startswith("发生的"):
        return True  # 3日发生的地震已造成…: the toll is of today
    if parts.grain not in ("year", "day", "months", "year_month") or parts.as_of or parts.since or parts.edge:
        return False
    if before.endswith("于") and _MADE_THEN.match(after):
        return True
    return (before.endswith(("于", "前", "元")) and bool(_at_end(_MADE_IN, before))) or bool(
        parts.grain == "year" and parts.year is not None and parts.year.kind == "decade" and _RELATIVE.match(after)
    )


_YEAR_NEARBY: Final = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9.])")


def bare_year_role(text: str, found: Atom) -> Role | None:
    """Four digits without 年: part of a name, a table's heading, or (None) not a year at all."""
    if found.start and (
        (text[found.start - 1].isalnum() and text[found.start - 1].isascii()) or text[found.start - 1] in ".,-/:%~+"
    ):
        return None
    before, after = _around(text, found.start, found.end, 60)
    if _in_title(text, found.start):
        return "name" if not before or before[-1] == "《" else None
    if _event(True).match(after):
        return "name"
    if (not before.strip() or before[-1] in "（(| ") and (not after.strip() or after[0] in "）)| "):
        another = _YEAR_NEARBY.search(f"{before}|{after}")
        return "period" if another or not before.strip() or before[-1] in "（(" else None
    if not before.strip("# “") and after[:1] > "\u4dff" and not _counted().match(after):
        return "name"
    return None


_SCORES: Final = re.compile(r"比分|战胜|击败|不敌|逆转|战平|局|胜|负")


def plausible(text: str, parts: Parts) -> bool:
    """Whether what was read is a date here: a bare holiday, 初一 or 21:15 may be something else."""
    other, part = parts.other, parts.part
    if text[parts.start - 1 : parts.start] == "按" and text.startswith("计", parts.end):
        return False  # 按一年计: at a year's rate
    if text.startswith("次日", parts.start) and text[parts.start - 1 : parts.start] in ("人", "车", "架", "班", "轮"):
        return False  # 24亿人次|日均3亿人次
    if other is not None and other.kind == "weekday" and text[parts.start - 1 : parts.start] == "（":
        return False  # 比2024年同期（星期二）: which day of the week it was
    if other is not None and other.kind == "clock":
        return not _SCORES.search(text, max(0, parts.start - 14), min(len(text), parts.end + 14))
    if other is not None and other.kind == "survey":
        return not _OF_THE_SURVEY.match(text, parts.end)
    if other is not None and other.kind == "same":
        return text[parts.start - 1 : parts.start] not in ("共", "不") and not text.startswith(("盼", "待"), parts.end)
    if part is not None and part.kind == "lunar" and not part.c:
        return bool(re.search("春节|假期|大年|正月|除夕", text[max(0, parts.start - 60) : parts.end + 40]))
    if part is not None and part.kind == "holiday" and part.a == 2:
        figure = any(c in HANZI for c in text[parts.start : parts.end])
        return figure or bool((_AFTER_HOLIDAY if parts.year is None else _AFTER_DATED_HOLIDAY).match(text, parts.end))
    if parts.day is not None and parts.day.kind == "days" and parts.part is None and parts.year is None:
        return _plausible_day(text, parts)
    return True


_OF_THE_SURVEY: Final = re.compile(r"领导小组|办公室|工作|登记|条例|方案|机构|的?标准时点|宣传|动员|对象|人员|员")
_AFTER_HOLIDAY: Final = re.compile(r"[，、：及和与]|期")
_AFTER_DATED_HOLIDAY: Final = re.compile(r"(?!节?(?:招待会|联欢|晚会|团拜|尚))")
_DAY_NOT_AFTER: Final = re.compile(
    r"(?:一连|为期|原本|原定|原定的|[减缩延增]至|连续|第|每|近|前|后|满|[为展会赛]期|历时|长达|最长|不超过|至少|约|超|超过|逾|个)$"
)


def _plausible_day(text: str, parts: Parts) -> bool:
    """A day without its month: not a length (连续3日), not a date of the moon."""
    before, after = text[max(0, parts.start - 3) : parts.start], text[parts.end : parts.end + 2]
    written = text[parts.start : parts.end]
    if before.endswith("月"):  # what is left of an impossible date
        return False
    if written.endswith("号") or (any(c in HANZI for c in written) and "十" not in written and "廿" not in written):
        return False
    return not _DAY_NOT_AFTER.search(before) and not after.startswith(("均", "内", "之内", "以上"))
