"""Bridges, tunnels and lines: whose length, span or design speed a figure is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from factcheck.extract import happenings

# how long, wide, high or fast it was built
_BUILT: Final = re.compile(
    r"(?:全长|总长|主跨|主跨径|主桥跨径|设计时速|设计速度)$|^(?:投资总额|总投资)$|(?:桥面|水面|江面)[^，]{0,6}(?:高度|高差|距离|高)?$"
)
_NOUN: Final = re.compile(r"(?:特|跨[海江])?大桥|第[一二三]桥|隧道|高速铁路|高铁|高速公路|高速|铁路|水电站|水库")
_GENERIC: Final = re.compile(
    r"(?:^|[，。；：、\n])(?:这座|该|此|整个|全)?(?P<noun>大桥|桥(?!面)|隧道|高铁|铁路|高速|水库)(?!所在|的)"
)
_BRIDGE: Final = re.compile(r"跨|桥|塔")
_COMPARED: Final = re.compile(r"(?:超过|超越|高于|仅次于|比|较|与|距|到|连接|接|至|邻居)[^，。；的\n]{0,8}$")
_REACH: Final = 12  # characters in front of a structure that say what is compared with it
_BACK: Final = 400  # characters back that a structure is remembered for


@lru_cache(maxsize=1 << 14)
def is_built(name: str) -> bool:
    """Whether an indicator says how something was built."""
    return _BUILT.search(name) is not None


@lru_cache(maxsize=1 << 14)
def is_structure(name: str) -> bool:
    """Whether an owner is a bridge, a tunnel or a line."""
    found = _NOUN.search(name)
    return found is not None and found.end() == len(name)


def structure(text: str, begin: int, at: int, name: str) -> str:
    """The bridge, tunnel or line whose figure stands at `at` in the sentence from `begin`; "" where none is named."""
    back = begin if "投资" in name else max(0, at - _BACK)  # what is invested may be of anything
    found = _NOUN.finditer(text, back, at)
    named = [m for m in found if not _COMPARED.search(text, max(0, m.start() - _REACH), m.start())]
    if not named:
        return ""
    bridge = bool(_BRIDGE.search(name)) or any(m["noun"].endswith("桥") for m in _GENERIC.finditer(text, begin, at))
    for built in reversed(named):
        if bridge and not built.group().endswith("桥"):
            continue
        called = happenings.proper(text, built.start(), built.end())
        if len(called) > len(built.group()) + 1:
            return called.removesuffix("公路") if called.endswith("高速公路") else called
    return ""
