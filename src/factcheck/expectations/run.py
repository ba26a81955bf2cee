"""Runs suites over a result and turns what they break into findings.

Great Expectations is imported by `evaluate` alone: it costs two seconds.
"""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from factcheck.expectations import suites as reading
from factcheck.expectations.checks import Breach, label
from factcheck.expectations.suites import Entry, Suite
from factcheck.model import Claim, Finding, Result, Severity
from factcheck.naming import identity
from factcheck.rules import catalogue
from factcheck.table import FRAMES

BROKEN = "FC802"
UNMATCHED = "FC808"
FAILED = "FC899"

_FOLDER = re.compile(r"[^\w-]+")  # what a suite's name may hold and a folder's may not
_FORMAT = {"result_format": "COMPLETE", "include_unexpected_rows": False, "return_unexpected_index_query": False}


@dataclass(frozen=True, slots=True)
class _Outcome:
    """An entry's breaches, or the exception that it raised instead."""

    entry: Entry
    breaches: tuple[Breach, ...]
    rule: str
    matched: int | None
    error: str | None = None


def evaluate(result: Result, folders: Sequence[Path] | None = None, data_docs: Path | None = None) -> list[Finding]:
    """Return what breaks the suites that ship and those in `folders` (folders or files), as findings.

    A conflict that `result.findings` already holds is not raised again. Findings are in the order
    of suites and entries. With `data_docs`, Great Expectations writes its own pages there, one folder a
    suite (they load styles from outside). Raises SuiteError (a FactcheckError) for a suite that cannot be run.
    """
    suites = reading.load(folders)
    outcomes = [outcome for suite in suites for outcome in _run(suite, result, data_docs)]
    claims = {claim.id: claim for claim in result.claims}
    paths = {source.id: identity(source) for source in result.sources}
    raised = _Raised(result.findings)
    findings: dict[str, Finding] = {}
    for outcome in outcomes:
        for finding in _findings(outcome, claims, paths):
            if not raised.has(finding):
                held = findings.get(finding.id)
                findings[finding.id] = _joined(held, finding) if held else finding
    return list(findings.values())


def check(folders: Sequence[Path]) -> None:
    """Raise SuiteError if a suite of `folders` cannot be run; nothing is evaluated, so no figure is needed."""
    suites = reading.load(folders)
    empty = Result((), (), (), (), ())
    with _quiet():
        from factcheck.expectations import light

        light.import_great_expectations()
        from factcheck.expectations import build

        for suite in suites:
            build.build(suite, tuple(FRAMES[suite.table](empty).columns))


def validate_file(path: Path, folders: Sequence[Path] | None = None) -> list[Finding]:
    """Evaluate a stored result (`factcheck run -o json=FILE`) by the suites alone, whatever it found before.

    Raises StoreError or SuiteError.
    """
    from factcheck import store

    return evaluate(replace(store.read(path), findings=()), folders)


def _run(suite: Suite, result: Result, data_docs: Path | None) -> Iterator[_Outcome]:
    if suite.table == "ledger" and result.sources and not result.texts:
        return  # a stored result carries no texts, so there is nothing to look for missing numerals in
    frame = FRAMES[suite.table](result)
    validated = validate(suite, frame, data_docs)
    for entry, (one, rule) in zip(suite.entries, validated, strict=True):
        error = _exception(one.exception_info)
        details: Mapping[str, Any] = (one.result or {}).get("details") or {}
        if error is not None:
            yield _Outcome(entry, (), FAILED, None, error)
        elif "breaches" in details:
            breaches = tuple(
                Breach(tuple(b["claims"]), b["message"], b["fact"], b["identity"]) for b in details["breaches"]
            )
            yield _Outcome(entry, breaches, entry.rule or rule, details["matched"])
        else:
            matched = one.result.get("element_count") if "row_condition" in entry.kwargs else None
            breaches = () if one.success else tuple(_row_breaches(entry, one.result or {}, frame))
            yield _Outcome(entry, breaches, entry.rule or rule, matched)


def validate(suite: Suite, frame: pd.DataFrame, data_docs: Path | None = None) -> list[tuple[Any, str]]:
    """Validate a table; return Great Expectations' result and the default rule of each entry, in their order."""
    with _quiet():
        from factcheck.expectations import light

        light.import_great_expectations()
        import great_expectations as gx
        from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

        from factcheck.expectations import build

        built = build.build(suite, tuple(frame.columns))
        # the default store makes a temporary directory for a site that nobody asked for
        stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        config = DataContextConfig(store_backend_defaults=stores, progress_bars={"globally": False})
        context = gx.get_context(mode="ephemeral", project_config=config)
        added = context.suites.add(built)
        asset = context.data_sources.add_pandas("factcheck").add_dataframe_asset(suite.table)
        whole = asset.add_batch_definition_whole_dataframe("all")
        # batch.validate() would fetch, and hash, the table a second time
        definition = context.validation_definitions.add(gx.ValidationDefinition(name="run", data=whole, suite=added))
        with light.unfingerprinted():
            validated = definition.run(
                batch_parameters={"dataframe": frame},
                result_format=_FORMAT,
                expectation_parameters=dict(suite.parameters),
            )
        if data_docs is not None:
            _write_pages(context, data_docs / _FOLDER.sub("_", suite.name))
    by_number = {one.expectation_config.meta[build.ENTRY]: one for one in validated.results}
    if len(by_number) != len(suite.entries):
        raise reading.SuiteError(f"{suite.file}：写了 {len(suite.entries)} 条，只得到 {len(by_number)} 条的结果。")
    return [(by_number[entry.number], getattr(build.implementation(entry), "rule", BROKEN)) for entry in suite.entries]


