"""Writes: the profile of a person."""

from datetime import datetime

from django.db import transaction

from duijie.app.accounts.models import User
from duijie.app.audit.actions import note
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require


@transaction.atomic
def edit_profile(actor: Actor, user: User, *, name: str, language: str, now: datetime) -> None:
    """Change the name and the language of a person."""
    require(actor, "accounts.edit_profile", user)
    was = user.name
    user.name, user.language = name.strip()[:100], language
    user.save(update_fields=["name", "language"])
    if was != user.name:
        values = {"was": was, "is": user.name}
        note("accounts.edit_profile", f"user:{user.pk}", by=actor, now=now, values=values)


def keep_language(user: User, language: str) -> None:
    """Keep the language that somebody chose in passing, on any page."""
    User.objects.filter(pk=user.pk).update(language=language)
