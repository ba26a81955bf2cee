"""What a format module hands back, and the error it raises for an input it cannot read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from factcheck.model import Anchor, Cell, Edit, FactcheckError, Problem

BLOCK = "\n\n"  # what readers see where a block (paragraph, heading) ends
END = "\x1e\n\n"  # and where a heading or an item of a list does: what follows is never joined to it
CELL = "|\n\n"  # and where a table's cell ends: never joined with the next one


class Hint(NamedTuple):
    """A metadata field as a document itself states it; `origin` says in which of its parts."""

    field: str
    value: str | date | int
    origin: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A decoded document before its source is known; `hints` are ordered, the strongest first."""

    text: str
    edits: tuple[Edit, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    cells: tuple[Cell, ...] = ()
    hints: tuple[Hint, ...] = ()
    problems: tuple[Problem, ...] = ()


class Unreadable(FactcheckError):  # noqa: N818  (it says what the input is)
    """An input that cannot be read; the message is the sentence for the report, `place` where in it."""

    def __init__(self, reason: str, place: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


def ordered(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits sorted by start without overlaps: the one that starts first, then the longer, wins."""
    kept: list[Edit] = []
    end = 0
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.start >= end and edit.end > edit.start:
            kept.append(edit)
            end = edit.end
    return tuple(kept)
