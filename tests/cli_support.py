"""A pipeline that returns prepared results, so that the command line is tested without extraction."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import factcheck
from factcheck import cli
from factcheck.model import Result


class Pipeline(types.ModuleType):
    """Stands in for factcheck.pipeline; `result` is what a check returns, `calls` what it was asked."""

    def __init__(self, result: Result | Callable[..., Result]):
        super().__init__("factcheck.pipeline")
        self.result = result
        self.calls: list[tuple[tuple[str, ...], Any, dict[str, Any]]] = []

    def check(self, paths: Sequence[str], config: Any, *, progress: Any = None, **more: Any) -> Result:
        self.calls.append((tuple(paths), config, more))
        return self.result(paths, config) if callable(self.result) else self.result


def install(monkeypatch: pytest.MonkeyPatch, result: Result | Callable[..., Result]) -> Pipeline:
    fake = Pipeline(result)
    monkeypatch.setitem(sys.modules, "factcheck.pipeline", fake)
    monkeypatch.setattr(factcheck, "pipeline", fake, raising=False)
    return fake


def run(capfdbinary: Any, *words: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of a command line."""
    code = cli.main(words)
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()
