"""What other people's CI takes from here: the action's own steps run in a shell, the hook, the pieces of the docs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemas
import yaml
from accept_reports import ROOT

from factcheck.load.formats import IN_FOLDERS

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.M | re.S)
DRAFTS = {
    "稿件/甲 稿.txt": "深圳市2025年地区生产总值3.87万亿元。\n",
    "稿件/乙.txt": "深圳市2025年地区生产总值3.78万亿元。\n",
    "别处/丙.txt": "深圳市2025年末常住人口1799万人。\n",
}
bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def step(name: str) -> dict[str, Any]:
    (found,) = [one for one in STEPS if one.get("name") == name]
    return dict(found)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with drafts, and `factcheck` and `python` on the path as a runner would have them."""
    for name, text in DRAFTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "factcheck.toml").write_text(
        'include = ["稿件"]\ncache = "off"\nexpectations = false\n', encoding="utf-8"
    )
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "factcheck").write_text(f'#!/bin/sh\nexec {sys.executable} -m factcheck.cli "$@"\n')
    (tools / "python").write_text('#!/bin/sh\nprintf "%s\\n" "$@" > said\n')
    for tool in tools.iterdir():
        tool.chmod(0o755)
    return tmp_path


def perform(name: str, folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """A step of the action with these inputs, and the outputs that it leaves."""
    given = {key: one.get("default", "") for key, one in ACTION["inputs"].items()} | inputs
    contexts = {f"inputs.{key}": value for key, value in given.items()} | {"github.action_path": "/the action/1"}
    one = step(name)
    variables = {key: contexts[re.fullmatch(r"\$\{\{ (\S+) \}\}", value)[1]] for key, value in one["env"].items()}  # type: ignore[index]
    outputs = folder / "outputs"
    outputs.touch()
    environment = {
        "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
    }
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", one["run"]]  # as a runner calls it
    done = subprocess.run(words, cwd=folder, env=environment | variables, capture_output=True, text=True, timeout=120)
    return done, dict(line.split("=", 1) for line in outputs.read_text().splitlines())


def test_the_action_is_as_github_wants_it() -> None:
    assert schemas.faults(schemas.ACTION, ACTION) == []
    assert schemas.faults(schemas.ACTION, {**ACTION, "runs": {"using": "composite"}})


def test_no_input_is_text_of_a_script() -> None:
    assert [one["run"] for one in STEPS if "${{" in one.get("run", "")] == []
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", json.dumps(STEPS)))
    assert used == set(ACTION["inputs"])


@bash
def test_the_install_step_installs_the_action_itself(place: Path) -> None:
    done, _ = perform("Install", place)
    assert done.returncode == 0, done.stderr
    assert (place / "said").read_text().splitlines() == ["-m", "pip", "install", "--quiet", "/the action/1"]


@bash
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({}, 1),
        ({"fail-on": "never"}, 0),
        ({"paths": "稿件/乙.txt 别处"}, 0),
        ({"paths": "稿件/乙.txt\n别处\n缺失.txt"}, 3),  # every line counts, not the first alone
        ({"paths": "别处/*.txt", "arguments": "--jobs\n1 --min-severity error"}, 0),
        ({"paths": "稿件/乙.txt", "against": "稿件"}, 1),
        ({"since": "no-such-revision"}, 2),
        ({"fail-on": "sometimes"}, 2),
    ],
)
def test_the_check_step_ends_as_the_program_does(place: Path, inputs: dict[str, str], code: int) -> None:
    done, outputs = perform("Check", place, **inputs)
    assert (done.returncode, outputs) == (code, {"exit-code": str(code)}), done.stderr
    assert f"exit {code}" in done.stderr or code == 2


@bash
def test_the_check_step_writes_annotations_summary_and_files(place: Path) -> None:
    done, _ = perform("Check", place, sarif="out/f.sarif", report="out/报告.html")
    assert done.stdout.startswith("::error file=稿件/")
    assert "3.87万亿元" in (place / "summary.md").read_text(encoding="utf-8")
    assert schemas.faults(schemas.SARIF, json.loads((place / "out" / "f.sarif").read_text(encoding="utf-8"))) == []
    assert (place / "out" / "报告.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@bash
@pytest.mark.parametrize("name", sorted(ACTION["inputs"].keys() - {"python-version"}))
def test_no_input_becomes_a_command(place: Path, name: str) -> None:
    perform("Check", place, **{name: "$(touch pwned) `touch pwned`;touch pwned\ntouch pwned"})
    assert not (place / "pwned").exists()


@pytest.mark.parametrize("suffix", sorted(IN_FOLDERS))
def test_the_hook_starts_for_every_format(suffix: str) -> None:
    assert re.search(HOOK["files"], f"稿件/a{suffix}")
    assert re.search(HOOK["files"], f"A{suffix.upper()}")


@pytest.mark.parametrize(
    ("path", "starts"),
    [
        ("factcheck.toml", True),
        ("稿件/sources.toml", True),
        ("factcheck.decisions.toml", True),
        ("expectations/我的规则.json", True),
        ("data/a.json", False),
        ("src/a.py", False),
        ("a.txt.bak", False),
        ("my-factcheck.toml", False),
    ],
)
def test_the_hook_starts_for_what_says_how_to_check(path: str, starts: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) == starts


def test_the_hook_runs_the_program_over_everything() -> None:
    assert (HOOK["entry"], HOOK["pass_filenames"], HOOK["language"]) == ("factcheck run", False, "python")
    pre_commit = pytest.importorskip("pre_commit.clientlib")
    assert pre_commit.load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))


def test_the_pieces_of_the_page_are_as_their_hosts_want_them() -> None:
    workflow, hooks = map(yaml.safe_load, BLOCKS)
    workflow = {"on" if key is True else key: value for key, value in workflow.items()}  # YAML 1.1 reads on as true
    assert schemas.faults(schemas.WORKFLOW, workflow) == []
    assert schemas.faults(schemas.PRE_COMMIT, hooks) == []
    gitlab = yaml.safe_load((ROOT / "docs" / "gitlab-ci.yml").read_text(encoding="utf-8"))
    assert schemas.faults(schemas.GITLAB, gitlab) == []
