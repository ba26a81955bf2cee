from __future__ import annotations

import itertools
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.extract import nonfigures, numbers, numerals
from factcheck.extract.numerals import Mention, scan
from factcheck.extract.reading import At
from factcheck.lexicon import rows

FORMS = Path(__file__).parent / "forms"
NUMERAL = re.compile(f"[{nonfigures.NUMERAL}]")


def table(name: str) -> list[list[str]]:
    lines = (FORMS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


FIGURES = [(row[:6], text) for row in table("figures.tsv") for text in row[6:]]
PASSED = [(row[0], text) for row in table("passed.tsv") for text in row[1:]]


def printed(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:f}"


def as_row(m: Mention) -> list[str]:
    return [printed(m.value), printed(m.low), printed(m.high), m.unit, m.qualifier, m.form]


@pytest.mark.parametrize(("expected", "text"), FIGURES, ids=[text for _, text in FIGURES])
def test_one_value_many_spellings(expected: list[str], text: str) -> None:
    mentions = scan(text).mentions
    assert mentions, scan(text)
    assert as_row(mentions[0]) == expected


@pytest.mark.parametrize(("reason", "text"), PASSED, ids=[text for _, text in PASSED])
def test_no_figure(reason: str, text: str) -> None:
    found = scan(text)
    assert found.mentions == ()
    assert found.skipped[0].reason == reason


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("总额突破5万亿元大关", "突破5万亿元"),
        ("占比93%以上，", "93%以上"),
        ("已有企业500多家。", "500多家"),
        ("增长12.7%。", "12.7%"),
        ("总值8648.5亿元人民币", "8648.5亿元"),
        ("规模约为2200亿元左右。", "约为2200亿元左右"),
        ("实现连续4年增长", "连续4年"),
        ("居全国第三位，", "第三位"),
        ("节约300元", "300元"),
        ("打破20项纪录", "20项"),
        ("附近5家门店", "5家"),
        ("收入增至3亿元", "3亿元"),
        ("14亿多人口", "14亿多人口"),
        ("1000所以上学校", "1000所以上"),
        ("600多种植物", "600多种"),
    ],
)
def test_span_takes_in_the_qualifiers_that_touch(text: str, span: str) -> None:
    mention = scan(text).mentions[0]
    assert text[mention.start : mention.end] == span


def test_list_shares_its_unit_from_the_last_member() -> None:
    found = scan("分别为7895亿、4921.9亿、4646.6亿、2449.5亿、2284.6亿元，分别增长12.7%、7%").mentions
    assert [m.unit for m in found] == ["元"] * 5 + ["%"] * 2
    assert [m.value for m in scan("3.5/0.5/0.2万辆").mentions] == [35000, 5000, 2000]
    assert [m.unit for m in scan("高3.9和6.3个百分点").mentions] == ["百分点", "百分点"]


def test_financial_digits_only_in_amounts() -> None:
    assert scan("大陆的队伍陆续到达").skipped == ()
    assert scan("人民币叁仟伍佰元整").mentions[0].value == 3500


def test_two_sentences_share_nothing() -> None:
    assert [m.unit for m in scan("人次为1.87亿。票房2亿元").mentions] == ["", "元"]


def test_nothing_is_read_where_a_date_was() -> None:
    text = "2025年1月至3月，增长5.2%，连续4年2024年"
    taken = [(0, 10), (text.index("2024"), len(text))]
    found = scan(text, taken)
    assert [text[m.start : m.end] for m in found.mentions] == ["5.2%", "连续4年"]
    assert not found.skipped


def test_step_is_the_unit_of_the_last_printed_digit() -> None:
    steps = [scan(text).mentions[0].step for text in ("68.2%", "1.67万亿元", "1333家", "0.003毫米")]
    assert steps == [Decimal("0.1"), Decimal(10**10), Decimal(1), Decimal("0.000001")]


def test_a_million_digits() -> None:
    found = scan("9" * 1_000_000)
    assert not found.mentions
    assert found.skipped[0].reason == "too long"


