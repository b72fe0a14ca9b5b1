"""What can be swapped: the Protocols between the rooms and what stands behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from duijie.kernel.documents import Document
from duijie.kernel.filters import Filter
from duijie.kernel.kinds import Record
from duijie.kernel.matching import Hit, TextQuery

Vectors = NDArray[np.float32]


class Progress(Protocol):
    """Told how far long work is (进度)."""

    def __call__(self, stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        """Take note that `finished` of `total` units of a stage are done (None: not known)."""


def silent(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
    """Take no note of progress."""


class Clock(Protocol):
    """Tells the time (时钟)."""

    def __call__(self) -> datetime:
        """Return the present moment, with time zone."""


@runtime_checkable
class Encoder(Protocol):
    """Texts → vectors (编码器)."""

    @property
    def release(self) -> str:
        """Return the name of the model release."""

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""

    def encode(self, texts: Sequence[str], *, is_query: bool = False) -> Vectors:
        """Return one vector of Euclidean length 1 (or 0 for nothing known) per text."""


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that also takes the tokens the text index was built from, and so saves a pass."""

    def encode_tokens(
        self, token_lists: Sequence[Sequence[str]], *, is_query: bool = False
    ) -> Vectors:
        """Return one vector per list of analysed tokens (`duijie.index.analyze`)."""


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What an index holds (索引状况)."""

    backend: str
    generation: str
    schema_version: int
    encoder_release: str
    dimensions: int
    documents: int
    revision: int
    bytes_on_disk: int
    ranker_release: str = ""  # put in use together with the generation; "" is none


class Index(Protocol):
    """Documents → hits, by text and by vector, under the same filter (索引).

    Searches take several queries at once and give one list per query, best first; equal scores
    are ordered by record id. Writes are acknowledged when the call returns: after a crash at any
    later moment they are there. `revision` is the record store's watermark that the write brings
    the index to.
    """

    def stats(self) -> IndexStats:
        """Return what the index holds."""

    def search_text(
        self, queries: Sequence[TextQuery], *, where: Filter, limit: int
    ) -> list[list[Hit]]:
        """Return the best documents by BM25 for each query."""

    def search_vectors(self, vectors: Vectors, *, where: Filter, limit: int) -> list[list[Hit]]:
        """Return the nearest documents by cosine for each row of `vectors` (n, dimensions)."""

    def get(self, record_ids: Sequence[str]) -> list[Document | None]:
        """Return the stored documents in the order asked; None where there is none."""

    def vectors(self, record_ids: Sequence[str]) -> Vectors:
        """Return the vectors (n, dimensions) in the order asked; zeros where there is none."""

    def document_frequencies(self, terms: Sequence[str]) -> list[int]:
        """Return in how many documents each analysed term stands."""

    def upsert(
        self, documents: Iterable[Document], vectors: Vectors | None = None, *, revision: int
    ) -> int:
        """Insert or replace documents (encoded here when `vectors` is None); return how many."""

    def delete(self, record_ids: Iterable[str], *, revision: int) -> int:
        """Remove documents; return how many were there."""

    def refresh(self) -> bool:
        """See what other writers have done since; tell whether anything changed."""

    def close(self) -> None:
        """Release files and memory; the index cannot be used afterwards."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What is about to be imported (导入计划).

    `source_name` is shown to people; `source_hash` and `mapping_hash` recognise the same file
    with the same mapping, so that an interrupted import is resumed.
    """

    kind: str
    source_name: str
    source_hash: str
    mapping_hash: str
    withdraw_missing: bool = False


@dataclass(frozen=True, slots=True)
class ImportRun:
    """A started import (导入批次); `rows_done` rows were stored by an earlier, interrupted try."""

    run_id: int
    plan: ImportPlan
    rows_done: int = 0


@dataclass(frozen=True, slots=True)
class ChunkCounts:
    """What became of a chunk of records."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class RecordSink(Protocol):
    """Where checked records go (记录存储): the platform's database, or memory in tests.

    Each call of `write` is one transaction that stores the records *and* how far the run has come:
    after a crash, `start` with the same plan gives the run back with `rows_done`.
    """

    def start(self, plan: ImportPlan) -> ImportRun:
        """Start a run, or take up an interrupted one of the same plan."""

    def write(
        self, run: ImportRun, records: Sequence[Record], *, rows_done: int, seen: Sequence[str] = ()
    ) -> ChunkCounts:
        """Store records as of this run; an identical record changes nothing but its last run.

        `seen` are the ids of records whose row stands in the file but was rejected: they count as
        touched by the run, and nothing else of them changes.
        """

    def finish(self, run: ImportRun, *, rows: int, rejected: int, unidentified: int = 0) -> int:
        """End the run; withdraw what it did not touch when the plan says so; return how many.

        `unidentified` rejected rows may be any record: when there are some, nothing is withdrawn.
        """


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that changed (记录变更): its document, or None when it was withdrawn."""

    record_id: str
    revision: int
    document: Document | None


class RecordSource(Protocol):
    """Where the index reads records from (记录来源)."""

    def count(self) -> int:
        """Return how many documents `documents` will give."""

    def revision(self) -> int:
        """Return the newest revision."""

    def documents(self) -> Iterator[Document]:
        """Yield every live record as a document, in a fixed order, streaming."""

    def changes(self, since: int) -> Iterator[RecordChange]:
        """Yield what changed after a revision, oldest first."""


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Records that are probably the same thing (疑似重复): nothing is dropped.

    `method` is `identifier` or `text`; `similarity` is 1.0 for identifiers, else the estimated
    Jaccard similarity of the least similar member with the first.
    """

    record_ids: tuple[str, ...]
    method: str
    similarity: float


class SmsSender(Protocol):
    """Sends text messages (短信)."""

    def send(self, phone: str, text: str) -> None:
        """Send a text to a phone number such as +8613800138000; return when it is handed over."""
