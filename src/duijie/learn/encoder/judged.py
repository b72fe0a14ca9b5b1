"""Learning from judgements (判定训练): requests draw what meets them, push away the rest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from duijie.index import analyze
from duijie.kernel.matching import Level
from duijie.kernel.ports import Progress
from duijie.learn.encoder.checkpoint import TrainingState
from duijie.learn.encoder.clauses import Clauses, Floats, Integers, tells
from duijie.learn.encoder.contrast import TermTable, its_wanted
from duijie.learn.encoder.lessons import Lessons
from duijie.learn.encoder.options import EncoderOptions
from duijie.learn.encoder.rivals import rivals_of
from duijie.learn.encoder.views import Views, damped

_BATCH = 64  # requests in a step
_RIVALS = 4  # of each request in a step: near-misses of BM25 and of the encoder itself
_STRANGERS = 256  # documents drawn from the whole library in a step
_NEW_LENGTH = 0.3  # of a coordinate of a term that only requests say
_START, _ORDER, _STEP = 21, 22, 23


class Known(Protocol):
    """What the library taught before."""

    @property
    def state(self) -> TrainingState:
        """Return the state after the library stage."""

    @property
    def views(self) -> Views:
        """Return what makes a document a text of terms."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one request has been judged to want (判定): document numbers with weights."""

    wanted: Mapping[int, float]
    unwanted: tuple[int, ...]
    undecided: frozenset[int]


@dataclass(frozen=True, slots=True)
class JudgedTraining:
    """Requests with what is known of them, ready to be learned from."""

    terms: tuple[str, ...]
    requests: csr_array
    choices: tuple[Choice, ...]
    judgements: int
    options: EncoderOptions

    @classmethod
    def of(cls, clauses: Clauses, lessons: Lessons, options: EncoderOptions) -> "JudgedTraining":
        """Return the requests that want at least one document of the library.

        Their terms join the vocabulary: what only requests say is often what lay people say.
        """
        place = {record_id: number for number, record_id in enumerate(clauses.record_ids)}
        judged: dict[str, list[tuple[int, Level, float]]] = defaultdict(list)
        for one in lessons.judgements:
            if one.record_id in place and lessons.requests.get(one.request_id, "").strip():
                judged[one.request_id].append((place[one.record_id], one.level, one.weight))
        choices = {request: _choice(judged[request]) for request in sorted(judged)}
        usable = [request for request, choice in choices.items() if choice.wanted]
        numbers = {term: number for number, term in enumerate(clauses.terms)}
        texts = [analyze(lessons.requests[request]) for request in usable]
        for terms in texts:
            for term in terms:
                if tells(term):
                    numbers.setdefault(term, len(numbers))
        return cls(
            tuple(numbers),
            _counted(texts, numbers),
            tuple(choices[request] for request in usable),
            sum(len(judged[request]) for request in usable),
            options,
        )

    def run(self, known: Known, progress: Progress) -> tuple[TermTable, Mapping[str, float]]:
        """Return the table after learning from the judgements, and figures for the card."""
        options, total = self.options, len(self.choices)
        table = self._start(known.state.vectors)
        figures = {"judged_requests": float(total), "judgements": float(self.judgements)}
        batch = min(_BATCH, total)
        steps = total // batch if batch else 0
        if not steps:
            return table, figures
        library = known.views.everything(len(self.terms))
        rivals = rivals_of(self.requests, library, table.vectors)
        pools = [_pool(choice, found) for choice, found in zip(self.choices, rivals, strict=True)]
        losses: list[float] = []
        for step in range(steps * options.judged_rounds):
            epoch, place = divmod(step, steps)
            order = np.random.default_rng((options.seed, _ORDER, epoch)).permutation(total)
            rate = options.judged_rate * (1 - step / (steps * options.judged_rounds))
            chosen = order[place * batch : (place + 1) * batch]
            random = np.random.default_rng((options.seed, _STEP, step))
            losses.append(self._step(table, library, [(n, pools[n]) for n in chosen], rate, random))
            note = f"loss {np.mean(losses[-steps:]):.3f}"
            progress("judged", step + 1, steps * options.judged_rounds, note=note)
        return table, figures | {"judged_loss": round(float(np.mean(losses[-steps:])), 4)}

    def _start(self, vectors: Floats) -> TermTable:
        """Return the library's table with small random vectors for the requests' own terms."""
        random = np.random.default_rng((self.options.seed, _START))
        more = len(self.terms) - len(vectors)
        own = _NEW_LENGTH * random.standard_normal((more, vectors.shape[1]), dtype=np.float32)
        return TermTable(np.vstack([vectors, own]))

    def _step(
        self,
        table: TermTable,
        library: csr_array,
        batch: Sequence[tuple[int, Integers]],
        rate: float,
        random: np.random.Generator,
    ) -> float:
        rows = [number for number, _ in batch]
        drawn = [_drawn(self.choices[number], random) for number in rows]
        rivals = [random.choice(pool, _RIVALS) for _, pool in batch if len(pool)]
        strangers = random.integers(0, library.shape[0], _STRANGERS)
        candidates = np.unique(np.concatenate([drawn, *rivals, strangers]).astype(np.int64))
        place = {int(document): n for n, document in enumerate(candidates)}
        wanted = np.zeros((len(rows), len(candidates)), np.float32)
        left_out = np.zeros(wanted.shape, np.bool_)
        for row, (number, chosen) in enumerate(zip(rows, drawn, strict=True)):
            choice = self.choices[number]
            aside = [place[d] for d in (*choice.wanted, *choice.undecided) if d in place]
            left_out[row, aside] = True
            left_out[row, place[chosen]] = False
            wanted[row, place[chosen]] = max(choice.wanted.values())
        return table.step(
            (csr_array(self.requests[rows]), csr_array(library[candidates])),
            its_wanted(wanted, left_out, self.options.judged_temperature),
            rate=rate,
            sizes=self.options.prefixes,
        )


