"""What the home pages say of expressions of interest."""

from django.urls import reverse

from duijie.app.interests.queries import count_waiting
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now


@next_steps(Role.COMPANY, Role.RESEARCHER, Role.TECHNOLOGY_MANAGER, Role.OFFICER, Role.OPERATOR)
def waiting(actor: Actor) -> list[NextStep]:
    """Return that somebody waits for an answer."""
    sentence = say_now("Answer expressions of interest")
    return [NextStep(sentence, reverse("interests"), count_waiting(actor), order=10)]
