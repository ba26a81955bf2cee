"""The check from Python: `factcheck.run(paths)` gives a `Report` with tables.

It does what `factcheck run` does (compare, the user's expectations, rules and decisions) without
printing, exiting or writing anything but the cache of extractions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from html import escape
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from factcheck.config import Config, load, override
from factcheck.model import FactcheckError, Finding, Result, Severity
from factcheck.states import SILENT

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int, str], None]
Paths = str | PathLike[str] | Sequence[str | PathLike[str]]
_SHOWN = 50  # findings in a notebook's cell; the rest are in `.findings`


class InputError(FactcheckError):
    """No document to check, or a folder that was named and is missing."""


class Report:
    """What a run found: tables for data work, `result` for the records, `to` for every report format.

    The tables are made when they are first asked for; their columns are those of `factcheck.table`.
    """

    def __init__(self, result: Result, lang: Literal["zh", "en"] = "zh") -> None:
        self.result = result
        self.lang = lang

    @cached_property
    def claims(self) -> pd.DataFrame:
        """One row a figure and what it says."""
        from factcheck.table import claims_frame

        return claims_frame(self.result)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """One row a thing that one or more claims state, with its verdict."""
        from factcheck.table import facts_frame

        return facts_frame(self.result)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding, the settled ones too; see the column `state`."""
        from factcheck.table import findings_frame

        return findings_frame(self._told)

    @cached_property
    def skipped(self) -> pd.DataFrame:
        """One row a numeral that is no claim, with the reason."""
        from factcheck.table import skipped_frame

        return skipped_frame(self.result)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row a document."""
        from factcheck.table import sources_frame

        return sources_frame(self.result)

    @property
    def _told(self) -> Result:
        """The result with its sentences in the report's language."""
        if self.lang == "zh":
            return self.result
        from factcheck.report.english import in_english

        return in_english(self.result)

    @property
    def raised(self) -> tuple[Finding, ...]:
        """The findings that no decision has settled."""
        return tuple(one for one in self.result.findings if one.state not in SILENT)

    @property
    def complete(self) -> bool:
        """Whether every input was read and some figure was found: what the command line answers with 0 or 1, not 3."""
        return bool(self.result.claims) and not any(one.fatal for one in self.result.problems)

    def to(self, format: str, file: str | PathLike[str] | None = None) -> str:
        """The report as text in one of the formats of `factcheck run -o`; written to `file` (UTF-8) if one is given.

        Raises FactcheckError for a format that is none.
        """
        from factcheck.report import Options, render

        text = render(format, self.result, Options(lang=self.lang))
        if file is not None:
            Path(file).write_text(text, encoding="utf-8", newline="\n")
        return text

    def __repr__(self) -> str:
        counts = Counter(one.severity for one in self.raised)
        return (
            f"<factcheck.Report: {len(self.result.sources)} documents, {len(self.result.claims)} claims, "
            f"{counts['error']} errors, {counts['warning']} warnings>"
        )

    def _repr_html_(self) -> str:
        """A short table for notebooks: plain HTML without scripts, every text escaped."""
        from factcheck.report.labels import colon
        from factcheck.report.view import Options, build, visible

        told = self._told
        raised = tuple(one for one in told.findings if one.state not in SILENT)
        view = build(replace(told, findings=raised), Options(lang=self.lang))
        cards = view.cards[:_SHOWN]
        unread = [one for one in told.problems if one.fatal]
        parts = [f"<p><strong>{_text(view.verdict)}</strong></p>"]
        if unread:
            listed = "".join(f"<li>{_text(colon(self.lang, one.path, one.reason))}</li>" for one in unread[:_SHOWN])
            parts.append(f"<ul>{listed}</ul>")
        if cards:
            rows = "".join(
                f"<tr><td>{_text(card.finding.severity)}</td><td>{_text(card.finding.id)}</td>"
                f"<td>{_text(visible(card.finding.message))}</td><td>{_text(visible(card.finding.cause))}</td></tr>"
                for card in cards
            )
            parts.append(f"<table><tbody>{rows}</tbody></table>")
        if len(view.cards) > _SHOWN:
            parts.append(f"<p>… +{len(view.cards) - _SHOWN}</p>")
        return f'<div lang="{"zh-CN" if self.lang == "zh" else "en"}">{"".join(parts)}</div>'


def _text(words: str) -> str:
    return escape(words, quote=True)


