"""Why a finding was raised, step by step, as plain text: for `factcheck explain` and the triage in a terminal."""

from __future__ import annotations

from dataclasses import replace

from factcheck.model import Claim, Finding, Period, Result
from factcheck.report.json import number
from factcheck.report.labels import Lang, brackets, label, phrase
from factcheck.report.view import anchor_name


def finding_page(result: Result, finding: Finding, lang: Lang = "zh") -> str:
    """Step by step: what was read where, how it became a value, why paired, what decided."""
    if lang == "en":
        from factcheck.report.english import in_english

        result = in_english(replace(result, findings=(finding,)))
        (finding,) = result.findings
    sources = {source.id: source for source in result.sources}
    claims = {claim.id: claim for claim in result.claims}
    members = [claims[name] for name in finding.claims if name in claims]
    lines = [f"{finding.id}  {finding.rule}  {finding.severity}  {label(lang, 'todo', finding.state)}"]
    lines += [finding.message, "", phrase(lang, "step_read")]
    for count, claim in enumerate(members, 1):
        source = sources.get(claim.source)
        lines += _claim(count, claim, source.path if source else claim.source, lang)
    lines += ["", phrase(lang, "step_paired"), *_items(finding.why_paired), *_keys(members, lang)]
    asked = brackets(lang, f"factcheck explain {finding.rule}")
    lines += ["", phrase(lang, "step_decided")]
    lines += _items((_gap(finding, lang), f"{phrase(lang, 'step_rule')} {finding.rule}{asked}"))
    lines += ["", phrase(lang, "step_cause"), *_items((finding.cause,))]
    if finding.options:
        lines += ["", phrase(lang, "step_options")]
        for count, option in enumerate(finding.options, 1):
            lines += [f"  {count}. {option.text}", *(f"     - {reason}" for reason in option.reasons)]
    return "".join(_clean(line) + "\n" for line in lines)


def _claim(count: int, claim: Claim, path: str, lang: Lang) -> list[str]:
    where = f"{path}:{claim.line}:{claim.column}" + brackets(lang, anchor_name(claim.place, lang))
    bounds = phrase(lang, "step_bounds", x=f"[{number(claim.low) or '−∞'}, {number(claim.high) or '+∞'}]")
    value = f"{number(claim.value) or phrase(lang, 'only_range')} {claim.unit}"
    entity = claim.entity or phrase(lang, "no_entity")
    meant = [entity, claim.indicator, claim.measure, claim.basis or "", _period(claim.period, lang)]
    rows = (
        ("step_text", claim.text + (f"    …{claim.context}…" if claim.context else "")),
        ("step_value", phrase(lang, "comma").join((value, bounds, claim.qualifier))),
        ("step_meaning", " · ".join(part for part in meant if part)),
        ("step_rule", claim.rule),
    )
    told = [f"     {phrase(lang, key):{_WIDTHS[lang]}}  {text}" for key, text in rows]
    return [f"  {count}. {where}", *told, *(f"           {step}" for step in claim.trace)]


_WIDTHS = {"zh": 2, "en": 7}  # characters of the widest word before a row


def _period(period: Period | None, lang: Lang) -> str:
    if period is None:
        return phrase(lang, "no_time")
    span = str(period.start) if period.start == period.end else phrase(lang, "to", a=period.start, b=period.end)
    return span + brackets(lang, phrase(lang, f"basis_{period.basis}"))


def _keys(claims: list[Claim], lang: Lang) -> list[str]:
    keys = list(dict.fromkeys(claim.key for claim in claims if claim.key))
    return [f"  - {phrase(lang, 'step_key')}  {' | '.join(key)}" for key in keys]


def _items(items: tuple[str, ...]) -> list[str]:
    return [f"  - {item}" for item in items if item]


def _gap(finding: Finding, lang: Lang) -> str:
    if finding.gap is None:
        return ""
    relative = f"{number(finding.gap_relative * 100)}%" if finding.gap_relative is not None else ""
    return phrase(lang, "gap_base", x=f"{number(finding.gap)}{brackets(lang, relative)}")


def _clean(line: str) -> str:
    """No control or direction characters of a document reach the terminal."""
    return "".join(ch if ch.isprintable() or ch == "\u3000" else " " for ch in line)
