"""A child process for parsers in native code: a crash, a hang or a flood of memory there ends the child, not the run.

One child a process, started when first needed and again after it was lost. Frames of (length,
bytes) go both ways; no pickle, so that a taken-over child cannot run code here.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import IO, Any

from factcheck.load.limits import Limits
from factcheck.load.metadata import hint_from_json, hint_to_json
from factcheck.load.parsed import Parsed, Unreadable
from factcheck.model import Anchor, Cell, Edit, Problem

MEMORY = 4 << 30  # bytes of address space for the child
GRACE = 5.0  # seconds more than the parser's own limit
CRASHED = "解析器在此文件上崩溃，可能文件已损坏"
PROGRAM = "from factcheck.load.worker import main; main()"
LENGTH = struct.Struct(">Q")


class Child:
    """The child process, or none yet."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.lock = threading.Lock()

    def parse(self, module: str, function: str, data: bytes, path: str, limits: Limits) -> Parsed:
        """`function` of `factcheck.load.<module>` in the child; raises Unreadable also when the child is lost."""
        with self.lock:
            process = self._running()
            timer = threading.Timer(limits.seconds + GRACE, process.kill)
            started = time.monotonic()  # before the timer's own start, so that its end is never before ours
            timer.start()
            try:
                answer = self._ask(process, module, function, data, path, limits)
            except KeyboardInterrupt:
                self.stop()  # an answer still to come would be taken for the next one's
                raise
            finally:
                timer.cancel()
                late = time.monotonic() - started >= limits.seconds + GRACE
        if answer is None:
            self.stop()
            raise Unreadable(f"读取超过 {limits.seconds:g} 秒，已中止" if late else CRASHED)
        if "error" in answer:
            raise Unreadable(answer["error"], answer["place"])
        return _from_json(answer)

    def _ask(
        self, process: subprocess.Popen[bytes], module: str, function: str, data: bytes, path: str, limits: Limits
    ) -> dict[str, Any] | None:
        assert process.stdin is not None
        assert process.stdout is not None
        head = json.dumps({"module": module, "function": function, "path": path, "limits": asdict(limits)})
        try:
            _send(process.stdin, head.encode("ascii"))
            _send(process.stdin, data)
            answer = _receive(process.stdout)
        except OSError:
            return None
        return None if answer is None else json.loads(answer)

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            # sys.path goes along: the package may be imported from a place that a new interpreter does not know
            paths = os.pathsep.join(path for path in sys.path if path)
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
            )
            self.owner = os.getpid()
        return self.process

    def stop(self) -> None:
        """End the child, if it is ours."""
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    _close(stream)
        self.process = None


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was still to be written has no reader any more
        return


CHILD = Child()
atexit.register(CHILD.stop)


def _send(stream: IO[bytes], frame: bytes) -> None:
    stream.write(LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    frame = stream.read(length)
    return frame if len(frame) == length else None


def _to_json(parsed: Parsed) -> dict[str, Any]:
    return {
        "text": parsed.text,
        "edits": parsed.edits,
        "anchors": parsed.anchors,
        "cells": parsed.cells,
        "hints": [hint_to_json(hint) for hint in parsed.hints],
        "problems": [asdict(problem) for problem in parsed.problems],
    }


def _from_json(answer: dict[str, Any]) -> Parsed:
    return Parsed(
        answer["text"],
        tuple(Edit(*edit) for edit in answer["edits"]),
        tuple(Anchor(*anchor) for anchor in answer["anchors"]),
        tuple(Cell(*cell) for cell in answer["cells"]),
        tuple(hint_from_json(hint) for hint in answer["hints"]),
        tuple(Problem(**problem) for problem in answer["problems"]),
    )


def _answer(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    """What the parser makes of one document, in a form that JSON can carry."""
    try:
        module = importlib.import_module(f"factcheck.load.{head['module']}")
        parsed: Parsed = getattr(module, head["function"])(data, head["path"], Limits(**head["limits"]))
    except Unreadable as error:
        return {"error": error.reason, "place": error.place}
    except MemoryError:
        return {"error": "读取时内存耗尽", "place": None}
    except Exception as error:  # a parser's own failure on this input
        return {"error": f"无法读取：{type(error).__name__}: {error}"[:300], "place": None}
    return _to_json(parsed)


def main() -> None:
    """Answer requests on standard input until it closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes our input
    _limit_memory()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames
    while (head := _receive(requests)) is not None and (data := _receive(requests)) is not None:
        _send(answers, json.dumps(_answer(json.loads(head), data)).encode("ascii"))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
