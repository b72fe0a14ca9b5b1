"""Judged requests → a release of a ranker trained on them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.index import analysis_fingerprint
from duijie.kernel.errors import TrainingRefusedError
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import MatchRequest
from duijie.kernel.ports import Progress, silent
from duijie.kernel.releases import FileMark, write_release
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation import expected_calibration_error, slices_by_text
from duijie.learn.ranker.heads import Heads, learn_heads
from duijie.learn.ranker.judged import (
    IS_GOOD,
    Judged,
    fold_numbers,
    gather,
    without_dropped,
)
from duijie.learn.ranker.lists import Rows, rows_of
from duijie.learn.ranker.memory import MemoryBuilder
from duijie.learn.ranker.options import RankerOptions
from duijie.learn.ranker.order import Order, learn_order, ndcg, shape_of
from duijie.learn.ranker.threshold import threshold_by_cost
from duijie.match import Engine
from duijie.match.ranking import NAMES, PREFIX, RankerCard, Weights, write_weights

DEFAULTS = RankerOptions()
_FEW_POOR = 0.3  # of the judgements: with fewer, what is not judged tells bad from good alone
# Where people said what is bad: 0.1, 0.3 and 1 rank a made-up region alike (0.709, 0.710, 0.706),
# and without it the trees put what nobody judged first (0.267).
_UNJUDGED = 0.3
_FIRST = 10
_INTENDED_USE = N_(
    "Ranking what the engine finds in the library and by the encoder that it was trained with, "
    "for requests like the judged ones."
)
_FAULTS = (
    N_("It prefers what was judged good before: a new record has to win by words and meaning."),
    N_("Its chances hold for requests like the judged ones, and for judges like theirs."),
)


def train_ranker(
    engine: Engine,
    requests: Mapping[str, MatchRequest],
    judgements: Sequence[Judgement],
    *,
    releases: Path,
    options: RankerOptions = DEFAULTS,
    progress: Progress = silent,
) -> str:
    """Train a ranker (排序模型) on judgements and return the name of the release written.

    The same library, requests, judgements and options give the same files on one machine.

    Args:
        engine: what finds the candidates and tells the time; its own ranker takes no part.
        requests: what was asked, by the names that the judgements go by.
        judgements: how well records met these requests.
        releases: the folder that gets the release folder.
        options: what can be chosen, the seed of every random choice among it.
        progress: told of the stages `lists` and `trees`.

    Raises:
        TrainingRefusedError: too few requests have a good record to learn from.
    """
    from threadpoolctl import threadpool_limits

    random = np.random.default_rng(options.seed)
    judged = without_dropped(
        gather(engine, requests, judgements, limit=options.requests, random=random)
    )
    _check(judged, options)
    unjudged = _worth_of_unjudged(judged) if options.unjudged is None else options.unjudged
    # One thread: the number of threads would show in the last digits.
    with threadpool_limits(1):
        folds = fold_numbers(judged.names, min(options.folds, len(judged.names)), random)
        builder = MemoryBuilder.of(judged, options)
        rows = rows_of(engine, builder, folds, unjudged=unjudged, progress=progress)
        learned = _learn(rows, judged, folds, options, progress)
        memory = builder.memory(np.arange(len(folds)), rows.whole)
    heads = learned.heads.heads
    weights = Weights(learned.order.text, heads, memory, _gap(rows, learned.order.held_out))
    told = {**asdict(options), "unjudged": unjudged, "rounds_kept": learned.order.rounds}
    card = _card(engine, judged, learned, {**told, "judgements_dropped": judged.dropped})

    def described(name: str, files: Mapping[str, FileMark]) -> str:
        return replace(card, name=name, files=files).to_json()

    return write_release(releases, PREFIX, lambda folder: write_weights(folder, weights), described)


@dataclass(frozen=True, slots=True)
class _Learned:
    """What training leaves: trees, chances, and how well they do on requests held out."""

    order: Order
    heads: Heads
    credible_from: float
    scores: Mapping[str, float]
    slices: Mapping[str, Mapping[str, float]]


def _card(
    engine: Engine, judged: Judged, learned: _Learned, told: Mapping[str, object]
) -> RankerCard:
    """Return the card of what was learned; its name and files are known once it is written."""
    return RankerCard(
        name="",
        created_at=engine.now(),
        analysis=analysis_fingerprint(),
        encoder=engine.index.stats().encoder_release if judged.vectors is not None else "",
        figures=NAMES,
        requests=len(judged.names),
        judgements=judged.judgements,
        seed=int(str(told["seed"])),
        credible_from=learned.credible_from,
        levels=len(learned.heads.heads) > 1,
        scores=learned.scores,
        slices=learned.slices,
        importances=learned.order.grown.importances(learned.order.rounds),
        options={name: str(value) for name, value in told.items()},
        intended_use=_INTENDED_USE,
        known_faults=_FAULTS,
    )


def _worth_of_unjudged(judged: Judged) -> float:
    """Return how much a record that was found and not judged counts as no match."""
    return 1.0 if judged.share_poor < _FEW_POOR else _UNJUDGED


def _check(judged: Judged, options: RankerOptions) -> None:
    if judged.with_good >= options.requests_at_least:
        return
    raise TrainingRefusedError(
        why=Phrase(
            "only %(have)d requests have a record judged fairly strong or strong in this library; "
            "%(need)d are needed",
            have=judged.with_good,
            need=options.requests_at_least,
        ),
        remedy=N_(
            "Judge more matches, or check that the judgements name records and requests as the "
            "library does. Until then duijie ranks by its own weights."
        ),
    )


def _learn(
    rows: Rows,
    judged: Judged,
    folds: NDArray[np.intp],
    options: RankerOptions,
    progress: Progress,
) -> _Learned:
    shape = shape_of(rows, judged.with_good, options)
    progress("trees", 0, 2)
    order = learn_order(rows, judged, folds, shape, options)
    progress("trees", 1, 2)
    shown = _first_of_each(rows, order.held_out)
    near = np.zeros(len(rows.level), np.bool_)
    near[shown] = True
    heads = learn_heads(rows, folds, shape, graded=judged.is_graded, near=near)
    progress("trees", 2, 2)
    best, has_good = _best_of_lists(rows, heads.held_out, shown)
    credible_from = threshold_by_cost(
        best,
        has_good,
        cost_of_bad_list=options.cost_of_bad_list,
        cost_of_silence=options.cost_of_silence,
    )
    plain = ndcg(rows, judged, rows.table[:, NAMES.index("fused")])
    trained = ndcg(rows, judged, order.held_out)
    seen = shown[rows.told[shown]]
    ece = expected_calibration_error(
        heads.held_out[seen], (rows.level[seen] >= IS_GOOD).astype(np.float64)
    )
    scores = {
        "ndcg@10": round(float(trained.mean()), 4),
        "ndcg@10_by_search_alone": round(float(plain.mean()), 4),
        "ece": round(ece, 4),
        "silent": round(float((best < credible_from).mean()), 4),
        "good_among_ten": round(float(has_good.mean()), 4),
    }
    return _Learned(order, heads, credible_from, scores, _slices(judged, trained))


def _slices(judged: Judged, trained: NDArray[np.float64]) -> Mapping[str, Mapping[str, float]]:
    """Return nDCG@10 and how many requests for each length and language of a request."""
    measured = [n for n, levels in enumerate(judged.levels) if max(levels.values()) >= IS_GOOD]
    texts = {
        judged.names[n]: "\n".join((judged.requests[n].title, judged.requests[n].text))
        for n in measured
    }
    found: dict[str, Mapping[str, float]] = {}
    for way in slices_by_text(texts):
        for group, places in way.parts([judged.names[n] for n in measured]):
            found[f"{way.by}={group}"] = {
                "ndcg@10": round(float(trained[places].mean()), 4),
                "requests": float(len(places)),
            }
    return found


def _first_of_each(rows: Rows, scores: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the rows that would be shown: the first ten of each request."""
    order = np.lexsort((np.array(rows.records, dtype=object), -scores, rows.request))
    starts = np.searchsorted(rows.request[order], np.arange(int(rows.request.max()) + 1))
    place = np.arange(len(order)) - starts[rows.request[order]]
    return np.asarray(order[place < _FIRST], dtype=np.intp)


def _best_of_lists(
    rows: Rows, chances: NDArray[np.float64], shown: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the best chance of each list that is shown, and whether it holds a good record."""
    lists, of = np.unique(rows.request[shown], return_inverse=True)
    best = np.zeros(len(lists))
    np.maximum.at(best, of, chances[shown])
    has_good = np.zeros(len(lists), np.bool_)
    np.logical_or.at(has_good, of, (rows.level[shown] >= IS_GOOD) & rows.told[shown])
    return best, has_good


def _gap(rows: Rows, scores: NDArray[np.float64]) -> float:
    """Return how far the first of a list usually is above the tenth."""
    starts = np.searchsorted(rows.request, np.arange(int(rows.request.max()) + 2))
    gaps = []
    for start, end in pairwise(starts.tolist()):
        found = np.sort(scores[start:end])[::-1]
        if len(found) >= 2:
            gaps.append(found[0] - found[min(_FIRST, len(found)) - 1])
    return round(float(np.median(gaps)), 4) if gaps else 0.0
