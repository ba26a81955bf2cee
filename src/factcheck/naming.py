"""What things are called: for people (documents, periods, figures) and for good (a document in an id)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePosixPath

from factcheck.model import Claim, Fact, Period, Source

_LONG = 18  # characters of a name, beyond which it is cut
_HASH = re.compile(
    r"[-_. ]?(?<![0-9A-Za-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{10,}(?![0-9A-Za-z])", re.IGNORECASE
)
_NUMBERED = re.compile(r"s\d+")
_MARKUP = re.compile(r"<[^<>]*>|\*\*|__|`")
_KINDS = {"rank": "位次", "growth": "增速", "streak": "连续年数", "target": "目标"}
_SPANS = {
    (1, 3): "第一季度", (4, 6): "第二季度", (7, 9): "第三季度", (10, 12): "第四季度",
    (1, 6): "上半年", (7, 12): "下半年", (1, 9): "前三季度",
}  # fmt: skip
_PLANS = {2001: "十五", 2006: "十一五", 2011: "十二五", 2016: "十三五", 2021: "十四五", 2026: "十五五", 2031: "十六五"}


# --- documents -----------------------------------------------------------------------------------


def identity(source: Source) -> str:
    """What a document is called in ids and decisions: the id that someone gave it, else its path; never a number."""
    stated = "id" in dict(source.origin) or not _NUMBERED.fullmatch(source.id)
    return source.id if stated else source.path


def file_name(source: Source) -> str:
    """The name of its file, without the parts that only machines read: 000.txt for 000_af200654fea3f9ea.txt."""
    return _file_name(source.path)


def _file_name(path: str) -> str:
    name = PurePosixPath(path.replace("\\", "/")).name or path
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    return (_HASH.sub("", stem).rstrip("-_. ") + dot + ending) if _HASH.sub("", stem).strip("-_. ") else name


def candidates(source: Source) -> tuple[str, ...]:
    """Names of a document, the one that people use first."""
    return _candidates(source.title or "", source.publisher or "", source.path)


@lru_cache(maxsize=1 << 14)
def _candidates(title: str, publisher: str, path: str) -> tuple[str, ...]:
    title = _titled(title)
    publisher = " ".join(publisher.split())
    both = f"{publisher}{title}" if publisher and title else ""
    return tuple(name for name in (cut(publisher), title, both, _file_name(path)) if name)


def _titled(title: str) -> str:
    """A title in title marks, unless it has some."""
    title = cut(title)
    return title if not title or "《" in title else f"《{title}》"


def documents(sources: Sequence[Source]) -> dict[str, str]:
    """A name for each of a few documents (by id) that none of the others has; the path where nothing else tells."""
    named = {s.id: (*candidates(s), s.path) for s in sources}
    uses: dict[str, int] = {}
    for names in named.values():
        for name in set(names):
            uses[name] = uses.get(name, 0) + 1
    return {i: next((name for name in names if uses[name] == 1), names[-1]) for i, names in named.items()}


def cut(text: str, limit: int = _LONG) -> str:
    """At most `limit` characters, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


# --- figures -------------------------------------------------------------------------------------


def quote(claim: Claim) -> str:
    """The figure as printed, without line breaks, spaces or markup inside."""
    return _quoted(claim.text)


@lru_cache(maxsize=1 << 14)
def _quoted(text: str) -> str:
    return "".join(_MARKUP.sub("", text).split()) or "".join(text.split())


def told_apart(figures: Sequence[str], values: Sequence[Decimal | None]) -> list[str]:
    """The figures as printed, with their sign where two are printed alike: 上涨23点 and 下跌23点 as 23点 and −23点."""
    if len(set(figures)) == len(figures):
        return list(figures)
    return [f"−{figure}" if (value or 0) < 0 else figure for figure, value in zip(figures, values, strict=True)]


def subject(fact: Fact) -> str:
    """Whose figure, which indicator, what time, in words: 深圳市规模以上工业总产值（2025年）."""
    kind = _KINDS.get(fact.measure, "")
    entity = fact.entity or ""
    indicator = fact.indicator.removeprefix(entity) if entity else fact.indicator
    kind = "" if indicator.endswith((kind or "\0", "增速", "增长")) else kind
    period = period_text(fact.period)
    name = entity + indicator + kind or "未名指标"
    return f"{name}（{period}）" if period else name


def about(fact: Fact, claims: Sequence[Claim]) -> Fact:
    """The fact as a finding about some of its claims names it: with a time that holds for all of them, or with none.

    The fact's own where a claim has it, else the commonest of the claims'; the date of a document counts for the
    time of a figure only where no figure has a better one.
    """
    dated = [c.period for c in claims if c.period]
    spans = Counter((p.start, p.end, p.kind) for p in [p for p in dated if p.basis != "document"] or dated)
    if not spans:
        return fact
    mine = fact.period and (fact.period.start, fact.period.end, fact.period.kind)
    ranked = sorted(spans, key=lambda span: (span != mine, -spans[span], span))
    shared = next((a for a in ranked if all(a[0] <= b[1] and b[0] <= a[1] for b in spans)), None)
    if shared == mine:
        return fact
    return replace(fact, period=Period(*shared, "stated") if shared else None)


# --- periods -------------------------------------------------------------------------------------


def period_text(period: Period | None) -> str:
    """The period in Chinese words: 2025年, 2025年前三季度, “十四五”期间, 2025年末; "" for None."""
    if period is None:
        return ""
    start, end = period.start, period.end
    if period.kind == "instant":
        return f"{end.year}年末" if (end.month, end.day) == (12, 31) else f"截至{day_text(end)}"
    if start == end:
        return day_text(end)
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        return _whole(start, end)
    if start.year != end.year:
        return f"{day_text(start)}至{day_text(end)}"
    return f"{day_text(start)}至{'' if start.month == end.month else f'{end.month}月'}{end.day}日"


def _whole(start: date, end: date) -> str:
    """A period of whole months."""
    if (start.month, end.month) == (1, 12):
        if end.year - start.year == 4 and start.year in _PLANS:
            return f"“{_PLANS[start.year]}”期间"
        return f"{start.year}年" if start.year == end.year else f"{start.year}—{end.year}年"
    if start.year != end.year:
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    months = f"{start.month}月" if start.month == end.month else f"{start.month}—{end.month}月"
    return f"{start.year}年{_SPANS.get((start.month, end.month), months)}"


def day_text(day: date) -> str:
    """2025年8月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def spoken(names: Sequence[str], count: int) -> str:
    """So many documents, some of them named, as one speaker: 深圳发布; 深圳发布、南方日报; 深圳发布等3篇."""
    return "、".join(names) if count < 3 else f"{names[0]}等{count}篇"


def by_id(sources: Mapping[str, Source], ids: Sequence[str]) -> dict[str, str]:
    """`documents` for the ids of a finding; an unknown id is its own name."""
    known = [sources[i] for i in ids if i in sources]
    return {**{i: i for i in ids}, **documents(known)}
