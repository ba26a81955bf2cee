"""A function over chunks of work in several processes, of which any may die.

The standard pool with a fork server: workers are forked from a process that never had threads. They
do not import the caller's main module, so a plain script without a main guard may call us. A pool
that lost a worker is given up; the chunks that were under way are then tried item by item, so that
only the item that killed it is lost. Where no worker can be started, the work is done in this process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, context, parent_process
from multiprocessing.context import BaseContext
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 2  # chunks handed out per process


def available() -> int:
    """Processors that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def chunks(items: Iterable[T], count: int, size: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Consecutive items in chunks of at most `count` items, and of no more than `most` in size unless it is one."""
    chunk: list[T] = []
    total = 0
    for item in items:
        weight = size(item)
        if chunk and (len(chunk) >= count or total + weight > most):
            yield chunk
            chunk, total = [], 0
        chunk.append(item)
        total += weight
    if chunk:
        yield chunk


def mapped(
    work: Callable[[list[T]], list[R]], parts: Iterable[list[T]], jobs: int, lost: Callable[[T], R]
) -> Iterator[tuple[list[T], list[R]]]:
    """Each chunk with its results, as they are done; `lost(item)` stands for an item that killed its process."""
    source = iter(parts)
    more = True
    while more:
        flying: dict[Future[list[R]], list[T]] = {}
        pool = _started(jobs)
        if pool is None:
            yield from ((chunk, work(chunk)) for chunk in source)
            return
        try:
            more = yield from _through(pool, work, source, flying, jobs * AHEAD)
        finally:
            _end(pool, kill=bool(flying))
        for chunk in flying.values():
            yield chunk, list(_one_by_one(work, chunk, lost))


def _through(
    pool: ProcessPoolExecutor,
    work: Callable[[list[T]], list[R]],
    source: Iterator[list[T]],
    flying: dict[Future[list[R]], list[T]],
    ahead: int,
) -> Generator[tuple[list[T], list[R]], None, bool]:
    """Hand out chunks until none is left (False) or the pool breaks (True; `flying` holds what was under way)."""
    try:
        while True:
            while len(flying) < ahead and (chunk := next(source, None)) is not None:
                future: Future[list[R]] = Future()
                flying[future] = chunk  # before it is handed out: a broken pool refuses it
                given = pool.submit(work, chunk)
                flying[given] = flying.pop(future)
            if not flying:
                return False
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for one in done:
                results = one.result()
                yield flying.pop(one), results
    except BrokenProcessPool:
        return True


def _one_by_one(work: Callable[[list[T]], list[R]], items: Sequence[T], lost: Callable[[T], R]) -> Iterator[R]:
    pool = _started(1)
    try:
        for item in items:
            if pool is None:  # one of these killed a worker: they are not tried in this process
                yield lost(item)
                continue
            try:
                (result,) = pool.submit(work, [item]).result()
            except BrokenProcessPool:
                result = lost(item)
                _end(pool, kill=True)
                pool = _started(1)
            yield result
    finally:
        if pool is not None:
            _end(pool, kill=True)


def _started(jobs: int) -> ProcessPoolExecutor | None:
    """A pool with a worker that answers, or None where none can be started (no memory, no semaphores, a daemon)."""
    pool = None
    try:
        pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start)
        pool.submit(os.getpid).result()
    except Exception:  # whatever the system refuses it with, one process can do the work
        if pool is not None:
            _end(pool, kill=True)
        return None
    return pool


@contextmanager
def _without_main() -> Iterator[None]:
    """Start a worker as if the caller had no main module: it would be imported, and so run, in every worker."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


if sys.platform == "win32":

    class _Process(context.SpawnProcess):
        @staticmethod
        def _Popen(process_obj: Any) -> Any:  # noqa: N802 - the name that multiprocessing calls
            with _without_main():
                return context.SpawnProcess._Popen(process_obj)

    class _Context(context.SpawnContext):
        Process = _Process

else:

    class _Process(context.ForkServerProcess):
        @staticmethod
        def _Popen(process_obj: Any) -> Any:  # noqa: N802 - the name that multiprocessing calls
            with _without_main():
                return context.ForkServerProcess._Popen(process_obj)

    class _Context(context.ForkServerContext):
        Process = _Process


def _context() -> BaseContext:
    made = _Context()
    if sys.platform != "win32":
        made.set_forkserver_preload(["factcheck.warm"])
    return made


def _end(pool: ProcessPoolExecutor, *, kill: bool) -> None:
    """End the pool's processes; at once where their work is no longer wanted."""
    if kill:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()
    pool.shutdown(wait=not kill, cancel_futures=True)


def _start() -> None:
    """In a worker: Ctrl-C is for the parent, which ends us; and without a parent there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_watch_parent, daemon=True).start()


def _leave(*_: Any) -> None:
    from factcheck.load.worker import CHILD

    if CHILD.process is not None and CHILD.owner == os.getpid():
        CHILD.process.kill()
    os._exit(143)


def _watch_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        _leave()
