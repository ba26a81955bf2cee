"""`sources.toml`: what a user states about documents, beside them or named by --sources."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from factcheck.load import dates
from factcheck.load.parsed import Hint
from factcheck.model import FactcheckError, Problem

FILE = "sources.toml"
TEXTS = ("id", "title", "publisher", "entity", "language", "place")
KEYS = ("path", "id", "title", "publisher", "published", "entity", "language", "tier", "place")


@dataclass(frozen=True, slots=True)
class SourcesTable:
    """Statements about documents, by the documents' real paths."""

    entries: Mapping[str, tuple[Hint, ...]] = field(default_factory=dict)

    def hints(self, path: Path) -> tuple[Hint, ...]:
        """What is stated about `path`; () if nothing."""
        return self.entries.get(os.path.realpath(path), ()) if self.entries else ()


def for_paths(paths: Iterable[Path], explicit: Path | None = None) -> tuple[SourcesTable, list[Problem]]:
    """The tables beside the documents of `paths`, or the one named; with problems for files they miss.

    Raises FactcheckError for a table that cannot be read or has an unknown key.
    """
    if explicit is not None:
        if not explicit.is_file():
            raise FactcheckError(f"找不到来源说明文件：{explicit}")
        files = [explicit]
    else:
        folders = dict.fromkeys(path.parent for path in paths if str(path) != "-")
        files = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    entries: dict[str, tuple[Hint, ...]] = {}
    problems: list[Problem] = []
    for file in files:
        for real, hints in read(file, problems).items():
            entries[real] = hints
    return SourcesTable(entries), problems


def read(file: Path, problems: list[Problem]) -> dict[str, tuple[Hint, ...]]:
    """The entries of one table by real path; appends a problem for each entry whose file is missing."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FactcheckError(f"{file} 无法读取：{error}") from None
    _only(content, ("source",), f"{file}")
    entries: dict[str, tuple[Hint, ...]] = {}
    ids: dict[str, str] = {}
    rows = content.get("source", [])
    if not isinstance(rows, list):
        raise FactcheckError(f"{file}：source 应写成 [[source]]")
    for number, row in enumerate(rows, 1):
        where = f"{file} 第 {number} 个 [[source]]"
        path = _path(row, where)
        hints = tuple(_hint(key, value, where) for key, value in row.items() if key != "path")
        for hint in hints:
            if hint.field == "id" and ids.setdefault(str(hint.value), path) != path:
                raise FactcheckError(f"{where}：id “{hint.value}” 已用于 {ids[str(hint.value)]}")
        target = file.parent / path
        real = os.path.realpath(target)
        if real in entries:
            raise FactcheckError(f"{where}：{path} 写了两次")
        if not target.exists():
            problems.append(Problem(str(file), f"写有不存在的文件 {path}{_nearest_file(target)}", where, fatal=False))
        entries[real] = hints
    return entries


def _path(row: Any, where: str) -> str:
    if not isinstance(row, dict):
        raise FactcheckError(f"{where}：应是一组“键 = 值”")
    _only(row, KEYS, where)
    path = row.get("path")
    if not isinstance(path, str) or not path:
        raise FactcheckError(f"{where}：缺少 path")
    return path


def _only(given: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"，是否想写 {near[0]}？" if near else f"；可用的键：{'、'.join(known)}"
            raise FactcheckError(f"{where}：不认识的键 {key}{hint}")


def _hint(key: str, value: Any, where: str) -> Hint:
    if key in TEXTS and isinstance(value, str):
        return Hint(key, value, FILE)
    if key == "tier" and isinstance(value, int) and not isinstance(value, bool):
        return Hint(key, value, FILE)
    if key == "published":
        when = value.date() if isinstance(value, datetime) else value
        when = dates.iso(when) if isinstance(when, str) else when
        if isinstance(when, date):
            return Hint(key, when, FILE)
    kinds = {"published": "日期（如 2026-02-24）", "tier": "整数"}
    raise FactcheckError(f"{where}：{key} 应是{kinds.get(key, '文字')}，现在是 {value!r}")


def _nearest_file(target: Path) -> str:
    try:
        names = [entry.name for entry in target.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(target.name, names, n=1, cutoff=0.5)
    return f"，是否想写 {near[0]}？" if near else ""
