"""From paths to a result: find, load, extract, align, compare, reconcile.

One way through, the same for one process and for many: documents are numbered in the order they
were found, so a pool changes nothing in the result.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

from factcheck import align, collector, compare, evidence, intake, reconcile
from factcheck.cache import Cache, code
from factcheck.config import Config
from factcheck.intake import Entry, Progress
from factcheck.model import Claim, Extraction, Problem, Result, Skipped, Source
from factcheck.packed import Ledger, Page, Pool, Stored, decode, encode

# a source's fields but its id: `replace` takes ten times as long
_REST = attrgetter(*(field.name for field in fields(Source)[1:]))
_NUMBERED = re.compile(r"s\d+")  # ids that a run gives to documents without one of their own


def check(
    paths: Sequence[str], config: Config, *, progress: Progress | None = None, base: Result | str | None = None
) -> Result:
    """Everything that a run finds before decisions and expectations.

    With a `base` (a folder, file or glob, or a stored result) the documents of `paths` are compared
    with it: the result holds them and those of the base that speak of the same things, and only the
    facts that may touch `paths`.
    """
    with collector.paused():
        if base is None:
            return compared(extract(paths, config, progress=progress))
        return _against(paths, base, config, progress)


def extract(paths: Sequence[str], config: Config, *, progress: Progress | None = None) -> Result:
    """The claims and the ledger of every document; no facts, no findings."""
    with collector.paused():
        entries, problems = intake.gather(paths, config)
        return _numbered(intake.read(entries, config, progress), problems)


def compared(result: Result, only: Callable[[Claim, date | None], bool] | None = None) -> Result:
    """The result with its facts and findings; `only(claim, day of its document)` picks the claims that are compared."""
    published = {source.id: source.published for source in result.sources}
    claims = tuple(c if c.key else align.keyed(c, published.get(c.source)) for c in result.claims)
    picked = claims if only is None else (c for c in claims if only(c, published[c.source]))
    groups = align.group(picked, result.sources)
    families = evidence.families(claims)
    facts, findings = compare.compare(groups, result.sources, families=families)
    equations = reconcile.equations(facts, claims)
    findings += reconcile.broken(equations, result.sources)
    findings = evidence.with_options(
        findings, claims, result.sources, facts=facts, families=families, support=reconcile.confirmed(equations)
    )
    return replace(result, claims=claims, facts=tuple(facts), findings=tuple(findings))


# --- one result out of many documents -------------------------------------------------------------


def _numbered(entries: Iterable[Entry], problems: Iterable[Problem]) -> Result:
    """The extractions as one result: ids unique, in the order of documents."""
    all_sources: dict[str, Source] = {}
    claims: list[Claim] = []
    ledgers: list[tuple[str, Page]] = []
    named = list(problems)
    texts: dict[str, str] = {}
    pool = Pool()
    for entry in entries:
        named += entry.problems
        if (extraction := entry.extraction) is None:
            continue
        entry.extraction = None  # its claims are held as records from here on: both ways would be too much
        named += extraction.problems
        identity = _identity(extraction.source, all_sources)
        all_sources[identity] = Source(identity, *_REST(extraction.source))
        if entry.text is not None:
            texts[identity] = entry.text
        stored = extraction if isinstance(extraction, Stored) else decode(encode(extraction))
        claims += stored.claims(identity, len(claims) + 1, pool)
        ledgers.append((identity, stored.ledger))
    return Result(tuple(all_sources.values()), tuple(claims), Ledger(ledgers), (), (), tuple(named), texts)


def _identity(source: Source, taken: dict[str, Source]) -> str:
    """The id that the user gave, or the document's number."""
    if source.id != source.path and source.id not in taken:
        return source.id
    number = len(taken) + 1
    while f"s{number}" in taken:
        number += 1
    return f"s{number}"


# --- a draft against a base -----------------------------------------------------------------------


def _against(paths: Sequence[str], base: Result | str, config: Config, progress: Progress | None) -> Result:
    """The draft with the documents of the base that may touch it, only their common ground compared."""
    draft, problems = intake.gather(paths, config)
    draft = list(intake.read(draft, config, progress))
    others, more = (_stored(base), []) if isinstance(base, Result) else intake.gather([base], config)
    mine = {entry.real for entry in draft}
    others = [entry for entry in others if entry.real not in mine]
    common = _Common(draft)
    near = _near(others, common, config, progress)
    return compared(_numbered([*draft, *near], [*problems, *more]), common.has)


