"""What the program says about documents, put into English: for reports with `--lang en`.

Findings are made, stored and hashed with Chinese sentences; here they are told again in English, from their
records where those hold everything, else by the table `data/english.tsv`. Names of entities and indicators, and
whatever stands in a document, stay as they are. A sentence that the table does not know stays Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from factcheck import naming
from factcheck.findings import left_out
from factcheck.lexicon import rows
from factcheck.model import Claim, Fact, Finding, Problem, Result, Source
from factcheck.rules import Rule, catalogue

_HOLE = re.compile(r"\{(\w+)(\*?)\}")
_LONGEST = 1_000  # characters; what is longer is no sentence of ours
_LIST = "、"
_AMOUNT = r"-?\d[^、至]*"
_WRITES = re.compile(r"写“")
_ARITHMETIC = "与由其他数字推算的结果不符。"
_OUTCOMES = {
    "互相矛盾。": "they contradict each other",
    "说法不一。": "they differ",
    "数字不同，但各有道理。": "the figures differ, each for a reason",
    "单位不同。": "the units differ",
}
_KINDS = {"rank": "rank", "growth": "growth", "streak": "years in a row", "target": "target"}
_SHOWN = 4  # readings named in a message


@dataclass(frozen=True, slots=True)
class Phrase:
    """A Chinese sentence with holes as a pattern, and its English."""

    words: tuple[str, ...]  # what stands between the holes
    pattern: re.Pattern[str]
    english: str

    def match(self, text: str) -> re.Match[str] | None:
        """The match of the whole text; the words are looked for first, for holes are slow to try."""
        return self.pattern.fullmatch(text) if all(word in text for word in self.words) else None

    def fill(self, found: re.Match[str]) -> str:
        """The English with what stood in the holes, put into English in turn where the table says so."""
        values = found.groupdict()

        def value(hole: re.Match[str]) -> str:
            text = values[f"n{hole[1]}" if hole[1].isdigit() else hole[1]]
            return translated(text) if hole[2] else text

        return _HOLE.sub(value, self.english)


def in_english(result: Result) -> Result:
    """The result with messages, causes, reasons and what was not checked in English."""
    claims = {claim.id: claim for claim in result.claims}
    facts = {fact.id: fact for fact in result.facts}
    sources = {source.id: source for source in result.sources}
    raised = {name for finding in result.findings for name in finding.claims}
    return replace(
        result,
        claims=tuple(_claim(one) if one.id in raised else one for one in result.claims),
        findings=tuple(_finding(one, claims, facts, sources) for one in result.findings),
        problems=tuple(_problem(one) for one in result.problems),
    )


def translated(text: str) -> str:
    """The English of one of our sentences, names of periods among them; any other text as it is."""
    if len(text) > _LONGEST:
        return text
    literal, phrases = _table()
    if text in literal:
        return literal[text]
    for phrase in phrases:
        found = phrase.match(text)
        if found:
            return phrase.fill(found)
    parts = text.split(_LIST) if _LIST in text else []
    told = [translated(part) for part in parts]
    return ", ".join(told) if told != parts else text


@cache
def _table() -> tuple[Mapping[str, str], tuple[Phrase, ...]]:
    """Sentences without holes, and those with, the most words first."""
    literal = {chinese: english for chinese, english in rows("english") if "{" not in chinese}
    holed = [(chinese, english) for chinese, english in rows("english") if "{" in chinese]
    holed.sort(key=lambda row: (-len(_HOLE.sub("", row[0])), row[0]))
    return literal, tuple(Phrase(_words(chinese), _pattern(chinese), english) for chinese, english in holed)


def _words(chinese: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\{\w+\*?\}", chinese) if part)


def _pattern(chinese: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\*?\})", chinese)
    seen: set[str] = set()
    return re.compile("".join(_part(part, seen) for part in parts), re.DOTALL)


def _part(part: str, seen: set[str]) -> str:
    hole = _HOLE.fullmatch(part)
    if hole is None:
        return re.escape(part)
    name = f"n{hole[1]}" if hole[1].isdigit() else hole[1]
    kind = r"\d+" if hole[1].isdigit() else _AMOUNT if name.startswith("q") else ".+?"
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    return f"(?P<{name}>{kind})"


def _claim(claim: Claim) -> Claim:
    return replace(claim, trace=tuple(map(translated, claim.trace)))


def _problem(problem: Problem) -> Problem:
    return replace(problem, reason=translated(problem.reason), place=translated(problem.place or "") or None)


def _finding(
    finding: Finding, claims: Mapping[str, Claim], facts: Mapping[str, Fact], sources: Mapping[str, Source]
) -> Finding:
    members = [claims[name] for name in finding.claims if name in claims]
    rule = catalogue().get(finding.rule)
    options = (replace(one, reasons=tuple(map(translated, one.reasons))) for one in finding.options)
    return replace(
        finding,
        message=_message(finding, members, facts.get(finding.fact or ""), sources),
        cause=_cause(finding.cause, rule) if rule else translated(finding.cause),
        why_paired=tuple(map(translated, finding.why_paired)),
        options=tuple(options),
    )


def _cause(cause: str, rule: Rule) -> str:
    """The rule's English sentence with what the Chinese one names."""
    found = _causes()[rule.id].fullmatch(cause)
    if found is None:
        return cause
    named = {"a": "", "b": "", "detail": ""} | found.groupdict()
    return rule.cause_en.format(a=named["a"], b=named["b"], detail=_detail(named["detail"])).rstrip(": ")


