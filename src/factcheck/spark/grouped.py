"""Facts on the engine: numbered in their order, and those joined that are one.

Only the links themselves come to the driver, as pairs of numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from factcheck import corroborate
from factcheck.disputes import Judged, verdict_of
from factcheck.spark import groups, rows, runs, shelf
from factcheck.spark.groups import FACT, Grouped
from factcheck.spark.links import links
from factcheck.spark.runs import Row

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from factcheck.spark.shelf import Shelf

_ORDER = ("entity", "indicator", "period_start", "period_end", "measure", "unit", "key")  # the key last: it has parts
_BEFORE_ALL = "0001-01-01"
_PART = 33  # bits of a row's number in its partition, in Spark's running ids
_BLOCK = 8  # bits of a fact's place within a block, of which all know how many facts before them are gone


@dataclass(frozen=True)
class Told:
    """The facts in their order, and where their claims are.

    `n` is the place of a fact before facts were joined, from 0. `parts` names for each fact that was joined the one
    that it is in, itself for those that take others in.
    """

    facts: DataFrame  # FACT and `n`, those joined that are one
    single: DataFrame  # the same before
    found: Grouped
    stated: DataFrame  # the claims of facts that do not read the same throughout, with `n`, `nth` and their `size`
    joined: DataFrame  # the claims of facts that were joined, with `n`, `nth` and `root`
    parts: Mapping[int, int]
    apart: frozenset[int] = frozenset()  # those of them that hold facts which differ

    @cached_property
    def gone(self) -> list[int]:
        """The facts that became a part of another, in order."""
        return sorted(n for n, root in self.parts.items() if n != root)

    def number(self, n: int) -> int:
        """The number of a fact, in the order of those that are left."""
        return n + 1 - bisect_left(self.gone, n)

    def numbered(self, facts: DataFrame) -> DataFrame:
        """Facts with their `number`."""
        if not self.gone:
            return facts.withColumn("number", fn.col("n") + 1)
        blocks: dict[int, list[int]] = {}
        for n in self.gone:
            blocks.setdefault(n >> _BLOCK, []).append(n)
        last = self.single.agg(fn.max("n")).first()[0]
        within = [blocks.get(block, []) for block in range((last >> _BLOCK) + 1)]
        befores = [*accumulate(map(len, within), initial=0)][:-1]
        kinds = {"block": "bigint", "before": "bigint", "gone": "array<bigint>"}
        table = shelf.table(facts.sparkSession, kinds, range(len(befores)), befores, within)
        joined = facts.withColumn("block", fn.shiftright("n", _BLOCK)).join(table, "block")
        less = fn.size(fn.filter("gone", lambda other: other < fn.col("n")))
        return joined.withColumn("number", fn.col("n") + 1 - fn.col("before") - less).drop("block", "before", "gone")


def facts(claims: DataFrame, witnesses: Mapping[int, int], kept: Shelf) -> Told:
    """The facts of claims; `witnesses` as of `copies.Copies.numbers`."""
    found = groups.grouped(claims, witnesses, kept)
    single = _placed(found.facts, kept)
    stated = kept.keep("stated", _stated(single, found))
    told = links(single, stated, found.claims, kept)
    parts, apart = _parts(told, single)
    kinds = {"n": "bigint", "root": "bigint", "apart": "boolean"}
    table = shelf.table(claims.sparkSession, kinds, parts.keys(), parts.values(), [r in apart for r in parts.values()])
    members = single.join(table, "n").select("n", "root", "apart", fn.posexplode("members").alias("nth", "ordinal"))
    if not parts:
        return Told(single, single, found, stated, found.claims.join(members.limit(0), "ordinal"), parts)
    claims = groups.witnessed(shelf.picked(found.claims, kept.keep("parts", members)), witnesses)
    joined = kept.keep("joined", claims)
    roots = single.join(table.where("n = root"), "n", "left_semi").select(
        fn.col("n").alias("root"), fn.col("group").alias("of_group"), "part", "clash", "disputed"
    )
    order = ["number", "start", "end", "n", "nth"]
    made = runs.each(joined.join(roots, "root"), ["root"], order, _whole, {**FACT, "n": "bigint"})
    whole = single.join(table, "n", "left_anti").unionByName(kept.keep("whole", made))
    return Told(whole, single, found, stated, joined, parts, apart)


def _placed(facts: DataFrame, kept: Shelf) -> DataFrame:
    """Facts with their place `n`, from 0, without ever being in one place."""
    ordered = facts.withColumn("named", _name()).orderBy("named", "place", "text", "group", "part").drop("named")
    table = kept.keep("facts", ordered.withColumn("row", fn.monotonically_increasing_id()))
    part = fn.shiftright("row", _PART)
    counts = sorted((r.p, r.rows) for r in table.groupBy(part.alias("p")).agg(fn.count("*").alias("rows")).collect())
    before = [*accumulate((rows for _, rows in counts), initial=0)][:-1]
    starts = shelf.table(table.sparkSession, {"p": "bigint", "before": "bigint"}, [p for p, _ in counts], before)
    within = fn.col("row").bitwiseAND(fn.lit((1 << _PART) - 1))
    joined = table.join(starts, part == fn.col("p"))
    return joined.withColumn("n", fn.col("before") + within).drop("p", "before", "row")


def _stated(single: DataFrame, found: Grouped) -> DataFrame:
    size, member = fn.size("members").alias("size"), fn.posexplode("members").alias("nth", "ordinal")
    return single.where("not alike").select("n", "verdict", size, member).join(found.differing, "ordinal")


def _name() -> Column:
    """What facts are sorted by as one text: in the order of its parts, for they hold nothing below what parts them."""
    missing = {"entity": "", "period_start": _BEFORE_ALL, "period_end": _BEFORE_ALL}
    names = (fn.coalesce(name, fn.lit(missing[name])) if name in missing else fn.col(name) for name in _ORDER)
    return fn.concat_ws(rows.BETWEEN, *names)


def _parts(links: DataFrame, single: DataFrame) -> tuple[dict[int, int], frozenset[int]]:
    """For each fact that is joined the one that it is in, itself for those that take others in.

    Also those of them that hold facts which differ.
    """
    told = list(zip(*rows.by_name(links.select("a", "b", "differ").toArrow()).values(), strict=True))
    pairs, differing = ([(a, b) for a, b, differ in told if differ is kind] for kind in (False, True))
    if not told:
        return {}, frozenset()
    ends = _facts(single, {n for pair in (*pairs, *differing) for n in pair}).where("uniform and not disputed")
    plain = set(rows.by_name(ends.select("n").toArrow())["n"])
    roots = corroborate.joined(pairs, lambda n: n in plain)
    held = _facts(single, corroborate.ends(differing, roots)).select("n", "disputed", "documents").toArrow()
    of = {n: (disputed, set(some)) for n, disputed, some in zip(*rows.by_name(held).values(), strict=True)}
    found, apart = corroborate.clashing(differing, roots, of)
    return found | {root: root for root in found.values()}, apart


def _facts(single: DataFrame, wanted: Iterable[int]) -> DataFrame:
    return single.join(shelf.table(single.sparkSession, {"n": "bigint"}, sorted(wanted)), "n", "left_semi")


def _whole(group: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """One fact of all the rows; what its disputes came to stands beside them."""
    claims = tuple(c for c, _ in group)
    beside = [more for _, more in group]
    first = beside[0]
    disputes = corroborate.retold(claims) if first["apart"] else ()
    verdict = first["clash"] or verdict_of(claims, disputes)
    kept = {name: first[name] for name in ("part", "clash", "disputed")}
    if disputes:
        kept |= {"clash": verdict, "disputed": True}
    yield groups.fact(Judged(claims, verdict), beside) | kept | {"group": first["of_group"], "n": first["root"]}
