"""Fold a document into the one form that the grammars read, with a map back to the source.

Folding hides markup, turns Traditional into Simplified script and full-width into half-width
characters, rejoins lines that a newspaper column or a page broke inside a sentence, and takes out
characters that nobody sees and spaces inside words and figures. Whatever it does, every folded
character knows where it stands in the source.
"""

from __future__ import annotations

import itertools
import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from factcheck import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from factcheck.model import Document

HAN: Final = "\u3400-\u9fff\uf900-\ufaff"
END: Final = "\x1e"  # what loaders write where a heading or an item of a list ends: no line goes on beyond it
_OUTER: Final = f" {END}"
_HAN: Final = re.compile(f"[{HAN}]")
_HAN_RUN: Final = re.compile(f"[{HAN}]+")
# a line that ends so is complete; one that ends in a comma goes on
_CLOSED: Final = frozenset("。！？；：…!?;:|>")
_OPEN: Final = frozenset("，、,（(《“—–-")
_STRUCTURAL: Final = re.compile(
    r"^(?:#|>|\||[●•▷◎■□▪◆★☆※*+·]|-\s|——|【|(?:[(（]?[一二三四五六七八九十]{1,3}[)）、]|[(（]\d{1,2}[)）]|\d{1,2}[、．]|\d{1,2}\.(?!\d)))"
)
_CUT_FIGURE: Final = re.compile(r"(?:[\d.,，%]|[\d\s][亿億万萬千]|第|约|近|超过?|突破|逾)$")
_CUT: Final = 2  # characters: no such ending is longer
_FIGURE_GOES_ON: Final = re.compile(
    r"^[\d亿億万萬千百余餘多年月日号個个家辆輛台套项項名人元吨噸米斤亩畝%％倍件户戶次位种種场場]"
)


