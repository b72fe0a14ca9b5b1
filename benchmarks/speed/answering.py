"""Warm `Engine.match` in one process on one core: times by stage, memory, a 1 % filter.

Run by `benchmarks.speed.run`, pinned to a core:
    python -m benchmarks.speed.answering HOME QUESTIONS.json OUT.json --region 330402
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring import anonymous_mib, rollup_mib, spread
from benchmarks.speed.questions import Question, load

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
    from duijie.kernel.matching import MatchRequest

    engine = open_engine(Home(asked.home))
    opened = time.perf_counter() - started
    questions = load(asked.questions)

    def measure(kind: str, where: Filter) -> dict[str, object]:
        def request(question: Question) -> MatchRequest:
            if kind == "title":
                return MatchRequest(question.title or question.text[:30], where=where)
            return MatchRequest(question.text, title=question.title, where=where)

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

    everything, narrow = Filter(), replace(Filter(), regions=(asked.region,))
    kept = sum(engine.index._snapshot.plan(narrow).mask)  # noqa: SLF001  (how much is kept)
    figures = {
        "open_seconds": round(opened, 3),
        "title": measure("title", everything),
        "full_text": measure("full", everything),
        "title_filtered": measure("title", narrow),
        "full_text_filtered": measure("full", narrow),
        "filter": {"region": asked.region, "kept": int(kept)},
        "anonymous_mib": round(anonymous_mib(), 1),
        "smaps_rollup_mib": rollup_mib(),
        "documents": engine.index.stats().documents,
        "release": engine.release,
    }
    engine.close()
    asked.out.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main()
