from __future__ import annotations

from decimal import Decimal

import pytest

from factcheck import quantity
from factcheck.extract.numerals import scan
from factcheck.lexicon import rows


@pytest.mark.parametrize(
    ("spelling", "base", "factor"),
    [
        ("毫米", "米", "0.001"),
        ("公里", "米", "1000"),
        ("平方公里", "平方米", "1000000"),
        ("TB", "字节", "1000000000000"),
        ("P", "FLOPS", "1000000000000000"),
        ("名", "人", "1"),
        ("‰", "%", "0.1"),
        ("基点", "百分点", "0.01"),
        ("兆瓦", "千瓦", "1000"),
        ("吨", "吨", "1"),
        ("斤", "斤", "1"),
        ("亩", "亩", "1"),
        ("港币", "港元", "1"),
    ],
)
def test_base_unit_and_factor(spelling: str, base: str, factor: str) -> None:
    unit = quantity.lookup(spelling)
    assert unit is not None
    assert (unit.base, unit.factor) == (base, Decimal(factor))


def test_unknown_spelling() -> None:
    assert quantity.lookup("亿") is None
    assert quantity.lookup("3元") is None


@pytest.mark.parametrize(
    ("a", "b", "factor"),
    [("吨", "斤", "2000"), ("公顷", "平方米", "10000"), ("千克", "斤", "2"), ("年", "月", "12"), ("家", "家", "1")],
)
def test_convertible(a: str, b: str, factor: str) -> None:
    assert quantity.convertible(a, b) == Decimal(factor)


def test_mu_to_hectare() -> None:
    ratio = quantity.convertible("亩", "公顷")
    assert ratio is not None
    assert abs(ratio * 15 - 1) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("a", "b"), [("元", "美元"), ("家", "辆"), ("%", "百分点"), ("港元", "澳门元"), ("吨", "米"), ("月", "天")]
)
def test_dimensions_apart(a: str, b: str) -> None:
    assert quantity.convertible(a, b) is None


@pytest.mark.parametrize("row", rows("units"), ids=lambda row: row[0])
def test_each_unit_is_read_behind_a_number(row: tuple[str, ...]) -> None:
    spelling, _, base = row[:3]
    unit = quantity.lookup(spelling)
    assert unit is not None
    assert unit.factor > 0
    if spelling in ("月", "日", "周年"):
        return  # after a number alone these are dates or anniversaries
    mention = scan(f"共有3.5{spelling}。").mentions[0]
    assert mention.unit == base
    assert mention.value == Decimal("3.5") * unit.factor


@pytest.mark.parametrize("row", rows("counters"), ids=lambda row: row[0])
def test_each_counter_is_read_behind_a_number(row: tuple[str, ...]) -> None:
    mention = scan(f"共有3200{row[0]}。").mentions[0]
    assert (mention.value, mention.unit) == (3200, row[1])


def test_no_unit_is_both_measured_and_counted() -> None:
    assert not {row[0] for row in rows("units")} & {row[0] for row in rows("counters")}


@pytest.mark.parametrize("name", ["units", "counters", "qualifiers", "fixed_words", "currency_marks"])
def test_canonical_form(name: str) -> None:
    first = [row[0] for row in rows(name)]
    assert first == sorted(set(first))
