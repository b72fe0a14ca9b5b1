"""Reasons and wanted things in words, whichever room they come from."""

from duijie.kernel.explanations import Reason
from duijie.kernel.frames import Element, Quantity
from duijie.kernel.words import Lang


def reason_sentence(reason: Reason, lang: Lang) -> str:
    """Return a reason as a sentence in a language."""
    from duijie import explain, match

    if reason.code.startswith(("MATCH-", "STEP-")):
        return match.word_reason(reason, lang)
    return explain.word_reason(reason, lang)


def wanted_words(wanted: Element | Quantity | str) -> str:
    """Return what is wanted as it was written, a number with what it measures."""
    if isinstance(wanted, str):
        return wanted
    if isinstance(wanted, Quantity) and wanted.property_name not in wanted.text:
        return f"{wanted.property_name} {wanted.text}"
    return wanted.text
