from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from expectation_cases import about, claim, decimal, fact, result, sources

from factcheck import table
from factcheck.interval import Interval
from factcheck.model import Finding, Result, Skipped

EMPTY = Result((), (), (), (), ())


@pytest.mark.parametrize("name", list(table.TABLES))
def test_an_empty_table_has_the_documented_columns_and_dtypes(name: str) -> None:
    frame = table.FRAMES[name](EMPTY)
    assert list(frame.columns) == [column.name for column in table.TABLES[name]]
    assert frame.empty
    expected = {"whole": "int64", "float": "float64", "flag": "bool"}
    for column in table.TABLES[name]:
        assert str(frame[column.name].dtype) == expected.get(column.dtype, "object")


def full() -> Result:
    a = claim("c1", **about("68.2"), flags=("headline",), step=Decimal("0.1"))
    b = claim("c2", "68.35", "68.45", value="68.4", source="s2", step=Decimal("0.1"))
    c = claim("c3", "5000000000000", None, value=None, unit="元", measure="level", period=None, entity=None)
    facts = (fact("f1", (a, b), "conflict", 2), fact("f2", (c,), "single"))
    finding = Finding("FC-1", "FC101", "error", "f1", ("c1", "c2"), "不一致", "未知", gap=Decimal("0.2"))
    skipped = (Skipped("s1", 0, 4, "2026", "date"),)
    made = result((a, b, c), facts, skipped=skipped, documents=sources(date(2026, 2, 1), None))
    return replace(made, findings=(finding,))


def test_full_tables_keep_the_dtypes_of_empty_ones() -> None:
    for name, make in table.FRAMES.items():
        assert make(full()).dtypes.equals(make(EMPTY).dtypes), name


def test_a_claim_is_a_row() -> None:
    frame = table.claims_frame(full())
    row = frame.iloc[0]
    assert (row["id"], row["fact"], row["path"], row["published"]) == ("c1", "f1", "稿件1.txt", "2026-02-01")
    assert row["low"] == Decimal("68.15")
    assert row["low_float"] == 68.15
    assert (row["period_start"], row["period_end"], row["period_kind"]) == ("2025-01-01", "2025-12-31", "duration")
    assert row["flags"] == ("headline",)


def test_what_is_unknown_is_none_in_text_and_nan_in_floats() -> None:
    row = table.claims_frame(full()).iloc[2]
    assert row["value"] is None
    assert row["high"] is None
    assert row["entity"] is None
    assert row["period_start"] is None
    assert pd.isna(row["value_float"])
    assert pd.isna(row["high_float"])
    assert row["low"] == Decimal("5000000000000")


def test_a_fact_has_the_interval_that_its_claims_share() -> None:
    fine = claim("c1", "1.665", "1.675", value="1.67", step=Decimal("0.01"))
    coarse = claim("c2", "1.65", "1.75", value="1.7", step=Decimal("0.1"), source="s2")
    over = claim("c3", "1.6", None, value="1.6", qualifier="over")
    frame = table.facts_frame(result((coarse, fine, over), [fact("f1", (coarse, fine, over), "compatible", 2)]))
    row = frame.iloc[0]
    assert (row["low"], row["high"], row["value"]) == (Decimal("1.665"), Decimal("1.675"), Decimal("1.67"))
    assert (row["sources"], row["claim_count"], row["claims"]) == (2, 3, ("c2", "c1", "c3"))


@pytest.mark.parametrize(
    ("spans", "shared"),
    [
        ([("1", "3"), ("2", "4")], ("2", "3")),
        ([("1", "2"), ("2", "4")], ("2", "2")),
        ([("1", "2"), ("3", "4")], ("1", "4")),
        ([("1", None), (None, "4")], ("1", "4")),
        ([(None, "2"), ("3", "4")], (None, "4")),
        ([("5", None), ("3", "4")], ("3", None)),
        ([(None, None)], (None, None)),
        ([], (None, None)),
    ],
)
def test_shared(spans: list[tuple[str | None, str | None]], shared: tuple[str | None, str | None]) -> None:
    intervals = [Interval(decimal(low), decimal(high)) for low, high in spans]
    for order in (intervals, intervals[::-1]):
        found = table.shared(order)
        assert (found.low, found.high) == (decimal(shared[0]), decimal(shared[1]))


def test_the_edges_of_rounding_intervals_are_open_and_touching_ones_share_nothing() -> None:
    a, b = claim("c1", **about("5.1")), claim("c2", **about("5.2"))
    assert table.claims_frame(result([a]))[["low_open", "high_open"]].to_numpy().tolist() == [[True, True]]
    shared = table.shared([table.span(a), table.span(b)])
    assert (shared.low, shared.high) == (Decimal("5.05"), Decimal("5.25"))
    over = claim("c3", "5", None, qualifier="over")
    assert not table.claims_frame(result([over]))["low_open"].any()


def test_bounds_that_cross_are_shown_as_read_but_bound_nothing() -> None:
    crossed = claim("c1", "3", "2")
    row = table.claims_frame(result([crossed])).iloc[0]
    assert (row["low"], row["high"]) == (Decimal(3), Decimal(2))
    assert table.span(crossed) == Interval()


def test_findings_and_skipped() -> None:
    finding = table.findings_frame(full()).iloc[0]
    assert (finding["rule"], finding["indicator"], finding["claim_count"]) == ("FC101", full().claims[0].indicator, 2)
    assert (finding["gap"], finding["gap_float"]) == (Decimal("0.2"), 0.2)
    skipped = table.skipped_frame(full()).iloc[0]
    assert (skipped["path"], skipped["text"], skipped["reason"]) == ("稿件1.txt", "2026", "date")


def test_the_ledger_finds_what_nobody_accounted_for() -> None:
    text = "2025年占68.2%，另有１２家和3,000人，共20+8个"
    start = text.index("68.2%")
    held = claim("c1", **about("68.2"), start=start, end=start + 5)
    skipped = [
        Skipped("s1", 0, 5, "2025年", "date"),
        Skipped("s1", text.index("20+8"), text.index("20+8") + 2, "20", "name"),
    ]
    frame = table.ledger_frame(result([held], texts={"s1": text}, skipped=skipped))
    assert frame[["text", "status"]].to_numpy().tolist() == [
        ["2025", "skipped"],
        ["68.2", "claim"],
        ["１２", "missing"],
        ["3,000", "missing"],
        ["20", "skipped"],
        ["8", "missing"],
    ]
    assert frame.loc[1, "claim"] == "c1"
    assert frame.loc[0, "reason"] == "date"


def test_half_a_numeral_accounted_for_is_missing() -> None:
    frame = table.ledger_frame(result([claim("c1", "3", "3", start=0, end=1)], texts={"s1": "3000家"}))
    assert frame["status"].tolist() == ["missing"]


def test_a_result_without_texts_has_no_ledger() -> None:
    assert table.ledger_frame(full()).empty
