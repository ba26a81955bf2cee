#!/usr/bin/env python3
"""Arbitrary text through the whole extraction, looking for what breaks it.

    fuzz.py -max_total_time=300            # any option of libFuzzer; a folder of inputs to keep may come first

Run by hand, with atheris (`pip install atheris`). Half of the inputs are arbitrary code points, lone surrogates
and NULs among them; half are words and marks of the grammar in arbitrary order, which reach further in.
An input fails when extraction raises, when a record does not say what stands in the text at its place, or when
a digit is neither in a claim nor in the ledger.
"""

from __future__ import annotations

import sys
from datetime import date

import atheris

with atheris.instrument_imports(include=["factcheck"]):
    from factcheck.extract.claims import extract
    from factcheck.lexicon import words
    from factcheck.model import Document, Extraction, Source

TABLES = (
    "units", "counters", "qualifiers", "places", "period_words", "direction_words", "basis_words", "currency_marks",
    "connectors", "rank_fields", "scope_words", "organisations", "forecast_words", "heads", "event_verbs",
)  # fmt: skip
WORDS = (
    "１２ 二零二五 十 百 千 万 亿 两 几 数 半 多 余 第 百分之 分之 成 翻一番 年 月 日 季度 上半年 至 到 从 增至 占 "
    "比重 分别 其中 同比 倍 个百分点 連續 億 萬 1,234 3.50 2024 http:// ① Ⅳ 🎉 ﷺ e\u0301 \ud800"
)
MARKS = "0123456789.,%‰/:-~—+·#*|（）()《》“”、，。；：！？… \n\t\0０１，．％ "
PIECES = (*MARKS, *WORDS.split(), *(word for table in TABLES for word in words(table)[:400]))


def text_of(data: bytes) -> str:
    """A text made of fuzzed bytes."""
    source = atheris.FuzzedDataProvider(data)
    if source.ConsumeBool():
        return str(source.ConsumeUnicode(400))
    count = source.ConsumeIntInRange(1, 80)
    return "".join(PIECES[source.ConsumeIntInRange(0, len(PIECES) - 1)] for _ in range(count))


def check(text: str, found: Extraction) -> None:
    """Raise AssertionError where the extraction does not account for the text."""
    covered = bytearray(len(text))
    for record in (*found.claims, *found.skipped):
        assert 0 <= record.start < record.end <= len(text), (text, record)
        assert text[record.start : record.end] == record.text, (text, record)
        covered[record.start : record.end] = b"\1" * (record.end - record.start)
    lost = [i for i, c in enumerate(text) if c in "0123456789" and not covered[i]]
    assert not lost, (text, lost)


def one_input(data: bytes) -> None:
    """The fuzzer's target."""
    text = text_of(data)
    check(text, extract(Document(Source("s1", "a.txt", "0", published=date(2025, 3, 1)), text)))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
