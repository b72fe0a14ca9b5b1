"""The evaluation of a run (检索评测): figures, paired tests against a baseline, slices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from duijie.kernel.words import Phrase
from duijie.learn.evaluation.intervals import DRAWS, SEED, SWAPS, mean_estimate
from duijie.learn.evaluation.rankings import (
    DEFAULT_MEASURES,
    Gain,
    Measure,
    RankingScores,
    score_run,
)
from duijie.learn.evaluation.report import Comparison, Input, Report, ReportKind, SliceFigure
from duijie.learn.evaluation.slices import Slices, slice_remarks
from duijie.learn.evaluation.trec import Qrels, Run

# Figures of each slice are for the first measures only: a page of hundreds says nothing.
SLICED: Final = 2


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is measured of a run, and how (检索评测选项)."""

    measures: tuple[Measure, ...] = DEFAULT_MEASURES
    relevant_from: int = 1
    gain: Gain = Gain.EXPONENTIAL


def report_run(
    run: Run,
    qrels: Qrels,
    *,
    made_at: datetime,
    baseline: Run | None = None,
    slices: Sequence[Slices] = (),
    options: RunOptions | None = None,
) -> tuple[Report, RankingScores]:
    """Return the report of a run and its figures request by request.

    Raises:
        EvaluationError: the run and the judgements have no request in common.
    """
    options = options or RunOptions()
    scores = _scored(run, qrels, options)
    other = None if baseline is None else _scored(baseline, qrels, options)
    comparison = (
        None
        if other is None or baseline is None
        else Comparison(baseline.tag, other.estimates(), scores.against(other))
    )
    report = Report(
        kind=ReportKind.RUN,
        subject=run.tag,
        made_at=made_at,
        requests=len(scores.request_ids),
        pairs=qrels.judgements,
        figures=scores.estimates(),
        settings={
            "relevant_from": options.relevant_from,
            "gain": options.gain.value,
            "draws": DRAWS,
            "swaps": SWAPS,
            "seed": SEED,
        },
        comparison=comparison,
        slices=tuple(slice_figures(scores, slices, options.measures[:SLICED])),
        notes=(
            *_notes(scores, other, qrels, options),
            *slice_remarks(slices, scores.request_ids),
        ),
    )
    return report, scores


def with_inputs(report: Report, inputs: Sequence[Input]) -> Report:
    """Return a report that names the files it was made from."""
    return replace(report, inputs=tuple(inputs))


def slice_figures(
    scores: RankingScores, slices: Sequence[Slices], measures: Sequence[Measure]
) -> Iterator[SliceFigure]:
    """Yield the figures of every slice; a way to part that leaves one part is passed over."""
    for way in slices:
        parts = way.parts(scores.request_ids)
        if len(parts) < 2:
            continue
        for name, places in parts:
            within = scores.within(places)
            for measure in measures:
                estimate = mean_estimate(within.values[measure.name])
                yield SliceFigure(way.by, name, measure.name, len(places), estimate)


def _scored(run: Run, qrels: Qrels, options: RunOptions) -> RankingScores:
    return score_run(
        run, qrels, options.measures, relevant_from=options.relevant_from, gain=options.gain
    )


def _notes(
    scores: RankingScores, other: RankingScores | None, qrels: Qrels, options: RunOptions
) -> Iterator[Phrase]:
    if scores.unanswered:
        yield Phrase(
            "%(count)s judged requests are not in the run; each counts 0.",
            count=scores.unanswered,
        )
    if other is not None and other.unanswered:
        yield Phrase(
            "%(count)s judged requests are not in the run of the baseline; each counts 0.",
            count=other.unanswered,
        )
    if scores.unjudged:
        yield Phrase(
            "%(count)s requests of the run are not judged and were left out.",
            count=scores.unjudged,
        )
    hopeless = sum(
        max(grades.values(), default=0) < options.relevant_from for grades in qrels.grades.values()
    )
    if hopeless:
        yield Phrase(
            "%(count)s requests have nothing relevant in the judgements; each counts 0.",
            count=hopeless,
        )
