"""Writes of imports: many records at once, each call one transaction, whole or absent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import connection, transaction
from django.db.models import F

from duijie.app.records import models
from duijie.app.records.actions.revisions import hold_revisions, next_revisions
from duijie.app.records.rows import (
    Cell,
    Table,
    content_hash,
    differing,
    table_of,
    to_cells,
    values_in_order,
)
from duijie.kernel.kinds import Record, Value
from duijie.kernel.ports import ChunkCounts, DuplicateGroup, ImportPlan

PUBLISHED = models.State.PUBLISHED.value
WITHDRAWN = models.State.WITHDRAWN.value
OUT_OF_FORCE = (WITHDRAWN, models.State.EXPIRED.value)
RUNNING = models.ImportRun.Status.RUNNING
# SQLite binds at most 32,766 values in one statement (SQLITE_MAX_VARIABLE_NUMBER since 3.32).
LOOKUP = 10_000
# A plain statement, as those of `rows`: for 40,000 versions the ORM took 1.5 s of processor more.
VERSIONS = (
    'INSERT INTO "records_recordversion" ("record_id", "revision", "state_before", "before", '
    '"changed_at", "changed_by_id", "run_id", "reason") VALUES (%s, %s, %s, %s, %s, %s, %s, %s)'
)


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports, for which organisation, and as what new records start (导入人).

    On the command line it is nobody, for no organisation.
    """

    asked_by_id: int | None = None
    owner_id: int | None = None
    state_of_new: str = PUBLISHED


COMMAND_LINE = Importer()


@transaction.atomic
def start_run(
    plan: ImportPlan, now: datetime, importer: Importer = COMMAND_LINE
) -> models.ImportRun:
    """Return the interrupted run of the same plan for the same organisation, else a new one.

    A run is taken up only while nothing of its kind was imported after it: later rows would
    otherwise be overwritten by older ones.
    """
    newest = models.ImportRun.objects.filter(kind=plan.kind).order_by("-pk").first()
    if newest is not None and newest.status == RUNNING and _is_same(newest, plan, importer):
        return newest
    return models.ImportRun.objects.create(
        kind=plan.kind,
        source_name=plan.source_name[:1000],
        source_hash=plan.source_hash,
        mapping_hash=plan.mapping_hash,
        withdraw_missing=plan.withdraw_missing,
        started_at=now,
        asked_by_id=importer.asked_by_id,
        owner_id=importer.owner_id,
        state_of_new=importer.state_of_new,
    )


@transaction.atomic
def write_records(
    run_id: int,
    kind: str,
    records: Sequence[Record],
    *,
    rows_done: int,
    now: datetime,
    seen: Sequence[str] = (),
) -> ChunkCounts:
    """Store records and how far their run has come; return what became of them.

    Of several records with one identifier the last counts, as if they had come one by one. The
    records of `seen` ids only count as touched by the run: their rows were rejected.
    """
    table = table_of(kind)
    hold_revisions()  # so that nobody changes what is looked up before it is written over
    _touch(table, run_id, seen)
    chunk = _Chunk(table, run_id, now)
    ids = list(dict.fromkeys(record.record_id for record in records))
    chunk.look_up(ids)
    for record in records:
        chunk.add(record.record_id, values_in_order(table, record))
    chunk.write()
    models.ImportRun.objects.filter(pk=run_id).update(
        rows_done=rows_done,
        created=F("created") + chunk.created,
        updated=F("updated") + chunk.updated,
        unchanged=F("unchanged") + chunk.unchanged,
    )
    return ChunkCounts(created=chunk.created, updated=chunk.updated, unchanged=chunk.unchanged)


