"""A smaller copy of a release answers nearly as the whole one does."""

from pathlib import Path

import numpy as np
import pytest

from duijie.index import StaticEncoder, read_card
from duijie.kernel.documents import Document
from duijie.kernel.errors import ReleaseError
from duijie.learn.encoder.slim import Slimming, slim_encoder
from tests.learn.conftest import clock

HALF = Slimming(32, "small", "Trying.", ("Half is gone.",))


@pytest.fixture
def small(release: str, releases: Path, tmp_path: Path) -> Path:
    return tmp_path / slim_encoder(releases / release, tmp_path, HALF, clock=clock)


def test_cosines_stay_close_to_those_of_the_same_numbers_in_eight_bits(
    small: Path, release: str, releases: Path, library: list[Document]
) -> None:
    texts = [f"{one.title}\n{one.text}" for one in library[:100]]
    whole = StaticEncoder.load(releases / release, dimensions=32).encode(texts)
    few = StaticEncoder.load(small).encode(texts)
    assert float(np.einsum("ij,ij->i", whole, few).min()) > 0.98


def test_it_takes_a_quarter_of_the_room(small: Path, release: str, releases: Path) -> None:
    whole = (releases / release / "vectors.npy").stat().st_size
    assert (small / "vectors.npy").stat().st_size < 0.26 * whole


def test_its_card_says_where_it_comes_from_and_keeps_no_scores_of_the_whole(
    small: Path, release: str
) -> None:
    card = read_card(small)
    assert card.name == small.name
    assert card.name.startswith("small-")
    assert card.options["made_from"] == release
    assert card.scores == {}
    assert card.intended_use == "Trying."
    assert card.known_faults[-1] == "Half is gone."


def test_the_same_release_gives_the_same_copy(
    small: Path, release: str, releases: Path, tmp_path: Path
) -> None:
    again = slim_encoder(releases / release, tmp_path / "again", HALF, clock=clock)
    assert again == small.name


def test_more_numbers_than_there_are_cannot_be_kept(
    release: str, releases: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReleaseError, match="64 numbers"):
        slim_encoder(releases / release, tmp_path, Slimming(66, "small", ""), clock=clock)
