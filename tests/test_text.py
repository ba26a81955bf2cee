"""Folding: one form to read, and where every character of it stands in the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.model import Document, Edit, Source
from factcheck.text import Folded, fold


def folded(text: str, *edits: Edit) -> Folded:
    return fold(Document(Source("s1", "a.txt", "0"), text, edits))


PARAGRAPHS = (
    "全省地区生产总值五万三千亿元，同比增长百分之六，其中第一产业增加值稳步提高，第二产业支撑有力，第三产业发展较快，民营经济保持活跃。",
    "居民收入继续增加，城镇居民人均可支配收入54188元，农村居民人均可支配收入23119元，城乡收入差距进一步缩小，消费信心逐步恢复。",
    "外贸进出口总值4.39万亿元，增长5.7%，对共建国家进出口2.21万亿元，占比超过一半，民营企业进出口占总值的55.5%，比重继续提升。",
    "交通运输保持畅通，全年公路水路铁路民航共完成营业性客运量171亿人次，货物运输量568.7亿吨，港口货物吞吐量175.5亿吨。",
)


def read(text: str) -> str:
    """The folded text; where a line happens to end a sentence, the break may stand for a paragraph's end."""
    return folded(text).text.replace("。\n", "。")


def wrapped(text: str, width: int, gap: str = "\n") -> str:
    """The text as a newspaper column sets it: no line begins with a closing mark."""
    lines, line = [], ""
    for character in text:
        if len(line) >= width and character not in "，。、；：":
            lines.append(line)
            line = ""
        line += character
    return gap.join([*lines, line])


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("width", [14, 16, 17, 18, 20, 22])
def test_a_wrapped_column_folds_to_its_paragraph(width: int, gap: str) -> None:
    text = "".join(PARAGRAPHS)
    assert read(wrapped(text, width, gap)) == read(text)


@given(st.permutations(PARAGRAPHS), st.integers(14, 24))
@settings(max_examples=40, deadline=None)
def test_any_wrapping_folds_to_the_same(paragraphs: list[str], width: int) -> None:
    text = "".join(paragraphs)
    assert read(wrapped(text, width)) == read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市共有高新技术企业12\n34家", "全市共有高新技术企业1234家"),
        ("全年实现进出口总值4.3\n9万亿元", "全年实现进出口总值4.39万亿元"),
        ("全年实现进出口总值439\n亿元", "全年实现进出口总值439亿元"),
        ("其中新能源汽车产量增长，\n出口扩大", "其中新能源汽车产量增长，出口扩大"),
        ("今年以来本市的固定资产投\n资总额", "今年以来本市的固定资产投资总额"),
    ],
)
def test_words_and_figures_broken_across_lines(text: str, expected: str) -> None:
    assert folded(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "# 主要指标\n全年总产值三千亿元。",
        "一、工业\n全年总产值三千亿元。",
        "工业增势良好\n全年总产值三千亿元。",
        "全年总产值三千亿元。\n出口增长两成。",
        "其中：\n第一产业",
        "- 甲项\n- 乙项",
        "| 指标 | 数值 |\n| 产值 | 30 |",
        "（一）工业\n（二）农业",
    ],
)
def test_headings_items_and_sentences_stay_apart(text: str) -> None:
    assert folded(text).text.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值 3000 亿元", "产值3000亿元"),
        ("增长 5.2 %", "增长5.2%"),
        ("共 1 2 3 4 家", "共1 2 3 4家"),
        ("全 年 产 值", "全年产值"),
    ],
)
def test_spaces_inside_figures_and_words(text: str, expected: str) -> None:
    assert folded(text).text.replace(" ", "") == expected.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２３．５％", "123.5%"),
        ("ＧＤＰ", "GDP"),
        ("１，２３４家", "1,234家"),
        ("3，000家", "3,000家"),
        ("3,000家", "3,000家"),
        ("增长－5.4%", "增长-5.4%"),
        ("增长−5.4%", "增长-5.4%"),
        ("5〜6亿元", "5~6亿元"),
        ("上午9：30", "上午9:30"),
    ],
)
def test_widths_marks_and_separators(text: str, expected: str) -> None:
    assert folded(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长5%,出口扩大", "增长5%，出口扩大"),
        ("产值为12,出口34", "产值为12，出口34"),
        ("7895亿、12，345", "7895亿、12，345"),
    ],
)
def test_a_comma_between_clauses_is_no_separator(text: str, expected: str) -> None:
    assert folded(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("億萬個業產", "亿万个业产"),
        ("顯著增長", "显著增长"),
        ("「二十加八」產業", "“二十加八”产业"),
        ("戰略性新興產業", "战略性新兴产业"),
    ],
)
def test_traditional_becomes_simplified(text: str, expected: str) -> None:
    assert folded(text).text == expected


def test_markup_inside_a_figure_is_unseen() -> None:
    text = "总额**3**000亿元"
    found = folded(text, Edit(2, 4, ""), Edit(5, 7, ""))
    assert found.text == "总额3000亿元"
    assert found.span(2, 6) == (4, 10)


def test_an_entity_reads_as_its_character() -> None:
    text = "甲&amp;乙公司"
    found = folded(text, Edit(1, 6, "&"))
    assert found.text == "甲&乙公司"
    assert found.span(1, 2) == (1, 6)


def test_a_block_edit_ends_a_line() -> None:
    assert folded("标题<br>正文。", Edit(2, 6, "\n\n")).text == "标题\n正文。"


LINES = st.text(alphabet="全年總產值增長企業12 3４．.,，。%％\n\t\u3000#|-（）「」A", max_size=120)


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_every_folded_character_maps_to_its_source(text: str) -> None:
    found = folded(text)
    assert len(found.starts) == len(found.ends) == len(found.text)
    for i, character in enumerate(found.text):
        start, end = found.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        if character != " " and character != "\n":
            assert folded(text[start:end]).text.replace("，", ",") in (character.replace("，", ","), "")


@given(LINES)
@settings(max_examples=200, deadline=None)
def test_offsets_never_go_back(text: str) -> None:
    found = folded(text)
    assert all(a < b for a, b in zip(found.starts, found.starts[1:], strict=False))


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_folds(text: str) -> None:
    found = folded(text)
    assert len(found.starts) == len(found.text)


@pytest.mark.parametrize("text", ["", "\n", " ", "\ud800", "a\udfffb", "\x00", "\r", "\u2028"])
def test_odd_texts_fold(text: str) -> None:
    assert len(folded(text).starts) == len(folded(text).text)


@given(st.text(alphabet="全市共有企业家年产值增长12.5%，。", max_size=60))
@settings(max_examples=100, deadline=None)
def test_folding_is_idempotent_on_plain_lines(text: str) -> None:
    once = folded(text).text
    assert folded(once).text == once


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200d", "\u200f", "\u2060", "\u202e", "\ufe0f", "\ufeff"])
def test_characters_that_nobody_sees_stand_in_no_word(unseen: str) -> None:
    plain = "本市出口12.5亿元，增长3%。"
    source = unseen.join(plain)
    got = folded(source)
    assert got.text == read(plain)
    at = got.text.index("12.5")
    start, end = got.span(at, at + len("12.5亿元"))
    assert source[start:end].replace(unseen, "") == "12.5亿元"


def test_marks_that_are_seen_stay() -> None:
    assert read("12·5 A‐B e\u0301") == "12·5 A‐B e\u0301"
