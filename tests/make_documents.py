"""Documents for tests, made by code from a plain text: pages with boilerplate, office files, prints, scans.

`python tests/make_documents.py OUT FILE…` re-makes each text FILE in every form, for a look or a benchmark.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

CHROMIUM = shutil.which("chromium")
NAVIGATION = ("首页", "要闻", "财经", "科技", "视频", "专题 2026", "客户端下载", "English")
RELATED = (
    "热销车型销量破100万辆 同比增长35%",
    "某地前三季度GDP突破9万亿元",
    "快讯：油价每吨上调230元",
    "5年投入800亿元 新城规划公布",
)
FOOTER = "版权所有 © 1998-2026 某某网 京ICP备12345678号-1 违法和不良信息举报电话：010-12345678 今日访问 1234567 人次"

Rows = Sequence[Sequence[str]]


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a text that has a paragraph a line, without Markdown marks and tags."""
    plain = re.sub(r"<[^<>]*>", "", text)
    return [re.sub(r"^#+\s*", "", line.strip()) for line in plain.splitlines() if line.strip()]


def visible(document) -> str:
    """A document's text with its edits made, blank lines taken out: what a reader sees."""
    parts, at = [], 0
    for edit in document.edits:
        assert edit.start >= at, "edits are sorted and do not overlap"
        parts += [document.text[at : edit.start], edit.text]
        at = edit.end
    text = "".join([*parts, document.text[at:]])
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def web_page(text: str, title: str = "某地工业总产值创新高", published: str = "2026-02-09") -> str:
    """A news page: navigation, share buttons, the article, related links, comments, foot, scripts."""
    body = "\n".join(f"<p>　　{html.escape(line)}</p>" for line in paragraphs(text))
    links = "".join(f'<li><a href="/{i}">{name}</a></li>' for i, name in enumerate(NAVIGATION))
    related = "".join(f'<li><a href="/r/{i}.html">{html.escape(name)}</a></li>' for i, name in enumerate(RELATED))
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(title)}_新闻中心_某某网</title>
<meta name="publishdate" content="{published}"><meta property="og:site_name" content="某某网">
<script>var visits = 987654; if (1 < 2) document.write("<p>第1000篇</p>");</script>
<style>p {{ margin: 12px }}</style></head>
<body><div class="header"><ul class="nav">{links}</ul><form><input value="搜索 100"></form></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/n">要闻</a></div>
<div class="main"><div class="article"><h1>{html.escape(title)}</h1>
<div class="share"><a href="#">分享到微博</a> <a href="#">微信 2.3万</a></div>
<div class="content">{body}</div></div>
<div class="sidebar"><h3>热门排行</h3><ul>{related}</ul></div></div>
<div class="comments"><h3>评论 356 条</h3><p><a href="#">查看全部</a></p></div>
<div class="footer"><p>{FOOTER}</p></div></body></html>"""


def docx(text: str, table: Rows = ()) -> bytes:
    """A DOCX with the paragraphs of `text`, and a table after them."""
    import docx as library

    document = library.Document()
    for line in paragraphs(text):
        document.add_paragraph(line)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, content in zip(row.cells, texts, strict=True):
                cell.text = content
        document.add_paragraph("表后一段。")
    return _saved(document)


def xlsx(rows: Rows, formats: dict[str, str] | None = None, title: str = "Sheet1") -> bytes:
    """An XLSX of one sheet; texts that are numbers are stored as numbers, `formats` by cell (B2 → 0.0%)."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append([float(v) if re.fullmatch(r"-?\d+(\.\d+)?", v) else v or None for v in row])
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    return _saved(book)


def _saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def newspaper(text: str, columns: int = 2) -> str:
    """A page for printing: justified columns under a headline."""
    lines = paragraphs(text)
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
    style = f"body{{font:15px/1.7 'Noto Sans CJK SC',sans-serif}}.c{{column-count:{columns};text-align:justify}}"
    return (
        f"<!doctype html><meta charset=utf-8><title>印刷版</title><style>{style}</style>"
        f"<h1>{html.escape(lines[0])}</h1><div class=c>{body}</div>"
    )


def printed(page: str, *, heads: bool = False) -> bytes:
    """A PDF of an HTML page by Chromium's printer; `heads` with its running heads and page numbers."""
    assert CHROMIUM is not None, "Debian's chromium is not installed"
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        flags = [] if heads else ["--no-pdf-header-footer"]
        command = [CHROMIUM, "--headless", "--no-sandbox", f"--user-data-dir={folder}/profile", *flags]
        subprocess.run([*command, f"--print-to-pdf={out}", str(source)], check=True, capture_output=True, timeout=120)
        return out.read_bytes()


def pdf(pages: Sequence[Sequence[tuple[float, float, str]]], *, info: dict[str, str] | None = None) -> bytes:
    """A small PDF written by hand: each page a list of (x, y, text) in file order, 10-point CJK.

    Points from the lower left corner of an A4 page. The font is not embedded; its characters are
    given by their code points, so that the text can be extracted.
    """
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    catalog, tree, font, child, describe = (add(b"") for _ in range(5))
    kids = []
    for page in pages:
        commands = "".join(f"BT /F1 10 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in page)
        stream = commands.encode("ascii")
        content = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(
            add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (tree, content, font)
            )
        )
    objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R >>" % tree
    objects[tree - 1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    objects[font - 1] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [%d 0 R] >>" % child
    )
    objects[child - 1] = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor %d 0 R >>" % describe
    )
    objects[describe - 1] = (
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >>"
    )
    fields = "".join(f"/{key} ({value}) " for key, value in (info or {}).items())
    about = add(f"<< {fields}>>".encode("latin-1"))
    return _pdf_file(objects, catalog, about)


def _pdf_file(objects: Sequence[bytes], catalog: int, about: int) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, catalog, about, start,
    )  # fmt: skip
    return bytes(out)


def scan(data: bytes, scale: float = 2.5) -> bytes:
    """The pages of a PDF as a PDF of pictures, without any text."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        images = [page.render(scale=scale).to_pil().convert("L") for page in document]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=72 * scale)
    return out.getvalue()


def zip_bomb(member: str = "word/document.xml", size: int = 300 << 20) -> bytes:
    """A small container whose member unpacks to `size` zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container, container.open(member, "w") as file:
        for _ in range(size >> 20):
            file.write(bytes(1 << 20))
    return out.getvalue()


def main(out: Path, sources: Sequence[Path]) -> None:
    """Every form of every source, into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    for source in sources:
        text = source.read_text(encoding="utf-8")
        (out / f"{source.stem}.html").write_text(web_page(text), encoding="utf-8")
        (out / f"{source.stem}.docx").write_bytes(docx(text))
        (out / f"{source.stem}.gb18030.txt").write_bytes(text.encode("gb18030"))
        if CHROMIUM:
            (out / f"{source.stem}.pdf").write_bytes(printed(newspaper(text), heads=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
