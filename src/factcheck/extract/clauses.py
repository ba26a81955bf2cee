"""A clause cut into pieces, and what its known words say: the first half of a frame (see `frames`)."""

from __future__ import annotations

import re
from typing import Final

from factcheck import lexicon, words
from factcheck.extract import indicators, vocabulary
from factcheck.extract.entities import EntityMention
from factcheck.extract.numerals import Mention
from factcheck.extract.period_roles import IN_MONEY
from factcheck.extract.periods import PeriodMention
from factcheck.extract.vocabulary import Token


class Frame:
    """The reading of one figure's surroundings; `name` is "" where the clause names nothing new."""

    def __init__(self, start: int, name: str = "") -> None:
        self.start = start
        self.name = name
        self.members: list[str] = []  # an enumeration that 分别 shares out
        self.whole: str | None = None  # what the figure is a share of; "" where 占 has no whole of its own
        self.sign = 0
        self.sense = ""  # change, level, from, excess, hold
        self.basis: list[str] = []
        self.owner: EntityMention | None = None
        self.period: PeriodMention | None = None
        self.reference = False  # the figure itself belongs to the period or place compared with
        self.base: PeriodMention | None = None  # the time that the figure is compared with
        self.compared = ""  # what the difference is taken from (全国, 上年)
        self.others: list[str] = []  # the places that several differences are taken from (高于全国、全省)
        self.field_of_rank = ""
        self.senses: frozenset[str] = frozenset()  # classes of other words seen: forecast, target, preliminary, …
        self.after = ""  # the noun phrase right behind the figure
        self.growth_after = False  # …的增长, …的升幅 behind the figure
        self.flow_verb = ""
        self.states = False  # 达到, 突破: the clause says what the level is
        self.carried = False  # its sense was said by the clause before
        self.shares_out = False  # 分别
        self.event = ""
        self.named: list[str] = []  # every name phrase of the clause, in order


_ASIDE: Final = re.compile(r"（[^（）\n]{0,40}）")
_QUOTED: Final = re.compile(r"“[^“”\n]{1,24}”|《[^《》\n]{1,30}》")

Piece = tuple[int, int, str, object]


def pieces(text: str, start: int, end: int, entities: list[EntityMention], periods: list[PeriodMention]) -> list[Piece]:
    """text[start:end] cut into periods (P), owners (E), known words (by their kind) and free runs (F)."""
    marks: list[Piece] = [(p.start, p.end, "P", p) for p in periods if p.start < end and p.end > start]
    marks += [(e.start, e.end, "E", e) for e in entities if e.start < end and e.end > start]
    for t in _between(text, start, end, periods):
        if t.kind == "basis" and _is_of_a_time(text, t, periods):
            continue
        marks.append((t.start, t.end, t.kind, t))
    marked = text[start:end]
    quotes = _QUOTED.finditer(text, start, end) if "“" in marked or "《" in marked else ()
    for quoted in quotes:  # a quotation or a title is one word, whatever it holds
        inside = [m for m in marks if m[0] >= quoted.start() and m[1] <= quoted.end()]
        if any(m[2] == "P" or (m[2] == "E" and getattr(m[3], "kind", "") == "work") for m in inside):
            continue
        marks = [m for m in marks if m not in inside]
        marks.append((quoted.start(), quoted.end(), "F", None))
    for aside in _ASIDE.finditer(text, start, end) if "（" in marked else ():
        marks = [m for m in marks if not (m[0] >= aside.start() and m[1] <= aside.end())]
        marks.append((aside.start(), aside.end(), "X", None))
    marks.sort(key=_order)
    out: list[Piece] = []
    at = start
    for mark in marks:
        begin, finish = max(mark[0], start), min(mark[1], end)
        if begin < at or finish <= begin:
            continue
        if begin > at:
            out.append((at, begin, "F", None))
        out.append((begin, finish, mark[2], mark[3]))
        at = finish
    if at < end:
        out.append((at, end, "F", None))
    return out


_KINDS: Final = {"P": 0, "name": 1, "E": 2}


