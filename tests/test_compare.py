from __future__ import annotations

import gc
import random
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from claims import YEAR, claim, group, source, sources, year
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import causes, collector
from factcheck.compare import compare
from factcheck.levels import LEVELS, compare_readings, reading
from factcheck.model import Claim, Finding, Group, Period, Source
from factcheck.sweep import clusters, stands


def level(a: str, b: str) -> str:
    x, y = reading(claim("s1", a)), reading(claim("s2", b))
    assert compare_readings(x, y) == compare_readings(y, x)
    return compare_readings(x, y).outcome


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("68.4%", "68.2%", "conflict"),
        ("68.2%", "68.2%", "agree"),
        ("43%", "43.0%", "agree"),
        ("43%", "43.4%", "compatible"),
        ("43%", "43.6%", "compatible"),  # cut, not rounded
        ("43%", "42.4%", "conflict"),
        ("9.97亿元", "9.98亿元", "tension"),
        ("9.97亿元", "9.978亿元", "compatible"),
        ("9.98亿元", "9.978亿元", "compatible"),
        ("9.96亿元", "9.978亿元", "conflict"),
        ("1333家", "1334家", "conflict"),
        ("1300家", "1333家", "tension"),
        ("1332家", "1334家", "conflict"),
        ("超2.5万家", "超2.6万家", "tension"),
        ("超2万家", "超2.6万家", "compatible"),
        ("超3万家", "超2.6万家", "tension"),
        ("超8600亿元", "超8000亿元", "compatible"),
        ("超100亿元", "超150亿元", "compatible"),
        ("近200个", "近300个", "tension"),
        ("近150家", "近200家", "tension"),
        ("近190家", "近200家", "compatible"),
        ("近300个", "近297个", "compatible"),
        ("超5万亿元", "5.44万亿元", "compatible"),
        ("超100亿元", "95.10亿元", "conflict"),
        ("近300个", "280个", "compatible"),
        ("近300个", "350个", "conflict"),
        ("约10%", "8.9%", "tension"),
        ("约10%", "9.5%", "compatible"),
        ("超300个", "近300个", "compatible"),
        ("超310个", "近300个", "tension"),
        ("第1", "第2", "conflict"),
        ("504亿元", "504亿美元", "apart"),
        ("126.06万亿元", "1260582亿元", "compatible"),
    ],
)
def test_levels(a: str, b: str, outcome: str) -> None:
    assert level(a, b) == outcome


def test_hundreds_hold_what_lies_inside() -> None:
    hundreds = claim("s1", "0个", value=None, low=Decimal(200), high=Decimal(999), qualifier="order", step=None)
    inside = [("近300个", "compatible"), ("近200个", "compatible"), ("340个", "compatible"), ("80个", "tension")]
    for text, outcome in inside:
        assert compare_readings(reading(hundreds), reading(claim("s2", text))).outcome == outcome


def test_last_level_is_else() -> None:
    assert LEVELS[-1].name == "else"
    assert len({lv.name for lv in LEVELS}) == len(LEVELS)


def run(*claims: Claim, docs: list[Source] | None = None) -> list[Finding]:
    return compare([group(*claims)], docs or sources("s1", "s2", "s3", "s4"))[1]


def test_a_conflict_is_one_error_that_names_both_documents() -> None:
    a, b, c = claim("s1", "68.4%"), claim("s2", "68.2%"), claim("s3", "68.2%")
    facts, findings = compare([group(a, b, c)], sources("s1", "s2", "s3"))
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("FC101", "error")
    assert finding.claims == (b.id, c.id, a.id)  # the reading with most documents comes first
    assert finding.fact == facts[0].id
    assert facts[0].verdict == "conflict"
    assert facts[0].sources == 3
    assert finding.message == "甲市某指标（2025年）：s2.txt、s3.txt写“68.2%”，s1.txt写“68.4%”，互相矛盾。"
    assert finding.gap == Decimal("0.2")
    assert re.fullmatch(r"FC-[0-9a-f]{12}", finding.id)


