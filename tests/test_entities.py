"""Owners of figures: places, scopes, bodies, works; who is the object, whom the document is about."""

from __future__ import annotations

import pytest

from factcheck.extract import entities, indicators
from factcheck.extract.claims import extract
from factcheck.extract.entities import EntityMention
from factcheck.model import Document, Source


def find(text: str) -> list[EntityMention]:
    return entities.find(text, 0, len(text))


def owner(text: str, entity: str | None = None) -> str | None:
    """The entity of the first claim of a document."""
    return extract(Document(Source("s1", "a.txt", "0", entity=entity), text)).claims[0].entity


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("深圳市地区生产总值", "深圳市", "place"),
        ("深圳地区生产总值", "深圳市", "place"),
        ("内蒙古自治区粮食产量", "内蒙古自治区", "place"),
        ("内蒙古粮食产量", "内蒙古自治区", "place"),
        ("南山区地区生产总值", "南山区", "place"),
        ("我国粮食产量", "中国", "place"),
        ("全国粮食产量", "中国", "place"),
        ("澳门特别行政区财政收入", "澳门", "place"),
        ("长三角地区进出口", "长三角地区", "place"),
        ("全市常住人口", "全市", "scope"),
        ("我省常住人口", "我省", "scope"),
        ("《流浪地球2》票房", "《流浪地球2》", "work"),
        ("招商银行股份有限公司净利润", "招商银行股份有限公司", "organisation"),
    ],
)
def test_one_owner_is_found(text: str, name: str, kind: str) -> None:
    (mention,) = find(text)
    assert (mention.name, mention.kind, mention.object) == (name, kind, False)
    assert text[mention.start : mention.end][:2] == text[:2]


@pytest.mark.parametrize(
    "text",
    ["《统计公报》显示", "《高质量发展规划》提出", "国家统计局数据显示", "显著增长", "继续保持", "其中出口"],
)
def test_no_owner_is_found(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("高于全国水平", "中国"),
        ("占全国的比重", "中国"),
        ("居全国第一", "中国"),
        ("位列全球第三", "世界"),
        ("对美国出口", "美国"),
        ("与东盟贸易", "东盟"),
        ("较上海高", "上海市"),
        ("比上海多", "上海市"),
        ("销往日本", "日本"),
    ],
)
def test_the_other_side_is_an_object(text: str, name: str) -> None:
    (mention,) = find(text)
    assert (mention.name, mention.object) == (name, True)


def test_what_is_listed_with_an_object_is_one_too() -> None:
    assert [m.object for m in find("对美国、日本和英国出口")] == [True, True, True]


def test_joined_places_are_one_name() -> None:
    assert [m.name for m in find("深圳—香港—广州集群")] == ["深圳—香港—广州"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青海省粮食产量116万吨。", "青海省"),
        ("2024年，青海省粮食产量116万吨。", "青海省"),
        ("青海粮食产量116万吨，居全国第28位。", "青海省"),
        ("2024年，青海对美国出口116万吨。", "青海省"),
        ("2024年，全国粮食产量7亿吨。", "中国"),
        ("《流浪地球2》票房达40亿元。", "《流浪地球2》"),
        ("招商银行股份有限公司净利润1466亿元。", "招商银行股份有限公司"),
        ("据国家统计局消息，2024年，青海省粮食产量116万吨。", "青海省"),
    ],
)
def test_whose_figure_it_is(text: str, expected: str) -> None:
    assert owner(text) == expected


@pytest.mark.parametrize(
    ("scope", "about"), [("全市", "珠海市"), ("我市", "珠海市"), ("全省", "青海省"), ("我省", "青海省")]
)
def test_a_scope_is_the_documents_place(scope: str, about: str) -> None:
    assert owner(f"{scope}粮食产量116万吨。", about) == about


def test_a_scope_is_the_place_spoken_of() -> None:
    text = "2024年，青海省粮食产量116万吨。全省油料产量20万吨。"
    claims = extract(Document(Source("s1", "a.txt", "0"), text)).claims
    assert [c.entity for c in claims] == ["青海省", "青海省"]


def test_a_document_is_about_the_place_it_names_most() -> None:
    text = "青海省工业向好。青海省消费向好。青海省投资向好。甘肃省出口向好。"
    assert entities.document_entity(text, None, None) == "青海省"


def test_what_the_metadata_says_wins() -> None:
    assert entities.document_entity("青海省工业。" * 5, "甘肃省", None) == "甘肃省"


def test_a_document_that_names_no_place_is_about_none() -> None:
    assert entities.document_entity("产量增长，消费向好。", None, None) is None


@pytest.mark.parametrize(
    ("name", "speaks"), [("国家统计局", True), ("人民日报", True), ("青海省", False), ("招商银行", False)]
)
def test_who_publishes_figures_of_others(name: str, speaks: bool) -> None:
    assert entities.is_speaker(name) is speaks


@pytest.mark.parametrize(
    ("name", "level"), [("青海省", "province"), ("珠海市", "city"), ("中国", "country"), ("某某", "")]
)
def test_level_of_a_place(name: str, level: str) -> None:
    assert entities.place_level(name) == level


def test_a_name_that_keeps_standing_before_indicators_is_in_use() -> None:
    text = "华为实现营业收入3亿元。华为净利润1亿元。华为公告称，华为销量增长。华为预计增长。"
    assert any("华为" in name for name in entities.names_in_use(text, indicators.known_pattern()))


@pytest.mark.parametrize("text", ["", "。", "《", "》《", "——", "对", "全国" * 200, "公司" * 100])
def test_odd_texts(text: str) -> None:
    find(text)
    entities.document_entity(text, None, None)
