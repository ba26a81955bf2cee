"""Trade: with a partner, by product, in money and in numbers."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract import indicators, trade
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Source


def claims(text: str) -> list[Claim]:
    return list(extract(Document(Source("s1", "a.txt", "", published=date(2026, 2, 10)), text)).claims)


def named(text: str) -> dict[str, str]:
    return {c.text: c.indicator for c in claims(text)}


def test_the_trade_with_each_partner_of_a_list_is_an_indicator_of_its_own() -> None:
    said = named("2025年，泉州市对香港地区、欧盟和韩国分别进出口789亿、464.6亿、244.5亿元，分别增长12.7%、4.6%、8.7%。")
    assert said["789亿"] == said["12.7%"] == "对香港地区进出口总额"
    assert said["464.6亿"] == said["4.6%"] == "对欧盟进出口总额"
    assert said["244.5亿元"] == said["8.7%"] == "对韩国进出口总额"


def test_a_list_of_partners_that_begins_a_sentence() -> None:
    said = named("2025年，泉州市外贸增长2%。对东盟、欧盟和美国进出口分别增长3%、4%、5%。")
    assert [said[f"{n}%"] for n in (3, 4, 5)] == ["对东盟进出口总额", "对欧盟进出口总额", "对美国进出口总额"]


@pytest.mark.parametrize(
    ("said", "full"),
    [
        ("对美出口", "对美国出口额"),
        ("中俄贸易额", "对俄罗斯进出口总额"),
        ("与巴西贸易额", "对巴西进出口总额"),
        ("从日本进口", "自日本进口额"),
        ("对一带一路共建国家进出口", "对共建“一带一路”国家进出口总额"),
        ("进出口总值", "进出口总额"),
    ],
)
def test_words_for_the_trade_with_a_partner(said: str, full: str) -> None:
    assert indicators.standard(said) == full


def test_what_a_partner_trades_itself_is_no_trade_with_it() -> None:
    assert indicators.key("日本进口额") != indicators.key("自日本进口额")
    assert named("2025年日本进口总额110万亿日元。")["110万亿日元"] == "进口总额"


def test_no_word_names_two_indicators() -> None:
    words = [w for row in trade.indicators() for w in dict.fromkeys((row[0], *filter(None, row[1].split("|"))))]
    assert len(words) == len(set(words))


def test_what_is_paid_is_not_how_many() -> None:
    said = named("2025年，某港口所在的宁波市出口汽车85.2亿元，增长11%；出口汽车4.1万辆，增长9%。")
    assert said["85.2亿元"] == said["11%"] == "汽车出口额"
    assert said["4.1万辆"] == said["9%"] == "汽车出口量"


def test_parts_of_an_export_go_on_being_exports_behind_a_share() -> None:
    said = named(
        "2025年，宁波市出口机电产品6500亿元，增长9%，占出口总额的61%。其中，集成电路105亿元，增长23%；服装80亿元。"
    )
    assert said["105亿元"] == said["23%"] == "集成电路出口额"
    assert said["80亿元"] == "服装出口额"


def test_a_verb_inside_a_noun_does_not_end_the_name() -> None:
    assert named("2025年，宁波市自动数据处理设备出口108亿元。")["108亿元"] == "自动数据处理设备出口额"


def test_growth_behind_what_was_added_is_of_that() -> None:
    said = named("2025年，宁波市实有民营企业20万户，增长8%；新增民营企业3万户，增长10%。")
    assert said["8%"] == "实有民营企业数量"
    assert said["10%"] == "新增民营企业数量"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("前三季度，宁波市对“一带一路”沿线国家累计进出口67亿元。", "对“一带一路”沿线国家进出口总额"),
        ("前三季度，宁波市对欧盟合计出口67亿元。", "对欧盟出口额"),
        ("前三季度，宁波市与新兴经济体共实现贸易额67亿元。", "对新兴经济体进出口总额"),
        ("前三季度，宁波市对外累计出口67亿元。", "出口总额"),
        ("前三季度，宁波市外贸稳定，累计进出口67亿元。", "进出口总额"),
    ],
)
def test_a_word_between_a_partner_and_the_trade_with_it(said: str, name: str) -> None:
    assert named(said)["67亿元"] == name
