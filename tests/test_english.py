"""Reports in English: every sentence of ours, in every format; what documents say stays as it is."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sample_result import hostile, many, sample

import factcheck
from factcheck import evidence
from factcheck.expectations.suites import shipped
from factcheck.lexicon import rows
from factcheck.model import Claim, Problem, Source
from factcheck.report import FORMATS, Options, render
from factcheck.report.english import in_english, translated
from factcheck.report.github import summary
from factcheck.report.steps import finding_page
from factcheck.rules import catalogue

HAN = re.compile(r"[\u4e00-\u9fff]")
HOLE = re.compile(r"\{(\w+)(\*?)\}")
QUOTED = re.compile(r"“[^”]*”")
DRAFTS = {
    "a.txt": "云州市2025年地区生产总值1.67万亿元，同比增长5.4%。云州市2025年末常住人口超1779万人。\n"
    "云州市2025年进出口总额8648.5亿元，其中出口5797.5亿元，进口2751亿元。云州市某产业规模居全国首位。\n",
    "b.txt": "云州市2025年地区生产总值1.76万亿元，同比增长5.4%。云州市2025年末常住人口超1797万人。\n"
    "云州市2025年进出口总额8684.5亿元，其中出口5797.5亿元，进口2751亿元。云州市某产业规模居全国第二位。\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> factcheck.Report:
    folder = tmp_path_factory.mktemp("drafts")
    for name, text in DRAFTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return factcheck.run(["a.txt", "b.txt", "缺失的文稿.txt"], expectations=False, cache="off", jobs=1, lang="en")


@pytest.mark.parametrize(("chinese", "english"), rows("english"))
def test_a_sentence_is_told_by_its_own_row(chinese: str, english: str) -> None:
    def filled(hole: re.Match[str]) -> str:
        return hole[1] if hole[1].isdigit() else f"{len(hole[1])}亿" if hole[1].startswith("q") else f"<{hole[1]}>"

    assert {hole[1] for hole in HOLE.finditer(english)} <= {hole[1] for hole in HOLE.finditer(chinese)}
    assert translated(HOLE.sub(filled, chinese)) == HOLE.sub(filled, english)
    assert not HAN.search(HOLE.sub("", english).replace("理由", ""))


@pytest.mark.parametrize("rule", catalogue().values(), ids=lambda rule: rule.id)
def test_a_cause_keeps_what_it_names(rule) -> None:
    cause = rule.because("1.5亿", "2亿", "2025年上半年")
    (told,) = in_english(
        replace(sample(), findings=(replace(sample().findings[0], rule=rule.id, cause=cause),))
    ).findings
    assert not HAN.search(QUOTED.sub("", told.cause)), told.cause
    for part, hole in (("1.5亿", "{a}"), ("2亿", "{b}"), ("first half of 2025", "{detail}")):
        assert (part in told.cause) == (hole in rule.cause)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("同一时期：2025年前三季度", "same period: first three quarters of 2025"),
        ("同一时期：“十四五”期间", "same period: the “十四五” plan period"),
        (
            "时期相当：2025年、截至2025年11月30日",
            "periods that amount to the same: 2025, as of 2025-11-30",
        ),
        ("同一指标：对外承包工程、劳务合作", "same indicator: 对外承包工程、劳务合作"),
        ("来源较新（2025年3月1日）", "newer source (2025-3-1)"),
        ("出口5亿元＋进口3亿元＝8亿元至8.1亿元", "出口5亿元＋进口3亿元 = 8亿元 to 8.1亿元"),
        ("按规定，", "按规定，"),
        ("一" * 5000, "一" * 5000),
    ],
)
def test_sentences_within_sentences(chinese: str, english: str) -> None:
    assert translated(chinese) == english


def test_every_reason_for_a_reading_has_its_english() -> None:
    source = Source("s1", "a.txt", "", tier=1)
    claim: Claim = replace(sample().claims[0], source="s1")
    case = evidence._case([claim], {"s1": source}, {}, {claim.id: ["出口5亿元＋进口3亿元＝8亿元"]})
    for number in range(1, 13):
        made = replace(case, witnesses=number, late=True, early=True, newest=sample().sources[0].published)
        for reason in evidence._reasons(made, made.newest, telling=True):
            assert translated(reason) != reason
    assert translated("来源级别：第7级") == "standing of the source: tier 7"


def test_the_suites_that_ship_say_nothing_that_has_no_english() -> None:
    told = [entry.description or "" for suite in shipped() for entry in suite.entries]
    assert [text for text in told if HAN.search(translated(text))] == []


def words(text: str) -> str:
    """A report without what documents said: quotes, names of entities and indicators, file names."""
    for name in ("云州市", "地区生产总值", "常住人口", "进出口总额", "出口总额", "进口总额", "某产业", "规模"):
        text = text.replace(name, "")
    return QUOTED.sub("", text)


def test_what_a_run_finds_is_said_in_english(report: factcheck.Report) -> None:
    told = in_english(report.result)
    assert len(told.findings) >= 4
    for finding in told.findings:
        reasons = [reason for option in finding.options for reason in option.reasons]
        for text in (finding.message, finding.cause, *finding.why_paired, *reasons):
            assert not HAN.search(re.sub(r"[\d.]+[万亿]*元?", "", words(text))), text
    assert [one.reason for one in told.problems] == ["there is no such file"]
    assert not HAN.search(words(" ".join(report.findings["message"])))
    assert "there is no such file" in report._repr_html_()


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "json"])
def test_each_format_has_english_words_only_around_the_documents(report: factcheck.Report, name: str) -> None:
    text = report.to(name)
    for chinese in (
        "互相矛盾",
        "可能的原因",
        "对照",
        "未检查",
        "文件不存在",
        "一家来源",
        "同一",
        "矛盾",
        "相差",
        "，又写",
    ):
        assert chinese not in text.replace("\\u", ""), chinese
    if name not in ("csv", "html"):
        assert re.search("contradict|differ", text)


def test_the_summary_and_the_steps_are_english(report: factcheck.Report) -> None:
    text = summary(report.result, lang="en")
    assert "documents and" in text
    assert "| Level | Rule | Fact | Figures | What is wrong |" in text
    page = finding_page(report.result, report.result.findings[0], "en")
    for line in page.splitlines():
        if not line.strip(" -").startswith(
            ("text ", "value ", "aligned by", "figure:", "name:", "entity:", "meaning", "1. ", "2. ")
        ):
            assert not HAN.search(words(line)), line


def test_json_in_english_is_a_result_that_can_be_read_again(report: factcheck.Report) -> None:
    from factcheck.store import parse

    stored = parse(json.loads(report.to("json")), "r.json")
    assert [one.message for one in stored.findings] == [one.message for one in in_english(report.result).findings]
    assert render("json", stored, Options(lang="en")) == report.to("json")
    assert json.loads(report.to("json"))["schema_version"] == "1"


@pytest.mark.parametrize("make", [hostile, lambda: many(40)])
def test_hostile_and_many_findings_are_told_too(make) -> None:
    told = in_english(make())
    assert [one.id for one in told.findings] == [one.id for one in make().findings]


def test_what_the_table_does_not_know_stays(tmp_path: Path) -> None:
    problem = Problem("a.txt", "一句没有译文的话", "第 3 行")
    (told,) = in_english(replace(sample(), problems=(problem,))).problems
    assert (told.reason, told.place) == (problem.reason, "line 3")


SAYING = {"Unreadable", "Problem", "problem"}  # calls that tell a reader of a document what is wrong with it


def sentences(file: Path) -> list[str]:
    """Chinese sentences of a module that reach a report: what it says of documents, and details of causes."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYING:
            said += [*node.args, *(one.value for one in node.keywords)]
        elif isinstance(node, ast.Return) and node.value is not None and file.stem == "causes":
            said += [node.value] if not isinstance(node.value, ast.IfExp) else [node.value.body, node.value.orelse]
    return [text for one in said if HAN.search(text := literal(one))]


def literal(node: ast.expr) -> str:
    """A string as it is, or with 7 for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


PACKAGE = Path(factcheck.__file__).parent
MODULES = [PACKAGE / "causes.py", PACKAGE / "documents.py", *sorted((PACKAGE / "load").glob("*.py"))]


def test_what_documents_and_causes_are_told_has_its_english() -> None:
    told = [text for file in MODULES for text in sentences(file)]
    assert len(told) > 30
    assert [text for text in told if HAN.search(translated(text))] == []
