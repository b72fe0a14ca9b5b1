"""No cell of a report or a list of matches is computed by a spreadsheet."""

import pytest

from duijie.kernel.spreadsheets import neutralised

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " =", "\u3000=", "\x00=")


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_that_would_be_computed_gets_an_apostrophe(start: str) -> None:
    assert neutralised(f"{start}HYPERLINK(1)").startswith("'")


@pytest.mark.parametrize("cell", ["", "防爆电池", "1+1", "a=b", "95%", "'=1"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert neutralised(cell) == cell


def test_a_cell_is_on_one_line_and_without_nul() -> None:
    assert neutralised("甲\r\n乙\x00丙") == "甲  乙丙"
