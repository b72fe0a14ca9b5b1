"""Training that was cut off goes on where it was (断点续训)."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from duijie.index import analysis_fingerprint
from duijie.kernel.documents import Document
from duijie.learn.encoder.clauses import Floats

_FORMAT = "2"  # of the file and of what the steps do: another one starts anew
_FILE = "state.npz"
_ABANDONED = timedelta(days=7)  # a state takes up to 300 MB


@dataclass(slots=True)
class TrainingState:
    """How far the training is (训练状态).

    Attributes:
        vectors: of the terms, as they stand.
        steepness: of the terms, for the size of a step.
        step: steps done.
        losses: of the steps of the round that is under way.
        best: the vectors of the best round so far.
        best_score: its score on the documents held out; below zero before the first round.
        best_round: its number.
        score: of the last whole round.
        loss: the mean loss of the last whole round.
    """

    vectors: Floats
    steepness: Floats
    step: int = 0
    losses: list[float] = field(default_factory=list)
    best: Floats | None = None
    best_score: float = -1.0
    best_round: int = 0
    score: float = 0.0
    loss: float = 0.0


class Checkpoint:
    """Where the state of one training is kept: a folder beside the releases, by its inputs."""

    def __init__(self, releases: Path, key: str) -> None:
        self._folder = releases / f".training-{key}"

    def load(self) -> TrainingState | None:
        """Return the state that an earlier training of the same inputs left, if any.

        One that cannot be read, having been cut short, counts as none.
        """
        try:
            with np.load(self._folder / _FILE, allow_pickle=False) as stored:
                best = stored["best"]
                return TrainingState(
                    vectors=stored["vectors"],
                    steepness=stored["steepness"],
                    step=int(stored["step"]),
                    losses=[float(loss) for loss in stored["losses"]],
                    best=best if len(best) else None,
                    best_score=float(stored["best_score"]),
                    best_round=int(stored["best_round"]),
                    score=float(stored["score"]),
                    loss=float(stored["loss"]),
                )
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def save(self, state: TrainingState) -> None:
        """Keep the state, whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = self._folder / (_FILE + ".new")
        empty = np.zeros((0, state.vectors.shape[1]), np.float32)
        with aside.open("wb") as stream:
            np.savez(
                stream,
                vectors=state.vectors,
                steepness=state.steepness,
                step=state.step,
                losses=np.array(state.losses, np.float64),
                best=empty if state.best is None else state.best,
                best_score=state.best_score,
                best_round=state.best_round,
                score=state.score,
                loss=state.loss,
            )
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(self._folder / _FILE)

    def forget(self) -> None:
        """Remove what was kept: the release is written."""
        shutil.rmtree(self._folder, ignore_errors=True)


def forget_abandoned(releases: Path, now: datetime) -> None:
    """Remove what trainings left that were cut off a week ago or more and never taken up."""
    for folder in releases.glob(".training-*"):
        with suppress(OSError):  # another training is removing it
            touched = datetime.fromtimestamp(folder.stat().st_mtime, tz=UTC)
            if now - touched > _ABANDONED:
                shutil.rmtree(folder, ignore_errors=True)


def training_key(documents: Iterable[Document], choices: Sequence[object]) -> str:
    """Return what two trainings share that must come to the same end: texts and choices."""
    digest = hashlib.sha256(f"{_FORMAT}\n{analysis_fingerprint()}\n{choices!r}\n".encode())
    for document in documents:
        row = (document.record_id, document.title, document.keywords, document.text)
        digest.update(f"{row!r}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]
