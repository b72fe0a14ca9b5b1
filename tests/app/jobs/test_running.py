"""A job is run once, ends visibly, and is never lost."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from duijie.app.jobs.actions import cancel_job, retry_job, start_job
from duijie.app.jobs.life import Life
from duijie.app.jobs.models import Job
from duijie.app.jobs.phrases import word_problem
from duijie.app.jobs.queries import shown
from duijie.app.jobs.running import MOST_TRIES, recover, run
from duijie.app.wiring import home_in_use
from duijie.kernel.words import Phrase
from tests.app.jobs.works import NOW, Clock
from tests.app.web import People, Persona


def asked(persona: Persona, name: str, **parameters: object) -> Job:
    title = Phrase("Importing %(file)s", file="a.csv")
    return start_job(persona.actor, name, title, parameters, now=NOW)


def now_of(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def ready() -> int:
    return DBTaskResult.objects.filter(status="READY").count()


def left_behind(persona: Persona, *, worker: str, **changed: object) -> Job:
    """Return a job whose worker was killed: it stands as running, its queue entry too."""
    job = asked(persona, "tests.count", upto=3)
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW)
    Job.objects.filter(pk=job.pk).update(
        state="running", worker=worker, seen_at=NOW, started_at=NOW, **({"tries": 1} | changed)
    )
    return job


def test_a_job_comes_to_its_end_and_says_what_came_of_it(people: People) -> None:
    job = asked(people.wei, "tests.count", upto=3)
    assert ready() == 1
    run(job.pk, Clock())
    ended = now_of(job)
    assert (ended.state, ended.outcome) == ("done", {"counted": 3, "by": "Wei"})
    assert (ended.finished_units, ended.total_units, ended.stage) == (3, 3, "import")


def test_a_job_is_not_run_a_second_time(people: People) -> None:
    job = asked(people.wei, "tests.count", upto=3)
    run(job.pk, Clock())
    run(job.pk, Clock())
    assert now_of(job).tries == 1


def test_a_job_with_its_transaction_undone_is_not_in_the_queue(people: People) -> None:
    with transaction.atomic():
        asked(people.wei, "tests.count", upto=3)
        transaction.set_rollback(True)
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_waiting_job_is_cancelled_at_once(people: People) -> None:
    job = asked(people.wei, "tests.count", upto=3)
    cancel_job(people.wei.actor, job, NOW)
    run(job.pk, Clock())
    assert (now_of(job).state, now_of(job).tries) == ("cancelled", 0)


def test_a_running_job_is_cancelled_at_its_next_sign_of_progress(people: People) -> None:
    job = asked(people.wei, "tests.cancelled_meanwhile")
    run(job.pk, Clock())
    assert now_of(job).state == "cancelled"


def test_who_was_taken_for_dead_writes_nothing_more(people: People) -> None:
    job = asked(people.wei, "tests.taken_meanwhile")
    run(job.pk, Clock())
    assert (now_of(job).state, now_of(job).worker) == ("running", "another")


def test_an_error_of_ours_is_told_in_the_language_of_the_reader(people: People) -> None:
    job = asked(people.wei, "tests.refused")
    run(job.pk, Clock())
    problem = now_of(job).problem
    assert word_problem(problem, "en").startswith("E-APP-001 This cannot be done: there are no")
    assert "没有" in word_problem(problem, "zh")


def test_an_unforeseen_error_shows_a_report_and_not_its_insides(people: People) -> None:
    job = asked(people.wei, "tests.broken")
    run(job.pk, Clock())
    told = shown(now_of(job), "en")
    assert told.state == "failed"
    assert f"report job-{job.pk}" in told.problem
    assert "secret" not in told.problem
    report = home_in_use().path / "logs" / f"job-{job.pk}.log"
    assert "secret insides" in report.read_text("utf-8")
    assert report.stat().st_mode & 0o077 == 0


def test_work_that_nobody_knows_fails_visibly(people: People) -> None:
    job = asked(people.wei, "tests.unheard_of")
    run(job.pk, Clock())
    assert now_of(job).problem["code"] == "E-KERNEL-003"


def test_a_failed_job_can_be_tried_again(people: People) -> None:
    job = asked(people.wei, "tests.broken")
    run(job.pk, Clock())
    again = retry_job(people.wei.actor, job, NOW)
    assert (again.state, again.problem, ready()) == ("queued", {}, 2)


def test_the_job_of_a_worker_of_this_machine_that_died_is_taken_up_at_once(
    people: People,
) -> None:
    life = Life().begin()
    job = left_behind(people.wei, worker=life.name)
    assert recover(NOW) == 0
    assert life._lock is not None
    life._lock.close()  # as the system does when a process is killed
    assert recover(NOW) == 1
    run(job.pk, Clock())
    assert (now_of(job).state, now_of(job).tries) == ("done", 2)
    life.end()


def test_the_job_of_a_silent_worker_elsewhere_is_taken_up_after_a_minute(people: People) -> None:
    job = left_behind(people.wei, worker=uuid4().hex)
    assert recover(NOW + timedelta(seconds=59)) == 0
    assert recover(NOW + timedelta(seconds=61)) == 1
    assert now_of(job).state == "queued"


def test_a_job_that_takes_every_worker_with_it_fails_in_the_end(people: People) -> None:
    job = left_behind(people.wei, worker=uuid4().hex, tries=MOST_TRIES)
    recover(NOW + timedelta(minutes=2))
    told = shown(now_of(job), "en")
    assert (told.state, ready()) == ("failed", 0)
    assert f"cut off {MOST_TRIES} times" in told.problem


def test_a_left_job_that_was_to_stop_is_cancelled(people: People) -> None:
    job = left_behind(people.wei, worker=uuid4().hex, cancel_asked=True)
    recover(NOW + timedelta(minutes=2))
    assert now_of(job).state == "cancelled"


def test_a_job_whose_worker_died_before_it_began_is_put_into_the_queue_again(
    people: People,
) -> None:
    job = asked(people.wei, "tests.count", upto=3)
    DBTaskResult.objects.update(status="RUNNING", started_at=NOW)
    recover(NOW + timedelta(seconds=11))
    assert ready() == 1
    recover(NOW + timedelta(seconds=22))
    assert ready() == 1
    run(job.pk, Clock())
    assert now_of(job).state == "done"


def test_a_worker_told_to_stop_gives_its_job_back_without_counting_a_try(people: People) -> None:
    life = Life().begin()
    try:
        life.stopping.set()
        job = asked(people.wei, "tests.count", upto=3)
        run(job.pk, Clock())
        assert (now_of(job).state, now_of(job).tries, ready()) == ("queued", 0, 2)
    finally:
        life.end()
