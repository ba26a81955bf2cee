"""Suites over results: what becomes a finding, and what Great Expectations alone makes of the same suites."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli_support import run
from expectation_cases import about, claim, fact, result, sources, year

import factcheck
from factcheck import expectations
from factcheck.expectations.run import _Raised
from factcheck.model import Finding, Result, Skipped
from factcheck.table import claims_frame, facts_frame

ROOT = Path(__file__).parents[1]
TWO = sources(date(2026, 2, 10), date(2026, 2, 24))


def write(folder: Path, *entries: dict[str, Any], **top: Any) -> Path:
    file = folder / "mine.json"
    file.write_text(json.dumps({"name": "mine", "expectations": list(entries)} | top), encoding="utf-8")
    return file


def rules(findings: Sequence[Finding]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.rule, one.severity, one.claims) for one in findings]


def conflict() -> Result:
    rows = [claim("c1", **about("68.2")), claim("c2", **about("68.4"), source="s2")]
    return result(rows, [fact("f1", rows, "conflict", 2)], documents=TWO)


def test_a_sound_result_breaks_no_shipped_suite() -> None:
    rows = [
        claim("c1", **about("68.2")),
        claim("c2", "5000000000000", None, value="5000000000000", unit="元", measure="level", qualifier="over"),
        claim("c3", "200", "999", unit="个", measure="level", qualifier="order", text="數百個", period=None),
        claim("c4", "4", "4", value="4", unit="位次", measure="rank", text="第四"),
        claim("c5", **about("-5.4"), measure="growth", text="下降5.4%"),
    ]
    assert expectations.evaluate(result(rows)) == []
    assert expectations.evaluate(Result((), (), (), (), ())) == []


MALFORMED: list[tuple[str, dict[str, Any]]] = [
    ("share", {"low": "100.95", "high": "101.05"}),
    ("share", {"low": "-3", "high": "-1"}),
    ("growth", {"low": "-120", "high": "-110", "measure": "growth"}),
    ("unit-known", {"unit": "斛"}),
    ("unit-given", {"unit": ""}),
    ("indicator-given", {"indicator": ""}),
    ("text-given", {"text": ""}),
    ("text-numeral", {"text": "增长"}),
    ("span", {"start": 5, "end": 5}),
    ("measure", {"measure": "shares"}),
    ("qualifier", {"qualifier": "about"}),
    ("low-value", {"low": "3", "high": "5", "value": "2"}),
    ("value-high", {"low": "3", "high": "5", "value": "6"}),
    ("low-high", {"low": "5", "high": "3"}),
    ("rank", {"low": "0", "high": "0", "measure": "rank", "unit": "位次"}),
    ("rank", {"low": "1", "high": "2", "value": "1.5", "measure": "rank", "unit": "位次"}),
    ("streak", {"low": "0", "high": "0", "measure": "streak", "unit": "年"}),
]


@pytest.fixture(scope="module")
def faults() -> dict[str, set[str]]:
    """For each malformed claim the descriptions of the entries that it breaks."""
    rows = [
        claim(**({"name": f"c{n}", "low": "1", "high": "2", "indicator": f"指标{n}"} | changes))
        for n, (_, changes) in enumerate(MALFORMED)
    ]
    broken: dict[str, set[str]] = {}
    for one in expectations.evaluate(result([*rows, claim("sound", **about("68.2"))])):
        assert (one.rule, len(one.claims)) == ("FC801", 1)
        assert one.severity == (
            "note" if "应当有单位" in one.why_paired[1] or "应当有指标" in one.why_paired[1] else "warning"
        )
        broken.setdefault(one.claims[0], set()).add(one.why_paired[1])
    return broken


@pytest.mark.parametrize(("number", "entry"), [(n, entry) for n, (entry, _) in enumerate(MALFORMED)])
def test_a_malformed_claim_is_a_fault_of_extraction(faults: dict[str, set[str]], number: int, entry: str) -> None:
    described = {item.name: item.description for one in expectations.load() for item in one.entries}
    assert described[entry] in faults[f"c{number}"]


def test_a_sound_claim_among_malformed_ones_is_left_alone(faults: dict[str, set[str]]) -> None:
    assert "sound" not in faults


def test_a_period_that_ends_before_it_starts_is_a_fault_of_extraction() -> None:
    backwards = replace(year(2025), start=date(2026, 1, 1))
    found = expectations.evaluate(result([claim("c1", **about("68.2"), period=backwards)]))
    assert rules(found) == [("FC801", "warning", ("c1",))]


def test_a_conflict_is_found_once() -> None:
    made = conflict()
    alone = expectations.evaluate(made)
    assert rules(alone) == [("FC803", "error", ("c1", "c2"))]
    assert alone[0].fact == "f1"
    raised = replace(made, findings=(Finding("FC-1", "FC101", "error", "f1", ("c1", "c2"), "", ""),))
    assert expectations.evaluate(raised) == []


def test_plain_great_expectations_finds_the_same_conflict() -> None:
    import great_expectations as gx

    suite = json.loads((ROOT / "expectations" / "facts.json").read_text(encoding="utf-8"))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("facts")
    whole = asset.add_batch_definition_whole_dataframe("all")
    loaded = context.suites.add(gx.ExpectationSuite(**suite))
    validated = whole.get_batch({"dataframe": facts_frame(conflict())}).validate(loaded)
    breaches = [one for each in validated.results for one in each.result["details"]["breaches"]]
    ours = expectations.evaluate(conflict())
    assert [(tuple(one["claims"]), one["message"]) for one in breaches] == [(one.claims, one.message) for one in ours]


def test_the_classes_serve_in_plain_great_expectations() -> None:
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("claims")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": claims_frame(conflict())})
    outcome = batch.validate(expectations.ExpectFactsToAgreeAcrossSources())
    assert not outcome.success
    assert outcome.result["details"]["matched"] == 2
    assert outcome.result["details"]["breaches"][0]["claims"] == ["c1", "c2"]
    assert batch.validate(
        expectations.ExpectIndicatorValuesToBeBetween(entity="甲市", min_value=60, max_value=75)
    ).success


def test_a_users_rule_of_each_kind(tmp_path: Path) -> None:
    name = "先进制造业增加值占规模以上工业增加值比重"
    intensity = {"indicator": "研发投入强度", "measure": "ratio"}
    rows = [
        claim("c1", **about("78.2")),
        claim("c2", **about("5.8"), period=year(2024), **intensity),
        claim("c3", **about("5.6"), period=year(2025), **intensity),
        claim("c4", **about("10.0"), indicator="比重"),
        claim("c5", **about("12.0"), period=year(2021, "inherited"), indicator="出口占比"),
    ]
    facts = [fact(f"f{n}", [row], "single") for n, row in enumerate(rows)]
    folder = [
        write(
            tmp_path,
            {
                "type": "expect_indicator_values_to_be_between",
                "kwargs": {"entity": "甲市", "indicator": name, "min_value": 60, "max_value": 75},
            },
            {"type": "expect_series_to_be_monotone", "kwargs": {"indicator": "研发投入强度"}, "severity": "warning"},
            {"type": "expect_indicator_names_to_match_regex", "kwargs": {"measure": "share", "regex": "占.+"}},
            {"type": "expect_fact_to_be_confirmed_by_sources", "kwargs": {"indicator": "研发*", "n": 2}},
            {"type": "expect_old_figures_to_be_dated", "kwargs": {"years": 2}, "severity": "info"},
            meta={"table": "claims"},
        )
    ]
    found = expectations.evaluate(result(rows, facts), folder)
    assert rules(found) == [
        ("FC802", "error", ("c1",)),
        ("FC805", "warning", ("c2", "c3")),
        ("FC802", "error", ("c4",)),
        ("FC804", "error", ("c2",)),
        ("FC804", "error", ("c3",)),
        ("FC802", "note", ("c5",)),
    ]


def test_a_built_in_expectation_names_its_claims_and_says_why(tmp_path: Path) -> None:
    rows = [claim("c1", **about("68.2"), attribution="某某"), claim("c2", **about("68.4"))]
    made = result(rows, documents=TWO)
    kwargs = {"column": "attribution", "row_condition": 'measure == "share"', "condition_parser": "pandas"}
    folder = [write(tmp_path, {"type": "expect_column_values_to_not_be_null", "kwargs": kwargs})]
    found = expectations.evaluate(made, folder)
    assert rules(found) == [("FC802", "error", ("c2",))]
    assert "expect_column_values_to_not_be_null" in found[0].message
    described = {"type": "expect_column_max_to_be_between", "kwargs": {"column": "value_float", "max_value": 60}}
    found = expectations.evaluate(made, [write(tmp_path, described | {"description": "不该超过60"})])
    assert rules(found) == [("FC802", "error", ())]
    assert "不该超过60" in found[0].message
    assert "68.4" in found[0].message


def test_a_built_in_expectation_on_facts_brings_the_facts_claims(tmp_path: Path) -> None:
    entry = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "sources", "min_value": 3}}
    found = expectations.evaluate(
        replace(conflict(), facts=(replace(conflict().facts[0], verdict="agree"),)),
        [write(tmp_path, entry, meta={"table": "facts", "severity": "note"})],
    )
    assert rules(found) == [("FC802", "note", ("c1", "c2"))]
    assert found[0].fact == "f1"


def test_an_exception_is_an_error_of_the_check(tmp_path: Path) -> None:
    # no pandas engine computes it
    entry = {"type": "expect_column_values_to_match_like_pattern", "kwargs": {"column": "text", "like_pattern": "%"}}
    broken = {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "text", "min_value": 1}}
    found = expectations.evaluate(result([claim("c1", **about("68.2"))]), [write(tmp_path, entry, broken)])
    assert rules(found) == [("FC899", "error", ()), ("FC899", "error", ())]
    assert "mine.json 第 1 条" in found[0].message


def test_a_rule_that_nothing_matches_says_so(tmp_path: Path) -> None:
    entry = {"type": "expect_series_to_be_monotone", "kwargs": {"indicator": "研发投入强渡"}}
    made = result([claim("c1", **about("5.6"), indicator="研发投入强度", measure="ratio")])
    found = expectations.evaluate(made, [write(tmp_path, entry)])
    assert rules(found) == [("FC808", "note", ())]
    assert "是不是“研发投入强度”" in found[0].message


def test_missing_numerals_are_found() -> None:
    made = result([], texts={"s1": "2025年有12家"}, skipped=[Skipped("s1", 0, 5, "2025年", "date")])
    found = expectations.evaluate(made)
    assert rules(found) == [("FC807", "warning", ())]
    assert "“12”" in found[0].message


def test_ids_do_not_depend_on_offsets_values_or_order() -> None:
    def ids(*rows: Any) -> list[str]:
        return sorted(one.id for one in expectations.evaluate(result(rows, documents=TWO)))

    bad = claim("c1", "101", "102")
    other = claim("c2", "103", "104", source="s2")
    before = ids(bad, other)
    assert len(before) == 2
    moved = claim("c9", "120", "121", start=70, end=75)
    assert ids(replace(other, id="c8"), moved) == before
    assert ids(bad, replace(bad, id="c5")) == ids(bad)


def test_duplicate_breaches_in_one_document_are_one_finding_with_all_claims() -> None:
    found = expectations.evaluate(result([claim("c1", "101", "102"), claim("c2", "103", "104")]))
    assert rules(found) == [("FC801", "warning", ("c1", "c2"))]


def test_a_stored_result_is_validated_alone(tmp_path: Path) -> None:
    data = {
        "schema_version": "1",
        "sources": [{"id": "s1", "path": "a.txt", "sha256": "0"}],
        "claims": [
            {
                "id": "c1", "source": "s1", "start": 0, "end": 5, "text": "168.2%", "value": "168.2", "low": "168.15",
                "high": "168.25", "unit": "%", "qualifier": "exact", "measure": "share", "basis": None,
                "entity": None, "indicator": "占比", "period": None, "attribution": None, "rule": "percent",
            }
        ],
    }  # fmt: skip
    file = tmp_path / "result.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert rules(expectations.validate_file(file)) == [("FC801", "warning", ("c1",))]


SEALED = """
import os, sys
seen = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def watch(event, args):
    if event.startswith(("socket.connect", "socket.get", "os.mkdir", "os.rename", "tempfile.")):
        seen.append((event, str(args)))
    elif event == "open" and args[0] != os.devnull and isinstance(args[2], int) and args[2] & WRITES:
        seen.append((event, str(args)))
