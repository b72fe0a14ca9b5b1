"""Documents → batches: everything of them that goes to disk, made outside the writing process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from duijie.index.backends.embedded.layout import CODED, MISSING
from duijie.index.backends.embedded.packing import Packer
from duijie.index.tokens import analyze, document_text
from duijie.kernel.documents import Document
from duijie.kernel.errors import EncoderError
from duijie.kernel.ports import Encoder, TokenEncoder, Vectors
from duijie.kernel.words import N_

_GREATEST = int(np.iinfo(np.int32).max)
ID_ERRORS = "surrogatepass"  # any string may be an identifier


@dataclass(frozen=True, slots=True)
class Coded:
    """Values of one facet: the distinct ones, and which of them each entry has."""

    values: list[str]
    codes: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents, ready to be appended (批次)."""

    ids: list[str]
    terms: list[str]
    packed: list[bytes]
    facets: dict[str, Coded]
    numbers: dict[str, NDArray[np.int32]]
    ipc: Coded
    ipc_counts: NDArray[np.uint64]
    vectors: NDArray[np.float16]


def make_batch(
    documents: Sequence[Document],
    packer: Packer,
    encode: Callable[[Sequence[str], Sequence[Sequence[str]]], Vectors],
) -> Batch:
    """Return documents (each id once) as a batch; `encode` takes their texts and terms."""
    texts = [document_text(document) for document in documents]
    terms = [analyze(text) for text in texts]
    vectors = encode(texts, terms)
    return Batch(
        ids=[document.record_id for document in documents],
        terms=[" ".join(of_document) for of_document in terms],
        packed=[packer.pack(document) for document in documents],
        facets={name: _coded([getattr(d, name) for d in documents]) for name in CODED},
        numbers={
            "trl": _numbers([d.trl for d in documents]),
            "dated_on": _numbers([ordinal(d.dated_on) for d in documents]),
            "valid_until": _numbers([ordinal(d.valid_until) for d in documents]),
        },
        ipc=_coded([code for d in documents for code in d.ipc_codes]),
        ipc_counts=np.array([len(d.ipc_codes) for d in documents], np.uint64),
        vectors=vectors.astype(np.float16),
    )


def encoding_with(
    encoder: Encoder | None,
) -> Callable[[Sequence[str], Sequence[Sequence[str]]], Vectors]:
    """Return the function that encodes texts with an encoder, from their terms where it can."""

    def encode(texts: Sequence[str], terms: Sequence[Sequence[str]]) -> Vectors:
        if encoder is None:
            return np.zeros((len(texts), 0), np.float32)
        if isinstance(encoder, TokenEncoder):
            return checked_vectors(encoder.encode_tokens(terms), len(texts), encoder)
        return checked_vectors(encoder.encode(texts), len(texts), encoder)

    return encode


def checked_vectors(vectors: Vectors, count: int, encoder: Encoder) -> Vectors:
    """Return vectors after checking their shape and that every number is finite.

    Raises:
        EncoderError: the encoder answered something else.
    """
    if vectors.shape != (count, encoder.dimensions) or not np.isfinite(vectors).all():
        raise EncoderError(
            encoder=encoder.release,
            why=N_("it did not give one vector of finite numbers per text"),
            remedy=N_("Check that it is an embedding model."),
        )
    return vectors


def hash_ids(record_ids: Sequence[str]) -> NDArray[np.uint64]:
    """Return a 64-bit hash per record id."""
    digests = [
        blake2b(record_id.encode(errors=ID_ERRORS), digest_size=8).digest()
        for record_id in record_ids
    ]
    return np.frombuffer(b"".join(digests), np.uint64)


def ordinal(day: date | None) -> int | None:
    """Return a date as the number of its day."""
    return None if day is None else day.toordinal()


def clipped(number: int) -> int:
    """Return a number within what a column can hold, above the mark for a missing one."""
    return max(MISSING + 1, min(number, _GREATEST))


def _numbers(values: Sequence[int | None]) -> NDArray[np.int32]:
    return np.array([MISSING if v is None else clipped(v) for v in values], np.int32)


def _coded(entries: Sequence[str]) -> Coded:
    places: dict[str, int] = {}
    codes = np.fromiter(
        (places.setdefault(entry, len(places)) for entry in entries), np.uint32, len(entries)
    )
    return Coded(list(places), codes)
