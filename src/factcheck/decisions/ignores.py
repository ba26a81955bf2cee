"""Ignores that are written in a document: `<!-- factcheck-ignore FC101: reason -->`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from factcheck.model import Problem, Result

_MARKED = re.compile(r"<!--\s*factcheck-ignore\b(?P<rest>(?:(?!-->|<!--).)*)(?P<end>-->)?", re.DOTALL | re.IGNORECASE)
_MOST_FAULTS = 20  # of one document, in `problems`
_WELL_FORMED = re.compile(r"\s+(?P<rule>FC\d+)\s*[:：]\s*(?P<reason>\S.*?)\s*", re.DOTALL | re.IGNORECASE)
_BOUNDARY = re.compile(
    r"\n[ \t]*(?:\r?\n)|</?(?:p|li|tr|td|th|div|h[1-6]|blockquote|section|article|table|ul|ol|body)\b[^<>]{0,999}>",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^<>]{0,999}>")
_MARKUP_FILES = (".md", ".markdown", ".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Ignore:
    """An ignore written in a document, and the span of the paragraph that it covers."""

    source: str
    line: int
    rule: str
    reason: str
    start: int
    end: int


def inline(result: Result) -> Result:
    """The result with the ignores of its Markdown and HTML texts; unused and malformed ones are reported."""
    ignores: list[Ignore] = []
    problems: list[Problem] = []
    paths = {source.id: source.path for source in result.sources}
    for name, text in result.texts.items():
        path = paths.get(name, name)
        if not path.lower().endswith(_MARKUP_FILES):
            continue
        faults = 0
        for one in _marks(name, text):
            if one.rule:
                ignores.append(one)
            elif (faults := faults + 1) <= _MOST_FAULTS:
                said = "factcheck-ignore 写得不完整，没有生效；应写作 <!-- factcheck-ignore FC101: 理由 -->"
                problems.append(Problem(path, said, f"第 {one.line} 行", fatal=False))
    if not ignores and not problems:
        return result
    hits, used = _ignored(result, ignores)
    for one in ignores:
        if one not in used:
            said = f"factcheck-ignore {one.rule} 没有用到，可以删去"
            problems.append(Problem(paths.get(one.source, one.source), said, f"第 {one.line} 行", fatal=False))
    findings = tuple(replace(one, state="ignore") if one.id in hits else one for one in result.findings)
    return replace(result, findings=findings, problems=result.problems + tuple(problems))


def _ignored(result: Result, ignores: Sequence[Ignore]) -> tuple[set[str], set[Ignore]]:
    """The findings that an ignore covers, and the ignores that cover one."""
    claims = {claim.id: claim for claim in result.claims}
    by_place: dict[tuple[str, str], list[Ignore]] = {}
    for one in ignores:
        by_place.setdefault((one.source, one.rule), []).append(one)
    hits: set[str] = set()
    used: set[Ignore] = set()
    for finding in result.findings:
        for claim in (claims[name] for name in finding.claims if name in claims):
            near = by_place.get((claim.source, finding.rule), ())
            covering = [one for one in near if one.start <= claim.start < one.end]
            if covering:
                hits.add(finding.id)
                used.update(covering)
    return hits, used


def _marks(source: str, text: str) -> Iterator[Ignore]:
    """Every mark in a text; a malformed one has no rule."""
    marks = list(_MARKED.finditer(text))
    if not marks:
        return
    edges = sorted({0, len(text), *(edge.end() for edge in _BOUNDARY.finditer(text))})
    ends = _ends(text, edges)
    line, counted = 1, 0
    for mark in marks:
        line += text.count("\n", counted, mark.start())
        counted = mark.start()
        said = _WELL_FORMED.fullmatch(mark["rest"]) if mark["end"] else None
        block = bisect_right(edges, mark.start()) - 1
        rule, reason = (said["rule"].upper(), said["reason"]) if said else ("", "")
        yield Ignore(source, line, rule, reason, edges[block], ends[bisect_left(edges, mark.end(), block + 1) - 1])


def _ends(text: str, edges: Sequence[int]) -> list[int]:
    """For each block between edges: where the first block from it on that holds words ends."""
    ends = [len(text)] * len(edges)
    for block in range(len(edges) - 2, -1, -1):
        start, end = edges[block], edges[block + 1]
        bare = _MARKUP.sub("", _MARKED.sub("", text[start:end]))
        ends[block] = end if bare.strip() else ends[block + 1]
    return ends
