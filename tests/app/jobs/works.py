"""Work that only tests ask for."""

from datetime import UTC, datetime, timedelta

from duijie.app.jobs.context import JobContext
from duijie.app.jobs.models import Job
from duijie.app.jobs.registry import work
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **passed: float) -> None:
        self.now += timedelta(**passed)


@work("tests.count")
def count(context: JobContext, upto: int) -> dict[str, object]:
    for done in range(upto):
        context.progress("import", done + 1, upto)
    return {"counted": upto, "by": context.actor.name}


@work("tests.cancelled_meanwhile")
def cancelled_meanwhile(context: JobContext) -> None:
    Job.objects.filter(pk=context.job_id).update(cancel_asked=True)
    context.progress("import", 1, 1)


@work("tests.taken_meanwhile")
def taken_meanwhile(context: JobContext) -> None:
    Job.objects.filter(pk=context.job_id).update(worker="another")
    context.progress("import", 1, 1)


@work("tests.refused")
def refused(context: JobContext) -> None:
    del context
    raise CallError(
        why=N_("there are no records to index"),
        remedy=N_("Please run: duijie import FILE --kind achievement"),
    )


@work("tests.broken")
def broken(context: JobContext) -> None:
    del context
    raise ZeroDivisionError("secret insides")
