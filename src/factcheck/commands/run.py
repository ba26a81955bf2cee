"""`factcheck run`: load, extract, align, compare, report, gate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from factcheck import api
from factcheck.commands import Ending, work
from factcheck.commands.output import Output, emit, option, parse
from factcheck.commands.watch import Round, repeat
from factcheck.config import Config
from factcheck.model import Result
from factcheck.report import FORMATS


@click.command("run", short_help="检查文件里的数字是否互相矛盾")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option(FORMATS, "text")
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), help="从哪一级起以 1 结束（默认 error）")
@click.option("--min-severity", type=click.Choice(["error", "warning", "note"]), help="报告里最低显示到哪一级")
@click.option("--against", metavar="BASE", help="与 BASE（文件夹或结果 JSON）比对，只报涉及 PATHS 的发现")
@click.option("--since", metavar="REV", help="只报 git 修订 REV 以来改动过的文件里的发现")
@click.option("--expectations", "expectations_dir", metavar="DIR", help="expectations 规则所在的文件夹")
@click.option("--no-expectations", is_flag=True, help="不运行 expectations 规则")
@click.option(
    "--master", metavar="URL", help="Spark 的主节点，如 spark://主机:7077（默认 local[*]；--engine spark 时）"
)
@click.option("--tables", metavar="DIR", help="把各表写成 Parquet 的文件夹（--engine spark 时）")
@click.option("--watch", is_flag=True, help="文件或配置一改动就重新检查，按 Ctrl-C 结束")
@click.option("--color", "color_flag", type=click.Choice(["auto", "always", "never"]), default="auto", help="终端颜色")
@click.option("--today", hidden=True, type=click.DateTime(["%Y-%m-%d"]), help="当作今天的日期")
@work.settings_options
def command(
    paths: tuple[str, ...],
    outputs: tuple[str, ...],
    against: str | None,
    since: str | None,
    no_expectations: bool,
    watch: bool,
    color_flag: str,
    today: date | None,
    config_file: str | None,
    quiet: bool,
    verbose: bool,
    **flags: object,
) -> Ending:
    """检查 PATHS（文件、文件夹、通配符，- 为标准输入）里的数字是否互相矛盾。

    不写 PATHS 时检查配置里的 include。
    """
    when = work.day(today) or date.today()

    def plan() -> Round:
        config = _settings(config_file, no_expectations, flags)
        places = work.inputs(paths, config)
        wanted = _wanted(outputs, config, quiet)

        def once() -> Ending:
            result = examine(places, config, quiet=quiet, against=against, since=since, today=when)
            emit(wanted, work.at_least(result, config.min_severity), lang=config.lang, color_flag=color_flag)
            if not quiet:
                _name_unchecked(result, verbose)
            return work.gate(result, config.fail_on)

        return Round(once, (*places, *([against] if against else [])), config)

    return repeat(plan, config_file) if watch else plan().once()


def _settings(file: str | None, no_expectations: bool, flags: dict[str, object]) -> Config:
    return work.settings(file, **flags, expectations=False if no_expectations else None)  # type: ignore[arg-type]


def _wanted(outputs: tuple[str, ...], config: Config, quiet: bool) -> tuple[Output, ...]:
    if outputs:
        return parse(outputs)
    if config.output:
        rooted = (Output(one.format, one.file and config.path(str(one.file))) for one in parse(config.output))
        return tuple(one for one in rooted if one.file or not quiet)
    return () if quiet else parse(["text"])


def examine(
    places: tuple[str, ...],
    config: Config,
    *,
    today: date,
    quiet: bool = True,
    against: str | None = None,
    since: str | None = None,
) -> Result:
    """The whole check with the user's rules and decisions, only what the user asked to be raised."""
    changed = _changed(since)
    result = work.expected(_compared(places, config, quiet, against), config)
    work.remember(result, config)
    result = api.settled(result, config, today)
    if against is not None:
        result = api.about_draft(result, places, against)
    return api.touching(result, changed) if changed else result


def _changed(since: str | None) -> Callable[[str], bool] | None:
    if since is None:
        return None
    from factcheck.commands.git import changed_since

    return changed_since(since)


def _compared(places: tuple[str, ...], config: Config, quiet: bool, against: str | None) -> Result:
    if against is None:
        return work.check(places, config, quiet=quiet)
    if Path(against).is_file() and Path(against).suffix.lower() == ".json":
        from factcheck import store
        from factcheck.commands.texts import read_again

        return read_again(work.check(places, config, quiet=quiet, base=store.read(against)))
    return work.check(places, config, quiet=quiet, base=against)


def _name_unchecked(result: Result, verbose: bool) -> None:
    """What was not read, on stderr: a report that goes to a file must not hide it."""
    named = [one for one in result.problems if one.fatal or verbose]
    for problem in named[:10]:
        place = f"（{problem.place}）" if problem.place else ""
        click.echo(" ".join(f"未检查：{problem.path}{place}：{problem.reason}".split()), err=True)
    if len(named) > 10:
        click.echo(f"未检查：还有 {len(named) - 10} 处，见报告。", err=True)
