"""`factcheck decisions`: what has become of the decisions, and taking out those that are done."""

from __future__ import annotations

from datetime import date

import click

from factcheck import decisions
from factcheck.commands import Ending, work
from factcheck.commands.output import to_stdout
from factcheck.decisions import Decision, Review
from factcheck.model import Result

NAMES = {
    "holds": "有效",
    "reopened": "数字变了，重新打开",
    "expired": "已过期",
    "stale": "发现已不在",
    "closed": "文字已改好",
    "elsewhere": "文件不在这次检查里",
}
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("decisions", short_help="核对或清理决定文件")
def command() -> None:
    """核对决定文件，或清理已经没有对应发现的决定。"""


def _options(function: work.F) -> work.F:
    for option in (
        click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用"),
        click.option("--today", hidden=True, type=_DAY),
        click.option("--config", "config_file", metavar="FILE", help="配置文件；默认找最近的 factcheck.toml"),
        click.option("--result", "result_file", metavar="FILE", help="结果文件（JSON）；默认用上次运行的结果"),
    ):
        function = option(function)
    return function


def _standing(result_file: str | None, config_file: str | None, today: date | None) -> tuple[Review, Result]:
    config = work.settings(config_file)
    result = work.recalled(result_file, config)
    held = decisions.load(config.decisions_file())
    return decisions.review(result, held, work.day(today) or date.today()), result


@command.command("check", short_help="列出过期、失效、重新打开的决定")
@_options
def check(result_file: str | None, config_file: str | None, today: date | None, verbose: bool) -> Ending:
    """列出每条决定现在的情形；有过期、失效或重新打开的，退出码为 1。"""
    found, _ = _standing(result_file, config_file, today)
    lines = [_line(name, one) for name in NAMES for one in getattr(found, name)]
    to_stdout("".join(f"{line}\n" for line in lines))
    counts = "，".join(f"{said} {len(getattr(found, name))}" for name, said in NAMES.items() if getattr(found, name))
    code = int(bool(found.reopened or found.expired or found.stale))
    return Ending(code, f"{counts or '没有决定'}。{len(lines)} decision(s) (exit {code}).")


@command.command("prune", short_help="清理已没有对应发现的决定")
@click.option("--dry-run", is_flag=True, help="只列出，不改文件")
@_options
def prune(dry_run: bool, result_file: str | None, config_file: str | None, today: date | None, verbose: bool) -> Ending:
    """从决定文件里去掉已没有对应发现的决定（发现已不在、文字已改好）；其余一律保留。"""
    found, result = _standing(result_file, config_file, today)
    gone = (*found.stale, *found.closed)
    if any(problem.fatal for problem in result.problems) and gone:
        return Ending(3, "这次检查不完整，不能断定哪些决定已失效，没有改动。Incomplete run, nothing pruned (exit 3).")
    to_stdout("".join(f"{_line('stale', one)}\n" for one in gone))
    if dry_run or not gone:
        return Ending(0, f"可清理 {len(gone)} 条，没有改动。{len(gone)} to prune, nothing changed (exit 0).")
    file = work.settings(config_file).decisions_file()
    decisions.remove(file, {one.finding for one in gone})
    return Ending(0, f"已从 {file} 清理 {len(gone)} 条。Pruned {len(gone)} (exit 0).")


def _line(name: str, one: Decision) -> str:
    until = f"，到 {one.ends()}" if one.ends() else ""
    said = f"{NAMES[name]}：{one.finding} {one.state}（{one.reason}{until}，{one.by}，{one.at}）"
    return "".join(ch if ch.isprintable() else " " for ch in said)
