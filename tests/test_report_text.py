"""The report for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import sample_result as samples
from wcwidth import wcswidth

from factcheck.model import Period
from factcheck.report import Options, render

ESCAPE = "\x1b"


def lines(options: Options | None = None) -> list[str]:
    return render("text", samples.sample(), options).splitlines()


def test_the_worst_comes_first_and_the_outcome_last() -> None:
    text = lines()
    heads = [line[0] for line in text if re.match(r"[✗!·] (矛盾|存疑|说明)", line)]
    assert heads == ["✗", "✗", "✗", "!", "!", "·"]
    assert text[-2] == "有 3 处数字相互矛盾，需要改正；另有 2 处不一致，建议核对。有 1 项输入未能读取，结果不完整。"
    assert text[-1].startswith("4 份文件，读出 30 个数字，比对 6 项事实 · 矛盾 3 · 存疑 2 · 说明 0")


def test_what_was_not_checked_comes_before_the_findings() -> None:
    text = "\n".join(lines())
    assert text.startswith("未检查的内容\n✗  稿件/附件3 扫描件.pdf（第 1–12 页）  没有文字层")
    assert text.index("扫描件") < text.index("FC101")


def test_columns_stand_under_each_other_though_characters_are_wide() -> None:
    rows = [line for line in lines() if line.startswith(("  甲  1.67万亿元", "  乙  1.76万亿元"))]
    starts = {wcswidth(row[: row.index("稿件/")]) for row in rows}
    assert len(rows) == 2 + 1  # the total of FC201 is the first of its rows too
    assert len(starts) <= 2
    assert wcswidth(rows[0][: rows[0].index("稿件/")]) == wcswidth(rows[1][: rows[1].index("稿件/")])


def test_digits_are_printed_as_they_are() -> None:
    text = "\n".join(lines())
    assert "稿件/统计公报.txt:3:19" in text
    assert "1798.95万人" in text


def test_colour_only_when_asked_for() -> None:
    assert ESCAPE not in "\n".join(lines())
    coloured = "\n".join(lines(Options(color=True)))
    assert f"{ESCAPE}[31;1m✗ 矛盾{ESCAPE}[0m" in coloured
    assert re.sub(rf"{ESCAPE}\[[0-9;]*m", "", coloured) == "\n".join(lines())


def test_lines_of_prose_keep_to_the_width() -> None:
    quoted = [line for line in lines(Options(width=60)) if "│" in line]
    assert quoted
    assert max(map(wcswidth, quoted)) <= 62  # a closing mark may hang over


def test_figures_are_not_torn_apart() -> None:
    for width in range(30, 70, 7):
        quoted = "\n".join(lines(Options(width=width)))
        assert "1798.95" in quoted
        assert not re.search(r"\d\n  │ \d", quoted)


def test_hostile_text_cannot_act_on_a_terminal() -> None:
    text = render("text", samples.hostile())
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u202a-\u202e\u2066-\u2069]", text)
    assert "[U+001B]" in text
    assert "[U+202E]" in text


def test_empty_and_clean_results_say_what_they_are() -> None:
    assert "没有读出任何数字" in render("text", samples.empty())
    assert "没有两处说的是同一件事" in render("text", samples.clean())


def test_english_labels() -> None:
    text = render("text", samples.sample(), Options(lang="en"))
    assert "Contradictions that need a correction: 3; figures that differ and should be looked at: 2" in text
    assert "✗ conflict" in text


def test_a_title_has_both_times_of_sides_that_share_none() -> None:
    result = samples.sample()
    finding = result.findings[1]
    fact = next(one for one in result.facts if one.id == finding.fact)
    days = [Period(date(2026, 2, day), date(2026, 2, day), "instant", "document") for day in (12, 24)]

    def title(*periods: Period) -> str:
        dated = dict(zip(finding.claims, periods, strict=True))
        claims = tuple(replace(one, period=dated.get(one.id, one.period)) for one in result.claims)
        other = replace(result, claims=claims, findings=(finding,))
        return next(line for line in render("text", other).splitlines() if line.startswith("✗ 矛盾"))

    assert fact.period is not None
    assert "截至2026年2月12日、截至2026年2月24日" in title(*days)
    assert "、截至" not in title(days[0], days[0])
    assert "截至" not in title(fact.period, days[1])
