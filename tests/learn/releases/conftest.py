"""A home with two trained encoders, and a ranker release whose weights are made up."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duijie.index import BuildPlan, analysis_fingerprint, build_index, open_encoder
from duijie.kernel.documents import Document
from duijie.kernel.home import Home
from duijie.kernel.releases import write_release
from duijie.learn import EncoderOptions, train_encoder
from duijie.learn.releases import ReleaseRoom
from duijie.match.rankers.card import RankerCard

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TINY = EncoderOptions(dimensions=32, epochs=1, batch=32, terms=500, pieces=50)
WORDS = ("石墨烯", "导热薄膜", "锂离子电池", "催化剂", "废水处理", "图像识别", "钛合金", "发酵")
LIBRARY = [
    Document(
        f"achievement:{n}",
        "achievement",
        f"{WORDS[n % 8]}{WORDS[n // 8 % 8]}",
        text=f"面向{WORDS[n % 8]}的{WORDS[(n + 3) % 8]}，第{n}项。",
    )
    for n in range(64)
]


def clock() -> datetime:
    return NOW


def write_ranker(releases: Path, encoder: str, content: bytes = b"weights") -> str:
    """Write a ranker release whose file is only there to be checked, and return its name."""
    card = RankerCard(
        name="",
        created_at=NOW,
        analysis=analysis_fingerprint(),
        encoder=encoder,
        figures=("bm25",),
        requests=3,
        judgements=30,
        seed=1,
        credible_from=0.3,
        levels=True,
        scores={"ndcg@10": 0.61},
        intended_use="Ranking.",
    )
    return write_release(
        releases,
        "ranker",
        lambda folder: (folder / "trees.txt").write_bytes(content) and None,
        lambda name, files: replace(card, name=name, files=files).to_json(),
    )


@dataclass(frozen=True)
class Scene:
    """A home with an index, its live encoder, another encoder and two rankers."""

    home: Home
    live: str
    other: str
    ranker: str
    other_ranker: str  # trained with the other encoder

    @property
    def room(self) -> ReleaseRoom:
        return ReleaseRoom(self.home, clock, "tester")

    def build_trial(self, encoder: str) -> None:
        room = self.room
        shutil.rmtree(room.trial, ignore_errors=True)
        build_index(room.trial, LIBRARY, open_encoder(encoder, self.home), BuildPlan(workers=1))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    home = Home(tmp_path_factory.mktemp("releases") / "home")
    live, other = (
        train_encoder(
            LIBRARY, releases=home.releases, clock=clock, options=replace(TINY, seed=seed)
        )
        for seed in (1, 2)
    )
    build_index(home.index, LIBRARY, open_encoder(live, home), BuildPlan(workers=1))
    ranker = write_ranker(home.releases, live)
    return Scene(home, live, other, ranker, write_ranker(home.releases, other, b"others"))


@pytest.fixture
def scene(prepared: Scene, tmp_path: Path) -> Scene:
    shutil.copytree(prepared.home.path, tmp_path / "home")
    return replace(prepared, home=Home(tmp_path / "home"))
