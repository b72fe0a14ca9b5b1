"""Jobs in the browser and on the command line."""

import json
from pathlib import Path

import pytest

from duijie.app.jobs.actions import start_job
from duijie.app.jobs.models import Job
from duijie.app.jobs.running import run
from duijie.kernel.home import Home
from duijie.kernel.words import Phrase
from tests.app.calls import Call
from tests.app.jobs.works import NOW, Clock
from tests.app.web import People, Persona


def asked(persona: Persona, name: str = "tests.count", **parameters: object) -> Job:
    title = Phrase("Importing %(file)s", file="<b>a.csv")
    return start_job(persona.actor, name, title, parameters, now=NOW, link="/imports/")


def test_everybody_sees_their_own_jobs_and_officers_all(people: People) -> None:
    asked(people.wei, upto=3)
    seen = {
        name: "a.csv" in persona.browser().get("/jobs/").content.decode()
        for name, persona in people.all.items()
    }
    assert [name for name, sees in seen.items() if sees] == ["wei", "zhao", "olga"]


def test_a_job_of_somebody_else_is_not_there(people: People) -> None:
    job = asked(people.wei, upto=3)
    for page in ("", "progress/"):
        assert people.mallory.browser().get(f"/jobs/{job.pk}/{page}").status_code == 404
    for page in ("cancel/", "retry/"):
        assert people.mallory.browser().post(f"/jobs/{job.pk}/{page}").status_code == 404
    assert Job.objects.get(pk=job.pk).cancel_asked is False


def test_a_page_asks_for_the_progress_until_the_job_has_ended(people: People) -> None:
    job, browser = asked(people.wei, upto=3), people.wei.browser()
    waiting = browser.get(f"/jobs/{job.pk}/progress/")
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    run(job.pk, Clock())
    ended = browser.get(f"/jobs/{job.pk}/progress/")
    assert "hx-trigger" not in ended.content.decode()
    assert ended["HX-Refresh"] == "true"
    assert "no-store" in ended["Cache-Control"]


def test_how_far_a_job_is_stands_in_words(people: People) -> None:
    job = asked(people.wei, upto=3)
    Job.objects.filter(pk=job.pk).update(
        state="running", stage="import", finished_units=1500, total_units=6000,
        started_at=NOW, seen_at=NOW.replace(minute=31),
    )  # fmt: skip
    page = people.wei.browser().get(f"/jobs/{job.pk}/").content.decode()
    assert "Importing · 1,500 of 6,000" in page
    assert "about 180 s left" in page
    assert '<progress value="25" max="100"' in page


def test_a_title_is_text_and_never_markup(people: People) -> None:
    job = asked(people.wei, upto=3)
    page = people.wei.browser().get(f"/jobs/{job.pk}/").content.decode()
    assert "&lt;b&gt;a.csv" in page
    assert "<b>a.csv" not in page


def test_a_job_is_stopped_and_tried_again_in_the_browser(people: People) -> None:
    job, browser = asked(people.wei, upto=3), people.wei.browser()
    assert browser.post(f"/jobs/{job.pk}/cancel/").status_code == 302
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert browser.post(f"/jobs/{job.pk}/retry/").status_code == 302
    run(job.pk, Clock())
    assert Job.objects.get(pk=job.pk).state == "done"


def test_the_list_of_jobs_takes_as_many_queries_for_one_as_for_fifty(
    people: People, django_assert_max_num_queries: object
) -> None:
    for _ in range(60):
        asked(people.wei, upto=3)
    browser = people.zhao.browser()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = browser.get("/jobs/").content.decode()
    assert "Older jobs" in page


def test_the_command_line_shows_and_stops_jobs(people: People, records: Home, duijie: Call) -> None:
    job = asked(people.wei, upto=3)
    home: Path = records.path
    listed = json.loads(duijie(home, "jobs", "list", "--json").out)
    assert [(one["id"], one["state"]) for one in listed] == [(str(job.pk), "queued")]
    stopped = json.loads(duijie(home, "jobs", "cancel", str(job.pk), "--json").out)
    assert stopped["state"] == "cancelled"
    assert "Importing" in duijie(home, "--lang", "en", "jobs", "show", str(job.pk)).out


@pytest.mark.parametrize("name", ["no-id", "0b6f2a52-7a0e-4f6a-9d4c-2f7f6a3f9c11"])
def test_a_job_that_is_not_there_is_told_as_such(records: Home, duijie: Call, name: str) -> None:
    said = duijie(records.path, "jobs", "show", name)
    assert said.code == 1
    assert "E-APP-003" in said.err
