"""Synthetic claims on Spark, made by the engine itself, and what their comparison takes; run by spark.py --claims.

Five claims a fact and fifty a document, whatever the size; one claim in a thousand is of one hot fact, one fact in
a thousand is told under a second name, three in a hundred are terms of a sum. A thousand facts are disputed at every
size, so that what grows with the claims is told apart from what grows with the findings.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

A_FACT, A_DOCUMENT, HOT, DISPUTED = 5, 50, 1_000, 1_000
CHECKED = 200_000  # claims up to which the result is compared with that of one machine
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def claims(spark: SparkSession, count: int) -> DataFrame:
    """So many claims, as reading leaves them."""
    from pyspark.sql import functions as fn

    from factcheck.spark import rows

    facts = count // A_FACT
    made = spark.range(count).withColumns({
        "fact": fn.expr(f"if(id % {HOT} = 0, {DISPUTED}, id % {facts})"),
        "number": fn.expr(f"id div {A_DOCUMENT}"),
        "nth": fn.expr(f"id % {A_DOCUMENT}"),
    })  # fmt: skip
    made = made.withColumns({
        "twin": fn.expr("fact % 1000 = 601"),
        "term": fn.expr("case fact % 100 when 10 then 3 when 11 then 1 when 12 then 2 else 0 end"),
    }).withColumns({
        "of": fn.expr("fact - if(twin, 1, 0)"),
        "base": fn.expr(f"abs(xxhash64(if(term > 0, fact div 100, fact - if(twin, 1, 0)))) % {10 * facts} + 1000"),
    })  # fmt: skip
    year = fn.expr("cast(2000 + of % 25 as string)")
    printed = fn.expr(f"base * if(term > 0, term, 1) + if(fact < {DISPUTED} and id div {facts} = 2 and term = 0, 7, 0)")
    made = made.withColumns({
        "entity": fn.expr("concat('第', if(term > 0, fact div 100, of div 40), '市')"),
        "indicator": fn.expr(
            "case term when 3 then '进出口' when 1 then '出口' when 2 then '进口' "
            "else concat('第', of % 40, '类产品产量', if(twin, '总额', '')) end"
        ),
        "printed": printed,
        "year": fn.when(fn.col("term") > 0, "2024").otherwise(year),
        "unit": fn.expr("if(term > 0, '元', '吨')"),
    })  # fmt: skip
    text = fn.col("printed").cast("string")
    half = fn.col("printed").cast("decimal(20,1)")
    context = fn.concat(
        "year", fn.lit("年，"), "entity", "indicator", fn.lit("为"), text, "unit", fn.lit("，有所变化。")
    )
    none = fn.lit(None).cast("string")
    day = fn.date_add(fn.lit("2025-01-01"), (fn.col("number") % 90).cast("int")).cast("string")
    columns = {
        "start": fn.col("nth") * 100, "end": fn.col("nth") * 100 + 5, "text": fn.concat(text, "unit"), "value": text,
        "low": (half - fn.expr("0.5BD")).cast("string"), "high": (half + fn.expr("0.5BD")).cast("string"),
        "unit": fn.col("unit"), "qualifier": fn.lit("exact"), "measure": fn.lit("level"), "basis": none,
        "entity": fn.col("entity"), "indicator": fn.col("indicator"),
        "period_start": fn.concat("year", fn.lit("-01-01")), "period_end": fn.concat("year", fn.lit("-12-31")),
        "period_kind": fn.lit("duration"), "period_basis": fn.lit("stated"), "attribution": none,
        "rule": fn.lit("synthetic"), "step": fn.lit("1"), "scope": fn.lit(""),
        "template": fn.concat(fn.lit("t"), "id"), "context": context, "flags": fn.array(fn.lit("sure")),
        "trace": fn.array().cast("array<string>"), "place": fn.lit(""), "line": fn.lit(1).cast("bigint"),
        "column": fn.lit(1).cast("bigint"),
    }  # fmt: skip
    key = fn.array("entity", "indicator", fn.lit("level"), fn.lit(""), "year", "unit", fn.lit(""))
    exponent = fn.lpad((fn.length(text) + 4_999_999).cast("string"), 7, "0")
    magnitude = fn.concat(fn.lit("2"), exponent, fn.rtrim(text, fn.lit("0")))
    said = {**columns, "magnitude": magnitude}
    named = [fn.coalesce(said[name], fn.lit(rows.MISSING)) for name in rows.NAMES[:-1]]
    aids = {
        "magnitude": magnitude, "names": fn.concat_ws(rows.BETWEEN, *named, key),
        "reading": fn.xxhash64("entity", "indicator", "year", "unit", "printed"),
        "group": fn.unhex(fn.md5(fn.array_join(key, "|"))), "daily": fn.lit(False),
    }  # fmt: skip
    assert set(columns) == set(rows.CLAIM)
    assert set(aids) == set(rows.AIDS)
    return made.select(
        fn.concat(fn.lit("c"), fn.col("id") + 1).alias("id"), (fn.col("id") + 1).alias("ordinal"), "nth", "number",
        fn.concat(fn.lit("s"), fn.col("number") + 1).alias("source"), fn.lit("").alias("path"),
        fn.lit(A_DOCUMENT).cast("bigint").alias("told_there"), day.alias("published"),
        *(column.alias(name) for name, column in columns.items()),
        key.alias("key"), *(column.alias(name) for name, column in aids.items()),
    )  # fmt: skip


def documents(spark: SparkSession, made: DataFrame, count: int) -> DataFrame:
    """The documents of so many claims, as reading leaves them."""
    from pyspark.sql import functions as fn

    from factcheck.model import Source
    from factcheck.spark import rows

    source = fn.concat(fn.lit("s"), fn.col("number") + 1)
    blank = rows.source_text(Source("s0", "s0.txt", "", title="题")).split("s0")
    day = fn.date_add(fn.lit("2025-01-01"), (fn.col("number") % 90).cast("int")).cast("string")
    about = fn.concat(fn.lit(blank[0]), source, fn.lit(blank[1]), source, fn.lit(blank[2]))
    dated = fn.replace(about, fn.lit('"published": ""'), fn.concat(fn.lit('"published": "'), day, fn.lit('"')))
    marks = fn.array_sort(fn.collect_set(fn.xxhash64("context"))).alias("marks")
    printed = made.select("number", "context").groupBy("number").agg(marks)
    return printed.select("number", source.alias("source"), dated.alias("about"), "marks")


class Watch(threading.Thread):
    """The memory and processor time of this process and all below it, looked at twice a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.memory: dict[str, float] = defaultdict(float)  # MB at most: of this process, of Java, of a worker
        self.used: dict[int, float] = {}  # seconds, by process
        self.start()

    def run(self) -> None:
        """Look until the program ends."""
        while True:
            self.look()
            time.sleep(0.5)

    def look(self) -> None:
        """Look once."""
        found = {}
        for place in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = place.read_text().partition("(")[2].rpartition(")")
            except OSError:
                continue
            found[int(place.parent.name)] = (name, rest.split())
        below, more = {os.getpid()}, True
        while more:
            new = {pid for pid, (_, rest) in found.items() if int(rest[1]) in below} - below
            below, more = below | new, bool(new)
        for pid in below & found.keys():
            name, rest = found[pid]
            kind = "driver" if pid == os.getpid() else "java" if name == "java" else "worker"
            self.memory[kind] = max(self.memory[kind], int(rest[21]) * _PAGE / 2**20)
            self.used[pid] = (int(rest[11]) + int(rest[12])) / _TICK


