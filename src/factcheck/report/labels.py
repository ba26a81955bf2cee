"""The words of the reports in Chinese and English, from `data/labels.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

Lang = Literal["zh", "en"]
HTML_LANG: Mapping[Lang, str] = MappingProxyType({"zh": "zh-CN", "en": "en"})


@cache
def table(lang: Lang) -> Mapping[str, Mapping[str, str]]:
    """All words of one language: section → key → text."""
    raw = tomllib.loads(files("factcheck").joinpath("data", "labels.toml").read_text(encoding="utf-8"))
    return MappingProxyType({section: MappingProxyType(words) for section, words in raw[lang].items()})


def label(lang: Lang, section: str, key: str | None) -> str:
    """The word for `key`; an unknown key is shown as it stands, so that nothing is hidden."""
    return "" if key is None else table(lang).get(section, {}).get(key, key)


def colon(lang: Lang, *parts: str) -> str:
    """The parts with a colon between them, as the language writes it."""
    return phrase(lang, "colon").join(parts)


def brackets(lang: Lang, text: str) -> str:
    """The text in brackets, with the space that they need before them; "" for none."""
    return phrase(lang, "brackets", x=text) if text else ""


def phrase(lang: Lang, key: str, **values: object) -> str:
    """A sentence of the section `ui` with its {names} filled in."""
    return table(lang)["ui"][key].format(**values)
