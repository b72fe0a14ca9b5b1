"""Cells → values: what each type of field accepts, repairs and refuses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.ingest.checks import checker_for, looks_confidential
from duijie.ingest.checks.amounts import read_trl
from duijie.ingest.checks.days import read_day
from duijie.ingest.problem_codes import PROBLEM_CODES
from duijie.kernel.kinds import KINDS, FieldSpec, FieldType, Value
from duijie.kernel.problems import Severity

SPECS = {(kind.name, spec.name): spec for kind in KINDS.values() for spec in kind.fields}
ONE_OF_EACH_TYPE = {spec.type: spec for spec in SPECS.values()}
TYPES: dict[FieldType, type] = {
    FieldType.KEYWORDS: tuple,
    FieldType.IPC: tuple,
    FieldType.TRL: int,
    FieldType.MONEY: int,
    FieldType.DATE: date,
}
DAYS = {
    "2024-03-05": date(2024, 3, 5),
    "2024/3/5": date(2024, 3, 5),
    "2024.3.5": date(2024, 3, 5),
    "2024年3月5日": date(2024, 3, 5),
    "２０２４年３月５日": date(2024, 3, 5),
    "二〇二四年三月五日": date(2024, 3, 5),
    "二〇二四年十二月三十一日": date(2024, 12, 31),
    "2024年3月": date(2024, 3, 1),
    "2024-03": date(2024, 3, 1),
    "2024": date(2024, 1, 1),
    "2024年度": date(2024, 1, 1),
    "20240305": date(2024, 3, 5),
    "202403": date(2024, 3, 1),
    "2024-03-05 08:30:00": date(2024, 3, 5),
    "2024-03-05T08:30:00Z": date(2024, 3, 5),
    "2024/3/5 0:00": date(2024, 3, 5),
    "Mar 5, 2024": date(2024, 3, 5),
    "5 March 2024": date(2024, 3, 5),
    "25/12/2024": date(2024, 12, 25),
    "45356": date(2024, 3, 5),
    "长期": None,
    "2024-02-30": None,
    "2023-02-29": None,
    "昨天": None,
    "1024-01-01": None,
}
LEVELS = {
    "6": 6,
    "6.0": 6,
    "TRL 6": 6,
    "TRL6级": 6,
    "trl-6": 6,
    "6级": 6,
    "六级": 6,
    "第六级": 6,
    "Ⅵ": 6,
    "技术成熟度6级": 6,
    "6级（样机）": 6,
    "TRL4-6": 4,
    "7级及以上": 7,
    "中试阶段": 7,
    "小试": 5,
    "已产业化": 9,
    "实验室阶段": 4,
    "0": None,
    "10": None,
    "高": None,
}
CELLS = st.text(max_size=60) | st.from_regex(
    r"[0-9０-９一二三年月日万元.,/~ -]{1,20}", fullmatch=True
)


@pytest.mark.parametrize("cell", DAYS)
def test_a_day_is_read_however_it_is_written(cell: str) -> None:
    assert read_day(cell)[0] == DAYS[cell]


def test_an_expiry_without_a_day_ends_with_its_month_or_year() -> None:
    spec = SPECS["need", "deadline"]
    check = checker_for(spec)
    assert check("2024年2月")[0] == date(2024, 2, 29)
    assert check("2024")[0] == date(2024, 12, 31)
    assert check("2024-12")[0] == date(2024, 12, 31)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_in_every_usual_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}" if day.year > 999 else day.isoformat(),
        f"{day.isoformat()} 23:59:59",
    )
    assert {read_day(form) for form in forms} == {(day, ())}


@given(st.dates(date(1930, 1, 1), date(2100, 12, 31)))
def test_a_spreadsheets_day_number_is_the_day(day: date) -> None:
    serial = str((day - date(1899, 12, 30)) // timedelta(days=1))
    value, faults = read_day(serial)
    assert value == day
    assert [fault.code for fault in faults] == ["P-DATE-SERIAL"]


@pytest.mark.parametrize("cell", LEVELS)
def test_a_readiness_level_is_read_however_it_is_written(cell: str) -> None:
    assert read_trl(cell)[0] == LEVELS[cell]


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        ("200", 10_000, 2_000_000),
        ("200万元", 10_000, 2_000_000),
        ("200-300万", 1, 3_000_000),
        ("1,234,567.5元", 1, 1_234_568),
        ("1.5亿元", 1, 150_000_000),
        ("面议", 1, None),
        ("500 USD", 1, None),
        ("-5", 1, None),
    ],
)
def test_money_is_read_with_its_unit(cell: str, unit: int, yuan: int | None) -> None:
    assert checker_for(SPECS["need", "budget_yuan"], unit_yuan=unit)(cell)[0] == yuan


@pytest.mark.parametrize(
    ("kind", "field", "cell", "value", "codes"),
    [
        ("need", "title", " 防爆\u3000电池\n", "防爆 电池", []),
        ("need", "title", "甲\x07乙", "甲乙", ["P-CONTROL"]),
        ("need", "title", "暂无", None, []),
        ("need", "description", "一\r\n\r\n二", "一\n二", []),
        ("need", "keywords", "电池；防爆,膜、 防爆 | x", ("电池", "防爆", "膜", "x"), []),
        ("need", "keywords", "电池 防爆", ("电池", "防爆"), []),
        ("need", "keywords", "solid state battery", ("solid state battery",), []),
        ("need", "visibility", "公开", "public", []),
        ("need", "visibility", "绝密", "private", []),
        ("need", "visibility", "不保密", "public", []),
        ("need", "visibility", "一级", "private", ["P-CHOICE-UNKNOWN"]),
        ("need", "visibility", "否", "private", ["P-CHOICE-UNKNOWN"]),
        ("need", "need_kind", "联合攻关", "joint_development", []),
        ("need", "need_kind", "别的", None, ["P-CHOICE-UNKNOWN"]),
        ("need", "organization_uscc", "9111 0000 6000 37341L", "91110000600037341L", []),
        ("need", "organization_uscc", "91110000600037341A", None, ["P-USCC-CHECK"]),
        ("need", "organization_uscc", "3301", None, ["P-USCC-FORM"]),
        ("need", "region_code", "浙江省嘉兴市南湖区", "330402", []),
        ("need", "region_code", "江干区", "330104", ["P-REGION-OLD"]),
        ("need", "industry_code", "D26", "C26", ["P-INDUSTRY-SECTION"]),
        ("patent", "publication_number", "CN 109876543 A", "CN109876543A", []),
        ("patent", "publication_number", "内部7号", "内部7号", ["P-PATENT-FORM"]),
        ("patent", "application_number", "内部7号", None, ["P-PATENT-FORM"]),
        ("patent", "ipc_codes", "g06f 16/33 (2019.01)I；X99", ("G06F16/33",), ["P-IPC-UNKNOWN"]),
        ("patent", "ipc_codes", "H01M G06F", ("H01M", "G06F"), []),
        ("expert", "discipline_code", "计算机科学技术", "520", []),
    ],
)
def test_a_cell_is_cleaned_and_its_faults_named(
    kind: str, field: str, cell: str, value: Value, codes: list[str]
) -> None:
    checked, faults = checker_for(SPECS[kind, field])(cell)
    assert checked == value
    assert [fault.code for fault in faults] == codes


@pytest.mark.parametrize(
    ("header", "cell", "value", "is_read"),
    [
        ("是否保密", "是", "private", True),
        ("是否保密", "否", "public", True),
        ("是否公开", "是", "public", True),
        ("是否公开", "否", "private", True),
        ("Confidential", "No", "public", True),
        ("是否不公开", "否", "private", False),
        ("公开或保密", "是", "private", False),
        ("密级", "否", "private", False),
    ],
)
def test_yes_and_no_say_who_may_see_a_record_where_the_header_is_clear(
    header: str, cell: str, value: str, *, is_read: bool
) -> None:
    checked, faults = checker_for(SPECS["need", "visibility"], header=header)(cell)
    assert checked == value
    assert (faults == ()) is is_read


@pytest.mark.parametrize("header", ["密级", "保密期限", "涉密情况", "知悉对象", "公开情况"])
def test_a_header_about_confidentiality_is_noticed(header: str) -> None:
    assert looks_confidential(header)


@pytest.mark.parametrize("header", ["公开号", "公开(公告)日", "公开日期", "密度", "secretary"])
def test_other_headers_are_not_taken_for_confidentiality(header: str) -> None:
    assert not looks_confidential(header)


def test_a_long_text_is_cut_at_the_length_of_its_field() -> None:
    spec = SPECS["need", "title"]
    value, faults = checker_for(spec)("电" * (spec.max_length + 1))
    assert value == "电" * spec.max_length
    assert [fault.code for fault in faults] == ["P-TEXT-LONG"]


@pytest.mark.parametrize("spec", ONE_OF_EACH_TYPE.values(), ids=lambda spec: spec.type.value)
@given(cells=st.lists(CELLS, max_size=5))
def test_no_cell_makes_a_check_fail(spec: FieldSpec, cells: list[str]) -> None:
    check = checker_for(spec)
    for cell in cells:
        value, faults = check(cell)
        assert value is None or isinstance(value, TYPES.get(spec.type, str))
        assert value != ""
        assert value != ()
        assert all(fault.code in PROBLEM_CODES for fault in faults)
        assert check(cell) == (value, faults)
        if isinstance(value, str) and not any(f.severity is Severity.REJECTED for f in faults):
            assert len(value) <= spec.max_length
        if spec.type is FieldType.TRL:
            assert value is None or value in range(1, 10)
        if spec.type is FieldType.MONEY:
            assert value is None or 0 <= int(str(value)) <= 10**15
