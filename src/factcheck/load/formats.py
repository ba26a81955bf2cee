"""The one table of document formats: add a line here and a module beside it."""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """`module` in this package has `parse(data, path, limits) -> Parsed`; `isolated` runs it in a worker
    process with a deadline, for parsers in native code or that unpack archives."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    isolated: bool = False


FORMATS = (
    Format("text", (".txt", ".text"), "text"),
    Format("markdown", (".md", ".markdown", ".mdown"), "markdown"),
    Format("html", (".html", ".htm", ".xhtml", ".shtml"), "html"),
)
# what people do have and we cannot read: the sentence says what to do instead
REFUSED = {
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"), "压缩包不会展开，请解压后再检查"),
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".pages"), "不支持的格式，请另存为 .docx"),
    **dict.fromkeys((".xls", ".et", ".ods", ".numbers"), "不支持的格式，请另存为 .xlsx 或 .csv"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".key", ".ofd", ".caj", ".epub", ".mobi"), "不支持的格式，请导出为 .pdf 或 .docx"),
}
BY_SUFFIX = {suffix: entry for entry in FORMATS for suffix in entry.suffixes}
