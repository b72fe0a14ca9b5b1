"""Who may match, and who may read what was asked: the words of a need may be confidential."""

from typing import Any

from duijie.app.matching.models import StoredRequest
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import rule
from duijie.kernel.errors import DeniedError


def user_of(actor: Actor) -> int:
    """Return the user who acts.

    Raises:
        DeniedError: nobody does.
    """
    if actor.user_id is None:
        raise DeniedError(permission="matching.match")
    return actor.user_id


@rule("matching.match")
def may_match(actor: Actor, subject: Any) -> bool:
    """Whoever belongs to a verified organisation may match."""
    del subject
    return actor.is_member


@rule("matching.read")
def may_read(actor: Actor, subject: StoredRequest) -> bool:
    """Its owner, colleagues of the same organisation and whom it is shared with may read it.

    What is shared is shared as long as somebody acts for the organisation: not once they left it.
    """
    if not actor.is_member or not actor.acts_for(subject.organization_id):
        return False
    return may_share(actor, subject) or subject.shares.filter(person_id=actor.user_id).exists()


@rule("matching.edit")
def may_edit(actor: Actor, subject: StoredRequest) -> bool:
    """Whoever reads it may keep, order and set aside, and write notes."""
    return may_read(actor, subject)


@rule("matching.share")
def may_share(actor: Actor, subject: StoredRequest) -> bool:
    """Who asked and their colleagues may share it; whom it is shared with may not."""
    own = subject.organization_id in actor.organizations
    asked = subject.asked_by_id == actor.user_id and actor.acts_for(subject.organization_id)
    return actor.is_member and (own or asked)
