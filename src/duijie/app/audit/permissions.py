"""Who may read the log."""

from typing import Any

from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import rule


@rule("audit.see")
def may_see(actor: Actor, subject: Any) -> bool:
    """Officers and operators read the log, in person."""
    del subject
    return actor.scopes is None and actor.has(Role.OFFICER, Role.OPERATOR)


@rule("audit.export")
def may_export(actor: Actor, subject: Any) -> bool:
    """Whoever reads the log may take it along."""
    return may_see(actor, subject)
