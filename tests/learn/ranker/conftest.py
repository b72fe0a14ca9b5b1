"""A made-up world in which people prefer what no word of the request says.

Needs speak of a topic in the topic's words and of a grade in a word that no record has; the
records of a topic come in two lines, told apart only by a word of their titles that no need has.
Which line a grade is content with can be learned from judgements alone.
"""

from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest

from duijie.index import analyze
from duijie.kernel.documents import Document
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level, MatchRequest
from duijie.kernel.ports import Vectors
from duijie.learn.ranker import RankerOptions, train_ranker
from duijie.match import Engine
from duijie.match.rankers.trained import TrainedRanker

TOPICS, EACH, ASKED = 8, 5, 10
LINES = ("borim", "cadel")  # words of the records
GRADES = ("furos", "gemin")  # words of the needs
QUICK = RankerOptions(rounds=40, folds=4)


def clock() -> datetime:
    return datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


class ToyEncoder:
    """Sums a fixed random direction per term."""

    release = "toy"
    dimensions = 32

    def encode(self, texts: list[str], *, is_query: bool = False) -> Vectors:
        del is_query
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        total = np.zeros(self.dimensions, np.float32)
        for term in analyze(text):
            seed = int.from_bytes(blake2b(term.encode(), digest_size=4).digest(), "big")
            total += np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
        length = float(np.linalg.norm(total))
        return total / length if length else total


def library() -> list[Document]:
    return [
        Document(
            f"achievement:{topic}-{line}-{n}",
            "achievement",
            f"matter{topic} {LINES[line]} device",
            f"a device about matter{topic} stuff{topic} part{n}",
            organization=f"institute {line}{n}",
        )
        for topic in range(TOPICS)
        for line in range(2)
        for n in range(EACH)
    ]


def need(topic: int, grade: int, n: int) -> tuple[str, MatchRequest]:
    text = f"wanted: {GRADES[grade]} for matter{topic} stuff{topic}, case{n}"
    return f"need:{topic}-{grade}-{n}", MatchRequest(text)


def judged(topic: int, grade: int, n: int, good: Level = Level.FAIRLY_STRONG) -> list[Judgement]:
    name, _ = need(topic, grade, n)
    return [
        Judgement(name, document.record_id, good)
        for document in library()
        if document.record_id.startswith(f"achievement:{topic}-{grade}-")
    ]


CASES = [(topic, grade, n) for topic in range(TOPICS) for grade in range(2) for n in range(ASKED)]
TAUGHT = [case for case in CASES if case[2] < ASKED - 3]
HELD_OUT = [case for case in CASES if case[2] >= ASKED - 3]


def lessons(cases: list[tuple[int, int, int]]) -> tuple[dict[str, MatchRequest], list[Judgement]]:
    return dict(need(*case) for case in cases), [j for case in cases for j in judged(*case)]


@pytest.fixture(scope="session")
def world() -> Engine:
    return Engine.from_documents(library(), ToyEncoder(), clock=clock)


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rankers")


@pytest.fixture(scope="session")
def release(world: Engine, releases: Path) -> str:
    return train_ranker(world, *lessons(TAUGHT), releases=releases, options=QUICK)


@pytest.fixture(scope="session")
def ranker(release: str, releases: Path) -> TrainedRanker:
    return TrainedRanker.load(releases / release)
