"""PDF: reading order, what pages repeat, tables, places, metadata, limits; real prints where Chromium is installed."""

from __future__ import annotations

import re
from datetime import date

import make_documents
import pytest
from make_documents import newspaper, pdf, printed, visible

from factcheck.load import ocr, pages, parsed
from factcheck.load import pdf as module
from factcheck.load.limits import DEFAULT, Limits

NEEDS_CHROMIUM = pytest.mark.skipif(make_documents.CHROMIUM is None, reason="needs Debian's chromium")
LEFT = [
    "左栏第一行说的是工业总产值",
    "达到五点四四万亿元增长很快",
    "左栏第三行说的是出口的情况",
    "达到一千二百亿元创下新高了",
    "左栏第五行说的是研发的投入",
]
RIGHT = [line.replace("左栏", "右栏").replace("达到", "约为") for line in LEFT]


def read(data: bytes, limits: Limits = DEFAULT):
    return module.parse(data, "a.pdf", limits)


def page(*lines: str, top: float = 700) -> list[tuple[float, float, str]]:
    return [(60, top - 16 * i, line) for i, line in enumerate(lines)]


def test_lines_and_pages_keep_their_order_and_pages_have_names():
    document = read(pdf([page("甲行5亿元", "乙行6亿元"), page("丙行7亿元")]))
    assert document.text == "甲行5亿元\n乙行6亿元\n丙行7亿元\n"
    assert [(a.start, a.label) for a in document.anchors] == [(0, "第1页"), (12, "第2页")]


@pytest.mark.parametrize("order", ["columns", "lines"])
def test_two_columns_in_either_file_order(order):
    left = [(60, 700 - 16 * i, line) for i, line in enumerate(LEFT)]
    right = [(320, 700 - 16 * i, line) for i, line in enumerate(RIGHT)]
    head = [(60, 740, "通栏的大标题横跨整个版面从左边一直排到右边为止说明本版的主题内容是什么")]
    body = left + right if order == "columns" else [piece for pair in zip(left, right, strict=True) for piece in pair]
    text = read(pdf([head + body])).text
    assert text.splitlines()[1:] == LEFT + RIGHT


def test_a_table_is_not_taken_for_columns():
    rows = [
        ["指标", "2024年", "增长(%)"],
        ["地区生产总值", "36800", "5.5"],
        ["工业增加值", "11800", "5.4"],
        ["出口总额", "", "2.1"],
    ]
    content = [(60, 740, "单位：亿元")]
    content += [(60 + 150 * j, 720 - 16 * i, text) for i, row in enumerate(rows) for j, text in enumerate(row) if text]
    document = read(pdf([content + page("正文一行", top=650)]))
    cells = [(document.text[c.start : c.end], c.row, c.column, c.unit) for c in document.cells if c.end > c.start]
    assert cells == [
        ("36800", "地区生产总值", "2024年", "亿元"),
        ("5.5", "地区生产总值", "增长", "%"),
        ("11800", "工业增加值", "2024年", "亿元"),
        ("5.4", "工业增加值", "增长", "%"),
        ("2.1", "出口总额", "增长", "%"),
    ]
    assert visible(document).endswith("正文一行")


def test_running_heads_feet_and_page_numbers_are_set_aside():
    sheets = [
        [(60, 800, "某市统计局 2025年统计公报"), *page(f"第{i}个正文的段落5亿元"), (290, 30, f"- {i} -")]
        for i in range(1, 5)
    ]
    document = read(pdf(sheets))
    assert visible(document).splitlines() == [f"第{i}个正文的段落5亿元" for i in range(1, 5)]
    assert "2025年统计公报" in document.text, "set aside, not lost"


def test_a_figure_line_at_the_foot_of_one_page_stays():
    document = read(pdf([[*page("正文"), (60, 30, "合计5.44万亿元")], [*page("正文二"), (60, 30, "2")]]))
    assert visible(document).splitlines() == ["正文", "合计5.44万亿元", "正文二"]


