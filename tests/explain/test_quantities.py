"""What counts as a quantity, and what only looks like one."""

import pytest

from duijie.explain import frame_of
from duijie.kernel.frames import Bound, Quantity


def only(text: str) -> Quantity:
    quantities = frame_of("", text).quantities
    assert len(quantities) == 1, [q.text for q in quantities]
    return quantities[0]


@pytest.mark.parametrize(
    ("text", "bound", "low", "high", "unit"),
    [
        ("检出率≥95%", Bound.AT_LEAST, 95, None, "percent"),
        ("检出率不低于95%", Bound.AT_LEAST, 95, None, "percent"),
        ("检出率95%以上", Bound.AT_LEAST, 95, None, "percent"),
        ("检出率百分之九十五以上", Bound.AT_LEAST, 95, None, "percent"),
        ("检出率达到９５％", Bound.EXACT, 95, 95, "percent"),
        ("缺陷尺寸40 微米以下", Bound.AT_MOST, None, 40, "micrometer"),
        ("缺陷尺寸小于0.1mm", Bound.AT_MOST, None, 0.1, "millimeter"),
        ("工作温度-20℃至60℃", Bound.RANGE, -20, 60, "degree_Celsius"),
        ("工作温度-20~60℃", Bound.RANGE, -20, 60, "degree_Celsius"),
        ("储存温度零下18度以下", Bound.AT_MOST, None, -18, "degree_Celsius"),
        ("堆积密度≥1.80克/立方厘米", Bound.AT_LEAST, 1.8, None, "gram / centimeter ** 3"),
        ("厚度偏差±0.5mm", Bound.RANGE, -0.5, 0.5, "millimeter"),
        ("槽液温度20±2℃", Bound.RANGE, 18, 22, "degree_Celsius"),
        ("使用年限3-5年", Bound.RANGE, 3, 5, "year"),
        ("响应时间不超过 2 s", Bound.AT_MOST, None, 2, "second"),
        ("疲劳寿命不低于10^5次", Bound.AT_LEAST, 100000, None, "occurrence"),
        ("浓度为5×10⁻³ mol/L", Bound.EXACT, 0.005, 0.005, "mole / liter"),
        ("浓度约5 mg·L-1", Bound.ABOUT, 5, 5, "milligram / liter"),
        ("年产量200余万吨", Bound.AT_LEAST, 2e6, None, "metric_ton"),
        ("装配速度每分钟30件", Bound.EXACT, 30, 30, "piece / minute"),
        ("桥丝电阻在(2.4~2.9)Ω", Bound.RANGE, 2.4, 2.9, "ohm"),
        ("准确率不低于0.9", Bound.AT_LEAST, 0.9, None, ""),
        ("定位精度优于3mm", Bound.AT_MOST, None, 3, "millimeter"),
        ("识别率优于98%", Bound.AT_LEAST, 98, None, "percent"),
        ("detection rate of at least 95 %", Bound.AT_LEAST, 95, None, "percent"),
        ("particle size below 40 µm", Bound.AT_MOST, None, 40, "micrometer"),
        ("power between 5 and 10 kW", Bound.RANGE, 5, 10, "kilowatt"),
    ],
)
def test_a_quantity_is_read_with_bound_and_unit(
    text: str, bound: Bound, low: float | None, high: float | None, unit: str
) -> None:
    found = only(text)

    assert (found.bound, found.low, found.high, found.unit) == (bound, low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "符合GB/T 22900-2022标准", "2018年12月提出", "控制PM2.5排放", "5G基站天线", "采用3D打印",
        "一是检出率,二是速度", "第3代机型", "18CrNiMo7-6钢", "上世纪80年代", "①检出缺陷",
    ],
)  # fmt: skip
def test_numbers_in_names_and_dates_are_no_quantities(text: str) -> None:
    assert frame_of("", text).quantities == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("颗粒缺陷检出率不低于95%", "颗粒缺陷检出率"),
        ("120粒度的抗冲击韧性≥67%", "抗冲击韧性"),
        ("容量保持率＞80%", "容量保持率"),
        ("使用温度为-20~60℃", "使用温度"),
        ("表面处理层净厚度(单边)≥0.1mm", "表面处理层净厚度"),
        ("检出率：≥95%", "检出率"),
        ("能检测40微米以下的颗粒缺陷", "颗粒缺陷"),
        ("实现95%以上的检出率", "检出率"),
        ("生产效率提高30%", "生产效率提高"),
        ("提高生产效率30%以上", "生产效率提高"),
        ("将能耗降低20%", "能耗降低"),
        ("检出率提高到95%", "检出率"),
        ("3.2毫米厚度", "厚度"),
        ("600MPa级钢筋", ""),
        ("a detection rate of at least 95 %", "detection rate"),
    ],
)
def test_the_property_is_what_the_number_measures(text: str, name: str) -> None:
    assert only(text).property_name == name


def test_numbers_of_a_list_share_their_property() -> None:
    first, second = frame_of("", "采样率分别为20MHz和250MHz").quantities

    assert first.property_name == second.property_name == "采样率"


def test_only_the_target_counts_when_a_state_stands_before_it() -> None:
    found = only("投矿量由目前的290t/h提升至330t/h")

    assert (found.property_name, found.low) == ("投矿量", 330)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("希望引进在线分拣设备，能够识别80微米以下的霉斑", "霉斑"),
        ("希望引进在线分拣设备，能够检出80微米以上霉斑", "霉斑"),
        ("希望引进在线分拣设备，处理速度达到2吨/小时以上的水平", "处理速度"),
        ("引进分拣设备，重量：80公斤以下的机型", "重量"),
        ("We want a sorting line, able to find 80 µm spots", "spots"),
        ("It finds spots as small as 80 µm and reaches a 97 % recovery rate", "spots"),
    ],
)
def test_the_thing_after_a_quantity_is_measured_where_none_stands_before(
    text: str, name: str
) -> None:
    assert frame_of("", text).quantities[0].property_name == name


def test_a_number_said_three_times_is_wanted_once() -> None:
    text = "拟开发600MPa级钢筋,对600MPa级钢筋进行研究,厚度3.2毫米。要求厚度3.2毫米。"
    told = [(q.property_name, q.low, q.unit) for q in frame_of("600MPa级钢筋", text).quantities]
    assert len(told) == len(set(told))
    assert [low for _, low, _ in told].count(3.2) == 1
