"""What stands round a figure: the phrase that names it, the verb of change, the basis, the owner.

A frame is read from the stretch between the last boundary (， ； ： or the figure before) and the
figure, and from the few words after it. It says only what stands there; what is left open
(an empty name, no period) is filled from the sentence by `claims`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from factcheck import words
from factcheck.extract import clauses, indicators, phrases, vocabulary
from factcheck.extract.clauses import Frame, Gathered
from factcheck.extract.entities import EntityMention
from factcheck.extract.numerals import Mention
from factcheck.extract.periods import PeriodMention

BOUNDARY: Final = re.compile(r"[，；：。！？】〕\n ]|——|……")
_AFTER_STOP: Final = re.compile(r"[，。；：！？、）（…|\n ]|——")


def before(
    text: str, floor: int, start: int, mention: Mention, entities: list[EntityMention], periods: list[PeriodMention]
) -> Frame | None:
    """The frame of the nearest clause without a figure, before the figure's own, that names something known."""
    end = start
    for _ in range(3):
        end -= 1
        if end <= floor or text[end] not in "，、：（ ":  # a blank in a headline: 服装出口 逾20亿元
            return None
        begin = clause_start(text, floor, end)
        moved = phrases.moved_by(text[begin:end])
        if moved:
            return Frame(begin, moved)
        most = _MOVED_MOST.search(text, max(begin, end - 8), end)
        stop = end if most is None else most.start() if most["by"][-1] == "得" else most.end("by")
        frame = read(text, begin, mention.at(stop), entities, periods)
        if most and frame.name:
            return frame  # 以珠宝首饰升幅最大，达60.8%
        if frame.name and not indicators.is_known(frame.name):
            known = next((n for n in frame.named if indicators.is_known(n)), "") or _subject(text, begin, end, periods)
            frame.name = known or frame.name
        points_back = frame.name in indicators.GROWTH_NOUNS or frame.name in indicators.BACK_REFERENCES
        if frame.name and not points_back and (indicators.is_known(frame.name) or len(frame.members) > 1):
            return frame
        if text[end] == "（":  # 不过夜旅客（209.7万人次）: what an aside gives the figure of stands right before it
            return frame if frame.name and not points_back and words.is_noun_phrase(frame.name) else None
        end = begin
    return None


_MOVED_MOST: Final = re.compile(
    r"(?P<by>[升涨增跌降减]幅|增速|[升涨增跌降减]得)(?:最为?|更为?|较为?|居|领|尤为?|明)[大高快显明首先多深猛]著?$"
)


def _subject(text: str, start: int, end: int, periods: list[PeriodMention]) -> str:
    """The indicator that a clause begins with, "" where it begins with none: 总票房|越过新的高度."""
    start = next((p.end for p in periods if p.start == start), start)
    for token in vocabulary.tokens(text, start, end):
        if token.kind == "name" and token.meaning[0] and text[token.end : token.end + 1] not in "的、和":
            return token.word if token.start == start else ""
        if token.kind == "basis" and token.start == start:  # 上半年平均每日成交金额
            start = token.end
        elif token.kind not in ("scope", "link"):
            break
    return ""


def clause_start(text: str, floor: int, at: int) -> int:
    """Where the figure's own clause begins: after the last boundary, or inside an open bracket."""
    start = floor
    bracketed = text.find("（", floor, at) >= 0
    for match in BOUNDARY.finditer(text, floor, at):
        at_comma = bracketed and match.group() == "，"
        if at_comma and text.count("（", floor, match.start()) > text.count("）", floor, match.start()):
            continue
        if match.end() == at and match.group() == " " and _LATIN.search(text, floor, match.start()):
            continue  # EBITDA 6.01亿元
        start = match.end()
    closed = text.find("）", start, at)
    if closed >= 0 and text.find("（", start, closed) < 0:  # the figure before stood in an aside
        start = closed + 1
    opened = text.rfind("（", start, at)
    if opened >= 0 and text.find("）", opened, at) < 0:
        start = opened + 1
    marker = _MARKER.match(text, start, at) if start == floor and text[start : start + 1] in _MARKS else None
    if marker:
        return marker.end()
    behind_a_figure = start == floor and floor > 0 and text[floor - 1] not in _SENTENCE_ENDS
    if behind_a_figure and text[start : start + 1] not in _LEADS_TO_A_LIST:
        # 22年领跑、国内专利授权量: what the figure before ends with is not of this one
        pause = text.find("、", start, min(at, start + 6))
        if pause > start and not _has_name(text, start, pause):
            start = pause + 1
    return start


