"""The conformance kit of record sinks: what every `RecordSink` must do, as tests.

A sink is proved by a subclass in the tests of its room:

    class TestDatabaseSink(SinkConformance):
        @pytest.fixture
        def sink(self, db) -> RecordSink:
            return DatabaseSink(clock)

        def live(self, sink: RecordSink) -> dict[str, dict[str, Value]]:
            return {record.record_id: dict(record.values) for record in ...}

`sink` is a fresh, empty sink; `live` returns the values of every record that is not withdrawn;
`reopened` may be overridden to return the same store through a new connection, as after a crash.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from duijie.kernel.kinds import Record, Value
from duijie.kernel.ports import ChunkCounts, ImportPlan, RecordSink

PLAN = ImportPlan("achievement", "first.csv", "hash-1", "mapping-1")
LATER = ImportPlan("achievement", "later.csv", "hash-2", "mapping-1")


def achievement(number: int, title: str = "防爆电池", **values: Value) -> Record:
    """Return a record for the tests."""
    identifier = f"2024-{number:04d}"
    return Record(
        "achievement",
        f"achievement:{identifier}",
        {"registration_number": identifier, "title": title, **values},
    )


class SinkConformance:
    """What every record sink must do (一致性测试)."""

    def live(self, sink: Any) -> dict[str, dict[str, Value]]:
        """Return the values of every record that is not withdrawn, by record id."""
        raise AssertionError("override `live` to read what the sink stored")

    def reopened(self, sink: RecordSink) -> RecordSink:
        """Return the same store, opened again."""
        return sink

    def test_what_is_written_is_there_with_its_types(self, sink: RecordSink) -> None:
        """Store every type of value and read it again."""
        record = achievement(
            1, summary="不起火。\n可循环。", trl=6, completed_on=date(2024, 3, 5),
            keywords=("电池", "防爆"), region_code="330402",
        )  # fmt: skip
        counts = _import(sink, PLAN, [record])
        assert counts == ChunkCounts(created=1)
        assert self.live(self.reopened(sink)) == {record.record_id: dict(record.values)}

    def test_the_same_records_twice_change_nothing(self, sink: RecordSink) -> None:
        """Import the same records again."""
        records = [achievement(number) for number in range(5)]
        _import(sink, PLAN, records)
        before = self.live(sink)
        counts = _import(self.reopened(sink), PLAN, records)
        assert counts == ChunkCounts(unchanged=5)
        assert self.live(sink) == before

    def test_a_changed_record_is_updated_and_lost_values_go(self, sink: RecordSink) -> None:
        """Import a record with one value changed and one gone."""
        _import(sink, PLAN, [achievement(1, trl=3, summary="旧"), achievement(2)])
        counts = _import(sink, LATER, [achievement(1, summary="新"), achievement(2)])
        assert counts == ChunkCounts(updated=1, unchanged=1)
        assert self.live(sink)["achievement:2024-0001"] == dict(achievement(1, summary="新").values)

    def test_an_interrupted_run_is_taken_up_where_it_stopped(self, sink: RecordSink) -> None:
        """Start, write two chunks, lose the run, start again."""
        run = sink.start(PLAN)
        assert run.rows_done == 0
        sink.write(run, [achievement(1)], rows_done=1)
        sink.write(run, [], rows_done=4)
        sink = self.reopened(sink)
        again = sink.start(PLAN)
        assert (again.run_id, again.rows_done) == (run.run_id, 4)
        sink.write(again, [achievement(5)], rows_done=5)
        sink.finish(again, rows=5, rejected=3)
        assert set(self.live(sink)) == {"achievement:2024-0001", "achievement:2024-0005"}

    def test_a_finished_run_is_not_taken_up(self, sink: RecordSink) -> None:
        """Start the same plan again after its end."""
        _import(sink, PLAN, [achievement(1)])
        assert sink.start(PLAN).rows_done == 0

    def test_another_plan_does_not_take_up_an_interrupted_run(self, sink: RecordSink) -> None:
        """Start another file after an interruption."""
        run = sink.start(PLAN)
        sink.write(run, [achievement(1)], rows_done=1)
        other = sink.start(LATER)
        assert other.rows_done == 0
        assert other.run_id != run.run_id

    def test_a_full_import_withdraws_what_it_no_longer_holds(self, sink: RecordSink) -> None:
        """Import three, then two with the wish to withdraw, then all three again."""
        plan = ImportPlan("achievement", "full.csv", "hash-3", "mapping-1", withdraw_missing=True)
        records = [achievement(number) for number in range(3)]
        need = Record("need", "need:1", {"need_number": "1", "title": "防爆电池"})
        _import(sink, ImportPlan("need", "needs.csv", "hash-4", "mapping-2"), [need])
        _import(sink, PLAN, records)
        run = sink.start(plan)
        sink.write(run, records[:2], rows_done=2)
        assert sink.finish(run, rows=2, rejected=0) == 1
        assert set(self.live(sink)) == {"need:1", *(r.record_id for r in records[:2])}
        counts = _import(sink, LATER, records)
        assert counts.unchanged == 2
        assert set(self.live(sink)) == {"need:1", *(r.record_id for r in records)}

    def test_without_the_wish_nothing_is_withdrawn(self, sink: RecordSink) -> None:
        """Import fewer rows than before, plainly."""
        _import(sink, PLAN, [achievement(1), achievement(2)])
        run = sink.start(LATER)
        sink.write(run, [achievement(1)], rows_done=1)
        assert sink.finish(run, rows=1, rejected=0) == 0
        assert len(self.live(sink)) == 2

    def test_a_resumed_full_import_keeps_what_its_first_half_touched(
        self, sink: RecordSink
    ) -> None:
        """Interrupt a withdrawing import; its first half must not be withdrawn at the end."""
        plan = ImportPlan("achievement", "full.csv", "hash-5", "mapping-1", withdraw_missing=True)
        _import(sink, PLAN, [achievement(number) for number in range(3)])
        run = sink.start(plan)
        sink.write(run, [achievement(0)], rows_done=1)
        sink = self.reopened(sink)
        again = sink.start(plan)
        sink.write(again, [achievement(1)], rows_done=2)
        assert sink.finish(again, rows=2, rejected=0) == 1
        assert set(self.live(sink)) == {"achievement:2024-0000", "achievement:2024-0001"}

    def test_a_record_whose_row_was_rejected_is_neither_withdrawn_nor_changed(
        self, sink: RecordSink
    ) -> None:
        """Import four, then a full import that has one good row and sees two rejected ones."""
        plan = ImportPlan("achievement", "full.csv", "hash-6", "mapping-1", withdraw_missing=True)
        records = [achievement(number, trl=number + 1) for number in range(4)]
        _import(sink, PLAN, records)
        run = sink.start(plan)
        counts = sink.write(run, records[:1], rows_done=2, seen=[records[1].record_id])
        assert counts == ChunkCounts(unchanged=1)
        sink = self.reopened(sink)
        again = sink.start(plan)
        counts = sink.write(again, [], rows_done=3, seen=[records[2].record_id])
        assert counts == ChunkCounts()
        assert sink.finish(again, rows=3, rejected=2) == 1
        assert self.live(sink) == {r.record_id: dict(r.values) for r in records[:3]}

    def test_a_rejected_row_brings_no_record_into_being(self, sink: RecordSink) -> None:
        """See rejected rows of a withdrawn record and of one that never was."""
        plan = ImportPlan("achievement", "full.csv", "hash-7", "mapping-1", withdraw_missing=True)
        _import(sink, PLAN, [achievement(1), achievement(2)])
        _import(sink, plan, [achievement(1)])
        run = sink.start(LATER)
        sink.write(run, [], rows_done=2, seen=["achievement:2024-0002", "achievement:2024-0009"])
        sink.finish(run, rows=2, rejected=2)
        assert set(self.live(sink)) == {"achievement:2024-0001"}

    def test_nothing_is_withdrawn_when_a_rejected_row_cannot_be_told(
        self, sink: RecordSink
    ) -> None:
        """End a full import in which one rejected row may be any record."""
        plan = ImportPlan("achievement", "full.csv", "hash-8", "mapping-1", withdraw_missing=True)
        _import(sink, PLAN, [achievement(number) for number in range(3)])
        run = sink.start(plan)
        sink.write(run, [achievement(0)], rows_done=2)
        assert sink.finish(run, rows=2, rejected=1, unidentified=1) == 0
        assert len(self.live(sink)) == 3
        assert sink.start(plan).rows_done == 0


def _import(sink: RecordSink, plan: ImportPlan, records: Sequence[Record]) -> ChunkCounts:
    run = sink.start(plan)
    counts = sink.write(run, records, rows_done=len(records))
    sink.finish(run, rows=len(records), rejected=0)
    return counts
