"""One change → committed: data files first, then the text index, the manifest around both."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from duijie.index.backends.embedded.appending import Appender, RowFacets
from duijie.index.backends.embedded.batches import Batch
from duijie.index.backends.embedded.layout import (
    CODED,
    NUMBERS,
    Manifest,
    read_manifest,
    write_manifest,
)
from duijie.index.backends.embedded.rows import RowView
from duijie.index.backends.embedded.scan import with_codes
from duijie.index.backends.embedded.text import TextWriter, open_text
from duijie.index.tokens import document_terms

# Past so many rows without stored codes, opening would take noticeably longer.
_MOST_UNCODED_ROWS = 50_000
_CHUNK = 1000


def commit_change(
    folder: Path, manifest: Manifest, batch: Batch | None, buried: Sequence[int], revision: int
) -> Manifest:
    """Append a batch and bury rows; return the manifest that says so.

    Data files are made durable, then a pending manifest, then the text index, then the settled
    manifest: after a crash in between `roll_forward` does the rest. The caller holds the lock.
    """
    appender = Appender(folder, manifest)
    try:
        facets = appender.append(batch) if batch else None
        appender.bury(buried)
        lengths, checksums = appender.sync(), appender.checksums
    finally:
        appender.close()
    pending = replace(
        manifest,
        rows=appender.rows,
        dead=appender.dead,
        revision=revision,
        lengths=lengths,
        checksums={**manifest.checksums, **checksums},
        pending=True,
    )
    write_manifest(folder, pending)
    with TextWriter(open_text(folder), bulk=False) as writer:
        writer.remove(buried)
        if batch and facets:
            writer.add(batch.terms, facets)
        writer.commit()
        settled = _coded(folder, pending.settled())
        write_manifest(folder, settled)
    _drop_old_codes(folder, settled)
    return settled


def roll_forward(folder: Path) -> Manifest:
    """Finish a change that a crash interrupted; return the settled manifest.

    Everything that the text index may lack is in the data files. Doing it twice does no harm:
    a row is removed before it is added. The caller holds the lock.
    """
    manifest = read_manifest(folder)
    if not manifest.pending:
        return manifest
    view = RowView(folder, manifest)
    packer = view.packer()
    with TextWriter(open_text(folder), bulk=False) as writer:
        writer.remove(range(manifest.text_rows, manifest.rows))
        for start in range(manifest.text_rows, manifest.rows, _CHUNK):
            stop = min(start + _CHUNK, manifest.rows)
            documents = (view.document(row, packer) for row in range(start, stop))
            terms = [" ".join(document_terms(document)) for document in documents]
            writer.add(terms, _facets(view, start, stop))
        writer.remove(view.column("dead.rows")[manifest.text_dead :].tolist())
        writer.commit()
        settled = manifest.settled()
        write_manifest(folder, settled)
    return settled


def _facets(view: RowView, start: int, stop: int) -> RowFacets:
    ends = view.column("ipc.end")
    first = int(ends[start - 1]) if start else 0
    return RowFacets(
        start,
        {name: view.column(f"{name}.code")[start:stop] for name in CODED},
        {name: view.column(f"{name}.int")[start:stop] for name in NUMBERS},
        view.column("ipc.codes")[first : int(ends[stop - 1])],
        ends[start:stop] - np.uint64(first),
    )


def _coded(folder: Path, manifest: Manifest) -> Manifest:
    uncoded = manifest.rows - manifest.scan_rows
    if not manifest.dimensions or uncoded <= _MOST_UNCODED_ROWS:
        return manifest
    vectors = RowView(folder, manifest).vectors
    return with_codes(folder, manifest, vectors)


def _drop_old_codes(folder: Path, manifest: Manifest) -> None:
    for file in folder.glob("codes-*.tv"):
        if file.name != manifest.scan_file:
            file.unlink(missing_ok=True)
