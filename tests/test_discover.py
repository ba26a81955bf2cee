"""Where to look: what is found, in which order, and what becomes a problem instead of a crash or a hang."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from factcheck.load import discover
from factcheck.load.limits import Limits


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A folder that the tests fill by relative names."""
    monkeypatch.chdir(tmp_path)

    def fill(*names: str) -> Path:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("产值5亿元", encoding="utf-8")
        return tmp_path

    return fill


def names(*paths: str, **options) -> list[str]:
    return [path.as_posix() for path in discover.find(paths, **options)[0]]


def problems(*paths: str, **options) -> list[tuple[str, str, bool]]:
    return [(p.path, p.reason, p.fatal) for p in discover.find(paths, **options)[1]]


def test_folders_are_walked_by_name_and_arguments_keep_their_order(tree):
    tree("d/b.md", "d/a.txt", "d/sub/c.html", "z.txt")
    assert names("z.txt", "d") == ["z.txt", "d/a.txt", "d/b.md", "d/sub/c.html"]


def test_a_document_named_twice_is_taken_once(tree):
    tree("d/a.txt")
    assert names("d/a.txt", "d", "./d/../d/a.txt") == ["d/a.txt"]


def test_globs(tree):
    tree("d/a.txt", "d/b.md", "d/sub/c.txt", "e/f.txt")
    assert names("d/*.txt") == ["d/a.txt"]
    assert names("d/**/*.txt") == ["d/a.txt", "d/sub/c.txt"]
    assert names("*/[a-e].txt") == ["d/a.txt"]


def test_a_glob_without_match_and_a_missing_file_are_problems(tree):
    tree("report.txt")
    assert problems("*.pdf") == [("*.pdf", "没有文件与此通配符相符", True)]
    assert problems("none/*.pdf") == [("none/*.pdf", "没有文件与此通配符相符", True)]
    assert problems("reprot.txt") == [("reprot.txt", "文件不存在，是否想写 report.txt？", True)]
    assert problems("other.md") == [("other.md", "文件不存在", True)]


def test_only_what_can_be_read_is_suggested(tree):
    root = tree("甲.md")
    os.mkfifo(root / "report.txt")
    assert problems("reprot.txt") == [("reprot.txt", "文件不存在", True)]


def test_standard_input_and_odd_names(tree):
    tree("a[1].txt")
    assert names("-") == ["-"]
    assert names("a[1].txt") == ["a[1].txt"]
    assert problems("a\0b.txt") == [("a?b.txt", "路径无效", True)]


def test_own_files_are_no_documents(tree):
    tree("d/a.txt", "d/sources.toml", "d/factcheck.toml", "d/factcheck.decisions.toml")
    assert names("d", "d/sources.toml") == ["d/a.txt"]
    assert problems("d") == []


def test_gitignore_of_the_folder_and_above(tree):
    root = tree("top/d/a.txt", "top/d/draft.txt", "top/d/keep/draft.txt", "top/d/out/b.txt")
    (root / "top/.git").mkdir()
    (root / "top/.gitignore").write_text("draft.txt\nout/\n", encoding="utf-8")
    (root / "top/d/keep/.gitignore").write_text("!draft.txt\n", encoding="utf-8")
    assert names("top/d") == ["top/d/a.txt", "top/d/keep/draft.txt"]
    assert names("top/d/draft.txt") == ["top/d/draft.txt"], "a file named outright is always taken"


def test_exclude_and_include(tree):
    tree("d/a.txt", "d/b.md", "d/old/c.txt", "d/old/deep/e.txt")
    assert names("d", exclude=["old/"]) == ["d/a.txt", "d/b.md"]
    assert names("d", exclude=["*.md", "deep"]) == ["d/a.txt", "d/old/c.txt"]
    assert names("d", include=["*.md"]) == ["d/b.md"]


