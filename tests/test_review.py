"""The triage page's server: who gets in, what it saves; and the same work in a terminal and from the shell."""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli_support import install, run
from sample_result import hostile, many, sample

from factcheck import decisions
from factcheck.decisions import DecisionError
from factcheck.report.json import render
from factcheck.review.app import create
from factcheck.review.session import Session, undecided
from factcheck.review.tty import triage
from factcheck.states import STATES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette would rather have another client than httpx
    from starlette.testclient import TestClient

TODAY = date(2026, 11, 22)
TOKEN, PORT = "secret-token", 8123
HOST = f"127.0.0.1:{PORT}"
GDP, PEOPLE = sample().findings[:2]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(undecided(sample()), tmp_path / "d.toml", "li.na@example.org", lambda: TODAY)


@pytest.fixture
def client(session: Session) -> TestClient:
    return TestClient(create(session, TOKEN, PORT), base_url=f"http://{HOST}")


def post(client: TestClient, what: str, body: Any, **headers: str) -> Any:
    sent = {"origin": f"http://{HOST}", "content-type": "application/json"} | headers
    return client.post(f"/{TOKEN}/{what}", content=json.dumps(body), headers=sent)


DECISION = {"finding": GDP.id, "state": "both-ok", "reason": "different-definition"}


@pytest.mark.parametrize(
    "path", ["/", "/data", "/wrong/", "/wrong/data", f"/{TOKEN[:-1]}/", f"/{TOKEN}", "/secret-tokem/data"]
)
def test_without_the_token_nothing_is_told(client, path):
    answer = client.get(path)
    assert answer.status_code == 403
    assert "云州" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example"]
)
def test_a_foreign_host_is_refused(client, host):
    assert client.get(f"/{TOKEN}/data", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"https://{HOST}", "http://127.0.0.1:1", f"http://localhost:{PORT}"]
)
def test_a_foreign_origin_changes_nothing(client, session, origin):
    assert post(client, "decide", DECISION, origin=origin).status_code == 403
    assert post(client, "undo", {}, origin=origin).status_code == 403
    assert not session.file.exists()


def test_a_request_without_origin_changes_nothing(client, session):
    answer = client.post(f"/{TOKEN}/decide", content=json.dumps(DECISION), headers={"content-type": "application/json"})
    assert (answer.status_code, session.file.exists()) == (403, False)


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "review.py", "session.py", "static/review.js", "..%2fapp.py"],
)
def test_no_other_file_is_served(client, path):
    assert client.get(f"/{TOKEN}/{path}").status_code in {403, 404}


@pytest.mark.parametrize("name", ["", "review.css", "review.js", "data", "nothing"])
def test_every_answer_carries_the_headers(client, name):
    headers = client.get(f"/{TOKEN}/{name}").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["cache-control"] == "no-store"


def test_the_page_asks_for_nothing_outside(client):
    for name in ("", "review.css", "review.js"):
        text = client.get(f"/{TOKEN}/{name}").text
        assert "http://" not in text
        assert "https://" not in text
        assert "innerHTML" not in text


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"finding": GDP.id},
        DECISION | {"reason": ""},
        DECISION | {"reason": 3},
        DECISION | {"state": "maybe"},
        DECISION | {"finding": "FC-000000000000"},
        DECISION | {"state": "accept-source", "reason": "x", "claim": "c999"},
        DECISION | {"expires": "soon"},
        DECISION | {"expires": "2020-01-01"},
        DECISION | {"note": "x" * 70_000},
    ],
)
def test_what_is_no_decision_is_refused_with_a_sentence_and_saves_nothing(client, session, body):
    answer = post(client, "decide", body)
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)
    assert not session.file.exists()


def test_only_json_is_taken(client, session):
    assert post(client, "decide", DECISION, **{"content-type": "text/plain"}).status_code == 400
    assert not session.file.exists()


def test_a_decision_is_saved_at_once_and_undone(client, session):
    answer = post(client, "decide", DECISION | {"note": "年报为合并口径"})
    assert answer.json()["states"][GDP.id]["state"] == "both-ok"
    (made,) = decisions.load(session.file)
    assert (made.finding, made.state, made.note, made.by, made.at) == (
        GDP.id,
        "both-ok",
        "年报为合并口径",
        "li.na@example.org",
        TODAY,
    )
    assert post(client, "undo", {}).json()["finding"] == GDP.id
    assert decisions.load(session.file) == ()
    assert post(client, "undo", {}).json()["finding"] is None


def test_undo_brings_back_what_was_there_before(session):
    first = session.decide(GDP.id, "both-ok", "rounding")
    session.decide(GDP.id, "typo", "笔误")
    session.undo()
    assert decisions.load(session.file) == (first,)


