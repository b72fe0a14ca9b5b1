"""Reasons and wanted things in words, whichever room they come from."""

from duijie.kernel.explanations import Check, Reason
from duijie.kernel.words import Lang


def reason_sentence(reason: Reason, lang: Lang) -> str:
    """Return what is missing or what to do next as a sentence in a language."""
    from duijie.match import word_reason

    return word_reason(reason, lang)


def change_sentence(reason: Reason, lang: Lang) -> str:
    """Return what would have to change as a sentence in a language."""
    from duijie.explain import word_change

    return word_change(reason, lang)


def check_sentence(check: Check, lang: Lang) -> str:
    """Return what a check found as a sentence in a language."""
    from duijie.explain import word_check

    return word_check(check, lang)


def wanted_words(check: Check, lang: Lang) -> str:
    """Return what a check asks for in a few words."""
    from duijie.explain import word_wanted

    return word_wanted(check, lang)
