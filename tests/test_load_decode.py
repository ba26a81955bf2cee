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


FEW_SIMPLIFIED = """深圳GDP超3万亿/营收52.3亿元/净利润同比下降12%/票房突破10亿/12月CPI上涨0.3%/全年发电量增长4.6%
港股上涨2%/失业率5.1%/目标：5%左右/旅客3.1亿人次/人口1799万/三成以上/约五分之一/房价环比下跌0.2%/春运首日/赵钱孙李4人
高铁里程4.8万公里/手机出货量2.94亿部/5G基站425万个/芯片/联通/合计，120/金额：500元/共有企业1333家"""
FEW_TRADITIONAL = """票房突破10億/營收52.3億元/失業率3.4%/訪港旅客4450萬人次/澳門賭收增長23%/樓價下跌7%/共有企業1333家
恒指升2%/出口總額增長8.7%/人口753萬/約五分之一/銷量20萬輛/目標：5%左右/三成以上/物價上漲0.3%/第三季經濟成長率3.8%/稅收增加120億
客運量/台股/本港生產總值增長2.5%/港鐵載客量回升/股市成交額創新高/零售額跌1成/酒店入住率八成五/關口客流4.2萬/病床使用率九成"""


@pytest.mark.parametrize(
    ("texts", "encoding"),
    [
        *((FEW_SIMPLIFIED, name) for name in ("utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be")),
        *((FEW_TRADITIONAL, name) for name in ("utf-8", "big5", "big5hkscs", "gb18030", "utf-16-le", "utf-16-be")),
    ],
)
def test_fifty_short_texts_are_read_in_every_encoding(texts, encoding):
    short = texts.replace("\n", "/").split("/")
    encoded = {text: data for text in short if (data := text.encode(encoding, "ignore")).decode(encoding) == text}
    assert len(encoded) >= len(short) - 3
    assert {text: decode(data).text for text, data in encoded.items()} == {text: text for text in encoded}


@pytest.mark.parametrize("text", ["Café 25 €", "банк", "Рост 5%", "прибыль 12 млн", "Ελλάδα 3%"])
def test_other_scripts_in_utf_8_stay_what_they_are(text):
    assert decode(text.encode()) == (text, "utf-8")
