"""Every example of the page on expectations runs, finds what it says it finds, and keeps quiet otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from expectation_cases import about, claim, day, fact, result, sources, year

from factcheck import expectations
from factcheck.expectations import suites
from factcheck.model import Claim, Result
from factcheck.table import TABLES

PAGE = (Path(__file__).parents[1] / "docs" / "expectations.md").read_text(encoding="utf-8")
EXAMPLES = {json.loads(text)["name"]: text for text in re.findall(r"```json\n(.*?)```", PAGE, re.S)}

INTENSITY = {"indicator": "研发投入强度", "measure": "ratio"}
GDP = {"indicator": "地区生产总值", "measure": "level", "unit": "元"}
PEOPLE = {"indicator": "常住人口", "measure": "level", "unit": "人"}


def share(value: str) -> Claim:
    return claim("c1", **about(value), entity="深圳市")


def intensity(now: str) -> list[Claim]:
    return [claim("c1", **about("5.6"), period=year(2024), **INTENSITY), claim("c2", **about(now), **INTENSITY)]


def dated(basis: str) -> Claim:
    return claim("c1", **about("5.6"), period=year(2022, basis))


def sectors(third: str) -> list[Claim]:
    level = {"measure": "level", "unit": "元"}
    return [
        claim("c1", **about("0.1"), indicator="第一产业增加值", **level),
        claim("c2", **about("40.0"), indicator="第二产业增加值", **level),
        claim("c3", **about(third), indicator="第三产业增加值", **level),
        claim("c4", **about("100.0"), **GDP),
        *(
            claim(f"p{n}", **about(v), indicator=f"第{n}产业增加值占比")
            for n, v in zip("一二", ("0.1", "40.0"), strict=True)
        ),
        claim("p三", **about(third), indicator="第三产业增加值占比"),
    ]


def people(now: str, text: str) -> list[Claim]:
    then = claim("c1", **about("1000", "0"), period=day("2024-12-31"), **PEOPLE)
    return [then, claim("c2", **about(now, "0"), period=day("2025-12-31"), text=text, **PEOPLE)]


CASES: list[tuple[str, list[Claim], list[Claim], list[str]]] = [
    ("占比", [share("80.0")], [share("68.2")], ["FC802"]),
    ("研发", intensity("5.5"), intensity("5.6"), ["FC805"]),
    ("占比的名称", [claim("c1", **about("5.0"), indicator="比重")], [share("68.2")], ["FC802"]),
    (
        "来源",
        [claim("c1", "9", "9", **GDP)],
        [claim(f"c{n}", "9", "9", source=f"s{n}", **GDP) for n in (1, 2)],
        ["FC804"],
    ),
    ("旧数", [dated("inherited")], [dated("stated")], ["FC802"]),
    ("三次产业", sectors("60.5"), sectors("59.9"), ["FC806", "FC806"]),
    ("人口", people("1200", "大概1200人"), people("1050", "1050人"), ["FC805", "FC802"]),
]


def with_facts(claims: Sequence[Claim]) -> Result:
    groups: dict[Any, list[Claim]] = {}
    for one in claims:
        groups.setdefault((one.indicator, one.period), []).append(one)
    facts = [
        fact(f"f{n}", group, "agree", len({one.source for one in group})) for n, group in enumerate(groups.values())
    ]
    return result(claims, facts, documents=sources(date(2026, 2, 1), date(2026, 2, 2)))


def test_every_example_has_a_case() -> None:
    assert [name for name, *_ in CASES] == list(EXAMPLES)


@pytest.mark.parametrize(("name", "bad", "good", "rules"), CASES)
def test_an_example(tmp_path: Path, name: str, bad: list[Claim], good: list[Claim], rules: list[str]) -> None:
    file = tmp_path / "example.json"
    file.write_text(EXAMPLES[name], encoding="utf-8")
    assert [one.rule for one in expectations.evaluate(with_facts(bad), [file])] == rules
    assert expectations.evaluate(with_facts(good), [file]) == []


def test_the_python_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    period = {"start": "2025-01-01", "end": "2025-12-31", "kind": "duration", "basis": "stated"}
    kept = {"source": "s1", "start": 0, "end": 3, "text": "1%", "basis": None, "attribution": None, "rule": "percent"}
    about_it = {"entity": "甲市", "indicator": "占比", "measure": "share", "unit": "%", "period": period}
    reading = {"value": "101", "low": "100.5", "high": "101.5", "qualifier": "exact"}
    data = {
        "schema_version": "1",
        "sources": [{"id": "s1", "path": "a.txt", "sha256": "0"}],
        "claims": [{"id": "c1"} | kept | about_it | reading],
        "facts": [{"id": "f1", "claims": ["c1"], "verdict": "conflict"} | about_it],
    }
    (tmp_path / "RESULT.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "docs/expectations.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "互相矛盾 ['c1']" in printed
    assert "高于上限 100 ['c1']" in printed


def kinds() -> list[Any]:
    from factcheck.expectations import custom

    found = [kind for name, kind in vars(custom).items() if name.startswith("Expect")]
    assert len(found) >= 10
    return found


def test_the_page_names_every_type_with_its_rule_and_arguments() -> None:
    from factcheck.expectations.custom import FILTER

    rows = {cells[0].strip(" `"): cells for cells in (line.strip("|").split("|") for line in PAGE.splitlines())}
    for kind in kinds():
        cells = rows[kind.expectation_type]
        assert kind.rule == cells[4].strip()
        for argument in set(kind.success_keys) - set(FILTER):
            assert f"`{argument}`" in cells[2], (kind.expectation_type, argument)


def test_the_columns_that_the_page_names_exist() -> None:
    for name, columns in TABLES.items():
        (listed,) = re.findall(rf"^\| `{name}` \|[^|]*\|([^|]*)\|$", PAGE, re.M)
        assert set(re.findall(r"`(\w+)`", listed)) <= {column.name for column in columns}, name


def test_the_classes_are_exported() -> None:
    for kind in kinds():
        assert getattr(expectations, kind.__name__) is kind
    with pytest.raises(AttributeError):
        _ = expectations.ExpectNothing


def test_the_first_suite_is_sound_and_says_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(suites.template(), encoding="utf-8")
    grown = {"indicator": "地区生产总值", "measure": "growth"}
    found = expectations.evaluate(with_facts([claim("c9", **about("254.0"), **grown), *intensity("5.5")]), [file])
    assert [(one.rule, one.severity, one.claims) for one in found] == [("FC802", "warning", ("c9",))]
