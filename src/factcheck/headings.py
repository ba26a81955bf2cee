"""What the headings of tables say of the figures beside them, by the words that end them (`data/table_words.tsv`)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from factcheck import lexicon

_BRACKETED: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
_SIGNS: Final = " ±+＋%％‰"
_SIMPLE: Final = str.maketrans("變動減長佔漲", "变动减长占涨")  # tables are read before their text is folded


@cache
def _table() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in lexicon.rows("table_words")}


def _ending(text: str) -> str:
    """The word of the table that ends `text`, "" where none of two characters does."""
    if text in _table():
        return text
    return next((text[-size:] for size in range(min(len(text), 8), 1, -1) if text[-size:] in _table()), "")


@cache
def role(label: str) -> str:
    """change, shift, share or code, as the word that ends the label says; value where it is all of it; else ""."""
    text = _BRACKETED.sub("", label).strip(_SIGNS).translate(_SIMPLE)
    word = _ending(text)
    kind = _table()[word][0] if word else ""
    return "" if kind == "value" and word != text else kind


def phrase(label: str) -> str:
    """A heading as a sentence says it: 同比 is 同比增长."""
    text = label.strip(_SIGNS).translate(_SIMPLE)
    word = _ending(text)
    said = _table()[word][1] if word else "-"
    return text if said == "-" else text.removesuffix(word) + said
