"""What a technology manager gets for a need."""

from dataclasses import replace

import pytest

from duijie.index import MemoryIndex
from duijie.kernel.documents import Document
from duijie.kernel.errors import RequestError
from duijie.kernel.explanations import Verdict
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Level, MatchRequest
from duijie.match import Engine, MatchOptions, Stage, match_batch
from duijie.match.wording import STEP_WIDEN
from tests.match.library import (
    BATTERY,
    BATTERY_NEED,
    EXPIRED,
    LIBRARY,
    MAGNET,
    PRIVATE,
    SEWAGE,
    achievement,
    clock,
)


def ids(answer: object) -> list[str]:
    return [match.record_id for match in answer.matches]  # type: ignore[attr-defined]


def request_of(need: Document, **more: object) -> MatchRequest:
    return MatchRequest(need.text, need.title, source=need, **more)  # type: ignore[arg-type]


def test_a_need_finds_the_achievement_that_answers_it(engine: Engine) -> None:
    answer = engine.match(request_of(BATTERY_NEED))
    assert ids(answer)[0] == BATTERY.record_id
    assert answer.matches[0].level >= Level.FAIRLY_STRONG
    assert answer.no_good_match is None


def test_a_match_is_explained_with_words_of_that_record(engine: Engine) -> None:
    best = engine.match(request_of(BATTERY_NEED)).matches[0]
    assert best.card.count(Verdict.MET) > 0
    quoted = [check.evidence for check in best.card.checks if check.evidence]
    assert quoted
    for evidence in quoted:
        field = BATTERY.title if evidence.span.field == "title" else BATTERY.text
        start = evidence.quote_start
        assert field[start : start + len(evidence.quote)] == evidence.quote


def test_english_text_finds_an_english_record(engine: Engine) -> None:
    answer = engine.match(MatchRequest("permanent magnet motors for high temperature drilling"))
    assert ids(answer)[0] == MAGNET.record_id


def test_an_achievement_finds_the_need_it_answers(engine: Engine) -> None:
    answer = engine.match(MatchRequest("", source=BATTERY))
    assert ids(answer) == [BATTERY_NEED.record_id]


def test_a_source_is_never_among_its_own_matches(engine: Engine) -> None:
    where = Filter(kinds=("achievement",))
    found = ids(engine.match(MatchRequest("", source=BATTERY, where=where)))
    assert BATTERY.record_id not in found


def test_records_of_the_same_owner_are_left_out() -> None:
    own = replace(BATTERY, record_id="achievement:own", organization=BATTERY_NEED.organization)
    found = ids(Engine.from_documents([own, BATTERY], clock=clock).match(request_of(BATTERY_NEED)))
    assert found == [BATTERY.record_id]


def test_expired_records_are_not_offered(engine: Engine) -> None:
    assert EXPIRED.record_id not in ids(engine.match(MatchRequest(EXPIRED.title)))


def test_private_records_are_shown_only_when_asked_for(engine: Engine) -> None:
    asked = MatchRequest(PRIVATE.title)
    assert PRIVATE.record_id not in ids(engine.match(asked))
    allowed = replace(asked, where=Filter(visibilities=("public", "private")))
    assert PRIVATE.record_id in ids(engine.match(allowed))


def test_every_match_obeys_the_conditions(engine: Engine) -> None:
    where = Filter(regions=("41",), kinds=("achievement",))
    answer = engine.match(MatchRequest("水稻病虫害绿色防控技术", where=where))
    assert answer.matches
    assert all(match.document.region_code.startswith("41") for match in answer.matches)


def test_a_better_record_outside_the_conditions_is_named(engine: Engine) -> None:
    answer = engine.match(MatchRequest(SEWAGE.title, where=Filter(regions=("41",))))
    assert answer.no_good_match is not None
    steps = {reason.code: reason.values for reason in answer.no_good_match.next_steps}
    assert steps[STEP_WIDEN]["title"] == SEWAGE.title


def test_one_organisation_fills_at_most_three_places() -> None:
    many = [
        achievement(
            n, f"防爆锂离子电池第{n}代", "针刺不起火的锂离子电池。", organization="同一研究院"
        )
        for n in range(9)
    ]
    other = achievement(50, "防爆锂离子电池隔膜", "锂离子电池隔膜。", organization="另一研究院")
    engine = Engine.from_documents([*many, other], clock=clock)
    owners = [m.document.owner for m in engine.match(MatchRequest("防爆锂离子电池")).matches]
    assert owners.count("同一研究院") == 3
    assert "另一研究院" in owners


def test_equal_scores_are_ordered_by_record_id() -> None:
    twins = [replace(BATTERY, record_id=f"achievement:{n}", organization="") for n in (3, 1, 2)]
    engine = Engine.from_documents([*twins, *LIBRARY[1:]], clock=clock)
    assert ids(engine.match(MatchRequest(BATTERY.title)))[:3] == [
        "achievement:1",
        "achievement:2",
        "achievement:3",
    ]


def test_the_same_request_gives_the_same_answer(engine: Engine) -> None:
    first, second = (engine.match(request_of(BATTERY_NEED)) for _ in range(2))
    assert replace(first, timings_ms={}) == replace(second, timings_ms={})


def test_ranks_count_from_one_and_chances_are_probabilities(engine: Engine) -> None:
    answer = engine.match(request_of(BATTERY_NEED))
    assert [match.rank for match in answer.matches] == list(range(1, len(answer.matches) + 1))
    assert all(0.0 <= match.probability <= 1.0 for match in answer.matches)


def test_the_time_of_every_stage_is_told(engine: Engine) -> None:
    assert set(engine.match(request_of(BATTERY_NEED)).timings_ms) == {s.value for s in Stage}


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.RETRIEVE])
def test_the_engine_answers_with_any_stage_switched_off(stage: Stage) -> None:
    options = MatchOptions(off=frozenset({stage.value}))
    engine = Engine.from_documents(LIBRARY, options=options, clock=clock)
    found = ids(engine.match(request_of(BATTERY_NEED)))
    # Without constraints the expired and the private battery are candidates as well.
    assert found[0] in {BATTERY.record_id, EXPIRED.record_id, PRIVATE.record_id}


def test_asking_for_no_match_at_all_is_an_error(engine: Engine) -> None:
    with pytest.raises(RequestError):
        engine.match(MatchRequest("防爆锂离子电池", limit=0))


def test_more_matches_than_anybody_reads_are_refused(engine: Engine) -> None:
    assert engine.match(MatchRequest("防爆锂离子电池", limit=1000)).matches
    with pytest.raises(RequestError, match="at most 1,000 matches"):
        engine.match(MatchRequest("防爆锂离子电池", limit=1001))
    with pytest.raises(RequestError, match="at most 1,000 matches"):
        list(match_batch(engine, [MatchRequest("防爆锂离子电池", limit=1001)]))


def test_an_engine_over_an_empty_library_answers_honestly() -> None:
    answer = Engine(MemoryIndex(), clock=clock).match(MatchRequest("防爆锂离子电池"))
    assert answer.matches == ()
    assert answer.no_good_match is not None
