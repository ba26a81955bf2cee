"""The stages on Spark: documents to claims on the workers, claims to facts, and what is disputed to findings.

documents → read → claims with their keys, as Parquet → facts on the workers → findings on the driver

Few claims are compared on the driver, as on one machine. Of many, groups and sums go whole to the same functions on
the workers, and the driver sees links, what is disputed, and the few claims that a cause may look at besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from pyspark.sql import functions as fn
from pyspark.sql.window import Window

from factcheck import evidence, pipeline
from factcheck.load import Limits
from factcheck.model import Fact, Finding, Result
from factcheck.spark import copies, grouped, read, rows, shelf, sums
from factcheck.spark.disputed import Disputed
from factcheck.spark.shelf import Shelf

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

FEW = 200_000  # claims up to which the driver compares them: it takes less time than to plan the engine's jobs
_FINDING: Mapping[str, str] = {
    "id": "string", "rule": "string", "severity": "string", "fact": "string", "claims": "array<string>",
    "message": "string", "cause": "string", "state": "string", "why_paired": "array<string>",
    "options": "array<struct<claim:string,text:string,reasons:array<string>>>", "gap": "string",
    "gap_relative": "string", "unlisted": "bigint",
}  # fmt: skip
_FACT: Mapping[str, str] = {
    "id": "string", "entity": "string", "indicator": "string", "measure": "string", "basis": "string",
    "scope": "string", "unit": "string", "period_start": "string", "period_end": "string", "period_kind": "string",
    "period_basis": "string", "verdict": "string", "sources": "bigint", "claims": "array<string>", "number": "bigint",
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What a check found, as DataFrames; unpacks into claims, facts and findings.

    `documents` has a row for each input, with what was not read in it (`problems`) and every numeral
    that is no claim (`skipped`). Decimals are strings, exact; days are ISO strings.
    """

    claims: DataFrame
    facts: DataFrame
    findings: DataFrame
    documents: DataFrame
    found: tuple[Finding, ...]  # the findings again, as records

    def __iter__(self) -> Iterator[DataFrame]:
        return iter((self.claims, self.facts, self.findings))


def run(documents: DataFrame, folder: str | None, limits: Limits, texts: bool) -> Checked:
    """See `factcheck.spark.check`."""
    kept = Shelf(documents.sparkSession, folder)
    documents, claims = _read(documents, kept, limits, texts)
    return compared(documents, claims, kept)


def compared(documents: DataFrame, claims: DataFrame, kept: Shelf) -> Checked:
    """The comparison of claims as `_read` leaves them."""
    compare = _here if claims.count() <= FEW else _across
    facts, found = compare(documents, claims, kept)
    spark = documents.sparkSession
    stated = facts.select(fn.explode("claims").alias("id"), fn.col("id").alias("fact"))
    return Checked(
        claims=claims.join(stated, "id", "left").drop("ordinal", "told_there", *rows.AIDS),
        facts=facts,
        findings=spark.createDataFrame(_arrow(_FINDING, [_finding(one) for one in found])),
        documents=documents.drop("marks"),
        found=found,
    )


def _here(documents: DataFrame, claims: DataFrame, kept: Shelf) -> tuple[DataFrame, tuple[Finding, ...]]:
    """Facts and findings by the functions of one machine, on the driver."""
    result = pipeline.compared(_collected(documents, claims))
    made = [_fact(n, fact) for n, fact in enumerate(result.facts, 1)]
    return documents.sparkSession.createDataFrame(_arrow(_FACT, made)), result.findings


def _across(documents: DataFrame, claims: DataFrame, kept: Shelf) -> tuple[DataFrame, tuple[Finding, ...]]:
    """The same on the workers, but for what is disputed."""
    same = copies.copies(documents, kept)
    told = grouped.facts(claims, same.numbers, kept)
    disputed = Disputed(told, documents, kept)
    calmed = shelf.table(
        documents.sparkSession,
        {"n": "bigint", "calm": "string"},
        disputed.calmed,
        repeat("compatible", len(disputed.calmed)),
    )
    known = told.facts.join(calmed, "n", "left")
    facts = known.withColumn("verdict", fn.coalesce("calm", "verdict")).drop("calm")
    settled = sums.sums(facts, told.found.claims, kept)
    found = [*disputed.found, *sums.broken(settled, disputed)]
    held = {fact.id: fact for fact in disputed.facts.values()}
    disputed.fetch_members(held[f.fact] for f in found if f.unlisted and f.fact)
    found = evidence.with_options(
        found, disputed.claims.values(), disputed.sources.values(), facts=held.values(), families=same.families,
        support=sums.support(settled, disputed.claims),
    )  # fmt: skip
    cited = fn.transform("members", lambda n: fn.concat(fn.lit("c"), n))
    named = told.numbered(facts).withColumns({"id": fn.concat(fn.lit("f"), "number"), "claims": cited})
    return named.select(*_FACT), tuple(found)


