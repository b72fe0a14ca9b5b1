"""The health of the index: what answers, and how far it is behind the records."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from duijie.app.api.answering import answer
from duijie.app.api.operations import Told, operation
from duijie.app.api.shapes import plain
from duijie.app.records.queries import newest_revision
from duijie.app.shared.scopes import Scope
from duijie.app.wiring import home_in_use
from duijie.kernel.live import live_pairs

router = Router()
INDEX: Final = plain(
    is_there="boolean", generation="string", ranker="string", newest_revision="integer"
)


@operation(
    router, "GET", "/index", Scope.MATCHING_READ, Told("How the index is", "match", {200: INDEX})
)
def get_index(request: HttpRequest) -> HttpResponse:
    """Return which index and ranker answer, and the newest change of the records."""
    del request
    pairs = live_pairs(home_in_use().index)
    return answer(
        {
            "is_there": bool(pairs),
            "generation": pairs[0].generation if pairs else "",
            "ranker": pairs[0].ranker if pairs else "",
            "newest_revision": newest_revision(),
        }
    )
