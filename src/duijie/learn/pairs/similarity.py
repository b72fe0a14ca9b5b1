"""How alike a title and a need are (相似度), in many ways, for whole blocks of titles × needs."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.sparse import csr_array, diags_array

from duijie.learn.pairs.space import Space, Texts
from duijie.learn.pairs.terms import Floats, Integers, presence
from duijie.learn.pairs.world import Rows, World

_K1, _B = 1.2, 0.3  # BM25; titles are short, so their length says little
_BLOCK = 2000

Block = Callable[[Integers], Floats]


def similarity_blocks(world: World, space: Space) -> Mapping[str, Block]:
    """Return for each way of comparing what gives the block of some titles × all needs."""
    words = space.words()
    head, body, whole = world.heads, world.bodies, world.needs
    there = presence(world.titles.counts)
    in_head, in_whole = presence(head.counts), presence(whole.counts)
    only_words = (space.idf * words).astype(np.float32)
    return {
        "terms_title": _sparse(world.titles.terms, head.terms),
        "terms_text": _sparse(world.titles.terms, body.terms),
        "terms": _sparse(world.titles.terms, whole.terms),
        "topics_title": _dense(world.titles.topics, head.topics),
        "topics": _dense(world.titles.topics, whole.topics),
        "encoder_title": _dense(world.titles.encoded, head.encoded),
        "encoder": _dense(world.titles.encoded, whole.encoded),
        "general_title": _dense(world.titles.general, head.general),
        "general": _dense(world.titles.general, whole.general),
        "said_words_title": _share(there, in_head, only_words),
        "said_words": _share(there, in_whole, only_words),
        "said_title": _share(there, in_head, space.idf),
        "said": _share(there, in_whole, space.idf),
        "covered_words_title": _share_back(there, in_head, only_words),
        "covered_title": _share_back(there, in_head, space.idf),
        "bm25_words": _bm25(world.titles.counts, whole.counts, only_words),
        "bm25_words_title": _bm25(world.titles.counts, head.counts, only_words),
        "bm25": _bm25(world.titles.counts, whole.counts, space.idf),
    }


def title_blocks(titles: Integers) -> list[Integers]:
    """Return the distinct numbers of titles in order, some thousand at a time."""
    distinct = np.unique(titles)
    return [distinct[start : start + _BLOCK] for start in range(0, len(distinct), _BLOCK)]


def word_matches(world: World, space: Space, rows: Rows) -> dict[str, Floats]:
    """Return how the single words of a title meet a need: by encoder, and the rarest that is said.

    `nearest_*` take, for each word of the title, the most alike word of the need, and of these
    the mean by idf, the best and the worst. `rarest` is the idf of the rarest word said.
    """
    words = np.flatnonzero(space.words())
    title_words = csr_array(world.titles.counts[:, words])
    lengths = np.linalg.norm(space.topics[words], axis=1, keepdims=True)
    vectors = space.topics[words] / np.maximum(lengths, 1e-9)
    idf = space.idf[words]
    found: dict[str, Floats] = {}
    for part, texts in (("title", world.heads), ("need", world.needs)):
        need_words = csr_array(texts.counts[:, words])
        columns = np.zeros((4, len(rows)), dtype=np.float32)
        for need in np.unique(rows.needs):
            places = np.flatnonzero(rows.needs == need)
            said = need_words.indices[need_words.indptr[need] : need_words.indptr[need + 1]]
            chosen = csr_array(title_words[rows.titles[places]])
            sizes = np.diff(chosen.indptr)
            if not len(said) or not sizes.any():
                continue
            used, back = np.unique(chosen.indices, return_inverse=True)
            nearest = (vectors[used] @ vectors[said].T).max(axis=1)[back]
            weight, exact = idf[chosen.indices], np.isin(chosen.indices, said)
            starts = chosen.indptr[:-1][sizes > 0]
            full = places[sizes > 0]
            columns[0, full] = np.add.reduceat(nearest * weight, starts) / np.add.reduceat(
                weight, starts
            )
            columns[1, full] = np.maximum.reduceat(nearest, starts)
            columns[2, full] = np.minimum.reduceat(nearest, starts)
            columns[3, full] = np.maximum.reduceat(weight * exact, starts)
        names = ("nearest_mean", "nearest_best", "nearest_worst", "rarest")
        found.update({f"{n}_{part}": c for n, c in zip(names, columns, strict=True)})
    return found


def need_likeness(texts: Texts) -> Floats:
    """Return how alike needs are, terms, topics and encoders taken together, from 0 to 1."""
    terms = (texts.terms @ texts.terms.T).toarray()
    views = [terms]
    views += [
        np.maximum(vectors @ vectors.T, 0)
        for vectors in (texts.topics, texts.encoded, texts.general)
        if vectors.shape[1]
    ]
    return np.asarray(sum(views) / np.float32(len(views)), dtype=np.float32)


def _sparse(titles: csr_array, needs: csr_array) -> Block:
    across = csr_array(needs.T)
    return lambda rows: np.asarray((titles[rows] @ across).toarray(), dtype=np.float32)


def _dense(titles: Floats, needs: Floats) -> Block:
    return lambda rows: titles[rows] @ needs.T


def _share(there: csr_array, said: csr_array, idf: Floats) -> Block:
    """Return which share of the title, by idf, the need says."""
    worth = csr_array(there @ diags_array(idf))
    total = np.asarray(worth.sum(axis=1)).ravel() + 1e-9
    across = csr_array(said.T)
    return lambda rows: np.asarray(
        (worth[rows] @ across).toarray() / total[rows, None], dtype=np.float32
    )


def _share_back(there: csr_array, said: csr_array, idf: Floats) -> Block:
    """Return which share of the need, by idf, the title says."""
    worth = csr_array(said @ diags_array(idf))
    total = np.asarray(worth.sum(axis=1)).ravel() + 1e-9
    across = csr_array(worth.T)
    return lambda rows: np.asarray(
        (there[rows] @ across).toarray() / total[None, :], dtype=np.float32
    )


def _bm25(titles: csr_array, needs: csr_array, idf: Floats) -> Block:
    lengths = np.asarray(titles.sum(axis=1)).ravel()
    mean = max(float(lengths.mean()), 1e-9)
    terms = titles.copy()
    softener = _K1 * (1 - _B + _B * np.repeat(lengths, np.diff(titles.indptr)) / mean)
    terms.data = (terms.data * (_K1 + 1) / (terms.data + softener) * idf[terms.indices]).astype(
        np.float32
    )
    asked = needs.copy()
    asked.data = (asked.data / (asked.data + 1)).astype(np.float32)
    across = csr_array(asked.T)
    return lambda rows: np.asarray((terms[rows] @ across).toarray(), dtype=np.float32)
