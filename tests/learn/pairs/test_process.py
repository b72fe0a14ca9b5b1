"""The kernel regression is what it says: its slopes and its left-out predictions are exact."""

import numpy as np
import pytest

from duijie.learn.pairs.kernels import (
    NEED_VIEWS,
    TITLE_VIEWS,
    Cosines,
    PairKernel,
    Points,
    starting_parameters,
)
from duijie.learn.pairs.process import Examples, fit_process, left_out_loss, merged

RANDOM = np.random.default_rng(7)


def _units(rows: int, width: int) -> np.ndarray:
    made = np.abs(RANDOM.standard_normal((rows, width))).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def cosines() -> Cosines:
    needs = {view: (rows := _units(6, 4)) @ rows.T for view in NEED_VIEWS}
    return Cosines({view: _units(30, 5) for view in TITLE_VIEWS}, needs)


@pytest.fixture(scope="module")
def examples() -> Examples:
    needs, titles = np.arange(40) % 6, RANDOM.integers(0, 30, 40)
    figures = RANDOM.standard_normal((40, 5)).astype(np.float32)
    targets = (RANDOM.random((40, 3)) < 0.5).astype(np.float32)
    return merged(Points(needs, titles, figures), targets)[0]


def test_slopes_of_the_left_out_loss_are_its_differences(
    cosines: Cosines, examples: Examples
) -> None:
    start = starting_parameters(5)
    _, slopes = left_out_loss(start, examples, cosines, start)
    step = 0.02
    for place in range(len(start)):
        up, down = start.copy(), start.copy()
        up[place] += step
        down[place] -= step
        rise = left_out_loss(up, examples, cosines, start)[0]
        rise -= left_out_loss(down, examples, cosines, start)[0]
        assert slopes[place] == pytest.approx(rise / (2 * step), rel=0.05, abs=2e-3)


def test_left_out_predictions_are_those_of_a_regression_without_the_pair_or_need(
    cosines: Cosines, examples: Examples
) -> None:
    parameters = starting_parameters(5)
    _, left_out = fit_process(examples, cosines, parameters)
    means, noise = examples.means(), examples.noise(PairKernel(cosines, parameters).noise)
    kernel = PairKernel(cosines, parameters).over(examples.points)
    for found, inside in (
        (left_out.pair[3], np.arange(len(examples)) == 3),
        (left_out.need[3], examples.points.needs == examples.points.needs[3]),
    ):
        rest = ~inside
        matrix = kernel[np.ix_(rest, rest)] + np.diag(noise[rest])
        dual = np.linalg.solve(matrix, examples.targets[rest] - means)
        assert found == pytest.approx(kernel[3, rest] @ dual + means, abs=1e-3)


def test_repeats_are_merged_to_their_mean() -> None:
    points = Points(np.array([0, 0, 1]), np.array([2, 2, 2]), np.zeros((3, 1), np.float32))
    found, of = merged(points, np.array([[1.0], [0.0], [1.0]], dtype=np.float32))
    assert of.tolist() == [0, 0, 1]
    assert found.targets.tolist() == [[0.5], [1.0]]
    assert found.counts.tolist() == [2.0, 1.0]