def _choice(judged: Sequence[tuple[int, Level, float]]) -> Choice:
    """Return what a request wants; several judgements of one document count as their mean."""
    levels: dict[int, list[tuple[Level, float]]] = defaultdict(list)
    for document, level, weight in judged:
        if weight > 0:
            levels[document].append((level, weight))
    wanted: dict[int, float] = {}
    unwanted: list[int] = []
    undecided: set[int] = set()
    for document, told in sorted(levels.items()):
        weights = [weight for _, weight in told]
        mean = float(np.average([level for level, _ in told], weights=weights))
        if mean >= Level.FAIRLY_STRONG - 0.5:
            wanted[document] = max(weights) * (mean - Level.NONE) / (Level.STRONG - Level.NONE)
        elif mean < Level.NONE + 0.5:
            unwanted.append(document)
        else:
            undecided.add(document)
    return Choice(wanted, tuple(unwanted), frozenset(undecided))


def _drawn(choice: Choice, random: np.random.Generator) -> int:
    documents, weights = np.array(list(choice.wanted)), np.array(list(choice.wanted.values()))
    return int(random.choice(documents, p=weights / weights.sum()))


def _pool(choice: Choice, found: Integers) -> Integers:
    """Return what a request is to be told from: what was judged wrong, else near-misses."""
    aside = {*choice.wanted, *choice.undecided}
    near = [document for document in found.tolist() if document not in aside]
    # What a person judged wrong tells most: half of what is drawn comes from it.
    repeated = len(near) // max(1, len(choice.unwanted)) if choice.unwanted else 0
    return np.array([*near, *choice.unwanted * max(1, repeated)], np.int64)


def _counted(texts: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> csr_array:
    ids = [[numbers[term] for term in terms if term in numbers] for terms in texts]
    ends = np.cumsum([0, *map(len, ids)])
    flat = np.array([number for row in ids for number in row], np.int64)
    shape = (len(texts), len(numbers))
    counts = csr_array((np.ones(len(flat), np.float32), flat, ends), shape=shape)
    counts.sum_duplicates()
    return damped(counts)
