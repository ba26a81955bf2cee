"""Which documents print the same text, found by joins; see `evidence.families`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as fn

from factcheck import evidence

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def families(claims: DataFrame) -> dict[str, str]:
    """For each document that is a copy the id of the one it counts with. Only pairs of copies come to the driver."""
    marks = claims.where("mark is not null").select("source", "mark").distinct()
    sizes = marks.groupBy("source").agg(fn.count("*").alias("own"))
    held = marks.groupBy("mark").agg(fn.count("*").alias("held")).where(fn.col("held").between(2, evidence.COMMON))
    least = fn.greatest(fn.lit(evidence.LEAST), fn.ceil(fn.lit(evidence.SAME_TEXT) * fn.col("own")))
    rare_first = fn.array_sort(fn.collect_list(fn.struct("held", "mark")))
    shared = marks.join(held, "mark").groupBy("source").agg(rare_first.alias("shared"))
    bags = shared.join(sizes, "source").where(fn.size("shared") >= evidence.LEAST)
    bags = bags.withColumn("marks", fn.col("shared.mark")).withColumn("least", least.cast("int")).drop("shared")
    asking = bags.where(fn.size("marks") >= fn.col("least"))
    rarest = fn.slice("marks", 1, fn.size("marks") - fn.col("least") + 1)
    one, other = (fn.col("source").alias(name) for name in ("one", "other"))
    asked = asking.select(one, "own", fn.explode(rarest).alias("mark"))
    holders = bags.select(other, fn.col("own").alias("size"), fn.explode("marks").alias("mark"))
    tried = asked.join(holders, "mark").where("one != other and size >= own").select("one", "other").distinct()
    mine = asking.select(one, fn.col("marks").alias("mine"), "least")
    theirs = bags.select(other, fn.col("marks").alias("theirs"))
    both = tried.join(mine, "one").join(theirs, "other")
    copies = both.where(fn.size(fn.array_intersect("mine", "theirs")) >= fn.col("least")).select("one", "other")
    return evidence.joined((r.one, r.other) for r in copies.toLocalIterator())
