"""What the custom expectations check, as plain functions over the tables of `factcheck.table`.

Nothing here imports Great Expectations. Each check takes a claims or a facts table (either will do
where the docstring says "records") and returns an `Outcome`. Bounds decide, not midpoints: a rule is
broken only where the words leave no reading that keeps it, so 超5万 never breaks a maximum of 6万.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from factcheck import interval as iv
from factcheck.interval import Interval
from factcheck.table import shared


@dataclass(frozen=True, slots=True)
class Breach:
    """Claims that break a rule together, and why, in Chinese."""

    claims: tuple[str, ...]
    message: str
    fact: str | None = None
    identity: str = ""  # what tells it from other breaches of the rule, where no claim does


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many records a rule was applied to, and what broke it."""

    matched: int
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records a rule is about; `None` is any. `entity` and `indicator` may hold `*` and `?`."""

    entity: str | None = None
    indicator: str | None = None
    measure: str | None = None
    unit: str | None = None
    basis: str | None = None

    def given(self) -> dict[str, str]:
        """Return the fields that are set, by column."""
        fields = {name: getattr(self, name) for name in ("entity", "indicator", "measure", "unit", "basis")}
        return {name: wanted for name, wanted in fields.items() if wanted is not None}

    def apply(self, records: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that the rule is about."""
        chosen = records
        for name, wanted in self.given().items():
            chosen = chosen[_mask(chosen[name], wanted)]
        return chosen


def _mask(column: pd.Series[Any], wanted: str) -> pd.Series[bool]:
    if not set("*?") & set(wanted):
        return column == wanted
    # names repeat, so the pattern is tried once a name
    names = [name for name in column.unique() if isinstance(name, str) and fnmatchcase(name, wanted)]
    return column.isin(names)


class Period(NamedTuple):
    """The days of a record, ISO; kind is duration or instant."""

    start: str
    end: str
    kind: str


class Subject(NamedTuple):
    """What a figure is about, apart from when."""

    entity: str
    indicator: str
    measure: str
    basis: str
    scope: str
    unit: str

    def name(self) -> str:
        """Return a name for people."""
        return "·".join(part for part in (self.entity, self.indicator) if part)


@dataclass(slots=True)
class Reading:
    """What the claims about one subject and period allow together."""

    span: Interval = field(default_factory=Interval)
    claims: list[str] = field(default_factory=list)


def between(
    records: pd.DataFrame, which: Filter, minimum: Decimal | None, maximum: Decimal | None, whole: bool = False
) -> Outcome:
    """Records are within [minimum, maximum] in the base unit, and whole numbers if `whole` is set."""
    chosen = which.apply(records)
    lowest = float("-inf") if minimum is None else float(minimum)
    highest = float("inf") if maximum is None else float(maximum)
    # floats may be off by their last bit at the limit, so what comes that far is decided in Decimal
    suspect = (chosen["high_float"] <= lowest) | (chosen["low_float"] >= highest)
    if whole:
        suspect |= chosen["value_float"] % 1 > 0
    breaches = []
    for row in _rows(chosen[suspect]):
        why = _outside(row, minimum, maximum) or (_fraction(row) if whole else "")
        if why:
            breaches.append(_breach(row, f"{label(row)}{_worth(row)}{why}"))
    return Outcome(len(chosen), tuple(breaches))


def _worth(row: dict[str, Any]) -> str:
    """The figure of a row that quotes none: a fact's."""
    return "" if "text" in row or row["value"] is None else f"为 {_plain(row['value'])}{row['unit']}，"


def _outside(row: dict[str, Any], minimum: Decimal | None, maximum: Decimal | None) -> str:
    span = _span(row)
    if minimum is not None and iv.precedes(span, iv.point(minimum)):
        return f"低于下限 {_plain(minimum)}"
    if maximum is not None and iv.precedes(iv.point(maximum), span):
        return f"高于上限 {_plain(maximum)}"
    return ""


def _fraction(row: dict[str, Any]) -> str:
    value = row["value"]
    return "不是整数" if value is not None and value % 1 else ""


def names_match(records: pd.DataFrame, which: Filter, pattern: str) -> Outcome:
    """Indicator names match the regular expression (`re.search`)."""
    chosen = which.apply(records)
    wanted = re.compile(pattern)
    names = {name for name in chosen["indicator"].unique() if not (isinstance(name, str) and wanted.search(name))}
    broken = chosen[chosen["indicator"].isin(list(names))]
    return Outcome(
        len(chosen), tuple(_breach(row, f"{label(row)}：指标名称“{row['indicator']}”不合要求") for row in _rows(broken))
    )


