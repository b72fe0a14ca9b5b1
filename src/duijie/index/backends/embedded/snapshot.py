"""One committed state of one generation, as a reader sees it."""

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from duijie.index.backends.embedded.committing import roll_forward
from duijie.index.backends.embedded.conditions import Plan, Planner
from duijie.index.backends.embedded.generations import (
    current_generation,
    current_pair,
    write_lock,
)
from duijie.index.backends.embedded.layout import Manifest, read_manifest
from duijie.index.backends.embedded.rows import RowView
from duijie.index.backends.embedded.scan import VectorScan
from duijie.index.backends.embedded.text import TextSearcher, open_text
from duijie.kernel.errors import IndexBusyError, IndexDamagedError
from duijie.kernel.filters import Filter
from duijie.kernel.matching import Hit, TextQuery
from duijie.kernel.ports import Vectors

_TRIES = 500
_PAUSE_SECONDS = 0.02
_PLANS_KEPT = 16


class Snapshot:
    """A state that does not change while it is read (快照)."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        text: TextSearcher,
        before: "Snapshot | None",
        ranker: str = "",
    ) -> None:
        self.folder = folder
        self.ranker = ranker
        self.manifest = manifest
        self.text = text
        self.view = RowView(folder, manifest)
        same = before if before is not None and before.folder == folder else None
        self.scan: VectorScan | None = None
        if manifest.dimensions and manifest.rows:
            previous = same.scan if same else None
            self.scan = VectorScan(folder, manifest, self.view.vectors, previous)
        self._planner = Planner(self.view)
        self._plans: dict[Filter, Plan] = {}
        self._lock = Lock()

    def plan(self, where: Filter) -> Plan:
        """Return a filter worked out, from memory when it was asked before."""
        with self._lock:
            plan = self._plans.pop(where, None) or self._planner.work_out(where)
            self._plans[where] = plan
            while len(self._plans) > _PLANS_KEPT:
                del self._plans[next(iter(self._plans))]
            return plan

    def search_text(self, query: TextQuery, where: Filter, limit: int) -> list[Hit]:
        """Return the best documents for a query."""
        plan = self.plan(where)
        if not query.terms or not plan.allowed or limit < 1:
            return []
        rows, scores = self.text.search(query, plan, limit)
        return self._hits(rows.tolist(), np.round(scores, 4).tolist(), limit)

    def search_vectors(self, queries: Vectors, where: Filter, limit: int) -> list[list[Hit]]:
        """Return the nearest documents for each query; none for a vector of length 0."""
        answers: list[list[Hit]] = [[] for _ in range(len(queries))]
        known = np.flatnonzero(np.any(queries, axis=1))
        plan = self.plan(where)
        if self.scan is None or not plan.allowed or not len(known) or limit < 1:
            return answers
        found = self.scan.search(queries[known], plan.mask, plan.allowed, limit)
        for place, (rows, cosines) in zip(known.tolist(), found, strict=True):
            answers[place] = self._hits(rows.tolist(), cosines.tolist(), limit)
        return answers

    def _hits(self, rows: Sequence[int], scores: Sequence[float], limit: int) -> list[Hit]:
        id_of = self.view.id_of
        hits = [Hit(id_of(row), score) for row, score in zip(rows, scores, strict=True)]
        hits.sort(key=lambda hit: (-hit.score, hit.record_id))
        return hits[:limit]


def open_snapshot(root: Path, before: Snapshot | None = None) -> Snapshot:
    """Return the newest committed state; a change that a crash interrupted is finished first.

    Raises:
        IndexBusyError: a writer was in the middle of a change all the time.
        IndexDamagedError: the files do not fit the manifest.
    """
    problem: Exception | None = None
    for _ in range(_TRIES):
        pair = current_pair(root)
        folder = root / pair.generation
        try:
            manifest = read_manifest(folder)
            if manifest.pending:
                _finish_interrupted(root, folder)
                continue
            text = TextSearcher(open_text(folder))
            # The same settled manifest before and after: the text index is of this state.
            if read_manifest(folder) == manifest:
                return Snapshot(folder, manifest, text, before, pair.ranker)
        except (OSError, ValueError, IndexDamagedError) as error:
            if current_generation(root) == folder and problem is not None:
                if isinstance(error, IndexDamagedError):
                    raise
                raise IndexDamagedError(path=folder, detail=problem) from error
            problem = error  # once: files may have been merged or removed while they were opened
        time.sleep(_PAUSE_SECONDS)
    raise IndexBusyError(path=root)


def _finish_interrupted(root: Path, folder: Path) -> None:
    try:
        with write_lock(root, wait_seconds=0):
            roll_forward(folder)
    except IndexBusyError:
        time.sleep(_PAUSE_SECONDS)  # a living writer: it will settle its change itself
