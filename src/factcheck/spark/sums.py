"""Arithmetic between facts, on the workers: those that it may set beside each other in one cell.

A cell holds an owner's facts of names that sums tie together, or an owner's shares at one time with the levels that
they are of, the nation's among them. Each fact is asked in one cell only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from factcheck import reconcile
from factcheck.interval import Interval
from factcheck.model import Fact, Finding
from factcheck.reconcile import Equation
from factcheck.spark import rows, runs, shelf
from factcheck.spark.disputed import Disputed
from factcheck.spark.runs import Row

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from factcheck.spark.shelf import Shelf

_BETWEEN = "\0"  # what no name holds
_DAYS = {"start": "string", "end": "string"}
_TERM: Mapping[str, str] = {
    "n": "bigint", "cell": "string", "level": "boolean", "owner": "string", "name": "string",
    **_DAYS, "asks": "array<struct<owner:string,name:string>>",
}  # fmt: skip
_SUM: Mapping[str, str] = {
    "fact": "bigint", "turn": "bigint", "rule": "string", "stated": "string", "inputs": "array<string>",
    "low": "string", "high": "string", "open_low": "boolean", "open_high": "boolean", "detail": "string",
    "breaks": "boolean",
}  # fmt: skip
_OF = ("entity", "indicator", "measure", "unit", "basis", "scope", *rows.PERIOD)


def sums(facts: DataFrame, told: DataFrame, kept: Shelf) -> DataFrame:
    """Every equation that rules a figure out or confirms it; `facts` with their verdicts as they stand at last."""
    asked = facts.where("entity != '' and indicator != '' and period_start is not null")
    asked = asked.select("n", "entity", "indicator", "measure", "unit", "reached", *rows.PERIOD)
    terms = kept.keep("terms", asked.mapInArrow(_terms, rows.schema(_TERM)))
    levels = terms.where("level")
    several = levels.groupBy("cell").agg(fn.count("*").alias("levels")).where("levels > 1").select("cell")
    plain = terms.where(fn.size("asks") == 0).join(several, "cell", "left_semi").select("cell", "n")
    shares = terms.where(fn.size("asks") > 0).select("cell", "n", *_DAYS, fn.explode("asks").alias("ask"))
    shares = shares.select("cell", fn.col("n").alias("share"), *_DAYS, "ask.*")
    parts = shares.join(levels.select("owner", "name", *_DAYS, "n"), ["owner", "name", *_DAYS])
    either = parts.select("cell", fn.explode(fn.array("share", "n")).alias("n")).distinct()
    cells = plain.unionByName(either)
    named = {name: f"of_{name}" for name in (*_OF, "verdict", "members")}
    members = cells.join(facts.select("n", *named), "n").withColumnsRenamed(named)
    members = members.select("*", fn.posexplode("of_members").alias("at", "ordinal")).drop("of_members")
    members = members.withColumnRenamed("n", "fact")
    beside = shelf.picked(told.drop("number"), kept.keep("members", members))
    return kept.keep("sums", runs.each(beside, ["cell"], ["fact", "at"], _equations, _SUM))


def _terms(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Facts that arithmetic may look at: their cells, and the levels that shares ask for."""
    for batch in batches:
        columns = rows.by_name(batch)
        made = (_term(dict(zip(columns, values, strict=True))) for values in zip(*columns.values(), strict=True))
        yield rows.batch(_TERM, [term for term in made if term])


def _term(fact: Mapping[str, Any]) -> dict[str, Any] | None:
    owner, indicator, measure = fact["entity"], fact["indicator"], fact["measure"]
    asks = _asks(owner, indicator) if measure in ("share", "ratio") and fact["unit"] == "%" else []
    if not asks and measure not in ("level", "growth", "change"):
        return None
    days = _days(measure, fact["period_start"], fact["period_end"], fact["reached"] or "")
    return {
        "n": fact["n"], "cell": _BETWEEN.join((owner, *days) if asks else (owner, reconcile.family(indicator))),
        "level": measure == "level", "owner": owner, "name": _plain(indicator), "start": days[0], "end": days[1],
        "asks": asks,
    }  # fmt: skip