@pytest.mark.parametrize(
    ("a", "b", "rule", "severity"),
    [
        ("5440亿元", "5.44万亿元", "FC105", "error"),
        ("5亿元", "5万亿元", "FC105", "error"),
        ("8648.5亿元", "8684.5亿元", "FC106", "error"),
        ("3.2%", "-3.2%", "FC107", "error"),
        ("48.39亿元", "8.39亿元", "FC112", "error"),
        ("1954家", "19954家", "FC112", "error"),
        ("9.97亿元", "9.98亿元", "FC113", "warning"),
        ("第1", "第2", "FC104", "error"),
        ("超2.5万家", "超2.6万家", "FC102", "warning"),
        ("约10%", "8.9%", "FC103", "warning"),
        ("71.3%", "68.2%", "FC101", "error"),
        ("2108.4亿元", "9108.4亿元", "FC101", "error"),  # a digit wrong
        ("2108.4亿元", "208.4亿元", "FC101", "error"),  # a digit lost
    ],
)
def test_cause_is_named(a: str, b: str, rule: str, severity: str) -> None:
    (finding,) = run(claim("s1", a), claim("s2", b))
    assert (finding.rule, finding.severity) == (rule, severity)


@pytest.mark.parametrize(
    ("a", "b"), [("218亿元", "918亿元"), ("2108.4亿元", "9107.4亿元"), ("2108.4亿元", "28.4亿元"), ("10个", "1600个")]
)
def test_far_apart_with_few_digits_or_several_wrong_ones_are_two_facts(a: str, b: str) -> None:
    assert not run(claim("s1", a), claim("s2", b))


def test_a_revision_is_a_warning() -> None:
    docs = [source("s1", published=date(2025, 10, 31)), source("s2", published=date(2025, 11, 14))]
    early = claim("s1", "12.2%", flags=("preliminary",))
    (finding,) = run(early, claim("s2", "12.5%", flags=("revised",)), docs=docs)
    assert (finding.rule, finding.severity) == ("FC201", "warning")
    (finding,) = run(early, claim("s2", "12.5%"), docs=docs)
    assert finding.rule == "FC201"
    (finding,) = run(early, claim("s2", "12.5%", flags=("preliminary",)), docs=docs)
    assert finding.rule == "FC101"  # two first estimates of one figure are no revision
    (finding,) = run(early, claim("s2", "20.2%", flags=("revised",)), docs=docs)
    assert finding.rule == "FC101"  # nobody revises 12 to 20


def test_a_newer_document_that_speaks_of_revisions() -> None:
    docs = [source("s1", published=date(2025, 10, 31)), source("s2", published=date(2025, 11, 14))]
    disputed = group(claim("s1", "6.1%"), claim("s2", "6.3%"))
    marked = claim("s2", "3.2%", indicator="别的指标", flags=("revised",))
    assert [f.rule for f in compare([disputed, group(marked)], docs)[1]] == ["FC201"]
    assert [f.rule for f in compare([disputed], docs)[1]] == ["FC101"]
    same_day = [source("s1", published=date(2025, 11, 14)), docs[1]]
    assert [f.rule for f in compare([disputed, group(marked)], same_day)[1]] == ["FC101"]


def test_forecast_misses_are_not_raised_but_estimates_after_the_period_are() -> None:
    before = [source("s1", published=date(2025, 3, 1)), source("s2", published=date(2026, 1, 20))]
    after = [source("s1", published=date(2026, 1, 13)), source("s2", published=date(2026, 1, 20))]
    ahead, outcome = claim("s1", "约10%", flags=("forecast",)), claim("s2", "8.9%")
    assert [(f.rule, f.severity) for f in run(ahead, outcome, docs=before)] == [("FC303", "note")]
    (finding,) = run(ahead, outcome, docs=after)
    assert (finding.rule, finding.severity) == ("FC201", "warning")


def test_a_cut_figure_is_a_note() -> None:
    facts, findings = compare([group(claim("s1", "9.97亿元"), claim("s2", "9.978亿元"))], sources("s1", "s2"))
    assert [(f.rule, f.severity) for f in findings] == [("FC304", "note")]
    assert facts[0].verdict == "compatible"


def test_right_number_of_another_period_or_label() -> None:
    wrong, right = claim("s1", "8.5%"), claim("s2", "1.5%")
    other = claim("s2", "8.5%", period=year(2021))
    findings = compare([group(wrong, right), group(other)], sources("s1", "s2"))[1]
    assert [f.rule for f in findings] == ["FC110"]
    assert "2021年" in findings[0].cause
    assert "8.5%" in findings[0].cause
    label = claim("s2", "5797.5亿元", indicator="出口额")
    slip = group(claim("s1", "5797.5亿元"), claim("s2", "8648.5亿元"))
    findings = compare([slip, group(label)], sources("s1", "s2"))[1]
    assert [(f.rule, f.severity) for f in findings] == [("FC202", "warning")]
    assert "出口额" in findings[0].cause


