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
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("检查", total=None)

        def step(done: int, total: int, what: str = "") -> None:
            bar.update(task, completed=done, total=total, description=what.replace("[", r"\[")[:40] or "检查")

        yield step