@transaction.atomic
def finish_run(
    run_id: int, *, rows: int, rejected: int, unidentified: int = 0, now: datetime
) -> int:
    """End a run, withdrawing what it did not touch if its plan says so; return how many.

    Nothing is withdrawn when a rejected row is `unidentified`: it may be any record.
    """
    hold_revisions()
    run = models.ImportRun.objects.get(pk=run_id)
    withdrawn = 0
    if run.withdraw_missing and not unidentified:
        model = table_of(run.kind).model
        missing = model.objects.filter(state=PUBLISHED).exclude(import_run_id=run_id)  # type: ignore[attr-defined]
        # What organisations brought in or wrote themselves is not missing from another's file.
        missing = missing.filter(owner_id=run.owner_id)
        # Nor is what came from another installation: its own feed says when it is withdrawn.
        missing = missing.exclude(record_id__startswith=f"{run.kind}:@")
        found = list(missing.order_by("pk").values_list("pk", "record_id"))
        ids = [pk for pk, _ in found]
        first = next_revisions(len(ids))
        models.RecordVersion.objects.bulk_create(
            [
                models.RecordVersion(
                    record_id=record_id,
                    revision=first + place,
                    state_before=PUBLISHED,
                    changed_at=now,
                    changed_by_id=run.asked_by_id,
                    run=run,
                )
                for place, (_, record_id) in enumerate(found)
            ],
            batch_size=1000,
        )
        name = model._meta.db_table  # noqa: SLF001
        with connection.cursor() as cursor:
            cursor.executemany(
                f'UPDATE "{name}" SET state = %s, revision = %s, updated_at = %s WHERE "id" = %s',  # noqa: S608
                [
                    (WITHDRAWN, first + place, _written(now), row_id)
                    for place, row_id in enumerate(ids)
                ],
            )
        withdrawn = len(ids)
    run.status = models.ImportRun.Status.FINISHED
    run.rows_done, run.rejected, run.withdrawn, run.finished_at = rows, rejected, withdrawn, now
    run.save()
    return withdrawn


@transaction.atomic
def replace_duplicate_groups(kind: str, groups: Sequence[DuplicateGroup], now: datetime) -> int:
    """Put newly found duplicate groups of a kind in place of the earlier ones; return how many."""
    models.DuplicateMember.objects.filter(group__kind=kind).delete()
    models.DuplicateGroup.objects.filter(kind=kind).delete()
    stored = models.DuplicateGroup.objects.bulk_create(
        [
            models.DuplicateGroup(
                kind=kind, method=group.method, similarity=group.similarity, found_at=now
            )
            for group in groups
        ],
        batch_size=1000,
    )
    models.DuplicateMember.objects.bulk_create(
        [
            models.DuplicateMember(group=row, position=place, record_id=record_id)
            for row, group in zip(stored, groups, strict=True)
            for place, record_id in enumerate(group.record_ids)
        ],
        batch_size=1000,
    )
    return len(stored)


def _is_same(run: models.ImportRun, plan: ImportPlan, importer: Importer) -> bool:
    asked = Importer(run.asked_by_id, run.owner_id, run.state_of_new)
    return (
        asked == importer
        and run.source_hash == plan.source_hash
        and run.mapping_hash == plan.mapping_hash
        and run.withdraw_missing == plan.withdraw_missing
    )


def _touch(table: Table, run_id: int, record_ids: Sequence[str]) -> None:
    """Let live records count as touched by a run; what they say and their revision stay."""
    for start in range(0, len(record_ids), LOOKUP):
        some = record_ids[start : start + LOOKUP]
        rows = table.model.objects.filter(record_id__in=some, state=PUBLISHED)  # type: ignore[attr-defined]
        rows.update(import_run_id=run_id)


def _written(now: datetime) -> Cell:
    """Return a moment as the database stores it."""
    stored = connection.ops.adapt_datetimefield_value(now)
    return stored if stored is None else str(stored)


def stays(state: str, state_of_new: str) -> bool:
    """Tell whether a record of a state that says the same stays as it is.

    What was withdrawn or has expired comes back; drafts do where an import publishes.
    """
    if state in OUT_OF_FORCE:
        return False
    return state == PUBLISHED or state_of_new != PUBLISHED


def state_after(state: str, state_of_new: str) -> str:
    """Return the state of a record that an import writes over.

    What an officer is just reading becomes a draft again: they must not publish what they have
    not read.
    """
    if not stays(state, state_of_new) or state == models.State.UNDER_REVIEW:
        return state_of_new
    return state