# --- documents and claims -------------------------------------------------------------------------


def _read(documents: DataFrame, kept: Shelf, limits: Limits, texts: bool) -> tuple[DataFrame, DataFrame]:
    """Documents with the ids of a run, in order, and their claims; each extracted once."""
    order = ["row"] if "number" in documents.columns else ["path", "row"]
    extracted = kept.keep(
        "read",
        _prepared(documents).mapInArrow(lambda batches: read.read(batches, limits, texts), rows.schema(read.DOCUMENT)),
    )
    light = extracted.select(
        "row", "path", "given", fn.col("about").isNotNull().alias("whole"), fn.size("claims").alias("count")
    )
    above = Window.orderBy(*order).rowsBetween(Window.unboundedPreceding, Window.currentRow)
    first = fn.row_number().over(Window.partitionBy("given").orderBy(*order)) == 1
    ids = light.select(
        "row",
        fn.row_number().over(Window.orderBy(*order)).cast("bigint").alias("number"),
        fn.when(fn.col("given").rlike(r"^s\d+$"), fn.raise_error(fn.lit("文稿的 id 不能是 s1、s2 这样的编号")))
        .when(fn.col("given").isNotNull() & first, fn.col("given"))
        .otherwise(fn.concat(fn.lit("s"), fn.sum(fn.col("whole").cast("bigint")).over(above)))
        .alias("source"),
        (fn.sum("count").over(above) - fn.col("count")).alias("before"),
    )
    named = extracted.join(kept.keep("numbers", ids), "row").drop("row")
    claims = named.select(
        "number", "source", "path", "published", fn.size("claims").cast("bigint").alias("told_there"), "before",
        fn.posexplode("claims").alias("nth", "claim"),
    ).select(
        (fn.col("before") + fn.col("nth") + 1).alias("ordinal"), fn.col("nth").cast("bigint").alias("nth"),
        "number", "source", "path", "published", "told_there", "claim.*",
    ).select(fn.concat(fn.lit("c"), "ordinal").alias("id"), "*")  # fmt: skip
    return named.drop("claims", "before"), kept.keep("claims", claims)


def _prepared(documents: DataFrame) -> DataFrame:
    """The columns that a worker reads, those that are missing empty."""
    have = set(documents.columns)
    words = fn.encode(fn.col("text"), "UTF-8") if "text" in have else fn.lit(None).cast("binary")
    content = fn.coalesce(fn.col("content").cast("binary"), words) if "content" in have else words
    row = fn.col("number").cast("bigint") if "number" in have else fn.monotonically_increasing_id()
    stated = fn.col("hints") if "hints" in have else fn.lit(None).cast("string")
    said = [fn.col(name) for name in read.STATED if name in have]
    file = fn.col("file") if "file" in have else fn.col("path")  # where a worker finds what people call `path`
    columns = {"row": row, "path": fn.col("path"), "file": file, "content": content, "stated": stated}
    return documents.select(*(column.alias(name) for name, column in columns.items()), *said)


# --- the comparison, on the driver ------------------------------------------------------------------


def _collected(documents: DataFrame, claims: DataFrame) -> Result:
    """The documents and their claims, as far as comparison looks at them."""
    held = documents.where(fn.col("about").isNotNull()).orderBy("number").select("source", "about").toArrow()
    pairs = zip(*rows.by_name(held).values(), strict=True)
    told = claims.orderBy("number", "nth").select("id", "source", "key", *rows.COMPARED).toArrow()
    return Result(
        sources=tuple(rows.source_of(about, name) for name, about in pairs),
        claims=tuple(rows.claims(rows.by_name(told))),
        skipped=(),
        facts=(),
        findings=(),
    )


def _arrow(columns: Mapping[str, str], made: Sequence[Mapping[str, object]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_batches([rows.batch(columns, made)])


def _fact(number: int, fact: Fact) -> dict[str, object]:
    start, end, kind, basis = rows.plain_period(fact.period)
    days = {"period_start": start, "period_end": end, "period_kind": kind, "period_basis": basis}
    plain = {name: getattr(fact, name) for name in _FACT if name not in days and name != "number"}
    return plain | days | {"number": number, "claims": list(fact.claims)}


def _finding(finding: Finding) -> dict[str, object]:
    plain = {name: getattr(finding, name) for name in _FINDING}
    decimals = {name: None if plain[name] is None else str(plain[name]) for name in ("gap", "gap_relative")}
    options = [{"claim": o.claim, "text": o.text, "reasons": list(o.reasons)} for o in finding.options]
    lists = {"claims": list(finding.claims), "why_paired": list(finding.why_paired), "options": options}
    return plain | decimals | lists
