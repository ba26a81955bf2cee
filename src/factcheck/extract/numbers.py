"""The grammar of written numbers: Arabic, Chinese and mixed, with their scale and their vagueness.

`read` reads one number at a position and says what it is worth, the unit of its last printed digit
and, where the words are vague (数百, 三四十, 十几), the least and the most that they allow.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

DIGITS: Final = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "○": 0,
    "两": 2,
    **{c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
}
SMALL: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
FINANCIAL: Final = "壹贰叁肆伍陆柒捌玖"  # read only where a number begins with one: 陆 and 伍 are common in words
LONGEST: Final = 60  # digits; a longer run is no figure

_ONE: Final = Decimal(1)
_ARABIC: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,20}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_UNIT_TAILS: Final = frozenset("瓦米克伏帕卡焦牛赫")  # 千瓦, 兆赫, 百帕: the first character belongs to the unit
_COUNTED: Final = frozenset({*"人户件辆名票宗份"})  # registers print 3万9人 in full
_FLAT: Final = str.maketrans("", "", ",")


class Number:
    """A number as read, never changed once made. `low`/`high` differ from `value` only where the words are vague."""

    __slots__ = (
        "arabic", "bare", "decimal", "digits", "end", "figure", "high", "low", "more", "scale", "start", "step",
        "value",
    )  # fmt: skip

    def __init__(
        self,
        start: int,
        end: int,
        value: Decimal,
        step: Decimal,
        figure: Decimal,
        scale: Decimal,
        low: Decimal,
        high: Decimal,
        more: bool = False,
        arabic: bool = False,
        bare: bool = False,
        digits: int = 0,
        decimal: bool = False,
    ) -> None:
        self.start = start
        self.end = end
        self.value = value  # the nominal value; of a vague number its low
        self.step = step  # unit of the last printed digit
        self.figure = figure  # unit of the last digit that is not nought
        self.scale = scale  # the last scale word, 1 where there is none
        self.low = low
        self.high = high
        self.more = more  # 多, 余 inside: 十多万
        self.arabic = arabic
        self.bare = bare  # a scale word alone: 百万, 万亿
        self.digits = digits  # Chinese digits only, no scale word: how many
        self.decimal = decimal

    def spanning(self, start: int, end: int) -> Number:
        """The same number, read from text[start:end]."""
        return Number(
            start, end, self.value, self.step, self.figure, self.scale, self.low, self.high,
            self.more, self.arabic, self.bare, self.digits, self.decimal,
        )  # fmt: skip

    def plus(self, part: Decimal, step: Decimal, *, decimal: bool) -> Number:
        """The number and a part of one behind its unit: 两年半, 六成三."""
        return Number(
            self.start, self.end, self.value + part, step, step, self.scale, self.low + part, self.high + part,
            self.more, self.arabic, self.bare, self.digits, decimal,
        )  # fmt: skip

    def as_decimal(self) -> Number:
        """The same as one with decimals."""
        return Number(
            self.start, self.end, self.value, self.step, self.figure, self.scale, self.low, self.high,
            self.more, self.arabic, self.bare, self.digits, decimal=True,
        )  # fmt: skip

    @property
    def vague(self) -> bool:
        """Whether the words name no single number (数百, 三四百)."""
        return self.low != self.high


def arabic(text: str, pos: int, limit: int) -> int:
    """Where the Arabic number at `pos` ends; `pos` itself where there is none."""
    match = _ARABIC.match(text, pos, limit)
    return match.end() if match else pos


@lru_cache(maxsize=10_000)
def _printed(digits: str) -> tuple[Decimal, Decimal, Decimal, bool]:
    """What Arabic digits are worth, the units of the last one and of the last that is not nought, any decimals."""
    value = Decimal(digits)
    decimals = len(digits.partition(".")[2])
    step = _ONE.scaleb(-decimals)
    return value, step, _figure(value, step), decimals > 0


class _Reader:
    """Left to right over one number; low and high run side by side, equal where the number is exact."""

    def __init__(self, text: str, pos: int, limit: int) -> None:
        self.text, self.start, self.pos, self.limit = text, pos, pos, limit
        self.total = self.section = (Decimal(0), Decimal(0))
        self.num: tuple[Decimal, Decimal] | None = None
        self.num_step = self.step = self.scale = _ONE
        self.figure = _ONE
        self.last_small = self.last_big = self.last_unit = 0
        self.zero = self.more = self.arabic = self.implicit = False
        self.vague_unit = False  # 数 or 几 stands for two to nine and a bit: less than the next unit
        self.decimal = False  # printed with decimals
        self.count = 0  # number tokens read
        self.plain = 0  # Chinese digits of a number that has no scale word

    def peek(self, ahead: int = 0) -> str:
        at = self.pos + ahead
        return self.text[at] if at < self.limit else ""

    def digit(self, at: int) -> bool:
        c = self.text[at] if at < self.limit else ""
        return c in DIGITS and (c not in FINANCIAL or self.text[self.start] in FINANCIAL)

    def run(self) -> Number | None:
        while self.pos < self.limit and self.step_on():
            pass
        return self.finish()

    def step_on(self) -> bool:
        c = self.text[self.pos]
        if c in "0123456789":
            return self.read_arabic()
        if self.digit(self.pos):
            return self.read_digits()
        if c in "百千兆" and self.count and (self.peek(1) in _UNIT_TAILS or self.text.startswith("百分点", self.pos)):
            return False
        if c in SMALL:
            return self.read_small(SMALL[c])
        if c in BIG:
            return self.read_big(BIG[c])
        if c == "点":
            return self.read_point()
        if c in "数几":
            return self.read_vague()
        if c in "多余":
            return self.read_more()
        return c == " " and self.skip_space()

    def read_arabic(self) -> bool:
        if self.num is not None or self.more:
            return False
        end = arabic(self.text, self.pos, self.limit)
        if end - self.pos > LONGEST:
            return False
        value, self.num_step, self.figure, self.decimal = _printed(self.text[self.pos : end].translate(_FLAT))
        self.num = (value, value)
        self.pos, self.arabic, self.count = end, True, self.count + 1
        return True

    def read_digits(self) -> bool:
        if self.num is not None:
            return False
        end = self.pos
        while self.digit(end) and end - self.pos <= LONGEST:
            end += 1
        run = [DIGITS[c] for c in self.text[self.pos : end]]
        while len(run) > 1 and run[0] == 0 and self.count:
            self.zero = True
            run = run[1:]
        if len(run) == 2 and self.neighbours(run):
            self.num = (Decimal(run[0]), Decimal(run[1]))
        elif len(run) == 1:
            self.num = (Decimal(run[0]),) * 2
        elif self.by_place(run, self.text[end : end + 1]):
            value = Decimal("".join(map(str, run)))
            self.num, self.plain = (value, value), len(run)
        else:
            return False
        if len(run) == 1 and run[0] == 0 and self.count:
            self.num, self.zero = None, True
        self.num_step = self.figure = _ONE
        self.plain = self.plain or (len(run) if not self.count else 0)
        self.pos, self.count = end, self.count + 1
        return True

    def by_place(self, run: list[int], following: str) -> bool:
        """一六九四亿, 八四亿, 四兆八四四八亿: digits that stand for their places, as a page prints them."""
        scaled = following != "" and (following in BIG or following == "点")
        if not self.count:
            return len(run) > 2 or scaled
        behind = self.last_unit == self.last_big and not self.arabic and len(run) <= 4
        return behind and (len(run) > 2 or scaled) and following not in SMALL

    def neighbours(self, run: list[int]) -> bool:
        """三四, 七八, 三五: two digits that mean 'from the first to the second'."""
        return 0 < run[0] < run[1] and (run[1] - run[0] == 1 or run == [3, 5])

    def read_small(self, unit: int) -> bool:
        if self.last_small and unit >= self.last_small:
            return False
        if self.num is None:
            if self.count and not (unit == 10 and self.zero):
                return False
            self.num = (_ONE, _ONE)
            self.num_step = _ONE
            self.implicit = not self.count
        low, high = self.num
        self.section = (self.section[0] + low * unit, self.section[1] + high * unit)
        self.figure = (self.figure if self.num_step < 1 or self.arabic else _ONE) * unit
        self.step = self.num_step * unit
        self.num, self.num_step, self.plain, self.zero = None, _ONE, 0, False
        self.last_small = self.last_unit = unit
        self.pos, self.count = self.pos + 1, self.count + 1
        return True

    def read_big(self, unit: int) -> bool:
        low, high = self.num or (Decimal(0), Decimal(0))
        low, high = self.section[0] + low, self.section[1] + high
        if self.num is None and not self.last_small and self.last_unit != self.last_big:
            return False
        if self.last_big and unit == self.last_big:
            return False
        fresh = self.num is None and not self.last_small  # 万亿: the scale of a scale
        if fresh and self.count and unit < self.last_big:
            return False
        if not self.count:
            low = high = _ONE
            self.implicit = True
        step = self.num_step if self.num is not None else self.step
        if unit > self.last_big:
            self.total = ((self.total[0] + low) * unit, (self.total[1] + high) * unit)
            self.scale = self.scale * unit if fresh and self.count else Decimal(unit)
        else:
            self.total = (self.total[0] + low * unit, self.total[1] + high * unit)
            self.scale = Decimal(unit)
        self.step = step * unit
        self.figure *= unit
        self.section, self.num, self.num_step = (Decimal(0), Decimal(0)), None, _ONE
        self.last_small, self.last_big, self.last_unit, self.zero, self.plain = 0, unit, unit, False, 0
        self.pos, self.count = self.pos + 1, self.count + 1
        return True

    def read_point(self) -> bool:
        """百分之四十三点五: only Chinese digits may follow, and no 分 or 十 (a clock's time)."""
        if self.arabic or self.last_big or (self.num is None and not self.last_small):
            return False
        end = self.pos + 1
        while self.digit(end) and end - self.pos <= LONGEST:
            end += 1
        if end == self.pos + 1 or self.text[end : end + 1] in ("分", "十", "整"):
            return False
        printed = "".join(str(DIGITS[c]) for c in self.text[self.pos + 1 : end])
        whole = self.num[0] if self.num else Decimal(0)
        value = whole + Decimal(printed).scaleb(-len(printed))
        self.num, self.num_step = (value, value), _ONE.scaleb(-len(printed))
        self.figure = _figure(value, self.num_step)
        self.plain, self.pos, self.decimal = 0, end, True
        return True

    def read_vague(self) -> bool:
        following = self.peek(1)
        if self.num is not None or self.more:
            return False
        if following and (following in SMALL or following in BIG):
            self.num, self.vague_unit = (Decimal(2), Decimal(10)), True
        elif self.text[self.pos] == "几" and self.last_small == 10:
            self.num = (_ONE, Decimal(9))
        else:
            return False
        self.num_step = self.figure = _ONE
        self.pos, self.count = self.pos + 1, self.count + 1
        return True

    def read_more(self) -> bool:
        """多 or 余 before a scale word: 十多万, 9千多万."""
        if not self.count or self.more or self.peek(1) not in BIG or (self.num is None and not self.last_unit):
            return False
        if self.num is None and not self.last_small:  # 3万多亿
            self.more = True
        self.more = True
        self.pos += 1
        return True

    def skip_space(self) -> bool:
        """One space may stand before a scale word: 100 万."""
        scale = self.peek(1)
        if self.num is None or not scale or (scale not in BIG and scale not in SMALL):
            return False
        self.pos += 1
        return True

    def finish(self) -> Number | None:
        if not self.count:
            return None
        low, high = self.section
        if self.num is not None:
            unit = self.tail_unit()
            low, high = low + self.num[0] * unit, high + self.num[1] * unit
            self.step = self.num_step * unit
            self.figure = self.figure * unit if unit != 1 else self.figure
        low, high = self.total[0] + low, self.total[1] + high
        if self.vague_unit:
            high -= self.scale
        bare = self.implicit and not self.arabic and not self.more and self.is_bare()
        return Number(
            self.start, self.pos, low, self.step, self.figure, self.scale, low, high,
            self.more, self.arabic, bare, self.plain, self.decimal,
        )  # fmt: skip

    def tail_unit(self) -> Decimal:
        """3万8 is 38,000: a lone digit behind a scale word counts tenths of it; 7万2447 is 72,447, 3万9人 30,009."""
        assert self.num is not None
        lone = self.num[0] == self.num[1] and self.num[0] < 10 and self.num_step == 1
        if lone and self.last_unit == 10**4 and self.in_full():
            return _ONE
        if self.last_unit >= 100 and lone and not self.zero and self.last_unit in (self.last_small, self.last_big):
            return Decimal(self.last_unit) / 10
        return _ONE

    def in_full(self) -> bool:
        """迁出3万9人 of a register, not 逾3万9人."""
        about = self.start > 0 and self.text[self.start - 1] in "约近逾超过"
        return self.peek() in _COUNTED and self.text[self.pos - 1] in "0123456789" and not about

    def is_bare(self) -> bool:
        return all(c in SMALL or c in BIG for c in self.text[self.start : self.pos])


def _figure(value: Decimal, step: Decimal) -> Decimal:
    """The unit of the last digit that is not nought: 100 of 2200, 0.1 of 1.6, 10 of 80.0."""
    exponent = value.normalize().as_tuple().exponent
    return _ONE.scaleb(exponent) if value and isinstance(exponent, int) else step


_GOES_ON: Final = frozenset("十百千拾佰仟万亿兆多余 ")  # behind an Arabic number
_GOES_ON_SCALED: Final = frozenset("0123456789十百千拾佰仟万亿兆数几多余").union(DIGITS)  # behind 3.5万


def read(text: str, pos: int, limit: int) -> Number | None:
    """The number at `pos`, not reaching past `limit`; None where none starts there."""
    first = text[pos] if pos < limit else ""
    common = _lone(text, pos, limit) if first in _LONE else _plain(text, pos, limit)
    return common or _Reader(text, pos, limit).run()


_LONE: Final = {c: Decimal(n) for c, n in DIGITS.items() if c not in FINANCIAL}
_GOES_ON_CHINESE: Final = frozenset("0123456789十百千拾佰仟万亿兆点数几多余 ").union(DIGITS)  # behind 三


def _lone(text: str, pos: int, limit: int) -> Number | None:
    """A single Chinese digit (两个, 三家) as `_Reader` would read it."""
    if pos + 1 < limit and text[pos + 1] in _GOES_ON_CHINESE:
        return None
    value = _LONE[text[pos]]
    return Number(pos, pos + 1, value, _ONE, _ONE, _ONE, value, value, False, False, False, 1, False)


def _plain(text: str, pos: int, limit: int) -> Number | None:
    """The commonest numbers (2.1, 1,333, 5.2万) as `_Reader` would read them, without its steps."""
    end = arabic(text, pos, limit)
    if end == pos or end - pos > LONGEST:
        return None
    value, step, figure, decimal = _printed(text[pos:end].translate(_FLAT))
    following = text[end] if end < limit else ""
    if following not in _GOES_ON:
        return Number(pos, end, value, step, figure, _ONE, value, value, False, True, False, 0, decimal)
    if following not in "万亿" or (end + 1 < limit and text[end + 1] in _GOES_ON_SCALED):
        return None
    scale = Decimal(BIG[following])
    value *= scale
    return Number(
        pos, end + 1, value, step * scale, figure * scale, scale, value, value, False, True, False, 0, decimal
    )
