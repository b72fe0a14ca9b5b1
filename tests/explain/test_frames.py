"""Elements and conditions of needs and achievements."""

from collections.abc import Sequence
from datetime import date

import pytest

from duijie.explain import frame_of
from duijie.kernel.frames import ElementKind

NEED = """需求内容：研制含氟聚合物颗粒的在线分选装置，采用机器视觉方法，提高颗粒缺陷的检出率。
技术指标：缺陷检出率不低于95%，处理速度达到2吨/小时。
现有工作基础：公司成立于2003年，拥有员工300人，建有喷雾干燥塔，年产能5000吨。
预计投入资金200万元，2027年6月30日前完成，要求TRL≥6。
"""


def elements(text: str, title: str = "") -> dict[str, ElementKind]:
    return {element.folded: element.kind for element in frame_of(title, text).elements}


@pytest.mark.parametrize(
    ("text", "folded", "kind"),
    [
        ("采用微波烧结方法", "微波烧结方法", ElementKind.METHOD),
        ("主要用于矿井巷道支护", "矿井巷道支护", ElementKind.APPLICATION),
        ("提高模具的使用寿命", "提高模具的使用寿命", ElementKind.EFFICACY),
        ("需要碳纤维复合材料", "碳纤维复合材料", ElementKind.MATERIAL),
        ("研制颗粒分选装置", "颗粒分选装置", ElementKind.PRODUCT),
        ("解决铸件开裂问题", "解决铸件开裂", ElementKind.EFFICACY),
        ("a device made of carbon fibre", "carbon fibre", ElementKind.MATERIAL),
        ("we need a particle sorting machine", "particle sorting machine", ElementKind.PRODUCT),
    ],
)
def test_cue_words_and_endings_give_the_kind(text: str, folded: str, kind: ElementKind) -> None:
    assert elements(text)[folded] is kind


def test_what_a_company_has_is_not_what_it_wants() -> None:
    found = frame_of("", NEED)

    words = " ".join(element.folded for element in found.elements)
    assert "颗粒" in words
    assert "喷雾干燥塔" not in words
    assert [q.property_name for q in found.quantities] == ["缺陷检出率", "处理速度"]


def test_a_company_speaking_of_itself_is_left_out_without_a_heading() -> None:
    found = elements("我公司是一家生产离心风机的企业，成立于1998年。希望开发低噪声蜗壳。")

    assert any("蜗壳" in folded for folded in found)
    assert not any("离心风机" in folded for folded in found)


def test_conditions_go_into_their_own_fields() -> None:
    found = frame_of("", "需求内容：研制分选装置，TRL≥6，预算200万元，2027年6月30日前完成。")

    assert (found.trl_from, found.budget_yuan) == (6, 2_000_000)
    assert found.deadline == date(2027, 6, 30)
    assert found.quantities == ()


@pytest.mark.parametrize(
    "text", ["目前已投入资金300万元", "年销售收入3亿元", "经济损失高达350亿元"]
)
def test_money_that_was_spent_or_earned_is_no_budget(text: str) -> None:
    assert frame_of("", text).budget_yuan is None


@pytest.mark.parametrize(
    ("text", "level"),
    [("技术成熟度不低于7级", 7), ("TRL 5", 5), ("技术就绪水平达到八级", 8), ("TRL>4", 5)],
)
def test_maturity_is_read_in_words_and_signs(text: str, level: int) -> None:
    assert frame_of("", text).trl_from == level


def test_generic_words_alone_are_no_element() -> None:
    assert frame_of("", "关键技术研究与系统开发，解决相关问题。").elements == ()


def test_rare_words_weigh_more_than_common_ones() -> None:
    def weigh(words: Sequence[str]) -> list[float]:
        return [9.0 if "氟" in word else 1.0 for word in words]

    found = frame_of("", "需要含氟聚合物。需要焊接机器人。", weigh=weigh).elements

    weights = {element.folded: element.weight for element in found}
    assert weights["含氟聚合物"] > weights["焊接机器人"]


@pytest.mark.parametrize(
    "heading", ["三、希望解决的技术难题及预算\n", "主要技术指标：", "(二)预期目标\n"]
)
def test_a_heading_of_wishes_ends_the_part_about_the_company(heading: str) -> None:
    text = f"现有工作基础：建有喷雾干燥塔，产能5000吨。\n{heading}叶片检测精度优于2mm。"

    found = frame_of("", text)

    assert [q.property_name for q in found.quantities] == ["叶片检测精度"]


def test_general_figures_of_a_country_are_not_wanted() -> None:
    found = frame_of("", "需求内容：据统计，全国冷库损耗率达到25%。研制损耗率≤5%的冷库。")

    assert [q.low for q in found.quantities] == [None]
