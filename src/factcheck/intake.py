"""Every document of a run with its extraction: found, read once, taken from the cache or extracted anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from factcheck import cache, documents, parallel
from factcheck.cache import Cache, stored_in
from factcheck.config import Config
from factcheck.documents import Item, Packed, Read
from factcheck.load import Limits, discover, fetch, sources
from factcheck.load.parsed import Hint
from factcheck.model import Extraction, Problem
from factcheck.packed import Stored

# called with (documents done, documents in all, the last one's path)
Progress = Callable[[int, int, str], None]

CHUNK = 64  # documents that a worker takes at a time
CHUNK_BYTES = 256 * 2**10  # or fewer, where they are long
PAYS = 2_000  # documents to extract from which on more processes are worth their start
PAYS_BYTES = 2 * 2**20  # or bytes: some ten seconds of work
HELD = 64 * 2**20  # bytes of documents kept between reading and extracting; beyond, a file is read again
SEGMENT = 1_024  # documents written to the cache at a time
# what reads documents for us: another version may read them otherwise
READERS = ("opencc", "rjieba", "chardet", "markdown-it-py", "trafilatura", "pypdfium2", "python-docx", "openpyxl")
BOM = "\ufeff"


@dataclass(slots=True)
class Entry:
    """A document on its way: where it is, then what was read in it. Without extraction, `problems` says why."""

    path: Path
    stated: tuple[Hint, ...] = ()
    real: str = ""  # its real path
    key: str = ""  # of its extraction in the cache; "" where it could not be read
    size: int = 0  # bytes
    data: bytes | None = None  # while they are needed, if there is room
    extraction: Extraction | Stored | None = None
    text: str | None = None
    problems: tuple[Problem, ...] = ()
    done: bool = False  # it was read, or it is known why not

    def take(self, read: Read) -> None:
        """Fill in what was read."""
        self.extraction, self.text, self.problems = read
        self.data = None
        self.done = True

    def fail(self, problem: Problem) -> None:
        """Say why it cannot be read."""
        self.problems, self.key, self.done = (problem,), "", True


def limits_of(config: Config) -> Limits:
    """The limits as loading wants them."""
    return Limits(**config.limits.model_dump())


def store_of(config: Config) -> Cache | None:
    """The cache, or None where caching is off."""
    folder = config.cache_dir()
    return None if folder is None else Cache(folder)


def gather(paths: Sequence[str], config: Config) -> tuple[list[Entry], list[Problem]]:
    """The documents that `paths` name, each with its bytes and key; and what could not be looked at."""
    limits = limits_of(config)
    found, problems = discover.search(paths, exclude=config.exclude, limits=limits)
    table, more = sources.for_paths(found.values(), config.path(config.sources) if config.sources else None)
    settings = shaped_by(limits)
    room = HELD
    entries = []
    for real, path in found.items():
        entry = Entry(path, table.hints(path), real)
        data = fetch(path, limits)
        if isinstance(data, Problem):
            entry.fail(data)
        else:
            entry.key, entry.size = cache.key(data, path.as_posix(), entry.stated, settings=settings), len(data)
            if entry.size <= room or str(path) == discover.STDIN:
                entry.data = data
                room -= entry.size
        entries.append(entry)
    return entries, problems + more


@lru_cache(maxsize=8)
def shaped_by(limits: Limits) -> str:
    """Whatever an extraction depends on beside the bytes, the lexicon and our own code."""
    return json.dumps([asdict(limits), [_version(name) for name in READERS], find_spec("rapidocr") is not None])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def read(entries: Sequence[Entry], config: Config, progress: Progress | None = None) -> Iterator[Entry]:
    """The documents in their order, each as soon as its extraction and text are there; what is new goes to the cache.

    What is new comes first, so that the many that are kept need not wait for it in memory; it is also
    written when the run is stopped.
    """
    with closing(_filled(entries, config, progress)) as filled:
        waiting = iter(entries)
        following = next(waiting, None)
        for _ in filled:
            while following is not None and following.done:
                yield following
                following = next(waiting, None)
    while following is not None:
        yield following
        following = next(waiting, None)


def _filled(entries: Sequence[Entry], config: Config, progress: Progress | None) -> Generator[Entry, None, None]:
    """The documents as they are done, in any order."""
    store = store_of(config)
    wanted = {entry.key: entry for entry in entries if not entry.done}
    known = store.known(wanted) if store is not None else set()
    missing = [entry for key, entry in wanted.items() if key not in known]
    shelf = Shelf(store)
    done = len(entries) - len(missing)
    try:
        for left in (missing, None):
            if left is None:  # what has gone from the cache meanwhile, or is damaged
                yield from _recalled(wanted, known, store)
                left = [entry for entry in wanted.values() if not entry.done]
                done -= len(left)
            for entry in _extracted(left, config, shelf):
                done += 1
                if progress:
                    progress(done, len(entries), entry.path.as_posix())
                yield entry
    finally:
        shelf.write()


def _recalled(entries: Mapping[str, Entry], known: Iterable[str], store: Cache | None) -> Iterator[Entry]:
    """The documents, by key, that the cache knows."""
    for row in store.rows(known) if store is not None else ():
        entry, stored, text = entries[row.key], stored_in(row), row.text
        if stored is None:
            continue
        if text is None and (data := _same_bytes(entry, stored.source.sha256)) is not None:
            text = plain(data)
        if text is not None:
            entry.take(Read(stored, text))
            yield entry


def plain(data: bytes) -> str | None:
    """The bytes read as UTF-8, or None where they are something else."""
    try:
        return data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError:
        return None


def _same_bytes(entry: Entry, sha256: str) -> bytes | None:
    """The document's bytes; None if they had to be read again and are no longer the same."""
    if entry.data is not None:
        return entry.data
    data = fetch(entry.path)
    return None if isinstance(data, Problem) or hashlib.sha256(data).hexdigest() != sha256 else data


