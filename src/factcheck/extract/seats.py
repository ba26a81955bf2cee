"""Seats of a parliament: whose they are (某党获得24个议席, 某党24席) is a part of their name."""

from __future__ import annotations

import re
from typing import Final

from factcheck import lexicon
from factcheck.extract.numerals import Mention

RULE: Final = "amount:seats"
UNIT: Final = "席"
_NOUN: Final = re.compile(r"的?(?:议席|席位|席次|席)")
_PARTY: Final = re.compile(
    rf"[\u4e00-\u9fff]{{0,8}}?(?:党|{lexicon.alternation(lexicon.words('party_names'))})"
    r"(?!派|员|内|首|魁|团|鞭|纲|籍|代表|和|与|及|、|主席|总裁|领|务|组)"
)
_CLAUSE: Final = re.compile(r"[，。；：、（）！？\n]")
# what stands before the name of a party and is no part of it
_BEFORE: Final = re.compile(
    r"^.*(?:的|是|由|上|(?<!令)和|及|与|而|但|选举|加上|只有|只得|仅有|友党|执政(?=.{2}党)|在野|其中|方面|分别|结果|政党|领军|率领)(?=.{2})"
)
_EARLIER: Final = re.compile(
    r"(?:选举?|大选|解散)前(?:的|原?有|为|是|仅有?|只有?)*$|(?:由|从)(?:选举?前的?|大选前的?|解散前的?)?$|上届的?$"
    r"|(?:选举?|解散)前，[^，。]*$"
)
# all that may stand between a party and its seats; a chamber or a kind of ballot parts them
_BETWEEN: Final = re.compile(
    r"(?:\d+|，|个|席|议席|席位|席次|获得?|拿[下到]|赢得|夺得?|取得|得到?|丢|失去|流失|[减锐]少|锐?减|[增大]加|大?增|只|仅|总?共|合计"
    r"|一共|手里|握有|拥有|占|剩|[保守]住|有|则|也|了|的|由|从|比|较|(?:选举?|大选|解散)前|上届|成[为长]|跃?升|涨|扩大|[降跌]|滑落"
    r"|至|到|为|[多少]|出|掉|约|近|逾)*"
)
_LOCAL: Final = re.compile("[州省市县都道府郡]议会|地方选举|补选|补缺")
_SPAN: Final = 40  # characters between a party and its seats


def are_counted(text: str, mention: Mention) -> bool:
    """Whether a figure counts seats of a parliament: 24席, 24个议席."""
    return mention.unit == UNIT or (mention.unit == "个" and _NOUN.match(text, mention.end) is not None)


def moved(text: str, mention: Mention, said: int) -> int:
    """Which way so many seats went: 减少56席, 少8席, 丢了3席; 0 where they are what the seats came to (增到28席).

    `said`: the sign that a verb of change gives the clause.
    """
    if text[mention.start - 1] in "至到为得":
        return 0
    by = _BY.search(text, max(0, mention.start - 6), mention.start)
    return said if by is None else 1 if by[1] in _MORE else -1


_MORE: Final = ("多", "增")
_BY: Final = re.compile(r"(多|增|少|减|丢|失去|流失)(?:出|掉|了|加|少)*(?:约|近|逾)?$")


def name(text: str, mention: Mention) -> str:
    """Whose seats the sentence of a figure last names before it, and of when; "" where it names no party."""
    floor = max(0, mention.start - _SPAN, *(text.rfind(stop, 0, mention.start) + 1 for stop in "。！？\n"))
    if not any(text.find(sign, floor, mention.start) >= 0 for sign in _SIGNS):
        return ""
    if _LOCAL.search(text, floor, mention.start):
        return ""
    openings = [floor, *(m.end() for m in _CLAUSE.finditer(text, floor, mention.start))]
    before = "选举前" if _EARLIER.search(text, floor, mention.start) else ""
    for at in reversed(openings):
        found = list(_PARTY.finditer(text, at, mention.start))
        if found:
            plain = _BETWEEN.fullmatch(text, found[-1].end(), mention.start) is not None
            return f"{_BEFORE.sub('', found[-1].group())}{before}{SEATS}" if plain else ""
    return ""


SEATS: Final = "议席数量"
_SIGNS: Final = ("党", *lexicon.words("party_names"))
