"""What the home pages say of saved searches."""

from datetime import timedelta

from duijie.app.searches.queries import count_with_news
from duijie.app.shared.actors import Actor
from duijie.app.shared.navigation import MEMBERS, address
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now
from duijie.kernel.clock import system_clock

LATELY = timedelta(days=7)


@next_steps(*MEMBERS)
def news(actor: Actor) -> list[NextStep]:
    """Return in how many searches something new was told lately: one query."""
    said = say_now("See what is new in what you watch")
    count = count_with_news(actor, system_clock() - LATELY)
    return [NextStep(said, address("searches"), count, order=30)]
