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
