"""Import Great Expectations at about two thirds of its cost.

Most of the seconds go into `scipy.stats`, which only a few of its expectations call, and into garbage
collection of objects that stay. The one is put off until something touches it, the other is paused.
"""

from __future__ import annotations

import gc
import sys
from importlib import util

_RARELY_USED = ("scipy.stats",)


def import_great_expectations() -> None:
    """Import the package unless that is done; what it needs later it still gets."""
    if "great_expectations" in sys.modules:
        return
    running = gc.isenabled()
    gc.disable()
    try:
        for name in _RARELY_USED:
            _put_off(name)
        import great_expectations  # noqa: F401
    finally:
        if running:
            gc.enable()


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
