"""Reads: what is kept for a request, in its order, with notes and with whom it is shared."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from duijie.app.accounts.models import User
from duijie.app.matching.cards import Card
from duijie.app.matching.models import Share, ShortlistEntry, ShownList, StoredRequest
from duijie.app.matching.queries import newest_list, stored_request
from duijie.app.matching.reading import read_places
from duijie.app.matching.sharing import people_to_share_with
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed
from duijie.kernel.words import Lang

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept record (收藏项) with its card; None where the record is there no more."""

    entry: ShortlistEntry
    card: Card | None


@dataclass(frozen=True, slots=True)
class ShortlistPage:
    """The shortlist of a request (收藏清单)."""

    request: StoredRequest
    newest: ShownList | None
    kept: tuple[Kept, ...]
    shares: tuple[Share, ...]
    people: tuple[User, ...]
    may_share: bool


def shortlist_page(actor: Actor, request_id: UUID, lang: Lang, now: datetime) -> ShortlistPage:
    """Return what is kept for a request."""
    stored = stored_request(actor, request_id)
    entries = list(
        ShortlistEntry.objects.select_related("shown_list", "added_by").filter(request=stored)
    )
    places = [place_of_entry(one) for one in entries]
    reading = read_places(actor, stored, places, lang)
    may_share = allowed(actor, "matching.share", stored)
    shares = Share.objects.select_related("person", "shared_by").filter(request=stored)
    people = people_to_share_with(actor, stored, now) if may_share else []
    cards = [place.card for place in reading.places]
    return ShortlistPage(
        request=stored,
        newest=newest_list(stored),
        kept=tuple(Kept(one, card) for one, card in zip(entries, cards, strict=True)),
        shares=tuple(shares.order_by("pk")),
        people=tuple(people),
        may_share=may_share,
    )


def place_of_entry(entry: ShortlistEntry) -> dict[str, object]:
    """Return where a kept record stood in the list that it was kept from."""
    shown_list = entry.shown_list
    listed = [*shown_list.shown, *shown_list.ranked, *shown_list.nearest] if shown_list else []
    for place in listed:
        if place["record_id"] == entry.record_id:
            return dict(place)
    return {"record_id": entry.record_id, "level": 1, "chance": 0.0}


def shortlists_of(actor: Actor) -> list[StoredRequest]:
    """Return the requests with a shortlist that the actor may read, newest first."""
    theirs = Q(asked_by=actor.user_id) | Q(shares__person=actor.user_id)
    readable = Q(organization__in=actor.organizations) | (
        Q(organization__in=actor.assigned) & theirs
    )
    rows = StoredRequest.objects.filter(readable, shortlist__isnull=False).distinct()
    return list(
        rows.annotate(kept=Count("shortlist", distinct=True)).order_by("-asked_at")[:MOST_LISTED]
    )
