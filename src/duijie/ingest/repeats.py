"""Which record ids were seen before: eight bytes a row, however many rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class SeenIds:
    """Remembers record ids by their hash (已见标识), in sorted runs that merge as they grow."""

    def __init__(self) -> None:
        self._runs: list[NDArray[np.int64]] = []

    def take(self, record_ids: Sequence[str]) -> list[bool]:
        """Remember ids in order; tell for each whether it was seen before."""
        hashes = np.fromiter(map(hash, record_ids), np.int64, len(record_ids))
        _, first = np.unique(hashes, return_index=True)
        repeated = np.ones(len(hashes), dtype=bool)
        repeated[first] = False
        for run in self._runs:
            places = np.searchsorted(run, hashes)
            places[places == len(run)] = 0
            repeated |= run[places] == hashes
        fresh = np.sort(hashes[~repeated])
        if len(fresh):
            self._runs.append(fresh)
            while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
                self._runs[-2:] = [np.sort(np.concatenate(self._runs[-2:]), kind="stable")]
        return [bool(flag) for flag in repeated]
