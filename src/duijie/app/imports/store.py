"""The files of imports: each in a folder of its own, under an id and never under its name."""

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from duijie.app.importing import open_file
from duijie.app.imports.models import FileImport
from duijie.app.wiring import home_in_use
from duijie.ingest import ColumnMapping, ColumnUse, Source
from duijie.kernel.durable import private_folder
from duijie.kernel.errors import CallError, SourceError
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, Phrase

MEGABYTE = 1_000_000
ERRORS = ("errors.xlsx", "errors.csv")
_NOT_IN_NAMES = re.compile(r"[^\w.()（）\[\] +-]+")


def folder_of(import_id: UUID) -> Path:
    """Return the folder of an import."""
    return home_in_use().path / "files" / "imports" / str(import_id)


def file_of(import_id: UUID) -> Path:
    """Return the file that was uploaded."""
    return folder_of(import_id) / "upload"


def report_of(import_id: UUID) -> Path:
    """Return the list of problems of an import."""
    return folder_of(import_id) / "problems.csv"


def largest_bytes() -> int:
    """Return how large a file may be that is uploaded."""
    settings = load_settings(home_in_use().settings_file)
    return settings.integer("imports.max_megabytes") * MEGABYTE


def keep_upload(import_id: UUID, pieces: Iterable[bytes]) -> int:
    """Store the pieces of a file that is uploaded; return its size in bytes.

    Raises:
        CallError: it is larger than is allowed.
    """
    private_folder(folder_of(import_id))
    most, size = largest_bytes(), 0
    opened = os.open(file_of(import_id), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(opened, "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise too_large(most)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size


def too_large(most: int) -> CallError:
    """Return the error of a file that is larger than is allowed."""
    return CallError(
        why=Phrase("the file is larger than %(megabytes)d MB", megabytes=most // MEGABYTE),
        remedy=N_("Split it, or pack it with gzip; who runs the platform can raise the limit."),
    )


def forget_files(import_id: UUID) -> None:
    """Remove everything that is stored of an import."""
    shutil.rmtree(folder_of(import_id), ignore_errors=True)


def source_of(what: FileImport, *, sheet: str | None = None) -> Source:
    """Return the uploaded file as a source.

    Raises:
        SourceError: it is no file that can be imported; the error names it as its owner does.
    """
    settings = load_settings(home_in_use().settings_file)
    try:
        return open_file(file_of(what.pk), settings, sheet=what.sheet if sheet is None else sheet)
    except SourceError as error:
        raise named_as_uploaded(what, error) from None


def named_as_uploaded(what: FileImport, error: SourceError) -> SourceError:
    """Return an error of a source with the name of the file in place of its path here."""
    return type(error)(**{**error.values, "path": what.name})


def mapping_of(what: FileImport) -> ColumnMapping:
    """Return the mapping that was accepted."""
    uses = tuple(ColumnUse(str(h), str(f), int(u)) for h, f, u in what.columns)
    return ColumnMapping(what.kind, uses)


def columns_of(mapping: ColumnMapping) -> list[list[object]]:
    """Return a mapping as it is stored with an import."""
    return [[use.header, use.field, use.unit_yuan] for use in mapping.columns]


def certain(mapping: ColumnMapping) -> ColumnMapping:
    """Return a mapping as the choice of a person."""
    return replace(
        mapping,
        columns=tuple(replace(use, certainty=1.0 if use.field else 0.0) for use in mapping.columns),
    )


def harmless_name(name: str) -> str:
    """Return the name of a file as it is shown: without folders and signs that mean something.

    >>> harmless_name("../../etc/成果 (1).xlsx"), harmless_name("")
    ('成果 (1).xlsx', 'file')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return _NOT_IN_NAMES.sub("_", last).strip(" .")[:200] or "file"
