"""Explain (解释): why a document matches, element by element, with quotations."""

from duijie.explain.card import explain
from duijie.explain.frame import frame_of
from duijie.explain.shown import shown_quantity
from duijie.explain.synonyms import translations
from duijie.explain.wording import (
    CHANGE_WORDS,
    CHECK_WORDS,
    SIGNS,
    word_card,
    word_change,
    word_check,
    word_wanted,
)

__all__ = [
    "CHANGE_WORDS",
    "CHECK_WORDS",
    "SIGNS",
    "explain",
    "frame_of",
    "shown_quantity",
    "translations",
    "word_card",
    "word_change",
    "word_check",
    "word_wanted",
]
