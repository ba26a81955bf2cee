"""The worked examples of CONTRIBUTING.md, performed on a copy of the tree, each followed by its check."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from accept_reports import ROOT

MARK = r"<!-- (?P<verb>add|new|after|before): (?P<file>\S+?)(?:: (?P<line>[^\n]+))? -->\n"
BLOCK = re.compile(rf"(?:^{MARK})?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S)
EXAMPLES = (
    (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Worked examples")[2].partition("\n## ")[0]
)


def put(tree: Path, verb: str, name: str, line: str, body: str) -> None:
    file = tree / name
    if verb == "new":
        assert not file.exists(), name
        file.parent.mkdir(exist_ok=True)
        file.write_text(body, encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    if verb == "add" and file.suffix == ".tsv":
        heads = [one for one in lines if one.startswith("#")]
        keys = [one.split("\t")[0] for one in body.splitlines()]
        rest = [one for one in lines if not one.startswith("#") and one.split("\t")[0] not in keys]
        lines = heads + sorted(rest + body.splitlines(keepends=True), key=lambda one: one.rstrip("\n").split("\t")[0])
    elif verb == "add":
        lines.append(body)
    else:
        (at,) = (number for number, one in enumerate(lines) if one.startswith(line))
        lines.insert(at + (verb == "after"), body)
    file.write_text("".join(lines), encoding="utf-8")


def test_every_worked_example_of_contributing(tmp_path: Path) -> None:
    tree, desk = tmp_path / "tree", tmp_path / "desk"
    for name in ("src", "expectations", "tests"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.html"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    blocks = [match.groupdict() for match in BLOCK.finditer(EXAMPLES)]
    for block in blocks:
        if block["verb"]:
            put(tree, block["verb"], block["file"], block["line"] or "", block["body"])
    desk.mkdir()
    shutil.copytree(tree / "expectations", desk / "expectations")
    environment = os.environ | {"PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    checks = [block["body"] for block in blocks if not block["verb"]]
    assert len(checks) == 8
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(checks)], cwd=desk, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lexicon = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_lexicon.py"]
    done = subprocess.run(lexicon, cwd=tree, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
