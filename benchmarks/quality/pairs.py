"""Levels of pairs: `python -m benchmarks.quality.pairs --data <folder>`.

Pair folds (exact repeats kept together), need folds, the order within needs never seen, true
chances, abstaining, the label-noise ceiling. Whatever is chosen is chosen inside the training part
of each fold. Reads `bdci359` of the folder, or the files given by --pairs and --needs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import versions, write_result
from benchmarks.quality.pair_baselines import BASELINES, ORDERINGS, Ground
from duijie.index import general_encoder
from duijie.kernel.matching import Level
from duijie.kernel.ports import Encoder
from duijie.learn.evaluation import (
    PairPrediction,
    Report,
    mean_estimate,
    noise_ceiling,
    paired_test,
    rank_within_needs,
    report_pairs,
)
from duijie.learn.pairs import Need, Pair, PairOptions, predict_from, read_needs, read_pairs

FOLDS = 5
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Split:
    """A way of parting pairs into folds: pairs of one key stay together."""

    key: Callable[[Pair], Hashable]
    folds: int


SPLITS = {
    "pair_folds": Split(lambda pair: (pair.need_id, pair.words), FOLDS),
    "need_folds": Split(lambda pair: pair.need_id, FOLDS),
    # With more of a need's pairs to learn from: nearer to learning from a whole file.
    "pair_folds_of_ten": Split(lambda pair: (pair.need_id, pair.words), 2 * FOLDS),
}
NDCG = "ndcg@10"
SHOWN = ("mae_score", "accuracy", "kappa", NDCG, "ece", "half_to_full_error")


def main() -> int:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", default="")
    asked.add_argument("--pairs", type=Path, default=None)
    asked.add_argument("--needs", type=Path, default=None)
    asked.add_argument("--encoder", type=Path, default=None, help="folder of an encoder release")
    asked.add_argument("--no-general", action="store_true", help="leave the general encoder out")
    asked.add_argument("--splits", nargs="*", default=list(SPLITS)[:2], choices=list(SPLITS))
    asked.add_argument("--name", default="pairs", help="of the file of figures")
    options = asked.parse_args()
    folder = Path(options.data) / "bdci359"
    pair_file, need_file = options.pairs or folder / "pairs_train.tsv", options.needs
    need_file = need_file or folder / "needs.jsonl"
    if not (pair_file.is_file() and need_file.is_file()):
        print("skipped: there are no judged pairs; say --data <folder>")
        return 0
    needs = read_needs(need_file)
    pairs = read_pairs(pair_file, needs, must_be_judged=True)
    learning = PairOptions(encoder=_encoder(options.encoder), with_general=not options.no_general)
    told = measure(pairs, needs, learning, options.splits)
    written = write_result(options.name, told)
    print(f"written to benchmarks/results/{written.name}")
    return 0


def measure(
    pairs: list[Pair], needs: list[Need], learning: PairOptions, splits: Sequence[str]
) -> dict[str, Any]:
    """Return the figures of the product and of the baselines on both ways of parting the pairs."""
    ceiling = noise_ceiling((p.need_id, p.title, int(p.level or 0)) for p in pairs)
    encoder = learning.encoder
    told: dict[str, Any] = {
        "pairs": len(pairs),
        "needs": len({pair.need_id for pair in pairs}),
        "seed": SEED,
        "encoder": "trained on needs and titles alone" if encoder is None else encoder.release,
        "general_encoder": general_encoder().release if learning.with_general else "left out",
        "versions": versions(("numpy", "scipy", "lightgbm", "scikit-learn")),
        "noise_ceiling": asdict(ceiling),
    }
    by_others, at_most = ceiling.by_others.value, ceiling.at_most.value
    print(f"noise ceiling: {by_others} by others, {at_most} at most")
    ground = Ground(pairs, needs, seed=0)
    for name in splits:
        split = SPLITS[name]
        folds = folds_by([split.key(pair) for pair in pairs], split.folds)
        predictions, seconds = predicted(pairs, needs, folds, learning)
        report = report_pairs(predictions, subject=name, made_at=datetime.now(UTC))
        told[name] = {
            "duijie": _figures(report),
            "folds": split.folds,
            "processor_seconds_a_fold": [round(s, 1) for s in seconds],
            "baselines": _baselines(pairs, ground, folds, predictions),
        }
        show(name, told[name])
    return told


def folds_by(keys: Sequence[Hashable], count: int) -> np.ndarray:
    """Return a fold for each pair; pairs of one key share theirs."""
    distinct = {key: n for n, key in enumerate(sorted(set(keys), key=repr))}
    of = np.random.default_rng(SEED).permutation(np.arange(len(distinct)) % count)
    return of[[distinct[key] for key in keys]]


def predicted(
    pairs: Sequence[Pair], needs: Sequence[Need], folds: np.ndarray, learning: PairOptions
) -> tuple[list[PairPrediction], list[float]]:
    """Return the predictions of all pairs, each by a model of the other folds, in their order."""
    found: dict[int, PairPrediction] = {}
    seconds = []
    for fold in np.unique(folds).tolist():
        inside = np.flatnonzero(folds == fold)
        judged = [pair for pair, of in zip(pairs, folds, strict=True) if of != fold]
        started = time.process_time()
        options = replace(learning, seed=fold)
        told = predict_from(judged, [pairs[int(n)] for n in inside], needs, options=options)
        seconds.append(time.process_time() - started)
        found.update(zip(inside.tolist(), told, strict=True))
        print(f"  fold {fold + 1}: {seconds[-1]:.0f} s of processor", flush=True)
    return [found[n] for n in range(len(pairs))], seconds


def _baselines(
    pairs: Sequence[Pair], ground: Ground, folds: np.ndarray, ours: Sequence[PairPrediction]
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, answer in BASELINES.items():
        levels = np.zeros(len(pairs), dtype=np.int64)
        for fold in np.unique(folds):
            inside = np.flatnonzero(folds == fold)
            levels[inside] = answer(ground, np.flatnonzero(folds != fold), inside)
        given = [
            replace(one, predicted=Level(int(level)), score=float(level))
            for one, level in zip(ours, levels, strict=True)
        ]
        report = report_pairs(given, subject=name, made_at=datetime.now(UTC))
        told[name] = {
            key: asdict(report.figures[key]) for key in ("mae_score", "accuracy", "kappa")
        }
    for name, column in ORDERINGS.items():
        told[name] = _ordering(ours, ground.column(column))
    chance = np.random.default_rng(SEED)
    draws = [_values(ours, chance.random(len(pairs))) for _ in range(50)]
    told["random order"] = {NDCG: asdict(mean_estimate(np.mean(draws, axis=0)))}
    return told


def _ordering(ours: Sequence[PairPrediction], scores: np.ndarray) -> dict[str, Any]:
    mine, theirs = _values(ours, np.array([one.score for one in ours])), _values(ours, scores)
    test = paired_test(mine, theirs)
    return {
        NDCG: asdict(mean_estimate(theirs)),
        "duijie_better_by": round(test.difference, 4),
        "p": round(test.p, 4),
    }


def _values(ours: Sequence[PairPrediction], scores: np.ndarray) -> np.ndarray:
    given = [replace(one, score=float(score)) for one, score in zip(ours, scores, strict=True)]
    ranked = rank_within_needs(given)
    assert ranked is not None
    return np.asarray(ranked.values[next(iter(ranked.values))])


def _figures(report: Report) -> dict[str, Any]:
    return {name: asdict(figure) for name, figure in report.figures.items()}


def _encoder(folder: Path | None) -> Encoder | None:
    if folder is None:
        return None
    from duijie.index import StaticEncoder

    return StaticEncoder.load(folder)


def show(name: str, told: dict[str, Any]) -> None:
    """Print the table of one way of parting."""
    print(f"\n{name}")
    for system, figures in {"duijie": told["duijie"], **told["baselines"]}.items():
        found = [(key, figures[key]) for key in figures if key.lower() in SHOWN]
        cells = [
            f"{key} {one['value']:.4f} [{one['low']:.4f}, {one['high']:.4f}]"
            for key, one in found
            if one["low"] is not None
        ]
        print(f"  {system:36}" + "  ".join(cells))
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
