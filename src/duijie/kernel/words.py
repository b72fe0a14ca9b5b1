"""Words for people: English source strings and their Chinese catalogue (gettext)."""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

Lang = Literal["zh", "en"]

LANGS: tuple[Lang, ...] = ("zh", "en")
LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"


def N_(message: str) -> str:  # noqa: N802  (the name gettext tools look for)
    """Mark an English source string for translation and return it unchanged.

    >>> N_("No good match")
    'No good match'
    """
    return message


@cache
def translation(lang: Lang) -> gettext.NullTranslations:
    """Return the catalogue (词条库) of a language; English is the source itself.

    >>> translation("en").gettext("No good match")
    'No good match'
    """
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation("duijie", localedir=LOCALE_FOLDER, languages=[lang], fallback=True)


# What the operating system says when it does not give a file: errors carry its words.
SYSTEM_WORDS: Final = (
    N_("File name too long"),
    N_("Input/output error"),
    N_("Is a directory"),
    N_("No space left on device"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("Too many open files"),
)


class Phrase:
    """A sentence or clause that is worded later, in the reader's language (待表达的语句).

    A value of an error or a reason may be a phrase, so that the whole message is in one language.

    >>> Phrase("row %(row)d", row=3).worded("en")
    'row 3'
    """

    __slots__ = ("message", "values")

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.message, self.values))

    def __str__(self) -> str:
        return self.worded("en")

    def worded(self, lang: Lang) -> str:
        """Return the words in a language."""
        return say(lang, self.message, **worded(self.values, lang))


def _rebuild(message: str, values: dict[str, object]) -> Phrase:
    return Phrase(message, **values)


def worded(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """Return the values with phrases, and texts that stand in the catalogue, in a language."""
    gettext_of = translation(lang).gettext
    return {
        name: value.worded(lang)
        if isinstance(value, Phrase)
        else gettext_of(value)
        if isinstance(value, str) and value
        else value
        for name, value in values.items()
    }


def say(lang: Lang, message: str, **values: object) -> str:
    """Return a translated sentence with its named places filled.

    >>> say("en", "%(count)d rows", count=3)
    '3 rows'
    """
    text = translation(lang).gettext(message)
    return text % values if values else text
