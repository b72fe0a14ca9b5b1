"""Real needs against papers, patents and generated achievements: thirty cards to read by eye.

`python -m benchmarks.quality.real_needs --data <folder> --out <file>` writes the cards of a fixed
random sample to a file outside the project (they quote data that may not be copied into it), and
prints how all needs were answered. What was read in them: docs/en/explanation/real-needs.md.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import write_result
from benchmarks.quality.collections import Item, load_library, load_needs
from benchmarks.quality.libraries import KIND, Library, library_of, to_document
from benchmarks.quality.systems import engine_of
from duijie.explain import word_card
from duijie.ingest.generate import synthetic_documents
from duijie.kernel.documents import Document
from duijie.kernel.explanations import Verdict
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Match, MatchList, MatchRequest
from duijie.match import Engine, word_reason

COMMAND = "python -m benchmarks.quality.real_needs --data <folder> --out <file>"
CARDS, SEED, GENERATED = 30, 371, 20_000


def main() -> None:
    """Answer all needs, write the sampled cards, print and store the counts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", required=True, help="folder of the judged collections")
    asked.add_argument("--out", type=Path, required=True, help="file for the cards")
    asked.add_argument("--work", type=Path, default=None, help="folder of built libraries, kept")
    options = asked.parse_args()
    engine = engine_of(_library(options.data, options.work))
    needs = load_needs(options.data)
    answers = [engine.match(_request(need)) for need in needs]
    picked = sorted(random.Random(SEED).sample(range(len(needs)), CARDS))
    pages = [_page(n, needs[n], answers[n]) for n in picked]
    options.out.write_text("\n".join(pages), "utf-8")
    counts = _counts(answers)
    print(counts)
    write_result("real-needs", {"command": COMMAND, "library": _size(engine), **counts})


def _library(data: str, work: Path | None) -> Library:
    real = [to_document(item) for item in load_library(data)]
    generated: list[Document] = list(synthetic_documents(GENERATED))
    return library_of("real_needs", real + generated, work)


def _request(need: Item) -> MatchRequest:
    source = Document(f"need:{need.id}", "need", need.title, need.text)
    return MatchRequest(need.text, need.title, where=Filter(kinds=(KIND,)), source=source)


def _size(engine: Engine) -> int:
    return engine.index.stats().documents


def _counts(answers: Sequence[MatchList]) -> dict[str, object]:
    best = [answer.matches[0] for answer in answers if answer.matches]
    shown = [match for answer in answers for match in answer.matches]
    verdicts = Counter(check.verdict.value for match in shown for check in match.card.checks)
    spent = sorted(sum(answer.timings_ms.values()) for answer in answers)
    return {
        "needs": len(answers),
        "no_good_match": sum(answer.no_good_match is not None for answer in answers),
        "best_by_level": dict(sorted(Counter(m.level.name for m in best).items())),
        "matches_shown": len(shown),
        "generated_among_shown": sum(_is_generated(match) for match in shown),
        "checks": {verdict.value: verdicts[verdict.value] for verdict in Verdict},
        "p50_ms": round(spent[len(spent) // 2], 1),
        "p95_ms": round(spent[int(len(spent) * 0.95)], 1),
    }


def _is_generated(match: Match) -> bool:
    return bool(match.document.organization)


def _page(number: int, need: Item, answer: MatchList) -> str:
    lines = [f"===== need {number}: {need.title}", need.text, "-----"]
    shown = answer.matches[:3]
    if answer.no_good_match is not None:
        lines.append("NO GOOD MATCH")
        reasons = (*answer.no_good_match.missing, *answer.no_good_match.next_steps)
        lines += ["  " + word_reason(reason, "en") for reason in reasons]
        shown = answer.no_good_match.nearest
    for match in shown:
        lines.append(
            f"#{match.rank} {match.level.name} p={match.probability:.2f} {match.document.title}"
        )
        lines.append("   " + match.document.text[:300].replace("\n", " / "))
        lines += ["     " + line for line in word_card(match.card, "en")]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
