"""Imported once by the process that workers are forked from: they then begin with grammars and dictionaries ready."""

from __future__ import annotations

from pathlib import Path

from factcheck.documents import Item, read_one
from factcheck.load import Limits

_EXAMPLE = "2025年，全市规模以上工业总产值1.2万亿元，同比增长5.4%，連續三年居全國第一。"

read_one(Item(0, Path("example.txt"), _EXAMPLE.encode(), (), Limits()))
