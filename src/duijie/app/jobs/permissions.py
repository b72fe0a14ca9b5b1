"""Who may see and stop background jobs."""

from typing import Any

from duijie.app.jobs.models import Job
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import rule


def sees_all(actor: Actor) -> bool:
    """Tell whether somebody looks after the jobs of everybody."""
    return actor.has(Role.OFFICER, Role.OPERATOR)


@rule("jobs.list")
def may_list(actor: Actor, subject: Any) -> bool:
    """Whoever is signed in sees a list: of their own jobs, or of all."""
    del subject
    return actor.is_signed_in or sees_all(actor)


@rule("jobs.see")
def may_see(actor: Actor, job: Job) -> bool:
    """A job is seen by who asked for it, and by who looks after the platform."""
    return sees_all(actor) or (actor.is_signed_in and job.owner_id == actor.user_id)


@rule("jobs.cancel")
def may_cancel(actor: Actor, job: Job) -> bool:
    """A job is stopped, or tried again, by who asked for it or who looks after the platform."""
    return may_see(actor, job)