def test_points_printed_as_percent() -> None:
    a = claim("s1", "1.3百分点", measure="change")
    b = claim("s2", "1.3%", measure="change")
    findings = compare([group(a), group(b)], sources("s1", "s2"))[1]
    assert [f.rule for f in findings] == ["FC108"]
    both = claim("s1", "1.3%", measure="change")
    assert not compare([group(a), group(b, both)], sources("s1", "s2"))[1]


def test_another_basis_or_scope_or_period_is_a_note() -> None:
    pairs = [
        (claim("s1", "5.5%", basis="real"), claim("s2", "6.8%", basis="nominal"), "FC109"),
        (claim("s1", "第1", scope="全国"), claim("s2", "第3", scope="全球"), "FC302"),
        (claim("s1", "5.5%", period=year(2024)), claim("s2", "6.8%"), "FC301"),
    ]
    for a, b, rule in pairs:
        facts, findings = compare([group(a, b)], sources("s1", "s2"))
        assert [(f.rule, f.severity) for f in findings] == [(rule, "note")]
        assert facts[0].verdict == "compatible"


def test_unsure_readings_only_warn() -> None:
    inferred = Period(YEAR.start, YEAR.end, "duration", "document")
    (finding,) = run(claim("s1", "68.4%"), claim("s2", "68.2%", period=inferred))
    assert finding.severity == "warning"


def test_a_coarse_key_raises_nothing_by_itself() -> None:
    mixed = [claim("s1", t) for t in ("12.5%", "31.7%")] + [claim("s2", t) for t in ("44.1%", "8.9%")]
    facts, findings = compare([group(*mixed)], sources("s1", "s2"))
    assert not findings
    assert {f.verdict for f in facts} == {"single"}
    assert len(facts) == 4


def test_a_shared_figure_leaves_one_on_each_side() -> None:
    mixed = [claim("s1", t) for t in ("12.5%", "31.7%")] + [claim("s2", t) for t in ("12.5%", "31.9%")]
    facts, findings = compare([group(*mixed)], sources("s1", "s2"))
    (finding,) = findings
    assert finding.severity == "warning"
    assert set(finding.claims) == {mixed[1].id, mixed[3].id}
    assert sorted(f.verdict for f in facts) == ["agree", "conflict"]


def test_running_totals_move_on() -> None:
    def on(day: int) -> Period:
        return Period(date(2025, 3, day), date(2025, 3, day), "instant", "stated")

    assert not run(claim("s1", "29人", period=on(1)), claim("s2", "36人", period=on(20)))
    assert run(claim("s1", "29人", period=on(1)), claim("s2", "36人", period=on(2)))


def test_a_sentence_that_leans_on_another_proves_nothing_across_days() -> None:
    docs = [source("s1", published=date(2025, 6, 15)), source("s2", published=date(2025, 7, 5))]
    pair = [
        claim(s, t, template="t1", context=f"其中，出口{t}") for s, t in (("s1", "1881.8亿元"), ("s2", "5995.7亿元"))
    ]
    assert not run(*pair, docs=docs)
    assert run(*pair, docs=[docs[0], replace(docs[1], published=docs[0].published)])


def test_an_error_needs_figures_that_are_surely_one() -> None:
    assert [f.severity for f in run(claim("s1", "4.1%"), claim("s2", "5.9%"))] == ["warning"]
    assert [f.severity for f in run(claim("s1", "4.1%"), claim("s2", "4.9%"))] == ["error"]
    same = [claim("s1", "4.1%", template="t1"), claim("s2", "5.9%", template="t1")]
    assert [f.severity for f in run(*same)] == ["error"]


def test_the_same_sentence_with_another_figure() -> None:
    a = [claim("s1", "12.5%", template="t1"), claim("s1", "31.7%", template="t2")]
    b = [claim("s2", "12.9%", template="t1"), claim("s2", "30.7%", template="t2")]
    findings = run(*a, *b)
    assert {frozenset(f.claims) for f in findings} == {frozenset((a[0].id, b[0].id)), frozenset((a[1].id, b[1].id))}
    assert {f.severity for f in findings} == {"error"}
    assert len({f.id for f in findings}) == 2


