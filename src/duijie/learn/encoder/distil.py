"""A transformer's vectors → a static table (蒸馏): nearly its judgement, at a lookup's cost."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array, vstack

from duijie.index import ReleaseCard, analysis_fingerprint
from duijie.kernel.documents import Document
from duijie.kernel.ports import Clock, Progress, Vectors, silent
from duijie.learn.encoder.clauses import Clauses, Floats, Integers, cut
from duijie.learn.encoder.contrast import Compare, TermTable, softmax
from duijie.learn.encoder.held_out import HELD_OUT, RIVALS, KnownItems
from duijie.learn.encoder.library import rounds
from duijie.learn.encoder.options import EncoderOptions
from duijie.learn.encoder.pieces import piece_table
from duijie.learn.encoder.release import Trained, write_release
from duijie.learn.encoder.train import DEFAULTS, draw_sample
from duijie.learn.encoder.views import Views, damped

_SAMPLE, _CHECK, _ORDER = 41, 42, 43
_TEMPERATURE = 0.05  # sharper than among views: the teacher's near-misses are worth keeping apart


class Teaches(Protocol):
    """A model whose vectors are learned from."""

    @property
    def name(self) -> str:
        """Return what it is called on the card."""

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return one vector of length 1 per text."""


def distil_encoder(
    documents: Iterable[Document],
    teacher: Teaches,
    *,
    releases: Path,
    clock: Clock,
    options: EncoderOptions = DEFAULTS,
    progress: Progress = silent,
) -> str:
    """Train a static table to a transformer's vectors and return the release written.

    The teacher reads every term of the vocabulary, which is where the table starts, and every
    document and title of the sample, which the sums of the table are then drawn to.
    """
    from threadpoolctl import threadpool_limits

    chance = np.random.default_rng((options.seed, _SAMPLE))
    sample, seen = draw_sample(documents, options.documents, chance, progress)
    clauses = cut(sample, terms=options.terms, progress=progress)
    texts, counts = _texts(sample, clauses)
    taught = teacher.encode([*clauses.terms, *texts], progress)
    with threadpool_limits(1):
        words, wanted = taught[: len(clauses.terms)], taught[len(clauses.terms) :]
        words, wanted = _shortened(words, wanted, options.dimensions)
        options = replace(options, dimensions=wanted.shape[1])
        table = TermTable(np.asarray(words * clauses.idf()[:, None], np.float32))
        loss = _draw(table, counts, wanted, options, progress)
        scores = {"loss": round(loss, 4), **_known(clauses, options).scores(table.vectors)}
        pieces, means = piece_table(clauses.terms, table.vectors, options.pieces)
    trained = Trained(
        (*clauses.terms, *pieces), np.vstack([table.vectors, means]), len(clauses.terms)
    )
    told = {name: str(value) for name, value in asdict(options).items()}
    card = ReleaseCard(
        name="",
        created_at=clock(),
        analysis=analysis_fingerprint(),
        dimensions=options.dimensions,
        terms=len(clauses.terms),
        pieces=len(pieces),
        documents_seen=seen,
        documents_used=len(sample),
        seed=options.seed,
        scores=scores,
        options={**told, "distilled_from": teacher.name},
        files={},
    )
    progress("write", 0)
    return write_release(releases, trained, card)


def _texts(sample: Sequence[Document], clauses: Clauses) -> tuple[list[str], csr_array]:
    """Return texts for the teacher to read, and the same as damped counts: wholes, then titles."""
    place = {record_id: number for number, record_id in enumerate(clauses.record_ids)}
    known = [document for document in sample if document.record_id in place]
    titled = [
        document
        for document in known
        if clauses.titled[place[document.record_id]]
        and clauses.length[place[document.record_id]] > 1
    ]
    numbers = np.array([place[document.record_id] for document in known], np.int64)
    first = clauses.first[[place[document.record_id] for document in titled]]
    texts = [f"{d.title}\n{'，'.join(d.keywords)}\n{d.text}".strip() for d in known]
    whole = clauses.document_counts(numbers)
    counts = csr_array(vstack([whole, clauses.counts[first]])) if len(first) else whole
    return texts + [document.title for document in titled], damped(counts)


def _shortened(words: Floats, wanted: Floats, dimensions: int) -> tuple[Floats, Floats]:
    """Return the teacher's vectors turned to the texts' main axes and cut to a length."""
    _, axes = np.linalg.eigh(wanted.T @ wanted)
    kept = axes[:, ::-1][:, : min(dimensions, wanted.shape[1])]
    return _unit(words @ kept), _unit(wanted @ kept)


def _draw(
    table: TermTable,
    counts: csr_array,
    wanted: Floats,
    options: EncoderOptions,
    progress: Progress,
) -> float:
    """Draw the texts to their wanted vectors; return the mean loss of the last round."""
    batch = min(options.batch, counts.shape[0])
    steps = counts.shape[0] // batch if batch else 0
    total = steps * rounds(options.epochs, steps)
    losses: list[float] = []
    for step in range(total):
        epoch, place = divmod(step, steps)
        if place == 0:
            order = np.random.default_rng((options.seed, _ORDER, epoch)).permutation(len(wanted))
        rows = order[place * batch : (place + 1) * batch]
        rate = options.learning_rate * (1 - step / total)
        losses.append(table.step((csr_array(counts[rows]),), towards(wanted[rows]), rate=rate))
        progress("train", step + 1, total, note=f"loss {np.mean(losses[-steps:]):.3f}")
    return float(np.mean(losses[-steps:])) if losses else 0.0


def towards(wanted: Floats) -> Compare:
    """Return the loss of texts that should point where they are wanted, and nearer than others."""
    height = len(wanted)

    def compare(units: Floats) -> tuple[float, Floats]:
        chosen = softmax(units @ wanted.T / _TEMPERATURE)
        own = np.arange(height)
        loss = -float(np.mean(np.log(chosen[own, own] + 1e-9)))
        loss += 1 - float(np.mean((units * wanted).sum(axis=1)))
        chosen[own, own] -= 1
        slope = (chosen @ wanted / _TEMPERATURE - wanted) / height
        return loss, np.asarray(slope, dtype=np.float32)

    return compare


def _known(clauses: Clauses, options: EncoderOptions) -> KnownItems:
    """Return known items to measure by; these documents were read by the teacher as well."""
    chance = np.random.default_rng((options.seed, _CHECK))
    order: Integers = chance.permutation(len(clauses.first))
    held = min(HELD_OUT, len(order) // 50)
    return KnownItems.of(Views(clauses), order[:held], order[held:][:RIVALS], chance)


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
