"""Finding (查新): what of a saved search is new, fits, and may be seen by its owner now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Q
from django.http import QueryDict

from duijie.app.engine import ROOM
from duijie.app.libraries.columns import column_names, read_columns, vocabularies_of
from duijie.app.libraries.counting import count
from duijie.app.libraries.selection import Selection, read_selection
from duijie.app.matching.asked import conditions, request_of, source_of
from duijie.app.matching.filters import ListFilters
from duijie.app.matching.models import ShownList
from duijie.app.matching.seen import seen_records
from duijie.app.records.queries import newest_revision, published, visible_ids
from duijie.app.records.rows import table_of
from duijie.app.searches.models import SavedSearch
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.index import analyze
from duijie.kernel.matching import Level

LOOKED_THROUGH = 200  # places of a match list
CHUNK = 2000  # changed records of a library at a time


@dataclass(frozen=True, slots=True)
class New:
    """One record that is new in a search (新记录); its level where it was matched."""

    record_id: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found (查新所得), and how far the records were looked through."""

    records: tuple[New, ...]
    revision: int
    has_more: bool = False


def revisions_now() -> tuple[int, int]:
    """Return the change numbers up to which the index has the records, and the store itself."""
    with ROOM.engine(home_in_use()) as engine:
        indexed = engine.index.stats().revision
    return indexed, newest_revision()


def find(actor: Actor, search: SavedSearch, now: datetime) -> Finding:
    """Return what is new in a search for its owner.

    Raises:
        DeniedError: the owner may no longer match, or no longer read what was asked.
        GoneError: the record that was asked from is gone.
        IndexMissingError: there is no index.
    """
    require(actor, "searches.see", search)
    return _in_library(actor, search) if search.is_of_library else _in_matches(actor, search, now)


def _in_matches(actor: Actor, search: SavedSearch, now: datetime) -> Finding:
    """Return the new ones among the best matches: at least fairly strong, or credible."""
    stored = search.request
    assert stored is not None  # noqa: S101  (a search of matches has its request)
    require(actor, "matching.match")
    require(actor, "matching.read", stored)
    source = source_of(actor, stored.source_id).document if stored.source_id else None
    where = conditions(ListFilters.of(search.filters), source, now.date())
    request = replace(request_of(stored.text, source), where=where, limit=LOOKED_THROUGH)
    with ROOM.engine(home_in_use()) as engine:
        revision = engine.index.stats().revision
        answer = engine.match(request)
        floor = engine.credible_from
    fit = {
        one.record_id: int(one.level)
        for one in answer.matches
        if one.level >= Level.FAIRLY_STRONG or one.probability >= floor
    }
    new = _changed_since(search, list(fit)) - _shown_before(search)
    seen = visible_ids(actor, new)
    return Finding(tuple(New(n, fit[n]) for n in fit if n in seen), revision)


def _changed_since(search: SavedSearch, record_ids: Sequence[str]) -> set[str]:
    """Return which of some records were written after the search was saved: a query per kind."""
    newer = Q(revision__gt=search.since) | Q(updated_at__gt=search.since_at)
    by_kind: dict[str, list[str]] = {}
    for record_id in record_ids:
        by_kind.setdefault(record_id.partition(":")[0], []).append(record_id)
    changed: set[str] = set()
    for kind, some in by_kind.items():
        rows = table_of(kind).model.objects.filter(newer, record_id__in=some)  # type: ignore[attr-defined]
        changed.update(rows.values_list("record_id", flat=True))
    return changed


def _shown_before(search: SavedSearch) -> set[str]:
    """Return what its owner has been shown for the same request, or told."""
    lists = ShownList.objects.filter(request_id=search.request_id, asked_by_id=search.owner_id)
    shown = {
        place["record_id"] for places in lists.values_list("shown", flat=True) for place in places
    }
    return shown | set(search.told.values_list("record_id", flat=True))


def _in_library(actor: Actor, search: SavedSearch) -> Finding:
    """Return what was written to a library since and passes every condition of the list."""
    newest = newest_revision()
    selection = selection_of(actor, search)
    rows = published(actor, search.kind).filter(revision__gt=search.seen_revision)
    if selection.is_mine:
        rows = rows.filter(owner__in=actor.organizations | actor.assigned)
    page = list(rows.order_by("revision").values_list("revision", "record_id", "pk")[: CHUNK + 1])
    has_more = len(page) > CHUNK
    page = page[:CHUNK]
    passing = _passing(actor, selection, [key for _, _, key in page])
    ids = [record_id for _, record_id, key in page if key in passing]
    told = set(search.told.filter(record_id__in=ids).values_list("record_id", flat=True))
    ids = [name for name in _saying(actor, selection.query, ids) if name not in told]
    revision = page[-1][0] if has_more else newest
    return Finding(tuple(map(New, ids)), revision, has_more)


def selection_of(actor: Actor, search: SavedSearch) -> Selection:
    """Return what of its library a search asks for, as its owner may ask it now."""
    return read_selection(actor, search.kind, QueryDict(search.address))


def _passing(actor: Actor, selection: Selection, keys: Sequence[int]) -> set[int]:
    """Return which records, by primary key, have the values that are chosen."""
    if not keys:
        return set()
    kind = selection.kind
    rows: Any = table_of(kind).model.objects.filter(pk__in=keys)  # type: ignore[attr-defined]

    def chunks() -> Iterator[list[Any]]:
        yield list(rows.order_by("pk").values_list(*column_names(kind)))

    columns = read_columns(kind, chunks(), vocabularies_of(kind))
    everything = np.ones(len(columns), np.bool_)
    counted = count(columns, selection, everything, is_member=actor.is_member)
    return set(columns.keys[counted.kept].tolist())


def _saying(actor: Actor, query: str, record_ids: Sequence[str]) -> list[str]:
    """Return which records say every word that is searched for."""
    wanted = set(analyze(query))
    if not wanted:
        return list(record_ids)
    documents = {name: one.document for name, one in seen_records(actor, record_ids).items()}
    return [
        name
        for name in record_ids
        if (one := documents.get(name)) is not None
        and wanted <= set(analyze(" ".join((one.title, one.text, one.organization))))
    ]
