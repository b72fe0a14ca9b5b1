"""The records behind a list as its reader may see them now; what was withdrawn is not there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from duijie.app.engine import ROOM
from duijie.app.matching.filters import SEEN_BY_MEMBERS
from duijie.app.records.queries import published, visible
from duijie.app.records.rows import table_of, to_record
from duijie.app.shared.actors import Actor
from duijie.app.wiring import home_in_use
from duijie.index import analyze
from duijie.kernel.documents import Document, to_document
from duijie.kernel.filters import Filter
from duijie.kernel.kinds import KINDS
from duijie.kernel.matching import TextQuery

NEEDS_OFFERED = 8


@dataclass(frozen=True, slots=True)
class SeenRecord:
    """A record that the reader may see (可见记录): its document and whose it is."""

    document: Document
    owner_id: int | None
    state: str


def seen_records(
    actor: Actor, record_ids: Iterable[str], *, own_drafts: bool = False
) -> dict[str, SeenRecord]:
    """Return the records of these ids that are in force and the actor may see: a query per kind.

    `own_drafts` also gives what the actor may see that is not published: their own.
    """
    by_kind: dict[str, list[str]] = {}
    for record_id in dict.fromkeys(record_ids):
        by_kind.setdefault(record_id.partition(":")[0], []).append(record_id)
    found: dict[str, SeenRecord] = {}
    for kind, some in sorted(by_kind.items()):
        if kind in KINDS:
            rows = visible(actor, kind) if own_drafts else published(actor, kind)
            found.update(_read(kind, rows.filter(record_id__in=some)))
    return found


def seen_record(actor: Actor, record_id: str, *, own_drafts: bool = False) -> SeenRecord | None:
    """Return one record as the actor may see it, or None."""
    return seen_records(actor, [record_id], own_drafts=own_drafts).get(record_id)


def own_needs(actor: Actor, words: str = "", limit: int = NEEDS_OFFERED) -> list[SeenRecord]:
    """Return the actor's own needs and those of whom they look after, newest first."""
    own = actor.organizations | actor.assigned
    if not own:
        return []
    rows = visible(actor, "need").filter(owner__in=own).exclude(state__in=("withdrawn", "expired"))
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(record_id__icontains=words))
    return list(_read("need", rows.order_by("-revision")[:limit]).values())


def _read(kind: str, rows: "QuerySet[Any]") -> dict[str, SeenRecord]:
    table = table_of(kind)
    cells = rows.values_list("record_id", "owner_id", "state", *table.fields)
    return {
        record_id: SeenRecord(to_document(to_record(table, record_id, values)), owner_id, state)
        for record_id, owner_id, state, *values in cells
    }


def records_titled(actor: Actor, words: str, limit: int = NEEDS_OFFERED) -> list[SeenRecord]:
    """Return records that the actor may see whose words are nearest to some words, best first."""
    with ROOM.engine(home_in_use()) as engine:
        where = Filter(visibilities=SEEN_BY_MEMBERS)
        terms = tuple((term, 1.0) for term in dict.fromkeys(analyze(words)))
        hits = engine.index.search_text([TextQuery(terms)], where=where, limit=limit)[0]
    ids = [hit.record_id for hit in hits]
    if ":" in words:
        ids.insert(0, words)
    seen = seen_records(actor, ids)
    return [seen[name] for name in dict.fromkeys(ids) if name in seen][:limit]
