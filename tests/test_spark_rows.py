"""What crosses between Spark and Python, and what a worker makes of documents: without Spark."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from factcheck import config, documents, pipeline
from factcheck.load import Limits
from factcheck.model import Claim, Result, Source
from factcheck.spark import read, rows, session

DOCUMENTS = {
    "a.txt": "2024年，肇庆市地区生产总值812.4亿元，比上年增长5.6%。进出口总额812.4亿元。其中，出口总额300.2亿元，"
    "进口总额422.1亿元。年末常住人口96.3万人。",
    "b.txt": "2024年，肇庆市地区生产总值812.4亿元，比上年增长5.6%。年末常住人口93.6万人。全市粮食产量超50万吨。",
    "c.txt": "2024年，肇庆市地区生产总值812.4亿元。",
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return pipeline.check([str(folder)], config.Config(cache="off", jobs=1))


def test_a_claim_is_the_same_after_the_way_through_columns(result: Result) -> None:
    published = {s.id: s.published for s in result.sources}
    kinds = {"id": "string", "source": "string", "key": "array<string>", **rows.CLAIM}
    made = [{"id": c.id, "source": c.source, **rows.row(c, published[c.source])} for c in result.claims]
    table = rows.by_name(rows.batch(kinds, made))
    assert list(rows.claims(table)) == list(result.claims)
    assert {c.period.end.year for c in rows.claims(table) if c.period} == {2024}
    compared = [replace(c, trace=(), place="", line=0, column=0) for c in result.claims]
    assert list(rows.claims({n: table[n] for n in ("id", "source", "key", *rows.COMPARED)})) == compared


def test_magnitudes_are_in_the_order_of_numbers_and_equal_where_they_are() -> None:
    numbers = [
        Decimal(n)
        for n in (
            "-1E+9",
            "-130",
            "-13",
            "-12.5",
            "-0.05",
            "-0.049",
            "0",
            "0.001",
            "0.5",
            "12.5",
            "13",
            "130",
            "1.3E+2",
            "99999999999999999999999999999999",
        )
    ]
    marks = [rows.magnitude(n) for n in numbers]
    assert marks == sorted(marks)
    assert [a == b for a, b in pairwise(marks)] == [a == b for a, b in pairwise(numbers)]
    assert rows.magnitude(Decimal("-0.0")) == rows.magnitude(Decimal(0)) == rows.ZERO
    assert rows.magnitude(None) is None


def test_types_of_columns() -> None:
    nested = rows.arrow("array<struct<`a`:string,`b`:array<bigint>>>")
    assert str(nested) == "list<item: struct<a: string, b: list<item: int64>>>"


def test_a_document_that_cannot_be_read_is_a_row(tmp_path: Path) -> None:
    good, gone = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(DOCUMENTS["a.txt"], encoding="utf-8")
    kinds = {"row": "bigint", "path": "string", "file": "string", "content": "binary", "stated": "string",
             "published": "string", "publisher": "string"}  # fmt: skip
    stated = {"content": None, "stated": None, "published": None}
    table = [
        {"row": 7, "path": "a.txt", "file": str(good), "publisher": "肇庆日报", **stated},
        {"row": 8, "path": "b.txt", "file": str(gone), "publisher": None, **stated},
        {"row": 9, "path": "c.txt", "file": "c.txt", "publisher": None, **stated,
         "content": "2024年，肇庆市粮食产量50.2万吨。".encode()},
    ]  # fmt: skip
    made = {one["row"]: one for b in read.read([rows.batch(kinds, table)], Limits(), True) for one in b.to_pylist()}
    assert set(made) == {7, 8, 9}
    assert made[7]["claims"]
    assert made[7]["text"] == DOCUMENTS["a.txt"]
    assert rows.source_of(made[7]["about"], "s1").publisher == "肇庆日报"
    assert made[8]["about"] is None
    assert [one["path"] for one in made[8]["problems"]] == ["b.txt"]
    assert made[9]["claims"][0]["value"] == "502000"


def deadly(items: list[documents.Item]) -> list[documents.Packed]:
    """Work of which one document kills its process."""
    if any(item.path.name == "deadly.txt" for item in items):
        os._exit(1)
    return documents.read_chunk(items)


def test_a_document_that_kills_its_process_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "read_chunk", deadly)
    kinds = {"row": "bigint", "path": "string", "file": "string", "content": "binary", "stated": "string"}
    table = [
        {"row": n, "path": name, "file": name, "content": "2024年，肇庆市粮食产量50.2万吨。".encode(), "stated": None}
        for n, name in enumerate(("a.txt", "deadly.txt", "z.txt"))
    ]
    made = {one["path"]: one for b in read.read([rows.batch(kinds, table)], Limits(), True) for one in b.to_pylist()}
    assert [len(made[name]["claims"]) for name in ("a.txt", "deadly.txt", "z.txt")] == [1, 0, 1]
    assert [one["fatal"] for one in made["deadly.txt"]["problems"]] == [True]


def test_a_source_is_the_same_after_the_way_through_json() -> None:
    source = Source("x", "甲.txt", "00", title="题", published=date(2025, 3, 1), tier=2, origin=(("title", "x"),))
    assert rows.source_of(rows.source_text(source), "x") == source


FOLDED = {
    "final": "binary", "ordinal": "bigint", "number": "bigint", "start": "bigint", "witness": "bigint",
    "reading": "bigint", "stray": "boolean", "worded": "boolean", "names": "string",
}  # fmt: skip
NAMES = dict.fromkeys(rows.NAMES, rows.MISSING) | {"entity": "", "magnitude": "2", "key": rows.BETWEEN.join("abc")}


def folded(told: list[tuple[str, int, int, int, int]], cut: int) -> dict[str, dict[str, object]]:
    """Groups by name, of (group, number of the document, place, document it counts with, reading) cut into batches."""
    pytest.importorskip("pyspark")
    from factcheck.spark import groups

    names = ("final", "number", "start", "witness", "reading")
    same = {"stray": False, "worded": True, "names": rows.BETWEEN.join(NAMES.values())}
    made = [
        {**dict(zip(names, row, strict=True)), **same, "final": row[0].encode(), "ordinal": at}
        for at, row in enumerate(told)
    ]
    batches = [rows.batch(FOLDED, made[at : at + cut]) for at in range(0, len(made), cut)]
    found = [row for batch in groups._fold(batches) for row in batch.to_pylist()]
    assert len({row["final"] for row in found}) == len(found)
    return {row["final"].decode(): row for row in found}


@pytest.mark.parametrize("cut", [1, 2, 3, 100])
def test_groups_are_folded_whole_however_they_arrive(cut: int) -> None:
    told = [
        ("a", 1, 5, 1, 7), ("a", 2, 5, 1, 7), ("a", 3, 5, 3, 7),  # one reading, two witnesses
        ("b", 1, 9, 1, 7),
        ("c", 1, 9, 1, 7), ("c", 2, 9, 2, 8),  # two readings
        ("d", 4, 9, 4, 7), ("d", 4, 9, 4, 7),  # one reading, but which comes first hangs on more
        ("e", 4, 9, 4, 7), ("e", 4, 12, 4, 7),
    ]  # fmt: skip
    found = folded(told, cut)
    assert {name: row["alike"] for name, row in found.items()} == {
        "a": True,
        "b": True,
        "c": False,
        "d": False,
        "e": True,
    }
    assert {name: row["sources"] for name, row in found.items()} == {"a": 2, "b": 1, "c": 2, "d": 1, "e": 1}
    assert [found["a"]["members"], found["a"]["documents"]] == [[0, 1, 2], [1, 2, 3]]
    assert [found["e"]["members"], found["e"]["worded"]] == [[8, 9], 2]
    named = {name: found["a"][name] for name in ("entity", "indicator", "period_start", "value", "qualifier", "key")}
    assert list(named.values()) == ["", None, None, "2", None, "a\0b\0c"]


def test_a_reading_is_all_but_the_words_and_the_key() -> None:
    claim = Claim(
        "c1", "s1", 0, 3, "50万", Decimal(500000), Decimal(495000), Decimal(505000), "人", "exact", "level", None,
        "肇庆市", "常住人口", None, None, "rule", Decimal(10000),
    )  # fmt: skip
    first = rows.row(claim, None)
    assert first["reading"] == rows.row(replace(claim, text="500,000", low=None, start=7), None)["reading"]
    assert str(first["names"]).split("\0")[: len(rows.NAMES) - 1] == [
        "肇庆市", "常住人口", "level", "人", "\1", "", *["\1"] * 4, "50万", str(first["magnitude"]), "exact",
    ]  # fmt: skip
    others = [replace(claim, **change) for change in ({"entity": None}, {"entity": ""}, {"value": Decimal(50)})]
    unread = [replace(claim, value=None), replace(claim, value=None, low=None)]
    assert len({rows.row(c, None)["reading"] for c in (claim, *others, *unread)}) == 6


def test_a_document_has_each_of_its_sentences_once(result: Result) -> None:
    told = {s.id: [c for c in result.claims if c.source == s.id] for s in result.sources}
    marks = {source: rows.marks(claims) for source, claims in told.items()}
    assert all(found == sorted(set(found)) for found in marks.values())
    first, second, third = told
    assert len(marks[first]) < len(told[first])  # its first sentence has two figures
    assert len({*marks[first]} & {*marks[second]}) == 1
    assert not {*marks[first]} & {*marks[third]}
    assert rows.marks([]) == []


@pytest.mark.parametrize(
    ("master", "given", "heap"),
    [
        ("local[2]", "", session.HEAP),
        ("local[2]", "--conf spark.driver.host=127.0.0.1 pyspark-shell", session.HEAP),
        ("local[2]", "--driver-memory 8g pyspark-shell", None),
        ("local[2]", "--conf spark.driver.memory=8g pyspark-shell", None),
        ("spark://127.0.0.1:7077", "", None),
    ],
)
def test_the_heap_is_ours_on_one_machine_where_none_is_named(
    master: str, given: str, heap: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", given)
    assert session._settings(master, lean=False).get("spark.driver.memory") == heap