sys.addaudithook(watch)
import atexit
atexit.register(lambda: print("SEEN", seen))
sys.path.insert(0, {tests!r})
from test_expectations_run import conflict
from factcheck import expectations
print("LOADED", "great_expectations" in sys.modules)
print("FOUND", len(expectations.evaluate(conflict())))
"""


def test_nothing_touches_the_network_or_writes_a_file(tmp_path: Path) -> None:
    code = SEALED.format(tests=str(ROOT / "tests"))
    environment = {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert run.stdout.split("\n")[:3] == ["LOADED False", "FOUND 1", "SEEN []"], run.stdout + run.stderr
    assert run.stderr == ""


def test_data_docs_are_written_only_where_they_are_asked_for(tmp_path: Path) -> None:
    suite = write(tmp_path, {"type": "expect_units_to_be_known", "kwargs": {}}, name="../up")
    expectations.evaluate(conflict(), [suite])
    assert [one.name for one in tmp_path.iterdir()] == ["mine.json"]
    with_pages = expectations.evaluate(conflict(), [suite], tmp_path / "site")
    assert with_pages == expectations.evaluate(conflict(), [suite])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mine.json", "site"]
    assert {one.parent.name for one in (tmp_path / "site").glob("*/index.html")} == {
        "_up",
        "factcheck-claims",
        "factcheck-facts",
    }


@pytest.mark.parametrize(
    "document", ["2025年，深圳市规模以上工业总产值5.1万亿元。\n", "一篇没有写到数据的短文。\n"], ids=["figure", "none"]
)
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"name": "m", "expectations": [{"type": "expect_unit_to_be_known", "kwargs": {}}]}', "expect_units_to_be"),
        ('{"name": "m", "expectations": [{"type": "expect_units_to_be_known", "kwargs": {"als": []}}]}', "als"),
        (
            '{"name": "m", "expectations": [{"type": "expect_column_values_to_be_null", "kwargs": {"column": "x"}}]}',
            "“x”",
        ),
        ('{"name": "m", "expectations": [}', "JSON"),
    ],
)
def test_the_command_line_ends_with_2_and_names_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, text: str, says: str, document: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(document, encoding="utf-8")
    Path("expectations").mkdir()
    Path("expectations/m.json").write_text(text, encoding="utf-8")
    code, _, err = run(capfdbinary, "run", "a.txt", "-q", "--no-cache")
    assert code == 2
    assert "expectations/m.json" in err
    assert says in err
    assert "Traceback" not in err


def test_a_sound_suite_where_no_figure_was_found_leaves_the_run_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("一篇没有写到数据的短文。\n", encoding="utf-8")
    Path("expectations").mkdir()
    write(Path("expectations"), {"type": "expect_units_to_be_known", "kwargs": {}})
    assert run(capfdbinary, "run", "a.txt", "-q", "--no-cache")[0] == 3


HALF_A_SPARK = {
    "__init__.py": "class SparkContext: pass\n",
    "sql/__init__.py": "class Column: pass\nclass DataFrame: pass\nclass Row: pass\nclass SparkSession: pass\n",
    "sql/connect/__init__.py": "import sys\nsys.exit(0)\n",
    "sql/connect/dataframe.py": "class DataFrame: pass\n",
}


def test_a_pyspark_that_ends_the_program_does_not_pass_a_check(tmp_path: Path) -> None:
    for name, text in HALF_A_SPARK.items():
        file = tmp_path / "pyspark" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "a.txt").write_text("2025年，深圳市规模以上工业总产值5.1万亿元。\n", encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nf = u.find_spec\n"
        "u.find_spec = lambda n, package=None: None if n == 'grpc' else f(n, package)\n"
    )
    environment = {"PYTHONPATH": f"{tmp_path}:{ROOT / 'src'}", "PATH": "/usr/bin:/bin"}
    words = [sys.executable, "-m", "factcheck.cli", "run", "a.txt", "--no-cache"]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "1 个数字" in done.stderr.splitlines()[-1]


def test_the_fingerprint_is_spared_only_while_a_suite_runs() -> None:
    from great_expectations.execution_engine import pandas_execution_engine as engine

    from factcheck.expectations import light

    usual = engine.hash_pandas_dataframe
    with light.unfingerprinted():
        assert engine.hash_pandas_dataframe(None) == "0" * 32
    assert engine.hash_pandas_dataframe is usual


def test_the_same_conflict_once_from_a_run_and_once_from_plain_great_expectations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import great_expectations as gx

    monkeypatch.chdir(tmp_path)
    for name, figure in (("a.txt", "5.1"), ("b.txt", "5.3")):
        Path(name).write_text(f"2025年，深圳市规模以上工业总产值{figure}万亿元。\n", encoding="utf-8")
    report = factcheck.run(["a.txt", "b.txt"], cache="off")
    (found,) = report.raised
    assert found.rule == "FC101"
    context = gx.get_context(mode="ephemeral")
    suite = expectations.load()[1]
    assert suite.name == "factcheck-facts"
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("facts")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": report.facts})
    broken = [
        breach
        for entry in suite.entries
        for breach in batch.validate(expectations.ExpectFactsToAgreeAcrossSources(**entry.kwargs)).result["details"][
            "breaches"
        ]
    ]
    assert [(one["fact"], sorted(one["claims"])) for one in broken] == [(found.fact, sorted(found.claims))]


@pytest.mark.parametrize(
    ("rule", "fact", "claims", "known"),
    [
        ("FC803", "f1", ("c9",), True),
        ("FC803", "f2", ("c2", "c1"), True),
        ("FC806", None, ("c1", "c3"), True),
        ("FC803", "f2", ("c1",), False),
        ("FC803", "f2", ("c1", "c9"), False),
        ("FC803", None, (), False),
        ("FC802", "f1", ("c1", "c2"), False),
    ],
)
def test_what_the_comparison_raised_is_known_by_its_fact_or_its_claims(rule, fact, claims, known) -> None:
    def finding(rule: str, fact: str | None, claims: tuple[str, ...]) -> Finding:
        return Finding("FC-1", rule, "error", fact, claims, "", "")

    raised = _Raised([finding("FC101", "f1", ("c1", "c2", "c3")), finding("FC401", None, ("c1", "c4"))])
    assert raised.has(finding(rule, fact, claims)) is known
