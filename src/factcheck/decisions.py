"""What people decided about findings: the file, what a decision does, and when it stops to hold.

The file holds no line numbers. A decision names the finding and the figures that were seen when it
was made, so moved text changes nothing and a changed figure reopens the finding. Nothing is ever
deleted unasked: an entry that no longer matches is reported as stale.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from factcheck.model import Claim, FactcheckError, Finding, Problem, Result, Severity
from factcheck.naming import identity
from factcheck.states import STATES, WRONG_TEXT, State

REASONS = (
    *("different-definition", "different-scope", "different-date", "rounding", "restated"),
    *("extraction-error", "not-comparable", "quoted-third-party"),
)
# days after which a decision without `expires` ends; the others hold until the figures change
TERM = {"deferred": 90, "accept-source": 30, "typo": 30}
_KEYS = ("finding", "state", "reason", "accepts", "note", "by", "at", "expires", "seen")
_SEEN_KEYS = ("source", "value", "unit", "bound")
_HEADER = "# factcheck 的处理决定：可以手工修改，按发现编号排序；由 factcheck decide 与 factcheck review 写入。\n"


class DecisionError(FactcheckError):
    """The decisions file cannot be used as it is; the message names the file and the entry."""


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A figure as it stood when someone decided: where, its value in the base unit, and its bound."""

    source: str
    value: str
    unit: str
    bound: str = ""  # over, under, approx, order; "" for an exact figure


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one finding, by whom, why, and until when."""

    finding: str
    state: State
    reason: str
    by: str
    at: date
    note: str = ""
    expires: date | None = None
    accepts: Seen | None = None  # with accept-source: the figure that is right
    seen: tuple[Seen, ...] = ()

    def ends(self) -> date | None:
        """The last day on which it holds; None where it has no end."""
        if self.expires is not None:
            return self.expires
        return self.at + timedelta(days=TERM[self.state]) if self.state in TERM else None


# --- what was seen ---------------------------------------------------------------------------------


def seen(result: Result, finding: Finding) -> tuple[Seen, ...]:
    """The figures of a finding as they stand now, sorted, each once."""
    return _seen(finding, {claim.id: claim for claim in result.claims}, _labels(result))


def _labels(result: Result) -> dict[str, str]:
    return {source.id: identity(source) for source in result.sources}


def _seen(finding: Finding, claims: Mapping[str, Claim], labels: Mapping[str, str]) -> tuple[Seen, ...]:
    members = (claims[name] for name in finding.claims if name in claims)
    return tuple(sorted({sight(claim, labels.get(claim.source, claim.source)) for claim in members}))


def sight(claim: Claim, source: str) -> Seen:
    """One figure as a decision records it."""
    from factcheck.report.json import number

    value = number(claim.value) or f"{number(claim.low) or ''}..{number(claim.high) or ''}"
    return Seen(source, value, claim.unit, "" if claim.qualifier == "exact" else claim.qualifier)


def same(then: Sequence[Seen], now: Sequence[Seen]) -> bool:
    """Whether the figures are those that were seen; a renamed document is not a changed figure."""
    if {one.source for one in then} == {one.source for one in now}:
        return set(then) == set(now)
    return {(one.value, one.unit, one.bound) for one in then} == {(one.value, one.unit, one.bound) for one in now}


def make(
    result: Result,
    finding: Finding,
    state: State,
    reason: str,
    *,
    by: str,
    today: date,
    note: str = "",
    claim: str | None = None,
    expires: date | None = None,
) -> Decision:
    """A decision about a finding with what is seen now; `claim` is the one that is right (accept-source).

    Raises DecisionError for a missing reason or side, or a day that is past.
    """
    if state not in STATES:
        raise DecisionError(f"没有决定 {state!r}；可用：{'、'.join(STATES)}。")
    if expires is not None and expires < today:
        raise DecisionError(f"到期日 {expires} 已经过去。")
    if expires is None and state in TERM:
        expires = today + timedelta(days=TERM[state])
    claims, labels = {one.id: one for one in result.claims}, _labels(result)
    accepts = None
    if state == "accept-source":
        if claim not in finding.claims or claim not in claims:
            raise DecisionError("没有指明以哪一处为准。")
        accepts = sight(claims[claim], labels.get(claims[claim].source, claims[claim].source))
    return Decision(
        finding=finding.id,
        state=state,
        reason=checked_reason(state, reason),
        note=note.strip(),
        by=by,
        at=today,
        expires=expires,
        accepts=accepts,
        seen=_seen(finding, claims, labels),
    )


# --- what a decision does --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Review:
    """How the file stands against a result: each list holds decisions, in the file's order."""

    holds: tuple[Decision, ...]
    reopened: tuple[Decision, ...]  # the figures changed since
    expired: tuple[Decision, ...]  # its term is over
    stale: tuple[Decision, ...]  # its documents were checked, the finding is gone
    closed: tuple[Decision, ...]  # the same, for a text that was to be changed: done
    elsewhere: tuple[Decision, ...]  # its documents were not part of this run


