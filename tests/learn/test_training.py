"""Training an encoder on the library itself."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from duijie.index import StaticEncoder, document_text, read_card, release_names
from duijie.kernel.documents import Document
from duijie.kernel.errors import ReleaseError
from duijie.learn import EncoderOptions, train_encoder
from duijie.learn.encoder.train import draw_sample
from tests.learn.conftest import QUICK, clock, made_up_library


def achievement(number: int, title: str, text: str = "") -> Document:
    return Document(f"achievement:{number}", "achievement", title, text)


def test_same_library_and_seed_give_the_same_files(
    library: list[Document], release: str, releases: Path, tmp_path: Path
) -> None:
    again = train_encoder(library, releases=tmp_path, clock=clock, options=QUICK)
    assert again == release
    assert read_card(tmp_path / again).files == read_card(releases / release).files


def test_another_seed_gives_another_release(
    library: list[Document], release: str, tmp_path: Path
) -> None:
    other = train_encoder(library, releases=tmp_path, clock=clock, options=replace(QUICK, seed=1))
    assert other != release


def test_the_card_tells_what_was_trained_on(release: str, releases: Path) -> None:
    card = read_card(releases / release)
    assert (card.documents_seen, card.documents_used, card.seed) == (600, 600, 0)
    assert card.created_at == clock()
    assert card.scores["held_out_documents"] == 12
    assert set(card.files) == {"vocabulary.txt", "vectors.npy", "scales.npy"}


def test_a_text_finds_its_document_far_better_than_chance(
    library: list[Document], encoder: StaticEncoder
) -> None:
    asked = encoder.encode([f"{d.title}，{d.text.split('，')[1]}" for d in library], is_query=True)
    stored = encoder.encode([document_text(document) for document in library])
    scores = asked @ stored.T
    ranks = 1 + (scores > np.diagonal(scores)[:, None]).sum(axis=1)
    by_chance = 10 / len(library)
    assert np.mean(ranks <= 10) > 40 * by_chance


def test_training_brings_the_loss_down(library: list[Document], tmp_path: Path) -> None:
    told: list[str] = []

    def listen(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        if stage == "train":
            assert total is not None
            assert finished <= total
            told.append(note)

    train_encoder(library, releases=tmp_path, clock=clock, options=QUICK, progress=listen)
    losses = [float(note.split(",")[0].removeprefix("loss ")) for note in told]
    assert losses[-1] < 0.8 * losses[0]
    assert all("nDCG@10 0." in note for note in told[-5:])


@pytest.mark.parametrize("size", [0, 1, 2, 5, 40])
def test_a_tiny_library_still_gives_a_working_encoder(size: int, tmp_path: Path) -> None:
    name = train_encoder(made_up_library(size), releases=tmp_path, clock=clock)
    encoder = StaticEncoder.load(tmp_path / name)
    vectors = encoder.encode([document_text(d) for d in made_up_library(size)] + ["", "未知"])
    assert vectors.shape == (size + 2, encoder.dimensions)
    assert encoder.dimensions % 32 == 0
    assert np.allclose(np.linalg.norm(vectors[:size], axis=1), 1)
    assert not vectors[size].any()


def test_documents_without_text_or_of_numbers_only_do_no_harm(tmp_path: Path) -> None:
    library = [
        achievement(1, ""),
        achievement(2, "12 3.5 90"),
        achievement(3, "锂电池隔膜", "隔膜"),
    ]
    name = train_encoder(library, releases=tmp_path, clock=clock)
    vectors = StaticEncoder.load(tmp_path / name).encode(["锂电池隔膜", "3.5"])
    assert np.isclose(np.linalg.norm(vectors[0]), 1)
    assert not vectors[1].any()


def test_a_large_library_is_sampled_and_the_card_says_so(tmp_path: Path) -> None:
    options = EncoderOptions(dimensions=32, documents=50, epochs=1)
    library = (document for document in made_up_library(200))
    card = read_card(
        tmp_path / train_encoder(library, releases=tmp_path, clock=clock, options=options)
    )
    assert (card.documents_seen, card.documents_used) == (200, 50)


def test_a_sample_keeps_the_order_and_draws_from_everywhere() -> None:
    library = made_up_library(2000)
    sample, seen = draw_sample(iter(library), 200, np.random.default_rng(0), lambda *_, **__: None)
    ids = [document.record_id for document in sample]
    assert seen == 2000
    assert len(set(ids)) == 200
    assert ids == sorted(ids)
    last_quarter = sum(identifier >= "achievement:01500" for identifier in ids)
    assert 25 <= last_quarter <= 75


def test_training_again_makes_the_release_the_newest(tmp_path: Path) -> None:
    first, second = made_up_library(30), made_up_library(30, seed=8)

    def train(library: list[Document], hours: int) -> str:
        def later() -> object:
            return clock() + timedelta(hours=hours)

        return train_encoder(library, releases=tmp_path, clock=later, options=QUICK)  # type: ignore[arg-type]

    one, two = train(first, 0), train(second, 1)
    assert release_names(tmp_path) == [one, two]
    assert train(first, 2) == one
    assert release_names(tmp_path) == [two, one]


def test_an_interrupted_training_leaves_no_release(library: list[Document], tmp_path: Path) -> None:
    def stop(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        if stage == "write":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_encoder(library, releases=tmp_path, clock=clock, options=QUICK, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_training_again_mends_a_damaged_release(library: list[Document], tmp_path: Path) -> None:
    name = train_encoder(library, releases=tmp_path, clock=clock, options=QUICK)
    with (tmp_path / name / "vectors.npy").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(ReleaseError):
        StaticEncoder.load(tmp_path / name)
    assert train_encoder(library, releases=tmp_path, clock=clock, options=QUICK) == name
    assert StaticEncoder.load(tmp_path / name).release == name
