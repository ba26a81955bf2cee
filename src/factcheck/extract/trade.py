"""Names of the trade with one partner, for every country and region that the lexicon of places has.

对欧盟进出口总额 is what a place trades with 欧盟, not what 欧盟 trades: another indicator for each partner.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from factcheck import lexicon

_OF_ITS_OWN: Final = ("香港", "澳门", "台湾")  # customs territories: in official tables 香港地区
# each flow: its name, and the other words for it
_FLOWS: Final = {
    "对{}进出口总额": "对{}进出口|对{}进出口额|对{}贸易额|与{}贸易额|与{}贸易总值|与{}双边贸易额|同{}贸易额",
    "对{}出口额": "对{}出口|对{}出口总额|向{}出口|向{}出口额",
    "自{}进口额": "自{}进口|从{}进口|从{}进口额",
}
_TAIL: Final = re.compile("总额|出口额|进口额")
_QUOTES: Final = re.compile("[“”]")
_BETWEEN: Final = ("贸易额", "贸易总额", "双边贸易额", "货物贸易额", "双边货物贸易额")


@cache
def indicators() -> tuple[tuple[str, ...], ...]:
    """The rows of `indicators.tsv`, and those of the trade with each partner in the same columns."""
    rows = lexicon.rows("indicators")
    known = {word for row in rows for word in (row[0], *row[1].split("|"))}
    return (*rows, *(row for row in _made() if row[0] not in known))


def _made() -> Iterator[tuple[str, ...]]:
    short = {partner: word for word, partner in lexicon.rows("partners")}
    for partner, words in _partners().items():
        own = f"{partner}地区" if partner in _OF_ITS_OWN else partner
        short_words = [short[partner]] if partner in short else []
        for name, others in _FLOWS.items():
            full = name.format(own)
            said = [form.format(word) for word in (*words, *short_words) for form in (name, *others.split("|"))]
            if name.endswith("总额"):
                said += [f"中{word}{tail}" for word in short_words for tail in _BETWEEN]
                shares = "|".join(f"对{word}进出口占比" for word in words)
                yield f"{full}占进出口总额比重", shares, "%", "rate", "比重"
            yield full, "|".join(word for word in said if word != full), "元", "flow", _TAIL.findall(full)[0]


def _partners() -> dict[str, list[str]]:
    """Partner → the words for it, the longest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for word, name, level, parent in lexicon.rows("places"):
        abroad = parent == "世界" and level in ("country", "region") and name != "中国"
        if abroad or name in _OF_ITS_OWN:
            found[name] += [name, word, _QUOTES.sub("", word)]
    return {name: sorted(set(words), key=lambda w: (-len(w), w)) for name, words in found.items()}
