"""Code lists: complete, in editions, read by code and by name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.codes import (
    DISCIPLINES,
    INDUSTRIES,
    REGIONS,
    read_discipline,
    read_industry,
    read_region,
    region_path,
)


def test_the_lists_have_as_many_codes_as_their_standards() -> None:
    assert [entry.code for entry in INDUSTRIES if len(entry.code) == 1] == list(
        "ABCDEFGHIJKLMNOPQRST"
    )
    divisions = sorted(entry.code[1:] for entry in INDUSTRIES if len(entry.code) == 3)
    assert divisions == [f"{number:02d}" for number in range(1, 98)]
    assert len(DISCIPLINES) == 62
    assert len([entry for entry in REGIONS if entry.code.endswith("0000")]) == 34
    cities = [e for e in REGIONS if e.code.endswith("00") and not e.code.endswith("0000")]
    assert len(cities) == 11


def test_zhejiang_has_ninety_counties_and_districts_today() -> None:
    counties = [e for e in REGIONS if e.code[:2] == "33" and not e.code.endswith("00")]
    assert len([entry for entry in counties if entry.is_valid_on(date(2026, 1, 1))]) == 90


def test_every_entry_names_its_edition_and_both_languages() -> None:
    for entry in (*INDUSTRIES, *REGIONS, *DISCIPLINES):
        assert entry.edition.startswith("GB/T")
        assert entry.label("zh")
        assert entry.label("en").isascii()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C", "C"),
        ("26", "C26"),
        ("C26", "C26"),
        ("2614", "C2614"),
        ("C2614", "C2614"),
        ("D26", "C26"),
        ("c26", "C26"),
        ("C26 化学原料", "C26"),
        ("医药制造业", "C27"),
        ("医药", "C27"),
        ("制造业", "C"),
        ("制造业-医药制造业", "C27"),
        ("Z", None),
        ("99", None),
        ("C26145", None),
        ("火星业", None),
        ("", None),
    ],
)
def test_an_industry_is_read_by_code_or_name(text: str, code: str | None) -> None:
    assert read_industry(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("330402", "330402"),
        ("3304", "330400"),
        ("33", "330000"),
        ("330402001000", "330402"),
        ("浙江省嘉兴市南湖区", "330402"),
        ("浙江 嘉兴", "330400"),
        ("嘉兴", "330400"),
        ("南湖区", "330402"),
        ("Jiaxing", "330400"),
        ("浙江省嘉兴市南湖区中山路1号", "330402"),
        ("江苏省苏州市", "320000"),
        ("320583", "320583"),
        ("999999", None),
        ("339999", None),
        ("火星", None),
        ("", None),
        ("12345", None),
    ],
)
def test_a_region_is_read_by_code_or_name(text: str, code: str | None) -> None:
    assert read_region(text) == code


def test_of_two_codes_of_one_name_the_one_in_force_is_read() -> None:
    assert read_region("临安") == "330112"
    assert read_region("临安", on=date(2010, 1, 1)) == "330185"
    assert read_region("江干区") == "330104"


def test_the_path_of_a_region_goes_from_province_to_county() -> None:
    assert [entry.zh for entry in region_path("330402")] == ["浙江省", "嘉兴市", "南湖区"]
    assert [entry.zh for entry in region_path("320583")] == ["江苏省"]


def test_disciplines_are_read_by_code_or_name() -> None:
    assert read_discipline("520") == "520"
    assert read_discipline("520.3040") == "5203040"
    assert read_discipline("520 计算机科学技术") == "520"
    assert read_discipline("计算机科学技术") == "520"
    assert read_discipline("999") is None


@given(st.text(max_size=60) | st.text("浙江省嘉兴市0123456789CD", max_size=12))
def test_no_text_makes_reading_fail(text: str) -> None:
    region, industry, discipline = read_region(text), read_industry(text), read_discipline(text)
    assert region is None or (len(region) == 6 and read_region(region) == region)
    assert industry is None or read_industry(industry) == industry
    assert discipline is None or read_discipline(discipline) == discipline
