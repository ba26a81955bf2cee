"""Bytes to text: byte order mark, UTF-8, then the legacy encodings of Chinese, judged by what comes out.

Nothing is replaced or dropped: what the chosen encoding cannot decode is an error with its offset.
Line ends stay as they are in the file.
"""

from __future__ import annotations

import codecs
from collections import Counter
from functools import cache
from typing import NamedTuple

from factcheck import lexicon
from factcheck.load.parsed import Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
SAMPLE = 1 << 16  # bytes judged; the whole file is then decoded strictly
PLAUSIBLE = 0.35  # score below which no Chinese encoding is believed
SURE = 0.75  # score from which a Chinese reading is believed against one in Cyrillic
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
KINDS = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP 压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x7fELF", "可执行文件"),
)


class Decoded(NamedTuple):
    """Text and the encoding it was read in (Python's name)."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text of `data`; `declared` is the encoding the document names for itself (HTML).

    Raises Unreadable for binary data, and for bytes that no plausible encoding can decode.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, len(mark))
    _refuse_binary(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared)
    if "\0" in text and (guess := _wide(data)) is not None:
        return guess
    if declared is None and _by_chance(data, text):
        return _legacy(data, None)
    return Decoded(text, "utf-8")


def _by_chance(data: bytes, text: str) -> bool:
    """Whether two-byte UTF-8 (Greek, Cyrillic) is a few Chinese words in another encoding: 联通 in GB18030."""
    wide = [char for char in text[:SAMPLE] if char > "\x7f"]
    if not wide or max(wide) >= "\u0800" or 4 * len(wide) < len(data):
        return False
    return max(_score(data[:SAMPLE], name) for name in ("gb18030", "big5hkscs")) >= SURE


def kind(data: bytes) -> str | None:
    """What the first bytes say a binary file is, in words, or None."""
    return next((name for magic, name in KINDS if data.startswith(magic)), None)


def _refuse_binary(data: bytes) -> None:
    if (name := kind(data)) is not None:
        raise Unreadable(f"不是文本：内容是{name}，与后缀不符")


def _strict(data: bytes, encoding: str, skipped: int = 0) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        offset = skipped + error.start
        raise Unreadable(f"第 {offset} 字节起无法按 {encoding} 解码", place=f"第 {offset} 字节") from None


def _legacy(data: bytes, declared: str | None) -> Decoded:
    """The encoding whose reading has the largest share of common characters; the declared one wins a near tie."""
    sample = data[:SAMPLE]
    scores = {name: _score(sample, name) for name in CANDIDATES}
    named = _known(declared) if declared else None
    if named:
        scores[named] = _score(sample, named) + 0.1
    best = max(scores, key=lambda name: (scores[name], -list(scores).index(name)))
    if scores[best] >= PLAUSIBLE:
        return _strict(data, best)
    return _strict(data, named) if named else _foreign(data)


def _foreign(data: bytes) -> Decoded:
    """No Chinese in it: Latin text with a few typographic marks, or what the detector is sure of."""
    import chardet

    sample = data[:SAMPLE]
    answer = chardet.detect(sample)
    name, confidence = answer.get("encoding"), float(answer.get("confidence") or 0)
    marks = sum(byte > 0x7F for byte in sample)
    if name == "Windows-1252" and marks < 0.05 * len(sample):
        confidence = 1.0
    if _control_share(sample) > 0.05 or not name or confidence < 0.5:
        raise Unreadable("不是文本，或编码无法识别（试过 UTF-8、UTF-16、GB18030、Big5）")
    return _strict(data, name)


def _known(name: str) -> str | None:
    try:
        plain = name.strip().strip("\"'").lower()
        return ALIASES.get(plain) or codecs.lookup(plain).name
    except LookupError:
        return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: ASCII in it leaves a NUL in every second byte."""
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        sample = data[:SAMPLE]
        if len(data) % 2 == 0 and sample[offset::2].count(0) > 0.3 * len(sample) / 2 > sample[1 - offset :: 2].count(0):
            return _strict(data, encoding)
    if _control_share(data[:SAMPLE]) > 0.3:
        raise Unreadable("不是文本：含大量控制字符")
    return None


def _control_share(sample: bytes) -> float:
    controls = sum(sample.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return controls / max(len(sample), 1)


@cache
def _common() -> frozenset[str]:
    return frozenset(lexicon.words("common_characters"))


def _score(sample: bytes, encoding: str) -> float:
    """How common the characters are that are not ASCII, on average; undecodable and private ones count against."""
    try:
        text = sample.decode(encoding, errors="replace")
    except LookupError:
        return 0.0
    counts = Counter(char for char in text if (char > "\x7f" or char == "\0") and not _is_mark(char))
    total = counts.total()
    return sum(_weight(char) * times for char, times in counts.items()) / total if total else 0.0


@cache
def _weight(char: str) -> float:
    """1 for the most common characters, 0.6 for the first levels of the standards, which are sorted by use."""
    if char in _common():
        return 1.0
    if char in "\0\ufffd" or "\ue000" <= char <= "\uf8ff":
        return -1.0
    levels = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))
    return 0.6 if any(low <= _lead(char, name) <= high for name, low, high in levels) else 0.0


def _lead(char: str, encoding: str) -> int:
    """The first byte of a character, 0 where the encoding does not have it."""
    try:
        return char.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0


def _is_mark(char: str) -> bool:
    """Punctuation and full-width forms say nothing about the encoding's plausibility either way."""
    return "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or "\u2010" <= char <= "\u203b"
