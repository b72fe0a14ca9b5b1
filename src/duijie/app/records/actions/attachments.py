"""Writes: the files of a record."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.records.actions.openings import log_opening
from duijie.app.records.actions.writing import locked_for
from duijie.app.records.files import CheckedFile, checked_file, path_of, shown_name, store
from duijie.app.records.models import Attachment, Opening
from duijie.app.records.permissions import RecordSubject, looks_after
from duijie.app.records.queries.shown import seen_record
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import CallError, GoneError
from duijie.kernel.kinds import Disclosure
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_

MOST = 20
RULES = {
    Disclosure.PUBLIC: "records.see",
    Disclosure.MEMBERS: "records.see_members_part",
    Disclosure.PARTNERS: "records.see_partners_part",
}


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that somebody may download (可下载文件)."""

    path: Path
    name: str
    media_type: str


def attach(
    actor: Actor,
    record_id: str,
    upload: tuple[str, bytes],
    *,
    disclosure: Disclosure,
    now: datetime,
) -> Attachment:
    """Add a file, given as name and content, to a record.

    It is looked at and stored before the record is locked: others write on while a large file
    comes to rest. Of what is refused then, only bytes stay that nobody can ask for.

    Raises:
        FileRefusedError: its content is not of an allowed type, or too large.
        CallError: the record has as many files as it may have.
    """
    require(actor, "records.attach", seen_record(actor, record_id, now)[1])
    home = home_in_use()
    most = load_settings(home.settings_file).integer("records.attachment_megabytes")
    file = checked_file(*upload, most_megabytes=most)
    store(home, file)
    return _attached(
        actor, record_id, file, shown_name(upload[0], file.media_type), disclosure, now
    )


@transaction.atomic
def _attached(
    actor: Actor,
    record_id: str,
    file: CheckedFile,
    name: str,
    disclosure: Disclosure,
    now: datetime,
) -> Attachment:
    locked_for(actor, "records.attach", record_id, now=now)
    if Attachment.objects.filter(record_id=record_id, removed_at__isnull=True).count() >= MOST:
        raise CallError(
            why=N_("the record has twenty files already"), remedy=N_("Remove one first.")
        )
    attachment = Attachment.objects.create(
        record_id=record_id,
        name=name,
        sha256=file.sha256,
        size=len(file.content),
        media_type=file.media_type,
        disclosure=disclosure.value,
        added_by_id=actor.user_id,
        added_at=now,
    )
    values = {"name": attachment.name, "sha256": file.sha256, "disclosure": disclosure.value}
    note("records.attach", record_id, by=actor, now=now, values=values)
    return attachment


@transaction.atomic
def detach(actor: Actor, record_id: str, attachment_id: UUID, *, now: datetime) -> Attachment:
    """Take a file away from a record; what was sent to others before stays with them."""
    locked_for(actor, "records.attach", record_id, now=now)
    attachment = _attachment(record_id, attachment_id)
    attachment.removed_at = now
    attachment.save(update_fields=["removed_at"])
    values = {"name": attachment.name, "sha256": attachment.sha256}
    note("records.detach", record_id, by=actor, now=now, values=values)
    return attachment


@transaction.atomic
def open_attachment(
    actor: Actor, record_id: str, attachment_id: UUID, *, now: datetime
) -> OpenedFile:
    """Return a file for download; of what is not open to all that is logged.

    Raises:
        GoneError: there is no such file, or not for this actor.
        DeniedError: the actor sees the record but may not open this file.
    """
    _, subject = seen_record(actor, record_id, now)
    attachment = _attachment(record_id, attachment_id)
    disclosure = Disclosure(attachment.disclosure)
    require(actor, RULES[disclosure], subject)
    if disclosure is not Disclosure.PUBLIC and not looks_after(actor, subject):
        log_opening(
            actor,
            record_id,
            Opening.Part.ATTACHMENT,
            now=now,
            audited=True,
            detail=attachment.name,
        )
    path = path_of(home_in_use(), attachment.sha256)
    if not path.is_file():
        raise GoneError(thing=N_("file"), name=attachment.name)
    return OpenedFile(path, attachment.name, attachment.media_type)


def may_open_file(actor: Actor, subject: RecordSubject, attachment: Attachment) -> bool:
    """Tell whether the actor may open a file of a record."""
    return allowed(actor, RULES[Disclosure(attachment.disclosure)], subject)


def _attachment(record_id: str, attachment_id: UUID) -> Attachment:
    found = Attachment.objects.filter(
        pk=attachment_id, record_id=record_id, removed_at__isnull=True
    ).first()
    if found is None:
        raise GoneError(thing=N_("file"), name=str(attachment_id))
    return found