def test_one_document_against_itself() -> None:
    def inside(*claims: Claim) -> list[tuple[str, str]]:
        return [(f.rule, f.severity) for f in run(*claims)]

    sure = {"flags": ("sure",)}
    like = {"template": "t1"}
    assert not inside(*(claim("s1", t, **like) for t in ("12.5%", "12.9%")))
    assert not inside(*(claim("s1", t, **sure) for t in ("12.5%", "12.9%")))  # two facts told in like words
    assert inside(*(claim("s1", t, **sure, **like) for t in ("12.5%", "12.9%"))) == [("FC111", "warning")]
    assert inside(*(claim("s1", t, **sure) for t in ("8648.5亿元", "8684.5亿元"))) == [("FC106", "warning")]
    assert not inside(*(claim("s1", t, **sure, **like) for t in ("12.5%", "12.9%", "13.4%")))
    title = claim("s1", "8.5%", flags=("headline", "sure"))
    assert inside(title, claim("s1", "1.5%", **sure)) == [("FC111", "warning")]


def test_figures_far_apart_under_one_name_are_two_facts() -> None:
    facts, findings = compare([group(claim("s1", "4家"), claim("s2", "347家"))], sources("s1", "s2"))
    assert not findings
    assert [f.verdict for f in facts] == ["single", "single"]
    same = [claim("s1", "4家", template="t1"), claim("s2", "347家", template="t1")]
    assert [f.rule for f in run(*same)] == ["FC101"]


def test_damaged_figure_inside_a_document() -> None:
    whole = [claim(s, "48.39亿元") for s in ("s1", "s2", "s3")]
    (finding,) = run(*whole, claim("s3", "8.39亿元"))
    assert (finding.rule, finding.severity) == ("FC112", "warning")


def test_undated_figures_of_distant_documents_are_left_alone() -> None:
    docs = [source("s1", published=date(2025, 1, 1)), source("s2", published=date(2025, 9, 1))]
    undated = [claim("s1", "12.5%", period=None), claim("s2", "13.9%", period=None)]
    assert not run(*undated, docs=docs)
    assert run(*undated, docs=[docs[0], replace(docs[1], published=date(2025, 1, 2))])


def test_hot_facts_give_one_finding() -> None:
    names = [f"s{i}" for i in range(60)]
    claims = [claim(n, "68.4%" if i % 7 == 0 else "68.2%") for i, n in enumerate(names)]
    _, findings = compare([group(*claims)], sources(*names))
    (finding,) = findings
    assert len(finding.claims) == 60
    assert finding.message.count("写“") == 2


def test_a_bound_that_holds_is_not_blamed() -> None:
    claims = [claim("s1", "超5万亿元"), claim("s2", "5.44万亿元"), claim("s3", "5.61万亿元")]
    (finding,) = run(*claims)
    assert claims[0].id not in finding.claims


def test_families_count_once() -> None:
    claims = [claim(s, "68.2%") for s in ("s1", "s2", "s3")]
    facts, _ = compare([group(*claims)], sources("s1", "s2", "s3"), families={"s2": "s1"})
    assert facts[0].sources == 2


# ------------------------------------------------------------------------ properties

NUMBERS = st.builds(
    lambda word, whole, frac, scale: f"{word}{whole}{frac}{scale}家",
    st.sampled_from(["", "", "", "超", "近", "约"]),
    st.integers(1, 30),
    st.sampled_from(["", ".0", ".4", ".45"]),
    st.sampled_from(["", "", "万"]),
)
STATED = st.lists(st.tuples(st.sampled_from(["s1", "s2", "s3"]), NUMBERS), min_size=2, max_size=7)


def seen(claims: list[Claim], docs: list[Source]) -> object:
    """A result in terms that do not depend on ids."""
    text = {c.id: (c.source, c.text) for c in claims}
    facts, findings = compare([group(*claims)], docs)
    return (
        sorted((f.verdict, sorted(text[c] for c in f.claims)) for f in facts),
        sorted((f.id, f.rule, f.severity, f.message, f.cause, sorted(text[c] for c in f.claims)) for f in findings),
    )


