"""Claims to groups by their keys, and groups to facts.

Where all claims of a group read the same, the fact is cut out of columns as they stand; any other group goes to
`judge`, whole. Sentences told in several groups are brought into one before; see `retold`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from factcheck.compare import model_claim, sort_key
from factcheck.disputes import Judged, verdict_of
from factcheck.judge import judge
from factcheck.model import Group
from factcheck.retold import one_sentence
from factcheck.spark import rows, runs, shelf
from factcheck.spark.runs import Row

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from factcheck.spark.shelf import Shelf

MODEL: Mapping[str, str] = {
    "entity": "string", "indicator": "string", "measure": "string", "unit": "string", "basis": "string",
    "scope": "string", **dict.fromkeys(rows.PERIOD, "string"), "key": "string", "text": "string",
}  # fmt: skip
FACT: Mapping[str, str] = {
    "group": "binary", "part": "bigint", **MODEL,
    "verdict": "string",
    "clash": "string",  # what its disputes alone come to: conflict, tension or ""
    "disputed": "boolean",
    "uniform": "boolean",  # all its claims give one number, or none
    "alike": "boolean",  # all its claims read the same, to the letter of what stands here
    "place": "string",  # the magnitude that it is sorted by
    "value": "string",  # the magnitude of its first claim
    "qualifier": "string",  # of its first claim
    "reached": "string",  # the time in the key of its first claim
    "sources": "bigint",
    "worded": "bigint",  # claims with a sentence
    "members": "array<bigint>",  # numbers of its claims, in order
    "documents": "array<bigint>",  # and of the documents of those
}  # fmt: skip
"""A fact as the engine holds it, its key as one text; `group` and `part` say where judging left it."""

_FOLDED: Mapping[str, str] = {
    "final": "binary", "alike": "boolean", **MODEL, "value": "string", "qualifier": "string", "sources": "bigint",
    "worded": "bigint", "members": "array<bigint>", "documents": "array<bigint>",
}  # fmt: skip
_KEPT = ("ordinal", "number", "published", "told_there", "group", "id", "source", "key", *rows.COMPARED, "magnitude")
_MOVE = {"ordinal": "bigint", "target": "binary", "home": "bigint"}


@dataclass(frozen=True)
class Grouped:
    """The facts of all groups, in no order, and the claims of those groups that do not read the same throughout."""

    facts: DataFrame  # FACT
    claims: DataFrame  # all claims, as far as comparison looks at them, with their `ordinal`
    differing: DataFrame  # those of groups that `judge` saw, with `final`, the group that judged them, and `home`
    moved: DataFrame | None  # claims that went to another group than that of their key: `_MOVE`


def grouped(claims: DataFrame, witnesses: Mapping[int, int], kept: Shelf) -> Grouped:
    """The facts of claims; `witnesses` names for the number of a copy that of the document it counts with."""
    moved = _moved(claims, kept)
    folded = kept.keep("folded", _placed(claims, moved, witnesses).mapInArrow(_fold, rows.schema(_FOLDED)))
    apart = folded.where("not alike").select("final", fn.explode("members").alias("ordinal"))
    told = shelf.picked(claims.select(*_KEPT), kept.keep("apart", _homes(apart, moved)))
    differing = kept.keep("differing", witnessed(told, witnesses))
    made = runs.each(differing, ["final"], ["home", "ordinal"], _facts, FACT)
    facts = _easy(folded.where("alike")).unionByName(kept.keep("judged", made))
    return Grouped(facts, claims.select(*_KEPT), differing, moved)


def _homes(apart: DataFrame, moved: DataFrame | None) -> DataFrame:
    """With `home`: -1, or where the group begins that a claim was moved from, for moved claims come last."""
    if moved is None:
        return apart.withColumn("home", fn.lit(-1).cast("bigint"))
    joined = apart.join(moved.select("ordinal", "home"), "ordinal", "left")
    return joined.withColumn("home", fn.coalesce("home", fn.lit(-1).cast("bigint")))


def witnessed(claims: DataFrame, witnesses: Mapping[int, int]) -> DataFrame:
    """With `witness`, the number of the document that theirs counts with."""
    if not witnesses:
        return claims.withColumn("witness", fn.col("number"))
    kinds = {"number": "bigint", "witness": "bigint"}
    table = shelf.table(claims.sparkSession, kinds, witnesses.keys(), witnesses.values())
    joined = claims.join(table, "number", "left")
    return joined.withColumn("witness", fn.coalesce("witness", "number"))


# --- sentences told in several groups ---------------------------------------------------------------


def _moved(claims: DataFrame, kept: Shelf) -> DataFrame | None:
    """Claims that go to another group, None where there are none; see `retold`."""
    worded = claims.where("template != ''")
    short = fn.xxhash64("template").alias("short")
    group = fn.xxhash64("group").alias("group")
    split = worded.select(short, group).groupBy("short").agg((fn.min("group") < fn.max("group")).alias("split"))
    split = kept.keep("split", split.where("split").select("short"))
    if split.isEmpty():
        return None
    near = worded.withColumn("short", short).join(shelf.sent(split), "short", "left_semi")
    near = kept.keep("near", near.select(*_KEPT, "daily"))
    several = near.groupBy("template").agg(
        (fn.min("published") < fn.max("published")).alias("days"), (fn.min("group") < fn.max("group")).alias("apart")
    )
    dated = fn.concat("template", fn.lit(" "), fn.coalesce("published", fn.lit("None")))
    name = fn.when(fn.col("days") & fn.col("daily"), dated).otherwise(fn.col("template"))
    named = near.join(several.where("apart").drop("apart"), "template").withColumn("name", name)
    reading = fn.to_json(fn.struct("value", "low", "high"))
    stats = named.groupBy("name").agg(
        fn.count("*").alias("claims"),
        fn.countDistinct("source").alias("documents"),
        (fn.min("unit") == fn.max("unit")).alias("kind"),
        (fn.min(reading) < fn.max(reading)).alias("differs"),
        (fn.min("group") < fn.max("group")).alias("apart"),
    )
    telling = stats.where("claims = documents and kind and differs and apart").select("name")
    found = kept.keep("retold", named.join(telling, "name").drop("daily"))
    held = claims.select("group", "ordinal").join(found.select("group").distinct(), "group", "left_semi")
    sizes = held.groupBy("group").agg(fn.count("*").alias("size"), fn.min("ordinal").alias("home"))
    sized = found.join(sizes, "group")
    moved = kept.keep("moved", runs.each(sized, ["name"], ["home", "ordinal"], _moves, _MOVE))
    return None if moved.isEmpty() else moved


def _moves(found: Sequence[Row]) -> Iterator[dict[str, Any]]:
    if one_sentence([c for c, _ in found]):
        target = min((-more["size"], c.key, more["home"], more["group"]) for c, more in found)[-1]
        for _, more in found:
            if more["group"] != target:
                yield {"ordinal": more["ordinal"], "target": target, "home": more["home"]}


# --- groups to facts --------------------------------------------------------------------------------


def _placed(claims: DataFrame, moved: DataFrame | None, witnesses: Mapping[int, int]) -> DataFrame:
    """What of claims tells whether those of a group read the same, a group's together and in their order."""
    told = claims.withColumn("final", fn.col("group"))
    if moved is not None:
        told = claims.join(moved.drop("home"), "ordinal", "left").withColumn("final", fn.coalesce("target", "group"))
    stray = fn.lit(False) if moved is None else fn.col("target").isNotNull()
    placed = witnessed(told, witnesses).select(
        "final", "ordinal", "number", "start", "witness", "reading", stray.alias("stray"),
        (fn.col("context") != "").alias("worded"), "names",
    )  # fmt: skip
    return placed.repartition("final").sortWithinPartitions("final", "ordinal")


