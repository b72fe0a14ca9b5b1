"""Reads: what happened to a record, and who opened it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from duijie.app.records.models import Attachment, Opening, RecordVersion, Review
from duijie.app.records.queries.shown import seen_record
from duijie.app.records.rows import plain_value, table_of, value_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.kernel.clock import system_clock
from duijie.kernel.kinds import Disclosure, FieldSpec, Value

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change made of one field (字段变更)."""

    spec: FieldSpec
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a record (变更记录): by whom, when, which state and fields."""

    revision: int
    changed_at: datetime
    by: str
    reason: str
    state_before: str
    state_after: str
    is_import: bool
    differences: tuple[Difference, ...]

    @property
    def changes_state(self) -> bool:
        """Tell whether the record came into another state."""
        return self.state_before != self.state_after


def history_of(actor: Actor, record_id: str, now: datetime | None = None) -> list[Step]:
    """Return the changes of a record, newest first; the newest 200.

    Officers do not see what changed in the partners' part, unless they opened it with a reason.

    Raises:
        GoneError: there is no such record, or not for this actor.
        DeniedError: the actor may see the record, but not its history.
    """
    stored, subject = seen_record(actor, record_id, now or system_clock())
    require(actor, "records.see_history", subject)
    table = table_of(record_id.partition(":")[0])
    closed = (
        set() if allowed(actor, "records.see_partners_part", subject) else {Disclosure.PARTNERS}
    )
    later = {name: plain_value(getattr(stored, name)) for name in table.fields}
    state, steps = stored.state, []
    versions = RecordVersion.objects.filter(record_id=record_id).select_related("changed_by")
    for version in versions.order_by("-revision")[:LONGEST]:
        differences = []
        for spec in table.kind.fields:
            if spec.name in version.before:
                before = version.before[spec.name]
                if spec.disclosure not in closed:
                    differences.append(
                        Difference(spec, value_of(spec, before), value_of(spec, later[spec.name]))
                    )
                later[spec.name] = before
        steps.append(
            Step(
                revision=version.revision,
                changed_at=version.changed_at,
                by=str(version.changed_by or ""),
                reason=version.reason,
                state_before=version.state_before,
                state_after=state,
                is_import=version.run_id is not None,
                differences=tuple(differences),
            )
        )
        state = version.state_before
    return steps


def openings_of(actor: Actor, record_id: str, now: datetime | None = None) -> Sequence[Opening]:
    """Return who opened which part of a record, newest first; the newest 200.

    Raises:
        GoneError: there is no such record, or not for this actor.
        DeniedError: the record is not the actor's.
    """
    _, subject = seen_record(actor, record_id, now or system_clock())
    require(actor, "records.see_openings", subject)
    rows = Opening.objects.filter(record_id=record_id).select_related("user", "organization")
    return list(rows.order_by("-opened_at", "-pk")[:LONGEST])


def reviews_of(record_id: str) -> Sequence[Review]:
    """Return what officers found of a record, newest first."""
    rows = Review.objects.filter(record_id=record_id).select_related("reviewer")
    return list(rows.order_by("-pk")[:20])


def attachments_of(record_id: str) -> Sequence[Attachment]:
    """Return the files of a record in the order they were added, whoever may open them."""
    return list(
        Attachment.objects.filter(record_id=record_id, removed_at__isnull=True).order_by(
            "added_at", "pk"
        )
    )
