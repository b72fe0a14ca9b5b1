"""Figures of rankings by ir-measures, whose work trec_eval does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from duijie.learn.evaluation.rankings import Gain, Measure, MeasureKind


def per_request(
    rankings: Mapping[str, Sequence[str]],
    grades: Mapping[str, Mapping[str, int]],
    measures: Sequence[Measure],
    *,
    relevant_from: int,
    gain: Gain,
) -> dict[str, dict[str, float]]:
    """Return measure name → request id → value.

    trec_eval keeps scores in single precision and orders equal ones by id, the last first; it is
    given places instead of scores, so that the order is the one of the rankings.
    """
    import ir_measures

    judged = {
        query: {record: max(grade, 0) for record, grade in of_query.items()}
        for query, of_query in grades.items()
    }
    run = {
        query: {record: float(len(ranking) - n) for n, record in enumerate(ranking)}
        for query, ranking in rankings.items()
    }
    gains = _gains(judged, gain)
    asked = {_measure(measure, relevant_from, gains): measure.name for measure in measures}
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for metric in ir_measures.iter_calc(list(asked), judged, run):
        values[asked[metric.measure]][metric.query_id] = float(metric.value)
    return values


def _gains(grades: Mapping[str, Mapping[str, int]], gain: Gain) -> dict[int, int] | None:
    """Return grade → gain; None where a grade is its own gain.

    `nDCG(dcg='exp-log2')` would say the same, but is left to a script in Perl.
    """
    if gain is Gain.LINEAR:
        return None
    found = {grade for of_query in grades.values() for grade in of_query.values()}
    return {grade: 2**grade - 1 for grade in sorted(found)}


def _measure(measure: Measure, relevant_from: int, gains: dict[int, int] | None) -> Any:
    import ir_measures

    if measure.kind is MeasureKind.NDCG:
        named = ir_measures.nDCG(gains=gains) if gains else ir_measures.nDCG
    else:
        kinds = {
            MeasureKind.RECALL: ir_measures.R,
            MeasureKind.PRECISION: ir_measures.P,
            MeasureKind.MRR: ir_measures.RR,
            MeasureKind.MAP: ir_measures.AP,
        }
        named = kinds[measure.kind](rel=relevant_from)
    return named if measure.depth is None else named @ measure.depth
