"""The HTML report in a real browser: driven, measured, and checked for accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sample_result as samples
from browsing import MARKS, Work, faults, launch

from factcheck.report import Options, render

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect  # waits; whatever follows a key, a click or an address is asked through it
pytestmark = MARKS


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        browser = launch(driver)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name in ("sample", "hostile", "many", "empty", "clean"):
        (folder / f"{name}.html").write_text(render("html", getattr(samples, name)()), encoding="utf-8")
    (folder / "some.html").write_text(render("html", samples.many(300)), encoding="utf-8")
    english = render("html", samples.sample(), Options(lang="en"))
    (folder / "english.html").write_text(english, encoding="utf-8")
    return folder


class Tab:
    """A page that notes every request, error and message."""

    def __init__(self, browser: playwright.Browser, folder: Path, **options: object):
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.folder = folder
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text))

    def open(self, name: str, fragment: str = "") -> playwright.Page:
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(f"file://{self.folder / name}.html{fragment}")
        return self.page

    def has(self, *titles: str) -> None:
        """Waits until the cards are these, in this order."""
        expect(self.page.locator("article h3")).to_have_text(list(titles))

    def counts(self, number: int, what: str = "article") -> None:
        """Waits until there are so many."""
        expect(self.page.locator(what)).to_have_count(number)


@pytest.fixture
def tab(chromium: playwright.Browser, folder: Path) -> Iterator[Tab]:
    tab = Tab(chromium, folder)
    yield tab
    assert tab.errors == []
    tab.context.close()


@pytest.mark.parametrize("name", ["sample", "hostile", "empty", "english"])
def test_no_request_but_the_file_itself(tab: Tab, name: str) -> None:
    tab.open(name)
    assert [url for url in tab.requests if not url.startswith(("file:", "data:"))] == []
    assert sum(url.startswith("file:") for url in tab.requests) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_accessibility_fault_in_any_view(
    chromium: playwright.Browser, folder: Path, scheme: str, width: int
) -> None:
    tab = Tab(chromium, folder, color_scheme=scheme, viewport={"width": width, "height": 900})
    for name in ("english", "sample"):  # words of either language leave nothing to the side
        page = tab.open(name)
        expect(page.locator("article").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("summary").first.click()
    assert faults(page) == []
    page.get_by_role("link", name="事实").click()
    page.locator("td .open").first.click()
    tab.counts(1, ".timeline svg")
    assert faults(page) == []
    page.get_by_role("link", name="原文 4").click()
    page.locator(".prose .n").first.click()
    expect(page.locator(".about dl")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    assert faults(page) == []
    assert tab.errors == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.context.close()


def test_filters_narrow_the_list_and_stand_in_the_address(tab: Tab) -> None:
    page = tab.open("sample")
    tab.counts(6)
    page.get_by_label("存疑").uncheck()
    page.get_by_label("规则").select_option("FC101")
    tab.has("云州市 · 地区生产总值 · 2025年", "云州市 · 常住人口 · 2025年末")
    expect(page.get_by_role("status")).to_have_text("2 / 6")
    expect(page).to_have_url(re.compile("rule=FC101"))
    tab.open("sample", page.evaluate("location.hash"))
    tab.counts(2)
    expect(page.get_by_label("存疑")).not_to_be_checked()
    page.get_by_role("button", name="清除筛选").click()
    tab.counts(6)
    expect(page).not_to_have_url(re.compile("#"))


@pytest.mark.parametrize(
    ("label", "value", "number"),
    [
        ("主体", "云州市", 6),
        ("指标", "常住人口", 1),
        ("来源", "稿件/雲州日報 0224.txt", 3),
        ("状态", "reopened", 1),
    ],
)
def test_each_choice_filters(tab: Tab, label: str, value: str, number: int) -> None:
    page = tab.open("sample")
    page.get_by_label(label, exact=True).select_option(value)
    tab.counts(number)


def test_only_new_leaves_out_what_was_decided(tab: Tab) -> None:
    page = tab.open("sample")
    page.get_by_label("只看新增与重新打开").check()
    tab.counts(5)


def test_search_looks_into_passages(tab: Tab) -> None:
    page = tab.open("sample")
    page.keyboard.press("/")
    page.keyboard.type("2.6萬家 国家高新技术企业数量")
    tab.has("云州市 · 国家高新技术企业数量 · 2025年末")
    page.keyboard.press("j")  # typed into the box, not a key of the page
    tab.counts(0)


def test_keys_move_from_finding_to_finding_and_can_be_switched_off(tab: Tab) -> None:
    page = tab.open("sample")
    cards = page.locator("article")
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(cards.nth(at), f"{key} → {at}").to_be_focused()
        expect(page.locator("article.here")).to_have_id(cards.nth(at).get_attribute("id") or "")
    page.keyboard.press("?")
    page.get_by_label("启用快捷键").uncheck()
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("j")
    page.locator("nav button").click()  # an answer to what came before it
    page.get_by_label("启用快捷键").check()
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("article.here")).to_have_id(cards.nth(1).get_attribute("id") or "")


def test_a_permalink_opens_its_finding_even_on_a_later_page_and_behind_a_filter(tab: Tab) -> None:
    last = samples.finding_id("many2999")
    page = tab.open("many", f"#{last}")
    expect(page.locator(f"[id='{last}']")).to_be_focused()
    expect(page.locator(f"[id='{last}']")).to_be_visible()
    page.get_by_label("主体", exact=True).select_option("主体1")
    tab.counts(0, f"[id='{last}']")
    page.evaluate(f"location.hash = '{last}'")
    expect(page.locator(f"[id='{last}']")).to_be_focused()


def test_the_figure_is_marked_with_a_sign_that_names_it_everywhere(tab: Tab) -> None:
    page = tab.open("sample")
    card = page.locator("article").first
    expect(card.locator("mark")).to_have_text(["甲1.67万亿元", "乙1.76万亿元"])
    expect(card.locator(".bars .sign")).to_have_text(["甲", "乙"])
    expect(card.locator(".bars svg")).to_have_count(4)  # both sides and two other sources
    expect(card.locator(".between")).to_have_count(4)


def test_facts_sort_and_filter(tab: Tab) -> None:
    page = tab.open("sample", "#view=facts")
    tab.counts(17, "tbody tr")
    page.get_by_role("button", name="独立来源").click()
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="独立来源").click()
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody tr td:nth-child(7)").first).to_have_text("4")
    page.get_by_label("只看不一致的").check()
    tab.counts(4, "tbody tr")


def test_a_timeline_shows_each_period_and_marks_the_disputed_one(tab: Tab) -> None:
    page = tab.open("sample", "#view=facts")
    page.get_by_role("button", name="地区生产总值").first.click()
    tab.counts(7, ".timeline circle")
    texts = page.locator(".timeline text")
    expect(texts.filter(has_text=re.compile("^2.*年$"))).to_have_text(["2022年", "2023年", "2024年", "2025年"])
    expect(texts.filter(has_text="1.67万亿元 ≠ 1.76万亿元")).to_have_count(1)


def test_the_ledger_gives_the_reason_on_hover_and_focus(tab: Tab) -> None:
    page = tab.open("sample")
    page.locator("article a", has_text="原文").first.click()
    expect(page.locator(".prose .n:focus")).to_have_text("1.67万亿元")
    expect(page.locator(".about")).to_contain_text("地区生产总值")
    page.locator(".prose .n.skipped", has_text="20").last.hover()
    expect(page.locator(".about")).to_contain_text("名称的一部分")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".prose .n:focus")).to_have_text("5.4%")
    expect(page.locator(".prose")).to_have_text(re.compile("^云州市2025年国民经济和社会发展统计公报"))


def test_hostile_text_runs_nothing(tab: Tab) -> None:
    page = tab.open("hostile")
    for view in ("", "#view=facts", "#view=texts"):
        tab.open("hostile", view)
        expect(page.locator("nav [aria-current]")).to_have_count(1)  # the page's own script is through
        assert page.evaluate("window.hacked") is None
        tab.counts(0, "main img, main script")
    expect(page.locator(".prose")).to_contain_text("</script><script>")


def test_hostile_addresses_change_nothing(tab: Tab) -> None:
    for fragment in (
        "#view=%E0%A4%A",
        "#view=__proto__",
        "#doc=-9&view=texts&at=x",
        "#page=1e9",
        "#FC-none",
        "#sev=x&rule=<img>",
    ):
        page = tab.open("sample", fragment)
        expect(page.locator("#verdict")).to_be_visible()
        expect(page.locator("main section:visible")).to_have_count(1)


def ready(tab: Tab, name: str, left: str) -> float:
    """Seconds of processor time until a report is open and has answered a first filter."""
    work = Work(tab.page)
    page = tab.open(name)
    page.get_by_label("规则").select_option("FC103")
    expect(page.get_by_role("status")).to_have_text(left)
    return work.seconds()


def test_three_thousand_findings_are_ready_within_two_seconds(tab: Tab) -> None:
    few = ready(tab, "some", "75 / 300")
    many = ready(tab, "many", "750 / 3000")
    assert many < 2
    assert many < 4 * few + 0.2  # 50 cards are drawn of either; what grows is reading the data
    tab.counts(50)
    expect(tab.page.locator(".pager:visible")).to_contain_text("第 1–50 条，共 750 条")


def test_print_holds_every_finding_and_no_controls(tab: Tab) -> None:
    page = tab.open("many")
    page.get_by_label("主体", exact=True).select_option("主体1")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.counts(75)
    expect(page.locator(".filters").first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    tab.counts(50)


def test_without_scripts_the_findings_are_still_there(chromium: playwright.Browser, folder: Path) -> None:
    tab = Tab(chromium, folder, java_script_enabled=False)
    page = tab.open("sample")
    tab.counts(6)
    expect(page.locator("mark").first).to_have_text("甲1.67万亿元")
    tab.context.close()


def test_a_finding_without_an_indicator_has_a_heading_and_no_fault(
    chromium: playwright.Browser, tmp_path: Path
) -> None:
    result = samples.sample()
    fact = replace(result.facts[0], indicator="")
    names = set(fact.claims)
    claims = tuple(replace(one, indicator="") if one.id in names else one for one in result.claims)
    odd = replace(result.findings[0], rule="FC801", fact=fact.id, claims=fact.claims[:1])
    result = replace(result, facts=(fact, *result.facts[1:]), claims=claims, findings=(odd,))
    (tmp_path / "odd.html").write_text(render("html", result), encoding="utf-8")
    tab = Tab(chromium, tmp_path)
    page = tab.open("odd")
    expect(page.locator("article h3").first).to_have_text(re.compile("^云州市 · 提取有误“"))
    page.get_by_role("link", name="事实").click()
    expect(page.get_by_role("button", name="（指标不明）")).to_have_count(1)
    assert faults(page) == []
    assert tab.errors == []
    tab.context.close()
