"""Decisions: what holds, what reopens, what is never lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_result import sample

from factcheck import decisions
from factcheck.decisions import Decision, DecisionError, Seen, apply, make, parse, render, review
from factcheck.model import Result

TODAY = date(2026, 11, 22)
RESULT = replace(sample(), problems=(), findings=tuple(replace(f, state="open") for f in sample().findings))
GDP, PEOPLE, SUM, FIRMS, SHARE, NOTE = RESULT.findings


def settle(state: str, reason: str = "different-definition", finding=GDP, **more: object) -> Decision:
    if state == "accept-source":
        more.setdefault("claim", finding.claims[0])
    return make(RESULT, finding, state, reason, by="li.na@example.org", today=TODAY, **more)


def state(result: Result, name: str = GDP.id) -> tuple[str, str]:
    (found,) = [finding for finding in result.findings if finding.id == name]
    return found.state, found.severity


def changed(**values: str) -> Result:
    """The result with other values of claims."""
    claims = tuple(replace(c, value=Decimal(values[c.id])) if c.id in values else c for c in RESULT.claims)
    return replace(RESULT, claims=claims)


@pytest.mark.parametrize(
    ("word", "days", "expected"),
    [
        ("both-ok", 0, ("both-ok", "error")),
        ("both-ok", 4000, ("both-ok", "error")),
        ("ignore", 4000, ("ignore", "error")),
        ("accept-source", 0, ("accept-source", "warning")),
        ("accept-source", 30, ("accept-source", "warning")),
        ("accept-source", 31, ("accept-source", "error")),
        ("typo", 30, ("typo", "warning")),
        ("typo", 31, ("typo", "error")),
        ("deferred", 90, ("deferred", "error")),
        ("deferred", 91, ("expired", "error")),
    ],
)
def test_what_a_state_does_as_days_go_by(word, days, expected):
    later = apply(RESULT, [settle(word)], TODAY + timedelta(days=days))
    assert state(later) == expected
    assert state(later, PEOPLE.id) == ("open", "error")


def test_an_expiry_that_was_set_ends_any_silence():
    made = settle("both-ok", expires=TODAY + timedelta(days=5))
    assert state(apply(RESULT, [made], TODAY + timedelta(days=5)))[0] == "both-ok"
    after = apply(RESULT, [made], TODAY + timedelta(days=6))
    assert state(after)[0] == "expired"
    assert "已过期" in after.problems[0].reason
    assert not after.problems[0].fatal


def test_a_changed_figure_reopens():
    after = apply(changed(b1="1750000000000"), [settle("both-ok")], TODAY)
    assert state(after) == ("reopened", "error")
    assert "数字与决定时不同" in after.problems[0].reason


def test_a_changed_bound_or_unit_reopens():
    for change in ({"qualifier": "over"}, {"unit": "美元"}):
        claims = tuple(replace(c, **change) if c.id == "b1" else c for c in RESULT.claims)
        assert state(apply(replace(RESULT, claims=claims), [settle("both-ok")], TODAY))[0] == "reopened"


@pytest.mark.parametrize(
    "move",
    [
        lambda c: replace(c, start=c.start + 500, end=c.end + 500, line=c.line + 20, column=3),
        lambda c: replace(c, id=f"other-{c.id}"),
        lambda c: replace(c, text=f" {c.text}", context="改写过的句子", trace=()),
    ],
)
def test_moved_text_new_lines_and_renumbering_lose_and_reopen_nothing(move):
    claims = tuple(move(c) for c in reversed(RESULT.claims))
    names = {a.id: b.id for a, b in zip(reversed(RESULT.claims), claims, strict=True)}
    findings = tuple(replace(f, claims=tuple(names[c] for c in reversed(f.claims))) for f in reversed(RESULT.findings))
    sources = tuple(reversed(RESULT.sources))
    moved = replace(RESULT, claims=claims, findings=findings, sources=sources)
    after = apply(moved, [settle("both-ok"), settle("typo", "笔误", PEOPLE)], TODAY)
    assert (state(after)[0], state(after, PEOPLE.id)[0], after.problems) == ("both-ok", "typo", ())


def test_another_mention_of_the_same_figure_reopens_nothing():
    more = replace(RESULT.claims[0], id="again", start=900, end=907)
    gdp = replace(GDP, claims=(*GDP.claims, "again"))
    grown = replace(RESULT, claims=(*RESULT.claims, more), findings=(gdp, *RESULT.findings[1:]))
    assert state(apply(grown, [settle("both-ok")], TODAY))[0] == "both-ok"


def test_a_renamed_document_reopens_nothing_but_swapped_figures_do():
    sources = tuple(replace(s, path=f"新名/{s.path}") for s in RESULT.sources)
    assert state(apply(replace(RESULT, sources=sources), [settle("both-ok")], TODAY))[0] == "both-ok"
    swapped = changed(a1="1760000000000", b1="1670000000000")
    assert state(apply(swapped, [settle("both-ok")], TODAY))[0] == "reopened"


def test_a_source_is_named_by_its_own_id_where_it_has_one():
    named = tuple(replace(s, id="annual") if s.id == "s1" else s for s in RESULT.sources)
    claims = tuple(replace(c, source="annual") if c.source == "s1" else c for c in RESULT.claims)
    result = replace(RESULT, sources=named, claims=claims)
    assert [one.source for one in decisions.seen(result, GDP)] == ["annual", "稿件/政府工作报告.pdf"]


def test_gone_findings_are_stale_or_closed_and_never_removed():
    held = [settle("both-ok"), settle("typo", "笔误", PEOPLE)]
    gone = replace(RESULT, findings=RESULT.findings[2:])
    found = review(gone, held, TODAY)
    assert (found.stale, found.closed) == ((held[0],), (held[1],))
    said = [problem.reason for problem in apply(gone, held, TODAY).problems]
    assert ["没有对应的发现" in said[0], "文字已改好" in said[1]] == [True, True]
    assert apply(gone, held, TODAY, complete=False).problems == ()


def test_a_run_over_other_documents_calls_nothing_stale():
    elsewhere = replace(RESULT, sources=RESULT.sources[2:], findings=())
    found = review(elsewhere, [settle("both-ok")], TODAY)
    assert (len(found.elsewhere), found.stale) == (1, ())


# --- making one


@pytest.mark.parametrize(
    ("word", "reason", "said"),
    [
        ("both-ok", "", "缺理由"),
        ("both-ok", "  ", "缺理由"),
        ("both-ok", "因为", "没有理由"),
        ("ignore", "extraction-eror", "是否想写 extraction-error"),
        ("maybe", "rounding", "没有决定"),
    ],
)
def test_a_decision_needs_a_state_and_a_reason(word, reason, said):
    with pytest.raises(DecisionError, match=said):
        settle(word, reason)


def test_accept_source_needs_a_side_and_records_it():
    with pytest.raises(DecisionError, match="以哪一处为准"):
        settle("accept-source", "核对过", claim="c999")
    made = settle("accept-source", "核对过", claim="b1")
    assert made.accepts == Seen("稿件/政府工作报告.pdf", "1760000000000", "元")


def test_a_day_that_is_past_is_refused():
    with pytest.raises(DecisionError, match="已经过去"):
        settle("deferred", "等", expires=TODAY - timedelta(days=1))


def test_a_range_without_value_is_recorded_as_a_range():
    claim = replace(RESULT.claims[0], value=None, low=Decimal(200), high=Decimal(999), qualifier="order")
    assert decisions.sight(claim, "s") == Seen("s", "200..999", "元", "order")


# --- the file


def test_the_form_of_the_file():
    made = replace(settle("both-ok", note="年报为“合并”口径\n第二行"), expires=date(2027, 5, 31))
    text = render([made])
    assert text == (
        "# factcheck 的处理决定：可以手工修改，按发现编号排序；由 factcheck decide 与 factcheck review 写入。\n"
        "schema = 1\n\n[[decision]]\n"
        f'finding = "{GDP.id}"\n'
        'state   = "both-ok"\n'
        'reason  = "different-definition"\n'
        'note    = "年报为“合并”口径\\n第二行"\n'
        'by      = "li.na@example.org"\n'
        "at      = 2026-11-22\n"
        "expires = 2027-05-31\n"
        "seen    = [\n"
        '  {source = "稿件/政府工作报告.pdf", value = "1760000000000", unit = "元"},\n'
        '  {source = "稿件/统计公报.txt", value = "1670000000000", unit = "元"},\n'
        "]\n"
    )
    assert "line" not in text


WORDS = st.text(min_size=1, max_size=30).filter(lambda t: t.strip() and not any("\ud800" <= c <= "\udfff" for c in t))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault
@given(WORDS, WORDS, WORDS, st.lists(st.tuples(WORDS, WORDS, WORDS, st.sampled_from(["", "over"])), max_size=3))
def test_any_words_survive_the_file(note, by, reason, seen):
    made = Decision(
        "FC-000000000001", "typo", reason.strip(), by, TODAY, note, None, None, tuple(sorted(Seen(*s) for s in seen))
    )
    text = render([made])
    assert parse(text) == (made,)
    assert render(parse(text)) == text


def test_order_of_entries_does_not_matter_and_is_put_right():
    a, b = settle("both-ok"), settle("deferred", "等", PEOPLE)
    assert render([a, b]) == render([b, a])
    assert parse(render([b, a])) == tuple(sorted((a, b), key=lambda one: one.finding))


ENTRY = '[[decision]]\nfinding = "FC-1"\nstate = "typo"\nreason = "x"\nby = "y"\nat = 2026-01-01\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY.replace("reason", "reson"), "不认识的键 `reson`，是否想写 `reason`"),
        (ENTRY.replace('"typo"', '"fine"'), "第 1 条：state 应为"),
        (ENTRY.replace('reason = "x"\n', ""), "第 1 条：缺 `reason`"),
        (ENTRY.replace('"x"', '" "'), "缺 `reason`"),
        (ENTRY.replace("2026-01-01", '"soon"'), "`at` 应为日期"),
        (ENTRY.replace('"x"', "3"), "`reason` 应为字符串"),
        (ENTRY.replace("typo", "both-ok"), "没有理由 'x'"),
        (ENTRY + ENTRY, "FC-1 有两条决定"),
        (ENTRY + "seen = [3]\n", "seen"),
        (ENTRY + 'seen = [{source = "a", value = "1", unit = "家", line = "3"}]\n', "不认识的键 `line`"),
        ("schema = 2\n", "本程序只读 1"),
        ("[decision]\n", "应写作"),
        (f"<<<<<<< HEAD\n{ENTRY}=======\n{ENTRY}>>>>>>> main\n", "合并冲突"),
    ],
)
def test_a_faulty_file_is_refused_and_the_entry_named(text, said):
    with pytest.raises(DecisionError) as error:
        parse(text)
    assert said in str(error.value)


def test_comments_and_untouched_entries_keep_their_bytes(tmp_path):
    file = tmp_path / "d.toml"
    mine = (
        '# 我们编辑部的约定\nschema = 1\n\n# 王编辑核对过\n[[decision]]\nfinding="FC-000000000002"  # 手写\n'
        'state="typo"\nreason="手误"\nby="w"\nat=2026-01-01\n'
    )
    file.write_text(mine, encoding="utf-8")
    decisions.put(file, settle("both-ok"))
    text = file.read_text(encoding="utf-8")
    assert text.startswith(mine)
    assert [one.finding for one in parse(text)] == ["FC-000000000002", GDP.id]
    decisions.remove(file, {GDP.id})
    assert file.read_text(encoding="utf-8") == mine


def test_a_string_that_looks_like_an_entry_does_no_harm(tmp_path):
    file = tmp_path / "d.toml"
    file.write_text(
        '[[decision]]\nfinding = "FC-2"\nstate = "typo"\nreason = """\n[[decision]]\nx"""\nby = "w"\nat = 2026-01-01\n'
    )
    before = decisions.load(file)
    decisions.put(file, settle("both-ok"))
    assert before[0] in decisions.load(file)
    assert len(decisions.load(file)) == 2


def test_a_file_that_cannot_be_read_is_not_overwritten(tmp_path):
    file = tmp_path / "d.toml"
    file.write_text("<<<<<<< HEAD\n")
    with pytest.raises(DecisionError):
        decisions.put(file, settle("both-ok"))
    assert file.read_text() == "<<<<<<< HEAD\n"


def _many(file: str, worker: int, count: int) -> None:
    for number in range(count):
        name = f"FC-{worker:04x}{number:08x}"
        decisions.put(Path(file), Decision(name, "typo", "x", "w", TODAY))


def test_processes_that_decide_at_once_lose_nothing(tmp_path):
    file = tmp_path / "d.toml"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_many, args=(str(file), worker, 15)) for worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert len(decisions.load(file)) == 45
    assert [path.name for path in tmp_path.iterdir()] == ["d.toml"]


def test_a_kill_in_the_middle_leaves_a_whole_file_and_no_lock(tmp_path):
    file = tmp_path / "d.toml"
    decisions.put(file, settle("both-ok"))
    program = (
        "import sys; from pathlib import Path; from datetime import date; from factcheck import decisions\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    made = decisions.Decision(f'FC-{n:012x}', 'typo', 'x' * 5000, 'w', date(2026, 1, 1))\n"
        "    decisions.put(Path(sys.argv[1]), made)\n"
        "    print(n, flush=True)\n"
    )
    for pause in (0.0, 0.003, 0.007):
        child = subprocess.Popen([sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        tomllib.loads(file.read_text(encoding="utf-8"))
        assert GDP.id in {one.finding for one in decisions.load(file)}
    decisions.put(file, settle("deferred", "等", PEOPLE))  # the lock is free, leftovers are taken away
    assert [path.name for path in tmp_path.iterdir()] == ["d.toml"]


@pytest.mark.parametrize(("moment", "left"), [("before", {GDP.id}), ("after", {GDP.id, PEOPLE.id})])
def test_a_kill_just_before_and_just_after_the_new_file_takes_its_place(tmp_path, moment, left):
    file = tmp_path / "d.toml"
    decisions.put(file, settle("both-ok"))
    (tmp_path / "new.toml").write_text(render([settle("typo", "抄错", PEOPLE)]), encoding="utf-8")
    program = (
        "import os, sys; from pathlib import Path; from factcheck import decisions\n"
        "usual, moment, folder = Path.replace, sys.argv[1], Path(sys.argv[2])\n"
        "def replace(self, target):\n"
        "    if moment == 'after':\n"
        "        usual(self, target)\n"
        "    os.kill(os.getpid(), 9)\n"
        "Path.replace = replace\n"
        "(made,) = decisions.load(folder / 'new.toml')\n"
        "decisions.put(folder / 'd.toml', made)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, moment, str(tmp_path)])
    assert done.returncode == -signal.SIGKILL
    assert {one.finding for one in decisions.load(file)} == left


# --- the same fact under another rule


def drafts(folder: Path, first: str, second: str) -> Result:
    """What a run finds in two drafts that give these figures for one fact, and others for another."""
    import factcheck

    for name, figure in (("a.txt", first), ("b.txt", second)):
        text = f"云州市2025年地区生产总值{figure}万亿元。\n云州市2025年末常住人口1779万人。\n"
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return factcheck.run(["a.txt", "b.txt"], expectations=False, cache="off", jobs=1).result


@pytest.mark.parametrize("word", ["both-ok", "typo"])
def test_a_change_that_makes_it_the_fault_of_another_rule_reopens(tmp_path, word):
    before = drafts(tmp_path, "1.67", "1.76")
    (swapped,) = before.findings
    held = [make(before, swapped, word, "different-definition", by="x", today=TODAY)]
    after = drafts(tmp_path, "1.67", "1.79")
    (found,) = after.findings
    assert (swapped.rule, found.rule) == ("FC106", "FC101")
    assert found.id != swapped.id
    assert apply(after, held, TODAY).findings[0].state == "reopened"
    # decided anew, that one counts, and the old one has nothing left to say
    anew = make(after, found, "ignore", "rounding", by="x", today=TODAY)
    assert apply(after, [*held, anew], TODAY).findings[0].state == "ignore"
    assert review(after, [*held, anew], TODAY).holds == (anew,)


def test_the_same_figures_under_another_rule_stay_decided(tmp_path):
    """A later version of the program may call the same disagreement by another rule."""
    from factcheck.findings import facets, finding_id

    result = drafts(tmp_path, "1.67", "1.76")
    (found,) = result.findings
    made = make(result, found, "both-ok", "different-definition", by="x", today=TODAY)
    model = min((claim for claim in result.claims if claim.id in found.claims), key=facets)
    earlier = replace(made, finding=finding_id("FC101", facets(model), ["a.txt", "b.txt"]))
    assert apply(result, [earlier], TODAY).findings[0].state == "both-ok"
    other = replace(made, finding=finding_id("FC101", facets(model), ["a.txt", "c.txt"]))
    assert apply(result, [other], TODAY).findings[0].state == "open"


# --- ignores in a document


def ignored(text: str, figure: str = "1.67万亿元", path: str = "a.md", rule: str = "FC101") -> tuple[str, list[str]]:
    """The state of a finding about `figure` in `text`, and what was reported."""
    start = text.index(figure)
    source = replace(RESULT.sources[0], path=path)
    claim = replace(RESULT.claims[0], start=start, end=start + len(figure), text=figure)
    finding = replace(GDP, rule=rule, claims=(claim.id,))
    result = replace(RESULT, sources=(source,), claims=(claim,), findings=(finding,), texts={source.id: text})
    after = decisions.inline(result)
    return after.findings[0].state, [problem.reason for problem in after.problems]


MARK = "<!-- factcheck-ignore FC101: 口径不同 -->"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"生产总值1.67万亿元。{MARK}\n\n别的。", "a.md"),
        (f"{MARK}\n生产总值1.67万亿元。", "a.md"),
        (f"{MARK}\n\n生产总值\n1.67万亿元。", "a.md"),
        (f"{MARK}\r\n\r\n生产总值1.67万亿元。", "a.md"),
        (f"<p>{MARK}生产总值1.67万亿元。</p><p>别的</p>", "a.html"),
        (f"<div>{MARK}<p>生产总值1.67万亿元。</p></div>", "a.htm"),
        ("<!--factcheck-ignore fc101：\n口径不同-->1.67万亿元", "A.MD"),
    ],
)
def test_an_ignore_covers_its_paragraph_or_the_next(text, path):
    assert ignored(text, path=path) == ("ignore", [])


@pytest.mark.parametrize(
    ("text", "path", "rule"),
    [
        (f"{MARK}别的。\n\n生产总值1.67万亿元。", "a.md", "FC101"),
        (f"生产总值1.67万亿元。\n\n{MARK}\n\n别的。", "a.md", "FC101"),
        (f"<p>别的{MARK}</p><p>1.67万亿元</p>", "a.html", "FC101"),
        (f"1.67万亿元{MARK}", "a.md", "FC102"),
    ],
)
def test_an_ignore_covers_nothing_else_and_is_reported_as_unused(text, path, rule):
    found, said = ignored(text, path=path, rule=rule)
    assert found == "open"
    assert ["没有用到" in one for one in said] == [True]


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- factcheck-ignore -->",
        "<!-- factcheck-ignore FC101 -->",
        "<!-- factcheck-ignore FC101: -->",
        "<!-- factcheck-ignore 口径不同 -->",
        "<!-- factcheck-ignore FC: 口径不同 -->",
    ],
)
def test_an_ignore_without_rule_or_reason_is_reported_and_does_nothing(mark):
    found, said = ignored(f"1.67万亿元{mark}")
    assert found == "open"
    assert ["写得不完整" in one for one in said] == [True]


def test_plain_text_files_hold_no_ignores():
    assert ignored(f"1.67万亿元{MARK}", path="a.txt") == ("open", [])


def test_many_marks_are_quick():
    text = "<!-- factcheck-ignore " * 20_000 + "1.67万亿元" + "<p " * 20_000
    started = time.monotonic()
    ignored(text)
    assert time.monotonic() - started < 5
