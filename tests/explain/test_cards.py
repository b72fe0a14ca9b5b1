"""Cards: met, not met and unknown, each with a true quotation from one document."""

import pytest

from duijie.explain import explain
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, ExplanationCard, Verdict
from duijie.kernel.filters import Filter
from duijie.kernel.frames import Element, Quantity
from duijie.kernel.matching import MatchRequest

MACHINE = Document(
    "achievement:1", "achievement", "高速颗粒缺陷在线检测机",
    "核心算法能检测出40μm的颗粒缺陷，检出率达97%。面向氟树脂颗粒生产线，使用温度-30~70℃。"
    "检测效率提升20%。本机不含激光光源，转让费150万元。",
    trl=7, region_code="330402",
)  # fmt: skip


def card(text: str, document: Document = MACHINE, where: Filter | None = None) -> ExplanationCard:
    return explain(MatchRequest(text, where=where or Filter()), document)


def number(text: str, document: Document = MACHINE) -> Check:
    [check] = [c for c in card(text, document).checks if isinstance(c.wanted, Quantity)]
    return check


def element(text: str, document: Document = MACHINE) -> Check:
    [check] = [c for c in card(text, document).checks if isinstance(c.wanted, Element)]
    return check


def achievement(text: str) -> Document:
    return Document("achievement:2", "achievement", "某项成果", text)


@pytest.mark.parametrize(
    ("wanted", "verdict"),
    [
        ("检出率≥95%", Verdict.MET),
        ("检出率不低于98%", Verdict.NOT_MET),
        ("检出率95%", Verdict.MET),
        ("缺陷检出率0.9以上", Verdict.MET),
        ("工作温度-20℃至60℃", Verdict.MET),
        ("工作温度-40℃至60℃", Verdict.NOT_MET),
        ("检测效率提高30%以上", Verdict.NOT_MET),
        ("漏检率≤1%", Verdict.UNKNOWN),
        ("检测效率不低于15%", Verdict.UNKNOWN),
        ("颗粒缺陷≤0.04mm", Verdict.MET),
        ("颗粒缺陷≤40kg", Verdict.UNKNOWN),
    ],
)
def test_numbers_compare_only_with_the_same_property_and_dimension(
    wanted: str, verdict: Verdict
) -> None:
    assert number(f"要求{wanted}").verdict is verdict


@pytest.mark.parametrize(
    ("offered", "verdict"),
    [
        ("检出率不低于96%", Verdict.MET),
        ("检出率不低于90%", Verdict.NOT_MET),
        ("检出率不超过90%", Verdict.NOT_MET),
        ("检出率约96%", Verdict.UNKNOWN),
        ("检出率96~98%", Verdict.MET),
        ("检出率90~98%", Verdict.UNKNOWN),
        ("检出率80~90%", Verdict.NOT_MET),
        ("检出率很高", Verdict.UNKNOWN),
    ],
)
def test_one_sided_and_vague_offers_are_judged_by_intervals(offered: str, verdict: Verdict) -> None:
    assert number("要求检出率≥95%", achievement(offered)).verdict is verdict


def test_a_bare_broad_property_needs_the_same_subject() -> None:
    wanted = "要求车用玻璃的厚度3.2毫米"

    assert number(wanted, achievement("桥壳的厚度19毫米。")).reason.code == "quantity.unstated"
    assert number(wanted, achievement("车用玻璃的厚度3.2毫米。")).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("wanted", "offered", "verdict"),
    [
        ("需要颗粒缺陷检测", "用于颗粒瑕疵的检测", Verdict.MET),
        ("需要锂离子电池防爆技术", "锂离子电池隔膜的制备", Verdict.UNKNOWN),
        ("需要水质处理技术", "水质监测装置", Verdict.UNKNOWN),
        ("需要石墨负极", "石墨烯负极", Verdict.UNKNOWN),
        ("需要碳纤维复合材料", "新材料研究系统", Verdict.UNKNOWN),
        ("需要激光光源", "本机不含激光光源", Verdict.NOT_MET),
        ("需要无溶剂胶粘", "该胶粘不含溶剂,无溶剂胶粘工艺", Verdict.MET),
        ("提高焊缝强度", "焊缝强度明显提升", Verdict.MET),
        ("提高焊缝强度", "会降低焊缝强度", Verdict.NOT_MET),
        ("提高焊缝强度", "测量焊缝强度", Verdict.UNKNOWN),
        ("we need fluoropolymer films", "A film of fluoropolymer", Verdict.MET),
        ("we need a welding robot", "A robotics course", Verdict.UNKNOWN),
    ],
)
def test_elements_are_met_by_their_own_words_only(
    wanted: str, offered: str, verdict: Verdict
) -> None:
    assert element(wanted, achievement(offered)).verdict is verdict


