"""Great Expectations without what costs most and serves nobody here.

Most seconds of its import go into `scipy.stats`, which only a few of its expectations call, and into
garbage collection of objects that stay. The one is put off until something touches it, the other is
paused. A third of a run goes into a fingerprint of the whole table, which is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import util

from factcheck import collector

_RARELY_USED = ("scipy.stats",)


def import_great_expectations() -> None:
    """Import the package unless that is done; what it needs later it still gets."""
    if "great_expectations" in sys.modules:
        return
    with collector.paused(), _without_remote_spark():
        for name in _RARELY_USED:
            _put_off(name)
        import great_expectations  # noqa: F401


@contextmanager
def _without_remote_spark() -> Iterator[None]:
    """Keep pyspark's remote client out where it lacks its own dependencies.

    Great Expectations imports it where pyspark is installed, and pyspark then ends the whole program with 0:
    a check that never ran would pass.
    """
    name = "pyspark.sql.connect"
    if name in sys.modules or util.find_spec("pyspark") is None or util.find_spec("grpc") is not None:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how importlib is told that there is none
    try:
        yield
    finally:
        del sys.modules[name]


def _put_off(name: str) -> None:
    """Let a module be imported at its first use."""
    if name in sys.modules:
        return
    spec = util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    loader = util.LazyLoader(spec.loader)
    spec.loader = loader
    module = util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


@contextmanager
def unfingerprinted() -> Iterator[None]:
    """Spare the hash of every cell, which tells batches of a store apart: a run here has one batch and no store.

    Where a version keeps it elsewhere, nothing changes but the time.
    """
    from great_expectations.execution_engine import pandas_execution_engine as engine

    name = "hash_pandas_dataframe"
    usual = getattr(engine, name, None)
    if usual is None:
        yield
        return
    setattr(engine, name, lambda table: "0" * 32)
    try:
        yield
    finally:
        setattr(engine, name, usual)
