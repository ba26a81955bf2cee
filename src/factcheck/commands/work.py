"""What several verbs share: settings from the flags, the check itself, which findings count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import click

from factcheck import api
from factcheck.commands import Ending
from factcheck.config import Config, load, override
from factcheck.model import Finding, Result
from factcheck.states import SILENT

F = TypeVar("F", bound=Callable[..., Any])
RANK = {"note": 0, "warning": 1, "error": 2, "never": 3}
LAST = "last-result.json"  # in the cache folder: what `explain`, `decide` and `review` read without being told

_SETTINGS: tuple[Callable[[Any], Any], ...] = (
    click.option("--config", "config_file", metavar="FILE", help="配置文件；默认找最近的 factcheck.toml"),
    click.option("--sources", metavar="FILE", help="来源说明文件（默认 sources.toml）"),
    click.option("--jobs", type=click.IntRange(0), help="并行进程数；0 表示自动"),
    click.option("--engine", metavar="NAME", help="计算引擎：pandas 或 spark"),
    click.option("--no-cache", is_flag=True, help="不读也不写缓存"),
    click.option("--lang", type=click.Choice(["zh", "en"]), help="报告的语言"),
    click.option("-q", "--quiet", is_flag=True, help="不显示进度；没有 -o 时不输出报告"),
    click.option("-v", "--verbose", is_flag=True, help="显示细节；出错时显示全部调用"),
)


def settings_options(command: F) -> F:
    """The flags that every verb which reads documents has."""
    for option in reversed(_SETTINGS):
        command = option(command)
    return command


def settings(config_file: str | None, *, no_cache: bool = False, **flags: object) -> Config:
    """The settings of the file with the flags over them."""
    return override(load(config_file), cache="off" if no_cache else None, **flags)


def day(given: date | None) -> date | None:
    """The day of what click made of a flag, which is a datetime."""
    return None if given is None else date(given.year, given.month, given.day)


def inputs(paths: Sequence[str], config: Config) -> tuple[str, ...]:
    """The paths of the command line, or `include` of the settings. Raises UsageError when neither names any."""
    if paths:
        return tuple(paths)
    if config.include:
        return tuple(str(config.path(name)) for name in config.include)
    raise click.UsageError("没有要检查的文件。请写出文件或文件夹，例如 factcheck run 稿件/，或先运行 factcheck init。")


def check(paths: Sequence[str], config: Config, *, quiet: bool = True, base: Result | str | None = None) -> Result:
    """Load, extract, align and compare; progress on stderr when it is a terminal."""
    if config.engine == "spark":
        from factcheck.spark import session

        return session.run(paths, config, base)
    from factcheck import pipeline
    from factcheck.commands.progress import shown

    more: dict[str, Any] = {} if base is None else {"base": base}
    with shown(quiet) as progress:
        result: Result = pipeline.check(paths, config, progress=progress, **more)
    return result


def expected(result: Result, config: Config) -> Result:
    """The result with what the suites find."""
    return api.expected(result, config, api.suites(config) if config.expectations else [])


def at_least(result: Result, level: str) -> Result:
    """The result without the findings below a severity."""
    kept = tuple(finding for finding in result.findings if RANK[finding.severity] >= RANK[level])
    return replace(result, findings=kept)


def raised(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that nobody has settled."""
    return tuple(finding for finding in findings if finding.state not in SILENT)


def gate(result: Result, fail_on: str) -> Ending:
    """The exit code and its reason. What was not checked comes first: an incomplete run is never clean."""
    open_ = raised(result.findings)
    errors = sum(finding.severity == "error" for finding in open_)
    warnings = sum(finding.severity == "warning" for finding in open_)
    counts = f"{errors} 个错误、{warnings} 个警告"
    english = f"{errors} error(s), {warnings} warning(s)"
    fatal = [problem for problem in result.problems if problem.fatal]
    if fatal:
        return Ending(3, _incomplete(fatal[0].path, fatal[0].reason, len(fatal), counts if errors or warnings else ""))
    if not result.claims:
        return Ending(3, "没有找到任何可核对的数字，所以什么也没有检查。No figure found, nothing was checked (exit 3).")
    if any(RANK[finding.severity] >= RANK[fail_on] for finding in open_):
        return Ending(1, f"未通过：{counts}。Failed: {english} (exit 1).")
    checked = f"{len(result.sources)} 个文件、{len(result.claims)} 个数字"
    if errors or warnings:
        return Ending(0, f"通过（--fail-on {fail_on}）：{counts}，{checked}。Passed: {english} (exit 0).")
    return Ending(0, f"通过：没有发现矛盾，{checked}。Clean (exit 0).")


def _incomplete(path: str, reason: str, count: int, counts: str) -> str:
    shown = " ".join(path.split())[:120]
    first = f"{shown}：{reason.rstrip('。')}"
    more = f"等 {count} 处" if count > 1 else ""
    also = f"；另有 {counts}" if counts else ""
    return f"没有检查完整：{first}{more}{also}。Incomplete: {count} input(s) not checked (exit 3)."


def remember(result: Result, config: Config) -> None:
    """Keep the findings (not the whole ledger) in the cache folder for `explain`, `decide` and `review`."""
    folder = config.cache_dir()
    if folder is None:
        return
    from factcheck.commands.output import OutputError, to_file
    from factcheck.report.json import pieces

    used = {name for finding in result.findings for name in finding.claims}
    facts = {finding.fact for finding in result.findings}
    slim = replace(
        result,
        claims=tuple(claim for claim in result.claims if claim.id in used),
        skipped=(),
        facts=tuple(fact for fact in result.facts if fact.id in facts),
        texts={},
    )
    try:
        to_file(folder / LAST, pieces(slim))
        ignore = folder / ".gitignore"
        if not ignore.exists():
            to_file(ignore, "*\n")
    except OutputError:
        return  # a folder that cannot be written costs a convenience, not the run


def recalled(result_file: str | None, config: Config) -> Result:
    """The result named, or the last run's, or a fresh run over `include`."""
    from factcheck import store

    if result_file is not None:
        return store.read(result_file)
    folder = config.cache_dir()
    if folder is not None and (folder / LAST).is_file():
        return store.read(folder / LAST)
    if config.include:
        return check(inputs((), config), config)
    raise click.UsageError("没有上次的结果。请先运行 factcheck run，或用 --result 指明结果文件（JSON）。")
