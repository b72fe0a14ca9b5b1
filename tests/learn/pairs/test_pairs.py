"""A model of pairs learns what a constant cannot, from any file of the format."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duijie.kernel.errors import ReleaseError
from duijie.learn.evaluation import PairPrediction, levels_of, mae_score
from duijie.learn.pairs import (
    PairModel,
    PairOptions,
    evaluate_pairs,
    load_pair_model,
    read_needs,
    read_pairs,
    train_pairs,
    write_pair_release,
)
from tests.learn.conftest import clock
from tests.learn.pairs.planted import pair_rows, write_needs, write_pairs


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pairs")
    write_needs(made)
    write_pairs(made / "train.tsv", pair_rows())
    write_pairs(made / "test.tsv", pair_rows(each=6, seed=3))
    return made


@pytest.fixture(scope="module")
def predicted(folder: Path) -> list[PairPrediction]:
    return evaluate_pairs(folder / "train.tsv", folder / "test.tsv", folder / "needs.jsonl")


@pytest.fixture(scope="module")
def model(folder: Path) -> PairModel:
    needs = read_needs(folder / "needs.jsonl")
    return train_pairs(read_pairs(folder / "train.tsv", needs, must_be_judged=True), needs)


def _score(found: list[PairPrediction]) -> float:
    judged = levels_of([int(one.level or 0) for one in found])
    return mae_score(judged, levels_of([one.predicted for one in found]))


def test_the_planted_levels_are_learned_for_needs_that_were_judged(
    predicted: list[PairPrediction],
) -> None:
    best_constant = max(
        mae_score(
            levels_of([int(one.level or 0) for one in predicted]),
            levels_of([level] * len(predicted)),
        )
        for level in (1, 2, 3, 4)
    )
    assert _score(predicted) > best_constant + 0.1


def test_the_planted_levels_are_learned_for_needs_never_seen(folder: Path, tmp_path: Path) -> None:
    rows = pair_rows()
    seen = write_pairs(tmp_path / "seen.tsv", [row for row in rows if row[2] < "n015"])
    unseen = write_pairs(tmp_path / "unseen.tsv", [row for row in rows if row[2] >= "n015"])
    found = evaluate_pairs(seen, unseen, folder / "needs.jsonl")
    fits = [one.score for one in found if (one.level or 0) > 1]
    misfits = [one.score for one in found if one.level == 1]
    above = np.mean([[fit > misfit for misfit in misfits] for fit in fits])
    assert above > 0.9


def test_chances_are_chances_and_the_level_is_their_median(predicted: list[PairPrediction]) -> None:
    for one in predicted:
        assert min(one.probabilities) >= 0
        assert sum(one.probabilities) == pytest.approx(1)
        reached = [sum(one.probabilities[level - 1 :]) > 0.5 for level in (2, 3, 4)]
        assert one.predicted == 1 + sum(reached)


def test_predictions_come_in_the_order_of_the_file(
    folder: Path, predicted: list[PairPrediction]
) -> None:
    rows = [line.split("\t") for line in (folder / "test.tsv").read_text("utf-8").splitlines()[1:]]
    assert [one.achievement_id for one in predicted] == [row[1] for row in rows]
    assert [int(one.level or 0) for one in predicted] == [int(row[3]) for row in rows]


def test_levels_of_the_test_file_are_never_looked_at(
    folder: Path, tmp_path: Path, predicted: list[PairPrediction]
) -> None:
    rows = [[*row[:3], "4", row[4]] for row in pair_rows(each=6, seed=3)]
    turned = write_pairs(tmp_path / "turned.tsv", rows)
    found = evaluate_pairs(folder / "train.tsv", turned, folder / "needs.jsonl")
    assert [one.probabilities for one in found] == [one.probabilities for one in predicted]


def test_a_test_file_without_levels_gives_the_same_predictions(
    folder: Path, tmp_path: Path, predicted: list[PairPrediction]
) -> None:
    bare = write_pairs(tmp_path / "bare.tsv", pair_rows(each=6, seed=3), with_levels=False)
    found = evaluate_pairs(folder / "train.tsv", bare, folder / "needs.jsonl")
    assert [replace(one, level=None) for one in predicted] == found


@pytest.mark.parametrize(
    "rows",
    [
        pair_rows(2, 10),
        [[*row[:3], "2", row[4]] for row in pair_rows(3, 6)],
        [[*row[:4], "N"] for row in pair_rows(3, 6)],
        pair_rows(1, 1),
    ],
    ids=["twenty pairs", "one level only", "empty titles", "a single pair"],
)
def test_small_and_odd_files_are_learned_from(
    folder: Path, tmp_path: Path, rows: list[list[str]]
) -> None:
    train = write_pairs(tmp_path / "train.tsv", rows)
    found = evaluate_pairs(train, folder / "test.tsv", folder / "needs.jsonl")
    assert len(found) == 120
    assert np.isfinite([one.score for one in found]).all()
    if {row[3] for row in rows} == {"2"}:
        assert {one.predicted for one in found} == {2}


def test_a_release_predicts_what_the_model_predicted(
    folder: Path, tmp_path: Path, model: PairModel
) -> None:
    needs = read_needs(folder / "needs.jsonl")
    asked = read_pairs(folder / "test.tsv", needs)
    name = write_pair_release(model, tmp_path, clock=clock, seed=0, scores={})
    assert name.startswith("pairs-")
    assert load_pair_model(tmp_path / name).predict(asked) == model.predict(asked)


def test_equal_pairs_and_seed_give_equal_releases(
    folder: Path, tmp_path: Path, model: PairModel
) -> None:
    needs = read_needs(folder / "needs.jsonl")
    judged = read_pairs(folder / "train.tsv", needs, must_be_judged=True)
    again = train_pairs(judged, needs)
    other = train_pairs(judged, needs, options=PairOptions(seed=1))
    first, second, third = (
        write_pair_release(one, tmp_path, clock=clock, seed=0, scores={})
        for one in (model, again, other)
    )
    assert first == second != third


def test_a_release_cut_short_is_refused(tmp_path: Path, model: PairModel) -> None:
    name = write_pair_release(model, tmp_path, clock=clock, seed=0, scores={})
    file = tmp_path / name / "space.npz"
    file.write_bytes(file.read_bytes()[:-10])
    with pytest.raises(ReleaseError, match="wrong size"):
        load_pair_model(tmp_path / name)


def test_needs_the_model_never_met_can_be_asked_for(
    folder: Path, tmp_path: Path, model: PairModel
) -> None:
    more = write_needs(tmp_path, 25)
    needs = read_needs(more)
    rows = [row for row in pair_rows(25, 4, seed=4) if row[2] >= "n020"]
    asked = read_pairs(write_pairs(tmp_path / "asked.tsv", rows), needs)
    found = model.predict(asked, needs)
    assert [one.need_id for one in found] == [row[2] for row in rows]
    assert np.isfinite([one.score for one in found]).all()


def test_the_general_encoder_is_looked_at_unless_it_is_left_out(folder: Path) -> None:
    needs = read_needs(folder / "needs.jsonl")
    judged = read_pairs(folder / "train.tsv", needs, must_be_judged=True)
    asked = read_pairs(folder / "test.tsv", needs)
    with_it, without = (
        train_pairs(judged, needs, options=PairOptions(for_new=False, with_general=on))
        for on in (True, False)
    )
    assert with_it.space.general.shape[1] > without.space.general.shape[1] == 0
    assert _score(without.predict(asked)) > 0.7
    assert with_it.predict(asked) != without.predict(asked)
