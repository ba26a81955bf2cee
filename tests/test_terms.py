import pytest

from factcheck.extract.terms import Terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("负增长很长", ["负增长", "长"]),
        ("增加值增加", ["增加值", "增加"]),
        ("增\ud800长", ["增", "长"]),  # a lone surrogate is no word and no fault
        ("无关", []),
    ],
)
def test_the_longest_word_at_each_place(text, expected):
    terms = Terms(["增加", "增加值", "增", "负增长", "长"])
    assert [word for _, _, word in terms.within(text, 0, len(text))] == expected


def test_places_are_those_of_the_whole_text():
    assert Terms(["产值", "总产值"]).within("工业总产值", 3, 5) == [(3, 5, "产值")]


def test_a_document_is_handed_out_by_stretch_as_if_each_were_searched_alone():
    terms = Terms(["增加", "增加值", "增", "值", "总产值"])
    text = "工业增加值与总产值。" * 200
    for start, end in ((0, 10), (3, 10), (2, 4), (4, 7), (11, 1900), (5, 5)):
        stretch = text[start:end]
        expected = [(which, start + s, start + e) for which, s, e in terms.find(stretch)]
        assert terms.hits(text, start, end) == expected
