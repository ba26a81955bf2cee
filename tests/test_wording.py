"""The same sentence with another figure: always raised, whatever else was read of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from claims import claim, group, source, sources, year

from factcheck.compare import compare
from factcheck.model import Claim, Finding, Group

SENTENCE = "甲市假期共接待游客{}，比上年同期明显增加。"


def told(name: str, text: str, **changes: object) -> Claim:
    return claim(name, text, template="t#1", context=SENTENCE.format(text), **changes)


def run(*groups: Group) -> list[Finding]:
    return compare(list(groups), sources("s1", "s2", "s3"))[1]


@pytest.mark.parametrize(
    ("a", "b", "severity"),
    [
        ("超3300万人次", "超3303万人次", "warning"),
        ("超3亿元", "超1亿元", "warning"),
        ("近1000万家", "近1001万家", "warning"),
        ("约25.8亿元", "约25.7亿元", "warning"),
        ("约4万亿元", "约2万亿元", "warning"),
        ("超1.4万台", "超1.4亿台", "warning"),
        ("24.32亿人次", "24.36亿人次", "error"),
        ("2389人", "3289人", "error"),
        ("5.5%", "5.6%", "warning"),  # a last digit apart
    ],
)
def test_an_altered_figure_is_raised(a: str, b: str, severity: str) -> None:
    (finding,) = run(group(told("s1", a), told("s2", b)))
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("a", "b"),
    [("超3300万人次", "超3300万人次"), ("6.33亿元", "6.3亿元"), ("约2.6万家", "约3万家"), ("43%", "43.0%")],
)
def test_the_same_figure_or_a_rounded_one_is_not(a: str, b: str) -> None:
    assert not [f for f in run(group(told("s1", a), told("s2", b))) if f.severity != "note"]


def test_overlapping_approximations_are_told_as_what_they_are() -> None:
    (finding,) = run(group(told("s1", "约25.8亿元"), told("s2", "约25.7亿元")))
    assert finding.rule == "FC114"
    assert "同一句话" in finding.cause
    assert finding.why_paired[-1] == "同一句话，只有数字不同"


def test_whatever_else_was_read_of_the_sentence() -> None:
    a = told("s1", "504万辆", indicator="到504万辆", key=("甲市", "到504万辆"))
    b = told("s2", "500万辆", indicator="到500万辆", key=("甲市", "到500万辆"), measure="target", period=year(2024))
    (finding,) = run(group(a), group(b))
    assert set(finding.claims) == {a.id, b.id}
    assert finding.rule != "FC301"


def test_a_claim_joins_the_fact_that_others_state() -> None:
    group_of_three = [told("s1", "125亿元"), claim("s1", "125亿元"), claim("s3", "125亿元")]
    odd = told("s2", "124亿元", key=("其他",))
    facts, (finding,) = compare([Group(tuple(group_of_three)), group(odd)], sources("s1", "s2", "s3"))
    assert len(finding.claims) == 4
    assert len(facts) == 1
    assert facts[0].verdict in ("conflict", "tension")


def test_few_words_prove_nothing_across_keys() -> None:
    a = replace(told("s1", "12.1%", key=("a",)), context="增长12.1%。")
    b = replace(told("s2", "14.5%", key=("b",)), context="增长14.5%。")
    assert run(group(a), group(b)) == []


def test_other_units_are_other_figures() -> None:
    assert run(group(told("s1", "5个", key=("a",))), group(told("s2", "6元", key=("b",)))) == []


def test_a_sentence_that_leans_proves_nothing_across_days() -> None:
    text = "其中，出口{}，比上年同期明显增长。"
    days = [source("s1", published=date(2025, 6, 9)), source("s2", published=date(2025, 7, 5))]
    made = [
        claim(f"s{i}", figure, template="t#1", context=text.format(figure), key=(figure,))
        for i, figure in enumerate(("1881.8亿元", "5995.7亿元"), 1)
    ]
    groups = [group(c) for c in made]
    assert compare(groups, days)[1] == []
    assert len(compare(groups, [days[0], source("s2")])[1]) == 1  # of unknown day


def test_the_words_around_a_figure_are_enough_within_one_key() -> None:
    """A heading run into the sentence changes its fingerprint; other figures of the key part the rest."""
    a = [claim("s1", "9.7万辆", context="出口方面，全年累计出口整车9.7万辆，创历史新高。", template="a#1")]
    a.append(claim("s1", "4.1万辆", context="另有四季度出口4.1万辆。", template="a#2"))
    b = [claim("s2", "9.8万辆", context="标题出口方面，全年累计出口整车9.8万辆，创历史新高。", template="b#1")]
    b.append(claim("s2", "30.2万辆", context="总计30.2万辆。", template="b#2"))
    found = run(Group((*a, *b)))
    assert [set(f.claims) for f in found] == [{a[0].id, b[0].id}]


def test_a_time_in_the_words_keeps_them_apart() -> None:
    made = [
        claim("s1", "8.6%", context="春运前12天，民航旅客运输量日均较上年增长8.6%。", template="a#1"),
        claim("s1", "1.1%", context="另计1.1%。", template="a#2"),
        claim("s2", "7.8%", context="春运前14天，民航旅客运输量日均较上年增长7.8%。", template="b#1"),
        claim("s2", "3.1%", context="另计3.1%。", template="b#2"),
    ]
    assert run(Group(tuple(made))) == []


def test_neither_groups_nor_claims_need_an_order() -> None:
    made = [
        told("s1", "500万辆", key=("a",)),
        told("s2", "504万辆", key=("b",)),
        told("s3", "505万辆", key=("c",)),
    ]
    found = {tuple((f.id, frozenset(f.claims)) for f in run(*map(group, order))) for order in permutations(made)}
    assert len(found) == 1
