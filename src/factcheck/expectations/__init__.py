"""Rules about claims and facts as Great Expectations suites.

`evaluate` runs the suites that ship and a user's own over a result; the expectation classes serve in
plain Great Expectations on the tables of `factcheck.table`. Great Expectations is imported only when
`evaluate` runs or a class is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from factcheck.expectations.run import check, evaluate, validate_file
from factcheck.expectations.suites import SuiteError, load, shipped_folder, template

__all__ = ["SuiteError", "check", "evaluate", "load", "shipped_folder", "template", "validate_file"]


def __getattr__(name: str) -> Any:
    if name.startswith("Expect"):  # a class of `custom`
        from factcheck.expectations import light

        light.import_great_expectations()
        return getattr(import_module("factcheck.expectations.custom"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
