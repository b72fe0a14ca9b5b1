"""What is remembered of every document while duplicates are looked for."""

import tempfile
from array import array
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.ingest.duplicates.identifiers import identifying_keys
from duijie.ingest.duplicates.signatures import BINS, Signatures, signatures
from duijie.kernel.documents import Document
from duijie.kernel.ports import Progress

_BATCH = 500
# Two texts that agree in their first 4,000 characters are worth a look, whatever follows.
_LONGEST_TEXT = 4000


class Collection:
    """Ids, identifying keys and signatures of documents (查重底稿), the signatures on disk.

    In memory a document takes about fifty bytes: 800,000 take 40 MB. On disk it takes 256.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (closed by `close`)
        self._ids = bytearray()
        self._ends = array("Q")
        self._keys = array("Q")
        self._key_owners = array("L")
        self._has_text: list[NDArray[np.bool_]] = []

    def take(self, documents: Iterable[Document], progress: Progress) -> None:
        """Remember documents."""
        remaining = iter(documents)
        while batch := list(islice(remaining, _BATCH)):
            rows, known = signatures(
                [f"{document.title}\n{document.text[:_LONGEST_TEXT]}" for document in batch]
            )
            self._file.write(rows.tobytes())
            self._has_text.append(known)
            for document in batch:
                for key in identifying_keys(document):
                    self._keys.append(key)
                    self._key_owners.append(len(self._ends))
                self._ids += document.record_id.encode()
                self._ends.append(len(self._ids))
            progress("duplicates", len(self._ends))

    def __len__(self) -> int:
        return len(self._ends)

    def record_id(self, place: int) -> str:
        """Return the id of the document at a place."""
        start = self._ends[place - 1] if place else 0
        return self._ids[start : self._ends[place]].decode()

    def with_text(self) -> NDArray[np.int64]:
        """Return the places of the documents that have a signature."""
        flags = np.concatenate(self._has_text) if self._has_text else np.zeros(0, dtype=np.bool_)
        return np.nonzero(flags)[0]

    def signatures(self) -> Signatures:
        """Return the signatures of all documents, mapped from the disk."""
        self._file.flush()
        return np.memmap(self._file, dtype=np.uint16, mode="r", shape=(len(self), BINS))

    def keys(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return every identifying key and the place of the document that has it."""
        keys = np.array(self._keys, dtype=np.uint64)
        return keys, np.array(self._key_owners, dtype=np.int64)

    def close(self) -> None:
        """Give back the disk."""
        self._file.close()
