"""Bytes to text: each encoding on short and long texts, and what is refused."""

from __future__ import annotations

import codecs

import pytest

from factcheck.load.decode import decode
from factcheck.load.parsed import Unreadable

SIMPLIFIED = "2025年，全市规模以上工业总产值5.44万亿元，增长6.4%，位居全国城市首位。"
TRADITIONAL = "2025年，全市規模以上工業總產值5.44萬億元，增長6.4%，位居全國城市首位。"
SHORT = ("产值5亿元", "增长6.4%，居全国第一", "出口总额1201.3亿元", "新设外资企业1.6万家")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("text", [SIMPLIFIED, SIMPLIFIED * 500])
def test_simplified(encoding, text):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "big5hkscs", "gb18030"])
@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL * 500])
def test_traditional(encoding, text):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_short_texts(encoding, text):
    assert decode(text.encode(encoding)).text == text


def test_line_ends_stay_and_offsets_count_from_after_the_mark():
    assert decode(codecs.BOM_UTF8 + "产值\r\n5亿元\r".encode()).text == "产值\r\n5亿元\r"


def test_nul_bytes_and_plain_ascii():
    assert decode("产值\0\0五亿元".encode()).text == "产值\0\0五亿元"
    assert decode("GDP 5.4%".encode("utf-16-le")).text == "GDP 5.4%"
    assert decode(b"").text == ""


def test_latin_text_of_old_windows():
    text = "China’s box office reached 8.02 billion yuan – a record for the café trade, said the paper."
    assert decode(text.encode("cp1252")).text == text


def test_an_encoding_that_the_document_names_is_believed():
    assert decode("匯率".encode("big5"), "big5").encoding == "big5hkscs"


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode(), len(SIMPLIFIED.encode())),
        ((SIMPLIFIED * 20).encode("gb18030") + b"\xff\xff", len((SIMPLIFIED * 20).encode("gb18030"))),
        (codecs.BOM_UTF16_LE + "产值".encode("utf-16-le") + b"\x00\xd8", 6),
    ],
)
def test_bytes_that_cannot_be_decoded_are_named_with_their_offset(data, offset):
    with pytest.raises(Unreadable, match="无法按") as error:
        decode(data)
    assert error.value.place == f"第 {offset} 字节"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 Office"),
        (bytes(range(256)) * 40, "不是文本"),
        (bytes(4096), "不是文本"),
    ],
)
def test_binary_data_is_no_text(data, word):
    with pytest.raises(Unreadable, match=word):
        decode(data)
