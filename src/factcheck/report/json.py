"""The result as JSON, schema version 1 (`factcheck/schema/result-1.json`).

One record a line, so that two results can be compared by eye; decimals are strings without an
exponent; keys that say nothing are left out unless the published form names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from factcheck.model import Claim, Fact, Finding, Option, Period, Problem, Result, Skipped, Source
from factcheck.report.view import Options

SCHEMA_VERSION = "1"


def _keys(names: str) -> frozenset[str]:
    return frozenset(names.split())


# keys that stand in every record, null or not; the others only when they say something
REQUIRED: dict[type, frozenset[str]] = {
    Source: _keys("id path title publisher published entity language sha256"),
    Claim: _keys(
        "id source start end text value low high unit qualifier measure basis entity indicator period attribution rule "
        "line column"
    ),
    Skipped: _keys("source start end text reason"),
    Fact: _keys("id entity indicator measure period unit claims verdict sources"),
    Finding: _keys("id rule severity fact claims message cause state"),
    Option: _keys("claim text reasons"),
    Problem: _keys("path reason fatal"),
}

# lone surrogates are no UTF-8, and direction controls would reorder what an editor shows: both as escapes
_ESCAPED = re.compile("[\ud800-\udfff\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\x7f-\x9f]")


def number(value: Decimal | None) -> str | None:
    """A decimal without exponent or idle zeros: '1240000000000', '31.2'; None stays None."""
    if value is None:
        return None
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def period(value: Period | None) -> dict[str, str] | None:
    """A period as the published form has it."""
    if value is None:
        return None
    return {
        "start": value.start.isoformat(),
        "end": value.end.isoformat(),
        "kind": value.kind,
        "basis": value.basis,
    }


def plain(value: Any) -> Any:
    """A field's value in JSON's own types."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Period):
        return period(value)
    if isinstance(value, date):
        return value.isoformat()
    if type(value) in REQUIRED:
        return record(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def record(value: Any) -> dict[str, Any]:
    """One record; optional keys that are None, "" or empty are left out."""
    required = REQUIRED[type(value)]
    out: dict[str, Any] = {}
    for field in fields(value):
        item = getattr(value, field.name)
        if field.name in required or (item is not None and item != "" and item != ()):
            out[field.name] = plain(item)
    if isinstance(value, Source) and value.origin:
        out["origin"] = dict(value.origin)
    return out


def dump(value: object) -> str:
    """Compact JSON on one line that is valid UTF-8 whatever the document held."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _array(name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    lines = ",\n".join(f"  {dump(row)}" for row in rows)
    return f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []'


def render(result: Result, options: Options = Options()) -> str:  # noqa: B008 - frozen
    """The whole result; the same result gives the same bytes."""
    parts = [f'"schema_version": "{SCHEMA_VERSION}"']
    for name in ("problems", "sources", "claims", "skipped", "facts", "findings"):
        parts.append(_array(name, (record(row) for row in getattr(result, name))))
    return "{" + ",\n".join(parts) + "}\n"
