"""Whether a figure is a target or forecast, not an outcome; and how settled an outcome is."""

from __future__ import annotations

import re
from datetime import timedelta

from factcheck.extract import vocabulary
from factcheck.extract.passage import Story
from factcheck.model import Period

_TITLED = re.compile(r"《[^《》]*》|“[^“”]*”")
_WILL = re.compile(
    r"将(?:进一步|继续|还|全面|加快|积极|力争|争取|新)?(?:新增|建设|打造|实现|达到?|推动|推进|投资|投入|发放|举办|新建|超过|突破|增长|增加|建成"
    r"|完成|提高|提升|扩大|培育|引进|开通|推出|推广|形成|实施|发行|壮大|加快|迎来|安排|组织|支持|派发|开工|投放|减少|下降|收购|募集)"
)
_DONE = re.compile(r"已|完成|实现了|累计|创下")


def is_target(story: Story, before: str, senses: set[str], period: Period | None) -> bool:
    """Whether the words before a figure, and its period, make it a plan or forecast instead of an outcome."""
    future = period is not None and story.published is not None and period.end > story.published + timedelta(days=20)
    own = before[max(before.rfind("，"), before.rfind("；"), before.rfind("："), before.rfind("。")) + 1 :]
    if (
        period is not None
        and story.published is not None
        and period.start > story.published
        and period.basis == "stated"
    ):
        return True
    if _DONE.search(own):
        return False
    if senses & {"target", "plan"}:
        return True
    undated = period is None or period.basis == "document"
    if not future and not undated:
        return False
    before, own = _TITLED.sub("", before), _TITLED.sub("", own)
    tokens = {
        t.meaning[0] for t in vocabulary.tokens(before, max(0, len(before) - 160), len(before)) if t.kind == "forecast"
    }
    near = {t.meaning[0] for t in vocabulary.tokens(own, 0, len(own)) if t.kind == "forecast"}
    if tokens & {"target", "plan"}:
        return future or (undated and bool(near & {"target", "plan"}))
    if _WILL.search(before):
        return future or (undated and bool(_WILL.search(own)))
    return "forecast" in (tokens | senses) and future


_STATES = frozenset({"preliminary", "revised", "final", "advance"})


def opening_state(text: str, start: int, end: int) -> tuple[int, frozenset[str]]:
    """What the words that open a sentence (初步核算，…; 经最终核实，…) say of all its figures, and where they end.

    `start`, `end`: from the sentence's begin to its first figure. A forecast (预计全年…) is one of the first clause
    only, which ends at the place that is returned.
    """
    comma = text.find("，", start, end)
    close = end if comma < 0 else comma
    if close - start > 40:
        return start, frozenset()
    senses = {t.meaning[0] for t in vocabulary.tokens(text, start, close) if t.kind in ("revision", "forecast")}
    return close if "forecast" in senses else start, frozenset(senses & (_STATES | {"forecast"}))


def states(opening: tuple[int, frozenset[str]], senses: frozenset[str], clause: int) -> set[str]:
    """The flags of a figure: what its own clause says, which begins at `clause`, else what opens the sentence."""
    own = set(senses & (_STATES | {"forecast"}))
    end, said = opening
    return own or {sense for sense in said if sense != "forecast" or clause <= end}
