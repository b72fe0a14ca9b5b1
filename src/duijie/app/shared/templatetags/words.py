"""Words in templates: `{% say "%(count)s records" count=n %}` and `{{ phrase|worded }}`."""

from django import template

from duijie.app.shared.words import say_now
from duijie.kernel.words import Phrase

register = template.Library()


@register.simple_tag
def say(message: str, **values: object) -> str:
    """Return a sentence in the reader's language; values are escaped with it."""
    return say_now(message, **values)


@register.filter
def worded(message: object) -> str:
    """Return a phrase, or a text that stands in the catalogue, in the reader's language."""
    if isinstance(message, Phrase):
        return say_now(message)
    return say_now(str(message)) if message not in (None, "") else ""
