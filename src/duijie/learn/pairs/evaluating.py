"""Train on one file of pairs, predict another (配对评测)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duijie.kernel.ports import Encoder, Progress, silent
from duijie.learn.evaluation.ordinal import PairPrediction
from duijie.learn.pairs.reading import Need, Pair, read_needs, read_pairs
from duijie.learn.pairs.training import PairOptions, train_pairs


def evaluate_pairs(
    train: Path,
    test: Path,
    needs: Path,
    *,
    seed: int = 0,
    encoder: Encoder | None = None,
    progress: Progress = silent,
) -> list[PairPrediction]:
    """Return what a model of the judged pairs in `train` predicts of those in `test`, in order.

    Args:
        train: judged pairs.
        test: pairs to predict; their levels, where there are any, are only passed on.
        needs: the needs both speak of.
        seed: of every random choice.
        encoder: gives the vectors of terms; without one, one is trained on needs and titles.
        progress: told of the stages of training.

    Raises:
        LearnFileError: a file cannot be used.
    """
    asked = read_needs(needs)
    judged = read_pairs(train, asked, must_be_judged=True)
    pairs = read_pairs(test, asked)
    options = PairOptions(seed=seed, encoder=encoder)
    return predict_from(judged, pairs, asked, options=options, progress=progress)


def predict_from(
    judged: Sequence[Pair],
    asked: Sequence[Pair],
    needs: Sequence[Need],
    *,
    options: PairOptions,
    progress: Progress = silent,
) -> list[PairPrediction]:
    """Return what a model of judged pairs predicts of others; it learns only what they ask for."""
    unseen = [
        replace(pair, level=None, pair_id=f"test:{n}:{pair.pair_id}")
        for n, pair in enumerate(asked)
    ]
    seen_needs = {pair.need_id for pair in judged}
    is_known = [pair.need_id in seen_needs for pair in asked]
    options = replace(options, for_known=any(is_known), for_new=not all(is_known))
    model = train_pairs(judged, needs, unjudged=unseen, options=options, progress=progress)
    found = model.predict(unseen)
    return [
        replace(prediction, level=pair.level) for prediction, pair in zip(found, asked, strict=True)
    ]
