"""What the home page says of notices that were not read."""

from duijie.app.notices.queries import count_unread
from duijie.app.shared.actors import Actor
from duijie.app.shared.navigation import SIGNED_IN, address
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now


@next_steps(*SIGNED_IN)
def unread(actor: Actor) -> list[NextStep]:
    """Return how many notices the actor has not read: one query."""
    said = say_now("Notices you have not read")
    return [NextStep(said, address("notices"), count_unread(actor), order=20)]
