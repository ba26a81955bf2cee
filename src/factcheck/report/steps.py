"""Why a finding was raised, step by step, as plain text: for `factcheck explain` and the triage in a terminal."""

from __future__ import annotations

from factcheck.model import Claim, Finding, Period, Result
from factcheck.report.json import number

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
