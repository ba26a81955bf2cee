"""One telling figure joins what names part: links of claims that agree, and no finding more."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from claims import claim, group, source, sources, year

from factcheck import align, compare, corroborate
from factcheck.extract.claims import extract
from factcheck.model import Document, Fact, Finding, Source

SPRING = date(2025, 3, 1)


def run(*texts: str) -> tuple[list[Fact], list[Finding], dict[str, str]]:
    """Facts, findings, and the document of each claim by its id."""
    docs = [Source(f"d{n}", f"{n}.txt", "0", published=SPRING) for n in range(len(texts))]
    read = [c for s, t in zip(docs, texts, strict=True) for c in extract(Document(s, t)).claims]
    claims = [replace(c, id=f"c{n}") for n, c in enumerate(read, 1)]
    facts, found = compare.compare(align.group(claims, docs), docs)
    return facts, found, {c.id: f"{c.source} {c.text}" for c in claims}


def linked(one: str, other: str) -> bool:
    """Whether the first claims of two texts are one fact."""
    facts, _, where = run(one, other)
    first = {next(i for i, w in where.items() if w.startswith(d)) for d in ("d0", "d1")}
    return any(first <= set(f.claims) for f in facts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年，太原市步行街（商圈）客流量318万人次。", "2024年，太原市重点步行街客流量318万人次。"),
        ("《山河》贡献票房23.61亿元。", "电影《山河无恙》票房达23.61亿元。"),
        ("2024年，比亚迪收入7771亿元。", "2024年，比亚迪营业总收入7771亿元。"),
        ("2024年，比亚迪海外业务收入777亿元。", "2024年，比亚迪海外营业收入777亿元。"),
        ("2024年，比亚迪研发支出541亿元。", "2024年，比亚迪研发费用541亿元。"),
        ("名单公布，太原市247家企业入围绿色工厂。", "2025年，太原市绿色工厂企业达247家。"),
    ],
)
def test_one_telling_figure_joins_two_names(one: str, other: str) -> None:
    assert linked(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年，太原市出口总额331.5亿元。", "2024年，太原市进出口总额331.5亿元。"),  # two terms
        ("2024年，比亚迪收入7771亿元。", "2024年，比亚迪毛利7771亿元。"),  # two names
        ("2024年，太原市步行街客流量318万人次。", "2023年，太原市重点步行街客流量318万人次。"),  # two years
        ("2024年，太原市步行街客流量318万人次。", "2024年，大同市重点步行街客流量318万人次。"),  # two places
        ("2024年，太原市步行街客流量31万人次。", "2024年，太原市重点步行街客流量31万人次。"),  # two digits
        ("2024年，太原市步行街客流量318万人次。", "2024年，太原市夜校报名318万人次。"),  # no word in common
    ],
)
def test_what_can_be_two_facts_stays_two(one: str, other: str) -> None:
    assert not linked(one, other)


def test_a_headline_that_has_its_story_takes_no_other_year() -> None:
    text = "江淮县小麦产量接近15万吨\n2024年，江淮县小麦产量14.98万吨。2021年，江淮县小麦产量为14.58万吨。"
    facts, _, where = run(text)
    assert {frozenset(where[i] for i in f.claims) for f in facts} == {
        frozenset({"d0 接近15万吨", "d0 14.98万吨"}),
        frozenset({"d0 14.58万吨"}),
    }


def test_a_headline_and_its_story() -> None:
    text = "节日全国揽投快递包裹超31亿件\n国家邮政局介绍，2025年2月，全国邮政快递行业揽收和投递快递包裹31.27亿件。"
    facts, findings, where = run(text)
    assert any(len(f.claims) == len(where) for f in facts)
    assert findings == []
    other = text.replace("31.27亿件", "47.3亿件")
    assert not any(len(f.claims) == 2 for f in run(other)[0])


@pytest.mark.parametrize(
    ("headline", "story", "one"),
    [
        ("怎样做到的？ 泰州拿下9项大奖", "2024年，泰州市捧回9个大奖。", True),
        ("长三角生物医药集群跃居世界第一", "“泰州—南通”生物医药集群在《产业竞争力指数》中跃居全球第一。", True),
        ("长三角生物医药集群跃居世界第二", "“泰州—南通”生物医药集群在《产业竞争力指数》中跃居全球第一。", False),
        ("长三角生物医药集群跃居全国第一", "“泰州—南通”生物医药集群在《产业竞争力指数》中跃居全球第一。", False),
        ("长三角游船产业跃居世界第一", "“泰州—南通”生物医药集群在《产业竞争力指数》中跃居全球第一。", False),
    ],
)
def test_whose_place_a_headline_names_otherwise(headline: str, story: str, one: bool) -> None:
    facts, findings, where = run(f"{headline}\n{story}")
    assert any(len(f.claims) == len(where) == 2 for f in facts) == one
    assert findings == []


def test_the_same_clause_within_a_week() -> None:
    said = "水质改善，图书借阅量稳定在31万册以上，位次前移。"
    one = group(claim("s1", "31万册", context=said, period=year(2023)))
    facts = []
    for other in (said, said.replace("稳定在", "升至")):
        for day in (date(2025, 3, 4), date(2025, 5, 4)):
            docs = [source("s1", published=SPRING), source("s2", published=day)]
            facts.append(len(compare.compare([one, group(claim("s2", "31万册", context=other))], docs)[0]))
    assert facts == [1, 2, 2, 2]


def test_a_link_adds_no_finding_and_changes_no_verdict() -> None:
    clash = group(claim("s1", "43.81亿元"), claim("s2", "44.81亿元"))
    friend = group(claim("s3", "43.81亿元", indicator="当地某指标"))
    alone = compare.compare([clash], sources("s1", "s2", "s3"))
    both = compare.compare([clash, friend], sources("s1", "s2", "s3"))
    assert [f.id for f in both[1]] == [f.id for f in alone[1]]
    assert [(f.verdict, len(f.claims)) for f in both[0]] == [("conflict", 3)]


def test_facts_of_several_numbers_are_not_joined() -> None:
    one = group(claim("s1", "43.81亿元"), claim("s2", "约43.8亿元"))
    other = group(claim("s3", "43.81亿元", indicator="当地某指标"), claim("s4", "约43.8亿元", indicator="当地某指标"))
    assert len(compare.compare([one, other], sources("s1", "s2", "s3", "s4"))[0]) == 2


def test_the_order_of_documents_does_not_matter() -> None:
    names = ("某指标", "当地某指标", "当地的某指标", "另一某指标")
    groups = [group(claim(f"s{n}", "43.81亿元", indicator=name)) for n, name in enumerate(names)]
    groups.append(group(claim("s9", "43.81亿元", period=year(2021))))
    made = [
        sorted(sorted(f.claims) for f in compare.compare(found, sources("s0", "s1", "s2", "s3", "s9"))[0])
        for found in (groups, groups[::-1])
    ]
    assert made[0] == made[1]
    assert len(made[0]) == 2


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("夜校报名", ""), ("全市夜校报名", ""), True),  # the end of the other
        (("米", ""), ("大米", ""), True),  # short as it is
        (("国内生产总值", ""), ("GDP", ""), True),  # nothing in common but the key
        (("夜校报名", ""), ("参加人数", "今年以来，全市夜校报名人数为318人。"), True),  # told in the sentence
        (("数量", ""), ("夜校报名", ""), True),  # a name that says nothing, in one document
        (("夜校报名", ""), ("图书借阅", ""), False),
        (("夜校报名", "夜校开学。"), ("图书借阅", "全市图书馆开放。"), False),
    ],
)
def test_names_that_can_be_one_are_found_by_their_words(
    one: tuple[str, str], other: tuple[str, str], meet: bool
) -> None:
    x, y = (claim("s1", "318人", indicator=name, context=said) for name, said in (one, other))
    assert corroborate._one_name(x, y) == corroborate._one_name(y, x) == meet
    words = [corroborate._words([c]) for c in (x, y)]
    assert corroborate._may_meet(*words) == corroborate._may_meet(*words[::-1]) == meet


def test_the_words_of_names_leave_no_pair_out() -> None:
    rng = random.Random(11)
    parts = ("客", "流量", "步行街", "夜校", "报名", "总", "数量", "人口", "常住", "游客", "接待")
    for _ in range(300):
        told = ["".join(rng.choices(parts, k=rng.randint(1, 4))) for _ in range(4)]
        x, y = (claim("s1", "318人", indicator=told[n], context=told[n + 2]) for n in (0, 1))
        assert corroborate._one_name(x, y) <= corroborate._may_meet(corroborate._words([x]), corroborate._words([y]))
