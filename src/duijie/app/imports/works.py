"""The long parts of an import, each a job: look at the whole file, import it, take it back."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.imports import errors_file, store
from duijie.app.imports.models import FileImport
from duijie.app.imports.sinks import MOST_FOREIGN, GuardedSink, LookingSink
from duijie.app.jobs.context import JobContext
from duijie.app.jobs.registry import work
from duijie.app.records import actions as records
from duijie.app.records.actions import undoing
from duijie.app.records.models import ImportRun, State
from duijie.app.records.rows import table_of
from duijie.app.records.sink import DatabaseSink
from duijie.app.shared.permissions import require
from duijie.ingest import IngestOptions, IngestReport, ingest
from duijie.kernel.errors import CallError, DuijieError, GoneError, SourceError
from duijie.kernel.words import N_, Lang

CHUNK = 1000
MOST_LISTED = 200
Json = dict[str, object]


@work("imports.check")
def check(context: JobContext, import_id: str) -> Json:
    """Look at the whole file as an import would, and store nothing but the counts."""
    what = _import(context, import_id)
    sink = LookingSink(what)
    report = _ingest(what, sink, context)
    counts = _counts(report, sink.foreign)
    FileImport.objects.filter(pk=what.pk, step=FileImport.Step.MAPPED).update(checked=counts)
    return {"rows": report.rows, "rejected": report.rejected}


@work("imports.run")
def run(context: JobContext, import_id: str) -> Json:
    """Import the file; cut off, it is taken up at the row where it was."""
    what = _import(context, import_id)
    importer = records.Importer(
        asked_by_id=what.asked_by_id,
        owner_id=what.organization_id,
        state_of_new=State.PUBLISHED if what.publishes else State.DRAFT,
    )
    inner = DatabaseSink(context.clock, importer)
    sink = GuardedSink(inner, what.pk, context)
    report = _ingest(what, sink, context)
    errors_file.write(what, store.source_of(what), sink.foreign)
    _finish(what, report, sink, context)
    return {"rows": report.rows, "rejected": report.rejected}


@work("imports.undo")
def undo(context: JobContext, import_id: str) -> Json:
    """Take an import back, some records at a time; cut off, it goes on after the last."""
    what = _import(context, import_id)
    stored = what.run
    if stored is None:
        raise CallError(why=N_("nothing was imported"), remedy=N_("Import the file first."))
    taking = undoing.Taking(stored, context.actor.user_id, context.clock())
    for part, step in (
        ("changed", undoing.take_back_changed),
        ("created", undoing.take_back_created),
    ):
        while _take_back(what, part, partial(step, taking), context):
            done = int(what.taken_back.get("undone", 0))
            context.progress("undo", done, max(stored.created + stored.updated, done))
    with transaction.atomic():
        context.hold()
        undoing.end_run(stored, context.clock())
        now = context.clock()
        what.step, what.undone_at = FileImport.Step.UNDONE, now
        what.save(update_fields=["step", "undone_at"])
        note("imports.undo", f"import:{what.pk}", by=context.actor, now=now, values=_plain(what))
    return {"undone": what.taken_back.get("undone", 0), "kept": len(_kept(what))}


@work("imports.submit")
def submit(context: JobContext, import_id: str) -> Json:
    """Hand every draft of an import in for review."""
    return _each(context, import_id, State.DRAFT, records.submit)


@work("imports.publish")
def publish(context: JobContext, import_id: str) -> Json:
    """Put every record of an import that was handed in into force."""
    return _each(context, import_id, State.UNDER_REVIEW, records.publish)


def _import(context: JobContext, import_id: str, rule: str = "imports.change") -> FileImport:
    """Return the import of a job; who asked for the job may no longer be who they were."""
    what = FileImport.objects.select_related("run").filter(pk=import_id).first()
    if what is None:
        raise GoneError(thing=N_("import"), name=import_id)
    require(context.actor, rule, what)
    return what


def _ingest(what: FileImport, sink: LookingSink | GuardedSink, context: JobContext) -> IngestReport:
    lang: Lang = "zh" if what.lang == "zh" else "en"
    options = IngestOptions(
        report_path=store.report_of(what.pk), lang=lang, visibility=what.visibility
    )
    is_look = isinstance(sink, LookingSink)

    def told(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        context.progress("check" if is_look else stage, finished, total, note)

    source, mapping = store.source_of(what), store.mapping_of(what)
    try:
        return ingest(source, mapping, sink, options=options, progress=told)
    except SourceError as error:
        raise store.named_as_uploaded(what, error) from None


def _counts(report: IngestReport, foreign: list[str]) -> Json:
    told = asdict(report)
    wanted = ("rows", "accepted", "rejected", "repaired", "created", "updated", "unchanged",
              "problem_counts")  # fmt: skip
    counts: Json = {name: told[name] for name in wanted}
    left_out = report.rejected + len(foreign)
    return counts | {
        "left_out": left_out,
        "foreign": len(foreign),
        "foreign_ids": foreign[:MOST_FOREIGN],
    }


def _finish(what: FileImport, report: IngestReport, sink: GuardedSink, context: JobContext) -> None:
    """Note what the import did: the counts of all its tries, which the run holds."""
    with transaction.atomic():
        context.hold()
        now = context.clock()
        what.refresh_from_db()
        ran = ImportRun.objects.get(pk=report.run_id)
        totals = {"created": ran.created, "updated": ran.updated, "unchanged": ran.unchanged}
        what.report = _counts(report, sink.foreign) | totals
        what.step, what.imported_at = FileImport.Step.DONE, now
        what.save(update_fields=["report", "step", "imported_at"])
        note("imports.run", f"import:{what.pk}", by=context.actor, now=now, values=_plain(what))


def _take_back(
    what: FileImport,
    part: str,
    step: Callable[[int, int], undoing.TakenBack],
    context: JobContext,
) -> bool:
    """Take some records back and note how far that came, in one transaction; False at the end."""
    with transaction.atomic():
        context.hold()
        so_far = dict(what.taken_back)
        done = step(int(so_far.get(part, 0)), CHUNK)
        if done.last is None:
            return False
        kept = [*_kept(what), *(name for name in done.kept if name not in _kept(what))]
        so_far |= {
            part: done.last,
            "undone": int(so_far.get("undone", 0)) + done.undone,
            "kept": kept[:MOST_LISTED],
            "kept_count": int(so_far.get("kept_count", 0)) + len(done.kept),
        }
        FileImport.objects.filter(pk=what.pk).update(taken_back=so_far)
        what.taken_back = so_far
    return True


def _kept(what: FileImport) -> list[str]:
    return list(what.taken_back.get("kept", []))


def _each(
    context: JobContext,
    import_id: str,
    state: str,
    act: Callable[..., object],
) -> Json:
    """Do something to each record of an import that is in a state; count what was refused."""
    what = _import(context, import_id, "imports.see")
    rows = table_of(what.kind).model.objects.filter(first_run_id=what.run_id, state=state)  # type: ignore[attr-defined]
    total, done, refused, last = rows.count(), 0, 0, 0
    while some := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", "record_id")[:CHUNK]
    ):
        last = some[-1][0]
        for _, record_id in some:
            try:
                act(context.actor, record_id, now=context.clock())
                done += 1
            except DuijieError:
                refused += 1
            context.progress("write", done + refused, total)
    return {"done": done, "refused": refused}


def _plain(what: FileImport) -> dict[str, str | int]:
    return {"kind": what.kind, "file": what.name, "run": what.run_id or 0}
