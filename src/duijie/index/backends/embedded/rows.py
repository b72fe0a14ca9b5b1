"""The committed rows of a generation, memory-mapped: ids, documents, facets."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.index.backends.embedded.batches import ID_ERRORS, hash_ids
from duijie.index.backends.embedded.layout import COLUMNS, Manifest
from duijie.index.backends.embedded.packing import Packer, read_dictionary
from duijie.kernel.documents import Document
from duijie.kernel.errors import IndexDamagedError

Rows = NDArray[np.uint32]


class RowView:
    """What is committed of the data files (已提交的行); later appends are not seen."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self.count = manifest.rows
        for name, committed in manifest.lengths.items():
            file = folder / name
            if not file.exists() or file.stat().st_size < committed:
                raise IndexDamagedError(path=folder, detail=f"{name} was cut short")
        self.alive = np.ones(self.count, np.bool_)
        self.alive[self.column("dead.rows")] = False
        self._ids = self.column("ids.bin")
        self._id_ends = self.column("ids.end")
        self._documents = self.column("documents.bin")
        self._document_ends = self.column("documents.end")
        self._dictionary = read_dictionary(folder)
        self._codes: dict[str, dict[str, int]] = {}
        hashes = self.column("ids.hash")
        self._by_hash = np.argsort(hashes, kind="stable").astype(np.uint32)
        self._hashes = hashes[self._by_hash]

    def column(self, name: str) -> NDArray[Any]:
        """Return the committed entries of a data file, mapped, not read."""
        entry = COLUMNS[name]
        entries = self._manifest.lengths.get(name, 0) // np.dtype(entry).itemsize
        if not entries:
            return np.empty(0, entry)
        return np.memmap(self._folder / name, entry, "r", shape=(entries,)).view(np.ndarray)

    def codes(self, name: str) -> dict[str, int]:
        """Return the distinct values of a facet with their codes."""
        known = self._codes.get(name)
        if known is None:
            lines = self.column(f"{name}.values").tobytes().splitlines()
            try:
                known = {json.loads(line): n for n, line in enumerate(lines)}
            except ValueError as error:
                raise IndexDamagedError(path=self._folder, detail=f"{name}.values") from error
            self._codes[name] = known
        return known

    @cached_property
    def vectors(self) -> NDArray[np.float16]:
        """Return the vectors of all rows, mapped."""
        flat: NDArray[np.float16] = self.column("vectors.f16")
        return flat.reshape(self.count, self._manifest.dimensions)

    def id_of(self, row: int) -> str:
        """Return the record id of a row."""
        start = int(self._id_ends[row - 1]) if row else 0
        return self._ids[start : int(self._id_ends[row])].tobytes().decode(errors=ID_ERRORS)

    def live_rows(self, record_ids: Sequence[str]) -> list[int | None]:
        """Return the live row of each record id; None where there is none."""
        if not record_ids:
            return []
        hashes = hash_ids(record_ids)
        starts = np.searchsorted(self._hashes, hashes).tolist()
        return [
            self._live_row(record_id, hashed, start)
            for record_id, hashed, start in zip(record_ids, hashes, starts, strict=True)
        ]

    def _live_row(self, record_id: str, hashed: np.uint64, start: int) -> int | None:
        for place in range(start, self.count):
            if self._hashes[place] != hashed:
                return None
            row = int(self._by_hash[place])
            if self.alive[row] and self.id_of(row) == record_id:
                return row
        return None

    def packer(self) -> Packer:
        """Return a new packer with the dictionary of this generation."""
        return Packer(self._dictionary)

    def document(self, row: int, packer: Packer) -> Document:
        """Return the document of a row.

        Raises:
            ValueError: its checksum does not fit.
        """
        start = int(self._document_ends[row - 1]) if row else 0
        return packer.unpack(self._documents[start : int(self._document_ends[row])].tobytes())
