"""The units that a claim may carry, gathered from the tables that extraction reads them from."""

from __future__ import annotations

from functools import cache

from factcheck import quantity

_GRAMMAR = frozenset({"位次"})
"""Units that the grammar gives (a rank's), which no spelling stands for."""


@cache
def known_units() -> frozenset[str]:
    """Return every base unit: 元, %, 家, 位次 …"""
    units = (quantity.lookup(spelling) for spelling in quantity.spellings())
    return frozenset(unit.base for unit in units if unit) | _GRAMMAR