def _write_pages(context: Any, folder: Path) -> None:
    backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    site = {"class_name": "SiteBuilder", "store_backend": backend, "site_index_builder": index}
    context.add_data_docs_site(site_name="factcheck", site_config=site)
    context.build_data_docs(site_names=["factcheck"])


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Great Expectations from logging and warning about what we report ourselves."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _exception(info: Any) -> str | None:
    """Return the message of an exception; Great Expectations gives one alone or one a metric."""
    if not info:
        return None
    data = dict(info)
    for one in [data] if "raised_exception" in data else list(data.values()):
        if one["raised_exception"]:
            trace = (one.get("exception_traceback") or "").strip().splitlines()
            return one.get("exception_message") or (trace[-1] if trace else "未知错误")
    return None


def _row_breaches(entry: Entry, found: Mapping[str, Any], frame: pd.DataFrame) -> Iterator[Breach]:
    said = entry.description or _said(entry)
    indices = found.get("unexpected_index_list")
    if not indices:
        observed = f"，实为 {found['observed_value']}" if "observed_value" in found else ""
        yield Breach((), f"{said}：不成立{observed}")
        return
    column = entry.kwargs.get("column")
    for index in dict.fromkeys(indices):
        row = frame.loc[index].to_dict()
        shown = f"（{column} 为 {row[column]!s}）" if column in row and row[column] not in (None, "") else ""
        yield replace(_row_breach(row), message=f"{_about(row)}：{said}{shown}")


def _said(entry: Entry) -> str:
    arguments = "，".join(f"{name}={value}" for name, value in entry.kwargs.items())
    return f"不符合 {entry.type}（{arguments}）"


def _row_breach(row: Mapping[str, Any]) -> Breach:
    if "claims" in row:
        return Breach(tuple(row["claims"]), "", row.get("fact", row["id"] if "verdict" in row else None))
    if "id" in row:
        return Breach((row["id"],), "", row.get("fact"))
    return Breach((), "", identity=f"{row['path']} {row['text']}")


def _about(row: Mapping[str, Any]) -> str:
    if "measure" in row:
        return label(dict(row))
    return f"{row['path']}“{row['text']}”" if "path" in row else str(row["id"])


def _findings(outcome: _Outcome, claims: Mapping[str, Claim], paths: Mapping[str, str]) -> Iterator[Finding]:
    entry = outcome.entry
    if outcome.error is not None:
        text = f"{entry.place}：检查时出错：{outcome.error}"
        yield _finding(FAILED, "error", entry, Breach((), text), (), claims)
        return
    severity = entry.severity or "error"
    for breach in outcome.breaches:
        members = sorted({_identity(claims[i], paths) for i in breach.claims if i in claims})
        yield _finding(outcome.rule, severity, entry, breach, (*members, breach.identity), claims)
    if outcome.matched == 0 and not outcome.breaches and _selective(entry):
        text = f"{entry.place}：没有一条数据用得上这条规则{_suggestion(entry, claims)}"
        yield _finding(UNMATCHED, "note", entry, Breach((), text), (), claims)


def _finding(
    rule: str, severity: Severity, entry: Entry, breach: Breach, identity: Iterable[str], claims: Mapping[str, Claim]
) -> Finding:
    text = "\x1f".join((rule, entry.suite, entry.name, *identity))
    return Finding(
        id=f"FC-{hashlib.sha256(text.encode()).hexdigest()[:12]}",
        rule=rule,
        severity=severity,
        fact=breach.fact,
        claims=breach.claims,
        message=breach.message,
        cause=catalogue()[rule].because(detail=_detail(entry)),
        why_paired=(f"规则：{entry.place}", *((entry.description,) if entry.description else ())),
    )


def _detail(entry: Entry) -> str:
    said = entry.description or entry.name if entry.description or entry.name != entry.type else ""
    return f"“{said.strip().rstrip('。')}”" if said else ""


def _identity(claim: Claim, paths: Mapping[str, str]) -> str:
    period = f"{claim.period.start}/{claim.period.end}" if claim.period else ""
    path = paths.get(claim.source, claim.source)
    parts = (path, claim.entity, claim.indicator, claim.measure, claim.basis, period, claim.unit)
    return "\x1e".join(part or "" for part in parts)


def _joined(first: Finding, second: Finding) -> Finding:
    """Join breaches of one entry about the same thing in the same document, which only their place tells apart."""
    claims = tuple(dict.fromkeys((*first.claims, *second.claims)))
    return replace(first, claims=claims)


class _Raised:
    """What the comparison and the arithmetic have raised."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.facts: set[str | None] = set()
        self.of_claim: dict[str, list[Finding]] = {}
        for finding in findings:
            self.facts.add(finding.fact)
            for claim in finding.claims:
                self.of_claim.setdefault(claim, []).append(finding)

    def has(self, finding: Finding) -> bool:
        """Whether the same thing is among it: its fact, or all of its claims in one finding."""
        if finding.rule not in ("FC803", "FC806"):
            return False
        if finding.fact is not None and finding.fact in self.facts:
            return True
        claims = set(finding.claims)
        holders = self.of_claim.get(finding.claims[0], ()) if len(claims) > 1 else ()
        return any(claims <= set(one.claims) for one in holders)


def _selective(entry: Entry) -> bool:
    return any(name in entry.kwargs for name in ("entity", "indicator", "parts", "row_condition"))


def _suggestion(entry: Entry, claims: Mapping[str, Claim]) -> str:
    for name in ("indicator", "entity"):
        wanted = entry.kwargs.get(name)
        present = {str(getattr(claim, name)) for claim in claims.values()}
        if isinstance(wanted, str) and not set("*?") & set(wanted) and wanted not in present:
            return f"（没有 {name}=“{wanted}”{reading.near(wanted, present)}）"
    return ""
