"""`factcheck validate`: the suites alone, over a stored result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from factcheck import api
from factcheck.commands import Ending, work
from factcheck.commands.output import emit, option, parse
from factcheck.commands.texts import read_again
from factcheck.report import FORMATS
from factcheck.store import read


@click.command("validate", short_help="只运行 expectations 规则")
@click.argument("result_file", metavar="RESULT.json")
@option(FORMATS, "text")
@click.option("--expectations", "folder", metavar="DIR", help="规则所在的文件夹；默认用配置里的")
@click.option("--data-docs", metavar="DIR", help="另由 Great Expectations 把它自己的网页写到这里（打开时要联网取样式）")
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), help="从哪一级起以 1 结束（默认 error）")
@click.option("--config", "config_file", metavar="FILE", help="配置文件；默认找最近的 factcheck.toml")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="报告的语言")
@click.option("--color", "color_flag", type=click.Choice(["auto", "always", "never"]), default="auto", help="终端颜色")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(
    result_file: str,
    outputs: tuple[str, ...],
    folder: str | None,
    data_docs: str | None,
    fail_on: str | None,
    config_file: str | None,
    lang: str | None,
    color_flag: str,
    verbose: bool,
) -> Ending:
    """对存下的结果只运行 expectations 规则（自带的和自己写的），不重新检查文件。"""
    wanted = parse(outputs or ["text"])
    config = work.settings(config_file, lang=lang, fail_on=fail_on)
    folders = api.suites(config, folder)
    result = read_again(replace(read(result_file), findings=(), problems=()))
    from factcheck import expectations

    pages = None if data_docs is None else Path(data_docs)
    checked = replace(result, findings=tuple(expectations.evaluate(result, folders, pages)))
    emit(wanted, checked, lang=config.lang, color_flag=color_flag)
    return work.gate(checked, config.fail_on)
