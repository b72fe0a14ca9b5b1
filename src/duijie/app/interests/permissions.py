"""Who may send, read, answer and end an expression of interest."""

from dataclasses import dataclass

from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.records.permissions import OFFICIALS, RecordSubject, looks_after
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, rule

State = ExpressionOfInterest.State


@dataclass(frozen=True, slots=True)
class NewInterest:
    """An expression of interest that is to be sent (拟发意向): for whom, in which record."""

    sender_id: int | None
    record: RecordSubject


def is_sender(actor: Actor, interest: ExpressionOfInterest) -> bool:
    """Tell whether the actor acts for the sender."""
    return actor.acts_for(interest.sender_id)


def is_receiver(actor: Actor, interest: ExpressionOfInterest) -> bool:
    """Tell whether the actor acts for the owner; of what has no owner officers do."""
    if interest.receiver_id is None:
        return actor.has(*OFFICIALS)
    return actor.acts_for(interest.receiver_id)


@rule("interests.list")
def may_list(actor: Actor, subject: object = None) -> bool:
    """Members of verified organisations see what their organisations sent and received."""
    del subject
    return actor.is_member


@rule("interests.send")
def may_send(actor: Actor, new: NewInterest) -> bool:
    """Members send for their organisation, in what is published, they may see and is not theirs."""
    return (
        actor.acts_for(new.sender_id)
        and new.record.is_published
        and new.sender_id != new.record.owner_id
        and not looks_after(actor, new.record)
        and allowed(actor, "records.see_members_part", new.record)
    )


@rule("interests.see")
def may_see(actor: Actor, interest: ExpressionOfInterest) -> bool:
    """Both sides read it, and nobody else."""
    return is_sender(actor, interest) or is_receiver(actor, interest)


@rule("interests.answer")
def may_answer(actor: Actor, interest: ExpressionOfInterest) -> bool:
    """The owner's side answers while it waits."""
    return interest.state == State.SENT and is_receiver(actor, interest)


@rule("interests.withdraw")
def may_withdraw(actor: Actor, interest: ExpressionOfInterest) -> bool:
    """The sender takes back what waits for an answer."""
    return interest.state == State.SENT and is_sender(actor, interest)


@rule("interests.end")
def may_end(actor: Actor, interest: ExpressionOfInterest) -> bool:
    """Either side ends what was accepted: what it opened is closed again."""
    return interest.state == State.ACCEPTED and may_see(actor, interest)


@rule("interests.expire")
def may_expire(actor: Actor, interest: ExpressionOfInterest) -> bool:
    """Only the platform itself lets them run out."""
    return interest.state == State.SENT and actor.has(*OFFICIALS) and actor.user_id is None
