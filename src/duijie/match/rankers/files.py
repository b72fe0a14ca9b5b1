"""The files of a ranker release: trees as text, memory as arrays and names, nothing that runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from duijie.match.rankers.memory import Memory

ORDER_TREES: Final = "order.txt"
GAP: Final = "gap.npy"
_NAMES: Final = "names.json"
_ARRAYS: Final = ("vectors", "pulls", "record_vectors")
_MATRICES: Final = ("weights", "good", "poor")
_PARTS: Final = ("data", "indices", "indptr")


@dataclass(frozen=True, slots=True)
class LevelHead:
    """One threshold of the levels (等级分界): trees, and from their score to a chance."""

    trees: str
    scores: NDArray[np.float64]
    chances: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a ranker release is made of (排序模型内容).

    `heads` tells for a level the chance that a match is at least of it; 3 is always there. `gap`
    is how far the first of a list usually is above the tenth.
    """

    order: str
    heads: Mapping[int, LevelHead]
    memory: Memory
    gap: float


def write_weights(folder: Path, weights: Weights) -> None:
    """Write what a release is made of into its folder."""
    (folder / ORDER_TREES).write_bytes(weights.order.encode())
    _save(folder / GAP, np.array([weights.gap]))
    for level, head in sorted(weights.heads.items()):
        (folder / f"level-{level}.txt").write_bytes(head.trees.encode())
        _save(folder / f"level-{level}.npy", np.stack([head.scores, head.chances]))
    memory = weights.memory
    for name in _ARRAYS:
        _save(folder / f"{name}.npy", getattr(memory, name))
    for name in _MATRICES:
        matrix = getattr(memory, name)
        for part in _PARTS:
            _save(folder / f"{name}-{part}.npy", getattr(matrix, part))
    names = {
        "request_ids": memory.request_ids,
        "terms": memory.terms,
        "record_ids": memory.record_ids,
        "titles": memory.titles,
        "owners": memory.owners,
        "wording": dict(memory.wording),
    }
    text = json.dumps(names, ensure_ascii=False, sort_keys=True, indent=0)
    (folder / _NAMES).write_bytes(text.encode("utf-8", "surrogatepass"))


def read_weights(folder: Path, files: Mapping[str, object]) -> Weights:
    """Return what a release is made of.

    Raises:
        OSError, ValueError, KeyError, TypeError, IndexError: the files do not fit together.
    """
    levels = [level for level in (2, 3, 4) if f"level-{level}.txt" in files]
    heads = {}
    for level in levels:
        scores, chances = _load(folder / f"level-{level}.npy")
        trees = (folder / f"level-{level}.txt").read_bytes().decode()
        heads[level] = LevelHead(trees, scores, chances)
    if 3 not in heads:
        raise ValueError("no head for level 3")
    order = (folder / ORDER_TREES).read_bytes().decode()
    return Weights(order, heads, _memory(folder), float(_load(folder / GAP)[0]))


def _memory(folder: Path) -> Memory:
    names = json.loads((folder / _NAMES).read_bytes().decode("utf-8", "surrogatepass"))
    texts = {
        name: tuple(str(text) for text in names[name])
        for name in ("request_ids", "terms", "record_ids", "titles", "owners")
    }
    arrays = {name: _load(folder / f"{name}.npy") for name in _ARRAYS}
    requests, records = len(texts["request_ids"]), len(texts["record_ids"])
    shapes = {
        "weights": (requests, len(texts["terms"])),
        "good": (requests, records),
        "poor": (requests, records),
    }
    matrices = {name: _matrix(folder, name, shape) for name, shape in shapes.items()}
    width = arrays["vectors"].shape[1]
    expected = {
        "vectors": (requests, width),
        "pulls": (requests, width),
        "record_vectors": (records, width),
    }
    if any(arrays[name].shape != shape for name, shape in expected.items()):
        raise ValueError("the arrays do not fit together")
    if not len(texts["titles"]) == len(texts["owners"]) == records:
        raise ValueError("the names do not fit together")
    return Memory(
        request_ids=texts["request_ids"],
        terms=texts["terms"],
        weights=matrices["weights"],
        vectors=arrays["vectors"],
        pulls=arrays["pulls"],
        record_ids=texts["record_ids"],
        titles=texts["titles"],
        owners=texts["owners"],
        record_vectors=arrays["record_vectors"],
        good=matrices["good"],
        poor=matrices["poor"],
        wording={str(term): float(worth) for term, worth in names["wording"].items()},
    )


def _matrix(folder: Path, name: str, shape: tuple[int, int]) -> csr_array:
    data, indices, indptr = (_load(folder / f"{name}-{part}.npy") for part in _PARTS)
    matrix = csr_array((data, indices, indptr), shape=shape)
    matrix.check_format(full_check=True)
    return matrix


def _save(file: Path, values: Any) -> None:
    np.save(file, np.ascontiguousarray(values), allow_pickle=False)


def _load(file: Path) -> Any:
    return np.load(file, allow_pickle=False)
