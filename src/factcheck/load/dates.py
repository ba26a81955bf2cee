"""The line that says when and where a text was published, as papers, agencies and web pages print it.

A date inside a sentence is an event's date, not the text's: only labelled, stand-alone and
agency-line dates are read, and a day without a year is never completed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from factcheck.load.parsed import Hint

HEAD = 1_500  # code points searched at the beginning …
TAIL = 600  # … and at the end
YMD = (
    r"(?P<y>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<m>1[0-2]|0?[1-9])\s*(?:月|[-/.])\s*"
    r"(?P<d>3[01]|[12]\d|0?[1-9])(?:\s*日)?(?!\d)"
)
COMPACT = r"(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)"
CLOCK = r"(?:\s*[·・,，]?\s*|T)(?:上午|下午|晚)?\s*\d{1,2}\s*[:：时時]\s*\d{2}"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ENGLISH = (
    r"(?:(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<mon2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+)"
    r"(?P<y>20\d\d)"
)
LABEL = (
    r"(?:[发發][布佈](?:时间|時間|日期)|发表时间|发稿时间|更新(?:时间|時間|日期)|最[后後]更新"
    r"|成文日期|印发日期|日期(?:时间|時間)?|时间|時間)"
)

# strongest first: what the page says of itself, then stand-alone lines, then agency lines
DATES = (
    re.compile(rf"\A\s*(?:date|日期)[:：]?\s+{YMD}"),
    re.compile(rf"{LABEL}\s*[:：]\s*{YMD}"),
    re.compile(rf"[（(]\s*[^（()）\n]{{0,30}}{COMPACT}[^（()）\n]{{0,20}}[)）]"),
    re.compile(rf"{YMD}{CLOCK}"),
    re.compile(rf"^[ \t\u3000]*{YMD}[ \t\u3000]*(?:星期.|週.|周.)?[ \t\u3000]*$", re.MULTILINE),
    re.compile(rf"{YMD}\s*[电電]"),
    re.compile(rf"^[ \t\u3000]*{YMD}[ \t\u3000]+(?:来源|來源|[^\s，。,]{{2,12}}$|第\s*\d+\s*版)", re.MULTILINE),
    # 甲州日报 2024年1月17日; 甲州市统计局2024年1月17日
    re.compile(
        rf"^[ \t\u3000]*[\u4e00-\u9fff]{{2,20}}(?:[报報网網台局委部厅廳署社]|工作报告)[ \t\u3000]*{YMD}[ \t\u3000]*$",
        re.MULTILINE,
    ),
    re.compile(
        rf"^[ \t\u3000]*—{{1,2}}[ \t]*{YMD}[ \t]*在[^\s，。；：]{{4,36}}[会會][议議]?上?[ \t\u3000]*$", re.MULTILINE
    ),
)
DAY_FIRST = re.compile(r"(?<![\d/])(?P<d>3[01]|[12]\d|0?[1-9])/(?P<m>1[0-2]|0?[1-9])/(?P<y>20\d\d)\s+\d{1,2}:\d{2}")
ENGLISH_DATES = (
    re.compile(
        rf"(?:published|updated|posted|date)\s*(?:on|at)?\s*:?\s*(?:[A-Z][a-z]+day,\s*)?{ENGLISH}", re.IGNORECASE
    ),
    re.compile(rf"\d{{1,2}}:\d{{2}},\s*{ENGLISH}"),
    re.compile(rf"\A[^\n]{{0,200}}\([^()\n]{{0,80}}{ENGLISH}\)"),
    re.compile(rf"^[A-Z][A-Z ,.]+,\s*{ENGLISH}\s*(?:\(|/|--|—)", re.MULTILINE),
    re.compile(rf"^[ \t]*{ENGLISH}[ \t]*$", re.MULTILINE),
)
AGENCY = re.compile(
    r"(?P<who>本报|本報|本台|[\u4e00-\u9fff]{1,8}?(?:社|网|網|报|報|台))\s*"
    r"(?P<where>[\u4e00-\u9fff]{2,4}?(?:[、,， ][\u4e00-\u9fff]{2,4}?)?)\s*"
    r"(?:(?:20\d\d\s*年\s*)?\d{1,2}\s*月\s*)?\d{1,2}\s*日\s*(?:专|專)?(?:电|電|讯|訊|消息)"
)
SOURCE = re.compile(r"(?:来源|來源|文章来源|稿源)\s*[:：]\s*(?P<who>[^\s：:|｜,，。;；（）()<>\[\]]{2,20})")
REPRINTED = re.compile(r"[（(]\s*[据據]\s*(?P<who>[\u4e00-\u9fff]{2,10}(?:报|報|社|网|網|台|发布|發布))\s*[)）]")
OWN = ("本报", "本報", "本台")
HALF = str.maketrans("０１２３４５６７８９／－．", "0123456789/-.")  # lengths are kept


def day(year: str, month: str, number: str) -> date | None:
    """A date, or None where the calendar has no such day."""
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def iso(text: str) -> date | None:
    """The date at the beginning of an ISO, Chinese or RFC 2822 form, or None."""
    text = text.translate(HALF)
    for form in (YMD, COMPACT):
        if (found := re.match(rf"\s*{form}", text)) is not None:
            return day(found["y"], found["m"], found["d"])
    english = re.search(ENGLISH, text[:60])
    return _english(english) if english else None


def _english(found: re.Match[str]) -> date | None:
    month = MONTHS.index((found["mon"] or found["mon2"])[:3].lower()) + 1
    return day(found["y"], str(month), found["d"] or found["d2"])


def published(text: str) -> date | None:
    """The day that `text` (its visible beginning or end) says it was published."""
    text = text.translate(HALF)
    for pattern in DATES:
        if (found := pattern.search(text)) is not None and (read := day(found["y"], found["m"], found["d"])):
            return read
    if (found := DAY_FIRST.search(text)) is not None and int(found["d"]) > 12:  # 5/11/2025 could be either order
        return day(found["y"], found["m"], found["d"])
    for pattern in ENGLISH_DATES:
        if (found := pattern.search(text)) is not None and (read := _english(found)):
            return read
    return None


def hints(text: str) -> Iterator[Hint]:
    """Date, publisher and place that the dateline of `text` states; `text` is as readers see it."""
    head, tail = text[:HEAD], text[-TAIL:] if len(text) > HEAD else ""
    for part in (head, tail):
        if part and (when := published(part)) is not None:
            yield Hint("published", when, "dateline")
            break
    if (found := SOURCE.search(head) or SOURCE.search(tail)) is not None:
        yield Hint("publisher", found["who"], "dateline")
    if (line := AGENCY.search(head)) is not None:
        if line["who"] not in OWN:
            yield Hint("publisher", line["who"], "dateline")
        yield Hint("place", line["where"], "dateline")
    if (found := REPRINTED.search(tail or head)) is not None:
        yield Hint("publisher", found["who"], "dateline")
