"""factcheck: find figures that contradict each other across Chinese documents.

    >>> import factcheck
    >>> report = factcheck.run("docs/")
    >>> report.findings

Importing the package is cheap; what a run needs is imported by `run`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing for it would cost more than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from factcheck.api import Report, run
    from factcheck.model import FactcheckError

__version__ = "0.1.0"
__all__ = ["FactcheckError", "Report", "__version__", "run"]

_HOMES = {"FactcheckError": "factcheck.model", "Report": "factcheck.api", "run": "factcheck.api"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
