"""Which figures are of the place whose paper prints them, and which of the country."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract.claims import extract
from factcheck.model import Document, Source

AUTUMN = date(2025, 10, 21)


def owners(text: str) -> set[str | None]:
    return {c.entity for c in extract(Document(Source("s1", "a.txt", "0", published=AUTUMN), text)).claims}


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("山西日报太原10月21日讯 据新华社北京10月20日电，国家统计局20日公布，前三季度国内生产总值增长4.9%。", "中国"),
        ("山西日报讯 据海关统计，前三季度进出口总值31.2万亿元，同比增长3%。", "中国"),
        ("山西日报太原10月9日讯 国庆假期，国内出游7.9亿人次，增长1.5%。", "中国"),
        # the paper's own place: its office, its scope, its name
        ("山西日报讯 省统计局10月20日公布，前三季度全省地区生产总值增长5.1%。", "山西省"),
        ("山西日报讯 经国家统计局统一核算，前三季度我省粮食产量91.2万吨。", "山西省"),
        ("山西日报讯 国家统计局山西调查总队公布，9月居民消费价格下降0.1%。", "山西省"),
        ("山西日报讯 国庆假期，山西国内出游6100万人次。", "山西省"),
    ],
)
def test_a_masthead_does_not_own_what_is_of_the_country(text: str, owner: str) -> None:
    assert owners(text) == {owner}


def test_what_a_paper_says_of_the_country_lasts_over_its_sentences() -> None:
    text = "山西日报讯 国家统计局公布，前三季度国内生产总值增长4.9%。社会消费品零售总额增长4.1%，投资下降0.6%。"
    assert owners(text) == {"中国"}


def test_after_news_from_abroad_home_is_named() -> None:
    text = "美国经济2025年前三季度增长2.0%。{}前三季度出口增长7.1%，进口下降0.2%。"
    assert owners(text.format("国内方面，海关总署13日公布，")) == {"美国", "中国"}
    assert owners(text.format("")) == {"美国"}
