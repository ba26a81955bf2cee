"""Writing results: `-o FORMAT[=FILE]`, several in one run, each file all or nothing."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from factcheck.model import FactcheckError, Result
from factcheck.report import FORMATS
from factcheck.report.labels import Lang

_PIECE = 1 << 20  # characters written at a time


def option(formats: Collection[str], default: str) -> Callable[[Any], Any]:
    """The `-o FORMAT[=FILE]` flag of a verb."""
    said = f"输出，可多次：{'、'.join(formats)}；默认 {default}"

    def complete(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
        return [name for name in formats if name.startswith(begun)]

    return click.option(
        "-o", "--output", "outputs", multiple=True, metavar="FORMAT[=FILE]", help=said, shell_complete=complete
    )


class Output(NamedTuple):
    """One format and where it goes; None is standard output."""

    format: str
    file: Path | None


class OutputError(FactcheckError):
    """An output that cannot be written."""


def parse(words: Sequence[str], formats: Collection[str] = FORMATS) -> tuple[Output, ...]:
    """The outputs asked for by `FORMAT[=FILE]`. Raises OutputError for an unknown format or two on stdout."""
    outputs = tuple(_one(word, formats) for word in words)
    if sum(output.file is None for output in outputs) > 1:
        raise OutputError("只能有一种格式写到标准输出；其余请写成 FORMAT=文件名。")
    return outputs


def _one(word: str, formats: Collection[str]) -> Output:
    name, _, file = word.partition("=")
    if name not in formats:
        from difflib import get_close_matches

        near = get_close_matches(name, formats, n=1)
        hint = f"，是否想写 {near[0]}？" if near else f"；可用：{'、'.join(formats)}。"
        raise OutputError(f"没有输出格式 {name}{hint}")
    return Output(name, Path(file) if file and file != "-" else None)


def color(flag: str, stream: Any = None) -> bool:
    """Whether to colour: the flag, then NO_COLOR, then whether the stream is a terminal."""
    if flag != "auto":
        return flag == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    stream = stream or sys.stdout
    return bool(getattr(stream, "isatty", lambda: False)())


def emit(outputs: Sequence[Output], result: Result, *, lang: str, color_flag: str) -> None:
    """Render and write every output; files first, so that a closed pipe loses none."""
    from factcheck.report import Options, pieces

    for output in sorted(outputs, key=lambda one: one.file is None):
        terminal = output.file is None and sys.stdout.isatty()
        width = shutil.get_terminal_size().columns if terminal else Options().width
        options = Options(
            lang="en" if lang == "en" else "zh", color=output.file is None and color(color_flag), width=width
        )
        report = pieces(output.format, result, options)
        if output.file is None:
            to_stdout(report)
        else:
            to_file(output.file, report)
        if output.format == "github":
            job_summary(result, options.lang)


def job_summary(result: Result, lang: Lang = "zh") -> None:
    """Append the summary to the file that GitHub names, if it names one."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    from factcheck.report.github import summary

    try:
        with Path(file).open("a", encoding="utf-8", errors="replace") as stream:
            stream.write(summary(result, lang=lang))
    except OSError as error:
        raise OutputError(f"写不了 GITHUB_STEP_SUMMARY：{error.strerror}") from None


def to_stdout(report: Iterable[str]) -> None:
    """UTF-8 on standard output, whatever the locale says: a report is a file that happens to be piped."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.writelines(report)
        return
    sys.stdout.flush()
    stream.writelines(_encoded(report))
    stream.flush()


def to_file(file: Path, content: Iterable[str] | bytes) -> None:
    """Write a file all at once: a reader sees the old or the new one, never a half."""
    data = (content,) if isinstance(content, bytes) else _encoded(content)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and not file.is_file():  # /dev/null, a named pipe: nothing to replace
            with file.open("wb") as stream:
                stream.writelines(data)
            return
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:64]}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(data)
            Path(temporary).chmod(_mode(file))
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"写不了 {file}：{error.strerror or error}") from None


def _encoded(report: Iterable[str]) -> Iterator[bytes]:
    """UTF-8 in pieces of a good size to write."""
    held, size = [], 0
    for piece in (report,) if isinstance(report, str) else report:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(held).encode("utf-8", "backslashreplace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "backslashreplace")


def _mode(file: Path) -> int:
    """The mode of the file that is replaced, or what the umask leaves of 666."""
    if file.exists():
        return file.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
