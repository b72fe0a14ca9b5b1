"""Prices and costs of a thing are numbers to be checked; what may be spent is the budget."""

import pytest

from duijie.explain import explain, frame_of
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Verdict
from duijie.kernel.frames import Quantity
from duijie.kernel.matching import MatchRequest


def price(wanted: str, said: str) -> Check:
    document = Document("achievement:1", "achievement", "焊接机器人 welding robot", said)
    card = explain(MatchRequest(wanted), document)
    [check] = [c for c in card.checks if isinstance(c.wanted, Quantity)]
    return check


@pytest.mark.parametrize(
    ("wanted", "name", "high"),
    [
        ("焊接机器人，售价不超过200万元", "售价", 2_000_000),
        ("价格不超过200万元的焊接机器人", "价格", 2_000_000),
        ("焊接机器人，成本低于50万元", "成本", 500_000),
        ("焊接机器人，单价≤5000元", "单价", 5_000),
        ("welding robot, price below 2 million yuan", "price", 2_000_000),
        ("welding robot, cost less than 500,000 yuan", "cost", 500_000),
    ],
)
def test_a_wanted_price_is_money_with_its_property(wanted: str, name: str, high: int) -> None:
    frame = frame_of("", wanted)
    [quantity] = frame.quantities
    assert (quantity.property_name, quantity.high, quantity.unit) == (name, high, "yuan")
    assert frame.budget_yuan is None
    assert name not in {element.folded for element in frame.elements}


@pytest.mark.parametrize("wanted", ["预算不超过200万元", "项目成本预算200万元", "经费200万元以内"])
def test_a_budget_stays_the_budget(wanted: str) -> None:
    frame = frame_of("", wanted)
    assert (frame.budget_yuan, frame.quantities) == (2_000_000, ())


@pytest.mark.parametrize(
    ("wanted", "said", "verdict"),
    [
        ("焊接机器人，售价不超过200万元", "焊接机器人售价150万元。", Verdict.MET),
        ("焊接机器人，售价不超过200万元", "焊接机器人价格为250万元/台。", Verdict.NOT_MET),
        ("焊接机器人，售价不超过200万元", "焊接机器人性能稳定。", Verdict.UNKNOWN),
        ("焊接机器人，售价不超过200万元", "转让费150万元。", Verdict.UNKNOWN),
        ("焊接机器人，售价不超过200万元", "进口焊接机器人售价300万元。", Verdict.UNKNOWN),
        ("焊接机器人，成本低于50万元", "整机成本30万元。", Verdict.MET),
        ("焊接机器人，成本低于50万元", "研发成本300万元。", Verdict.UNKNOWN),
        ("焊接机器人，成本低于50万元", "每年节约成本30万元。", Verdict.UNKNOWN),
        ("焊接机器人，成本低于50万元", "售价30万元。", Verdict.UNKNOWN),
        ("welding robot, price below 2 million yuan", "The price is 3 million yuan.",
         Verdict.NOT_MET),
        ("welding robot, price below 2 million yuan", "焊接机器人，价格150万元。", Verdict.MET),
    ],
)  # fmt: skip
def test_a_price_is_compared_with_the_price_of_the_same_thing(
    wanted: str, said: str, verdict: Verdict
) -> None:
    check = price(wanted, said)
    assert check.verdict is verdict
    assert (check.evidence is None) == (verdict is Verdict.UNKNOWN)
