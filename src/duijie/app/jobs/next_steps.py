"""What the home page says of one's own work in the background."""

from django.db.models import Count

from duijie.app.jobs.models import Job
from duijie.app.shared.actors import Actor
from duijie.app.shared.navigation import SIGNED_IN, address
from duijie.app.shared.next_steps import NextStep, next_steps
from duijie.app.shared.words import say_now

State = Job.State


@next_steps(*SIGNED_IN)
def own_jobs(actor: Actor) -> list[NextStep]:
    """Return how many of the actor's jobs run or wait: one query."""
    states = (State.QUEUED, State.RUNNING)
    found = Job.objects.filter(owner_id=actor.user_id or 0, state__in=states)
    running = found.aggregate(many=Count("pk"))["many"]
    return [NextStep(say_now("Your work in the background"), address("jobs"), running, order=60)]
