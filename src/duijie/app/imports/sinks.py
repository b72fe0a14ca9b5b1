"""Where the rows of an import go: nowhere while it is only looked at, else the database."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from duijie.app.imports.models import FileImport
from duijie.app.jobs.context import JobContext
from duijie.app.records.actions.imports import stays
from duijie.app.records.models import ImportRun as StoredRun
from duijie.app.records.models import State
from duijie.app.records.rows import Table, content_hash, table_of, values_in_order
from duijie.app.records.sink import DatabaseSink
from duijie.kernel.kinds import Record
from duijie.kernel.ports import ChunkCounts, ImportPlan, ImportRun

LOOKUP = 10_000
MOST_FOREIGN = 1000


def foreign_ids(table: Table, organization_id: int | None, ids: Sequence[str]) -> set[str]:
    """Return which records belong to another organisation: an import leaves those alone."""
    if organization_id is None:
        return set()
    rows = table.model.objects.filter(record_id__in=ids)  # type: ignore[attr-defined]
    return set(rows.exclude(owner_id=organization_id).values_list("record_id", flat=True))


class LookingSink:
    """Counts what an import would do, and stores nothing (预检): a `RecordSink`."""

    def __init__(self, what: FileImport) -> None:
        self._what, self._table = what, table_of(what.kind)
        self.foreign: list[str] = []

    def start(self, plan: ImportPlan) -> ImportRun:
        """Start nothing."""
        return ImportRun(run_id=0, plan=plan)

    def write(
        self, run: ImportRun, records: Sequence[Record], *, rows_done: int, seen: Sequence[str] = ()
    ) -> ChunkCounts:
        """Return what would become of the records."""
        del run, rows_done, seen
        ids = [record.record_id for record in records]
        stored: dict[str, tuple[str, str, int | None]] = {}
        for start in range(0, len(ids), LOOKUP):
            rows = self._table.model.objects.filter(record_id__in=ids[start : start + LOOKUP])  # type: ignore[attr-defined]
            stored.update(
                (row[0], row[1:])
                for row in rows.values_list("record_id", "content_hash", "state", "owner_id")
            )
        state_of_new = State.PUBLISHED if self._what.publishes else State.DRAFT
        created = updated = unchanged = 0
        for record in records:
            row = stored.get(record.record_id)
            if row is None:
                created += 1
            elif not self._may_change(row[2]):
                self.foreign.append(record.record_id)
            elif stays(row[1], state_of_new) and row[0] == content_hash(
                values_in_order(self._table, record)
            ):
                unchanged += 1
            else:
                updated += 1
        return ChunkCounts(created, updated, unchanged)

    def finish(self, run: ImportRun, *, rows: int, rejected: int, unidentified: int = 0) -> int:
        """End nothing."""
        del run, rows, rejected, unidentified
        return 0

    def _may_change(self, owner_id: int | None) -> bool:
        own = self._what.organization_id
        return own is None or owner_id == own


class GuardedSink:
    """Stores the rows of a job's import (导入存储): a `RecordSink`.

    Each chunk is written only while the job is still this worker's; the records of others are left
    alone; a run that was cut off is the one that is taken up, whatever was imported meanwhile.
    """

    def __init__(self, inner: DatabaseSink, import_id: UUID, context: JobContext) -> None:
        self._inner, self._import_id, self._context = inner, import_id, context
        self.foreign: list[str] = []

    def start(self, plan: ImportPlan) -> ImportRun:
        """Start the run of this import, or take it up where it was cut off."""
        with transaction.atomic():
            self._context.hold()
            what = FileImport.objects.select_for_update().get(pk=self._import_id)
            self._what = what
            plan = replace(plan, source_name=what.name)
            self.foreign = [str(name) for name in what.report.get("foreign_ids", [])]
            run = what.run
            if run is not None:  # cut off; perhaps after its last row, before that was noted
                is_whole = run.status == StoredRun.Status.FINISHED
                done = sys.maxsize if is_whole else run.rows_done
                return ImportRun(run_id=run.pk, plan=plan, rows_done=done)
            started = self._inner.start(plan)
            what.run_id = started.run_id
            what.save(update_fields=["run"])
            return started

    def write(
        self, run: ImportRun, records: Sequence[Record], *, rows_done: int, seen: Sequence[str] = ()
    ) -> ChunkCounts:
        """Store what is new or one's own, and how far the run has come, in one transaction."""
        with transaction.atomic():
            self._context.hold()
            ids = [record.record_id for record in records]
            foreign = foreign_ids(table_of(self._what.kind), self._what.organization_id, ids)
            if foreign:  # with the rows: who takes the import up does not look at them again
                self.foreign += sorted(foreign)
                FileImport.objects.filter(pk=self._import_id).update(
                    report={"foreign_ids": self.foreign[:MOST_FOREIGN]}
                )
            own = [record for record in records if record.record_id not in foreign]
            return self._inner.write(run, own, rows_done=rows_done, seen=seen)

    def finish(self, run: ImportRun, *, rows: int, rejected: int, unidentified: int = 0) -> int:
        """End the run."""
        with transaction.atomic():
            self._context.hold()
            return self._inner.finish(run, rows=rows, rejected=rejected, unidentified=unidentified)
