"""One extraction as bytes: between processes, in the cache, and in a run until its records are asked for.

Three parts, each with its length before it: the document as JSON, its claims, its ledger. The latter two are
columns of numbers that point into tables of texts, decimals, periods and tuples of texts, so that a sentence or
a date that many claims carry is stored once; their records are made when they are asked for, for as records
they take several times the room. Never a pickle: a file must not be able to run code.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from itertools import accumulate, chain, pairwise, repeat
from operator import attrgetter, eq
from typing import Any, NamedTuple, TypeVar, overload

import numpy as np

from factcheck.model import Claim, Extraction, Period, Problem, Skipped, Source

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R", Claim, Skipped)
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_read = json.JSONDecoder().decode
_LENGTH = 4  # bytes before a part


def _kind(annotation: str) -> str:
    return next((kind for kind in ("Decimal", "Period", "tuple", "int") if annotation.startswith(kind)), "str")


# the ids of claims are their numbers, and their source is the document's: neither is stored
_CLAIM = tuple((f.name, _kind(str(f.type))) for f in fields(Claim)[2:])
_SKIPPED = tuple((f.name, _kind(str(f.type))) for f in fields(Skipped)[1:])
_Kinds = tuple[tuple[str, str], ...]


def _plain_period(period: Period) -> str:
    return f"{period.start} {period.end} {period.kind} {period.basis}"


def _period(text: str) -> Period:
    start, end, kind, basis = text.split(" ")
    return Period(date.fromisoformat(start), date.fromisoformat(end), kind, basis)  # type: ignore[arg-type]


_PLAIN: dict[str, Callable[[Any], str]] = {"Decimal": str, "Period": _plain_period}


class _Tables:
    """Values in order of first use; place 0 is None. Decimals and periods are the places of their texts."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.others: dict[str, dict[Any, int]] = {"Decimal": {}, "Period": {}, "tuple": {}}

    def place(self, kind: str, value: Any) -> int:
        """Where `value` stands in the table of its kind; an int stands for itself."""
        if kind == "int":
            return int(value)
        if value is None:
            return 0
        if kind == "str":
            return self.texts.setdefault(value, len(self.texts) + 1)
        plain = tuple(self.place("str", one) for one in (value if kind == "tuple" else (_PLAIN[kind](value),)))
        table = self.others[kind]
        return table.setdefault(plain, len(table) + 1)


class _Made(dict[K, V]):
    """What is made of each key, once."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: K) -> V:
        value = self[key] = self.make(key)
        return value


class Pool:
    """Values that many documents of a run carry (names, rules, steps, decimals, periods), each held once."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.tuples: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.decimals: _Made[str, Decimal] = _Made(Decimal)
        self.periods: _Made[str, Period] = _Made(_period)


class Page(NamedTuple):
    """The ledger of one document: how many numerals are no claims, and which, packed."""

    numerals: int
    part: bytes

    def records(self, source: str, pool: Pool) -> list[Skipped]:
        """The numerals, with a run's id of the document."""
        return made(Skipped, [repeat(source), *_columns(self.part, _SKIPPED, pool)], self.numerals)


class Stored:
    """An extraction as it is kept: who and what went wrong at once, the records when they are asked for."""

    __slots__ = ("_claims", "ledger", "problems", "source")

    def __init__(self, source: Source, problems: tuple[Problem, ...], claims: Page, ledger: Page) -> None:
        self.source = source
        self.problems = problems
        self.ledger = ledger
        self._claims = claims

    def claims(self, source: str | None = None, first: int = 1, pool: Pool | None = None) -> list[Claim]:
        """The claims with the ids c<first>, c<first+1>, …, and a run's id of the document if one is given."""
        count, part = self._claims
        ids = [f"c{n}" for n in range(first, first + count)]
        about = repeat(self.source.id if source is None else source)
        return made(Claim, [ids, about, *_columns(part, _CLAIM, pool or Pool())], count)

    def extraction(self) -> Extraction:
        """All its records."""
        skipped = self.ledger.records(self.source.id, Pool())
        return Extraction(self.source, tuple(self.claims()), tuple(skipped), self.problems)


class Ledger(Sequence[Skipped]):
    """The numerals of many documents that are no claims, as records only while they are looked at."""

    def __init__(self, pages: Sequence[tuple[str, Page]]) -> None:
        self._pages = pages  # by a run's id of the document
        self._count = sum(page.numerals for _, page in pages)

    def __len__(self) -> int:
        return self._count

    def by_source(self) -> Iterator[tuple[str, list[Skipped]]]:
        """The records of one document after the other."""
        pool = Pool()
        return ((source, page.records(source, pool)) for source, page in self._pages)

    def __iter__(self) -> Iterator[Skipped]:
        return chain.from_iterable(records for _, records in self.by_source())

    @overload
    def __getitem__(self, at: int) -> Skipped: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Skipped, ...]: ...
    def __getitem__(self, at: int | slice) -> Skipped | tuple[Skipped, ...]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))


