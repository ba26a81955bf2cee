"""HTML: the article is kept at its place in the source, boilerplate is set aside, tables give cells."""

from __future__ import annotations

import time
from datetime import date

import pytest
from make_documents import FOOTER, NAVIGATION, RELATED, visible, web_page

from factcheck.load import html
from factcheck.load.limits import Limits

ARTICLE = [
    "2025年，全市规模以上工业总产值达5.44万亿元，增长6.4%，连续4年位居全国城市首位，高质量发展迈出坚实步伐。",
    "全市新能源汽车产量增长12.5%，消费级无人机产量持续快速增长，产业结构不断优化，创新动能加快集聚，后劲十足。",
    "全社会研发投入强度达6.67%，国家高新技术企业总量突破2.6万家，创新型企业梯队日益完善，成果转化加速推进。",
]


def parsed(page: str | bytes):
    return html.parse(page if isinstance(page, bytes) else page.encode(), "a.html", Limits())


def hints(page: str | bytes) -> dict[str, tuple[object, str]]:
    found: dict[str, tuple[object, str]] = {}
    for hint in parsed(page).hints:
        found.setdefault(hint.field, (hint.value, hint.origin))
    return found


def test_the_article_is_kept_and_boilerplate_set_aside():
    seen = visible(parsed(web_page("\n".join(ARTICLE))))
    assert [line.strip("　") for line in seen.splitlines()][-3:] == ARTICLE
    for noise in (*NAVIGATION, *RELATED, FOOTER, "987654", "356", "2.3万"):
        assert noise not in seen


def test_every_edit_and_character_counts_in_the_source():
    page = web_page("\n".join(ARTICLE))
    document = parsed(page)
    assert document.text == page
    at = page.index("5.44万亿元")
    assert not any(edit.start < at + 7 and at < edit.end for edit in document.edits)


def test_inline_tags_and_references_do_not_cut_figures():
    text = "产值达<b>5.44</b>万亿元，增长6.4&#37;，高技术产业占<i>比</i>重&nbsp;提高，" + ARTICLE[1]
    seen = visible(parsed(f"<html><body><article><p>{text}</p></article></body></html>"))
    assert "产值达5.44万亿元，增长6.4%，高技术产业占比重" in seen


def test_a_page_without_a_main_text_loses_nothing_but_its_edges():
    page = (
        "<html><body><nav>首页 1</nav><div>产值5亿元</div><div>出口6亿元</div><footer>2026 版权</footer></body></html>"
    )
    assert visible(parsed(page)) == "产值5亿元\n出口6亿元"


@pytest.mark.parametrize("cells", ["<td>{}</td>", "<td>{}"])
def test_tables_with_and_without_closing_tags(cells):
    rows = [("指标", "产值(亿元)", "增长(%)"), ("工业", "54400", "6.4"), ("建筑业", "1,200", "2.1")]
    table = "".join("<tr>" + "".join(cells.format(text) for text in row) + "</tr>" for row in rows)
    page = f"<html><body><article><p>{ARTICLE[0]}</p><table>{table}</table><p>{ARTICLE[1]}</p></article></body></html>"
    document = parsed(page)
    found = [(document.text[c.start : c.end], c.row, c.column, c.unit) for c in document.cells]
    assert found == [
        ("54400", "工业", "产值", "亿元"),
        ("6.4", "工业", "增长", "%"),
        ("1,200", "建筑业", "产值", "亿元"),
        ("2.1", "建筑业", "增长", "%"),
    ]
    assert "544006.4" not in visible(document).replace("\n", "")


def test_a_declared_encoding_is_read():
    page = web_page("\n".join(ARTICLE)).replace("utf-8", "gb2312")
    assert ARTICLE[0] in visible(parsed(page.encode("gb18030")))


def test_metadata_of_the_page():
    linked = '{"@graph":[{"@type":"NewsArticle","headline":"标题甲","datePublished":"2026-02-08T10:00:00+08:00"}]}'
    page = web_page(ARTICLE[0]).replace("</head>", f'<script type="application/ld+json">{linked}</script></head>')
    found = hints(page)
    assert found["title"] == ("标题甲", "json-ld")
    assert found["published"] == (date(2026, 2, 8), "json-ld")
    assert found["publisher"] == ("某某网", "html meta")
    assert hints(web_page(ARTICLE[0]))["published"] == (date(2026, 2, 9), "html meta")
    assert hints(web_page(ARTICLE[0]))["title"] == ("某地工业总产值创新高", "html meta")