def review(result: Result, decisions: Sequence[Decision], today: date) -> Review:
    """Sort decisions by what has become of them."""
    claims, labels = {claim.id: claim for claim in result.claims}, _labels(result)
    findings = {finding.id: finding for finding in result.findings}
    meant = about(result, decisions)
    checked = set(labels.values())
    sorted_: dict[str, list[Decision]] = {name: [] for name in Review.__slots__}
    for decision in decisions:
        if decision.finding in meant:
            name = _standing(decision, _seen(findings[meant[decision.finding]], claims, labels), today)
        elif not decision.seen or checked.issuperset(one.source for one in decision.seen):
            name = "closed" if decision.state in WRONG_TEXT else "stale"
        else:
            name = "elsewhere"
        sorted_[name].append(decision)
    return Review(**{name: tuple(items) for name, items in sorted_.items()})


def about(result: Result, decisions: Sequence[Decision]) -> dict[str, str]:
    """For each decision, by the finding that it names, the finding of the result that it is about.

    That is the finding itself, or, where it is gone, the same fact in the same documents under another rule:
    a changed figure may no longer be two digits swapped and is still the disagreement that someone decided about.
    """
    there = {finding.id for finding in result.findings}
    meant = {one.finding: one.finding for one in decisions if one.finding in there}
    gone = {one.finding for one in decisions} - there
    if gone:
        free = [finding for finding in result.findings if finding.id not in meant]
        for old, new in _renamed(result, free):
            if old in gone:
                meant.setdefault(old, new)
    return meant


