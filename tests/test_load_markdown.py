"""Markdown, and text that carries marks: what a reader sees, tables as cells, offsets in the source."""

from __future__ import annotations

import pytest
from make_documents import visible

from factcheck.load import markdown


def parsed(text: str):
    return markdown.parse_text(text, "utf-8")


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("**2025年**产值*5*亿元", "2025年产值5亿元"),
        ("***粗斜***与~~删除~~与`代码`", "粗斜与删除与代码"),
        ("__粗__与 _斜_ 与a_b_c", "粗与 斜 与a_b_c"),
        ("3*4*5=60，5~6亿元，2**3", "3*4*5=60，5~6亿元，2**3"),
        ("[原文](http://a.cn/2025(1)/99.html)见此", "原文见此"),
        ("![图100](a.png)图说", "图说"),
        ("见[说明][1]\n\n[1]: http://a.cn/100", "见说明"),
        ("<https://a.cn/100>网址", "网址"),
        ("# 标题 5%\n正文", "标题 5%\n正文"),
        ("- 一项\n* 二项\n+ 三项\n1. 四项", "一项\n二项\n三项\n1. 四项"),
        ("> 引文\n> 下行", "引文\n下行"),
        ("甲\n\n------\n\n乙\n***\n丙", "甲\n乙\n丙"),
        ("前\n```\ncode 100\n```\n后", "前\n后"),
        (r"5\*6与\_号", "5*6与_号"),
        ("<p>甲<br>乙</p>丙<strong>5</strong>亿元", "甲\n乙\n丙5亿元"),
        ("产值&lt;5&nbsp;亿元 &#20159; &bogus; A&B", "产值<5\xa0亿元 亿 &bogus; A&B"),
        ("<!-- 注 100 -->正文<script>var a=100;</script>尾", "正文\n尾"),
        ("若 a<b 且 5>3，<某某>不是标签", "若 a<b 且 5>3，<某某>不是标签"),
        ('<span style="background:#fff88f" title="a>b">中</span>', "中"),
        ("---\ntitle: 甲\ndate: 2025-01-02\n---\n正文", "正文"),
        ("正文没有\n---\n前言", "正文没有\n前言"),
    ],
)
def test_what_a_reader_sees(source, seen):
    assert visible(parsed(source)) == seen


def test_windows_line_ends():
    assert visible(parsed("# 标题\r\n\r\n- 甲\r\n- 乙\r\n")) == "标题\n甲\n乙"


def test_the_source_text_stays_as_it_is():
    source = "# **标题**\r\n\r\n<p>5亿元</p>"
    assert parsed(source).text == source


TABLE = """单位：亿元

| 指标 | 2024年 | 增长(%) |
|:---|---:|---|
| **产值** | 100.5 | 3.2 |
| 就业人数（万人） | 20 |  |
"""


def test_a_table_gives_cells_with_labels_and_units():
    document = parsed(TABLE)
    cells = [(document.text[c.start : c.end], c.row, c.column, c.unit) for c in document.cells]
    assert cells == [
        ("100.5", "产值", "2024年", "亿元"),
        ("3.2", "产值", "增长", "%"),
        ("20", "就业人数", "2024年", "万人"),
    ]
    assert "---" not in visible(document)


def test_bars_without_a_rule_are_no_table():
    assert parsed("甲 | 乙\n5 | 6\n").cells == ()


@pytest.mark.parametrize(
    "unit", ["*", "_", "`", "[", "![](", "<", "<a ", "|", "~~", "**a", "&", '<a b="', "> ", "\\", "<script>"]
)
def test_long_hostile_lines_take_linear_time(unit):
    """A quadratic scan of 30,000 marks would take minutes."""
    parsed(unit * 30_000)
