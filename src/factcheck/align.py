"""Which claims are about the same fact: canonical keys, and the sentences that documents share.

A claim whose every facet was read surely gets a key of entity, indicator, measure, basis, period,
dimension and scope; equal keys are one fact. Any other claim is put together only with claims of
the very same sentence, its figures aside. Nothing is joined by similarity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any

from factcheck import collector, lexicon, setting
from factcheck.extract import happenings, indicators, structures
from factcheck.model import Claim, Group, Period, Source
from factcheck.quantity import COUNTERS

_MILESTONE = re.compile(r"^(?:首次|一举|已|接连)?(?:突破|冲破|破|站稳|站上|迈上|迈入|跨上|跨越|跨过|登上|越过|跃上)")
_ALMOST = 24  # a period of which no more than one day in so many is left is as good as over
_KEPT = 1 << 14  # names whose key is kept
_MONTH = timedelta(days=27)
_SETTLING = timedelta(days=90)  # a figure of 目前 printed in February speaks of the year just ended


def group(claims: Iterable[Claim], sources: Sequence[Source]) -> list[Group]:
    """Groups of claims about one fact, each claim in exactly one, in the order of their first claims."""
    published = {s.id: s.published for s in sources}
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    with collector.paused():
        for claim in claims:
            made = claim if claim.key else keyed(claim, published.get(claim.source))
            groups[made.key].append(made)
        return [Group(tuple(members), why(members)) for members in groups.values()]


# a claim's fields around its key: `replace` takes ten times as long
_FIELDS_OF = [field.name for field in fields(Claim)]
_BEFORE = attrgetter(*_FIELDS_OF[: _FIELDS_OF.index("key")])
_AFTER = attrgetter(*_FIELDS_OF[_FIELDS_OF.index("key") + 1 :])


def keyed(claim: Claim, published: date | None) -> Claim:
    """The claim with its key, `published` being the day of its document."""
    values: tuple[Any, ...] = (*_BEFORE(claim), key(claim, published), *_AFTER(claim))
    return Claim(*values)


def key(claim: Claim, published: date | None) -> tuple[str, ...]:
    """The canonical facets of a claim; see the module's docstring."""
    if ("sure" not in claim.flags and "named" not in claim.flags) or _bare_count(claim):
        counting = claim.period is not None and _so_far(claim.period, claim, published)
        return ("sentence", f"{claim.template} {published}" if counting else claim.template)
    return (
        entity_key(claim.entity or ""),
        indicators.key(_first(claim)),
        claim.measure,
        basis_key(claim),
        period_key(claim, published),
        dimension(claim.unit),
        scope_key(claim.scope),
    )


_COUNT = re.compile(r"(?:数量|人数)$")


def _bare_count(claim: Claim) -> bool:
    """Whether only a common noun says what is counted (5个城市): too little to tell one count from another."""
    return (
        claim.measure == "level"
        and claim.rule.endswith("amount:noun behind")
        and len(_COUNT.sub("", claim.indicator)) <= 3
        and not indicators.is_name(claim.indicator)
    )


def _first(claim: Claim) -> str:
    """A rank or streak said of several indicators at once is compared by the first of them."""
    return re.split("、|和|及", claim.indicator)[0] if claim.measure in ("rank", "streak") else claim.indicator


_CLUSTER = re.compile(r"(?:科技|创新|产业)*集群$")


@lru_cache(maxsize=_KEPT)
def entity_key(name: str) -> str:
    """A place by its canonical name; a work or body without marks."""
    return _CLUSTER.sub("", indicators.bare(name)) if "—" in name else indicators.bare(name)


_PLAIN_BASES = frozenset({"yoy", "real", "nominal", "comparable", "cumulative", "daily_average"})


# of a level: what does not compare with the plain figure
_PARTING = frozenset({"average", "daily_average", "monthly_average", "per_capita"})


def basis_key(claim: Claim) -> str:
    """The span that a change is measured over; how it is priced does not part figures that say nothing of it."""
    if setting.each_year(claim):
        return "each_year"
    basis = claim.basis or ""
    if claim.measure not in ("growth", "change", "target"):
        return basis if basis in _PARTING or basis.startswith("since ") else ""
    return "" if basis in _PLAIN_BASES and claim.measure != "change" else basis


def dimension(unit: str) -> str:
    """Units that convert into each other compare; 家 and 个 of one noun are one count."""
    return "count" if unit in COUNTERS else unit


_FORESEEN = frozenset({"forecast", "advance"})
_DAYS_AHEAD = timedelta(days=20)
_FIELDS = re.compile(r"大中城市|城市|地区|各省|同类城市|省份|（[^）]*）")


@lru_cache(maxsize=_KEPT)
def scope_key(scope: str) -> str:
    """全国城市 and 全国大中城市 are one field; 全国 as well where a city is ranked."""
    return {"全国": "中国", "国内": "中国", "我国": "中国", "世界": "全球"}.get(
        _FIELDS.sub("", scope), _FIELDS.sub("", scope)
    )


