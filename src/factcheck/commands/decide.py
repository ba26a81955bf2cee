"""`factcheck decide`: what the review page does, from the shell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

import click

from factcheck import decisions
from factcheck.commands import Ending, work
from factcheck.commands.explain import find
from factcheck.decisions import REASONS, STATES, TERM, Decision, DecisionError, Seen, State
from factcheck.model import Finding, Result

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

    made = make(
        result,
        find(result, finding_id),
        cast(State, state),
        reason,
        note=note,
        accept=accept,
        expires=work.day(expires),
        by=by or author(),
        today=work.day(today) or date.today(),
    )
    decisions.put(config.decisions_file(), made)
    until = f"，到 {made.ends()} 为止" if made.ends() else ""
    return Ending(0, f"已记下 {made.finding}：{made.state}{until}，写在 {config.decisions_file()}。Saved (exit 0).")


def make(
    result: Result,
    finding: Finding,
    state: State,
    reason: str,
    *,
    by: str,
    today: date,
    note: str = "",
    accept: str | None = None,
    expires: date | None = None,
) -> Decision:
    """A decision with what is seen now. Raises DecisionError for a missing reason or side, or a day that is past."""
    decisions.checked_reason(state, reason)
    if expires is not None and expires < today:
        raise DecisionError(f"到期日 {expires} 已经过去。")
    if expires is None and state in TERM:
        expires = today + timedelta(days=TERM[state])
    return Decision(
        finding=finding.id,
        state=state,
        reason=reason.strip(),
        note=note.strip(),
        by=by,
        at=today,
        expires=expires,
        accepts=_accepted(result, finding, state, accept),
        seen=decisions.seen(result, finding),
    )


def _accepted(result: Result, finding: Finding, state: State, accept: str | None) -> Seen | None:
    """The figure that is right: by its number among the finding's figures, or by its source."""
    if state != "accept-source":
        if accept is not None:
            raise DecisionError("--accept 只用于 accept-source。")
        return None
    labels = {source.id: decisions.label(source) for source in result.sources}
    claims = {claim.id: claim for claim in result.claims}
    sights = [
        decisions.sight(c, labels.get(c.source, c.source)) for c in (claims[n] for n in finding.claims if n in claims)
    ]
    named = {source.id: decisions.label(source) for source in result.sources if accept in (source.id, source.path)}
    hits = {one for one in sights if one.source == accept or one.source in named.values()}
    if accept is not None and accept.isdigit() and 1 <= int(accept) <= len(sights):
        hits = {sights[int(accept) - 1]}
    if len(hits) == 1:
        return hits.pop()
    shown = "；".join(f"{count} = {one.source} {one.value} {one.unit}" for count, one in enumerate(sights, 1))
    raise DecisionError(f"请用 --accept 指明以哪一处为准：{shown}。")
