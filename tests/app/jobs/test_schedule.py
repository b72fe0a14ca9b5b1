"""The schedule: one worker keeps it, what is due is run, and a broken work stops no other."""

import threading
from datetime import timedelta

import pytest

from duijie.app.jobs import registry, schedule
from duijie.app.jobs.life import Life
from duijie.app.jobs.models import Periodic
from duijie.app.jobs.registry import Recurring
from duijie.kernel.home import Home
from tests.app.jobs.works import NOW, Clock


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was run of three works: one of every day, one of every five seconds, a broken."""
    done: list[str] = []

    def broken(now: object) -> None:
        del now
        done.append("broken")
        raise ZeroDivisionError

    works = (
        Recurring("broken", timedelta(days=1), broken),
        Recurring("daily", timedelta(days=1), lambda _: done.append("daily")),
        Recurring("often", timedelta(seconds=5), lambda _: done.append("often")),
    )
    monkeypatch.setattr(schedule, "recurring", lambda: works)
    return done


def test_what_is_due_is_run_and_a_broken_work_stops_no_other(records: Home, ran: list[str]) -> None:
    del records
    clock, over, due = Clock(), threading.Event(), {}  # type: ignore[var-annotated]
    schedule.run_due(clock, over, due)
    assert ran == ["broken", "daily", "often"]
    assert Periodic.objects.get(name="broken").problem == "ZeroDivisionError"
    clock.wait(seconds=6)
    schedule.run_due(clock, over, due)
    assert ran[3:] == ["often"]
    clock.wait(days=1)
    schedule.run_due(clock, over, due)
    assert ran[4:] == ["broken", "daily", "often"]


def test_what_ran_today_is_not_run_again_by_a_worker_that_starts_anew(
    records: Home, ran: list[str]
) -> None:
    del records
    clock, over = Clock(), threading.Event()
    schedule.run_due(clock, over, {})
    clock.wait(hours=1)
    schedule.run_due(clock, over, {})
    assert ran.count("daily") == 1


def test_one_worker_keeps_the_schedule_until_it_is_dead(records: Home) -> None:
    del records
    first, second = Life().begin(), Life().begin()
    try:
        assert schedule.keeps_schedule(first, NOW)
        assert not schedule.keeps_schedule(second, NOW)
        assert first._lock is not None
        first._lock.close()  # as the system does when a process is killed
        assert schedule.keeps_schedule(second, NOW)
        assert not schedule.keeps_schedule(first, NOW)
    finally:
        first.end()
        second.end()


def test_a_worker_that_ends_leaves_the_schedule_to_the_next_at_once(records: Home) -> None:
    del records
    first, second = Life().begin(), Life().begin()
    try:
        schedule.keeps_schedule(first, NOW)
        schedule.give_back(first)
        assert schedule.keeps_schedule(second, NOW)
    finally:
        first.end()
        second.end()


def test_the_works_of_the_site_are_known_by_name() -> None:
    names = {turn.name for turn in registry.recurring()}
    assert {"index.follow", "jobs.recover", "jobs.tasks.forget_old_jobs"} <= names
    assert "imports.tasks.forget_uploads" in names
