"""SARIF, JUnit, GitHub, GitLab and CSV: shape, places behind Chinese text, hostile documents."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
import schemas
from sample_result import clean, empty, hostile, many, sample

from factcheck.model import Problem
from factcheck.report import Options, render
from factcheck.report.csv import guarded
from factcheck.report.github import summary
from factcheck.report.machine import relative

MACHINE = ("sarif", "junit", "github", "gitlab", "csv")
TEXT = {"type": "object", "properties": {"text": {"type": "string", "minLength": 1}}, "required": ["text"]}


def closed(**properties: Any) -> dict[str, Any]:
    """An object with these keys and no others; a key that ends in _ may be missing."""
    named = {name.rstrip("_"): value for name, value in properties.items()}
    required = [name for name in properties if not name.endswith("_")]
    return {"type": "object", "properties": named, "required": required, "additionalProperties": False}


def several(item: Any, at_least: int = 0, at_most: int = 10**6) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": at_least, "maxItems": at_most}


ONE = {"type": "integer", "minimum": 1}
STRING = {"type": "string"}
ARTIFACT = closed(uri={"type": "string", "pattern": "^[A-Za-z0-9%._~/-]+$"}, uriBaseId={"const": "%SRCROOT%"})
REGION = closed(startLine=ONE, startColumn_=ONE, endLine_=ONE, endColumn_=ONE, snippet_=TEXT)
PHYSICAL = closed(artifactLocation=ARTIFACT, region_=REGION)
LOCATION = closed(
    id_={"type": "integer"}, physicalLocation=PHYSICAL, logicalLocations_=several(closed(name=STRING)), message_=TEXT
)
# the part of SARIF 2.1.0 that we write, closed: whatever else appears is a mistake
SARIF = closed(
    **{"$schema": STRING},
    version={"const": "2.1.0"},
    runs=several(
        closed(
            tool=closed(
                driver=closed(
                    name={"const": "factcheck"},
                    version=STRING,
                    semanticVersion=STRING,
                    rules=several(
                        closed(
                            id=STRING,
                            name=STRING,
                            shortDescription=TEXT,
                            fullDescription=TEXT,
                            help=closed(text=STRING, markdown=STRING),
                        )
                    ),
                )
            ),
            columnKind={"const": "unicodeCodePoints"},
            newlineSequences=several(STRING),
            language={"enum": ["zh-CN", "en"]},
            invocations=several(
                closed(
                    executionSuccessful={"type": "boolean"},
                    toolExecutionNotifications=several(
                        closed(level={"enum": ["error", "warning"]}, message=TEXT, locations=several(LOCATION))
                    ),
                )
            ),
            results=several(
                closed(
                    ruleId=STRING,
                    ruleIndex={"type": "integer", "minimum": 0},
                    level={"enum": ["error", "warning", "note"]},
                    message=TEXT,
                    locations=several(LOCATION, 1, 1),
                    relatedLocations_=several(LOCATION, 1),
                    partialFingerprints={"type": "object", "required": ["primaryLocationLineHash"]},
                    properties={"type": "object"},
                    suppressions_=several(
                        closed(kind={"const": "external"}, status={"const": "accepted"}, justification=STRING)
                    ),
                )
            ),
        ),
        1,
        1,
    ),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [sample, clean, empty, hostile, lambda: many(60)])
def test_sarif_is_valid_by_the_whole_schema(make, lang):
    assert schemas.faults(schemas.SARIF, json.loads(render("sarif", make(), Options(lang=lang)))) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda run: run.update(columnKind="bytes"),
        lambda run: run["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda run: run["results"][0].update(level="fatal"),
        lambda run: run["results"][0].pop("message"),
        lambda run: run["results"][0].update(colour="red"),
        lambda run: run["tool"]["driver"]["rules"].append(run["tool"]["driver"]["rules"][0]),
        lambda run: run["invocations"][0].pop("executionSuccessful"),
    ],
)
def test_the_whole_schema_refuses_what_is_not_sarif(spoil):
    log = json.loads(render("sarif", sample()))
    spoil(log["runs"][0])
    assert schemas.faults(schemas.SARIF, log)


def parsed(make: Any) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(render("sarif", make()))["runs"][0]
    return run


@pytest.mark.parametrize("make", [sample, clean, empty, hostile])
def test_sarif_has_the_shape_that_hosts_take(make):
    validator = jsonschema.Draft202012Validator(SARIF)
    log = json.loads(render("sarif", make()))
    assert [f"{list(e.path)}: {e.message}" for e in validator.iter_errors(log)] == []
    run = log["runs"][0]
    for found in run["results"]:
        assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"]
        linked = set(re.findall(r"(?<!\\)\]\((\d+)\)", found["message"]["text"]))
        assert linked == {str(other["id"]) for other in found.get("relatedLocations", ())}


def slice_at(text: str, region: dict[str, int]) -> str:
    """What stands at a region, counted as the format says: lines by \\n, columns in code points from 1."""
    assert region["startLine"] == region["endLine"]
    return text.split("\n")[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]


def test_sarif_regions_behind_chinese_text_are_exact():
    texts = {source.path: sample().texts[source.id] for source in sample().sources}
    checked = 0
    for found in parsed(sample)["results"]:
        for location in (*found["locations"], *found.get("relatedLocations", ())):
            place = location["physicalLocation"]
            if "endColumn" in place["region"]:
                text = texts[unquote(place["artifactLocation"]["uri"])]
                assert slice_at(text, place["region"]) == place["region"]["snippet"]["text"]
                checked += 1
    assert checked >= 8


def test_sarif_puts_the_lower_tier_source_first_and_pages_in_words():
    gdp, people, *_ = parsed(sample)["results"]
    assert unquote(people["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == "稿件/雲州日報 0224.txt"
    assert gdp["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert gdp["locations"][0]["logicalLocations"] == [{"name": "第 3 页"}]


def test_sarif_says_what_was_not_read_and_keeps_settled_findings_suppressed():
    run = parsed(sample)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert [n["level"] for n in run["invocations"][0]["toolExecutionNotifications"]] == ["error", "warning"]
    assert [r["properties"]["state"] for r in run["results"] if "suppressions" in r] == ["both-ok"]


def test_sarif_fingerprints_do_not_change_when_text_moves():
    def prints(result: Any) -> list[Any]:
        return [r["partialFingerprints"] for r in json.loads(render("sarif", result))["runs"][0]["results"]]

    moved = tuple(replace(c, line=c.line + 7, column=1, start=c.start + 99, end=c.end + 99) for c in sample().claims)
    assert prints(replace(sample(), claims=moved)) == prints(sample())


def test_a_figure_broken_over_two_lines_ends_on_the_second():
    broken = tuple(replace(c, text="1.67\n万亿元") if c.id == "a1" else c for c in sample().claims)
    found = json.loads(render("sarif", replace(sample(), claims=broken)))["runs"][0]["results"][0]
    region = found["relatedLocations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"], region["endColumn"]) == (3, 4, 4)
    note = render("github", replace(sample(), claims=broken))
    assert (
        "col=" not in next(row for row in note.splitlines() if "line=3,endLine=4" in row) if "endLine=4" in note else 1
    )


def test_junit_has_one_case_a_fact_and_counts_that_add_up():
    root = ElementTree.fromstring(render("junit", sample()))
    suite = root.find("testsuite")
    assert suite is not None
    cases = suite.findall("testcase")
    facts = [case for case in cases if case.get("classname") == "云州市"]
    assert len(facts) == len(sample().facts)
    for name, key in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert suite.get(key) == str(sum(case.find(name) is not None for case in cases))
    assert suite.get("tests") == str(len(cases)) == root.get("tests")
    singles = [fact for fact in sample().facts if fact.verdict == "single"]
    assert suite.get("skipped") == str(len(singles))  # not compared is not passed
    assert "稿件/统计公报.txt:3:19: 1.67万亿元" in (facts[0].findtext("failure") or "")


def test_junit_tells_settled_findings_without_failing():
    root = ElementTree.fromstring(render("junit", sample()))
    told = [case for case in root.iter("testcase") if case.find("system-out") is not None]
    assert ["both-ok" in (case.findtext("system-out") or "") for case in told] == [True]
    assert all(case.find("failure") is None for case in told)


def test_github_columns_and_escapes():
    rows = render("github", sample()).splitlines()
    (people,) = [row for row in rows if "file=稿件/雲州日報 0224.txt,line=1," in row]
    text = sample().texts["s3"].split("\n")[0]
    found = re.search(r"col=(\d+),endColumn=(\d+)", people)
    assert found is not None
    assert text[int(found[1]) - 1 : int(found[2]) - 1] == "1779萬人"
    assert "（1.1%25）" in people
    assert "%0A对照：稿件/统计公报.txt:7:9 1798.95万人" in people


def test_github_gives_the_worst_and_counts_the_rest():
    rows = render("github", many(90)).splitlines()
    assert (sum(r.startswith("::error ") for r in rows), sum(r.startswith("::warning ") for r in rows)) == (10, 10)
    open_ = [f for f in many(90).findings if f.state != "both-ok" and f.severity != "note"]
    assert rows[-1].startswith(f"::notice title=factcheck::还有 {len(open_) - 20} 条")


def test_github_properties_cannot_be_broken_out_of():
    problem = Problem("a,b:c%d\r\n::error::evil", "x\n::set-output name=x::y")
    source = replace(sample().sources[2], path="稿,件:%\n.txt")
    result = replace(sample(), sources=(*sample().sources[:2], source, sample().sources[3]), problems=(problem,))
    rows = render("github", result).splitlines()
    assert all(re.match(r"::(error|warning|notice) ", row) for row in rows)
    assert "::error file=稿%2C件%3A%25%0A.txt,line=" in "\n".join(rows)


def test_the_job_summary_stays_below_its_limit_and_is_cut_between_rows():
    whole = summary(many(300))
    cut = summary(many(300), limit=20_000)
    assert len(cut.encode()) <= 20_000 < len(whole.encode())
    rows = [row for row in cut.splitlines() if row.startswith("| ")]
    assert all(row.endswith(" |") for row in rows)
    shown = len(rows) - 1
    assert f"还有 {sum(f.state != 'both-ok' for f in many(300).findings) - shown} 条" in cut


def test_gitlab_issues():
    issues = json.loads(render("gitlab", sample()))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 6  # 5 open findings, 1 unread file
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
    begin = issues[1]["location"]["positions"]["begin"]
    assert sample().texts["s3"].split("\n")[begin["line"] - 1][begin["column"] - 1 :].startswith("1779萬人")


def test_csv_has_a_row_a_claim_that_a_spreadsheet_reads():
    text = render("csv", sample())
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == sum(len(f.claims) for f in sample().findings)
    assert (rows[0]["text"], rows[0]["value"], rows[0]["low"]) == ("1.67万亿元", "1670000000000", "1665000000000")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "－5.4%", " =1", "\u200b=1"])
def test_csv_never_starts_a_formula_with_text_of_a_document(start):
    assert guarded("text", start).startswith("'")
    assert guarded("value", "-5.4") == "-5.4"
    assert guarded("text", "5亿元") == "5亿元"


@pytest.mark.parametrize("name", MACHINE)
@pytest.mark.parametrize("make", [sample, hostile, clean, empty, lambda: many(40)])
def test_every_format_is_utf8_stable_and_without_controls(name, make):
    text = render(name, make(), Options())
    assert text == render(name, make(), Options())
    text.encode("utf-8")
    if name != "csv":
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", text)


def test_hostile_text_stays_text():
    root = ElementTree.fromstring(render("junit", hostile()))
    assert len(list(root.iter("testcase"))) == 2
    issues = json.loads(render("gitlab", hostile()))
    assert len(issues) == 2
    rows = list(csv.DictReader(io.StringIO(render("csv", hostile()).removeprefix("\ufeff"))))
    assert [row["claim"] for row in rows] == ["a1", "b1"]
    page = summary(hostile())
    assert "<script>" not in page
    assert not re.search(r"(?<!\\)\]\(", page)


@pytest.mark.parametrize(
    ("path", "shown"), [("a/b.txt", "a/b.txt"), ("./a.txt", "a.txt"), ("-", "stdin"), ("/nowhere/x.txt", "x.txt")]
)
def test_paths_are_relative_and_name_no_machine(path, shown):
    assert relative(path) == shown


def test_absolute_paths_below_the_working_folder_become_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert relative(str(tmp_path / "稿" / "a.txt")) == "稿/a.txt"
    assert relative(str(tmp_path.parent / "b.txt")) == "b.txt"