class _Chunk:
    """One chunk of a run: sorts records into new, changed and same, then writes each kind once."""

    def __init__(self, table: Table, run_id: int, moment: datetime) -> None:
        self.table, self.run_id = table, run_id
        # Whose records a run brings in; those that are there already keep their owner.
        run = models.ImportRun.objects.only("owner_id", "asked_by_id", "state_of_new").get(
            pk=run_id
        )
        self.run, self.moment = run, moment
        self.now = _written(moment)
        self.created = self.updated = self.unchanged = 0
        self.stored: dict[str, tuple[int, str, str, int | None]] = {}
        self.seen: dict[str, str] = {}
        self.fresh: dict[str, list[Value]] = {}
        self.changed: dict[str, list[Value]] = {}
        self.same: set[int] = set()

    def look_up(self, record_ids: Sequence[str]) -> None:
        """Read hash and state of what is already there: one query per 10,000 records."""
        rows = self.table.model.objects  # type: ignore[attr-defined]
        for start in range(0, len(record_ids), LOOKUP):
            found = rows.filter(record_id__in=record_ids[start : start + LOOKUP]).values_list(
                "record_id", "pk", "content_hash", "state", "owner_id"
            )
            self.stored.update((row[0], row[1:]) for row in found)

    def add(self, record_id: str, values: list[Value]) -> None:
        """Sort one record in."""
        digest = content_hash(values)
        row = self.stored.get(record_id)
        before = self.seen.get(record_id)
        if before is None and row is not None and stays(row[2], self.run.state_of_new):
            before = row[1]
        self.seen[record_id] = digest
        if before == digest:
            self.unchanged += 1
            if row is not None and record_id not in self.changed:
                self.same.add(row[0])
        elif row is not None and not self._may_change(row[3]):
            self.unchanged += 1
        elif row is None:
            self.created += before is None
            self.updated += before is not None
            self.fresh[record_id] = values
        else:
            self.updated += 1
            self.changed[record_id] = values

    def _may_change(self, owner_id: int | None) -> bool:
        """Tell whether the run may write over a record: an organisation only over its own."""
        return self.run.owner_id is None or owner_id == self.run.owner_id

    def write(self) -> None:
        """Write what `add` sorted; what is written over is kept as a version."""
        revision = next_revisions(len(self.fresh) + len(self.changed))
        inserts: list[list[Cell]] = []
        updates: list[list[Cell]] = []
        for record_id, values in self.fresh.items():
            kept: list[Cell] = [record_id, self.now, self.run_id, self.run.owner_id]
            state = self.run.state_of_new
            inserts.append(kept + self._cells(record_id, values, revision, state))
            revision += 1
        self._keep_versions(revision)
        for record_id, values in self.changed.items():
            row_id, _, before, _ = self.stored[record_id]
            self.same.discard(row_id)
            state = state_after(before, self.run.state_of_new)
            updates.append([*self._cells(record_id, values, revision, state), row_id])
            revision += 1
        with connection.cursor() as cursor:
            if inserts:
                cursor.executemany(self.table.insert, inserts)
            if updates:
                cursor.executemany(self.table.update, updates)
        same = sorted(self.same)
        for start in range(0, len(same), LOOKUP):
            rows = self.table.model.objects.filter(pk__in=same[start : start + LOOKUP])  # type: ignore[attr-defined]
            rows.update(import_run_id=self.run_id)

    def _keep_versions(self, revision: int) -> None:
        """Keep what the changed records said, the first of which gets this change number."""
        revisions = {name: revision + place for place, name in enumerate(self.changed)}
        ids = list(self.changed)
        for start in range(0, len(ids), LOOKUP):
            some = ids[start : start + LOOKUP]
            rows = self.table.model.objects.filter(record_id__in=some)  # type: ignore[attr-defined]
            kept = [
                (
                    name,
                    revisions[name],
                    self.stored[name][2],
                    orjson.dumps(differing(self.table, said, self.changed[name])).decode(),
                    self.now,
                    self.run.asked_by_id,
                    self.run_id,
                    "",
                )
                for name, *said in rows.values_list("record_id", *self.table.fields)
            ]
            with connection.cursor() as cursor:
                cursor.executemany(VERSIONS, kept)

    def _cells(self, record_id: str, values: list[Value], revision: int, state: str) -> list[Cell]:
        """Return the cells of `CHANGED` and of the fields."""
        kept: list[Cell] = [self.seen[record_id], state, revision, self.run_id, self.now]
        return kept + to_cells(self.table, values)
