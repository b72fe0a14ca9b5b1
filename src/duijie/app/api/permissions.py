"""Who may take records to another installation."""

from typing import Any

from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import rule


@rule("exchange.export")
def may_export(actor: Actor, subject: Any) -> bool:
    """Officers and operators hand the region's library on: many records at once leave with it."""
    del subject
    return actor.has(Role.OFFICER, Role.OPERATOR)


@rule("exchange.import")
def may_import(actor: Actor, subject: Any) -> bool:
    """Operators decide whose library is taken in."""
    del subject
    return actor.has(Role.OPERATOR)