@pytest.mark.parametrize(
    "unit", ["1", "一", "1,000,", "a1", "5亿", "第", "《", "1.", "3:", "12、", "(1", "5-", "万亿", "分之", "0."]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        scan(text)
        return time.process_time() - began

    seconds(1000)
    short = min(seconds(2000) for _ in range(3))
    long = min(seconds(16000) for _ in range(3))  # the least of several: a collection of garbage is no cost of the text
    assert long < 8 * short * 4 + 0.1


def covered(text: str, taken: list[tuple[int, int]]) -> list[int]:
    found = scan(text, taken)
    spans = [(m.start, m.end) for m in (*found.mentions, *found.skipped)] + taken
    assert all(0 <= start < end <= len(text) for start, end in spans)
    return [m.start() for m in NUMERAL.finditer(text) if not any(s <= m.start() < e for s, e in spans)]


PIECES = [
    "第",
    "约",
    "近",
    "超",
    "多",
    "余",
    "亿元",
    "万",
    "千",
    "百",
    "%",
    "个",
    "年",
    "至",
    "-",
    "、",
    "，",
    "《",
    "》",
    "(",
    ")",
    "“",
    "”",
]
PIECES += [
    "0",
    "1",
    "2025",
    "3.5",
    "1,000",
    "一",
    "两",
    "十",
    "三",
    "几",
    "数",
    "半",
    "成",
    "倍",
    "分之",
    "/",
    ":",
    "连续",
    "首位",
    "\n",
    " ",
    "A",
    "元",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_every_numeral_is_accounted_for(text: str) -> None:
    assert covered(text, []) == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.integers(0, 60), st.integers(1, 20))
def test_any_text_and_any_taken_span(text: str, start: int, length: int) -> None:
    taken = [(start, min(len(text), start + length))] if start < len(text) else []
    assert covered(text, taken) == []
    found = scan(text, taken)
    spans = sorted([(m.start, m.end) for m in (*found.mentions, *found.skipped)] + taken)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**15), st.integers(0, 4))
def test_thousands_separators_change_nothing(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    plain, grouped = scan(f"共{value:f}亿元").mentions, scan(f"共{value:,f}亿元").mentions
    assert [as_row(m) for m in plain] == [as_row(m) for m in grouped]
    assert plain[0].value == value * 10**8


def chinese(n: int) -> str:
    """A number below 10,000 in Chinese."""
    out, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + word
            zero = False
        else:
            zero = True
    return out


@given(st.integers(1, 9999))
def test_chinese_numbers(n: int) -> None:
    read = numbers.read(chinese(n), 0, len(chinese(n)))
    assert read is not None
    assert (read.value, read.end) == (n, len(chinese(n)))


@pytest.mark.parametrize("row", rows("qualifiers"), ids=lambda row: row[0])
def test_each_qualifier_widens(row: tuple[str, ...]) -> None:
    word, side, kind = row[:3]
    text = (
        f"计{word}2200家。"
        if side == "before"
        else f"计2200{word}家。"
        if kind == "more" and len(word) == 1
        else f"计2200家{word}。"
    )
    mention = scan(text).mentions[0]
    low, high = {
        "over": (2200, None), "under": (None, 2200), "approx": (2100, 2300), "more": (2200, 2300),
    }[kind]  # fmt: skip
    assert (mention.low, mention.high) == (low, high)


@pytest.mark.parametrize("row", rows("fixed_words"), ids=lambda row: row[0])
def test_each_fixed_word_states_nothing(row: tuple[str, ...]) -> None:
    assert scan(f"“{row[0]}”").mentions == ()


@pytest.mark.parametrize("row", rows("currency_marks"), ids=lambda row: row[0])
def test_each_currency_mark(row: tuple[str, ...]) -> None:
    mention = scan(f"支出{row[0]}3.5亿，").mentions[0]
    assert (mention.value, mention.unit) == (350_000_000, row[1])


ROUND_NUMBERS = (
    "连冠丰增领跑个月级元吨千瓦人前第北纬这上述以为分之半成枚金银铜小时秒万亿百%，。的5A-—/:（、省部门期代号岁至\n "
)


@settings(max_examples=400, deadline=None)
@given(
    st.text(st.sampled_from(ROUND_NUMBERS), max_size=4),
    st.sampled_from(["5", "12", "100", "3.5", "1,234", "3万", "2亿", "10000", "400"]),
    st.text(st.sampled_from(ROUND_NUMBERS), max_size=6),
)
def test_no_other_reader_would_take_what_is_plainly_a_figure(before: str, number: str, after: str) -> None:
    text = f"{before}{number}{after}。"
    at = At(text, len(before), 0, len(text))
    if numerals._plain(at):
        asked = itertools.takewhile(lambda r: r not in numerals._OF_FIGURES, numerals._READERS_OF[number[0]])
        assert all(reader(at) is None for reader in asked)


@pytest.mark.parametrize("text", [text for _, text in (*FIGURES, *PASSED)])
def test_no_form_that_another_reader_takes_is_plainly_a_figure(text: str) -> None:
    for start in (m.start() for m in re.finditer("(?<![0-9.,])[0-9]", text)):
        at = At(text + "。", start, 0, len(text) + 1)
        if numerals._plain(at):
            asked = itertools.takewhile(lambda r: r not in numerals._OF_FIGURES, numerals._READERS_OF[text[start]])
            assert all(reader(at) is None for reader in asked)


def test_most_figures_are_plain_and_the_others_are_not() -> None:
    def plain(text: str) -> bool:
        return numerals._plain(At(text, text.index("3"), 0, len(text)))

    assert plain("产量约34.5万吨，")
    assert plain("增长3%。")
    assert not any(map(plain, ("前3名", "3比1战胜", "3.5秒", "第3届", "3亿元级产业", "3期工程", "G3京")))
