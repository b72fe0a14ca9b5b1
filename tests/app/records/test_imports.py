"""What an import does to records that are there already."""

from hashlib import sha256

from duijie.app.records import actions
from duijie.app.records.actions import Importer
from duijie.app.records.models import Achievement, RecordVersion, State
from duijie.kernel.kinds import Record
from duijie.kernel.ports import ImportPlan
from tests.app.records.making import draft, published, stored
from tests.app.web import NOW, People, Persona


def brought(
    who: Persona | None, *titles: str, state: str = "published", missing: bool = False
) -> int:
    """Return the run that brought in achievements 1, 2, … with these titles."""
    importer = Importer()
    if who is not None:
        assert who.organization is not None
        importer = Importer(who.user.pk, who.organization.pk, state)
    digest = sha256(",".join(titles).encode()).hexdigest()
    plan = ImportPlan("achievement", "a.csv", digest, "m", withdraw_missing=missing)
    run = actions.start_run(plan, NOW, importer)
    records = [
        Record("achievement", f"achievement:{n}", {"registration_number": str(n), "title": title})
        for n, title in enumerate(titles, 1)
    ]
    actions.write_records(run.pk, "achievement", records, rows_done=len(records), now=NOW)
    actions.finish_run(run.pk, rows=len(records), rejected=0, now=NOW)
    return run.pk


def test_what_an_import_writes_over_is_kept_as_a_version(people: People) -> None:
    brought(people.li, "一", "二")
    assert not RecordVersion.objects.exists()
    run_id = brought(people.li, "一", "二改")
    version = RecordVersion.objects.get()
    assert (version.record_id, version.before) == ("achievement:2", {"title": "二"})
    assert (version.run_id, version.changed_by) == (run_id, people.li.user)
    assert version.revision == stored("achievement:2").revision


def test_an_organisation_s_import_leaves_the_records_of_others_as_they_are(
    people: People,
) -> None:
    brought(people.li, "李的成果")
    brought(people.mallory, "改头换面")
    record = stored("achievement:1")
    assert (record.title, record.owner) == ("李的成果", people.li.organization)
    assert not RecordVersion.objects.exists()


def test_records_may_come_in_as_drafts_and_published_ones_stay_published(people: People) -> None:
    brought(people.li, "一")
    brought(people.li, "一改", "二", state="draft")
    states = dict(Achievement.objects.values_list("title", "state"))
    assert states == {"一改": State.PUBLISHED, "二": State.DRAFT}


def test_what_a_file_lacks_is_withdrawn_only_of_who_imports_it(people: People) -> None:
    mine = published(people, people.li)
    written = draft(people.mallory).record_id
    brought(None, "甲", "乙")
    brought(None, "甲", missing=True)
    assert stored("achievement:2").state == State.WITHDRAWN
    assert RecordVersion.objects.get(record_id="achievement:2").state_before == State.PUBLISHED
    assert stored(mine).state == State.PUBLISHED
    assert stored(written).state == State.DRAFT


def test_the_same_file_of_two_organisations_is_two_runs(people: People) -> None:
    plan = ImportPlan("achievement", "a.csv", "h", "m")
    runs = {
        actions.start_run(plan, NOW, Importer(who.user.pk, who.organization.pk)).pk
        for who in (people.li, people.mallory)
        if who.organization is not None
    }
    assert len(runs) == 2
