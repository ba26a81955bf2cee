"""Documents from paths: `discover.find` says which, `sources.for_paths` what is stated about them, `load` reads one."""

from __future__ import annotations

import importlib
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from factcheck.load import formats, metadata, worker
from factcheck.load.limits import DEFAULT, Limits
from factcheck.load.parsed import Hint, Parsed, Unreadable, ordered
from factcheck.load.sources import SourcesTable
from factcheck.model import Document, Problem

__all__ = ["Limits", "Loaded", "SourcesTable", "document", "fetch", "load"]
STDIN = Path("-")
LARGE = 4 << 20  # bytes; from here on every format is read in the worker, under its deadline
EMPTY = "文件是空的（0 字节）"
NO_SOURCES = SourcesTable()


class Loaded(NamedTuple):
    """A document, or None and the problem; a document may come with problems of its parts (a page)."""

    document: Document | None
    problems: tuple[Problem, ...] = ()


def load(path: Path | str, *, sources: SourcesTable = NO_SOURCES, limits: Limits = DEFAULT) -> Loaded:
    """Read one document; whatever is wrong with the input comes back as a Problem.

    The source's id is the one of sources.toml, else the path as given.
    """
    path = Path(path)
    data = fetch(path, limits)
    if isinstance(data, Problem):
        return Loaded(None, (data,))
    return document(path, data, sources.hints(path), limits)


def fetch(path: Path, limits: Limits = DEFAULT) -> bytes | Problem:
    """The bytes of a document, or why there are none."""
    try:
        _refuse(path)
        return read(path, limits)
    except Unreadable as error:
        return Problem(path.as_posix(), error.reason, error.place)
    except OSError as error:
        return Problem(path.as_posix(), explain(error))
    except MemoryError as error:
        return Problem(path.as_posix(), _exhausted(error))


def document(path: Path, data: bytes, stated: Sequence[Hint] = (), limits: Limits = DEFAULT) -> Loaded:
    """The document that the bytes of `path` make; `stated` is what sources.toml says of it."""
    name = path.as_posix()
    try:
        parsed = parse(data, path, limits)
        _check_length(parsed, limits)
        source = metadata.source(name, data, parsed, stated)
    except Unreadable as error:
        return Loaded(None, (Problem(name, error.reason, error.place),))
    except OSError as error:
        return Loaded(None, (Problem(name, explain(error)),))
    except (RecursionError, MemoryError) as error:
        return Loaded(None, (Problem(name, _exhausted(error)),))
    made = Document(source, parsed.text, ordered(parsed.edits), parsed.anchors, parsed.cells)
    problems = tuple(problem_of(name, problem) for problem in parsed.problems)
    if not problems and not metadata.visible(parsed).strip():
        problems = (Problem(name, "没有文字" if data else EMPTY, fatal=False),)
    return Loaded(made, problems)


def _exhausted(error: Exception) -> str:
    return f"读取时资源耗尽（{type(error).__name__}）"


def _refuse(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix in formats.REFUSED:
        raise Unreadable(f"{formats.REFUSED[suffix]}（{suffix}）")


def problem_of(path: str, problem: Problem) -> Problem:
    """A format module's problem under the path that the user knows."""
    return Problem(path, problem.reason, problem.place, problem.fatal)


def parse(data: bytes, path: Path, limits: Limits) -> Parsed:
    """The format's own reading of `data`; raises Unreadable."""
    _refuse(path)
    entry = formats.BY_SUFFIX.get(path.suffix.lower(), formats.BY_SUFFIX[".txt"])
    if entry.isolated and not data:
        raise Unreadable(EMPTY)
    if entry.isolated or len(data) > LARGE:
        return worker.CHILD.parse(entry.module, entry.function, data, path.as_posix(), limits)
    module = importlib.import_module(f"factcheck.load.{entry.module}")
    try:
        parsed: Parsed = getattr(module, entry.function)(data, path.as_posix(), limits)
    except (Unreadable, OSError, RecursionError, MemoryError):
        raise
    except Exception as error:  # a parser's own failure on this input must not end the run
        raise Unreadable(f"无法作为 {entry.name} 读取：{type(error).__name__}: {error}") from error
    return parsed


def read(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file (or of standard input), at most `limits.file_bytes`."""
    if path == STDIN:
        data = sys.stdin.buffer.read(limits.file_bytes + 1)
    else:
        # not blocking: opening a pipe that nobody writes to would wait for ever
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(f"不是普通文件（{special(status.st_mode)}），未读取")
            if status.st_size > limits.file_bytes:
                raise Unreadable(_too_large(status.st_size, limits))
            data = file.read(status.st_size + 1)  # not as much as is allowed: that takes room before it is read
            if len(data) > status.st_size:  # it grows, or is one of those that do not tell their size
                data += file.read(limits.file_bytes + 1 - len(data))
    if len(data) > limits.file_bytes:
        raise Unreadable(_too_large(len(data), limits))
    return data


def _too_large(size: int, limits: Limits) -> str:
    return f"文件太大：超过上限 {limits.file_bytes / 2**20:g} MiB（{size / 2**20:.1f} MiB）"


def _check_length(parsed: Parsed, limits: Limits) -> None:
    if len(parsed.text) > limits.text_chars:
        raise Unreadable(f"文字太长：{len(parsed.text)} 字，超过上限 {limits.text_chars} 字")


KINDS = (
    (stat.S_ISFIFO, "管道"),
    (stat.S_ISSOCK, "套接字"),
    (stat.S_ISCHR, "字符设备"),
    (stat.S_ISBLK, "块设备"),
    (stat.S_ISDIR, "文件夹"),
)


def special(mode: int) -> str:
    """What kind of special file a mode is, in words."""
    return next((name for test, name in KINDS if test(mode)), "特殊文件")


def explain(error: OSError) -> str:
    """An operating system's error as a sentence."""
    if isinstance(error, PermissionError):
        return "没有读取权限"
    if isinstance(error, FileNotFoundError):
        return "文件不存在（可能在检查途中被移走）"
    if isinstance(error, IsADirectoryError):
        return "是文件夹，不是文件"
    return f"无法读取：{error.strerror or error}"