_LATIN: Final = re.compile(r"(?<![A-Za-z\d.\]_-])[A-Z]{2,8}$")
# 三、全国粮食总产量
_MARKER: Final = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[（(][一二三四五六七八九十\d]{1,3}[）)])[、.．]")
_MARKS: Final = frozenset("一二三四五六七八九十0123456789（(")
_SENTENCE_ENDS: Final = frozenset("。！？；…\n”’）")
_LEADS_TO_A_LIST: Final = frozenset("对向自从")  # 对甲、乙和丙进出口


def _has_name(text: str, start: int, end: int) -> bool:
    return any(t.kind == "name" for t in vocabulary.tokens(text, start, end))


@lru_cache(maxsize=20_000)
def _named(phrase: str) -> str:
    """What a phrase before a figure names, without what leads to it; 由上次检讨时的 names a time."""
    if phrase.endswith("时的") or ("受" in phrase and _UNDER.fullmatch(phrase)):
        return ""
    phrase = phrase.strip("、， ·—-~:：的")
    if "按" in phrase:
        phrase = _PER_YEAR.sub("", phrase)
    if "内" in phrase:
        phrase = _WITHIN.sub("", phrase)
    if "破" in phrase:
        phrase = _BROKE.sub("", phrase)
    if phrase[-1:] in _CLOSING_ENDS:
        phrase = _AT_CLOSE.sub("", phrase)
    if phrase[-1:] == "则" and phrase[-2:-1] not in _RULES:
        phrase = phrase[:-1]  # 可用座位公里数则|增加19%
    plain = _COPULA.sub("", phrase) if phrase[-1:] in _STATING_ENDS else phrase
    if plain[:1] in _LINKS and indicators.is_name(plain[1:].removesuffix("则")):
        plain = plain[1:].removesuffix("则")  # 而新业务价值: no 而新
    return (
        plain
        if indicators.is_name(plain)
        else clauses.clean(phrases.before(_IS.sub("", phrase) if phrase[-1:] == "是" else phrase))
    )


# 恒指收市升235点; 收市 alone keeps its figure apart from that of the morning
_AT_CLOSE: Final = re.compile("(?<=[指数股])(?:收市|收盘|终场|全日)$")
_CLOSING_ENDS: Final = frozenset("市盘场日")
_RULES: Final = frozenset("细规准法原守总附通否")  # 规则, 细则, 准则 are words
_LINKS: Final = frozenset("而但且并惟")
_BROKE: Final = re.compile(r"已?(?:突破|破)(?:新台币|台币|人民币|港币|美元|港元)?$")
_WITHIN: Final = re.compile(r"^\d{1,3}[日天]内(?=[\u4e00-\u9fff]{2})")  # 40日内客流量 says when
_PER_YEAR: Final = re.compile(r"按(?:一年|年|一)?计(?:算)?(?=[\u4e00-\u9fff])")
# 受到季节因素影响 says why, and names nothing
_UNDER: Final = re.compile(
    r"[^，]{0,6}受(?:到|惠于?|累于?)?[^，]{2,}(?:影响|带动|推动|拖累|冲击|提振|挹注)(?:下|之下)?"
)
_IS: Final = re.compile(r"(?<=[率数量额重比度长字])(?:则|亦|也|均|都|仅|就)?是$")
_COPULA: Final = re.compile(r"[为约达是则亦也均都仅又]*(?:新台币|台币|人民币|港币|美金|澳门元|港元|美元|欧元)?$")
_STATING_ENDS: Final = frozenset("为约达是则亦也均都仅又币金元")  # what that ends with


