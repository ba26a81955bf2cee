"""One document from bytes to its extraction: the part of the way that processes can share.

It imports no pandas and no pydantic, so that a worker starts quickly; what crosses between
processes is bytes and plain records.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from factcheck import align, packed
from factcheck.extract.claims import extract
from factcheck.load import Limits, document
from factcheck.load.parsed import Hint
from factcheck.model import Extraction, Problem


class Item(NamedTuple):
    """A document's bytes, where they are from, and what sources.toml states about it."""

    number: int  # its place in the run
    path: Path
    data: bytes
    stated: tuple[Hint, ...]
    limits: Limits


class Read(NamedTuple):
    """What became of a document: its extraction and text, or the problems that left it without."""

    extraction: Extraction | packed.Stored | None
    text: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of the document was read."""
        return self.extraction is not None and not any(problem.fatal for problem in self.extraction.problems)


class Packed(NamedTuple):
    """A `Read` for the way between processes: the extraction as `packed.encode` writes it."""

    payload: bytes | None
    text: str
    problems: tuple[Problem, ...]
    whole: bool = False


def read_one(item: Item) -> Read:
    """A document loaded and extracted; whatever goes wrong in it is a problem of this document alone."""
    loaded = document(item.path, item.data, item.stated, item.limits)
    if loaded.document is None:
        return Read(None, "", loaded.problems)
    try:
        with _at_most(item.limits.seconds):
            extraction = extract(loaded.document)
            claims = tuple(align.keyed(claim, extraction.source.published) for claim in extraction.claims)
    except _TooLong:
        reason = f"提取超过 {item.limits.seconds:g} 秒，已中止，未检查"
        return Read(None, "", (*loaded.problems, Problem(item.path.as_posix(), reason)))
    except Exception as error:  # a fault of ours that this document brings out must not end the run
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return Read(None, "", (*loaded.problems, Problem(item.path.as_posix(), f"提取出错，未检查（{said}）")))
    problems = (*loaded.problems, *extraction.problems)
    return Read(replace(extraction, claims=claims, problems=problems), loaded.document.text)


class _TooLong(BaseException):
    """Extraction has run out of time; no Exception, so that nothing on the way takes it for a fault of its own."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise _TooLong after so many seconds of this process's work, where the system has a timer that nobody else uses.

    Of work, not of the clock: what a document yields must not depend on how busy the machine is.
    """
    timer = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not timer or signal.getitimer(signal.ITIMER_PROF) != (0.0, 0.0):
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


def _stop(*_: object) -> None:
    raise _TooLong


def read_chunk(items: Sequence[Item]) -> list[Packed]:
    """`read_one` over several documents, packed for another process."""
    return [pack(read_one(item)) for item in items]


def pack(read: Read) -> Packed:
    """A `Read` ready to cross."""
    payload = packed.encode(read.extraction) if isinstance(read.extraction, Extraction) else None
    return Packed(payload, read.text, read.problems, read.whole)


def unpack(crossed: Packed) -> Read:
    """The `Read` that was packed."""
    extraction = None if crossed.payload is None else packed.decode(crossed.payload)
    return Read(extraction, crossed.text, crossed.problems)


def lost(item: Item) -> Packed:
    """What is said of a document on which a worker process died."""
    reason = "提取时工作进程意外终止（可能内存不足），未检查"
    return Packed(None, "", (Problem(item.path.as_posix(), reason),))