def units_known(records: pd.DataFrame, which: Filter, units: frozenset[str]) -> Outcome:
    """Units are among `units`, or quotients of them (元/股, /10万); an empty one is another rule's matter."""
    chosen = which.apply(records)
    strange = [unit for unit in chosen["unit"].unique() if not set(str(unit).split("/")) <= units | {"", "10万"}]
    broken = chosen[chosen["unit"].isin(strange)]
    return Outcome(
        len(chosen), tuple(_breach(row, f"{label(row)}：单位“{row['unit']}”不认识") for row in _rows(broken))
    )


def old_figures_dated(claims: pd.DataFrame, which: Filter, years: int) -> Outcome:
    """Claims about days more than `years` before publication state their period themselves."""
    chosen = which.apply(claims)
    chosen = chosen[chosen["period_end"].notna() & chosen["published"].notna()]
    limit = chosen["published"].map({day: years_before(day, years) for day in chosen["published"].unique()})
    broken = chosen[(chosen["period_end"] < limit) & (chosen["period_basis"] != "stated")]
    return Outcome(len(chosen), tuple(_breach(row, _undated(row, years)) for row in _rows(broken)))


def _undated(row: dict[str, Any], years: int) -> str:
    age = f"{row['published']} 发表时已超过 {years} 年"
    return f"{label(row)}：{row['period_end']} 的数字，{age}，原文没有写明时间"


def years_before(day: str, years: int) -> str:
    """Return the ISO day `years` earlier (29 February becomes the 28th)."""
    then = date.fromisoformat(day)
    try:
        return then.replace(year=then.year - years).isoformat()
    except ValueError:
        return then.replace(year=then.year - years, day=28).isoformat()


def facts_agree(records: pd.DataFrame, which: Filter, verdicts: Sequence[str]) -> Outcome:
    """No fact has one of `verdicts`.

    A facts table brings the verdict of the comparison. A claims table is grouped by `fact` and its
    intervals are compared: a conflict is two sources whose words allow nothing together.
    """
    chosen = which.apply(records)
    if "verdict" in chosen.columns:
        broken = chosen[chosen["verdict"].isin(list(verdicts))]
        return Outcome(len(chosen), tuple(_breach(row, _disagreement(row)) for row in _rows(broken)))
    chosen = chosen[chosen["fact"].notna()]
    if "conflict" not in verdicts:
        return Outcome(len(chosen))
    return Outcome(len(chosen), tuple(_disjoint(chosen)))


def _disagreement(row: dict[str, Any]) -> str:
    word = {"conflict": "互相矛盾", "tension": "说法不一"}.get(row["verdict"], f"比对结果为 {row['verdict']}")
    return f"{label(row)}：{row['claim_count']} 处说法{word}"


def _disjoint(claims: pd.DataFrame) -> Iterator[Breach]:
    lows = claims["low_float"].groupby(claims["fact"]).transform("max")
    highs = claims["high_float"].groupby(claims["fact"]).transform("min")
    for fact, group in claims[lows >= highs].groupby("fact", sort=False):
        rows = list(_rows(group))
        sides = [row for row in rows if any(_apart(row, other) for other in rows)]
        if sides:
            yield Breach(
                tuple(row["id"] for row in sides), f"{label(sides[0])}：{len(sides)} 处说法互相矛盾", str(fact)
            )


