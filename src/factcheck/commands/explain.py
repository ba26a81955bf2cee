"""`factcheck explain`: a rule's page, or why a finding was raised."""

from __future__ import annotations

import re
from datetime import date

import click

from factcheck import api, decisions
from factcheck.commands import Ending, work
from factcheck.commands.output import to_stdout
from factcheck.model import FactcheckError, Finding, Result

FINDING = re.compile(r"FC-[0-9a-fA-F]+")


def _rules(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Rules that begin so, for the shell that completes."""
    from factcheck.rules import catalogue

    return [name for name in catalogue() if name.startswith(begun.upper())]


@click.command("explain", short_help="说明一条规则或一条发现")
@click.argument("what", metavar="FC101 | FC-7f3a…", shell_complete=_rules)
@click.option("--result", "result_file", metavar="FILE", help="结果文件（JSON）；默认用上次运行的结果")
@click.option("--config", "config_file", metavar="FILE", help="配置文件；默认找最近的 factcheck.toml")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="说明的语言；默认按配置")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(what: str, result_file: str | None, config_file: str | None, lang: str | None, verbose: bool) -> Ending:
    """FC101：这条规则查什么、为什么、怎么处理。FC-7f3a…：这条发现是怎样一步步得出的。"""
    what = what.rstrip("….")  # an id copied from where it was shortened
    config = work.settings(config_file, lang=lang)
    if FINDING.fullmatch(what):
        from factcheck.report.steps import finding_page

        result = api.ruled(work.recalled(result_file, config), config.rules)
        result = decisions.settle(result, config.decisions_file(), date.today(), complete=False)
        to_stdout(finding_page(result, find(result, what), config.lang))
    else:
        to_stdout(rule_page(what, config.lang, config.rules.get(what.upper())))
    return Ending(0, "")


def rule_page(name: str, lang: str = "zh", level: str | None = None) -> str:
    """A rule's page in Markdown, with the `level` that `[rules]` sets; raises FactcheckError for an unknown rule."""
    from factcheck import rules

    return rules.page(rules.rule(name), lang, level).rstrip("\n") + "\n"


def find(result: Result, name: str) -> Finding:
    """The finding with this id, or the only one whose id starts so."""
    wanted = name.lower()
    hits = [finding for finding in result.findings if finding.id.lower().startswith(wanted)]
    exact = [finding for finding in hits if finding.id.lower() == wanted]
    if len(exact or hits) == 1:
        return (exact or hits)[0]
    if hits:
        raise FactcheckError(f"{name} 对应 {len(hits)} 条发现：{'、'.join(one.id for one in hits[:5])}；请写全编号。")
    raise FactcheckError(f"这次结果里没有发现 {name}。它可能已经改好，或属于另一次运行（用 --result 指明）。")
