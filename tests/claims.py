"""Short words for synthetic claims: `claim("s1", "68.2%")`."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from factcheck.model import Claim, Group, Period, Source

_IDS = count(1)
_SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31), "duration", "stated")
_FIGURE = re.compile(r"(约|超|近|第)?(-?[\d.]+)(万亿|亿|万)?(.*)")


def year(y: int) -> Period:
    return Period(date(y, 1, 1), date(y, 12, 31), "duration", "stated")


def claim(source: str, text: str, **changes: Any) -> Claim:
    """A claim read from a plain spelling: qualifier (约, 超, 近), digits, scale, unit."""
    found = _FIGURE.fullmatch(text)
    assert found, text
    word, number, scale, unit = found.groups()
    factor = Decimal(_SCALES[scale or ""])
    value = Decimal(number) * factor
    decimals = len(number.partition(".")[2])
    step = factor.scaleb(-decimals)
    low: Decimal | None = value
    high: Decimal | None = value
    if word == "超":
        high = None
    elif word == "近":
        low = None
    elif word == "约":
        low, high = value - step, value + step
    elif decimals or scale or unit == "%":
        low, high = value - step / 2, value + step / 2
    n = next(_IDS)
    fields: dict[str, Any] = {
        "id": f"c{n}", "source": source, "start": n, "end": n + len(text), "text": text,
        "value": value, "low": low, "high": high, "unit": "位次" if word == "第" else unit,
        "qualifier": {"约": "approx", "超": "over", "近": "under"}.get(word or "", "exact"),
        "measure": "rank" if word == "第" else "share" if unit == "%" else "level",
        "basis": None, "entity": "甲市", "indicator": "某指标", "period": YEAR, "attribution": None,
        "rule": "test", "step": step,
    }  # fmt: skip
    return Claim(**fields | changes)


def source(name: str, **changes: Any) -> Source:
    return Source(**{"id": name, "path": f"{name}.txt", "sha256": name * 4} | changes)


def sources(*names: str) -> list[Source]:
    return [source(n) for n in names]


def group(*claims: Claim) -> Group:
    return Group(tuple(claims), ("主体、指标与时期相同",))
