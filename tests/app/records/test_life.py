"""The life of a record: each step whole or absent, and only by who may."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction

from duijie.app.audit.models import AuditEntry
from duijie.app.audit.queries import first_broken
from duijie.app.notices.models import Notice
from duijie.app.records import actions
from duijie.app.records.actions import AxisScore, Finding, writing
from duijie.app.records.models import (
    Achievement,
    RecordVersion,
    Reminder,
    Review,
    RevisionCounter,
    State,
    StoredRecord,
)
from duijie.app.records.queries import history_of, visible_ids
from duijie.app.records.source import DatabaseSource
from duijie.app.records.tasks import remind_and_expire
from duijie.app.shared.actors import NOBODY, Actor
from duijie.kernel.errors import (
    CallError,
    ChangedMeanwhileError,
    DeniedError,
    GoneError,
    UnknownNameError,
)
from tests.app.records.making import FINDING, draft, later, published, stored
from tests.app.web import NOW, People

Do = Callable[[Actor, str, int], object]

STEPS: dict[str, Do] = {
    "edit": lambda who, name, at: actions.edit(
        who, name, {"title": "新"}, revision=at, now=later()
    ),
    "submit": lambda who, name, at: actions.submit(who, name, now=later()),
    "review": lambda who, name, at: actions.review(who, name, FINDING, revision=at, now=later()),
    "publish": lambda who, name, at: actions.publish(who, name, now=later()),
    "withdraw": lambda who, name, at: actions.withdraw(who, name, now=later()),
    "renew": lambda who, name, at: actions.renew(who, name, now=later()),
    "reopen": lambda who, name, at: actions.reopen(who, name, now=later()),
    "expire": lambda who, name, at: actions.expire(who, name, now=later()),
}
LI, OFFICE = {"li"}, {"zhao", "olga"}
# Who may do what with a public record of Li's, by its state.
MAY: dict[str, dict[str, set[str]]] = {
    "draft": {"edit": LI, "submit": LI, "withdraw": LI},
    "under_review": {"review": OFFICE, "publish": OFFICE, "withdraw": LI},
    "published": {"edit": LI, "withdraw": LI | OFFICE, "renew": LI, "expire": {"olga"}},
    "expired": {"edit": LI, "withdraw": LI, "renew": LI},
    "withdrawn": {"reopen": LI},
}


def in_state(people: People, state: str) -> StoredRecord:
    record = draft(people.li)
    Achievement.objects.filter(pk=record.pk).update(state=state)
    return stored(record.record_id)


def is_done(step: str, who: Actor, record: StoredRecord) -> bool:
    """Tell whether somebody may take a step; it is taken back at once."""
    with transaction.atomic():
        try:
            STEPS[step](who, record.record_id, record.revision)
        except (DeniedError, GoneError):
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_taken_by_who_may_in_that_state_and_by_nobody_else(
    step: str, people: People
) -> None:
    actors = {name: who.actor for name, who in people.all.items()} | {"nobody": NOBODY}
    for state in State.values:
        record = in_state(people, state)
        done = {name for name, who in actors.items() if is_done(step, who, record)}
        assert done == MAY[state].get(step, set()), state


FROM = {
    "edit": "draft", "submit": "draft", "review": "under_review", "publish": "under_review",
    "withdraw": "published", "renew": "expired", "reopen": "withdrawn", "expire": "published",
}  # fmt: skip


def everything() -> dict[str, list[object]]:
    """Return what the tables hold that an action writes."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for model in (Achievement, RecordVersion, Review, Notice, AuditEntry, RevisionCounter)
    }