_plain = lru_cache(maxsize=1 << 14)(reconcile.plain)


def _asks(owner: str, indicator: str) -> list[dict[str, str]]:
    """The levels that a share may be of."""
    asked: set[tuple[str, str]] = set()
    for part, whose, whole in reconcile.operands(owner, indicator):
        asked |= {(owner, reconcile.plain(part)), (whose, reconcile.plain(whole))}
    return [{"owner": of, "name": name} for of, name in sorted(asked)]


@lru_cache(maxsize=1 << 14)
def _days(measure: str, start: str, end: str, when: str) -> tuple[str, str]:
    first, last = reconcile.reached(measure, date.fromisoformat(start), date.fromisoformat(end), when)
    return first.isoformat(), last.isoformat()


def _equations(cell: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The equations of one cell."""
    members: dict[int, list[str]] = {}
    about: dict[int, Mapping[str, Any]] = {}
    for c, more in cell:
        members.setdefault(more["fact"], []).append(c.id)
        about[more["fact"]] = more
    facts = [_fact(n, about[n], ids) for n, ids in members.items()]
    asking = cell[0][1]["cell"].count(_BETWEEN) > 1
    found = reconcile.equations(facts, (c for c, _ in cell), lambda f: not asking or f.measure in ("share", "ratio"))
    for turn, e in enumerate(found):
        if e.breaks or e.confirms:
            ends = {"low": e.computed.low, "high": e.computed.high}
            yield {name: None if end is None else str(end) for name, end in ends.items()} | {
                "fact": int(e.fact.id[1:]), "turn": turn, "rule": e.rule, "stated": e.stated.id,
                "inputs": [c.id for c in e.inputs], "open_low": e.computed.open_low,
                "open_high": e.computed.open_high, "detail": e.detail, "breaks": e.breaks,
            }  # fmt: skip


def _fact(number: int, row: Mapping[str, Any], claims: Sequence[str]) -> Fact:
    said = {name: row[f"of_{name}"] for name in (*_OF, "verdict")}
    period = rows.period(*(said.pop(name) for name in rows.PERIOD))
    return Fact(id=f"f{number}", period=period, claims=tuple(claims), **said)


def broken(found: DataFrame, disputed: Disputed) -> list[Finding]:
    """The findings of arithmetic; the claims that they name come to `disputed`."""
    held = found.where("breaks").orderBy("fact", "turn").toArrow().to_pylist()
    if not held:
        return []
    disputed.fetch_claims(i for one in held for i in (one["stated"], *one["inputs"]))
    facts = disputed.fetch_facts(one["fact"] for one in held)
    disputed.facts |= facts
    return reconcile.broken([_equation(one, facts[one["fact"]], disputed) for one in held], disputed.sources.values())


def _equation(row: Mapping[str, Any], fact: Fact, disputed: Disputed) -> Equation:
    low, high = (None if row[name] is None else Decimal(row[name]) for name in ("low", "high"))
    computed = Interval(low, high, row["open_low"], row["open_high"])
    stated, *inputs = (disputed.claims[i] for i in (row["stated"], *row["inputs"]))
    return Equation(row["rule"], stated, fact, tuple(inputs), computed, row["detail"], settled=True)


def support(found: DataFrame, claims: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of these claims that arithmetic confirms the sums that do, in words."""
    wanted = shelf.table(found.sparkSession, {"stated": "string"}, sorted(set(claims)))
    sure = found.where("not breaks").join(wanted, "stated", "left_semi")
    texts: dict[str, set[str]] = {}
    for r in sure.select("stated", "detail").distinct().collect():
        texts.setdefault(r.stated, set()).add(r.detail)
    return {claim: tuple(sorted(details)) for claim, details in texts.items()}
