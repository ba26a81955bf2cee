"""The report for pull requests, and what reports share: amounts, periods, passages, words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sample_result as samples
from markdown_it import MarkdownIt

from factcheck.model import Period
from factcheck.report import FORMATS, Options, machine, render, renderer, view
from factcheck.report.labels import label
from factcheck.report.markdown import escape

GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def html(markdown: str) -> str:
    return str(GFM.render(markdown))


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render("markdown", samples.sample()) == render("markdown", samples.sample())


def test_a_row_for_each_finding_the_worst_first() -> None:
    text = render("markdown", samples.sample())
    table = text[text.index("| 程度") : text.index("### ")]
    rows = [row for row in table.splitlines() if "`FC-" in row]
    assert [row.split("|")[1].strip() for row in rows] == ["❌ 矛盾"] * 3 + ["⚠️ 存疑"] * 2 + ["ℹ️ 说明"]
    assert "甲 1.67万亿元（云州市统计局）<br>乙 1.76万亿元（云州市人民政府）" in rows[0]


def test_tables_stay_tables_whatever_documents_say() -> None:
    for result in (samples.sample(), samples.hostile()):
        page = html(render("markdown", result))
        for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
            sizes = {len(re.findall("<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)}
            assert len(sizes) == 1


def test_hostile_text_becomes_no_markup() -> None:
    page = html(render("markdown", samples.hostile()))
    assert not re.search(r"<(script|img|a|pre|code>(?!FC-))\b", page)
    assert "&lt;script&gt;" in page
    assert set(re.findall(r"<(\w+)", page)) <= {
        *("h1", "h2", "h3", "p", "strong", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
        *("br", "blockquote", "b", "code"),
    }


@pytest.mark.parametrize(
    "text",
    [
        *("a|b", "`x`", "<b>x</b>", "# x", "- x", "1. x", "12) x", "---", "===", "[x](y)", "*x*", "~~x~~", "&amp;"),
        *("x\ny", "\\", "![x](y)", "$x$", "1.67万亿元", "-5.4%", "> x"),
    ],
)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    page = html(f"> lead<br>\n> {escape(text)}\n")
    shown = re.sub(r"<[^>]*>", "", page).strip().removeprefix("lead").strip()
    assert page.startswith("<blockquote>\n<p>lead<br>\n")
    expected = text.replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown == expected


@pytest.mark.parametrize("text", ["@someone", "#123", "https://example.org", "www.example.org"])
def test_mentions_references_and_addresses_do_not_become_links(text: str) -> None:
    assert "&#8288;" in escape(text)


def test_figures_are_marked_so_that_commonmark_shows_it() -> None:
    page = html(render("markdown", samples.sample()))
    assert "<b>【甲 1.67万亿元】</b>" in page
    assert "**" not in page


def test_what_was_not_checked_comes_before_the_findings() -> None:
    text = render("markdown", samples.sample())
    assert text.index("未检查的内容") < text.index("## 发现")
    assert "没有文字层，需要先做文字识别（结果中缺此文件）" in text


def test_every_format_is_a_module_with_render() -> None:
    assert all(callable(renderer(name)) for name in FORMATS)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("1670000000000", "元", "1.67万亿元"),
        ("1669950000000", "元", "16,699.5亿元"),
        ("25000", "家", "2.5万家"),
        ("17989500", "人", "1798.95万人"),
        ("347", "家", "347家"),
        ("1333", "家", "1333家"),
        ("12345", "家", "1.2345万家"),
        ("123456789", "元", "12,345.6789万元"),
        ("5830000000", "美元", "58.3亿美元"),
        ("68.2", "%", "68.2%"),
        ("68.20", "%", "68.2%"),
        ("1.6", "百分点", "1.6个百分点"),
        ("1", "位次", "第1位"),
        ("-90000000000", "元", "-900亿元"),
        ("0", "元", "0元"),
    ],
)
def test_amounts_are_readable_and_exact(value: str, unit: str, expected: str) -> None:
    assert view.amount(Decimal(value), unit) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((2025, 1, 1), (2025, 12, 31), "2025年"),
        ((2025, 1, 1), (2025, 6, 30), "2025年上半年"),
        ((2025, 1, 1), (2025, 9, 30), "2025年前三季度"),
        ((2025, 4, 1), (2025, 6, 30), "2025年第二季度"),
        ((2024, 2, 1), (2024, 2, 29), "2024年2月"),
        ((2025, 1, 1), (2025, 11, 30), "2025年1—11月"),
        ((2021, 1, 1), (2025, 12, 31), "“十四五”期间"),
        ((2025, 1, 3), (2025, 1, 9), "2025年1月3日至9日"),
        ((2025, 12, 31), (2025, 12, 31), "2025年末"),
        ((2026, 2, 24), (2026, 2, 24), "截至2026年2月24日"),
    ],
)
def test_periods(start: tuple[int, int, int], end: tuple[int, int, int], expected: str) -> None:
    kind = "instant" if start == end else "duration"
    assert view.period_name(Period(date(*start), date(*end), kind, "stated")) == expected  # type: ignore[arg-type]


def test_a_passage_holds_the_sentences_around_and_the_figure_as_printed() -> None:
    card = view.build(samples.sample(), Options()).cards[0]
    first = card.passages[0]
    assert [piece.text for piece in first.pieces if piece.claim] == ["1.67万亿元"]
    text = "".join(piece.text for piece in first.pieces)
    assert text.startswith("初步核算，2025年全市地区生产总值")
    assert text.endswith("第三产业增加值9500亿元。")


def test_figures_that_stand_together_share_a_passage() -> None:
    card = next(c for c in view.build(samples.sample(), Options()).cards if c.finding.rule == "FC201")
    assert len(card.passages) == 1
    assert [p.claim for p in card.passages[0].pieces if p.claim] == ["a1", "a3", "a4", "a5"]


def test_passages_of_web_pages_come_without_their_markup() -> None:
    assert view.readable('class="x">增长<b style="a:1">5%</b>，<i', "a.html") == "增长5%，"
    assert view.readable("增长<span class='x'>5%</span>，1<2", "a.txt") == "增长5%，1<2"


def test_a_broken_line_is_closed_between_chinese_characters_only() -> None:
    assert view.readable("地区生\n产总值 GDP\ngrew", "a.txt") == "地区生产总值 GDP grew"


@pytest.mark.parametrize(
    ("state", "severity", "pending", "standing"),
    [
        ("open", "error", 1, "new"),
        ("reopened", "error", 1, "reopened"),
        ("expired", "error", 1, "reopened"),
        ("typo", "error", 1, "known"),
        ("accept-source", "error", 1, "known"),
        ("both-ok", "error", 0, "known"),
        ("ignore", "error", 0, "known"),
        ("deferred", "error", 0, "known"),
    ],
)
def test_decisions_decide_what_is_still_to_do(state: str, severity: str, pending: int, standing: str) -> None:
    whole = samples.sample()
    result = replace(whole, findings=(replace(whole.findings[0], state=state),), problems=())
    shown = view.build(result, Options())
    assert shown.counts.severity[severity] == pending
    assert shown.cards[0].standing == standing
    assert shown.verdict.startswith("有 1 处" if pending else "没有尚待处理的矛盾；1 处")


def test_short_names_of_sources_are_unique() -> None:
    same = [replace(source, publisher="同一家", title=None) for source in samples.SOURCES]
    names = view.short_names(same)
    assert len(set(names.values())) == len(same)


def test_both_languages_hold_the_same_sorted_keys() -> None:
    words = tomllib.loads(Path(view.__file__).parents[1].joinpath("data", "labels.toml").read_text(encoding="utf-8"))
    assert set(words) == {"en", "zh"}
    assert words["en"].keys() == words["zh"].keys()
    for section in words["zh"]:
        assert list(words["zh"][section]) == sorted(words["zh"][section]) == list(words["en"][section])
        for key, text in words["zh"][section].items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", words["en"][section][key]))


def test_unknown_words_are_shown_as_they_stand() -> None:
    assert label("zh", "reason", "something new") == "something new"


@pytest.mark.parametrize("figures", [("近四万亿元",), ()])
def test_a_finding_without_an_indicator_is_headed_by_what_is_wrong(figures: tuple[str, ...]) -> None:
    result = samples.sample()
    claim = replace(result.claims[0], id="odd", indicator="", entity="云州市", text="近四万亿元")
    claims = ("odd",) if figures else ()
    odd = replace(result.findings[0], rule="FC801" if figures else "FC808", fact=None, claims=claims, message="说明")
    result = replace(result, claims=(*result.claims, claim), findings=(odd,))
    said = "云州市 · 提取有误“近四万亿元”" if figures else "规则没有用上"
    card = view.build(result, Options()).cards[0]
    assert " · ".join(card.heading) == said
    assert f"\n### ❌ {said}\n" in render("markdown", result)
    assert said in render("text", result)
    assert said in machine.Index(result).about(odd)
    english = Options(lang="en")
    assert ("Fault of extraction“近四万亿元”" if figures else "A rule matched nothing") in render(
        "text", result, english
    )


def test_advice_is_in_the_language_of_the_report() -> None:
    result = replace(samples.sample(), findings=tuple(replace(one, options=()) for one in samples.sample().findings))
    english, chinese = (view.build(result, Options(lang=lang)).cards[0].options[0][0] for lang in ("en", "zh"))
    assert english.isascii()
    assert not chinese.isascii()


@pytest.mark.parametrize("name", ["markdown", "text"])
def test_beyond_what_people_read_the_worst_findings_are_listed_and_the_rest_is_counted(name, monkeypatch) -> None:
    whole = samples.sample()
    all_of_them = render(name, whole)
    assert "没有列在这里" not in all_of_them
    monkeypatch.setattr(view, "LISTED", 2)
    text = render(name, whole)
    shown = [card.finding.id for card in view.build(whole, Options()).cards]
    assert len(shown) == 2
    assert {one.id for one in whole.findings if one.id in text} == set(shown)
    assert "另有 4 条发现没有列在这里" in text
    assert all_of_them.splitlines()[2 if name == "markdown" else -1] in text, "the counts are of all findings"
    assert "4 more findings are not listed" in render(name, whole, Options(lang="en"))


@pytest.mark.parametrize("name", ["json", "csv"])
def test_what_machines_read_holds_every_finding(name, monkeypatch) -> None:
    monkeypatch.setattr(view, "LISTED", 2)
    whole = samples.sample()
    assert all(one.id in render(name, whole) for one in whole.findings)
