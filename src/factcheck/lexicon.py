"""Word lists and tables: tab-separated files in `factcheck/data`, one kind of thing a file.

A file starts with `#` lines that say what its columns mean; then one entry a line, sorted by its
first column. `tests/test_lexicon.py` holds every file to that form.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The entries of `data/<name>.tsv` as tuples of columns; short rows are padded with ""."""
    text = files("factcheck").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    width = max((len(line) for line in lines), default=0)
    return tuple(tuple(line + [""] * (width - len(line))) for line in lines)


@cache
def words(name: str) -> tuple[str, ...]:
    """The first column of `data/<name>.tsv`."""
    return tuple(row[0] for row in rows(name))


def alternation(items: tuple[str, ...] | list[str]) -> str:
    """A regular expression that matches any of the words, the longest first."""
    return "|".join(re.escape(item) for item in sorted(set(items), key=lambda w: (-len(w), w)))


@cache
def signs(kind: str) -> re.Pattern[str]:
    """Any word of one kind of `data/signs.tsv`, with nothing before or behind it that makes it another word."""
    found = _of_kind(kind)
    return re.compile("|".join(_sign(*row) for row in sorted(found, key=lambda row: (-len(row[0]), row))))


@cache
def sign_words(kind: str) -> tuple[str, ...]:
    """The words of one kind of `data/signs.tsv`, whatever may not stand before or behind them."""
    return tuple(row[0] for row in _of_kind(kind))


def _of_kind(kind: str) -> list[tuple[str, ...]]:
    return [row for row in rows("signs") if kind in row[1].split("|")]


def _sign(word: str, _kinds: str, after: str, before: str) -> str:
    plain = re.escape(word)
    behind = "" if after == "-" else f"(?!{alternation(after.split('|'))})"
    return plain + behind + ("" if before == "-" else f"(?<![{before}]{plain})")


@cache
def fingerprint() -> str:
    """A hash over every data file: extraction made with another lexicon is another extraction."""
    digest = hashlib.sha256()
    for entry in sorted(files("factcheck").joinpath("data").iterdir(), key=lambda e: e.name):
        if entry.is_file():
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return digest.hexdigest()
