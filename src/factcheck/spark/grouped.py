"""Facts on the engine: claims to groups by their keys, groups to facts, facts in order, and those joined that are one.

Where all claims of a group read the same, the engine makes the fact; any other group goes to the functions of one
machine, whole. What ties claims across groups is found by joins, down to the few candidates that those functions
look at: sentences told in several groups, numbers and clauses that few facts share, headlines and their stories.
Only the links themselves come to the driver, as pairs of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from pyspark.sql import functions as fn
from pyspark.sql.window import Window

from factcheck import corroborate
from factcheck.compare import model_claim, sort_key
from factcheck.disputes import Judged, verdict_of
from factcheck.judge import judge
from factcheck.model import Claim, Group
from factcheck.quantity import COUNTERS
from factcheck.retold import one_sentence
from factcheck.spark import rows, runs
from factcheck.spark.runs import Row

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

_MODEL: Mapping[str, str] = {
    "entity": "string", "indicator": "string", "measure": "string", "unit": "string", "basis": "string",
    "scope": "string", **dict.fromkeys(rows.PERIOD, "string"), "key": "array<string>", "text": "string",
}  # fmt: skip
FACT: Mapping[str, str] = {
    "group": "bigint", "part": "bigint", **_MODEL,
    "verdict": "string",
    "clash": "string",  # what its disputes alone come to: conflict, tension or ""
    "disputed": "boolean",
    "uniform": "boolean",  # all its claims give one number, or none
    "place": "string",  # the magnitude that it is sorted by
    "value": "string",  # the magnitude of its first claim
    "reached": "string",  # the time in the key of its first claim
    "sources": "bigint",
    "members": "array<bigint>",  # numbers of its claims, in order
}  # fmt: skip
"""A fact as the engine holds it; `group` and `part` say where judging left it."""

_ORDER = ("entity", "indicator", "period_start", "period_end", "measure", "unit", "key", "place", "text")
_BEFORE_ALL = "0001-01-01"
_PART = 33  # bits of a row's number in its partition, in Spark's running ids
_DIGITS = 19  # of the number in an id, at most
_KEPT = ("id", "source", "key", *rows.COMPARED, *rows.AIDS)


class Shelf(Protocol):
    """Where a stage leaves its rows for the next."""

    def keep(self, name: str, rows: DataFrame) -> DataFrame:
        """The same rows, written and read back."""


@dataclass(frozen=True)
class Told:
    """The facts, numbered in their order, and each claim with the fact that it came to.

    Of a claim, `n` and `nth` are its fact before facts were joined and its place there, `final` the group that
    judged it and `group` that of its key. `parts` names for each fact that was joined the one that it is in.
    """

    facts: DataFrame  # FACT and `number`
    claims: DataFrame
    parts: Mapping[int, int]
    single: DataFrame  # the facts before they were joined, with `n`


def facts(claims: DataFrame, families: Mapping[str, str], shelf: Shelf) -> Told:
    """The facts of claims; `families` as `evidence.families` gives them."""
    grouped = shelf.keep("grouped", _grouped(claims, families))
    moved = shelf.keep("moved", _moved(grouped))
    placed = grouped.join(moved, "ordinal", "left").withColumn("final", fn.coalesce("target", "group")).drop("target")
    judged = _numbered(shelf, "judged", _judged(placed), (*_sorted(), fn.col("group"), fn.col("part")), "n")
    about = judged.select(
        "n", "verdict", fn.size("members").alias("size"), fn.posexplode("members").alias("nth", "ordinal")
    )
    told = shelf.keep("told", placed.join(about, "ordinal"))
    parts = _parts(shelf.keep("links", _links(told)), judged)
    if not parts:
        return Told(judged.withColumn("number", fn.col("n") + 1), told, parts, judged)
    whole = _joined(judged, told, parts)
    numbered = _numbered(shelf, "facts", whole, (fn.col("n"),), "row")
    return Told(numbered.withColumn("number", fn.col("row") + 1).drop("row"), told, parts, judged)


def _grouped(claims: DataFrame, families: Mapping[str, str]) -> DataFrame:
    """Claims with the number of their group, which is that of its first claim."""
    ordinal = fn.substring("id", 2, _DIGITS).cast("bigint").alias("ordinal")
    numbered = claims.select("number", "published", *_KEPT, ordinal)
    first = numbered.groupBy("key").agg(fn.min("ordinal").alias("group"))
    grouped = numbered.join(first, "key")
    if not families:
        return grouped.withColumn("witness", fn.col("source"))
    spark = claims.sparkSession
    table = spark.createDataFrame(list(families.items()), "source string, witness string")
    return grouped.join(table, "source", "left").withColumn("witness", fn.coalesce("witness", "source"))


def _numbered(shelf: Shelf, name: str, made: DataFrame, order: Sequence[Column], number: str) -> DataFrame:
    """The rows, numbered from 0 in their order without ever being in one place."""
    kept = shelf.keep(name, made.orderBy(*order).withColumn("row", fn.monotonically_increasing_id()))
    part = fn.shiftright("row", _PART)
    before, starts = 0, []
    for p, count in sorted(tuple(r) for r in kept.groupBy(part.alias("p")).count().collect()):
        starts.append((p, before))
        before += count
    table = made.sparkSession.createDataFrame(starts, "p bigint, before bigint")
    within = fn.col("row").bitwiseAND(fn.lit((1 << _PART) - 1))
    joined = kept.join(fn.broadcast(table), part == fn.col("p"))
    return joined.withColumn(number, fn.col("before") + within).drop("p", "before", *({"row"} - {number}))


def _sorted() -> tuple[Column, ...]:
    missing = {"entity": "", "period_start": _BEFORE_ALL, "period_end": _BEFORE_ALL}
    return tuple(fn.coalesce(name, fn.lit(missing[name])) if name in missing else fn.col(name) for name in _ORDER)


# --- sentences told in several groups ---------------------------------------------------------------

_MOVE = {"ordinal": "bigint", "target": "bigint"}


def _moved(grouped: DataFrame) -> DataFrame:
    """Claims that go to another group; see `retold`."""
    worded = grouped.where("template != ''")
    several = worded.groupBy("template").agg(
        (fn.min("published") < fn.max("published")).alias("days"), (fn.min("group") < fn.max("group")).alias("split")
    )
    dated = fn.concat("template", fn.lit(" "), fn.coalesce("published", fn.lit("None")))
    name = fn.when(fn.col("days") & fn.col("daily"), dated).otherwise(fn.col("template"))
    split = several.where("split").drop("split")
    named = worded.join(split, "template").withColumn("name", name)
    reading = fn.to_json(fn.struct("value", "low", "high"))
    stats = named.groupBy("name").agg(
        fn.count("*").alias("claims"),
        fn.countDistinct("source").alias("documents"),
        (fn.min("unit") == fn.max("unit")).alias("kind"),
        (fn.min(reading) < fn.max(reading)).alias("differs"),
        (fn.min("group") < fn.max("group")).alias("apart"),
    )
    telling = stats.where("claims = documents and kind and differs and apart")
    found = named.join(telling.select("name"), "name")
    sizes = grouped.groupBy("group").agg(fn.count("*").alias("size"))
    sized = found.join(sizes.join(found.select("group").distinct(), "group", "left_semi"), "group")
    return runs.each(sized, ["name"], ["group", "ordinal"], _moves, _MOVE)


def _moves(found: Sequence[Row]) -> Iterator[dict[str, Any]]:
    if one_sentence([c for c, _ in found]):
        target = min((-more["size"], c.key, more["group"]) for c, more in found)[-1]
        for _, more in found:
            if more["group"] != target:
                yield {"ordinal": more["ordinal"], "target": target}


# --- groups to facts --------------------------------------------------------------------------------


def _judged(placed: DataFrame) -> DataFrame:
    """The facts of all groups: by the engine where all claims read the same, else as on one machine."""
    unread = fn.when(fn.col("magnitude").isNull(), fn.struct("low", "high"))
    read = fn.struct("magnitude", "qualifier", unread, *_MODEL.keys() - {"key", "text", "measure"})
    member = fn.struct("number", "start", "ordinal")
    stats = placed.groupBy("final").agg(
        fn.min(read).eqNullSafe(fn.max(read)).alias("alike"),
        fn.array_sort(fn.collect_list(member)).alias("held"),
        fn.min_by(fn.struct(*_MODEL, "magnitude"), member).alias("model"),
        fn.size(fn.collect_set("witness")).alias("sources"),
    )
    places = fn.transform("held", lambda m: fn.shiftleft(m["number"], 32).bitwiseOR(m["start"]))
    apart = fn.size(fn.array_distinct(places)) == fn.size("held")  # else their order hangs on more
    simple = stats.withColumn("simple", fn.col("alike") & apart)
    value = fn.col("model.magnitude")
    easy = simple.where("simple").select(
        fn.col("final").alias("group"), fn.lit(0).cast("bigint").alias("part"), "model.*",
        fn.when(fn.size("held") == 1, "single").otherwise("agree").alias("verdict"),
        fn.lit("").alias("clash"), fn.lit(False).alias("disputed"), fn.lit(True).alias("uniform"),
        fn.coalesce(value, fn.lit(rows.ZERO)).alias("place"), value.alias("value"),
        fn.get(fn.col("model.key"), 4).alias("reached"), fn.col("sources").cast("bigint"),
        fn.col("held.ordinal").alias("members"),
    ).drop("magnitude")  # fmt: skip
    hard = placed.join(simple.where(~fn.col("simple")).select("final"), "final", "left_semi")
    hard = hard.withColumn("moved", fn.col("group") != fn.col("final"))
    made = runs.each(hard, ["final"], ["moved", "group", "ordinal"], _facts, FACT)
    return easy.select(*FACT).unionByName(made)


def _facts(group: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The facts of one group."""
    by_id = {c.id: more for c, more in group}
    found = judge(Group(tuple(c for c, _ in group)), runs.sources(group), runs.order(group))
    for part, j in enumerate(found):
        beside = [by_id[c.id] for c in j.claims]
        yield _fact(j, beside) | {"group": group[0][1]["final"], "part": part}


