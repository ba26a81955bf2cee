"""Days named without their year: what will be held soon is of this year."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract.periods import find


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("全省运动会11月9日开幕，设34个大项。", date(2025, 10, 20), "2025-11-09"),
        ("马拉松11月15日在甲市、乙市跨境举行，89人参赛。", date(2025, 10, 15), "2025-11-15"),
        # told months later, and a year that is said
        ("全省运动会11月9日开幕，设34个大项。", date(2025, 3, 20), "2024-11-09"),
        ("全省运动会11月9日开幕，设34个大项。", date(2025, 11, 12), "2025-11-09"),
        ("2023年，运动会11月9日开幕，设34个大项。", date(2025, 10, 20), "2023-11-09"),
        # nothing is held
        ("11月9日，全市粮食库存34万吨。", date(2025, 10, 20), "2024-11-09"),
    ],
)
def test_a_day_that_comes_soon(text: str, published: date, day: str) -> None:
    said = [m.period for m in find(text, published) if m.period is not None and "日" in m.text]
    assert [str(p.start) for p in said] == [day]
