"""What the home pages say of records."""

from django.urls import reverse

from duijie.app.records.models import State
from duijie.app.records.queries import count_own, waiting_for_review
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now

OWNERS = (Role.COMPANY, Role.RESEARCHER, Role.TECHNOLOGY_MANAGER)


@next_steps(*OWNERS)
def own(actor: Actor) -> list[NextStep]:
    """Return what of one's own records waits: drafts, and what ran out."""
    page = reverse("records")
    return [
        NextStep(
            say_now("Complete your drafts and submit them"),
            f"{page}?state={State.DRAFT.value}",
            count_own(actor, State.DRAFT),
        ),
        NextStep(
            say_now("Renew the records that ran out"),
            f"{page}?state={State.EXPIRED.value}",
            count_own(actor, State.EXPIRED),
            order=20,
        ),
        NextStep(say_now("Write down what you need or offer"), reverse("record_kinds"), order=90),
    ]


@next_steps(Role.OFFICER, Role.OPERATOR)
def reviews(actor: Actor) -> list[NextStep]:
    """Return that somebody waits for a review."""
    waiting = len(waiting_for_review(actor, limit=99))
    return [NextStep(say_now("Review what was submitted"), reverse("reviews"), waiting, order=10)]