def breaking(*arguments: object, **named: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("place", ["note", "next_revisions", "content_hash"])
def test_a_step_that_breaks_half_way_leaves_nothing_behind(
    place: str, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = {step: in_state(people, FROM[step]) for step in STEPS}
    before = everything()
    monkeypatch.setattr(writing, place, breaking)
    for step, record in records.items():
        name = min(MAY[FROM[step]][step])
        with pytest.raises(RuntimeError):
            STEPS[step](people.all[name].actor, record.record_id, record.revision)
        assert everything() == before, step


def test_each_step_keeps_a_version_takes_a_new_number_and_is_audited(people: People) -> None:
    for step, take in STEPS.items():
        record, name = in_state(people, FROM[step]), min(MAY[FROM[step]][step])
        take(people.all[name].actor, record.record_id, record.revision)
        now = stored(record.record_id)
        version = RecordVersion.objects.get(record_id=record.record_id)
        assert now.revision > record.revision
        assert version.revision == now.revision
        assert version.changed_by == people.all[name].user
        noted = AuditEntry.objects.filter(subject=record.record_id).latest("pk")
        assert noted.user == version.changed_by
    assert first_broken() is None


def test_an_edit_of_an_older_revision_is_refused_and_changes_nothing(people: People) -> None:
    record = draft(people.li)
    actions.edit(
        people.li.actor, record.record_id, {"title": "一"}, revision=record.revision, now=later()
    )
    with pytest.raises(ChangedMeanwhileError):
        actions.edit(
            people.li.actor,
            record.record_id,
            {"title": "二"},
            revision=record.revision,
            now=later(),
        )
    assert stored(record.record_id).title == "一"


def test_an_edit_that_changes_nothing_writes_nothing(people: People) -> None:
    record = draft(people.li)
    before = everything()
    actions.edit(
        people.li.actor, record.record_id, {"trl": 7}, revision=record.revision, now=later()
    )
    assert everything() == before


def test_no_edit_reaches_what_is_no_field_of_the_kind(people: People) -> None:
    record = draft(people.li)
    for name in ("state", "owner", "owner_id", "revision", "record_id", "pk"):
        with pytest.raises(UnknownNameError):
            actions.edit(people.li.actor, record.record_id, {name: "1"}, revision=None, now=later())


def test_nobody_writes_a_record_for_another_organisation(people: People) -> None:
    assert people.wei.organization is not None
    for who in (people.mallory, people.ning, people.zhao):
        with pytest.raises(DeniedError):
            actions.create(
                who.actor, "need", {"title": "x"}, owner_id=people.wei.organization.pk, now=NOW
            )


def test_a_number_that_is_taken_is_refused(people: People) -> None:
    record = draft(people.li, registration_number="2026-1")
    assert record.record_id == "achievement:2026-1"
    with pytest.raises(CallError):
        draft(people.mallory, registration_number="2026-1")


def test_a_record_that_says_nothing_is_not_submitted(people: People) -> None:
    record = draft(people.li, summary=None)
    with pytest.raises(CallError):
        actions.submit(people.li.actor, record.record_id, now=later())


def test_undo_is_for_who_made_the_change_and_only_for_the_last_one(people: People) -> None:
    record = draft(people.wei)
    first = actions.edit(
        people.wei.actor, record.record_id, {"title": "一"}, revision=None, now=later()
    ).revision
    with pytest.raises(DeniedError):
        actions.undo(people.wang.actor, record.record_id, revision=first, now=later())
    actions.edit(people.wang.actor, record.record_id, {"trl": 3}, revision=None, now=later(2))
    with pytest.raises(ChangedMeanwhileError):
        actions.undo(people.wei.actor, record.record_id, revision=first, now=later(3))
    last = stored(record.record_id).revision
    actions.undo(people.wang.actor, record.record_id, revision=last, now=later(3))
    assert stored(record.record_id).trl == 7


def test_no_undo_publishes_what_an_officer_returned(people: People) -> None:
    record = draft(people.li)
    submitted = actions.submit(people.li.actor, record.record_id, now=later())
    returned = Finding("return", FINDING.axes, "写清检出率。")
    actions.review(
        people.zhao.actor, record.record_id, returned, revision=submitted.revision, now=later(2)
    )
    last = stored(record.record_id)
    assert last.state == State.DRAFT
    with pytest.raises(DeniedError):
        actions.undo(people.li.actor, record.record_id, revision=last.revision, now=later(3))


BAD_FINDINGS = [
    Finding("publish", {a: f for a, f in FINDING.axes.items() if a != "market"}),
    Finding("publish", {**FINDING.axes, "market": AxisScore(6, "x")}),
    Finding("publish", {**FINDING.axes, "market": AxisScore(-1, "x")}),
    Finding("publish", {**FINDING.axes, "market": AxisScore(3, " ")}),
    Finding("return", FINDING.axes, " "),
    Finding("burn", FINDING.axes),
]


def test_a_review_needs_a_score_and_a_reason_on_each_axis(people: People) -> None:
    record = in_state(people, "under_review")
    for finding in BAD_FINDINGS:
        with pytest.raises(CallError):
            actions.review(
                people.zhao.actor, record.record_id, finding, revision=record.revision, now=later()
            )
    assert not Review.objects.exists()


def test_no_officer_reviews_a_record_of_their_own_office(people: People) -> None:
    record = draft(people.zhao)
    actions.submit(people.zhao.actor, record.record_id, now=later())
    with pytest.raises(DeniedError):
        actions.publish(people.zhao.actor, record.record_id, now=later())
    actions.publish(people.olga.actor, record.record_id, now=later())


def test_the_owner_is_told_of_a_review(people: People) -> None:
    published(people, people.li)
    assert [one.user for one in Notice.objects.all()] == [people.li.user]


def test_the_history_tells_every_step_with_its_state_and_fields(people: People) -> None:
    record_id = published(people, people.li)
    actions.edit(people.li.actor, record_id, {"trl": 8}, revision=None, now=later())
    steps = history_of(people.li.actor, record_id, later())
    assert [(one.state_before, one.state_after) for one in steps] == [
        ("published", "published"), ("under_review", "published"), ("draft", "under_review"),
    ]  # fmt: skip
    assert [(d.spec.name, d.before, d.after) for d in steps[0].differences] == [("trl", 7, 8)]


def test_an_officer_does_not_read_the_partners_part_in_the_history(people: People) -> None:
    record_id = published(people, people.li)
    actions.edit(people.li.actor, record_id, {"partner_details": "新"}, revision=None, now=later())
    told = history_of(people.zhao.actor, record_id, later())[0]
    assert told.differences == ()
    assert [d.after for d in history_of(people.li.actor, record_id)[0].differences] == ["新"]


def test_only_what_is_published_is_in_the_change_feed_of_the_index(people: People) -> None:
    source = DatabaseSource()
    record = draft(people.li)

    def fed() -> list[bool]:
        return [one.document is not None for one in source.changes(0)]

    assert fed() == [False]
    actions.submit(people.li.actor, record.record_id, now=later())
    assert fed() == [False]
    actions.publish(people.zhao.actor, record.record_id, now=later())
    assert fed() == [True]
    document = next(iter(source.documents()))
    assert "120 万元" not in str(document)  # the partners' part reaches no index
    actions.withdraw(people.li.actor, record.record_id, now=later())
    assert fed() == [False]


def test_records_run_out_after_a_year_and_their_owner_is_reminded_once(people: People) -> None:
    record_id = published(people, people.li)
    assert remind_and_expire(NOW + timedelta(days=340)) == (0, 0)
    assert remind_and_expire(NOW + timedelta(days=352)) == (1, 0)
    assert remind_and_expire(NOW + timedelta(days=353)) == (0, 0)
    assert Reminder.objects.count() == 1
    assert remind_and_expire(NOW + timedelta(days=366)) == (0, 1)
    gone = NOW + timedelta(days=366)
    assert stored(record_id).state == State.EXPIRED
    assert visible_ids(people.mallory.actor, [record_id], gone) == set()
    actions.renew(people.li.actor, record_id, now=gone)
    assert visible_ids(people.mallory.actor, [record_id], gone) == {record_id}


def test_a_record_runs_out_after_its_own_last_day_and_is_renewed_with_a_new_one(
    people: People,
) -> None:
    record_id = published(people, people.li, valid_until=date(2026, 12, 1))
    on_the_day = NOW.replace(month=12, day=1)
    assert remind_and_expire(on_the_day) == (1, 0)
    assert remind_and_expire(on_the_day + timedelta(days=1)) == (0, 1)
    with pytest.raises(CallError):
        actions.renew(people.li.actor, record_id, now=on_the_day + timedelta(days=1))
    actions.renew(
        people.li.actor, record_id, now=on_the_day + timedelta(days=1),
        valid_until=date(2027, 12, 1),
    )  # fmt: skip
    assert stored(record_id).state == State.PUBLISHED


def test_no_migration_is_missing(people: People) -> None:
    from django.core.management import call_command

    out = io.StringIO()
    call_command("makemigrations", "records", "notices", check=True, dry_run=True, stdout=out)
    assert "No changes" in out.getvalue()
