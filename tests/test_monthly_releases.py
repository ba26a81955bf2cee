"""Monthly releases of Hong Kong, Macau and Taiwan: their figures, seasons, vintages and times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factcheck import align, compare
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Finding, Source


def claims(text: str, published: date = date(2025, 6, 20)) -> list[Claim]:
    return list(extract(Document(Source("s1", "a.txt", "0", published=published), text)).claims)


def findings_of(*texts: str) -> list[Finding]:
    """What is raised between documents that appear on one day."""
    sources = [Source(f"s{n}", f"s{n}.txt", str(n), published=date(2025, 6, 20)) for n, _ in enumerate(texts)]
    found = [c for source, text in zip(sources, texts, strict=True) for c in extract(Document(source, text)).claims]
    told = [replace(c, id=f"c{n}") for n, c in enumerate(found)]
    return compare.compare(align.group(told, sources), sources)[1]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2025年5月香港失業人數為3 667 100人，減少約9 400人。", [3667100, -9400]),
        ("2025年5月澳門旅客達1 600萬人次，較上月增加5\u2009894人次。", [16000000, 5894]),
        ("2025年5月香港進口貨值5 894.3億元。", [589430000000]),
        ("2025年5月香港樓宇合約 5 894 12 345份。", [345]),  # columns
        ("2025年5月香港樓宇合約\u3000894\u3000345份。", [345]),
        ("2025年5月 894人參加。", [894]),
        ("2025年5月香港第3 100人參加。", [100]),
    ],
)
def test_thousands_set_apart_by_blanks(text: str, values: list[int]) -> None:
    assert [int(c.value) for c in claims(text) if c.value is not None][-len(values) :] == values


_RATE = "2025年5月香港失業率為3.4%。"


@pytest.mark.parametrize(
    ("one", "other", "rules"),
    [
        (_RATE, "2025年5月香港經季節性調整的失業率為3.7%。", {("FC302", "note")}),
        (_RATE, "2025年5月香港失業率為3.7%（經季節調整後）。", {("FC302", "note")}),
        ("2025年5月香港失業率（不經季節性調整）為3.4%。", "2025年5月香港失業率為3.7%。", {("FC302", "note")}),
        ("2025年5月台灣出口月增6.3%。", "2025年5月台灣出口經季調後月增13.6%。", {("FC302", "note")}),
        (_RATE, "2025年5月香港失業率為3.7%。", {("FC101", "error")}),
        # both are of one series
        (
            "2025年5月香港經季節性調整的失業率為3.4%。",
            "2025年5月香港季調後失業率為3.7%。",
            {("FC101", "error")},
        ),
        (
            "香港2025年第一季本地生產總值按年實質增長3.1%。",
            "香港2025年第一季名義本地生產總值按年增長4.6%。",
            {("FC109", "note")},
        ),
    ],
)
def test_a_figure_for_the_season_or_at_other_prices(one: str, other: str, rules: set[tuple[str, str]]) -> None:
    assert {(f.rule, f.severity) for f in findings_of(one, other)} == rules


def test_an_advance_estimate_is_overtaken_by_preliminary_figures() -> None:
    early = "2025年第1季台灣經濟成長率概估5.37%。"
    assert {f.rule for f in findings_of(early, "2025年第1季台灣經濟成長率初步統計為5.48%。")} == {"FC201"}
    assert {f.rule for f in findings_of(early, "2025年第1季台灣經濟成長率概估5.48%。")} == {"FC101"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025年5月台灣CPI年增1.55%，增幅小於4月的2.03%。", "2.03"),
        ("2025年5月台灣CPI年減1.55%，減幅小於4月的2.03%。", "-2.03"),
    ],
)
def test_what_growth_is_set_beside_keeps_its_own_sign(text: str, value: str) -> None:
    assert str(claims(text)[-1].value) == value
