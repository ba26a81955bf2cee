"""The result as JSON, schema version 1 (`factcheck/schema/result-1.json`).

One record a line, so that two results can be compared by eye; decimals are strings without an
exponent; keys that say nothing are left out unless the published form names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
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
    make = _PLAIN.get(type(value))
    return value if make is None else make(value)


def _list(values: Sequence[Any]) -> list[Any]:
    return [plain(one) for one in values]


def record(value: Any) -> dict[str, Any]:
    """One record; optional keys that are None, "" or empty are left out."""
    names, items = _FIELDS[type(value)]
    out = {
        name: plain(item)
        for (name, required), item in zip(names, items(value), strict=True)
        if required or (item is not None and item != "" and item != ())
    }
    if isinstance(value, Source) and value.origin:
        out["origin"] = dict(value.origin)
    return out


# of each kind of record its keys, whether they stand in every one, and what gets their values
_FIELDS = {
    kind: (tuple((f.name, f.name in required) for f in fields(kind)), attrgetter(*(f.name for f in fields(kind))))
    for kind, required in REQUIRED.items()
}
_PLAIN: dict[type, Callable[[Any], Any]] = {
    Decimal: number, Period: period, date: date.isoformat, tuple: _list, list: _list, **dict.fromkeys(REQUIRED, record),
}  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def dump(value: object) -> str:
    """Compact JSON on one line that is valid UTF-8 whatever the document held."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", _encode(value))


def _array(name: str, records: Iterable[Any]) -> Iterator[str]:
    begin, end = f'"{name}": [', "]"
    for one in records:
        yield f"{begin}\n  {dump(record(one))}"
        begin, end = ",", "\n]"
    yield f"{begin}{end}" if end == "]" else end


def pieces(result: Result, options: Options = Options()) -> Iterator[str]:  # noqa: B008 - frozen
    """The whole result, a record at a time; the same result gives the same bytes."""
    yield f'{{"schema_version": "{SCHEMA_VERSION}"'
    for name in ("problems", "sources", "claims", "skipped", "facts", "findings"):
        yield ",\n"
        yield from _array(name, getattr(result, name))
    yield "}\n"


def render(result: Result, options: Options = Options()) -> str:  # noqa: B008 - frozen
    """All of `pieces` as one text."""
    return "".join(pieces(result, options))
