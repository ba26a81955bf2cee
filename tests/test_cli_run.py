"""The gate: exit codes that never mix, outputs, and sentences instead of tracebacks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from cli_support import install, run
from sample_result import clean, empty, sample

from factcheck import cli, store
from factcheck.commands.watch import Round, repeat, stamp
from factcheck.model import FactcheckError, Problem, Result

NOTHING_FATAL: tuple[Problem, ...] = ()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


def whole(result: Result) -> Result:
    return replace(result, problems=NOTHING_FATAL)


def only(result: Result, severity: str) -> Result:
    return replace(whole(result), findings=tuple(f for f in result.findings if f.severity == severity))


@pytest.mark.parametrize(
    ("result", "flags", "code", "said"),
    [
        (whole(clean()), (), 0, "通过：没有发现矛盾"),
        (whole(sample()), (), 1, "未通过：3 个错误、2 个警告"),
        (whole(sample()), ("--fail-on", "never"), 0, "通过（--fail-on never）：3 个错误、2 个警告"),
        (only(sample(), "warning"), (), 0, "通过（--fail-on error）：0 个错误、2 个警告"),
        (only(sample(), "warning"), ("--fail-on", "warning"), 1, "未通过：0 个错误、2 个警告"),
        (only(sample(), "note"), ("--fail-on", "warning"), 0, "通过：没有发现矛盾"),
        (sample(), (), 3, "没有检查完整：稿件/附件3 扫描件.pdf：没有文字层，需要先做文字识别；另有 3 个错误"),
        (sample(), ("--fail-on", "never"), 3, "没有检查完整"),
        (empty(), (), 3, "缺失.txt：文件不存在"),
        (whole(empty()), (), 3, "没有找到任何可核对的数字"),
    ],
)
def test_exit_codes(monkeypatch, capfdbinary, result, flags, code, said):
    install(monkeypatch, result)
    got, _, err = run(capfdbinary, "run", "稿件", "--no-expectations", "-q", *flags)
    assert (got, said in err.splitlines()[-1]) == (code, True), err


def test_a_library_that_ends_the_program_with_0_passes_nothing(monkeypatch, capfdbinary):
    def ends(*_: object) -> Result:
        raise SystemExit(0)

    install(monkeypatch, ends)
    code, _, err = run(capfdbinary, "run", "稿件", "-q")
    assert code == 2
    assert "SystemExit" in err.splitlines()[-1]


def test_settled_findings_do_not_fail(monkeypatch, capfdbinary):
    settled = tuple(replace(f, state="both-ok") for f in sample().findings)
    install(monkeypatch, replace(whole(sample()), findings=settled))
    assert run(capfdbinary, "run", "x", "--no-expectations", "-q")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("runn",), "是否想写 run"),
        (("稿件/",), "factcheck run 稿件/"),
        (("run",), "没有要检查的文件"),
        (("run", "x", "--fail-on", "all"), "--fail-on"),
        (("run", "x", "-o", "htlm"), "是否想写 html"),
        (("run", "x", "-o", "json", "-o", "csv"), "只能有一种格式写到标准输出"),
        (("run", "x", "--config", "none.toml"), "找不到配置文件 none.toml"),
        (("run", "x", "--engine", "dask"), "engine"),
        (("run", "x", "--jobs", "-1"), "--jobs"),
        (("run", "x", "--since", "--output=evil"), "git"),
        (("run", "x", "--no-such"), "--no-such"),
        (("report", "none.json"), "找不到结果文件 none.json"),
        (("explain", "FC-123"), "没有上次的结果"),
        (("explain", "FC000"), "没有规则 FC000"),
        (("decide", "FC-1", "maybe", "--reason", "x"), "maybe"),
    ],
)
def test_wrong_use_is_exit_2_with_a_sentence(monkeypatch, capfdbinary, words, said):
    install(monkeypatch, whole(clean()))
    code, out, err = run(capfdbinary, *words)
    assert (code, out) == (2, "")
    assert said in err.splitlines()[-1]
    assert "Traceback" not in err


def test_a_crash_is_one_sentence_and_verbose_shows_the_traceback(monkeypatch, capfdbinary):
    def broken(*_: object) -> Result:
        raise RuntimeError("两行\n坏了")

    install(monkeypatch, broken)
    code, _, err = run(capfdbinary, "run", "x")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "程序出错（RuntimeError：两行 坏了）" in err
    assert "Traceback" in run(capfdbinary, "run", "x", "-v")[2]


@pytest.mark.parametrize(
    ("error", "said"), [(KeyboardInterrupt(), "已中断"), (FactcheckError("这样不行。"), "这样不行。")]
)
def test_interruption_and_our_errors(monkeypatch, capfdbinary, error, said):
    def stopped(*_: object) -> Result:
        raise error

    install(monkeypatch, stopped)
    code, out, err = run(capfdbinary, "run", "x", "-o", "json=out.json")
    assert (code, out) == (2, "")
    assert said in err.splitlines()[-1]
    assert not Path("out.json").exists()


def test_several_outputs_at_once(monkeypatch, capfdbinary):
    install(monkeypatch, whole(sample()))
    code, out, _ = run(
        capfdbinary, "run", "x", "--no-expectations", "-o", "json=a/r.json", "-o", "sarif=r.sarif", "-o", "csv"
    )
    assert code == 1
    assert out.startswith("\ufefffinding,")
    assert json.loads(Path("r.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert len(store.read("a/r.json").findings) == 6
    assert sorted(p.name for p in Path("a").iterdir()) == ["r.json"]  # no temporary file is left


def test_min_severity_hides_but_does_not_change_the_gate(monkeypatch, capfdbinary):
    install(monkeypatch, only(sample(), "warning"))
    flags = ("--no-expectations", "--min-severity", "error", "--fail-on", "warning", "-o", "json=r.json")
    assert run(capfdbinary, "run", "x", *flags)[0] == 1
    assert store.read("r.json").findings == ()


def test_an_output_that_cannot_be_written_is_exit_2(monkeypatch, capfdbinary):
    install(monkeypatch, whole(clean()))
    Path("file").write_text("")
    code, _, err = run(capfdbinary, "run", "x", "--no-expectations", "-o", "json=file/r.json")
    assert code == 2
    assert "写不了 file/r.json" in err.splitlines()[-1]


def test_what_was_not_checked_is_named_even_when_the_report_goes_to_a_file(monkeypatch, capfdbinary):
    install(monkeypatch, sample())
    _, out, err = run(capfdbinary, "run", "x", "--no-expectations", "-o", "json=r.json")
    assert out == ""
    assert "未检查：稿件/附件3 扫描件.pdf（第 1–12 页）" in err.splitlines()[0]


def test_settings_reach_the_pipeline_and_flags_win(monkeypatch, capfdbinary):
    Path("factcheck.toml").write_text('include = ["稿件"]\njobs = 3\nfail_on = "warning"\nexpectations = false\n')
    fake = install(monkeypatch, only(sample(), "warning"))
    assert run(capfdbinary, "run", "--jobs", "5", "-q")[0] == 1
    paths, config, _ = fake.calls[0]
    assert (paths, config.jobs, config.fail_on) == (("稿件",), 5, "warning")
    assert run(capfdbinary, "run", "--fail-on", "error", "-q")[0] == 0


def test_rules_can_be_turned_down_or_off(monkeypatch, capfdbinary):
    install(monkeypatch, whole(sample()))
    Path("factcheck.toml").write_text('expectations = false\n[rules]\nFC101 = "note"\nFC201 = "off"\n')
    code, _, err = run(capfdbinary, "run", "x", "-q", "-o", "json=r.json")
    assert (code, "0 个错误" in err) == (0, True)
    assert {f.rule for f in store.read("r.json").findings} == {"FC101", "FC102", "FC103", "FC301"}


def test_against_a_folder_raises_only_what_touches_the_draft(monkeypatch, capfdbinary, folder):
    base = folder / "base"
    base.mkdir()
    (folder / "draft.md").write_text("")
    paths = {"s1": "base/a.txt", "s2": "base/b.txt", "s3": "base/c.txt", "s4": "draft.md"}
    moved = replace(
        sample(),
        sources=tuple(replace(s, path=paths[s.id]) for s in sample().sources),
        problems=(Problem("base/d.pdf", "坏了"),),
    )
    fake = install(monkeypatch, moved)
    code, _, err = run(capfdbinary, "run", "draft.md", "--against", "base", "--no-expectations", "-q")
    assert code == 0  # no finding touches s4; the base's fault is not ours
    assert (fake.calls[0][0], fake.calls[0][2]) == (("draft.md",), {"base": "base"})
    assert "0 个错误" not in err
    install(monkeypatch, replace(moved, sources=tuple(replace(s, path="draft.md") for s in moved.sources)))
    assert run(capfdbinary, "run", "draft.md", "--against", "base", "--no-expectations", "-q")[0] == 1


def test_against_a_stored_result_hands_it_to_the_pipeline(monkeypatch, capfdbinary):
    from factcheck.report.json import render

    Path("base.json").write_text(render(clean()), encoding="utf-8")
    fake = install(monkeypatch, whole(clean()))
    run(capfdbinary, "run", "x", "--against", "base.json", "--no-expectations", "-q")
    assert fake.calls[0][2]["base"].claims == clean().claims


def test_since_raises_only_changed_documents(monkeypatch, capfdbinary, folder):
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], check=True)

    git("init", "-q", ".")
    (folder / "稿件").mkdir()
    for source in sample().sources:
        Path(source.path).write_text("一")
    git("add", ".")
    git("commit", "-qm", "one")
    install(monkeypatch, whole(sample()))
    flags = ("run", "稿件", "--since", "HEAD", "--no-expectations", "-q")
    assert run(capfdbinary, *flags)[0] == 0
    Path("稿件/雲州日報 0224.txt").write_text("二")
    code, _, err = run(capfdbinary, *flags)
    assert (code, "1 个错误、1 个警告" in err) == (1, True)


def test_watch_runs_again_after_a_change_and_ends_as_the_last_run(monkeypatch, folder):
    from factcheck.commands import Ending
    from factcheck.config import Config

    (folder / "a.txt").write_text("1")
    runs: list[int] = []

    def once() -> Ending:
        runs.append(1)
        return Ending(len(runs) - 1, "")

    def sleep(_: float) -> None:
        if len(runs) == 2:
            raise KeyboardInterrupt
        (folder / "a.txt").write_text("12")

    monkeypatch.setattr(time, "sleep", sleep)
    assert repeat(lambda: Round(once, [str(folder)], Config())).code == 1
    assert len(runs) == 2


def test_watch_runs_again_after_a_rule_changed(monkeypatch, folder):
    from factcheck.commands import Ending
    from factcheck.config import Config

    (folder / "稿件").mkdir()
    (folder / "expectations").mkdir()
    runs: list[int] = []

    def once() -> Ending:
        runs.append(1)
        return Ending(0, "")

    def sleep(_: float) -> None:
        if len(runs) == 2:
            raise KeyboardInterrupt
        (folder / "expectations" / "a.json").write_text("{}")

    monkeypatch.setattr(time, "sleep", sleep)
    repeat(lambda: Round(once, [str(folder / "稿件")], Config()))
    assert len(runs) == 2


def test_watch_obeys_a_changed_settings_file_and_waits_while_it_is_faulty(monkeypatch, capfdbinary, folder):
    (folder / "a.txt").write_text("甲市2025年粮食产量35.2万吨。\n")
    (folder / "b.txt").write_text("甲市2025年粮食产量36.2万吨。\n")
    settings = ['fail_on = "never"\n', 'fail_on = "nev', 'fail_on = "error"\n']

    def sleep(_: float) -> None:
        if not settings:
            raise KeyboardInterrupt
        (folder / "factcheck.toml").write_text(settings.pop(0))

    monkeypatch.setattr(time, "sleep", sleep)
    code, _, err = run(capfdbinary, "run", "a.txt", "b.txt", "--watch", "-q", "--no-expectations", "--no-cache")
    said = [line for line in err.splitlines() if "等待改动" in line]
    assert [line[:2] for line in said] == ["未通", "通过", "配置", "未通"]
    assert code == 1


def test_watch_refuses_standard_input(capfdbinary, folder):
    code, _, err = run(capfdbinary, "run", "-", "--watch")
    assert (code, "--watch" in err) == (2, True)


def test_a_stamp_sees_new_and_changed_files_and_no_hidden_ones(folder):
    (folder / ".git").mkdir()
    before = stamp([str(folder)])
    (folder / ".git" / "index").write_text("x")
    assert stamp([str(folder)]) == before
    (folder / "新.txt").write_text("x")
    assert stamp([str(folder)]) != before


def test_github_writes_annotations_and_the_job_summary(monkeypatch, capfdbinary, folder):
    install(monkeypatch, whole(sample()))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    _, out, _ = run(capfdbinary, "run", "x", "--no-expectations", "-o", "github")
    assert out.count("::error ") == 3
    assert "## factcheck" in (folder / "summary.md").read_text(encoding="utf-8")


def test_init_writes_settings_that_load_and_never_overwrites(capfdbinary, folder):
    from factcheck.config import load

    assert run(capfdbinary, "init")[0] == 0
    assert load(folder / "factcheck.toml").include == (".",)
    assert load(folder / "factcheck.toml").exclude == ("expectations/",)
    (folder / "a.txt").write_text("深圳市2025年地区生产总值3.87万亿元。\n", encoding="utf-8")
    code, out, _ = run(capfdbinary, "run", "--no-cache")
    assert (code, "未检查" in out) == (0, False)  # what init wrote is no document that was passed over
    (folder / "factcheck.toml").write_text("fail_on = 'never'\n")
    code, _, err = run(capfdbinary, "init")
    assert (code, "已经存在" in err) == (2, True)
    assert (folder / "factcheck.toml").read_text() == "fail_on = 'never'\n"


def test_report_renders_a_stored_result_again(monkeypatch, capfdbinary):
    from factcheck.report.json import render

    Path("r.json").write_text(render(whole(sample())), encoding="utf-8")
    code, out, err = run(capfdbinary, "report", "r.json", "-o", "json")
    assert (code, err) == (0, "")
    assert out == Path("r.json").read_text(encoding="utf-8")
    assert "1.76万亿元" in run(capfdbinary, "report", "r.json")[1]


def test_diff_names_new_gone_and_changed(capfdbinary):
    from factcheck.report.json import render

    old, new = whole(sample()), whole(sample())
    first, second, *rest = new.findings
    new = replace(new, findings=(replace(first, severity="warning"), *rest))
    Path("old.json").write_text(render(old), encoding="utf-8")
    Path("new.json").write_text(render(new), encoding="utf-8")
    code, out, err = run(capfdbinary, "diff", "old.json", "new.json")
    assert (code, "新增 0，消失 1，改变 1" in err) == (0, True)
    assert f"- {second.id}" in out
    assert "级别：error → warning" in out
    code, out, _ = run(capfdbinary, "diff", "new.json", "old.json", "--format", "json")
    assert (code, [f["id"] for f in json.loads(out)["added"]]) == (1, [second.id])


def test_explain_a_rule_and_a_finding(monkeypatch, capfdbinary):
    install(monkeypatch, whole(sample()))
    assert "FC101" in run(capfdbinary, "explain", "fc101")[1]
    run(capfdbinary, "run", "x", "--no-expectations", "-q")
    finding = sample().findings[0]
    code, out, _ = run(capfdbinary, "explain", finding.id[:7])
    assert code == 0
    for said in (
        "1.67万亿元",
        "稿件/统计公报.txt:3:19",
        "读到 1.76万亿元",
        "主体同为云州市",
        "数字相邻两位颠倒",
        "1665000000000",
    ):
        assert said in out, said


@pytest.mark.parametrize(
    ("env", "flag", "coloured"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"NO_COLOR": "1"}, "always", True),
        ({"NO_COLOR": "1"}, "auto", False),
    ],
)
def test_colour_obeys_flag_and_environment(monkeypatch, capfdbinary, env, flag, coloured):
    install(monkeypatch, whole(sample()))
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run(capfdbinary, "run", "x", "--no-expectations", "--color", flag)
    assert ("\x1b[" in out) is coloured


def test_no_color_holds_on_a_terminal(monkeypatch):
    from factcheck.commands.output import color

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert color("auto", Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not color("auto", Terminal())


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(flag):
    code = (
        "import sys; from factcheck.cli import main; main([sys.argv[1]]);"
        "heavy = {'pandas', 'pint', 'pydantic', 'great_expectations', 'rich', 'starlette', 'jinja2', 'numpy'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, flag], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_a_closed_pipe_is_no_traceback():
    command = f"{sys.executable} -m factcheck.cli --help | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env={**os.environ})
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_every_verb_of_the_table_exists_and_has_help(capfdbinary):
    for verb in cli.VERBS:
        code, out, _ = run(capfdbinary, verb, "--help")
        assert (code, "Usage: factcheck" in out) == (0, True), verb


def test_the_page_about_the_command_line_names_every_verb_and_exit_code(monkeypatch):
    page = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
    assert all(f"`factcheck {verb}" in page for verb in cli.VERBS)
    assert all(f"\n| {code} |" in page for code in range(4))


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ru", ["run"]),
        ("run --fail", ["--fail-on"]),
        ("run --fail-on w", ["warning"]),
        ("run -o ht", ["html"]),
        ("claims -o j", ["jsonl", "json"]),
        ("explain fc20", ["FC201", "FC202"]),
        ("explain FC9", []),
    ],
)
def test_what_a_shell_is_offered(line, offered):
    words = line.split()
    done = subprocess.run(
        [Path(sys.executable).with_name("factcheck")],
        env=os.environ
        | {"_FACTCHECK_COMPLETE": "bash_complete", "COMP_WORDS": f"factcheck {line}", "COMP_CWORD": str(len(words))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [row.split(",")[1] for row in done.stdout.splitlines() if row] == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell):
    done = subprocess.run(
        [Path(sys.executable).with_name("factcheck")],
        env={**os.environ, "_FACTCHECK_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "factcheck" in done.stdout


def test_an_interrupt_ends_within_a_second_without_a_traceback(folder):
    (folder / "a.txt").write_text("2025年生产总值1万亿元。\n" * 40_000, encoding="utf-8")
    words = [Path(sys.executable).with_name("factcheck"), "run", "a.txt", "--no-expectations", "-o", "json=r.json"]
    heeds = partial(signal.signal, signal.SIGINT, signal.default_int_handler)  # also where this shell does not
    running = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, preexec_fn=heeds)
    time.sleep(1.0)
    running.send_signal(2)
    started = time.monotonic()
    _, err = running.communicate(timeout=20)
    assert (running.returncode, "已中断" in err, "Traceback" in err) == (2, True, False), err
    assert time.monotonic() - started < 3
    assert not (folder / "r.json").exists()
