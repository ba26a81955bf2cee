"""Extractions kept between runs, so that an unchanged document is not read twice.

A folder of immutable Parquet segments: a new one is written under a temporary name and then
renamed, so several processes may read and write at once and a killed one leaves nothing half
written. Each row is a key and one extraction as JSON (never a pickle: a file must not be able to
run code). Whatever cannot be read counts as absent and is written anew.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import attrgetter
from pathlib import Path
from typing import Any

from factcheck import lexicon
from factcheck.model import Claim, Extraction, Period, Problem, Skipped, Source

SUFFIX = ".parquet"
SEGMENTS = 24  # more are merged into one
BYTES = 1 << 30  # above this the oldest segments go
STALE = 3_600  # seconds after which another process's temporary file is litter
# the code that shapes an extraction
OWN = "cache documents headings lexicon model quantity text words"
READS = ("extract", "load", *(f"{name}.py" for name in OWN.split()))


def key(data: bytes, path: str, stated: Sequence[object] = (), *, settings: str = "") -> str:
    """The name of a document's extraction: its bytes, path, what sources.toml states, the settings, lexicon and code.

    `stated` is `SourcesTable.hints(path)`; `settings` a text of every setting that extraction depends on.
    """
    own = json.dumps([path, *map(str, stated)], ensure_ascii=False)
    digest = _common_part(settings, lexicon.fingerprint(), code()).copy()
    digest.update(own.encode("utf-8", "surrogatepass"))
    digest.update(b"\0" + data)
    return digest.hexdigest()


@lru_cache(maxsize=8)
def _common_part(*texts: str) -> hashlib._Hash:
    """The beginning that all keys of a run share."""
    return hashlib.sha256(json.dumps(texts).encode("ascii"))


@cache
def code(modules: tuple[str, ...] = READS) -> str:
    """A hash of modules, by default those that shape an extraction: another version of them is another extraction."""
    digest = hashlib.sha256()
    for name in modules:
        for part in _modules(files("factcheck").joinpath(name)):
            digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()


def _modules(entry: Traversable) -> list[Traversable]:
    if entry.is_dir():
        return [module for child in sorted(entry.iterdir(), key=lambda e: e.name) for module in _modules(child)]
    return [entry] if entry.is_file() and entry.name.endswith(".py") else []


class Cache:
    """Extractions by key in a folder; every method returns normally whatever state the folder is in."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def get(self, keys: Iterable[str]) -> dict[str, Stored]:
        """The extractions that are there, by key."""
        found: dict[str, Stored] = {}
        for name, payload in self._rows(keys, "payload").items():
            try:
                found[name] = decode(payload)
            except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
                continue  # written by something else, or damaged
        return found

    def payloads(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What `put_encoded` was given, by key, as it stands."""
        return {name: payload for name, payload in self._rows(keys, "payload").items() if isinstance(payload, bytes)}

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """The texts that were put with extractions (formats whose text is costly to get), by key."""
        return {name: text for name, text in self._rows(keys, "text").items() if isinstance(text, str)}

    def put(self, items: Mapping[str, Extraction], texts: Mapping[str, str] | None = None) -> None:
        """Keep extractions, with the text of those named in `texts`; a folder that cannot be written is no error."""
        self.put_encoded({name: encode(extraction) for name, extraction in items.items()}, texts)

    def put_encoded(self, items: Mapping[str, bytes], texts: Mapping[str, str] | None = None) -> None:
        """Keep extractions that `encode` has made ready."""
        if not items:
            return
        given = texts or {}
        self._write(list(items), list(items.values()), [given.get(name) for name in items])
        self._tidy()

    def _segments(self) -> list[Path]:
        try:
            return sorted(entry for entry in self.folder.iterdir() if entry.suffix == SUFFIX)
        except OSError:
            return []

    def _rows(self, keys: Iterable[str], column: str) -> dict[str, Any]:
        """key → value of `column` for the wanted keys; a segment merged away meanwhile is looked for once more."""
        wanted = set(keys)
        found: dict[str, Any] = {}
        if not wanted:
            return found
        for _ in range(2):
            gone = False
            for segment in self._segments():
                try:
                    found.update(_select(segment, wanted - found.keys(), column))
                except FileNotFoundError:
                    gone = True
                except _damage():
                    _remove(segment)
            if not gone or len(found) == len(wanted):
                break
        return found

    def _write(self, names: list[str], payloads: list[bytes], texts: list[str | None]) -> bool:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({
            "key": pa.array(names, pa.string()),
            "payload": pa.array(payloads, pa.binary()),
            "text": pa.array([_storable(text) for text in texts], pa.string()),
        })  # fmt: skip
        base = uuid.uuid4().hex
        temporary = self.folder / f"{base}.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
            pq.write_table(table, temporary, compression="zstd", write_page_checksum=True)
            temporary.replace(self.folder / f"{base}{SUFFIX}")
        except OSError:
            _remove(temporary)
            return False
        return True

    def _tidy(self) -> None:
        """Merge many segments into one, drop the oldest above the size limit and what killed writers left."""
        for litter in self.folder.glob("*.tmp"):
            if _age(litter) > STALE:
                _remove(litter)
        segments = self._segments()
        if len(segments) > SEGMENTS:
            self._merge(segments)
        sized = sorted(((_age(s), _size(s), s) for s in self._segments()), key=lambda row: row[0])
        total = 0
        for _, size, segment in sized:
            total += size
            if total > BYTES:
                _remove(segment)

    def _merge(self, segments: list[Path]) -> None:
        rows: dict[str, tuple[bytes, str | None]] = {}
        read: list[Path] = []
        for segment in segments:
            try:
                rows.update(_everything(segment))
                read.append(segment)
            except FileNotFoundError:
                continue
            except _damage():
                _remove(segment)
        if self._write(list(rows), [row[0] for row in rows.values()], [row[1] for row in rows.values()]):
            for segment in read:
                _remove(segment)


def _damage() -> tuple[type[BaseException], ...]:
    import pyarrow as pa

    return (OSError, pa.ArrowException, ValueError, KeyError)


def _select(segment: Path, wanted: set[str], column: str) -> dict[str, Any]:
    """Rows of a segment whose key is wanted and whose `column` is there."""
    import pyarrow.parquet as pq

    if not wanted:
        return {}
    with pq.ParquetFile(segment, page_checksum_verification=True) as file:
        keys = file.read(columns=["key"])["key"].to_pylist()
        hits = [at for at, name in enumerate(keys) if name in wanted]
        if not hits:
            return {}
        values = file.read(columns=[column])[column].combine_chunks()
    return {keys[at]: values[at].as_py() for at in hits}


def _everything(segment: Path) -> dict[str, tuple[bytes, str | None]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(segment, page_checksum_verification=True) as file:
        table = file.read(columns=["key", "payload", "text"])
    columns = [table[name].to_pylist() for name in ("key", "payload", "text")]
    return {name: (payload, text) for name, payload, text in zip(*columns, strict=True)}


def _storable(text: str | None) -> str | None:
    """Arrow's strings are UTF-8: a text with lone surrogates is read again next time."""
    try:
        return text if text is None or text.encode("utf-8") is not None else None
    except UnicodeEncodeError:
        return None


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


# --- one extraction as JSON -------------------------------------------------------------------
# Three lines: the document, its claims, its ledger; the latter two are read when their records are made,
# for read they take three times the room. Records are columns of numbers that point into tables of strings,
# decimals, periods or tuples, so that a sentence or a date that many claims carry is stored once, and a
# whole column is read at a time.


def _kind(annotation: str) -> str:
    for kind in ("Decimal", "Period", "tuple", "int"):
        if annotation.startswith(kind):
            return kind
    return "str"


CLAIM = tuple(_kind(str(f.type)) for f in fields(Claim))
SKIPPED = tuple(_kind(str(f.type)) for f in fields(Skipped))
_CLAIM_FIELDS = attrgetter(*(f.name for f in fields(Claim)))
_SKIPPED_FIELDS = attrgetter(*(f.name for f in fields(Skipped)))


def _plain_period(period: Period) -> str:
    return f"{period.start} {period.end} {period.kind} {period.basis}"


@lru_cache(maxsize=4096)
def _period(text: str) -> Period:
    start, end, kind, basis = text.split(" ")
    return Period(date.fromisoformat(start), date.fromisoformat(end), kind, basis)  # type: ignore[arg-type]


PLAIN: dict[str, Callable[[Any], Any]] = {"str": str, "Decimal": str, "Period": _plain_period, "tuple": tuple}
BACK: dict[str, Callable[[Any], Any]] = {"str": str, "Decimal": Decimal, "Period": _period, "tuple": tuple}


@dataclass(slots=True)
class _Tables:
    """Values in order of first use; place 0 is None."""

    values: dict[str, list[Any]] = field(default_factory=lambda: {kind: [None] for kind in PLAIN})
    places: dict[tuple[str, Any], int] = field(default_factory=dict)

    def place(self, kind: str, value: Any) -> int:
        """Where `value` stands in the table of its kind (an int stands for itself)."""
        if kind == "int":
            return int(value)
        if value is None:
            return 0
        known = self.places.get((kind, plain := PLAIN[kind](value)))
        if known is None:
            known = self.places[kind, plain] = len(self.values[kind])
            self.values[kind].append(list(plain) if kind == "tuple" else plain)
        return known


class Stored:
    """An extraction as it is kept: who and what went wrong at once, the records when they are asked for."""

    __slots__ = ("_claims", "_ledger", "problems", "source")

    def __init__(self, source: Source, problems: tuple[Problem, ...], claims: bytes, ledger: bytes) -> None:
        self.source = source
        self.problems = problems
        self._claims = claims
        self._ledger = ledger

    def claims(self, source: str | None = None, first: int = 1) -> list[Claim]:
        """The claims, with the ids c<first>, c<first+1>, … of a run and its id of the document if one is given."""
        columns = _columns(json.loads(self._claims), CLAIM)
        if source is not None and columns:
            columns[:2] = [[f"c{n}" for n in range(first, first + len(columns[0]))], [source] * len(columns[0])]
        return list(map(Claim, *columns)) if columns else []

    def skipped(self, source: str | None = None) -> list[Skipped]:
        """The ledger, with a run's id of the document if one is given."""
        columns = _columns(json.loads(self._ledger), SKIPPED)
        if source is not None and columns:
            columns[0] = [source] * len(columns[0])
        return list(map(Skipped, *columns)) if columns else []

    def extraction(self) -> Extraction:
        """The very records that were put."""
        return Extraction(self.source, tuple(self.claims()), tuple(self.skipped()), self.problems)


def encode(extraction: Extraction) -> bytes:
    """An extraction as compact JSON in ASCII."""
    head = {
        "source": asdict(extraction.source) | {"published": str(extraction.source.published or "")},
        "problems": [asdict(problem) for problem in extraction.problems],
    }
    claims = _encoded([_CLAIM_FIELDS(claim) for claim in extraction.claims], CLAIM)
    ledger = _encoded([_SKIPPED_FIELDS(item) for item in extraction.skipped], SKIPPED)
    return "\n".join(json.dumps(part, separators=(",", ":")) for part in (head, claims, ledger)).encode("ascii")


def _encoded(rows: list[tuple[Any, ...]], kinds: tuple[str, ...]) -> dict[str, Any]:
    tables = _Tables()
    columns = [
        [tables.place(kind, value) for value in column]
        for kind, column in zip(kinds, zip(*rows, strict=True), strict=bool(rows))
    ]
    return {"columns": columns, "tables": tables.values}


def _columns(content: dict[str, Any], kinds: tuple[str, ...]) -> list[list[Any]]:
    """The columns with the values that their numbers stand for; a column of integers holds them itself."""
    tables = {kind: [None, *map(BACK[kind], values[1:])] for kind, values in content["tables"].items()}
    return [
        column if kind == "int" else list(map(tables[kind].__getitem__, column))
        for kind, column in zip(kinds, content["columns"], strict=bool(content["columns"]))
    ]


def decode(payload: bytes) -> Stored:
    """The extraction that `encode` wrote; raises ValueError, LookupError or TypeError for anything else."""
    first, claims, ledger = payload.split(b"\n")
    head = json.loads(first)
    problems = tuple(Problem(**problem) for problem in head["problems"])
    return Stored(_source(head["source"]), problems, claims, ledger)


def _source(values: dict[str, Any]) -> Source:
    published = date.fromisoformat(values["published"]) if values["published"] else None
    origin = tuple((name, where) for name, where in values["origin"])
    return Source(**values | {"published": published, "origin": origin})
