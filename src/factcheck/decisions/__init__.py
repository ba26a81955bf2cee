"""What people decided about findings: the file, what a decision does, and when it stops to hold.

The file holds no line numbers. A decision names the finding and the figures that were seen when it
was made, so moved text changes nothing and a changed figure reopens the finding. Nothing is ever
deleted unasked: an entry that no longer matches is reported as stale.
"""

from __future__ import annotations

from factcheck.decisions.effect import Review, about, apply, review, settle
from factcheck.decisions.file import load, parse, put, remove, render, update
from factcheck.decisions.ignores import inline
from factcheck.decisions.record import REASONS, TERM, Decision, DecisionError, Seen, make, seen, sight

__all__ = [
    "REASONS",
    "TERM",
    "Decision",
    "DecisionError",
    "Review",
    "Seen",
    "about",
    "apply",
    "inline",
    "load",
    "make",
    "parse",
    "put",
    "remove",
    "render",
    "review",
    "seen",
    "settle",
    "sight",
    "update",
]
