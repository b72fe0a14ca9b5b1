"""The space (语义空间) in which needs and titles meet: terms, topics, an encoder's vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from scipy.sparse import csr_array, vstack

from duijie.index import StaticEncoder, general_encoder
from duijie.kernel.documents import Document
from duijie.kernel.ports import Encoder
from duijie.learn.encoder import EncoderOptions, train_encoder
from duijie.learn.pairs.reading import Need
from duijie.learn.pairs.terms import (
    BIGRAM,
    TITLE_WEIGHT,
    Floats,
    counted,
    idf_of,
    is_word,
    need_terms,
    title_terms,
    units,
    vocabulary_of,
    weighed,
)

TOPICS: Final = 200
LIST_WEIGHT: Final = 3.0  # a list of titles judged for one need says what belongs together
_EXTRA_DIRECTIONS = 20
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Space:
    """Terms with idf, and three tables of term vectors (词表与词向量).

    Attributes:
        vocabulary: the number of each term.
        idf: how rare each term is.
        topics: terms × topics (LSA over titles, needs, and each need with its list of titles).
        encoded: terms × dimensions of an encoder, each row holding its weight.
        general: the same of the general encoder, which knows words from elsewhere; a table of
            no columns where it is left out.
    """

    vocabulary: Mapping[str, int]
    idf: Floats
    topics: Floats
    encoded: Floats
    general: Floats

    def words(self) -> np.ndarray:
        """Return for each term whether it is a word."""
        return np.array([is_word(term) for term in self.vocabulary], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts in a space (文本表示): counts of terms, and what is compared.

    `counts` and `terms` are texts × vocabulary, `terms` of length 1; `topics`, `encoded` and
    `general` are vectors of length 1.
    """

    counts: csr_array
    terms: csr_array
    topics: Floats
    encoded: Floats
    general: Floats


def placed(counts: csr_array, space: Space) -> Texts:
    """Return texts, given as counts of terms, in a space."""
    terms = weighed(counts, space.idf)
    damped = counts.copy()
    damped.data = np.log2(1 + damped.data).astype(np.float32)
    topics, encoded, general = (
        units(np.asarray(texts @ table, dtype=np.float32))
        for texts, table in (
            (terms, space.topics),
            (damped, space.encoded),
            (damped, space.general),
        )
    )
    return Texts(counts, terms, topics, encoded, general)


def make_space(
    needs: Sequence[Need],
    titles: Sequence[Sequence[str]],
    lists: csr_array,
    *,
    seed: int,
    encoder: Encoder | None = None,
    with_general: bool = True,
) -> Space:
    """Return the space of needs and titles; no level is looked at.

    Args:
        needs: all needs of the file.
        titles: the distinct titles as words.
        lists: titles × needs, how often each title is listed for each need.
        seed: of the encoder and the topics.
        encoder: gives the vectors of terms; without one, one is trained on needs and titles.
        with_general: look at the general encoder of the package, too.
    """
    of_titles = [title_terms(title) for title in titles]
    of_heads, of_bodies = need_terms(needs)
    vocabulary = vocabulary_of([*of_titles, *of_heads, *of_bodies])
    title_counts = counted(of_titles, vocabulary)
    head_counts = counted(of_heads, vocabulary)
    need_counts = csr_array(head_counts * TITLE_WEIGHT + counted(of_bodies, vocabulary))
    idf = idf_of([title_counts, need_counts])
    joined = lists.copy()
    joined.data = np.ones_like(joined.data)
    listed = csr_array(joined.T @ title_counts)
    rows = [weighed(part, idf) for part in (title_counts, head_counts, need_counts)]
    rows.append(csr_array(weighed(listed, idf) * np.float32(LIST_WEIGHT)))
    topics = principal_directions(csr_array(vstack(rows)), TOPICS, np.random.default_rng(seed))
    terms = list(vocabulary)
    if encoder is None:
        encoded = trained_vectors(needs, titles, terms, seed=seed)
    else:
        encoded = term_vectors(encoder, terms)
    general = np.zeros((len(terms), 0), dtype=np.float32)
    if with_general:
        general = term_vectors(general_encoder(), terms)
    return Space(vocabulary, idf, topics, encoded, general)


def principal_directions(rows: csr_array, count: int, random: np.random.Generator) -> Floats:
    """Return the main directions of sparse rows, as columns (a randomised SVD)."""
    wanted = max(1, min(count, rows.shape[0] - 1, rows.shape[1] - 1))
    tries = min(wanted + _EXTRA_DIRECTIONS, *rows.shape)
    seen = rows @ random.standard_normal((rows.shape[1], tries)).astype(np.float32)
    for _ in range(_ROUNDS):
        seen = rows @ (rows.T @ np.linalg.qr(seen)[0])
    basis = np.linalg.qr(seen)[0]
    _, _, directions = np.linalg.svd(np.asarray(rows.T @ basis).T, full_matrices=False)
    return np.ascontiguousarray(directions[:wanted].T, dtype=np.float32)


def trained_vectors(
    needs: Sequence[Need], titles: Sequence[Sequence[str]], terms: Sequence[str], *, seed: int
) -> Floats:
    """Return the vectors of terms from an encoder trained on nothing but needs and titles."""
    documents = [
        Document(record_id=f"achievement:{n}", kind="achievement", title=" ".join(title))
        for n, title in enumerate(titles)
    ]
    documents += [
        Document(record_id=f"need:{n}", kind="need", title=need.title, text=need.text)
        for n, need in enumerate(needs)
    ]
    with TemporaryDirectory(prefix="duijie-pairs-") as folder:
        name = train_encoder(
            documents,
            releases=Path(folder),
            clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),  # the card is thrown away
            options=EncoderOptions(seed=seed),
        )
        return term_vectors(StaticEncoder.load(Path(folder) / name), terms)


def term_vectors(encoder: Encoder, terms: Sequence[str]) -> Floats:
    """Return a vector for each term; a static encoder's rows keep their weight."""
    plain = [term.removeprefix(BIGRAM) for term in terms]
    if isinstance(encoder, StaticEncoder):
        directions = encoder.encode_tokens([[term] for term in plain])
        weights = np.array([encoder.weight(term) for term in plain], dtype=np.float32)
        return np.asarray(directions * weights[:, None], dtype=np.float32)
    return np.asarray(encoder.encode(plain), dtype=np.float32)
