"""The audit log: whole or told where not, by several processes at once, read by few."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, timedelta

import orjson
import pytest
from django.db import connection

from duijie.app.audit.actions import note
from duijie.app.audit.models import AuditEntry, AuditHead
from duijie.app.audit.queries import PAGE, LogFilter, entries_of, first_broken, lines_of, log_page
from duijie.app.shared.actors import NOBODY
from duijie.kernel.errors import DeniedError
from duijie.kernel.home import Home
from tests.app import postgres
from tests.app.calls import Call
from tests.app.web import NOW, People, visitor

WRITER = """
import sys
from datetime import datetime, UTC
import django
django.setup()
from django.db import transaction
from duijie.app.audit.actions import note
from duijie.app.shared.actors import Actor
name = sys.argv[1]
sys.stdin.readline()
for turn in range(25):
    with transaction.atomic():
        note("test.write", f"need:{turn}", by=Actor(name=name), now=datetime.now(UTC))
        if turn % 5 == 4:
            transaction.set_rollback(True)
"""


def some_entries(count: int) -> list[AuditEntry]:
    return [
        note("records.edit", f"need:{number}", by=NOBODY, now=NOW, values={"number": number})
        for number in range(count)
    ]


def test_a_log_that_nobody_touched_is_whole(records: Home) -> None:
    assert first_broken() is None
    some_entries(5)
    assert first_broken() is None


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "records.see"},
        {"actor": "Somebody else"},
        {"subject": "need:9"},
        {"values": {"number": 1}},
        {"at": NOW + timedelta(seconds=1)},
        {"digest": "0" * 64},
    ],
    ids=str,
)
def test_a_changed_entry_breaks_the_chain_there(records: Home, change: dict[str, object]) -> None:
    entries = some_entries(5)
    AuditEntry.objects.filter(pk=entries[2].pk).update(**change)
    assert first_broken() == entries[2].pk


def test_a_removed_entry_breaks_the_chain_at_the_next(records: Home) -> None:
    entries = some_entries(5)
    AuditEntry.objects.filter(pk=entries[2].pk).delete()
    assert first_broken() == entries[3].pk


def test_entries_missing_at_the_end_are_seen(records: Home) -> None:
    entries = some_entries(5)
    AuditEntry.objects.filter(pk__gte=entries[3].pk).delete()
    assert first_broken() == 0


def test_processes_that_write_at_once_keep_the_chain_whole(records: Home) -> None:
    environment = os.environ | {
        "DUIJIE_HOME": str(records.path),
        "DJANGO_SETTINGS_MODULE": "duijie.app.django_settings",
    }
    if postgres.ON_POSTGRES:
        name = postgres.name_of(records)
        environment["DUIJIE_DATABASE_URL"] = postgres.made(name, postgres.EMPTY)
    connection.close()
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"writer {number}"],
            env=environment, stdin=subprocess.PIPE,
        )
        for number in range(3)
    ]  # fmt: skip
    for writer in writers:
        writer.communicate(b"go\n", timeout=120)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert AuditEntry.objects.count() == AuditHead.objects.get().entries == 3 * 20
    assert first_broken() is None


def test_the_command_says_whether_the_log_is_whole(records: Home, duijie: Call) -> None:
    entries = some_entries(3)
    said = duijie(records.path, "audit", "verify", "--json")
    assert (said.code, orjson.loads(said.out)["entries"]) == (0, 3)
    AuditEntry.objects.filter(pk=entries[1].pk).update(verb="x")
    said = duijie(records.path, "--lang", "en", "audit", "verify")
    assert said.code == 1
    assert f"entry {entries[1].pk} does not follow" in said.out


def test_the_command_prints_every_entry_as_a_line(records: Home, duijie: Call) -> None:
    some_entries(3)
    said = duijie(records.path, "audit", "export")
    lines = [orjson.loads(line) for line in said.out.splitlines()]
    assert [line["subject"] for line in lines] == ["need:0", "need:1", "need:2"]


def test_the_owner_is_told_who_saw_a_record_newest_first(people: People) -> None:
    note("records.see", "need:7", by=people.li.actor, now=NOW)
    note("records.edit", "need:7", by=people.wei.actor, now=NOW)
    note("records.see", "need:8", by=people.li.actor, now=NOW)
    told = entries_of("need:7")
    assert [(entry.actor, entry.verb) for entry in told] == [
        ("Wei", "records.edit"),
        ("Li", "records.see"),
    ]
    assert [entry.verb for entry in entries_of("need:7", before=told[0].pk)] == ["records.see"]


@pytest.mark.parametrize("name", ["wei", "li", "wang", "ning", "mallory"])
def test_only_officers_and_operators_read_the_log(people: People, name: str) -> None:
    with pytest.raises(DeniedError):
        log_page(people.all[name].actor, LogFilter())
    for page in ("/audit/", "/audit/export/"):
        assert people.all[name].browser().get(page).status_code == 403
    for reader in (people.zhao, people.olga):
        assert reader.browser().get("/audit/").status_code == 200
    assert visitor().get("/audit/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"person": "Wei"}, [0, 1]),
        ({"person": "li@example.org"}, [2]),
        ({"verb": "records.see"}, [1, 2]),
        ({"subject": "need:1"}, [1]),
        ({"day": "2026-11-22"}, [2]),
        ({"person": "nobody"}, []),
    ],
    ids=str,
)
def test_the_log_is_narrowed_to_what_is_asked_for(
    people: People, asked: dict[str, str], numbers: list[int]
) -> None:
    told = (
        (people.wei, "records.edit", NOW),
        (people.wei, "records.see", NOW),
        (people.li, "records.see", NOW + timedelta(days=2)),
    )
    for number, (person, verb, at) in enumerate(told):
        note(verb, f"need:{number}", by=person.actor, now=at)
    page = people.zhao.browser().get("/audit/", asked).content.decode()
    shown = [number for number in range(3) if f">need:{number}</a>" in page]
    assert shown == numbers


def test_the_log_is_read_page_by_page_without_counting_it(people: People) -> None:
    some_entries(PAGE + 5)
    browser = people.zhao.browser()
    first = browser.get("/audit/", {"verb": "records.edit"})
    assert first.content.decode().count("<tr>") == PAGE + 1
    start = first.context["next"]
    second = browser.get("/audit/", {"verb": "records.edit", "before": start})
    assert second.content.decode().count("<tr>") == 5 + 1


def test_an_export_is_whole_and_is_itself_in_the_log(people: People) -> None:
    some_entries(3)
    answer = people.olga.browser().get("/audit/export/", {"verb": "records.edit"})
    lines = b"".join(answer.streaming_content).splitlines()
    assert [orjson.loads(line)["values"] for line in lines] == [{"number": n} for n in range(3)]
    assert answer["Content-Disposition"] == 'attachment; filename="audit.jsonl"'
    assert AuditEntry.objects.filter(verb="audit.export", user=people.olga.user).count() == 1


def test_what_people_call_themselves_is_text_in_the_log(people: People) -> None:
    note("records.see", "<script>alert(1)</script>", by=people.li.actor, now=NOW)
    page = people.zhao.browser().get("/audit/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_moment_is_told_in_universal_time(records: Home) -> None:
    some_entries(1)
    line = orjson.loads(next(lines_of(LogFilter())))
    assert line["at"] == NOW.astimezone(UTC).isoformat()


def test_the_log_page_asks_the_database_a_fixed_number_of_times(
    people: People, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    some_entries(PAGE)
    browser = people.zhao.browser()
    browser.get("/audit/")
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        browser.get("/audit/")
