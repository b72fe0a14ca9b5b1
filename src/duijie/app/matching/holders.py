"""Narrowing a list to kinds of holder (持有方类别), by what the library says of organisations."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from duijie.app.records.models import State
from duijie.app.records.rows import table_of
from duijie.kernel.filters import Filter
from duijie.kernel.kinds import ORGANIZATION_KINDS

# A filter of more names than this would be slower than the search itself.
MOST_NAMES = 5000


def narrowed_to_holders(where: Filter, kind: str) -> Filter:
    """Return the filter with only holders of a kind; "" narrows nothing.

    Of the organisations of the kind and of those of the other kinds, the fewer are named: an
    enterprise is then whoever is known as nothing else.
    """
    if not kind:
        return where
    names = _names(kind)
    if len(names) <= MOST_NAMES:
        return replace(where, organizations=names or ("\x00",))
    others = [one.code for one in ORGANIZATION_KINDS if one.code != kind]
    return replace(where, without_organizations=_names(*others)[:MOST_NAMES])


def _names(*kinds: str) -> tuple[str, ...]:
    rows: QuerySet[Any] = table_of("organization").model.objects.all()  # type: ignore[attr-defined]
    known = rows.filter(organization_kind__in=kinds, state=State.PUBLISHED)
    pairs = known.order_by("pk").values_list("name", "uscc")[: MOST_NAMES + 1]
    return tuple(dict.fromkeys(word for pair in pairs for word in pair if word))
