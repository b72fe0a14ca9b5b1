"""What other apps below this one have to tell people becomes notices."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from duijie.app.accounts.telling import people_told
from duijie.app.notices.actions import tell
from duijie.kernel.words import Phrase


@receiver(people_told)
def tell_person(
    sender: Any, user_id: int, phrase: Phrase, link: str, now: datetime, **rest: Any
) -> None:
    """Keep what a person is told, and mail it."""
    del sender, rest
    tell([user_id], phrase, link=link, now=now)
