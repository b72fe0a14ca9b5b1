"""Reads: what happened to something, and whether the log is whole."""

from duijie.app.audit.actions import PEOPLE, digest_of
from duijie.app.audit.models import AuditEntry, AuditHead


def entries_of(subject: str, limit: int = 100) -> list[AuditEntry]:
    """Return what was done to a subject or seen of it, newest first."""
    return list(AuditEntry.objects.filter(subject=subject).order_by("-pk")[:limit])


def first_broken() -> int | None:
    """Return the key of the first entry that does not follow from the one before; None: whole.

    0 says that entries are missing at the end.
    """
    before, count = "", 0
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.digest != digest_of(entry, before):
            return int(entry.pk)
        before, count = entry.digest, count + 1
    head = AuditHead.objects.filter(pk=PEOPLE).first()
    whole = (head.digest, head.entries) if head else ("", 0)
    return None if whole == (before, count) else 0