class Shelf:
    """New extractions on their way to the cache, some at a time."""

    def __init__(self, store: Cache | None) -> None:
        self.store = store
        self.payloads: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}

    def add(self, key: str, data: bytes, packed: Packed) -> None:
        """Keep an extraction, with its text unless that is simply the bytes in UTF-8."""
        if packed.payload is None or not _storable(packed.text):
            return
        self.payloads[key] = packed.payload
        if plain(data) != packed.text:
            self.texts[key] = packed.text
        if len(self.payloads) >= SEGMENT:
            self.write()

    def write(self) -> None:
        """Write what has come together."""
        if self.store is not None:
            self.store.put_encoded(self.payloads, self.texts)
        self.payloads, self.texts = {}, {}


def _storable(text: str) -> bool:
    """Whether a text is UTF-8 at all: lone surrogates are not."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def jobs_for(entries: Sequence[Entry], asked: int) -> int:
    """How many processes to use: as asked, or (0) as many as there are processors where that pays."""
    if asked:
        return min(asked, max(len(entries), 1))
    pays = len(entries) >= PAYS or sum(entry.size for entry in entries) >= PAYS_BYTES
    return parallel.available() if pays and len(entries) > 1 else 1


def _extracted(entries: list[Entry], config: Config, shelf: Shelf) -> Iterator[Entry]:
    """The documents as they are done, here or in several processes."""
    jobs = jobs_for(entries, config.jobs)
    items = _items(entries, limits_of(config))
    if jobs < 2:
        yield from _here(entries, items, shelf)
        return
    parts = parallel.chunks(items, CHUNK, lambda item: len(item.data), CHUNK_BYTES)
    for chunk, results in parallel.mapped(documents.read_chunk, parts, jobs, documents.lost):
        for item, packed in zip(chunk, results, strict=True):
            yield _taken(entries[item.number], item, packed, shelf)
    yield from (entry for entry in entries if entry.key == "")  # gone or changed since they were found


def _here(entries: list[Entry], items: Iterator[Item], shelf: Shelf) -> Iterator[Entry]:
    for item in items:
        yield _taken(entries[item.number], item, documents.pack(documents.read_one(item)), shelf)
    yield from (entry for entry in entries if entry.key == "")


def _taken(entry: Entry, item: Item, packed: Packed, shelf: Shelf) -> Entry:
    entry.take(documents.unpack(packed))
    if shelf.store is not None and packed.whole:
        shelf.add(entry.key, item.data, packed)
    return entry


def _items(entries: Sequence[Entry], limits: Limits) -> Iterator[Item]:
    """The documents with their bytes; one that has changed since it was found is left to the next run."""
    for number, entry in enumerate(entries):
        data = entry.data if entry.data is not None else fetch(entry.path, limits)
        if isinstance(data, Problem):
            entry.fail(data)
            continue
        if entry.data is None:  # read again: the key must be of these very bytes
            entry.key = cache.key(data, entry.path.as_posix(), entry.stated, settings=shaped_by(limits))
        entry.data = None
        yield Item(number, entry.path, data, entry.stated, limits)
