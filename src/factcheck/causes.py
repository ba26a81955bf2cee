"""Why two readings differ: an ordered list of tests, the first that names a cause wins.

A test looks at the two readings, at the words that stood beside them (flags) and at the other
claims of the run that hold the same number; it answers with a detail for the sentence, or None.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from heapq import merge
from itertools import chain

from factcheck import setting
from factcheck.extract.indicators import is_name
from factcheck.levels import Reading
from factcheck.model import Claim, Period, Source

EARLY = frozenset({"preliminary", "advance", "estimate", "expected", "forecast"})
LATE = frozenset({"revised", "final"})
_VINTAGE = {"advance": 0, "preliminary": 1, "revised": 2, "final": 3}
_REVISION_LIMIT = Decimal("0.3")  # a revision moves a figure by less than this; more is another cause
_SAME_TIME = timedelta(days=120)  # counts of late 2025 and of the end of 2025 are one count
TELLING = 3  # digits that are not met twice by chance
MOST = 12  # claims of a side whose sentences are looked at
_OWN_MATTER = 8  # facts in a document, from which on it shows what else it speaks of
_KINDRED = 20  # one fact in so many that two documents share makes them speak of one matter
_PLACE_SCALES = frozenset({4, 8, 12})  # 万, 亿, 万亿: a slip between them needs no second digit as proof


@dataclass(frozen=True, slots=True)
class Side:
    """One reading of a disagreement, with the claims that make it: those that are looked at, and all of them."""

    reading: Reading
    claims: tuple[Claim, ...]
    whole: tuple[tuple[Claim, ...], ...]  # by reading


Numbered = tuple[int, Claim]  # a claim with its place among all


@dataclass(frozen=True, slots=True)
class Context:
    """What a cause may look at besides the two sides."""

    sources: Mapping[str, Source]
    # (unit, value) -> claims with that number, those with the same facets together
    same_value: Mapping[tuple[str, Decimal], Sequence[Sequence[Numbered]]] = field(default_factory=dict)
    period_text: Callable[[Period | None], str] = str
    revisers: Callable[[], frozenset[str]] = frozenset  # documents that call some figure of theirs revised or final
    fact: Sequence[str] = ()  # every claim of the fact in question, disputed or not
    facts_of: Callable[[str], frozenset[int]] = lambda document: frozenset()  # numbers of the facts it states


SLIPS = {"FC105": 1, "FC106": 2, "FC112": 3}  # by rule: digits that make a slip of the pen likelier than chance

_PLAINLY = 4  # digits of which one that is wrong or missing is likelier a slip than chance

Test = Callable[[Side, Side, Context], str | None]


def digits(value: Decimal) -> str:
    """The significant digits, without zeros at either end: 54 for 5400 and 0.054."""
    return str(value).partition("E")[0].replace(".", "").strip("-0")


def printed(reading: Reading) -> str:
    """The digits as printed, down to the last one: 4839 for 48.39亿; "" when they are not known."""
    if reading.value is None or not reading.step:
        return ""
    return str(int(abs(reading.value / reading.step)))


def forecast(claim: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether the claim was made before its period ended; a forecast of the past is an early estimate."""
    if "forecast" not in claim.flags or claim.measure == "target":
        return False
    published = sources[claim.source].published if claim.source in sources else None
    return not (published and claim.period and claim.period.end < published)


def cause(
    a: Side, b: Side, context: Context, allowed: frozenset[str] | None = None, *, worded: bool = False
) -> tuple[str, str] | None:
    """The rule that explains the difference and its detail, or None.

    `allowed` limits the rules; with `worded` what the sentences themselves say counts all the same.
    """
    for rule, test in CAUSES:
        if allowed is not None and rule not in allowed and not (worded and (rule, test) in WORDED):
            continue
        detail = test(a, b, context)
        if detail is not None:
            return rule, detail
    return None


def slip(a: Reading, b: Reading, least: int = 3) -> str | None:
    """The rule of a slip of the pen between two readings with at least so many digits, else None."""
    if _fewest(a, b) < least:
        return None
    for rule, test in (("FC105", _factor), ("FC106", _swapped), ("FC112", _shortened)):
        if test(a, b) is not None:
            return rule
    return None


