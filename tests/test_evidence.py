from __future__ import annotations

from datetime import date

from claims import claim, group, source, sources

from factcheck import evidence
from factcheck.compare import compare
from factcheck.model import Claim, Finding, Option, Source


def options(claims: list[Claim], docs: list[Source], **more: object) -> tuple[Option, ...]:
    _, findings = compare([group(*claims)], docs)
    return evidence.with_options(findings, claims, docs, **more)[0].options  # type: ignore[arg-type]


def test_more_independent_sources_come_first() -> None:
    claims = [claim("s1", "68.4%"), claim("s2", "68.2%"), claim("s3", "68.2%")]
    first, second = options(claims, sources("s1", "s2", "s3"))
    assert (first.text, second.text) == ("68.2%", "68.4%")
    assert first.reasons == ("两家独立来源这样写",)
    assert second.reasons == ("一家来源这样写",)
    assert first.claim == claims[1].id


def test_copies_are_one_witness() -> None:
    claims = [claim("s1", "68.4%"), claim("s2", "68.2%"), claim("s3", "68.2%")]
    first = options(claims, sources("s1", "s2", "s3"), families={"s3": "s2"})
    chosen = next(o for o in first if o.text == "68.2%")
    assert chosen.reasons == ("一家来源这样写", "另有1篇为同文转载，不另计")


def test_arithmetic_and_revision_outweigh_numbers() -> None:
    claims = [claim("s1", "68.4%"), claim("s2", "68.2%"), claim("s3", "68.2%")]
    by_sum = options(claims, sources("s1", "s2", "s3"), support={claims[0].id: ("甲÷乙＝68.38%至68.44%",)})
    assert by_sum[0].text == "68.4%"
    assert "与推算相符：甲÷乙＝68.38%至68.44%" in by_sum[0].reasons
    revised = [claim("s1", "68.4%", flags=("revised",)), *claims[1:]]
    first = options(revised, sources("s1", "s2", "s3"))[0]
    assert first.text == "68.4%"
    assert "标明为修订或最终数" in first.reasons


def test_tier_and_date_are_said_where_they_tell_readings_apart() -> None:
    docs = [source("s1", tier=1, published=date(2026, 2, 24)), source("s2", tier=3, published=date(2026, 2, 10))]
    first, second = options([claim("s1", "68.4%"), claim("s2", "68.2%")], docs)
    assert first.text == "68.4%"
    assert {"来源级别：一手来源", "来源较新（2026年2月24日）"} <= set(first.reasons)
    assert "来源较早（2026年2月10日）" in second.reasons
    same = [source("s1", published=date(2026, 2, 24)), source("s2", published=date(2026, 2, 24))]
    assert not any("较新" in r for o in options([claim("s1", "68.4%"), claim("s2", "68.2%")], same) for r in o.reasons)


def test_order_of_documents_does_not_matter() -> None:
    claims = [claim("s1", "68.4%"), claim("s2", "68.2%")]
    a = options(claims, sources("s1", "s2"))
    assert a == options(claims[::-1], sources("s2", "s1"))


def test_one_reading_is_no_choice() -> None:
    c = claim("s1", "68.4%")
    finding = Finding("FC-0", "FC101", "error", None, (c.id,), "", "")
    assert evidence.with_options([finding], [c], sources("s1"))[0].options == ()


def _text(source_id: str, sentences: range) -> list[Claim]:
    return [claim(source_id, f"{n}家", context=f"第{n}件事有{n}家。") for n in sentences]


def test_families_are_documents_that_print_the_same_sentences() -> None:
    claims = _text("s1", range(1, 11)) + _text("s2", range(1, 11)) + _text("s3", range(9, 20))
    assert evidence.families(claims) == {"s2": "s1"}
    assert evidence.families(claims[::-1]) == {"s2": "s1"}
    short = _text("s1", range(1, 3)) + _text("s2", range(1, 3))
    assert evidence.families(short) == {}  # two sentences alike prove nothing
    excerpt = _text("s1", range(1, 30)) + _text("s2", range(3, 9))
    assert evidence.families(excerpt) == {"s2": "s1"}
    chain = claims + _text("s4", range(1, 10))
    assert evidence.families(chain) == {"s2": "s1", "s4": "s1"}
