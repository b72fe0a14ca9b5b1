"""A Chinese need meets an English achievement, and the other way round."""

import pytest

from duijie.explain import explain
from duijie.explain.dictionaries import table
from duijie.explain.synonyms import synonym_groups
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Verdict
from duijie.kernel.frames import Element
from duijie.kernel.matching import MatchRequest


def check(wanted: str, offered: str, kind: type = Element) -> Check:
    document = Document("achievement:3", "achievement", "", offered)
    card = explain(MatchRequest("", title=wanted), document)
    [found] = [c for c in card.checks if isinstance(c.wanted, kind)]
    return found


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("碳化硅晶圆", "Polished silicon carbide wafers for power devices."),
        ("搅拌摩擦焊", "The joint is made by friction stir welding."),
        ("水凝胶敷料", "A hydrogel wound dressing with sustained release."),
        ("数字孪生", "It runs a digital-twin of the plant."),
        ("机器视觉", "Machine vision finds the parts."),
        ("heavy metal adsorption", "一种重金属吸附方法。"),
        ("stainless steel laser welding", "不锈钢的激光焊接工艺。"),
        ("wind turbine gear", "用于风电机组齿轮。"),
        ("solid-state electrolyte", "一种固态电解质。"),
    ],
)
def test_a_thing_is_known_in_the_other_language(wanted: str, offered: str) -> None:
    found = check(wanted, offered)

    assert found.verdict is Verdict.MET
    assert found.evidence is not None
    assert found.evidence.quote == offered


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("碳化硅晶圆", "A silicon nitride bearing."),
        ("heavy metal adsorption", "重金属的检测。"),
        ("wind turbine gear", "燃气轮机叶片。"),
        ("机器视觉", "A machine that needs no supervision."),
    ],
)
def test_another_thing_is_not_taken_for_it(wanted: str, offered: str) -> None:
    assert check(wanted, offered).verdict is not Verdict.MET


@pytest.mark.parametrize(
    ("wanted", "offered", "verdict"),
    [
        ("抗拉强度≥500MPa", "It has a tensile strength of 620 MPa.", Verdict.MET),
        ("孔隙率不超过2%", "The porosity is 3 %.", Verdict.NOT_MET),
        (
            "we need a tensile strength of at least 500 MPa",
            "抗拉强度达到450兆帕。",
            Verdict.NOT_MET,
        ),
        ("we need a cycle life of at least 2000 cycles", "循环寿命达3000次。", Verdict.MET),
        ("硬度≥60HRC", "The purity is 60 %.", Verdict.UNKNOWN),
    ],
)
def test_a_figure_is_compared_across_languages(wanted: str, offered: str, verdict: Verdict) -> None:
    document = Document("achievement:4", "achievement", "", offered)
    card = explain(MatchRequest(wanted), document)

    [found] = [c for c in card.checks if not isinstance(c.wanted, Element)]
    assert found.verdict is verdict


def test_every_line_of_the_two_languages_holds_both_and_no_word_stands_twice() -> None:
    lines = [line.split() for line in table("bilingual")["groups"]]
    every = [word for line in lines for word in line]

    assert len(lines) >= 300
    assert len(every) == len(set(every))
    assert [line for line in lines if all(w.isascii() for w in line)] == []
    assert [line for line in lines if not any(w.isascii() for w in line)] == []


def test_the_groups_of_both_dictionaries_are_one() -> None:
    group = synonym_groups()["抗拉强度"]

    assert {"拉伸强度", "tensile strength"} <= set(group)
    assert all(synonym_groups()[word] == group for word in group)
