"""Words for people: English source strings and their Chinese catalogue (gettext)."""

import gettext
from functools import cache
from pathlib import Path
from typing import Literal

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


def say(lang: Lang, message: str, **values: object) -> str:
    """Return a translated sentence with its named places filled.

    >>> say("en", "%(count)d rows", count=3)
    '3 rows'
    """
    text = translation(lang).gettext(message)
    return text % values if values else text
