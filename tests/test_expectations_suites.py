"""A suite is refused, with file and entry, wherever Great Expectations would drop or pass over something."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from factcheck.expectations import build, suites
from factcheck.expectations.suites import SuiteError
from factcheck.model import Measure, PeriodBasis, PeriodKind, Qualifier
from factcheck.table import TABLES

ROOT = Path(__file__).parents[1]
COLUMNS = tuple(column.name for column in TABLES["claims"])
NOT_NULL = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "unit"}}
BETWEEN = {"type": "expect_indicator_values_to_be_between", "kwargs": {"max_value": 100}}


def suite(*entries: Any, **top: Any) -> str:
    return json.dumps({"name": "mine", "expectations": list(entries)} | top, ensure_ascii=False)


def entry(base: dict[str, Any] = NOT_NULL, **changes: Any) -> dict[str, Any]:
    return base | changes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "第 1 行第 2 列"),
        ("", "不是正确的 JSON"),
        ("[]", "最外层"),
        ('{"name": "a", "name": "b"}', "“name”写了两次"),
        ('{"name": NaN}', "NaN"),
        (json.dumps({"expectations": [NOT_NULL]}), "缺少 name"),
        (suite(), "是空的"),
        (suite(NOT_NULL, expectation=[]), "是不是“expectations”"),
        (suite(NOT_NULL, expectation_suite_name="a"), "0.x"),
        (suite(NOT_NULL, meta={"table": "claim"}), "是不是“claims”"),
        (suite(NOT_NULL, meta={"tabel": "claims"}), "是不是“table”"),
        (suite(NOT_NULL, meta=[]), "meta 应为对象"),
        (suite("a"), "第 1 条"),
        (suite(NOT_NULL, {"kwargs": {}}), "第 2 条：缺少 type"),
        (suite({"expectation_type": "a"}), "0.x"),
        (suite(entry(kwarg={})), "是不是“kwargs”"),
        (suite(entry(kwargs=[])), "kwargs 应为对象"),
        (suite(entry(severity="critcal")), "是不是“critical”"),
        (suite(entry(meta={"severity": "critical"})), "只能是 error、warning、note"),
        (suite(NOT_NULL, meta={"severity": "bad"}), "meta.severity"),
        (suite(entry(meta={"rule": "FC101"})), "meta.rule"),
        (suite(entry(meta={"name": ""})), "meta.name"),
        (suite(entry(description=3)), "description"),
        (suite(NOT_NULL, BETWEEN, NOT_NULL), "第 3 条（expect_column_values_to_not_be_null）：内容与第 1 条重复"),
        (suite(entry(meta={"name": "a"}), entry(BETWEEN, meta={"name": "a"})), "meta.name“a”与第 1 条重复"),
    ],
)
def test_what_is_no_suite_is_refused(text: str, says: str) -> None:
    with pytest.raises(SuiteError) as caught:
        suites.parse(text, "规则/mine.json")
    assert str(caught.value).startswith("规则/mine.json")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (entry(type="expect_column_values_to_be_nul"), "是不是“expect_column_values_to_be_null”"),
        (entry(type="expect_indicator_value_to_be_between"), "是不是“expect_indicator_values_to_be_between”"),
        (entry(kwargs={"column": "units"}), "没有列“units”，是不是“unit”"),
        (entry(kwargs={}), "column"),
        (entry(kwargs={"column": "unit", "mostyl": 0.9}), "不认识参数“mostyl”，是不是“mostly”"),
        (entry(kwargs={"column": "unit", "mostly": 7}), "mostly"),
        (entry(kwargs={"column": "unit", "description": "x"}), "不认识参数“description”"),
        (entry(BETWEEN, kwargs={"max": 100}), "不认识参数“max”"),
        (entry(BETWEEN, kwargs={}), "min_value"),
        (entry(BETWEEN, kwargs={"max_value": "一百"}), "max_value"),
        (entry(BETWEEN, kwargs={"max_value": True}), "max_value"),
        (entry(BETWEEN, kwargs={"min_value": 2, "max_value": 1}), "min_value is above"),
        (entry(BETWEEN, kwargs={"max_value": 1, "measure": "shares"}), "measure"),
        (entry(type="expect_indicator_names_to_match_regex", kwargs={"regex": "("}), "regex"),
        (entry(type="expect_parts_to_sum_to_whole", kwargs={"parts": ["a"]}), "whole or total"),
        (entry(type="expect_parts_to_sum_to_whole", kwargs={"parts": ["a", "a"], "total": 1}), "repeat"),
        (
            entry(type="expect_parts_to_sum_to_whole", kwargs={"parts": ["a"], "total": 1, "indicator": "b"}),
            "indicator",
        ),
        (entry(type="expect_every_numeral_to_be_ledgered", kwargs={}), "没有它要用的列 status"),
        (entry(kwargs={"column": "unit", "row_condition": "measur == 'a'", "condition_parser": "pandas"}), "measur"),
        (entry(kwargs={"column": "unit", "row_condition": "a ==", "condition_parser": "pandas"}), "row_condition"),
        (
            {
                "type": "expect_column_pair_values_a_to_be_greater_than_b",
                "kwargs": {"column_A": "end", "column_B": "begin"},
            },
            "没有列“begin”",
        ),
        (
            {"type": "expect_compound_columns_to_be_unique", "kwargs": {"column_list": ["id", "sauce"]}},
            "没有列“sauce”，是不是“source”",
        ),
    ],
)
def test_what_cannot_run_on_the_table_is_refused(written: dict[str, Any], says: str) -> None:
    parsed = suites.parse(suite(BETWEEN, written), "规则/mine.json")
    with pytest.raises(SuiteError) as caught:
        build.build(parsed, COLUMNS)
    assert str(caught.value).startswith("规则/mine.json 第 2 条")
    assert says in str(caught.value)


def test_a_condition_in_the_new_form_is_checked_too() -> None:
    condition = {
        "type": "and",
        "conditions": [
            {"type": "comparison", "column": {"name": "measure"}, "operator": "==", "parameter": "share"},
            {"type": "nullity", "column": {"name": "entiti"}, "is_null": False},
        ],
    }
    written = entry(kwargs={"column": "unit", "row_condition": condition})
    with pytest.raises(SuiteError, match="“entiti”不存在，是不是“entity”"):
        build.build(suites.parse(suite(written), "mine.json"), COLUMNS)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "{}".encode("utf-16")])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "mine.json"
    file.write_bytes(data)
    with pytest.raises(SuiteError, match=r"mine\.json"):
        suites.load([tmp_path])


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(suite(NOT_NULL), encoding="utf-8")
    (tmp_path / "b.json").write_text(suite(BETWEEN), encoding="utf-8")
    with pytest.raises(SuiteError, match=r"b\.json.*“mine”.*a\.json 重复"):
        suites.load([tmp_path])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="找不到规则"):
        suites.load([tmp_path / "expectation"])


def test_a_users_suite_of_a_shipped_name_takes_its_place(tmp_path: Path) -> None:
    names = [one.name for one in suites.load()]
    (tmp_path / "claims.json").write_text(suite(NOT_NULL, name="factcheck-claims"), encoding="utf-8")
    loaded = suites.load([tmp_path])
    assert [one.name for one in loaded] == names
    assert [len(one.entries) for one in loaded if one.name == "factcheck-claims"] == [1]


def test_the_checkouts_own_folder_is_not_read_twice() -> None:
    assert len(suites.load([ROOT / "expectations", ROOT / "expectations"])) == len(suites.load())


def test_severity_is_the_entrys_then_the_suites() -> None:
    text = suite(
        entry(meta={"severity": "note"}, severity="critical"),
        entry(BETWEEN, severity="info"),
        entry(BETWEEN, kwargs={"max_value": 1}),
        meta={"severity": "warning"},
    )
    assert [one.severity for one in suites.parse(text, "a.json").entries] == ["note", "note", "warning"]
    assert suites.parse(suite(NOT_NULL), "a.json").entries[0].severity is None


def test_an_entrys_name_does_not_depend_on_its_place() -> None:
    first = suites.parse(suite(NOT_NULL, BETWEEN), "a.json").entries
    second = suites.parse(suite(BETWEEN, NOT_NULL), "b.json").entries
    assert {one.type: one.name for one in first} == {one.type: one.name for one in second}


def test_the_shipped_suites_list_the_words_of_the_records() -> None:
    entries = {one.name: one for one in suites.shipped()[0].entries}
    lists = {"measure": Measure, "qualifier": Qualifier, "period-kind": PeriodKind, "period-basis": PeriodBasis}
    for name, words in lists.items():
        assert entries[name].kwargs["value_set"] == list(get_args(words)), name


def test_every_shipped_entry_has_a_name_and_a_description() -> None:
    for one in suites.shipped():
        assert all("name" in item.meta and item.description for item in one.entries), one.file


def test_the_shipped_suites_are_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["expectations"] == "factcheck/suites"
