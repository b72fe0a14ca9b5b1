"""The gate (发布关口): a release takes a step only when the log proves that it may.

All conditions must be met at once, so each may be tested at the full level: the chance that a
release goes although one of them is broken is at most alpha (intersection-union test: Berger 1982).
The level is spread over the looks at the growing log (`level_of_look`).
"""

from dataclasses import dataclass

from duijie.kernel.explanations import Reason, Verdict
from duijie.learn.comparison.comparing import Comparison, SliceComparison
from duijie.learn.comparison.decision import Condition, ConditionName, Decision, Ruling
from duijie.learn.comparison.exposure import ExposureShares
from duijie.learn.comparison.interleaving import InterleavingTest
from duijie.learn.comparison.looks import level_of_look
from duijie.learn.comparison.wording import (
    COVERAGE_LOW,
    EVIDENCE_ENOUGH,
    EXPOSURE_GROUP_LOW,
    EXPOSURE_OVER,
    EXPOSURE_UNDER,
    IMPROVED,
    INTERLEAVING_LOST,
    INTERLEAVING_NOT_LOST,
    LISTS_FEW,
    LOOKS_SPENT,
    NO_EXPOSURE,
    NOT_IMPROVED,
    NOT_YET_IMPROVED,
    SLICE_BROKEN,
    SLICE_KEPT,
    SLICE_OPEN,
    SLICE_SMALL,
)

SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """What the gate asks for (关口规则).

    `slice_floor` is how much of its value a slice may lose, as a share; `smallest_slice` how many
    requests a slice needs to be judged at all (smaller ones are only watched for proven harm).
    `holder_cap` is the largest share of exposure for one holder, or what the live release gives
    one already where that is more; `group_floor` how much of its
    share of exposure a group of holders, such as new ones, may lose. `looks` is how often one
    candidate may be looked at; `alpha` the chance of letting a bad one through over all of them.
    """

    alpha: float = 0.05
    looks: int = 6
    smallest_log: int = 200
    smallest_effective: float = 200.0
    smallest_coverage: float = 0.9
    slice_floor: float = 0.05
    smallest_slice: int = 50
    holder_cap: float = 0.05
    group_floor: float = 0.2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A release that is to take a step, with everything that speaks for and against it (发布提案).

    `exposure` is how the candidate's lists fall on holders, `live_exposure` the same of the live
    release; without the first the step to live is not taken. `look` counts from 1 how often this
    candidate has been compared with this live release on a growing log.
    """

    candidate: str
    live: str
    from_state: str
    to_state: str
    comparison: Comparison
    exposure: ExposureShares | None = None
    live_exposure: ExposureShares | None = None
    interleaving: InterleavingTest | None = None
    look: int = 1


def decide(proposal: Proposal, policy: GatePolicy | None = None) -> Decision:
    """Return whether a release may take its step, with every condition and its figures.

    To *shadow*, where nobody sees it, a release only must not be proven worse. To *live* the lower
    bound of its improvement must be above 0, that of every slice above its floor, and exposure
    under its caps. What is not known yet makes it wait; at the last look it is given up.
    """
    rules = policy or GatePolicy()
    look = min(max(proposal.look, 1), rules.looks)
    alpha = level_of_look(look, rules.looks, rules.alpha)
    conditions = [_evidence(proposal.comparison, rules)]
    if proposal.look > rules.looks and proposal.to_state != SHADOW:
        values = {"look": str(proposal.look), "looks": str(rules.looks)}
        reason = Reason(LOOKS_SPENT, values)
        conditions.append(Condition(ConditionName.EVIDENCE, Verdict.NOT_MET, reason))
    conditions.append(_improvement(proposal.comparison, alpha))
    conditions += [
        _slice(part, alpha, rules) for part in proposal.comparison.slices if part.live > 0
    ]
    conditions += _exposure(proposal, rules)
    if proposal.interleaving is not None:
        conditions.append(_interleaving(proposal.interleaving, alpha))
    ruling = _ruling(conditions, is_shadow=proposal.to_state == SHADOW)
    if ruling is Ruling.WAIT and proposal.look >= rules.looks:
        ruling = Ruling.STOP
    return Decision(
        candidate=proposal.candidate,
        live=proposal.live,
        from_state=proposal.from_state,
        to_state=proposal.to_state,
        ruling=ruling,
        conditions=tuple(conditions),
        look=proposal.look,
        looks=rules.looks,
        alpha=alpha,
    )


def _ruling(conditions: list[Condition], *, is_shadow: bool) -> Ruling:
    verdicts = {condition.verdict for condition in conditions if condition.is_binding}
    if Verdict.NOT_MET in verdicts:
        return Ruling.STOP
    return Ruling.GO if is_shadow or Verdict.UNKNOWN not in verdicts else Ruling.WAIT


def _evidence(comparison: Comparison, rules: GatePolicy) -> Condition:
    few = comparison.requests < rules.smallest_log
    few = few or comparison.effective < rules.smallest_effective
    thin = comparison.coverage < rules.smallest_coverage
    values = {
        "lists": f"{comparison.lists:,}",
        "requests": f"{comparison.requests:,}",
        "effective": f"{comparison.effective:,.0f}",
        "coverage": percent(comparison.coverage),
        "asked": percent(rules.smallest_coverage),
    }
    code = LISTS_FEW if few else COVERAGE_LOW if thin else EVIDENCE_ENOUGH
    return Condition(
        ConditionName.EVIDENCE,
        Verdict.UNKNOWN if few or thin else Verdict.MET,
        Reason(code, values),
        value=comparison.coverage,
        bound=rules.smallest_coverage,
    )


def _improvement(comparison: Comparison, alpha: float) -> Condition:
    live = comparison.live.value or 1.0
    low, high = (comparison.difference.low(alpha) / live, comparison.difference.high(alpha) / live)
    value = comparison.difference.value / live
    verdict = Verdict.MET if low > 0 else Verdict.NOT_MET if high <= 0 else Verdict.UNKNOWN
    code = {Verdict.MET: IMPROVED, Verdict.NOT_MET: NOT_IMPROVED}.get(verdict, NOT_YET_IMPROVED)
    values = {"value": signed(value), "low": signed(low), "high": signed(high)}
    return Condition(
        ConditionName.IMPROVEMENT, verdict, Reason(code, values), value, low, high, bound=0.0
    )


def _slice(part: SliceComparison, alpha: float, rules: GatePolicy) -> Condition:
    low, high = part.difference.low(alpha) / part.live, part.difference.high(alpha) / part.live
    value, floor = part.difference.value / part.live, -rules.slice_floor
    is_small = part.requests < rules.smallest_slice
    verdict = Verdict.MET if low > floor else Verdict.NOT_MET if high < floor else Verdict.UNKNOWN
    code = {Verdict.MET: SLICE_KEPT, Verdict.NOT_MET: SLICE_BROKEN}.get(verdict, SLICE_OPEN)
    if is_small and verdict is Verdict.UNKNOWN:
        code = SLICE_SMALL
    values = {
        "slice": part.name,
        "name": part.value,
        "value": signed(value),
        "low": signed(low),
        "high": signed(high),
        "floor": signed(floor),
        "requests": f"{part.requests:,}",
    }
    return Condition(
        ConditionName.SLICE,
        verdict,
        Reason(code, values),
        value,
        low,
        high,
        bound=floor,
        slice_name=part.name,
        slice_value=part.value,
        is_binding=code != SLICE_SMALL,
    )


def _exposure(proposal: Proposal, rules: GatePolicy) -> list[Condition]:
    now, before = proposal.exposure, proposal.live_exposure
    if now is None:
        return [Condition(ConditionName.EXPOSURE, Verdict.UNKNOWN, Reason(NO_EXPOSURE))]
    cap = max(rules.holder_cap, before.largest if before else 0.0)
    is_over = now.largest > cap
    values = {
        "holder": now.largest_holder,
        "share": percent(now.largest),
        "cap": percent(cap),
        "gini": f"{now.gini:.2f}",
    }
    found = [
        Condition(
            ConditionName.EXPOSURE,
            Verdict.NOT_MET if is_over else Verdict.MET,
            Reason(EXPOSURE_OVER if is_over else EXPOSURE_UNDER, values),
            value=now.largest,
            bound=cap,
        )
    ]
    for group, share in (before.groups if before else {}).items():
        floor, has = share * (1 - rules.group_floor), now.groups.get(group, 0.0)
        if has < floor:
            shown = {"group": group, "share": percent(has), "floor": percent(floor)}
            found.append(
                Condition(
                    ConditionName.EXPOSURE,
                    Verdict.NOT_MET,
                    Reason(EXPOSURE_GROUP_LOW, shown),
                    value=has,
                    bound=floor,
                    slice_name="holder",
                    slice_value=group,
                )
            )
    return found


def _interleaving(test: InterleavingTest, alpha: float) -> Condition:
    low = test.low_at(alpha)
    lost = test.high_at(alpha) < 0.5
    values = {
        "wins": f"{test.candidate_wins:,}",
        "losses": f"{test.live_wins:,}",
        "share": percent(test.share),
        "low": percent(low),
    }
    return Condition(
        ConditionName.INTERLEAVING,
        Verdict.NOT_MET if lost else Verdict.MET,
        Reason(INTERLEAVING_LOST if lost else INTERLEAVING_NOT_LOST, values),
        value=test.share,
        low=low,
        bound=0.5,
    )


def percent(share: float) -> str:
    """Return a share as people read it.

    >>> percent(0.0512)
    '5.1%'
    """
    return f"{100 * share:.1f}%"


def signed(share: float) -> str:
    """Return a change as people read it.

    >>> signed(0.031), signed(-0.2)
    ('+3.1%', '-20.0%')
    """
    return f"{100 * share:+.1f}%"
