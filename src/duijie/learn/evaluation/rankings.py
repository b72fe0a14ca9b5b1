"""Figures of rankings (排序指标): nDCG, recall, precision, MRR, MAP, request by request.

They are computed by ir-measures (trec_eval inside). Every judged request counts, also one that the
run does not answer or that has nothing relevant: such a one counts 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from duijie.kernel.errors import EvaluationError
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.intervals import (
    Estimate,
    Floats,
    PairedTest,
    mean_estimate,
    paired_test,
)
from duijie.learn.evaluation.trec import Qrels, Run


class MeasureKind(StrEnum):
    """What is measured of a ranking (指标种类)."""

    NDCG = "ndcg"
    RECALL = "recall"
    PRECISION = "p"
    MRR = "mrr"
    MAP = "map"


class Gain(StrEnum):
    """What a grade is worth in nDCG (增益): 2^grade - 1, or the grade itself."""

    EXPONENTIAL = "exponential"
    LINEAR = "linear"


NEEDS_DEPTH: Final = (MeasureKind.RECALL, MeasureKind.PRECISION)
LARGEST_EXPONENT: Final = 16


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a ranking (指标), such as nDCG of the first ten."""

    kind: MeasureKind
    depth: int | None = None

    @property
    def name(self) -> str:
        """Return the name as people and files write it.

        >>> Measure(MeasureKind.NDCG, 10).name
        'ndcg@10'
        """
        return self.kind.value if self.depth is None else f"{self.kind.value}@{self.depth}"


def parse_measure(text: str) -> Measure:
    """Return the measure of a name such as `ndcg@10`, `recall@100`, `p@10`, `mrr` or `map`.

    Raises:
        EvaluationError: there is no such measure.
    """
    name, _, depth = text.strip().lower().partition("@")
    is_deep = depth.isascii() and depth.isdigit() and int(depth[:9]) > 0 and len(depth) < 7
    kinds = [kind for kind in MeasureKind if kind.value == name]
    if not kinds or (("@" in text or kinds[0] in NEEDS_DEPTH) and not is_deep):
        raise EvaluationError(
            why=Phrase("there is no measure %(name)s", name=text),
            remedy=N_("Write for example ndcg@10, recall@100, p@10, mrr or map, by commas."),
        )
    return Measure(kinds[0], int(depth) if depth else None)


def parse_measures(text: str) -> tuple[Measure, ...]:
    """Return the measures of a list by commas, each once."""
    names = [name for name in text.split(",") if name.strip()]
    return tuple(dict.fromkeys(map(parse_measure, names))) or DEFAULT_MEASURES


DEFAULT_MEASURES: Final = tuple(
    map(parse_measure, ("ndcg@10", "recall@10", "recall@100", "mrr", "map", "p@10"))
)


@dataclass(frozen=True, slots=True)
class RankingScores:
    """The figures of a run (排序得分): for each measure one value per judged request.

    `unanswered` judged requests are not in the run and count 0; `unjudged` requests of the run
    are not judged and are left out.
    """

    request_ids: tuple[str, ...]
    values: Mapping[str, Floats]
    unanswered: int = 0
    unjudged: int = 0

    def estimates(self) -> dict[str, Estimate]:
        """Return the mean of each measure with its interval."""
        return {name: mean_estimate(values) for name, values in self.values.items()}

    def within(self, rows: Sequence[int]) -> "RankingScores":
        """Return the scores of some requests, named by their places."""
        places = np.asarray(rows, dtype=np.intp)
        ids = tuple(self.request_ids[n] for n in rows)
        return RankingScores(ids, {name: v[places] for name, v in self.values.items()})

    def against(self, baseline: "RankingScores") -> dict[str, PairedTest]:
        """Return the paired tests against another run over the same judgements."""
        return {
            name: paired_test(values, baseline.values[name]) for name, values in self.values.items()
        }


def score_run(
    run: Run,
    qrels: Qrels,
    measures: Sequence[Measure] = DEFAULT_MEASURES,
    *,
    relevant_from: int = 1,
    gain: Gain = Gain.EXPONENTIAL,
) -> RankingScores:
    """Return the figures of a run, request by request, in the order of the request ids.

    Args:
        run: the rankings; equal scores are ordered by id.
        qrels: the judgements; a record without one counts as not relevant.
        measures: what is measured.
        relevant_from: the lowest grade that is relevant in recall, precision, MRR and MAP.
        gain: what a grade is worth in nDCG.

    Raises:
        EvaluationError: nothing is judged, or no request of the run is.
    """
    from duijie.learn.evaluation.adapters.trec_eval import per_request

    request_ids = tuple(sorted(qrels.grades))
    unanswered = sum(not run.scores.get(request_id) for request_id in request_ids)
    _check(run, qrels, gain)
    rankings = {i: run.ranking(i) for i in request_ids if run.scores.get(i)}
    found = per_request(rankings, qrels.grades, measures, relevant_from=relevant_from, gain=gain)
    values = {
        measure.name: np.array([found[measure.name].get(i, 0.0) for i in request_ids])
        for measure in measures
    }
    unjudged = sum(request_id not in qrels.grades for request_id in run.scores)
    return RankingScores(request_ids, values, unanswered, unjudged)


def _check(run: Run, qrels: Qrels, gain: Gain) -> None:
    if not any(request_id in run.scores for request_id in qrels.grades):
        raise EvaluationError(
            why=Phrase("no request of the run %(tag)s is among the judged ones", tag=run.tag),
            remedy=N_("Check that run and qrels name the requests alike (first column)."),
        )
    highest = max((max(grades.values()) for grades in qrels.grades.values()), default=0)
    if gain is Gain.EXPONENTIAL and highest > LARGEST_EXPONENT:
        raise EvaluationError(
            why=Phrase("the gain of grade %(grade)s would be 2^%(grade)s", grade=highest),
            remedy=N_("Use small grades (0 to 3), or the linear gain."),
        )
