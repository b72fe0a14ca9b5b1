"""Taking back a whole import: what it brought in is withdrawn, what it changed is as before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from duijie.app.records import models
from duijie.app.records.actions.revisions import hold_revisions, next_revisions
from duijie.app.records.actions.writing import fill
from duijie.app.records.models import State
from duijie.app.records.rows import Table, content_hash, differing, table_of, value_of

UNDONE = "import taken back"  # marks the versions that a taking back leaves
OUT_OF_FORCE = (State.WITHDRAWN, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of some records of an import (撤销结果).

    `last` is the key to go on after, None when nothing is left. `kept` are the records that
    somebody edited after the import: they stay as they are.
    """

    last: int | None
    undone: int = 0
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taking:
    """A taking back (撤销): which run, by whom and when."""

    run: models.ImportRun
    by_id: int | None
    now: datetime

    @property
    def table(self) -> Table:
        """Return the table that the run wrote."""
        return table_of(self.run.kind)

    def version(
        self, record: models.StoredRecord, revision: int, before: dict[str, object]
    ) -> models.RecordVersion:
        """Return the version that is kept of a record that is taken back."""
        return models.RecordVersion(
            record_id=record.record_id,
            revision=revision,
            state_before=record.state,
            before=before,
            changed_at=self.now,
            changed_by_id=self.by_id,
            run=self.run,
            reason=UNDONE,
        )


@transaction.atomic
def take_back_created(taking: Taking, after: int, limit: int) -> TakenBack:
    """Withdraw the next records that a run brought in, except those edited since."""
    table, run, now = taking.table, taking.run, taking.now
    hold_revisions()
    rows = _manager(table).select_for_update()
    brought = list(rows.filter(first_run=run, pk__gt=after).order_by("pk")[:limit])
    if not brought:
        return TakenBack(None)
    edited = edited_since(run, [record.record_id for record in brought])
    withdrawn = [
        record
        for record in brought
        if record.record_id not in edited and record.state != State.WITHDRAWN
    ]
    revision = next_revisions(len(withdrawn))
    versions = []
    for place, record in enumerate(withdrawn):
        versions.append(taking.version(record, revision + place, {}))
        record.state, record.revision, record.updated_at = State.WITHDRAWN, revision + place, now
    models.RecordVersion.objects.bulk_create(versions, batch_size=1000)
    _manager(table).bulk_update(withdrawn, ["state", "revision", "updated_at"], batch_size=200)
    kept = tuple(record.record_id for record in brought if record.record_id in edited)
    return TakenBack(brought[-1].pk, len(withdrawn), kept)


@transaction.atomic
def take_back_changed(taking: Taking, after: int, limit: int) -> TakenBack:
    """Give the next records that a run changed their values back, except those edited since."""
    table, run = taking.table, taking.run
    hold_revisions()
    versions = list(
        models.RecordVersion.objects.filter(run=run, pk__gt=after)
        .exclude(reason=UNDONE)
        .order_by("pk")[:limit]
    )
    if not versions:
        return TakenBack(None)
    ids = [version.record_id for version in versions]
    edited = edited_since(run, ids)
    rows = _manager(table).select_for_update().filter(record_id__in=ids).exclude(first_run=run)
    stored = {record.record_id: record for record in rows}
    changed = [v for v in versions if v.record_id in stored and v.record_id not in edited]
    revision = next_revisions(len(changed))
    kept_versions = []
    for place, version in enumerate(changed):
        record = stored[version.record_id]
        kept_versions.append(_restore(taking, record, version, revision + place))
    models.RecordVersion.objects.bulk_create(kept_versions, batch_size=1000)
    columns = [*table.fields, "content_hash", "state", "revision", "updated_at"]
    restored = [stored[version.record_id] for version in changed]
    _manager(table).bulk_update(restored, columns, batch_size=100)
    kept = tuple(dict.fromkeys(v.record_id for v in versions if v.record_id in edited))
    return TakenBack(versions[-1].pk, len(changed), kept)


@transaction.atomic
def end_run(run: models.ImportRun, now: datetime) -> None:
    """End a run that was taken back, so that the same file is never taken up in its middle."""
    models.ImportRun.objects.filter(pk=run.pk, finished_at=None).update(
        status=models.ImportRun.Status.FINISHED, finished_at=now
    )


def edited_since(run: models.ImportRun, record_ids: Sequence[str]) -> set[str]:
    """Return which of some records of a run were given other values after it, by whomever.

    That a record was submitted, published or has expired since is no edit.
    """
    later = (
        models.RecordVersion.objects.filter(record_id__in=record_ids)
        .exclude(run=run)
        .values_list("record_id", "revision", "before")
    )
    before = dict(
        models.RecordVersion.objects.filter(run=run, record_id__in=record_ids)
        .exclude(reason=UNDONE)
        .order_by("-pk")
        .values_list("record_id", "revision")
    )
    return {
        record_id
        for record_id, revision, values in later
        if values and revision > before.get(record_id, 0)
    }


def _restore(
    taking: Taking, record: models.StoredRecord, version: models.RecordVersion, revision: int
) -> models.RecordVersion:
    """Give a record the values of a version back; return the version that this leaves."""
    table = taking.table
    said = [getattr(record, name) for name in table.fields]
    specs = {spec.name: spec for spec in table.kind.fields}
    fill(
        record,
        {name: value_of(specs[name], old) for name, old in version.before.items() if name in specs},
    )
    says = [getattr(record, name) for name in table.fields]
    left = taking.version(record, revision, differing(table, said, says))
    record.content_hash = content_hash(says)
    if version.state_before in OUT_OF_FORCE:  # the import had brought it back
        record.state = version.state_before
    record.revision, record.updated_at = revision, taking.now
    return left


def _manager(table: Table) -> Any:
    return table.model.objects  # type: ignore[attr-defined]