def read(
    text: str,
    start: int,
    mention: Mention,
    entities: list[EntityMention],
    periods: list[PeriodMention],
) -> Frame:
    """The frame of a figure whose clause begins at `start`."""
    than = _THAN.search(text, start, mention.start) if text.find("比", start, mention.start) >= 0 else None
    if than and not any(p.start < mention.start and p.end > than.start() for p in periods):
        frame = read(text, start, mention.at(than.start()), entities, periods)
        frame.sense, frame.sign, frame.compared, frame.after = "excess", -1 if than["less"] else 1, than["other"], ""
        _take_after(frame, text, mention, entities)
        return frame
    gathered = Gathered(text, start, mention)
    for piece in clauses.pieces(text, start, mention.start, entities, periods):
        gathered.take(piece)
    frame = gathered.frame
    _foreseen(gathered)
    frame.senses = frozenset(gathered.senses)
    _by_its_verb(gathered, _by_its_end(gathered))
    _take_name(frame, gathered.groups, gathered.whole_from)
    if start and text[start - 1] == "（":
        _take_label(frame, text, start, mention, entities, periods)
    called = _CALLED.search(text, start, mention.start) if text[mention.start - 2 : mention.start - 1] == "）" else None
    if called and indicators.is_known(called["name"]):
        frame.name = called["name"]
    if frame.sense == "change" and not indicators.is_known(frame.name):
        frame.name = phrases.moved_by(text[start : mention.start]) or frame.name  # 蔬菜因上年基数较高而下跌
    _take_after(frame, text, mention, entities)
    if not frame.name and text[mention.start - 1 : mention.start] == "有" and indicators.is_name(frame.after):
        frame.name = frame.after  # 当日有1955亿元逆回购到期: of its own
    vote = _VOTE.match(text, mention.end) if mention.unit == "票" else None
    if vote:  # 以120票赞成、12票反对获得通过
        frame.name, frame.after = f"{vote.group()}票数", ""
    return frame


def over_so_many(frame: Frame, text: str, start: int, mention: Mention) -> None:
    """每百户拥有汽车43辆、冰箱104台: a rate is named by what it is counted over. `start`: of the sentence."""
    at = text.rfind("每", max(start, mention.start - _FAR), mention.start)
    said = _OVER_SO_MANY.match(text, at, mention.start) if at >= 0 else None
    if said is None or mention.unit in _RATES or _OVER_IS_LEFT.search(text, said.end(), mention.start):
        return
    over = said["over"]
    if frame.after and frame.name.removesuffix("平均") in ("", over, clauses.clean(over)):
        frame.name, frame.after = "", over + frame.after
    elif frame.name and over not in frame.name:
        frame.name = over + frame.name


_VOTE: Final = re.compile("赞成|反对|弃权|不?同意")
_FAR: Final = 60  # characters that a list goes on behind what it is counted over
_OVER_SO_MANY: Final = re.compile(
    r"(?P<over>每[十百千万]+(?:常住|户籍|城镇|农村)?(?:人口|居民|名[\u4e00-\u9fff]{0,4}?|人|户|个?家庭)(?:居民)?(?:家庭)?)(?:平均)?(?:拥)?有[:：]?"
)
_OVER_IS_LEFT: Final = re.compile(r"[；。\n]|[，,][^，,、]{13,}|[增升提减下][长加升高少降]|[有全共总]|其中|分别")


def _foreseen(gathered: Gathered) -> None:
    """高于8月预测的2.9%, 预测数（2.9%）: the figure is what was foreseen, and no change."""
    frame, text, at = gathered.frame, gathered.text, gathered.mention.start
    if text[at - 1 : at] not in _FORESEEN_ENDS or not _FORESEEN.search(text, max(0, at - 10), at):
        return
    frame.sense, frame.sign, frame.reference = "", 0, False
    frame.basis = [said for said in frame.basis if said != "reference"]
    frame.compared, frame.base = "", None
    gathered.senses.add("target")


def _by_its_end(gathered: Gathered) -> bool:
    """Read the short words of change and difference right before the figure; whether it is a verb of change."""
    frame, text, start, mention = gathered.frame, gathered.text, gathered.start, gathered.mention
    last = gathered.groups[-1]
    stop = _last_verb(gathered)
    if stop:
        frame.sign, frame.sense = stop, "change"
        last[:] = [_VERB_END.sub("", "".join(last))]
    led = text[mention.start - 1] in "多少" and mention.unit == "%" and mention.start > start
    if led and mention.start == start + 1:  # 比去年的4450万人次|多12%
        frame.sense, frame.sign = "change", 1 if text[start] == "多" else -1
        gathered.groups = [[]]
    elif led and text[mention.start - 2] in "则也亦仍却":  # 本地住客则少四成
        frame.sense, frame.sign = "change", 1 if text[mention.start - 1] == "多" else -1
        last[:] = [_MORE_END.sub("", "".join(last))]
    more = _MORE.search(text, start, mention.start) if not frame.sense and frame.basis else None
    if more:
        frame.sense, frame.sign = "change", 1 if (more[1] or more[2]) in "多高" else -1  # 比十年前少0.67人, 按月多3亿元
        last[:] = [_MORE_END.sub("", "".join(last))]
    return bool(stop)


