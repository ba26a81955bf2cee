"""`factcheck.run` and what it returns; every example of docs/python.md is run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from sample_result import sample

import factcheck
from factcheck import api, config, decisions, table

PAGE = (Path(__file__).parent.parent / "docs" / "python.md").read_text(encoding="utf-8")
A = "甲市2025年地区生产总值5.44万亿元。\n"
B = "甲市2025年地区生产总值5.61万亿元。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "稿件").mkdir()
    for name, text in (("旧稿.md", A), ("新稿.md", B)):
        (tmp_path / "稿件" / name).write_text(text.replace("甲市", "深圳市"), encoding="utf-8")
    (tmp_path / ".git").mkdir()  # the search for settings ends here
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space: dict[str, object] = {}
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    assert len(examples) == 5
    for code in examples:
        exec(compile(code, "docs/python.md", "exec"), space)
    printed = capsys.readouterr().out
    assert "<factcheck.Report: 2 documents, 2 claims, 1 errors, 0 warnings>" in printed
    assert "error FC" in printed
    assert "message what is wrong" in printed
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!")
    assert "互相矛盾" in str(space["text"])


def test_tables(folder: Path) -> None:
    report = factcheck.run(["稿件/旧稿.md", Path("稿件/新稿.md")], expectations=False, cache="off")
    columns = {"claims": table.CLAIMS, "facts": table.FACTS, "findings": table.FINDINGS, "skipped": table.SKIPPED}
    for name, wanted in (columns | {"sources": table.SOURCES}).items():
        frame = getattr(report, name)
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == [column.name for column in wanted]
        assert getattr(report, name) is frame  # made once
    assert list(report.sources["claim_count"]) == [1, 1]
    assert list(report.findings["severity"]) == ["error"]
    assert report.facts["verdict"].tolist() == ["conflict"]


def test_it_finds_what_the_command_line_finds(folder: Path) -> None:
    command = [sys.executable, "-m", "factcheck.cli", "run", "稿件", "-o", "json", "--no-cache", "-q"]
    printed = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False).stdout
    assert factcheck.run("稿件", cache="off").to("json").strip() == printed.strip()


def test_decisions_and_rules_count(folder: Path) -> None:
    report = factcheck.run("稿件", expectations=False, cache="off")
    (finding,) = report.raised
    made = decisions.make(report.result, finding, "both-ok", "rounding", by="t", today=date(2026, 1, 1))
    decisions.put(folder / "factcheck.decisions.toml", made)
    after = factcheck.run("稿件", expectations=False, cache="off")
    assert [one.state for one in after.result.findings] == ["both-ok"]
    assert after.raised == ()
    off = config.override(config.Config(), rules={finding.rule: "off"}, cache="off", expectations=False)
    assert factcheck.run("稿件", config=off).result.findings == ()


def test_against_keeps_what_touches_the_draft(folder: Path) -> None:
    (folder / "稿件" / "另一稿.md").write_text("广州市2025年常住人口1900万人。\n", encoding="utf-8")
    draft = factcheck.run("稿件/另一稿.md", against="稿件", expectations=False, cache="off")
    assert draft.raised == ()
    assert len(factcheck.run("稿件/新稿.md", against="稿件", expectations=False, cache="off").raised) == 1


def test_what_was_not_read_is_said(folder: Path) -> None:
    report = factcheck.run(["稿件", "没有.md"], expectations=False, cache="off")
    assert not report.complete
    assert "没有.md" in report._repr_html_()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"paths": ()}, "没有要检查的文件"),
        ({"paths": "稿件", "config": "没有.toml"}, "找不到配置文件"),
        ({"paths": "稿件", "jbos": 2}, "jbos"),
        ({"paths": "稿件", "expectations_dir": "没有"}, "没有 expectations 文件夹"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(folder: Path, call: dict[str, object], said: str) -> None:
    with pytest.raises(factcheck.FactcheckError, match=said):
        factcheck.run(**call)  # type: ignore[arg-type]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(factcheck.FactcheckError, match="docx"):
        api.Report(sample()).to("docx")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


def test_a_notebook_cell_runs_nothing_of_a_document() -> None:
    bad = "<script>alert(1)</script><img src=x onerror='x'>\u202e\"'&"
    result = sample()
    findings = tuple(replace(one, message=bad, cause=bad, state="open") for one in result.findings)
    problems = tuple(replace(one, path=bad, reason=bad, fatal=True) for one in result.problems)
    html = api.Report(replace(result, findings=findings, problems=problems))._repr_html_()
    parser = _Tags()
    parser.feed(html)
    assert {tag for tag, _ in parser.tags} <= {"div", "p", "strong", "ul", "li", "table", "tbody", "tr", "td"}
    assert {name for _, attrs in parser.tags for name, _ in attrs} == {"lang"}
    assert "alert(1)" in html  # shown, not run


def _loaded(code: str) -> Iterator[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    yield from done.stdout.split()


def test_importing_the_package_is_light() -> None:
    loaded = set(_loaded("import factcheck"))
    assert not loaded & {"pandas", "pydantic", "great_expectations", "factcheck.model", "typing"}


def test_names() -> None:
    assert set(factcheck.__all__) >= {"run", "Report", "FactcheckError"}
    assert all(hasattr(factcheck, name) for name in factcheck.__all__)
    assert factcheck.Report is api.Report
    with pytest.raises(AttributeError):
        _ = factcheck.nothing
