"""GitLab Code Quality: an array of issues, each at one place."""

from __future__ import annotations

import json
from typing import Any

from factcheck.model import Finding, Result
from factcheck.report.labels import Lang, brackets, colon, phrase
from factcheck.report.machine import Index, fingerprint, line, relative, worst_first
from factcheck.report.view import Options

SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}


def render(result: Result, options: Options = Options()) -> str:  # noqa: B008 - frozen
    """The issues; a finding that someone settled is left out, which closes it in GitLab."""
    index = Index(result, options.lang)
    issues = [_issue(finding, index) for finding in worst_first(result.findings)]
    issues += [_unread(problem.path, problem.reason, options.lang) for problem in result.problems if problem.fatal]
    return json.dumps([one for one in issues if one], ensure_ascii=False, indent=1) + "\n"


def _issue(finding: Finding, index: Index) -> dict[str, Any]:
    places = index.places(finding)
    if not places:
        return {}
    first, *others = places
    lang = index.lang
    also = phrase(lang, "semicolon").join(f"{other.path} {other.words} {other.claim.text}" for other in others)
    said = finding.message + (brackets(lang, colon(lang, phrase(lang, "also_at"), also)) if also else "")
    location: dict[str, Any] = {"path": line(first.path), "lines": {"begin": 1}}
    if first.region is not None:
        begin = {"line": first.region.line, "column": first.region.column}
        end = {"line": first.region.end_line, "column": first.region.end_column}
        location["lines"] = {"begin": begin["line"], "end": end["line"]}
        location["positions"] = {"begin": begin, "end": end}
    return {
        "description": line(said),
        "check_name": finding.rule,
        "fingerprint": fingerprint(finding.id),
        "severity": SEVERITIES[finding.severity],
        "location": location,
    }


def _unread(path: str, reason: str, lang: Lang) -> dict[str, Any]:
    return {
        "description": line(colon(lang, phrase(lang, "unread"), reason)),
        "check_name": "unread",
        "fingerprint": fingerprint("unread", path),
        "severity": "blocker",
        "location": {"path": line(relative(path)), "lines": {"begin": 1}},
    }