def run(
    paths: Paths = (),
    *,
    config: Config | str | PathLike[str] | None = None,
    against: str | PathLike[str] | None = None,
    expectations: bool | None = None,
    today: date | None = None,
    progress: Progress | None = None,
    **settings: object,
) -> Report:
    """Check files, folders or globs as `factcheck run` does, and return a `Report`.

    `config` is a settings file or a `Config`; by default the nearest `factcheck.toml` is used, and
    without `paths` what it includes. `against` compares with a folder or a stored result and keeps
    what touches `paths`. `expectations=False` leaves the suites out. Further keywords are settings of
    `factcheck.toml` (`jobs=2`, `cache="off"`). `today` counts for the terms of decisions. `progress` is
    called with (done, total, path).

    Raises FactcheckError (or a subclass) with a sentence for the user; inputs that cannot be read are
    no error but stand in `.result.problems`, see `.complete`.
    """
    chosen = config if isinstance(config, Config) else load(None if config is None else fspath(config))
    chosen = override(chosen, expectations=expectations, **settings)
    places = _places(paths, chosen)
    result = expected(_checked(places, chosen, against, progress), chosen, suites(chosen))
    result = settled(result, chosen, today or date.today())
    if against is not None:
        result = about_draft(result, places, fspath(against))
    return Report(result, chosen.lang)


def _places(paths: Paths, config: Config) -> tuple[str, ...]:
    named = (fspath(paths),) if isinstance(paths, str | PathLike) else tuple(fspath(one) for one in paths)
    places = named or tuple(str(config.path(name)) for name in config.include)
    if not places:
        raise InputError("没有要检查的文件：请给出 paths，或在 factcheck.toml 里写 include。")
    return places


def _checked(
    places: tuple[str, ...], config: Config, against: str | PathLike[str] | None, progress: Progress | None
) -> Result:
    from factcheck import pipeline, store

    if config.engine == "spark":
        from factcheck.spark import session

        return session.run(places, config, None if against is None else fspath(against))
    if against is None:
        return pipeline.check(places, config, progress=progress)
    name = fspath(against)
    stored = Path(name).is_file() and Path(name).suffix.lower() == ".json"
    return pipeline.check(places, config, progress=progress, base=store.read(name) if stored else name)


# --- steps of a run that the command line shares ---------------------------------------------------


def suites(config: Config, folder: str | None = None) -> list[Path]:
    """Where the user's own suites are. Raises InputError for a folder that was named and is missing."""
    place = Path(folder) if folder is not None else config.path(config.expectations_dir)
    if place.exists():
        return [place]
    if folder is not None or config.expectations_dir != Config().expectations_dir:
        raise InputError(f"没有 expectations 文件夹 {place}。")
    return []


def expected(result: Result, config: Config, folders: Sequence[Path]) -> Result:
    """The result with what the suites find; Great Expectations is imported only here.

    Raises SuiteError for a suite that cannot be run, also where no figure was found.
    """
    if not config.expectations:
        return result
    from factcheck import expectations

    if not result.claims:
        if folders:
            expectations.check(folders)
        return result
    return replace(result, findings=result.findings + tuple(expectations.evaluate(result, folders)))


def settled(result: Result, config: Config, today: date) -> Result:
    """The result with severities as `[rules]` sets them, and the user's decisions and inline ignores."""
    from factcheck import decisions

    # rules that are off stay until the decisions are matched: a decision about one of them is not stale
    found = decisions.settle(ruled(result, config.rules), config.decisions_file(), today, complete=config.expectations)
    return without_off(found, config.rules)


def without_off(result: Result, rules: Mapping[str, Severity | Literal["off"]]) -> Result:
    """The result without the findings of rules that `[rules]` turns off."""
    return replace(result, findings=tuple(one for one in result.findings if rules.get(one.rule) != "off"))


def ruled(result: Result, rules: Mapping[str, Severity | Literal["off"]]) -> Result:
    """The result with severities as `[rules]` sets them; findings of rules that are off stay as they are."""
    kept: list[Finding] = []
    for finding in result.findings:
        level = rules.get(finding.rule, finding.severity)
        kept.append(finding if level == "off" else replace(finding, severity=level))
    return replace(result, findings=tuple(kept))


def touching(result: Result, mine: Callable[[str], bool]) -> Result:
    """Only the findings with a claim in a document for which `mine(path)` holds."""
    sources = {source.id for source in result.sources if mine(source.path)}
    claims = {claim.id for claim in result.claims if claim.source in sources}
    kept = tuple(finding for finding in result.findings if claims.intersection(finding.claims))
    return replace(result, findings=kept)


def about_draft(result: Result, places: Sequence[str], against: str) -> Result:
    """Only what touches the draft; what cannot be read in the base does not make the draft's check incomplete."""
    mine = under(places)
    problems = (one if mine(one.path) or one.path == against else replace(one, fatal=False) for one in result.problems)
    return touching(replace(result, problems=tuple(problems)), mine)


def expanded(paths: Sequence[str]) -> list[Path]:
    """The files and folders that paths and globs name, those that exist."""
    from glob import glob

    named = ([path] if Path(path).exists() else glob(path, recursive=True) for path in paths)  # noqa: PTH207
    return [Path(one) for names in named for one in names]


def under(paths: Sequence[str]) -> Callable[[str], bool]:
    """A test whether a document is one of the paths, or inside one; paths may be globs."""
    roots = {place.resolve() for place in expanded(paths)}
    standard = "-" in paths

    def mine(path: str) -> bool:
        if path == "-":
            return standard
        place = Path(path).resolve()
        return place in roots or any(parent in roots for parent in place.parents)

    return mine
