"""`factcheck review`: triage in a local page, or in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from factcheck import api
from factcheck.commands import Ending, work
from factcheck.config import Config
from factcheck.model import FactcheckError, Result

if TYPE_CHECKING:
    from factcheck.review.session import Session


@click.command("review", short_help="打开本机网页，逐条处理")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--result", "result_file", metavar="FILE", help="结果文件（JSON）；默认检查 PATHS 或用上次运行的结果")
@click.option("--tty", "in_terminal", is_flag=True, help="不用网页，在终端里处理")
@click.option("--no-open", is_flag=True, help="不自动打开浏览器")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口；默认由系统挑选")
@click.option("--by", help="谁决定的；默认 git 的 user.email")
@click.option("--no-expectations", is_flag=True, help="不运行 expectations 规则")
@work.settings_options
def command(
    paths: tuple[str, ...],
    result_file: str | None,
    in_terminal: bool,
    no_open: bool,
    port: int,
    by: str | None,
    no_expectations: bool,
    quiet: bool,
    verbose: bool,
    **flags: object,
) -> Ending:
    """打开只在本机可见的网页，逐条处理发现；每个决定立即保存到决定文件。"""
    config = work.settings(**flags, expectations=False if no_expectations else None)  # type: ignore[arg-type]
    from factcheck.commands.git import author
    from factcheck.review.session import Session, todo, undecided

    found = api.ruled(undecided(_result(paths, result_file, config, quiet)), config.rules)
    found = api.without_off(found, config.rules)
    session = Session(found, config.decisions_file(), by or author(), lang=config.lang)
    if not found.findings:
        return Ending(0, "没有需要处理的发现。Nothing to settle (exit 0).")
    before = session.settled()
    if in_terminal:
        from factcheck.review.tty import triage

        triage(session, _ask, lambda text: click.echo(text))
    else:
        _serve(session, port, not no_open)
    after = session.settled()
    left = sum(map(todo, after.findings))
    count = sum(a.state != b.state for a, b in zip(before.findings, after.findings, strict=True))
    return Ending(0, f"处理了 {count} 条，还有 {left} 条待处理。{count} settled, {left} to do (exit 0).")


def _result(paths: tuple[str, ...], result_file: str | None, config: Config, quiet: bool) -> Result:
    from factcheck.commands.texts import read_again

    if paths and result_file:
        raise click.UsageError("PATHS 与 --result 只能写一样。")
    if not paths:
        return read_again(work.recalled(result_file, config))
    result = work.expected(work.check(paths, config, quiet=quiet), config)
    work.remember(result, config)
    return result


def _serve(session: Session, port: int, show: bool) -> None:
    from factcheck.report.labels import phrase
    from factcheck.review.serve import serve

    def say(address: str) -> None:
        click.echo(phrase(session.lang, "web_address", x=address), err=True)

    try:
        serve(session, port=port, show=show, say=say)
    except OSError as error:
        raise FactcheckError(f"打不开端口 {port}：{error.strerror}。") from None


def _ask(prompt: str) -> str:
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