# what takes no room on a page: soft hyphens, zero-width spaces and joiners, marks of direction, variation selectors
_INVISIBLE: Final = (
    (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0000, 0xE01EF),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folded:
    """The text as read: Simplified, half width, one block a line ("\\n" ends a block)."""

    text: str
    starts: NDArray[np.int64]  # for each folded character, where it begins in the source
    ends: NDArray[np.int64]  # and where it ends

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of folded characters start..end (end > start)."""
        return int(self.starts[start]), int(self.ends[end - 1])

    def spans(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """`span` of many stretches, none of them empty."""
        if not spans:
            return []
        at = np.array(spans, dtype=np.int64)
        return list(zip(self.starts[at[:, 0]].tolist(), self.ends[at[:, 1] - 1].tolist(), strict=True))

    def printed(self) -> str:
        """The text without what edits of no width put in."""
        kept = np.flatnonzero(self.ends > self.starts)
        return self.text if len(kept) == len(self.text) else "".join(self.text[i] for i in kept.tolist())


@cache
def _widths() -> NDArray[np.uint32]:
    """Code point to code point: full width to half, radicals and compatibility ideographs to the common ones."""
    table = {0xFF01 + i: 0x21 + i for i in range(94)}
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = ord(plain)
    table.update(
        {
            ord(a): ord(b)
            for a, b in zip(
                "−﹣﹪〜∼～　\xa0\u2007\u2009\u202f\t\r「」『』﹁﹂﹃﹄", "--%~~~       “”“”“”“”", strict=True
            )
        }
    )
    table.update({ord(a): ord(b) for a, b in zip("﹒﹐﹔﹕", ".，；：", strict=True)})  # small forms: 1﹒5%
    table.update({ord(a): ord(b) for a, b in zip("衞粧汚囘", "卫妆污回", strict=True)})  # variants OpenCC leaves
    table.update(dict.fromkeys(range(55296, 57344), 65533))  # lone surrogates: OpenCC refuses them
    # ASCII marks between Chinese words are the Chinese marks; those inside figures are put back below
    table.update({ord(a): ord(b) for a, b in zip(",;:?!()，；：？！（）", "，；：？！（），；：？！（）", strict=True)})
    table[ord("∶")] = ord("：")  # the sign of a ratio, 2∶29∶69
    widths = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    widths[list(table)] = list(table.values())
    return widths


@cache
def _seen() -> NDArray[np.bool_]:
    """Code point to whether it takes room on a page."""
    seen = np.ones(sys.maxunicode + 1, dtype=bool)
    for first, last in _INVISIBLE:
        seen[first : last + 1] = False
    return seen


def codes(text: str) -> NDArray[np.uint32]:
    """The code points of a text: a table of them is read many times faster than by `str.translate` or `re`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _half_width(text: str) -> str:
    """Every character through `_widths`."""
    folded: bytes = _widths()[codes(text)].astype("<u4").tobytes()
    return folded.decode("utf-32-le")


# each begins with its literal, which `re` looks for at the speed of `str.find`
_FIGURE_COMMA: Final = re.compile(r"，(?<=[0-9]，)(?=[0-9]{3}(?![0-9]))")
# a comma of ASCII groups thousands even where the line was broken beside it
_ASCII_COMMA: Final = re.compile(
    r"[0-9０-９]\n+,(?:\n*[0-9０-９]){3}(?![0-9０-９])|[0-9０-９],\n*(?:[0-9０-９]\n*){3}(?![0-9０-９])"
)
_FIGURE_COLON: Final = re.compile(r"：(?<=[0-9]：)(?=[0-9])")
_LIST_MARK: Final = re.compile(r"(?m)\.(?=(?:19|20)\d\d年)(?:(?<=^\d\.)|(?<=^\d\d\.)|(?<=^ \d\.))")
# 七．六四％ of a printed page is 七点六四%; 五．四 of a date or a list is followed by no unit
_CHINESE_POINT: Final = re.compile(
    r"[.·‧・](?=[零〇○一二三四五六七八九]{1,4}(?:%|个百分|[万亿兆倍成元吨坪岁]|公[里斤顷尺吨]|平方|人次))(?<=[零〇○一二三四五六七八九十百千].)"
)
_LATIN_COLON: Final = re.compile(r"：(?=//)(?<=[A-Za-z]：)")


def _fold_characters(text: str) -> str:
    """The text in half-width Simplified characters; its length does not change."""
    folded = _simplified(_half_width(text))
    parts, last = [], 0
    for match in _ASCII_COMMA.finditer(text) if "," in text else ():
        at = text.index(",", match.start())
        parts += [folded[last:at], ","]
        last = at + 1
    folded = _spaced_thousands(text, "".join((*parts, folded[last:])))
    folded = _FIGURE_COMMA.sub(lambda m: _comma(text, folded, m.start()), folded)
    folded = _LIST_MARK.sub("、", folded)
    folded = _LATIN_COLON.sub(":", folded)
    folded = _CHINESE_POINT.sub("点", folded)
    return _FIGURE_COLON.sub(":", folded)


def _comma(source: str, folded: str, at: int) -> str:
    """A comma between digits groups thousands, unless a Chinese comma stands between half-width figures."""
    if source[at] == ",":
        return ","
    wide = source[at - 1] != folded[at - 1]
    return "," if source[at] == "，" and (wide or folded[at + 1 : at + 4] == "000") else "，"


# 共5 894份, 为3 667 100人: thousands set apart by blanks; between columns, 5月 894份 or 第3 100人 there are none
_SPACED: Final = re.compile(
    rf"(?<=[{HAN}，：、（])(?<![年月日号时第表图附件节章版])[1-9]\d{{0,2}}(?: \d{{3}}){{1,4}}(?![\d,:/])(?:\.\d+)?"
    rf"(?=%|(?![年月日号时点分秒至到])[{HAN}])"
)
_COLUMNS: Final = re.compile(r"\d (?=\d)")


def _spaced_thousands(source: str, folded: str) -> str:
    """Commas for the blanks inside figures, in lines where no figure stands beside another as in columns."""
    parts, last = [], 0
    for found in _SPACED.finditer(folded):
        start, end = found.span()
        if any(folded[i] == " " and source[i] == "\u3000" for i in range(start, end)):
            continue
        begin, until = folded.rfind("\n", 0, start) + 1, folded.find("\n", end)
        line = folded[begin : until if until >= 0 else len(folded)]
        if _COLUMNS.search(_SPACED.sub("", line)):
            continue
        parts += [folded[last:start], found.group().replace(" ", ",")]
        last = end
    return "".join((*parts, folded[last:])) if parts else folded


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    convert = _converter().convert  # type: ignore[attr-defined]
    out: str = convert(text)
    if len(out) == len(text):
        return out
    lines = []
    for line in text.split("\n"):  # keep offsets where one phrase would change the length
        new = convert(line)
        lines.append(new if len(new) == len(line) else line)
    return "\n".join(lines)


def _apply_edits(document: Document) -> tuple[str, NDArray[np.int64], NDArray[np.int64]]:
    """The source with its edits made, and the source span of each character left."""
    text = document.text
    parts: list[str] = []
    pieces: list[int] = []  # four each: length, source start of its first character, its end, 1 if kept
    at = 0
    for start, end, written in document.edits:
        if start < at:
            continue
        if start > at:
            parts.append(text[at:start])
            pieces += (start - at, at, at + 1, 1)
        if written:
            parts.append(written)
            pieces += (len(written), start, end if end > start else start, 0)
        at = end if end > at else at
    parts.append(text[at:])
    pieces += (len(text) - at, at, at + 1, 1)
    lengths, starts, ends, kept = np.array(pieces, dtype=np.int64).reshape(-1, 4).T
    # a kept character stands as far behind its piece's first as in the source; a written one stands for the edit
    ahead = np.repeat(kept, lengths) * (np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths))
    return "".join(parts), np.repeat(starts, lengths) + ahead, np.repeat(ends, lengths) + ahead


