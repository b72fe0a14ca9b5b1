"""Reads of the whole library: what is indexed, counted and imported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from duijie.app.records import models
from duijie.app.records.rows import Table, table_of, to_record
from duijie.kernel.kinds import KINDS, Record
from duijie.kernel.ports import DuplicateGroup

# Rows per query when many are read: the page is read to its end before a row is given out, so that
# a slow reader holds no snapshot open and the write-ahead log can be folded back.
PAGE = 4000


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of a kind there are (记录数)."""

    kind: str
    live: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One import run, for people (导入批次)."""

    run_id: int
    kind: str
    source_name: str
    is_finished: bool
    rows_done: int
    rejected: int
    started_at: datetime


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A record as of a change number; None when it was withdrawn (变更)."""

    record_id: str
    revision: int
    record: Record | None


def find_record(record_id: str) -> Record | None:
    """Return a live record, or None."""
    kind = record_id.partition(":")[0]
    if kind not in KINDS:
        return None
    table = table_of(kind)
    row = (
        _rows(table)
        .filter(record_id=record_id, state=models.State.PUBLISHED)
        .values_list(*table.fields)
        .first()
    )
    return None if row is None else to_record(table, record_id, row)


def live_records(kind: str) -> Iterator[Record]:
    """Yield every live record of a kind in the order of its first import, streaming."""
    table = table_of(kind)
    last = 0
    while True:
        page = list(
            _rows(table)
            .filter(pk__gt=last, state=models.State.PUBLISHED)
            .order_by("pk")
            .values_list("pk", "record_id", *table.fields)[:PAGE]
        )
        for row in page:
            yield to_record(table, row[1], row[2:])
        if len(page) < PAGE:
            return
        last = page[-1][0]


def changed_records(kind: str, since: int, until: int) -> Iterator[StoredChange]:
    """Yield what changed of a kind after `since` up to `until`, oldest first, streaming."""
    table = table_of(kind)
    while True:
        page = list(
            _rows(table)
            .filter(revision__gt=since, revision__lte=until)
            .order_by("revision")
            .values_list("revision", "state", "record_id", *table.fields)[:PAGE]
        )
        for revision, state, record_id, *cells in page:
            is_published = state == models.State.PUBLISHED
            record = to_record(table, record_id, cells) if is_published else None
            yield StoredChange(record_id, revision, record)
        if len(page) < PAGE:
            return
        since = page[-1][0]


def count_live(kind: str) -> int:
    """Return how many live records of a kind there are."""
    return int(_rows(table_of(kind)).filter(state=models.State.PUBLISHED).count())


def counts_by_kind() -> list[KindCount]:
    """Return how many records of each kind there are."""
    counts = []
    for kind in KINDS:
        live, total = count_live(kind), int(_rows(table_of(kind)).count())
        counts.append(KindCount(kind, live, total - live))
    return counts


def newest_revision() -> int:
    """Return the newest change number; 0 when nothing was ever written."""
    return models.RevisionCounter.objects.aggregate(newest=Max("last"))["newest"] or 0


def newest_runs(limit: int = 10) -> list[RunSummary]:
    """Return the newest import runs, newest first."""
    return [
        RunSummary(
            run_id=run.pk,
            kind=run.kind,
            source_name=run.source_name,
            is_finished=run.status == models.ImportRun.Status.FINISHED,
            rows_done=run.rows_done,
            rejected=run.rejected,
            started_at=run.started_at,
        )
        for run in models.ImportRun.objects.order_by("-pk")[:limit]
    ]


def duplicate_groups(kind: str, limit: int) -> list[DuplicateGroup]:
    """Return the duplicate groups found last, the largest likeness first."""
    groups = models.DuplicateGroup.objects.filter(kind=kind).order_by("-similarity", "pk")[:limit]
    return [
        DuplicateGroup(
            tuple(member.record_id for member in group.members.all()),
            group.method,
            group.similarity,
        )
        for group in groups.prefetch_related("members")
    ]


def count_duplicate_groups(kind: str) -> int:
    """Return how many duplicate groups were found last."""
    return models.DuplicateGroup.objects.filter(kind=kind).count()


def titles_of(record_ids: Sequence[str]) -> dict[str, str]:
    """Return the title of each record that is there."""
    titles: dict[str, str] = {}
    for kind in KINDS:
        wanted = [name for name in record_ids if name.startswith(f"{kind}:")]
        table = table_of(kind)
        rows = _rows(table).filter(record_id__in=wanted)
        titles.update(rows.values_list("record_id", table.kind.title.name))
    return titles


def _rows(table: Table) -> QuerySet[Any]:
    rows: QuerySet[Any] = table.model.objects.all()  # type: ignore[attr-defined]
    return rows
