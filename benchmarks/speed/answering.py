"""Warm `Engine.match` in one process on one core: times by stage, memory, a 1 % filter.

Run by `benchmarks.speed.run`, pinned to a core:
    python -m benchmarks.speed.answering HOME QUESTIONS.json OUT.json --region 330402
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import anonymous_mib, rollup_mib, spread
from benchmarks.speed.questions import Question, load

if TYPE_CHECKING:
    from duijie.kernel.filters import Filter
    from duijie.kernel.matching import MatchRequest
    from duijie.match import Engine

WARM_UP = 15


def main() -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--region", default="330402")
    asked = parser.parse_args()
    started = time.perf_counter()
    from duijie.app.wiring import open_engine
    from duijie.kernel.filters import Filter
    from duijie.kernel.home import Home

    engine = open_engine(Home(asked.home))
    opened = time.perf_counter() - started
    questions = load(asked.questions)
    everything, narrow = Filter(), replace(Filter(), regions=(asked.region,))
    kept = sum(engine.index._snapshot.plan(narrow).mask)  # noqa: SLF001  (how much is kept)
    figures = {
        "open_seconds": round(opened, 3),
        "title": measure(engine, questions, titles(everything)),
        "full_text": measure(engine, questions, full_texts(everything)),
        "title_filtered": measure(engine, questions, titles(narrow)),
        "full_text_filtered": measure(engine, questions, full_texts(narrow)),
        "filter": {"region": asked.region, "kept": int(kept)},
        "anonymous_mib": round(anonymous_mib(), 1),
        "smaps_rollup_mib": rollup_mib(),
        "documents": engine.index.stats().documents,
        "release": engine.release,
    }
    engine.close()
    asked.out.write_text(json.dumps(figures), "utf-8")


def titles(where: Filter) -> Callable[[Question], MatchRequest]:
    """Return what asks for the title of a question only."""
    from duijie.kernel.matching import MatchRequest

    return lambda question: MatchRequest(question.title or question.text[:30], where=where)


def full_texts(where: Filter) -> Callable[[Question], MatchRequest]:
    """Return what asks a question in full length."""
    from duijie.kernel.matching import MatchRequest

    return lambda question: MatchRequest(question.text, title=question.title, where=where)


def measure(
    engine: Engine, questions: Sequence[Question], request: Callable[[Question], MatchRequest]
) -> dict[str, object]:
    """Return times by stage and what was found, after a warm-up."""
    for question in questions[:WARM_UP]:
        engine.match(request(question))
    times: list[float] = []
    stages: dict[str, float] = defaultdict(float)
    found = honest = 0
    for question in questions:
        asked_for = request(question)
        start = time.perf_counter()
        answer = engine.match(asked_for)
        times.append(time.perf_counter() - start)
        for stage, spent in answer.timings_ms.items():
            stages[stage] += spent
        found += len(answer.matches)
        honest += answer.no_good_match is not None
    mean = {stage: round(spent / len(questions), 2) for stage, spent in stages.items()}
    return {
        **spread(times),
        "mean_ms_by_stage": mean,
        "matches_mean": round(found / len(questions), 2),
        "no_good_match": honest,
    }


if __name__ == "__main__":
    main()