def _by_its_verb(gathered: Gathered, by_its_end: bool) -> None:
    """What stands behind the last verb of change: part of a name with it, or what the figure is more than."""
    frame, at = gathered.frame, gathered.verb_at
    if at is None:
        return
    behind = ["".join(group) for group in gathered.groups[at:]]
    if frame.sense == "change" and not by_its_end:
        name = clauses.clean("".join(behind))
        if name and (indicators.hint(name)[0] in ("rate", "share", "ratio") or indicators.hint(name)[1] == "%"):
            frame.sense, frame.sign = "", 0  # 经济增长的贡献率: the verb is inside the name
    if frame.sense == "excess" and frame.whole is None:
        against = next((name for name in map(clauses.clean, behind) if name), "")
        if against:  # 高于固定资产投资增速2.6个百分点: the name is what stands before, or what was spoken of
            frame.compared, gathered.groups = frame.compared or against, gathered.groups[:at]


_FORESEEN: Final = re.compile(
    r"(?:预测|预估|预期|预算)(?:数|值|数字)?(?:的|（)(?:约)?$|(?:预测|预估)(?:数|值)$"
    r"|(?:市场|外界|原先|此前)(?:预测|预估|预期)(?:按年|同比)?(?:大)?(?:增长|上升|下跌|下降|[升增跌降])约?$"
)
_FORESEEN_ENDS: Final = frozenset("的（约数值长升增跌降")
# 比宁波市多300家: between two things; what is compared with another time is a change
_THAN: Final = re.compile(
    r"(?<![占同环类对百无相])比(?P<other>[^比，。；：、\d]{1,14}?)(?:要|还)?"
    r"(?<![提升增延加放缩减扩降拉走调偏最至])(?:[多高大长快]|(?P<less>[少低小短慢]))(?:出|了)?$"
)


_MORE: Final = re.compile(
    r"[比较][^，。；、]{2,16}([多少高低])[了出]?$|(?:按[年季月周]|同比|环比)[^，。；、]{0,2}([多少高低])[了出]?(?:约|近|逾|超)?$"
)
_MORE_END: Final = re.compile(r"(?:^|则|也|亦|仍|却)?[多少高低][了出]?(?:约|近|逾|超)?$")
_ONE_VERB: Final = "升增涨扬飙飚降减跌缩挫软"
_VERB_END: Final = re.compile(rf"(?:亦|也|再|微|续|均|大|急|就|小幅|月|季|年|涨幅)?[{_ONE_VERB}]了?$")


_RATES: Final = frozenset({"%", "百分点", "‰", "倍", ""})


def _last_verb(gathered: Gathered) -> int:
    """The sign of a one-character verb of change right before the figure (进口亦升11.7%, 恒指升235点), else 0."""
    text, mention = gathered.text, gathered.mention
    before = text[max(gathered.start, mention.start - 6) : mention.start].rstrip("了")
    if not before or before[-1] not in _ONE_VERB:
        return 0
    if mention.unit not in _RATES and not _is_of_an_indicator(gathered.groups):
        return 0
    last = words.tag(before)[-1]
    if len(last[0]) > 2 and not indicators.is_known(last[0][:-1]):  # 科指升 may be taken for one word
        return 0
    return 1 if before[-1] in "升增涨扬飙飚" else -1


def _is_of_an_indicator(groups: list[list[str]]) -> bool:
    """Whether a known name stands before the verb of one character: what may be so much is what moved by so much."""
    said = [_VERB_END.sub("", "".join(groups[-1])), *("".join(group) for group in reversed(groups[:-1]))]
    return indicators.is_known(next((name for name in map(_named, said) if name), ""))


