"""A table's figure says what its row, its column and its unit say, in every format that has tables."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import make_documents as make
import pytest

from factcheck import align, compare
from factcheck.extract.claims import extract
from factcheck.load import document

ABOVE = "2024年全市主要指标\n单位：亿元\n"
ROWS = (
    ("指标", "2024年", "比上年增长（%）"),
    ("地区生产总值", "3412.6", "5.7"),
    ("第一产业增加值", "231.8", "-2.3"),
    ("社会消费品零售总额", "1,206.0", "6.1"),
)
SAID = {
    ("3412.6", "341260000000", "元", "level", "地区生产总值"),
    ("5.7", "5.7", "%", "growth", "地区生产总值"),
    ("231.8", "23180000000", "元", "level", "第一产业增加值"),
    ("-2.3", "-2.3", "%", "growth", "第一产业增加值"),
    ("1206.0", "120600000000", "元", "level", "社会消费品零售总额"),
    ("6.1", "6.1", "%", "growth", "社会消费品零售总额"),
}


def claims(name: str, data: bytes | str):
    raw = data.encode() if isinstance(data, str) else data
    loaded = document(Path(name), raw)
    assert loaded.document is not None, loaded.problems
    read = extract(loaded.document)
    text = loaded.document.text
    assert all(text[c.start : c.end] == c.text for c in read.claims)
    assert all(text[s.start : s.end] == s.text != "" for s in read.skipped)
    return read.claims


def said(found):
    return {(c.text.replace(",", ""), f"{c.value:f}".removesuffix(".0"), c.unit, c.measure, c.indicator) for c in found}


def html(rows) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    lead = "全市经济运行总体平稳，产业结构继续优化，民生保障有力有效，各项社会事业取得新的进步。"
    return f"<html><body><p>{lead}</p><p>单位：亿元</p><table>{body}</table><p>{lead}</p></body></html>"


def xlsx(rows) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for line in (["单位：亿元"], *rows):
        book.active.append([float(c.replace(",", "")) if c[-1].isdigit() else c for c in line])
    for row in book.active.iter_rows(min_row=3):
        for cell in row:
            cell.number_format = "#,##0.0"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMS = {
    "a.md": ABOVE + "\n|" + "|\n|".join("|".join(row) for row in (ROWS[0], ("---",) * 3, *ROWS[1:])) + "|\n",
    "a.csv": '单位：亿元\n\n' + "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS) + "\n",
    "a.html": html(ROWS),
    "spaces.txt": ABOVE + "\n".join("    ".join(row) for row in ROWS) + "\n全市经济平稳。\n",
    "tabs.txt": ABOVE + "\n".join("\t".join(row) for row in ROWS) + "\n",
    "drawn.txt": ABOVE + "┌──┬──┐\n" + "\n├──┼──┤\n".join("│" + "│".join(row) + "│" for row in ROWS) + "\n└──┴──┘\n",
    "a.docx": make.docx(ABOVE, ROWS),
    "a.xlsx": xlsx(ROWS),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_the_same_table_says_the_same_in_every_format(name):
    found = claims(name, FORMS[name])
    assert said(found) == SAID
    assert {c.period and (c.period.start, c.period.end) for c in found} == {(date(2024, 1, 1), date(2024, 12, 31))}
    assert not any("headline" in c.flags for c in found)


def one(rows, name: str = "a.csv", joint: str = ","):
    return claims(name, "\n".join(joint.join(row) for row in rows))


def test_places_in_rows_and_the_growth_of_the_column_before():
    found = one([("地区", "地区生产总值（亿元）", "增速（%）"), ("杭州市", "12345", "4.9"), ("宁波市", "9876", "5.2")])
    assert [(c.entity, c.indicator, c.measure, c.unit) for c in found] == [
        ("杭州市", "地区生产总值", "level", "元"),
        ("杭州市", "地区生产总值", "growth", "%"),
        ("宁波市", "地区生产总值", "level", "元"),
        ("宁波市", "地区生产总值", "growth", "%"),
    ]


def test_places_in_columns():
    found = one([("指标（万人）", "杭州市", "宁波市"), ("常住人口", "1250.3", "970.4"), ("户籍人口", "860.1", "620.9")])
    assert [(c.entity, c.indicator) for c in found][:2] == [("杭州市", "常住人口"), ("宁波市", "常住人口")]


def test_numbers_of_rows_and_codes_are_no_figures():
    rows = [
        ("序号", "指标", "行业代码", "金额（万元）"),
        ("1", "营业收入", "3105", "512.5"),
        ("2", "净利润", "3106", "31.4"),
    ]
    assert [(c.text, c.indicator) for c in one(rows)] == [("512.5", "营业收入"), ("31.4", "净利润")]


def test_the_unit_of_a_row_and_changes_of_a_rate_in_points():
    rows = [
        ("指标", "单位", "2024年", "比上年增长%"),
        ("常住人口", "万人", "512.4", "0.3"),
        ("城镇化率", "%", "67.2", "0.8"),
    ]
    assert [(f"{c.value.normalize():f}", c.unit, c.measure) for c in one(rows)] == [
        ("5124000", "人", "level"),
        ("0.3", "%", "growth"),
        ("67.2", "%", "ratio"),
        ("0.8", "百分点", "change"),
    ]


def test_a_change_is_of_the_last_year_that_the_columns_name():
    rows = [
        ("项目", "2024年", "2023年", "本年比上年增减(%)"),
        ("营业收入", "52.5", "48.1", "9.15"),
        ("净利润", "5.2", "4.9", "6.1"),
    ]
    found = one([("单位：亿元",), (), *rows])
    assert [c.period.end.year for c in found[:3]] == [2024, 2023, 2024]


def test_years_in_rows():
    found = one([("年份", "粮食产量（万吨）"), ("2022", "116.3"), ("2023", "118.7"), ("2024", "120.2")])
    assert [(c.period.end.year, c.indicator) for c in found] == [(y, "粮食产量") for y in (2022, 2023, 2024)]


def test_merged_cells_of_a_page_speak_for_all_that_they_cover():
    page = html([("a",)]).replace(
        "<tr><td>a</td></tr>",
        '<tr><th rowspan="2">地区</th><th colspan="2">2024年</th></tr>'
        "<tr><th>常住人口（万人）</th><th>城镇化率（%）</th></tr>"
        "<tr><td>杭州市</td><td>1250.3</td><td>84.2</td></tr><tr><td>宁波市</td><td>970.4</td><td>80.1</td></tr>",
    )
    found = claims("a.html", page)
    assert [(c.entity, c.indicator, c.unit, c.period.end.year) for c in found][:2] == [
        ("杭州市", "常住人口", "人", 2024),
        ("杭州市", "城镇化率", "%", 2024),
    ]


def test_a_table_around_a_table_is_layout():
    inner = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b, _ in ROWS)
    lead = "<tr><td>导读</td><td>" + "全市经济运行总体平稳，产业结构继续优化。" * 3 + "</td></tr>"
    outer = f"{lead}<tr><td>附表</td><td>单位：亿元<table>{inner}</table></td></tr>"
    found = claims("a.html", f"<html><body><table>{outer}</table></body></html>")
    assert [(c.text, c.indicator) for c in found][:2] == [("3412.6", "地区生产总值"), ("231.8", "第一产业增加值")]


@pytest.mark.parametrize(
    "text",
    [
        "全市共有企业  5230家，其中\n规模以上企业  812家，比上年\n多出  31家。\n",  # odd spaces
        "第一排  第二排\n今年全市植树42.7万亩  各地踊跃参加\n",
        "一  二\n",
    ],
)
def test_text_with_odd_spaces_is_no_table(text):
    loaded = document(Path("a.txt"), text.encode()).document
    assert loaded is not None
    assert loaded.cells == ()


def test_labels_of_a_table_are_not_counted_among_the_words_of_a_document():
    rows = [("地区", "甲", "乙", "丙"), *((f"{place}市", "5.1", "6.2", "7.3") for place in ("宁波", "温州"))]
    found = claims(
        "a.txt", "杭州市公报\n杭州市经济平稳，全市产值52.5亿元。杭州市向好。\n" + "\n".join("\t".join(r) for r in rows)
    )
    assert found[0].entity == "杭州市"


NAMELESS = (
    "时间 | 人口 (万人) | 出生率 (‰) | 增长率 (‰) | 男性 (%) |\n---|---|---|---|---|\n"
    "2016 | 581.88 | 14.70 | 8.52 | 50.96 |\n2015 | 576.86 | 14.72 | 8.55 | 51.03 |\n"
)
WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789.%"}


def findings(*texts: str):
    loaded = [document(Path(f"{n}.txt"), text.encode()).document for n, text in enumerate(texts)]
    sources = [replace(d.source, id=f"d{n}") for n, d in enumerate(loaded) if d]
    read = [c for s, d in zip(sources, loaded, strict=True) if d for c in extract(replace(d, source=s)).claims]
    groups = align.group([replace(c, id=f"c{n}") for n, c in enumerate(read, 1)], sources)
    return compare.compare(groups, sources)[1]


def test_tables_that_name_nobody_are_of_one_thing_only_where_a_figure_beside_agrees() -> None:
    elsewhere = NAMELESS
    for mine, other in {"581": "60", "576": "61", "14.7": "12.8", "8.5": "6.9", "50.9": "52.1", "51": "52"}.items():
        elsewhere = elsewhere.replace(mine, other)
    assert not findings(NAMELESS, elsewhere)
    (slip,) = findings(NAMELESS, NAMELESS.replace("581.88", "588.18"))
    assert slip.severity in ("error", "warning")


def test_a_column_of_parts_of_the_people_is_of_shares_and_growth_per_mille_is_natural_growth() -> None:
    for text in (NAMELESS, NAMELESS.translate(WIDE)):
        found = [(c.indicator, c.measure) for c in claims("a.txt", text)[:4]]
        assert found[1:] == [("出生率", "ratio"), ("人口自然增长率", "ratio"), ("男性人口", "share")]
    ages = "| 年龄 | 2019年占比（%） |\n|---|---|\n| 0-4岁 | 7.11 |\n| 5-9岁 | 7.21 |\n"
    assert all("0" in c.context for c in claims("b.md", ages)[:1])
