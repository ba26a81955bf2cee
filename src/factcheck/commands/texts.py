"""The texts of a stored result, read again from the documents where they still are."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from factcheck.model import Result


def read_again(result: Result) -> Result:
    """The result with the text of each document that is unchanged since (same SHA-256); others stay without."""
    texts = dict(result.texts)
    for source in result.sources:
        if source.id not in texts and unchanged(source.path, source.sha256):
            text = _text(source.path)
            if text is not None:
                texts[source.id] = text
    return replace(result, texts=texts)


def unchanged(path: str, sha256: str) -> bool:
    """Whether the file still holds the bytes that were read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() == sha256
    except (OSError, ValueError):
        return False


def _text(path: str) -> str | None:
    from factcheck.load import load

    document = load(Path(path)).document
    return None if document is None else document.text
