"""Reads: what one's organisations sent and received."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.interests.permissions import is_receiver
from duijie.app.records.permissions import OFFICIALS
from duijie.app.records.queries import titles_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.kernel.errors import GoneError
from duijie.kernel.words import N_

PAGE = 50
State = ExpressionOfInterest.State


@dataclass(frozen=True, slots=True)
class ShownInterest:
    """An expression of interest with the titles of what it is about (合作意向)."""

    interest: ExpressionOfInterest
    title: str
    own_title: str
    is_received: bool

    @property
    def is_open(self) -> bool:
        """Tell whether both sides now know each other."""
        return self.interest.state == State.ACCEPTED


def received(actor: Actor, before: datetime | None = None) -> list[ShownInterest]:
    """Return what the actor's organisations received, newest first; officers what has no owner."""
    require(actor, "interests.list")
    to_us = Q(receiver__in=actor.organizations | actor.assigned)
    if actor.has(*OFFICIALS):
        to_us |= Q(receiver__isnull=True)
    return _page(ExpressionOfInterest.objects.filter(to_us), before, is_received=True)


def sent(actor: Actor, before: datetime | None = None) -> list[ShownInterest]:
    """Return what the actor's organisations sent, newest first."""
    require(actor, "interests.list")
    ours = ExpressionOfInterest.objects.filter(sender__in=actor.organizations | actor.assigned)
    return _page(ours, before, is_received=False)


def interest_for(actor: Actor, interest_id: UUID) -> ShownInterest:
    """Return one expression of interest.

    Raises:
        GoneError: there is none, or not for this actor.
    """
    rows = ExpressionOfInterest.objects.select_related(
        "sender", "receiver", "sent_by", "answered_by"
    )
    interest = rows.filter(pk=interest_id).first()
    if interest is None or not allowed(actor, "interests.see", interest):
        raise GoneError(thing=N_("expression of interest"), name=interest_id)
    return _told([interest], is_received=is_receiver(actor, interest))[0]


def count_waiting(actor: Actor) -> int:
    """Return how many wait for an answer of the actor's organisations, at most 99."""
    to_us = Q(receiver__in=actor.organizations | actor.assigned)
    if actor.has(*OFFICIALS):
        to_us |= Q(receiver__isnull=True)
    waiting = ExpressionOfInterest.objects.filter(to_us, state=State.SENT)
    return len(waiting.values_list("pk")[:99])


def _page(
    rows: QuerySet[ExpressionOfInterest], before: datetime | None, *, is_received: bool
) -> list[ShownInterest]:
    if before is not None:
        rows = rows.filter(sent_at__lt=before)
    page = rows.select_related("sender", "receiver").order_by("-sent_at", "pk")[:PAGE]
    return _told(list(page), is_received=is_received)


def _told(rows: list[ExpressionOfInterest], *, is_received: bool) -> list[ShownInterest]:
    ids = [one.record_id for one in rows] + [one.own_record_id for one in rows]
    titles = titles_of([name for name in ids if name])
    return [
        ShownInterest(
            one,
            titles.get(one.record_id, one.record_id),
            titles.get(one.own_record_id, one.own_record_id),
            is_received,
        )
        for one in rows
    ]
