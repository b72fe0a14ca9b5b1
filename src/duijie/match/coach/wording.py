"""Questions of the coach in words (提问措辞)."""

from collections.abc import Mapping

from duijie.kernel.words import N_, Lang, say
from duijie.match.coach.questions import Answer, Question, Subject

QUESTIONS: Mapping[Subject, str] = {
    Subject.QUANTITY: N_("What %(name)s do you need?"),
    Subject.TRL: N_("How mature must it be (technology readiness level)?"),
    Subject.APPLICATION: N_("Where will it be used?"),
    Subject.MATERIAL: N_("Which material is it about?"),
    Subject.METHOD: N_("Is a certain method or process wanted?"),
}


def word_question(question: Question, lang: Lang) -> str:
    """Return a question as a sentence."""
    return say(lang, QUESTIONS[question.subject], name=question.name)


def word_answer(question: Question, answer: Answer, lang: Lang) -> str:
    """Return an answer with how many of the near records that say anything would meet it."""
    return say(
        lang,
        "%(words)s (%(met)d of %(named)d near records that say so)",
        words=answer.words,
        met=answer.met_by,
        named=question.named_by,
    )
