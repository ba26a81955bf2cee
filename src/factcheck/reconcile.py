"""Arithmetic between stated figures: what one printed number says about another.

Each identity is tried only where entity, period and definition match to the letter, in exact
interval arithmetic, and speaks up only when the computed and the printed interval share no number.
Real growth is never set against nominal levels, nor any growth against levels of two documents:
the base may have been revised in between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from factcheck import interval as iv
from factcheck import setting
from factcheck.causes import digits
from factcheck.findings import facets, finding_id, left_out
from factcheck.interval import Interval
from factcheck.levels import compare_readings, reading
from factcheck.lexicon import alternation, rows
from factcheck.listing import IN_ALL
from factcheck.model import Claim, Fact, Finding, Source
from factcheck.naming import by_id, identity, period_text, subject
from factcheck.naming import quote as _quote
from factcheck.rules import rule

_HUNDRED = Decimal(100)
_ONE = iv.point(Decimal(1))
_SHARE = re.compile(r"(?P<part>.+?)占(?P<whole>.+?)(?:的?(?:比重|比例|份额|比率|之比|比))?")
_FRONT = re.compile(r"^(?:外贸|货物贸易|货物|全部|全社会|全口径)(?=.{2})")
_BACK = re.compile(r"(?<=.{2})(?:总额|总值|金额|额|数量)$")
_PARTNER = re.compile(r"^(?:对|与|同).+?(?P<whole>进出口|出口|进口)$")
_SELECTED = re.compile(r"^(?:规模以上|限额以上|规上|限上)(?P<whole>.{2,})$")
_NOMINAL = frozenset({None, "yoy", "nominal"})
# units of what flows and adds up over a year
_FLOWS = frozenset(
    ("元", "美元", "港元", "欧元", "吨", "千瓦时", "人次", "件", "标准箱", "辆", "台", "套", "立方米", "斤", "千克")
)
_REACHED = re.compile(r"\d{4}-\d\d-\d\d/(\d{4}-\d\d-\d\d)")
_NATION = ("中国", "全国")


@dataclass(frozen=True, slots=True)
class Equation:
    """What other figures make of a stated one."""

    rule: str
    stated: Claim
    fact: Fact
    inputs: tuple[Claim, ...]  # one for each figure used
    computed: Interval  # in the unit of the stated figure
    detail: str  # the sum in words, figures as printed
    settled: bool  # no figure used is itself in dispute

    @property
    def holds(self) -> bool:
        """Whether the printed figure can be true beside the others."""
        return iv.overlap(self.computed, _closed(reading(self.stated).span))

    @property
    def breaks(self) -> bool:
        """Whether the printed figure is ruled out by figures that are not in dispute."""
        return self.settled and not self.holds

    @property
    def confirms(self) -> bool:
        """Whether the sum pins the printed figure down, and it is that."""
        return self.rule in _EXACT and self.holds and _narrow(self)


def reconcile(facts: Sequence[Fact], claims: Iterable[Claim], sources: Iterable[Source]) -> list[Finding]:
    """A warning for every stated figure that the other figures rule out; one a fact and rule."""
    return broken(equations(facts, claims), sources)


def support(facts: Sequence[Fact], claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """For each claim that arithmetic confirms narrowly, the sums that do, in words."""
    return confirmed(equations(facts, claims))


def broken(found: Iterable[Equation], sources: Iterable[Source]) -> list[Finding]:
    """A finding for every fact and rule of which some equation does not hold."""
    by_id = {s.id: s for s in sources}
    wrong: dict[tuple[str, str], list[Equation]] = defaultdict(list)
    for e in found:
        if e.breaks:
            wrong[(e.rule, e.fact.id)].append(e)
    return [_finding(several, by_id) for several in wrong.values()]


def confirmed(found: Iterable[Equation]) -> dict[str, tuple[str, ...]]:
    """The sums in words of the equations that hold narrowly, by the claim that they confirm."""
    texts: dict[str, set[str]] = defaultdict(set)
    for e in found:
        if e.confirms:
            texts[e.stated.id].add(e.detail)
    return {claim: tuple(sorted(details)) for claim, details in texts.items()}


def equations(
    facts: Sequence[Fact], claims: Iterable[Claim], about: Callable[[Fact], bool] = lambda fact: True
) -> list[Equation]:
    """Every identity that the facts allow to be tried, holding or not, in the order of facts.

    With `about` only those that say something about the facts for which it holds.
    """
    table = _Table(facts, claims)
    return [e for f in facts if about(f) for build in _BUILDERS for e in build(f, table)]


def plain(name: str) -> str:
    """An indicator's name without words that do not change what it counts."""
    return _BACK.sub("", _FRONT.sub("", name))


