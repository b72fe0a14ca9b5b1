"""Records: list and get."""

from django.http import HttpRequest, HttpResponse

from duijie.app.api.answering import answer, tagged
from duijie.app.api.auth import actor_of_call
from duijie.app.api.conditions import narrowed
from duijie.app.api.operations import KindName, Told, operation
from duijie.app.api.paging import USUAL, Cursor, Limit, Listing, Where, page_of
from duijie.app.api.records_told import record_told, row_told
from duijie.app.api.resources.place import TAG, id_of, router
from duijie.app.api.shapes import page, ref
from duijie.app.records.queries import record_for, visible
from duijie.app.shared.scopes import Scope
from duijie.kernel.kinds import kind_named


@operation(
    router, "GET", "/records/{kind}", Scope.RECORDS_READ,
    Told("List records", TAG, {200: page(ref("record"))}, has_tag=True),
)  # fmt: skip
def list_records(
    request: HttpRequest,
    kind: KindName,
    where: Where = "",
    limit: Limit = USUAL,
    cursor: Cursor = "",
) -> HttpResponse:
    """Return the records of a kind that you may see, newest first, page by page."""
    actor, listing = actor_of_call(request), Listing(f"records/{kind.value}", where)
    rows = narrowed(visible(actor, kind.value), kind_named(kind.value), actor, where)
    after = listing.after(cursor)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("owner").order_by("-pk")[: limit + 1])
    told = [row_told(actor, row) for row in found]
    return tagged(request, answer(page_of(listing, told, [row.pk for row in found], limit)))


@operation(
    router, "GET", "/records/{kind}/{path:number}", Scope.RECORDS_READ,
    Told("Get a record", TAG, {200: ref("record")}, has_tag=True),
)  # fmt: skip
def get_record(request: HttpRequest, kind: KindName, number: str) -> HttpResponse:
    """Return a record with the fields that you may read."""
    shown = record_for(actor_of_call(request), id_of(kind, number))
    return tagged(request, answer(record_told(shown)), shown.revision)
