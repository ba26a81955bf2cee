"""Claims and results for the tests of tables and expectations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from factcheck.model import Claim, Fact, Period, Result, Skipped, Source


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def year(number: int, basis: str = "stated") -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), "duration", basis)  # type: ignore[arg-type]


def day(text: str) -> Period:
    return Period(date.fromisoformat(text), date.fromisoformat(text), "instant", "stated")


def claim(name: str, low: str | None, high: str | None, *, value: str | None = None, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "source": "s1",
        "start": 0,
        "end": 5,
        "text": "68.2%",
        "unit": "%",
        "qualifier": "exact",
        "measure": "share",
        "basis": None,
        "entity": "甲市",
        "indicator": "先进制造业增加值占规模以上工业增加值比重",
        "period": year(2025),
        "attribution": None,
        "rule": "percent",
    }
    return Claim(id=name, value=decimal(value), low=decimal(low), high=decimal(high), **(fields | more))


def about(value: str, half: str = "0.05") -> dict[str, str]:
    """The interval of a printed figure: about("68.2") is 68.15 to 68.25."""
    number, width = Decimal(value), Decimal(half)
    return {"low": str(number - width), "high": str(number + width), "value": value}


def sources(*published: date | None) -> tuple[Source, ...]:
    days = published or (date(2026, 2, 1),)
    return tuple(Source(f"s{n}", f"稿件{n}.txt", f"{n:064d}", published=when) for n, when in enumerate(days, 1))


def fact(name: str, claims: Sequence[Claim], verdict: str = "agree", count: int = 1) -> Fact:
    first = claims[0]
    return Fact(
        name, first.entity, first.indicator, first.measure, first.period, first.unit,
        tuple(one.id for one in claims), verdict, count, first.basis, first.scope,  # type: ignore[arg-type]
    )  # fmt: skip


def result(
    claims: Sequence[Claim],
    facts: Sequence[Fact] = (),
    texts: dict[str, str] | None = None,
    skipped: Sequence[Skipped] = (),
    documents: tuple[Source, ...] = (),
) -> Result:
    return Result(documents or sources(), tuple(claims), tuple(skipped), tuple(facts), (), texts=texts or {})