def _near(others: Sequence[Entry], common: _Common, config: Config, progress: Progress | None) -> list[Entry]:
    """The documents that may touch the draft, read, and those that cannot be; marks say of which need not be read."""
    marks = _Marks(config)
    known = marks.of(others)
    left = [entry for entry in others if entry.key not in known or common.marks.intersection(known[entry.key])]
    for _ in intake.read([entry for entry in left if entry.extraction is None], config, progress):
        pass  # each is filled in where it stands
    new: dict[str, Iterable[bytes]] = {}
    near = []
    for entry in left:
        if entry.extraction is None:
            near.append(entry)
            continue
        published = entry.extraction.source.published
        claims = _claims(entry.extraction)
        if entry.key and entry.key not in known:
            new[entry.key] = [mark for claim in claims for mark in _marks_of(claim, published)]
        if any(common.has(claim, published) for claim in claims):
            near.append(entry)
    marks.keep(new)
    return near


def _claims(extraction: Extraction | Stored) -> Sequence[Claim]:
    return extraction.claims() if isinstance(extraction, Stored) else extraction.claims


class _Marks:
    """What each cached document speaks of, in short: what tells which documents of a base a draft need not read."""

    def __init__(self, config: Config) -> None:
        folder = config.cache_dir()
        self.store = None if folder is None else Cache(folder / "marks")
        self.version = code(("align.py", "pipeline.py", "reconcile.py"))

    def _name(self, key: str) -> str:
        return f"{key} {self.version}"

    def of(self, entries: Iterable[Entry]) -> dict[str, list[bytes]]:
        """The marks that are kept, by the key of the extraction they are of."""
        keys = [entry.key for entry in entries if entry.key]
        if self.store is None or not keys:
            return {}
        found = self.store.payloads(map(self._name, keys))
        return {key: _cut(found[name]) for key in keys if (name := self._name(key)) in found}

    def keep(self, new: Mapping[str, Iterable[bytes]]) -> None:
        """Keep marks for the next draft."""
        if self.store is not None:
            self.store.put_encoded({self._name(key): b"".join(sorted(set(marks))) for key, marks in new.items()})


_MARK = 8  # bytes; two things with one mark only make a document be read in vain


def _mark(*words: str) -> bytes:
    return blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=_MARK).digest()


def _cut(marks: bytes) -> list[bytes]:
    return [marks[at : at + _MARK] for at in range(0, len(marks), _MARK)]


def _marks_of(claim: Claim, published: date | None) -> Iterator[bytes]:
    """The fact that a claim states, and what arithmetic may set it beside."""
    yield _mark(*(claim.key or align.key(claim, published)))
    if claim.period and claim.entity:
        year = str(claim.period.end.year)
        yield from (_mark("near", claim.entity, name, year) for name in reconcile.names(claim.indicator))


class _Common:
    """What a draft speaks of: its facts by their keys, and whatever arithmetic may set beside them."""

    def __init__(self, draft: Iterable[Entry]) -> None:
        self.keys: set[tuple[str, ...]] = set()
        self.near: set[tuple[str, str, int]] = set()  # (entity, name of an indicator, year)
        for extraction in (entry.extraction for entry in draft if entry.extraction):
            for claim in _claims(extraction):
                self.keys.add(claim.key or align.key(claim, extraction.source.published))
                self.near.update(self._beside(claim))
        self.marks = {_mark(*key) for key in self.keys}
        self.marks |= {_mark("near", entity, name, str(year)) for entity, name, year in self.near}

    def has(self, claim: Claim, published: date | None) -> bool:
        """Whether a claim is one of the draft, of the same fact as one, or a term of the same sum."""
        if claim.period and claim.entity:
            names = reconcile.names(claim.indicator)
            if any((claim.entity, name, claim.period.end.year) in self.near for name in names):
                return True
        return (claim.key or align.key(claim, published)) in self.keys

    def _beside(self, claim: Claim) -> Iterator[tuple[str, str, int]]:
        """What arithmetic looks at: the same owner (or the nation, for a share of it), the years on both sides."""
        if claim.period is None or not claim.entity:
            return
        owners = {claim.entity} if claim.measure not in ("share", "ratio") else {claim.entity, "中国", "全国"}
        years = range(claim.period.start.year - 1, claim.period.end.year + 2)
        for name in reconcile.names(claim.indicator):
            yield from ((owner, name, year) for owner in owners for year in years)


def _stored(base: Result) -> list[Entry]:
    """The documents of a stored result."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    skipped: dict[str, list[Skipped]] = defaultdict(list)
    for claim in base.claims:
        claims[claim.source].append(claim)
    for item in base.skipped:
        skipped[item.source].append(item)
    entries = []
    for source in base.sources:
        own = source.path if _NUMBERED.fullmatch(source.id) and "id" not in dict(source.origin) else source.id
        extraction = Extraction(replace(source, id=own), tuple(claims[source.id]), tuple(skipped[source.id]))
        real, text = os.path.realpath(source.path), base.texts.get(source.id)
        entries.append(Entry(Path(source.path), real=real, extraction=extraction, text=text))
    return entries
