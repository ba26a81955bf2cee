import pytest

from factcheck.extract import vocabulary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规模以上工业增加值", ["规模以上工业增加值"]),
        ("比上年增长", ["比上年", "增长"]),
    ],
)
def test_longest_word_wins(text, expected):
    assert [t.word for t in vocabulary.tokens(text, 0, len(text))] == expected


def test_names_of_indicators_are_found_where_they_begin():
    text = "全年规模以上工业增加值增长5.8%，出口总值下降。"
    assert [text[at : at + 2] for at in vocabulary.names(text)][:2] == ["规模", "出口"]
