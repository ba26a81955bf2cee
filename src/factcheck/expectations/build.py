"""Turns entries of a suite into Great Expectations' objects, and refuses what cannot run on the table.

Importing this module imports Great Expectations.
"""

from __future__ import annotations

import warnings
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.registry import get_expectation_impl, list_registered_expectation_implementations

from factcheck.expectations import custom
from factcheck.expectations.suites import Entry, Suite, SuiteError, near

ENTRY = "factcheck_entry"
"""The key of `meta` under which a built expectation carries the number of its entry."""

_ABOUT_COLUMNS = frozenset({"expect_column_to_exist", "expect_table_columns_to_match_set"})
_NOT_ARGUMENTS = frozenset({"meta", "id", "notes", "description", "severity", "rendered_content", "batch_id"})


def build(suite: Suite, columns: tuple[str, ...]) -> gx.ExpectationSuite:
    """Build every entry of a suite for a table with these columns. Raises SuiteError naming file and entry."""
    built = gx.ExpectationSuite(name=suite.name, expectations=[_expectation(entry, columns) for entry in suite.entries])
    if len(built.expectations) != len(suite.entries):  # Great Expectations drops what it does not like without a word
        raise SuiteError(
            f"{suite.file}：写了 {len(suite.entries)} 条，Great Expectations 只收下 {len(built.expectations)} 条。"
        )
    return built


def implementation(entry: Entry) -> type[Any]:
    """Return the class of an entry's type. Raises SuiteError if there is none."""
    known = list_registered_expectation_implementations()
    if entry.type not in known:
        raise SuiteError(f"{entry.place}：没有这种期望{near(entry.type, known)}。")
    found: type[Any] = get_expectation_impl(entry.type)
    return found


def _expectation(entry: Entry, columns: tuple[str, ...]) -> Expectation:
    kind = implementation(entry)
    _arguments(entry, kind)
    if entry.type not in _ABOUT_COLUMNS:
        _columns(entry, columns)
    if issubclass(kind, custom.RecordExpectation) and (missing := sorted(kind.needs - set(columns))):
        raise SuiteError(f"{entry.place}：这张表没有它要用的列 {'、'.join(missing)}；请看 meta.table。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return kind(**entry.kwargs, meta={ENTRY: entry.number})
    except Exception as error:  # a condition that cannot be read raises one of Great Expectations' own
        raise SuiteError(f"{entry.place}：{_reason(error)}") from None


def _arguments(entry: Entry, kind: type[Any]) -> None:
    fields = set(kind.__fields__) - _NOT_ARGUMENTS
    for name in entry.kwargs:
        if name not in fields:
            hint = near(name, fields) or f"；可用的有 {'、'.join(sorted(fields))}"
            raise SuiteError(f"{entry.place}：不认识参数“{name}”{hint}。")


def _columns(entry: Entry, columns: tuple[str, ...]) -> None:
    for argument in ("column", "column_A", "column_B", "column_list", "column_set"):
        named = entry.kwargs.get(argument)
        for name in named if isinstance(named, list) else [named]:
            if isinstance(name, str) and name not in columns:
                raise SuiteError(f"{entry.place}：这张表没有列“{name}”{near(name, columns)}。")
    condition = entry.kwargs.get("row_condition")
    if isinstance(condition, dict):
        for name in _mentioned(condition):
            if name not in columns:
                raise SuiteError(f"{entry.place}：row_condition 里的列“{name}”不存在{near(name, columns)}。")
    elif isinstance(condition, str):
        _query(entry, condition, columns)


def _mentioned(condition: dict[str, Any]) -> list[str]:
    """Return the columns that a condition in Great Expectations' JSON form names."""
    column = condition.get("column")
    own = [column["name"]] if isinstance(column, dict) and isinstance(column.get("name"), str) else []
    inner = [one for one in condition.get("conditions", []) if isinstance(one, dict)]
    return own + [name for one in inner for name in _mentioned(one)]


def _query(entry: Entry, condition: str, columns: tuple[str, ...]) -> None:
    if entry.kwargs.get("condition_parser") != "pandas":
        return  # Great Expectations' own grammar; it is parsed when the expectation is made
    try:
        pd.DataFrame({name: pd.Series(dtype=object) for name in columns}).query(condition)
    except Exception as error:  # pandas raises whatever its parser met
        raise SuiteError(f"{entry.place}：row_condition 不成立：{type(error).__name__}: {error}") from None


def _reason(error: Exception) -> str:
    if not isinstance(error, pydantic.ValidationError):
        return str(error)
    parts = []
    for one in error.errors():
        where = ".".join(str(part) for part in one["loc"] if part != "__root__")
        parts.append(f"{where}：{one['msg']}" if where else one["msg"])
    return "；".join(dict.fromkeys(parts))
