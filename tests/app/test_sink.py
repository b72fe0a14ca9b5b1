"""The sink on a real database: whole chunks, resumed runs, nothing changed twice."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from django.db import DataError

from duijie.app.records import models, queries
from duijie.app.records.sink import DatabaseSink
from duijie.kernel.home import Home
from duijie.kernel.kinds import KINDS, FieldType, Record, RecordKind, Value
from duijie.kernel.ports import ChunkCounts, ImportPlan
from tests.app.calls import environment

PLAN = ImportPlan("need", "needs.csv", source_hash="s1", mapping_hash="m1")
SAMPLE: dict[FieldType, Value] = {
    FieldType.KEYWORDS: ("钠离子电池", "a,b;c\n\"d'"),
    FieldType.IPC: ("H01M10/05",),
    FieldType.TRL: 6,
    FieldType.MONEY: 2_000_000_000_000,
    FieldType.DATE: date(2024, 2, 29),
}


def need(number: int, title: str = "防爆电池") -> Record:
    return Record("need", f"need:{number}", {"need_number": str(number), "title": title})


def needs(*numbers: int) -> list[Record]:
    return [need(number) for number in numbers]


def full_record(kind: RecordKind) -> Record:
    values = {spec.name: SAMPLE.get(spec.type, f"值 {spec.name}") for spec in kind.fields}
    return Record(kind.name, f"{kind.name}:1", values)


@pytest.fixture
def sink(records: Home) -> DatabaseSink:
    return DatabaseSink(lambda: datetime(2026, 11, 1, 9, 0, tzinfo=UTC))


def store(sink: DatabaseSink, plan: ImportPlan, records: Sequence[Record]) -> ChunkCounts:
    run = sink.start(plan)
    counts = sink.write(run, records, rows_done=len(records))
    sink.finish(run, rows=len(records), rejected=0)
    return counts


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_comes_back_as_it_was_written(sink: DatabaseSink, kind: str) -> None:
    record = full_record(KINDS[kind])
    store(sink, ImportPlan(kind, "f", "s", "m"), [record])
    assert queries.find_record(record.record_id) == record
    assert list(queries.live_records(kind)) == [record]


def test_an_empty_value_comes_back_as_absent(sink: DatabaseSink) -> None:
    record = Record("need", "need:1", {"title": "电池", "keywords": (), "description": ""})
    store(sink, PLAN, [record])
    assert queries.find_record("need:1") == Record("need", "need:1", {"title": "电池"})


def test_the_same_record_again_changes_nothing_but_its_run(sink: DatabaseSink) -> None:
    store(sink, PLAN, needs(1, 2))
    before = models.Need.objects.get(record_id="need:1")
    later = ImportPlan("need", "needs.csv", "s1", "m1")
    assert store(sink, later, needs(1, 2)) == ChunkCounts(unchanged=2)
    after = models.Need.objects.get(record_id="need:1")
    assert (after.revision, after.updated_at) == (before.revision, before.updated_at)
    assert after.import_run_id == before.import_run_id + 1


def test_a_changed_record_gets_a_newer_revision_than_all_others(sink: DatabaseSink) -> None:
    store(sink, PLAN, needs(1, 2, 3))
    assert store(sink, PLAN, [need(2, "储能电池")]) == ChunkCounts(updated=1)
    assert models.Need.objects.get(record_id="need:2").revision == 4 == queries.newest_revision()


def test_of_two_rows_with_one_identifier_the_last_counts(sink: DatabaseSink) -> None:
    assert store(sink, PLAN, [need(1, "甲"), need(1, "乙")]) == ChunkCounts(created=1, updated=1)
    record = queries.find_record("need:1")
    assert record is not None
    assert record.values["title"] == "乙"


def test_two_same_rows_in_one_chunk_are_stored_once(sink: DatabaseSink) -> None:
    assert store(sink, PLAN, needs(1, 1)) == ChunkCounts(created=1, unchanged=1)
    assert queries.count_live("need") == 1


def test_a_row_that_comes_back_to_what_it_was_counts_as_two_updates(sink: DatabaseSink) -> None:
    store(sink, PLAN, [need(1, "甲")])
    assert store(sink, PLAN, [need(1, "乙"), need(1, "甲")]) == ChunkCounts(updated=2)
    record = queries.find_record("need:1")
    assert record is not None
    assert record.values["title"] == "甲"


def test_rows_no_longer_in_the_file_are_withdrawn_only_on_request(sink: DatabaseSink) -> None:
    store(sink, PLAN, needs(1, 2, 3))
    store(sink, ImportPlan("need", "f", "s2", "m1"), needs(1))
    assert queries.count_live("need") == 3
    run = sink.start(ImportPlan("need", "f", "s3", "m1", withdraw_missing=True))
    sink.write(run, needs(1), rows_done=1)
    assert sink.finish(run, rows=1, rejected=0) == 2
    assert [record.record_id for record in queries.live_records("need")] == ["need:1"]
    assert queries.find_record("need:2") is None


def test_what_came_from_another_installation_is_not_missing_from_a_file(sink: DatabaseSink) -> None:
    foreign = Record("need", "need:@other.example:N1", {"title": "防爆电池"})
    store(sink, PLAN, [foreign, *needs(1)])
    run = sink.start(ImportPlan("need", "f", "s3", "m1", withdraw_missing=True))
    assert sink.finish(run, rows=0, rejected=0) == 1
    assert [one.record_id for one in queries.live_records("need")] == [foreign.record_id]


def test_withdrawing_leaves_other_kinds_alone(sink: DatabaseSink) -> None:
    store(sink, ImportPlan("patent", "p", "s", "m"), [full_record(KINDS["patent"])])
    store(sink, PLAN, needs(1))
    run = sink.start(ImportPlan("need", "f", "s3", "m1", withdraw_missing=True))
    assert sink.finish(run, rows=0, rejected=0) == 1
    assert queries.count_live("patent") == 1


def test_a_withdrawn_record_that_comes_back_lives_again(sink: DatabaseSink) -> None:
    store(sink, PLAN, needs(1))
    run = sink.start(ImportPlan("need", "f", "s2", "m1", withdraw_missing=True))
    sink.finish(run, rows=0, rejected=0)
    assert store(sink, ImportPlan("need", "f", "s3", "m1"), needs(1)) == ChunkCounts(updated=1)
    assert queries.count_live("need") == 1


def test_an_interrupted_run_of_the_same_plan_is_taken_up(sink: DatabaseSink) -> None:
    run = sink.start(PLAN)
    sink.write(run, needs(1, 2), rows_done=7)
    again = sink.start(PLAN)
    assert (again.run_id, again.rows_done) == (run.run_id, 7)


@pytest.mark.parametrize(
    "other",
    [
        ImportPlan("need", "needs.csv", "s2", "m1"),
        ImportPlan("need", "needs.csv", "s1", "m2"),
        ImportPlan("need", "needs.csv", "s1", "m1", withdraw_missing=True),
        ImportPlan("achievement", "needs.csv", "s1", "m1"),
    ],
)
def test_another_plan_starts_its_own_run(sink: DatabaseSink, other: ImportPlan) -> None:
    run = sink.start(PLAN)
    sink.write(run, needs(1), rows_done=1)
    again = sink.start(other)
    assert again.run_id != run.run_id
    assert again.rows_done == 0


def test_a_finished_run_is_not_taken_up(sink: DatabaseSink) -> None:
    store(sink, PLAN, needs(1))
    assert sink.start(PLAN).rows_done == 0


def test_an_interrupted_run_is_not_taken_up_once_newer_rows_came(sink: DatabaseSink) -> None:
    run = sink.start(PLAN)
    sink.write(run, needs(1), rows_done=1)
    store(sink, ImportPlan("need", "newer.csv", "s2", "m1"), [need(1, "新")])
    assert sink.start(PLAN).rows_done == 0


def test_a_chunk_that_fails_leaves_nothing(sink: DatabaseSink) -> None:
    run = sink.start(PLAN)
    bad = Record("need", "need:2", {"title": "电池", "budget_yuan": 2**63})
    with pytest.raises((OverflowError, DataError)):
        sink.write(run, [need(1), bad], rows_done=2)
    assert queries.count_live("need") == 0
    assert sink.start(PLAN).rows_done == 0
    assert queries.newest_revision() == 0


def test_after_a_kill_acknowledged_chunks_are_there_and_no_others(records: Home) -> None:
    program = textwrap.dedent("""
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from duijie.app.records.opening import open_records
        from duijie.kernel.home import Home
        from duijie.kernel.kinds import Record
        from duijie.kernel.ports import ImportPlan
        open_records(Home(Path(sys.argv[1])))
        from duijie.app.records.sink import DatabaseSink
        sink = DatabaseSink(lambda: datetime(2026, 11, 1, tzinfo=UTC))
        run = sink.start(ImportPlan("need", "needs.csv", "s1", "m1"))
        for chunk in range(10_000):
            rows = [Record("need", f"need:{chunk}-{n}", {"title": "t"}) for n in range(200)]
            sink.write(run, rows, rows_done=(chunk + 1) * 200)
            print((chunk + 1) * 200, flush=True)
    """)
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(records.path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(records.path),
    )
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(5)][-1]
    os.kill(child.pid, signal.SIGKILL)
    acknowledged = max([acknowledged, *map(int, child.stdout.read().split())])
    child.wait()
    rows_done = models.ImportRun.objects.get().rows_done
    assert rows_done in (acknowledged, acknowledged + 200)
    assert queries.count_live("need") == rows_done
    assert queries.newest_revision() == rows_done
