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
        ("2024年小麦总产1.4亿吨。", "2024年小麦产量1.4亿吨。"),
        ("2024年规上工业生产原煤47亿吨。", "2024年规模以上工业原煤产量47亿吨。"),
        ("2024年受雇员工年薪中位数54万元。", "2024年工业及服务业受雇员工全年总薪资中位数54万元。"),
        # of one share
        ("2024年EPS为1.83元/股。", "2024年每股收益1.83元。"),
        # since the last year's end is a year when the year is over
        ("2024年末总资产较上年末增长8.3%。", "2024年末总资产比年初增长8.3%。"),
        # a stock said of a month is that of its end
        ("2025年1月份，M2增速7%。", "2025年1月末，M2增长7%。"),
        ("2024年海外销量占总销量的15.1%。", "2024年海外销量占比15.1%。"),
        ("截至2024年6月30日止六个月，净利润3亿元。", "2024年上半年净利润3亿元。"),
        ("截至2024年12月31日止年度，净利润3亿元。", "2024年净利润3亿元。"),
        ("2024年，全国政府性基金预算收入62亿元。", "2024年我国政府性基金预算收入62亿元。"),
        ("2024年电网工程完成投资6083亿元。", "2024年电网工程投资额6083亿元。"),
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
        ("2024年9月末总资产较上年末增长8.3%。", "2024年9月末总资产同比增长8.3%。"),
        ("2025年1月份，M2增速7%。", "2025年2月末，M2增长7%。"),
        ("2024年海外销量占总销量的15.1%。", "2024年销量占海外销量的15.1%。"),
        ("截至2024年6月30日止三个月，净利润3亿元。", "2024年上半年净利润3亿元。"),
    ],
)
def test_what_differs_in_substance_never_meets(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize("lead", ["澄岳银行2024年业绩\n", "快讯 澄岳银行\n2024年末，澄岳银行总资产2万亿元。"])
def test_a_firm_that_opens_its_paper_owns_the_figures(lead: str) -> None:
    text = lead + "澄岳银行3月29日发布年报。2024年不良率1.12%。"
    assert keys(text, "")[-1][0] == "澄岳银行"


@pytest.mark.parametrize(
    "text", ["新能源汽车2024年销量\n新能源汽车2024年不良率1.12%。", "消费电子2024年业绩\n消费电子2024年不良率1.12%。"]
)
def test_a_kind_of_firm_is_no_firm(text: str) -> None:
    assert keys(text, "")[-1][0] not in ("新能源汽车", "消费电子")


def test_what_is_named_once_for_area_and_money() -> None:
    told = keys("2024年商品房销售面积9.7亿平方米，销售额9.6万亿元。")
    assert [k[1] for k in told] == [k[1] for k in keys("2024年商品房销售面积9.7亿平方米，商品房销售额9.6万亿元。")]
    assert keys("2024年门店面积9万平方米，销售额9.6亿元。")[1][1] == "销售额"


def test_pupils_behind_schools_are_of_all_schools() -> None:
    assert keys("2024年全国有学校142所，在校生10.27万人。")[1] == keys("2024年全国在校生10.27万人。")[0]
    assert keys("2024年全国有普通小学142所，在校生10.27万人。")[1] != keys("2024年全国在校生10.27万人。")[0]
