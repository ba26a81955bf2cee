"""Word boundaries and parts of speech, from rjieba with this project's terms in its dictionary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

import rjieba

from factcheck import lexicon

_COMMON: Final = 20_000  # dictionary frequency that keeps a term whole
_HAN_WORD: Final = re.compile(r"^[\u3400-\u9fff]{2,8}$")


@cache
def _segmenter() -> rjieba.Jieba:
    segmenter = rjieba.Jieba()
    terms = [(row[0], row[1] or "n") for row in lexicon.rows("terms")]
    terms += [(row[0], "n") for name in ("heads", "rewrites") for row in lexicon.rows(name)]
    for word, tag in terms:
        if _HAN_WORD.match(word):
            segmenter.add_word(word, _COMMON, tag)
    return segmenter


Tagged = tuple[tuple[str, str], ...]


def tag(text: str) -> Tagged:
    """(word, part of speech) in ICTCLAS letters: n noun, v verb, d adverb, p preposition, c conjunction, u particle."""
    return _phrase(text) if len(text) <= _PHRASE else _tagged(text)


_PHRASE: Final = 40  # characters; what is no longer is asked about again and again


def _tagged(text: str) -> Tagged:
    parts = _segmenter().tag(text)
    if any(word in text for word in _retagged()):
        parts = [(word, _retagged().get(word, kind)) for word, kind in parts]
    if "在" in text:
        parts = _attributes(parts)
    return tuple(_rates(parts) if "率" in text else parts)


@cache
def _retagged() -> dict[str, str]:
    """Terms that the dictionary has as another part of speech, which adding them does not change."""
    found = ((row[0], row[1] or "n", _segmenter().tag(row[0])) for row in lexicon.rows("terms"))
    return {word: kind for word, kind, parts in found if len(parts) == 1 and parts[0][1] != kind}


_phrase = lru_cache(maxsize=10_000)(_tagged)


_PROPER: Final = frozenset({"nr", "nz", "nt", "nrt"})


def is_proper(word: str) -> bool:
    """Whether a word is one name of a person, a body or a make."""
    parts = tag(word)
    return len(parts) == 1 and parts[0][1] in _PROPER


def proper_names(text: str) -> list[str]:
    """The names of people, bodies and makes in a text, as often as they stand there."""
    return [word for word, kind in _segmenter().tag(text) if kind in _PROPER]


# 在岗职工, 在站博士后: what describes the noun behind it, not where something is
_STATES: Final = frozenset("册岗港编读售途逃训研营站职")


def _attributes(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for i, (word, kind) in enumerate(parts):
        noun = i + 1 < len(parts) and len(parts[i + 1][0]) > 1 and parts[i + 1][1].startswith("n")
        if noun and word in _STATES and out and out[-1][0] == "在":
            out[-1] = ("在" + word, "b")
        else:
            out.append((word, kind))
    return out


_BEHIND_RATES: Final = frozenset("为亦也仅已是约至超达近逾")  # 控球|率仅: no word of the dictionary


def _rates(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """控球|率: the end of a rate that the dictionary does not have, not 率 (to lead), which has someone behind it."""
    out: list[tuple[str, str]] = []
    for i, (word, kind) in enumerate(parts):
        leads = i + 1 < len(parts) and parts[i + 1][1][0] in "nrm"
        alone = word == "率" or (len(word) == 2 and word[0] == "率" and word[1] in _BEHIND_RATES)
        if alone and out and out[-1][1][0] in "nvab" and not leads:
            out[-1] = (out[-1][0] + "率", "n")
            out += [(word[1:], kind)] if word != "率" else []
        else:
            out.append((word, kind))
    return out


_PARTICLES: Final = frozenset({"d", "df", "p", "c", "r", "y", "e", "o", "u", "uj", "ul", "ud", "ug", "uv", "uz"})
_LIGHT: Final[frozenset[str]] = frozenset(lexicon.words("light_verbs"))


@lru_cache(maxsize=20_000)
def trim(phrase: str) -> str:
    """The phrase without the adverbs, prepositions and light verbs that lead to it or away from it."""
    parts = tag(phrase)
    first, last = 0, len(parts)
    while first < last and _leads(*parts[first]) and not _in_money(parts[first:last]):
        first += 1
    while last > first and _trails(*parts[last - 1]):
        last -= 1
    return "".join(word for word, _ in parts[first:last])


@lru_cache(maxsize=20_000)
def is_noun_phrase(phrase: str, shortest: int = 3) -> bool:
    """Whether a phrase of at least `shortest` characters ends in a noun and holds no adverb or particle: a name."""
    if len(phrase) < shortest or len(phrase) > 30:
        return False
    parts = tag(phrase)
    last = parts[-1][1]
    loose = any(kind in ("d", "p", "c", "r", "y", "ul", "uj", "x") and word not in "“”《》+·、" for word, kind in parts)
    return (last.startswith(("n", "eng")) and not loose) or (last in ("vn", "j", "q") and not loose)


@lru_cache(maxsize=20_000)
def is_plain_noun(phrase: str) -> bool:
    """Whether every word of a phrase may be part of one noun or list of nouns: no verb, adverb, pronoun, numeral."""
    return all(
        kind.startswith(("n", "vn", "j", "b", "s", "f", "l", "an", "eng")) or word in "“”《》、和及与" or word == "以及"
        for word, kind in tag(phrase)
    )


def _in_money(parts: Sequence[tuple[str, str]]) -> bool:
    """人民币存款: which of the deposits, not in what money a sum is told."""
    return parts[0][0] == "人民币" and len(parts) > 1 and parts[1][0].startswith(("存款", "贷款"))


def _leads(word: str, kind: str) -> bool:
    return word in _LIGHT or kind in _PARTICLES or (kind == "x" and word not in "“《")


def _trails(word: str, kind: str) -> bool:
    return word in _LIGHT or kind in _PARTICLES or (kind == "x" and word not in "”》")