def _order(piece: Piece) -> tuple[int, int, int]:
    """From left to right, the longer first, then by kind."""
    return piece[0], piece[0] - piece[1], _KINDS.get(piece[2], 3)


def _is_of_a_time(text: str, token: Token, periods: list[PeriodMention]) -> bool:
    """较上季的3.1%: the quarter before, not a change against it; 较去年国庆假期: the holiday, not the year."""
    return any(
        (token.start < p.end and token.end > p.start and text[p.end : p.end + 1] == "的")
        or token.start < p.start < token.end < p.end
        for p in periods
    )


_DATED: Final = re.compile(r"(?:[\d一二三四五六七八九十百]年|季|\d月)$")


def _between(text: str, start: int, end: int, periods: list[PeriodMention]) -> list[Token]:
    """The known words outside the periods: in 比2010年减少 the verb is 减少, not 年减."""
    found: list[Token] = []
    at = start
    for p in periods:
        if at < p.end and p.start < end and _DATED.search(p.text):
            found += vocabulary.tokens(text, at, max(at, p.start))
            at = p.end
    return found + vocabulary.tokens(text, at, end)


_DIRECTING: Final = frozenset("对向自从与同")
_DIRECTED: Final = re.compile(r"^[对向自从与同].{1,24}(?:进出口|出口|进口|贸易|投资)")
_PER_SO_MANY: Final = re.compile(r"每[\d十百千万]{1,6}[^\d，。]?")
_OPEN_MARKS: Final = re.compile(r"^(?:（[^）]*）|”|）|》)+|[“（《]+$")
_CLOSING: Final = frozenset("（”）》")  # what such marks begin with
_OPENING: Final = frozenset("“（《")  # and end with


def clean(phrase: str) -> str:
    """A name phrase without the words that only lead to or from it; "" where nothing else is left."""
    phrase = phrase.strip("、， ·—-~:：")
    if phrase[:1] in _CLOSING or phrase[-1:] in _OPENING:
        phrase = _OPEN_MARKS.sub("", phrase).strip("、， ")
    if not phrase or indicators.is_name(phrase):
        return phrase
    if phrase[0] in _DIRECTING and _DIRECTED.match(phrase):
        return phrase
    per = _PER_SO_MANY.match(phrase) if phrase[0] == "每" else None
    other = phrase[:2] if phrase[:2] == "其他" and phrase.startswith(_OTHERS) else ""  # 其他用品及服务 is a name
    phrase = words.trim(phrase[per.end() :] if per else phrase).strip("、， ")
    if other and not phrase.startswith(other):
        phrase = other + phrase
    if per:
        phrase = per.group() + phrase
    return "" if len(phrase) == 1 else phrase


_OTHERS: Final = tuple(name for name in lexicon.sign_words("joined") if name.startswith("其他"))
_OBJECT_LIST: Final = re.compile(r"^.{0,4}[对与向自从同]")
_OBJECT_OPENER: Final = re.compile(r"[对与向自从同]$")
# 2010年（…，下同）的, 2010年第六次人口普查的: the figure is that time's
_ITS: Final = re.compile(
    r"(?:（[^（）\n]{0,30}）)?(?:第[一二三四五六七八九十]次[\u4e00-\u9fff]{0,4}普查)?(?:所?(?:保持|创下|创造|创出|取得)的?)?(?:时|时候)?[的之]?"
    + IN_MONEY
)
# 恢复至2019年的86.4%: a figure of now, measured by the one of then
_AS_MUCH_AS: Final = re.compile(r"(?:恢复[至到]|相当于|达到?了?|[是为])$")
_IN_TURN: Final = frozenset({"分别", "依序", "依次"})
# 国际|组织, a body, where 组织 alone is a verb
_ORGANISED: Final = frozenset({"合作", "国际", "社会", "基层", "贸易", "卫生", "武装", "公约", "民间", "公益"})
_REGIONS: Final = frozenset({"西部", "东部", "中部", "东北"})  # part of a name (西部陆海新通道) more often than a field
# words of reporting that also begin a name: 数据交易规模, 综合治理面积
_ALSO_NOUNS: Final = frozenset({"综合", "数据", "统计", "监测", "核算", "分析", "评价", "预报"})
_REPORTING: Final = re.compile(r"显示|表明|称|说|指出|发现|结果|数据|分析|报告|[，：,: ]|\d")
# what makes a verb before it part of a noun: 收购|价, 采购|商, 申请|单
_NOMINAL_TAILS: Final = frozenset("商价员单证厂型费权")


