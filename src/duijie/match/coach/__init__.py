"""Coach (需求教练): the one question whose answer would change the ranking most.

The door: `advise` for what to ask, `with_answer` for the need with an answer in it, `Effect` and
`effect_of` for what the answer changed, `word_question` for the words.
"""

from duijie.match.coach.advising import Advice, CoachOptions, advise
from duijie.match.coach.effects import Effect, effect_of, order_change
from duijie.match.coach.questions import Answer, Question, Subject, with_answer
from duijie.match.coach.wording import word_answer, word_question

__all__ = [
    "Advice",
    "Answer",
    "CoachOptions",
    "Effect",
    "Question",
    "Subject",
    "advise",
    "effect_of",
    "order_change",
    "with_answer",
    "word_answer",
    "word_question",
]
