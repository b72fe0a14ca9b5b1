"""What the home page says of records: drafts of one's own, and what waits for a review."""

from duijie.app.records.models import RECORD_MODELS, State
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.navigation import MEMBERS, address
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now

MOST = 99  # counted of one kind: a home page needs no more, and counting all would cost


@next_steps(*MEMBERS)
def own_drafts(actor: Actor) -> list[NextStep]:
    """Return how many drafts the actor's organisations have: a query a kind."""
    mine = actor.organizations | actor.assigned
    page = address("records")
    drafts, expired = (_count(state, owner__in=mine) for state in (State.DRAFT, State.EXPIRED))
    return [
        NextStep(say_now("Drafts to finish and hand in"), page, drafts, order=40),
        NextStep(
            say_now("Records that have expired: renew them, or let them go"),
            f"{page}?state={State.EXPIRED}" if page else "",
            expired,
            order=30,
        ),
    ]


@next_steps(Role.OFFICER, Role.OPERATOR)
def waiting(actor: Actor) -> list[NextStep]:
    """Return how many records wait for a review: a query a kind."""
    del actor
    many = _count(State.UNDER_REVIEW)
    return [NextStep(say_now("Records wait for a review"), address("reviews"), many, order=11)]


@next_steps(*MEMBERS)
def writing(actor: Actor) -> list[NextStep]:
    """Return where to write a record: no query."""
    if actor.has(Role.COMPANY):
        page = address("record_step", kind="need", step=1)
        return [NextStep(say_now("Write down what your company needs"), page, order=70)]
    if actor.has(Role.RESEARCHER):
        page = address("record_step", kind="achievement", step=1)
        return [NextStep(say_now("Offer an achievement"), page, order=70)]
    return []


def _count(state: str, **where: object) -> int:
    total = 0
    for model in RECORD_MODELS.values():
        rows = model.objects.filter(state=state, **where)  # type: ignore[attr-defined]
        total += len(rows.values_list("pk")[:MOST])
    return total
