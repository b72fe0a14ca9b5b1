"""The library of this installation, for another one: an exchange file, streaming."""

from enum import Enum

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from duijie.app.api.answering import NDJSON
from duijie.app.api.auth import actor_of_call
from duijie.app.api.operations import Told, operation
from duijie.app.api.queries import exchange_file
from duijie.app.shared.scopes import Scope
from duijie.kernel.clock import system_clock
from duijie.kernel.exchange import LINE_TYPES

router = Router()
TypeName = Enum("TypeName", {name: name for name in LINE_TYPES}, type=str)  # type: ignore[misc]


@operation(
    router, "GET", "/exchange/{name}", Scope.RECORDS_READ,
    Told("Export for another installation", "exchange", {200: {"type": "object"}},
         media_type=NDJSON),
)  # fmt: skip
def export_exchange(
    request: HttpRequest,
    name: TypeName,
    restricted: bool = False,  # noqa: FBT001, FBT002  (from the address, by name)
) -> HttpResponseBase:
    """Send all lines of a type in the open exchange format; officers and operators only."""
    lines = exchange_file(
        actor_of_call(request), name.value, system_clock(), with_restricted=restricted
    )
    return StreamingHttpResponse(lines, content_type=NDJSON)
