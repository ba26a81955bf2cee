"""Reads suites of expectations from JSON, and refuses whatever Great Expectations would pass over.

A suite is in Great Expectations' own form (`name`, `expectations`, `meta`), so that the same file
serves in a user's own pipeline. What factcheck adds stands under `meta`: for a suite, `table` (which
table it is about, `claims` if nothing is said), `severity` and `rule`; for an entry, `name`,
`severity` and `rule`. Nothing here imports Great Expectations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn, cast

from factcheck.model import FactcheckError, Severity
from factcheck.table import TABLES

SEVERITIES: Mapping[str, Severity] = {"critical": "error", "warning": "warning", "info": "note"}
"""Great Expectations' severities and ours."""
RULES = ("FC801", "FC802", "FC803", "FC804", "FC805", "FC806", "FC807")
"""The rules that a suite may raise a breach under."""

_SUITE_KEYS = frozenset({"name", "expectations", "meta", "notes", "id", "suite_parameters"})
_ENTRY_KEYS = frozenset(
    {"type", "kwargs", "meta", "notes", "description", "severity", "id", "rendered_content", "expectation_context"}
)
_SUITE_META = frozenset({"table", "severity", "rule", "great_expectations_version"})
_OLD_KEYS = {"expectation_suite_name": "name", "expectation_type": "type", "data_asset_type": "meta"}


class SuiteError(FactcheckError):
    """A suite that cannot be run as it stands; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One expectation of a suite, as written; `number` counts from 1, `severity` and `rule` are `None` if not said."""

    file: str
    suite: str
    number: int
    type: str
    kwargs: Mapping[str, Any]
    name: str
    description: str | None = None
    severity: Severity | None = None
    rule: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.file} 第 {self.number} 条（{self.type}）"


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations of one file about one table."""

    file: str
    name: str
    table: str
    entries: tuple[Entry, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)


def load(folders: Sequence[Path] | None = None) -> tuple[Suite, ...]:
    """Return the suites that ship and those of `folders` (or files), in the order of names.

    A user's suite that has the name of one that ships takes its place. Raises SuiteError.
    """
    own: dict[str, Suite] = {}
    for file in _files(folders or ()):
        suite = read(file)
        if suite.name in own:
            raise SuiteError(f"{file}：名称“{suite.name}”与 {own[suite.name].file} 重复，请改名。")
        own[suite.name] = suite
    suites = {suite.name: suite for suite in shipped()} | own
    return tuple(suites[name] for name in sorted(suites))


def shipped() -> tuple[Suite, ...]:
    """Return the suites that come with factcheck."""
    return tuple(read(file, f"factcheck/{file.name}") for file in sorted(shipped_folder().glob("*.json")))


def shipped_folder() -> Path:
    """Return the folder of the suites that ship: in an installed package beside the code, else the checkout's own."""
    installed = Path(str(files("factcheck"))) / "suites"
    checkout = Path(__file__).parents[3] / "expectations"
    for folder in (installed, checkout):
        if (folder / "claims.json").is_file():
            return folder
    raise SuiteError(f"安装不完整：找不到自带的规则（{installed}）。")


def _files(folders: Iterable[Path]) -> Iterable[Path]:
    seen: set[Path] = set()
    for folder in folders:
        if not folder.exists():
            raise SuiteError(f"找不到规则 {folder}。")
        for file in [folder] if folder.is_file() else sorted(folder.glob("*.json")):
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def read(file: Path, shown: str | None = None) -> Suite:
    """Read one suite. `shown` is the name used in messages. Raises SuiteError."""
    name = shown or file.as_posix()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(f"{name}：读不了：{error}") from None
    return parse(text, name)


def parse(text: str, file: str) -> Suite:
    """Parse the text of one suite; `file` is its name in messages. Raises SuiteError."""
    data = _json(text, file)
    _known(data, _SUITE_KEYS, file, "顶层")
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise SuiteError(f"{file}：缺少 name（规则集的名称）。")
    meta = _mapping(data.get("meta"), f"{file}：meta")
    _known(meta, _SUITE_META, file, "meta ")
    entries = data.get("expectations")
    if not isinstance(entries, list) or not entries:
        raise SuiteError(f"{file}：expectations 是空的，什么都不会检查；请至少写一条，或删去这个文件。")
    table = meta.get("table", "claims")
    if table not in TABLES:
        raise SuiteError(f"{file}：meta.table 是“{table}”，只能是 {'、'.join(TABLES)}{near(table, TABLES)}。")
    parsed = tuple(_entry(entry, number, file, name, meta) for number, entry in enumerate(entries, 1))
    _distinct(parsed)
    return Suite(file, name, table, parsed, _mapping(data.get("suite_parameters"), f"{file}：suite_parameters"))


