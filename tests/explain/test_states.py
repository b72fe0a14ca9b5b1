"""The present state is not the target, and a number without a name is no property."""

import pytest

from duijie.explain import explain, frame_of
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Verdict
from duijie.kernel.frames import Element
from duijie.kernel.matching import MatchRequest


def numbers(text: str) -> list[tuple[str, float | None, float | None]]:
    return [(one.property_name, one.low, one.high) for one in frame_of("", text).quantities]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("现在废品率为6%，希望把废品率降低到2%以下。", [("废品率", None, 2.0)]),
        ("传统烘房的含水率只有15%，要求含水率≤9%。", [("含水率", None, 9.0)]),
        ("目前透光率为80%，拟将透光率提高到92%。", [("透光率", 92.0, 92.0)]),
        ("风机会产生75分贝的噪声，要求噪声不高于50分贝。", [("噪声", None, 50.0)]),
        ("目前依赖人工，要求检出率不低于97%。", [("检出率", 97.0, None)]),
    ],
)
def test_only_the_target_is_wanted(text: str, wanted: list[tuple[str, float, float]]) -> None:
    assert numbers(text) == wanted


@pytest.mark.parametrize("text", ["3年内完成国产化。", "90%以上是进口产品。", "需要4次。"])
def test_a_deadline_and_a_share_of_nothing_are_no_properties(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize("grade", ["304 N", "316L", "430 H"])
def test_a_grade_of_steel_is_no_force_and_no_volume(grade: str) -> None:
    assert numbers(f"壳体采用{grade}不锈钢") == []


def test_what_joins_a_name_to_its_number_is_no_part_of_the_name() -> None:
    assert numbers("要求氧化烧损率为0.8%") == [("氧化烧损率", 0.8, 0.8)]


def verdicts(wanted: str, said: str) -> dict[str, Verdict]:
    document = Document("achievement:1", "achievement", "某项成果", said)
    made = explain(MatchRequest(wanted), document)
    return {c.wanted.text: c.verdict for c in made.checks if isinstance(c.wanted, Element)}


def test_what_is_to_be_replaced_is_not_met_by_itself() -> None:
    assert verdicts("替代含氟溶剂", "采用含氟溶剂清洗")["替代含氟溶剂"] is not Verdict.MET
    assert verdicts("替代含氟溶剂", "可替代含氟溶剂")["替代含氟溶剂"] is Verdict.MET


def test_each_of_a_row_of_substances_is_to_be_absent() -> None:
    found = verdicts("要求不含铅、汞和镉的焊膏", "焊膏不含铅、汞")

    assert found["不含铅"] is Verdict.MET
    assert found["不含汞"] is Verdict.MET
    assert found["不含镉"] is Verdict.UNKNOWN


def test_without_a_thing_does_not_ask_for_the_thing() -> None:
    assert "毛刺" not in verdicts("需要没有毛刺的铝箔", "铝箔")
    assert "没有毛刺" in verdicts("需要没有毛刺的铝箔", "铝箔")
    assert "毛刺检测" in "".join(verdicts("目前没有毛刺检测的设备", "铝箔"))
