"""The product's own index and encoder over the library of a collection, as a user would have them.

Built once into a work folder and used again: the encoder is trained on the library and on nothing
else, the embedded index is built with it. No separate implementation is measured.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.quality.collections import Collection, Item
from duijie.index import BuildPlan, StaticEncoder, analysis_fingerprint, build_index, open_index
from duijie.kernel.documents import Document
from duijie.kernel.ports import Encoder, Index
from duijie.learn.encoder import train_encoder

KIND = "achievement"
TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Library:
    """A searchable library (成果库): the index and the encoder it was built with."""

    index: Index
    encoder: Encoder


def record_id(item_id: str) -> str:
    """Return the record id of an item of a collection."""
    return f"{KIND}:{item_id}"


def documents_of(collection: Collection) -> list[Document]:
    """Return the library of a collection as documents."""
    return [to_document(item) for item in collection.documents]


def to_document(item: Item) -> Document:
    """Return one item as a document; one without a title is named by its first words."""
    return Document(record_id(item.id), KIND, item.title, item.text)


def library_of(name: str, documents: list[Document], work: Path | None = None) -> Library:
    """Return the library of some documents, built into a work folder unless it is there."""
    folder = (work or Path(tempfile.gettempdir()) / "duijie-quality") / _mark(name, documents)
    releases, index_folder = folder / "releases", folder / "index"
    done = folder / "release.txt"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        release = train_encoder(documents, releases=releases, clock=lambda: datetime.now(UTC))
        encoder = StaticEncoder.load(releases / release)
        build_index(index_folder, documents, encoder, BuildPlan(revision=1, total=len(documents)))
        done.write_text(release, "utf-8")
    encoder = StaticEncoder.load(releases / done.read_text("utf-8"))
    return Library(open_index(index_folder, encoder), encoder)


def _mark(name: str, documents: list[Document]) -> str:
    digest = hashlib.sha256(analysis_fingerprint().encode())
    for document in documents:
        digest.update(f"{document.record_id}\t{document.title}\t{document.text}\n".encode())
    return f"{name}-{digest.hexdigest()[:12]}"
