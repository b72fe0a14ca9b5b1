"""Writes: people are told something; its mail is queued in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from duijie.app.accounts.models import Assignment, Membership, RegisteredOrganization
from duijie.app.accounts.queries import technology_managers
from duijie.app.jobs.phrases import to_json
from duijie.app.notices.models import Notice
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.kernel.words import Phrase

Kind = RegisteredOrganization.Kind


@transaction.atomic
def tell(
    user_ids: Iterable[int], phrase: Phrase, *, link: str, now: datetime, by_mail: bool = True
) -> list[Notice]:
    """Tell people something; `link` is the page it is about."""
    from duijie.app.notices.tasks import send_mail_of

    told = [
        Notice(user_id=user_id, phrase=to_json(phrase), link=link[:700], told_at=now)
        for user_id in sorted(set(user_ids))
    ]
    for notice in told:
        notice.save()
        if by_mail:
            send_mail_of.enqueue(notice.pk)
    return told


def tell_organization(
    organization_id: int | None, phrase: Phrase, *, link: str, now: datetime
) -> list[Notice]:
    """Tell the members of an organisation something, and who looks after it; none without one."""
    if organization_id is None:
        return []
    members = Membership.objects.filter(organization_id=organization_id)
    # Whoever has left their agency looks after nobody any more, whatever the assignment says.
    managers = technology_managers().values("pk")
    looking = Assignment.objects.filter(
        organization_id=organization_id, technology_manager__in=managers
    ).exclude(until__lte=now)
    told = {*members.values_list("user_id", flat=True)}
    told |= {*looking.values_list("technology_manager_id", flat=True)}
    return tell(told, phrase, link=link, now=now)


def tell_officials(phrase: Phrase, *, link: str, now: datetime) -> list[Notice]:
    """Tell the officers and operators something: what concerns no single organisation."""
    members = Membership.objects.filter(
        organization__state=RegisteredOrganization.State.VERIFIED,
        organization__kind__in=(Kind.GOVERNMENT, Kind.OPERATOR),
    )
    return tell(members.values_list("user_id", flat=True), phrase, link=link, now=now)


@transaction.atomic
def mark_read(actor: Actor, notice_id: int, now: datetime) -> str:
    """Note that a notice was read, and return the page it is about; "" when there is none.

    Raises:
        DeniedError: it is somebody else's.
    """
    notice = Notice.objects.filter(pk=notice_id).first()
    require(actor, "notices.read", notice or Notice())
    assert notice is not None  # noqa: S101  (nobody may read one that is not there)
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice.link


def mark_all_read(actor: Actor, now: datetime) -> int:
    """Note that the actor has read everything; return how many notices that were."""
    unread = Notice.objects.filter(user_id=actor.user_id or 0, read_at__isnull=True)
    return unread.update(read_at=now)
