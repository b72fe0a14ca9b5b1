"""The reader's language, and words that wait for it."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from duijie.kernel.words import Lang, Phrase, say

__all__ = ["lang_now", "lang_of", "later", "say_now"]


def lang_of(code: str | None) -> Lang:
    """Return our language for a code of Django's, such as zh-hans.

    >>> lang_of("zh-hans"), lang_of("en"), lang_of(None)
    ('zh', 'en', 'en')
    """
    return "zh" if (code or "").startswith("zh") else "en"


def lang_now() -> Lang:
    """Return the language of the request that is being answered."""
    return lang_of(get_language())


def say_now(message: str | Phrase, **values: object) -> str:
    """Return a sentence in the language of the request that is being answered."""
    if isinstance(message, Phrase):
        return message.worded(lang_now())
    return say(lang_now(), message, **values)


# For labels of forms, which are written when a module is loaded and read with each request.
later: Any = lazy(say_now, str)
