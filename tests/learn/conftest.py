"""A small made-up library: topics with words of their own, titles that share few words."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from duijie.index import StaticEncoder
from duijie.kernel.documents import Document
from duijie.learn import EncoderOptions, train_encoder

QUICK = EncoderOptions(dimensions=64, epochs=3, batch=64)


def clock() -> datetime:
    return datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def made_up_library(documents: int, seed: int = 7) -> list[Document]:
    """Documents of 40 topics; a topic's words are Chinese syllables and Latin words."""
    random = np.random.default_rng(seed)
    signs = [chr(0x4E00 + 37 * n) for n in range(400)]
    library = []
    for number in range(documents):
        topic = int(random.integers(40))
        own = [signs[(topic * 10 + k) % 400] for k in range(10)]
        words = ["".join(random.choice(own, 2)) for _ in range(12)]
        words += [f"alloy{topic}{chr(97 + int(random.integers(26)))}" for _ in range(3)]
        words += ["".join(random.choice(signs, 2)) for _ in range(6)]
        words = [str(word) for word in random.permutation(words)]
        clauses = ["、".join(words[start : start + 4]) for start in range(0, len(words), 4)]
        library.append(
            Document(
                record_id=f"achievement:{number:05d}",
                kind="achievement",
                title=f"{words[0]}{words[-1]}",
                text="，".join(clauses) + "。",
            )
        )
    return library


@pytest.fixture(scope="session")
def library() -> list[Document]:
    return made_up_library(600)


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("releases")


@pytest.fixture(scope="session")
def release(library: list[Document], releases: Path) -> str:
    return train_encoder(library, releases=releases, clock=clock, options=QUICK)


@pytest.fixture(scope="session")
def encoder(release: str, releases: Path) -> StaticEncoder:
    return StaticEncoder.load(releases / release)
