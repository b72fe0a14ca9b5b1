"""Systems (检索系统) whose lists are pooled: run files, and variants of the engine itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from duijie.kernel.errors import LearnFileError
from duijie.kernel.matching import MatchRequest
from duijie.kernel.ports import Progress, silent
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.trec import read_run
from duijie.learn.judging.pool import System
from duijie.match import Engine, MatchOptions, Retriever, Stage

_LIST_ONLY = frozenset({Stage.RANK, Stage.CALIBRATE, Stage.DIVERSIFY, Stage.EXPLAIN})


class Variant(StrEnum):
    """Ways in which the engine itself can answer (引擎变体)."""

    TEXT = "text"
    VECTORS = "vectors"
    HYBRID = "hybrid"


def run_system(file: Path, name: str, need_ids: Iterable[str], *, depth: int) -> System:
    """Return the system of a TREC run file; a need may be called with or without `need:`.

    Raises:
        LearnFileError: the file is damaged, or none of its requests is one of the needs.
    """
    run = read_run(file)
    asked = {spelling: query for query in run.scores for spelling in spellings(query, "need")}
    ranking = {
        need_id: run.ranking(asked[need_id])[:depth] for need_id in need_ids if need_id in asked
    }
    if not ranking:
        raise LearnFileError(
            path=file,
            why=Phrase(
                "none of its requests, such as “%(query)s”, is among the needs",
                query=next(iter(run.scores)),
            ),
            remedy=N_("Give the run and the needs that it was made for: their ids must agree."),
        )
    return System(name, ranking)


def engine_system(
    engine: Engine,
    variant: Variant,
    requests: Mapping[str, MatchRequest],
    *,
    depth: int,
    progress: Progress = silent,
) -> System:
    """Return what a variant of the engine finds for each need, however weak.

    `text` and `vectors` are the plain lists of one retriever; `hybrid` is the engine as it answers,
    with the ranker it has, without its *no good match* and without a cap for a holder.
    """
    asked = Engine(
        engine.index,
        engine.pipeline.encoder,
        options=_options(engine.options, variant, depth),
        ranker=engine.ranker,
    )
    ranking: dict[str, Sequence[str]] = {}
    for n, (need_id, request) in enumerate(requests.items(), start=1):
        answer = asked.match(replace(request, limit=depth))
        ranking[need_id] = [match.record_id for match in answer.matches]
        progress("pool", n, len(requests), note=variant.value)
    return System(variant.value, ranking)


def spellings(name: str, kind: str) -> tuple[str, str]:
    """Return an identifier as it stands and with or without its kind.

    >>> spellings("need:1", "need"), spellings("1", "need")
    (('need:1', '1'), ('1', 'need:1'))
    """
    before, colon, after = name.partition(":")
    return name, after if colon and before == kind else f"{kind}:{name}"


def _options(options: MatchOptions, variant: Variant, depth: int) -> MatchOptions:
    off = {
        Variant.TEXT: _LIST_ONLY | (set(Retriever) - {Retriever.LEXICAL}),
        Variant.VECTORS: _LIST_ONLY | (set(Retriever) - {Retriever.DENSE}),
        Variant.HYBRID: frozenset({Stage.DIVERSIFY}),
    }[variant]
    return replace(
        options,
        candidates=max(options.candidates, depth),
        credible_from=0.0,
        off=frozenset(map(str, off)),
    )
