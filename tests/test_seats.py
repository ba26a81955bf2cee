"""Seats of a parliament are named by the party that holds them, and by when it did."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from factcheck.extract.claims import extract
from factcheck.model import Claim, Document, Source


def read(text: str) -> list[Claim]:
    return list(extract(Document(Source("a", "a.txt", "", published=date(2026, 2, 10)), text)).claims)


@pytest.mark.parametrize(
    "text",
    [
        "选举结果显示，青山党获得57个议席。",
        "青山党从31席增至57席。",
        "青山党由选前的31席成长为57席。",
        "反观在野的青山党仅57席。",
    ],
)
def test_the_seats_of_a_party(text: str) -> None:
    claim = read(text)[-1]
    assert (claim.indicator, claim.measure, claim.value, claim.unit) == ("青山党议席数量", "level", 57, "席")


def test_seats_before_the_ballot_are_others() -> None:
    claims = read("青山党拿到57席，较解散前的63席减少6席；绿野党24席，比上届多3席。")
    assert [(c.indicator, c.measure, c.value) for c in claims] == [
        ("青山党议席数量", "level", 57),
        ("青山党选举前议席数量", "level", 63),
        ("青山党议席数量", "change", Decimal(-6)),
        ("绿野党议席数量", "level", 24),
        ("绿野党议席数量", "change", Decimal(3)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "青山党在地方选区获得57席。",
        "青山党获胜，距离过半数还差57席。",
        "县议会选举中，青山党获得57席。",
        "影院共有座位57席。",
        "青山党派出57人。",
        "全国共设党校57个。",
    ],
)
def test_seats_of_a_chamber_or_of_no_party_keep_their_own_name(text: str) -> None:
    assert all(c.indicator != "青山党议席数量" for c in read(text))


def test_a_party_that_is_called_no_party() -> None:
    (found,) = read("日本众议院选举结果揭晓，国民阵线获得24个议席。")
    assert found.indicator == "国民阵线议席数量"