def period_key(claim: Claim, published: date | None) -> str:
    """The time that decides which figures are of one fact."""
    period = claim.period
    if (
        claim.measure == "level"
        and structures.is_built(claim.indicator)
        and structures.is_structure(claim.entity or "")
    ):
        return "built"  # a bridge is as long in any year
    if period is None:
        return "?" if published is None else f"?{(published - _SETTLING).year}"
    if claim.measure == "streak":
        return _streak_key(period, claim)
    if _of_an_edition(period, claim):
        return f"{period.end.year}h{(period.end.month + 5) // 6}"
    if period.start == period.end and period.end in _CENSUSES:
        return str(period.end.year)
    if claim.basis == "cumulative" and period.kind == "duration" and _is_day_or_month(period):
        return str(period.end)  # 10月9日累计 and 截至10月9日; 10月交付3.8万辆，累计交付量151万辆
    if period.kind == "instant" or claim.measure == "rank" or _stock_of_a_month(period, claim):
        return _instant_key(period, claim, published)
    if (
        _is_plan(period)
        and claim.measure == "level"
        and (
            claim.qualifier == "order"
            or _MILESTONE.match(claim.text)
            or indicators.hint(claim.indicator)[0] == "stock"
            or _is_count(claim)
        )
    ):
        return str(period.end.year)
    if _so_far(period, claim, published):
        return f"{period.start}/{published}"
    if (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31):
        years = period.end.year - period.start.year
        return str(period.end.year) if not years else f"{period.start.year}/{period.end.year}"
    return f"{period.start}/{period.end}"


def _of_an_edition(period: Period, claim: Claim) -> bool:
    """Whether a figure is of a fair or a gala, whichever of its days is named; what is counted on is of its day."""
    if period.end - period.start > _EDITION or not claim.entity or not happenings.is_event(claim.entity):
        return False
    return claim.basis != "cumulative" and not _is_tallied(claim)


_EDITION = timedelta(days=40)


def _is_month(period: Period) -> bool:
    return period.start.day == 1 and (period.end + timedelta(1)).day == 1 and period.end - period.start < _MONTH_LONG


def _is_day_or_month(period: Period) -> bool:
    return period.start == period.end or _is_month(period)


def _stock_of_a_month(period: Period, claim: Claim) -> bool:
    """8月M2增长8%: what is counted at a date, said of a month, is of the month's end."""
    return _is_month(period) and claim.measure in ("level", "growth") and indicators.hint(claim.indicator)[0] == "stock"


_MONTH_LONG = timedelta(31)


# a year's harvest is told when it is in, before the year is over
_HARVEST = re.compile(r"粮食|夏粮|秋粮|早稻|谷物|稻谷|小麦|玉米|大豆|棉花|播种面积|单产")


def _so_far(period: Period, claim: Claim, published: date | None) -> bool:
    """Whether a level of a period that was not over is the level reached by then, not one that was foreseen."""
    if published is None or claim.measure != "level" or not period.start <= published < period.end:
        return False
    if _HARVEST.search(claim.indicator) and published.month > 5:
        return False
    left, whole = period.end - published, period.end - period.start
    # 预计 of the next days is called preliminary; a preliminary figure of a time far from over is what was counted
    foreseen = _FORESEEN & set(claim.flags) or (left <= _DAYS_AHEAD and "preliminary" in claim.flags)
    return left * _ALMOST > whole and not foreseen


def _streak_key(period: Period, claim: Claim) -> str:
    """When a run ended: a year, or the last month that a month or quarter goes by, or the very day."""
    if claim.unit == "年":
        return _instant_key(period, claim, None)
    if claim.unit not in ("月", "季度", "季"):
        return str(period.end)
    last = period.end if period.end - period.start >= _MONTH else period.end.replace(day=1) - timedelta(days=1)
    return f"{last.year}-{last.month:02}"


def _is_count(claim: Claim) -> bool:
    return dimension(claim.unit) == "count" and not claim.indicator.startswith("新")


def _instant_key(period: Period, claim: Claim, published: date | None) -> str:
    added_up = claim.basis == "cumulative" and dimension(claim.unit) != "count"
    if added_up or claim.basis == "dod" or _is_tallied(claim):
        return str(period.end)
    month_end = (period.end + timedelta(1)).day == 1 and period.end != published
    stock = indicators.hint(claim.indicator)[0] == "stock" and claim.measure != "rank"
    if month_end and period.end.month < 12 and stock:
        return f"{period.end.year}-{period.end.month:02}"  # 2月末 is not 1月末
    if period.basis == "document":
        return str((period.end - _SETTLING).year)
    if (period.end.month, period.end.day) == (12, 31) or period.kind == "duration":
        return str(period.end.year)
    if claim.measure in ("rank", "streak") or indicators.hint(claim.indicator)[0] == "stock":
        return str((period.end - _SETTLING).year)
    return str(period.end)


_CENSUSES = frozenset(date(year, 11, 1) for year in (1990, 2000, 2010, 2020))  # their year, to most who tell of them

_TALLIED = frozenset({"人次", "车次", "票", "张"})


def _is_tallied(claim: Claim) -> bool:
    """Whether a figure is counted on from day to day (tolls, medals, takings), or is of its day as a share index is."""
    if claim.unit in _TALLIED:
        return True
    return any(lexicon.signs(kind).search(claim.indicator) for kind in ("toll", "tally"))


def _is_plan(period: Period) -> bool:
    return period.end.year - period.start.year == 4


def why(members: Sequence[Claim]) -> tuple[str, ...]:
    """Why claims of one key were put together, one sentence a reason."""
    first = members[0]
    if first.key[0] == "sentence":
        return ("同一句话，只有数字不同",)
    names = sorted({c.indicator for c in members})
    reasons = [f"同一主体：{first.entity}", f"同一指标：{first.indicator}"]
    if len(names) > 1:
        reasons.append("名称经词库归一：" + "、".join(names))
    when = first.period
    if when is not None:
        reasons.append(f"同一时期：{when.start} 至 {when.end}" if when.start != when.end else f"同一时点：{when.end}")
    return tuple(reasons)
