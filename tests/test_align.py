"""Which claims are about one fact: equal keys for one wording or another, unequal ones for another substance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from factcheck import align, compare
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Group, Source

PUBLISHED = date(2025, 3, 1)


def groups(*texts: str) -> list[Group]:
    sources = [Source(f"d{n}", f"{n}.txt", "0", published=PUBLISHED) for n in range(len(texts))]
    read = [c for s, t in zip(sources, texts, strict=True) for c in extract(Document(s, t)).claims]
    claims = [replace(c, id=f"c{n}") for n, c in enumerate(read, 1)]
    return align.group(claims, sources)


def together(one: str, other: str) -> bool:
    """Whether the first claims of two texts are one fact."""
    found = groups(one, other)
    return any({c.source for c in g.claims} == {"d0", "d1"} for g in found)


def claims(text: str) -> tuple[Claim, ...]:
    return extract(Document(Source("d0", "0.txt", "0", published=PUBLISHED), text)).claims


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年，青海省规上工业增加值1200亿元。", "2024年，青海省规模以上工业增加值1200亿元。"),
        ("2020年11月1日零时，青海省60岁及以上人口占比为12.1%。", "2020年，青海省60岁及以上人口占比为12.1%。"),
        ("第七次全国人口普查显示，青海省户均人口2.7人。", "2020年，青海省平均每个家庭户的人口为2.7人。"),
        ("2024年，青海省社零总额900亿元。", "2024年，青海省社会消费品零售总额900亿元。"),
        ("2024年，青海地区生产总值3950亿元。", "2024年，青海省GDP达3950亿元。"),
        ("2024年，青海省粮食产量116万吨。", "去年，青海省粮食总产量116万吨。"),
        ("2024年，青海省外贸进出口总值60亿元。", "2024年全年，青海省进出口总额60亿元。"),
        ("2024年，青海省粮食产量增长2.1%。", "2024年，青海省粮食产量同比增长2.1%。"),
        ("2024年，青海省粮食產量116萬噸。", "2024年，青海省粮食产量116万吨。"),
        ("2024年末，青海省常住人口593万人。", "截至2024年底，青海省常住人口593万人。"),
        ("2024年，青海省粮食产量居全国第28位。", "2024年，青海省粮食产量居全国第28位。"),
    ],
)
def test_one_fact_in_two_wordings(one: str, other: str) -> None:
    assert together(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年，青海省出口总额60亿元。", "2024年，青海省进出口总额60亿元。"),
        ("2024年，青海省出口总额60亿元。", "2024年，青海省进口总额60亿元。"),
        ("2024年，青海省工业增加值60亿元。", "2024年，青海省工业总产值60亿元。"),
        ("2024年，青海省粮食产量116万吨。", "2023年，青海省粮食产量116万吨。"),
        ("2024年，青海省粮食产量116万吨。", "2024年，甘肃省粮食产量116万吨。"),
        ("2024年，青海省粮食产量116万吨。", "2024年上半年，青海省粮食产量116万吨。"),
        ("2024年前三季度，青海省地区生产总值900亿元。", "2024年第三季度，青海省地区生产总值900亿元。"),
        ("2024年，青海省出口60亿元。", "2024年，青海省出口60亿美元。"),
        ("2024年，青海省粮食产量116万吨。", "2024年，青海省粮食产量增长116%。"),
        ("2024年，青海省粮食产量同比增长2%。", "2020年至2024年，青海省粮食产量年均增长2%。"),
        ("2024年，青海省失业率5%。", "2024年，青海省失业率下降5个百分点。"),
        ("2024年，青海省先进制造业增加值60亿元。", "2024年，青海省高技术制造业增加值60亿元。"),
        ("2024年，全国粮食产量116万吨。", "2024年，青海省粮食产量116万吨。"),
        ("2024年末，青海省常住人口593万人。", "2023年末，青海省常住人口593万人。"),
        ("2024年，青海省城镇居民人均可支配收入4万元。", "2024年，青海省农村居民人均可支配收入4万元。"),
        ("2024年，青海省粮食产量116万吨。", "2024年，青海省粮食产量居全国第116位。"),
    ],
)
def test_two_facts_never_meet(one: str, other: str) -> None:
    assert not together(one, other)


def test_every_claim_is_in_one_group() -> None:
    text = "2024年，青海省粮食产量116万吨，增长2.1%，居全国第28位。2024年，青海省出口60亿元，进口30亿元。"
    found = groups(text, text)
    members = [(c.source, c.id) for g in found for c in g.claims]
    assert len(members) == len(set(members)) == 2 * len(claims(text))


def test_a_group_says_why() -> None:
    (group, *_) = groups("2024年，青海省规上工业增加值1200亿元。", "2024年，青海省规模以上工业增加值1300亿元。")
    assert any("青海省" in reason for reason in group.why)


def test_an_unsure_claim_meets_only_its_own_sentence() -> None:
    one, other = "这一数字达到12.5%。", "这个数达12.5%。"
    assert together(one, one)
    assert not together(one, other)


def test_one_claim_too_many_is_a_conflict() -> None:
    texts = ("2024年，青海省粮食产量116.3万吨。", "2024年，青海省粮食产量118.3万吨。")
    sources = [Source(f"d{n}", f"{n}.txt", "0", published=PUBLISHED) for n in range(2)]
    _, findings = compare.compare(groups(*texts), sources)
    assert [f.severity for f in findings] == ["error"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年，青海省粮食产量116.3万吨。", "2024年，青海省粮食产量116万吨。"),
        ("2024年，青海省出口1.67万亿元。", "2024年，青海省出口16710亿元。"),
        ("2024年，青海省粮食产量超过116万吨。", "2024年，青海省粮食产量116.3万吨。"),
        ("2024年，青海省粮食产量约116万吨。", "2024年，青海省粮食产量116.3万吨。"),
    ],
)
def test_rounding_and_bounds_agree(one: str, other: str) -> None:
    assert together(one, other)
    sources = [Source(f"d{n}", f"{n}.txt", "0", published=PUBLISHED) for n in range(2)]
    _, findings = compare.compare(groups(one, other), sources)
    assert [f for f in findings if f.severity != "note"] == []


def test_keys_of_a_series_are_all_different() -> None:
    found = groups(*(f"{year}年，青海省粮食产量116万吨。" for year in range(2015, 2025)))
    keys = [g.claims[0].key for g in found]
    assert len(found) == 10
    assert all(a != b for a, b in pairwise(keys))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2月26日，《甲乙丙》累计票房9.8亿元。", "截至2月26日，《甲乙丙》累计票房9.8亿元。", True),
        ("2月26日，《甲乙丙》累计票房9.8亿元。", "截至2月27日，《甲乙丙》累计票房9.9亿元。", False),
        ("2024年，青海省PM2.5年均浓度25微克/立方米。", "2024年，青海省PM2.5浓度为25微克/立方米。", True),
        ("2021年至2024年，青海省年均接待游客25万人次。", "2024年，青海省接待游客25万人次。", False),
    ],
)
def test_a_running_total_is_of_its_day_and_a_yearly_mean_of_its_year(one: str, other: str, same: bool) -> None:
    assert together(one, other) is same
