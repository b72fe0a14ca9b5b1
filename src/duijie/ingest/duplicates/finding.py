"""`find_duplicates`: documents → groups, by identifiers first, then by text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.ingest.duplicates.collection import Collection
from duijie.ingest.duplicates.signatures import (
    BANDS,
    SIMILAR_ENOUGH,
    Signatures,
    band_keys,
    similarities,
)
from duijie.ingest.duplicates.stars import stars
from duijie.kernel.documents import Document
from duijie.kernel.ports import DuplicateGroup, Progress, silent

# Texts in one band that are not alike are compared again without their first, this often.
_ROUNDS = 12
Places = NDArray[np.int64]


def find_duplicates(
    documents: Iterable[Document], *, progress: Progress = silent, folder: Path | None = None
) -> Iterator[DuplicateGroup]:
    """Yield groups of documents of one kind that are probably the same thing; nothing is dropped.

    First the groups with a common identifier (the same patents, or title and owner), then those
    whose texts are alike (estimated Jaccard similarity of at least 0.8 with the first of the
    group). Groups and their members are in the order of the ids. The same documents in the same
    order give the same groups. `folder` is where the signatures lie meanwhile.
    """
    collection = Collection(folder)
    try:
        collection.take(documents, progress)
        identified: dict[int, int] = {}
        for number, places in enumerate(_in_order(_same_identifiers(collection), collection)):
            identified.update(dict.fromkeys(places, number))
            yield _group(collection, places, "identifier", 1.0)
        rows = collection.signatures() if len(collection) else None
        if rows is None:
            return
        found: list[tuple[list[int], float]] = []
        for places in _alike(rows, collection.with_text()):
            found.extend(stars(rows, _by_id(places, collection)))
        for places, similarity in sorted(found, key=lambda star: collection.record_id(star[0][0])):
            numbers = {identified.get(place, -1 - place) for place in places}
            if len(numbers) > 1:
                yield _group(collection, places, "text", similarity)
    finally:
        collection.close()


def _group(
    collection: Collection, places: list[int], method: str, similarity: float
) -> DuplicateGroup:
    ids = tuple(collection.record_id(place) for place in places)
    return DuplicateGroup(ids, method, round(similarity, 4))


def _by_id(places: Iterable[int], collection: Collection) -> list[int]:
    return sorted(places, key=collection.record_id)


def _in_order(groups: Iterable[list[int]], collection: Collection) -> list[list[int]]:
    ordered = [_by_id(places, collection) for places in groups]
    return sorted(ordered, key=lambda places: collection.record_id(places[0]))


def _same_identifiers(collection: Collection) -> list[list[int]]:
    keys, owners = collection.keys()
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    same = np.nonzero(keys[1:] == keys[:-1])[0]
    return _joined(owners[same], owners[same + 1])


def _alike(rows: Signatures, with_text: Places) -> list[list[int]]:
    """Return sets of places that hang together by pairs of like texts."""
    ones: list[Places] = []
    others: list[Places] = []
    for band in range(BANDS):
        keys = band_keys(rows, band)[with_text]
        order = np.argsort(keys, kind="stable")
        keys, places = keys[order], with_text[order]
        is_first = np.ones(len(keys), dtype=np.bool_)
        is_first[1:] = keys[1:] != keys[:-1]
        runs = np.cumsum(is_first, dtype=np.int64)
        shared: NDArray[np.bool_] = np.bincount(runs)[runs] > 1
        one, other = _verified(rows, places[shared], runs[shared])
        ones.append(one)
        others.append(other)
    return _joined(np.concatenate(ones), np.concatenate(others))


def _verified(rows: Signatures, places: Places, runs: Places) -> tuple[Places, Places]:
    """Return the pairs of like texts among places that met in a band, run by run."""
    ones, others = [], []
    for _ in range(_ROUNDS):
        if not len(places):
            break
        is_first = np.ones(len(runs), dtype=np.bool_)
        is_first[1:] = runs[1:] != runs[:-1]
        leaders = places[is_first][np.cumsum(is_first) - 1]
        rest = ~is_first
        alike = similarities(rows, leaders[rest], places[rest]) >= SIMILAR_ENOUGH
        ones.append(leaders[rest][alike])
        others.append(places[rest][alike])
        places, runs = places[rest][~alike], runs[rest][~alike]
    if not ones:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(ones), np.concatenate(others)


def _joined(ones: Places, others: Places) -> list[list[int]]:
    """Return the sets of places that pairs join, each of two or more."""
    parents: dict[int, int] = {}

    def root(place: int) -> int:
        while (parent := parents.setdefault(place, place)) != place:
            parents[place] = parents[parent]
            place = parent
        return place

    for one, other in zip(ones.tolist(), others.tolist(), strict=True):
        first, second = root(one), root(other)
        if first != second:
            parents[max(first, second)] = min(first, second)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in sorted(parents):
        groups[root(place)].append(place)
    return [places for places in groups.values() if len(places) > 1]
