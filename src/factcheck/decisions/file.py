"""The file of decisions: read, checked, and written so that what a person wrote in it stays."""

from __future__ import annotations

import os
import re
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from factcheck.decisions.record import Decision, DecisionError, Seen, checked_reason
from factcheck.states import STATES

_KEYS = ("finding", "state", "reason", "accepts", "note", "by", "at", "expires", "seen")
_SEEN_KEYS = ("source", "value", "unit", "bound")
_HEADER = "# factcheck 的处理决定：可以手工修改，按发现编号排序；由 factcheck decide 与 factcheck review 写入。\n"


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
