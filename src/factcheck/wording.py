"""Claims in the very same words, their figures aside: what ties a figure to its altered double.

Two names a claim at most: the sentence as a whole (`Claim.template`), and the words right around
the figure, which still agree where a line break or a heading changed the rest of the sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from unicodedata import normalize

from factcheck import setting
from factcheck.model import Claim, Source

_LEANING = ("其中", "此外", "同期", "同时", "其", "该", "上述")  # a sentence that begins so has its subject elsewhere
_BEFORE, _AFTER = 10, 6  # characters around a figure
_LEAST = 8  # of them words, below which likeness proves nothing
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FIGURE = re.compile(rf"{_NUMBER.pattern}(?![\d年月日天时周季号届])")  # a number that tells a time stays
_TIME = re.compile(r"\d+(?=[年月日天时周季号届])")
_REACH = 40  # characters before a figure in which a time may be its own
_PAUSE = re.compile(r"[，。；：！？\n]")
_HOME = re.compile("中国|我国")
_NOISE = re.compile(r"[\s，、。；：,;:]")


def frames(claims: Iterable[Claim], sources: Mapping[str, Source], *, near: bool = False) -> dict[str, tuple[str, ...]]:
    """For each claim id the names of its sentence; equal names are the same words about the same time.

    With `near` the words right around the figure count too: only for claims that share their key.
    """
    found: dict[str, list[Claim]] = defaultdict(list)
    names: dict[str, tuple[str, ...]] = {}
    for c in claims:
        if c.template:
            found[c.template].append(c)
    for template, members in found.items():
        days = {s.published for c in members if (s := sources.get(c.source)) and s.published}
        for c in members:
            source = sources.get(c.source)
            day = source.published if source else None
            apart = len(days) > 1 and of_its_day(c, day)
            names[c.id] = (f"{template} {day or ''}" if apart else f"{template}{_edition(c, day)}",)
    if near:
        for c in claims:
            timed = _timed(c, sources)
            if timed:
                names[c.id] = (*names.get(c.id, ()), timed)
    return names


def of_its_day(claim: Claim, published: date | None) -> bool:
    """Whether the sentence leans on the one before it, or counts what goes on: it proves nothing across days."""
    return claim.context.lstrip().startswith(_LEANING) or _unfinished(claim, published)


def _unfinished(claim: Claim, published: date | None) -> bool:
    """Whether a level is of a time that was not over when its document appeared."""
    if published is None or claim.period is None or claim.measure != "level":
        return False
    return claim.period.start <= published < claim.period.end


def _edition(claim: Claim, published: date | None) -> str:
    """The month that a forecast is of: the same sentence of July and of October are two editions of it."""
    foretold = published is not None and claim.measure == "target" and setting.FORESEES.search(claim.context)
    return f" {published:%Y-%m}" if foretold and "目标" not in claim.context else ""


def long_enough(claim: Claim) -> bool:
    """Whether the sentence has words enough to be known by them, whatever else was read of it."""
    return len(_NOISE.sub("", _NUMBER.sub("", claim.context))) >= _LEAST + 2


def clause(claim: Claim) -> str:
    """The clause around the figure, figures aside; "" where it says little or has the figure twice."""
    number = _NUMBER.search(normalize("NFKC", "".join(claim.text.split())))
    if number is None:
        return ""
    hits = [m for m in _NUMBER.finditer(claim.context) if m[0] == number[0]]
    if len(hits) != 1:
        return ""
    before, after = claim.context[: hits[0].start()], claim.context[hits[0].end() :]
    words = _masked(_PAUSE.split(before)[-1] + "#" + _PAUSE.split(after)[0])
    words = _HOME.sub("全国", words)
    return words if len(words) >= _LEAST - 1 else ""


@lru_cache(maxsize=1 << 15)
def _surroundings(text: str, said: str) -> tuple[str, str, str] | None:
    """The words before and behind a figure in what is said, and the times named before it."""
    if not said or said.lstrip().startswith(_LEANING):
        return None
    number = _NUMBER.search(normalize("NFKC", "".join(text.split())))
    if number is None:
        return None
    context = normalize("NFKC", said)
    hits = [m for m in _NUMBER.finditer(context) if _plain(m[0]) == _plain(number[0])]
    if len(hits) != 1:
        return None
    before = _masked(context[: hits[0].start()])[-_BEFORE:]
    after = _masked(context[hits[0].end() :])[:_AFTER]
    if len((before + after).replace("#", "")) < _LEAST:
        return None
    return before, after, ",".join(_TIME.findall(context[max(0, hits[0].start() - _REACH) : hits[0].start()]))


def _timed(claim: Claim, sources: Mapping[str, Source]) -> str:
    """The words around the figure and its time; "" where they are too few."""
    found = _surroundings(claim.text, claim.context)
    if found is None:
        return ""
    before, after, times = found
    source = sources.get(claim.source)
    if source and _unfinished(claim, source.published):
        times = f"{times} {source.published}"
    times += _edition(claim, source.published if source else None)
    when = (claim.period.start, claim.period.end) if claim.period else source.published if source else None
    return f"{before}|{after}|{claim.unit}|{when}|{times}"


def _plain(number: str) -> str:
    return number.replace(",", "")


def _masked(text: str) -> str:
    return _NOISE.sub("", _FIGURE.sub("#", text))
