"""The triage page in a real browser: keys, forms, undo, hostile text, size."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_result import hostile, many, sample

from factcheck import decisions
from factcheck.model import Result
from factcheck.review.serve import serve
from factcheck.review.session import Session, undecided

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")]
TODAY = date(2026, 11, 22)
GDP, PEOPLE = sample().findings[:2]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Callable[[Result], tuple[Any, Session, list[str]]]]:
    """Opens the page over a result; gives the page, the session, and every address and fault that was seen."""
    closing: list[Callable[[], object]] = []

    def open_page(result: Result) -> tuple[Any, Session, list[str]]:
        session = Session(undecided(result), tmp_path / "d.toml", "li.na@example.org", lambda: TODAY)
        told: list[str] = []
        server = threading.Thread(
            target=serve, args=(session,), kwargs={"show": False, "say": told.append}, daemon=True
        )
        server.start()
        while not told:
            time.sleep(0.01)
        page = chromium.new_page()
        seen: list[str] = []
        page.on("request", lambda request: seen.append(request.url))
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("console", lambda message: seen.append(f"console: {message.text}"))
        page.goto(told[0])
        page.wait_for_selector("#card .side")
        closing.append(page.close)
        return page, session, seen

    yield open_page
    for close in closing:
        close()


def held(session: Session) -> dict[str, decisions.Decision]:
    return {one.finding: one for one in decisions.load(session.file)}


def saved(page: Any, text: str, where: str = "#said") -> None:
    from playwright.sync_api import expect

    expect(page.locator(where)).to_contain_text(text)


def test_keys_settle_each_finding_and_undo_takes_back(opened):
    page, session, seen = opened(sample())
    page.keyboard.press("b")
    page.get_by_label("四舍五入").check()
    page.keyboard.press("Enter")
    saved(page, "两处都对")
    assert held(session)[GDP.id].reason == "rounding"
    page.wait_for_url(f"**#{PEOPLE.id}")  # the next one by itself
    page.wait_for_selector("text=1779萬人")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    saved(page, "以一处为准")
    assert held(session)[PEOPLE.id].accepts == decisions.Seen("稿件/雲州日報 0224.txt", "17790000", "人")
    page.keyboard.press("u")
    saved(page, "已撤销")
    assert set(held(session)) == {GDP.id}
    assert not [one for one in seen if one.startswith(("error", "console"))]
    assert {one.split("/")[2] for one in seen} == {page.url.split("/")[2]}  # nothing from outside


@pytest.mark.parametrize(("key", "state"), [("t", "typo"), ("i", "ignore"), ("d", "deferred")])
def test_the_other_keys(opened, key, state):
    page, session, _ = opened(sample())
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    saved(page, "已保存")
    assert held(session)[GDP.id].state == state


def test_keys_can_be_switched_off_and_do_not_act_in_fields(opened):
    page, session, _ = opened(sample())
    page.keyboard.press("b")
    page.get_by_label("补充说明").fill("")
    page.keyboard.type("tid")
    assert page.get_by_label("补充说明").input_value() == "tid"
    page.keyboard.press("Escape")
    page.get_by_label("快捷键").uncheck()
    page.locator("#card").focus()
    page.keyboard.press("t")
    page.keyboard.press("j")
    assert page.locator("dialog[open]").count() == 0
    assert page.url.endswith(f"#{GDP.id}")
    assert held(session) == {}


def test_j_k_help_filter_and_permalink(opened):
    page, _, _ = opened(sample())
    page.keyboard.press("j")
    page.wait_for_url(f"**#{PEOPLE.id}")
    page.keyboard.press("k")
    page.wait_for_url(f"**#{GDP.id}")
    page.keyboard.press("?")
    assert page.locator("#guide[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("nav li").count() == 5
    page.get_by_label("显示").select_option("all")
    assert page.locator("nav li").count() == 6
    address = page.url.split("#")[0]
    page.goto("about:blank")
    page.goto(f"{address}#{PEOPLE.id}")
    page.wait_for_selector("text=1779萬人")


def test_a_mouse_is_enough_and_the_page_ends_the_program(opened):
    page, session, _ = opened(sample())
    page.get_by_role("button", name="以这一处为准").first.click()
    page.get_by_role("button", name="保存").click()
    saved(page, "以一处为准")
    page.get_by_role("button", name="处理完了").click()
    saved(page, "已结束")
    assert held(session)[GDP.id].state == "accept-source"


def test_a_fault_is_said_and_nothing_moves(opened):
    page, session, _ = opened(sample())
    session.file.write_text("<<<<<<< HEAD\n")
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    saved(page, "TOML", "#fault")
    assert session.file.read_text() == "<<<<<<< HEAD\n"


def test_hostile_text_changes_nothing(opened):
    page, _, seen = opened(hostile())
    assert page.evaluate("window.hacked") is None
    assert page.locator("#card img, #card script, nav img, nav script").count() == 0
    assert "[U+202E]" in page.inner_text("#card")
    assert not [one for one in seen if one.startswith(("error", "console"))]


def test_three_thousand_findings_open_quickly(opened):
    started = time.monotonic()
    page, _, _ = opened(many())
    assert page.locator("nav li").count() > 1000
    assert time.monotonic() - started < 6  # 1 s on a quiet machine
