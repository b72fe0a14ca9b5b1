"""The library → a release of an encoder trained on it."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from duijie.index import ReleaseCard, analysis_fingerprint
from duijie.kernel.documents import Document
from duijie.kernel.ports import Clock, Progress, silent
from duijie.kernel.scripts import is_chinese
from duijie.learn.encoder.checkpoint import (
    Checkpoint,
    TrainingState,
    forget_abandoned,
    training_key,
)
from duijie.learn.encoder.clauses import Clauses, Integers, cut
from duijie.learn.encoder.contrast import TermTable
from duijie.learn.encoder.held_out import HELD_OUT, RIVALS, KnownItems
from duijie.learn.encoder.judged import JudgedTraining
from duijie.learn.encoder.lessons import Lessons
from duijie.learn.encoder.library import LibraryTraining
from duijie.learn.encoder.options import EncoderOptions
from duijie.learn.encoder.pieces import piece_table
from duijie.learn.encoder.release import Trained, write_release
from duijie.learn.encoder.start import starting_table
from duijie.learn.encoder.translations import is_translation, translation_lessons
from duijie.learn.encoder.turning import turned
from duijie.learn.encoder.views import Views

DEFAULTS = EncoderOptions()
NO_LESSONS = Lessons()
_SAMPLE, _START, _DIVIDE, _CHECK = 1, 2, 3, 4  # one stream of chance for each use


def train_encoder(
    documents: Iterable[Document],
    *,
    releases: Path,
    clock: Clock,
    options: EncoderOptions = DEFAULTS,
    lessons: Lessons = NO_LESSONS,
    progress: Progress = silent,
) -> str:
    """Train an encoder (编码器) on a library and return the name of the release written.

    The same documents in the same order, lessons and options (which hold the seed) give the same
    files on one machine. A training that was cut off goes on where it was when it is called again
    with the same, and comes to the same files. A library of a few documents, or of none, gives a
    small release that works.

    Args:
        documents: the library; it is streamed, and sampled when it is large.
        releases: the folder that gets the release folder.
        clock: tells when the release was made.
        options: what can be chosen.
        lessons: judged and related records to learn from besides the library.
        progress: told of the stages `sample`, `read`, `start`, `train` (with the loss, and nDCG@10
            on documents held out), `judged` (with the loss) and `write`.
    """
    return train_encoders(
        documents,
        releases=releases,
        clock=clock,
        options=options,
        lessons=[lessons],
        progress=progress,
    )[0]


def train_encoders(
    documents: Iterable[Document],
    *,
    releases: Path,
    clock: Clock,
    options: EncoderOptions = DEFAULTS,
    lessons: Sequence[Lessons],
    progress: Progress = silent,
) -> list[str]:
    """Train one encoder for each of several lessons and return their releases, in that order.

    The library is learned once; what differs is what is judged: so that an encoder for each fold
    of a cross-validation (交叉验证) costs seconds. All lessons have the same `related` pairs.
    """
    from threadpoolctl import threadpool_limits

    random = _chance(options, _SAMPLE)
    kept = frozenset().union(*(one.record_ids() for one in lessons))
    sample, seen = draw_sample(documents, options.documents, random, progress, kept=kept)
    related = list(lessons[0].related) if lessons else []
    words, same = translation_lessons(sample)
    sample, related = [*sample, *words], [*related, *same]
    checkpoint = Checkpoint(releases, training_key(sample, (options, related)))
    # One thread: the products are small, two threads took 2.6 times the processor time, and the
    # number of threads would show in the last digits.
    with threadpool_limits(1):
        learned = learn_library(sample, related, options, checkpoint, progress)
        names = []
        for one in lessons:
            trained, scores = learned.with_judgements(one, progress)
            progress("write", 0)
            card = ReleaseCard(
                name="",
                created_at=clock(),
                analysis=analysis_fingerprint(),
                dimensions=learned.options.dimensions,
                terms=trained.terms,
                pieces=len(trained.vocabulary) - trained.terms,
                documents_seen=seen,
                documents_used=len(sample) - len(words),
                seed=options.seed,
                scores=scores,
                options={name: str(value) for name, value in asdict(learned.options).items()},
                files={},
                requests=tuple(sorted({judged.request_id for judged in one.judgements})),
            )
            names.append(write_release(releases, trained, card))
    checkpoint.forget()
    forget_abandoned(releases, clock())
    return names


@dataclass(frozen=True, slots=True)
class LearnedLibrary:
    """What the library taught (自监督成果): where learning from judgements begins."""

    clauses: Clauses
    state: TrainingState
    views: Views
    known_items: KnownItems
    learned_from: Integers
    taught: Mapping[str, float]
    options: EncoderOptions

    def with_judgements(
        self, lessons: Lessons, progress: Progress
    ) -> tuple[Trained, dict[str, float]]:
        """Return the table after learning from judgements, with the parts of words, and scores."""
        terms, vectors = self.clauses.terms, self.state.vectors
        scores = {"loss": round(self.state.loss, 4), "best_round": float(self.state.best_round)}
        if lessons.judgements:
            judged = JudgedTraining.of(self.clauses, lessons, self.options)
            learned, figures = judged.run(self, progress)
            terms, vectors = judged.terms, learned.vectors
            scores |= figures
        scores |= self.taught
        scores |= self.known_items.scores(vectors[: len(self.clauses.terms)])
        known = turned(vectors, self.views, self.learned_from)
        pieces, means = piece_table(terms, known, self.options.pieces)
        table = np.vstack([known, means])
        return Trained((*terms, *pieces), table, len(terms)), scores


def learn_library(
    sample: Sequence[Document],
    related: Sequence[tuple[str, str]],
    options: EncoderOptions,
    checkpoint: Checkpoint,
    progress: Progress,
) -> LearnedLibrary:
    """Return what the documents alone, and those that belong together, teach."""
    clauses = cut(sample, terms=options.terms, phrases=options.phrases, progress=progress)
    options = replace(options, dimensions=_dimensions(len(clauses.terms), options.dimensions))
    progress("start", 0)
    views = Views(clauses)
    held_out, learned_from = _divide(clauses, _chance(options, _DIVIDE))
    known = KnownItems.of(views, held_out, learned_from[:RIVALS], _chance(options, _CHECK))
    pairs = _numbered(clauses, related)
    training = LibraryTraining(views, learned_from, pairs, known, options, progress)

    def start() -> TermTable:
        return TermTable(starting_table(clauses, options, _chance(options, _START)))

    state = training.run(start, checkpoint)
    words = sum(is_translation(one) for one, _ in related)
    taught = {
        "related_pairs": float(len(pairs) - words),
        "translated_pairs": float(_in_two_languages(sample, related)),
        "translations": float(words),
    }
    taught = {name: count for name, count in taught.items() if count}
    return LearnedLibrary(clauses, state, views, known, learned_from, taught, options)


def _in_two_languages(sample: Sequence[Document], related: Sequence[tuple[str, str]]) -> int:
    """Return how many related records are in two languages, the dictionary's words aside."""
    named = {name for pair in related for name in pair if not is_translation(name)}
    written = {
        document.record_id: is_chinese(f"{document.title}\n{document.text}")
        for document in sample
        if document.record_id in named
    }
    return sum({written.get(one), written.get(other)} == {True, False} for one, other in related)


