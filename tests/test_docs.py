"""README and docs cannot drift from the code: every command is run, every table that says what the code does is read.

Commands run one after the other in a copy of the seeds, as a reader would type them. Three kinds are
checked instead of run: `make` (its recipe is resolved, not performed: one of them runs this test),
`pip install` (the environment of this test was made by it; the extras it names must exist), and
pieces for other people's CI (what they name must exist here).
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from accept_reports import MEASURED, ROOT

from factcheck import cli, config
from factcheck.extract.numerals import scan
from factcheck.levels import LEVELS
from factcheck.rules import page, rule

DOCS = sorted((ROOT / "docs").glob("*.md")) + sorted((ROOT / "docs" / "en").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS]
TEXTS = {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in PAGES}
FENCE = re.compile(r"^```(\w*|\{toctree\})\n(.*?)^```$", re.M | re.S)
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# "" and text show, mermaid draws, toctree lists pages for the site, the rest is read below
OTHERS = {"", "text", "mermaid", "layers", "python", "{toctree}"}


def blocks(language: str) -> list[tuple[str, str]]:
    return [(name, body) for name, text in TEXTS.items() for kind, body in FENCE.findall(text) if kind == language]


def commands() -> list[tuple[str, list[str]]]:
    """(page, its command lines without comments), one entry a page."""
    return [
        (name, [line for page_name, body in blocks("sh") if page_name == name for line in _lines(body)])
        for name in dict.fromkeys(name for name, _ in blocks("sh"))
    ]


def _lines(body: str) -> Iterator[str]:
    for line in body.splitlines():
        said = re.sub(r"(^|\s)#.*$", "", line).strip()
        if said:
            yield said


def rows(name: str, header: str) -> list[list[str]]:
    """The cells of a page's table below the given header line."""
    lines = TEXTS[name].partition(header + "\n")[2].splitlines()
    assert lines, f"{name} has no table {header}"
    table = lines[1 : next((n for n, line in enumerate(lines) if not line.startswith("|")), len(lines))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    kinds = {kind for text in TEXTS.values() for kind, _ in FENCE.findall(text)}
    assert kinds <= {"sh", "toml", "yaml", "json", *OTHERS}


def test_a_page_with_programs_or_suites_has_a_test_of_its_own() -> None:
    tests = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").glob("test_*.py") if file != Path(__file__)]
    for name in {name for kind in ("python", "json") for name, _ in blocks(kind)}:
        assert any(Path(name).name in text for text in tests), name


@pytest.mark.parametrize(("name", "lines"), commands(), ids=[name for name, _ in commands()])
def test_every_command_of_a_page(
    name: str, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    for line in lines:
        perform(line, tmp_path)
        assert "Traceback" not in "".join(capfd.readouterr()), line


def perform(line: str, folder: Path) -> None:
    if line.startswith("make "):
        done = subprocess.run(["make", "-n", *shlex.split(line)[1:]], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    elif line.startswith("pip install "):
        _installable(shlex.split(line)[2])
    elif "_FACTCHECK_COMPLETE" in line:
        _completes(line)
    elif line.startswith("factcheck review"):
        _serves(line, folder)
    elif line.startswith("factcheck "):
        words = [_real(word, folder) for word in shlex.split(line)[1:]]
        assert cli.main(words) in (0, 1), line
    else:
        pytest.fail(f"no way to run {line!r}")


def _installable(what: str) -> None:
    place, _, extras = what.partition("[")
    assert place == "."
    assert set(filter(None, extras.rstrip("]").split(","))) <= SETTINGS["project"]["optional-dependencies"].keys()


def _completes(line: str) -> None:
    """The script that the shell would evaluate is there."""
    (shell,) = re.findall(r"_FACTCHECK_COMPLETE=(\w+)_source", line)
    done = subprocess.run(
        [Path(sys.executable).with_name("factcheck")],
        env={"_FACTCHECK_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert "_FACTCHECK_COMPLETE" in done.stdout


def _serves(line: str, folder: Path) -> None:
    words = [Path(sys.executable).with_name("factcheck"), *shlex.split(line)[1:], "--no-open"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        try:
            said = [server.stdout.readline() for _ in range(2)]
        finally:
            server.terminate()
    assert any("127.0.0.1" in one for one in said), said


def _real(word: str, folder: Path) -> str:
    """The id of a finding that there is, for the sample id of the page."""
    if not re.fullmatch(r"FC-[0-9a-f]{4,}", word):
        return word
    (last,) = folder.glob("**/last-result.json")
    first: str = json.loads(last.read_text(encoding="utf-8"))["findings"][0]["id"]
    return first


SPANS = [
    (name, span) for name, text in TEXTS.items() for span in re.findall(r"`(factcheck [^`\n]+)`", FENCE.sub("", text))
]


@pytest.mark.parametrize(("name", "span"), SPANS, ids=[f"{name}: {span}" for name, span in SPANS])
def test_a_command_in_passing_has_a_verb_and_flags_that_exist(name: str, span: str) -> None:
    verb, *words = re.split(r"[\s=]+", span.removeprefix("factcheck "))
    if verb in ("命令", "COMMAND", "--help", "--version"):
        return
    command: Any = cli.cli.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None, span
    flags = {flag for option in command.params for flag in option.opts} | {"--help"}
    assert {word for word in words if word.startswith("-")} <= flags | {"-"}


def options_of_the_verbs() -> dict[str, set[str]]:
    """Each option as --help names it, and the verbs that have it."""
    found: dict[str, set[str]] = {}
    for verb in cli.VERBS:
        command: Any = cli.cli.get_command(None, verb)  # type: ignore[arg-type]
        inner = getattr(command, "commands", None) or {"": command}
        for name, one in inner.items():
            for option in one.params:
                if option.param_type_name == "option" and not option.hidden:
                    key = " ".join(f"`{word}`" for word in option.opts)
                    found.setdefault(key, set()).add(f"{verb} {name}".strip())
    return found


@pytest.mark.parametrize(
    ("name", "header"), [("docs/cli.md", "| 选项 | 用于 | 作用 |"), ("docs/en/cli.md", "| option | of | does |")]
)
def test_the_options_of_the_page_are_those_of_help(name: str, header: str) -> None:
    listed = {option: set(re.split("、|, ", verbs)) for option, verbs, _ in rows(name, header)}
    assert listed == options_of_the_verbs()


@pytest.mark.parametrize("verb", list(cli.VERBS))
@pytest.mark.parametrize("name", ["docs/cli.md", "docs/en/cli.md"])
def test_every_verb_is_described(verb: str, name: str) -> None:
    assert f"factcheck {verb}" in TEXTS[name]


# the worked examples of CONTRIBUTING.md have a test of their own
@pytest.mark.parametrize(("name", "body"), [one for one in blocks("toml") if one[0] != "CONTRIBUTING.md"])
def test_settings_shown_are_settings(name: str, body: str, tmp_path: Path) -> None:
    file = tmp_path / config.FILE
    file.write_text(body, encoding="utf-8")
    config.load(file)


@pytest.mark.parametrize(("name", "body"), blocks("yaml"))
def test_a_piece_for_ci_names_what_is_there(name: str, body: str) -> None:
    piece = yaml.safe_load(body)
    if "repos" in piece:
        hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
        assert {hook["id"] for repo in piece["repos"] for hook in repo["hooks"]} <= hooks
        return
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = (one for one in piece["jobs"]["factcheck"]["steps"] if one["uses"] == "./")
    assert step["with"].keys() <= action["inputs"].keys()


def test_the_gitlab_piece_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    job = yaml.safe_load((ROOT / "docs" / "gitlab-ci.yml").read_text(encoding="utf-8"))["factcheck"]
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / config.FILE).write_text('include = ["seeds"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    install, run = job["script"]
    assert SETTINGS["project"]["name"] in install
    assert cli.main(shlex.split(run)[1:]) == 1
    kept = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert all((tmp_path / name).stat().st_size for name in kept)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_links_lead_somewhere() -> None:
    for name, text in TEXTS.items():
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", FENCE.sub("", text)):
            made = "rules/" in target  # by docs/conf.py, from the table of rules
            if not made and not target.startswith(("http://", "https://")):
                assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"


def test_the_readme_shows_a_finding_of_the_seeds_and_every_figure_of_accuracy() -> None:
    text = TEXTS["README.md"]
    (shown,) = [body for kind, body in FENCE.findall(text) if kind == "text"]
    ids = set(re.findall(r"FC-[0-9a-f]{12}", (ROOT / "reports" / "seeds.md").read_text(encoding="utf-8")))
    (found,) = re.findall(r"FC-[0-9a-f]{12}", shown)
    assert found in ids
    assert all(f"| {label} |" in text for label in MEASURED.values())


def test_the_layers_are_those_of_the_contract_and_name_every_module() -> None:
    ((_, body),) = blocks("layers")
    contract = SETTINGS["tool"]["importlinter"]["contracts"][0]
    assert body.splitlines() == contract["layers"]
    listed = set(re.findall(r"\w+", body))
    source = ROOT / "src" / "factcheck"
    there = {file.stem for file in source.glob("*.py")} | {file.parent.name for file in source.glob("*/__init__.py")}
    assert there - {"__init__"} == listed
    first = "".join(cells[0] for cells in rows("docs/architecture.md", "| 模块 | 做什么 |"))
    described = set(re.findall(r"`(\w+)/?`", first))
    assert listed <= described


def test_examples_of_readings_are_what_is_read() -> None:
    table = rows("docs/how-it-reads.md", "| 原文 | 值（基本单位） | 最低 | 最高 |")
    table += rows("docs/en/how-it-reads.md", "| text | value (base unit) | low | high |")
    assert len(table) >= 14
    for text, *wanted in table:
        (mention,) = scan(text).mentions
        assert mention.start == 0
        assert mention.end == len(text)
        said = ["—" if one is None else f"{one:f}" for one in (mention.value, mention.low, mention.high)]
        assert said == wanted, text


def test_the_levels_are_those_of_the_code() -> None:
    outcomes = {"apart": "不比", "agree": "一致", "compatible": "相容", "tension": "存疑", "conflict": "矛盾"}
    table = rows("docs/how-it-decides.md", "| 层次 | 什么时候 | 结论 | 规则 |")
    assert [(name.strip("`"), outcome, rule) for name, _, outcome, rule in table] == [
        (level.name, outcomes[level.outcome], level.rule) for level in LEVELS
    ]


def test_the_rules_are_those_of_the_code() -> None:
    data = tomllib.loads((ROOT / "src" / "factcheck" / "data" / "rules.toml").read_text(encoding="utf-8"))
    severities = {"error": "错误", "warning": "警告", "note": "说明"}
    wanted = [[name, one["title_zh"], severities[one["severity"]]] for name, one in data.items()]
    assert rows("docs/how-it-decides.md", "| 规则 | 名称 | 最高级别 |") == wanted
    assert all(page(rule(name)) for name in data)


def test_the_citation_has_the_version_of_the_package() -> None:
    from factcheck import __version__

    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == __version__
    assert cited["license"] == SETTINGS["project"]["license"]
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
