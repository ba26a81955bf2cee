"""Extractions kept between runs: the same records come back, whatever happens to the folder."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from factcheck import cache, lexicon, packed
from factcheck.cache import Cache
from factcheck.model import Claim, Extraction, Period, Problem, Skipped, Source

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31), "duration", "stated")


def claim(number: int = 1) -> Claim:
    return Claim(
        id=f"c{number}", source="s1", start=number, end=number + 6, text="5.44万亿元", value=Decimal("5440000000000"),
        low=Decimal("5.435E+12"), high=None, unit="元", qualifier="exact", measure="level", basis=None, entity="某市",
        indicator="产值", period=YEAR, attribution=None, rule="numeral.arabic", step=Decimal("1E+10"),
        key=("某市", "产值", ""), context="产值5.44万亿元。", flags=("headline",), trace=("一", "二"), line=3, column=9,
    )  # fmt: skip


def read(store: Cache, *names: str) -> dict[str, Extraction]:
    return {name: stored.extraction() for name, stored in store.get(names).items()}


def extraction(count: int = 2) -> Extraction:
    origin = (("published", "dateline"),)
    source = Source("s1", "a.txt", "0" * 64, title="标题", published=date(2026, 2, 9), tier=1, origin=origin)
    skipped = (Skipped("s1", 0, 4, "2025", "date"),)
    problems = (Problem("a.txt", "第3页无法读取", "第3页", False),)
    return Extraction(source, tuple(claim(i) for i in range(1, count + 1)), skipped, problems)


def test_what_was_put_comes_back_the_same(tmp_path):
    store = Cache(tmp_path / "cache")
    store.put({"k1": extraction(), "k2": extraction(0)}, texts={"k1": "正文"})
    assert read(store, "k1", "k2", "k3") == {"k1": extraction(), "k2": extraction(0)}
    assert store.texts(["k1", "k2"]) == {"k1": "正文"}


def test_decimals_keep_their_printed_form():
    value = packed.decode(packed.encode(extraction())).claims()[0]
    assert (str(value.low), str(value.step)) == ("5.435E+12", "1E+10")


def test_lone_surrogates_survive(tmp_path):
    odd = Extraction(Source("s", "a\udcff.txt", "0"), (), (Skipped("s", 0, 1, "\ud800", "other"),) * 3)
    store = Cache(tmp_path)
    store.put({"k": odd}, texts={"k": "\ud800"})
    assert read(store, "k") == {"k": odd}
    assert store.texts(["k"]) == {}


@pytest.mark.parametrize("change", ["data", "path", "stated", "settings", "lexicon", "code"])
def test_a_key_changes_with_everything_that_shapes_an_extraction(change, monkeypatch):
    arguments = {"data": b"x", "path": "a.txt", "stated": (), "settings": ""}
    before = cache.key(**arguments)
    assert cache.key(**arguments) == before
    if change == "lexicon":
        monkeypatch.setattr(lexicon, "fingerprint", lambda: "another")
    elif change == "code":
        monkeypatch.setattr(cache, "code", lambda: "another")
    else:
        arguments[change] = {"data": b"y", "path": "b.txt", "stated": ("publisher",), "settings": "z"}[change]
    assert cache.key(**arguments) != before


@pytest.mark.parametrize("damage", [b"", b"PAR1 nonsense PAR1", None])
def test_a_damaged_segment_is_dropped_and_written_anew(tmp_path, damage):
    store = Cache(tmp_path)
    store.put({"k": extraction()})
    (segment,) = tmp_path.glob("*.parquet")
    content = segment.read_bytes()
    segment.write_bytes(damage if damage is not None else content[:40] + b"\xff" * 40 + content[80:])
    assert store.get(["k"]) == {}
    store.put({"k": extraction()})
    assert read(store, "k") == {"k": extraction()}


def test_places_beyond_two_bytes_and_breaks_inside_words_survive():
    far = Skipped("s1", 70_000, 70_003, "1\n\0二", "other")
    kept = packed.decode(packed.encode(replace(extraction(), skipped=(far,)))).extraction()
    assert kept == replace(extraction(), skipped=(far,))


def test_what_many_documents_carry_is_held_once():
    pool = packed.Pool()
    one, two = (packed.decode(packed.encode(extraction())).claims(name, 1, pool)[0] for name in ("s1", "s2"))
    assert (one.source, two.source) == ("s1", "s2")
    for name in ("indicator", "key", "period", "low", "trace", "context"):
        assert getattr(one, name) is getattr(two, name), name


def test_a_ledger_is_a_sequence_of_its_records():
    page = packed.decode(packed.encode(extraction())).ledger
    ledger = packed.Ledger([("s1", page), ("s2", page), ("s3", packed.Page(0, page.part))])
    records = (Skipped("s1", 0, 4, "2025", "date"), Skipped("s2", 0, 4, "2025", "date"))
    assert (len(ledger), ledger[1], ledger[:1]) == (2, records[1], records[:1])
    assert ledger == records
    assert ledger == packed.Ledger([("s1", page), ("s2", page)])
    assert ledger != records[:1]
    assert ledger != "2025"


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"tables":{}}', b"\xff", b'{"tables":[],"claims":[]}'])
def test_a_payload_of_another_kind_counts_as_absent(tmp_path, payload):
    store = Cache(tmp_path)
    store._write(["k"], [payload], [None])
    assert store.get(["k"]) == {}


def test_many_segments_are_merged_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "SEGMENTS", 4)
    store = Cache(tmp_path)
    names = [f"k{i}" for i in range(11)]
    for name in names:
        store.put({name: extraction(1)})
    assert len(list(tmp_path.glob("*.parquet"))) <= 5
    assert set(store.get(names)) == set(names)


def test_rows_come_in_the_order_in_which_they_were_put(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "SEGMENTS", 4)
    monkeypatch.setattr(cache, "ROWS", 2)
    store = Cache(tmp_path)
    names = [f"k{i}" for i in range(20)]
    for at in range(0, 20, 5):
        store.put({name: extraction(1) for name in names[at : at + 5]}, {names[at]: "正文"})
    assert [row.key for row in store.rows(names[::-1])] == names
    assert [row.key for row in store.rows(names) if row.text] == names[::5]
    assert store.known(["k3", "none"]) == {"k3"}


def test_merging_leaves_a_large_segment_alone(tmp_path, monkeypatch):
    store = Cache(tmp_path)
    store.put({f"k{i}": replace(extraction(1), problems=(Problem("a", os.urandom(99).hex()),)) for i in range(300)})
    (large,) = tmp_path.glob("*.parquet")
    monkeypatch.setattr(cache, "SEGMENTS", 2)
    for name in "abc":
        store.put({name: extraction(1)})
    assert large.exists()
    assert len(list(tmp_path.glob("*.parquet"))) < 4
    assert len(store.get([*"abc", "k0", "k299"])) == 5


def test_a_file_of_other_columns_is_dropped_when_segments_are_merged(tmp_path, monkeypatch):
    import pyarrow as pa
    import pyarrow.parquet as pq

    monkeypatch.setattr(cache, "SEGMENTS", 1)
    pq.write_table(pa.table({"key": ["k"], "other": [1]}), tmp_path / "0.parquet")
    store = Cache(tmp_path)
    store.put({"a": extraction()})
    assert read(store, "a") == {"a": extraction()}
    assert not (tmp_path / "0.parquet").exists()


def test_the_oldest_segments_go_above_the_limit(tmp_path, monkeypatch):
    store = Cache(tmp_path)
    store.put({"old": extraction()})
    (old,) = tmp_path.glob("*.parquet")
    os.utime(old, (1, 1))
    monkeypatch.setattr(cache, "BYTES", old.stat().st_size + 10)
    store.put({"new": extraction()})
    assert set(store.get(["old", "new"])) == {"new"}


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("x")
    store = Cache(tmp_path / "file" / "cache")
    store.put({"k": extraction()})
    assert store.get(["k"]) == {}


def _write_many(folder: str, prefix: str) -> None:
    store = Cache(folder)
    for i in range(8):
        store.put({f"{prefix}{i}": extraction(1)})


def test_two_writers_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(str(tmp_path), prefix)) for prefix in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    names = [f"{prefix}{i}" for prefix in "ab" for i in range(8)]
    assert set(Cache(tmp_path).get(names)) == set(names)


def test_a_killed_writer_leaves_a_readable_folder(tmp_path):
    program = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from test_cache import Cache, extraction\n"
        "store = Cache(sys.argv[1])\n"
        "for i in range(10**6):\n"
        "    store.put({f'k{i}': extraction(50)})\n"
        "    print(i, flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    done = [int(writer.stdout.readline()) for _ in range(3)]
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    kept = read(Cache(tmp_path), *(f"k{i}" for i in done))
    assert kept == {f"k{i}": extraction(50) for i in done}


def test_temporary_files_of_killed_writers_are_swept(tmp_path):
    litter = tmp_path / "dead.tmp"
    litter.write_bytes(b"half")
    os.utime(litter, (1, 1))
    Cache(tmp_path).put({"k": extraction()})
    assert not litter.exists()
