"""`factcheck explain`: a rule's page, or why a finding was raised."""

from __future__ import annotations

import re

import click

from factcheck.commands import Ending, work
from factcheck.commands.output import to_stdout
from factcheck.model import Claim, FactcheckError, Finding, Period, Result
from factcheck.report.json import number

FINDING = re.compile(r"FC-[0-9a-fA-F]+")
STATES = {
    "open": "待处理",
    "new": "新发现",
    "reopened": "数字变了，重新打开",
    "expired": "决定已过期",
    "both-ok": "两处都对",
    "ignore": "忽略",
    "accept-source": "以一处为准，待改",
    "typo": "笔误，待改",
    "deferred": "暂缓",
}


@click.command("explain", short_help="说明一条规则或一条发现")
@click.argument("what", metavar="FC101 | FC-7f3a…")
@click.option("--result", "result_file", metavar="FILE", help="结果文件（JSON）；默认用上次运行的结果")
@click.option("--config", "config_file", metavar="FILE", help="配置文件；默认找最近的 factcheck.toml")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(what: str, result_file: str | None, config_file: str | None, verbose: bool) -> Ending:
    """FC101：这条规则查什么、为什么、怎么处理。FC-7f3a…：这条发现是怎样一步步得出的。"""
    what = what.rstrip("….")  # an id copied from where it was shortened
    if FINDING.fullmatch(what):
        result = work.recalled(result_file, work.settings(config_file))
        to_stdout(finding_page(result, find(result, what)))
    else:
        to_stdout(rule_page(what))
    return Ending(0, "")


def rule_page(name: str) -> str:
    """A rule's page in Markdown; raises FactcheckError for an unknown rule."""
    from factcheck import rules

    return rules.page(rules.rule(name)).rstrip("\n") + "\n"


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


def finding_page(result: Result, finding: Finding) -> str:
    """Step by step: what was read where, how it became a value, why paired, what decided."""
    sources = {source.id: source for source in result.sources}
    claims = {claim.id: claim for claim in result.claims}
    lines = [f"{finding.id}  {finding.rule}  {finding.severity}  {STATES.get(finding.state, finding.state)}"]
    lines += [finding.message, "", "一、读到的数字"]
    for count, claim in enumerate((claims[name] for name in finding.claims if name in claims), 1):
        source = sources.get(claim.source)
        lines += _claim(count, claim, source.path if source else claim.source)
    lines += ["", "二、为什么认为说的是同一件事", *_items(finding.why_paired)]
    lines += _keys([claims[name] for name in finding.claims if name in claims])
    lines += [
        "",
        "三、怎样判断",
        *_items((_gap(finding), f"规则 {finding.rule}（factcheck explain {finding.rule}）")),
    ]
    lines += ["", "四、可能的原因", *_items((finding.cause,))]
    if finding.options:
        lines += ["", "五、可以怎样处理（按证据排序，不是结论）"]
        for count, option in enumerate(finding.options, 1):
            lines += [f"  {count}. {option.text}", *(f"     - {reason}" for reason in option.reasons)]
    return "".join(_clean(line) + "\n" for line in lines)


def _claim(count: int, claim: Claim, path: str) -> list[str]:
    where = f"{path}:{claim.line}:{claim.column}" + (f"（{claim.place}）" if claim.place else "")
    bounds = f"[{number(claim.low) or '−∞'}, {number(claim.high) or '+∞'}]"
    lines = [
        f"  {count}. {where}",
        f"     原文  {claim.text}" + (f"    …{claim.context}…" if claim.context else ""),
        f"     数值  {number(claim.value) or '（只有范围）'} {claim.unit}，可能范围 {bounds}，{claim.qualifier}",
        f"     含义  {claim.entity or '（主体不明）'} · {claim.indicator} · {claim.measure}"
        + (f" · {claim.basis}" if claim.basis else "")
        + f" · {_period(claim.period)}",
        f"     规则  {claim.rule}",
    ]
    return lines + [f"           {step}" for step in claim.trace]


def _period(period: Period | None) -> str:
    if period is None:
        return "（时间不明）"
    basis = {"stated": "原文写明", "inherited": "承上文", "document": "按发布日期推定"}[period.basis]
    span = str(period.start) if period.start == period.end else f"{period.start} 至 {period.end}"
    return f"{span}（{basis}）"


def _keys(claims: list[Claim]) -> list[str]:
    keys = list(dict.fromkeys(claim.key for claim in claims if claim.key))
    return [f"  - 对齐键  {' | '.join(key)}" for key in keys]


def _items(items: tuple[str, ...]) -> list[str]:
    return [f"  - {item}" for item in items if item]


def _gap(finding: Finding) -> str:
    if finding.gap is None:
        return ""
    relative = f"（{number(finding.gap_relative * 100)}%）" if finding.gap_relative is not None else ""
    return f"相差 {number(finding.gap)}{relative}（基本单位）"


def _clean(line: str) -> str:
    """No control or direction characters of a document reach the terminal."""
    return "".join(ch if ch.isprintable() or ch == "\u3000" else " " for ch in line)