def test_undo_does_not_touch_what_another_person_decided_since(session):
    session.decide(GDP.id, "both-ok", "rounding")
    other = Session(session.result, session.file, "wang@example.org", lambda: TODAY)
    theirs = other.decide(GDP.id, "typo", "笔误")
    with pytest.raises(DecisionError, match="别人"):
        session.undo()
    assert decisions.load(session.file) == (theirs,)


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_given_and_a_second_run_obeys_it(client, session, state):
    reason = "rounding" if state in {"both-ok", "ignore"} else "核对过"
    claim = PEOPLE.claims[0] if state == "accept-source" else ""
    body = {"finding": PEOPLE.id, "state": state, "reason": reason, "claim": claim}
    assert post(client, "decide", body).status_code == 200
    again = decisions.settle(session.result, session.file, TODAY)
    found = next(finding for finding in again.findings if finding.id == PEOPLE.id)
    assert (found.state, found.severity) == (state, "warning" if state in {"typo", "accept-source"} else "error")


def test_the_data_names_every_finding_and_what_to_do(client):
    data = client.get(f"/{TOKEN}/data").json()
    assert {card["id"] for card in data["cards"]} == {finding.id for finding in sample().findings}
    assert (data["todo"], data["total"]) == (5, 6)  # a note is nobody's task
    card = client.get(f"/{TOKEN}/card", params={"id": GDP.id}).json()
    assert [reading["text"] for reading in card["readings"]] == ["1.67万亿元", "1.76万亿元"]
    marked = [piece["text"] for passage in card["passages"] for piece in passage["pieces"] if piece["claim"]]
    assert marked == ["1.67万亿元", "1.76万亿元"]
    assert client.get(f"/{TOKEN}/card", params={"id": "FC-0"}).status_code == 400


def test_states_taken_from_a_stored_result_are_put_back():
    stored = tuple(replace(f, state="typo", severity="warning") if f.id == GDP.id else f for f in sample().findings)
    (gdp, *_, note) = undecided(replace(sample(), findings=stored)).findings
    assert (gdp.state, gdp.severity, note.state) == ("open", "error", "open")


def test_hostile_text_and_lone_surrogates_are_only_text(tmp_path):
    spoilt = hostile()
    spoilt = replace(spoilt, findings=(replace(spoilt.findings[0], message="\ud800" + spoilt.findings[0].message),))
    client = TestClient(create(Session(spoilt, tmp_path / "d", "x"), TOKEN, PORT), base_url=f"http://{HOST}")
    answer = client.get(f"/{TOKEN}/card", params={"id": spoilt.findings[0].id})
    assert answer.headers["content-type"] == "application/json"
    assert "</script>" in answer.json()["message"]


def test_three_thousand_findings_stay_small(tmp_path):
    client = TestClient(create(Session(many(), tmp_path / "d", "x"), TOKEN, PORT), base_url=f"http://{HOST}")
    assert len(client.get(f"/{TOKEN}/data").content) < 1_000_000


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "没有指明以哪一处为准。"), ("en", "which figure is right was not said.")]
)
def test_a_refusal_is_in_the_language_of_the_page(session, lang, said):
    session.lang = lang
    client = TestClient(create(session, TOKEN, PORT), base_url=f"http://{HOST}")
    answer = post(client, "decide", DECISION | {"state": "accept-source", "reason": "read"})
    assert (answer.status_code, answer.json()["error"]) == (400, said)


# --- the same in a terminal


def talk(session: Session, *words: str) -> str:
    """What is said while these words are typed."""
    said: list[str] = []
    typed = iter(words)

    def ask(prompt: str) -> str:
        said.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    triage(session, ask, lambda text: said.append(str(text)))
    return "\n".join(said)


def test_in_a_terminal_each_word_does_what_it_says(session):
    said = talk(session, "b", "3", "2", "", "", "d", "等统计局答复", "x")
    held = {one.finding: one for one in decisions.load(session.file)}
    assert (held[GDP.id].state, held[GDP.id].reason) == ("both-ok", "different-date")
    assert held[PEOPLE.id].accepts == decisions.Seen("稿件/雲州日報 0224.txt", "17790000", "人")
    assert [one.reason for one in held.values() if one.state == "deferred"] == ["等统计局答复"]
    assert "不认识 'x'" in said


def test_in_a_terminal_one_can_undo_and_stop(session):
    said = talk(session, "t", "", "u", "u", "q")
    assert decisions.load(session.file) == ()
    assert f"已撤销 {GDP.id}" in said
    assert "没有可以撤销的" in said


def test_in_a_terminal_a_missing_reason_saves_nothing(session):
    assert "没有保存" in talk(session, "b", "", "q")
    assert decisions.load(session.file) == ()


HAN = re.compile(r"[\u4e00-\u9fff]")


def test_in_a_terminal_it_speaks_english_where_asked(session):
    session.lang = "en"
    said: list[str] = []
    typed = iter(["x", "b", "", "t", "", "u", "u", "1", "", *[""] * 9])

    def ask(prompt: str) -> str:
        said.append(prompt)
        return next(typed)

    triage(session, ask, lambda text: said.append(str(text)))
    told = [text for text in said if "──" not in text and GDP.id + "  " not in text and "1. What was read" not in text]
    assert [text for text in told if HAN.search(text)] == []
    assert {"Not saved: a reason is missing.", "Nothing to undo.", "All have been seen."} <= set(told)
    assert any("checked with a reliable source" in text for text in told)
    assert {one.reason for one in decisions.load(session.file)} == {"checked with a reliable source"}