@pytest.mark.parametrize(
    "linked", ["", "{", "[]", "[1, null]", '{"@type": null}', '{"@type": {"a": 1}}', '{"@graph": 5}']
)
def test_broken_json_in_a_page_says_nothing(linked):
    page = f'<script type="application/ld+json">{linked}</script><p>产值5亿元</p>'
    assert "published" not in hints(page)


@pytest.mark.parametrize(
    "page", ["", "<", "<html", "<p>5亿元", "</p></p>5亿元<td>6", "<table><tr><td>5<table>", "\0<p>5", "<!--5"]
)
def test_broken_pages_are_read_as_far_as_they_go(page):
    parsed(page)


@pytest.mark.parametrize(
    "unit", ["<div>", "<p>5亿元", "<table><tr><td>", "<script>", "<!--", "<a href='", "&#", "<b></b>"]
)
def test_hostile_pages_take_bearable_time(unit):
    parsed(unit * 3_000)


def test_chinese_numerals_that_are_set_aside_are_in_the_ledger():
    from pathlib import Path

    from factcheck.extract.claims import extract
    from factcheck.load import document

    lead = "全市产值52.3亿元，增长三成，经济运行总体平稳，产业结构继续优化，民生保障有力有效。"
    page = f"<html><body><nav>第二版 一百二十条</nav><p>{lead}</p><footer>二〇二四年</footer></body></html>"
    loaded = document(Path("a.html"), page.encode()).document
    assert loaded is not None
    read = extract(loaded)
    assert [s.text for s in read.skipped if s.reason == "markup"] == ["二", "一百二十", "二〇二四"]
    assert [c.text for c in read.claims] == ["52.3亿元", "三成"]


LEAD = "全市经济运行总体平稳，产业结构继续优化，民生保障有力有效，各项社会事业取得新的进步。"


def read_page(body: str):
    from pathlib import Path

    from factcheck.load import document

    loaded = document(Path("a.html"), f"<html><body>{body}</body></html>".encode()).document
    assert loaded is not None
    return loaded


def test_lists_inside_an_article_and_the_heading_over_it_belong_to_it():
    links = '<ul><li><a href="/1">某地前三季度产值增长9.1%</a></li><li><a href="/2">油价上调230元</a></li></ul>'
    own = "<ul><li>产值增长5.2%</li><li>出口增长7.3%</li></ul>"
    shown = visible(read_page(f"<h2>前三季度运行情况</h2><p>{ARTICLE[0]}</p>{own}{links}<p>{ARTICLE[1]}</p>"))
    assert "前三季度运行情况" in shown
    assert "产值增长5.2%" in shown
    assert "9.1%" not in shown
    assert "230元" not in shown


def test_nothing_is_joined_to_a_heading_or_an_item():
    from factcheck.text import fold

    items = "<ul><li>规模以上工业增加值增长5.2%，全</li><li>社会用电量增长6.4%</li></ul>"
    lines = fold(read_page(f"<p>{LEAD}</p>{items}<p>{LEAD}</p>")).text.split("\n")
    assert "规模以上工业增加值增长5.2%，全" in lines
    assert "社会用电量增长6.4%" in lines
    torn = "<p>规模以上工业增加值增长5.2%，全</p><p>社会用电量增长6.4%。</p>"
    broken = fold(read_page(f"<p>{LEAD}</p>{torn}<p>{LEAD}</p>"))
    assert "增长5.2%，全社会用电量增长6.4%。" in broken.text, "paragraphs that a page broke in a word are joined"


def test_cells_over_very_many_rows_and_tags_of_very_many_attributes_are_read_in_time() -> None:
    words = "<p>" + "全市经济运行总体平稳，产业结构继续优化。" * 20 + "</p>"
    spans = "<tr><td colspan=900 rowspan=900>出口</td><td>5</td></tr>" * 800
    marks = " ".join(f'a{n}="{n}"' for n in range(60_000))
    for page in (f"{words}<table>{spans}</table>", f"<p {marks}>2024年出口5亿元。</p>{words}"):
        began = time.process_time()
        assert "全市经济" in visible(parsed(f"<html><body>{page}</body></html>"))
        assert time.process_time() - began < 20  # it took minutes