def fold(document: Document) -> Folded:
    """Fold a document; see the module's docstring."""
    text, starts, ends = _apply_edits(document)
    seen = _seen()[codes(text)]
    if not seen.all():
        text, starts, ends = "".join(itertools.compress(text, seen.tolist())), starts[seen], ends[seen]
    text = _fold_characters(text)
    text, kept = _rejoin_lines(text, _source_lines(document, ends))
    starts, ends = starts[kept], ends[kept]
    text, kept = _close_gaps(text)
    return Folded(text, starts[kept], ends[kept])


def _source_lines(document: Document, ends: NDArray[np.int64]) -> Callable[[int], int]:
    """A function from an index of the edited text to the length of the source line that ends there, else 0.

    A column of marked-up text is as wide as its lines are in the source, marks included.
    """
    source = document.text

    def length(index: int) -> int:
        end = int(ends[index])
        if source[end : end + 1] not in ("\n", "\r"):
            return 0
        return end - source.rfind("\n", 0, end) - 1

    return length if document.edits else lambda index: 0


def _visual(line: str) -> int:
    """Width in half characters."""
    return len(line) + sum(map(len, _HAN_RUN.findall(line)))


def _reaches(line: str, width: float) -> bool:
    """Whether a line is at least so many half characters wide; most need not be counted."""
    return len(line) >= width or (2 * len(line) >= width and _visual(line) >= width)


@dataclass(frozen=True, slots=True)
class _Column:
    """The measure of a page whose lines were broken: characters and half widths of a full line."""

    characters: float
    width: float

    def full(self, line: str) -> bool:
        return len(line) >= self.characters or _reaches(line, self.width)


def _column(lines: list[str]) -> _Column | None:
    """The width that lines were broken at, or None where lines are paragraphs."""
    broken = [line for line in lines if line[-1] not in _CLOSED and not _STRUCTURAL.match(line) and _reaches(line, 16)]
    if len(broken) < 5 or len(broken) < 0.4 * len(lines):
        return None
    size = median(len(line) for line in broken)
    if sum(abs(len(line) - size) <= 0.3 * size + 1 for line in broken) < 0.7 * len(broken):
        return None
    return _Column(max(8.0, size - 1.5), 0.75 * median(_visual(line) for line in broken))


_YEAR, _SHORT = re.compile(r"(?:19|20)\d\d年"), 16
_DATE_LINE: Final = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?: \d{1,2}:\d\d(?::\d\d)?)?$")


def _continues(line: str, following: str, column: _Column | None, source_line: Callable[[int], int], at: int) -> bool:
    """Whether `following` goes on with the sentence that `line`, whose last character is at `at`, broke off."""
    last = line[-1]
    if last in _CLOSED or line[0] in "#|" or _STRUCTURAL.match(following) or _DATE_LINE.match(line):
        return False
    if last in _OPEN:
        return True
    if line[-1] in "%％" and len(following) < _SHORT and _YEAR.match(following):
        return False  # …增长5.5% / 2024年成绩单
    if _CUT_FIGURE.search(line, max(0, len(line) - _CUT)) and _FIGURE_GOES_ON.match(following):
        return True
    if column is not None and (column.full(line) or source_line(at) >= column.characters):
        return True
    if len(line) >= 10 and _word_goes_on(line, following):
        return True
    return _reaches(line, 100) and not _STRUCTURAL.match(line)


