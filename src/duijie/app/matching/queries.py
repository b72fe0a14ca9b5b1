"""Reads: matches, the lists that were shown, and what people made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from duijie.app.engine import ROOM
from duijie.app.matching.answering import reason_of
from duijie.app.matching.chips import Chip, chips_of
from duijie.app.matching.filters import SEEN_BY_MEMBERS, ListFilters
from duijie.app.matching.models import SetAside, Share, ShortlistEntry, ShownList, StoredRequest
from duijie.app.matching.reading import Place, Reading, read_places
from duijie.app.records.queries import visible_ids
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import GoneError
from duijie.kernel.matching import MatchList, MatchRequest
from duijie.kernel.words import N_, Lang
from duijie.match import word_reason

LATELY = 10
# The steps of the engine that are advice; the others are buttons on the page.
FURTHER = ("STEP-SAY-MORE", "STEP-WIDEN", "STEP-PROOF-OF-CONCEPT")


def match_list(actor: Actor, request: MatchRequest) -> MatchList:
    """Return the matches of a request among what the actor may see; nothing is stored or logged.

    Raises:
        DeniedError: the actor may not match.
    """
    require(actor, "matching.match")
    where = replace(request.where, visibilities=request.where.visibilities or SEEN_BY_MEMBERS)
    with ROOM.engine(home_in_use()) as engine:
        answer = engine.match(replace(request, where=where))
    honest = answer.no_good_match
    nearest = honest.nearest if honest else ()
    seen = visible_ids(actor, [match.record_id for match in (*answer.matches, *nearest)])
    kept = [match for match in answer.matches if match.record_id in seen]
    if honest:
        near = tuple(match for match in nearest if match.record_id in seen)
        answer = replace(answer, no_good_match=replace(honest, nearest=near))
    return replace(answer, matches=tuple(replace(m, rank=n) for n, m in enumerate(kept, 1)))


@dataclass(frozen=True, slots=True)
class ListPage:
    """A shown list as its page needs it (清单页)."""

    shown_list: ShownList
    reading: Reading
    filters: ListFilters
    missing: tuple[str, ...]
    further_steps: tuple[str, ...]
    is_need: bool
    kept: frozenset[str]
    is_own: bool
    may_share: bool

    @property
    def request(self) -> StoredRequest:
        """Return what was asked."""
        return self.shown_list.request

    @property
    def chips(self) -> list[Chip]:
        """Return what narrows the list, each in words."""
        return chips_of(self.filters)


def stored_list(actor: Actor, list_id: UUID) -> ShownList:
    """Return a list that the actor may read.

    Raises:
        GoneError: there is none, or not for this reader.
    """
    found = ShownList.objects.select_related("request", "asked_by").filter(pk=list_id).first()
    if found is None or not allowed(actor, "matching.read", found.request):
        raise GoneError(thing=N_("match list"), name=str(list_id))
    return found


def stored_request(actor: Actor, request_id: UUID) -> StoredRequest:
    """Return what was asked, where the actor may read it.

    Raises:
        GoneError: there is none, or not for this reader.
    """
    found = StoredRequest.objects.select_related("asked_by", "organization").filter(pk=request_id)
    stored = found.first()
    if stored is None or not allowed(actor, "matching.read", stored):
        raise GoneError(thing=N_("match list"), name=str(request_id))
    return stored


def list_page(actor: Actor, list_id: UUID, lang: Lang, *, as_ranked: bool = False) -> ListPage:
    """Return a list as it was shown to who asked; to others, and on paper, as it was ranked."""
    found = stored_list(actor, list_id)
    is_own = found.asked_by_id == actor.user_id
    places = found.shown if is_own and not as_ranked else found.ranked
    aside = {one.record_id: one for one in SetAside.objects.filter(request=found.request)}
    reading = read_places(actor, found.request, places, lang, found.nearest)
    kept = ShortlistEntry.objects.filter(request=found.request).values_list("record_id", flat=True)
    return ListPage(
        shown_list=found,
        reading=replace(
            reading,
            places=_with_aside(reading.places, aside),
            nearest=_with_aside(reading.nearest, aside),
        ),
        filters=ListFilters.of(found.filters),
        missing=_worded(found.missing, lang),
        further_steps=_worded([r for r in found.next_steps if r["code"] in FURTHER], lang),
        is_need=not found.request.source_id or found.request.source_id.startswith("need:"),
        kept=frozenset(kept),
        is_own=is_own,
        may_share=allowed(actor, "matching.share", found.request),
    )


def lists_lately(actor: Actor) -> list[ShownList]:
    """Return the lists that the actor asked for last, one for each request."""
    rows = ShownList.objects.select_related("request").filter(asked_by_id=actor.user_id)
    newest: dict[UUID, ShownList] = {}
    for one in rows.order_by("-asked_at")[: 3 * LATELY]:
        newest.setdefault(one.request_id, one)
    return list(newest.values())[:LATELY]


def shared_lately(actor: Actor) -> list[Share]:
    """Return what was shared with the actor, newest first."""
    own = actor.organizations | actor.assigned
    rows = Share.objects.select_related("request", "shared_by").filter(
        person_id=actor.user_id, request__organization__in=own
    )
    return list(rows.order_by("-shared_at")[:LATELY])


def newest_list(stored: StoredRequest) -> ShownList | None:
    """Return the newest list of a request."""
    return stored.lists.order_by("-asked_at").first()


def _with_aside(places: Sequence[Place], aside: Mapping[str, SetAside]) -> tuple[Place, ...]:
    return tuple(replace(place, aside=aside.get(place.record_id)) for place in places)


def _worded(reasons: Sequence[dict[str, object]], lang: Lang) -> tuple[str, ...]:
    return tuple(word_reason(reason_of(one), lang) for one in reasons)
