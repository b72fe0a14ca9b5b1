"""Silence where it costs less than a bad list, and never only because a card bounds a chance."""

import numpy as np
import pytest

from duijie.kernel.matching import Level
from duijie.learn.ranker.threshold import HIGHEST, LOWEST, threshold_by_cost
from duijie.match.levels import HIGHEST_CHANCE

CHANCES = np.array([0.05, 0.1, 0.15, 0.3, 0.35, 0.4])
GOOD = np.array([False, False, True, False, True, True])


@pytest.mark.parametrize(
    ("bad_list", "silence", "threshold"),
    [(1.0, 2.0, 0.125), (5.0, 1.0, 0.325), (0.0, 1.0, LOWEST), (1.0, 0.0, 0.325)],
)
def test_the_dearer_silence_is_the_less_is_kept_silent(
    bad_list: float, silence: float, threshold: float
) -> None:
    found = threshold_by_cost(CHANCES, GOOD, cost_of_bad_list=bad_list, cost_of_silence=silence)
    assert found == pytest.approx(threshold, abs=1e-4)


def test_lists_that_are_all_good_are_all_shown() -> None:
    every = np.ones(len(CHANCES), np.bool_)
    found = threshold_by_cost(CHANCES, every, cost_of_bad_list=9.0, cost_of_silence=1.0)
    assert found == LOWEST


def test_what_a_card_bounds_is_not_silenced_by_that_alone() -> None:
    assert HIGHEST_CHANCE[Level.WEAK] > HIGHEST
