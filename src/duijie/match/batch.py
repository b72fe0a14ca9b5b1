"""Batch (批量匹配): all requests × the whole library, in blocks, streamed as they are done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from duijie.kernel.filters import Filter
from duijie.kernel.matching import MatchRequest
from duijie.kernel.ports import Progress, silent
from duijie.match.calibrate import WEAK_FROM
from duijie.match.diversify import diversify
from duijie.match.engine import Engine
from duijie.match.exposure import BatchList, BatchMatch, Exposure, numbered, spread
from duijie.match.options import Stage
from duijie.match.rank import Ranked, in_order
from duijie.match.stopwatch import Stopwatch
from duijie.match.understand import Query
from duijie.match.workers import Reopen, in_processes, in_threads

STAGE = "batch"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Sizes of a batch (批量匹配选项).

    `limit` matches are kept for each request, out of `pool` that get features; `block` requests
    are searched at once by each of `workers`: threads, which share one engine and little of the
    time, or processes when there is a way to open the engine again (`reopen`) and there are at
    least `processes_from` requests. Two processes need half the time of two threads (1,200
    requests in 20,000 records: 5.7 s and 10.8 s); starting them takes about one second.
    """

    limit: int = 20
    pool: int = 30
    block: int = 64
    workers: int = 2
    processes_from: int = 500
    reopen: Reopen | None = None


def match_batch(
    engine: Engine,
    requests: Iterable[MatchRequest],
    *,
    options: BatchOptions | None = None,
    progress: Progress = silent,
) -> Iterator[BatchList]:
    """Yield the answer to each request in the order given, without cards, while others run.

    A request is named by its source record, else by its place (`request:1` is the first).
    """
    options = options or BatchOptions()
    total = len(requests) if isinstance(requests, Sequence) else None
    finished = 0
    for pools in _pools(engine, requests, options):
        for pool in pools:
            kept = diversify(
                pool.matches,
                lambda match: match.owner,
                per_organization=engine.options.per_organization,
                limit=options.limit,
            )
            yield BatchList(pool.request_id, numbered(kept))
        finished += len(pools)
        progress(STAGE, finished, total)


def match_batch_spread(
    engine: Engine,
    requests: Iterable[MatchRequest],
    *,
    cap: int,
    options: BatchOptions | None = None,
    progress: Progress = silent,
) -> tuple[list[BatchList], Exposure]:
    """Return the answers with no holder in more than `cap` places, and what that did."""
    options = options or BatchOptions()
    total = len(requests) if isinstance(requests, Sequence) else None
    pools: list[BatchList] = []
    for block in _pools(engine, requests, options):
        pools.extend(block)
        progress(STAGE, len(pools), total)
    return spread(
        pools,
        cap=cap,
        limit=options.limit,
        per_organization=engine.options.per_organization,
    )


def _pools(
    engine: Engine, requests: Iterable[MatchRequest], options: BatchOptions
) -> Iterator[list[BatchList]]:
    """Return the pools of each block in order; a few blocks are under way at once."""
    named = (
        (request.source.record_id if request.source else f"request:{n}", request)
        for n, request in enumerate(requests, start=1)
    )
    blocks = iter(lambda: list(islice(named, options.block)), [])
    work = partial(_block, options=replace(options, reopen=None))
    is_many = isinstance(requests, Sequence) and len(requests) >= options.processes_from
    if options.reopen is not None and options.workers > 1 and is_many:
        return in_processes(options.reopen, work, blocks, options.workers)
    return in_threads(engine, work, blocks, options.workers)


def _block(
    engine: Engine, named: Sequence[tuple[str, MatchRequest]], options: BatchOptions
) -> list[BatchList]:
    candidates = max(engine.options.candidates, options.pool)
    sizes = replace(engine.options, depth=options.pool, candidates=candidates)
    pipeline = replace(engine.pipeline, options=sizes)
    requests = [engine.prepare(request, with_frame=False) for _, request in named]
    queries = pipeline.prepare(requests)
    shared: dict[Filter, list[int]] = defaultdict(list)
    for n, request in enumerate(requests):
        shared[_shared_filter(engine, request)].append(n)
    ranked: list[list[Ranked]] = [[] for _ in named]
    for where, places in shared.items():
        asked = [queries[n] for n in places]
        found = pipeline.ranked(asked, where, Stopwatch(), today=engine.today())
        for n, entries in zip(places, found, strict=True):
            ranked[n] = entries
    return [
        BatchList(name, _kept(engine, query, pipeline.read(query, entries)))
        for (name, _), query, entries in zip(named, queries, ranked, strict=True)
    ]


def _shared_filter(engine: Engine, request: MatchRequest) -> Filter:
    """Return the hard conditions without those of one source, so that a block shares a search.

    What belongs to the source itself is taken out of its list afterwards.
    """
    where, asked = engine.where(request), request.where
    return replace(
        where,
        without_record_ids=asked.without_record_ids,
        without_organizations=asked.without_organizations,
    )


def _kept(engine: Engine, query: Query, entries: Sequence[Ranked]) -> tuple[BatchMatch, ...]:
    """Return what may be shown of the candidates; nothing when none of them is credible."""
    where = engine.where(query.request)
    kept = [
        _to_match(entry) for entry in in_order(entries) if where.allows(entry.featured.document)
    ]
    if not engine.options.runs(Stage.CALIBRATE):
        return tuple(kept)
    floor = engine.credible_from
    if max((match.probability for match in kept), default=0.0) < floor:
        return ()
    return tuple(match for match in kept if match.probability >= min(floor, WEAK_FROM))


def _to_match(entry: Ranked) -> BatchMatch:
    document = entry.featured.document
    return BatchMatch(document.record_id, document.owner, 0, entry.score, entry.chance, entry.level)
