"""The sink of `ingest`: checked records into the platform's database."""

from collections.abc import Sequence

from duijie.app.records import actions
from duijie.app.records.actions import COMMAND_LINE, Importer
from duijie.kernel.kinds import Record
from duijie.kernel.ports import ChunkCounts, Clock, ImportPlan, ImportRun


class DatabaseSink:
    """Stores records in the database (记录存储): a `RecordSink`."""

    def __init__(self, clock: Clock, importer: Importer = COMMAND_LINE) -> None:
        self._clock, self._importer = clock, importer

    def start(self, plan: ImportPlan) -> ImportRun:
        """Start a run, or take up an interrupted one of the same plan."""
        run = actions.start_run(plan, self._clock(), self._importer)
        return ImportRun(run_id=run.pk, plan=plan, rows_done=run.rows_done)

    def write(
        self, run: ImportRun, records: Sequence[Record], *, rows_done: int, seen: Sequence[str] = ()
    ) -> ChunkCounts:
        """Store records as of this run, and how far it has come, in one transaction."""
        return actions.write_records(
            run.run_id, run.plan.kind, records, rows_done=rows_done, seen=seen, now=self._clock()
        )

    def finish(self, run: ImportRun, *, rows: int, rejected: int, unidentified: int = 0) -> int:
        """End the run; withdraw what it did not touch when the plan says so; return how many."""
        return actions.finish_run(
            run.run_id, rows=rows, rejected=rejected, unidentified=unidentified, now=self._clock()
        )