def _take_name(frame: Frame, groups: list[list[str]], whole_from: int | None) -> None:
    said = ["".join(group) for group in groups]
    said = _directed(said)
    if whole_from is not None:
        frame.whole = next((w for w in map(clauses.clean, said[whole_from:]) if w), "")
        said = said[:whole_from]
    named = [name for name in map(_named, said) if name]
    frame.named = named
    if not named:
        return
    if frame.shares_out or "、" in named[-1] or "和" in named[-1]:
        frame.members = _members(named, frame.shares_out)
    frame.name = indicators.last_of(named[-1])
    if frame.shares_out and len(frame.members) < 2:
        frame.members = indicators.parted(frame.name)
    _qualify(frame, named)
    but = next((b for b in map(_BUT.search, reversed(said)) if b), None) if "外" in "".join(said) else None
    if but is not None and frame.name in but["name"]:
        frame.name = f"除{but['what']}以外的{frame.name}"
    if len(named) > 1 and frame.name in _POINTING:
        earlier = indicators.last_of(named[-2])
        if indicators.is_known(earlier) and earlier not in _POINTING:
            frame.name = earlier if frame.name in indicators.BACK_REFERENCES else earlier + frame.name


# nouns that are of what was named before them
_POINTING: Final = indicators.GROWTH_NOUNS | indicators.SHARE_NOUNS | indicators.BACK_REFERENCES
# 除汽车以外的消费品零售额 is not all of it
_BUT: Final = re.compile(r"除(?:去|开|了)?(?P<what>[^，、除的]{1,12}?)(?:以外|之外|外)的(?P<name>[\u4e00-\u9fff].*)")
_TRADE: Final = re.compile(r"(?:进出口|出口|进口|贸易)")
_TOWARDS: Final = re.compile(r"^[、，]*[对向自从同与](?!外)")
_TOWARDS_BEGIN: Final = frozenset("、，对向自从同与")  # what that begins with


def _directed(said: list[str]) -> list[str]:
    """对甲、乙 | 分别 | 进出口, 对甲 | 累计 | 出口: the partners and what is traded with them are one name."""
    if len(said) < 2 or not any(phrase[:1] in _TOWARDS_BEGIN and _TOWARDS.match(phrase) for phrase in said):
        return said
    out: list[str] = []
    for phrase in said:
        before = next((n for n in range(len(out) - 1, -1, -1) if out[n]), None)
        if (
            before is not None
            and _TRADE.match(phrase)
            and _TOWARDS.match(out[before])
            and not _TRADE.search(out[before])
        ):
            out[before], phrase = "", out[before].removesuffix("共") + phrase
        out.append(phrase)
    return out


def _qualify(frame: Frame, named: list[str]) -> None:
    """铁路完成固定资产投资: what stands before a verb narrows the name behind it."""
    known = indicators.is_known(frame.name) or indicators.is_transport(frame.name)
    if len(named) < 2 or not known or frame.name in indicators.BACK_REFERENCES:
        return
    narrower = named[-2]
    if indicators.head(frame.name) == frame.name:  # 高速公路上的新能源汽车 | 日均 | 流量
        narrower = narrower.rpartition("的")[2]
    if narrower.endswith(("政府", "部门", "局", "委", "部", "署", "处", "建议", "董事会")):
        return
    if (
        2 <= len(narrower) <= 14
        and "的" not in narrower
        and not indicators.is_known(narrower)
        and words.is_noun_phrase(narrower, 2)
        and words.is_plain_noun(narrower)
    ):
        frame.name = narrower + frame.name


def _members(named: list[str], shares_out: bool) -> list[str]:
    """The enumeration that the figures are shared out over."""
    if shares_out and len(named) >= 2 and not re.search(r"、|和|及|与", named[-1]):
        # 对甲、乙分别进出口 …: the list before, the head behind
        before = [m for m in re.split(r"、|和|及|以及|与", named[-2]) if m]
        return [m + named[-1] for m in before] if len(before) > 1 else indicators.split_list(named[-1])
    return indicators.split_list(named[-1])