def _bytes(folder: str) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def measure(count: int, master: str) -> dict[str, Any]:
    """The comparison of so many claims in this process: until facts and findings stand there, row by row."""
    from factcheck.spark import engine
    from factcheck.spark.session import _session
    from factcheck.spark.shelf import Shelf

    watch = Watch()
    with _session(master) as spark:
        spark.conf.set("spark.sql.shuffle.partitions", str(max(8, count // 100_000)))
        shelf = Shelf(spark, None)
        table = shelf.keep("made", claims(spark, count))
        held = shelf.keep("documents", documents(spark, table, count))
        given = _bytes(shelf.folder)
        watch.look()
        before, started = sum(watch.used.values()), time.perf_counter()
        engine.FEW = 0
        checked = engine.compared(held, table, shelf)
        facts = checked.facts.count()
        checked.facts.write.format("noop").mode("overwrite").save()
        wall = time.perf_counter() - started
        watch.look()
        used, memory = sum(watch.used.values()) - before, dict(watch.memory)
        disk = _bytes(shelf.folder) - given + _bytes(os.environ["SPARK_LOCAL_DIRS"])
        same = _same(checked, held, table) if count <= CHECKED else "not compared"
    return {
        "claims": count, "facts": facts, "findings": len(checked.found), "wall": wall, "used": used,
        "memory": memory, "disk": disk / 2**20, "same": same,
    }  # fmt: skip


def _same(checked: Any, held: DataFrame, table: DataFrame) -> str:
    """Whether facts and findings are those of one machine."""
    from factcheck import pipeline
    from factcheck.spark import engine
    from factcheck.spark.session import _facts

    result = pipeline.compared(engine._collected(held, table))
    alike = (tuple(_facts(checked.facts)), checked.found) == (result.facts, result.findings)
    return "same" if alike else "DIFFERENT"


def row(found: dict[str, Any]) -> str:
    """A line of the table."""
    memory = "".join(f"{found['memory'].get(kind, 0):>8.0f}" for kind in ("driver", "java", "worker"))
    each = found["used"] / found["claims"] * 1e6
    return (
        f"{found['claims']:>12,}{found['facts']:>12,}{found['findings']:>9,}{found['wall']:>9.0f}{found['used']:>9.0f}"
        f"{each:>10.1f}{memory}{found['disk']:>9.0f}  {found['same']}"
    )


HEADER = (
    f"{'claims':>12}{'facts':>12}{'findings':>9}{'wall s':>9}{'CPU s':>9}{'µs/claim':>10}"
    f"{'driver':>8}{'Java':>8}{'worker':>8}{'disk':>9}  (MB at most)"
)


def answer(count: int, master: str) -> None:
    """The figures of one size as JSON on standard output; what is spilled and shuffled goes to a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["SPARK_LOCAL_DIRS"] = place
        found = measure(count, master)
    print(json.dumps(found))
