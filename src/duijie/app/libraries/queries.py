"""Reads: a page of a library, with its facets, as one reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from duijie.app.libraries import paging
from duijie.app.libraries.columns import (
    NO_OWNER,
    Columns,
    Mask,
    column_names,
    read_columns,
    vocabularies_of,
)
from duijie.app.libraries.counting import CountCache, Counted, count
from duijie.app.libraries.facets import VISIBILITY
from duijie.app.libraries.searching import Found, search
from duijie.app.libraries.selection import NEWEST, RELEVANCE, TITLE, Selection
from duijie.app.libraries.shelf import shelf_of
from duijie.app.records.models import Grant, State
from duijie.app.records.permissions import PUBLIC
from duijie.app.records.queries import published, visible
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor, Role
from duijie.kernel.clock import system_clock

PAGE = 25
# One's own records are read for each page: an organisation has thousands, not 800,000.
MOST_MINE = 20_000
# Titles are compared by the database; more keys than these are not sent to it for one page.
MOST_BY_TITLE = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What a selection keeps for a reader (筛选结果): rows, and what words have found."""

    columns: Columns
    counted: Counted
    found: Found | None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """One page of a library (资源库页面)."""

    selection: Selection
    records: tuple[Any, ...]
    counted: Counted
    after: str
    is_capped: bool
    has_index: bool
    can_sort_by_title: bool


def library_page(actor: Actor, selection: Selection) -> LibraryPage:
    """Return a page of a library: at most eight queries, however many records there are."""
    kept = keep(actor, selection)
    if selection.sort == TITLE and not can_sort_by_title(kept):
        selection = replace(selection, sort=NEWEST)
    keys, after = page_keys(kept, selection, PAGE)
    return LibraryPage(
        selection=selection,
        records=tuple(records_of(actor, selection, keys)),
        counted=kept.counted,
        after=after,
        is_capped=kept.is_cut or (kept.found is not None and kept.found.is_capped),
        has_index=kept.found is None or kept.found.has_index,
        can_sort_by_title=can_sort_by_title(kept),
    )


def keep(actor: Actor, selection: Selection) -> Kept:
    """Return what a selection keeps of what the reader may see."""
    if selection.is_mine:
        columns, is_cut = _own_columns(actor, selection.kind)
        seen = np.ones(len(columns), np.bool_)
        cached, counts = None, CountCache()
    else:
        is_cut = False
        columns, counts = shelf_of(selection.kind).columns()
        opened = _opened(actor, selection.kind)
        seen = _seen(actor, columns, opened)
        whose = (actor.is_member, actor.has(Role.OPERATOR), _own(actor), tuple(opened))
        chosen = tuple(sorted(selection.chosen.items()))
        cached = (whose, chosen)
    if selection.query:
        found = search(actor, columns, selection)
        looked_at = np.zeros(len(columns), np.bool_)
        looked_at[found.rows] = True
        counted = count(columns, selection, seen & looked_at, is_member=actor.is_member)
        return Kept(columns, counted, found, is_cut)
    known = counts.get(cached) if cached else None
    if known is None:
        known = count(columns, selection, seen, is_member=actor.is_member)
        if cached:
            counts.put(cached, known)
    return Kept(columns, known, None, is_cut)


def can_sort_by_title(kept: Kept) -> bool:
    """Tell whether few enough are left to be put in the order of their titles."""
    return kept.counted.total <= MOST_BY_TITLE


def page_keys(kept: Kept, selection: Selection, size: int) -> tuple[list[int], str]:
    """Return the keys of a page in its order, and where the next one starts; "" at the end."""
    if selection.sort == TITLE and can_sort_by_title(kept):
        keys = kept.columns.keys[kept.counted.kept].tolist()
        return paging.by_title(selection.kind, keys, selection.after, size)
    if selection.sort == RELEVANCE and kept.found is not None:
        rows = kept.found.rows[kept.counted.kept[kept.found.rows]]
        return paging.by_place(kept.columns.keys[rows].tolist(), selection.after, size)
    return paging.by_newest(kept.columns.newest[kept.counted.kept], selection.after, size)


def ordered_keys(kept: Kept, selection: Selection) -> list[int]:
    """Return every key that is kept, in the order of the list."""
    if selection.sort != NEWEST:
        return page_keys(kept, replace(selection, after=""), max(1, kept.counted.total))[0]
    newest = np.sort(kept.columns.newest[kept.counted.kept])[::-1]
    return paging.keys_of(newest)


def records_of(actor: Actor, selection: Selection, keys: Sequence[int]) -> list[Any]:
    """Return the rows of keys in their order, read again under the reader's permissions.

    What was withdrawn a moment ago, or is not for this reader, is not among them.
    """
    rows = _readable(actor, selection).filter(pk__in=keys)
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def _readable(actor: Actor, selection: Selection) -> QuerySet[Any]:
    if selection.is_mine:
        return visible(actor, selection.kind).filter(_is_own(actor))
    return published(actor, selection.kind)


def _own(actor: Actor) -> frozenset[int]:
    return actor.organizations | actor.assigned


def _is_own(actor: Actor) -> Q:
    mine = Q(owner__in=_own(actor))
    return mine | Q(owner__isnull=True) if actor.has(Role.OPERATOR) else mine


def _own_columns(actor: Actor, kind: str) -> tuple[Columns, bool]:
    rows = visible(actor, kind).filter(_is_own(actor)).order_by("-pk")
    found = list(rows.values_list(*column_names(kind))[: MOST_MINE + 1])
    is_cut = len(found) > MOST_MINE
    chunk = found[:MOST_MINE][::-1]
    return read_columns(kind, iter([chunk] if chunk else []), vocabularies_of(kind)), is_cut


def _seen(actor: Actor, columns: Columns, opened: Sequence[int]) -> Mask:
    """Return the rows that the reader may see: `records.see` over columns."""
    open_to = {*PUBLIC, "restricted"} if actor.is_member else PUBLIC
    values = list(columns.vocabularies[VISIBILITY])
    wanted = np.array([value in open_to for value in values] or [False], np.bool_)
    seen: Mask = wanted[columns.codes[VISIBILITY]]
    for organization_id in _own(actor):
        seen |= columns.owners == organization_id
    if actor.has(Role.OPERATOR):
        seen |= columns.owners == NO_OWNER
    seen[columns.rows_of(np.array(opened, np.int64))] = True
    return seen


def _opened(actor: Actor, kind: str) -> list[int]:
    """Return the keys of what its owners have opened to the reader's organisations."""
    own = _own(actor)
    if not own:
        return []
    in_force = Q(until__isnull=True) | Q(until__gt=system_clock())
    granted = Grant.objects.filter(in_force, organization__in=own).values("record_id")
    rows = table_of(kind).model.objects.filter(  # type: ignore[attr-defined]
        record_id__in=granted, state=State.PUBLISHED
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))