def test_hidden_and_tool_folders_are_passed_over(tree):
    tree("d/a.txt", "d/.git/x.txt", "d/.venv/y.md", "d/node_modules/z.md", "d/.hidden.txt")
    assert names("d") == ["d/a.txt"]
    assert problems("d") == []


def test_what_is_no_document_is_counted(tree):
    tree("d/a.txt", "d/b.png", "d/c.png", "d/Makefile")
    assert names("d") == ["d/a.txt"]
    assert problems("d") == [(".", "文件夹里另有 3 个文件不是文档，未检查（.png 2、无后缀 1）", False)]


def test_archives_are_found_so_that_they_can_be_refused(tree):
    tree("d/a.zip", "d/b.doc")
    assert names("d") == ["d/a.zip", "d/b.doc"]


def test_links_are_followed_only_to_files_of_the_tree(tree):
    root = tree("d/a.txt", "d/sub/b.txt", "outside/secret.txt")
    (root / "d/in.txt").symlink_to("sub/b.txt")
    (root / "d/out.txt").symlink_to(root / "outside/secret.txt")
    (root / "d/outdir").symlink_to(root / "outside")
    (root / "d/gone.txt").symlink_to("nothing.txt")
    assert names("d") == ["d/a.txt", "d/in.txt"]
    assert problems("d") == [
        ("d/gone.txt", "链接指向不存在的文件", True),
        ("d/out.txt", "链接指向文件夹之外，未读取", True),
        ("d/outdir", "链接指向文件夹之外，未读取", True),
    ]


def test_loops_of_links_end(tree):
    root = tree("d/a.txt")
    (root / "d/up").symlink_to("..")
    (root / "d/self").symlink_to(root / "d")
    (root / "d/x").symlink_to("y")
    (root / "d/y").symlink_to("x")
    assert names("d") == ["d/a.txt"]
    assert [p[:2] for p in problems("d")] == [
        ("d/self", "链接绕回上级文件夹，未跟随"),
        ("d/up", "链接指向文件夹之外，未读取"),
        ("d/x", "链接互相指向，没有终点"),
        ("d/y", "链接互相指向，没有终点"),
    ]
    assert problems("d/x") == [("d/x", "链接互相指向，没有终点", True)]


def test_pipes_sockets_and_devices_are_named(tree):
    root = tree("d/a.txt")
    os.mkfifo(root / "d/pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("d/socket.txt")
        assert problems("d") == [
            ("d/pipe.txt", "不是普通文件（管道），未读取", True),
            ("d/socket.txt", "不是普通文件（套接字），未读取", True),
        ]
        assert problems("d/pipe.txt") == [("d/pipe.txt", "不是普通文件（管道），未读取", True)]
    assert problems("/dev/zero") == [("/dev/zero", "不是普通文件（字符设备），未读取", True)]


def test_a_folder_without_permission_is_named_and_the_rest_searched(tree, monkeypatch):
    tree("d/a.txt", "d/locked/b.txt", "d/z.txt")
    scandir = os.scandir

    def refuse(folder):
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names("d") == ["d/a.txt", "d/z.txt"]
    assert problems("d") == [("d/locked", "没有读取权限", True)]


def test_depth_and_number_have_limits(tree):
    tree("d/1/2/3/deep.txt", "d/a.txt", "d/b.txt")
    assert problems("d", limits=Limits(depth=2)) == [("d/1/2/3", "文件夹太深：超过上限 2 层，未检查", True)]
    assert names("d", limits=Limits(files=1)) == ["d/1/2/3/deep.txt"]
    assert problems("d", limits=Limits(files=1)) == [("d/a.txt", "文件太多：超过上限 1 个，其余未检查", True)]


def test_the_order_is_that_of_code_points_on_every_run(tree):
    tree("d/二.txt", "d/一.txt", "d/B.txt", "d/a.txt", "d/10.txt", "d/9.txt")
    expected = ["d/10.txt", "d/9.txt", "d/B.txt", "d/a.txt", "d/一.txt", "d/二.txt"]
    assert names("d") == names("d/") == expected
