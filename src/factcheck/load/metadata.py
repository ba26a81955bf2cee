"""From what a document states about itself to its Source, each field with where it was read."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import PurePath

from factcheck.load import dates
from factcheck.load.parsed import Hint, Parsed
from factcheck.model import Source

# names that front matter of blogs, site generators and archives gives to our fields
NAMES = {
    "title": "title", "标题": "title", "标題": "title",
    "publisher": "publisher", "source": "publisher", "来源": "publisher", "媒体": "publisher", "site": "publisher",
    "published": "published", "date": "published", "pubdate": "published", "日期": "published", "发布时间": "published",
    "发布日期": "published", "publishdate": "published", "datepublished": "published",
    "entity": "entity", "主体": "entity",
    "lang": "language", "language": "language",
    "place": "place", "location": "place", "地点": "place",
}  # fmt: skip
HEADING = re.compile(r"^[ \t]*#[ \t]+(?P<title>[^\n#][^\n]*?)[ \t#]*\r?$", re.MULTILINE)
KEY_VALUE = re.compile(r"^(?P<key>[\w\u4e00-\u9fff-]+)[ \t]*[:=][ \t]*(?P<value>[^\n]*?)[ \t]*\r?$", re.MULTILINE)
FILE_DAY = re.compile(r"(?<!\d)(?P<y>20\d\d)[-_.]?(?P<m>0[1-9]|1[0-2])[-_.]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
# of a file's making, not its text's publication: read only where the text is silent
WEAK = frozenset({"pdf info", "docx info"})
TITLE_WIDTH = 60  # code points; a longer first line is a paragraph
MARKS = re.compile(r"<[^<>]*>|[*`_~]{1,3}(?=\S)|(?<=\S)[*`_~]{1,3}|!?\[(?=[^\]]*\]\()|\]\([^()]*\)")
HAN, LATIN, KANA = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z]"), re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")


def source(path: str, data: bytes, parsed: Parsed, stated: Iterable[Hint] = ()) -> Source:
    """The Source of a document: `stated` (sources.toml) first, then the document's own hints, then inference."""
    text = visible(parsed)
    strong = [hint for hint in parsed.hints if hint.origin not in WEAK]
    weak = [hint for hint in parsed.hints if hint.origin in WEAK]
    hints = [*stated, *strong, *dates.hints(text), *weak, *_inferred(path, text)]
    fields: dict[str, object] = {}
    origin: dict[str, str] = {}
    for hint in hints:
        if hint.value not in ("", None) and hint.field not in origin:
            fields[hint.field] = hint.value
            origin[hint.field] = hint.origin
    identity = str(fields.pop("id", path))
    fields.pop("encoding", None)
    return Source(
        id=identity, path=path, sha256=hashlib.sha256(data).hexdigest(),
        origin=tuple(sorted(origin.items())), **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def visible(parsed: Parsed) -> str:
    """Beginning and end of the text without its markup: enough for a dateline and the language."""
    parts, at = [], 0
    for edit in parsed.edits:
        if len(parsed.text) > 20_000 and 10_000 < edit.start < len(parsed.text) - 10_000:
            continue
        parts += [parsed.text[at : edit.start], edit.text]
        at = max(at, edit.end)
    return "".join([*parts, parsed.text[at:]])


def _inferred(path: str, text: str) -> Iterator[Hint]:
    if (found := FILE_DAY.search(PurePath(path).stem)) and (when := dates.day(found["y"], found["m"], found["d"])):
        yield Hint("published", when, "file name")
    first = next((line.strip() for line in text[:2_000].splitlines() if line.strip()), "")
    if 4 <= len(first) <= TITLE_WIDTH and first[-1] not in "。，.,；：:" and not _is_dateline(first):
        yield Hint("title", first, "inferred")
    yield Hint("language", language(text), "inferred")


def _is_dateline(line: str) -> bool:
    """A line that is all date, reporter or column name."""
    return line.startswith(("date ", "◎", "●", "【")) or (dates.published(line) is not None and len(line) < 40)


def language(text: str) -> str:
    """'zh', 'en' or 'other', by the script of the first 4,000 characters."""
    sample = text[:4_000]
    han, latin, kana = len(HAN.findall(sample)), len(LATIN.findall(sample)), len(KANA.findall(sample))
    if han and kana <= 0.05 * han and han * 3 >= latin:  # a Han character says about three letters
        return "zh"
    return "en" if latin and kana < 0.05 * latin else "other"


def heading_hints(text: str) -> Iterator[Hint]:
    """The first `# heading`, and a date that stands in it (《新闻联播》 (20250205))."""
    if (found := HEADING.search(text[:5_000])) is None:
        return
    title = MARKS.sub("", found["title"]).strip()
    yield Hint("title", title, "title")
    if (day := FILE_DAY.search(title.translate(dates.HALF))) and (when := dates.day(day["y"], day["m"], day["d"])):
        yield Hint("published", when, "title")


def front_matter(text: str, pattern: re.Pattern[str]) -> Iterator[Hint]:
    """Fields of a YAML (---) or TOML (+++) front matter; only its flat `key: value` lines are read."""
    found = pattern.match(text)
    if found is None:
        return
    if text.startswith("+++"):
        yield from _toml(found[0].strip().strip("+"))
        return
    for line in KEY_VALUE.finditer(found[0]):
        yield from hint(line["key"], line["value"].strip("\"'"), "front matter")


def _toml(text: str) -> Iterator[Hint]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    for key, value in values.items():
        if isinstance(value, (str, date, datetime)):
            yield from hint(key, str(value), "front matter")


def hint(key: str, value: str, origin: str) -> Iterator[Hint]:
    """The hint that a named value gives, if the name is one of ours and the value can be read."""
    field = NAMES.get(key.lower().replace("_", "").replace("-", ""))
    if field == "published":
        if (when := dates.iso(value)) is not None:
            yield Hint(field, when, origin)
    elif field and value.strip():
        yield Hint(field, value.strip(), origin)


def hint_to_json(value: Hint) -> list[str | int]:
    """A hint as JSON can carry it; dates in ISO form with a mark."""
    if isinstance(value.value, date):
        return [value.field, "date", value.value.isoformat(), value.origin]
    return [value.field, "plain", value.value, value.origin]


def hint_from_json(row: list[str | int]) -> Hint:
    """The hint that `hint_to_json` wrote."""
    name, kind, value, origin = row
    return Hint(str(name), date.fromisoformat(str(value)) if kind == "date" else value, str(origin))