def one_digit(a: Reading, b: Reading) -> bool:
    """Whether one digit of two figures is another, or one has a digit less."""
    if a.value is None or b.value is None:
        return False
    x, y = printed(a), printed(b)
    if a.step == b.step and len(x) == len(y) > 1 and sum(p != q for p, q in zip(x, y, strict=True)) == 1:
        return True
    short, long = sorted((digits(a.value), digits(b.value)), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def turned(a: Reading, b: Reading) -> bool:
    """Whether one of two figures is the other with its sign turned: growth for decline."""
    return a.value is not None and b.value is not None and a.value == -b.value != 0


def likely_slip(a: Reading, b: Reading) -> bool:
    """Whether two readings are a slip of the pen apart, with digits enough that chance is the poorer explanation."""
    rule = slip(a, b, 1)
    if rule is None:
        return one_digit(a, b) and _fewest(a, b) >= TELLING and max(len(printed(a)), len(printed(b))) >= _PLAINLY
    return _fewest(a, b) >= SLIPS[rule]


def _fewest(a: Reading, b: Reading) -> int:
    """How many digits the one with fewer has."""
    return 0 if a.value is None or b.value is None else min(len(digits(a.value)), len(digits(b.value)))


def _basis(a: Side, b: Side, context: Context) -> str | None:
    first, second = ({c.basis for c in side.claims} for side in (a, b))
    vague = {None, "yoy"}  # says against what, not at which prices or over which days
    return "" if not (first | second) & vague and not first & second else None


def apart(some: Iterable[date], others: Iterable[date]) -> timedelta:
    """Time between the closest two days of both; neither may be empty."""
    days = sorted(some)
    found = []
    for day in set(others):
        i = bisect(days, day)
        found += [abs(day - near) for near in days[max(0, i - 1) : i + 1]]
    return min(found)


def _period(a: Side, b: Side, context: Context) -> str | None:
    first, second = ({c.period.end for c in side.claims if c.period and c.period.basis == "stated"} for side in (a, b))
    if not first or not second:
        return None
    return "" if apart(first, second) > _SAME_TIME else None


def _scope(a: Side, b: Side, context: Context) -> str | None:
    first, second = ({c.scope[:2] for c in side.claims} for side in (a, b))  # 全国城市 and 全国大中城市 are one field
    return "比较的范围不同" if "" not in first | second and not first & second else None


def far_apart(a: Reading, b: Reading) -> bool:
    """Whether two figures are too different to be surely one told differently: no slip of the pen, not nearly equal."""
    if a.measure == "rank":
        return False
    if a.value is None or b.value is None:
        return True
    if a.value == -b.value or likely_slip(a, b):
        return False
    difference = abs(a.value - b.value)
    return difference > max(abs(a.value), abs(b.value)) / 20 and (a.unit != "%" or difference >= 1)


def _other_series(a: Side, b: Side, context: Context) -> str | None:
    """第一批 against 第三批: both sides say their place in a series, and it is another."""
    first, second = ([setting.series(c) for c in side.claims[:MOST]] for side in (a, b))
    for unit in {u for said in first for u in said}:
        x, y = ({said.get(unit, "") for said in found} for found in (first, second))
        if "" not in x | y and not x & y:
            return f"一处为第{min(x)}{unit}，另一处为第{min(y)}{unit}"
    return None


def _other_span(a: Side, b: Side, context: Context) -> str | None:
    """上映5天 against 上映9天: both sides say how long since the opening, and it is another time."""
    first, second = ([setting.elapsed(c) for c in side.claims[:MOST]] for side in (a, b))
    if not all(first) or not all(second):
        return None
    return None if frozenset.union(*first) & frozenset.union(*second) else ""


def _other_session(a: Side, b: Side, context: Context) -> str | None:
    """截至午间收盘 against 收盘: another hour of the trading day."""
    first, second = ({setting.session(c) for c in side.claims[:MOST]} for side in (a, b))
    if first & second:
        return None
    return f"一处为{max(first | second)}的数"


def _other_hour(a: Side, b: Side, context: Context) -> str | None:
    """截至6日5时50分 against 截至6日21时: another hour of a day in which a toll is counted on.

    Where two documents do not both say the hour, a toll that is another altogether has gone on.
    """
    for hours in (setting.hours, setting.hours_measured):
        first, second = ([hours(c) for c in below_headlines(side)] for side in (a, b))
        if all(first) and all(second):
            return None if frozenset.union(*first) & frozenset.union(*second) else ""
    if _before_its_end(a, b) or _before_its_end(b, a):
        return ""
    told = (*a.claims[:MOST], *b.claims[:MOST])
    running = all(setting.runs_on(c) and c.period is not None and c.period.start == c.period.end for c in told)
    return "" if running and len({c.source for c in told}) > 1 and far_apart(a.reading, b.reading) else None


def below_headlines(side: Side) -> list[Claim]:
    """The claims of a side but for headlines whose own text tells the figure again, and there its hour."""
    told = {c.source for c in side.claims if "headline" not in c.flags}
    return [c for c in side.claims[:MOST] if "headline" not in c.flags or c.source not in told]


def _before_its_end(early: Side, whole: Side) -> bool:
    """截至2月17日15时，票房7.26亿元 against 2月17日票房12.74亿元: one of an hour of the day, the other of all of it."""
    if not all(setting.counted_up(c) for c in (*early.claims, *whole.claims)) or slip(early.reading, whole.reading):
        return False
    so_far = [setting.hours(c) for c in early.claims[:MOST]]
    if not all(so_far) or any(max(said) >= _MIDNIGHT for said in so_far):
        return False
    x, y = early.reading.value, whole.reading.value
    grown = early.reading.measure != "level" or (x is not None and y is not None and x < y)
    return grown and not any(map(setting.hours, whole.claims[:MOST]))


_MIDNIGHT = 24 * 60


def _other_part(a: Side, b: Side, context: Context) -> str | None:
    """民营企业 against the total: a word of one side's sentences that no sentence of the other has."""
    first, second = ([setting.parts(c) - _in_name(c) for c in side.claims[:MOST]] for side in (a, b))
    for mine, others in ((first, second), (second, first)):
        common = frozenset.intersection(*mine)
        if common and not common & frozenset.union(*others) and (all(others) or far_apart(a.reading, b.reading)):
            return f"一处只说{min(common)}"
    return None


def _other_season(a: Side, b: Side, context: Context) -> str | None:
    """经季节性调整的失业率 against one that is not, or of which nothing is said: another series of figures."""
    first, second = ({setting.seasonal(c) for c in side.claims[:MOST]} for side in (a, b))
    if first & second:
        return None
    said = first | second
    return "一处经季节调整" if "adjusted" in said else "一处未经季节调整" if "raw" in said else None


def _other_prices(a: Side, b: Side, context: Context) -> str | None:
    """名义增长 against 实质增长, where the basis read is the time compared with."""
    first, second = ({setting.prices(c) for c in side.claims[:MOST]} for side in (a, b))
    return "" if not first & second and "" not in first | second else None


def _other_whole(a: Side, b: Side, context: Context) -> str | None:
    """剔除一次性措施 or 输往亚洲, where nothing of the kind is said of the other."""
    first, second = ({setting.left_out(c) for c in side.claims[:MOST]} for side in (a, b))
    if not first & second:
        return "一处有所剔除"
    here, there = ({setting.bound_for(c) for c in side.claims[:MOST]} for side in (a, b))
    return None if here & there else f"一处只说{max(here | there)}"


def _unsaid_step(a: Side, b: Side, context: Context) -> str | None:
    """4月存款总额上升1.3% against 按年上升9.5%: one does not say since when, and may be on the month before."""
    first, second = ({setting.unsaid_step(c) for c in side.claims[:MOST]} for side in (a, b))
    return "" if not first & second and far_apart(a.reading, b.reading) else None


def _in_name(claim: Claim) -> frozenset[str]:
    return frozenset(word for word in setting.parts(claim) if word in claim.indicator)


def _other_among(a: Side, b: Side, context: Context) -> str | None:
    first, second = ({setting.among(c) for c in side.claims[:MOST]} for side in (a, b))
    if a.reading.measure != "level" or first & second:
        return None
    return "取自不同的一组"


def _other_reporter(a: Side, b: Side, context: Context) -> str | None:
    """Surveys, counts or forecasts of two houses under one name; a slip of the pen stays one."""
    if slip(a.reading, b.reading) in ("FC105", "FC106"):
        return None
    told = (*a.claims, *b.claims)
    by = setting.reporter if all(c.indicator.endswith("指数") for c in told) else setting.survey
    for name in (by, setting.surveyor):
        first, second = ({name(c) for c in side.claims[:MOST]} for side in (a, b))
        if "" not in first | second and not any(x in y or y in x for x in first for y in second):
            return f"一处出自{min(first)}，另一处出自{min(second)}"
    return None


def _polled(a: Side, b: Side, context: Context) -> str | None:
    """出口民调 against the votes as counted."""
    if not all(c.indicator.endswith(_VOTES) for c in (*a.claims, *b.claims)):
        return None
    first, second = ({setting.polled(c) for c in side.claims[:MOST]} for side in (a, b))
    return "一处为民意调查" if len(first) == len(second) == 1 and first != second else None


_VOTES = ("得票率", "得票", "得票数", "席位", "席次", "投票率")


def _foretold_anew(a: Side, b: Side, context: Context) -> str | None:
    """A forecast of July against the same one of October: it is made anew from time to time."""
    if not all(setting.foretold(c) for c in (*a.claims[:MOST], *b.claims[:MOST])):
        return None
    first, second = ([setting.foretold_in(c) for c in side.claims[:MOST]] for side in (a, b))
    if all(first) and all(second):
        return None if frozenset.union(*first) & frozenset.union(*second) else ""
    before, after = _published(a, context), _published(b, context)
    return "" if before and after and apart(before, after) > _ANEW else None


_ANEW = timedelta(days=25)  # forecasts of one house are told again within this time


def _other_money(a: Side, b: Side, context: Context) -> str | None:
    """以美元计，出口增长8.3% against 以人民币计，增长8.4%: both growths are right."""
    first, second = ({setting.money(c) for c in side.claims[:MOST]} for side in (a, b))
    if "" in first | second or len(first) > 1 or len(second) > 1 or first == second:
        return None
    return f"一处以{min(first)}计，另一处以{min(second)}计"


def _other_day(a: Side, b: Side, context: Context) -> str | None:
    first, second = (_named_days(side, context) for side in (a, b))
    if not all(first) or not all(second):
        return None
    x, y = frozenset.union(*first), frozenset.union(*second)
    if any(d == e or (d[1] == e[1] and 0 in (d[0], e[0])) for d in x for e in y):
        return None
    return ""


def _named_days(side: Side, context: Context) -> list[frozenset[tuple[int, int]]]:
    return [setting.days(c, context.sources.get(c.source)) for c in side.claims[:MOST]]


def _told_in_body(a: Side, b: Side, context: Context) -> str | None:
    """A headline's figure that the body prints too, only that more was read of its place there."""
    for side, other in ((a, b), (b, a)):
        sources = {c.source for c in (*side.claims, *other.claims)}
        if len(sources) > 1 or side.reading.value is None or not all("headline" in c.flags for c in side.claims):
            continue
        ours = {c.id for c in (*side.claims, *other.claims)}
        found = context.same_value.get((side.reading.unit, side.reading.value), ())
        others = (c for alike in found for _, c in alike if c.source in sources and c.id not in ours)
        if any("headline" not in c.flags for c in others):
            return "标题的数在正文另处也有"
    return None


def _strangers(a: Side, b: Side, context: Context) -> str | None:
    """Figures far apart, in documents that have much to say and next to nothing of it in common."""
    if not far_apart(a.reading, b.reading) or (_spelled_out(a) and _spelled_out(b)):
        return None
    first, second = (sorted({c.source for c in side.claims})[:MOST] for side in (a, b))
    if any(_kindred(x, y, context) for x in first for y in second):
        return None
    return "两篇文稿说的不是一件事，数值又相去较远"


def _spelled_out(side: Side) -> bool:
    """Whether a sentence of the side says whose and when, of an indicator that has one meaning."""
    return any(_stated(c) and is_name(c.indicator) and setting.names_owner(c) for c in side.claims[:MOST])


def _kindred(x: str, y: str, context: Context) -> bool:
    """Whether two documents share more than the fact in question, or say too little to tell."""
    mine, theirs = context.facts_of(x), context.facts_of(y)
    fewest = min(len(mine), len(theirs))
    return x == y or fewest < _OWN_MATTER or (len(mine & theirs) - 1) * _KINDRED >= fewest


def _published(side: Side, context: Context) -> list[date]:
    return setting.published(side.claims, context.sources)


def _revised(a: Side, b: Side, context: Context) -> str | None:
    x, y = a.reading.value, b.reading.value
    if x is None or y is None:
        return None
    moved = abs(x - y)
    if moved > _REVISION_LIMIT * max(abs(x), abs(y)) and (a.reading.unit != "%" or moved >= 1):
        return None
    return "" if _succeeds(a, b, context) or _succeeds(b, a, context) else None


def _succeeds(early: Side, late: Side, context: Context) -> bool:
    """Whether `late` replaces `early`: by the words beside them, and never against the dates."""
    is_early = any(EARLY & set(c.flags) for c in early.claims)
    is_late = any(LATE & set(c.flags) for c in late.claims)
    contrary = any(EARLY & set(c.flags) for c in late.claims) or any(LATE & set(c.flags) for c in early.claims)
    before, after = _published(early, context), _published(late, context)
    if contrary:
        known = bool(before and after)
        return 0 <= _vintages(early) < _vintages(late) and (not known or min(before) <= min(after))
    if not (is_early or is_late):
        return _overtaken(early, late, context)
    if before and after:
        return min(before) <= min(after) if is_early and is_late else min(before) < min(after)
    return is_early and is_late


def _vintages(side: Side) -> int:
    """How far the figures of a side have come: 概估 before 初步统计 before 修正; -1 where it is not said of all."""
    found = {max((_VINTAGE.get(flag, -1) for flag in c.flags), default=-1) for c in side.claims}
    return found.pop() if len(found) == 1 else -1


def _overtaken(early: Side, late: Side, context: Context) -> bool:
    """Whether every document of one side is newer than all of the other, and all of them speak of revisions."""
    before, after = _published(early, context), _published(late, context)
    newer = bool(before and after) and max(before) < min(after)
    return (
        newer
        and all(c.source in context.revisers() for c in late.claims)
        and not far_apart(early.reading, late.reading)
    )


def _factor(a: Reading, b: Reading) -> str | None:
    if a.value is None or b.value is None or not a.value or not b.value or (a.value < 0) != (b.value < 0):
        return None
    if a.measure in ("rank", "streak") or digits(a.value) != digits(b.value):
        return None
    power = abs(abs(a.value).adjusted() - abs(b.value).adjusted())
    if power == 0 or (len(digits(a.value)) < 2 and power not in _PLACE_SCALES):
        return None
    return _TIMES.get(power, f"10的{power}次方")


_TIMES = {1: "10", 2: "100", 3: "1000", 4: "1万", 5: "10万", 6: "100万", 7: "1000万", 8: "1亿", 12: "1万亿"}


def _scale(a: Side, b: Side, context: Context) -> str | None:
    return _factor(a.reading, b.reading)


def _sign(a: Side, b: Side, context: Context) -> str | None:
    return "" if turned(a.reading, b.reading) else None


def _swapped(a: Reading, b: Reading) -> str | None:
    x, y = printed(a), printed(b)
    if a.step != b.step or len(x) != len(y):
        return None
    at = [i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    return "" if len(at) == 2 and at[1] == at[0] + 1 and x[at[0]] == y[at[1]] and x[at[1]] == y[at[0]] else None


def _transposed(a: Side, b: Side, context: Context) -> str | None:
    return _swapped(a.reading, b.reading)


def _shortened(a: Reading, b: Reading) -> str | None:
    if a.step != b.step or a.measure in ("rank", "streak"):
        return None
    short, long = sorted((printed(a), printed(b)), key=lambda s: (len(s), s))
    if len(short) < 2 or len(short) == len(long):
        return None
    doubled = any(long[i] == long[i + 1] and long[:i] + long[i + 1 :] == short for i in range(len(long) - 1))
    return "" if long.startswith(short) or long.endswith(short) or doubled else None


def _truncated(a: Side, b: Side, context: Context) -> str | None:
    return _shortened(a.reading, b.reading)


def facets(claim: Claim) -> tuple[object, ...]:
    """What a claim is looked at for as the origin of a slip, its number aside."""
    p = claim.period
    when = p and (p.start, p.end, p.kind, p.basis)  # a record's hash takes longer than that of its fields
    return (claim.entity, claim.measure, claim.indicator, claim.basis, claim.scope, when)


def _borrowed(a: Side, b: Side, context: Context, least: int, fits: Callable[[Claim], bool]) -> Iterator[Claim]:
    """Claims elsewhere with the very number of `a`, by the same entity, that fit and are not about this fact."""
    value = a.reading.value
    if value is None or len(digits(value)) < least:
        return
    mine = a.claims[0]
    found = [
        alike
        for alike in context.same_value.get((a.reading.unit, value), ())
        if alike[0][1].entity == mine.entity and alike[0][1].measure == mine.measure and fits(alike[0][1])
    ]
    if found:
        ours = {c.id for side in (a, b) for claims in side.whole for c in claims}.union(context.fact)
        yield from (c for _, c in merge(*found) if c.id not in ours)


def _stated(claim: Claim) -> bool:
    return claim.period is not None and claim.period.basis == "stated"


def _dated(claim: Claim) -> bool:
    return claim.period is not None and claim.period.basis != "document"


def _days(claim: Claim) -> tuple[date, date] | None:
    return (claim.period.start, claim.period.end) if claim.period else None


def _wrong_period(a: Side, b: Side, context: Context) -> str | None:
    mine = a.claims[0]
    at_hand = {c.source for c in (*a.claims, *b.claims)}
    telling = a.reading.value is not None and len(digits(a.reading.value)) >= TELLING

    def elsewhen(c: Claim) -> bool:
        alike = (c.indicator, c.basis, c.scope) == (mine.indicator, mine.basis, mine.scope)
        return alike and _dated(c) and _dated(mine) and _days(c) != _days(mine)

    for c in _borrowed(a, b, context, 2, elsewhen):
        if telling or c.source in at_hand:  # two digits in a text of somebody else are chance
            return context.period_text(c.period)
    return None


def _wrong_label(a: Side, b: Side, context: Context) -> str | None:
    mine = a.claims[0]

    def other(c: Claim) -> bool:
        return bool(_days(c)) and _days(c) == _days(mine) and bool(c.indicator) and c.indicator != mine.indicator

    found = _borrowed(a, b, context, 3, other)
    first = next(found, None)
    if first is None:
        return None
    own = {c.source for claims in a.whole for c in claims}
    return next((c.indicator for c in chain((first,), found) if c.source not in own), None)


# what the two sentences say in so many words
WORDED: tuple[tuple[str, Test], ...] = (
    ("FC301", _other_day),
    ("FC301", _other_span),
    ("FC301", _other_session),
    ("FC301", _other_hour),
    ("FC301", _foretold_anew),
    ("FC302", _other_series),
    ("FC302", _other_among),
    ("FC302", _other_reporter),
    ("FC302", _polled),
    ("FC302", _other_money),
    ("FC302", _other_part),
    ("FC302", _other_season),
    ("FC302", _other_whole),
)
CAUSES: tuple[tuple[str, Test], ...] = (
    ("FC302", _scope),
    ("FC109", _basis),
    ("FC109", _other_prices),
    ("FC109", _unsaid_step),
    ("FC301", _period),
    *WORDED,
    ("FC302", _told_in_body),
    ("FC302", _strangers),
    ("FC201", _revised),
    ("FC105", _scale),
    ("FC107", _sign),
    ("FC106", _transposed),
    ("FC112", _truncated),
    ("FC110", _wrong_period),
    ("FC202", _wrong_label),
)
DIRECTED = frozenset({"FC110", "FC202"})  # these speak about one side: tried the other way round too
