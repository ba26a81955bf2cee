"""The HTML report as a file: one page, nothing from outside, every word escaped, within its size."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
import sample_result as samples

from factcheck.model import Result
from factcheck.report import Options, html, render, view
from factcheck.report.html import budget, script_safe


class Page(HTMLParser):
    """Elements with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.within = tag

    def handle_endtag(self, tag: str) -> None:
        self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within in self.raw:
            self.raw[self.within].append(data)


@cache
def page(name: str) -> str:
    return render("html", getattr(samples, name)())


def data(text: str) -> dict[str, Any]:
    return json.loads(Page(text).raw["script"][0])  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["sample", "clean", "empty", "hostile"])
def test_the_same_result_gives_the_same_bytes(name: str) -> None:
    assert render("html", getattr(samples, name)()) == page(name)


@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_nothing_comes_from_outside(name: str) -> None:
    for tag, attributes in Page(page(name)).elements:
        assert tag not in {"img", "iframe", "object", "embed", "base", "form", "video", "audio"}
        for key, value in attributes.items():
            assert not key.startswith("on")
            if key in {"src", "href", "action", "srcset", "data", "poster"}:
                assert (value or "").startswith(("#", "data:,"))
    assert "url(" not in page(name)
    assert "@import" not in page(name)


@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_the_policy_allows_this_script_and_style_only(name: str) -> None:
    parsed = Page(page(name))
    policy = next(a["content"] for t, a in parsed.elements if t == "meta" and a.get("http-equiv")) or ""
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert len(parsed.raw["script"]) == 2
    for part in (parsed.raw["script"][1], parsed.raw["style"][0]):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in policy


def test_hostile_text_adds_no_element_and_no_script() -> None:
    kinds = [
        [t for t, _ in Page(page(name)).elements if t in {"script", "style", "link", "meta"}]
        for name in ("sample", "hostile")
    ]
    assert kinds[0] == kinds[1]
    assert "<img" not in page("hostile")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u202a-\u202e\u2066-\u2069]", page("hostile"))
    assert any("[U+202E]反转" in text for text in data(page("hostile"))["strings"])


def test_a_document_cannot_name_the_place_of_the_data() -> None:
    whole = samples.sample()
    finding = replace(whole.findings[0], message="<data-slot>")
    text = render("html", replace(whole, findings=(finding,)))
    assert "<data-slot>" not in text
    assert data(text)["findings"]


def test_json_inside_a_script_keeps_its_meaning() -> None:
    text = script_safe({"a": "</script><!-- & \u2028 \ud800"})
    assert not re.search("[<>&\u2028\ud800]", text)
    assert json.loads(text) == {"a": "</script><!-- & \u2028 \ud800"}


def test_the_verdict_and_what_was_not_checked_are_in_the_page_itself() -> None:
    text = page("sample")
    assert "有 3 处数字相互矛盾，需要改正；另有 2 处不一致，建议核对。有 1 项输入未能读取，结果不完整。" in text
    assert text.index("没有文字层，需要先做文字识别") < text.index("<main")
    assert '<html lang="zh-CN">' in text
    assert '<html lang="en">' in render("html", samples.sample(), Options(lang="en"))


def test_readers_without_scripts_get_the_worst_findings() -> None:
    text = page("sample")
    fallback = text[text.index("<noscript>") : text.index("</noscript>")]
    assert fallback.count("<article") == 6
    assert '<mark><span class="sign">甲</span>1.67万亿元</mark>' in fallback
    assert fallback.index("1.76万亿元") < fallback.index("2.6萬家")


def test_every_numeral_of_a_text_is_in_the_ledger() -> None:
    whole = samples.sample()
    unpacked = data(page("sample"))
    for (parts, shown, total), source in zip(unpacked["texts"], whole.sources, strict=True):
        text = whole.texts[source.id]
        assert shown == total == len(text)
        figures = [unpacked["strings"][unpacked["claims"][p][1]] for p in parts if isinstance(p, int) and p >= 0]
        passed = [unpacked["strings"][unpacked["skipped"][-1 - p][0]] for p in parts if isinstance(p, int) and p < 0]
        assert figures == [c.text for c in whole.claims if c.source == source.id]
        assert passed == [s.text for s in whole.skipped if s.source == source.id]
        pieces = [
            p
            if isinstance(p, str)
            else unpacked["strings"][(unpacked["claims"][p] if p >= 0 else [0, *unpacked["skipped"][-1 - p]])[1]]
            for p in parts
        ]
        assert "".join(pieces) == text


def test_how_figures_were_read_is_kept() -> None:
    unpacked = data(page("sample"))
    steps = next(iter(unpacked["traces"].values()))
    assert unpacked["strings"][steps[0]].startswith("读到 ")


def test_many_findings_stay_within_the_size() -> None:
    text = page("many")
    assert len(text.encode()) <= budget(3000) == 300_000 + 2_000 * 3000
    unpacked = data(text)
    assert len(unpacked["findings"]) == len(unpacked["facts"]) == 3000
    assert all(shown == total for _, shown, total in unpacked["texts"])


def test_texts_that_are_too_long_are_cut_down_to_the_passages_and_it_is_said() -> None:
    whole = samples.sample()
    filler = "这一段没有数字。" * 60_000
    texts = {name: text + filler for name, text in whole.texts.items()}
    text = render("html", replace(whole, texts=texts))
    assert len(text.encode()) <= budget(6)
    cut = data(text)["texts"]
    assert all(0 < shown < total for _, shown, total in cut[:3])
    assert "篇幅" in text or "文件过长" in text


def test_facts_stated_once_give_way_when_there_are_too_many() -> None:
    whole = samples.sample()
    lone = [
        replace(whole.facts[2], id=f"x{n}", indicator=f"很长很长的一个指标名称第{n}号", claims=()) for n in range(9_000)
    ]
    result: Result = replace(whole, facts=(*lone, *whole.facts))
    text = render("html", result)
    unpacked = data(text)
    assert len(text.encode()) <= budget(6)
    assert len(unpacked["facts"]) < unpacked["factTotal"] == 9_017
    verdicts = [row[7] for row in unpacked["facts"][:6]]
    assert 4 not in verdicts


def test_beyond_what_a_page_holds_the_worst_findings_and_their_documents_are_listed(monkeypatch) -> None:
    whole = samples.sample()
    assert len(whole.findings) == 6
    whole = replace(whole, facts=())  # those would show what other documents say
    monkeypatch.setattr(view, "LISTED", 1)
    monkeypatch.setattr(html, "LISTED", 1)
    text = render("html", whole)
    unpacked = data(text)
    strings = unpacked["strings"]
    assert [strings[row[0]] for row in unpacked["findings"]] == [view.build(whole, Options()).cards[0].finding.id]
    assert "另有 5 条发现没有列在这里" in text
    assert "文件太多，一页放不下" in text
    cited = {strings[row[0]] for row in unpacked["sources"]}
    assert len(cited) == len(unpacked["texts"]) < len(whole.sources)


def test_a_page_that_holds_everything_says_nothing_of_limits() -> None:
    assert 'class="unlisted"' not in page("sample")
