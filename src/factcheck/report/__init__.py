"""Reports: one module a format, each with `render(result, options) -> str`; `pieces` yields the same in pieces.

To add a format, write its module and add a line to FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from factcheck.model import FactcheckError, Result
from factcheck.report.view import Options

Render = Callable[[Result, Options], str]

# format → module; imported only when asked for, so that `--help` stays quick
FORMATS: dict[str, str] = {
    "text": "factcheck.report.text",
    "markdown": "factcheck.report.markdown",
    "html": "factcheck.report.html",
    "json": "factcheck.report.json",
    "sarif": "factcheck.report.sarif",
    "junit": "factcheck.report.junit",
    "github": "factcheck.report.github",
    "gitlab": "factcheck.report.gitlab",
    "csv": "factcheck.report.csv",
}

__all__ = ["FORMATS", "Options", "Render", "pieces", "render", "renderer"]


def renderer(name: str) -> Render:
    """The render function of a format; raises FactcheckError for a name that is none."""
    if name not in FORMATS:
        raise FactcheckError(f"没有“{name}”这种输出格式；可用：{'、'.join(FORMATS)}")
    function: Render = import_module(FORMATS[name]).render
    return function


def render(name: str, result: Result, options: Options | None = None) -> str:
    """The report of `result` in the format `name`, its sentences in the language of `options`."""
    return "".join(pieces(name, result, options))


def pieces(name: str, result: Result, options: Options | None = None) -> Iterator[str]:
    """The same piece by piece, where the format holds so much that it should never be in memory as a whole."""
    options = options or Options()
    if options.lang == "en":
        from factcheck.report.english import in_english

        result = in_english(result)
    whole = renderer(name)
    module = import_module(FORMATS[name])
    yield from module.pieces(result, options) if hasattr(module, "pieces") else [whole(result, options)]