def _word_goes_on(line: str, following: str, *, guessed: bool = True) -> bool:
    """Whether a word of the dictionary stands across the break (全/社会, 方/面), or what may be a `guessed` name."""
    tail, lead = line[-5:], following[:5]
    if not (_HAN.match(tail[-1]) and _HAN.match(lead[0])) or tail[-1] in "亿万千百十元":
        return False
    at = 0
    for word, kind in words.tag(tail + lead):
        if at < len(tail) < at + len(word):
            return guessed or not kind.startswith("nr")
        at += len(word)
    return False


def _rejoin_lines(text: str, source_line: Callable[[int], int]) -> tuple[str, NDArray[np.int64]]:
    """The text with broken lines rejoined and blank lines dropped, and the indices kept."""
    lines: list[tuple[int, int, str]] = []
    ended: set[int] = set()  # starts of lines that nothing may be joined to
    for found in re.finditer(r"[^\n]+", text):
        raw = found.group()
        stripped = raw.strip(_OUTER)
        if stripped:
            offset = found.start() + len(raw) - len(raw.lstrip(_OUTER))
            lines.append((offset, offset + len(stripped), stripped))
        if END in raw and lines:
            ended.add(lines[-1][0])
    column = _column([line for start, _, line in lines if start not in ended])
    parts: list[str] = []
    keep = np.zeros(len(text), dtype=bool)
    for (start, end, line), (_, _, following) in itertools.pairwise([*lines, (0, 0, "")]):
        parts.append(line)
        keep[start:end] = True
        if not following:
            break
        if start in ended or not _continues(line, following, column, source_line, end - 1):
            parts.append("\n")
        elif line[-1].isascii() and line[-1].isalpha() and following[0].isascii() and following[0].isalpha():
            parts.append(" ")  # the break stands for the space between two Latin words
        else:
            continue
        keep[end] = True
    return "".join(parts), np.flatnonzero(keep)


# a blank, the Pinyin set beside a word, the mark of a note; each begins with its literal, which `re` looks for first
_GAP: Final = re.compile(
    r"  *|（(?<=[\u3400-\u9fff]（)[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,8}）"
    r"|（(?<=上（)\d{1,3}）(?=[月年季])"  # 上(12)月
    r"|\[(?<=[\u3400-\u9fff”）]\[)\d{1,2}\](?=[\u3400-\u9fff\d，。；：、“（\n])"
)
_RUN_END: Final = re.compile(f"[{HAN}0-9A-Za-z.%,/]*$")
_RUN_START: Final = re.compile(f"[{HAN}0-9A-Za-z.%,]*")
_SCALE_END: Final = "亿万千百十0123456789.第约近超逾破过"


def _is_boundary(text: str, start: int, end: int) -> bool:
    """Whether spaces between two words part clauses, rather than stand inside a word."""
    if start == 0 or end >= len(text):
        return False
    before, after = text[start - 1], text[end]
    if before.isascii() and after.isascii():
        return True
    if _word_goes_on(text[max(0, start - 5) : start], text[end : end + 5], guessed=False):
        return False
    if before in _SCALE_END or not (_HAN.match(before) or before == "%") or not _HAN.match(after):
        return False
    left = _RUN_END.search(text, max(0, start - 12), start)
    right = _RUN_START.match(text, end, min(len(text), end + 12))
    return bool(left and right and len(left.group()) >= 4 and len(right.group()) >= 4)


def _close_gaps(text: str) -> tuple[str, NDArray[np.int64]]:
    """The text without the spaces that stand inside words and figures, and the indices kept."""
    keep = np.ones(len(text), dtype=bool)
    parts, at = [], 0
    for match in _GAP.finditer(text):
        start, end = match.span()
        parts.append(text[at:start])
        at = end
        keep[start:end] = False
        if text[start] == " " and _is_boundary(text, start, end):
            keep[start] = True
            parts.append(" ")
    parts.append(text[at:])
    return "".join(parts), np.flatnonzero(keep)
