"""`factcheck decide`: what the review page does, from the shell."""

from __future__ import annotations

from datetime import date
from typing import cast

import click

from factcheck import decisions
from factcheck.commands import Ending, work
from factcheck.commands.explain import find
from factcheck.decisions import REASONS, DecisionError
from factcheck.model import Finding, Result
from factcheck.states import STATES, State

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("decide", short_help="对一条发现作出决定")
@click.argument("finding_id", metavar="ID")
@click.argument("state", type=click.Choice(STATES))
@click.option("--reason", required=True, help=f"理由；both-ok、ignore 时为 {'、'.join(REASONS)} 之一")
@click.option("--note", default="", help="补充说明")
@click.option("--accept", metavar="N|SOURCE", help="accept-source 时以哪一处为准：第几个数字，或来源")
@click.option("--expires", type=_DAY, help="到哪一天为止（deferred 默认 90 天，typo、accept-source 默认 30 天）")
@click.option("--by", help="谁决定的；默认 git 的 user.email")
@click.option("--result", "result_file", metavar="FILE", help="结果文件（JSON）；默认用上次运行的结果")
@click.option("--config", "config_file", metavar="FILE", help="配置文件；默认找最近的 factcheck.toml")
@click.option("--today", hidden=True, type=_DAY)
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(
    finding_id: str,
    state: str,
    reason: str,
    note: str,
    accept: str | None,
    expires: date | None,
    by: str | None,
    result_file: str | None,
    config_file: str | None,
    today: date | None,
    verbose: bool,
) -> Ending:
    """记下对发现 ID（可只写开头几位）的决定 STATE；理由必填，写入决定文件。

    both-ok 两处都对，ignore 忽略，accept-source 以一处为准，typo 笔误，deferred 暂缓。
    """
    config = work.settings(config_file)
    result = work.recalled(result_file, config)
    from factcheck.commands.git import author

    finding = find(result, finding_id)
    if (accept is not None) != (state == "accept-source"):
        raise DecisionError("accept-source 要用 --accept 指明以哪一处为准；其他决定不用 --accept。")
    made = decisions.make(
        result,
        finding,
        cast(State, state),
        reason,
        note=note,
        claim=accepted(result, finding, accept),
        expires=work.day(expires),
        by=by or author(),
        today=work.day(today) or date.today(),
    )
    decisions.put(config.decisions_file(), made)
    until = f"，到 {made.ends()} 为止" if made.ends() else ""
    return Ending(0, f"已记下 {made.finding}：{made.state}{until}，写在 {config.decisions_file()}。Saved (exit 0).")


def accepted(result: Result, finding: Finding, accept: str | None) -> str | None:
    """The claim that --accept names: by its number among the finding's figures, or by its source's id or path."""
    if accept is None:
        return None
    claims = {claim.id: claim for claim in result.claims}
    members = [claims[name] for name in finding.claims if name in claims]
    paths = {source.id: source.path for source in result.sources}
    if accept.isdigit() and 1 <= int(accept) <= len(members):
        return members[int(accept) - 1].id
    hits = [claim for claim in members if accept in (claim.source, paths.get(claim.source))]
    if len(hits) == 1:
        return hits[0].id
    shown = "；".join(
        f"{count} = {paths.get(one.source, one.source)} {one.text}" for count, one in enumerate(members, 1)
    )
    raise DecisionError(f"--accept {accept} 对应 {len(hits)} 个数字，请写编号：{shown}。")
