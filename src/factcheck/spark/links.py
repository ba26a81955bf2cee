"""Links between facts that are one; see `corroborate` and `matters`.

Facts that share a number, a clause, or a headline and its story are found by joins over the facts alone. Only
the claims of those few are fetched and handed to the functions of one machine, which decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn
from pyspark.sql.window import Window

from factcheck import corroborate, matters, variants
from factcheck.fellows import LEAST, MOST, PART, Told
from factcheck.model import Claim
from factcheck.quantity import COUNTERS
from factcheck.spark import runs, shelf
from factcheck.spark.runs import Row

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from factcheck.spark.shelf import Shelf

_LINK = {"a": "bigint", "b": "bigint"}
_DOCUMENTS = {"one": "bigint", "other": "bigint"}
_WANTED = ("kind", "about", "n", "nth", "ordinal")


def links(facts: DataFrame, stated: DataFrame, claims: DataFrame, kept: Shelf) -> DataFrame:
    """Pairs of facts, by their place, that are one; `stated` as of `grouped.Told`."""
    wanted = _numbers(facts, stated).unionByName(_words(facts, stated)).unionByName(_headlines(facts, claims, kept))
    told = shelf.picked(claims, kept.keep("wanted", wanted))
    at = fn.when(fn.col("kind") == "story", fn.col("start"))
    turn = [fn.when(fn.col("kind") == "number", fn.col(name)) for name in ("indicator", "context", "source")]
    made = runs.each(told, ["kind", "about"], [at, "n", *turn, "nth"], _linked, _LINK | _DOCUMENTS, _few)
    found = kept.keep("found", made.distinct())
    met = found.where("one is not null").select("one", "other").unionByName(_of_the_same_facts(facts, claims, kept))
    told = _of_one_matter(kept.keep("meeting", met.distinct()), facts, claims, kept)
    same = found.where("one is null").select("a", "b", fn.lit(False).alias("differ"))
    return kept.keep("links", same.unionByName(told))


def _few(told: Iterator[Row]) -> Iterator[Row]:
    """The rows; of a fact that shares a number the first few."""
    for (kind, *_), same in groupby(told, lambda row: itemgetter("kind", "about", "n")(row[1])):
        yield from islice(same, corroborate.FEW if kind == "number" else None)


def _linked(group: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The links between the facts of claims of one number, clause or document; documents that may be of one matter."""
    kind = group[0][1]["kind"]
    pairs = [(more["n"], c) for c, more in group if c.context or kind != "clause"]
    if kind == "story":
        yield from _rows(corroborate.of_stories(pairs))
    elif kind == "clause":
        yield from _rows(corroborate.of_one_clause(pairs, runs.sources(group)))
    else:
        held: dict[int, list[Claim]] = {}
        for n, c in pairs:
            held.setdefault(n, []).append(c)
        yield from _rows(corroborate.of_one_number(list(held.items()), runs.sources(group)))
        size = {more["source"]: more["told_there"] for _, more in group}
        number = {more["source"]: more["number"] for _, more in group}
        for one, other in sorted(set(matters.candidates(list(held.values()), size))):
            first, last = sorted((number[one], number[other]))
            yield {"a": None, "b": None, "one": first, "other": last}


