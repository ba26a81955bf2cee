"""What holds for any text: the same reading in any dress, nothing dropped, nothing breaks."""

from __future__ import annotations

import json
import random
import re
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from factcheck import align, compare
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Extraction, Fact, Finding, Source

PUBLISHED = date(2025, 3, 1)
PLACES = ("青海省", "珠海市", "山东省", "苏州市", "全国")
TIMES = ("2024年", "2023年上半年", "2024年前三季度", "2024年末", "2024年1—8月")
LEVELS = (
    ("地区生产总值", "亿元"),
    ("粮食产量", "万吨"),
    ("常住人口", "万人"),
    ("社会消费品零售总额", "亿元"),
    ("新能源汽车产量", "万辆"),
    ("进出口总额", "亿元"),
    ("高新技术企业", "家"),
    ("接待游客", "万人次"),
)
FIGURES = st.decimals(min_value=Decimal("1.1"), max_value=Decimal(99999), places=1, allow_nan=False)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of official statistics with one to three figures."""
    name, unit = draw(st.sampled_from(LEVELS))
    figure = draw(FIGURES)
    printed = str(int(figure)) if unit == "家" else str(figure)
    lead = draw(st.sampled_from(("", "约", "超过", "突破", "近")))
    place = draw(st.sampled_from(PLACES))
    among = () if place == "全国" else ("，增长6.1%，居全国第三位", "，占全省的12.5%")  # the nation is in no field
    tail = draw(st.sampled_from(("", "，同比增长5.2%", "，比上年下降0.8%", *among)))
    return f"{draw(st.sampled_from(TIMES))}，{place}{name}{lead}{printed}{unit}{tail}。"


TEXTS = st.lists(sentences(), min_size=1, max_size=4).map("".join)
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str) -> Extraction:
    return extract(Document(Source("s1", "a.txt", "0", published=PUBLISHED), text))


def said(claims: tuple[Claim, ...]) -> list[tuple[Any, ...]]:
    """What claims say, wherever and however it is printed."""
    return [
        (c.value, c.low, c.high, c.unit, c.qualifier, c.measure, c.basis, c.entity, c.indicator, c.period, c.scope)
        for c in claims
    ]


_TRADITIONAL = OpenCC("s2t").convert
_WIDE = {**{ord(c): ord(c) + 0xFEE0 for c in "0123456789.%"}}


@given(TEXTS)
@CALM
def test_traditional_says_what_simplified_says(text: str) -> None:
    assert said(read(_TRADITIONAL(text)).claims) == said(read(text).claims)


@given(TEXTS)
@CALM
def test_full_width_says_what_half_width_says(text: str) -> None:
    assert said(read(text.translate(_WIDE)).claims) == said(read(text).claims)


@given(TEXTS)
@CALM
def test_thousands_separators_change_nothing(text: str) -> None:
    grouped = re.sub(r"(?<![\d.])(\d{4,})(?=[.亿万家])", lambda m: f"{int(m.group()):,}", text)
    assert said(read(grouped).claims) == said(read(text).claims)


@given(TEXTS)
@CALM
def test_spaces_round_figures_change_nothing(text: str) -> None:
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[亿万家])", " ", text)
    assert said(read(spaced).claims) == said(read(text).claims)


def wrapped(text: str, width: int) -> str:
    """Lines of a newspaper column; none begins with a closing mark."""
    lines, line = [], ""
    for character in text:
        if len(line) >= width and character not in "，。、；：":
            lines.append(line)
            line = ""
        line += character
    return "\n".join([*lines, line])


@given(st.lists(sentences(), min_size=6, max_size=9).map("".join), st.integers(14, 22))
@settings(max_examples=40, deadline=None)
def test_a_wrapped_column_says_what_its_paragraph_says(text: str, width: int) -> None:
    assert said(read(wrapped(text, width)).claims) == said(read(text).claims)


class Compared(NamedTuple):
    """The documents of a comparison, with their texts by source id."""

    claims: tuple[Claim, ...]
    texts: dict[str, str]
    facts: list[Fact]
    findings: list[Finding]


def result(*texts: str) -> Compared:
    """The texts as documents of one run, from extraction to findings."""
    sources = [Source(f"d{n}", f"{n}.txt", "0", published=PUBLISHED) for n in range(len(texts))]
    claims: list[Claim] = []
    for source, text in zip(sources, texts, strict=True):
        claims += [
            replace(c, id=f"c{len(claims) + n}") for n, c in enumerate(extract(Document(source, text)).claims, 1)
        ]
    facts, findings = compare.compare(align.group(claims, sources), sources)
    return Compared(tuple(claims), {s.id: t for s, t in zip(sources, texts, strict=True)}, facts, findings)


def raised(found: Compared) -> set[tuple[Any, ...]]:
    """Rule, severity and the passages of each finding, by what is printed and not by where."""
    claims = {c.id: (found.texts[c.source], c.start, c.end) for c in found.claims}
    return {(f.rule, f.severity, tuple(sorted(claims[c] for c in f.claims))) for f in found.findings}


@given(st.lists(TEXTS, min_size=2, max_size=5, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_of_documents_does_not_matter(texts: list[str], rng: random.Random) -> None:
    shuffled = list(texts)
    rng.shuffle(shuffled)
    assert raised(result(*texts)) == raised(result(*shuffled))


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_two_runs_are_identical(texts: list[str]) -> None:
    def printed(found: Compared) -> bytes:
        return json.dumps(
            [[asdict(x) for x in part] for part in (found.claims, found.facts, found.findings)], default=str
        ).encode()

    assert printed(result(*texts)) == printed(result(*texts))


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_a_text_never_contradicts_its_copy(text: str) -> None:
    alone = {f.rule for f in result(text).findings if f.severity == "error"}
    assert {f.rule for f in result(text, _TRADITIONAL(text)).findings if f.severity == "error"} == alone


# -- nothing dropped, nothing broken ---------------------------------------------------------------

ODD = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from(
            "0123456789０１２９.．,，%％‰亿億万萬千百十零〇一二两三半成分之几数多余约近超"
            "至~～—-−+第年月日季度元家个人吨同比增长下降占的比重是倍《》「」“”（）()\n\t\x00 "),
    ),
    max_size=60,
)  # fmt: skip


def check_whole(text: str, found: Extraction) -> None:
    covered = bytearray(len(text))
    for entry in (*found.claims, *found.skipped):
        assert 0 <= entry.start < entry.end <= len(text)
        assert entry.text == text[entry.start : entry.end]
        covered[entry.start : entry.end] = b"\x01" * (entry.end - entry.start)
    lost = [m.group() for m in re.finditer(r"[0-9０-９]+", text) if not any(covered[m.start() : m.end()])]
    assert lost == []
    assert all(s.reason for s in found.skipped)


@given(ODD)
@settings(max_examples=800, deadline=None)
def test_any_text_is_read_and_every_numeral_is_ledgered(text: str) -> None:
    check_whole(text, read(text))


@given(TEXTS)
@CALM
def test_every_numeral_of_a_plain_text_is_ledgered(text: str) -> None:
    check_whole(text, read(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n" * 50,
        "\ud800产值12亿元\udfff，增长5%",
        "产值\x0012\x00亿元",
        "9" * 1_000_000,
        "9" * 200_000 + "亿元",
        "产值" + "亿" * 100_000 + "元",
        "一" * 20_000,
        "1," * 10_000,
        "1.2" * 30_000,
        "第" * 20_000,
        "（" * 20_000 + "12亿元",
        "《" * 20_000 + "12亿元",
        "约" * 20_000 + "12亿元",
        "、".join("12亿元" for _ in range(200)),
        "2024年" * 5_000,
        "万" * 20_000 + "12亿元",
        "增长5%，" * 200,
    ],
    ids=lambda text: repr(text[:12]) + f"x{len(text)}",
)
def test_hostile_texts_are_read(text: str) -> None:
    check_whole(text, read(text))


@given(ODD)
@settings(max_examples=150, deadline=None)
def test_any_text_goes_through_the_comparison(text: str) -> None:
    found = result(text, text)
    assert sorted(c for f in found.facts for c in f.claims) == sorted(c.id for c in found.claims)
