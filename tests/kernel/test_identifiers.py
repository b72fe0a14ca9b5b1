"""Identifiers: one spelling each, checked where they can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.identifiers import (
    PatentNumberKind,
    application_check_digit,
    read_ipc,
    read_patent_number,
    read_uscc,
    record_id,
    record_id_from_title,
    show_ipc,
    split_ipc,
)

ANYTHING = st.text(max_size=80) | st.text("CNZL0123456789.XABUGF/ ()", max_size=24)


@pytest.mark.parametrize("code", ["91110000600037341L", "91110108551385082Q"])
def test_a_right_credit_code_is_read_and_one_with_another_last_character_is_not(code: str) -> None:
    assert read_uscc(code) == code
    others = [char for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if char != code[-1]]
    assert {read_uscc(code[:-1] + char) for char in others} == {None}


def test_letters_that_a_credit_code_cannot_have_are_read_as_digits() -> None:
    assert read_uscc("9III0O00600037341L") == "91110000600037341L"
    assert read_uscc("91110000600037341l") == "91110000600037341L"
    assert read_uscc("９１１１００００６０００３７３４１Ｌ") == "91110000600037341L"


@pytest.mark.parametrize(
    ("written", "text", "kind", "is_right"),
    [
        ("CN109876543A", "CN109876543A", PatentNumberKind.PUBLICATION, True),
        ("cn 209876543 u", "CN209876543U", PatentNumberKind.PUBLICATION, True),
        ("CN1234567C", "CN1234567C", PatentNumberKind.PUBLICATION, True),
        ("200310102344.5", "CN200310102344.5", PatentNumberKind.APPLICATION, True),
        ("ZL 2003 1 0102344.5", "CN200310102344.5", PatentNumberKind.APPLICATION, True),
        ("ＣＮ200310102344", "CN200310102344.5", PatentNumberKind.APPLICATION, True),
        ("CN200310102344.6", "CN200310102344.5", PatentNumberKind.APPLICATION, False),
        ("US20190123456A1", "US20190123456A1", PatentNumberKind.FOREIGN, True),
        ("WO2020/123456 A1", "WO2020123456A1", PatentNumberKind.FOREIGN, True),
        ("EP1234567B1", "EP1234567B1", PatentNumberKind.FOREIGN, True),
    ],
)
def test_a_patent_number_has_one_spelling(
    written: str, text: str, kind: PatentNumberKind, is_right: bool  # noqa: FBT001
) -> None:  # fmt: skip
    number = read_patent_number(written)
    assert number is not None
    assert (number.text, number.kind, number.has_valid_check) == (text, kind, is_right)
    assert read_patent_number(number.text) is not None


@pytest.mark.parametrize("written", ["", "电池", "12345", "CN12", "199910102344.5", "CN209912"])
def test_what_is_no_patent_number_is_not_read(written: str) -> None:
    assert read_patent_number(written) is None


def test_the_check_digit_counts_weights_two_to_nine() -> None:
    digits = "200310102344"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    assert application_check_digit(digits) == "0123456789X"[total % 11]


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("G06F 16/33", "G06F16/33"),
        ("g06f016/33", "G06F16/33"),
        ("G06F0016330000", "G06F16/33"),
        ("H01M 10/0525(2010.01)I", "H01M10/0525"),
        ("Ｇ０６Ｆ", "G06F"),
        ("G06", "G06"),
        ("I06F", None),
        ("G06F/", None),
        ("", None),
        ("电池", None),
    ],
)
def test_an_ipc_symbol_has_one_spelling(written: str, symbol: str | None) -> None:
    assert read_ipc(written) == symbol
    if symbol:
        assert read_ipc(show_ipc(symbol)) == symbol


def test_lists_of_symbols_are_split_at_any_usual_separator() -> None:
    assert split_ipc("G06F 16/33；H01M,A01B|C07D、B32B") == [
        "G06F 16/33",
        "H01M",
        "A01B",
        "C07D",
        "B32B",
    ]


def test_a_record_without_a_number_is_known_by_title_and_organisation() -> None:
    one = record_id_from_title("need", "防爆电池", "甲公司")
    assert one == record_id_from_title("need", "防爆　電池", "甲公司 ")
    assert one != record_id_from_title("need", "防爆电池", "乙公司")
    assert one != record_id_from_title("achievement", "防爆电池", "甲公司")
    assert one != record_id("need", "防爆电池")


@given(ANYTHING)
def test_no_text_makes_reading_fail(text: str) -> None:
    number, code, symbol = read_patent_number(text), read_uscc(text), read_ipc(text)
    assert number is None or read_patent_number(number.text) is not None
    assert code is None or read_uscc(code) == code
    assert symbol is None or read_ipc(symbol) == symbol
