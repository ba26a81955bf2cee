"""Stored results: a result JSON back into records, and what changed between two of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from factcheck.model import Claim, Fact, FactcheckError, Finding, Option, Period, Problem, Result, Skipped, Source

SCHEMA_VERSION = "1"
_DECIMALS = ("value", "low", "high", "step", "gap", "gap_relative")
_TUPLES = ("claims", "key", "flags", "trace", "why_paired", "reasons")


class StoreError(FactcheckError):
    """A file that is no result of ours; the message names it."""


def read(file: str | Path) -> Result:
    """The result that `factcheck run -o json=FILE` wrote. Raises StoreError with a sentence for the user."""
    name = Path(file)
    try:
        data = json.loads(name.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise StoreError(f"找不到结果文件 {name}。") from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise StoreError(f"读不了结果文件 {name}：{error}") from None
    except json.JSONDecodeError as error:
        raise StoreError(f"{name} 不是 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from None
    return parse(data, str(name))


def parse(data: Any, name: str = "") -> Result:
    """A decoded result JSON as records; keys that a later version added are passed over."""
    if not isinstance(data, dict) or "schema_version" not in data:
        raise StoreError(
            f"{name} 不是 factcheck 的结果（没有 schema_version）；请用 factcheck run -o json={name} 生成。"
        )
    if str(data["schema_version"]) != SCHEMA_VERSION:
        raise StoreError(f"{name} 是第 {data['schema_version']} 版的结果，本程序只读第 {SCHEMA_VERSION} 版。")
    try:
        return Result(
            sources=_all(data, "sources", _source),
            claims=_all(data, "claims", _claim),
            skipped=_all(data, "skipped", _skipped),
            facts=_all(data, "facts", _fact),
            findings=_all(data, "findings", _finding),
            problems=_all(data, "problems", _problem),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise StoreError(f"{name} 不是完整的 factcheck 结果：{type(error).__name__}: {error}") from None


def _all(data: dict[str, Any], name: str, make: Callable[[dict[str, Any]], Any]) -> tuple[Any, ...]:
    return tuple(make(row) for row in data.get(name, ()))


def _fields(row: dict[str, Any], kind: type) -> dict[str, Any]:
    """The row's values for the fields that the record has, decimals and tuples in their own types."""
    known = kind.__dataclass_fields__  # type: ignore[attr-defined]
    out = {name: value for name, value in row.items() if name in known}
    for name in _DECIMALS:
        if out.get(name) is not None:
            out[name] = Decimal(str(out[name]))
    for name in _TUPLES:
        if name in out:
            out[name] = tuple(out[name])
    if "period" in out:
        out["period"] = _period(out["period"])
    return out


def _period(row: dict[str, Any] | None) -> Period | None:
    if row is None:
        return None
    return Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]), row["kind"], row["basis"])


def _source(row: dict[str, Any]) -> Source:
    out = _fields(row, Source)
    if out.get("published"):
        out["published"] = date.fromisoformat(out["published"])
    if "origin" in out:
        out["origin"] = tuple(out["origin"].items())
    return Source(**out)


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(**_fields(row, Claim))


def _skipped(row: dict[str, Any]) -> Skipped:
    return Skipped(**_fields(row, Skipped))


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(**_fields(row, Fact))


def _finding(row: dict[str, Any]) -> Finding:
    out = _fields(row, Finding)
    out["options"] = tuple(Option(**_fields(one, Option)) for one in row.get("options", ()))
    return Finding(**out)


def _problem(row: dict[str, Any]) -> Problem:
    return Problem(**_fields(row, Problem))


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that stands in both results and differs; `what` names how, in a sentence."""

    old: Finding
    new: Finding
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What a second result has that the first has not, and the other way round; sorted by finding id."""

    added: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    changed: tuple[Change, ...]


def readings(result: Result, finding: Finding) -> tuple[tuple[str, str], ...]:
    """(path, figure as printed) of a finding's claims, sorted: what two runs can compare."""
    paths = {source.id: source.path for source in result.sources}
    claims = {claim.id: claim for claim in result.claims}
    found = (claims[name] for name in finding.claims if name in claims)
    return tuple(sorted((paths.get(claim.source, claim.source), claim.text) for claim in found))


def diff(old: Result, new: Result) -> Diff:
    """Findings by id: new, gone, and changed in severity, state or figures."""
    before = {finding.id: finding for finding in old.findings}
    after = {finding.id: finding for finding in new.findings}
    changed = (_change(old, before[name], new, after[name]) for name in sorted(before.keys() & after.keys()))
    return Diff(
        added=tuple(after[name] for name in sorted(after.keys() - before.keys())),
        gone=tuple(before[name] for name in sorted(before.keys() - after.keys())),
        changed=tuple(change for change in changed if change.what),
    )


def _change(old: Result, before: Finding, new: Result, after: Finding) -> Change:
    pairs: Iterable[tuple[str, object, object]] = (
        ("级别", before.severity, after.severity),
        ("状态", before.state, after.state),
        ("数字", _shown(readings(old, before)), _shown(readings(new, after))),
    )
    return Change(before, after, tuple(f"{name}：{a} → {b}" for name, a, b in pairs if a != b))


def _shown(values: tuple[tuple[str, str], ...]) -> str:
    return "、".join(f"{path} {text}" for path, text in values)
