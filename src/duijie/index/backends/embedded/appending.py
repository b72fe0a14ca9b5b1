"""Batches → rows: appends to the data files of a generation."""

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from duijie.index.backends.embedded.batches import ID_ERRORS, Batch, Coded, hash_ids
from duijie.index.backends.embedded.layout import CODED, COLUMNS, NUMBERS, Manifest


@dataclass(frozen=True, slots=True)
class RowFacets:
    """The coded facets of consecutive rows, as the text index wants them."""

    first_row: int
    codes: Mapping[str, NDArray[np.uint32]]
    numbers: Mapping[str, NDArray[np.int32]]
    ipc: NDArray[np.uint32]
    ipc_end: NDArray[np.uint64]  # within `ipc`


class Appender:
    """Appends to the data files (追加写入); nothing counts before the manifest says so."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self.rows = manifest.rows
        self.dead = manifest.dead
        self._streams: dict[str, BinaryIO] = {}
        self._lengths: dict[str, int] = {}
        self._checksums: dict[str, int] = {}
        for name in COLUMNS:
            committed = manifest.lengths.get(name, 0)
            stream = (folder / name).open("ab")
            stream.truncate(committed)  # what lies behind was torn by a crash
            self._streams[name] = stream
            self._lengths[name] = committed
            if name in manifest.checksums or not committed:
                self._checksums[name] = manifest.checksums.get(name, 0)
        self._codes = {name: _read_values(folder / f"{name}.values") for name in (*CODED, "ipc")}
        self._ends = {name: self._last_end(name) for name in ("ids", "documents", "ipc")}

    def append(self, batch: Batch) -> RowFacets:
        """Append a batch; return its facets as rows."""
        first = self.rows
        ids = [record_id.encode(errors=ID_ERRORS) for record_id in batch.ids]
        self._write("ids.bin", b"".join(ids))
        self._write_ends("ids", [len(i) for i in ids])
        self._write("ids.hash", hash_ids(batch.ids).tobytes())
        self._write("documents.bin", b"".join(batch.packed))
        self._write_ends("documents", [len(p) for p in batch.packed])
        self._write("vectors.f16", batch.vectors.tobytes())
        codes = {name: self._write_coded(name, batch.facets[name]) for name in CODED}
        for name in CODED:
            self._write(f"{name}.code", codes[name].tobytes())
        for name in NUMBERS:
            self._write(f"{name}.int", batch.numbers[name].tobytes())
        ipc = self._write_coded("ipc", batch.ipc)
        self._write("ipc.codes", ipc.tobytes())
        self._write_ends("ipc", batch.ipc_counts)
        self.rows += len(batch.ids)
        return RowFacets(first, codes, batch.numbers, ipc, np.cumsum(batch.ipc_counts))

    def bury(self, rows: Iterable[int]) -> None:
        """Mark rows as dead."""
        buried = np.fromiter(rows, np.uint32)
        self._write("dead.rows", buried.tobytes())
        self.dead += len(buried)

    def sync(self) -> dict[str, int]:
        """Make everything durable; return the length of each file."""
        for name, stream in self._streams.items():
            stream.flush()
            os.fsync(stream.fileno())
            self._lengths[name] = os.fstat(stream.fileno()).st_size
        return dict(self._lengths)

    @property
    def checksums(self) -> dict[str, int]:
        """Return the checksum of everything in each file, as far as they are known."""
        return dict(self._checksums)

    def flush(self) -> None:
        """Hand everything to the system, so that other handles see it."""
        for stream in self._streams.values():
            stream.flush()

    def close(self) -> None:
        """Close the files."""
        for stream in self._streams.values():
            stream.close()

    def _write(self, name: str, content: bytes) -> None:
        self._streams[name].write(content)
        if name in self._checksums:
            # CRC-32, since it can go on from what is committed: 1 GB takes 0.2 s.
            self._checksums[name] = zlib.crc32(content, self._checksums[name])

    def _write_ends(self, name: str, lengths: Iterable[int] | NDArray[np.uint64]) -> None:
        ends = np.cumsum(np.fromiter(lengths, np.uint64)) + np.uint64(self._ends[name])
        self._write(f"{name}.end", ends.astype(np.uint64).tobytes())
        if len(ends):
            self._ends[name] = int(ends[-1])

    def _write_coded(self, name: str, coded: Coded) -> NDArray[np.uint32]:
        known = self._codes[name]
        lookup = np.empty(len(coded.values), np.uint32)
        for place, value in enumerate(coded.values):
            code = known.get(value)
            if code is None:
                code = known[value] = len(known)
                self._write(f"{name}.values", json.dumps(value).encode() + b"\n")
            lookup[place] = code
        return lookup[coded.codes]

    def _last_end(self, name: str) -> int:
        size = self._lengths[f"{name}.end"]
        if not size:
            return 0
        with (self._folder / f"{name}.end").open("rb") as stream:
            stream.seek(size - 8)
            return int.from_bytes(stream.read(8), "little")


def _read_values(file: Path) -> dict[str, int]:
    with file.open("rb") as stream:
        return {json.loads(line): code for code, line in enumerate(stream)}
