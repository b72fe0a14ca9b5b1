"""The library → a release of an encoder trained on it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from duijie.index import ReleaseCard, analysis_fingerprint
from duijie.kernel.documents import Document
from duijie.kernel.ports import Clock, Progress, silent
from duijie.learn.encoder.clauses import Clauses, cut
from duijie.learn.encoder.contrast import ContrastTrainer
from duijie.learn.encoder.held_out import HELD_OUT, RIVALS, known_item_scores
from duijie.learn.encoder.options import EncoderOptions
from duijie.learn.encoder.pieces import piece_table
from duijie.learn.encoder.release import Trained, write_release
from duijie.learn.encoder.start import starting_table

DEFAULTS = EncoderOptions()


def train_encoder(
    documents: Iterable[Document],
    *,
    releases: Path,
    clock: Clock,
    seed: int = 0,
    options: EncoderOptions = DEFAULTS,
    progress: Progress = silent,
) -> str:
    """Train an encoder (编码器) on a library and return the name of the release written.

    The same documents in the same order, options and seed give the same files on one machine.
    A library of a few documents, or of none, gives a small release that works.

    Args:
        documents: the library; it is streamed, and sampled when it is large.
        releases: the folder that gets the release folder.
        clock: tells when the release was made.
        seed: of every random choice.
        options: what can be chosen.
        progress: told of the stages `sample`, `read`, `start`, `train` and `write`; while training
            with the loss.
    """
    from threadpoolctl import threadpool_limits

    random = np.random.default_rng(seed)
    sample, seen = draw_sample(documents, options.documents, random, progress)
    clauses = cut(sample, terms=options.terms, progress=progress)
    options = replace(options, dimensions=_dimensions(len(clauses.terms), options.dimensions))
    # One thread: the products are small, two threads took 2.6 times the processor time, and the
    # number of threads would show in the last digits.
    with threadpool_limits(1):
        trained, scores = _learn(clauses, options, random, progress)
    card = ReleaseCard(
        name="",
        created_at=clock(),
        analysis=analysis_fingerprint(),
        dimensions=options.dimensions,
        terms=len(clauses.terms),
        pieces=len(trained.vocabulary) - len(clauses.terms),
        documents_seen=seen,
        documents_used=len(sample),
        seed=seed,
        scores=scores,
        options={name: str(value) for name, value in asdict(options).items()},
        files={},
    )
    return write_release(releases, trained, card)


def _learn(
    clauses: Clauses, options: EncoderOptions, random: np.random.Generator, progress: Progress
) -> tuple[Trained, Mapping[str, float]]:
    """Return the trained table with the parts of words, and how well it does."""
    progress("start", 0)
    trainer = ContrastTrainer(clauses, starting_table(clauses, options, random), options, random)
    held_out, learned_from = _divide(clauses, random)
    loss = trainer.train(learned_from, progress)
    scores = known_item_scores(trainer, held_out, learned_from[:RIVALS])
    progress("write", 0)
    pieces, means = piece_table(clauses, trainer.table, options.pieces)
    trained = Trained((*clauses.terms, *pieces), np.vstack([trainer.table, means]))
    return trained, {"loss": round(loss, 4), **scores}


def draw_sample(
    documents: Iterable[Document], limit: int, random: np.random.Generator, progress: Progress
) -> tuple[list[Document], int]:
    """Return at most `limit` documents, each equally likely, in their order, and how many came."""
    kept: list[tuple[int, Document]] = []
    seen = 0
    for document in documents:
        if seen < limit:
            kept.append((seen, document))
        elif (place := int(random.integers(0, seen + 1))) < limit:
            kept[place] = (seen, document)
        seen += 1
        if seen % 10_000 == 0:
            progress("sample", seen)
    return [document for _, document in sorted(kept, key=lambda entry: entry[0])], seen


def _dimensions(terms: int, wished: int) -> int:
    """Return fewer dimensions, a multiple of 32, for a vocabulary smaller than the wish."""
    return min(wished, max(32, -(-terms // 32) * 32))


def _divide(clauses: Clauses, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the held-out documents (2 %, at most 500) and those to learn from."""
    order = random.permutation(len(clauses.first))
    held = min(HELD_OUT, len(order) // 50)
    return order[:held], order[held:]
