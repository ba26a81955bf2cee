"""A folder of broken inputs: each is named in a sentence, the rest is read, nothing hangs or raises."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from make_documents import docx, pdf, xlsx, zip_bomb

from factcheck import load as package
from factcheck.load import Limits, discover, load, parsed, worker

GOOD = "产值5.44万亿元，增长6.4%。"
# the worker with one more folder of parsers
ENDLESS = "import factcheck.load as p; p.__path__.append({!r}); from factcheck.load.worker import main; main()"
BROKEN = {
    "binary.txt": (bytes(range(256)) * 20, "不是文本"),
    "bomb.docx": (zip_bomb(size=40 << 20), "压缩炸弹"),
    "bomb.xlsx": (zip_bomb("xl/workbook.xml", 40 << 20), "压缩炸弹"),
    "cut.docx": (docx(GOOD)[:5000], "不是 DOCX"),
    "empty.pdf": (b"", "0 字节"),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + bytes(600), "有密码"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", "PDF 损坏"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "另存为 .docx"),
    "pages.zip": (zip_bomb(size=1 << 20), "压缩包不会展开"),
    "really.pdf": (GOOD.encode(), "不是 PDF"),
    "really.xlsx": (docx(GOOD), "不是 XLSX"),
    "sheet.md": (xlsx([["甲", "5"]]), "ZIP"),
    "torn.txt": (GOOD.encode() * 30 + b"\xff\xfe\xff" + GOOD.encode(), "字节起无法"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, (content, _) in BROKEN.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "good.pdf").write_bytes(pdf([[(60, 700, GOOD)]]))
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    return tmp_path


def test_each_broken_input_is_named_and_the_rest_is_read(folder):
    started = time.monotonic()
    paths, problems = discover.find(["."])
    loaded = [load(path) for path in paths]
    reasons = {p.path: p.reason for p in (*problems, *(p for item in loaded for p in item.problems))}
    assert {item.document.source.path for item in loaded if item.document} == {"good.pdf", "good.txt"}
    assert set(reasons) == {*BROKEN, "pipe.txt", "loop.txt"}
    for name, (_, words) in BROKEN.items():
        assert words in reasons[name], name
    assert time.monotonic() - started < 30
    assert {path.name for path in folder.iterdir()} == {*BROKEN, *reasons, "good.txt", "good.pdf"}


def test_a_pipe_named_outright_does_not_block(folder):
    (problem,) = load("pipe.txt").problems
    assert problem.reason == "不是普通文件（管道），未读取"


def test_a_vanished_file_a_folder_and_no_permission(folder, monkeypatch):
    assert load("gone.txt").problems[0].reason == "文件不存在（可能在检查途中被移走）"
    assert "文件夹" in load(folder).problems[0].reason
    opened = os.open

    def refuse(path, *rest, **options):
        if Path(path).name == "good.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **options)

    monkeypatch.setattr(package.os, "open", refuse)
    assert load("good.txt").problems[0].reason == "没有读取权限"
    assert load("good.pdf").document is not None


def test_sizes_have_limits(folder):
    assert "文件太大" in load("good.txt", limits=Limits(file_bytes=10)).problems[0].reason
    assert "文字太长" in load("good.txt", limits=Limits(text_chars=3)).problems[0].reason


def test_a_parser_that_never_ends_is_stopped_and_the_next_document_is_read(tmp_path, monkeypatch):
    (tmp_path / "endless.py").write_text("import time\ndef parse(*_):\n    time.sleep(600)\n", encoding="utf-8")
    monkeypatch.setattr(worker, "GRACE", 0.5)
    monkeypatch.setattr(worker, "PROGRAM", ENDLESS.format(str(tmp_path)))
    child = worker.Child()
    with pytest.raises(parsed.Unreadable, match="已中止"):
        child.parse("endless", "parse", b"", "a.pdf", Limits(seconds=0.5))
    assert child.parse("pdf", "parse", pdf([[(60, 700, GOOD)]]), "a.pdf", Limits()).text.strip() == GOOD
    child.stop()


def test_a_parser_that_crashes_ends_only_its_process(monkeypatch):
    child = worker.Child()
    process = child._running()
    monkeypatch.setattr(child, "_running", lambda: (process.kill(), process.wait(), process)[2])
    with pytest.raises(parsed.Unreadable, match="崩溃"):
        child.parse("pdf", "parse", b"", "a.pdf", Limits())
    monkeypatch.undo()
    assert child.parse("pdf", "parse", pdf([[(60, 700, GOOD)]]), "a.pdf", Limits()).text.strip() == GOOD
    child.stop()


def test_a_parsers_own_error_is_a_sentence():
    with pytest.raises(parsed.Unreadable, match="无法读取：AttributeError"):
        worker.CHILD.parse("pdf", "no_such_function", b"", "a.pdf", Limits())


def test_standard_input(monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    document = load("-").document
    assert document is not None
    assert (document.text, document.source.path) == (GOOD, "-")


def test_a_document_without_text_is_named_but_nothing_is_missing(tmp_path):
    for name, content, reason in (
        ("a.txt", "", "文件是空的（0 字节）"),
        ("b.txt", " \n\u3000", "没有文字"),
        ("c.html", "<title>x</title>", "没有文字"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        (problem,) = load(tmp_path / name).problems
        assert (problem.reason, problem.fatal) == (reason, False)
    assert load_text(tmp_path, "产值5亿元") == ()


def load_text(folder: Path, text: str):
    (folder / "d.txt").write_text(text, encoding="utf-8")
    return load(folder / "d.txt").problems
