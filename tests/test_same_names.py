"""Two papers tell one fact in their own words: the figures meet by their keys, and only where nothing differs."""

from __future__ import annotations

from datetime import date

import pytest

from factcheck.align import key
from factcheck.extract.claims import extract
from factcheck.model import Document, Source

DAY = date(2025, 3, 1)


def keys(text: str, entity: str = "中国") -> list[tuple[str, ...]]:
    found = extract(Document(Source("s1", "a.txt", "0", published=DAY, entity=entity), text))
    return [key(claim, DAY) for claim in found.claims]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年扣除非经常性损益后的归母净利润3.27亿元。", "2024年扣非净利润3.27亿元。"),
        ("2024年新车交付量32万辆。", "2024年交付量达32万辆。"),
        ("2024年净利息收益率1.54%。", "2024年净息差为1.54%。"),
        ("2024年末不良贷款比率1.31%。", "2024年末不良率为1.31%。"),
        ("2024年末全国发电装机33亿千瓦。", "2024年末全国发电装机容量33亿千瓦。"),
        ("2024年房企到位资金9.1万亿元。", "2024年房地产开发企业到位资金9.1万亿元。"),
        ("2024年小麦总产量1.4亿吨。", "2024年小麦产量1.4亿吨。"),
        ("2024年二产用电量6.3万亿千瓦时。", "2024年第二产业用电量6.3万亿千瓦时。"),
        ("2024年粮食播面17.9亿亩。", "2024年粮食播种面积17.9亿亩。"),
    ],
)
def test_one_fact_in_two_wordings(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年归母净利润3.27亿元。", "2024年扣非净利润3.27亿元。"),
        ("2024年研发费用3.27亿元。", "2024年研发投入3.27亿元。"),
        ("2024年净利差1.54%。", "2024年净息差1.54%。"),
        ("2024年新增发电装机容量3亿千瓦。", "2024年末发电装机容量3亿千瓦。"),
        ("2024年工业总产值1.4亿元。", "2024年工业总产量1.4亿元。"),
    ],
)
def test_what_differs_in_substance_never_meets(one: str, other: str) -> None:
    assert keys(one) != keys(other)
