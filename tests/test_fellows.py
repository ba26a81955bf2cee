"""Documents that share many figures tell of one matter; what one leaves open another says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factcheck import align, compare, fellows, matters
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Finding, Source

DAY = date(2025, 8, 12)
SHARED = "成都市展会闭幕。成都市展会意向成交额120.5亿元，展览面积36.4万平方米，共有展位7215个。"
RETOLD = "展会落幕\n成都市展会7215个展位售罄，展览面积36.4万平方米，意向成交额达120.5亿元。"
OTHERS = "成都市展会闭幕。成都市展会意向成交额98.3亿元，展览面积31.7万平方米，共有展位6014个。"


def run(*texts: str) -> tuple[list[tuple[str, ...]], list[Finding], list[Claim]]:
    """The texts of the figures of each fact, the findings, and all claims."""
    sources = [Source(f"s{n}", f"s{n}.txt", str(n), published=DAY) for n, _ in enumerate(texts)]
    found = [c for source, text in zip(sources, texts, strict=True) for c in extract(Document(source, text)).claims]
    claims = [replace(c, id=f"c{n}") for n, c in enumerate(found)]
    facts, findings = compare.compare(align.group(claims, sources), sources)
    by_id = {c.id: c for c in claims}
    return [tuple(by_id[i].text for i in f.claims) for f in facts], findings, claims


def one_fact(figure: str, *texts: str) -> bool:
    """Whether both texts' figures of that value became one fact."""
    return any(len(held) > 1 and all(figure in text for text in held) for held in run(*texts)[0])


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [
        ("成都市展会共有参展企业4108家。", "本届展会参展厂商4108家。", "4108家"),  # an owner left unsaid, another word
        ("2025年，参展企业4108家。", "今年有4108家厂商到场。", "4108家"),  # a time and a name that are told otherwise
        ("四川省参展企业4108家。", "成都市有参展商4108家。", "4108家"),  # a place in a place
        ("成都市展会观众17万人次。", "本届展会观众17万人次。", "17万人次"),  # two digits, one name
        ("境外观众4.86万人次，增长12.5%。", "来自境外的有4.86万人次，同比增幅12.5%。", "12.5%"),  # two figures in a row
        ("安保人员83人，保洁员417人。", "服务队83人，另有417人打扫。", "417人"),  # the one that tells is of the row too
        ("昆明市参展企业41083家。", "大理州参展企业41083家。", "41083家"),  # five digits: one owner is misread
    ],
)
def test_what_one_leaves_open_another_says(one: str, other: str, figure: str) -> None:
    assert one_fact(figure, SHARED + one, RETOLD + other)


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [
        ("四川省参展企业4108家。", "云南省有参展商4108家。", "4108家"),  # two places
        ("2024年参展企业4108家。", "2023年参展厂商4108家。", "4108家"),  # two years
        ("成都市展会观众17万人次。", "成都市展会志愿者17万人次。", "17万人次"),  # two digits, two names
        ("参展企业超过4108家。", "参展厂商不足4108家。", "4108家"),  # they differ
    ],
)
def test_what_both_say_keeps_them_apart(one: str, other: str, figure: str) -> None:
    assert not one_fact(figure, SHARED + one, RETOLD + other)


def test_documents_that_share_little_are_of_two_matters() -> None:
    assert not one_fact("4108家", OTHERS + "参展企业4108家。", RETOLD + "昆明市有4108家厂商到场。")


def test_a_number_that_one_document_gives_twice_tells_nothing() -> None:
    twice = SHARED + "昆明市参展企业4108家。大理州采购商4108家。"
    assert not one_fact("4108家", twice, RETOLD + "本届有4108家厂商到场。")


def test_links_bring_no_finding() -> None:
    facts, findings, _ = run(SHARED + "参展企业4108家。", RETOLD + "本届有4108家厂商到场，专业观众9.7万人次。")
    assert facts
    assert not findings


def test_a_yearbook_is_no_retelling() -> None:
    lines = "".join(f"第{n}号地块面积{n}.37公顷。" for n in range(100, 100 + fellows.MOST + 20))
    _, _, claims = run(lines, lines)
    size = {"s0": len(claims) // 2, "s1": len(claims) // 2}
    first = next(c for c in claims if c.source == "s0")
    other = next(c for c in claims if c.source == "s1" and c.value == first.value)
    assert min(size.values()) > fellows.MOST
    assert not list(matters.candidates([[first], [other]], size))
    assert list(matters.candidates([[first], [other]], {"s0": 5, "s1": 5000})) == [("s0", "s1")]


def test_the_order_of_documents_changes_nothing() -> None:
    one, other = SHARED + "2025年，参展企业4108家。", RETOLD + "今年有4108家厂商到场。"
    there, back = run(one, other)[0], run(other, one)[0]
    assert sorted(map(sorted, there)) == sorted(map(sorted, back))
