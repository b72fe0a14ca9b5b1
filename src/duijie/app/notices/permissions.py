"""Who may read which notices."""

from duijie.app.notices.models import Notice
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import rule


@rule("notices.read")
def may_read(actor: Actor, notice: Notice) -> bool:
    """Everybody reads what they are told, and nobody else's."""
    return actor.is_signed_in and notice.user_id == actor.user_id
