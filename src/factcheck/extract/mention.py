"""What a scan for numerals yields: figures, and numerals passed over with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from factcheck.model import Qualifier


# plain classes, which are compiled to structures (hatch_build.py): made in a tenth of the time of a named tuple
class Mention:
    """A figure as read; `value`, `low`, `high` and `step` in the base unit, None where the words leave them open.

    `form`: quantity, percent, points, fraction, multiple, rank, streak, ordinal_count or order.
    `start`..`end` takes in the qualifiers that touch; `number_start`..`number_end` is the numeral alone.
    """

    def __init__(
        self,
        start: int,
        end: int,
        number_start: int,
        number_end: int,
        value: Decimal | None,
        low: Decimal | None,
        high: Decimal | None,
        step: Decimal | None,
        unit: str,
        qualifier: Qualifier,
        form: str,
        rule: str,
        noun: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.number_start = number_start
        self.number_end = number_end
        self.value = value
        self.low = low
        self.high = high
        self.step = step
        self.unit = unit
        self.qualifier = qualifier
        self.form = form
        self.rule = rule
        self.noun = noun

    def at(self, place: int) -> Mention:
        """The same figure as if it stood at `place` and took no room, so that what is before may be read."""
        return Mention(
            place, place, self.number_start, self.number_end, self.value, self.low, self.high, self.step, self.unit,
            self.qualifier, self.form, self.rule, self.noun,
        )  # fmt: skip


class Passed:
    """A numeral that is no figure, and why."""

    __slots__ = ("end", "reason", "rule", "start")

    def __init__(self, start: int, end: int, reason: str, rule: str) -> None:
        self.start = start
        self.end = end
        self.reason = reason
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Scan:
    """All numerals of a text outside the spans already taken, each kind in text order."""

    mentions: tuple[Mention, ...]
    skipped: tuple[Passed, ...]
