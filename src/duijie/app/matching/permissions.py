"""Who may match."""

from typing import Any

from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import rule


@rule("matching.match")
def may_match(actor: Actor, subject: Any) -> bool:
    """Whoever belongs to a verified organisation may match."""
    del subject
    return actor.is_member
