"""Laws that hold for any text, number and interval."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.explain import frame_of
from duijie.explain.dictionaries import table
from duijie.explain.intervals import (
    Interval,
    claims_less,
    gap,
    interval_of,
    judge,
    wanted_interval,
)
from duijie.explain.numbers import read_number
from duijie.explain.units import ask_pint, measure, measure_named, to_root
from duijie.kernel.explanations import Verdict
from duijie.kernel.frames import Bound, Quantity, Span

UNITS = (
    "%",
    "mm",
    "微米",
    "kg",
    "吨",
    "MPa",
    "℃",
    "kW",
    "小时",
    "克/立方厘米",
    "mg/L",
    "次/分",
    "V",
    "Hz",
)
values = st.decimals(min_value=0, max_value=99_999, places=2, allow_nan=False).map(float)
bounds = st.sampled_from([Bound.AT_LEAST, Bound.AT_MOST, Bound.RANGE, Bound.EXACT, Bound.ABOUT])


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(values), draw(values)))
    bound = draw(bounds)
    if bound in {Bound.EXACT, Bound.ABOUT}:
        high = low
    return Quantity(
        "直径", bound, None if bound is Bound.AT_MOST else low,
        None if bound is Bound.AT_LEAST else high, "millimeter", "[length]", "", Span("text", 0, 1),
    )  # fmt: skip


@settings(deadline=None)
@given(
    values,
    st.sampled_from(UNITS),
    st.sampled_from([("≥", ""), ("不超过", ""), ("", "以上"), ("约", "")]),
)
def test_a_written_quantity_is_read_back(value: float, unit: str, words: tuple[str, str]) -> None:
    before, after = words

    [found] = frame_of("", f"主轴参数{before}{value}{unit}{after}").quantities

    known = measure(unit)
    assert known is not None
    assert value in (found.low, found.high)
    assert found.unit == known.name
    assert found.text == f"{before}{value}{unit}{after}"


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=999, places=3), st.integers(-12, 12))
def test_a_power_of_ten_is_read_as_it_is_written(mantissa: object, power: int) -> None:
    assert math.isclose(
        read_number(f"{mantissa}×10^{power}"), float(f"{mantissa}e{power}"), rel_tol=1e-12
    )


@settings(deadline=None)
@given(quantities(), quantities())
def test_met_and_not_met_follow_from_the_intervals(wanted: Quantity, offered: Quantity) -> None:
    want, offer = wanted_interval(wanted), interval_of(offered)

    verdict = judge(wanted, offered)

    assert (verdict is Verdict.MET) == want.holds(offer)
    is_short = want.is_apart_from(offer) or claims_less(wanted, offered)
    assert (verdict is Verdict.NOT_MET) == (is_short and not want.holds(offer))
    assert (gap(wanted, offered) > 0) <= (verdict is Verdict.NOT_MET)


@settings(deadline=None)
@given(quantities(), quantities(), quantities())
def test_a_narrower_offer_is_never_judged_worse(
    wanted: Quantity, wide: Quantity, narrow: Quantity
) -> None:
    if interval_of(wide).holds(interval_of(narrow)) and judge(wanted, wide) is Verdict.MET:
        assert judge(wanted, narrow) is Verdict.MET


@settings(deadline=None)
@given(values, values, st.sampled_from([Bound.AT_LEAST, Bound.AT_MOST]))
def test_a_one_sided_claim_is_met_or_not_by_how_far_it_goes(
    first: float, second: float, bound: Bound
) -> None:
    near, far = sorted((first, second), reverse=bound is Bound.AT_MOST)
    wanted, weak, turned = (
        Quantity(
            "直径", side, None if side is Bound.AT_MOST else value,
            None if side is Bound.AT_LEAST else value, "millimeter", "[length]", "",
            Span("text", 0, 1),
        )
        for side, value in (
            (bound, far), (bound, near),
            (Bound.AT_MOST if bound is Bound.AT_LEAST else Bound.AT_LEAST, far),
        )
    )  # fmt: skip

    assert judge(weak, wanted) is Verdict.MET
    assert claims_less(wanted, weak) == (judge(wanted, weak) is Verdict.NOT_MET)
    assert claims_less(wanted, weak) == (not math.isclose(near, far))
    assert judge(wanted, turned) is Verdict.UNKNOWN


@settings(deadline=None)
@given(quantities())
def test_every_quantity_meets_itself(quantity: Quantity) -> None:
    assert judge(quantity, quantity) is Verdict.MET


@settings(deadline=None)
@given(values, values)
def test_intervals_hold_themselves_and_are_not_apart(low: float, width: float) -> None:
    interval = Interval(low, low + width)

    assert interval.holds(interval)
    assert not interval.is_apart_from(interval)


@settings(deadline=None)
@given(values)
def test_the_same_length_is_the_same_in_any_unit(value: float) -> None:
    assert math.isclose(
        to_root(value, "micrometer"), to_root(value / 1000, "millimeter"), rel_tol=1e-9
    )


@settings(deadline=None)
@given(st.sampled_from(sorted(table("units")["factors"])))
def test_the_shipped_table_agrees_with_pint(written: str) -> None:
    known = measure(written)

    assert known is not None
    asked = ask_pint(known.name)
    assert asked is not None
    assert asked == (known.name, known.factor, known.offset, known.dimension, known.symbol)
    assert measure_named(known.name) == known
