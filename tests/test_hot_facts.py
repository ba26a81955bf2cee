"""A fact stated by very many documents: the same verdicts, a cost that grows with the claims, a list with an end."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from claims import claim, group, source, sources

from factcheck import disputes, evidence, judge, levels, sweep
from factcheck.compare import compare
from factcheck.listing import A_SIDE, IN_ALL
from factcheck.model import Claim, Result, Source
from factcheck.report.english import in_english

MAJORITY, MINORITY = "68.2%", "68.4%"


def hot(count: int, wrong: int = 3) -> tuple[list[Claim], list[Source]]:
    """So many documents on one fact, a few of them with another figure."""
    names = [f"s{i}" for i in range(count)]
    return [claim(n, MINORITY if i < wrong else MAJORITY) for i, n in enumerate(names)], sources(*names)


def test_a_finding_lists_some_claims_and_says_how_many_not() -> None:
    claims, docs = hot(A_SIDE + 100)
    facts, (finding,) = compare([group(*claims)], docs)
    assert len(facts[0].claims) == A_SIDE + 100
    assert len(finding.claims) == A_SIDE + 3
    assert finding.unlisted == 97
    assert "等297篇" in finding.message
    assert finding.message.endswith("，互相矛盾。另有97处未逐一列出。")
    assert {c.id for c in claims[:3]} <= set(finding.claims)


def test_the_same_in_english() -> None:
    claims, docs = hot(A_SIDE + 100)
    facts, found = compare([group(*claims)], docs)
    result = in_english(Result(tuple(docs), tuple(claims), (), tuple(facts), tuple(found)))
    assert result.findings[0].message.endswith("they contradict each other. 97 more places are not listed.")


def test_a_finding_that_fits_lists_all() -> None:
    claims, docs = hot(A_SIDE)
    _, (finding,) = compare([group(*claims)], docs)
    assert len(finding.claims) == A_SIDE
    assert finding.unlisted is None
    assert "未逐一列出" not in finding.message


def test_very_many_figures_of_one_fact() -> None:
    claims = [claim(f"s{i}", f"{500 + i / 10:.1f}亿元") for i in range(IN_ALL + 500)]
    _, (finding,) = compare([group(*claims)], sources(*(c.source for c in claims)))
    assert len(finding.claims) == IN_ALL
    assert finding.unlisted == 500
    assert f"另有{IN_ALL + 496}种写法" in finding.message


def test_what_is_listed_does_not_depend_on_the_order_of_documents() -> None:
    claims, docs = hot(A_SIDE + 50)
    mixed = random.Random(3).sample(claims, len(claims))
    first = compare([group(*claims)], docs)[1]
    second = compare([group(*mixed)], docs[::-1])[1]
    assert [(f.id, sorted(f.claims), f.message) for f in first] == [(f.id, sorted(f.claims), f.message) for f in second]


def test_every_kind_of_claim_is_listed() -> None:
    claims, docs = hot(A_SIDE + 100)
    claims[-1] = replace(claims[-1], basis="real", flags=("preliminary",))
    _, (finding,) = compare([group(*claims)], docs)
    assert claims[-1].id in finding.claims


def test_witnesses_that_are_not_listed_count() -> None:
    claims, docs = hot(A_SIDE + 100)
    facts, found = compare([group(*claims)], docs)
    (finding,) = evidence.with_options(found, claims, docs, facts=facts)
    assert [o.reasons[0] for o in finding.options] == [f"{A_SIDE + 97}家独立来源这样写", "三家独立来源这样写"]


SHAPES = {
    "few values": lambda i, n: claim(f"s{i}", MINORITY if i % 7 == 0 else MAJORITY),
    "all distinct": lambda i, n: claim(f"s{i}", f"{1000 + i * 7}家"),
    "two a document": lambda i, n: claim(f"s{i // 2}", MAJORITY if i % 2 else f"{68.3 + i:.1f}%"),
    "sentences in pairs": lambda i, n: claim(f"s{i}", MINORITY if i % 3 else MAJORITY, template=f"t{i // 2}"),
    "sentences, two a document": lambda i, n: claim(f"s{i % (n // 2)}", f"{68 + i / 10:.1f}%", template=f"t{i // 2}"),
    "one sentence": lambda i, n: claim(f"s{i}", f"{1000 + i * 7}家", template="t"),
    "bounds": lambda i, n: claim(f"s{i}", f"超{1000 + i}家"),
    "forecasts": lambda i, n: claim(f"s{i}", f"{500 + i}家", flags=("forecast",) if i % 2 else ()),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_readings_are_compared_in_proportion_to_their_number(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()
    real = levels.compare_readings

    def counted(a: levels.Reading, b: levels.Reading) -> levels.Level:
        calls[shape] += 1
        return real(a, b)

    for module in (sweep, disputes, judge):
        monkeypatch.setattr(module, "compare_readings", counted)
    cost = []
    for n in (200, 800):
        calls.clear()
        made = [SHAPES[shape](i, n) for i in range(n)]
        docs = [source(name, published=date(2025, 3, 1)) for name in dict.fromkeys(c.source for c in made)]
        compare([group(*made)], docs)
        cost.append(calls[shape])
    assert cost[1] <= 8 * cost[0] + 40 * 40


def test_a_sentence_of_many_figures_ties_them_once() -> None:
    made = [claim(f"s{i}", f"{1000 + i * 7}家", template=f"t{i // 4}") for i in range(400)]
    docs = sources(*(c.source for c in made))
    facts, found = compare([group(*made)], docs)
    listed = [c for f in facts for c in f.claims]
    assert sorted(listed) == sorted(c.id for c in made)  # each claim in one fact
    assert {f.severity for f in found} == {"error"}


# --- documents that print the same text -------------------------------------------------------------


def _slow(sentences: dict[str, set[str]]) -> dict[str, str]:
    """Families by comparing all documents with all."""
    names = sorted(sentences)
    root = {n: n for n in names}
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            both = len(sentences[a] & sentences[b])
            if both >= 4 and both >= Decimal("0.8") * min(len(sentences[a]), len(sentences[b])):
                low, high = sorted((root[a], root[b]))
                root = {n: low if r == high else r for n, r in root.items()}
    return {n: r for n, r in root.items() if r != n}


@pytest.mark.parametrize("seed", range(20))
def test_families_are_those_of_all_pairs(seed: int) -> None:
    rng = random.Random(seed)
    pool = [f"第{n}件事有若干。" for n in range(60)]
    sentences = {f"s{i}": set(rng.sample(pool[: rng.choice((12, 60))], rng.randint(1, 12))) for i in range(30)}
    claims = [claim(name, "5家", context=text) for name, own in sentences.items() for text in sorted(own)]
    assert evidence.families(claims) == _slow(sentences)
