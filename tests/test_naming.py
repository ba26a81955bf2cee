"""Names for people and for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from claims import claim, source, year

from factcheck import naming
from factcheck.model import Fact, Period


@pytest.mark.parametrize(
    ("start", "end", "kind", "text"),
    [
        ("2025-01-01", "2025-12-31", "duration", "2025年"),
        ("2021-01-01", "2025-12-31", "duration", "“十四五”期间"),
        ("2026-01-01", "2030-12-31", "duration", "“十五五”期间"),
        ("2022-01-01", "2026-12-31", "duration", "2022—2026年"),
        ("2025-01-01", "2025-09-30", "duration", "2025年前三季度"),
        ("2025-07-01", "2025-09-30", "duration", "2025年第三季度"),
        ("2025-10-01", "2025-10-31", "duration", "2025年10月"),
        ("2025-01-01", "2025-11-30", "duration", "2025年1—11月"),
        ("2024-10-01", "2025-03-31", "duration", "2024年10月至2025年3月"),
        ("2025-10-01", "2025-10-08", "duration", "2025年10月1日至8日"),
        ("2025-01-28", "2025-02-04", "duration", "2025年1月28日至2月4日"),
        ("2024-12-30", "2025-01-02", "duration", "2024年12月30日至2025年1月2日"),
        ("2025-10-01", "2025-10-01", "duration", "2025年10月1日"),
        ("2025-12-31", "2025-12-31", "instant", "2025年末"),
        ("2025-08-30", "2025-08-30", "instant", "截至2025年8月30日"),
    ],
)
def test_periods(start: str, end: str, kind: str, text: str) -> None:
    period = Period(date.fromisoformat(start), date.fromisoformat(end), kind, "stated")  # type: ignore[arg-type]
    assert naming.period_text(period) == text


def test_no_period_has_no_words() -> None:
    assert naming.period_text(None) == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("seeds/000_af200654fea3f9ea.txt", "000.txt"),
        ("001-4C5548B8D90814F4.md", "001.md"),
        ("af200654fea3f9ea.txt", "af200654fea3f9ea.txt"),  # nothing else is left
        ("统计公报_2025.md", "统计公报_2025.md"),
        ("20251003.md", "20251003.md"),
        ("a\\b\\报告.txt", "报告.txt"),
        ("noending", "noending"),
    ],
)
def test_file_names_without_what_only_machines_read(path: str, name: str) -> None:
    assert naming.file_name(source("s1", path=path)) == name


def test_documents_have_names_of_their_own() -> None:
    alone = source("s1", publisher="甲报")
    twin = source("s2", publisher="乙报", title="年报")
    other = source("s3", publisher="乙报", title="季报")
    assert naming.documents([alone, twin, other]) == {"s1": "甲报", "s2": "《年报》", "s3": "《季报》"}
    copies = [source("s1", publisher="甲报", path="a/x.txt"), source("s2", publisher="甲报", path="b/x.txt")]
    assert naming.documents(copies) == {"s1": "a/x.txt", "s2": "b/x.txt"}


def test_long_titles_are_cut_on_one_line() -> None:
    (name,) = naming.documents([source("s1", title="很长\n" * 20)]).values()
    assert "\n" not in name
    assert len(name) <= 20


def test_figures_are_quoted_without_what_layout_put_into_them() -> None:
    assert naming.quote(replace(claim("s1", "1元"), text="３\n\n２８９ 人")) == "３２８９人"
    assert naming.quote(replace(claim("s1", "1元"), text="**5.44** 万亿元")) == "5.44万亿元"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"id": "s1"}, "x.txt"),  # a number of the run
        ({"id": "annual"}, "annual"),
        ({"id": "s1", "origin": (("id", "sources.toml"),)}, "s1"),  # someone called it so
    ],
)
def test_identity_outlives_a_run(changes: dict[str, object], name: str) -> None:
    assert naming.identity(source("s9", **{"path": "x.txt"} | changes)) == name


def test_subject() -> None:
    fact = Fact("f1", "甲市", "甲市产值", "growth", year(2025), "%", ("c1",), "single")
    assert naming.subject(fact) == "甲市产值增速（2025年）"
    assert naming.subject(Fact("f1", None, "", "level", None, "元", (), "single")) == "未名指标"


def test_a_finding_names_the_time_of_the_sides_it_shows() -> None:
    fact = Fact("f1", "甲市", "展馆数量", "level", year(2025), "个", ("c1", "c2", "c3"), "tension")
    day = Period(date(2026, 2, 10), date(2026, 2, 10), "instant", "document")
    later = [claim("s1", "12个", period=day), claim("s2", "19个", period=day)]
    assert naming.subject(naming.about(fact, later)) == "甲市展馆数量（截至2026年2月10日）"
    assert naming.about(fact, [*later, claim("s3", "15个", period=year(2025))]) == fact
    assert naming.about(fact, [claim("s1", "12个", period=None)]) == fact


def test_a_finding_names_no_time_that_only_one_side_has() -> None:
    fact = Fact("f1", "甲市", "展馆数量", "level", year(2025), "个", ("c1", "c2", "c3"), "tension")
    days = [Period(date(2026, 2, day), date(2026, 2, day), "instant", "document") for day in (10, 20)]
    apart = [claim("s1", "12个", period=days[0]), claim("s2", "19个", period=days[1])]
    assert naming.subject(naming.about(fact, apart)) == "甲市展馆数量"
    end = Period(date(2025, 12, 31), date(2025, 12, 31), "instant", "stated")
    assert naming.about(fact, [claim("s1", "12个", period=year(2025)), claim("s2", "19个", period=end)]) == fact


def test_figures_that_are_printed_alike_are_told_apart() -> None:
    down, up = Decimal(-23), Decimal(23)
    assert naming.told_apart(["23点", "23点"], [down, up]) == ["−23点", "23点"]
    assert naming.told_apart(["23点", "24点"], [down, up]) == ["23点", "24点"]
    assert naming.told_apart(["近半", "近半"], [None, None]) == ["近半", "近半"]
