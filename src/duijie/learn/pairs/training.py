"""Judged pairs → a model of pairs (配对模型训练)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from duijie.kernel.ports import Encoder, Progress, silent
from duijie.learn.pairs.features import features_of, scaling_of
from duijie.learn.pairs.heads import Lesson, fit_heads, question_targets
from duijie.learn.pairs.kernels import Points, cosines_of
from duijie.learn.pairs.model import PairModel
from duijie.learn.pairs.process import Process, fit_process, merged, parts_of, tune
from duijie.learn.pairs.reading import Need, Pair
from duijie.learn.pairs.space import make_space
from duijie.learn.pairs.world import Numbering, world_of

# A regression over more pairs would not fit the minute: time grows with the third power.
MOST_TOGETHER: Final = 7000


@dataclass(frozen=True, slots=True)
class PairOptions:
    """The options of training on pairs (训练选项).

    Attributes:
        seed: of every random choice.
        for_known: learn to predict for needs that have judged pairs.
        for_new: learn to predict for needs never seen before.
        encoder: gives the vectors of terms; without one, one is trained on needs and titles.
        with_general: look at the general encoder of the package, too.
    """

    seed: int = 0
    for_known: bool = True
    for_new: bool = True
    encoder: Encoder | None = None
    with_general: bool = True


DEFAULTS: Final = PairOptions()


def train_pairs(
    judged: Sequence[Pair],
    needs: Sequence[Need],
    *,
    unjudged: Sequence[Pair] = (),
    options: PairOptions = DEFAULTS,
    progress: Progress = silent,
) -> PairModel:
    """Return a model of judged pairs (至少一对); the same pairs, options and seed give the same.

    Args:
        judged: pairs with a level.
        needs: those the pairs speak of, and others like them.
        unjudged: pairs that are to be predicted, if they are known: their words and lists are
            looked at, their levels never.
        options: what can be chosen.
        progress: told of the stages `space`, `features`, `tune`, `fit`, `known` and `new`.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # small products; and the last digits stay the same
        return _train(judged, needs, unjudged, options, progress)


def _train(
    judged: Sequence[Pair],
    needs: Sequence[Need],
    unjudged: Sequence[Pair],
    options: PairOptions,
    progress: Progress,
) -> PairModel:
    everything = [*judged, *unjudged]
    numbering = Numbering(needs, everything)
    rows = numbering.rows(everything)
    listed = numbering.listed(rows)
    progress("space", 0)
    space = make_space(
        numbering.needs,
        numbering.titles,
        listed,
        seed=options.seed,
        encoder=options.encoder,
        with_general=options.with_general,
    )
    progress("features", 0)
    world = world_of(numbering, listed, space)
    figures = features_of(world, space, rows).values[: len(judged)]
    scaling = scaling_of(figures)
    seen = rows.taken(np.arange(len(judged)))
    points = Points(seen.needs, seen.titles, scaling.scaled(figures))
    levels = np.array([int(pair.level or 0) for pair in judged], dtype=np.int64)
    examples, of = merged(points, question_targets(levels))
    random = np.random.default_rng(options.seed)
    cosines = cosines_of(world)
    parameters = tune(examples, cosines, random, progress)
    committee: list[Process] = []
    alone, by_need = np.zeros_like(examples.targets), np.zeros_like(examples.targets)
    parts = parts_of(examples.points.needs, MOST_TOGETHER, random)
    for n, part in enumerate(parts):
        progress("fit", n, len(parts))
        process, left_out = fit_process(examples.taken(part), cosines, parameters)
        committee.append(process)
        alone[part], by_need[part] = left_out.pair, left_out.need
    lesson = Lesson(alone[of], points.figures, levels, of)
    known = new = None
    if options.for_known:
        known = fit_heads(lesson, seed=options.seed, progress=progress, stage="known")
    if options.for_new:
        lesson = replace(lesson, said=by_need[of], groups=points.needs)
        new = fit_heads(lesson, seed=options.seed, progress=progress, stage="new")
    return PairModel(
        needs=tuple(numbering.needs),
        pairs=tuple(everything),
        judged_needs=frozenset(pair.need_id for pair in judged),
        space=space,
        scaling=scaling,
        committee=tuple(committee),
        known=known,
        new=new,
    )
