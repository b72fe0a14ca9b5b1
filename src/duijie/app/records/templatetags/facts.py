"""Which fields of a part of a record are short, and which are texts."""

from collections.abc import Iterable

from django import template

from duijie.app.records.pages import Fact

register = template.Library()


@register.filter
def has_short(facts: Iterable[Fact]) -> bool:
    """Tell whether some of the fields are short."""
    return any(not fact.is_long for fact in facts)
