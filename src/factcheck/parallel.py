"""A function over chunks of work in several processes, of which any may die.

The standard pool with a fork server: workers are forked from a process that never had threads. A
pool that lost a worker is given up; the chunks that were under way are then tried item by item, so
that only the item that killed it is lost.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
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
        pool = _pool(jobs)
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
    pool = _pool(1)
    try:
        for item in items:
            try:
                (result,) = pool.submit(work, [item]).result()
            except BrokenProcessPool:
                result = lost(item)
                _end(pool, kill=True)
                pool = _pool(1)
            yield result
    finally:
        _end(pool, kill=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["factcheck.warm"])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start)


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