def _json(text: str, file: str) -> dict[str, Any]:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in items]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise SuiteError(f"{file}：同一层里“{twice}”写了两次。")
        return dict(items)

    def constant(word: str) -> NoReturn:
        raise SuiteError(f"{file}：{word} 不是 JSON 的数字。")

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise SuiteError(f"{file}：第 {error.lineno} 行第 {error.colno} 列不是正确的 JSON：{error.msg}") from None
    except RecursionError:
        raise SuiteError(f"{file}：嵌套太深，不是规则集。") from None
    if not isinstance(data, dict):
        raise SuiteError(f"{file}：最外层应为对象 {{…}}。")
    return data


def _entry(data: Any, number: int, file: str, suite: str, suite_meta: Mapping[str, Any]) -> Entry:
    place = f"{file} 第 {number} 条"
    if not isinstance(data, dict):
        raise SuiteError(f"{place}：应为对象 {{…}}。")
    _known(data, _ENTRY_KEYS, place, "")
    kind = data.get("type")
    if not isinstance(kind, str) or not kind:
        raise SuiteError(f"{place}：缺少 type。")
    place = f"{place}（{kind}）"
    kwargs = _mapping(data.get("kwargs"), f"{place}：kwargs")
    meta = _mapping(data.get("meta"), f"{place}：meta")
    description = data.get("description")
    if description is not None and not isinstance(description, str):
        raise SuiteError(f"{place}：description 应为文字。")
    name = meta.get("name", _fingerprint(kind, kwargs))
    if not isinstance(name, str) or not name:
        raise SuiteError(f"{place}：meta.name 应为文字。")
    severity = _severity(meta, data.get("severity"), suite_meta, place)
    rule = meta.get("rule", suite_meta.get("rule"))
    if rule is not None and rule not in RULES:
        raise SuiteError(f"{place}：meta.rule 是“{rule}”，只能是 {'、'.join(RULES)}。")
    return Entry(file, suite, number, kind, kwargs, name, description, severity, rule, meta)


def _severity(meta: Mapping[str, Any], written: Any, suite_meta: Mapping[str, Any], place: str) -> Severity | None:
    ours = tuple(SEVERITIES.values())
    if written is not None and written not in SEVERITIES:
        raise SuiteError(
            f"{place}：severity 是“{written}”，只能是 {'、'.join(SEVERITIES)}{near(written, SEVERITIES)}。"
        )
    for said in (meta.get("severity"), suite_meta.get("severity")):
        if said is not None and said not in ours:
            raise SuiteError(f"{place}：meta.severity 是“{said}”，只能是 {'、'.join(ours)}{near(said, ours)}。")
    if "severity" in meta:
        return cast(Severity, meta["severity"])
    if written is not None:
        return SEVERITIES[written]
    return cast("Severity | None", suite_meta.get("severity"))


def _fingerprint(kind: str, kwargs: Mapping[str, Any]) -> str:
    # an entry without a name is known by what it says, so that moving it in its file changes no finding's id
    text = json.dumps([kind, kwargs], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _distinct(entries: Sequence[Entry]) -> None:
    named: dict[str, Entry] = {}
    for entry in entries:
        if entry.name in named:
            what = f"meta.name“{entry.name}”" if "name" in entry.meta else "内容"
            raise SuiteError(f"{entry.place}：{what}与第 {named[entry.name].number} 条重复。")
        named[entry.name] = entry


def _mapping(value: Any, place: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SuiteError(f"{place} 应为对象 {{…}}。")
    return value


def _known(data: Mapping[str, Any], keys: Iterable[str], place: str, level: str) -> None:
    allowed = sorted(keys)
    for key in data:
        if key in _OLD_KEYS:
            raise SuiteError(f"{place}：“{key}”是 Great Expectations 0.x 的写法，1.x 里请写“{_OLD_KEYS[key]}”。")
        if key not in allowed:
            raise SuiteError(
                f"{place}：{level}不认识“{key}”{near(key, allowed) or '；可用的有 ' + '、'.join(allowed)}。"
            )


def near(word: object, words: Iterable[str]) -> str:
    """Return a question after the nearest of `words`, or nothing."""
    close = get_close_matches(str(word), list(words), n=1)
    return f"，是不是“{close[0]}”" if close else ""


def template() -> str:
    """Return a first suite to start from; what there is to say about it stands in its `notes`."""
    return (Path(__file__).parent / "template.json").read_text(encoding="utf-8")