def test_an_affirmation_elsewhere_outweighs_a_negation() -> None:
    offered = achievement("一号机不含激光光源。二号机配有激光光源。")

    assert element("需要激光光源", offered).verdict is Verdict.MET


def test_a_partly_covered_element_names_what_is_missing() -> None:
    found = element("需要锂离子电池防爆技术", achievement("锂离子电池隔膜的制备"))

    assert found.reason.code == "element.partly"
    assert found.reason.values["missing"] == "防爆"


def test_conditions_are_checked_against_the_facets() -> None:
    found = card("要求TRL≥8，预算200万元", where=Filter(regions=("3304",)))

    codes = {check.reason.code for check in found.checks}
    assert {"trl.not_met", "budget.met", "region.met"} <= codes


def test_the_nearest_change_comes_first() -> None:
    found = card("要求检出率≥98%，重量不超过20kg，检测效率提高30%以上")

    assert [(c.code, c.values.get("have", "")) for c in found.changes] == [
        ("change.raise", "97 %"),
        ("change.raise", "20 %"),
        ("change.state", ""),
    ]


def test_met_checks_are_read_first() -> None:
    verdicts = [check.verdict for check in card("要求重量≤3kg，检出率≥98%，检出率≥90%").checks]

    assert verdicts == sorted(verdicts, key=[Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN].index)


def test_ten_documents_each_speak_for_themselves() -> None:
    request = MatchRequest("要求检出率≥95%")
    documents = [
        Document(f"achievement:{n}", "achievement", "检测机", f"检出率为{n}%。")
        for n in range(90, 100)
    ]

    cards = [explain(request, document) for document in documents]

    assert [c.checks[0].verdict is Verdict.MET for c in cards] == [n >= 95 for n in range(90, 100)]


@pytest.mark.parametrize(
    ("wanted", "offered", "verdict"),
    [
        ("能够识别50微米以下的划痕", "本机可识别50微米的表面划痕", Verdict.MET),
        ("能够识别50微米以下的划痕", "本机可识别0.03毫米的表面划痕", Verdict.MET),
        ("能够识别50微米以下的划痕", "本机可识别80微米的表面划痕", Verdict.NOT_MET),
        ("能够识别50微米以上的划痕", "本机可识别20微米的划痕", Verdict.MET),
        ("检出0.1mm的裂纹", "可检出0.05mm以上的裂纹", Verdict.MET),
        ("detect cracks of 60 µm or less", "It detects cracks of 60 µm.", Verdict.MET),
        ("detect cracks of 60 µm or less", "It resolves cracks down to 45 µm.", Verdict.MET),
        ("detect cracks of 60 µm or less", "It detects cracks of 90 µm.", Verdict.NOT_MET),
    ],
)
def test_whoever_finds_as_small_a_thing_meets_the_wish(
    wanted: str, offered: str, verdict: Verdict
) -> None:
    text = f"希望引进高速在线检测设备，{wanted}" if not wanted.isascii() else f"We need to {wanted}"

    assert number(text, achievement(offered)).verdict is verdict


def test_a_claim_that_goes_less_far_is_not_met_and_says_so() -> None:
    found = card("要求漏检率≤2%", achievement("漏检率不超过5%"))
    [check] = [c for c in found.checks if isinstance(c.wanted, Quantity)]

    assert (check.verdict, check.reason.code) == (Verdict.NOT_MET, "quantity.claims_less")
    assert [change.code for change in found.changes] == ["change.confirm"]
    assert float(check.reason.values["gap"]) == pytest.approx(1.5)


def test_what_is_settled_outweighs_a_claim_that_goes_less_far() -> None:
    offered = achievement("检出率不低于85%。实测检出率96%。")

    assert number("要求检出率≥95%", offered).verdict is Verdict.MET
