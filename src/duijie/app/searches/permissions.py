"""Who may do what with saved searches."""

from typing import Any

from duijie.app.searches.models import SavedSearch
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import rule


@rule("searches.save")
def may_save(actor: Actor, subject: Any) -> bool:
    """Whoever belongs to a verified organisation may be told of what is new."""
    del subject
    return actor.is_member


@rule("searches.see")
def may_see(actor: Actor, subject: SavedSearch) -> bool:
    """Everybody sees their own, and nobody else's."""
    return actor.is_member and subject.owner_id == actor.user_id


@rule("searches.change")
def may_change(actor: Actor, subject: SavedSearch) -> bool:
    """Everybody pauses, stops and takes up their own."""
    return may_see(actor, subject)
