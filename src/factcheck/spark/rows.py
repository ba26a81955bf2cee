"""Records as columns: what crosses between Spark and Python.

A claim is a row of plain columns: decimals as strings, so that they stay exact, and days as ISO strings. A
column is null where the record has None.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING, Any

from factcheck import align, evidence, wording
from factcheck.model import Claim, Fact, Period, Source
from factcheck.packed import made

if TYPE_CHECKING:
    import pyarrow as pa

_TEXT, _WHOLE, _TEXTS, _FLAG = "string", "bigint", "array<string>", "boolean"
_DECIMALS = ("value", "low", "high", "step")
PERIOD = ("period_start", "period_end", "period_kind", "period_basis")
"""The four columns of a period."""

CLAIM: Mapping[str, str] = {
    "start": _WHOLE, "end": _WHOLE, "text": _TEXT,
    "value": _TEXT, "low": _TEXT, "high": _TEXT, "unit": _TEXT, "qualifier": _TEXT, "measure": _TEXT, "basis": _TEXT,
    "entity": _TEXT, "indicator": _TEXT, **dict.fromkeys(PERIOD, _TEXT), "attribution": _TEXT, "rule": _TEXT,
    "step": _TEXT, "scope": _TEXT, "template": _TEXT, "context": _TEXT, "flags": _TEXTS, "trace": _TEXTS,
    "place": _TEXT, "line": _WHOLE, "column": _WHOLE,
}  # fmt: skip
"""The columns of a claim as extraction leaves it, with their Spark types; `id` and `source` are given later."""

AIDS: Mapping[str, str] = {"magnitude": _TEXT, "group": "binary", "daily": _FLAG, "reading": _WHOLE, "names": _TEXT}
"""What lets the engine group and sort claims.

The value, the key in short, whether the sentence is of its day only, how the claim reads in short, and in one text
what a fact takes from its claim, the columns of `NAMES`: one column travels more cheaply than fourteen.
"""

NAMES = (
    "entity", "indicator", "measure", "unit", "basis", "scope", *PERIOD, "text", "magnitude", "qualifier", "key",
)  # fmt: skip
BETWEEN = "\0"  # the parts of names, and of a key as one text: none of them holds it, so that keys stay in their order
MISSING = "\1"  # stands for a name that is None

COMPARED = tuple(name for name in CLAIM if name not in ("trace", "place", "line", "column"))
"""The columns that comparison looks at, beside the key."""


def struct(columns: Mapping[str, str]) -> str:
    """The columns as a Spark struct type."""
    return "struct<" + ",".join(f"`{name}`:{kind}" for name, kind in columns.items()) + ">"


def schema(columns: Mapping[str, str]) -> str:
    """The columns as a Spark schema."""
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())


# --- claims as rows ---------------------------------------------------------------------------


def row(claim: Claim, published: date | None) -> dict[str, object]:
    """A claim's columns and its key; `published` is the day of its document."""
    out: dict[str, object] = {
        f.name: getattr(claim, f.name) for f in fields(Claim) if f.name in CLAIM and f.name not in _DECIMALS
    }
    out.update({name: None if (n := getattr(claim, name)) is None else str(n) for name in _DECIMALS})
    out.update(zip(PERIOD, plain_period(claim.period), strict=True))
    out["magnitude"] = magnitude(claim.value)
    key = align.key(claim, published)
    return out | {"key": list(key), "daily": wording.of_its_day(claim, published)} | _in_short(out, BETWEEN.join(key))


def _in_short(columns: Mapping[str, Any], key: str) -> dict[str, object]:
    """A group is 128 bits of its key, so that no two are taken for one; within it 64 bits are enough for a reading."""
    names = [MISSING if (said := columns[name]) is None else said for name in NAMES[:-1]]
    read = [said for name, said in zip(NAMES, names, strict=False) if name != "text"]
    if columns["magnitude"] is None:
        read += [columns["low"] or MISSING, columns["high"] or MISSING]
    return {
        "group": _digest(key, 16),
        "reading": int.from_bytes(_digest(BETWEEN.join(read), 8), signed=True),
        "names": BETWEEN.join((*names, key)),
    }


