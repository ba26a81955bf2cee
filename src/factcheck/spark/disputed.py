"""What is disputed, brought to the driver: the claims of those facts, and what a cause may look at besides.

The facts are judged once more here, by the same functions, so that their disputes need not be written down; of all
other claims only those come that hold a number under dispute where a slip of the pen could have taken it from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pyspark.sql import functions as fn

from factcheck import align
from factcheck.causes import LATE, MOST, Context
from factcheck.compare import calmed
from factcheck.disputes import Dispute, Judged, verdict_of
from factcheck.findings import by_number, raised_in
from factcheck.judge import judge
from factcheck.listing import Listing
from factcheck.model import Claim, Fact, Group, Source
from factcheck.naming import period_text
from factcheck.retold import carried
from factcheck.spark import rows, runs
from factcheck.spark.grouped import Told
from factcheck.spark.runs import Row
from factcheck.sweep import claims_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_ASIDE = ("group", "final", "number", "published", "ordinal", "n", "nth")
_CLAIM = ("id", "source", "key", *rows.COMPARED)
_NOBODY = "\0"  # the owner of claims that have none


class Disputed:
    """The disputes of a comparison: `found`, the facts as they then stand, and the claims that came along."""

    def __init__(self, told: Told, documents: DataFrame) -> None:
        self.told = told
        self.documents = documents
        self.claims: dict[str, Claim] = {}
        self.sources: dict[str, Source] = {}
        self.facts: dict[int, Fact] = {}
        judged = self._judged()
        points = self._points()
        both = sorted({**points, **judged}.items())
        self.facts = self.fetch_facts(n for n, _ in both)
        pairs = [(self.facts[n], j) for n, j in both]
        self.found = raised_in(self._context([j for _, j in pairs]), pairs, Listing(self.sources))
        settled = calmed([fact for fact, _ in pairs], self.found)
        self.calmed = {n for (n, _), fact in zip(both, settled, strict=True) if fact.verdict != self.facts[n].verdict}

    # --- from the engine ----------------------------------------------------------------------------

    def _table(self, column: str, values: Iterable[object], kind: str) -> DataFrame:
        spark = self.documents.sparkSession
        return fn.broadcast(spark.createDataFrame([(v,) for v in values], f"{column} {kind}"))

    def fetch(self, told: DataFrame) -> list[Row]:
        """Claims with what stands beside them; their documents are fetched too."""
        found = list(runs.told(told.select(*_CLAIM, *_ASIDE).toArrow()))
        self.claims |= {c.id: c for c, _ in found}
        self._fetch_sources({c.source for c, _ in found} - self.sources.keys())
        return found

    def _fetch_sources(self, names: Iterable[str]) -> None:
        if wanted := sorted(names):
            held = self.documents.join(self._table("source", wanted, "string"), "source", "left_semi")
            columns = rows.by_name(held.where("about is not null").select("source", "about").toArrow())
            for name, about in zip(columns["source"], columns["about"], strict=True):
                self.sources[name] = rows.source_of(about, name)

    def fetch_claims(self, ids: Iterable[str]) -> None:
        """The claims of these ids, into `claims`."""
        wanted = sorted(set(ids) - self.claims.keys())
        if wanted:
            self.fetch(self.told.claims.join(self._table("id", wanted, "string"), "id", "left_semi"))

    def fetch_facts(self, numbers: Iterable[int]) -> dict[int, Fact]:
        """The facts of these numbers."""
        wanted = self._table("number", sorted(set(numbers)), "bigint")
        return dict(facts_of(self.told.facts.join(wanted, "number", "left_semi")))

    def fetch_members(self, facts: Iterable[Fact]) -> None:
        """All claims of some facts, into `claims`."""
        self.fetch_claims(i for f in facts for i in f.claims)

    # --- judged again ---------------------------------------------------------------------------------

    def _judged(self) -> dict[int, Judged]:
        """The facts that have disputes, by their number."""
        facts = self.told.facts.where("disputed").select("group", "part", "number").collect()
        if not facts:
            return {}
        named = {(r.group, r.part): r.number for r in facts}
        wanted = self._table("wanted", sorted({group for group, _ in named}), "bigint")
        told = self.told.claims
        here = told.join(wanted, told["final"] == wanted["wanted"], "left_semi")
        gone = told.where("group != final").join(wanted, told["group"] == wanted["wanted"], "left_semi")
        found = list({c.id: (c, more) for c, more in self.fetch(here.unionByName(gone))}.values())
        single = self.told.single.where("disputed").select("group", "part", "n").collect()
        before = {(r.group, r.part): r.n for r in single}
        others = self._others({before[one] for one in named})
        out = {}
        for final, part, j in self._again(found, {group for group, _ in named}):
            if (final, part) in named:
                more = others.get(before[(final, part)], ())
                out[named[(final, part)]] = self._with(j, more)
        return out

    def _again(self, found: Sequence[Row], finals: set[int]) -> Iterator[tuple[int, int, Judged]]:
        """Groups as they came from their keys, claims carried over, and judged."""
        members: dict[int, list[Claim]] = defaultdict(list)
        for c, more in sorted(found, key=lambda row: row[1]["ordinal"]):
            members[more["group"]].append(c)
        beside = {c.id: more for c, more in found}
        homes = sorted(members.keys() | {more["final"] for _, more in found})
        place = {group: i for i, group in enumerate(homes)}
        groups = [Group(tuple(members[group]), align.why(members[group]) if group in finals else ()) for group in homes]
        moved = {i: place[m["final"]] for i, m in beside.items() if m["final"] != m["group"] and m["final"] in place}
        order = runs.order(found)
        for g in carried(groups, moved):
            final = beside[g.claims[0].id]["final"]
            if final in finals:
                for part, j in enumerate(judge(g, self.sources, order)):
                    yield final, part, j

    def _others(self, roots: set[int]) -> dict[int, list[Row]]:
        """The claims of what was joined to these facts, by the fact."""
        parts = {n: root for n, root in self.told.parts.items() if root in roots}
        found: dict[int, list[Row]] = defaultdict(list)
        if parts:
            for row in self.fetch(self.told.claims.join(self._table("n", parts, "bigint"), "n", "left_semi")):
                found[parts[row[1]["n"]]].append(row)
        return found

    @staticmethod
    def _with(j: Judged, whole: Sequence[Row]) -> Judged:
        """A fact with the claims of all that was joined to it."""
        if not whole:
            return j
        ordered = sorted(whole, key=_as_joined)
        claims = tuple(c for c, _ in ordered)
        return replace(j, claims=claims, verdict=verdict_of(claims, j.disputes))

    # --- what else is looked at -----------------------------------------------------------------------

    def _points(self) -> dict[int, Judged]:
        """Changes that stand once in 百分点 and once in %: facts alike in all but the unit."""
        facts = self.told.facts.where("uniform and value is not null and entity != '' and period_start is not null")
        same = ["entity", "indicator", "period_start", "period_end", "value"]
        points = facts.where("unit = '百分点'")
        percent = facts.where("unit = '%' and measure in ('change', 'growth')")
        pairs = points.join(percent.select(*same).distinct(), same, "left_semi")
        pairs = pairs.unionByName(percent.join(points.select(*same).distinct(), same, "left_semi"))
        held = {r.number: r for r in pairs.select("number", "members", "verdict").collect()}
        self.fetch_claims(f"c{i}" for r in held.values() for i in r.members)
        return {n: Judged(tuple(self.claims[f"c{i}"] for i in r.members), r.verdict) for n, r in held.items()}

    def _context(self, judged: Sequence[Judged]) -> Context:
        disputes = [d for j in judged for d in j.disputes]
        values = by_number(self._same_values(disputes))
        revisers = cache(lambda: self._revisers(disputes))
        return Context(self.sources, values, period_text, revisers, facts_of=_FactsOf(self, disputes))

    def _same_values(self, disputes: Sequence[Dispute]) -> list[Claim]:
        """Claims with a number under dispute, of an owner and kind that claims of its side have, in order of facts.

        Of a headline's number also those in its documents, whosever they are.
        """
        owners: set[tuple[str, str, str, str]] = set()
        within: set[tuple[str, str, str]] = set()
        for d in disputes:
            titled = any("headline" in c.flags for side in d.sides for c in claims_of(side))
            documents = {c.source for side in d.sides for c in claims_of(side)} if titled else set()
            for side in d.sides:
                numbers = [(s.reading.unit, m) for s in side if (m := rows.magnitude(s.reading.value))]
                kinds = {(c.entity or _NOBODY, c.measure) for c in claims_of(side)}
                owners.update((unit, m, *kind) for unit, m in numbers for kind in kinds)
                within.update((unit, m, document) for unit, m in numbers for document in documents)
        if not owners:
            return []
        spark = self.documents.sparkSession
        told = self.told.claims.withColumn("owner", fn.coalesce("entity", fn.lit(_NOBODY)))
        by_owner = spark.createDataFrame(sorted(owners), "unit string, magnitude string, owner string, measure string")
        found = told.join(by_owner, ["unit", "magnitude", "owner", "measure"], "left_semi")
        if within:
            by_source = spark.createDataFrame(sorted(within), "unit string, magnitude string, source string")
            found = found.unionByName(told.join(by_source, ["unit", "magnitude", "source"], "left_semi"))
        return [c for c, _ in sorted({row[0].id: row for row in self.fetch(found)}.values(), key=self._place)]

    def _place(self, row: Row) -> tuple[int, ...]:
        """Where a claim stands among those of all facts."""
        n = row[1]["n"]
        joined = self.told.parts.get(n)
        return (n, row[1]["nth"]) if joined is None else (joined, *_as_joined(row))

    def _revisers(self, disputes: Sequence[Dispute]) -> frozenset[str]:
        """Those of the disputing documents that call a figure revised or final."""
        documents = {c.source for d in disputes for side in d.sides for c in claims_of(side)}
        late = self.told.claims.where(fn.arrays_overlap("flags", fn.array(*map(fn.lit, sorted(LATE)))))
        mine = late.join(self._table("source", sorted(documents), "string"), "source", "left_semi")
        return frozenset(r.source for r in mine.select("source").distinct().collect())

    def numbers(self, documents: Iterable[str]) -> dict[str, frozenset[int]]:
        """The numbers of the facts that each document states."""
        told = self.told.claims.join(self._table("source", sorted(documents), "string"), "source", "left_semi")
        found: dict[str, set[int]] = defaultdict(set)
        for r in told.select("source", "n").distinct().collect():
            found[r.source].add(self.told.parts.get(r.n, r.n))
        return {source: frozenset(numbers) for source, numbers in found.items()}


def _as_joined(row: Row) -> tuple[int, ...]:
    """The order of claims in a fact that others were joined to."""
    c, more = row
    return (more["number"], c.start, c.end, more["n"], more["nth"])


class _FactsOf:
    """The numbers of the facts that a document states; asked for when a cause first asks, which is seldom."""

    def __init__(self, disputed: Disputed, disputes: Sequence[Dispute]) -> None:
        self.disputed = disputed
        self.disputes = disputes

    @cached_property
    def found(self) -> dict[str, frozenset[int]]:
        listing = Listing(self.disputed.sources)
        shown = (side for d in self.disputes for side in listing.shortened(d)[0].sides[:2])
        return self.disputed.numbers({s for side in shown for s in sorted({c.source for c in claims_of(side)})[:MOST]})

    def __call__(self, document: str) -> frozenset[int]:
        return self.found.get(document, frozenset())


_PLAIN = ("entity", "indicator", "measure", "unit", "verdict", "sources", "basis", "scope")


def facts_of(facts: DataFrame) -> Iterator[tuple[int, Fact]]:
    """Rows of `grouped.FACT` with `number` as records."""
    columns = rows.by_name(facts.select("number", "members", *_PLAIN, *rows.PERIOD).toArrow())
    periods = zip(*(columns.pop(name) for name in rows.PERIOD), strict=True)
    numbers, members = columns.pop("number"), columns.pop("members")
    for n, held, four, values in zip(numbers, members, periods, zip(*columns.values(), strict=True), strict=True):
        plain = dict(zip(columns, values, strict=True))
        yield n, Fact(id=f"f{n}", period=rows.period(*four), claims=tuple(f"c{i}" for i in held), **plain)
