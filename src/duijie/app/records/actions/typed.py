"""Writes: what somebody has typed into a form and not sent yet."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from duijie.app.records.models import TypedForm
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require

LONGEST_TEXT = 60_000
MOST_FIELDS = 60


@transaction.atomic
def keep_typed(actor: Actor, form: str, typed: Mapping[str, str], *, now: datetime) -> None:
    """Keep what the actor has typed so far; only they ever see it."""
    require(actor, "records.keep_typed")
    texts = {name[:100]: text[:LONGEST_TEXT] for name, text in list(typed.items())[:MOST_FIELDS]}
    TypedForm.objects.update_or_create(
        user_id=actor.user_id or 0, form=form[:540], defaults={"typed": texts, "saved_at": now}
    )


def drop_typed(actor: Actor, form: str) -> None:
    """Forget what was typed: it was sent, or is not wanted any more."""
    TypedForm.objects.filter(user_id=actor.user_id or 0, form=form[:540]).delete()


def typed_before(actor: Actor, form: str) -> dict[str, str]:
    """Return what the actor typed into a form and did not send."""
    kept = TypedForm.objects.filter(user_id=actor.user_id or 0, form=form[:540]).first()
    return {} if kept is None else {str(name): str(text) for name, text in kept.typed.items()}
