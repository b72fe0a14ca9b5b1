"""What the home page says of organisations: to register one, to wait, to verify those of others."""

from duijie.app.accounts.models import Membership, RegisteredOrganization
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.navigation import address
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now

State = RegisteredOrganization.State


@next_steps(Role.NEWCOMER)
def registering(actor: Actor) -> list[NextStep]:
    """Return what lets a newcomer take part: one query."""
    states = set(
        Membership.objects.filter(user_id=actor.person_id).values_list(
            "organization__state", flat=True
        )
    )
    if State.REJECTED in states:
        said = say_now("Your organisation was not verified: see why, and correct it")
        return [NextStep(said, address("organizations"), order=10)]
    if State.PENDING in states:
        said = say_now("Your organisation is being verified; you will be told")
        return [NextStep(said, address("organizations"), order=10)]
    return [
        NextStep(
            say_now("Register your organisation, or join one that is here"),
            address("register_organization"),
            order=10,
            note=say_now("You need its 18-character social credit code."),
        )
    ]


@next_steps(Role.OFFICER, Role.OPERATOR)
def verifying(actor: Actor) -> list[NextStep]:
    """Return how many organisations wait for verification: one query."""
    del actor
    waiting = RegisteredOrganization.objects.filter(state=State.PENDING).count()
    said = say_now("Organisations wait to be verified")
    return [NextStep(said, address("verification"), waiting, order=10)]
