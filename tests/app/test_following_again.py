"""A build of the index that failed is not tried without end, nor given up for good."""

from datetime import timedelta

from duijie.app.following import ask_for_build
from duijie.app.jobs.models import Job
from tests.app.web import NOW, People


def test_a_build_that_failed_is_asked_for_again_after_an_hour(people: People) -> None:
    job = ask_for_build(NOW)
    assert job is not None
    assert ask_for_build(NOW) is None
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, ended_at=NOW)
    assert ask_for_build(NOW + timedelta(minutes=59)) is None
    assert ask_for_build(NOW + timedelta(minutes=61)) is not None
