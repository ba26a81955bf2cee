"""The catalogue of rules: every finding carries the id of one, and `explain` prints its page.

The pages are data (`data/rules.toml`), one table a rule, so that wording changes without code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from factcheck.model import FactcheckError, Severity

_RANK: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


class UnknownRule(FactcheckError):  # noqa: N818 - read by users as "unknown rule FC999"
    """There is no rule of that id."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's page; every field but the id and the severity is a sentence for a reader."""

    id: str
    severity: Severity  # the highest it is raised with
    title_zh: str
    title_en: str
    meaning: str
    meaning_en: str
    decided: str
    decided_en: str
    example: str
    advice: str
    advice_en: str
    cause: str  # template of the sentence in a finding, with {a}, {b}, {detail}
    cause_en: str  # the same in English, for reports
    documents: tuple[str, ...] = ()  # texts that give a finding of this rule and no other

    def title(self, lang: str = "zh") -> str:
        """What the rule is called."""
        return self.title_en if lang == "en" else self.title_zh

    def body(self, lang: str = "zh") -> tuple[str, str, str]:
        """What it means, how it is decided, what to do."""
        if lang == "en":
            return self.meaning_en, self.decided_en, self.advice_en
        return self.meaning, self.decided, self.advice

    def because(self, a: str = "", b: str = "", detail: str = "") -> str:
        """The cause as a sentence about two readings."""
        return self.cause.format(a=a, b=b, detail=detail)


@cache
def catalogue() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of ids."""
    tables = tomllib.loads(files("factcheck").joinpath("data", "rules.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: _rule(name, tables[name]) for name in sorted(tables)})


def _rule(name: str, row: dict[str, Any]) -> Rule:
    return Rule(**row | {"id": name, "documents": tuple(row.get("documents", ()))})


def rule(name: str) -> Rule:
    """The rule of that id, case ignored; raises UnknownRule."""
    found = catalogue().get(name.upper())
    if found is None:
        raise UnknownRule(f"没有规则 {name}；现有规则：{'、'.join(catalogue())}。")
    return found


def milder(a: Severity, b: Severity) -> Severity:
    """The lower of two severities."""
    return a if _RANK[a] <= _RANK[b] else b


def page(item: Rule, lang: str = "zh", level: str | None = None) -> str:
    """The page of a rule as Markdown, in Chinese or English ("en"); examples are Chinese text in both.

    `level` is what the settings make of it: a severity or off.
    """
    shown = item.severity if level in (None, item.severity) else f"{item.severity} → {level}"
    meaning, decided, advice = item.body(lang)
    if lang == "en":
        head = f"# {item.id} {item.title_en}\n\n{item.title_zh} · {shown}\n\n"
        named = ("Meaning", "How it is decided", "Example", "What to do")
    else:
        head = f"# {item.id} {item.title_zh}\n\n{item.title_en} · {shown}\n\n"
        named = ("含义", "判定", "例", "处理")
    said = zip(named, (meaning, decided, item.example + _shown(item), advice), strict=True)
    return head + "\n\n".join(f"**{name}** {text}" for name, text in said) + "\n"


def _shown(item: Rule) -> str:
    """The documents of the example, each a quotation."""
    quoted = ["\n".join(f"> {line}".rstrip() for line in text.split("\n")) for text in item.documents]
    return "".join(f"\n\n{text}" for text in quoted)
