"""A ranker learns what people prefer, and nothing from nothing."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duijie.kernel.errors import TrainingRefusedError
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn.ranker import train_ranker
from duijie.match import Engine
from duijie.match.rankers.trained import TrainedRanker
from tests.learn.ranker.conftest import HELD_OUT, QUICK, TAUGHT, judged, lessons, need


def ndcg(engine: Engine, cases: list[tuple[int, int, int]]) -> float:
    """Return the mean nDCG of the first five over requests that nobody had judged."""
    engine = Engine(
        engine.index,
        engine._encoder,
        options=replace(engine.options, credible_from=0.0),
        clock=engine.now,
        ranker=engine.ranker,
    )
    found = []
    for case in cases:
        good = {judgement.record_id for judgement in judged(*case)}
        shown = [match.record_id for match in engine.match(need(*case)[1]).matches[:5]]
        gains = [1 / math.log2(n + 2) for n in range(5)]
        found.append(sum(g for g, i in zip(gains, shown, strict=False) if i in good) / sum(gains))
    return float(np.mean(found))


def test_it_learns_a_preference_that_no_word_tells(world: Engine, ranker: TrainedRanker) -> None:
    plain, trained = ndcg(world, HELD_OUT), ndcg(world.beside(ranker), HELD_OUT)
    assert plain < 0.75
    assert trained > 0.95


def test_the_same_judgements_and_seed_give_the_same_release(
    world: Engine, release: str, tmp_path: Path
) -> None:
    requests, judgements = lessons(TAUGHT)
    turned = dict(reversed(requests.items()))
    again = train_ranker(world, turned, judgements[::-1], releases=tmp_path, options=QUICK)
    assert again == release


def test_another_seed_gives_another_release(world: Engine, release: str, tmp_path: Path) -> None:
    options = replace(QUICK, seed=1)
    other = train_ranker(world, *lessons(TAUGHT), releases=tmp_path, options=options)
    assert other != release


def test_the_card_tells_what_was_learned_from_what(ranker: TrainedRanker) -> None:
    card = ranker.card
    assert (card.requests, card.judgements) == (len(TAUGHT), 5 * len(TAUGHT))
    assert card.encoder == "toy"
    assert card.scores["ndcg@10"] > card.scores["ndcg@10_by_search_alone"]
    assert sum(card.importances.values()) == pytest.approx(1.0, abs=0.01)
    assert sum(found["requests"] for name, found in card.slices.items() if "length" in name) == len(
        TAUGHT
    )


def test_few_judgements_are_refused_with_what_to_do(world: Engine, tmp_path: Path) -> None:
    with pytest.raises(TrainingRefusedError, match=r"only 9 requests .* 30 are needed"):
        train_ranker(world, *lessons(TAUGHT[:9]), releases=tmp_path, options=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_judgements_of_records_that_are_gone_do_not_count(world: Engine, tmp_path: Path) -> None:
    requests, _ = lessons(TAUGHT)
    gone = [Judgement(name, "achievement:gone", Level.STRONG) for name in requests]
    with pytest.raises(TrainingRefusedError, match="only 0 requests"):
        train_ranker(world, requests, gone, releases=tmp_path, options=QUICK)


def test_what_is_known_of_a_request_is_never_looked_at_while_it_is_learned_from(
    world: Engine, tmp_path: Path
) -> None:
    # Every need likes records of its own that no other need likes: nothing can be learned.
    requests, _ = lessons(TAUGHT)
    random = np.random.default_rng(3)
    every = sorted({j.record_id for case in TAUGHT for j in judged(*case)})
    chance = [
        Judgement(name, str(record), Level.STRONG)
        for name in requests
        for record in random.choice(every, 2, replace=False)
    ]
    name = train_ranker(world, requests, chance, releases=tmp_path, options=QUICK)
    scores = TrainedRanker.load(tmp_path / name).card.scores
    assert scores["ndcg@10"] < scores["ndcg@10_by_search_alone"] + 0.1


def test_graded_judgements_give_all_four_levels(world: Engine, tmp_path: Path) -> None:
    requests, good = lessons(TAUGHT)
    graded = []
    for judgement in good:
        topic, line, n = judgement.record_id.removeprefix("achievement:").split("-")
        level = Level.STRONG if int(n) < 3 else Level.FAIRLY_STRONG
        graded.append(replace(judgement, level=level))
        other = f"achievement:{topic}-{1 - int(line)}-{n}"
        poor = Level.WEAK if int(n) < 2 else Level.NONE
        graded.append(Judgement(judgement.request_id, other, poor))
    name = train_ranker(world, requests, graded, releases=tmp_path, options=QUICK)
    ranker = TrainedRanker.load(tmp_path / name)
    assert ranker.card.levels
    assert 0 < float(ranker.card.options["unjudged"]) < 1
    request = need(0, 1, 9)[1]
    listed = world.beside(ranker).match(request)
    assert {match.level for match in listed.matches} != {Level.NONE}


def test_judges_who_say_what_is_bad_do_not_lift_what_nobody_judged(
    world: Engine, tmp_path: Path
) -> None:
    requests, good = lessons(TAUGHT)
    told = [*good]
    for judgement in good:
        topic, line, n = judgement.record_id.removeprefix("achievement:").split("-")
        other = f"achievement:{topic}-{1 - int(line)}-{n}"
        told.append(Judgement(judgement.request_id, other, Level.NONE))
    name = train_ranker(world, requests, told, releases=tmp_path, options=QUICK)
    ranker = TrainedRanker.load(tmp_path / name)
    held_out = ndcg(world.beside(ranker), HELD_OUT)
    assert held_out > ndcg(world, HELD_OUT)
    assert abs(held_out - ranker.card.scores["ndcg@10"]) < 0.15


def test_without_an_encoder_it_learns_from_words_alone(tmp_path: Path) -> None:
    from tests.learn.ranker.conftest import clock, library

    plain = Engine.from_documents(library(), clock=clock)
    name = train_ranker(plain, *lessons(TAUGHT), releases=tmp_path, options=QUICK)
    ranker = TrainedRanker.load(tmp_path / name)
    assert ranker.card.encoder == ""
    assert ndcg(plain.beside(ranker), HELD_OUT) > 0.9
