"""Which documents print the same text, found by joins; see `evidence.families`.

Documents with the very same sentences are one text, so that a report printed a hundred times is looked at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import functions as fn
from pyspark.sql.window import Window

from factcheck import evidence
from factcheck.spark import rows, shelf

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from factcheck.spark.shelf import Shelf


@dataclass(frozen=True)
class Copies:
    """For each document that is a copy the one it counts with: by their ids, and by their numbers."""

    families: Mapping[str, str]
    numbers: Mapping[int, int]


def copies(documents: DataFrame, kept: Shelf) -> Copies:
    """The copies among documents with their `marks`. Only pairs of copies come to the driver."""
    found = rows.by_name(_pairs(documents, kept).toArrow())
    numbers = sorted({*found["one"], *found["other"]})
    wanted = shelf.table(documents.sparkSession, {"number": "bigint"}, numbers)
    named = rows.by_name(documents.join(wanted, "number", "left_semi").select("number", "source").toArrow())
    name = dict(zip(named["number"], named["source"], strict=True))
    families = evidence.joined(
        (name[one], name[other]) for one, other in zip(found["one"], found["other"], strict=True)
    )
    number = dict(zip(named["source"], named["number"], strict=True))
    return Copies(families, {number[copy]: number[first] for copy, first in families.items()})


def _pairs(documents: DataFrame, kept: Shelf) -> DataFrame:
    """Pairs of documents, by number, of which one is a copy of the other."""
    told = documents.where(fn.size("marks") > 0).groupBy("marks")
    texts = kept.keep("texts", told.agg(fn.min("number").alias("text"), fn.collect_list("number").alias("prints")))
    times = fn.size("prints").alias("times")
    marks = texts.select("text", times, fn.size("marks").alias("own"), fn.explode("marks").alias("mark"))
    held = marks.withColumn("held", fn.sum("times").over(Window.partitionBy("mark")))
    shared = held.where(fn.col("held").between(2, evidence.COMMON)).groupBy("text", "times", "own")
    least = fn.greatest(fn.lit(evidence.LEAST), fn.ceil(fn.lit(evidence.SAME_TEXT) * fn.col("own"))).cast("int")
    rare_first = fn.array_sort(fn.collect_list(fn.struct("held", "mark")))["mark"]
    bags = shared.agg(rare_first.alias("marks")).where(fn.size("marks") >= evidence.LEAST).withColumn("least", least)
    bags = kept.keep("bags", bags)
    asking = bags.where(fn.size("marks") >= fn.col("least"))
    same = asking.where("times > 1").select("text").join(texts.select("text", "prints"), "text")
    same = same.select(fn.col("text").alias("one"), fn.explode("prints").alias("other")).where("one != other")
    return same.unionByName(_near(bags, asking))


def _near(bags: DataFrame, asking: DataFrame) -> DataFrame:
    """Pairs of different texts that share most of their sentences."""
    one, other = (fn.col("text").alias(name) for name in ("one", "other"))
    rarest = fn.slice("marks", 1, fn.size("marks") - fn.col("least") + 1)
    asked = asking.select(one, "own", fn.explode(rarest).alias("mark"))
    holders = bags.select(other, fn.col("own").alias("size"), fn.explode("marks").alias("mark"))
    tried = asked.join(holders, "mark").where("one != other and size >= own").select("one", "other").distinct()
    mine = asking.select(one, fn.col("marks").alias("mine"), "least")
    both = tried.join(mine, "one").join(bags.select(other, fn.col("marks").alias("theirs")), "other")
    return both.where(fn.size(fn.array_intersect("mine", "theirs")) >= fn.col("least")).select("one", "other")
