"""Proof before change, on a district with known truth: `make bench-quality`, no data needed.

Do intervals hold the truth? Does the gate keep harmful releases out and let helpful ones in, and
does the same gate do so on naive averages? What do 5 % of hostile feedback do to a ranker?
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from scipy import stats

from benchmarks.measuring import write_result
from benchmarks.simulation.district import NEEDS, NEEDS_A_MONTH, SLICES, District, make_district
from benchmarks.simulation.gates import Passage, Proof, pass_gate
from benchmarks.simulation.poisoning import poisoning
from benchmarks.simulation.trials import METHODS, Trial, try_cascade, try_deals, try_position
from benchmarks.simulation.updates import (
    HELPFUL_EFFECTS,
    SLICE_EFFECTS,
    WORSE_EFFECTS,
    Kind,
    Update,
    make_update,
)
from duijie.learn.comparison import GatePolicy

SEED: Final = 20261120
RUNS: Final = 500
UPDATES: Final = 200
REGION_NEEDS: Final = 10_000  # so many that a log sees only some of them
HARMFUL_MIX: Final = {
    Kind.WORSE: 0.30,
    Kind.NO_BETTER: 0.15,
    Kind.HARMS_A_SLICE: 0.30,
    Kind.CLICKBAIT: 0.15,
    Kind.CONCENTRATES: 0.10,
}
SETTINGS: Final[dict[str, Callable[[District, np.random.Generator], list[Trial]]]] = {
    "position": try_position,
    "cascade": try_cascade,
    "deals": try_deals,
}
BANDS: Final = ((0.03, 0.05), (0.05, 0.10), (0.10, 0.201))


def main() -> int:
    """Measure, print, write; 1 when a bound that is promised does not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=RUNS)
    asked.add_argument("--updates", type=int, default=UPDATES)
    options = asked.parse_args()
    started = time.perf_counter()
    district = make_district(SEED)
    region = make_district(SEED + 1, needs=REGION_NEEDS)
    trials = {
        name: tried(district if name == "cascade" else region, name, options.runs)
        for name in SETTINGS
    }
    updates = drawn_updates(district, options.updates)
    gates: dict[str, Any] = {}
    for proof in Proof:
        gates[proof.value] = through_gate(district, updates, proof, NEEDS_A_MONTH)
    some = updates[::2]
    sizes = {
        "half the log": through_gate(district, some, Proof.SNIPS, NEEDS_A_MONTH // 2),
        "twice the log": through_gate(district, some, Proof.SNIPS, 2 * NEEDS_A_MONTH),
    }
    wrong_model = through_gate(
        district, some, Proof.SNIPS, NEEDS_A_MONTH, people_read_downwards=True
    )
    hostile = poisoning(SEED)
    verdict = judged(trials, gates, hostile)
    print(verdict)
    written = write_result(
        "off-policy",
        {
            "seed": SEED,
            "district": {
                "needs": NEEDS,
                "needs_shown_a_month": NEEDS_A_MONTH,
                "impressions_a_month": 20_000,
                "slices": {name: dict(values) for name, values in SLICES.items()},
            },
            "intervals": {"confidence": 0.95, "runs": options.runs, "settings": trials},
            "updates": described(updates),
            "gate": gates,
            "gate_by_log_size": sizes,
            "gate_where_people_read_downwards_and_stop": wrong_model,
            "poisoning": hostile,
            "verdict": verdict,
            "seconds": round(time.perf_counter() - started),
        },
    )
    print(f"written to benchmarks/results/{written.name}")
    return 0 if all(verdict.values()) else 1


def tried(district: District, name: str, runs: int) -> dict[str, Any]:
    """Return how often the intervals of each method held the truth in one setting."""
    random = np.random.default_rng([SEED, len(name)])
    found = [trial for _ in range(runs) for trial in SETTINGS[name](district, random)]
    told = {}
    for method in METHODS:
        mine = [trial for trial in found if trial.method is method]
        errors = np.array([trial.estimate - trial.truth for trial in mine])
        told[method.value] = {
            "difference_within": share([trial.holds_difference for trial in mine]),
            "value_within": share([trial.holds_value for trial in mine]),
            "mean_error": round(float(errors.mean()), 5),
            "mean_error_sd": round(float(errors.std(ddof=1) / np.sqrt(len(errors))), 5),
            "spread": round(float(errors.std(ddof=1)), 4),
            "claimed_spread": round(float(np.mean([trial.error for trial in mine])), 4),
            "true_effects": quantiles([trial.truth for trial in mine]),
        }
        print(name, method.value, told[method.value], flush=True)
    return told


def drawn_updates(district: District, count: int) -> list[Update]:
    """Return updates, half of them helpful, the others harmful in different ways."""
    random = np.random.default_rng([SEED, 1])
    half = count // 2
    kinds = [Kind.HELPFUL] * (count - half)
    for kind, part in HARMFUL_MIX.items():
        kinds += [kind] * round(part * half)
    return [make_update(district, kind, random) for kind in kinds]


def through_gate(
    district: District,
    updates: Sequence[Update],
    proof: Proof,
    needs: int,
    *,
    people_read_downwards: bool = False,
) -> dict[str, Any]:
    """Return which updates go live when the gate is told so much, by so much of a log."""
    random = np.random.default_rng([SEED, 2])
    passed = [
        pass_gate(
            district,
            update,
            proof,
            random,
            policy=GatePolicy(),
            needs=needs,
            model="cascade" if people_read_downwards else "pbm",
        )
        for update in updates
    ]
    pairs = list(zip(updates, passed, strict=True))
    helpful = [(u, p) for u, p in pairs if u.kind is Kind.HELPFUL]
    harmful = [(u, p) for u, p in pairs if u.kind is not Kind.HELPFUL]
    told = {
        "helpful_live": share([p.went_live for _, p in helpful]),
        "harmful_live": share([p.went_live for _, p in harmful]),
        "by_kind": {kind.value: _of_kind(pairs, kind) for kind in Kind},
        "helpful_by_effect": {
            f"{low:.0%} to {high:.0%}": share(
                [p.went_live for u, p in helpful if low <= u.truth.effect < high]
            )
            for low, high in BANDS
        },
        "months_until_decided": round(float(np.mean([p.looks for p in passed])), 2),
    }
    print(proof.value, needs, told["helpful_live"], told["harmful_live"], flush=True)
    return told


def _of_kind(pairs: Sequence[tuple[Update, Passage]], kind: Kind) -> dict[str, Any]:
    mine = [passage for update, passage in pairs if update.kind is kind]
    return {"live": sum(p.went_live for p in mine), "of": len(mine)}


def described(updates: Sequence[Update]) -> dict[str, Any]:
    """Return what the updates truly do, by kind."""
    told: dict[str, Any] = {
        "ranges": {
            "helpful": HELPFUL_EFFECTS,
            "worse": WORSE_EFFECTS,
            "harmed_slice": SLICE_EFFECTS,
        },
        "floor_of_a_slice": -GatePolicy().slice_floor,
        "looks": GatePolicy().looks,
        "alpha": GatePolicy().alpha,
    }
    for kind in Kind:
        truths = [update.truth for update in updates if update.kind is kind]
        told[kind.value] = {
            "updates": len(truths),
            "effect": quantiles([truth.effect for truth in truths]),
            "worst_slice": quantiles([truth.worst_slice for truth in truths]),
            "clicks": quantiles([truth.clicks for truth in truths]),
            "largest_holder": quantiles([truth.largest_holder for truth in truths]),
        }
    return told


def judged(
    trials: dict[str, Any], gates: dict[str, Any], hostile: dict[str, Any]
) -> dict[str, bool]:
    """Return which of the promises hold."""
    proof = gates[Proof.SNIPS.value]
    return {
        "intervals hold the truth in 93 % of runs or more": all(
            told["difference_within"]["share"] >= 0.93
            for setting in trials.values()
            for told in setting.values()
        ),
        "at most 5 % of harmful updates go live": proof["harmful_live"]["share"] <= 0.05,
        "at least 70 % of helpful updates go live": proof["helpful_live"]["share"] >= 0.70,
        "the same gate on naive averages fails": all(
            gates[naive.value]["harmful_live"]["share"] > 0.05
            or gates[naive.value]["helpful_live"]["share"] < 0.70
            for naive in (Proof.NAIVE_REPLAY, Proof.NAIVE_BEFORE_AFTER)
        ),
        "5 % hostile feedback moves nDCG by less than 2 %": hostile["largest_move"] < 0.02,
    }


def share(marks: Sequence[bool]) -> dict[str, Any]:
    """Return a share with its exact 95 % interval (Clopper and Pearson)."""
    if not marks:
        return {"share": None, "of": 0}
    tested = stats.binomtest(sum(marks), len(marks)).proportion_ci(0.95, method="exact")
    return {
        "share": round(sum(marks) / len(marks), 4),
        "low": round(float(tested.low), 4),
        "high": round(float(tested.high), 4),
        "of": len(marks),
    }


def quantiles(values: Sequence[float]) -> list[float]:
    """Return least, quartiles and greatest."""
    return [round(float(q), 4) for q in np.quantile(values, (0, 0.25, 0.5, 0.75, 1))]


if __name__ == "__main__":
    raise SystemExit(main())
