"""The filter language over the database: the same conditions that matching has."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from duijie.app.shared.actors import Actor
from duijie.index import parse_filter
from duijie.kernel.errors import FilterSyntaxError
from duijie.kernel.filters import Filter
from duijie.kernel.kinds import Disclosure, FieldSpec, RecordKind
from duijie.kernel.words import N_

Condition = Callable[[str, Any], Q]


def narrowed(rows: QuerySet[Any], kind: RecordKind, actor: Actor, text: str) -> QuerySet[Any]:
    """Return the rows that a filter allows.

    Raises:
        FilterSyntaxError: it cannot be read, or asks of a field that the actor may not read.
    """
    where = parse_filter(text)
    columns = _columns(kind, actor)
    if where.kinds and kind.name not in where.kinds:
        return rows.none()
    for facet, value, condition in _wanted(where):
        if value in (None, ()):
            continue
        if facet not in columns:
            raise FilterSyntaxError(
                text=text,
                position=1,
                why=N_("a condition is on a field that is not there or not open to you"),
                example="region:3304",
            )
        rows = rows.filter(condition(columns[facet], value))
    rows = _ipc(rows, columns, where, text)
    if where.record_ids:
        rows = rows.filter(record_id__in=where.record_ids[:1000])
    return rows.exclude(record_id__in=where.without_record_ids[:1000])


def _columns(kind: RecordKind, actor: Actor) -> dict[str, str]:
    """Return the column of each facet that the actor may read: a count must not tell the rest."""
    open_to = {Disclosure.PUBLIC} | ({Disclosure.MEMBERS} if actor.is_member else set())

    def is_open(spec: FieldSpec) -> bool:
        return bool(spec.facet) and spec.disclosure in open_to

    return {spec.facet: spec.name for spec in kind.fields if is_open(spec)}


def _wanted(where: Filter) -> list[tuple[str, Any, Condition]]:
    return [
        ("region_code", where.regions, _begins),
        ("industry_code", where.industries, _begins),
        ("trl", where.trl_from, _at_least),
        ("trl", where.trl_to, _at_most),
        ("dated_on", where.dated_from, _at_least),
        ("dated_on", where.dated_to, _at_most),
        ("valid_until", where.valid_on, _still),
        ("visibility", where.visibilities, _visibility),
        ("organization", where.organizations, lambda column, names: Q(**{f"{column}__in": names})),
        (
            "organization",
            where.without_organizations,
            lambda column, names: ~Q(**{f"{column}__in": names}),
        ),
    ]


def _begins(column: str, prefixes: tuple[str, ...]) -> Q:
    found = Q()
    for prefix in prefixes:
        found |= Q(**{f"{column}__startswith": prefix})
    return found


def _at_least(column: str, value: Any) -> Q:
    return Q(**{f"{column}__gte": value})


def _at_most(column: str, value: Any) -> Q:
    return Q(**{f"{column}__lte": value})


def _still(column: str, day: Any) -> Q:
    return Q(**{f"{column}__gte": day}) | Q(**{f"{column}__isnull": True})


def _visibility(column: str, values: tuple[str, ...]) -> Q:
    stored = [*values, ""] if "public" in values else [*values]
    return Q(**{f"{column}__in": stored})


def _ipc(rows: QuerySet[Any], columns: dict[str, str], where: Filter, text: str) -> QuerySet[Any]:
    """Narrow by classes: the stored list is read as text, in which each begins with a quote."""
    if not where.ipc:
        return rows
    if "ipc_codes" not in columns:
        raise FilterSyntaxError(
            text=text, position=1, why=N_("this kind has no classes"), example="region:3304"
        )
    rows = rows.annotate(classes=Cast(columns["ipc_codes"], TextField()))
    found = Q()
    for prefix in where.ipc:
        found |= Q(classes__contains=f'"{prefix}')
    return rows.filter(found)
