"""Notices in words."""

from django import template

from duijie.app.accounts.models import Notice
from duijie.app.shared.words import say_now

register = template.Library()


@register.filter
def told(notice: Notice) -> str:
    """Return what a notice says, in the reader's language."""
    return say_now(notice.message, **notice.values)
