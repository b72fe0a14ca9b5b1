"""Many records at once: NDJSON in and out, line by line; a bad line never stops the others."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Final

import orjson
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from pydantic import Field

from duijie.app.api.answering import NDJSON
from duijie.app.api.auth import actor_of_call
from duijie.app.api.bodies import loaded_object
from duijie.app.api.conditions import narrowed
from duijie.app.api.operations import KindName, Told, operation
from duijie.app.api.paging import Where
from duijie.app.api.problems import explained
from duijie.app.api.records_told import row_told
from duijie.app.api.resources.place import TAG, router
from duijie.app.api.shapes import ref
from duijie.app.api.values import values_sent
from duijie.app.audit.actions import note
from duijie.app.records import actions
from duijie.app.records.queries import visible
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.shared.scopes import Scope
from duijie.kernel.clock import system_clock
from duijie.kernel.errors import BodyError, DeniedError
from duijie.kernel.identifiers import record_id as id_of
from duijie.kernel.kinds import kind_named
from duijie.kernel.words import N_

LONGEST_LINE: Final = 262_144
MOST_LINES: Final = 100_000
TOGETHER: Final = 50  # lines of one transaction; what is answered is committed
PAGE: Final = 500
BLOCK: Final = 65_536
OUTCOME: Final = {
    "type": "object",
    "properties": {
        "line": {"type": "integer"},
        "outcome": {"enum": ["created", "changed", "unchanged", "refused"]},
        "id": {"type": "string"},
        "problem": ref("problem"),
    },
    "required": ["line", "outcome"],
    "additionalProperties": False,
}


@operation(
    router, "GET", "/records/{kind}/export", Scope.RECORDS_READ,
    Told("Export records", TAG, {200: ref("record")}, media_type=NDJSON),
)  # fmt: skip
def export_records(request: HttpRequest, kind: KindName, where: Where = "") -> HttpResponseBase:
    """Send every record of a kind that you may see, one JSON object a line, streaming; logged."""
    actor = actor_of_call(request)
    require(actor, "libraries.export")
    rows = narrowed(visible(actor, kind.value), kind_named(kind.value), actor, where)

    told = {"form": "ndjson", "query": where}
    note("libraries.export", f"library:{kind.value}", by=actor, now=system_clock(), values=told)
    return StreamingHttpResponse(_lines_of(actor, rows), content_type=NDJSON)


def _lines_of(actor: Actor, rows: QuerySet[Any]) -> Iterator[bytes]:
    last = 0
    while True:
        # A page is read to its end first: a slow reader holds no snapshot open.
        found = list(rows.filter(pk__gt=last).select_related("owner").order_by("pk")[:PAGE])
        yield from (orjson.dumps(row_told(actor, row)) + b"\n" for row in found)
        if len(found) < PAGE:
            return
        last = found[-1].pk


@operation(
    router, "POST", "/records/{kind}/bulk", Scope.RECORDS_WRITE,
    Told("Write many records", TAG, {200: OUTCOME}, ref("record_new"), media_type=NDJSON,
         body_type=NDJSON),
)  # fmt: skip
def bulk_records(
    request: HttpRequest, kind: KindName, owner: Annotated[int, Field(ge=0, le=2**53 - 1)] = 0
) -> HttpResponseBase:
    """Make or change one record a line, by its number, and answer one line each.

    New ones are drafts; what says the same as before stays as it is, so that a file may be sent
    again after a break.
    """
    actor = actor_of_call(request)
    own = sorted(actor.organizations)
    chosen = owner or (own[0] if len(own) == 1 else None)
    if not actor.acts_for(chosen):
        raise DeniedError(permission="records.create")
    work = _Bulk(request, actor, kind.value, chosen)
    return StreamingHttpResponse(work.answers(), content_type=NDJSON)


class _Bulk:
    """One bulk call: reads lines, writes them in small transactions, says what became of each."""

    def __init__(self, request: HttpRequest, actor: Actor, kind: str, owner_id: int | None) -> None:
        self._request, self._actor, self._owner_id = request, actor, owner_id
        self._kind = kind_named(kind)
        self._lang = translation.get_language()

    def answers(self) -> Iterator[bytes]:
        """Yield one line for each line; those that are answered are stored."""
        lines = enumerate(self._lines(), start=1)
        while some_lines := list(islice(lines, TOGETHER)):
            # The answer is streamed after the middleware has put the language back.
            with translation.override(self._lang), transaction.atomic():
                told = [self._outcome(number, raw) for number, raw in some_lines if raw.strip()]
            yield from (orjson.dumps(one) + b"\n" for one in told)

    def _lines(self) -> Iterator[bytes]:
        """Yield lines; of one that is too long only so much that it is seen to be."""
        rest, count = b"", 0
        # In blocks: the server's own readline gives the first line only.
        while block := self._request.read(BLOCK):
            *whole, rest = (rest + block).split(b"\n")
            for raw in whole:
                if count == MOST_LINES:
                    return
                count += 1
                yield raw
            rest = rest[: LONGEST_LINE + 1]
        if rest and count < MOST_LINES:
            yield rest

    def _outcome(self, number: int, raw: bytes) -> dict[str, Any]:
        try:
            with transaction.atomic():
                return {"line": number, **self._written(raw)}
        except Exception as error:  # noqa: BLE001  (each line has its own answer)
            problem = orjson.loads(explained(self._request, error).content)
            return {"line": number, "outcome": "refused", "problem": problem}

    def _written(self, raw: bytes) -> dict[str, Any]:
        if len(raw) > LONGEST_LINE:
            raise BodyError(why=N_("the line is too long"), depth=0)
        values = values_sent(self._kind, loaded_object(raw), is_partial=False)
        number, now = str(values.get(self._kind.identifier.name) or ""), system_clock()
        record_id = id_of(self._kind.name, number)
        before = self._row(record_id) if number else None
        if before is None:
            stored = actions.create(
                self._actor, self._kind.name, values, owner_id=self._owner_id, now=now
            )
            return {"outcome": "created", "id": stored.record_id}
        full = {spec.name: values.get(spec.name) for spec in self._kind.fields}
        stored = actions.edit(self._actor, record_id, full, revision=None, now=now)
        is_same = stored.revision == before
        return {"outcome": "unchanged" if is_same else "changed", "id": record_id}

    def _row(self, record_id: str) -> int | None:
        rows = visible(self._actor, self._kind.name).filter(record_id=record_id)
        found: int | None = rows.values_list("revision", flat=True).first()
        return found
