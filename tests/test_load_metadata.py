"""Title, publisher, day and place: which statement wins, what is read where, and what is never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factcheck.load import dates, load, sources
from factcheck.load.metadata import language
from factcheck.model import FactcheckError

BODY = "全市规模以上工业总产值达5.44万亿元，增长6.4%，位居全国城市首位。\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (" date 2026-02-24 据报道，产值5亿元。", date(2026, 2, 24)),
        ("标题\n2023-01-21 21:12:03 来源: 某报\n", date(2023, 1, 21)),
        ("发布人:某某 发布时间:2023-07-26 来源:某报", date(2023, 7, 26)),
        ("（《新闻联播》 20250205 19:00）", date(2025, 2, 5)),
        ("（《新闻联播》 ２０２５０２０５）", date(2025, 2, 5)),
        ("发布时间：２０２５年２月５日", date(2025, 2, 5)),
        ("31/10/2025 16:38\n", date(2025, 10, 31)),
        ("时间:2024年03月27日 09:46:19 某网", date(2024, 3, 27)),
        ("Workflow\n某报·2025-10-09 14:16\n", date(2025, 10, 9)),
        ("2025-10-09 · 14:16", date(2025, 10, 9)),
        ("2025年10月10日\n第07版:要闻", date(2025, 10, 10)),
        ("（新华社北京2025年2月9日电）", date(2025, 2, 9)),
        ("發佈時間：2025/3/4", date(2025, 3, 4)),
        ("某某人民政府\n2024年3月5日\n", date(2024, 3, 5)),
        ("Published : Wednesday, January 26, 2022, 10:18 am", date(2022, 1, 26)),
        ("(Xinhua) 14:40, October 09, 2025", date(2025, 10, 9)),
        ("2月9日，大会开幕。", None),
        ("中新网合肥1月13日电 记者", None),
        ("会议决定，2025年1月1日起实施，2025年3月5日公布结果。", None),
        ("5/11/2025 16:38", None),
        ("2025年13月40日\n", None),
        ("2025-02-30 12:00", None),
        ("GDP 2025-2026 增长", None),
    ],
)
def test_the_day_of_publication(text, day):
    assert dates.published(text) == day


@pytest.mark.parametrize(
    ("text", "publisher", "place"),
    [
        ("中新网合肥1月13日电 (记者 某)", "中新网", "合肥"),
        ("新华社上海10月9日电(记者某)", "新华社", "上海"),
        ("中国经济网北京2月5日讯", "中国经济网", "北京"),
        ("中新網 香港1月13日電", "中新網", "香港"),
        ("本报深圳2月9日讯", None, "深圳"),
        ("来源：都市快报 编辑：某", "都市快报", None),
        ("正文。\n(据深圳特区报)", "深圳特区报", None),
        ("中国社会科学院2月9日发布", None, None),
    ],
)
def test_publisher_and_place(text, publisher, place):
    found: dict[str, object] = {}
    for hint in dates.hints(text):
        found.setdefault(hint.field, hint.value)
    assert (found.get("publisher"), found.get("place")) == (publisher, place)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (BODY, "zh"),
        ("全市 GDP 达5亿元", "zh"),
        ("China's GDP grew 5.4 percent in 2025 (国内生产总值)", "en"),
        ("BYD 比亚迪 DM-i 销量5万辆", "zh"),
        ("東京の人口は1400万人です。これはとても多い", "other"),
        ("12345", "other"),
    ],
)
def test_language(text, answer):
    assert language(text) == answer


def source(folder: Path, name: str, text: str, table: str = ""):
    (folder / name).write_text(text, encoding="utf-8")
    if table:
        (folder / "sources.toml").write_text(table, encoding="utf-8")
    known, problems = sources.for_paths([folder / name])
    assert problems == []
    document = load(folder / name, sources=known).document
    assert document is not None
    return document.source


def test_sources_toml_wins_over_front_matter_and_that_over_the_text(tmp_path):
    text = "---\ntitle: 前言题\ndate: 2025-01-02\n---\n# 正文题\n\n时间：2025-03-04\n" + BODY
    table = '[[source]]\npath = "a.md"\nid = "x"\ntitle = "表中题"\nentity = "某市"\ntier = 1\n'
    found = source(tmp_path, "a.md", text, table)
    assert (found.id, found.title, found.published, found.entity, found.tier) == (
        "x",
        "表中题",
        date(2025, 1, 2),
        "某市",
        1,
    )
    origin = dict(found.origin)
    assert (origin["title"], origin["published"], origin["entity"]) == ("sources.toml", "front matter", "sources.toml")


@pytest.mark.parametrize(
    ("name", "text", "day", "origin"),
    [
        ("a.md", "# 某节目 (20250205)\n" + BODY, date(2025, 2, 5), "title"),
        ("a.md", "# （《某节目》 ２０２５０２０５）\n" + BODY, date(2025, 2, 5), "title"),
        ("20250102.md", BODY, date(2025, 1, 2), "file name"),
        ("20250102.md", "发布时间：2025-01-03\n" + BODY, date(2025, 1, 3), "dateline"),
        ("12345678.md", BODY, None, None),
    ],
)
def test_where_the_day_was_read(tmp_path, name, text, day, origin):
    found = source(tmp_path, name, text)
    assert (found.published, dict(found.origin).get("published")) == (day, origin)


def test_without_statements_the_id_is_the_path_and_nothing_is_invented(tmp_path):
    found = source(tmp_path, "a.txt", BODY * 3)
    assert found.id == found.path == (tmp_path / "a.txt").as_posix()
    assert (found.publisher, found.published, found.entity, found.place, found.tier) == (None,) * 5
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('[[source]]\npath = "a.txt"\npublised = 2025-01-02\n', "不认识的键 publised，是否想写 published？"),
        ('[[source]]\ntitle = "甲"\n', "缺少 path"),
        ('[[source]]\npath = "a.txt"\npublished = "soon"\n', "published 应是日期"),
        ('[[source]]\npath = "a.txt"\ntier = "一"\n', "tier 应是整数"),
        ('[[source]]\npath = "a.txt"\n[[source]]\npath = "./a.txt"\n', "写了两次"),
        ('[[source]]\npath = "a.txt"\nid = "x"\n[[source]]\npath = "b.txt"\nid = "x"\n', "已用于 a.txt"),
        ("[[sources]]\n", "是否想写 source？"),
        ("[source]\npath = 'a.txt'\n", "应写成 [[source]]"),
        ("not toml", "无法读取"),
    ],
)
def test_a_wrong_table_is_an_error_in_a_sentence(tmp_path, table, words):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    (tmp_path / "sources.toml").write_text(table, encoding="utf-8")
    with pytest.raises(FactcheckError) as error:
        sources.for_paths([tmp_path / "a.txt"])
    assert words in str(error.value)


def test_a_listed_file_that_is_missing_is_named_with_the_nearest(tmp_path):
    (tmp_path / "report.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "s.toml").write_text('[[source]]\npath = "reprot.txt"\n', encoding="utf-8")
    _, (problem,) = sources.for_paths([tmp_path / "report.txt"], tmp_path / "s.toml")
    assert "reprot.txt，是否想写 report.txt？" in problem.reason
    assert not problem.fatal
    with pytest.raises(FactcheckError, match="找不到"):
        sources.for_paths([], tmp_path / "none.toml")


def test_the_seeds_table():
    folder = Path(__file__).parent.parent / "seeds"
    known, problems = sources.for_paths(sorted(folder.glob("*.txt")))
    assert problems == []
    found = [load(path, sources=known).document.source for path in sorted(folder.glob("*.txt"))]
    assert [s.id for s in found] == ["000", "001", "002", "003", "004"]
    assert {s.entity for s in found} == {"深圳市"}
    assert all(s.published for s in found)
