"""`--watch`: check again when a file changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from factcheck.commands import Ending
from factcheck.config import Config, found
from factcheck.model import FactcheckError

Stamp = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Round:
    """One check with the settings of the moment: what to run, on which paths."""

    once: Callable[[], Ending]
    paths: Sequence[str]
    config: Config


def repeat(plan: Callable[[], Round], settings: str | None = None, *, every: float = 1.0) -> Ending:
    """Run, then run again whenever a watched file changes, until Ctrl-C; ends as the last run did.

    `plan` is asked before each run, so that a changed settings file (`settings`, or the nearest one) is obeyed;
    while it is faulty the files of the last good plan are watched.
    """
    now = plan()
    if "-" in now.paths:
        raise click.UsageError("--watch 不能与标准输入（-）同用。")
    ending = Ending(0, "")
    try:
        while True:
            seen = _state(now, settings)
            try:
                now = plan()
                seen = _state(now, settings)
                ending = now.once()
            except (FactcheckError, click.UsageError) as error:  # a file in the middle of an edit
                ending = Ending(2, str(error))
            click.echo(f"{ending.why} 等待改动，按 Ctrl-C 结束。", err=True)
            while _state(now, settings) == seen:
                time.sleep(every)
    except KeyboardInterrupt:
        return ending


def _state(of: Round, settings: str | None) -> Stamp:
    """The state of all that a run depends on; the settings file is looked for each time, for it may be new."""
    config = of.config
    rules = [str(config.path(config.expectations_dir))] if config.expectations else []
    sources = [config.path(config.sources)] if config.sources else []
    own = found(settings)
    return stamp((*of.paths, *rules), (config.decisions_file(), *sources, *([own] if own else [])))


def stamp(paths: Sequence[str], more: Sequence[Path] = ()) -> Stamp:
    """(path, mtime in ns, size) of every file under the paths; two equal stamps mean that nothing changed."""
    found: set[tuple[str, int, int]] = set()
    for file in (*_files(paths), *more):
        try:
            state = file.stat()
        except OSError:
            continue
        found.add((str(file), state.st_mtime_ns, state.st_size))
    return frozenset(found)


def _files(paths: Sequence[str]) -> list[Path]:
    from factcheck.api import expanded

    out: list[Path] = []
    for place in expanded(paths):
        visible = (one for one in place.rglob("*") if not _hidden(one.relative_to(place)))
        out += [place] if place.is_file() else [one for one in visible if one.is_file()]
    return out


def _hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)
