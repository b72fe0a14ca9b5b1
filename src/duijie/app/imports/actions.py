"""Writes: upload, assign columns, run, take back; the long parts as jobs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.imports import store
from duijie.app.imports.mapping import remember
from duijie.app.imports.models import FileImport
from duijie.app.imports.permissions import NewImport
from duijie.app.jobs.actions import start_job
from duijie.app.jobs.models import Job
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.ingest import ColumnMapping, check_mapping
from duijie.kernel.errors import CallError, DeniedError
from duijie.kernel.kinds import VISIBILITIES, kind_named
from duijie.kernel.words import N_, Lang, Phrase

Step = FileImport.Step


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody uploads (上传): its name as they call it, and its bytes."""

    kind: str
    organization_id: int | None
    name: str
    pieces: Iterable[bytes]
    lang: Lang = "zh"


def upload(actor: Actor, given: Upload, now: datetime) -> FileImport:
    """Store an uploaded file, recognised by its content, and return its import.

    Raises:
        DeniedError: the actor does not act for the organisation.
        CallError: it is too large.
        SourceError: it is no table.
    """
    require(actor, "imports.create", NewImport(given.organization_id))
    if actor.user_id is None:  # the platform itself imports on the command line
        raise DeniedError(permission="imports.create")
    what = FileImport(
        id=uuid4(),
        kind=kind_named(given.kind).name,
        name=store.harmless_name(given.name),
        lang=given.lang,
        asked_by_id=actor.user_id,
        organization_id=given.organization_id,
        uploaded_at=now,
    )
    try:
        what.size = store.keep_upload(what.pk, given.pieces)
        what.sheet = store.source_of(what).sheet
        with transaction.atomic():
            what.save(force_insert=True)
            note("imports.upload", f"import:{what.pk}", by=actor, now=now, values=_values(what))
    except BaseException:
        store.forget_files(what.pk)
        raise
    return what


@transaction.atomic
def choose_sheet(actor: Actor, what: FileImport, sheet: str) -> FileImport:
    """Take another sheet of the workbook; the columns are to be assigned anew.

    Raises:
        SourceError: there is no such sheet.
    """
    locked = _locked(actor, what, Step.UPLOADED, Step.MAPPED)
    locked.sheet = store.source_of(locked, sheet=sheet).sheet
    locked.step, locked.columns, locked.checked = Step.UPLOADED, [], {}
    locked.save(update_fields=["sheet", "step", "columns", "checked"])
    return locked


@transaction.atomic
def accept_mapping(
    actor: Actor, what: FileImport, mapping: ColumnMapping, visibility: str, now: datetime
) -> FileImport:
    """Take a mapping, remember it, and have the whole file looked at.

    Raises:
        MappingError: it does not fit the file.
    """
    locked = _locked(actor, what, Step.UPLOADED, Step.MAPPED)
    mapping = store.certain(mapping)
    check_mapping(mapping, store.source_of(locked))
    remember(locked, mapping)
    locked.columns = store.columns_of(mapping)
    locked.visibility = visibility if visibility in {one.code for one in VISIBILITIES} else ""
    locked.step, locked.checked = Step.MAPPED, {}
    title = Phrase(N_("Checking %(file)s"), file=locked.name)
    _start(actor, locked, "imports.check", title, now)
    locked.save()
    return locked


@transaction.atomic
def run(actor: Actor, what: FileImport, *, publishes: bool, now: datetime) -> FileImport:
    """Have the file imported: as drafts, or published where the actor may do that.

    An import that was stopped or failed is taken up again.
    """
    if publishes:
        require(actor, "imports.publish_at_once")
    locked = _locked(actor, what, Step.MAPPED, Step.RUNNING)
    if locked.step == Step.RUNNING and locked.job is not None and not locked.job.is_ended:
        return locked
    if locked.run_id is None:
        locked.publishes = publishes
    locked.step = Step.RUNNING
    title = Phrase(N_("Importing %(file)s"), file=locked.name)
    _start(actor, locked, "imports.run", title, now)
    locked.save()
    return locked


