"""Made-up runs and predictions for the tests of evaluation."""

import random
from datetime import UTC, datetime

from duijie.kernel.matching import Level
from duijie.learn.evaluation import PairPrediction, Qrels, Run, Slices

MOMENT = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)


def judged_requests(requests: int = 60) -> Qrels:
    chance = random.Random(1)
    return Qrels(
        {
            f"need:{n}": {f"achievement:{m}": chance.choice([0, 0, 0, 1, 2, 3]) for m in range(12)}
            for n in range(requests)
        }
    )


def noisy_run(qrels: Qrels, noise: float, tag: str) -> Run:
    chance = random.Random(tag)
    return Run(
        {
            query: {record: grade + chance.gauss(0, noise) for record, grade in grades.items()}
            for query, grades in qrels.grades.items()
        },
        tag,
    )


def halves(qrels: Qrels) -> Slices:
    """Part requests into a large slice, a small one and some that are not known."""
    names = ["化学原料和化学制品制造业"] * 40 + ["<b>C38</b>"] * 10
    return Slices("industry", dict(zip(sorted(qrels.grades), names, strict=False)))


def predictions(needs: int = 40, *, is_judged: bool = True) -> list[PairPrediction]:
    chance = random.Random(2)
    found = []
    for need in range(needs):
        for n in range(8):
            level = chance.choice([1, 1, 2, 3, 4])
            given = min(4, max(1, level + chance.choice([-1, 0, 0, 0, 1])))
            weights = [0.1 + (given == one) + 0.3 * (abs(given - one) == 1) for one in (1, 2, 3, 4)]
            p1, p2, p3, p4 = (weight / sum(weights) for weight in weights)
            found.append(
                PairPrediction(
                    f"need:{need}",
                    f"achievement:{n}",
                    Level(level) if is_judged else None,
                    Level(given),
                    (p1, p2, p3, p4),
                    given + chance.random() / 10,
                    f"成果 {n % 3}",
                )
            )
    return found
