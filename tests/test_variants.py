"""In documents of one matter a figure that only one of them has is looked for in the other, told in another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from factcheck import align, compare
from factcheck.corroborate import ONE_MATTER
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Finding, Source

DAY = date(2025, 8, 12)
SHARED = "成都市展会闭幕。成都市展会意向成交额120.5亿元，展览面积36.4万平方米，共有展位7215个。"
RETOLD = "展会落幕\n成都市展会7215个展位售罄，展览面积36.4万平方米，意向成交额达120.5亿元。"


def run(*texts: str) -> tuple[list[set[str]], list[Finding], dict[str, Claim]]:
    """The texts of the figures of each fact, the findings, and the claims by id."""
    sources = [Source(f"s{n}", f"s{n}.txt", str(n), published=DAY) for n, _ in enumerate(texts)]
    found = [c for source, text in zip(sources, texts, strict=True) for c in extract(Document(source, text)).claims]
    claims = {f"c{n}": replace(c, id=f"c{n}") for n, c in enumerate(found)}
    facts, findings = compare.compare(align.group(claims.values(), sources), sources)
    return [{claims[i].text for i in f.claims} for f in facts], findings, claims


def raised(one: str, other: str) -> list[tuple[str, str, set[str]]]:
    """Rule, severity and figures of what is raised between two retellings."""
    _, findings, claims = run(SHARED + one, RETOLD + other)
    told = [f for f in findings if f.severity in ("error", "warning")]
    return [(f.rule, f.severity, {claims[i].text for i in f.claims}) for f in told]


@pytest.mark.parametrize(
    ("one", "other", "rule", "figures"),
    [
        # told right after a figure that both have, and of it
        ("境外观众4.86万人次，增长12.5%。", "境外客商4.86万人次，增幅16.3%。", "FC101", {"12.5%", "16.3%"}),
        # the same, though one text is read as being of another year
        ("2025年境外观众4.86万人次，增长12.5%。", "境外客商4.86万人次，增幅16.3%。", "FC101", {"12.5%", "16.3%"}),
        # between figures that both have
        ("展台1207个、论坛38场、签约项目415个。", "1207个展台，论坛45场，签约项目415个。", "FC101", {"38场", "45场"}),
        # digits swapped, one name a part of the other
        ("参展企业4108家。", "本届展会参展企业4180家。", "FC106", {"4108家", "4180家"}),
        # the same with another figure beside it that both have
        ("学校床位4108张、展台1207个。", "职业学校床位4180张、1207个展台。", "FC106", {"4108张", "4180张"}),
        # both of a part
        ("其中东馆来访客商规模41080人次。", "其中东馆来访客商4108人次。", "FC105", {"41080人次", "4108人次"}),
        # a digit lost, one name
        ("志愿者人数为2310人。", "志愿者人数为231人。", "FC105", {"2310人", "231人"}),
        # a digit wrong, one name, one time
        ("展会带动消费58.37亿元。", "展会带动消费53.37亿元。", "FC101", {"58.37亿元", "53.37亿元"}),
        # bounds that drift apart
        ("展台1207个，参观企业超过8800家。", "1207个展台，参观企业超过8080家。", "FC102", {"超过8800家", "超过8080家"}),
        # digits swapped, with other figures told beside it
        ("参展企业4108家，志愿者2310人。", "参展企业4180家，首发新品386件。", "FC106", {"4108家", "4180家"}),
        # one of the year, one of a day of it
        ("2025年参展企业4108家。", "参展企业4180家。", "FC106", {"4108家", "4180家"}),
        # both of one day
        ("首日客商4108人次。", "首日客商4180人次。", "FC106", {"4108人次", "4180人次"}),
        # growth for decline
        ("境外观众4.86万人次，增长12.5%。", "境外观众4.86万人次，下降12.5%。", "FC107", {"12.5%"}),
    ],
)
def test_a_figure_told_in_another_way_is_raised(one: str, other: str, rule: str, figures: set[str]) -> None:
    assert raised(one, other) == [(rule, "warning", figures)] or raised(one, other) == [(rule, "error", figures)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("境外观众4.86万人次，增长12.5%。", "境外观众4.86万人次，环比增长16.3%。"),  # against another time
        ("境外观众4.86万人次，增长12.5%。", "境外观众4.86万人次，上届增长16.3%。"),  # of another time
        ("参展企业4108家。", "志愿者4180人。"),  # another unit
        ("参展企业4108家。", "采购商4731家。"),  # another thing, no slip
        ("昆明市参展企业4108家。", "大理州参展企业4731家。"),  # two owners
        ("2023年参展企业4108家。", "2024年参展企业4731家。"),  # two years
        ("参展企业4108家，其中外资企业417家。", "参展企业4108家，其中民营企业471家。"),  # parts of it
        ("参展企业4108家。", "参展企业4108家，采购商4180家。"),  # the other has the figure too
        ("2025年全年展会带动消费58.37亿元。", "展会带动消费约58.31亿元。"),  # about as much
        ("东馆展台1207个、座席3162席。", "西馆展台1843个、观众座席3126席。"),  # rows of two halls, one digit swapped
        ("甲队得票率48.6%，支持者5218人。", "乙队得票率37.2%，现场支持者5281人。"),  # the figure before is another too
        ("2023年参展企业4108家。", "2025年参展企业4180家。"),  # two years, one digit swapped
        ("2022年参展企业4108家。", "参展企业4731家。"),  # a year long past
        ("学校床位4108张。", "职业学校床位4180张。"),  # of some of them
        ("来访客商规模41080人次。", "其中东馆较热闹，来访客商4108人次。"),  # of a part
        ("参展企业4108家。", "上届参展企业4180家。"),  # of an earlier edition
        ("首日客商4108人次。", "最后一天客商4180人次。"),  # of one day, and of another
        ("展台1207个，同比增长8.2%。", "1207个展台，较前年同期增长12.8%。"),  # against another year
    ],
)
def test_what_may_be_another_figure_is_not(one: str, other: str) -> None:
    assert not raised(one, other)


def test_an_owner_that_several_numbers_show_to_be_misread_keeps_nothing_apart() -> None:
    one = "成都市参展企业4108家。成都市签约项目415个。成都市采购商7302家。"
    other = "绵阳市有客商82人。参展企业4108家，签约项目415个，采购商7902家。"
    assert {c.entity for c in run(RETOLD + other)[2].values()} == {"成都市", "绵阳市"}
    assert [figures for _, _, figures in raised(one, other)] == [{"7302家", "7902家"}]
    assert not raised(one, other.replace("4108", "3972").replace("415", "386"))


def test_of_two_likes_neither_is() -> None:
    assert not raised("参展企业4108家。", "参展企业4180家，首次参展企业1408家。")


def test_documents_of_two_matters_are_not_compared() -> None:
    others = "绵阳市展会闭幕。绵阳市展会意向成交额98.3亿元，展览面积31.7万平方米，共有展位6014个。"
    findings = run(others + "参展企业4108家。", RETOLD + "参展企业4180家。")[1]
    assert not [f for f in findings if ONE_MATTER in f.why_paired]


def test_what_one_rounds_is_one_fact() -> None:
    facts, findings, _ = run(SHARED + "境外观众4.86万人次，增长12.53%。", RETOLD + "境外客商4.86万人次，增幅12.5%。")
    assert {"12.53%", "12.5%"} in facts
    assert not findings


def test_a_toll_of_the_same_hour_is_compared() -> None:
    one, other = "截至12日9时，受伤人数为2318人。", "截至12日9时，受伤人数为2381人。"
    assert [figures for _, _, figures in raised(one, other)] == [{"2318人", "2381人"}]


def test_a_toll_goes_on() -> None:
    findings = run(SHARED + "四川省有受伤人员2318人。", RETOLD + "当地受伤人数为2381人。")[1]
    assert not [f for f in findings if ONE_MATTER in f.why_paired]


def test_it_says_why_they_were_paired() -> None:
    findings = run(SHARED + "境外观众4.86万人次，增长12.5%。", RETOLD + "境外客商4.86万人次，增幅16.3%。")[1]
    assert [ONE_MATTER in f.why_paired for f in findings] == [True]


def test_the_order_of_documents_changes_nothing() -> None:
    one, other = SHARED + "参展企业4108家。", RETOLD + "本届展会参展企业4180家。"
    there, back = run(one, other), run(other, one)
    assert sorted(map(sorted, there[0])) == sorted(map(sorted, back[0]))
    assert [f.rule for f in there[1]] == [f.rule for f in back[1]] == ["FC106"]


def test_what_another_hour_explains_hides_no_slip_of_the_pen() -> None:
    closing = "截至8月12日收盘，创业板指数上涨2.60%。"
    noon = "截至8月12日午间收盘，创业板指数上涨2.85%。"
    found = {f.rule: f.severity for f in run(closing, noon, closing.replace("2.60", "6.20"))[1]}
    assert found["FC106"] != "note"
    assert found["FC301"] == "note"
    assert {f.severity for f in run(closing, noon)[1]} <= {"note"}
