"""Who may use the libraries; what of them somebody sees is decided by the records."""

from typing import Any

from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import rule


@rule("libraries.browse")
def may_browse(actor: Actor, subject: Any) -> bool:
    """Everybody may look through the libraries: each sees what the records let them see."""
    del actor, subject
    return True


@rule("libraries.export")
def may_export(actor: Actor, subject: Any) -> bool:
    """Whoever belongs to a verified organisation may take lists away; it is logged."""
    del subject
    return actor.is_member


@rule("libraries.change_many")
def may_change_many(actor: Actor, subject: Any) -> bool:
    """Whoever looks after records may ask for many changes; each is decided on by itself."""
    del subject
    return actor.is_member
