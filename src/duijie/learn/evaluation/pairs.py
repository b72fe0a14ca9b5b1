"""The evaluation of predicted pairs (配对评测): levels, ranking within each need, chances."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from duijie.kernel.durable import write_durably
from duijie.kernel.errors import EvaluationError
from duijie.kernel.judgements import Judgement
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.chances import FIGURES as CHANCE_FIGURES
from duijie.learn.evaluation.chances import chance_figures
from duijie.learn.evaluation.intervals import (
    CLUSTER_DRAWS,
    NOTHING,
    SEED,
    Estimate,
    Rows,
    clustered_estimates,
    mean_estimate,
)
from duijie.learn.evaluation.noise import Labelled, noise_ceiling
from duijie.learn.evaluation.ordinal import (
    Levels,
    PairPrediction,
    accuracy,
    confusion,
    levels_of,
    mae_of,
    mae_score,
    quadratic_kappa,
)
from duijie.learn.evaluation.rankings import Measure, MeasureKind, RankingScores, score_run
from duijie.learn.evaluation.report import Report, ReportKind, SliceFigure
from duijie.learn.evaluation.slices import Slices, slice_remarks
from duijie.learn.evaluation.trec import Qrels, Run, qrels_of

LEAST_JUDGED: Final = 5
LEAST_GRADE: Final = 2
NDCG: Final = Measure(MeasureKind.NDCG, 10)
LEVEL_FIGURES: Final = ("mae_score", "mae", "accuracy", "kappa")
SLICED: Final = "mae_score"
COLUMNS: Final = ("need", "achievement", "level", "predicted", "p1", "p2", "p3", "p4", "score")


def report_pairs(
    predictions: Sequence[PairPrediction],
    *,
    subject: str,
    made_at: datetime,
    slices: Sequence[Slices] = (),
    repeats: Iterable[Labelled] = (),
) -> Report:
    """Return the report of predicted pairs; those without a judged level only count as unjudged.

    Args:
        predictions: what was predicted, each with the level that was judged, if any.
        subject: what the report is called, such as the name of the test file.
        made_at: the moment of the evaluation.
        slices: by need.
        repeats: (need, title, level) rows that the label-noise ceiling is read from.

    Raises:
        EvaluationError: no pair has a judged level.
    """
    judged = [pair for pair in predictions if pair.level is not None]
    if not judged:
        raise EvaluationError(
            why=N_("no pair has a judged level"),
            remedy=N_("Add the column level (1 to 4) to compare with."),
        )
    needs = [pair.need_id for pair in judged]
    true, given = _levels(judged)
    said = np.array([pair.chance for pair in judged], dtype=np.float64)
    chances = chance_figures(said, (true >= 3).astype(np.float64), needs)
    ranked = rank_within_needs(judged)
    return Report(
        kind=ReportKind.PAIRS,
        subject=subject,
        made_at=made_at,
        requests=len(set(needs)),
        pairs=len(judged),
        figures={
            **_level_figures(true, given, needs),
            NDCG.name: NOTHING if ranked is None else mean_estimate(ranked.values[NDCG.name]),
            **{name: chances.figures[name] for name in CHANCE_FIGURES},
        },
        settings={
            "least_judged": LEAST_JUDGED,
            "least_grade": LEAST_GRADE,
            "gain": "exponential",
            "draws": CLUSTER_DRAWS,
            "seed": SEED,
        },
        slices=tuple(_slice_figures(true, given, needs, ranked, slices)),
        calibration=chances.curve,
        abstention=chances.abstention,
        confusion=tuple(tuple(map(int, row)) for row in confusion(true, given)),
        ceiling=noise_ceiling(repeats),
        notes=(*_notes(predictions, judged, ranked), *slice_remarks(slices, needs)),
    )


def rank_within_needs(judged: Sequence[PairPrediction]) -> RankingScores | None:
    """Return nDCG@10 of each need that has enough judged pairs, its achievements by score.

    Gain 2^(level-1) - 1; needs with at least five judged achievements, one of them of level 3 or
    4. An achievement that stands in several rows counts once, with its median level and best score.
    """
    qrels = qrels_of(
        Judgement(pair.need_id, pair.achievement_id, pair.level)
        for pair in judged
        if pair.level is not None
    )
    kept = {
        need: grades
        for need, grades in qrels.grades.items()
        if len(grades) >= LEAST_JUDGED and max(grades.values()) >= LEAST_GRADE
    }
    if not kept:
        return None
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in judged:
        best = scores[pair.need_id].get(pair.achievement_id, pair.score)
        scores[pair.need_id][pair.achievement_id] = max(best, pair.score)
    return score_run(Run({need: scores[need] for need in kept}), Qrels(kept), (NDCG,))


def write_predictions(path: Path, predictions: Sequence[PairPrediction]) -> None:
    """Write predictions as a TSV file with a header, whole or not at all."""
    lines = ["\t".join(COLUMNS)]
    for pair in predictions:
        level = "" if pair.level is None else str(int(pair.level))
        chances = [f"{chance:.6f}" for chance in pair.probabilities]
        score = f"{pair.score:.6f}"
        ids = (_cell(pair.need_id), _cell(pair.achievement_id))
        lines.append("\t".join((*ids, level, str(int(pair.predicted)), *chances, score)))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, ("\n".join(lines) + "\n").encode())


def _cell(text: str) -> str:
    return " ".join(text.split())


def _levels(judged: Sequence[PairPrediction]) -> tuple[Levels, Levels]:
    true = levels_of([pair.level for pair in judged if pair.level is not None])
    return true, levels_of([pair.predicted for pair in judged])


def _level_figures(true: Levels, given: Levels, needs: Sequence[str]) -> Mapping[str, Estimate]:
    def figures(rows: Rows) -> list[float]:
        of_true, of_given = true[rows], given[rows]
        return [
            mae_score(of_true, of_given),
            mae_of(of_true, of_given),
            accuracy(of_true, of_given),
            quadratic_kappa(of_true, of_given),
        ]

    found = clustered_estimates(figures, needs, size=len(LEVEL_FIGURES))
    return dict(zip(LEVEL_FIGURES, found, strict=True))


def _slice_figures(
    true: Levels,
    given: Levels,
    needs: Sequence[str],
    ranked: RankingScores | None,
    slices: Sequence[Slices],
) -> Iterator[SliceFigure]:
    for way in slices:
        parts = way.parts(needs)
        if len(parts) < 2:
            continue
        for name, places in parts:
            rows = np.asarray(places, dtype=np.intp)
            inside = [needs[n] for n in places]
            found = _level_figures(true[rows], given[rows], inside)[SLICED]
            yield SliceFigure(way.by, name, SLICED, len(set(inside)), found)
        if ranked is None:
            continue
        for name, places in way.parts(ranked.request_ids):
            estimate = mean_estimate(ranked.within(places).values[NDCG.name])
            yield SliceFigure(way.by, name, NDCG.name, len(places), estimate)


def _notes(
    predictions: Sequence[PairPrediction],
    judged: Sequence[PairPrediction],
    ranked: RankingScores | None,
) -> Iterator[Phrase]:
    if len(judged) < len(predictions):
        yield Phrase(
            "%(count)s pairs have no judged level and were left out.",
            count=len(predictions) - len(judged),
        )
    if ranked is None:
        yield Phrase(
            "No need has at least %(judged)s judged achievements with one of level 3 or 4: "
            "there is no ranking to measure.",
            judged=LEAST_JUDGED,
        )
