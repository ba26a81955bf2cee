"""DOCX, CSV and XLSX: everything in order, tables as cells, numbers as the sheet prints them."""

from __future__ import annotations

import io
import zipfile

import pytest
from make_documents import docx, visible, xlsx, zip_bomb

from factcheck.load import docx as word
from factcheck.load import sheet
from factcheck.load.limits import Limits
from factcheck.load.parsed import Parsed, Unreadable

TABLE = [["指标（亿元）", "2024年", "2025年"], ["地区生产总值", "36800", "38700"], ["增长", "5.4%", "5.5%"]]


def cells(document: Parsed) -> list[tuple[str, str, str, str]]:
    return [(document.text[c.start : c.end], c.row, c.column, c.unit) for c in document.cells]


def read_docx(data: bytes) -> Parsed:
    return word.parse(data, "a.docx", Limits())


def rewritten(data: bytes, name: str, change) -> bytes:
    """The container with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry == name else content)
    return out.getvalue()


def test_docx_paragraphs_and_tables_in_order_with_places():
    document = read_docx(docx("第一段5亿元\n第二段", TABLE))
    assert visible(document).splitlines()[:3] == ["第一段5亿元", "第二段", "指标（亿元）|"]
    assert visible(document).endswith("表后一段。")
    assert [a.label for a in document.anchors] == ["第1段", "第2段", "表1 第1行", "表1 第2行", "表1 第3行", "第3段"]
    assert cells(document) == [
        ("36800", "地区生产总值", "2024年", "亿元"),
        ("38700", "地区生产总值", "2025年", "亿元"),
        ("5.4%", "增长", "2024年", "%"),
        ("5.5%", "增长", "2025年", "%"),
    ]


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<w:ins w:id='1'><w:r><w:t>插入6亿元</w:t></w:r></w:ins>", True),
        ("<w:del w:id='1'><w:r><w:delText>插入6亿元</w:delText></w:r></w:del>", False),
        ("<w:sdt><w:sdtContent><w:r><w:t>插入6亿元</w:t></w:r></w:sdtContent></w:sdt>", True),
        ("<w:hyperlink><w:r><w:t>插入6亿元</w:t></w:r></w:hyperlink>", True),
        ("<w:r><w:t>插入6</w:t></w:r><w:r><w:t>亿元</w:t></w:r>", True),
        ("<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>插入6亿元</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>", True),
    ],
)
def test_docx_insertions_controls_and_boxes_are_read_and_deletions_are_not(markup, seen):
    data = rewritten(
        docx("甲占位乙"), "word/document.xml", lambda xml: xml.replace("</w:r></w:p>", f"</w:r>{markup}</w:p>", 1)
    )
    text = visible(read_docx(data))
    assert ("插入6亿元" in text) is seen
    assert "甲占位乙" in text


def test_merged_cells_lend_their_label():
    library = pytest.importorskip("docx")
    document = library.Document()
    grid = document.add_table(3, 3)
    for row, texts in zip(
        grid.rows, [["指标", "产值(亿元)", ""], ["", "2024年", "2025年"], ["工业", "5", "6"]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(0, 0).merge(grid.cell(1, 0))
    out = io.BytesIO()
    document.save(out)
    found = cells(read_docx(out.getvalue()))
    assert [(text, row) for text, row, *_ in found] == [("5", "工业"), ("6", "工业")]
    assert [
        ("产值" in column, year in column) for (_, _, column, _), year in zip(found, ("2024年", "2025年"), strict=True)
    ] == [(True, True)] * 2


CSV = '指标,单位,2025年,比上年增长(%)\r\n地区生产总值,亿元,"38,700",5.5\r\n"含""引号""",家,1333,\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(encoding, delimiter):
    text = CSV if delimiter == "," else CSV.replace("38,700", "38700").replace(",", delimiter)
    document = sheet.parse_csv(text.encode(encoding), "a.csv", Limits())
    assert document.text == text
    assert cells(document) == [
        ("38,700" if delimiter == "," else "38700", "地区生产总值", "2025年", "亿元"),
        ("5.5", "地区生产总值", "比上年增长", "%"),
        ("1333", '含"引号"', "2025年", "家"),
    ]
    assert visible(document).splitlines()[4:6] == ["地区生产总值|", "亿元|"]
    assert [a.label for a in document.anchors][:2] == ["第1行", "第2行"]


def test_two_tables_in_a_sheet_and_the_unit_over_each():
    rows = "单位：亿元,\n指标,2025年\n产值,5\n,\n单位：万人,\n指标,2025年\n就业,6\n"
    document = sheet.parse_csv(rows.encode(), "a.csv", Limits())
    assert cells(document) == [("5", "产值", "2025年", "亿元"), ("6", "就业", "2025年", "万人")]


def test_xlsx_cells_with_places():
    rows = [["2025年主要指标"], ["单位：亿元"], ["指标", "2024年", "增长(%)"], ["地区生产总值", "36800.5", "5.5"]]
    document = sheet.parse_xlsx(xlsx(rows, {"B4": "#,##0.00"}, "综合"), "a.xlsx", Limits())
    assert cells(document) == [
        ("36,800.50", "地区生产总值", "2024年", "亿元"),
        ("5.5", "地区生产总值", "增长", "%"),
    ]
    at = document.text.index("36,800.50")
    assert [a.label for a in document.anchors if a.start <= at][-1] == "综合!B4"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.054, "0.0%", "5.4%"),
        (0.0545, "0.0%", "5.5%"),
        (0.05, "0%", "5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567.891, "0", "1234568"),
        (5.4, "0.00", "5.40"),
        (5.44, '0.00"亿元"', "5.44亿元"),
        (12345678, "#,##0,", "12,346"),
        (-5.4, "0.0;-0.0", "-5.4"),
        (-5.4, "#,##0.0_);(#,##0.0)", "-5.4"),
        (5.4, "[Red]0.0", "5.4"),
        (0.1 + 0.2, "General", "0.3"),
        (3.87e12, "General", "3870000000000"),
        (38700, "General", "38700"),
        (1333, "@", "1333"),
        (True, "General", "是"),
        (None, "General", ""),
        ("  产值\n合计 ", "General", "产值 合计"),
    ],
)
def test_numbers_as_the_sheet_prints_them(value, number_format, text):
    assert sheet.shown(value, number_format) == text


def test_a_formula_without_a_stored_result_is_a_problem():
    document = sheet.parse_xlsx(xlsx([["指标", "值"], ["甲", "=1+1"]]), "a.xlsx", Limits())
    assert [(p.place, p.fatal) for p in document.problems] == [("Sheet1!B2", True)]


@pytest.mark.parametrize(
    ("parse", "member"),
    [(word.parse, "word/document.xml"), (sheet.parse_xlsx, "xl/workbook.xml")],
    ids=["docx", "xlsx"],
)
def test_bombs_wrong_files_and_halves_are_refused(parse, member):
    with pytest.raises(Unreadable, match="压缩炸弹"):
        parse(zip_bomb(member, 30 << 20), "a", Limits())
    with pytest.raises(Unreadable, match="不是"):
        parse(b"plain text", "a", Limits())
    with pytest.raises(Unreadable, match="缺少"):
        parse(zip_bomb("other.xml", 1 << 20), "a", Limits())
    with pytest.raises(Unreadable, match="解压后达"):
        parse(docx("正文" * 1000), "a", Limits(expanded_bytes=1000))


def test_a_table_beyond_the_limit_is_refused():
    with pytest.raises(Unreadable, match="表格太大"):
        sheet.parse_csv(b"1,2,3\n" * 100, "a.csv", Limits(table_cells=50))
