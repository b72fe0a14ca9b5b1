"""Export (导出): what a selection keeps as XLSX, CSV or JSON Lines, as the reader may read it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.http import QueryDict

from duijie.app.audit.actions import note
from duijie.app.jobs.actions import start_job
from duijie.app.jobs.models import Job
from duijie.app.libraries.queries import keep, ordered_keys, records_of
from duijie.app.libraries.selection import Selection, read_selection
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import CallError, GoneError
from duijie.kernel.kinds import Disclosure, FieldSpec, Value, kind_named
from duijie.kernel.ports import Progress, silent
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_, Lang, Phrase

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}
AT_ONCE = 20_000
KEPT_FOR = timedelta(days=7)
_CHUNK = 500
_BETWEEN_WORDS = "；"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be exported (导出要求): the address of a list, the form, and its language."""

    kind: str
    query: str
    form: str
    lang: Lang

    def selection(self, actor: Actor) -> Selection:
        """Return what of the library is asked for, as this reader may ask."""
        return read_selection(actor, self.kind, QueryDict(self.query))


@dataclass(frozen=True, slots=True)
class Export:
    """Rows that are about to be written (导出内容)."""

    actor: Actor
    selection: Selection
    keys: list[int]
    wanted: Wanted
    progress: Progress = silent

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """Return the fields that the reader may read of every record of the selection.

        What opens only to partners stands in one's own records alone.
        """
        closed = {Disclosure.PARTNERS} if not self.selection.is_mine else set()
        if not self.actor.is_member:
            closed.add(Disclosure.MEMBERS)
        specs = kind_named(self.selection.kind).fields
        return tuple(spec for spec in specs if spec.disclosure not in closed)

    def records(self) -> Iterator[Any]:
        """Yield the records in their order, read again under the reader's permissions."""
        for start in range(0, len(self.keys), _CHUNK):
            self.progress("export", start, len(self.keys))
            yield from records_of(self.actor, self.selection, self.keys[start : start + _CHUNK])


def prepare(actor: Actor, wanted: Wanted) -> Export:
    """Return what is about to be exported.

    Raises:
        DeniedError: the reader belongs to no verified organisation.
        CallError: there is no such form.
    """
    require(actor, "libraries.export")
    if wanted.form not in FORMS:
        raise CallError(
            why=N_("there is no such form of file"), remedy=N_("Choose XLSX, CSV or JSON Lines.")
        )
    selection = wanted.selection(actor)
    return Export(actor, selection, ordered_keys(keep(actor, selection), selection), wanted)


@transaction.atomic
def note_export(export: Export, *, now: datetime) -> Job | None:
    """Note that a list is taken away; a long one becomes a job, which is returned."""
    wanted = export.wanted
    told: dict[str, str | int] = {"rows": len(export.keys), "form": wanted.form}
    told["query"] = wanted.query[:2000]
    note("libraries.export", f"library:{wanted.kind}", by=export.actor, now=now, values=told)
    if len(export.keys) <= AT_ONCE:
        return None
    named = {"kind": wanted.kind, "query": wanted.query, "form": wanted.form, "lang": wanted.lang}
    title = Phrase(N_("Export of %(count)s records"), count=f"{len(export.keys):,}")
    job = start_job(export.actor, "libraries.export", title, named, now=now)
    link = f"/libraries/exports/{job.pk}.{wanted.form}"
    Job.objects.filter(pk=job.pk).update(link=link)
    return job


def written(export: Export) -> Iterator[bytes]:
    """Yield an export as it is written, piece by piece; a spreadsheet comes in one."""
    if export.wanted.form == "jsonl":
        yield from _json_lines(export)
    elif export.wanted.form == "csv":
        yield from _csv(export)
    else:
        yield _spreadsheet(export)


def write_file(actor: Actor, wanted: Wanted, file: Path, progress: Progress = silent) -> int:
    """Write an export into a file, which is there whole or not at all; return how many records."""
    export = replace(prepare(actor, wanted), progress=progress)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        for piece in written(export):
            stream.write(piece)
    part.replace(file)
    return len(export.keys)


def file_of(job_id: UUID | str, form: str) -> Path:
    """Return where the file of an export job lies; its name is made here, of nobody's words."""
    return home_in_use().path / "files" / "exports" / f"{UUID(str(job_id))}.{form}"


def fetched_file(actor: Actor, job_id: UUID, form: str) -> Path:
    """Return the file of a finished export of the actor's own.

    Raises:
        GoneError: there is none, or no longer, or somebody else asked for it.
    """
    file = file_of(job_id, form)
    mine = Job.objects.filter(pk=job_id, name="libraries.export", owner=actor.user_id)
    if form not in FORMS or not actor.is_signed_in or not mine.exists() or not file.exists():
        raise GoneError(thing=N_("file"), name=f"{job_id}.{form}")
    return file


def remove_older_files(now: datetime) -> None:
    """Remove exported files that are older than a week."""
    for file in (home_in_use().path / "files" / "exports").glob("*.*"):
        if file.stat().st_mtime < (now - KEPT_FOR).timestamp():
            file.unlink(missing_ok=True)


def _json_lines(export: Export) -> Iterator[bytes]:
    for record in export.records():
        values = {spec.name: getattr(record, spec.name) for spec in export.fields}
        filled = {name: value for name, value in values.items() if value not in (None, "", ())}
        yield orjson.dumps({"id": record.record_id, **filled}, option=orjson.OPT_APPEND_NEWLINE)


def _csv(export: Export) -> Iterator[bytes]:
    written_rows = io.StringIO()
    writer = csv.writer(written_rows)
    yield b"\xef\xbb\xbf"  # without it spreadsheets take UTF-8 for something else
    for place, row in enumerate(_rows(export)):
        writer.writerow(row)
        if place % _CHUNK == 0:
            yield _taken(written_rows)
    yield _taken(written_rows)


def _taken(stream: io.StringIO) -> bytes:
    piece = stream.getvalue().encode()
    stream.seek(0)
    stream.truncate()
    return piece


def _spreadsheet(export: Export) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind_named(export.selection.kind).en)
    sheet.freeze_panes = "A2"
    for row in _rows(export):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(export: Export) -> Iterator[list[Any]]:
    lang, specs = export.wanted.lang, export.fields
    yield [spec.zh if lang == "zh" else spec.en for spec in specs]
    for record in export.records():
        yield [_cell(spec, getattr(record, spec.name), lang) for spec in specs]


def _cell(spec: FieldSpec, value: Value, lang: Lang) -> str | int:
    """Return a value as a cell: what `duijie import` reads back, and no spreadsheet computes."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return neutralised(_BETWEEN_WORDS.join(value))
    labels = {one.code: one.zh if lang == "zh" else one.en for one in spec.choices}
    return neutralised(_plain(labels.get(value, value)))


def _plain(text: str) -> str:
    # Characters that no XML may hold: openpyxl refuses the whole sheet for one of them.
    return "".join(c for c in text if c >= " " or c in "\t\n\r")