def _digest(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def marks(claims: Iterable[Claim]) -> list[int]:
    """The sentences of a document's claims in short, each once, in order; see `evidence.families`."""
    said = (claim for claim in claims if claim.context or claim.template)
    return sorted({int.from_bytes(evidence.fingerprint(claim), signed=True) for claim in said})


_NINES = str.maketrans("0123456789", "9876543210")
_MIDDLE = 5_000_000  # exponents are counted from here, so that none is negative


def magnitude(value: Decimal | None) -> str | None:
    """A text for a number: equal for equal numbers, and in their order."""
    if not value:
        return None if value is None else ZERO
    figures = "".join(map(str, value.as_tuple().digits)).strip("0")
    if value > 0:
        return f"2{_MIDDLE + value.adjusted():07}{figures}"
    return f"0{_MIDDLE - value.adjusted():07}{figures.translate(_NINES)}~"


ZERO = "1"
"""The magnitude of zero."""


def plain_period(period: Period | None) -> tuple[str | None, ...]:
    """The four columns of a period."""
    if period is None:
        return (None,) * len(PERIOD)
    return (period.start.isoformat(), period.end.isoformat(), period.kind, period.basis)


def claims(columns: Mapping[str, Sequence[Any]]) -> list[Claim]:
    """The claims of columns by name; what is missing is left empty. `key` becomes a tuple again."""
    held: dict[str, Iterable[Any]] = {name: columns[name] for name in Claim.__slots__ if name in columns}
    for name in _DECIMALS:
        held[name] = (None if n is None else Decimal(n) for n in columns[name])
    for name in held.keys() & {"flags", "trace", "key"}:
        held[name] = (tuple(words or ()) for words in columns[name])
    held["period"] = (period(*four) for four in zip(*(columns[name] for name in PERIOD), strict=True))
    plain = {f.name: repeat(f.default) for f in fields(Claim) if f.name not in held}
    return made(Claim, [(held | plain)[name] for name in Claim.__slots__], len(columns["start"]))


def facts(columns: Mapping[str, Sequence[Any]]) -> Iterator[Fact]:
    """The facts of columns by name."""
    periods = (period(*four) for four in zip(*(columns[name] for name in PERIOD), strict=True))
    named = [f.name for f in fields(Fact) if f.name not in ("period", "claims")]
    for *values, when, held in zip(*(columns[name] for name in named), periods, columns["claims"], strict=True):
        yield Fact(**dict(zip(named, values, strict=True)), period=when, claims=tuple(held))


@lru_cache(maxsize=4096)
def period(start: str | None, end: str | None, kind: Any, basis: Any) -> Period | None:
    """The period of its four columns."""
    if start is None or end is None:
        return None
    return Period(date.fromisoformat(start), date.fromisoformat(end), kind, basis)


def by_name(batch: pa.RecordBatch | pa.Table) -> dict[str, list[Any]]:
    """A batch as Python lists by column."""
    return {name: batch.column(name).to_pylist() for name in batch.schema.names}


# --- sources ----------------------------------------------------------------------------------


def source_text(source: Source) -> str:
    """A source as JSON."""
    return json.dumps(asdict(source) | {"published": str(source.published or "")}, ensure_ascii=False)


def source_of(text: str, identity: str) -> Source:
    """The source that `source_text` wrote, under the id that the run gives it."""
    values = json.loads(text)
    published = date.fromisoformat(values["published"]) if values["published"] else None
    origin = tuple((name, where) for name, where in values["origin"])
    return Source(**values | {"id": identity, "published": published, "origin": origin})


# --- batches ----------------------------------------------------------------------------------


def batch(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> pa.RecordBatch:
    """Rows as an Arrow batch of those columns, in their order."""
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(
        [pa.array([one[name] for one in rows], arrow(kind)) for name, kind in columns.items()], names=list(columns)
    )


def arrow(kind: str) -> pa.DataType:
    """The Arrow type of a Spark type that is used here."""
    import pyarrow as pa

    plain: dict[str, Callable[[], pa.DataType]] = {
        _TEXT: pa.string, _WHOLE: pa.int64, _FLAG: pa.bool_, "binary": pa.binary,
    }  # fmt: skip
    if kind in plain:
        return plain[kind]()
    if kind.startswith("array<"):
        return pa.list_(arrow(kind[len("array<") : -1]))
    inner = kind[len("struct<") : -1]
    return pa.struct([(name.strip("`"), arrow(of)) for name, of in (part.split(":", 1) for part in _parts(inner))])


def _parts(inner: str) -> Iterator[str]:
    """The fields of a struct type, those of inner types kept together."""
    depth, start = 0, 0
    for at, char in enumerate(inner):
        depth += (char == "<") - (char == ">")
        if char == "," and not depth:
            yield inner[start:at]
            start = at + 1
    yield inner[start:]
