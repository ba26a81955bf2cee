"""The one table of document formats: add a line here and a module beside it."""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """One format: `module.function(data, path, limits) -> Parsed`, in this package.

    `isolated` runs it in a worker process with a deadline: parsers in native code, or that unpack archives.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    function: str = "parse"
    isolated: bool = False


FORMATS = (
    Format("文本", (".txt", ".text"), "text"),
    Format("Markdown", (".md", ".markdown", ".mdown"), "markdown"),
    Format("HTML", (".html", ".htm", ".xhtml", ".shtml"), "html"),
    Format("PDF", (".pdf",), "pdf", isolated=True),
    Format("DOCX", (".docx", ".docm"), "docx", isolated=True),
    Format("CSV", (".csv", ".tsv"), "sheet", "parse_csv"),
    Format("XLSX", (".xlsx", ".xlsm"), "sheet", "parse_xlsx", isolated=True),
)
# read when named; in a folder they are illustrations, counted among the files passed over
PICTURES = Format("图片", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), "ocr", isolated=True)
# what people do have and we cannot read: the sentence says what to do instead
_REFUSED = (
    (".zip .rar .7z .tar .gz .tgz .bz2 .xz .zst", "压缩包不会展开，请解压后再检查"),
    (".doc .wps .rtf .odt .pages", "不支持的格式，请另存为 .docx"),
    (".xls .et .ods .numbers", "不支持的格式，请另存为 .xlsx 或 .csv"),
    (".ppt .pptx .dps .ofd .caj .epub .mobi", "不支持的格式，请导出为 .pdf 或 .docx"),
)
REFUSED = {suffix: reason for suffixes, reason in _REFUSED for suffix in suffixes.split()}
IN_FOLDERS = frozenset(suffix for entry in FORMATS for suffix in entry.suffixes)
BY_SUFFIX = {suffix: entry for entry in (*FORMATS, PICTURES) for suffix in entry.suffixes}
