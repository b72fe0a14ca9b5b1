"""Sharing what was asked (共享): with a colleague, or with the technology manager."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from duijie.app.accounts.models import User
from duijie.app.accounts.telling import tell
from duijie.app.audit.actions import note
from duijie.app.matching.models import Share, StoredRequest
from duijie.app.matching.permissions import user_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.errors import DeniedError
from duijie.kernel.words import N_

# Without the title: a letter passes through other hands, and the need may be confidential.
SHARED = N_("%(name)s shared a need and its matches with you.")


def people_to_share_with(actor: Actor, request: StoredRequest, now: datetime) -> list[User]:
    """Return the colleagues and technology managers of the organisation that asked."""
    in_force = Q(assignments__until__isnull=True) | Q(assignments__until__gt=now)
    belongs = Q(memberships__organization=request.organization_id) | (
        Q(assignments__organization=request.organization_id) & in_force
    )
    people = User.objects.filter(belongs, is_active=True).exclude(pk=user_of(actor))
    return list(people.distinct().order_by("name", "pk"))


@transaction.atomic
def share(
    actor: Actor, request: StoredRequest, person_id: int, text: str, *, now: datetime
) -> Share:
    """Let a colleague or the technology manager read what was asked, its lists and shortlist.

    Raises:
        DeniedError: the actor may not share it, or not with this person.
    """
    require(actor, "matching.share", request)
    people = {person.pk: person for person in people_to_share_with(actor, request, now)}
    if person_id not in people:
        raise DeniedError(permission="matching.share")
    made, is_new = Share.objects.get_or_create(
        request=request,
        person_id=person_id,
        defaults={"note": text, "shared_by_id": user_of(actor), "shared_at": now},
    )
    if is_new:
        link = f"/match/shortlists/{request.pk}/"
        tell(people[person_id], SHARED, now=now, link=link, name=actor.name)
        note("matching.share", f"request:{request.pk}", by=actor, now=now,
             values={"with": person_id})  # fmt: skip
    return made


@transaction.atomic
def unshare(actor: Actor, request: StoredRequest, person_id: int, *, now: datetime) -> None:
    """Take back that something is shared with somebody."""
    require(actor, "matching.share", request)
    gone, _ = Share.objects.filter(request=request, person_id=person_id).delete()
    if gone:
        note("matching.unshare", f"request:{request.pk}", by=actor, now=now,
             values={"with": person_id})  # fmt: skip
