"""Vectors turned to their main axes, of which an index may keep the first part; multi-words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duijie.index import StaticEncoder, document_text, open_encoder
from duijie.kernel.documents import Document
from duijie.kernel.errors import ReleaseError
from duijie.kernel.home import Home
from duijie.learn import Lessons, train_encoder
from duijie.learn.encoder.phrases import neighbours, pair_counts, telling_pairs
from tests.learn.conftest import QUICK, clock


def test_the_first_part_of_the_vectors_says_most(
    encoder: StaticEncoder, library: list[Document]
) -> None:
    vectors = encoder.encode([document_text(document) for document in library])
    energy = (vectors**2).sum(axis=0)
    assert energy[:16].sum() > 2 * energy[-16:].sum()
    assert np.all(np.diff(energy.reshape(8, 8).sum(axis=1)) < 0)


def test_an_encoder_opens_with_fewer_dimensions(
    release: str, releases: Path, encoder: StaticEncoder, library: list[Document]
) -> None:
    short = StaticEncoder.load(releases / release, dimensions=32)
    assert (short.release, short.dimensions) == (f"{release}:32", 32)
    texts = [document_text(document) for document in library[:50]]
    whole = encoder.encode(texts)[:, :32]
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    assert np.allclose(short.encode(texts), whole, atol=1e-5)


def test_the_name_of_a_shortened_release_opens_it_again(
    release: str, releases: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path)
    (tmp_path / "releases").symlink_to(releases)
    opened = open_encoder(f"{release}:32", home)
    assert opened.dimensions == 32
    assert open_encoder(opened.release, home).release == opened.release
    assert open_encoder(f"{release}:64", home).release == release


@pytest.mark.parametrize("name", [":65", ":9999"])
def test_more_dimensions_than_there_are_is_refused(
    name: str, release: str, releases: Path, tmp_path: Path
) -> None:
    (tmp_path / "releases").symlink_to(releases)
    with pytest.raises(ReleaseError, match="64"):
        open_encoder(release + name, Home(tmp_path))


def test_prefixes_that_are_trained_for_do_better_alone_at_a_small_length(
    library: list[Document], tmp_path: Path
) -> None:
    options = replace(QUICK, prefixes=(8, 16))
    name = train_encoder(library, releases=tmp_path, clock=clock, options=options)
    assert StaticEncoder.load(tmp_path / name).dimensions == 64


def test_words_that_stand_together_more_than_by_chance_become_one_term() -> None:
    random = np.random.default_rng(0)
    clauses = [random.integers(2, 30, 6).tolist() for _ in range(200)]
    for clause in clauses[:40]:
        clause[2:4] = [0, 1]
    ids = np.array([term for clause in clauses for term in clause], np.int64)
    ends = np.arange(0, len(ids) + 1, 6)
    pairs, places = neighbours(ids, ends, 30)
    kept = telling_pairs(pairs, ids, 30, 10)
    assert kept.tolist() == [0 * 30 + 1]
    assert pair_counts(pairs, places, kept, 200).sum() == 40
    assert len(telling_pairs(pairs, ids, 30, 0)) == 0


def test_a_multi_word_moves_a_text_only_where_its_words_stand_together(tmp_path: Path) -> None:
    fillers = ["alpha", "beta", "gamma", "delta", "kappa", "sigma", "omega", "theta"]
    random = np.random.default_rng(0)
    library = []
    for number in range(120):
        words = [str(word) for word in random.choice(fillers, 6)]
        if number % 3 == 0:
            words[2:4] = ["heat", "transfer"]
        library.append(
            Document(f"achievement:{number}", "achievement", "", ", ".join([" ".join(words)] * 2))
        )
    options = replace(QUICK, phrases=50)
    name = train_encoder(library, releases=tmp_path, clock=clock, options=options)
    encoder = StaticEncoder.load(tmp_path / name)
    assert encoder.weight("heat transfer") > 0
    together, apart = encoder.encode(["heat transfer", "transfer alpha heat"])
    plain = encoder.encode(["heat alpha transfer"])[0]
    assert apart @ plain > 0.999
    assert together @ apart < 0.999


def test_an_encoder_joins_languages_once_it_was_taught_by_enough_pairs(tmp_path: Path) -> None:
    chinese = [
        Document(f"a:zh{n}", "achievement", f"{chr(0x5000 + n)}薄膜的制备") for n in range(120)
    ]
    english = [Document(f"a:en{n}", "achievement", f"making film w{n}x here") for n in range(120)]
    pairs = [(f"a:zh{n}", f"a:en{n}") for n in range(120)]

    def taught(lessons: Lessons) -> StaticEncoder:
        name = train_encoder(
            [*chinese, *english], releases=tmp_path, clock=clock, options=QUICK, lessons=lessons
        )
        return StaticEncoder.load(tmp_path / name)

    assert not taught(Lessons()).joins_languages
    assert not taught(Lessons(related=pairs[:20])).joins_languages
    assert not taught(
        Lessons(related=[("a:zh1", f"a:zh{n}") for n in range(2, 110)])
    ).joins_languages
    joined = taught(Lessons(related=pairs))
    assert joined.joins_languages
    assert joined.card.scores["translated_pairs"] == 120
