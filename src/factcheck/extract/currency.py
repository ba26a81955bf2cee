"""Which money 元 is: papers of Hong Kong, Macao and Taiwan write it for their own."""

from __future__ import annotations

import re
from typing import Final

from factcheck import lexicon
from factcheck.extract.numerals import Mention

# place -> its currency, and the words that show that a document writes in it
_OWN_CURRENCY: Final = {
    "香港": ("港元", re.compile(r"港元|港币|港圆|HK\$")),
    "澳门": ("澳门元", re.compile(r"澳门元|澳门币|MOP")),
    "台湾": ("新台币", re.compile(r"新台币|台币|NT\$")),
}
_OTHER_MONEY: Final = re.compile("人民币|港元|港币|澳门元|新台币|台币|美元")
# a paper of Hong Kong that counts a dividend in cents or as papers there call it, and names no other money
_CENTS: Final = re.compile(r"\d港?仙|(?:派|宣派)[末中]期(?:股?息)|[末中]期息[^，。]{0,4}\d")
_NOT_OF_HONG_KONG: Final = re.compile("人民币|美仙|澳门元|新台币|台币|美元")
_BELOW: Final = re.compile(
    r"（(?:货币：|币种：)?(港元|美元|澳门元|新台币|欧元|日元|英镑)[，、,;；．·.]?(?:以?下同|下文同)"
)
_TRADITIONAL: Final = "億萬營與數們這過為個業國產"


class Money:
    """What money a document writes in; `source` is its text as printed, `text` as it is read."""

    def __init__(self, source: str, text: str) -> None:
        self.text = text
        self.traditional = any(c in source for c in _TRADITIONAL)
        self.of_taiwan = self.traditional and _is_of_taiwan(text)
        self.in_hong_kong_dollars = self.traditional and _of_a_firm_of_hong_kong(text)
        self.below = _BELOW.search(text)
        self.said: dict[re.Pattern[str], bool] = {}

    def of(self, mention: Mention, owner: str | None, about: str | None) -> str:
        """The currency of a figure in 元: that of the place, in a document that shows that it writes in it.

        `about`: whom the document, or this part of it, is of.
        """
        if self.below is not None and mention.end >= self.below.start():
            return self.below[1]
        place = owner if owner in _OWN_CURRENCY else about
        if place not in _OWN_CURRENCY and self.of_taiwan:
            return "元" if self._is_renminbi(mention) else "新台币"
        in_cents = place not in _OWN_CURRENCY and self.traditional and self._says(_CENTS)
        if in_cents and not self._says(_NOT_OF_HONG_KONG):
            return "港元"
        if self.in_hong_kong_dollars and place in (None, "香港", about):
            return "元" if self._is_renminbi(mention) else "港元"
        currency, said = _OWN_CURRENCY.get(place or "", ("元", None))
        if said is None or self._is_renminbi(mention):
            return "元"
        at_home = self.of_taiwan if place == "台湾" else self.traditional and not self._says(_OTHER_MONEY)
        return currency if self._says(said) or at_home else "元"

    def _is_renminbi(self, mention: Mention) -> bool:
        return "人民币" in self.text[max(0, mention.start - 5) : mention.end + 4]

    def _says(self, words_for_it: re.Pattern[str]) -> bool:
        """Whether the document writes in a currency; looked for once."""
        if words_for_it not in self.said:
            self.said[words_for_it] = words_for_it.search(self.text) is not None
        return self.said[words_for_it]


def _is_of_taiwan(text: str) -> bool:
    """Whether a text in that script counts in Taiwan's currency without saying so: two of its words, no other money."""
    if re.search("人民币|港元|港币|澳门元", text):
        return False
    if "全台" in text or "主计总处" in text:
        return True
    said = {m.group() for m in lexicon.signs("taiwan_print").finditer(text)}
    return len(said) >= 2 and bool(said & {"年增", "季增", "月增", "年减", "季减", "月减", "新台币", "法说会"})


_HONG_KONG_CODE: Final = re.compile(r"（0\d{2,4}(?:\.HK)?）|港元汇[价率]|[兑对]港[元币]")
_RENMINBI: Final = re.compile(r"元人民币|人民币[约近逾]?[\d.,]+[万亿]*元?|(?P<other>人民币(?!兑|汇率|对|升值|贬值|走))")
_YUAN: Final = re.compile(r"\d[万亿]*元")


def _of_a_firm_of_hong_kong(text: str) -> bool:
    """Whether a paper of a code or money of Hong Kong marks its few sums of renminbi: the others are not."""
    if _HONG_KONG_CODE.search(text) is None or "下同" in text:
        return False
    marked = list(_RENMINBI.finditer(text))
    first = _YUAN.search(text)
    if first is None or any(m["other"] for m in marked) or any(m.start() - 2 <= first.end() for m in marked):
        return False
    return 2 * len(marked) < sum(1 for _ in _YUAN.finditer(text))
