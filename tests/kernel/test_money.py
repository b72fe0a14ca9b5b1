"""Amounts of money in every usual notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.money import LARGEST_YUAN, MoneyRange, format_yuan, read_money, unit_of_header

AMOUNTS = {
    "200万元": (2_000_000, 2_000_000),
    "200 万": (2_000_000, 2_000_000),
    "２００万元": (2_000_000, 2_000_000),
    "1.5亿": (150_000_000, 150_000_000),
    "2百万": (2_000_000, 2_000_000),
    "3千万元": (30_000_000, 30_000_000),
    "5千元": (5_000, 5_000),
    "二百万元": (2_000_000, 2_000_000),
    "三十五万": (350_000, 350_000),
    "壹佰万元整": (1_000_000, 1_000_000),
    "￥1,234,567.50": (1_234_568, 1_234_568),
    "RMB 20 million": (20_000_000, 20_000_000),
    "人民币500元": (500, 500),
    "约200万": (2_000_000, 2_000_000),
    "200万左右": (2_000_000, 2_000_000),
    "200-300万": (2_000_000, 3_000_000),
    "50万-100万元": (500_000, 1_000_000),
    "50～100万": (500_000, 1_000_000),
    "50万至1亿": (500_000, 100_000_000),
    "不超过500万元": (None, 5_000_000),
    "500万以内": (None, 5_000_000),
    "≤500万": (None, 5_000_000),
    "不低于500万": (5_000_000, None),
    "500万以上": (5_000_000, None),
    "0": (0, 0),
}
NO_AMOUNTS = (
    "",
    "面议",
    "-5",
    "1,2",
    "100-",
    "一二三x",
    "12个月",
    "1e5",
    "9" * 40,
    "万",
)


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read_however_it_is_written(text: str) -> None:
    assert read_money(text) == MoneyRange(*AMOUNTS[text])


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_not_read(text: str) -> None:
    assert read_money(text) is None


def test_a_unit_in_the_text_goes_before_the_unit_of_the_header() -> None:
    assert read_money("200", unit_yuan=10_000) == MoneyRange(2_000_000, 2_000_000)
    assert read_money("200元", unit_yuan=10_000) == MoneyRange(200, 200)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("预算(万元)", 10_000),
        ("预算（单位：万元）", 10_000),
        ("金额[亿元]", 100_000_000),
        ("预算/元", 1),
        ("预算", 0),
        ("预算(含税)", 0),
        ("budget (yuan)", 1),
    ],
)
def test_the_unit_of_a_header_is_found(header: str, unit: int) -> None:
    assert unit_of_header(header) == unit


@given(st.integers(0, LARGEST_YUAN))
def test_what_is_shown_is_read_as_the_same_amount(yuan: int) -> None:
    assert read_money(format_yuan(yuan, "zh")) == MoneyRange(yuan, yuan)
    assert read_money(format_yuan(yuan, "en")) == MoneyRange(yuan, yuan)


@given(
    st.integers(0, 99_999), st.integers(0, 99_999), st.sampled_from(["", "元", "万", "万元", "亿"])
)
def test_a_range_is_ordered_and_its_unit_holds_for_both_ends(
    one: int, other: int, unit: str
) -> None:
    amount = read_money(f"{one}-{other}{unit}")
    factor = {"": 1, "元": 1, "万": 10_000, "万元": 10_000, "亿": 100_000_000}[unit]
    assert amount == MoneyRange(min(one, other) * factor, max(one, other) * factor)


@given(st.text(max_size=120) | st.text("0123456789.,万亿元千百十-~至约一二三", max_size=20))
def test_no_text_makes_reading_fail(text: str) -> None:
    amount = read_money(text)
    if amount is not None:
        assert 0 <= amount.upper <= LARGEST_YUAN
        assert amount.low is None or amount.high is None or amount.low <= amount.high
