"""Extractions kept between runs, so that an unchanged document is not read twice.

A folder of immutable Parquet segments: a new one is written under a temporary name and then
renamed, so several processes may read and write at once and a killed one leaves nothing half
written. Each row is a key, one extraction as `packed` writes it, and its text where that is costly
to get. Segments are read some rows at a time, in the order in which they were written. Whatever
cannot be read counts as absent and is written anew.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from factcheck import lexicon
from factcheck.model import Extraction
from factcheck.packed import Stored, decode, encode

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

SUFFIX = ".parquet"
SEGMENTS = 24  # more are merged
ROWS = 1_024  # that are held at a time
BYTES = 1 << 30  # above this the oldest segments go
STALE = 3_600  # seconds after which another process's temporary file is litter
# the code that shapes an extraction
OWN = "align cache collector documents headings lexicon model packed quantity setting text words"
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


class Row(NamedTuple):
    """What is kept of a document: its extraction as `packed.encode` wrote it, and its text if that was put too."""

    key: str
    payload: bytes
    text: str | None


class Cache:
    """Extractions by key in a folder; every method returns normally whatever state the folder is in."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def known(self, keys: Iterable[str]) -> set[str]:
        """The keys that are there."""
        wanted = set(keys)
        found: set[str] = set()
        for segment in self._segments() if wanted else ():
            with _tolerant(segment), _opened(segment) as file:
                found |= wanted.intersection(file.read(columns=["key"])["key"].to_pylist())
        return found

    def rows(self, keys: Iterable[str]) -> Iterator[Row]:
        """What is there of the keys, each once; then what others have merged segments into meanwhile."""
        wanted = set(keys)
        seen: set[Path] = set()
        while wanted and (new := [segment for segment in self._segments() if segment not in seen]):
            seen.update(new)
            for segment in new:
                with _tolerant(segment), _opened(segment) as file:
                    for row in _select(file, wanted):
                        wanted.discard(row.key)
                        yield row

    def get(self, keys: Iterable[str]) -> dict[str, Stored]:
        """The extractions that are there, by key."""
        return {row.key: stored for row in self.rows(keys) if (stored := stored_in(row)) is not None}

    def payloads(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What `put_encoded` was given, by key, as it stands."""
        return {row.key: row.payload for row in self.rows(keys)}

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """The texts that were put with extractions (formats whose text is costly to get), by key."""
        return {row.key: row.text for row in self.rows(keys) if row.text is not None}

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

    def _write(self, names: list[str], payloads: list[bytes], texts: list[str | None]) -> bool:
        import pyarrow as pa

        table = pa.table([names, payloads, [_storable(text) for text in texts]], _schema())
        return self._keep([table], f"{time.time_ns():020}")

    def _keep(self, tables: Iterable[pa.Table], age: str) -> bool:
        """A new segment of those rows; the name begins with its age, so that segments sort by it."""
        import pyarrow.parquet as pq

        base = f"{age}-{uuid.uuid4().hex}"
        temporary = self.folder / f"{base}.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
            with pq.ParquetWriter(temporary, _schema(), compression="zstd", write_page_checksum=True) as writer:
                for table in tables:
                    writer.write_table(table, row_group_size=ROWS)
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
        """One segment of many, the largest left alone where all others are less: no row is written often."""
        by_size = sorted(segments, key=_size)
        while len(by_size) > 2 and _size(by_size[-1]) > sum(map(_size, by_size[:-1])):
            by_size.pop()
        merged = sorted(by_size)
        read: list[Path] = []
        if self._keep(_everything(merged, read), merged[0].name.partition("-")[0]):
            for segment in read:
                _remove(segment)


def stored_in(row: Row) -> Stored | None:
    """The extraction of a row; None where something else wrote it, or it is damaged."""
    try:
        return decode(row.payload)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return None


@cache
def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("key", pa.string()), ("payload", pa.binary()), ("text", pa.string())])


@contextmanager
def _tolerant(segment: Path) -> Iterator[None]:
    """Pass over a segment that is gone; remove one that is damaged."""
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError:
        return
    except (OSError, pa.ArrowException, ValueError, KeyError):
        _remove(segment)


def _opened(segment: Path) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    return pq.ParquetFile(segment, page_checksum_verification=True)


def _select(file: pq.ParquetFile, wanted: set[str]) -> Iterator[Row]:
    """The rows of a segment whose key is wanted."""
    for group in range(file.num_row_groups):
        keys = file.read_row_group(group, columns=["key"])["key"].to_pylist()
        hits = [at for at, name in enumerate(keys) if name in wanted]
        if hits:
            found = file.read_row_group(group, columns=["payload", "text"])
            payloads, texts = (found[name].combine_chunks() for name in ("payload", "text"))
            yield from (Row(keys[at], payloads[at].as_py(), texts[at].as_py()) for at in hits)


def _everything(segments: Sequence[Path], read: list[Path]) -> Iterator[pa.Table]:
    """All rows of the segments, some at a time, each key once; those that were read to the end are added to `read`."""
    seen: set[str] = set()
    for segment in segments:
        with _tolerant(segment), _opened(segment) as file:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group).select(_schema().names).cast(_schema())
                keys = table["key"].to_pylist()
                new = [at for at, name in enumerate(keys) if name not in seen]
                seen.update(keys)
                yield table if len(new) == len(keys) else table.take(new)
            read.append(segment)


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
