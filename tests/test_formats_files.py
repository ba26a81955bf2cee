"""From files to every format: hostile names and texts, places behind wide characters."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest

import factcheck
from factcheck.report import FORMATS

LONG = "这是一段没有数字的话" * 1000  # 10,000 characters in one line
HEAD = "\ufeff𠮷野家、😀、雲州：<script>window.hacked=1</script>\u202e\"'&`|,=cmd\u2066\n\n"
FIGURE = "1.76万亿元"
TEXTS = {
    "甲 \"'<b>&`$(id)=1,x.txt": f"{HEAD}{LONG}。\n\n　　😀𠮷。深圳市2025年地区生产总值1.67万亿元。\n",
    "乙|\u202etxt.md": f"{HEAD}{LONG}\n\n𠮷𠮷😀。深圳市2025年地区生产总值{FIGURE}，再说一句。\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> factcheck.Report:
    folder = tmp_path_factory.mktemp("files")
    for name, text in TEXTS.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return factcheck.run(sorted(TEXTS), expectations=False, cache="off", jobs=1)


def place(name: str, figure: str) -> tuple[int, int]:
    """Line and column from 1, counted in code points of the text without its byte order mark."""
    before = TEXTS[name].removeprefix("\ufeff").split(figure)[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


PLACES = {(name, figure): place(name, figure) for name, figure in zip(TEXTS, ("1.67万亿元", FIGURE), strict=True)}


def test_the_two_are_compared_and_stand_where_they_stand(report: factcheck.Report) -> None:
    (finding,) = [one for one in report.result.findings if one.severity == "error"]
    paths = {one.id: one.path for one in report.result.sources}
    claims = {one.id: one for one in report.result.claims}
    found = {(paths[claims[c].source], claims[c].text): (claims[c].line, claims[c].column) for c in finding.claims}
    assert found == PLACES


def test_each_format_counts_as_it_says(report: factcheck.Report) -> None:
    wanted = set(PLACES.values())
    run = json.loads(report.to("sarif"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = [one for one in run["results"] if one["level"] == "error"]
    regions = [one["physicalLocation"]["region"] for one in (*result["locations"], *result["relatedLocations"])]
    assert {(one["startLine"], one["startColumn"]) for one in regions} == wanted
    assert {one["endColumn"] - one["startColumn"] for one in regions} == {len(FIGURE)}
    told = report.to("junit")
    assert all(f":{line}:{column}: " in told for line, column in wanted)
    row = next(row for row in report.to("github").splitlines() if row.startswith("::error "))
    line, column = (int(re.search(rf"[ ,]{key}=(\d+)", row)[1]) for key in ("line", "col"))  # type: ignore[index]
    assert (line, column) in wanted
    issue = next(one for one in json.loads(report.to("gitlab")) if one["severity"] in ("critical", "major"))
    begins = issue["location"].get("lines", {}).get("begin") or issue["location"]["positions"]["begin"]["line"]
    assert begins in {line for line, _ in wanted}
    table = list(csv.DictReader(io.StringIO(report.to("csv").removeprefix("\ufeff"))))
    assert {(int(one["line"]), int(one["column"])) for one in table} >= wanted
    stored = json.loads(report.to("json"))
    shown = {(one["line"], one["column"]) for one in stored["claims"]}
    assert shown >= wanted


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_files_change_nothing(report: factcheck.Report, name: str) -> None:
    text = report.to(name)
    assert text == report.to(name)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    assert "\0" not in text
    if name == "html":
        assert "<script>window.hacked" not in text
        assert text.count("</script>") == len(re.findall(r"<script[\s>]", text))
    if name == "junit":
        ElementTree.fromstring(text)
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)
    if name == "markdown":
        assert "<script>" not in text
        cells = {
            len(re.findall(r"(?<!\\)\|", row)) for row in text.splitlines() if row.startswith("| ") and "FC-" in row
        }
        assert len(cells) == 1
    if name == "csv":
        widths = {len(row) for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))}
        assert len(widths) == 1
    if name == "github":
        assert all(row.startswith("::") for row in text.splitlines())