@cache
def _causes() -> Mapping[str, re.Pattern[str]]:
    return {name: _pattern(rule.cause) for name, rule in catalogue().items()}


def _detail(text: str) -> str:
    quoted = text[1:-1] if text[:1] == "“" and text[-1:] == "”" else None
    return f"“{translated(quoted)}”" if quoted is not None else translated(text)


def _message(finding: Finding, members: list[Claim], fact: Fact | None, sources: Mapping[str, Source]) -> str:
    """Who writes which figure, told from the records; sentences of a user's rules by the table."""
    note = left_out(finding.unlisted)
    if note and finding.message.endswith(note):
        whole = replace(finding, message=finding.message.removesuffix(note), unlisted=None)
        return f"{_message(whole, members, fact, sources)} {translated(note)}"
    message = finding.message
    if finding.rule >= "FC8" or not members or not _WRITES.search(message):
        return translated(message)
    about = _subject(naming.about(fact, members) if fact else None, members[0])
    if message.endswith(_ARITHMETIC):
        (who,) = naming.by_id(sources, [members[0].source]).values()
        return f"{about}: {who} writes “{naming.quote(members[0])}”, which does not fit what other figures give."
    outcome = next((said for end, said in _OUTCOMES.items() if message.endswith(end)), "the figures differ")
    return f"{about}: {'; '.join(_readings(members, sources))}: {outcome}."


def _subject(fact: Fact | None, claim: Claim) -> str:
    item: Fact | Claim = fact or claim
    entity = item.entity or ""
    indicator = item.indicator.removeprefix(entity) if entity else item.indicator
    names = (entity, indicator or "unnamed indicator", _KINDS.get(item.measure, ""))
    period = translated(naming.period_text(item.period))
    return " · ".join(part for part in names if part) + (f" ({period})" if period else "")


def _readings(members: Iterable[Claim], sources: Mapping[str, Source]) -> Iterator[str]:
    """A reading each: “A and B write “1.67万亿元””; a text that contradicts itself is named once."""
    sides: dict[tuple[object, ...], list[Claim]] = {}
    for claim in members:
        sides.setdefault((claim.value, claim.low, claim.high, claim.unit), []).append(claim)
    ids = list(dict.fromkeys(claim.source for side in sides.values() for claim in side))
    names = naming.by_id(sources, ids)
    shown = list(sides.values())[:_SHOWN]
    figures = naming.told_apart([naming.quote(side[0]) for side in shown], [side[0].value for side in shown])
    if len(ids) == 1:
        yield f"{names[ids[0]]} writes " + " and also ".join(f"“{figure}”" for figure in figures)
    else:
        for side, figure in zip(shown, figures, strict=True):
            who = list(dict.fromkeys(names[claim.source] for claim in side))
            said = (
                who[0] if len(who) == 1 else " and ".join(who) if len(who) == 2 else f"{who[0]} and {len(who) - 1} more"
            )
            yield f"{said} {'writes' if len(who) == 1 else 'write'} “{figure}”"
    if len(sides) > _SHOWN:
        yield f"{len(sides) - _SHOWN} more figures"
