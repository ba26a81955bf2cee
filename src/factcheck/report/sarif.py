"""SARIF 2.1.0 for code hosts and editors.

One location a result: the passage to look at first. The others are related locations, linked from
the message. Columns are Unicode code points and `columnKind` says so. Settled findings are kept,
suppressed with their state, so that a host closes them instead of forgetting them.
"""

from __future__ import annotations

import json
import re
from typing import Any

from factcheck import __version__
from factcheck.model import Finding, Problem, Result
from factcheck.report.labels import Lang, brackets, colon, phrase
from factcheck.report.machine import Index, Place, fingerprint, line, relative, safe, titles, uri
from factcheck.report.view import Options
from factcheck.states import SILENT

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"


def render(result: Result, options: Options = Options()) -> str:  # noqa: B008 - frozen
    """The log with one run."""
    index = Index(result, options.lang)
    rules = sorted({finding.rule for finding in result.findings})
    fatal = [problem for problem in result.problems if problem.fatal]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "factcheck",
                "semanticVersion": __version__,
                "version": __version__,
                "rules": [_rule(rule, options.lang) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "language": "zh-CN" if options.lang == "zh" else "en",
        "invocations": [
            {
                "executionSuccessful": not fatal,
                "toolExecutionNotifications": [_notice(problem, options.lang) for problem in result.problems],
            }
        ],
        "results": [_result(finding, index, rules) for finding in result.findings if _located(finding, index)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _located(finding: Finding, index: Index) -> bool:
    return any(name in index.claims for name in finding.claims)


def _rule(rule: str, lang: str) -> dict[str, Any]:
    chinese, english, page = titles(rule, lang)
    title = chinese if lang == "zh" else english
    return {
        "id": rule,
        "name": "".join(re.findall(r"[A-Za-z0-9]+", english.title())) or f"Rule{rule}",
        "shortDescription": {"text": safe(title)},
        "fullDescription": {"text": safe(title)},
        "help": {"text": safe(title), "markdown": safe(page)},
    }


def _result(finding: Finding, index: Index, rules: list[str]) -> dict[str, Any]:
    first, *others = index.places(finding)
    lang = index.lang
    links = phrase(lang, "semicolon").join(
        f"[{_label(line(other.claim.text))}{_label(brackets(lang, f'{line(other.path)} {other.words}'))}]({count})"
        for count, other in enumerate(others, 1)
    )
    said = _label(safe(finding.message)) + (
        "\n" + colon(lang, phrase(lang, "cause"), _label(safe(finding.cause))) if finding.cause else ""
    )
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.severity,
        "message": {"text": said + ("\n" + colon(lang, phrase(lang, "also_at"), links) if links else "")},
        "locations": [_location(first, lang)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{fingerprint(finding.id)}:1",
            "factcheckFinding/v1": finding.id,
        },
        "properties": {"id": finding.id, "state": finding.state},
    }
    if others:
        result["relatedLocations"] = [_location(other, lang) | {"id": count} for count, other in enumerate(others, 1)]
    if finding.state in SILENT:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.state}]
    return result


def _label(text: str) -> str:
    """Text in which brackets are no link."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _location(place: Place, lang: Lang) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(place.path), "uriBaseId": ROOT}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.region is None:  # a PDF has no lines; hosts want one all the same, the page is named beside it
        physical["region"] = {"startLine": 1}
        location["logicalLocations"] = [{"name": line(place.words or place.path)}]
    else:
        physical["region"] = {
            "startLine": place.region.line,
            "startColumn": place.region.column,
            "endLine": place.region.end_line,
            "endColumn": place.region.end_column,
            "snippet": {"text": safe(place.claim.text)},
        }
    location["message"] = {"text": _label(line(place.claim.text + brackets(lang, f"{place.path} {place.words}")))}
    return location


def _notice(problem: Problem, lang: Lang) -> dict[str, Any]:
    place = problem.path + brackets(lang, problem.place or "")
    return {
        "level": "error" if problem.fatal else "warning",
        "message": {"text": _label(line(colon(lang, phrase(lang, "unread"), place, problem.reason)))},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": uri(relative(problem.path)), "uriBaseId": ROOT}}}
        ],
    }
