"""Where stages leave their rows, and small tables that are looked up."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyspark.sql import functions as fn

from factcheck.spark import EngineError, rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SENT = 500_000  # numbers that are sent to every worker one by one, 30 MB; more as bits, 64 claims a row


class Shelf:
    """The folder where each stage leaves its rows for the next, as Parquet: computed once, and the plan ends there.

    On one machine any folder will do; it is gone when the program ends.
    """

    def __init__(self, spark: SparkSession, folder: str | None) -> None:
        if folder is None:
            if not spark.sparkContext.master.startswith("local"):
                raise EngineError(
                    "在集群上要有一个各节点都能读写的文件夹：请用 --tables（在 Python 里用 folder）指明。"
                )
            folder = tempfile.mkdtemp(prefix="factcheck-")
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
        self.folder = f"{folder.rstrip('/')}/stages"

    def keep(self, name: str, rows: DataFrame) -> DataFrame:
        """The same rows, written and read back."""
        rows.write.mode("overwrite").parquet(f"{self.folder}/{name}")
        return rows.sparkSession.read.schema(rows.schema).parquet(f"{self.folder}/{name}")


def table(spark: SparkSession, kinds: Mapping[str, str], *columns: Iterable[object]) -> DataFrame:
    """A table of columns with those names and types; one that is not very long goes to every worker."""
    import pyarrow as pa

    arrays = [pa.array(list(values), rows.arrow(kind)) for kind, values in zip(kinds.values(), columns, strict=True)]
    made = pa.table(arrays, names=list(kinds))
    frame = spark.createDataFrame(made)
    return fn.broadcast(frame) if made.num_rows <= _SENT else frame


def sent(kept: DataFrame) -> DataFrame:
    """Kept rows of a number or two each, for every worker unless they are very many."""
    return fn.broadcast(kept) if kept.count() <= _SENT else kept


def picked(claims: DataFrame, wanted: DataFrame) -> DataFrame:
    """The claims whose `ordinal` stands in the kept rows of `wanted`, with the columns of those beside them.

    The claims are wide: they are read past the numbers, and only those that are wanted travel.
    """
    count = wanted.count()
    if count <= _SENT:
        near = claims.join(fn.broadcast(wanted.select("ordinal")), "ordinal", "left_semi")
        return near.join(fn.broadcast(wanted) if count <= _SENT // 10 else wanted, "ordinal")
    word, bit = fn.shiftright("ordinal", 6), fn.col("ordinal").bitwiseAND(fn.lit(63)).cast("int")
    mask = fn.bit_or(fn.expr("shiftleft(1L, cast(ordinal & 63 as int))")).alias("mask")
    words = wanted.groupBy(word.alias("word")).agg(mask)
    near = claims.withColumn("word", word).join(fn.broadcast(words), "word").where(fn.getbit("mask", bit) == 1)
    return near.drop("word", "mask").join(wanted, "ordinal")