def _rows(found: Iterable[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    return ({"a": a, "b": b, "one": None, "other": None} for a, b in found)


def _asked(kind: str, told: DataFrame, about: Column) -> DataFrame:
    return told.select(fn.lit(kind).alias("kind"), about.alias("about"), "n", "nth", "ordinal")


# --- numbers ----------------------------------------------------------------------------------------


def _numbers(facts: DataFrame, stated: DataFrame) -> DataFrame:
    """Claims of facts that few share a number with."""
    counted = fn.when(fn.col("unit").isin(*COUNTERS), "个").otherwise(fn.col("unit"))
    simple = facts.where("alike").select("n", counted.alias("counted"), fn.col("value").alias("magnitude"), "members")
    # of a fact whose verdict says that all its claims have one number the first is enough to find it
    first = ~fn.col("verdict").isin("single", "agree") | (fn.col("nth") == 0)
    told = stated.withColumn("counted", counted).groupBy("n", "counted", "magnitude")
    several = told.agg(fn.max(first).alias("first"), fn.collect_list(fn.struct("nth", "ordinal")).alias("held"))
    holders = simple.unionByName(several.where("first").drop("first"), True).where("magnitude is not null")
    number = Window.partitionBy("counted", "magnitude")
    few = holders.withColumn("facts", fn.count("*").over(number)).where(fn.col("facts").between(2, corroborate.CROWD))
    told = few.select("counted", "magnitude", "n", fn.explode(_held()).alias("m")).select("*", "m.*")
    return _asked("number", told, fn.concat("counted", fn.lit(" "), "magnitude"))


def _held() -> Column:
    """The claims of a fact, each with its place: its `members`, or those `held` of one that reads in several ways."""
    placed = fn.transform("members", lambda m, at: fn.struct(at.cast("int").alias("nth"), m.alias("ordinal")))
    return fn.coalesce("held", placed)


# --- clauses ----------------------------------------------------------------------------------------


def _words(facts: DataFrame, stated: DataFrame) -> DataFrame:
    """Claims of small facts that a few claims of one number and name are in."""
    simple = facts.where("alike and worded > 0 and entity != ''").where(fn.size("members") <= corroborate.FEW).select(
        "n", "worded", fn.array_min("documents").alias("low"), fn.array_max("documents").alias("high"), *_same("value"),
        "members",
    )  # fmt: skip
    small = stated.where((fn.col("size") <= corroborate.FEW) & (fn.col("entity") != "") & (fn.col("context") != ""))
    several = small.select(
        "n", fn.lit(1).cast("bigint").alias("worded"), fn.col("number").alias("low"), fn.col("number").alias("high"),
        *_same("magnitude"), fn.array(fn.struct("nth", "ordinal")).alias("held"),
    )  # fmt: skip
    same = Window.partitionBy("same", "besides")
    found = simple.unionByName(several, True).withColumns({
        "claims": fn.sum("worded").over(same),
        "apart": fn.min("n").over(same) < fn.max("n").over(same),
        "several": fn.min("low").over(same) < fn.max("high").over(same),
    })  # fmt: skip
    few = found.where(fn.col("claims").between(2, corroborate.CROWD) & fn.col("apart") & fn.col("several"))
    told = few.select("same", "besides", "n", fn.explode(_held()).alias("m")).select("*", "m.*")
    return _asked("clause", told, fn.concat("same", fn.lit(" "), "besides"))


def _same(value: str) -> tuple[Column, Column]:
    """What claims of one clause share, in short: 96 bits, so that no two are taken for one."""
    shared = [fn.coalesce(name, fn.lit("")) for name in (value, "indicator", "measure", "entity", "qualifier")]
    return fn.xxhash64(*shared).alias("same"), fn.hash(*shared).alias("besides")


# --- headlines --------------------------------------------------------------------------------------


def _headlines(facts: DataFrame, claims: DataFrame, kept: Shelf) -> DataFrame:
    """Claims of documents with a figure in a headline, as far as its story goes."""
    stated = claims.where("magnitude is not null")
    heads = stated.where(fn.array_contains("flags", "headline")).groupBy("number")
    reach = heads.agg(fn.min("start").alias("first"), (fn.max("end") + corroborate.STORY).alias("last"))
    reach = kept.keep("headlines", reach)
    members = facts.select("n", fn.posexplode("members").alias("nth", "ordinal"))
    if reach.isEmpty():
        return _asked("story", members.limit(0), fn.lit(""))
    near = stated.select("ordinal", "number", "start").join(reach, "number").where("start between first and last")
    return _asked("story", members.join(near, "ordinal"), fn.col("number").cast("string"))


# --- documents of one matter --------------------------------------------------------------------------


def _of_the_same_facts(facts: DataFrame, claims: DataFrame, kept: Shelf) -> DataFrame:
    """Documents that share facts enough, and both have others; as `matters.enough` says."""
    held = facts.select(fn.array_distinct("documents").alias("held")).where(fn.size("held").between(2, matters.FEW))
    held = held.groupBy("held").agg(fn.count("*").alias("facts"))  # copies hold the same: their pairs are made once
    one = held.select("held", "facts", fn.explode("held").alias("one"))
    both = one.select("facts", "one", fn.explode(fn.filter("held", lambda other: other > fn.col("one"))).alias("other"))
    often = both.groupBy("one", "other").agg(fn.sum("facts").alias("facts")).where(f"facts >= {LEAST}")
    met = kept.keep("shared", often)
    if met.isEmpty():
        return met.select("one", "other")
    sizes = claims.groupBy("number").agg(fn.count("*").alias("size"))
    for name in ("one", "other"):
        met = met.join(sizes.select(fn.col("number").alias(name), fn.col("size").alias(f"size_{name}")), name)
    fewer = fn.least("size_one", "size_other")
    alike = (fewer <= MOST) & (fn.col("facts") < fewer) & (fn.col("facts") >= fewer * fn.lit(PART))
    return met.where(alike).select("one", "other")


def _of_one_matter(met: DataFrame, facts: DataFrame, claims: DataFrame, kept: Shelf) -> DataFrame:
    """Links between the facts of documents that tell of one matter, out of pairs that have something in common."""
    both = met.select("*", fn.explode(fn.array("one", "other")).alias("document"))
    near = shelf.sent(kept.keep("there", both.select("document").distinct()))
    members = facts.select("n", fn.explode(fn.arrays_zip("members", "documents")).alias("m"))
    placed = members.select("n", fn.col("m.members").alias("ordinal"), fn.col("m.documents").alias("document"))
    wanted = placed.join(near, "document", "left_semi").join(both, "document").drop("document")
    told = shelf.picked(claims, kept.keep("met", wanted))
    return runs.each(told, ["one", "other"], ["source", "start", "end", "n"], _of_two, _LINK | {"differ": "boolean"})


def _of_two(group: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The links between what two documents tell."""
    parts: dict[bool, list[tuple[int, Claim]]] = {True: [], False: []}
    for c, more in group:
        parts[more["number"] == more["one"]].append((more["n"], c))
    return (pair._asdict() for pair in variants.pairs(Told(parts[True]), Told(parts[False])))
