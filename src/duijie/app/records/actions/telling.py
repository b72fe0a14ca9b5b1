"""Telling the owner of a record what became of it, in the transaction of what became."""

from datetime import datetime

from django.urls import reverse

from duijie.app.notices.actions import tell_organization
from duijie.app.records.models import StoredRecord
from duijie.app.records.rows import table_of
from duijie.kernel.words import Phrase


def tell_owner(stored: StoredRecord, message: str, now: datetime) -> None:
    """Tell the owner's side a sentence that names the record as `%(title)s`."""
    kind = table_of(stored.record_id.partition(":")[0]).kind
    title = str(getattr(stored, kind.title.name))
    link = reverse("record", args=(stored.record_id,))
    tell_organization(stored.owner_id, Phrase(message, title=title), link=link, now=now)