def by_source(skipped: Sequence[Skipped]) -> Iterable[tuple[str, Sequence[Skipped]]]:
    """The ledger of one document after the other, each document once."""
    if isinstance(skipped, Ledger):
        return skipped.by_source()
    groups: dict[str, list[Skipped]] = {}
    for record in skipped:
        groups.setdefault(record.source, []).append(record)
    return groups.items()


def encode(extraction: Extraction) -> bytes:
    """An extraction as bytes."""
    head = {
        "source": asdict(extraction.source) | {"published": str(extraction.source.published or "")},
        "problems": [asdict(problem) for problem in extraction.problems],
        "numerals": [len(extraction.claims), len(extraction.skipped)],
    }
    parts = (_write(head).encode("utf-8", "surrogatepass"), _part(extraction.claims, _CLAIM))
    return b"".join(len(part).to_bytes(_LENGTH) + part for part in (*parts, _part(extraction.skipped, _SKIPPED)))


def decode(payload: bytes) -> Stored:
    """The extraction that `encode` wrote; raises ValueError, LookupError or TypeError for anything else."""
    parts, at = [], 0
    for _ in range(3):
        start = at + _LENGTH
        at = start + int.from_bytes(payload[at:start])
        parts.append(payload[start:at])
    if at != len(payload):
        raise ValueError("not an extraction")
    head = _read(str(parts[0], "utf-8", "surrogatepass"))
    problems = tuple(Problem(**problem) for problem in head["problems"])
    claims, ledger = map(Page, head["numerals"], parts[1:])
    return Stored(_source(head["source"]), problems, claims, ledger)


def _source(values: dict[str, Any]) -> Source:
    published = date.fromisoformat(values["published"]) if values["published"] else None
    origin = tuple((name, where) for name, where in values["origin"])
    return Source(**values | {"published": published, "origin": origin})


# --- records as columns -----------------------------------------------------------------------
# the sizes of the tables, the lengths of the texts, the tables of decimals, periods and tuples (the lengths of
# these first), the columns; whether numbers have two bytes or four, and how many there are, is said before them


def _part(records: Sequence[Claim] | Sequence[Skipped], kinds: _Kinds) -> bytes:
    tables = _Tables()
    columns = [tables.place(kind, value) for name, kind in kinds for value in map(attrgetter(name), records)]
    decimals, periods, tuples = tables.others.values()
    numbers = [
        *map(len, (tables.texts, decimals, periods, tuples)),
        *map(len, tables.texts),
        *chain.from_iterable(chain(decimals, periods)),
        *map(len, tuples),
        *chain.from_iterable(tuples),
        *columns,
    ]
    width = 2 if max(numbers) < 1 << 16 else 4
    told = bytes([width]) + len(numbers).to_bytes(_LENGTH)
    text = "".join(tables.texts).encode("utf-8", "surrogatepass")
    return told + np.array(numbers, f"<u{width}").tobytes() + text


def _columns(part: bytes, kinds: _Kinds, pool: Pool) -> list[list[Any]]:
    """The columns with the values that their numbers stand for; a column of integers holds them itself."""
    width, begin = part[0], 1 + _LENGTH
    end = begin + width * int.from_bytes(part[1:begin])
    numbers: list[int] = np.frombuffer(part[begin:end], f"<u{width}").tolist()
    left = iter(_cut(numbers, numbers[:4], 4))
    lengths, *plain = left
    at = 4 + sum(numbers[:4])
    texts: list[Any] = [None, *_texts(str(part[end:], "utf-8", "surrogatepass"), lengths, pool)]
    tuples = [tuple(map(texts.__getitem__, places)) for places in _cut(numbers, plain[2], at)]
    tables = {
        "str": texts,
        "Decimal": [None, *map(pool.decimals.__getitem__, map(texts.__getitem__, plain[0]))],
        "Period": [None, *map(pool.periods.__getitem__, map(texts.__getitem__, plain[1]))],
        "tuple": [None, *map(pool.tuples.setdefault, tuples, tuples)],
    }
    at += sum(plain[2])
    rows = (len(numbers) - at) // len(kinds)
    columns = _cut(numbers, [rows] * len(kinds), at)
    return [
        column if kind == "int" else list(map(tables[kind].__getitem__, column))
        for (_, kind), column in zip(kinds, columns, strict=True)
    ]


def _cut(numbers: list[int], lengths: Sequence[int], start: int) -> Iterator[list[int]]:
    """Consecutive pieces of those lengths."""
    return (numbers[a:b] for a, b in pairwise(accumulate(lengths, initial=start)))


def _texts(joined: str, lengths: Sequence[int], pool: Pool) -> Iterator[str]:
    texts = [joined[a:b] for a, b in pairwise(accumulate(lengths, initial=0))]
    return map(pool.texts.setdefault, texts, texts)


def made(kind: type[R], columns: Sequence[Any], count: int) -> list[R]:
    """Records out of all their columns, slot by slot: the constructor of a frozen record takes twice the time."""
    records = list(map(object.__new__, repeat(kind, count)))
    for name, column in zip(kind.__slots__, columns, strict=True):
        deque(map(getattr(kind, name).__set__, records, column), 0)
    return records
