"""Rows of plain text whose cells one wide space parts."""

from __future__ import annotations

from factcheck.load import columns

TABLE = "品牌　9月交付　同比\n山岭　27021辆　—\n海湾　16017辆　+42%\n"
LIST = "·旅客总数　220.97万\n·外地旅客　144.49万，其中团客79.36万\n·本地旅客　60.17万\n·邻地旅客　4.3万\n"


def test_rows_under_headings_are_a_table() -> None:
    edits, cells = columns.read(TABLE)
    assert edits
    assert len(cells) >= 3


def test_a_line_that_tells_figures_is_no_heading() -> None:
    assert columns.read(LIST) == ([], [])


def test_a_headline_in_two_parts_is_no_table() -> None:
    assert columns.read("山岭半年赚36亿　派息两毫\n海湾上半年　载客1360万人次\n【本报讯】山岭昨日公布业绩。\n") == (
        [],
        [],
    )
