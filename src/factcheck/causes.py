"""Why two readings differ: an ordered list of tests, the first that names a cause wins.

A test looks at the two readings, at the words that stood beside them (flags) and at the other
claims of the run that hold the same number; it answers with a detail for the sentence, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from factcheck.levels import Reading
from factcheck.model import Claim, Period, Source

EARLY = frozenset({"preliminary", "advance", "estimate", "expected", "forecast"})
LATE = frozenset({"revised", "final"})
_REVISION_LIMIT = Decimal("0.3")  # a revision moves a figure by less than this; more is another cause
_SAME_TIME = timedelta(days=120)  # counts of late 2025 and of the end of 2025 are one count
_PLACE_SCALES = frozenset({4, 8, 12})  # 万, 亿, 万亿: a slip between them needs no second digit as proof


@dataclass(frozen=True, slots=True)
class Side:
    """One reading of a disagreement, with every claim that makes it (all of them equivalent)."""

    reading: Reading
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What a cause may look at besides the two sides."""

    sources: Mapping[str, Source]
    same_value: Mapping[tuple[str, Decimal], Sequence[Claim]] = field(default_factory=dict)  # (unit, value) -> claims
    period_text: Callable[[Period | None], str] = str
    revisers: frozenset[str] = frozenset()  # documents that call some figure of theirs revised or final


Test = Callable[[Side, Side, Context], str | None]


def digits(value: Decimal) -> str:
    """The significant digits, without zeros at either end: 54 for 5400 and 0.054."""
    return "".join(map(str, abs(value).normalize().as_tuple().digits)).strip("0")


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
    return not (published and claim.period and claim.period.end <= published)


def cause(a: Side, b: Side, context: Context, allowed: frozenset[str] | None = None) -> tuple[str, str] | None:
    """The rule that explains the difference and its detail, or None; `allowed` limits the rules."""
    for rule, test in CAUSES:
        if allowed is not None and rule not in allowed:
            continue
        detail = test(a, b, context)
        if detail is not None:
            return rule, detail
    return None


def slip(a: Reading, b: Reading, least: int = 3) -> str | None:
    """The rule of a slip of the pen between two readings with at least so many digits, else None."""
    if a.value is None or b.value is None or min(len(digits(a.value)), len(digits(b.value))) < least:
        return None
    for rule, test in (("FC105", _factor), ("FC106", _swapped), ("FC112", _shortened)):
        if test(a, b) is not None:
            return rule
    return None


def _basis(a: Side, b: Side, context: Context) -> str | None:
    first, second = ({c.basis for c in side.claims} for side in (a, b))
    vague = {None, "yoy"}  # says against what, not at which prices or over which days
    return "" if not (first | second) & vague and not first & second else None


def _period(a: Side, b: Side, context: Context) -> str | None:
    first, second = ({c.period.end for c in side.claims if c.period and c.period.basis == "stated"} for side in (a, b))
    if not first or not second:
        return None
    return "" if min(abs(x - y) for x in first for y in second) > _SAME_TIME else None


def _scope(a: Side, b: Side, context: Context) -> str | None:
    first, second = ({c.scope[:2] for c in side.claims} for side in (a, b))  # 全国城市 and 全国大中城市 are one field
    return "" if "" not in first | second and not first & second else None


def _published(side: Side, context: Context) -> list[date]:
    found = (context.sources.get(c.source) for c in side.claims)
    return [s.published for s in found if s and s.published]


def _revised(a: Side, b: Side, context: Context) -> str | None:
    x, y = a.reading.value, b.reading.value
    if x is None or y is None or abs(x - y) > _REVISION_LIMIT * max(abs(x), abs(y)):
        return None
    return "" if _succeeds(a, b, context) or _succeeds(b, a, context) else None


def _succeeds(early: Side, late: Side, context: Context) -> bool:
    """Whether `late` replaces `early`: by the words beside them, and never against the dates."""
    is_early = any(EARLY & set(c.flags) for c in early.claims)
    is_late = any(LATE & set(c.flags) for c in late.claims)
    contrary = any(EARLY & set(c.flags) for c in late.claims) or any(LATE & set(c.flags) for c in early.claims)
    if contrary:
        return False
    if not (is_early or is_late):
        return _overtaken(early, late, context)
    before, after = _published(early, context), _published(late, context)
    if before and after:
        return min(before) <= min(after) if is_early and is_late else min(before) < min(after)
    return is_early and is_late


def _overtaken(early: Side, late: Side, context: Context) -> bool:
    """Whether every document of one side is newer than all of the other, and all of them speak of revisions."""
    before, after = _published(early, context), _published(late, context)
    newer = bool(before and after) and max(before) < min(after)
    return newer and all(c.source in context.revisers for c in late.claims)


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
    x, y = a.reading.value, b.reading.value
    return "" if x and y and x == -y else None


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


def _borrowed(a: Side, b: Side, context: Context, least: int) -> list[Claim]:
    """Claims elsewhere with the very number of `a`, by the same entity, that are not about this fact."""
    value = a.reading.value
    if value is None or len(digits(value)) < least:
        return []
    mine = a.claims[0]
    ours = {c.id for c in a.claims} | {c.id for c in b.claims}
    found = context.same_value.get((a.reading.unit, value), ())
    return [c for c in found if c.id not in ours and c.entity == mine.entity and c.measure == mine.measure]


def _days(claim: Claim) -> tuple[date, date] | None:
    return (claim.period.start, claim.period.end) if claim.period else None


def _wrong_period(a: Side, b: Side, context: Context) -> str | None:
    mine = a.claims[0]
    for c in _borrowed(a, b, context, 2):
        alike = (c.indicator, c.basis, c.scope) == (mine.indicator, mine.basis, mine.scope)
        if alike and _days(c) and _days(mine) and _days(c) != _days(mine):
            return context.period_text(c.period)
    return None


def _wrong_label(a: Side, b: Side, context: Context) -> str | None:
    mine = a.claims[0]
    own = {c.source for c in a.claims}
    for c in _borrowed(a, b, context, 3):
        if (
            c.source not in own
            and _days(c)
            and _days(c) == _days(mine)
            and c.indicator
            and c.indicator != mine.indicator
        ):
            return c.indicator
    return None


CAUSES: tuple[tuple[str, Test], ...] = (
    ("FC302", _scope),
    ("FC109", _basis),
    ("FC301", _period),
    ("FC201", _revised),
    ("FC105", _scale),
    ("FC107", _sign),
    ("FC106", _transposed),
    ("FC112", _truncated),
    ("FC110", _wrong_period),
    ("FC202", _wrong_label),
)
DIRECTED = frozenset({"FC110", "FC202"})  # these speak about one side: tried the other way round too