@pytest.mark.parametrize(
    "text", ["3", "- 3 -", "第3页", "第 3 页 共 10 页", "3/10", "— 12 —", "Page 3 of 9", "·5·", "iv"]
)
def test_forms_of_page_numbers(text):
    assert pages.PAGE_NUMBER.match(text)


@pytest.mark.parametrize("text", ["2025年", "3家", "5.4%", "第3季度", "12345", "3、4"])
def test_what_is_no_page_number(text):
    assert not pages.PAGE_NUMBER.match(text)


def test_metadata_is_weak_and_a_browsers_day_of_printing_is_none():
    made = read(pdf([page("正文")], info={"Title": "Report 2025", "CreationDate": "D:20250314101500"}))
    assert {(h.field, h.value, h.origin) for h in made.hints} == {
        ("title", "Report 2025", "pdf info"),
        ("published", date(2025, 3, 14), "pdf info"),
    }
    browser = read(pdf([page("正文")], info={"CreationDate": "D:20250314101500", "Producer": "Skia/PDF m120"}))
    assert browser.hints == ()


def test_pages_beyond_the_limit_are_a_problem():
    document = read(pdf([page("一"), page("二"), page("三")]), Limits(pages=2))
    assert document.text == "一\n二\n"
    assert [(p.reason, p.place, p.fatal) for p in document.problems] == [
        ("共 3 页，超过上限，只读了前 2 页", "第3页起", True)
    ]


@pytest.mark.parametrize("data", [b"plain text", b"%PDF-1.7\n", b"%PDF-1.4 \xff\xfe" * 100])
def test_what_is_no_pdf(data):
    with pytest.raises(parsed.Unreadable, match="PDF"):
        read(data)


def test_pieces_of_an_ocr_engine_come_in_reading_order():
    boxes = [[(0, 100), (90, 100), (90, 120), (0, 120)], [(0, 50), (90, 50), (90, 70), (0, 70)]]
    found = [ocr._piece(box, text, 2.0, 300.0) for box, text in zip(boxes, ("下行", "上行"), strict=True)]
    assert [(p.text, p.left, p.bottom, p.right, p.top) for p in found] == [
        ("下行", 0.0, 240.0, 45.0, 250.0),
        ("上行", 0.0, 265.0, 45.0, 275.0),
    ]


def test_a_scan_in_columns_is_read_column_by_column_though_its_lines_are_not_level():
    def piece(text: str, left: float, top: float) -> pages.Piece:
        return pages.Piece(text, left, top - 12, left + 200, top)

    title = pages.Piece("通栏标题" * 8, 0, 780, 440, 800)
    left = [piece(f"左栏第{i}行文字若干", 0, 760 - 20 * i + i % 2) for i in range(5)]
    right = [piece(f"右栏第{i}行文字若干", 230, 761 - 20 * i - i % 2) for i in range(5)]
    mixed = [right[3], *left[2:], title, *right[:3], *left[:2], right[4]]
    found = pages.lines(mixed, scanned=True)
    assert [pages.line_text(line) for line in found] == [p.text for p in (title, *left, *right)]


def test_pieces_of_one_scanned_line_stand_together():
    parts = [pages.Piece("达5.44", 60, 700, 110, 712), pages.Piece("工业总产值", 0, 701, 58, 713)]
    assert [pages.line_text(line) for line in pages.lines(parts, scanned=True)] == ["工业总产值\t达5.44"]


TEXT = "\n".join(
    [
        "两栏版面的标题",
        *(
            f"第{i}段：2025年，某区工业总产值达{i}{i}.5亿元，比上年增长{i}.{i}%，占全市比重为1{i}.0%。" * 4
            for i in range(1, 9)
        ),
    ]
)


@NEEDS_CHROMIUM
def test_a_real_print_in_two_columns_has_every_figure_in_order():
    document = read(printed(newspaper(TEXT), heads=True))
    seen = "".join(visible(document).split())
    assert re.findall(r"[\d.]+", seen) == re.findall(r"[\d.]+", "".join(TEXT.split()))
