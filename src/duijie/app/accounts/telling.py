"""What people are to be told: said here, and kept, shown and mailed by the app of the notices."""

from datetime import datetime

from django.dispatch import Signal

from duijie.app.accounts.models import User
from duijie.app.audit.actions import Plain
from duijie.kernel.words import Phrase

# Received with user_id, phrase, link and now, in the transaction of what it tells of. A signal,
# because notices know the members of organisations: an import would run in a circle.
people_told = Signal()


def tell(user: User, message: str, *, now: datetime, link: str = "", **values: Plain) -> None:
    """Tell somebody a sentence of the catalogue; `link` is the page it is about."""
    people_told.send(
        sender=User, user_id=user.pk, phrase=Phrase(message, **values), link=link, now=now
    )
