"""Settings: found, read, refused with a suggestion."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from factcheck import config
from factcheck.config import Config, ConfigError, load, override

KEYS = config.keys()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()  # so that no settings above the test's folder are found
    return tmp_path


def write(text: str, name: str = "factcheck.toml") -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_no_file_means_the_defaults():
    assert load() == Config()


def test_every_key_is_read():
    write(
        'include = ["稿件"]\nexclude = ["*.tmp"]\nsources = "s.toml"\nfail_on = "warning"\nmin_severity = "warning"\n'
        'jobs = 2\ncache = "off"\nexpectations = false\nexpectations_dir = "rules"\nengine = "spark"\n'
        'master = "m"\ntables = "t"\nlang = "en"\n'
        'decisions = "d.toml"\noutput = ["html=r.html"]\n[rules]\nFC103 = "off"\n[limits]\npages = 7\n'
    )
    found = load()
    unread = [name for name in KEYS if getattr(found, name) == getattr(Config(), name)]
    assert unread == []
    assert (found.limits.pages, found.cache_dir(), found.decisions_file()) == (7, None, Path("d.toml"))


def test_pyproject_is_read_and_factcheck_toml_wins():
    write("[tool.factcheck]\njobs = 4\n", "pyproject.toml")
    assert load().jobs == 4
    write("jobs = 5\n")
    assert load().jobs == 5


def test_a_pyproject_of_something_else_is_no_settings_file():
    write("[tool.other]\njobs = 4\n", "pyproject.toml")
    assert load() == Config()


def test_the_nearest_file_above_counts_and_its_paths_start_there(folder, monkeypatch):
    write('include = ["稿件"]\n')
    (folder / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(folder / "a" / "b")
    assert load().path("稿件") == folder / "稿件"
    monkeypatch.chdir(folder)
    assert load().path("稿件") == Path("稿件")  # no machine's path where none is needed


def test_the_search_ends_at_the_top_of_a_repository(folder, monkeypatch):
    write("jobs = 3\n")
    (folder / "inner" / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder / "inner")
    assert load().jobs == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_one = 'error'\n", "不认识的键 `fail_one`，是否想写 `fail_on`？"),
        ("xyz = 1\n", "不认识的键 `xyz`。"),
        ("root = '/'\n", "不认识的键 `root`"),
        ("[limits]\npage = 3\n", "不认识的键 `limits.page`，是否想写 `limits.pages`？"),
        ("fail_on = 'all'\n", "`fail_on` 应为"),
        ("jobs = '2'\n", "`jobs` 应为整数，现为 '2'"),
        ("jobs = -1\n", "`jobs` 应不小于 0"),
        ("expectations = 1\n", "`expectations` 应为 true 或 false"),
        ("include = 'a'\n", "`include` 应为列表"),
        ("[rules]\nFC101 = 'loud'\n", "`rules.FC101` 应为"),
        ("limits = 3\n", "`limits` 应为一张表"),
        ("[limits]\npages = 0\n", "`limits.pages` 应大于 0"),
        ("a = \n", "不是合法的 TOML"),
    ],
)
def test_what_is_not_known_is_refused(text, said):
    write(text)
    with pytest.raises(ConfigError) as error:
        load()
    assert said in str(error.value)
    assert "factcheck.toml" in str(error.value)


def test_a_named_file_that_is_missing_or_no_text_is_an_error(folder):
    with pytest.raises(ConfigError, match="找不到配置文件"):
        load("none.toml")
    (folder / "x.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="读不了配置文件"):
        load("x.toml")


def test_overrides_are_checked_and_none_changes_nothing():
    assert override(Config(), jobs=None, lang="en") == Config(lang="en")
    with pytest.raises(ConfigError, match="engine"):
        override(Config(), engine="abacus")


def test_the_template_loads_and_every_line_that_it_offers_is_valid():
    write(config.template())
    assert load().include == (".",)
    offered = [
        line for line in config.template().splitlines() if line.startswith("# ") and (" = " in line or "[" in line)
    ]
    write("\n".join(line.removeprefix("# ") for line in offered if "（" not in line.split("#")[1]) + "\n")
    found = load()
    assert (found.fail_on, found.rules, found.limits) == ("error", {"FC103": "off"}, config.Limits())
    for key in KEYS:
        assert key in config.template()


def test_settings_travel_to_workers():
    settings = Config(exclude=("a",), root=Path("x"))
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_limits_are_those_of_loading():
    from dataclasses import asdict

    from factcheck.load.limits import Limits

    assert config.Limits().model_dump() == asdict(Limits())
