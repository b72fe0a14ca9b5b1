"""Generation and ranker are switched by one line of one file, forward and back."""

from pathlib import Path
from threading import Event, Thread

import pytest

from duijie.index import (
    BuildPlan,
    adopt_generation,
    build_index,
    earlier_models,
    index_status,
    live_models,
    open_index,
    roll_back_index,
    switch_ranker,
)
from duijie.index.conformance import ToyEncoder
from duijie.kernel.documents import Document
from duijie.kernel.errors import IndexDamagedError, IndexMissingError
from duijie.kernel.home import Home
from duijie.kernel.live import CURRENT_FILE, LivePair, Models, live_pairs, live_ranker

LIBRARY = [Document(f"need:{n}", "need", f"锂离子电池{n}") for n in range(20)]
FIRST, SECOND = "ranker-000000000001", "ranker-000000000002"


class OtherEncoder(ToyEncoder):
    """The toy encoder under another name."""

    release = "other"


def build(place: Path, ranker: str = "", *, revision: int = 1, other: bool = False) -> None:
    encoder = OtherEncoder() if other else ToyEncoder()
    build_index(place, LIBRARY, encoder, BuildPlan(revision=revision, workers=1, ranker=ranker))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    build(home.index, FIRST)
    return home


def test_without_an_index_no_ranker_is_live(tmp_path: Path) -> None:
    assert live_ranker(Home(tmp_path)) == ""
    assert live_models(tmp_path / "index") == Models()


def test_a_build_puts_its_ranker_in_use(home: Home) -> None:
    assert live_ranker(home) == FIRST
    assert index_status(home.index).ranker_release == FIRST
    assert live_models(home.index) == Models("toy", FIRST)


def test_a_reader_is_told_when_only_the_ranker_changes(home: Home) -> None:
    reader = open_index(home.index)
    assert not reader.refresh()
    assert switch_ranker(home.index, SECOND) == Models("toy", SECOND)
    assert reader.stats().ranker_release == FIRST
    assert reader.refresh()
    assert reader.stats().ranker_release == SECOND
    assert reader.stats().generation == "000001"


def test_rolling_back_undoes_the_last_switch_and_then_the_one_before(home: Home) -> None:
    build(home.index, SECOND)
    switch_ranker(home.index, "")
    assert roll_back_index(home.index).ranker_release == SECOND
    assert roll_back_index(home.index).ranker_release == FIRST
    with pytest.raises(IndexMissingError):
        roll_back_index(home.index)
    assert live_pairs(home.index) == (LivePair("000001", FIRST),)


def test_rolling_back_to_another_pair_passes_over_mere_rebuilds(home: Home) -> None:
    build(home.index, FIRST, other=True)
    build(home.index, FIRST, other=True, revision=2)
    build(home.index, FIRST, other=True, revision=3)
    assert earlier_models(home.index) == Models("other", FIRST)
    assert earlier_models(home.index, to_another=True) == Models("toy", FIRST)
    stats = roll_back_index(home.index, to_another=True)
    assert (stats.generation, stats.encoder_release) == ("000001", "toy")
    with pytest.raises(IndexMissingError):
        roll_back_index(home.index, to_another=True)


def test_only_generations_that_can_be_rolled_back_to_are_kept(home: Home) -> None:
    for revision in (2, 3, 4):
        build(home.index, FIRST, revision=revision)
    folders = sorted(place.name for place in home.index.iterdir() if place.is_dir())
    assert folders == ["000003", "000004"]
    assert [pair.generation for pair in live_pairs(home.index)] == ["000004", "000003"]


def test_a_damaged_generation_is_not_put_in_use_again(home: Home) -> None:
    build(home.index, SECOND)
    (home.index / "000001" / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(IndexDamagedError):
        roll_back_index(home.index)
    assert live_ranker(home) == SECOND


def test_an_index_built_aside_is_adopted_with_its_ranker(home: Home, tmp_path: Path) -> None:
    build(tmp_path / "aside", revision=7, other=True)
    stats = adopt_generation(home.index, tmp_path / "aside", SECOND)
    assert (stats.generation, stats.revision) == ("000002", 7)
    assert live_models(home.index) == Models("other", SECOND)
    assert roll_back_index(home.index).ranker_release == FIRST


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"000001 ../ranker\n", b"../x\n", b"1\n", b"000001 a b\n", b"\xff\xfe", b"\0" * 9],
)
def test_a_damaged_pointer_is_refused_and_a_build_puts_it_right(home: Home, content: bytes) -> None:
    (home.index / CURRENT_FILE).write_bytes(content)
    with pytest.raises(IndexDamagedError, match="duijie index build"):
        open_index(home.index)
    with pytest.raises(IndexDamagedError):
        live_ranker(home)
    build(home.index, SECOND)
    assert live_ranker(home) == SECOND


def test_a_reader_never_sees_a_mixed_pair_while_pairs_are_switched(home: Home) -> None:
    seen: set[tuple[str, str]] = set()
    is_over = Event()

    def look() -> None:
        reader = open_index(home.index)
        while not is_over.is_set():
            reader.refresh()
            stats = reader.stats()
            seen.add((stats.encoder_release, stats.ranker_release))
        reader.close()

    reading = Thread(target=look)
    reading.start()
    try:
        for revision in range(2, 8):
            is_other = revision % 2 == 0
            build(home.index, SECOND if is_other else FIRST, revision=revision, other=is_other)
            roll_back_index(home.index)
            build(home.index, SECOND if is_other else FIRST, revision=revision, other=is_other)
    finally:
        is_over.set()
        reading.join()
    assert seen == {("toy", FIRST), ("other", SECOND)}
