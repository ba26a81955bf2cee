"""Progress on stderr, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# called with (documents done, documents in all, what is being done)
Progress = Callable[[int, int, str], None]


@contextmanager
def shown(quiet: bool) -> Iterator[Progress | None]:
    """A progress function while the block runs, or None where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("检查", total=None, rate="")

        def step(done: int, total: int, what: str = "") -> None:
            speed = bar.tasks[0].speed
            told = f"{speed:.1f} 篇/秒" if speed else ""
            bar.update(task, completed=done, total=total, description=escape(what[-40:]) or "检查", rate=told)

        yield step
