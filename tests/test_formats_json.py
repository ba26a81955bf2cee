"""The result JSON: its published schema, its round trip, its exact form."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_result import clean, empty, hostile, many, sample

from factcheck import store
from factcheck.model import Result, Source
from factcheck.report.json import number, render

SCHEMA = json.loads(files("factcheck").joinpath("schema", "result-1.json").read_text(encoding="utf-8"))
RESULTS = (sample, clean, empty, hostile, lambda: many(20))


@pytest.mark.parametrize("make", RESULTS)
def test_a_result_is_what_the_schema_says(make):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [error.message for error in validator.iter_errors(json.loads(render(make())))] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["claims"][0].update(value="1.5e3"),
        lambda data: data["claims"][0].update(value=1.5),
        lambda data: data["claims"][0].update(value="68.20"),
        lambda data: data["findings"][0].update(state="maybe"),
        lambda data: data["findings"][0].pop("cause"),
        lambda data: data["facts"][0].update(extra=1),
        lambda data: data.pop("skipped"),
    ],
)
def test_the_schema_refuses_what_is_not(spoil):
    data = json.loads(render(sample()))
    spoil(data)
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(data)


@pytest.mark.parametrize("make", RESULTS)
def test_nothing_is_lost_between_writing_and_reading(make):
    result = make()
    again = store.parse(json.loads(render(result)))
    assert replace(again, texts=result.texts) == result
    assert render(again) == render(result)


def test_the_keys_of_the_contract_stand_in_every_record():
    data = json.loads(render(sample()))
    assert list(data) == ["schema_version", "problems", "sources", "claims", "skipped", "facts", "findings"]
    claim = (
        "id source start end text value low high unit qualifier measure basis entity indicator period attribution rule"
    )
    assert set(claim.split()) <= set(data["claims"][0])
    for name, keys in {
        "sources": "id path title publisher published entity language sha256",
        "skipped": "source start end text reason",
        "facts": "id entity indicator measure period unit claims verdict",
        "findings": "id rule severity fact claims message cause state",
    }.items():
        assert all(set(keys.split()) <= set(row) for row in data[name])


def test_spans_are_slices_of_the_text():
    result = sample()
    data = json.loads(render(result))
    assert all(result.texts[c["source"]][c["start"] : c["end"]] == c["text"] for c in data["claims"] + data["skipped"])


def test_one_record_a_line_and_no_direction_controls():
    text = render(hostile())
    assert not any(ch in text for ch in "\u202e\u2066\u2028\x00\x1b")
    assert len([line for line in text.splitlines() if line.startswith("  {")]) == 1 + 1 + 2 + 1 + 1 + 1


def test_lone_surrogates_survive():
    result = Result((Source("s1", "a\udc80.txt", "x", title="标\ud800题"),), (), (), (), ())
    text = render(result)
    text.encode("utf-8")
    assert store.parse(json.loads(text)) == result


@pytest.mark.parametrize(
    ("value", "text"),
    [("5E+12", "5000000000000"), ("68.20", "68.2"), ("-0.0", "0"), ("1E-7", "0.0000001"), ("100", "100"), ("0", "0")],
)
def test_numbers_have_no_exponent_and_no_idle_zeros(value, text):
    assert number(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**18), max_value=10**18))
def test_numbers_are_the_same_value(value):
    assert Decimal(number(value) or "") == value


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "不是 JSON（第 1 行第 2 列）"),
        ("[]", "不是 factcheck 的结果"),
        ('{"schema_version": "2"}', "第 2 版"),
        ('{"schema_version": "1", "claims": [{"id": "c1"}]}', "不是完整的"),
        ('{"schema_version": "1", "claims": 3}', "不是完整的"),
        ('{"schema_version": "1", "facts": [3]}', "不是完整的"),
    ],
)
def test_files_that_are_no_result_are_refused_with_a_sentence(tmp_path, content, said):
    file = tmp_path / "r.json"
    file.write_text(content)
    with pytest.raises(store.StoreError, match=said):
        store.read(file)


def test_unknown_keys_of_a_later_version_are_passed_over():
    data = json.loads(render(sample()))
    data["claims"][0]["later"] = 1
    assert store.parse(data).claims == sample().claims


def test_diff_is_empty_against_itself_and_symmetric():
    old, new = sample(), replace(sample(), findings=sample().findings[1:])
    assert store.diff(old, old) == store.Diff((), (), ())
    assert store.diff(old, new).gone == store.diff(new, old).added == (old.findings[0],)


def test_diff_sees_a_changed_figure():
    claims = tuple(replace(c, text="1.77万亿元") if c.id == "b1" else c for c in sample().claims)
    (change,) = store.diff(sample(), replace(sample(), claims=claims)).changed
    assert "1.77万亿元" in change.what[0]
    assert change.new.id == sample().findings[0].id


def test_dates_are_iso():
    assert json.loads(render(sample()))["sources"][0]["published"] == date(2026, 3, 20).isoformat()
