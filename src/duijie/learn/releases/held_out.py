"""Held-out judgements as proof (留出标注的证明): both pairs of models on the same requests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duijie.kernel.explanations import Reason, Verdict
from duijie.learn.comparison import Condition, ConditionName, Decision, Ruling
from duijie.learn.comparison.gate import signed
from duijie.learn.comparison.wording import (
    IMPROVED,
    JUDGEMENTS_ENOUGH,
    JUDGEMENTS_FEW,
    NOT_IMPROVED,
    NOT_YET_IMPROVED,
    SLICE_BROKEN,
    SLICE_KEPT,
    SLICE_OPEN,
    SLICE_SMALL,
)
from duijie.learn.evaluation import Qrels, Run, Slices, mean_estimate, parse_measure, score_run

MEASURE = "ndcg@10"


@dataclass(frozen=True, slots=True)
class HeldOutRules:
    """What judgements must show (留出规则).

    `slice_floor` is how much of its nDCG a slice may lose, as a share; one of fewer than
    `smallest_slice` requests is only watched for proven harm. Fewer than `requests` judged
    requests prove nothing.
    """

    requests: int = 30
    slice_floor: float = 0.05
    smallest_slice: int = 30


DEFAULTS = HeldOutRules()
# A bootstrap of fewer requests is far too sure of itself: they neither prove nor refute.
_FEWEST = 10


def decide_on_judgements(
    candidate: Run,
    live: Run,
    qrels: Qrels,
    slices: Sequence[Slices] = (),
    rules: HeldOutRules = DEFAULTS,
) -> Decision:
    """Return whether the candidate's lists are better than the live ones by held-out judgements.

    The mean difference of nDCG@10 over the same requests must lie above 0 with its 95 % interval,
    and that of every slice above its floor.

    Raises:
        EvaluationError: nothing is judged, or no request that was run is.
    """
    measure = (parse_measure(MEASURE),)
    ours, theirs = (score_run(run, qrels, measure) for run in (candidate, live))
    first, second = ours.values[MEASURE], theirs.values[MEASURE]
    conditions = [
        _evidence(qrels, len(first), rules),
        _improvement(first - second, float(second.mean())),
        *_slices(first, second, ours.request_ids, slices, rules),
    ]
    verdicts = {condition.verdict for condition in conditions if condition.is_binding}
    ruling = Ruling.WAIT if Verdict.UNKNOWN in verdicts else Ruling.GO
    if Verdict.NOT_MET in verdicts:
        ruling = Ruling.STOP
    return Decision(
        candidate=candidate.tag,
        live=live.tag,
        from_state="shadow",
        to_state="live",
        ruling=ruling,
        conditions=tuple(conditions),
    )


def _evidence(qrels: Qrels, requests: int, rules: HeldOutRules) -> Condition:
    is_enough = requests >= rules.requests
    values = {
        "requests": f"{requests:,}",
        "judgements": f"{qrels.judgements:,}",
        "asked": f"{rules.requests:,}",
    }
    return Condition(
        ConditionName.EVIDENCE,
        Verdict.MET if is_enough else Verdict.UNKNOWN,
        Reason(JUDGEMENTS_ENOUGH if is_enough else JUDGEMENTS_FEW, values),
        value=float(requests),
        bound=float(rules.requests),
    )


def _improvement(differences: np.ndarray, live: float) -> Condition:
    value, low, high = _relative(differences, live)
    verdict = Verdict.MET if low > 0 else Verdict.NOT_MET if high <= 0 else Verdict.UNKNOWN
    code = {Verdict.MET: IMPROVED, Verdict.NOT_MET: NOT_IMPROVED}.get(verdict, NOT_YET_IMPROVED)
    shown = {"value": signed(value), "low": signed(low), "high": signed(high)}
    return Condition(
        ConditionName.IMPROVEMENT, verdict, Reason(code, shown), value, low, high, bound=0.0
    )


def _slices(
    first: np.ndarray,
    second: np.ndarray,
    request_ids: Sequence[str],
    slices: Sequence[Slices],
    rules: HeldOutRules,
) -> Iterator[Condition]:
    for way in slices:
        for name, rows in way.parts(request_ids):
            live = float(second[rows].mean())
            if live <= 0:  # nothing that could be lost
                continue
            value, low, high = _relative(first[rows] - second[rows], live)
            floor = -rules.slice_floor
            met = Verdict.MET if low > floor else Verdict.UNKNOWN
            verdict = Verdict.NOT_MET if high < floor else met
            is_small = len(rows) < rules.smallest_slice and verdict is Verdict.UNKNOWN
            code = {Verdict.MET: SLICE_KEPT, Verdict.NOT_MET: SLICE_BROKEN}.get(verdict, SLICE_OPEN)
            shown = {
                "slice": way.by,
                "name": name,
                "value": signed(value),
                "low": signed(low),
                "high": signed(high),
                "floor": signed(floor),
                "requests": f"{len(rows):,}",
            }
            yield Condition(
                ConditionName.SLICE,
                verdict,
                Reason(SLICE_SMALL if is_small else code, shown),
                value,
                low,
                high,
                bound=floor,
                slice_name=way.by,
                slice_value=name,
                is_binding=not is_small,
            )


def _relative(differences: np.ndarray, live: float) -> tuple[float, float, float]:
    """Return the mean difference and its interval as shares of the live value."""
    mean, whole = mean_estimate(differences), live or 1.0
    value = mean.value or 0.0
    low, high = mean.low, mean.high
    if low is None or high is None or mean.n < _FEWEST:
        low, high = -1.0, 1.0
    return value / whole, low / whole, high / whole
