"""`factcheck run --engine spark`: a session of its own, the documents of PATHS, and the result for the reports."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import factcheck
from factcheck.config import Config
from factcheck.load import Limits, discover, fetch, metadata, sources
from factcheck.model import Claim, Problem, Result, Skipped
from factcheck.spark import EngineError, check, require, rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from factcheck.spark.engine import Checked

_Listed = tuple[int, str, str, bytes | None, str]  # number, path, file, bytes where it is no file, hints as JSON

WHOLE = 200_000  # claims up to which a report holds everything; beyond, what was found and what it rests on
SLICE = 512  # documents that one task reads
HEAP = "4g"  # of Java at most, where all of it runs in one process: with Spark's own 1g 100,000 documents failed
FEW = 5_000  # documents below which plans are carried out as they are
_STARTED = ("没有启动 Spark：{}。需要 Java 17（Debian：openjdk-17-jre-headless），"
            "且 --master 的地址可以连上。")  # fmt: skip


def run(paths: Sequence[str], config: Config, base: Result | str | None = None) -> Result:
    """The check of PATHS (or of a table of documents in Parquet) on Spark. Raises EngineError, always for a base."""
    if base is not None:
        raise EngineError("与 BASE 比对（--against）只有 pandas 引擎能做；请去掉 --engine spark。")
    require()
    table = any("://" in path or path.rstrip("/").endswith(".parquet") for path in paths)
    listed, problems = ([], []) if table else _listed(paths, config)
    with _session(config.master, lean=not table and len(listed) < FEW) as spark:
        documents = spark.read.parquet(*paths) if table else _documents(spark, listed)
        folder = str(config.path(config.tables)) if config.tables else None
        checked = check(documents, folder=folder, limits=_limits(config), texts=True)
        if folder is not None:
            _write(checked, folder)
        return _result(checked, problems)


def _limits(config: Config) -> Limits:
    return Limits(**config.limits.model_dump())


@contextmanager
def _session(master: str, *, lean: bool = False) -> Iterator[SparkSession]:
    """A session that finds this package and this interpreter on its workers, ended afterwards.

    A lean one on this machine is for minutes: Java's second compiler takes longer then than it saves.
    """
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the one thing that Spark asks for its workers' Python
    builder = SparkSession.builder.appName("factcheck").master(master)
    for name, value in _settings(master, lean).items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise EngineError(_STARTED.format(" ".join(str(error).split())[:200])) from None
    try:
        yield spark
    finally:
        spark.stop()


def _settings(master: str, lean: bool) -> dict[str, str]:
    """What a session of ours is started with; the heap that PYSPARK_SUBMIT_ARGS names goes before."""
    package = str(Path(factcheck.__file__).parent.parent)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH")))),
        "spark.driver.maxResultSize": "0",
        "spark.sql.maxPlanStringLength": "1000",
    }
    if not master.startswith("local"):
        return settings
    given = os.environ.get("PYSPARK_SUBMIT_ARGS", "")
    if "--driver-memory" not in given and "spark.driver.memory=" not in given:
        settings["spark.driver.memory"] = HEAP
    if lean:
        settings["spark.driver.extraJavaOptions"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    return settings


def _listed(paths: Sequence[str], config: Config) -> tuple[list[_Listed], list[Problem]]:
    """The documents of PATHS, and what cannot be read of them."""
    found, problems = discover.find(paths, exclude=config.exclude, limits=_limits(config))
    table, more = sources.for_paths(found, config.path(config.sources) if config.sources else None)
    listed: list[_Listed] = []
    for number, path in enumerate(found):
        content = fetch(path) if str(path) == discover.STDIN else None
        hints = json.dumps([metadata.hint_to_json(one) for one in table.hints(path)])
        if isinstance(content, Problem):
            problems.append(content)
            continue
        listed.append((number, path.as_posix(), os.path.realpath(path), content, hints))
    return listed, problems + more


def _documents(spark: SparkSession, listed: Sequence[_Listed]) -> DataFrame:
    """The documents for the workers to read."""
    parts = max(2 * spark.sparkContext.defaultParallelism, -(-len(listed) // SLICE))
    spark.conf.set("spark.sql.shuffle.partitions", str(parts))
    if len(listed) < FEW:  # compiling and revising a plan costs more than it saves
        spark.conf.set("spark.sql.codegen.wholeStage", "false")
        spark.conf.set("spark.sql.adaptive.enabled", "false")
    made = spark.createDataFrame(listed, "number bigint, path string, file string, content binary, hints string")
    return made.repartition(parts, "number")


def _write(checked: Checked, folder: str) -> None:
    """The tables as Parquet below the folder."""
    tables = {"claims": checked.claims, "facts": checked.facts, "findings": checked.findings}
    for name, table in {**tables, "documents": checked.documents}.items():
        table.write.mode("overwrite").parquet(f"{folder}/{name}")


# --- the result on this machine ---------------------------------------------------------------------


def _result(checked: Checked, problems: Sequence[Problem]) -> Result:
    """The result that the reports show: all of it, or, of very many claims, what was found and its claims."""
    from pyspark.sql import functions as fn

    from factcheck.spark import shelf

    claims, facts, documents = checked.claims, checked.facts, checked.documents
    count = claims.count()
    named = list(problems) + _problems(documents)
    if count > WHOLE:
        cited = sorted({c for one in checked.found for c in one.claims})
        claims = claims.join(shelf.table(claims.sparkSession, {"id": "string"}, cited), "id", "left_semi")
        facts = facts.join(claims.select(fn.col("fact").alias("id")).distinct(), "id", "left_semi")
        documents = documents.join(claims.select("source").distinct(), "source", "left_semi")
        reason = f"共 {count} 个数字；报告只列出发现及其涉及的数字，全部在 --tables 的 Parquet 表里"
        named.append(Problem(".", reason, fatal=False))
    read = documents.where(fn.col("about").isNotNull()).orderBy("number")
    columns = rows.by_name(read.select("source", "about", "text", "skipped").toArrow())
    pairs = list(zip(columns["source"], columns["about"], strict=True))
    skipped = zip(columns["source"], columns["skipped"], strict=True)
    return Result(
        sources=tuple(rows.source_of(about, name) for name, about in pairs),
        claims=tuple(_claims(claims)),
        skipped=tuple(Skipped(name, **one) for name, several in skipped for one in several),
        facts=tuple(rows.facts(rows.by_name(facts.orderBy("number").toArrow()))),
        findings=checked.found,
        problems=tuple(named),
        texts=dict(zip(columns["source"], columns["text"], strict=True)),
    )


def _problems(documents: DataFrame) -> list[Problem]:
    """What was not read, in the order of documents."""
    from pyspark.sql import functions as fn

    held = documents.where(fn.size("problems") > 0).orderBy("number").select("problems")
    return [Problem(**one.asDict()) for each in held.collect() for one in each.problems]


def _claims(claims: DataFrame) -> list[Claim]:
    held = claims.orderBy("number", "nth").select("id", "source", "key", *rows.CLAIM)
    return rows.claims(rows.by_name(held.toArrow()))
