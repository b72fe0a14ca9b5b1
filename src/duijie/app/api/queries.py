"""Reads: what leaves this installation, line by line, each with where it comes from."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import orjson
from django.db.models import QuerySet

from duijie.app.api.models import ForeignLine
from duijie.app.feedback.models import FeedbackEvent
from duijie.app.matching.models import StoredRequest
from duijie.app.matching.queries import newest_list
from duijie.app.records.models import State
from duijie.app.records.rows import table_of, to_record
from duijie.app.shared.actors import NOBODY, Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import CallError
from duijie.kernel.exchange import Head, Line, Provenance, content_of, iri_of, write_file
from duijie.kernel.kinds import KINDS
from duijie.kernel.matching import Level
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_
from duijie.learn.feedback import EventKind

PAGE = 1000
STAGES = {EventKind.SIGNED.value: "signed", EventKind.LOST.value: "lost"}


def own_origin() -> str:
    """Return what this installation is called among others: the address that people type.

    Raises:
        CallError: the settings do not say it.
    """
    url = load_settings(home_in_use().settings_file).text("web.public_url").rstrip("/")
    if not url:
        raise CallError(
            why=N_("no address of this installation is set: others could not say where from"),
            remedy=N_("Set web.public_url, e.g. https://duijie.example.cn"),
        )
    return url


def exchange_file(
    actor: Actor, name: str, now: datetime, *, with_restricted: bool = False
) -> Iterator[bytes]:
    """Return the lines of an exchange file of a type, streaming.

    What is public leaves, and what is restricted only when asked for; what is private, or open to
    partners only, never does.

    Raises:
        DeniedError: the actor may not export.
    """
    require(actor, "exchange.export")
    origin = own_origin()
    visibilities = ("", "public", *(("restricted",) if with_restricted else ()))
    licence = load_settings(home_in_use().settings_file).text("exchange.licence")
    lines: Iterator[Line]
    if name in KINDS:
        lines = _records(name, Provenance(origin, "", licence, "", now), visibilities)
    else:
        lines = _foreign(name)
        own = Provenance(origin, "", licence, "public", now)
        lines = chain(_deals(own) if name == "deal" else _matches(own), lines)
    return write_file(Head(origin, name, now), lines)


def digest_of(line: Line) -> str:
    """Return what recognises the same content with the same provenance."""
    told = [line.type, line.content, line.provenance.stated()]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def provenance_of(row: ForeignLine) -> Provenance:
    """Return where a line came from."""
    return Provenance(row.origin, row.origin_id, row.licence, row.visibility, row.changed_at)


def _records(name: str, own: Provenance, visibilities: Sequence[str]) -> Iterator[Line]:
    table = table_of(name)
    rows: QuerySet[Any] = table.model.objects.filter(  # type: ignore[attr-defined]
        state=State.PUBLISHED, visibility__in=visibilities
    )
    last = 0
    while True:
        columns = ("pk", "record_id", "updated_at", *table.fields)
        page = list(rows.filter(pk__gt=last).order_by("pk").values_list(*columns)[:PAGE])
        ids = [row[1] for row in page]
        foreign = {one.record_id: one for one in ForeignLine.objects.filter(record_id__in=ids)}
        for _, record_id, updated_at, *cells in page:
            record = to_record(table, record_id, cells)
            visibility = str(record.values.get("visibility") or "public")
            said = Provenance(own.origin, record_id, own.licence, visibility, updated_at)
            before = foreign.get(record_id)
            line = Line(name, content_of(record), provenance_of(before) if before else said)
            # What was changed here no longer says what its origin says: it is not passed on.
            if before is None or digest_of(line) == before.digest:
                yield line
        if len(page) < PAGE:
            return
        last = page[-1][0]


def _foreign(name: str) -> Iterator[Line]:
    last = 0
    while True:
        rows = ForeignLine.objects.filter(type=name, is_withdrawn=False, pk__gt=last)
        page = list(rows.order_by("pk")[:PAGE])
        yield from (Line(name, row.content, provenance_of(row)) for row in page)
        if len(page) < PAGE:
            return
        last = page[-1].pk


def _deals(own: Provenance) -> Iterator[Line]:
    """Yield what came of needs and offers that are public both, without who acted."""
    events = FeedbackEvent.objects.filter(kind__in=STAGES).order_by("pk")
    for event in events.iterator(chunk_size=PAGE):
        if not _is_public(event.request_id) or not _is_public(event.record_id):
            continue
        content = {
            "need": iri_of(own.origin, event.request_id),
            "offer": iri_of(own.origin, event.record_id),
            "stage": STAGES[event.kind],
            "occurred_at": event.occurred_at.isoformat(),
        }
        if event.reason:
            content["reason"] = event.reason
        name = f"deal:{event.event_id}"
        said = Provenance(own.origin, name, own.licence, "public", event.occurred_at)
        yield Line("deal", content, said)


def _matches(own: Provenance) -> Iterator[Line]:
    """Yield the newest matches of needs that are public, with offers that are; nobody is named."""
    requests = StoredRequest.objects.filter(source_id__startswith="need:").order_by("asked_at")
    for request in requests.iterator(chunk_size=PAGE):
        shown = newest_list(request)
        if shown is None or not _is_public(request.source_id):
            continue
        for place in shown.ranked:
            if not _is_public(place["record_id"]):
                continue
            content = {
                "need": iri_of(own.origin, request.source_id),
                "offer": iri_of(own.origin, place["record_id"]),
                "rank": place["rank"],
                "level": Level(place["level"]).name.lower(),
                "probability": place["chance"],
                "matched_at": shown.asked_at.isoformat(),
            }
            if shown.release:
                content["release"] = shown.release
            name = f"match:{shown.pk}:{place['rank']}"
            said = Provenance(own.origin, name, own.licence, "public", shown.asked_at)
            yield Line("match", content, said)


def _is_public(record_id: str) -> bool:
    from duijie.app.records.queries import published

    kind = record_id.partition(":")[0]
    return kind in KINDS and published(NOBODY, kind).filter(record_id=record_id).exists()
