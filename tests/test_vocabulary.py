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


def test_trie_pattern_matches_exactly_its_words():
    import re

    words = ["增加", "增加值", "增", "负增长", "长"]
    pattern = re.compile(vocabulary.trie_pattern(words))
    for word in words:
        assert pattern.fullmatch(word)
    assert pattern.match("增加量").group() == "增加"
    assert not pattern.fullmatch("负增")
