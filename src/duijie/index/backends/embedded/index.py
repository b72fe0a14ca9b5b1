"""`EmbeddedIndex`: the `Index` port over one folder on one machine."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from threading import Lock

import numpy as np

from duijie.index.backends.embedded.batches import encoding_with, make_batch
from duijie.index.backends.embedded.committing import commit_change, roll_forward
from duijie.index.backends.embedded.generations import (
    current_generation,
    current_pair,
    write_lock,
)
from duijie.index.backends.embedded.layout import Manifest, read_manifest
from duijie.index.backends.embedded.snapshot import Snapshot, open_snapshot
from duijie.kernel.documents import Document
from duijie.kernel.errors import IndexDamagedError, IndexOutdatedError
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Hit, TextQuery
from duijie.kernel.ports import Encoder, IndexStats, Vectors

_DOCUMENTS_A_COMMIT = 5000
_QUERIES_WORTH_THREADS = 4


class EmbeddedIndex:
    """Text and vectors in one folder (嵌入式索引); many readers, one writer at a time."""

    def __init__(self, root: Path, encoder: Encoder | None = None, *, threads: int = 0) -> None:
        self._root = root
        self._encoder = encoder
        self._threads = threads or os.cpu_count() or 1
        self._pool: ThreadPoolExecutor | None = None
        self._pool_lock = Lock()
        self._snapshot = open_snapshot(root)
        built_with = self._snapshot.manifest.encoder_release
        if encoder is not None and encoder.release != built_with:
            raise IndexOutdatedError(have=built_with or "-", need=encoder.release)

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        snapshot = self._snapshot
        manifest = snapshot.manifest
        return IndexStats(
            backend="embedded",
            generation=snapshot.folder.name,
            schema_version=manifest.schema_version,
            encoder_release=manifest.encoder_release,
            dimensions=manifest.dimensions,
            documents=manifest.live,
            revision=manifest.revision,
            bytes_on_disk=sum(f.stat().st_size for f in snapshot.folder.rglob("*") if f.is_file()),
            ranker_release=snapshot.ranker,
        )

    def search_text(
        self, queries: Sequence[TextQuery], *, where: Filter, limit: int
    ) -> list[list[Hit]]:
        """Return the best documents by BM25 for each query; many queries use several threads."""
        snapshot = self._snapshot
        if len(queries) < _QUERIES_WORTH_THREADS or self._threads == 1:
            return [snapshot.search_text(query, where, limit) for query in queries]
        snapshot.plan(where)
        with self._pool_lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="duijie-search")
        return list(self._pool.map(lambda q: snapshot.search_text(q, where, limit), queries))

    def search_vectors(self, vectors: Vectors, *, where: Filter, limit: int) -> list[list[Hit]]:
        """Return the nearest documents by cosine for each row of `vectors`."""
        return self._snapshot.search_vectors(vectors, where, limit)

    def get(self, record_ids: Sequence[str]) -> list[Document | None]:
        """Return the stored documents in the order asked; None where there is none."""
        view = self._snapshot.view
        packer = view.packer()
        rows = view.live_rows(record_ids)
        return [None if row is None else view.document(row, packer) for row in rows]

    def vectors(self, record_ids: Sequence[str]) -> Vectors:
        """Return the vectors in the order asked; zeros where there is none."""
        snapshot = self._snapshot
        vectors = np.zeros((len(record_ids), snapshot.manifest.dimensions), np.float32)
        for place, row in enumerate(snapshot.view.live_rows(record_ids)):
            if row is not None:
                vectors[place] = snapshot.view.vectors[row]
        return vectors

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return in how many documents each analysed term stands."""
        return [self._snapshot.text.frequency(term) for term in terms]

    def upsert(
        self, documents: Iterable[Document], vectors: Vectors | None = None, *, revision: int
    ) -> int:
        """Insert or replace documents; return how many. Every 5,000 are one commit."""
        count = 0
        with write_lock(self._root):
            for chunk, encoded, is_last in _chunks(documents, vectors):
                upto = revision if is_last else self._newest().manifest.revision
                self._replace(chunk, encoded, upto)
                count += len(chunk)
        return count

    def delete(self, record_ids: Iterable[str], *, revision: int) -> int:
        """Remove documents; return how many were there."""
        with write_lock(self._root):
            snapshot = self._newest()
            rows = snapshot.view.live_rows(list(dict.fromkeys(record_ids)))
            buried = [row for row in rows if row is not None]
            self._commit(commit_change(snapshot.folder, snapshot.manifest, None, buried, revision))
        return len(buried)

    def refresh(self) -> bool:
        """See what other writers have done since; tell whether anything changed."""
        before = self._snapshot
        if self._is_newest(before):
            return False
        after = open_snapshot(self._root, before)
        if _state(after) == _state(before):
            return False
        self._snapshot = after
        return True

    def close(self) -> None:
        """Release files and memory; the index cannot be used afterwards."""
        if self._pool is not None:
            self._pool.shutdown()
        self.__dict__.pop("_snapshot", None)  # closing twice does no harm

    def _is_newest(self, snapshot: Snapshot) -> bool:
        """Tell whether nothing was written since: two small files, not 0.1 s at 800,000 rows."""
        try:
            pair = current_pair(self._root)
            folder = self._root / pair.generation
            return (folder, read_manifest(folder), pair.ranker) == _state(snapshot)
        except (OSError, IndexDamagedError):
            return False  # it may be switched this moment: `open_snapshot` looks again

    def _newest(self) -> Snapshot:
        # Under the lock nobody else writes: what is pending now was left by a crash.
        roll_forward(current_generation(self._root))
        self.refresh()
        return self._snapshot

    def _commit(self, manifest: Manifest) -> None:
        if manifest != self._snapshot.manifest:
            self._snapshot = open_snapshot(self._root, self._snapshot)

    def _replace(self, chunk: list[Document], vectors: Vectors | None, revision: int) -> None:
        snapshot = self._newest()
        manifest = snapshot.manifest
        if vectors is None:
            if self._encoder is None and manifest.dimensions:
                raise IndexOutdatedError(have=manifest.encoder_release, need="no encoder")
            encode = encoding_with(self._encoder)
        else:
            given = vectors.reshape(len(chunk), manifest.dimensions)

            def encode(texts: Sequence[str], terms: Sequence[Sequence[str]]) -> Vectors:
                return given

        batch = make_batch(chunk, snapshot.view.packer(), encode)
        rows = snapshot.view.live_rows(batch.ids)
        buried = [row for row in rows if row is not None]
        self._commit(commit_change(snapshot.folder, manifest, batch, buried, revision))


def _state(snapshot: Snapshot) -> tuple[Path, Manifest, str]:
    return snapshot.folder, snapshot.manifest, snapshot.ranker


def _chunks(
    documents: Iterable[Document], vectors: Vectors | None
) -> Iterator[tuple[list[Document], Vectors | None, bool]]:
    """Yield documents in chunks, each id once (the last counts), and whether it is the last."""
    stream = iter(documents)
    chunk = list(islice(stream, _DOCUMENTS_A_COMMIT))
    start = 0
    while True:
        following = list(islice(stream, _DOCUMENTS_A_COMMIT))
        places = {document.record_id: place for place, document in enumerate(chunk)}
        kept = sorted(places.values())
        encoded = None if vectors is None else vectors[[start + place for place in kept]]
        yield [chunk[place] for place in kept], encoded, not following
        if not following:
            return
        start += len(chunk)
        chunk = following