def test_in_a_terminal_it_speaks_chinese_by_default(session):
    assert "都看过了。" in talk(session, *[""] * 9)


# --- and from the shell


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("r.json").write_text(render(sample()), encoding="utf-8")
    return tmp_path


BY = ("--by", "li.na@example.org", "--today", "2026-11-22", "--result", "r.json")


def test_decide_records_and_says_until_when(capfdbinary, stored):
    code, _, err = run(
        capfdbinary, "decide", PEOPLE.id[:8], "accept-source", "--accept", "2", "--reason", "核对过", *BY
    )
    assert (code, "到 2026-12-22 为止" in err) == (0, True)
    (made,) = decisions.load(Path("factcheck.decisions.toml"))
    assert made.accepts is not None
    assert made.accepts.value == "17790000"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((GDP.id, "both-ok"), "--reason"),
        ((GDP.id, "both-ok", "--reason", "口径"), "没有理由"),
        ((GDP.id, "accept-source", "--reason", "x"), "--accept"),
        ((GDP.id, "typo", "--reason", "x", "--accept", "1"), "--accept"),
        ((GDP.id, "accept-source", "--reason", "x", "--accept", "9"), "1 = 稿件/统计公报.txt 1.67万亿元"),
        (("FC-", "typo", "--reason", "x"), "请写全编号"),
        (("FC-ffffffffffff", "typo", "--reason", "x"), "没有发现"),
    ],
)
def test_decide_refuses_what_is_unclear(capfdbinary, stored, words, said):
    code, _, err = run(capfdbinary, "decide", *words, *BY)
    assert (code, said in err.splitlines()[-1]) == (2, True), err
    assert not Path("factcheck.decisions.toml").exists()


def test_check_and_prune(capfdbinary, stored):
    for finding in (GDP, PEOPLE):
        run(capfdbinary, "decide", finding.id, "both-ok", "--reason", "rounding", *BY)
    gone = replace(sample(), problems=(), findings=sample().findings[1:])
    Path("gone.json").write_text(render(gone), encoding="utf-8")
    assert run(capfdbinary, "decisions", "check", "--result", "r.json")[0] == 0
    code, out, err = run(capfdbinary, "decisions", "check", "--result", "gone.json")
    assert (code, "发现已不在 1" in err, GDP.id in out) == (1, True, True)
    assert run(capfdbinary, "decisions", "prune", "--dry-run", "--result", "gone.json")[0] == 0
    assert len(decisions.load(Path("factcheck.decisions.toml"))) == 2
    assert run(capfdbinary, "decisions", "prune", "--result", "gone.json")[0] == 0
    assert [one.finding for one in decisions.load(Path("factcheck.decisions.toml"))] == [PEOPLE.id]


def test_an_incomplete_run_prunes_nothing(capfdbinary, stored):
    run(capfdbinary, "decide", GDP.id, "both-ok", "--reason", "rounding", *BY)
    Path("part.json").write_text(render(replace(sample(), findings=())), encoding="utf-8")
    assert run(capfdbinary, "decisions", "prune", "--result", "part.json")[0] == 3
    assert len(decisions.load(Path("factcheck.decisions.toml"))) == 1


def test_a_run_after_the_decision_obeys_it(monkeypatch, capfdbinary, stored):
    install(monkeypatch, replace(sample(), problems=()))
    for finding in sample().findings[:3]:
        run(capfdbinary, "decide", finding.id, "both-ok", "--reason", "rounding", *BY)
    assert run(capfdbinary, "run", "x", "--no-expectations", "-q", "--today", "2026-11-23")[0] == 0


def test_review_in_a_terminal_from_the_shell(monkeypatch, capfdbinary, stored):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("t\n\nq\n"))
    code, _, err = run(capfdbinary, "review", "--tty", "--result", "r.json", "--by", "x")
    assert (code, "处理了 1 条，还有 4 条待处理" in err) == (0, True)


def test_review_in_a_terminal_in_english_from_the_shell(monkeypatch, capfdbinary, stored):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("b\nrounding\nq\n"))
    code, out, _ = run(capfdbinary, "review", "--tty", "--result", "r.json", "--by", "x", "--lang", "en")
    assert (code, "Saved: both-ok (rounding)." in out, "[Enter] skip" in out) == (0, True, True)
    assert "两处都对" not in out


def test_review_obeys_the_settings_of_the_rules(monkeypatch, capfdbinary, stored):
    import io

    rule = GDP.rule
    same = sum(one.rule == rule and one.severity != "note" for one in sample().findings)
    assert 0 < same < 5
    for level in ("off", "note"):
        Path("factcheck.toml").write_text(f'[rules]\n{rule} = "{level}"\n', encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
        code, out, err = run(capfdbinary, "review", "--tty", "--result", "r.json", "--by", "x")
        assert (code, f"还有 {5 - same} 条待处理" in err) == (0, True), err
        assert GDP.id not in out