def _apart(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return a["source"] != b["source"] and not iv.overlap(_span(a), _span(b))


def _span(row: dict[str, Any]) -> Interval:
    low, high = row["low"], row["high"]
    if low is None or high is None or low < high:
        return Interval(low, high, row["low_open"], row["high_open"])
    return Interval(low, high) if low == high else Interval()  # bounds that cross say nothing


def confirmed(records: pd.DataFrame, which: Filter, minimum: int) -> Outcome:
    """Each fact is stated by at least `minimum` sources.

    A facts table counts independent sources; a claims table can only count distinct ones. A filter
    that finds no fact at all is a breach: what must be confirmed is not even stated.
    """
    chosen = which.apply(records)
    if "sources" in chosen.columns:
        broken = chosen[chosen["sources"] < minimum]
        rows = [(row, int(row["sources"])) for row in _rows(broken)]
        breaches = [_breach(row, _unconfirmed(row, count, minimum)) for row, count in rows]
        return _required(which, minimum, len(chosen), breaches)
    chosen = chosen[chosen["fact"].notna()]
    counts = chosen["source"].groupby(chosen["fact"]).nunique()
    breaches = []
    few = set(counts[counts < minimum].index)
    for fact, group in chosen[chosen["fact"].isin(few)].groupby("fact", sort=False):
        rows_ = list(_rows(group))
        text = _unconfirmed(rows_[0], int(counts[fact]), minimum)
        breaches.append(Breach(tuple(row["id"] for row in rows_), text, str(fact)))
    return _required(which, minimum, len(chosen), breaches)


def _unconfirmed(row: dict[str, Any], count: int, minimum: int) -> str:
    return f"{label(row)}：只有 {count} 个独立来源，要求至少 {minimum} 个"


def _required(which: Filter, minimum: int, matched: int, breaches: list[Breach]) -> Outcome:
    if matched or not which.given() or minimum < 1:
        return Outcome(matched, tuple(breaches))
    about = "，".join(f"{name}={wanted}" for name, wanted in which.given().items())
    return Outcome(0, (Breach((), f"没有任何来源写到（{about}），要求至少 {minimum} 个独立来源"),))


def monotone(records: pd.DataFrame, which: Filter, rising: bool, yearly: bool) -> Outcome:
    """Each series never falls (`rising`) or never rises; a step counts where no reading of the words avoids it."""
    matched, breaches = 0, []
    for subject, earlier, then, later, now in _steps(records, which, yearly):
        matched += 1
        if iv.precedes(now.span, then.span) if rising else iv.precedes(then.span, now.span):
            word = "下降" if rising else "上升"
            when = f"{_days(later)}比{_days(earlier)}"
            text = f"{subject.name()}：{when}{word}（{_bounds(then.span)} → {_bounds(now.span)}）"
            breaches.append(_pair(then, now, text))
    return Outcome(matched, tuple(breaches))


def within_step(records: pd.DataFrame, which: Filter, largest: Decimal, relative: bool, yearly: bool) -> Outcome:
    """Neighbours in each series differ by at most `largest`: base units, or a part of the earlier if `relative`."""
    matched, breaches = 0, []
    for subject, earlier, then, later, now in _steps(records, which, yearly):
        matched += 1
        if _least_step(then, now, relative) > largest:
            limit = f"{_plain(largest * 100)}%" if relative else _plain(largest)
            when = f"{_days(earlier)}到{_days(later)}"
            text = f"{subject.name()}：{when}的变化超过 {limit}（{_bounds(then.span)} → {_bounds(now.span)}）"
            breaches.append(_pair(then, now, text))
    return Outcome(matched, tuple(breaches))


def _least_step(then: Reading, now: Reading, relative: bool) -> Decimal:
    """Return the smallest step that the words allow; relative to the bound of the earlier that is nearest."""
    step = iv.gap(then.span, now.span)
    if not relative or not step:
        return step
    nearest = then.span.high if iv.precedes(then.span, now.span) else then.span.low
    return step / abs(nearest) if nearest else Decimal("Infinity")


def _steps(
    records: pd.DataFrame, which: Filter, yearly: bool
) -> Iterator[tuple[Subject, Period, Reading, Period, Reading]]:
    """Yield neighbours in time; durations are neighbours only if equally long (and, yearly, of one season)."""
    series: dict[tuple[object, ...], list[tuple[Period, Reading]]] = {}
    subjects: dict[tuple[object, ...], Subject] = {}
    for (subject, period), reading in readings(which.apply(records)).items():
        if period is not None:
            key = (subject, *_cadence(period, yearly))
            series.setdefault(key, []).append((period, reading))
            subjects[key] = subject
    for key, points in series.items():
        points.sort(key=lambda point: point[0].end)
        for (earlier, then), (later, now) in pairwise(points):
            if not yearly or int(later.end[:4]) - int(earlier.end[:4]) == 1:
                yield subjects[key], earlier, then, later, now


def _cadence(period: Period, yearly: bool) -> tuple[object, ...]:
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    months = (end.year - start.year) * 12 + end.month - start.month
    season = (start.month, end.month) if yearly else ()
    return period.kind, months if period.kind == "duration" else 0, season


def parts_sum(
    records: pd.DataFrame, which: Filter, parts: Sequence[str], whole: str | Decimal, tolerance: Decimal
) -> Outcome:
    """For each entity, period, measure and unit that has all the parts: they can sum to the whole.

    `whole` is an indicator or a number; `tolerance` widens the whole on both sides, in base units.
    """
    tables: dict[tuple[object, ...], dict[str, Reading]] = {}
    wanted = {*parts, *([whole] if isinstance(whole, str) else [])}
    rows = which.apply(records)
    rows = rows[rows["indicator"].isin(list(wanted))]
    for (subject, period), reading in readings(rows).items():
        if period is not None:
            key = (subject.entity, subject.measure, subject.basis, subject.scope, subject.unit, period)
            tables.setdefault(key, {})[subject.indicator] = reading
    complete = [(key, table) for key, table in tables.items() if wanted <= set(table)]
    breaches = [breach for key, table in complete if (breach := _sum_breach(key, table, parts, whole, tolerance))]
    return Outcome(len(complete), tuple(breaches))


def _sum_breach(
    key: tuple[object, ...], table: dict[str, Reading], parts: Sequence[str], whole: str | Decimal, tolerance: Decimal
) -> Breach | None:
    total = table[whole] if isinstance(whole, str) else Reading(iv.point(whole))
    summed = reduce(iv.add, (table[part].span for part in parts))
    if iv.overlap(summed, iv.add(total.span, Interval(-tolerance, tolerance))):
        return None
    entity, period = key[0], key[-1]
    assert isinstance(period, Period)
    named = f"“{whole}”" if isinstance(whole, str) else _plain(whole)
    text = (
        f"{entity}{_days(period)}：{'、'.join(parts)}之和为 {_bounds(summed)}，与{named}（{_bounds(total.span)}）不符"
    )
    return Breach(tuple(claim for reading in (*(table[p] for p in parts), total) for claim in reading.claims), text)


def ledgered(ledger: pd.DataFrame) -> Outcome:
    """Every run of digits in the ledger is held by a claim or skipped for a reason."""
    broken = ledger[ledger["status"] == "missing"]
    breaches = (_unledgered(row) for row in _rows(broken))
    return Outcome(len(ledger), tuple(breaches))


def _unledgered(row: dict[str, Any]) -> Breach:
    path = row["path"] or row["source"]
    text = f"{path} 第 {row['start']} 字处的数字“{row['text']}”既没有提取，也没有说明理由"
    return Breach((), text, identity=f"{path} {row['text']}")


def readings(records: pd.DataFrame) -> dict[tuple[Subject, Period | None], Reading]:
    """Gather the rows of a claims or facts table by subject and period, in the order of the table."""
    spans: dict[tuple[Subject, Period | None], list[Interval]] = {}
    gathered: dict[tuple[Subject, Period | None], Reading] = {}
    for row in _rows(records):
        key = (Subject(*(row[name] or "" for name in Subject._fields)), _period(row))
        spans.setdefault(key, []).append(_span(row))
        gathered.setdefault(key, Reading()).claims.extend(_claims(row))
    for key, allowed in spans.items():
        gathered[key].span = shared(allowed)
    return gathered


def _rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = list(table.columns)
    for values in zip(*(table[name].tolist() for name in names), strict=True):
        yield dict(zip(names, values, strict=True))


def _period(row: dict[str, Any]) -> Period | None:
    return Period(row["period_start"], row["period_end"], row["period_kind"]) if row["period_end"] else None


def _claims(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row["claims"]) if "claims" in row else (row["id"],)


def _fact(row: dict[str, Any]) -> str | None:
    return row["id"] if "claims" in row else row.get("fact")


def _breach(row: dict[str, Any], message: str) -> Breach:
    return Breach(_claims(row), message, _fact(row))


def _pair(then: Reading, now: Reading, message: str) -> Breach:
    return Breach((*then.claims, *now.claims), message)


def label(row: dict[str, Any]) -> str:
    """Return what a row of a claims or facts table is about, for people."""
    about = Subject(*(row[name] or "" for name in Subject._fields)).name()
    return f"{about}“{row['text']}”" if "text" in row else about


def _days(period: Period) -> str:
    whole_year = period.start[5:] == "01-01" and period.end[5:] == "12-31"
    if whole_year and period.start[:4] == period.end[:4]:
        return f"{period.start[:4]}年"
    if period.kind == "instant" or period.start == period.end:
        return period.end
    return f"{period.start}至{period.end}"


def _bounds(span: Interval) -> str:
    low, high = span.low, span.high
    if low is None or high is None:
        return f"不低于 {_plain(low)}" if low is not None else f"不高于 {_plain(high)}" if high is not None else "不限"
    return _plain(low) if low == high else f"{_plain(low)}～{_plain(high)}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