@transaction.atomic
def take_back(actor: Actor, what: FileImport, now: datetime) -> FileImport:
    """Have a whole import taken back; what was edited since stays.

    Raises:
        CallError: it is still running, or there is nothing to take back.
    """
    locked = _locked(actor, what, Step.RUNNING, Step.DONE, Step.UNDOING)
    _refuse_while_running(locked)
    if locked.run_id is None:
        raise CallError(why=N_("nothing was imported"), remedy=N_("Import the file first."))
    locked.step = Step.UNDOING
    title = Phrase(N_("Taking back the import of %(file)s"), file=locked.name)
    _start(actor, locked, "imports.undo", title, now)
    locked.save()
    return locked


@transaction.atomic
def hand_in(actor: Actor, what: FileImport, now: datetime) -> FileImport:
    """Have every draft of an import handed in for review."""
    locked = _locked(actor, what, Step.DONE)
    return _on_all(actor, locked, "imports.submit", N_("Handing in what %(file)s brought"), now)


@transaction.atomic
def publish_all(actor: Actor, what: FileImport, now: datetime) -> FileImport:
    """Have every record of an import that was handed in published; officers only."""
    require(actor, "imports.see", what)
    require(actor, "records.review")
    locked = FileImport.objects.select_for_update(of=("self",)).get(pk=what.pk)
    return _on_all(actor, locked, "imports.publish", N_("Publishing what %(file)s brought"), now)


def discard(actor: Actor, what: FileImport, now: datetime) -> None:
    """Forget an upload of which nothing was imported yet."""
    with transaction.atomic():
        locked = _locked(actor, what, Step.UPLOADED, Step.MAPPED)
        note("imports.discard", f"import:{what.pk}", by=actor, now=now, values=_values(locked))
        locked.delete()
    store.forget_files(what.pk)


def forget_unfinished(before: datetime) -> int:
    """Forget the uploads of before a moment of which nothing was imported; return how many."""
    old = FileImport.objects.filter(
        uploaded_at__lt=before, step__in=(Step.UPLOADED, Step.MAPPED), run=None
    )
    count = 0
    for import_id in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            # Asked again under the lock: somebody may have begun to import it just now.
            left = old.select_for_update().filter(pk=import_id).first()
            if left is None:
                continue
            left.delete()
        store.forget_files(import_id)
        count += 1
    return count


def _locked(actor: Actor, what: FileImport, *steps: str) -> FileImport:
    """Return the row of an import that the actor may go on with and that is at one of the steps."""
    require(actor, "imports.change", what)
    locked = FileImport.objects.select_for_update(of=("self",)).get(pk=what.pk)
    if locked.step not in steps:
        raise CallError(
            why=Phrase(
                N_("the import is already at another step: %(step)s"), step=Step(locked.step).label
            ),
            remedy=N_("Open it anew and go on from there."),
        )
    return locked


def _refuse_while_running(what: FileImport) -> None:
    if what.job is not None and not what.job.is_ended:
        raise CallError(
            why=N_("the import is still at work"), remedy=N_("Wait for its end, or stop it first.")
        )


def _on_all(actor: Actor, what: FileImport, work: str, title: str, now: datetime) -> FileImport:
    _refuse_while_running(what)
    _start(actor, what, work, Phrase(title, file=what.name), now)
    what.save(update_fields=["job"])
    return what


def _start(actor: Actor, what: FileImport, work: str, title: Phrase, now: datetime) -> Job:
    what.job = start_job(
        actor, work, title, {"import_id": str(what.pk)}, now=now, link=f"/imports/{what.pk}/"
    )
    return what.job


def _values(what: FileImport) -> Mapping[str, str | int]:
    return {"kind": what.kind, "file": what.name, "size": what.size}
