"""GitHub: workflow commands that become annotations, and a job summary.

GitHub shows ten errors and ten warnings of a step and drops the rest silently; so the worst are
given and the rest is counted in a notice.
"""

from __future__ import annotations

from factcheck.model import Finding, Result
from factcheck.report.english import in_english
from factcheck.report.labels import Lang, brackets, colon, label, phrase
from factcheck.report.machine import Index, Place, line, safe, titles, worst_first
from factcheck.report.view import Options

SHOWN = 10  # a level, a step
SUMMARY_BYTES = 900 * 1024  # GitHub drops a summary above 1 MiB whole
_COMMANDS = {"error": "error", "warning": "warning"}


def render(result: Result, options: Options = Options()) -> str:  # noqa: B008 - frozen
    """One workflow command a line; notes are left to the reports."""
    lang = options.lang
    index = Index(result, lang)
    lines: list[str] = []
    fatal = [problem for problem in result.problems if problem.fatal]
    findings = worst_first(result.findings)
    room = SHOWN
    for problem in fatal[: SHOWN // 2]:
        lines.append(_command("error", {"title": phrase(lang, "unread")}, colon(lang, problem.path, problem.reason)))
        room -= 1
    hidden = max(0, len(fatal) - SHOWN // 2)
    for severity, limit in (("error", room), ("warning", SHOWN)):
        level = [finding for finding in findings if finding.severity == severity]
        lines += [_annotation(finding, index) for finding in level[:limit]]
        hidden += max(0, len(level) - limit)
    if hidden:
        lines.append(_command("notice", {"title": "factcheck"}, phrase(lang, "more_not_listed", n=hidden)))
    return "".join(f"{one}\n" for one in lines)


def _annotation(finding: Finding, index: Index) -> str:
    lang = index.lang
    places = index.places(finding)
    title = titles(finding.rule)[0 if lang == "zh" else 1]
    said = [finding.message, finding.cause]
    said += [colon(lang, phrase(lang, "also_at"), f"{_where(place)} {place.claim.text}") for place in places[1:]]
    properties = _properties(places[0]) if places else {}
    properties["title"] = f"{finding.rule} {title} {finding.id}"
    return _command(_COMMANDS[finding.severity], properties, "\n".join(one for one in said if one))


def _where(place: Place) -> str:
    return f"{place.path}:{place.region.line}:{place.region.column}" if place.region else f"{place.path} {place.words}"


def _properties(place: Place) -> dict[str, str]:
    """Columns count characters from 1; GitHub takes them only where the region is on one line."""
    found = {"file": place.path}
    if place.region is None:
        return found
    found |= {"line": str(place.region.line), "endLine": str(place.region.end_line)}
    if place.region.line == place.region.end_line:
        found |= {"col": str(place.region.column), "endColumn": str(place.region.end_column)}
    return found


def _command(name: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(safe(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")


def summary(result: Result, *, limit: int = SUMMARY_BYTES, lang: Lang = "zh") -> str:
    """The job summary in Markdown, cut between rows so that it stays within `limit` bytes of UTF-8."""
    if lang == "en":
        result = in_english(result)
    index = Index(result, lang)
    findings = worst_first(result.findings)
    counts = {name: sum(one.severity == name for one in findings) for name in ("error", "warning", "note")}
    head = [
        "## factcheck",
        "",
        phrase(
            lang,
            "summary_counts",
            errors=counts["error"],
            warnings=counts["warning"],
            notes=counts["note"],
            documents=len(result.sources),
            claims=len(result.claims),
        ),
        "",
    ]
    unread = [one for one in result.problems if one.fatal][:100]
    head += [f"- **{phrase(lang, 'unread')}** {colon(lang, _cell(one.path), _cell(one.reason))}" for one in unread]
    text = "\n".join(head) + "\n"
    if not findings:
        return text
    heads = [phrase(lang, key) for key in ("summary_level", "rule", "summary_facts", "summary_figures", "summary_said")]
    text += f"\n| {' | '.join(heads)} |\n|---|---|---|---|---|\n"
    used = len(text.encode("utf-8", "replace"))
    rows: list[str] = []
    for count, finding in enumerate(findings):
        row = _row(finding, index)
        used += len(row.encode("utf-8", "replace"))
        if used > limit - 200:
            rows.append(f"\n{phrase(lang, 'more_in_report', n=len(findings) - count)}\n")
            break
        rows.append(row)
    return text + "".join(rows)


def _row(finding: Finding, index: Index) -> str:
    figures = "<br>".join(
        _cell(one.claim.text) + brackets(index.lang, _cell(_where(one))) for one in index.places(finding)
    )
    about = _cell(index.about(finding))
    level = label(index.lang, "grade", finding.severity)
    return f"| {level} | {finding.rule} | {about} | {figures} | {_cell(finding.message)} |\n"


def _cell(text: str) -> str:
    """Document text in a table's cell: no markup, no break, at most 300 characters."""
    shown = line(text)
    shown = shown[:300] + ("…" if len(shown) > 300 else "")
    for mark in "\\`*_[]|~#!":
        shown = shown.replace(mark, f"\\{mark}")
    return (
        shown.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@\u200b")
        .replace("://", ":\u200b//")
    )
