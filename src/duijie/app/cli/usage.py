"""Wrong calls, in the reader's language: the library says them in English only."""

import re
from typing import Final

from duijie.kernel.words import N_, Lang, say

# What the library says → our sentence with the same places.
PATTERNS: Final = (
    (r"No such option: (?P<name>\S+?)[.]?(?: .*)?$", N_("There is no option %(name)s.")),
    (r"No such command '(?P<name>.+?)'[.]?(?: .*)?$", N_("There is no command %(name)s.")),
    (r"Missing argument '(?P<name>.+?)'[.].*$", N_("The argument %(name)s is missing.")),
    (r"Missing option '(?P<name>.+?)'[.].*$", N_("The option %(name)s is missing.")),
    (r"Missing command[.]?$", N_("A command is missing.")),
    (
        r"Option '(?P<name>.+?)' requires an argument[.]?$",
        N_("The option %(name)s needs a value."),
    ),
    (
        r"Got unexpected extra argument\S* \((?P<name>.+)\)[.]?$",
        N_("Too much was given: %(name)s. Put a text with spaces in quotation marks."),
    ),
    (
        r"Invalid value for '?(?P<name>.+?)'?: (?P<why>.+)$",
        N_("The value of %(name)s cannot be used: %(why)s"),
    ),
)

# Why a value cannot be used, as the library says it → our words.
REASONS: Final = (
    (r".*valid integer.*", N_("a whole number is expected")),
    (r".*valid number.*", N_("a number is expected")),
    (r".*greater than or equal to (?P<bound>\S+)$", N_("it must be at least %(bound)s")),
    (r".*less than or equal to (?P<bound>\S+)$", N_("it must be at most %(bound)s")),
    (r"zh, en$", N_("zh or en is expected")),
)

# The library's own words on help pages; it looks them up in the same catalogue.
LIBRARY_WORDS: Final = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("Error"),
    N_("[default: {}]"),
    N_("[required]"),
)

# What stands for a value on help pages.
VALUES: Final = (
    N_("COST"),
    N_("FILE"),
    N_("FOLDER"),
    N_("FILTER"),
    N_("ID"),
    N_("KIND"),
    N_("LANG"),
    N_("N"),
    N_("NAME"),
    N_("NUMBER"),
    N_("TEXT"),
    N_("VISIBILITY"),
)


def usage_sentence(message: str, lang: Lang) -> str:
    """Return what is wrong with a call as a sentence in a language.

    >>> usage_sentence("No such option: --frist (Possible options: --first)", "en")
    'There is no option --frist.'
    """
    flat = " ".join(message.split())
    for pattern, sentence in PATTERNS:
        found = re.match(pattern, flat)
        if found:
            places = found.groupdict()
            if "why" in places:
                places["why"] = _reason(places["why"], lang)
            return say(lang, sentence, **places)
    return flat


def _reason(text: str, lang: Lang) -> str:
    for pattern, words in REASONS:
        found = re.match(pattern, text)
        if found:
            return say(lang, words, **found.groupdict())
    return text
