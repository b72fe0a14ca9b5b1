"""Long phrases are cut into what a person would tick one by one."""

import pytest

from duijie.explain import explain, frame_of
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Check, Verdict
from duijie.kernel.frames import ElementKind
from duijie.kernel.matching import MatchRequest


def elements(title: str, text: str = "") -> list[str]:
    return [element.text for element in frame_of(title, text).elements]


def checks(title: str, offered: str) -> dict[str, Check]:
    document = Document("achievement:1", "achievement", offered, "")
    made = explain(MatchRequest("", title=title), document)
    return {check.wanted.text: check for check in made.checks}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("桥梁缆索表面缺陷巡检机器人", ["桥梁缆索", "缆索巡检", "巡检机器人"]),
        ("高炉煤气余热回收装置研制", ["高炉煤气", "煤气余热回收"]),
        ("温室番茄自动授粉机器人", ["温室番茄", "番茄授粉", "自动机器人", "授粉机器人"]),
        ("牦牛乳酪", ["牦牛乳酪"]),
        ("锂离子电池防爆技术", ["锂离子电池防爆"]),
    ],
)
def test_each_modifier_stands_with_its_head(title: str, wanted: list[str]) -> None:
    assert elements(title) == wanted


def test_the_head_alone_does_not_meet_a_modified_head() -> None:
    found = checks("铝合金轮毂表面抛光机器人", "一种轮毂运输车")["铝合金轮毂"]

    assert found.verdict is Verdict.UNKNOWN
    assert found.reason.code == "element.partly"
    assert found.reason.values["missing"] == "铝合金"


def test_one_part_is_met_although_the_other_is_not() -> None:
    found = checks("果园喷药无人车路径规划技术", "一种喷药无人车")

    assert found["喷药无人车"].verdict is Verdict.MET
    assert found["无人车路径规划"].verdict is Verdict.UNKNOWN


def test_two_words_of_different_clauses_do_not_stand_together() -> None:
    text = "配有耐候钢板的桥墩，其抗震性能良好。"

    assert checks("耐候钢板抗震试验方法", text)["钢板抗震"].verdict is Verdict.UNKNOWN


def test_a_change_goes_with_the_property_that_ends_its_phrase() -> None:
    kinds = {e.text: e.kind for e in frame_of("", "提高镁合金压铸件表面光洁度").elements}

    assert kinds["提高压铸件表面光洁度"] is ElementKind.EFFICACY
    assert "镁合金压铸件" in kinds


def test_a_general_thing_stays_with_the_word_before_it() -> None:
    assert "钛合金薄壁零件" in elements("钛合金薄壁零件铣削防振工艺")


def test_people_and_money_are_not_wanted() -> None:
    text = "需要嵌入式软件设计人才，以求降低科研费用，并与专业人员交流。需要绕线机张力控制技术。"

    assert elements("", text) == ["绕线机张力控制技术"]


def test_what_grows_to_harm_is_not_an_effect_that_is_wanted() -> None:
    assert elements("", "会增加焊工吸入烟尘的风险。需要焊烟净化装置。") == ["焊烟净化装置"]


@pytest.mark.parametrize(
    ("title", "offered", "verdict"),
    [
        ("气动阀门", "动力学模型的气动阀门", Verdict.MET),
        ("动力底盘", "底盘动力学模型", Verdict.UNKNOWN),
        ("棒材冷床", "冷床输出棒材", Verdict.UNKNOWN),
        ("驾驶辅助系统", "一种辅助驾驶系统", Verdict.MET),
    ],
)
def test_a_word_that_means_something_else_meets_nothing(
    title: str, offered: str, verdict: Verdict
) -> None:
    assert checks(title, offered)[title].verdict is verdict


def test_what_is_written_inside_another_element_is_listed_once() -> None:
    found = elements("转炉煤气回收", "转炉煤气回收利用需要改进。希望降低转炉煤气含尘量。")

    assert not {"煤气", "转炉煤气"} & set(found)


def test_a_property_of_no_thing_is_not_an_element() -> None:
    assert elements("", "要求去除率高。需要赤泥脱碱工艺。") == ["赤泥脱碱工艺"]


def test_a_general_word_that_is_not_looked_for_is_not_shown() -> None:
    assert elements("智能基站天线研究") == ["基站天线"]


def test_a_thing_that_is_not_relied_on_meets_nothing() -> None:
    assert checks("无人船导航", "不依靠导航的无人船")["无人船导航"].verdict is not Verdict.MET


def test_a_material_is_not_met_by_a_machine_of_the_same_name() -> None:
    found = checks("隔音降噪材料", "一种隔音降噪系统")

    assert Verdict.MET not in {check.verdict for check in found.values()}


def test_a_letter_in_a_name_stays_in_it() -> None:
    assert "维生素B片剂" in elements("维生素B片剂溶出度测定方法")
