"""Is an index whole? Lengths, checksums, ids and both halves compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from duijie.index.backends.embedded.batches import clipped, ordinal
from duijie.index.backends.embedded.generations import current_generation
from duijie.index.backends.embedded.layout import (
    CODED,
    COLUMNS,
    MISSING,
    NUMBERS,
    Manifest,
    checksum_of,
    read_manifest,
)
from duijie.index.backends.embedded.rows import RowView
from duijie.index.backends.embedded.snapshot import Snapshot, open_snapshot
from duijie.kernel.documents import Document
from duijie.kernel.ports import Progress, silent
from duijie.kernel.words import N_, Lang, say

_CHUNK = 10_000
_MOST_REPORTED = 20


@dataclass(frozen=True, slots=True)
class IndexFault:
    """Something wrong in an index (索引问题): a sentence with named places."""

    message: str
    values: tuple[tuple[str, object], ...]

    def sentence(self, lang: Lang) -> str:
        """Return what is wrong as a sentence."""
        return say(lang, self.message, **dict(self.values))


def verify_index(root: Path, progress: Progress = silent) -> list[IndexFault]:
    """Return what is wrong with the index; an empty list when it is whole.

    Raises:
        IndexMissingError: there is no index.
        IndexDamagedError: it cannot even be opened.
    """
    folder = current_generation(root)
    manifest = read_manifest(folder)
    faults = list(_lengths(folder, manifest)) or list(_checksums(folder, manifest))
    if faults:
        return faults[:_MOST_REPORTED]  # what is in the files cannot be relied upon
    snapshot = open_snapshot(root)
    faults += _halves(snapshot)
    faults += _documents(snapshot.view, progress)
    faults += _vectors(snapshot)
    return faults[:_MOST_REPORTED]


def _fault(message: str, **values: object) -> IndexFault:
    return IndexFault(message, tuple(values.items()))


def _lengths(folder: Path, manifest: Manifest) -> Iterator[IndexFault]:
    for name, expected in manifest.lengths.items():
        file = folder / name
        have = file.stat().st_size if file.exists() else 0
        if have < expected:
            yield _fault(
                N_("The file %(file)s has %(have)s bytes; %(expected)s are committed."),
                file=name,
                have=have,
                expected=expected,
            )
    per_row = {n: np.dtype(t).itemsize for n, t in COLUMNS.items() if n.endswith((".end", ".code"))}
    for name, size in per_row.items():
        if manifest.lengths.get(name, 0) != manifest.rows * size:
            yield _fault(
                N_("The file %(file)s does not have %(rows)s entries."),
                file=name,
                rows=manifest.rows,
            )


def _checksums(folder: Path, manifest: Manifest) -> Iterator[IndexFault]:
    for name, expected in manifest.checksums.items():
        try:
            found = checksum_of(folder / name, manifest.lengths.get(name))
        except FileNotFoundError:
            if read_manifest(folder).scan_file != manifest.scan_file:
                continue  # a writer has just put another one in its place
            found = None
        if found != expected:
            yield _fault(N_("The file %(file)s is damaged: its checksum does not fit."), file=name)


def _halves(snapshot: Snapshot) -> Iterator[IndexFault]:
    in_text = snapshot.text.rows()
    in_rows = np.flatnonzero(snapshot.view.alive)
    for rows, message in (
        (np.setdiff1d(in_rows, in_text), N_("%(count)s documents are missing in the text index.")),
        (np.setdiff1d(in_text, in_rows), N_("%(count)s removed documents are in the text index.")),
    ):
        if len(rows):
            yield _fault(message, count=len(rows))
    if len(in_rows) != snapshot.manifest.live:
        yield _fault(
            N_("%(have)s documents are live; the manifest says %(expected)s."),
            have=len(in_rows),
            expected=snapshot.manifest.live,
        )


def _documents(view: RowView, progress: Progress) -> Iterator[IndexFault]:
    packer, facets = view.packer(), _Facets(view)
    seen: set[int] = set()
    for place, row in enumerate(np.flatnonzero(view.alive).tolist()):
        if place % _CHUNK == 0:
            progress("verify", place, view.count)
        try:
            document = view.document(row, packer)
        except (ValueError, TypeError) as error:
            yield _fault(N_("The document in row %(row)s is damaged: %(why)s."), row=row, why=error)
            continue
        record_id = document.record_id
        for name in facets.disagreeing(row, document):
            yield _fault(N_("The document in row %(row)s is damaged: %(why)s."), row=row, why=name)
        if view.live_rows([record_id]) != [row]:
            yield _fault(N_("The record %(id)s is not found by its identifier."), id=record_id)
        if hash(record_id) in seen:
            yield _fault(N_("The record %(id)s stands in two rows."), id=record_id)
        seen.add(hash(record_id))
    progress("verify", view.count, view.count)


class _Facets:
    """The columns that filters look at (筛选列), to be compared with the documents."""

    def __init__(self, view: RowView) -> None:
        self._coded = {
            name: (view.column(f"{name}.code"), list(view.codes(name))) for name in CODED
        }
        self._numbers = {name: view.column(f"{name}.int") for name in NUMBERS}
        self._ipc, self._ipc_ends = view.column("ipc.codes"), view.column("ipc.end")
        self._symbols = list(view.codes("ipc"))

    def disagreeing(self, row: int, document: Document) -> Iterator[str]:
        """Yield the facets that say something else than the document."""
        for name, (codes, values) in self._coded.items():
            if codes[row] >= len(values) or values[codes[row]] != getattr(document, name):
                yield name
        for name, numbers in self._numbers.items():
            value = getattr(document, name)
            number = value if value is None or isinstance(value, int) else ordinal(value)
            if numbers[row] != (MISSING if number is None else clipped(number)):
                yield name
        start = int(self._ipc_ends[row - 1]) if row else 0
        codes = self._ipc[start : int(self._ipc_ends[row])]
        symbols = tuple(self._symbols[code] for code in codes if code < len(self._symbols))
        if symbols != document.ipc_codes:
            yield "ipc_codes"


def _vectors(snapshot: Snapshot) -> Iterator[IndexFault]:
    if not snapshot.manifest.dimensions:
        return
    vectors = snapshot.view.vectors
    for start in range(0, len(vectors), _CHUNK):
        block = vectors[start : start + _CHUNK].astype(np.float32)
        wrong = ~np.isfinite(block).all(axis=1)
        wrong |= np.linalg.norm(block, axis=1) > 1.01
        if wrong.any():
            yield _fault(
                N_("The vector of row %(row)s is not a unit vector."),
                row=start + int(np.flatnonzero(wrong)[0]),
            )