@settings(max_examples=150, deadline=None)
@given(STATED, st.randoms(use_true_random=False))
def test_order_of_documents_does_not_matter(stated: list[tuple[str, str]], rng: random.Random) -> None:
    claims = [claim(s, t) for s, t in stated]
    docs = sources("s1", "s2", "s3")
    before = seen(claims, docs)
    assert seen(claims, docs) == before
    rng.shuffle(docs)
    assert seen(rng.sample(claims, len(claims)), docs) == before


@settings(max_examples=150, deadline=None)
@given(STATED)
def test_units_do_not_change_verdicts(stated: list[tuple[str, str]]) -> None:
    claims = [claim(s, t) for s, t in stated]
    factor = Decimal(10) ** 8
    scaled = [
        replace(
            c,
            **{f: None if getattr(c, f) is None else getattr(c, f) * factor for f in ("value", "low", "high", "step")},
        )
        for c in claims
    ]
    docs = sources("s1", "s2", "s3")
    first, second = compare([group(*claims)], docs), compare([group(*scaled)], docs)
    assert [f.verdict for f in first[0]] == [f.verdict for f in second[0]]
    assert [(f.rule, f.severity, f.message) for f in first[1]] == [(f.rule, f.severity, f.message) for f in second[1]]


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS, st.integers(0, 10**5))
def test_widening_never_makes_a_conflict(a: str, b: str, by: int) -> None:
    x, y = reading(claim("s1", a)), reading(claim("s2", b))
    wide = replace(x, low=None if x.low is None else x.low - by, high=None if x.high is None else x.high + by)
    grave = {"agree": 0, "compatible": 0, "tension": 1, "conflict": 2}
    assert grave[compare_readings(wide, y).outcome] <= grave[compare_readings(x, y).outcome]


@settings(max_examples=150, deadline=None)
@given(STATED)
def test_clusters_partition_the_readings(stated: list[tuple[str, str]]) -> None:
    items = stands(claim(s, t) for s, t in stated)
    found = clusters(items)
    assert sorted(id(s) for group in found for s in group) == sorted(map(id, items))


def test_two_runs_are_identical() -> None:
    claims = [claim(f"s{i % 3 + 1}", t) for i, t in enumerate(("68.4%", "68.2%", "超60%", "71%"))]
    first = compare([Group(tuple(claims))], sources("s1", "s2", "s3"))
    assert repr(first) == repr(compare([Group(tuple(claims))], sources("s1", "s2", "s3")))


@pytest.mark.parametrize(
    ("value", "digits"),
    [("5400", "54"), ("0.054", "54"), ("-5.40", "54"), ("5.4E+9", "54"), ("1E+3", "1"), ("1002", "1002"), ("0.0", "")],
)
def test_significant_digits(value: str, digits: str) -> None:
    assert causes.digits(Decimal(value)) == digits


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("5亿元", "50亿元", False),  # one digit
        ("5亿元", "5万元", True),  # but two units
        ("54.1亿元", "541亿元", True),
        ("12亿元", "21亿元", True),
        ("12亿元", "1亿元", False),
        ("123亿元", "23亿元", False),  # the shorter has two digits
        ("1234亿元", "234亿元", True),
        ("123亿元", "456亿元", False),
    ],
)
def test_a_slip_needs_digits_enough(a: str, b: str, slip: bool) -> None:
    x, y = reading(claim("s1", a)), reading(claim("s2", b))
    assert causes.likely_slip(x, y) == causes.likely_slip(y, x) == slip


def test_the_collector_is_as_it_was() -> None:
    def fails() -> None:
        with collector.paused(), collector.paused():
            assert not gc.isenabled()
            raise KeyError

    assert gc.isenabled()
    with pytest.raises(KeyError):
        fails()
    assert gc.isenabled()
    gc.disable()
    try:
        compare([group(claim("s1", "68.2%"))], sources("s1"))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_bounds_beside_figures_in_dispute_need_no_finding_of_their_own() -> None:
    exact, bound = claim("s1", "95.1亿元"), claim("s2", "超95亿元")
    found = run(exact, claim("s3", "95.1亿元"), bound, claim("s4", "超100亿元"))
    assert [f.rule for f in found] == ["FC101"]
    assert [f.rule for f in run(bound, claim("s4", "超100亿元"))] == ["FC102"]
