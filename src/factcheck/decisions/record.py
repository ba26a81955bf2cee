"""A decision, the figures that were seen when it was made, and how one is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from factcheck.model import Claim, FactcheckError, Finding, Result
from factcheck.naming import identity
from factcheck.states import STATES, State

REASONS = (
    *("different-definition", "different-scope", "different-date", "rounding", "restated"),
    *("extraction-error", "not-comparable", "quoted-third-party"),
)
# days after which a decision without `expires` ends; the others hold until the figures change
TERM = {"deferred": 90, "accept-source": 30, "typo": 30}


class DecisionError(FactcheckError):
    """The decisions file cannot be used as it is; the message names the file and the entry."""


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A figure as it stood when someone decided: where, its value in the base unit, and its bound."""

    source: str
    value: str
    unit: str
    bound: str = ""  # over, under, approx, order; "" for an exact figure


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one finding, by whom, why, and until when."""

    finding: str
    state: State
    reason: str
    by: str
    at: date
    note: str = ""
    expires: date | None = None
    accepts: Seen | None = None  # with accept-source: the figure that is right
    seen: tuple[Seen, ...] = ()

    def ends(self) -> date | None:
        """The last day on which it holds; None where it has no end."""
        if self.expires is not None:
            return self.expires
        return self.at + timedelta(days=TERM[self.state]) if self.state in TERM else None


def seen(result: Result, finding: Finding) -> tuple[Seen, ...]:
    """The figures of a finding as they stand now, sorted, each once."""
    return sights(finding, {claim.id: claim for claim in result.claims}, identities(result))


def identities(result: Result) -> dict[str, str]:
    """What decisions call each source, by its id in this result."""
    return {source.id: identity(source) for source in result.sources}


def sights(finding: Finding, claims: Mapping[str, Claim], labels: Mapping[str, str]) -> tuple[Seen, ...]:
    """The figures of a finding, each once; `labels` names their sources."""
    members = (claims[name] for name in finding.claims if name in claims)
    return tuple(sorted({sight(claim, labels.get(claim.source, claim.source)) for claim in members}))


def sight(claim: Claim, source: str) -> Seen:
    """One figure as a decision records it."""
    from factcheck.report.json import number

    value = number(claim.value) or f"{number(claim.low) or ''}..{number(claim.high) or ''}"
    return Seen(source, value, claim.unit, "" if claim.qualifier == "exact" else claim.qualifier)


def same(then: Sequence[Seen], now: Sequence[Seen]) -> bool:
    """Whether the figures are those that were seen; a renamed document is not a changed figure."""
    if {one.source for one in then} == {one.source for one in now}:
        return set(then) == set(now)
    return {(one.value, one.unit, one.bound) for one in then} == {(one.value, one.unit, one.bound) for one in now}


def make(
    result: Result,
    finding: Finding,
    state: State,
    reason: str,
    *,
    by: str,
    today: date,
    note: str = "",
    claim: str | None = None,
    expires: date | None = None,
) -> Decision:
    """A decision about a finding with what is seen now; `claim` is the one that is right (accept-source).

    Raises DecisionError for a missing reason or side, or a day that is past.
    """
    if state not in STATES:
        raise DecisionError(f"没有决定 {state!r}；可用：{'、'.join(STATES)}。")
    if expires is not None and expires < today:
        raise DecisionError(f"到期日 {expires} 已经过去。")
    if expires is None and state in TERM:
        expires = today + timedelta(days=TERM[state])
    claims, labels = {one.id: one for one in result.claims}, identities(result)
    accepts = None
    if state == "accept-source":
        if claim not in finding.claims or claim not in claims:
            raise DecisionError("没有指明以哪一处为准。")
        accepts = sight(claims[claim], labels.get(claims[claim].source, claims[claim].source))
    return Decision(
        finding=finding.id,
        state=state,
        reason=checked_reason(state, reason),
        note=note.strip(),
        by=by,
        at=today,
        expires=expires,
        accepts=accepts,
        seen=sights(finding, claims, labels),
    )


def checked_reason(state: str, reason: str, where: str = "") -> str:
    """The reason; one that silences must be of the known ones, so that reports can count them. Raises DecisionError."""
    before = f"{where}：" if where else ""
    if not reason.strip():
        raise DecisionError(f"{before}缺理由（reason）。")
    if state in {"both-ok", "ignore"} and reason not in REASONS:
        near = get_close_matches(reason, REASONS, n=1)
        hint = f"，是否想写 {near[0]}？" if near else f"；可用：{'、'.join(REASONS)}。另有说明请写在 note 里。"
        raise DecisionError(f"{before}没有理由 {reason!r}{hint}")
    return reason.strip()