def _fact(j: Judged, beside: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A judged fact as a row, but for where judging left it."""
    model = model_claim(j.claims)
    *_, smallest, text = sort_key((j, model))
    assert isinstance(smallest, Decimal)
    values = {c.value for c in j.claims}
    clash = verdict_of(j.claims, j.disputes) if any(d.level.outcome != "compatible" for d in j.disputes) else ""
    key = j.claims[0].key
    plain = {name: getattr(model, name) for name in _MODEL if name not in rows.PERIOD}
    return plain | dict(zip(rows.PERIOD, rows.plain_period(model.period), strict=True)) | {
        "key": list(model.key), "text": text, "verdict": j.verdict, "clash": clash, "disputed": bool(j.disputes),
        "uniform": len(values) == 1, "place": rows.magnitude(smallest), "value": rows.magnitude(j.claims[0].value),
        "reached": key[4] if len(key) > 4 else None, "sources": len({more["witness"] for more in beside}),
        "members": [more["ordinal"] for more in beside],
    }  # fmt: skip


# --- links between facts ----------------------------------------------------------------------------

_LINK = {"a": "bigint", "b": "bigint"}


def _links(told: DataFrame) -> DataFrame:
    """Pairs of facts that are one; see `corroborate`."""
    return _numbers(told).unionByName(_words(told)).unionByName(_headlines(told)).distinct()


def _numbers(told: DataFrame) -> DataFrame:
    """Facts that few share a telling number with."""
    counted = fn.when(fn.col("unit").isin(*COUNTERS), "个").otherwise(fn.col("unit"))
    telling = told.where("magnitude is not null").withColumn("counted", counted)
    number = ["counted", "magnitude"]
    one_is_enough = fn.col("verdict").isin("single", "agree") & (fn.col("nth") > 0)
    shared = (
        telling.where(~one_is_enough).select(*number, "n").distinct().groupBy(*number)
        .agg(fn.count("*").alias("facts")).where(fn.col("facts").between(2, corroborate.CROWD)).drop("facts")
    )  # fmt: skip
    order = Window.partitionBy(*number, "n").orderBy("indicator", "context", "source", "nth")
    few = telling.join(shared, number).withColumn("turn", fn.row_number().over(order))
    return runs.each(few.where(fn.col("turn") <= corroborate.FEW), number, ["n", "turn"], _of_one_number, _LINK)


def _of_one_number(group: Sequence[Row]) -> Iterator[dict[str, int]]:
    held: dict[int, list[Claim]] = {}
    for c, more in group:
        held.setdefault(more["n"], []).append(c)
    return _pairs(corroborate.of_one_number(list(held.items()), runs.sources(group)))


def _words(told: DataFrame) -> DataFrame:
    """Small facts that a few claims of one number and name are in."""
    same = {"of_value": "magnitude", "of_name": "indicator", "of_measure": "measure", "of_owner": "entity"}
    same["of_qualifier"] = "qualifier"
    small = told.where((fn.col("size") <= corroborate.FEW) & (fn.col("entity") != "") & (fn.col("context") != ""))
    small = small.withColumns({name: fn.coalesce(column, fn.lit("")) for name, column in same.items()})
    stats = small.groupBy(*same).agg(
        fn.count("*").alias("claims"),
        (fn.min("n") < fn.max("n")).alias("apart"),
        (fn.min("source") < fn.max("source")).alias("several"),
    )
    few = stats.where(fn.col("claims").between(2, corroborate.CROWD) & fn.col("apart") & fn.col("several"))
    return runs.each(small.join(few.select(*same), [*same]), [*same], ["n", "nth"], _of_one_clause, _LINK)


def _of_one_clause(group: Sequence[Row]) -> Iterator[dict[str, int]]:
    return _pairs(corroborate.of_one_clause([(more["n"], c) for c, more in group], runs.sources(group)))


def _headlines(told: DataFrame) -> DataFrame:
    """Facts of documents with a figure in a headline, as far as its story goes."""
    stated = told.where("magnitude is not null")
    heads = stated.where(fn.array_contains("flags", "headline")).groupBy("source")
    reach = heads.agg(fn.min("start").alias("first"), (fn.max("end") + corroborate.STORY).alias("last"))
    near = stated.join(reach, "source").where("start between first and last")
    return runs.each(near, ["source"], ["start", "n", "nth"], _of_stories, _LINK)


def _of_stories(group: Sequence[Row]) -> Iterator[dict[str, int]]:
    return _pairs(corroborate.of_stories([(more["n"], c) for c, more in group]))


def _pairs(found: Iterable[tuple[int, int]]) -> Iterator[dict[str, int]]:
    return ({"a": a, "b": b} for a, b in found)


def _parts(links: DataFrame, judged: DataFrame) -> dict[int, int]:
    """For each fact that is joined the one that it is in, itself for those that take others in."""
    pairs = list(zip(*rows.by_name(links.select("a", "b").toArrow()).values(), strict=True))
    if not pairs:
        return {}
    ends = links.select(fn.explode(fn.array("a", "b")).alias("n")).distinct()
    nodes = judged.join(ends, "n", "left_semi").where("uniform and not disputed").select("n").toArrow()
    plain = set(rows.by_name(nodes)["n"])
    found = corroborate.joined(pairs, lambda n: n in plain)
    return found | {root: root for root in found.values()}


def _joined(judged: DataFrame, told: DataFrame, parts: Mapping[int, int]) -> DataFrame:
    """The facts, those of `parts` in one."""
    table = judged.sparkSession.createDataFrame(list(parts.items()), "n bigint, root bigint")
    roots = judged.join(table.where("n = root"), "n", "left_semi").select(
        fn.col("n").alias("root"), "group", "part", "clash", "disputed"
    )
    beside = told.drop("group").join(table, "n").join(roots, "root")
    made = runs.each(beside, ["root"], ["number", "start", "end", "n", "nth"], _whole, {**FACT, "n": "bigint"})
    return judged.join(table, "n", "left_anti").select(*FACT, "n").unionByName(made)


def _whole(group: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """One fact of all the rows; what its disputes came to stands beside them."""
    claims = tuple(c for c, _ in group)
    beside = [more for _, more in group]
    first = beside[0]
    verdict = first["clash"] or verdict_of(claims, ())
    row = _fact(Judged(claims, verdict), beside)
    kept = {name: first[name] for name in ("group", "part", "clash", "disputed")}
    yield row | kept | {"n": first["root"]}
