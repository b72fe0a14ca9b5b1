"""A release of a ranker is whole and fits, or it is refused with what to do."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from duijie.kernel.errors import ReleaseError
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from duijie.kernel.releases import CARD
from duijie.kernel.words import translation
from duijie.match import Engine, word_reason
from duijie.match.rankers import open_ranker
from duijie.match.rankers.conformance import RankerConformance
from duijie.match.rankers.figures import NAMES
from duijie.match.rankers.trained import TrainedRanker
from duijie.match.stopwatch import Stopwatch
from tests.learn.ranker.conftest import need


class TestTrained(RankerConformance):
    @pytest.fixture
    def engine(self, world: Engine, ranker: TrainedRanker) -> Engine:
        return world.beside(ranker)

    @pytest.fixture
    def asked(self) -> str:
        return "matter3 stuff3 device"


def edit_card(folder: Path, **changed: object) -> None:
    fields = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps({**fields, **changed}), "utf-8")


def cut(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


def flip(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(bytes(content))

    return damage


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no card": lambda folder: (folder / CARD).unlink(),
    "half a card": cut(CARD),
    "half the trees": cut("order.txt"),
    "one bit of the memory": flip("vectors.npy"),
    "no names": lambda folder: (folder / "names.json").unlink(),
    "another kind": lambda folder: edit_card(folder, format="duijie-static-encoder"),
    "another version": lambda folder: edit_card(folder, format_version=99),
    "another analysis": lambda folder: edit_card(folder, analysis="0" * 16),
    "other figures": lambda folder: edit_card(folder, figures=["length"]),
    "a card without seed": lambda folder: edit_card(folder, seed=None),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_release_is_refused(
    damage: Callable[[Path], object], release: str, releases: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    shutil.copytree(releases / release, home.releases / release)
    damage(home.releases / release)
    with pytest.raises(ReleaseError, match="duijie train ranker"):
        open_ranker(release, home, encoder_release="toy")


def test_a_release_of_another_encoder_is_refused(
    release: str, releases: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    shutil.copytree(releases / release, home.releases / release)
    with pytest.raises(ReleaseError, match="trained with the encoder toy, and static-1 is in use"):
        open_ranker(release, home, encoder_release="static-1")
    assert open_ranker(release, home, encoder_release="toy").release == release


@pytest.mark.parametrize("name", ["ranker-none", "../ranker", "."])
def test_a_release_that_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="there is no such release"):
        open_ranker(name, Home(tmp_path), encoder_release="toy")


def test_without_a_name_the_weights_rank(tmp_path: Path) -> None:
    assert open_ranker("", Home(tmp_path), encoder_release="toy").release == ""


def test_what_the_figures_added_makes_the_score(world: Engine, ranker: TrainedRanker) -> None:
    request = world.prepare(need(2, 0, 8)[1])
    trained = world.beside(ranker)
    queries = trained.pipeline.prepare([request])
    where = trained.where(request)
    ranked = trained.pipeline.ranked(queries, where, Stopwatch(), today=trained.today())[0]
    added = ranker.contributions(ranked)
    assert added.shape == (len(ranked), len(NAMES) + 1)
    np.testing.assert_allclose(added.sum(axis=1), [e.score for e in ranked], atol=1e-5)


def test_a_match_says_what_moved_it(world: Engine, ranker: TrainedRanker) -> None:
    answer = world.beside(ranker).match(need(2, 0, 8)[1])
    best = answer.matches[0]
    assert 1 <= len(best.reasons) <= 3
    assert "RANK-SIMILAR-UP" in {reason.code for reason in best.reasons}
    for reason in best.reasons:
        assert word_reason(reason, "en")
        assert word_reason(reason, "zh")
    assert translation("en") is not None


def test_the_answer_names_the_ranker(world: Engine, ranker: TrainedRanker) -> None:
    answer = world.beside(ranker).match(MatchRequest("matter1 stuff1"))
    assert answer.release.endswith(f"+{ranker.release}")


def test_a_release_holds_nothing_that_runs(release: str, releases: Path) -> None:
    files = [file for file in (releases / release).iterdir() if file.name != CARD]
    assert {file.suffix for file in files} == {".txt", ".npy", ".json"}
    for file in files:
        if file.suffix == ".npy":
            np.load(file, allow_pickle=False)
