"""All needs at once, and nobody sent to one holder only."""

from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

from duijie.index import BuildPlan, build_index, open_index
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Level, MatchRequest
from duijie.match import BatchList, BatchMatch, BatchOptions, Engine, MatchOptions, match_batch
from duijie.match.batch import match_batch_spread
from duijie.match.exposure import spread
from tests.match.library import BATTERY, BATTERY_NEED, LIBRARY, clock


def needs(count: int) -> list[MatchRequest]:
    return [
        MatchRequest("", source=replace(BATTERY_NEED, record_id=f"need:{n:03d}"))
        for n in range(count)
    ]


def chance(record: str, owner: str, probability: float) -> BatchMatch:
    return BatchMatch(record, owner, 0, probability, probability, Level.FAIRLY_STRONG)


def test_a_batch_answers_every_request_in_the_order_given(engine: Engine) -> None:
    options = BatchOptions(block=4, workers=2)
    asked = needs(11)
    answers = list(match_batch(engine, asked, options=options))
    assert [a.request_id for a in answers] == [r.source.record_id for r in asked if r.source]
    assert all(answer.matches[0].record_id == BATTERY.record_id for answer in answers)


def test_a_batch_finds_what_single_requests_find(engine: Engine) -> None:
    texts = [document.title for document in LIBRARY if document.visibility == "public"]
    requests = [MatchRequest(text) for text in texts]
    together = [[m.record_id for m in a.matches[:1]] for a in match_batch(engine, requests)]
    alone = [[m.record_id for m in engine.match(r).matches[:1]] for r in requests]
    assert together == alone


def test_a_batch_leaves_out_the_source_and_its_owner() -> None:
    own = replace(BATTERY, record_id="achievement:own", organization=BATTERY_NEED.organization)
    engine = Engine.from_documents([own, BATTERY], clock=clock)
    (answer,) = match_batch(engine, needs(1))
    assert [match.record_id for match in answer.matches] == [BATTERY.record_id]


def test_a_batch_obeys_the_conditions_of_each_request(engine: Engine) -> None:
    requests = [
        MatchRequest("病虫害绿色防控技术", where=Filter(regions=("41",))),
        MatchRequest("病虫害绿色防控技术", where=Filter(regions=("33",))),
    ]
    south, east = match_batch(engine, requests)
    assert len(south.matches) > 3
    assert not east.matches


def test_a_request_without_a_good_match_gets_an_empty_list(engine: Engine) -> None:
    (answer,) = match_batch(engine, [MatchRequest("明代徽州契约文书的整理")])
    assert answer == BatchList("request:1", ())


def test_a_batch_retrieves_as_many_as_it_is_to_keep() -> None:
    few = MatchOptions(candidates=2, per_organization=99)
    engine = Engine.from_documents(LIBRARY, options=few, clock=clock)
    (answer,) = match_batch(engine, [MatchRequest("病虫害绿色防控技术")])
    assert len(answer.matches) > 2


def opened(folder: Path) -> Engine:
    return Engine(open_index(folder), clock=clock)


def test_processes_that_open_the_engine_themselves_answer_as_threads_do(tmp_path: Path) -> None:
    build_index(tmp_path, LIBRARY, None, BuildPlan(revision=1, total=len(LIBRARY)))
    titles = [document.title for document in LIBRARY]
    requests = [*needs(9), *(MatchRequest(title) for title in titles)]
    engine = opened(tmp_path)
    try:
        threads = list(match_batch(engine, requests, options=BatchOptions(block=4)))
        own = BatchOptions(block=4, reopen=partial(opened, tmp_path), processes_from=2)
        processes = list(match_batch(engine, requests, options=own))
    finally:
        engine.close()
    assert processes == threads
    assert any(answer.matches for answer in processes)


def test_progress_is_told_up_to_the_last_request(engine: Engine) -> None:
    told: list[tuple[int, int | None]] = []

    def progress(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        told.append((finished, total))

    list(match_batch(engine, needs(5), options=BatchOptions(block=2), progress=progress))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_no_holder_fills_more_places_than_the_cap() -> None:
    pools = [
        BatchList(
            f"need:{n}",
            (chance("a:star", "star", 0.9), chance(f"a:{n}", f"holder {n}", 0.6)),
        )
        for n in range(10)
    ]
    lists, effect = spread(pools, cap=4, limit=1, per_organization=3)
    places = Counter(match.owner for answer in lists for match in answer.matches)
    assert places["star"] == 4
    assert all(len(answer.matches) == 1 for answer in lists)
    assert (effect.holders_over_cap, effect.places_before, effect.places_after) == (1, 10, 4)
    assert effect.lists_changed == 6
    assert abs(effect.mean_loss - 6 * 0.3 / 10) < 1e-9


def test_a_scarce_holder_meets_the_need_it_fits_best() -> None:
    pools = [
        BatchList("need:1", (chance("a:star", "star", 0.5), chance("a:1", "one", 0.4))),
        BatchList("need:2", (chance("a:star", "star", 0.8), chance("a:2", "two", 0.4))),
    ]
    lists, _ = spread(pools, cap=1, limit=1, per_organization=3)
    assert [answer.matches[0].owner for answer in lists] == ["one", "star"]


def test_spreading_nothing_changes_nothing() -> None:
    pools = [BatchList(f"need:{n}", (chance(f"a:{n}", f"h{n}", 0.9),)) for n in range(5)]
    lists, effect = spread(pools, cap=1, limit=3, per_organization=3)
    assert [[m.record_id for m in a.matches] for a in lists] == [[f"a:{n}"] for n in range(5)]
    assert (effect.lists_changed, effect.places_lost, effect.mean_loss) == (0, 0, 0.0)


def test_a_spread_batch_goes_through_the_engine() -> None:
    rival = replace(BATTERY, record_id="achievement:rival", organization="另一研究院")
    engine = Engine.from_documents([*LIBRARY, rival], clock=clock)
    options = BatchOptions(limit=1)
    lists, effect = match_batch_spread(engine, needs(6), cap=3, options=options)
    owners = Counter(match.owner for answer in lists for match in answer.matches)
    assert max(owners.values()) == 3
    assert effect.places_before == 6
