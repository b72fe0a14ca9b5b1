"""What is wanted absent: 不含氟, 无铅, lead-free. The opposite of a wish never meets it."""

import pytest

from duijie.explain import explain, frame_of
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Verdict
from duijie.kernel.frames import Element
from duijie.kernel.matching import MatchRequest


def checks(wanted: str, said: str) -> list[Check]:
    document = Document("achievement:1", "achievement", "某项成果", said)
    return [
        c for c in explain(MatchRequest(wanted), document).checks if isinstance(c.wanted, Element)
    ]


def verdict_of(element: str, wanted: str, said: str) -> Verdict:
    [check] = [
        c
        for c in checks(wanted, said)
        if isinstance(c.wanted, Element) and c.wanted.text == element
    ]
    if check.verdict is not Verdict.UNKNOWN:
        assert check.evidence is not None
        assert check.evidence.quote in said
    return check.verdict


@pytest.mark.parametrize(
    ("element", "wanted", "said", "verdict"),
    [
        ("不含氟", "不含氟的阻燃电解液", "采用含氟阻燃电解液", Verdict.NOT_MET),
        ("不含氟", "不含氟的阻燃电解液", "一种不含氟的阻燃电解液", Verdict.MET),
        ("不含氟", "不含氟的阻燃电解液", "无氟阻燃电解液", Verdict.MET),
        ("不含氟", "不含氟的阻燃电解液", "a fluorine-free electrolyte", Verdict.MET),
        ("不含氟", "不含氟的阻燃电解液", "阻燃电解液", Verdict.UNKNOWN),
        ("不含氟", "不含氟的阻燃电解液", "与传统含氟电解液相比更安全", Verdict.UNKNOWN),
        ("不含氟", "不含氟的阻燃电解液", "不含氟化氢的电解液", Verdict.UNKNOWN),
        ("无铅焊料", "无铅焊料", "含铅焊料", Verdict.NOT_MET),
        ("无铅焊料", "无铅焊料", "无铅焊料", Verdict.MET),
        ("无铅焊料", "无铅焊料", "焊料不含铅", Verdict.MET),
        ("无铅焊料", "无铅焊料", "用铅笔画的焊料", Verdict.UNKNOWN),
        ("无溶剂涂料", "无溶剂涂料", "含溶剂涂料", Verdict.NOT_MET),
        ("无溶剂涂料", "无溶剂涂料", "涂料不含溶剂", Verdict.MET),
        ("未添加防腐剂", "未添加防腐剂的饮料", "饮料中添加防腐剂", Verdict.NOT_MET),
        ("未添加防腐剂", "未添加防腐剂的饮料", "饮料不含防腐剂", Verdict.MET),
        ("不使用激光光源", "不使用激光光源的检测机", "使用激光光源的检测机", Verdict.NOT_MET),
        ("不含有机溶剂", "不含有机溶剂的胶水", "胶水含有机溶剂", Verdict.NOT_MET),
        ("避免使用含氟溶剂", "避免使用含氟溶剂的工艺", "采用含氟溶剂的工艺", Verdict.NOT_MET),
        ("不要含氟", "不要含氟的电解液", "含氟电解液", Verdict.NOT_MET),
        ("免焊接连接器", "免焊接连接器", "免焊接连接器", Verdict.MET),
        ("lead-free solder", "lead-free solder", "a lead-containing solder", Verdict.NOT_MET),
        ("lead-free solder", "lead-free solder", "solder without lead", Verdict.MET),
        ("without solvent", "coating without solvent", "a solvent-free coating", Verdict.MET),
        ("with no lead", "solder with no lead", "solder with lead", Verdict.NOT_MET),
        ("with no lead", "solder with no lead", "made with lead-free solder", Verdict.MET),
        ("without lead", "solder without lead", "solder with lead time of 3 days", Verdict.UNKNOWN),
        ("free of lead", "coating free of lead", "a lead-free coating", Verdict.MET),
        ("without solvent", "coating without solvent", "coating with solvent", Verdict.NOT_MET),
    ],
)
def test_a_wanted_absence_is_met_by_the_same_absence_only(
    element: str, wanted: str, said: str, verdict: Verdict
) -> None:
    assert verdict_of(element, wanted, said) is verdict


@pytest.mark.parametrize("said", ["不含氟电解液", "无氟电解液", "不含氟的电解液"])
def test_what_is_wanted_present_is_not_met_by_its_absence(said: str) -> None:
    assert verdict_of("含氟电解液", "含氟电解液", said) is not Verdict.MET


@pytest.mark.parametrize(
    "wanted", ["不含氟的阻燃电解液", "未添加防腐剂的饮料", "不含铅、汞和卤素阻燃剂的塑料"]
)
def test_no_part_of_a_negated_phrase_is_wanted_by_itself(wanted: str) -> None:
    texts = [element.text for element in frame_of("", wanted).elements]
    assert not {"含氟", "添加防腐剂", "防腐剂", "含铅", "卤素阻燃剂"} & set(texts)


def test_the_thing_after_an_absence_is_not_itself_said_to_be_absent() -> None:
    assert verdict_of("阻燃电解液", "阻燃电解液", "一种不含氟的阻燃电解液") is Verdict.MET


@pytest.mark.parametrize("name", ["无人机", "无线传感器", "不锈钢管材", "非晶合金"])
def test_words_that_only_begin_like_a_negation_stay_whole(name: str) -> None:
    assert verdict_of(name, name, f"一种{name}") is Verdict.MET
