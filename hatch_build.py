"""Builds the stages from text to claim as extension modules, which read half as much again in the same time.

Only where it is asked for (HATCH_BUILD_HOOK_ENABLE_CUSTOM=1, as `make compiled` does): it needs a C compiler, takes
two minutes, and the wheel is for one version of Python on one kind of machine. The same files, uncompiled, do the
same work everywhere else, and lie beside the compiled ones in the wheel.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# those that others need come last: of a circle of imports mypy takes what it was given last first
COMPILED = ("extract/*.py", "text.py", "headings.py", "quantity.py", "words.py", "lexicon.py", "interval.py")


class Compile(BuildHookInterface):  # type: ignore[type-arg]
    """The hook of hatchling; it finds the class by its base."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and put what was made beside its sources in the wheel; nothing is written into the tree."""
        if version != "standard":  # an editable installation runs the sources
            return
        from mypyc.build import mypycify
        from setuptools import Distribution

        root = Path(self.root)
        self._made = tempfile.TemporaryDirectory()
        target = Path(self._made.name)
        with contextlib.chdir(root):
            sources = [str(f) for pattern in COMPILED for f in sorted(Path("src/factcheck").glob(pattern))]
            modules = mypycify(
                [f"--config-file={root / 'pyproject.toml'}", f"--cache-dir={target / 'types'}", *sources],
                opt_level="3", debug_level="0", multi_file=True, target_dir=str(target / "c"),
            )  # fmt: skip
            if os.name == "posix":  # one library, whose functions call each other without asking the loader: a tenth
                for module in modules:
                    module.extra_compile_args.append("-fvisibility=hidden")
            build = Distribution({"ext_modules": modules, "package_dir": {"": "src"}}).get_command_obj("build_ext")
            build.build_lib, build.build_temp, build.parallel = str(target / "lib"), str(target / "o"), True
            build.ensure_finalized()
            build.run()
        built = [file for file in (target / "lib").rglob("*") if file.is_file()]
        build_data["force_include"] |= {str(file): str(file.relative_to(target / "lib")) for file in built}
        build_data["infer_tag"], build_data["pure_python"] = True, False

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made on the way."""
        if version == "standard":
            self._made.cleanup()
