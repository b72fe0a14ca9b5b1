"""The same data for every engine: pre-tokenised texts, vectors, queries and exact answers.

    python -m benchmarks.speed.exchange HOME QUESTIONS.json FOLDER

`tokens.txt` has the analysed terms of one document a line, `ids.txt` its record id,
`vectors.npy` its vector; `queries.json` the terms of the queries, `query_vectors.npy` theirs.
`exact_dense.npy` holds the rows of the nearest by exact float32 cosine, best first.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.speed.questions import load
from duijie.app.wiring import open_engine, open_source
from duijie.index import analyze, document_terms
from duijie.kernel.documents import Document
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest

DEPTH = 200
_CHUNK = 2000


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(Home(asked.home))
    index, encoder = engine.index, engine.pipeline.encoder
    assert encoder is not None
    count = _write_documents(Home(asked.home), asked.folder)
    vectors = np.lib.format.open_memmap(
        asked.folder / "vectors.npy", "w+", np.float32, (count, encoder.dimensions)
    )
    with (asked.folder / "ids.txt").open(encoding="utf-8") as file:
        start = 0
        while ids := [line.rstrip("\n") for line in islice(file, _CHUNK)]:
            vectors[start : start + len(ids)] = index.vectors(ids)
            start += len(ids)
    vectors.flush()
    titles, full = [], []
    for question in load(asked.questions):
        requests = (MatchRequest(question.title), MatchRequest(question.text, title=question.title))
        for into, request in zip((titles, full), requests, strict=True):
            prepared = engine.pipeline.prepare([engine.prepare(request, with_frame=False)])[0]
            into.append((analyze(f"{request.title}\n{request.text}"), prepared))
    queries = [
        {
            # Every distinct term once: what a peer without weights can be asked, too.
            "terms": list(dict.fromkeys(terms)),
            "pruned": [term for term, _ in prepared.terms.terms],
            "kind": kind,
        }
        for kind, made in (("title", titles), ("full_text", full))
        for terms, prepared in made
    ]
    texts = [prepared.text for made in (titles, full) for _, prepared in made]
    encoded = encoder.encode(texts, is_query=True)
    (asked.folder / "queries.json").write_text(json.dumps(queries, ensure_ascii=False), "utf-8")
    np.save(asked.folder / "query_vectors.npy", encoded)
    np.save(asked.folder / "exact_dense.npy", nearest(vectors, encoded, DEPTH))


def nearest(vectors: np.ndarray, queries: np.ndarray, depth: int) -> np.ndarray:
    """Return the rows of the nearest vectors by exact cosine, best first, lower row on ties."""
    best_scores = np.full((len(queries), 0), 0, np.float32)
    best_rows = np.zeros((len(queries), 0), np.int64)
    for start in range(0, len(vectors), 50_000):
        scores = queries @ np.asarray(vectors[start : start + 50_000]).T
        rows = np.broadcast_to(np.arange(start, start + scores.shape[1]), scores.shape)
        best_scores = np.concatenate([best_scores, scores], axis=1)
        best_rows = np.concatenate([best_rows, rows], axis=1)
        kept = np.argsort(-best_scores, axis=1, kind="stable")[:, :depth]
        best_scores = np.take_along_axis(best_scores, kept, axis=1)
        best_rows = np.take_along_axis(best_rows, kept, axis=1)
    return best_rows.astype(np.int32)


def _write_documents(home: Home, folder: Path) -> int:
    documents = open_source(home).documents()
    count = 0
    with (
        (folder / "tokens.txt").open("w", encoding="utf-8") as tokens,
        (folder / "ids.txt").open("w", encoding="utf-8") as ids,
        ProcessPoolExecutor(2) as pool,
    ):
        for made in _in_order(pool, documents):
            for record_id, line in made:
                ids.write(record_id + "\n")
                tokens.write(line + "\n")
                count += 1
    return count


def _in_order(
    pool: ProcessPoolExecutor, documents: Iterable[Document]
) -> Iterator[list[tuple[str, str]]]:
    stream = iter(documents)
    waiting = []
    while chunk := list(islice(stream, _CHUNK)):
        waiting.append(pool.submit(_terms, chunk))
        if len(waiting) > 6:
            yield waiting.pop(0).result()
    for job in waiting:
        yield job.result()


def _terms(documents: list[Document]) -> list[tuple[str, str]]:
    return [(d.record_id, " ".join(document_terms(d))) for d in documents]


if __name__ == "__main__":
    main()
