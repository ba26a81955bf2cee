"""The verbs of the command line, one module each; a module's `command` is the click command."""

from __future__ import annotations

from typing import NamedTuple


class Ending(NamedTuple):
    """How a verb ended: the exit code, and the sentence that the last line of stderr says."""

    code: int
    why: str
