"""Folding keeps the length, so that offsets stay true."""

from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.folding import fold


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_width_case_and_traditional_characters_fold() -> None:
    assert fold("ＴＲＬ６級：鋰電池（Ａ）") == "trl6级:锂电池(a)"
