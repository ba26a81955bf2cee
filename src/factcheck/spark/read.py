"""Documents to rows on a worker: the same extraction as on one machine, and a ledger row for what breaks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck import documents, parallel
from factcheck.documents import Item, Packed
from factcheck.load import Limits, fetch, metadata
from factcheck.load.parsed import Hint
from factcheck.load.sources import KEYS
from factcheck.model import Extraction, Problem
from factcheck.packed import Stored
from factcheck.spark import rows

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 64  # documents that are handed to the reading process at a time
CHUNK_BYTES = 256 * 2**10  # or fewer, where they are long
STATED = tuple(name for name in KEYS if name != "path")
"""Columns of a table of documents that state something about them, as in `sources.toml`."""

_PROBLEM = "struct<path:string,reason:string,place:string,fatal:boolean>"
_SKIPPED = "struct<start:bigint,end:bigint,text:string,reason:string>"
DOCUMENT: Mapping[str, str] = {
    "row": "bigint", "path": "string", "given": "string", "published": "string", "about": "string", "text": "string",
    "marks": "array<bigint>", "problems": f"array<{_PROBLEM}>", "skipped": f"array<{_SKIPPED}>",
    "claims": f"array<{rows.struct({**rows.CLAIM, 'key': 'array<string>', **rows.AIDS})}>",
}  # fmt: skip
"""One row a document: `about` is its source as JSON, null where it was not read; `given` an id that someone gave it."""


def read(batches: Iterable[pa.RecordBatch], limits: Limits, texts: bool) -> Iterator[pa.RecordBatch]:
    """Rows of (row, path, content, stated…) as rows of `DOCUMENT`; with `texts` also what was read as text.

    Documents are read in a process beside this one, so that one that kills it is a row of its own
    ("worker ended") and the task goes on.
    """
    for batch in batches:
        unread: list[dict[str, Any]] = []
        parts = parallel.chunks(_items(batch, limits, unread), CHUNK, lambda item: len(item.data), CHUNK_BYTES)
        for chunk, results in parallel.mapped(documents.read_chunk, parts, 1, documents.lost):
            pairs = zip(chunk, results, strict=True)
            yield rows.batch(DOCUMENT, [_read(item, packed, texts) for item, packed in pairs])
        yield rows.batch(DOCUMENT, unread)


def _items(batch: pa.RecordBatch, limits: Limits, unread: list[dict[str, Any]]) -> Iterator[Item]:
    """The documents of a batch with their bytes; those that have none become rows of `unread`."""
    columns = rows.by_name(batch)
    stated = [name for name in STATED if name in columns]
    for at, (number, path) in enumerate(zip(columns["row"], columns["path"], strict=True)):
        data = columns["content"][at]
        found = fetch(Path(columns["file"][at]), limits) if data is None else data
        if isinstance(found, Problem):
            unread.append(_row(number, path, (replace(found, path=Path(path).as_posix()),)))
            continue
        hints = [Hint(name, value, "documents") for name in stated if (value := columns[name][at]) is not None]
        said = [metadata.hint_from_json(one) for one in json.loads(columns["stated"][at] or "[]")]
        yield Item(number, Path(path), found, (*said, *hints), limits)


def _read(item: Item, packed: Packed, texts: bool) -> dict[str, Any]:
    """What became of a document, as a row."""
    path = item.path.as_posix()
    read = documents.unpack(packed)
    found = read.extraction.extraction() if isinstance(read.extraction, Stored) else read.extraction
    if found is None:
        return _row(item.number, path, read.problems)
    try:
        read.text.encode("utf-8")
    except UnicodeEncodeError:
        return _row(item.number, path, (*read.problems, Problem(path, "文字里有不成对的代理码位，未检查")))
    return _row(item.number, path, (*read.problems, *found.problems), found, read.text * texts)


def _row(
    number: int, path: str, problems: Iterable[Problem], extraction: Extraction | None = None, text: str = ""
) -> dict[str, Any]:
    source = extraction.source if extraction else None
    published = source.published if source else None
    return {
        "row": number,
        "path": path,
        "given": source.id if source and source.id != source.path else None,
        "published": published.isoformat() if published else None,
        "about": rows.source_text(source) if source else None,
        "text": text if source else None,
        "marks": rows.marks(extraction.claims) if extraction else None,
        "problems": [asdict(problem) for problem in problems],
        "skipped": [asdict(one) for one in extraction.skipped] if extraction else [],
        "claims": [rows.row(claim, published) for claim in extraction.claims] if extraction else [],
    }
