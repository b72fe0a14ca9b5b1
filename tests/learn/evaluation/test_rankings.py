"""Figures of rankings, against figures worked out by hand and against their definitions."""

import math
import random

import numpy as np
import pytest

from duijie.kernel.errors import EvaluationError
from duijie.learn.evaluation import (
    Gain,
    Qrels,
    Run,
    parse_measure,
    parse_measures,
    run_of,
    score_run,
)


def value(ranking: list[str], grades: dict[str, int], name: str, **options: object) -> float:
    scores = score_run(
        run_of({"q": ranking}), Qrels({"q": grades}), parse_measures(name), **options
    )  # type: ignore[arg-type]
    return float(scores.values[name][0])


GRADES = {"a": 3, "b": 1, "c": 0, "d": 2}


def test_ndcg_gains_two_to_the_grade_less_one() -> None:
    best = 7 + 3 / math.log2(3) + 1 / 2
    found = 1 + 7 / math.log2(3) + 0 / 2
    assert value(["b", "a", "c"], GRADES, "ndcg@3") == pytest.approx(found / best)


def test_ndcg_with_linear_gain_takes_the_grade_itself() -> None:
    best = 3 + 2 / math.log2(3) + 1 / 2
    found = 1 + 3 / math.log2(3)
    linear = value(["b", "a", "c"], GRADES, "ndcg@3", gain=Gain.LINEAR)
    assert linear == pytest.approx(found / best)


def test_recall_precision_reciprocal_rank_and_average_precision_by_hand() -> None:
    ranking = ["c", "a", "x", "b"]
    assert value(ranking, GRADES, "recall@2") == pytest.approx(1 / 3)
    assert value(ranking, GRADES, "p@4") == pytest.approx(2 / 4)
    assert value(ranking, GRADES, "mrr") == pytest.approx(1 / 2)
    assert value(ranking, GRADES, "mrr@1") == 0
    assert value(ranking, GRADES, "map") == pytest.approx((1 / 2 + 2 / 4) / 3)


def test_what_is_relevant_can_be_set() -> None:
    assert value(["b", "a"], GRADES, "mrr", relevant_from=1) == 1
    assert value(["b", "a"], GRADES, "mrr", relevant_from=2) == pytest.approx(1 / 2)
    assert value(["b", "a"], GRADES, "recall@2", relevant_from=2) == pytest.approx(1 / 2)


def test_equal_scores_are_ordered_by_id_whatever_the_library_does() -> None:
    qrels = Qrels({"q": {"a": 1}})
    measures = parse_measures("mrr")
    for tied in ({"a": 1.0, "b": 1.0}, {"b": 1.0, "a": 1.0}):
        assert score_run(Run({"q": tied}), qrels, measures).values["mrr"][0] == 1
    assert score_run(Run({"q": {"z": 1, "0": 1, "a": 1}}), qrels, measures).values["mrr"][0] == 0.5


def test_scores_that_differ_beyond_single_precision_keep_their_order() -> None:
    run = Run({"q": {"a": 1.0 + 1e-12, "0": 1.0}})
    assert score_run(run, Qrels({"q": {"a": 1}}), parse_measures("mrr")).values["mrr"][0] == 1


def test_every_judged_request_counts_and_others_do_not() -> None:
    qrels = Qrels({"1": {"a": 1}, "2": {"a": 1}, "3": {"a": 0}, "4": {"a": -1, "b": 1}})
    scores = score_run(run_of({"1": ["a"], "4": ["a", "b"], "9": ["a"]}), qrels)
    assert scores.request_ids == ("1", "2", "3", "4")
    assert scores.values["mrr"].tolist() == [1, 0, 0, 0.5]
    assert (scores.unanswered, scores.unjudged) == (2, 1)


def test_figures_agree_with_their_definition_on_many_rankings() -> None:
    chance = random.Random(11)
    grades, rankings = {}, {}
    for n in range(60):
        docs = [f"d{m}" for m in range(chance.randint(2, 40))]
        grades[f"q{n}"] = {doc: chance.choice([0, 0, 1, 2, 3]) for doc in docs}
        pool = [*docs, *(f"x{m}" for m in range(30))]
        rankings[f"q{n}"] = chance.sample(pool, len(pool))
    scores = score_run(run_of(rankings), Qrels(grades), parse_measures("ndcg@10,recall@20"))
    for n, query in enumerate(scores.request_ids):
        assert scores.values["ndcg@10"][n] == pytest.approx(ndcg(rankings[query], grades[query]))
        relevant = {doc for doc, grade in grades[query].items() if grade > 0}
        part = len(relevant & set(rankings[query][:20])) / len(relevant) if relevant else 0
        assert scores.values["recall@20"][n] == pytest.approx(part)


def ndcg(ranking: list[str], grades: dict[str, int]) -> float:
    def dcg(found: list[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found[:10]))

    best = dcg(sorted(grades.values(), reverse=True))
    return dcg([grades.get(doc, 0) for doc in ranking]) / best if best else 0


def test_a_better_run_is_told_from_a_worse_one() -> None:
    chance = random.Random(5)
    qrels = Qrels({f"q{n}": {"good": 3, "fair": 1} for n in range(60)})
    good = {q: ["good", "fair", "x"] for q in qrels.grades}
    poor = {q: chance.sample(["good", "fair", "x"], 3) for q in qrels.grades}
    first, second = score_run(run_of(good), qrels), score_run(run_of(poor), qrels)
    assert first.against(second)["ndcg@10"].is_better
    assert second.against(first)["ndcg@10"].is_worse
    same = first.against(first)["ndcg@10"]
    assert (same.difference, same.p) == (0, 1)


@pytest.mark.parametrize(
    "name", ["dcg@10", "ndcg@", "ndcg@0", "recall", "p@x", "ndcg@-1", "map@9999999"]
)
def test_a_measure_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(EvaluationError, match=name):
        parse_measure(name)


def test_measures_are_named_as_they_are_written() -> None:
    names = [measure.name for measure in parse_measures("nDCG@5, recall@100,MRR,map ,p@1,mrr")]
    assert names == ["ndcg@5", "recall@100", "mrr", "map", "p@1"]


def test_a_run_about_other_requests_is_refused() -> None:
    with pytest.raises(EvaluationError, match="no request of the run"):
        score_run(run_of({"need:1": ["a"]}), Qrels({"1": {"a": 1}}))


def test_a_run_that_answers_nothing_counts_nothing() -> None:
    scores = score_run(Run({"1": {}, "2": {}}), Qrels({"1": {"a": 1}, "2": {"a": 1}}))
    assert scores.unanswered == 2
    assert {float(values.sum()) for values in scores.values.values()} == {0.0}


def test_grades_beyond_a_sensible_gain_are_refused() -> None:
    with pytest.raises(EvaluationError, match="2\\^100"):
        score_run(run_of({"1": ["a"]}), Qrels({"1": {"a": 100}}))
    linear = score_run(run_of({"1": ["a"]}), Qrels({"1": {"a": 100}}), gain=Gain.LINEAR)
    assert np.all(linear.values["ndcg@10"] == 1)
