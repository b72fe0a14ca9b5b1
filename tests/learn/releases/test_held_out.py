"""Held-out judgements decide only what they show."""

import numpy as np

from duijie.kernel.explanations import Verdict
from duijie.learn.comparison import ConditionName, Decision, Ruling, word_reason
from duijie.learn.evaluation import Qrels, Run, Slices, run_of
from duijie.learn.releases import HeldOutRules, decide_on_judgements

REQUESTS = 80
NAMES = [f"need:{n}" for n in range(REQUESTS)]
QRELS = Qrels({name: {"good": 3, "fair": 1} for name in NAMES})
HALVES = Slices("half", {name: "first" if n < 40 else "last" for n, name in enumerate(NAMES)})


def run(hits: list[bool] | np.ndarray) -> Run:
    """Lists in which the good record stands first or last."""
    best, worst = ["good", "x", "y"], ["x", "y", "good"]
    return run_of({name: best if hit else worst for name, hit in zip(NAMES, hits, strict=True)})


def decide(candidate: Run, live: Run, *, rules: HeldOutRules | None = None) -> Decision:
    return decide_on_judgements(candidate, live, QRELS, [HALVES], rules or HeldOutRules())


def verdicts(decision: Decision, name: ConditionName) -> list[Verdict]:
    return [one.verdict for one in decision.conditions if one.name is name]


def test_a_candidate_that_is_better_throughout_goes() -> None:
    random = np.random.default_rng(1)
    live = random.random(REQUESTS) < 0.3
    decision = decide(run(live | (random.random(REQUESTS) < 0.5)), run(live))
    assert decision.ruling is Ruling.GO
    assert verdicts(decision, ConditionName.SLICE) == [Verdict.MET, Verdict.MET]


def test_the_same_lists_are_no_improvement() -> None:
    live = run(np.arange(REQUESTS) % 2 == 0)
    decision = decide(live, live)
    assert (decision.ruling, decision.is_go) == (Ruling.STOP, False)


def test_a_little_better_by_chance_has_to_wait() -> None:
    random = np.random.default_rng(3)
    hits = random.random(REQUESTS) < 0.5
    swapped = hits.copy()
    swapped[:12] = ~swapped[:12]
    decision = decide(run(swapped), run(hits))
    assert decision.ruling is not Ruling.GO


def test_a_slice_that_loses_keeps_back_what_is_better_on_the_whole() -> None:
    live = np.zeros(REQUESTS, dtype=bool)
    live[40:] = np.arange(40) % 2 == 0
    candidate = np.ones(REQUESTS, dtype=bool)
    candidate[40:] = False
    decision = decide(run(candidate), run(live))
    assert verdicts(decision, ConditionName.IMPROVEMENT) == [Verdict.MET]
    assert decision.ruling is Ruling.STOP
    assert "half last loses" in " ".join(word_reason(r, "en") for r in decision.reasons)


def test_a_few_requests_prove_nothing_however_clear() -> None:
    few = Qrels({name: QRELS.grades[name] for name in NAMES[:5]})
    decision = decide_on_judgements(run(np.ones(REQUESTS)), run(np.zeros(REQUESTS)), few)
    assert decision.ruling is Ruling.WAIT
    assert verdicts(decision, ConditionName.EVIDENCE) == [Verdict.UNKNOWN]


def test_a_slice_of_a_few_requests_neither_proves_nor_refutes() -> None:
    small = Slices("half", {name: "few" if n < 5 else "rest" for n, name in enumerate(NAMES)})
    live = np.arange(REQUESTS) < 5
    decision = decide_on_judgements(run(~live), run(live), QRELS, [small])
    few = next(one for one in decision.conditions if one.slice_value == "few")
    assert (few.verdict, few.is_binding) == (Verdict.UNKNOWN, False)
    assert decision.ruling is Ruling.GO


def test_the_same_judgements_give_the_same_decision() -> None:
    random = np.random.default_rng(5)
    first, second = (run(random.random(REQUESTS) < share) for share in (0.6, 0.4))
    assert decide(first, second) == decide(first, second)
