"""From paths to a result: find, load, extract, align, compare, reconcile.

One way through, the same for one process and for many: documents are numbered in the order they
were found, so a pool changes nothing in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from factcheck.config import Config
from factcheck.extract.claims import extract as extract_document
from factcheck.load import Limits, Loaded, SourcesTable, discover, load, sources
from factcheck.model import Claim, Extraction, Finding, Problem, Result, Skipped, Source

Progress = Callable[[int, int, str], None]


def check(paths: Sequence[str], config: Config, *, progress: Progress | None = None, base: Result | None = None) -> Result:
    """Everything that a run finds before decisions and expectations; `base` adds a stored result's claims."""
    return compared(extract(paths, config, progress=progress), base)


def extract(paths: Sequence[str], config: Config, *, progress: Progress | None = None) -> Result:
    """The claims and the ledger of every document; no facts, no findings."""
    limits = Limits(**config.limits.model_dump())
    found, problems = discover.find(paths, exclude=config.exclude, limits=limits)
    table, more = sources.for_paths(found, config.path(config.sources) if config.sources else None)
    problems += more
    read: list[tuple[Extraction, str]] = []
    for done, item in enumerate(_read(found, table, limits), 1):
        extraction, text, troubles = item
        problems += troubles
        if extraction is not None:
            read.append((extraction, text))
        if progress:
            progress(done, len(found), str(found[done - 1]))
    return _numbered(read, problems)


def _read(
    found: list[Path], table: SourcesTable, limits: Limits
) -> Iterator[tuple[Extraction | None, str, tuple[Problem, ...]]]:
    for path in found:
        yield read_one(path, table, limits)


def read_one(path: Path, table: SourcesTable, limits: Limits) -> tuple[Extraction | None, str, tuple[Problem, ...]]:
    """One document loaded and extracted; whatever goes wrong in it is a problem of this document alone."""
    loaded: Loaded = load(path, sources=table, limits=limits)
    if loaded.document is None:
        return None, "", loaded.problems
    return extract_document(loaded.document), loaded.document.text, loaded.problems


def _numbered(read: list[tuple[Extraction, str]], problems: list[Problem]) -> Result:
    """The extractions as one result: ids unique, in the order of documents."""
    taken: set[str] = set()
    all_sources: list[Source] = []
    claims: list[Claim] = []
    skipped: list[Skipped] = []
    texts: dict[str, str] = {}
    for number, (extraction, text) in enumerate(read, 1):
        stated = dict(extraction.source.origin).get("id") or extraction.source.id != extraction.source.path
        identity = extraction.source.id if stated and extraction.source.id not in taken else f"s{number}"
        taken.add(identity)
        all_sources.append(replace(extraction.source, id=identity))
        texts[identity] = text
        for claim in extraction.claims:
            claims.append(replace(claim, id=f"c{len(claims) + 1}", source=identity))
        skipped += [replace(entry, source=identity) for entry in extraction.skipped]
        problems += extraction.problems
    return Result(tuple(all_sources), tuple(claims), tuple(skipped), (), (), tuple(problems), texts)


def compared(result: Result, base: Result | None = None) -> Result:
    """The result with its facts and findings."""
    from factcheck import align, compare, evidence, reconcile

    groups = align.group(result.claims, result.sources)
    keyed = {c.id: c for g in groups for c in g.claims}
    claims = tuple(keyed[c.id] for c in result.claims)
    families = evidence.families(claims)
    facts, findings = compare.compare(groups, result.sources, families=families)
    findings += reconcile.reconcile(facts, claims, result.sources)
    findings = evidence.with_options(
        findings, claims, result.sources, families=families, support=reconcile.support(facts, claims)
    )
    return replace(result, claims=claims, facts=tuple(facts), findings=tuple(findings))


_ = Finding