def draw_sample(
    documents: Iterable[Document],
    limit: int,
    random: np.random.Generator,
    progress: Progress,
    *,
    kept: AbstractSet[str] = frozenset(),
) -> tuple[list[Document], int]:
    """Return at most `limit` documents, each equally likely, in their order, and how many came.

    Records that lessons speak of (`kept`) are there in any case, beyond the limit.
    """
    drawn: list[tuple[int, Document]] = []
    always: list[tuple[int, Document]] = []
    seen = 0
    for document in documents:
        place = seen if seen < limit else int(random.integers(0, seen + 1))
        if document.record_id in kept:
            always.append((seen, document))
        elif len(drawn) < limit:
            drawn.append((seen, document))
        elif place < limit:
            drawn[place] = (seen, document)
        seen += 1
        if seen % 10_000 == 0:
            progress("sample", seen)
    chosen = sorted([*drawn, *always], key=lambda entry: entry[0])
    return [document for _, document in chosen], seen


def _chance(options: EncoderOptions, use: int) -> np.random.Generator:
    return np.random.default_rng((options.seed, use))


def _dimensions(terms: int, wished: int) -> int:
    """Return fewer dimensions, a multiple of 32, for a vocabulary smaller than the wish."""
    return min(wished, max(32, -(-terms // 32) * 32))


def _divide(clauses: Clauses, random: np.random.Generator) -> tuple[Integers, Integers]:
    """Return the held-out documents (2 %, at most 500) and those to learn from."""
    told = [n for n, name in enumerate(clauses.record_ids) if not is_translation(name)]
    order = random.permutation(np.array(told, np.int64))
    held = min(HELD_OUT, len(order) // 50)
    return order[:held], order[held:]


def _numbered(clauses: Clauses, related: Sequence[tuple[str, str]]) -> Integers:
    """Return the related pairs that are both in the library, as document numbers."""
    place = {record_id: number for number, record_id in enumerate(clauses.record_ids)}
    known = sorted({(place[a], place[b]) for a, b in related if a in place and b in place})
    return np.array(known, np.int64).reshape(-1, 2)
