"""`factcheck report`: a stored result rendered again."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.commands import Ending
from factcheck.commands.output import emit, option, parse
from factcheck.commands.texts import read_again
from factcheck.report import FORMATS
from factcheck.store import read


@click.command("report", short_help="用已存的结果重新出报告")
@click.argument("result_file", metavar="RESULT.json")
@option(FORMATS, "text")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="报告的语言")
@click.option("--min-severity", type=click.Choice(["error", "warning", "note"]), default="note", help="最低级别")
@click.option("--color", "color_flag", type=click.Choice(["auto", "always", "never"]), default="auto", help="终端颜色")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(
    result_file: str, outputs: tuple[str, ...], lang: str, min_severity: str, color_flag: str, verbose: bool
) -> Ending:
    """用 factcheck run -o json=FILE 存下的结果重新出报告；不重新检查，也不影响退出码。"""
    from factcheck.commands.work import at_least

    wanted = parse(outputs or ["text"])
    result = read_again(at_least(read(Path(result_file)), min_severity))
    emit(wanted, result, lang=lang, color_flag=color_flag)
    return Ending(0, "")
