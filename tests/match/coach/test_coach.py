"""The coach asks the one thing whose answer would change the list most, and tells the truth."""

from dataclasses import replace

import pytest

from duijie.explain import frame_of
from duijie.kernel.documents import Document
from duijie.kernel.matching import MatchRequest
from duijie.match import Engine
from duijie.match.coach import (
    Advice,
    CoachOptions,
    Subject,
    advise,
    effect_of,
    order_change,
    with_answer,
    word_answer,
    word_question,
)

NEED = MatchRequest("需要含氟聚合物薄膜")


def film(number: int, light: float, trl: int | None = None) -> Document:
    return Document(
        f"achievement:{number:02}",
        "achievement",
        "含氟聚合物薄膜",
        f"含氟聚合物薄膜，透光率≥{light}%。",
        organization=f"研究院{number}",
        trl=trl,
    )


@pytest.fixture
def engine() -> Engine:
    return Engine.from_documents([film(n, 70 + 2 * n) for n in range(14)])


def asked(advice: Advice) -> tuple[Subject, str]:
    assert advice.question is not None
    return advice.question.subject, advice.question.name


def test_the_number_that_parts_the_near_records_is_asked_for(engine: Engine) -> None:
    advice = advise(engine, NEED)
    assert asked(advice) == (Subject.QUANTITY, "透光率")
    assert advice.question is not None
    assert (advice.question.named_by, advice.question.looked_at) == (14, 14)


def test_answers_are_bounds_that_records_state_each_met_by_some(engine: Engine) -> None:
    question = advise(engine, NEED).question
    assert question is not None
    stated = {70.0 + 2 * n for n in range(14)}
    for answer in question.answers:
        assert answer.quantity is not None
        assert answer.quantity.low in stated
        met = sum(1 for light in stated if light >= answer.quantity.low)
        assert answer.met_by == met < 14


def test_an_answer_reads_back_as_the_number_that_was_meant(engine: Engine) -> None:
    question = advise(engine, NEED).question
    assert question is not None
    for answer in question.answers:
        said = with_answer(NEED, answer.words)
        (read,) = frame_of("", said.text).quantities
        assert answer.quantity is not None
        assert (read.property_name, read.low) == ("透光率", answer.quantity.low)


def test_the_change_that_is_told_is_the_change_that_happens(engine: Engine) -> None:
    advice = advise(engine, NEED)
    assert advice.question is not None
    changes = [
        effect_of(advice.answer, engine.match(with_answer(NEED, answer.words))).change
        for answer in advice.question.answers
    ]
    assert advice.question.change == pytest.approx(sum(changes) / len(changes))
    assert advice.question.change > 0


def test_what_was_asked_before_is_not_asked_again(engine: Engine) -> None:
    question = advise(engine, NEED).question
    assert question is not None
    again = advise(engine, NEED, asked={question.key}).question
    assert again is None or again.key != question.key


def test_what_the_need_says_already_is_not_asked(engine: Engine) -> None:
    question = advise(engine, MatchRequest("需要含氟聚合物薄膜，透光率≥85%")).question
    assert question is None or question.name != "透光率"


def test_maturity_is_asked_for_where_the_near_records_differ_in_it() -> None:
    films = [replace(film(n, 90), trl=3 if n % 2 else 8) for n in range(14)]
    advice = advise(Engine.from_documents(films), NEED)
    assert asked(advice) == (Subject.TRL, "")


def test_nothing_is_asked_where_no_answer_would_change_the_list() -> None:
    same = [film(n, 90, trl=6) for n in range(14)]
    assert advise(Engine.from_documents(same), NEED).question is None


def test_nothing_is_asked_where_nothing_fits(engine: Engine) -> None:
    advice = advise(engine, MatchRequest("寻找大熊猫人工育幼的成套方案"))
    assert (advice.question, advice.answer.matches) == (None, ())


def test_below_the_least_change_nothing_is_asked(engine: Engine) -> None:
    assert advise(engine, NEED, options=CoachOptions(least_change=1.1)).question is None


def test_the_same_need_gets_the_same_question(engine: Engine) -> None:
    assert advise(engine, NEED).question == advise(engine, NEED).question


def test_questions_and_answers_are_worded_in_both_languages(engine: Engine) -> None:
    question = advise(engine, NEED).question
    assert question is not None
    assert word_question(question, "en") == "What 透光率 do you need?"
    assert "透光率" in word_question(question, "zh")
    assert str(question.answers[0].met_by) in word_answer(question, question.answers[0], "zh")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [([], [], 0.0), (["a"], [], 1.0), (["a", "b", "c"], ["a", "b", "c"], 0.0),
     (["a", "b", "c"], ["a", "c", "b"], 1 / 6)],
)  # fmt: skip
def test_the_first_places_count_most(before: list[str], after: list[str], change: float) -> None:
    assert order_change(before, after) == pytest.approx(change)


def test_an_answer_follows_the_need_as_a_sentence_of_its_own() -> None:
    said = with_answer(MatchRequest("We need a coating."), "TRL ≥ 6").text
    assert said == "We need a coating. TRL ≥ 6."
    assert with_answer(MatchRequest("需要薄膜"), "TRL ≥ 6。").text == "需要薄膜。TRL ≥ 6。"
