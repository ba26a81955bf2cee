"""JUnit XML: one test case a fact.

A fact that stands in one place only was not compared: skipped, never passed. What could not be
read is an error of its own. A finding that nobody settled is a failure of its fact; a note or a
settled one is told in `system-out`.
"""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree as Tree

from factcheck.model import Fact, Finding, Result
from factcheck.report.labels import label, phrase
from factcheck.report.machine import Index, line, period, safe, titles
from factcheck.report.view import Options
from factcheck.states import SILENT


def render(result: Result, options: Options = Options()) -> str:  # noqa: B008 - frozen
    """The suite; the same result gives the same bytes (no times, no host)."""
    index = Index(result, options.lang)
    by_fact: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_fact[finding.fact if finding.fact in index.facts else None].append(finding)
    suite = Tree.Element("testsuite", name="factcheck")
    for problem in result.problems:
        if problem.fatal:
            case = Tree.SubElement(suite, "testcase", classname=phrase(options.lang, "unread"), name=line(problem.path))
            Tree.SubElement(case, "error", message=line(problem.reason), type="unread")
    for fact in result.facts:
        _case(suite, index, fact, by_fact[fact.id])
    for finding in by_fact[None]:
        name = f"{titles(finding.rule)[0 if options.lang == 'zh' else 1]} {finding.id}"
        _filled(Tree.SubElement(suite, "testcase", classname=finding.rule, name=line(name)), index, [finding])
    counts = {name: str(len(suite.findall(f"testcase/{name}"))) for name in ("failure", "error", "skipped")}
    total = {"tests": str(len(suite.findall("testcase"))), "failures": counts["failure"], "errors": counts["error"]}
    for name, value in (total | {"skipped": counts["skipped"]}).items():
        suite.set(name, value)
    root = Tree.Element("testsuites", {"name": "factcheck", **total})
    root.append(suite)
    Tree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def _case(suite: Tree.Element, index: Index, fact: Fact, findings: list[Finding]) -> None:
    words = (fact.indicator, fact.measure, fact.basis or "", fact.scope, fact.unit, period(fact.period, index.lang))
    name = " · ".join(word for word in words if word)
    case = Tree.SubElement(
        suite, "testcase", classname=line(fact.entity or phrase(index.lang, "no_entity")), name=line(name)
    )
    if findings:
        _filled(case, index, findings)
    elif fact.verdict == "single":
        Tree.SubElement(case, "skipped", message=label(index.lang, "compared", "single"))


def _filled(case: Tree.Element, index: Index, findings: list[Finding]) -> None:
    raised = [one for one in findings if one.severity != "note" and one.state not in SILENT]
    if raised:
        kind = "error" if any(one.severity == "error" for one in raised) else "warning"
        message = "；".join(line(one.message) for one in raised)
        Tree.SubElement(case, "failure", message=message, type=kind).text = _told(index, raised)
    others = [one for one in findings if one not in raised]
    if others:
        Tree.SubElement(case, "system-out").text = _told(index, others)


def _told(index: Index, findings: list[Finding]) -> str:
    lines: list[str] = []
    for finding in findings:
        lines += [f"{finding.id} {finding.rule} {finding.severity} {finding.state}", safe(finding.message)]
        lines += [safe(finding.cause)] if finding.cause else []
        for place in index.places(finding):
            at = f":{place.region.line}:{place.region.column}" if place.region else f" {place.words}"
            lines.append(line(f"  {place.path}{at}: {place.claim.text}"))
    return "\n".join(lines)
