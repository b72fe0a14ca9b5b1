"""Reading a release and encoding with it."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from duijie.index import (
    StaticEncoder,
    analyze,
    document_text,
    open_encoder,
    pieces_of,
    release_names,
)
from duijie.kernel.documents import Document
from duijie.kernel.errors import ReleaseError
from duijie.kernel.home import Home
from duijie.kernel.ports import Encoder, TokenEncoder


@pytest.fixture
def copied(release: str, releases: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(releases / release, tmp_path / release))


def card_with(folder: Path, **changes: object) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    (folder / "card.json").write_text(json.dumps(card | changes), "utf-8")


def test_it_is_an_encoder_that_takes_tokens(encoder: StaticEncoder, release: str) -> None:
    assert isinstance(encoder, Encoder)
    assert isinstance(encoder, TokenEncoder)
    assert (encoder.release, encoder.dimensions) == (release, 64)


def test_a_release_that_lies_elsewhere_is_found_again(copied: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    opened = open_encoder(str(copied), home)
    assert opened.release.startswith(f"{copied}@")
    assert open_encoder(opened.release, home).release == opened.release
    with pytest.raises(ReleaseError, match="not the one the index was built with"):
        open_encoder(f"{copied}@00000000", home)


def test_a_release_of_the_home_keeps_its_plain_name(release: str, releases: Path) -> None:
    home = Home(releases.parent / "named")
    home.path.mkdir()
    shutil.copytree(releases / release, home.releases / release)
    assert open_encoder(release, home).release == release


def test_vectors_are_float32_of_length_one_or_zero(
    encoder: StaticEncoder, library: list[Document]
) -> None:
    vectors = encoder.encode([*(document_text(d) for d in library[:50]), "", "。！", "2024"])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors[:50], axis=1), 1, atol=1e-6)
    assert not vectors[50:].any()


def test_no_texts_give_no_vectors(encoder: StaticEncoder) -> None:
    assert encoder.encode([]).shape == (0, 64)


def test_a_reopened_release_encodes_the_same(
    encoder: StaticEncoder, copied: Path, library: list[Document]
) -> None:
    texts = [document_text(document) for document in library]
    assert np.array_equal(StaticEncoder.load(copied).encode(texts), encoder.encode(texts))


def test_one_by_one_many_and_tokens_given_agree(
    encoder: StaticEncoder, library: list[Document]
) -> None:
    texts = [document_text(d) + " unheard alloys 未闻" for d in library[:300]]
    many = encoder.encode(texts)
    singly = np.vstack([encoder.encode([text], is_query=True) for text in texts])
    assert np.allclose(many, singly, atol=1e-5)
    assert np.array_equal(many, encoder.encode_tokens([analyze(text) for text in texts]))


def test_an_unseen_word_points_where_its_parts_do(encoder: StaticEncoder) -> None:
    unseen, near, far = encoder.encode(["alloy3zz", "alloy3a alloy3b alloy3c", "alloy27a"])
    assert analyze("alloy3zz")[0] not in encoder._rows
    assert unseen @ near > unseen @ far
    assert np.isclose(np.linalg.norm(unseen), 1)


def test_numbers_do_not_move_a_vector(encoder: StaticEncoder, library: list[Document]) -> None:
    text = library[0].text
    plain, numbered = encoder.encode([text, text + " 40 95.5 2024 1000000 12 mm 5 kg"])
    assert plain @ numbered > 0.999


def test_a_term_in_many_documents_weighs_less_than_a_rare_one(encoder: StaticEncoder) -> None:
    terms = {term: encoder.weight(term) for term in ("不在词表",)}
    assert terms == {"不在词表": 0.0}
    weights = [encoder.weight(term) for term in list(encoder._rows)[: encoder.card.terms]]
    assert np.mean(weights[:50]) < np.mean(weights[-50:])


@pytest.mark.parametrize("file", ["vectors.npy", "scales.npy", "vocabulary.txt"])
def test_a_release_with_one_changed_byte_is_refused(copied: Path, file: str) -> None:
    content = bytearray((copied / file).read_bytes())
    content[-3] ^= 1
    (copied / file).write_bytes(content)
    with pytest.raises(ReleaseError, match=r"changed.*duijie train encoder"):
        StaticEncoder.load(copied)


@pytest.mark.parametrize("file", ["vectors.npy", "scales.npy", "vocabulary.txt"])
def test_a_release_cut_short_is_refused(copied: Path, file: str) -> None:
    content = (copied / file).read_bytes()
    (copied / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(ReleaseError, match=r"wrong size.*duijie train encoder"):
        StaticEncoder.load(copied)


@pytest.mark.parametrize("file", ["vectors.npy", "scales.npy", "vocabulary.txt"])
def test_a_release_without_a_file_is_refused(copied: Path, file: str) -> None:
    (copied / file).unlink()
    with pytest.raises(ReleaseError, match=r"missing.*duijie train encoder"):
        StaticEncoder.load(copied)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": "something else"}, "of another kind"),
        ({"format_version": 99}, "another version"),
        ({"analysis": "0"}, "another way of cutting"),
        ({"dimensions": "many"}, "incomplete"),
        ({"dimensions": 32}, "do not agree"),
        ({"terms": 1}, "do not agree"),
        ({"files": {}}, "do not agree"),
        ({"files": {"vectors.npy": {}}}, "incomplete"),
    ],
)
def test_an_incompatible_card_is_refused_with_what_to_do(
    copied: Path, changes: dict[str, object], why: str
) -> None:
    card_with(copied, **changes)
    with pytest.raises(ReleaseError, match=f"{why}.*duijie train encoder"):
        StaticEncoder.load(copied)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_broken_card_is_refused(copied: Path, content: bytes) -> None:
    (copied / "card.json").write_bytes(content)
    with pytest.raises(ReleaseError, match="card"):
        StaticEncoder.load(copied)


def test_a_release_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no such release"):
        StaticEncoder.load(tmp_path / "static-none")


def test_unusable_releases_are_not_among_the_names(copied: Path) -> None:
    shutil.copytree(copied, copied.parent / "other")
    card_with(copied.parent / "other", format_version=99)
    shutil.copytree(copied, copied.parent / ".writing-cut-off")
    assert release_names(copied.parent) == [copied.name]
    assert release_names(copied.parent / "nowhere") == []


def test_parts_of_words() -> None:
    assert pieces_of("石墨烯") == ["▁石", "▁墨", "▁烯"]
    assert pieces_of("abc")[0] == "▁^ab"
    assert pieces_of("10kv") == []
