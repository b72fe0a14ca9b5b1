"""A record store in memory that behaves as the database does."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from duijie.kernel.kinds import Record, Value
from duijie.kernel.ports import ChunkCounts, ImportPlan, ImportRun


@dataclass
class StoredRun:
    plan: ImportPlan
    rows_done: int = 0
    is_finished: bool = False


@dataclass
class StoredRecord:
    record: Record
    last_run: int
    is_withdrawn: bool = False


@dataclass
class MemorySink:
    """Holds records and runs; identical records change nothing but their last run."""

    runs: list[StoredRun] = field(default_factory=list)
    stored: dict[str, StoredRecord] = field(default_factory=dict)

    def start(self, plan: ImportPlan) -> ImportRun:
        for number, run in enumerate(self.runs):
            if run.plan == plan and not run.is_finished:
                return ImportRun(number, plan, run.rows_done)
        self.runs.append(StoredRun(plan))
        return ImportRun(len(self.runs) - 1, plan)

    def write(
        self, run: ImportRun, records: Sequence[Record], *, rows_done: int, seen: Sequence[str] = ()
    ) -> ChunkCounts:
        for record_id in seen:
            if record_id in self.stored:
                self.stored[record_id].last_run = run.run_id
        created = updated = unchanged = 0
        for record in records:
            known = self.stored.get(record.record_id)
            if known is None:
                created += 1
            elif known.record.values == record.values and not known.is_withdrawn:
                unchanged += 1
            else:
                updated += 1
            self.stored[record.record_id] = StoredRecord(record, run.run_id)
        self.runs[run.run_id].rows_done = rows_done
        return ChunkCounts(created, updated, unchanged)

    def finish(self, run: ImportRun, *, rows: int, rejected: int, unidentified: int = 0) -> int:
        self.runs[run.run_id].is_finished = True
        if unidentified or not run.plan.withdraw_missing:
            return 0
        gone = [
            stored
            for stored in self.stored.values()
            if stored.record.kind == run.plan.kind
            and stored.last_run != run.run_id
            and not stored.is_withdrawn
        ]
        for stored in gone:
            stored.is_withdrawn = True
        return len(gone)

    def live(self) -> dict[str, dict[str, Value]]:
        """Return the values of every record that is not withdrawn, by id."""
        return {
            record_id: dict(stored.record.values)
            for record_id, stored in self.stored.items()
            if not stored.is_withdrawn
        }
