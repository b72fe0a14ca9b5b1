"""Parts of the look in templates: notices, levels, dates and figures that read well."""

from django import template
from django.contrib.messages.storage.base import Message

from duijie.app.shared.notices import undo_of
from duijie.app.shared.words import say_now
from duijie.kernel.matching import LEVEL_WORDS, Level

register = template.Library()


@register.filter
def undo_url(message: Message) -> str:
    """Return the address that takes back what a message tells; empty where there is none."""
    return undo_of(message.tags)


@register.filter
def is_bad(message: Message) -> bool:
    """Tell whether a message says that something was not done."""
    return "error" in message.tags.split() or "warning" in message.tags.split()


@register.filter
def level_word(level: int) -> str:
    """Return the word for a level of match, 1 to 4."""
    return say_now(LEVEL_WORDS[Level(level)])


@register.filter
def figure(number: object) -> str:
    """Return a whole number with its thousands apart, as one reads it; others as they are.

    >>> figure(800000), figure("7")
    ('800,000', '7')
    """
    return f"{number:,}" if isinstance(number, int) else str(number)


@register.filter
def unlocalized(number: float) -> str:
    """Return a number as drawings and scripts write it, in every language.

    >>> unlocalized(12.5)
    '12.5'
    """
    return f"{number:g}"
