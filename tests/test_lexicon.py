"""Every data table keeps one form, and names of indicators meet only where they are the same statistic."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import opencc
import pytest

from factcheck import lexicon
from factcheck.extract import indicators

DATA = Path(str(files("factcheck").joinpath("data")))
TABLES = sorted(path.stem for path in DATA.glob("*.tsv"))
FORMS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "forms" / "indicators.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_KEY_WIDTH = {"qualifiers": 2}  # a word may stand before and after a figure with two meanings (不足)
LEVELS = {"world", "country", "region", "province", "city", "district", "county"}


def lines(table: str) -> list[str]:
    return (DATA / f"{table}.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")


def header(table: str) -> list[str]:
    found = []
    for line in lines(table):
        if not line.startswith("#"):
            break
        found.append(line)
    return found


def entries(table: str) -> list[list[str]]:
    return [line.split("\t") for line in lines(table)[len(header(table)) :]]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_begins_with_what_its_columns_mean(table: str) -> None:
    assert header(table)
    assert entries(table)
    assert not [line for line in lines(table)[len(header(table)) :] if line.startswith("# ") or not line.strip()]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_sorted_by_its_first_column(table: str) -> None:
    first = [row[0] for row in entries(table)]
    assert first == sorted(first)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_no_entry_twice(table: str) -> None:
    if any("duplicates allowed" in line for line in header(table)):
        counted = Counter("\t".join(row) for row in entries(table))
    else:
        counted = Counter("\t".join(row[: _KEY_WIDTH.get(table, 1)]) for row in entries(table))
    assert [word for word, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_has_blanks_at_its_ends(table: str) -> None:
    assert [row for row in entries(table) for cell in row if cell != cell.strip(" \u3000\r")] == []


# words for reading other scripts: what is not folded to Simplified stands there on purpose
_ANY_SCRIPT = {"common_characters", "currency_marks"}


@pytest.mark.parametrize("table", sorted(set(TABLES) - _ANY_SCRIPT))
def test_a_table_is_in_simplified_characters(table: str) -> None:
    simplify = opencc.OpenCC("t2s").convert
    assert [row for row in entries(table) if simplify("\t".join(row)) != "\t".join(row)] == []


@pytest.mark.parametrize(
    ("table", "width"),
    [
        ("attribution", 3),
        ("basis_words", 2),
        ("bodies", 3),
        ("connectors", 2),
        ("direction_words", 3),
        ("forecast_words", 2),
        ("heads", 3),
        ("indicators", 5),
        ("organisations", 2),
        ("places", 4),
        ("rank_fields", 2),
        ("revision_words", 2),
        ("rewrites", 2),
        ("scope_words", 2),
        ("signs", 4),
    ],
)
def test_every_row_has_all_columns(table: str, width: int) -> None:
    assert [row for row in entries(table) if len(row) != width] == []


@pytest.mark.parametrize(
    ("table", "column", "allowed"),
    [
        ("indicators", 3, {"flow", "stock", "rate", "index"}),
        ("heads", 1, {"level", "share", "ratio", "rank", "streak"}),
        ("places", 2, LEVELS),
        ("direction_words", 1, {"+", "-", "0"}),
        ("direction_words", 2, {"change", "level", "from", "excess", "peak", "hold"}),
        ("attribution", 1, {"before", "after"}),
        ("attribution", 2, {"speaker", "data", "forecast"}),
        ("forecast_words", 1, {"forecast", "target", "plan"}),
        ("revision_words", 1, {"preliminary", "advance", "revised", "final"}),
        ("connectors", 1, {"verb", "adverb", "link", "quantifier", "frame"}),
        ("organisations", 1, {"company", "body", "venue", "speaker"}),
        ("bodies", 2, {"company", "body", "venue", "speaker", "homonym"}),
        ("scope_words", 1, LEVELS | {"town", "village", "industry", "company"}),
    ],
)
def test_a_column_keeps_to_its_values(table: str, column: int, allowed: set[str]) -> None:
    assert {row[column] for row in entries(table)} == allowed


SIGNS = {kind for row in entries("signs") for kind in row[1].split("|")}


def test_kinds_of_signs_are_told_in_the_header_and_read_somewhere() -> None:
    told = {
        kind for line in header("signs")[2:] for part in line.split(":")[:-1] for kind in part.split(";")[-1].split(",")
    }
    assert {kind.strip("# ") for kind in told} == SIGNS
    code = "".join(file.read_text(encoding="utf-8") for file in DATA.parent.rglob("*.py"))
    assert [kind for kind in SIGNS if f'"{kind}"' not in code.replace("'", '"')] == []


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("national", "我国外贸", "我国"),
        ("national", "全国政协委员", None),
        ("national", "财政部印发通知", "财政部"),
        ("national", "法国财政部表示", None),
        ("traded", "上证指数", "上证"),
        ("traded", "上海证券", None),
        ("hongkong", "本港失业率", "本港"),
        ("hongkong", "本港币账户", None),
        ("taiwan", "全台销量", "全台"),
        ("taiwan", "完成全台阶评审", None),
        ("taiwan_print", "营收年增5%", "营收"),
        ("taiwan_print", "逐年增长", None),
    ],
)
def test_a_sign_ends_where_its_neighbours_make_another_word(kind: str, text: str, found: str | None) -> None:
    match = lexicon.signs(kind).search(text)
    assert (match and match.group()) == found


def test_parents_of_places_are_places() -> None:
    canonical = {row[1] for row in entries("places")}
    assert [row for row in entries("places") if row[3] != "-" and row[3] not in canonical] == []


def test_a_place_has_one_level_and_one_parent() -> None:
    known: dict[str, tuple[str, str]] = {}
    for _, canonical, level, parent in entries("places"):
        assert known.setdefault(canonical, (level, parent)) == (level, parent)


def test_every_province_is_there_with_its_short_name() -> None:
    provinces = {row[1] for row in entries("places") if row[2] == "province" and row[3] == "中国"}
    assert len(provinces - {"海南自由贸易港", "新疆生产建设兵团"}) == 34
    names = {row[0]: row[1] for row in entries("places")}
    assert names["广东"] == "广东省"
    assert names["内蒙古"] == "内蒙古自治区"
    assert names["深圳"] == "深圳市"


@pytest.mark.parametrize("word", ["大同", "日照", "黄山", "安康", "朝阳", "粤", "东方", "白银"])
def test_words_that_are_also_common_are_no_places(word: str) -> None:
    assert word not in {row[0] for row in entries("places")}


def rewritten(text: str) -> str:
    table = {row[0]: row[1] for row in entries("rewrites")}
    return re.sub(lexicon.alternation(list(table)), lambda match: table[match.group()], text)


def test_a_name_and_the_target_of_a_rewrite_stay_as_they_are() -> None:
    changed = [row[0] for row in entries("indicators") if rewritten(row[0]) != row[0]]
    assert changed == []
    assert [row for row in entries("rewrites") if rewritten(row[1]) != row[1]] == []


def test_a_row_that_maps_to_itself_guards_against_another_row() -> None:
    table = {row[0]: row[1] for row in entries("rewrites")}
    idle = [
        word
        for word, target in table.items()
        if word == target and not any(other in word and table[other] != other for other in table if other != word)
    ]
    assert idle == []


@pytest.mark.parametrize(
    "text", ["常规上升", "运营收入", "中央企业", "全国企业", "机电商品", "农业生产总值", "挑战新高", "法规上"]
)
def test_a_rewrite_does_not_reach_into_other_words(text: str) -> None:
    assert rewritten(text) == text


def test_no_wording_belongs_to_two_indicators() -> None:
    owner: dict[str, str] = {}
    for name, aliases, *_ in entries("indicators"):
        for word in (name, *filter(None, aliases.split("|"))):
            assert owner.setdefault(word, name) == name
            assert owner.setdefault(rewritten(word), name) == name


def test_every_wording_is_read_as_the_indicator_of_its_row() -> None:
    worded = [(name, word) for name, aliases, *_ in entries("indicators") for word in (name, *aliases.split("|"))]
    assert [(name, word) for name, word in worded if word and indicators.standard(word) != name] == []


def test_aliases_are_sorted_and_none_is_the_name() -> None:
    for name, aliases, *_ in entries("indicators"):
        words = aliases.split("|") if aliases else []
        assert words == sorted(set(words) - {name})


def test_a_name_ends_in_its_head() -> None:
    assert [row[0] for row in entries("indicators") if not row[0].endswith(row[4])] == []


@pytest.mark.parametrize(("verdict", "one", "other"), FORMS)
def test_names_meet_where_they_are_the_same_statistic(verdict: str, one: str, other: str) -> None:
    assert (indicators.standard(one) == indicators.standard(other)) == (verdict == "same")


def test_wordings_in_the_cases_are_known() -> None:
    names = {row[0] for row in entries("indicators")}
    assert [w for _, *words in FORMS for w in words if indicators.standard(w) not in names] == []


def test_words_of_a_new_level_end_in_to_and_words_of_a_difference_do_not() -> None:
    for word, _, sense in entries("direction_words"):
        if word.endswith(("至", "到")) and len(word) > 1:
            assert sense == "level", word
