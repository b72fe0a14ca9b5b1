from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.index import parse_filter, write_filter
from duijie.kernel.errors import FilterSyntaxError
from duijie.kernel.filters import EVERYTHING, Filter
from duijie.kernel.kinds import KINDS, VISIBILITIES

names = st.lists(st.text(min_size=1, max_size=8), max_size=3).map(tuple)
kinds = st.lists(st.sampled_from(list(KINDS)), max_size=3).map(tuple)
visibilities = st.lists(st.sampled_from([c.code for c in VISIBILITIES]), max_size=3).map(tuple)
dates = st.none() | st.dates()
levels = st.none() | st.integers(0, 9999)
filters = st.builds(
    Filter,
    kinds=kinds,
    regions=names,
    industries=names,
    ipc=names,
    trl_from=levels,
    trl_to=levels,
    dated_from=dates,
    dated_to=dates,
    valid_on=dates,
    organizations=names,
    without_organizations=names,
    visibilities=visibilities,
    record_ids=names,
    without_record_ids=names,
)


def test_a_filter_is_read_from_one_line() -> None:
    text = "kind:achievement,patent region:3304 trl:6..9 date:2023-01-01.. ipc:G06F not id:need:7"
    assert parse_filter(text) == Filter(
        kinds=("achievement", "patent"),
        regions=("3304",),
        trl_from=6,
        trl_to=9,
        dated_from=date(2023, 1, 1),
        ipc=("G06F",),
        without_record_ids=("need:7",),
    )


def test_one_number_is_a_range_of_one_level() -> None:
    assert parse_filter("trl:6") == Filter(trl_from=6, trl_to=6)


def test_an_empty_text_keeps_everything() -> None:
    assert parse_filter("  ") == EVERYTHING


def test_a_name_with_spaces_stands_in_quotes() -> None:
    text = 'org:"甲, 乙 \\"丙\\" 公司" visibility:public valid:2026-10-01'
    assert parse_filter(text) == Filter(
        organizations=('甲, 乙 "丙" 公司',), visibilities=("public",), valid_on=date(2026, 10, 1)
    )


@pytest.mark.parametrize(
    ("text", "position", "why"),
    [
        ("kind", 1, "a condition begins"),
        ("kind:need colour:red", 11, "no condition of that name"),
        ("kind:", 6, "a value is missing"),
        ("kind:achievment", 1, "a kind is achievement"),
        ("trl:3 visibility:secret", 7, "a visibility is public"),
        ("kind:need,", 11, "a value is missing"),
        ('org:"open', 5, "a value is missing"),
        ("trl:six", 5, "a whole number"),
        ("trl:..", 1, "at least one end"),
        ("date:2023-02-30", 6, "2023-01-31"),
        ("trl:3 trl:4", 7, "given twice"),
        ("not kind:need", 1, "only before organization and id"),
        ('kind:"need"id:b', 12, "a space is missing"),
    ],
)
def test_a_wrong_filter_says_where_and_why(text: str, position: int, why: str) -> None:
    with pytest.raises(FilterSyntaxError) as caught:
        parse_filter(text)
    assert caught.value.values["position"] == position
    assert why in str(caught.value)


@given(filters)
def test_every_filter_is_read_back_as_it_was_written(where: Filter) -> None:
    assert parse_filter(write_filter(where)) == where


@given(st.text())
def test_any_text_is_a_filter_or_a_clear_error(text: str) -> None:
    try:
        where = parse_filter(text)
    except FilterSyntaxError:
        return
    assert parse_filter(write_filter(where)) == where


@given(st.text(alphabet='kindtrlorg:,." \\-0123456789not', max_size=30))
def test_any_text_near_the_syntax_is_a_filter_or_a_clear_error(text: str) -> None:
    try:
        where = parse_filter(text)
    except FilterSyntaxError:
        return
    assert parse_filter(write_filter(where)) == where
