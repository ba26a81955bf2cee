"""What a scan for numerals yields: figures, and numerals passed over with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from factcheck.model import Qualifier


class Mention(NamedTuple):  # like all that is made by the thousand here: a frozen dataclass takes five times as long
    """A figure as read; `value`, `low`, `high` and `step` in the base unit, None where the words leave them open.

    `form`: quantity, percent, points, fraction, multiple, rank, streak, ordinal_count or order.
    `start`..`end` takes in the qualifiers that touch; `number_start`..`number_end` is the numeral alone.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal | None
    unit: str
    qualifier: Qualifier
    form: str
    rule: str
    noun: str = ""


# a plain class, made by the thousand too, is compiled to a structure (hatch_build.py), made in a tenth of the time
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