_COMPARED: Final = re.compile(r"(?:^|(?<=.))(?:与|同|和|较|跟)[^与同和较跟]*$")


def _drop_compared(groups: list[list[str]]) -> None:
    """与第六次普查相比: what is compared with names nothing."""
    phrase = "".join(groups[-1])
    groups[-1] = [_COMPARED.sub("", phrase)] if _COMPARED.search(phrase) else []


def _goes_on(text: str, at: int) -> bool:
    """Whether a name goes on behind a word that could also report one."""
    following = text[at : at + 1]
    named = following.isalpha() and following != " "
    return bool(following) and named and not _REPORTING.match(text, at)


_STEPS: Final = {"年": "yoy", "季": "qoq", "月": "mom", "周": "wow"}  # 季增, 月减: since the last of its kind
_MOVES: Final = frozenset("增减升降涨跌")
_STATING: Final = frozenset(
    "达|达到|达到了|突破|突破了|超|超过|逾|高达|已达|接近|累计达|累计达到|为|约为".split("|")  # noqa: SIM905
)


class Gathered:
    """What the words of a clause say, taken one piece after the other: a frame, and the phrases that may name it."""

    def __init__(self, text: str, start: int, mention: Mention) -> None:
        self.text, self.start, self.mention = text, start, mention
        self.frame = Frame(start)
        self.groups: list[list[str]] = [[]]
        self.senses: set[str] = set()
        self.whole_from: int | None = None  # the group from which on the phrases name the whole of a share
        self.verb_at: int | None = None  # the group that the last verb of change begins
        self.narrowed = -1  # where a place ends that only narrows the name behind it
        self.modifier = (0, "")  # a verb right before a noun is part of its name: 参展|企业

    def take(self, piece: Piece) -> None:
        """The next piece of the clause."""
        begin, finish, kind, item = piece
        if kind == "P":
            assert isinstance(item, PeriodMention)
            self._period(item)
        elif kind == "E":
            assert isinstance(item, EntityMention)
            if self._owner(item):
                self.groups[-1].append(self.text[begin:finish])
            self.narrowed = finish if item.segment else self.narrowed  # 来自甲国|的订单 are 甲国订单
        elif kind in ("F", "name"):
            word = self.text[begin:finish]
            if self.modifier[0] == begin and word[0] not in "的了和、":
                self.groups[-1].append(self.modifier[1])
            self.groups[-1].append(word[1:] if begin == self.narrowed and word[0] == "的" else word)
        elif kind != "X":
            assert isinstance(item, Token)
            self._word(begin, finish, item)

    def _word(self, begin: int, finish: int, item: Token) -> None:
        word, kind, groups = self.text[begin:finish], item.kind, self.groups
        if kind == "of":
            self.frame.whole, self.whole_from = "", len(groups)
            groups.append([])
        elif item.meaning[:1] == ("per_capita",) and _goes_on(self.text, finish) and finish < self.mention.start:
            groups[-1].append("人均")  # 人均收入 is another indicator than 收入
        elif self._is_of_a_name(begin, finish, kind):
            groups[-1].append(word)
        else:
            if word == "相比":
                _drop_compared(groups)
            self.frame.shares_out = self.frame.shares_out or word in _IN_TURN
            self._note(item)
            self.groups.append([])
            if kind == "change":
                self.verb_at = len(self.groups) - 1
            if kind == "event" and item.meaning[:1] != ("flow",) and len(word) > 1:
                self.modifier = (finish, word)

    def _is_of_a_name(self, begin: int, finish: int, kind: str) -> bool:
        """Whether a known word only belongs to a name here."""
        text, start, end = self.text, self.start, self.mention.start
        word = text[begin:finish]
        if kind == "field" and (self.mention.form not in ("rank", "streak") or word in _REGIONS):
            return True  # 国内出游, 东部地区投资
        if kind in ("event", "source") or word == "物量":
            if _inside_a_word(text[start:end], begin - start, finish - start):
                return True
            if kind == "source" and word in _ALSO_NOUNS and _goes_on(text, finish):
                return True
        if word == "组织" and text[begin - 2 : begin] in _ORGANISED and begin > start:
            return True
        if word == "收获" and text.startswith(("进度", "面积"), finish):
            return True
        return kind == "event" and text[finish : finish + 1] in _NOMINAL_TAILS and finish < end

    def _period(self, item: PeriodMention) -> None:
        frame, text, mention = self.frame, self.text, self.mention
        if item.role == "reference":
            counted = item.period if item.rule == "period.survey" else None
            frame.compared = frame.compared or (f"{counted.end.year}年" if counted else item.text)
            frame.base = item
            frame.basis.append("reference")
            before = text[max(0, item.start - 3) : item.start]
            if _ITS.fullmatch(text, item.end, mention.start) and not _AS_MUCH_AS.search(before):
                frame.reference, frame.period = True, item
        elif item.role in ("period", "duration") and not starts_from(text, item, mention):
            frame.period = item
        if item.role != "duration":
            self.groups.append([])

    def _owner(self, item: EntityMention) -> bool:
        """Note an owner; True where the place is an object and so a part of the name (对欧盟进出口)."""
        frame, groups, text = self.frame, self.groups, self.text
        if item.segment:
            return True
        if item.object:
            before = "".join(groups[-1])
            if _OBJECT_OPENER.search(before) or (_OBJECT_LIST.search(before) and text[item.start - 1] in "、和及与"):
                return True
            frame.compared = frame.compared or item.name
            frame.others.append(item.name)
            frame.field_of_rank = frame.field_of_rank or item.name
            return frame.whole is not None
        if (
            "".join(groups[-1]).strip("、的")
            and clean("".join(groups[-1])) != ""
            and text[item.end : item.end + 1] == "的"
        ):
            return True
        if frame.owner is None or item.kind != "scope":
            frame.owner = item
        groups.append([])
        return False

    def _note(self, token: Token) -> None:
        """Note what a known word says."""
        frame = self.frame
        if token.kind == "change":
            sign, sense = token.meaning[0], token.meaning[1]
            frame.sign = {"+": 1, "-": -1}.get(sign, 0)
            frame.sense = sense
            if token.word[1:2] in _MOVES and token.word[0] in _STEPS:
                frame.basis.append(_STEPS[token.word[0]])
        elif token.kind == "basis":
            frame.basis.append(token.meaning[0])
        elif token.kind == "link":
            frame.states = frame.states or token.word in _STATING
        elif token.kind in ("forecast", "revision"):
            self.senses.add(token.meaning[0])
        elif token.kind == "field":
            frame.field_of_rank = token.meaning[0] or token.word
        elif token.kind == "event":
            if token.meaning and token.meaning[0] == "flow":
                frame.flow_verb = token.word
            else:
                frame.event = token.word
        elif token.kind == "source":
            self.groups = [[]]  # what stands before 显示 or 表示 names the speaker


def _inside_a_word(clause: str, begin: int, finish: int) -> bool:
    """Whether a verb is part of a noun: 处理 in 数据处理设备."""
    at = 0
    for word, tag in words.tag(clause):
        if at <= begin and finish <= at + len(word):
            return len(word) > finish - begin and tag.startswith("n")
        at += len(word)
    return False


_INTO: Final = re.compile(r"[到至为]$")


def starts_from(text: str, item: PeriodMention, mention: Mention) -> bool:
    """由上年的…调整为7:37:56: a time that is only of what the figure came from."""
    before = text[item.start - 1 : item.start] in ("从", "由", "自") and text.startswith("的", item.end)
    return before and item.end + 3 < mention.start and bool(_INTO.search(text, item.end + 1, mention.start))