def reached(measure: str, start: date, end: date, when: str) -> tuple[date, date]:
    """The days of a period, up to those of `when` in a key where a level was counted before it was over."""
    found = _REACHED.fullmatch(when) if measure == "level" else None
    return (start, min(end, date.fromisoformat(found[1]))) if found else (start, end)


class _Table:
    """Facts by what they are about."""

    def __init__(self, facts: Sequence[Fact], claims: Iterable[Claim]) -> None:
        self.claims = {c.id: c for c in claims}
        self.finest: dict[str, dict[str | None, Claim]] = {}  # by fact
        self.levels: dict[tuple[str, str, str], dict[tuple[date, date], list[Fact]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.units: dict[tuple[str, str], set[str]] = defaultdict(set)
        for f in facts:
            if f.measure == "level" and f.entity and f.period and f.indicator:
                days = self.days(f)
                self.levels[(f.entity, plain(f.indicator), f.unit)][days].append(f)
                self.units[(f.entity, plain(f.indicator))].add(f.unit)

    def days(self, fact: Fact) -> tuple[date, date]:
        """The days of a fact's period, up to those that its key holds where the period was not over yet."""
        assert fact.period is not None
        key = self.claims[fact.claims[0]].key
        return reached(fact.measure, fact.period.start, fact.period.end, key[4] if len(key) > 4 else "")

    def level(self, entity: str, name: str, unit: str | None, days: tuple[date, date]) -> Fact | None:
        """The one fact of that entity, name and period; None when there is none, or more than one."""
        units = [unit] if unit else self.units_of(entity, name)
        found = [f for u in units for f in self.levels.get((entity, plain(name), u), {}).get(days, ())]
        return found[0] if len(found) == 1 else None

    def units_of(self, entity: str, name: str) -> list[str]:
        """Units that levels of that name are stated in."""
        return sorted(self.units.get((entity, plain(name)), ()))

    def of(self, fact: Fact, source: str | None) -> Claim | None:
        """A claim of the fact with a number, from that document if it has one; the finest printed."""
        if fact.id not in self.finest:
            self.finest[fact.id] = self._finest(fact)
        found = self.finest[fact.id]
        return found.get(source) or found.get(None)

    def _finest(self, fact: Fact) -> dict[str | None, Claim]:
        """The finest printed claim of each document, and (None) of all."""
        usable = [c for i in fact.claims if (c := self.claims[i]).value is not None or c.low is not None]
        found: dict[str | None, Claim] = {}
        for c in sorted(usable, key=_fineness):
            found.setdefault(None, c)
            found.setdefault(c.source, c)
        return found


def _fineness(c: Claim) -> tuple[bool, bool, Decimal, str]:
    return (c.low is None or c.high is None, c.qualifier != "exact", c.step or Decimal(0), c.id)


def _closed(a: Interval) -> Interval:
    return Interval(a.low, a.high)


Builder = Callable[[Fact, _Table], Iterator[Equation]]


def _stated(fact: Fact, table: _Table) -> Iterator[Claim]:
    """One claim for every document and reading of the fact."""
    seen = set()
    for i in fact.claims:
        c = table.claims[i]
        if (c.source, c.value, c.low, c.high) not in seen:
            seen.add((c.source, c.value, c.low, c.high))
            yield c


def _make(
    name: str, stated: Claim, fact: Fact, inputs: Sequence[tuple[Fact, Claim]], computed: Interval, detail: str
) -> Equation:
    settled = fact.verdict != "conflict" and all(f.verdict != "conflict" for f, _ in inputs)
    return Equation(name, stated, fact, tuple(c for _, c in inputs), computed, detail, settled)


def _shares(fact: Fact, table: _Table) -> Iterator[Equation]:
    """Share or ratio in % = part / whole."""
    if fact.unit != "%" or fact.measure not in ("share", "ratio") or not fact.entity or not fact.period:
        return
    for part_name, whole_entity, whole_name in operands(fact.entity, fact.indicator):
        part = table.level(fact.entity, part_name, None, table.days(fact))
        whole = table.level(whole_entity, whole_name, part.unit if part else None, table.days(fact))
        if part and whole and part.id != whole.id:
            yield from _quotients(fact, part, whole, table)


def operands(entity: str, indicator: str) -> Iterator[tuple[str, str, str]]:
    """What a share or ratio may be of: the name of the part, whose the whole is, and its name."""
    identity = _identities().get(plain(indicator))
    if identity and identity[0] == "ratio":
        yield identity[1][0], entity, identity[1][1]
    found = _SHARE.fullmatch(indicator)
    if found and (found["whole"] in _NATION or found["whole"] == found["part"]):  # 粮食产量占全国粮食产量的12.4%
        yield from ((found["part"], nation, found["part"]) for nation in _NATION if entity != nation)
    elif found:
        yield found["part"], entity, found["whole"]


def _quotients(fact: Fact, part: Fact, whole: Fact, table: _Table) -> Iterator[Equation]:
    for c in _stated(fact, table):
        x, y = table.of(part, c.source), table.of(whole, c.source)
        if not x or not y or _is_a_part(y, whole):
            continue
        top, bottom = _closed(reading(x).span), _closed(reading(y).span)
        if bottom.low is None or bottom.low <= 0 or top.low is None or top.low < 0:
            continue
        computed = iv.scale(iv.divide(top, bottom), _HUNDRED)
        if computed.low is not None and computed.low > _HUNDRED:
            continue  # a whole that is less than its part is the whole of something else
        detail = f"{part.indicator}{_quote(x)}÷{whole.indicator}{_quote(y)}＝{_range(computed, fact.unit)}"
        yield _make("FC401", c, fact, ((part, x), (whole, y)), computed, detail)


def _is_a_part(claim: Claim, whole: Fact) -> bool:
    """甲产品收入13亿元，占总收入9.8%: an amount that is said to be a share of what bears its own name."""
    figure = _FIGURE.search(claim.text)
    if figure is None:
        return False
    noun = re.escape(whole.indicator[-2:])
    return bool(re.search(rf"{re.escape(figure.group())}[^，。；\d]{{0,6}}，?占[^，。；]{{0,6}}{noun}", claim.context))


_FIGURE = re.compile(r"\d[\d.,]*")


def _growths(fact: Fact, table: _Table) -> Iterator[Equation]:
    """Nominal growth over a year = level / level a year earlier - 1, all in one document."""
    if fact.measure != "growth" or fact.unit != "%" or fact.basis not in _NOMINAL or not _nominal(fact):
        return
    earlier = _year_before(table.days(fact))
    for c, now, before, x, y in _in_one_document(fact, table, table.days(fact), earlier):
        computed = _growth(x, y, 1)
        if computed:
            detail = f"{_quote(x)}÷{period_text(before.period)}{_quote(y)}－1＝{_range(computed, '%')}"
            yield _make("FC402", c, fact, ((now, x), (before, y)), computed, detail)


def _averages(fact: Fact, table: _Table) -> Iterator[Equation]:
    """Average annual growth over the years of the period, from the year before it to its last."""
    if fact.measure != "growth" or fact.unit != "%" or fact.basis != "average_annual" or not _nominal(fact):
        return
    start, end = table.days(fact)
    years = end.year - start.year + 1
    if (start.month, start.day, end.month, end.day) != (1, 1, 12, 31) or years < 2:
        return
    last, first = _whole_year(end.year), _whole_year(start.year - 1)
    for c, now, before, x, y in _in_one_document(fact, table, last, first):
        computed = _growth(x, y, years)
        if computed:
            detail = f"({_quote(x)}÷{_quote(y)})的{years}次方根－1＝{_range(computed, '%')}"
            yield _make("FC403", c, fact, ((now, x), (before, y)), computed, detail)


def _nominal(fact: Fact) -> bool:
    return bool(fact.entity and fact.period and fact.indicator) and not _any("real").search(fact.indicator)


def _growth(now: Claim, before: Claim, years: int) -> Interval | None:
    top, bottom = _closed(reading(now).span), _closed(reading(before).span)
    if bottom.low is None or bottom.low <= 0 or top.low is None or top.low < 0:
        return None
    return iv.scale(iv.subtract(iv.root(iv.divide(top, bottom), years), _ONE), _HUNDRED)


def _in_one_document(
    fact: Fact, table: _Table, days: tuple[date, date], earlier: tuple[date, date]
) -> Iterator[tuple[Claim, Fact, Fact, Claim, Claim]]:
    """Stated claims with both levels in the same document: claim, facts and claims of the two levels."""
    assert fact.entity is not None
    for unit in table.units_of(fact.entity, fact.indicator):
        now, before = (table.level(fact.entity, fact.indicator, unit, when) for when in (days, earlier))
        if not now or not before:
            continue
        for c in _stated(fact, table):
            x, y = table.of(now, c.source), table.of(before, c.source)
            if not x or not y or not x.source == y.source == c.source or _any("basis").search(c.context):
                continue
            if compare_readings(reading(x), reading(y)).outcome == "conflict":  # else one figure of two times, misread
                yield c, now, before, x, y


def _sums(fact: Fact, table: _Table) -> Iterator[Equation]:
    """A whole = the sum of the parts that make it."""
    if fact.measure != "level" or not fact.entity or not fact.period:
        return
    identity = _identities().get(plain(fact.indicator))
    if not identity or identity[0] != "sum":
        return
    parts = [table.level(fact.entity, name, fact.unit, table.days(fact)) for name in identity[1]]
    if any(p is None for p in parts):
        return
    for c in _stated(fact, table):
        used = [(p, x) for p in parts if p and (x := table.of(p, c.source))]
        if len(used) == len(parts):
            computed = iv.point(Decimal(0))
            for _, x in used:
                computed = iv.add(computed, _closed(reading(x).span))
            detail = "＋".join(f"{p.indicator}{_quote(x)}" for p, x in used) + f"＝{_range(computed, fact.unit)}"
            yield _make("FC404", c, fact, used, computed, detail)


def _increments(fact: Fact, table: _Table) -> Iterator[Equation]:
    """Change over a period = level at its end - level before it, all in one document."""
    if fact.measure != "change" or fact.unit in ("%", "百分点") or not fact.entity or not fact.period:
        return
    start, end = table.days(fact)
    earlier = _year_before((start, end)) if start.year == end.year else _whole_year(start.year - 1)
    now_days = (start, end) if start.year == end.year else _whole_year(end.year)
    for c, now, before, x, y in _in_one_document(fact, table, now_days, earlier):
        if c.unit != now.unit or _any("gross").search(c.context) or fact.basis not in _NOMINAL:
            continue
        computed = iv.subtract(_closed(reading(x).span), _closed(reading(y).span))
        if c.value is not None and c.value > 0 and computed.high is not None and computed.high < 0:
            computed = iv.negate(computed)  # 减少3.2亿 may be printed without its sign
        detail = f"{_quote(x)}－{period_text(before.period)}{_quote(y)}＝{_range(computed, fact.unit)}"
        yield _make("FC405", c, fact, ((now, x), (before, y)), computed, detail)


def _parts(fact: Fact, table: _Table) -> Iterator[Equation]:
    """A part is at most its whole."""
    if fact.measure != "level" or not fact.entity or not fact.period:
        return
    for name in _wholes(plain(fact.indicator)):
        whole = table.level(fact.entity, name, fact.unit, table.days(fact))
        if whole and whole.id != fact.id:
            yield from _at_most("FC406", fact, whole, table)


def _wholes(name: str) -> Iterator[str]:
    yield from (whole for whole, (kind, parts) in _identities().items() if kind == "sum" and name in parts)
    for pattern in (_PARTNER, _SELECTED):
        if found := pattern.match(name):
            yield found["whole"]


def _nested(fact: Fact, table: _Table) -> Iterator[Equation]:
    """What flows in a part of a period is at most what flows in the whole of it."""
    if fact.measure != "level" or not fact.entity or not fact.period or fact.unit not in _FLOWS:
        return
    if (
        fact.period.kind != "duration"
        or fact.period.basis == "document"
        or _any("stock").search(fact.indicator.replace("规模以上", ""))
    ):
        return
    start, end = table.days(fact)
    if end != fact.period.end:
        return  # how far a figure of an unfinished year really reaches is not said
    for (first, last), found in table.levels[(fact.entity, plain(fact.indicator), fact.unit)].items():
        if first <= start and end <= last and (first, last) != (start, end) and len(found) == 1:
            longer = found[0]
            # a whole that merely took over the year of its neighbours may be a part, or of another year
            if longer.period and longer.period.kind == "duration" and longer.period.basis == "stated":
                yield from _at_most("FC407", fact, longer, table)


_SO_MUCH = 3  # a part that is more than so many times its whole, in another document, is of something else


def _comparable(part: Claim, whole: Claim) -> bool:
    if part.value is None or whole.value is None:
        return True
    return part.value <= _SO_MUCH * whole.value or digits(part.value) == digits(whole.value)


def _at_most(name: str, part: Fact, whole: Fact, table: _Table) -> Iterator[Equation]:
    for c in _stated(part, table):
        x = table.of(whole, c.source)
        high = reading(x).span.high if x else None
        if x and x.source != c.source and not _comparable(c, x):
            continue
        if x and setting.series(x):
            continue  # 第四批690亿元: one of several, not the whole
        if x and high is not None and high >= 0 and c.low is not None and c.low >= 0:
            what = whole.indicator if name == "FC406" else period_text(whole.period)
            mine = part.indicator if name == "FC406" else period_text(part.period)
            detail = f"{mine}为{_quote(c)}，而{what}为{_quote(x)}"
            yield _make(name, c, part, ((whole, x),), Interval(None, high), detail)


_BUILDERS: tuple[Builder, ...] = (_shares, _growths, _averages, _sums, _increments, _parts, _nested)
_ORDERED = frozenset({"FC406", "FC407"})
_EXACT = frozenset({"FC401", "FC402", "FC403", "FC404", "FC405"})


@cache
def _any(kind: str) -> re.Pattern[str]:
    """Any word of that kind of `arithmetic_words`."""
    return re.compile(alternation([row[0] for row in rows("arithmetic_words") if kind in row[1].split("|")]))


@cache
def _identities() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    return {row[0]: (row[1], tuple(row[2].split("|"))) for row in rows("identities")}


@cache
def names(indicator: str) -> frozenset[str]:
    """The plain names that some identity sets beside a figure of this name, its own among them."""
    own = plain(indicator)
    found = {own, *(plain(whole) for whole in _wholes(own))}
    for whole, (_, parts) in _identities().items():
        if own == whole or own in parts:
            found |= {whole, *parts}
    if share := _SHARE.fullmatch(indicator):
        found |= {plain(share["part"]), plain(share["whole"])}
    return frozenset(found)


@cache
def family(indicator: str) -> str:
    """A name that figures of this name share with all that sums and wholes, step by step, set beside them."""
    seen: set[str] = set()
    todo = {plain(indicator)}
    while todo:
        own = todo.pop()
        seen.add(own)
        todo |= {plain(whole) for whole in _wholes(own)} - seen
        for whole, (kind, parts) in _identities().items():
            if kind == "sum" and own in (tied := {plain(name) for name in (whole, *parts)}):
                todo |= tied - seen
    return min(name for name in seen if not (_PARTNER.match(name) or _SELECTED.match(name)))


def _narrow(e: Equation) -> bool:
    """Whether the sum says something: it pins the figure to within a few of its own units."""
    width, own = e.computed.width, reading(e.stated).span.width
    if width is None:
        return False
    size = max(abs(x) for x in (e.computed.low, e.computed.high) if x is not None)
    return width <= max(4 * (own or Decimal(0)), size / 50)


def _year_before(days: tuple[date, date]) -> tuple[date, date]:
    start, end = days
    after = end + timedelta(days=1)  # the day after, so that what ends on 28 February may have ended on the 29th
    return _last_year(start), _last_year(after) - timedelta(days=1)


def _last_year(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _whole_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


_WORDS = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"), (Decimal(1), ""))


def _range(a: Interval, unit: str) -> str:
    """The computed interval for readers, rounded outwards: 42.96%至43.34%."""
    ends = [abs(x) for x in (a.low, a.high) if x is not None]
    factor, word = next(((f, w) for f, w in _WORDS if unit != "%" and max(ends, default=0) >= f), _WORDS[-1])
    low = None if a.low is None else _short(a.low / factor, ROUND_FLOOR)
    high = None if a.high is None else _short(a.high / factor, ROUND_CEILING)
    if low is None or high is None:
        return f"不小于{low}{word}{unit}" if low is not None else f"不大于{high}{word}{unit}"
    return f"{low}{word}{unit}" if low == high else f"{low}{word}{unit}至{high}{word}{unit}"


def _short(value: Decimal, rounding: str) -> str:
    text = format(value.quantize(Decimal("0.01"), rounding=rounding), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _firm(found: Sequence[Equation]) -> bool:
    """Whether one sum at least rests on surely read figures, and, where a base may be revised, on one document."""
    for e in found:
        used = (e.stated, *e.inputs)
        if all("sure" in c.flags for c in used) and (e.rule in _ORDERED or len({c.source for c in used}) == 1):
            return True
    return False


def _finding(found: Sequence[Equation], sources: Mapping[str, Source]) -> Finding:
    e = found[0]
    everyone = {c.id: c for x in found for c in (x.stated, *x.inputs)}
    used = [(identity(sources[c.source]) if c.source in sources else c.source, c.start, i) for i, c in everyone.items()]
    listed = used if len(used) <= IN_ALL else sorted(used)[:IN_ALL]
    unlisted = len(used) - len(listed) or None
    page = rule(e.rule)
    who = by_id(sources, [e.stated.source])[e.stated.source]
    return Finding(
        id=finding_id(e.rule, facets(e.stated), (path for path, _, _ in used)),
        rule=e.rule,
        severity=page.severity if _firm(found) else "note",
        fact=e.fact.id,
        claims=tuple(i for _, _, i in listed),
        message=f"{subject(e.fact)}：{who}写“{_quote(e.stated)}”，与由其他数字推算的结果不符。{left_out(unlisted)}",
        cause=page.because(_quote(e.stated), "", e.detail),
        why_paired=("主体与时期相同，指标之间有算术关系",),
        gap=iv.gap(e.computed, _closed(reading(e.stated).span)),
        unlisted=unlisted,
    )
