"""What the home pages say of judging."""

from duijie.app.judging_pages.permissions import JUDGES
from duijie.app.judging_pages.queries import count_open
from duijie.app.shared.actors import Actor
from duijie.app.shared.navigation import address
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now


@next_steps(*JUDGES)
def to_judge(actor: Actor) -> list[NextStep]:
    """Return how many matches the actor is still to judge: one query."""
    said = say_now("Judge how well matches fit")
    return [NextStep(said, address("judging"), count_open(actor), order=40)]
