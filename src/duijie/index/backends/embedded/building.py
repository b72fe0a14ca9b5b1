"""Documents, streaming → a new generation: workers analyse and encode, one process writes."""

import multiprocessing
import os
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import numpy as np

from duijie.index.backends.embedded.appending import Appender
from duijie.index.backends.embedded.batches import Batch, encoding_with, make_batch
from duijie.index.backends.embedded.generations import (
    forget_locks,
    new_generation,
    switch_to,
    write_lock,
)
from duijie.index.backends.embedded.layout import Manifest, write_manifest
from duijie.index.backends.embedded.packing import Packer, train_dictionary, write_dictionary
from duijie.index.backends.embedded.rows import RowView
from duijie.index.backends.embedded.scan import EXACT_ROWS, with_codes
from duijie.index.backends.embedded.text import TextWriter, open_text
from duijie.kernel.documents import Document
from duijie.kernel.ports import Encoder, Progress, TokenEncoder, Vectors, silent

_CHUNK = 1000
_SAMPLES = 5000
_WAITING_A_WORKER = 3
_LOOK_AFTER_PARENT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """How a generation is built (构建计划); `revision` is the record store's newest.

    `ranker` is the release that is put in use together with the generation; "" is none.
    """

    revision: int = 0
    total: int | None = None
    workers: int = 0
    progress: Progress = silent
    ranker: str = ""


def build_generation(
    root: Path, documents: Iterable[Document], encoder: Encoder | None, plan: BuildPlan
) -> Path:
    """Build a generation from documents and put it in use; return its folder.

    The index in use answers as before until the end; a crash leaves it untouched.

    Raises:
        IndexBusyError: another process is writing the index.
    """
    with write_lock(root, wait_seconds=0):
        folder = new_generation(root)
        try:
            _fill(folder, documents, encoder, plan)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # half a generation is of no use
            raise
        return switch_to(root, folder, plan.ranker)


def _fill(
    folder: Path, documents: Iterable[Document], encoder: Encoder | None, plan: BuildPlan
) -> None:
    stream = iter(documents)
    samples = list(islice(stream, _SAMPLES))
    dictionary = train_dictionary(samples)
    write_dictionary(folder, dictionary)
    batches = _batches(chain(samples, stream), dictionary, encoder, plan)
    first = next(batches, None)  # starts the workers, before tantivy starts its threads
    manifest = Manifest(
        encoder_release=encoder.release if encoder else "",
        dimensions=encoder.dimensions if encoder else 0,
        revision=plan.revision,
    )
    appender = Appender(folder, manifest)
    with TextWriter(open_text(folder, create=True), bulk=True) as writer:
        for batch in chain([first] if first else [], batches):
            writer.add(batch.terms, appender.append(batch))
            plan.progress("index", appender.rows, plan.total)
        repeated = _repeated_rows(folder, appender, manifest)
        appender.bury(repeated)
        writer.remove(repeated)
        plan.progress("merge", 0, 1)
        writer.commit()
    plan.progress("merge", 1, 1)
    lengths, checksums = appender.sync(), appender.checksums
    appender.close()
    manifest = replace(
        manifest, rows=appender.rows, dead=appender.dead, lengths=lengths, checksums=checksums
    ).settled()
    if manifest.dimensions and manifest.rows > EXACT_ROWS:
        manifest = with_codes(folder, manifest, RowView(folder, manifest).vectors)
    write_manifest(folder, manifest)


def _repeated_rows(folder: Path, appender: Appender, manifest: Manifest) -> list[int]:
    """Return the rows whose record id stands again in a later row."""
    appender.flush()
    lengths = {file.name: file.stat().st_size for file in folder.iterdir() if file.is_file()}
    view = RowView(folder, replace(manifest, rows=appender.rows, lengths=lengths))
    hashes = view.column("ids.hash")
    order = np.argsort(hashes, kind="stable")
    again = np.flatnonzero(hashes[order][1:] == hashes[order][:-1])
    last_row: dict[str, int] = {}
    repeated: list[int] = []
    for row in sorted({*order[again].tolist(), *order[again + 1].tolist()}):
        earlier = last_row.get(view.id_of(row))
        if earlier is not None:
            repeated.append(earlier)
        last_row[view.id_of(row)] = row
    return repeated


def _batches(
    documents: Iterator[Document], dictionary: bytes, encoder: Encoder | None, plan: BuildPlan
) -> Iterator[Batch]:
    chunks = iter(lambda: list(islice(documents, _CHUNK)), [])
    workers = plan.workers or os.cpu_count() or 1
    head = list(islice(chunks, 2))
    if workers == 1 or len(head) < 2:
        packer, encode = Packer(dictionary), encoding_with(encoder)
        for chunk in chain(head, chunks):
            yield make_batch(chunk, packer, encode)
        return
    # Token encoders are small and run in the workers; others (HTTP, ONNX) stay in this process.
    inside = encoder if isinstance(encoder, TokenEncoder) else None
    outside = encoding_with(encoder) if encoder and inside is None else None
    with ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_start_worker,
        initargs=(dictionary, inside, os.getpid()),
    ) as pool:
        waiting: deque[tuple[list[Document], Future[Batch]]] = deque()
        for chunk in chain(head, chunks):
            waiting.append((chunk, pool.submit(_work, chunk)))
            if len(waiting) > workers * _WAITING_A_WORKER:
                yield _finished(*waiting.popleft(), outside)
        while waiting:
            yield _finished(*waiting.popleft(), outside)


_Encode = Callable[[Sequence[str], Sequence[Sequence[str]]], Vectors]
_worker: list[tuple[Packer, _Encode]] = []


def _start_worker(dictionary: bytes, encoder: Encoder | None, parent: int) -> None:
    forget_locks()
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    _worker[:] = [(Packer(dictionary), encoding_with(encoder))]


def _end_with_parent(parent: int) -> None:
    """End this worker soon after the process that started it was killed."""
    while os.getppid() == parent:
        time.sleep(_LOOK_AFTER_PARENT_SECONDS)
    os._exit(1)


def _work(chunk: list[Document]) -> Batch:
    return make_batch(chunk, *_worker[0])


def _finished(chunk: list[Document], future: Future[Batch], outside: _Encode | None) -> Batch:
    from duijie.index.tokens import document_text

    batch = future.result()
    if outside is None:
        return batch
    vectors = outside([document_text(document) for document in chunk], [])
    return replace(batch, vectors=vectors.astype(np.float16))
