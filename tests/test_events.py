"""What papers say of an event: those who take part, look on, die, are missing or are moved; how long it lasts."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck import align
from factcheck.extract import indicators
from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Source

DAY = date(2025, 8, 12)


def read(text: str) -> list[Claim]:
    """The claims of a text printed on DAY."""
    return extract(Document(Source("d", "d.txt", "0", published=DAY), text)).claims


def keys(text: str) -> list[str]:
    """The indicators of a text's claims, as they are compared."""
    return [indicators.key(c.indicator) for c in read(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("本届车展展出面积12万平方米。", "展会总展览面积12万平方米。"),
        ("展会参展商达800家。", "展会参展企业达800家。"),
        ("赛事报名人数达2万人。", "共有2万人报名。"),
        ("参赛规模为5000人。", "5000名选手参赛。"),
        ("展会入场观众3万人次。", "展会参观人数3万人次。"),
        ("洪灾致因灾死亡6人。", "洪灾致6人遇难。"),
        ("当地紧急转移700人。", "当地有700人被转移。"),
        ("当地已疏散群众700人。", "当地已撤离700人。"),
        ("地震震源深度9公里。", "震源深度为9千米。"),
        ("当地共记录到余震20次。", "震后累计余震20次。"),
        ("大桥主跨800米。", "主桥跨径800米。"),
    ],
)
def test_one_figure_in_other_words(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("赛事报名人数达2万人。", "赛事参赛人数达2万人。"),
        ("赛事参赛人数达2万人。", "赛事完赛人数达2万人。"),
        ("洪灾致6人遇难。", "洪灾致6人失踪。"),
        ("洪灾致6人受伤。", "洪灾致6人死亡。"),
        ("展会签约金额3亿元。", "展会意向成交额3亿元。"),
        ("大桥主跨800米。", "大桥全长800米。"),
    ],
)
def test_another_figure(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_those_whom_a_disaster_befell() -> None:
    assert keys("暴雨致8个乡镇受灾，因灾死亡5人、失踪3人，转移6100人。")[1:] == ["死亡人数", "失踪人数", "转移群众人数"]
    assert "转移群众人数" not in keys("当地农村劳动力转移就业300人。")


def test_a_number_of_a_storm_is_no_year_of_a_figure() -> None:
    (wind,) = read("今年第7号台风“甲乙”登陆时中心附近最大风力11级。")
    assert wind.period is not None
    assert wind.period.start == wind.period.end
    (storms,) = read("今年已有7个台风登陆我国。")
    assert storms.period is not None
    assert storms.period.start != storms.period.end


def test_how_long_an_event_lasts_is_no_day() -> None:
    (area,) = read("艺术节闭幕，展期5日，展览面积达2万平方米。")
    assert area.period is None or area.period.end.day != 5
    (begun,) = read("艺术节8月5日开幕，展览面积达2万平方米。")
    assert begun.period is not None
    assert begun.period.end.day == 5


def test_a_county_that_was_struck_owns_what_it_lost() -> None:
    assert {c.entity for c in read("暴雨造成甲乙县3个乡镇受灾，因灾死亡2人。")} == {"甲乙县"}
    assert {c.entity for c in read("暴雨造成多个县受灾，因灾死亡2人。")} == {None}
    assert {c.entity for c in read("据县应急指挥部消息，暴雨造成2人死亡。")} == {None}


def test_those_aboard() -> None:
    assert keys("一架载有80人的客机失事。") == ["机上人数"]
    assert keys("一架载有80名游客的客机失事。") != ["机上人数"]


def test_a_running_loss_is_of_its_day() -> None:
    told = [(date(2025, 8, 9), "截至8月9日8时，台州市直接经济损失3亿元。")]
    told.append((date(2025, 8, 10), "截至8月10日8时，台州市直接经济损失4亿元。"))
    read_ = [extract(Document(Source("d", "d.txt", "0", published=day), text)).claims[-1] for day, text in told]
    first, second = (align.key(c, day) for c, (day, _) in zip(read_, told, strict=True))
    assert first[:4] == second[:4]
    assert first != second
