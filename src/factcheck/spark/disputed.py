"""What is disputed, brought to the driver: the claims of those facts, and what a cause may look at besides.

The facts are judged once more here, by the same functions, so that their disputes need not be written down; of all
other claims only those come that hold a number under dispute where a slip of the pen could have taken it from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from factcheck import align
from factcheck.causes import LATE, MOST, Context
from factcheck.compare import calmed
from factcheck.corroborate import retold
from factcheck.disputes import Dispute, Judged, verdict_of
from factcheck.findings import by_number, raised_in
from factcheck.judge import judge
from factcheck.listing import Listing
from factcheck.model import Claim, Fact, Group, Source
from factcheck.naming import period_text
from factcheck.retold import carried
from factcheck.spark import rows, runs, shelf
from factcheck.spark.grouped import Told
from factcheck.spark.runs import Row
from factcheck.sweep import claims_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from factcheck.spark.shelf import Shelf

_CLAIM = ("id", "source", "key", *rows.COMPARED, "group", "number", "published", "ordinal")
_NOBODY = "\0"  # the owner of claims that have none


class Disputed:
    """The disputes of a comparison: `found`, the facts as they then stand, and the claims that came along."""

    def __init__(self, told: Told, documents: DataFrame, kept: Shelf) -> None:
        self.told = told
        self.documents = documents
        self.kept = kept
        self.claims: dict[str, Claim] = {}
        self.sources: dict[str, Source] = {}
        self.numbers_of: dict[str, int] = {}  # of documents, by id
        self.facts: dict[int, Fact] = {}  # by their place before facts were joined
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
        return shelf.table(self.documents.sparkSession, {column: kind}, values)

    def fetch(self, told: DataFrame, *beside: str) -> list[Row]:
        """Claims with what stands beside them; their documents are fetched too."""
        found = list(runs.told(told.select(*_CLAIM, *beside).toArrow()))
        self.claims |= {c.id: c for c, _ in found}
        self.numbers_of |= {c.source: more["number"] for c, more in found}
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
        wanted = sorted(int(i[1:]) for i in set(ids) - self.claims.keys())
        if wanted:
            self.fetch(shelf.picked(self.told.found.claims, self._table("ordinal", wanted, "bigint")))

    def fetch_facts(self, places: Iterable[int]) -> dict[int, Fact]:
        """The facts of these places."""
        wanted = self._table("n", sorted(set(places)), "bigint")
        return dict(facts_of(self.told.facts.join(wanted, "n", "left_semi"), self.told))

    def fetch_members(self, facts: Iterable[Fact]) -> None:
        """All claims of some facts, into `claims`."""
        self.fetch_claims(i for f in facts for i in f.claims)

    # --- judged again ---------------------------------------------------------------------------------

    def _judged(self) -> dict[int, Judged]:
        """The facts that have disputes, by their place."""
        held = self.told.single.where("disputed").select("group", "part", "n").toArrow()
        named = {(group, part): n for group, part, n in zip(*rows.by_name(held).values(), strict=True)}
        others = self._others((*named.values(), *self.told.apart))
        out = {n: _retold(others[n]) for n in self.told.apart}
        if not named:
            return {n: j for n, j in out.items() if j.disputes}
        finals = {group for group, _ in named}
        wanted = self._table("final", sorted(finals), "binary")
        found = self.fetch(self.told.found.differing.join(wanted, "final", "left_semi"), "final", "home")
        found += self._gone(wanted)
        for final, part, j in self._again(found, finals):
            if (final, part) in named:
                n = named[(final, part)]
                out[n] = self._with(j, others.get(n, ()))
        return {n: j for n, j in out.items() if j.disputes}

    def _gone(self, groups: DataFrame) -> list[Row]:
        """The claims that were moved from these groups to others."""
        if self.told.found.moved is None:
            return []
        moved = shelf.picked(self.told.found.claims, self.told.found.moved)
        here = moved.join(groups, moved["group"] == groups["final"], "left_semi")
        return self.fetch(here.withColumnRenamed("target", "final"), "final", "home")

    def _again(self, found: Iterable[Row], finals: set[bytes]) -> Iterator[tuple[bytes, int, Judged]]:
        """Groups as they came from their keys, claims carried over, and judged."""
        beside = {c.id: more for c, more in found}
        told = sorted(((beside[c.id]["ordinal"], c) for c, _ in found), key=lambda row: row[0])
        members: dict[bytes, dict[str, Claim]] = defaultdict(dict)
        for _, c in told:
            members[beside[c.id]["group"]][c.id] = c
        homes = list(dict.fromkeys((*members, *(more["final"] for more in beside.values()))))
        first = {more["group"]: more["home"] for more in beside.values() if more["home"] >= 0}
        homes.sort(key=lambda group: first.get(group, -1))
        place = {group: i for i, group in enumerate(homes)}
        held = [tuple(members[group].values()) for group in homes]
        groups = [Group(m, align.why(m) if g in finals else ()) for g, m in zip(homes, held, strict=True)]
        moved = {i: place[m["final"]] for i, m in beside.items() if m["final"] != m["group"] and m["final"] in place}
        order = dict(self.numbers_of)
        for g in carried(groups, moved):
            final = beside[g.claims[0].id]["final"]
            if final in finals:
                for part, j in enumerate(judge(g, self.sources, order)):
                    yield final, part, j

    def _others(self, roots: Iterable[int]) -> dict[int, list[Row]]:
        """The claims of what was joined to these facts, by the fact."""
        wanted = sorted(set(roots) & self.told.parts.keys())
        found: dict[int, list[Row]] = defaultdict(list)
        if wanted:
            here = self.told.joined.join(self._table("root", wanted, "bigint"), "root", "left_semi")
            for row in self.fetch(here, "n", "nth", "root"):
                found[row[1]["root"]].append(row)
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
        held = {r.n: r for r in pairs.select("n", "members", "verdict").collect()}
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
        wanted = self._stating(owners)
        if within:
            wanted = wanted.unionByName(self._stating_in({(unit, m, self.numbers_of[d]) for unit, m, d in within}))
        found = self.fetch(shelf.picked(self.told.found.claims, self.kept.keep("same", wanted)), "n", "nth")
        return [c for c, _ in sorted({row[0].id: row for row in found}.values(), key=self._place)]

    def _stating(self, numbers: Iterable[tuple[str, ...]]) -> DataFrame:
        """The claims with these units, magnitudes, owners and measures: their fact, and their place in it."""
        wanted = self._numbers(numbers, "unit", "magnitude", "owner", "measure")
        owner = fn.coalesce("entity", fn.lit(_NOBODY))
        alike = self.told.single.where("alike").withColumns({"magnitude": fn.col("value"), "owner": owner})
        told = alike.join(wanted, wanted.columns, "left_semi").select("n", fn.posexplode("members"))
        stated = self.told.stated.withColumn("owner", owner).join(wanted, wanted.columns, "left_semi")
        return told.toDF("n", "nth", "ordinal").unionByName(stated.select("n", "nth", "ordinal"))

    def _stating_in(self, numbers: Iterable[tuple[Any, ...]]) -> DataFrame:
        """The same of units, magnitudes and documents."""
        wanted = self._numbers(numbers, "unit", "magnitude", "number")
        alike = self.told.single.where("alike").withColumn("magnitude", fn.col("value"))
        some = alike.join(wanted.select("unit", "magnitude").distinct(), ["unit", "magnitude"], "left_semi")
        zipped = fn.posexplode(fn.arrays_zip("members", "documents")).alias("nth", "m")
        each = some.select("n", "unit", "magnitude", zipped)
        each = each.select("*", fn.col("m.members").alias("ordinal"), fn.col("m.documents").alias("number"))
        told = each.join(wanted, wanted.columns, "left_semi").select("n", "nth", "ordinal")
        stated = self.told.stated.join(wanted, wanted.columns, "left_semi").select("n", "nth", "ordinal")
        return told.unionByName(stated)

    def _numbers(self, numbers: Iterable[tuple[Any, ...]], *names: str) -> DataFrame:
        kinds = {name: "bigint" if name == "number" else "string" for name in names}
        return shelf.table(self.documents.sparkSession, kinds, *zip(*sorted(numbers), strict=True))

    def _place(self, row: Row) -> tuple[int, ...]:
        """Where a claim stands among those of all facts."""
        n = row[1]["n"]
        joined = self.told.parts.get(n)
        return (n, row[1]["nth"]) if joined is None else (joined, *_as_joined(row))

    def _revisers(self, disputes: Sequence[Dispute]) -> frozenset[str]:
        """Those of the disputing documents that call a figure revised or final."""
        documents = {c.source for d in disputes for side in d.sides for c in claims_of(side)}
        late = self.told.found.claims.where(fn.arrays_overlap("flags", fn.array(*map(fn.lit, sorted(LATE)))))
        mine = late.join(self._table("source", sorted(documents), "string"), "source", "left_semi")
        return frozenset(r.source for r in mine.select("source").distinct().collect())

    def numbers(self, documents: Iterable[str]) -> dict[str, frozenset[int]]:
        """The numbers of the facts that each document states."""
        source = {self.numbers_of[document]: document for document in documents}
        each = self.told.single.select("n", fn.explode("documents").alias("number"))
        told = each.join(self._table("number", sorted(source), "bigint"), "number", "left_semi").distinct()
        found: dict[str, set[int]] = defaultdict(set)
        for r in told.collect():
            found[source[r.number]].add(self.told.parts.get(r.n, r.n))
        return {name: frozenset(places) for name, places in found.items()}


def _retold(whole: Sequence[Row]) -> Judged:
    """A fact of facts that differ, as documents of one matter tell it."""
    claims = tuple(c for c, _ in sorted(whole, key=_as_joined))
    disputes = retold(claims)
    return Judged(claims, verdict_of(claims, disputes), disputes)


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


def facts_of(facts: DataFrame, told: Told) -> Iterator[tuple[int, Fact]]:
    """Facts by their place before facts were joined."""
    columns = rows.by_name(facts.select("n", "members", *_PLAIN, *rows.PERIOD).toArrow())
    periods = zip(*(columns.pop(name) for name in rows.PERIOD), strict=True)
    places, members = columns.pop("n"), columns.pop("members")
    for n, held, four, values in zip(places, members, periods, zip(*columns.values(), strict=True), strict=True):
        plain = dict(zip(columns, values, strict=True))
        yield n, Fact(id=f"f{told.number(n)}", period=rows.period(*four), claims=tuple(f"c{i}" for i in held), **plain)
