"""Few and sure elements: the thing and its problem, not the words that stand around them."""

import pytest

from duijie.explain import explain, frame_of, word_card
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Verdict
from duijie.kernel.matching import MatchRequest


def elements(title: str, text: str) -> list[str]:
    return [element.text for element in frame_of(title, text).elements]


def test_what_a_problem_leads_to_is_not_wanted() -> None:
    found = elements(
        "锂电池极片毛刺检测",
        "我公司生产动力电池，分切中的卷边等极片毛刺会导致整卷退货，希望引进高速视觉分拣装置。",
    )

    assert found == ["锂电池极片", "极片毛刺检测", "视觉分拣装置"]


def test_the_figures_of_a_problem_clause_still_count() -> None:
    found = frame_of("", "毛刺高度不超过12微米，希望引进检测设备。").quantities

    assert [(one.property_name, one.high) for one in found] == [("毛刺高度", 12.0)]


def test_a_thing_that_is_named_once_beside_the_subject_is_left_out() -> None:
    text = "罐体焊缝由人工探伤。质检员打开观察灯。采用相控阵超声，罐体焊缝探伤报告自动归档。"

    found = elements("储罐焊缝自动探伤机器人", text)

    assert {"储罐焊缝", "焊缝探伤", "探伤机器人"} <= set(found)
    assert not {"观察灯", "质检员打开观察灯", "质检员"} & set(found)


def test_what_is_asked_for_counts_although_it_is_named_once() -> None:
    found = elements("果园作业", "劳力成本居高不下，寻求自走式采摘机器人，并采用双目立体视觉。")

    assert found == ["果园作业", "自走式机器人", "采摘机器人", "双目立体视觉"]


@pytest.mark.parametrize(
    "text",
    [
        "需保存每批。费用百万元。",
        "技术已成熟，利润可观，供应商众多。",
        "We ask suppliers to validate and compare the feature.",
    ],
)
def test_money_generic_words_and_lone_verbs_make_no_element(text: str) -> None:
    assert elements("", text) == []


def test_a_name_that_begins_with_a_light_word_stays_whole() -> None:
    assert elements("可降解地膜", "") == ["可降解地膜"]
    assert elements("新型间充质干细胞制剂", "")[0].startswith("间充质干细胞")


def test_a_card_names_the_product_and_compares_what_the_product_is_sold_with() -> None:
    title = "锂电极片毛刺在线检测"
    text = (
        "需求内容：\n公司生产锂电极片，分切后的卷边等毛刺会造成整卷报废，希望引进高速毛刺在线检测"
        "设备，能够检出12微米以下的毛刺缺陷，检出率不低于99%，单线速度≥80m/min，预算90万元以内。\n"
        "公司概况：公司成立于2011年，年销售收入3亿元，拥有员工120人。"
    )
    offer = Document(
        "achievement:9", "achievement", "极片毛刺在线检测仪",
        "采用线扫相机，能识别12微米的极片毛刺缺陷。单线速度达到60米/分钟。",
    )  # fmt: skip

    card = explain(MatchRequest(text, title=title), offer)

    read = {line.split(":")[0]: line for line in word_card(card, "en")}
    assert "“采用线扫相机，能识别12微米的极片毛刺缺陷。”" in read["✓ 毛刺缺陷 ≤ 12 µm"]
    assert "? 检出率 ≥ 99 %" in read
    assert card.count(Verdict.NOT_MET) == 1
    assert read["→ To meet this, raise 单线速度 from 60 m/min to ≥ 80 m/min."]
    assert not [line for line in read if "报废" in line or "员工" in line or "卷边" in line]