def _fold(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Sorted claims as one row a group; nothing here is done claim by claim."""
    for table in _whole(batches):
        yield from _folded(table).to_batches()


def _whole(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The batches cut anew, so that no group stands in two."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        begins = _begins(batch.column("final"))
        begins[0] = bool(held) and held[-1].column("final")[-1] != batch.column("final")[0]
        cuts = begins.nonzero()[0]
        if not len(cuts):
            held.append(batch)
            continue
        yield pa.Table.from_batches([*held, batch.slice(0, cuts[-1])]).combine_chunks()
        held = [batch.slice(cuts[-1])]
    if held:
        yield pa.Table.from_batches(held).combine_chunks()


def _begins(groups: pa.Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether each row is the first of its group; of the first row it is."""
    import numpy as np
    import pyarrow.compute as pc

    return np.concatenate([[True], pc.not_equal(groups.slice(1), groups.slice(0, len(groups) - 1)).to_numpy(False)])


def _folded(table: pa.Table) -> pa.Table:
    """The groups of a table, each whole."""
    import numpy as np
    import pyarrow as pa

    numbers = ("number", "start", "witness", "reading", "stray", "worded")
    column = {name: table.column(name).to_numpy() for name in numbers}
    begins = _begins(table.column("final").combine_chunks() if table.num_rows else table.column("final"))
    first = begins.nonzero()[0]
    group = begins.cumsum() - 1
    offsets = pa.array([*first, len(group)], pa.int32())
    number, start = column["number"], column["start"]
    turned = (number[1:] == number[:-1]) & (start[1:] <= start[:-1]) & ~begins[1:]  # their order hangs on more
    apart = (column["reading"] != column["reading"][first][group]) | column["stray"]
    apart[1:] |= turned
    by_witness = np.lexsort((column["witness"], group))
    witness = column["witness"][by_witness]
    new = np.concatenate([[True], witness[1:] != witness[:-1]]) | begins
    counted = {
        "final": table.column("final").take(pa.array(first)),
        **_named(table.column("names").take(pa.array(first)).combine_chunks()),
        "alike": pa.array(~np.logical_or.reduceat(apart, first)),
        "sources": pa.array(np.add.reduceat(new, first, dtype=np.int64)),
        "worded": pa.array(np.add.reduceat(column["worded"], first, dtype=np.int64)),
        "members": pa.ListArray.from_arrays(offsets, table.column("ordinal").combine_chunks()),
        "documents": pa.ListArray.from_arrays(offsets, table.column("number").combine_chunks()),
    }
    kinds = pa.schema([(name, rows.arrow(kind)) for name, kind in _FOLDED.items()])
    return pa.table([counted[name] for name in _FOLDED], names=list(_FOLDED)).cast(kinds)


def _named(names: pa.Array) -> dict[str, pa.Array]:
    """The names that stand in one text each, by column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = pc.split_pattern(names, rows.BETWEEN, max_splits=len(rows.NAMES) - 1).flatten()
    said = pc.if_else(pc.equal(parts, rows.MISSING), pa.scalar(None, pa.string()), parts)
    columns = {name: said[at :: len(rows.NAMES)] for at, name in enumerate(rows.NAMES)}
    return {"value" if name == "magnitude" else name: column for name, column in columns.items()}


def _easy(folded: DataFrame) -> DataFrame:
    """The facts of groups that read the same throughout."""
    size, reached = fn.size("members"), fn.split_part("key", fn.lit(rows.BETWEEN), fn.lit(5))
    made = folded.withColumnRenamed("final", "group").withColumns({
        "part": fn.lit(0).cast("bigint"), "clash": fn.lit(""), "disputed": fn.lit(False), "uniform": fn.lit(True),
        "verdict": fn.when(size == 1, "single").otherwise("agree"),
        "place": fn.coalesce("value", fn.lit(rows.ZERO)), "reached": reached,
    })  # fmt: skip
    return made.select(*FACT)


def _facts(group: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The facts of one group."""
    by_id = {c.id: more for c, more in group}
    found = judge(Group(tuple(c for c, _ in group)), runs.sources(group), runs.order(group))
    for part, j in enumerate(found):
        beside = [by_id[c.id] for c in j.claims]
        yield fact(j, beside) | {"group": group[0][1]["final"], "part": part}


def fact(j: Judged, beside: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A judged fact as a row, but for where judging left it."""
    model = model_claim(j.claims)
    *_, smallest, text = sort_key((j, model))
    assert isinstance(smallest, Decimal)
    values = {c.value for c in j.claims}
    clash = verdict_of(j.claims, j.disputes) if any(d.level.outcome != "compatible" for d in j.disputes) else ""
    key = j.claims[0].key
    plain = {name: getattr(model, name) for name in MODEL if name not in rows.PERIOD}
    return plain | dict(zip(rows.PERIOD, rows.plain_period(model.period), strict=True)) | {
        "key": rows.BETWEEN.join(model.key), "text": text, "verdict": j.verdict, "clash": clash,
        "disputed": bool(j.disputes), "uniform": len(values) == 1, "alike": False,
        "place": rows.magnitude(smallest), "value": rows.magnitude(j.claims[0].value),
        "qualifier": j.claims[0].qualifier, "reached": key[4] if len(key) > 4 else None,
        "sources": len({more["witness"] for more in beside}), "worded": sum(bool(c.context) for c in j.claims),
        "members": [more["ordinal"] for more in beside], "documents": [more["number"] for more in beside],
    }  # fmt: skip