def _take_after(frame: Frame, text: str, mention: Mention, entities: list[EntityMention]) -> None:
    """Read the noun phrase behind the figure, up to the next boundary."""
    stop = _AFTER_STOP.search(text, mention.end, mention.end + 40)
    end = stop.start() if stop else min(len(text), mention.end + 40)
    if end <= mention.end:
        return
    segment = text[mention.end : end]
    of = segment.startswith("的")
    found = vocabulary.tokens(text, mention.end, end)
    for token in found:
        if token.kind == "basis" and not of:
            break  # 毛利率70.3%同比提升6.3个百分点: what follows is of the next figure
        gap = text[mention.end : token.start].strip("的")
        grows = token.kind == "change" and token.meaning[1] == "change"
        if grows and _BY.match(text, token.end):  # 较上季的3.7%上升0.2个百分点: the change has a figure of its own
            break
        if len(gap) <= 4 and (grows or token.word in indicators.GROWTH_NOUNS):
            frame.growth_after = True
            sign = {"+": 1, "-": -1}.get(token.meaning[0], 0) if grows else -1 if token.word[0] in "降跌减" else 1
            frame.sign = frame.sign or sign
            break
        if token.kind == "name" or token.start > mention.end + 8:
            break
    noun = segment.lstrip("的")
    if of and _PERCENT.match(noun):
        return  # 为目标任务3.8万人的115%
    begin = end - len(noun)
    known = found if begin == mention.end else vocabulary.tokens(text, begin, end)
    phrase = phrases.behind(noun, [t.moved(-begin) for t in known], of=of)
    if not of and stop and stop.group() == "、" and segment == phrase:
        phrase = phrases.union(phrase, text[end : end + 60])
    frame.after = ("的" if of else "") + ("" if _NO_NAME.match(phrase) else phrase)


_PERCENT: Final = re.compile(r"\d[\d.]*%")
# 较11月的相应升幅（1.2%）为高: the figure of then; 衣履（下跌1.7%）: what fell
_RISE_OF_THEN: Final = re.compile(r"的?(?:相应|同期|对应)?(?:的?(?:升幅|跌幅|增幅|降幅|涨幅|增长|数字|水平))?（")
_MOVE_ALONE: Final = re.compile(
    r"(?:按年|按月|同比|环比)?(?:上升|下跌|下降|上涨|增加|减少|增长|回落|[升跌增减涨降])(?:约|近|逾|超)?"
)
_LABEL: Final = re.compile(r"(?:^|[）；。，：\n])(?:、|以及|及|和|其次为|其次是)?(?P<label>[^（）；。，：\n]{2,60})（$")
_SOLD: Final = re.compile("(销货价值|销货数量)(?:指数)?")  # 珠宝首饰（销货价值上升9.5%）
_LONGEST_LABEL: Final = 24
_LISTS: Final = re.compile(r"包括|[类项]别?[为是]|分别[为是]|依[次序]为|^其中")
_NO_LABEL: Final = re.compile(r"[了的在将]|^[较比与]|\d(?:[万亿]*[元辆台人家吨%]|百分点)")  # 85亿元（升39%）
# 按年升幅（即基本通胀率）为1.2%: what it is called
_CALLED: Final = re.compile(r"（(?:亦?即|又称|简称)(?P<name>[^（）]{2,12})）[为达是]?$")


def _take_label(
    frame: Frame, text: str, start: int, mention: Mention, entities: list[EntityMention], periods: list[PeriodMention]
) -> None:
    """What stands right before a bracket that holds a figure alone: the time it is of, or what rose or fell."""
    then = next(
        (p for p in periods if start - 9 <= p.end < start and _RISE_OF_THEN.fullmatch(text, p.end, start)), None
    )
    if then is not None and start == mention.start and mention.unit == "%":
        frame.period, frame.reference = then, True
        return
    sold = _SOLD.match(text, start, mention.start)
    moved = sold.end() if sold is not None else start
    if (frame.name and sold is None) or not _MOVE_ALONE.fullmatch(text, moved, mention.start):
        return
    found = _LABEL.search(text, max([0, start - 70, *(e.end for e in entities if e.end < start)]), start)
    label = _LISTS.split(found["label"])[-1] if found else ""
    if 1 < len(label) <= _LONGEST_LABEL and not _NO_LABEL.search(label):
        frame.name = label + (sold[1] if sold is not None else "")


_BY: Final = re.compile(r"了?(?:约|近|逾|超过?)?[0-9]")
# what a figure reaches or stands on, not what it counts
_NO_NAME: Final = re.compile(
    r"居(?:次|首|前|第|全)|排(?:名|在|第|$)|位[列居]|连续|(?:新的?|历史)?(?:基础|水平|台阶|大关|关口|关卡|高位|高峰|区间|目标|幅度|速度|成绩|门槛|峰值|纪录|记录|新高|范围|规模$|左右|上下|以上|以下)"
)
