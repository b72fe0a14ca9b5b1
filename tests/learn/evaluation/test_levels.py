"""Ordinal figures and the label-noise ceiling, by hand and against scikit-learn."""

import numpy as np
import pytest

from duijie.kernel.matching import Level
from duijie.learn.evaluation import (
    PairPrediction,
    confusion,
    expected_errors,
    levels_of,
    mae_score,
    noise_ceiling,
    quadratic_kappa,
    rank_within_needs,
)


def test_the_mae_score_is_one_over_one_plus_the_mean_error() -> None:
    assert mae_score(levels_of([1, 2, 3, 4]), levels_of([1, 2, 3, 4])) == 1
    assert mae_score(levels_of([1, 2, 3, 4]), levels_of([2, 2, 3, 1])) == 1 / (1 + 4 / 4)


def test_kappa_and_confusion_are_those_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(4)
    for _ in range(5):
        judged = random.integers(1, 5, 300)
        given = np.clip(judged + random.integers(-1, 3, 300), 1, 4)
        expected = metrics.cohen_kappa_score(judged, given, weights="quadratic")
        assert quadratic_kappa(judged, given) == pytest.approx(expected)
        table = metrics.confusion_matrix(judged, given, labels=[1, 2, 3, 4])
        assert confusion(judged, given).tolist() == table.tolist()


def test_kappa_of_a_single_level_is_no_number() -> None:
    assert np.isnan(quadratic_kappa(levels_of([3, 3]), levels_of([3, 3])))


def test_a_prediction_expects_the_error_that_its_probabilities_say() -> None:
    probabilities = np.array([[0.5, 0.5, 0, 0], [0.1, 0.2, 0.3, 0.4]])
    errors = expected_errors(probabilities, levels_of([1, 4]))
    assert errors.tolist() == pytest.approx([0.5, 0.1 * 3 + 0.2 * 2 + 0.3])


def test_the_ceiling_is_read_from_exact_repeats_only() -> None:
    rows = [
        ("n1", "a b", 4), ("n1", "a b", 4), ("n1", "a b", 1),  # others: 1 or 4 → 1; 1; 4
        ("n2", "a b", 2), ("n2", "c", 3),  # no repeat
        ("n3", "d", 2), ("n3", "d", 3),
        ("n3", " ", 1), ("n3", " ", 4),  # no title says nothing
    ]  # fmt: skip
    found = noise_ceiling(rows)
    assert (found.groups, found.pairs) == (2, 5)
    # By the median of the others: |4-1| + |4-1| + |1-4| + |2-3| + |3-2| = 11 of 5.
    assert found.by_others.value == pytest.approx(1 / (1 + 11 / 5))
    # By the median of all: 4 4 4 and 2 2: |1-4| + |3-2| = 4 of 5.
    assert found.at_most.value == pytest.approx(1 / (1 + 4 / 5))
    assert found.agreement.value == 0
    assert found.at_most.n == 2


def test_no_predictor_of_the_pair_beats_the_ceiling() -> None:
    random = np.random.default_rng(9)
    rows = [(f"n{n}", "t", int(random.integers(1, 5))) for n in range(60) for _ in range(3)]
    most = noise_ceiling(rows).at_most.value
    assert most is not None
    judged = levels_of([level for _, _, level in rows])
    for seed in range(50):
        guesses = np.random.default_rng(seed).integers(1, 5, 60).repeat(3)
        assert mae_score(judged, guesses) <= most


def test_without_repeats_there_is_no_ceiling() -> None:
    found = noise_ceiling([("n1", "a", 1), ("n2", "a", 2)])
    assert (found.pairs, found.at_most.value) == (0, None)


def pair(need: str, achievement: str, level: int | None, score: float) -> PairPrediction:
    judged = None if level is None else Level(level)
    return PairPrediction(need, achievement, judged, Level.WEAK, (0.25,) * 4, score)


def test_only_needs_with_five_judged_and_one_fairly_strong_are_ranked() -> None:
    ranked = [
        *(pair("enough", f"a{n}", level, -n) for n, level in enumerate((4, 1, 2, 1, 3))),
        *(pair("few", f"a{n}", 4, n) for n in range(4)),
        *(pair("weak", f"a{n}", 2, n) for n in range(9)),
    ]
    found = rank_within_needs(ranked)
    assert found is not None
    assert found.request_ids == ("enough",)
    assert 0.8 < found.values["ndcg@10"][0] < 1
    assert rank_within_needs(ranked[5:]) is None


def test_an_achievement_in_several_rows_counts_once() -> None:
    rows = [pair("n", f"a{n}", level, -n) for n, level in enumerate((4, 3, 2, 1, 1))]
    twice = rank_within_needs([*rows, rows[0], rows[0]])
    once = rank_within_needs(rows)
    assert once is not None
    assert twice is not None
    assert twice.values["ndcg@10"].tolist() == once.values["ndcg@10"].tolist() == [1.0]