def _renamed(result: Result, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """(The id that a finding would have under another rule, its id)."""
    from factcheck.findings import facets, finding_id
    from factcheck.rules import catalogue

    claims, labels = {claim.id: claim for claim in result.claims}, _labels(result)
    for finding in findings:
        members = [claims[name] for name in finding.claims if name in claims]
        paths = {labels.get(claim.source, claim.source) for claim in members}
        # the comparison names a finding by its least claim, the arithmetic by the stated one
        for model in dict.fromkeys(map(facets, members[:1] + sorted(members, key=facets)[:1])):
            yield from ((finding_id(name, model, paths), finding.id) for name in catalogue())


def _standing(decision: Decision, now: Sequence[Seen], today: date) -> str:
    if decision.seen and not same(decision.seen, now):
        return "reopened"
    ends = decision.ends()
    # a wrong text stays known after its due date, as an error; any other decision is over
    if ends is not None and today > ends and decision.state not in WRONG_TEXT:
        return "expired"
    return "holds"


def apply(result: Result, decisions: Sequence[Decision], today: date, *, complete: bool = True) -> Result:
    """The result with each finding's state and the severity that it has by now.

    Reopened, expired, stale and closed decisions are named in `problems` (none of them fatal); where
    the result does not hold every kind of finding (`complete` is False) nothing is called stale.
    """
    found = review(result, decisions, today)
    meant = about(result, decisions)
    held = {meant[decision.finding]: decision for decision in found.holds}
    states = dict.fromkeys((meant[one.finding] for one in found.reopened), "reopened")
    states |= dict.fromkeys((meant[one.finding] for one in found.expired), "expired")
    findings = tuple(
        _settled(finding, held[finding.id], today)
        if finding.id in held
        else replace(finding, state=states.get(finding.id, finding.state))
        for finding in result.findings
    )
    return replace(result, findings=findings, problems=result.problems + tuple(_reports(found, complete)))


def _settled(finding: Finding, decision: Decision, today: date) -> Finding:
    severity: Severity = finding.severity
    if decision.state in WRONG_TEXT and severity != "note":
        ends = decision.ends()
        severity = "error" if ends is not None and today > ends else "warning"
    return replace(finding, state=decision.state, severity=severity)


_SAID = {
    "reopened": "数字与决定时不同，已重新打开",
    "expired": "决定已过期，重新报出",
    "stale": "决定已没有对应的发现；可用 factcheck decisions prune 清理",
    "closed": "文字已改好；可用 factcheck decisions prune 清理",
}


def _reports(found: Review, complete: bool) -> Iterator[Problem]:
    for name, said in _SAID.items():
        if not complete and name in {"stale", "closed"}:
            continue
        for decision in getattr(found, name):
            yield Problem("factcheck.decisions.toml", f"{decision.finding}：{said}", fatal=False)


def settle(result: Result, file: Path, today: date, *, complete: bool = True) -> Result:
    """The result with the decisions of a file (none if it does not exist) and the inline ignores of its texts."""
    return inline(apply(result, load(file), today, complete=complete))


# --- ignores written in a document -----------------------------------------------------------------

# up to "-->", or to the next comment where that is missing (then it is malformed); each character is read once
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


# --- the file --------------------------------------------------------------------------------------


def load(file: Path) -> tuple[Decision, ...]:
    """The decisions of a file, sorted by finding; none where there is no file. Raises DecisionError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"读不了决定文件 {file}：{error}") from None
    return parse(text, str(file))


def parse(text: str, name: str = "factcheck.decisions.toml") -> tuple[Decision, ...]:
    """Decisions as text; every fault is a DecisionError that names the entry."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "（里面有没解决的合并冲突）" if re.search(r"^(<{7}|={7}|>{7})", text, re.MULTILINE) else ""
        raise DecisionError(f"决定文件 {name} 不是合法的 TOML{hint}：{error}") from None
    _known(data, ("schema", "decision"), f"{name}：")
    if data.get("schema", 1) != 1:
        raise DecisionError(f"决定文件 {name} 的 schema 是 {data['schema']!r}，本程序只读 1。")
    rows = data.get("decision", [])
    if not isinstance(rows, list):
        raise DecisionError(f"{name}：decision 应写作 [[decision]]。")
    found = [_decision(row, f"{name} 第 {count} 条") for count, row in enumerate(rows, 1)]
    twice = {name for name, times in Counter(one.finding for one in found).items() if times > 1}
    if twice:
        raise DecisionError(f"{name}：{min(twice)} 有两条决定，请留一条。")
    return tuple(sorted(found, key=lambda one: one.finding))


def checked_reason(state: str, reason: str, where: str = "") -> str:
    """The reason; one that silences must be of the known ones, so that reports can count them. Raises DecisionError."""
    before = f"{where}：" if where else ""
    if not reason.strip():
        raise DecisionError(f"{before}缺理由（reason）。")
    if state in {"both-ok", "ignore"} and reason not in REASONS:
        near = get_close_matches(reason, REASONS, n=1)
        hint = f"，是否想写 {near[0]}？" if near else f"；可用：{'、'.join(REASONS)}。另有说明请写在 note 里。"
        raise DecisionError(f"{before}没有理由 {reason!r}{hint}")
    return reason.strip()


def _known(row: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
    for key in row:
        if key not in keys:
            near = get_close_matches(key, keys, n=1)
            hint = f"，是否想写 `{near[0]}`？" if near else "。"
            raise DecisionError(f"{where}不认识的键 `{key}`{hint}")


def _decision(row: Any, where: str) -> Decision:
    if not isinstance(row, dict):
        raise DecisionError(f"{where}：应写作 [[decision]]。")
    _known(row, _KEYS, f"{where}：")
    state = _word(row, "state", where)
    if state not in STATES:
        raise DecisionError(f"{where}：state 应为 {'、'.join(STATES)}，现为 {state!r}。")
    return Decision(
        finding=_word(row, "finding", where),
        state=state,
        reason=checked_reason(state, _word(row, "reason", where), where),
        by=_word(row, "by", where, default="unknown"),
        at=_day(row, "at", where) or date(1970, 1, 1),
        note=_word(row, "note", where, default=""),
        expires=_day(row, "expires", where),
        accepts=_sight(row["accepts"], where) if "accepts" in row else None,
        seen=tuple(sorted(_sight(one, where) for one in row.get("seen", ()))),
    )


def _word(row: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if value is None or (default is None and not str(value).strip()):
        raise DecisionError(f"{where}：缺 `{key}`。")
    if not isinstance(value, str):
        raise DecisionError(f"{where}：`{key}` 应为字符串，现为 {value!r}。")
    return value


def _day(row: Mapping[str, Any], key: str, where: str) -> date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise DecisionError(f"{where}：`{key}` 应为日期（如 2027-05-31），现为 {value!r}。") from None


def _sight(row: Any, where: str) -> Seen:
    if not isinstance(row, dict):
        raise DecisionError(f"{where}：seen 的每一项应写作 {{source = …, value = …, unit = …}}。")
    _known(row, _SEEN_KEYS, f"{where} 的 seen：")
    words = {key: _word(row, key, where, default="" if key == "bound" else None) for key in _SEEN_KEYS}
    return Seen(**words)


def render(decisions: Sequence[Decision]) -> str:
    """The file in its one canonical form: sorted by finding, one key a line, `seen` one figure a line."""
    parts = [f"{_HEADER}schema = 1\n"]
    parts += [entry(decision) for decision in sorted(decisions, key=lambda one: one.finding)]
    return "\n".join(parts)


def entry(decision: Decision) -> str:
    """One decision as the file has it."""
    lines = ["[[decision]]"]
    for key in ("finding", "state", "reason"):
        lines.append(f"{key:<8}= {quoted(getattr(decision, key))}")
    if decision.accepts is not None:
        lines.append(f"{'accepts':<8}= {_table(decision.accepts)}")
    if decision.note:
        lines.append(f"{'note':<8}= {quoted(decision.note)}")
    lines.append(f"{'by':<8}= {quoted(decision.by)}")
    lines.append(f"{'at':<8}= {decision.at.isoformat()}")
    if decision.expires is not None:
        lines.append(f"{'expires':<8}= {decision.expires.isoformat()}")
    if decision.seen:
        rows = "".join(f"  {_table(one)},\n" for one in sorted(decision.seen))
        lines.append(f"{'seen':<8}= [\n{rows}]")
    return "\n".join(lines) + "\n"


def _table(one: Seen) -> str:
    pairs = {"source": one.source, "value": one.value, "unit": one.unit} | ({"bound": one.bound} if one.bound else {})
    return "{" + ", ".join(f"{key} = {quoted(value)}" for key, value in pairs.items()) + "}"


_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text: str) -> str:
    """A TOML basic string; controls and direction marks as escapes, lone surrogates as U+FFFD."""
    return '"' + "".join(_escaped(ch) for ch in text) + '"'


def _escaped(ch: str) -> str:
    if ch in _SHORT:
        return _SHORT[ch]
    if "\ud800" <= ch <= "\udfff":
        return "\ufffd"
    if ch.isprintable() or ch == "\u3000":
        return ch
    return f"\\u{ord(ch):04X}" if ord(ch) < 0x10000 else f"\\U{ord(ch):08X}"


Change = Callable[[tuple[Decision, ...]], Sequence[Decision]]


def update(file: Path, change: Change) -> tuple[Decision, ...]:
    """Read, change and write the file under a lock: of two processes that decide at once, none loses.

    The new file replaces the old in one step, so a kill leaves the old one or the new one.
    """
    file = file.resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    with _locked(file):
        old = file.read_text(encoding="utf-8-sig") if file.exists() else ""
        before = parse(old, str(file))
        after = tuple(sorted(change(before), key=lambda one: one.finding))
        if after != before:
            _write(file, _merged(old, before, after))
        return after


def put(file: Path, decision: Decision) -> tuple[Decision, ...]:
    """Record a decision in place of any earlier one about the same finding."""
    return update(file, lambda all_: [one for one in all_ if one.finding != decision.finding] + [decision])


def remove(file: Path, findings: set[str]) -> tuple[Decision, ...]:
    """Take out the decisions about these findings."""
    return update(file, lambda all_: [one for one in all_ if one.finding not in findings])


def _merged(old: str, before: Sequence[Decision], after: Sequence[Decision]) -> str:
    """The new text; entries that did not change keep their bytes, with the comments that people wrote."""
    chunks = _chunks(old, before)
    if chunks is None:
        return render(after)
    kept = {one.finding: text for one, text in zip(before, chunks[1:], strict=True) if one in after}
    parts = [chunks[0] or f"{_HEADER}schema = 1\n", *(kept.get(one.finding) or entry(one) for one in after)]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _chunks(old: str, before: Sequence[Decision]) -> list[str] | None:
    """The head of the file and one piece of text a decision, in the order of `before`; None if it does not split so."""
    if not old:
        return [""]
    pieces = _pieces(old)
    by_finding: dict[str, str] = {}
    try:
        for piece in pieces[1:]:
            (only,) = parse(piece)
            by_finding[only.finding] = piece
        tomllib.loads(pieces[0])
    except (ValueError, DecisionError):
        return None
    if sorted(by_finding) != [one.finding for one in before]:
        return None
    return [pieces[0], *(by_finding[one.finding] for one in before)]


def _pieces(old: str) -> list[str]:
    """The text cut before each `[[decision]]`; comments right above one belong to it."""
    pieces, comments = [""], ""
    for line in old.splitlines(keepends=True):
        if line.lstrip().startswith("#") and (len(pieces) > 1 or pieces[0].strip()):
            comments += line
        elif line.strip().startswith("[[decision]]"):
            pieces.append(comments + line)
            comments = ""
        else:
            pieces[-1] += comments + line
            comments = ""
    pieces[-1] += comments
    return pieces


def _write(file: Path, text: str) -> None:
    for left in file.parent.glob(f".{file.name}.*.tmp"):  # of a process that was killed; we hold the lock
        left.unlink(missing_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def _locked(file: Path, wait: float = 30.0) -> Iterator[None]:
    """Hold the lock of a file's folder; raises DecisionError when it is not free within `wait` seconds."""
    try:
        import fcntl
    except ImportError:  # Windows has no flock: a file that exists only while the lock is held
        with _lock_file(file.with_name(f".{file.name}.lock"), wait):
            yield
        return
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        _until(lambda: fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB), file, wait)
        yield
    finally:
        os.close(folder)  # closing frees the lock, also when the process is killed


@contextmanager
def _lock_file(lock: Path, wait: float) -> Iterator[None]:
    _until(lambda: lock.open("x").close(), lock, wait)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _until(take: Callable[[], object], file: Path, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            take()
        except (BlockingIOError, FileExistsError):
            if time.monotonic() > end:
                raise DecisionError(f"{file} 被别的程序占用，{wait:.0f} 秒内没有释放。") from None
            time.sleep(0.01)
        else:
            return
