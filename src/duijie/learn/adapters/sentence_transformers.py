"""Fine-tuning a local transformer (微调), and reading its vectors."""

import random as plain_random
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from duijie.kernel.errors import MissingDependencyError, ReleaseError
from duijie.kernel.ports import Progress, Vectors, silent
from duijie.kernel.releases import content_hash, mark_of
from duijie.kernel.words import N_
from duijie.learn.encoder.pairs import TextPair

EXTRA = "sentence-transformers"
_MARKER = "modules.json"


@dataclass(frozen=True, slots=True)
class FineTuning:
    """What can be chosen when a transformer is fine-tuned (微调选项).

    Attributes:
        epochs: times the pairs are gone through.
        batch: pairs that stand against each other in one step.
        learning_rate: first step size; after a tenth of the steps it falls to zero.
        longest: tokens of a text that are read.
        scale: what cosines are multiplied by before the softmax.
        prefixes: lengths of the first part of a vector that must do the job alone too (Matryoshka).
        seed: of every random choice; a graphics card may still round in another order.
    """

    epochs: int = 1
    batch: int = 32
    learning_rate: float = 2e-5
    longest: int = 256
    scale: float = 20.0
    prefixes: tuple[int, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class FineTuned:
    """A transformer that was fine-tuned (微调结果): where it is, and the loss of each epoch."""

    folder: Path
    losses: tuple[float, ...]
    device: str


DEFAULTS = FineTuning()


def fine_tune(
    folder: Path,
    pairs: Sequence[TextPair],
    *,
    models: Path,
    options: FineTuning = DEFAULTS,
    progress: Progress = silent,
) -> FineTuned:
    """Fine-tune a local transformer on pairs of texts and return where it was written.

    The folder under `models` is called after what is in it, and is whole or not there. The model
    that was started from stays as it is.

    Raises:
        MissingDependencyError: sentence-transformers is not installed.
        ReleaseError: there is no model in the folder.
    """
    model, torch = _open(folder, longest=options.longest, seed=options.seed)
    loss_of = _loss(model, options)
    batches = [
        [pairs[n] for n in part]
        for epoch in range(options.epochs)
        for part in _batches(len(pairs), options.batch, options.seed + epoch)
    ]
    steps, a_round = len(batches), max(1, len(batches) // max(1, options.epochs))
    optimizer = torch.optim.AdamW(loss_of.parameters(), lr=options.learning_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: _rate(n, steps))
    model.train()
    losses: list[float] = []
    for step, batch in enumerate(batches):
        loss = loss_of([_tokens(model, column) for column in _columns(batch)], None)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(loss_of.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(float(loss.detach()))
        progress("train", step + 1, steps, note=f"loss {np.mean(losses[-a_round:]):.3f}")
    model.eval()
    progress("write", 0)
    means = [float(np.mean(losses[n : n + a_round])) for n in range(0, steps, a_round)]
    return FineTuned(_written(model, folder.name, models), tuple(means), str(model.device))


class Teacher:
    """A local transformer whose vectors are taken as they are (教师模型)."""

    def __init__(self, folder: Path, *, longest: int = 256) -> None:
        self.name = folder.name
        self._model, _ = _open(folder, longest=longest, seed=0)

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return one vector of length 1 per text."""
        parts = []
        for start in range(0, len(texts), 1024):
            part = list(texts[start : start + 1024])
            parts.append(
                self._model.encode(
                    part,
                    batch_size=64,
                    show_progress_bar=False,
                    convert_to_numpy=True,
                    normalize_embeddings=True,
                )
            )
            progress("teach", start + len(part), len(texts))
        return np.vstack(parts).astype(np.float32)


def _open(folder: Path, *, longest: int, seed: int) -> tuple[Any, Any]:
    try:
        package, torch = import_module("sentence_transformers"), import_module("torch")
    except ImportError as error:
        raise MissingDependencyError(
            feature=EXTRA, package="sentence_transformers", install=f"duijie[{EXTRA}]"
        ) from error
    if not (folder / _MARKER).is_file() and not (folder / "config.json").is_file():
        raise ReleaseError(
            release=str(folder),
            why=N_("there is no transformer in this folder"),
            remedy=N_("Name a folder with modules.json or config.json, a tokenizer and weights."),
        )
    plain_random.seed(seed)
    torch.manual_seed(seed)
    model = package.SentenceTransformer(str(folder), local_files_only=True)
    model.max_seq_length = min(longest, model.max_seq_length or longest)
    return model, torch


def _loss(model: Any, options: FineTuning) -> Any:
    with warnings.catch_warnings():  # the module moved in version 5.2; both names work
        warnings.simplefilter("ignore")
        losses = import_module("sentence_transformers.losses")
        plain, nested = losses.MultipleNegativesRankingLoss, losses.MatryoshkaLoss
    loss = plain(model, scale=options.scale)
    width = int(_width(model))
    sizes = sorted({width, *(size for size in options.prefixes if size < width)}, reverse=True)
    return nested(model, loss, sizes) if len(sizes) > 1 else loss


def _width(model: Any) -> int:
    named = getattr(model, "get_embedding_dimension", None)
    return int(named() if named else model.get_sentence_embedding_dimension())


def _tokens(model: Any, texts: Sequence[str]) -> dict[str, Any]:
    cut = getattr(model, "preprocess", None) or model.tokenize
    return {
        name: value.to(model.device) if hasattr(value, "to") else value
        for name, value in cut(list(texts)).items()
    }


def _columns(batch: Sequence[TextPair]) -> list[list[str]]:
    """Return what is asked, what should be found and, where any is known, what should not."""
    columns = [[pair.asked for pair in batch], [pair.found for pair in batch]]
    avoided = [pair.avoided for pair in batch]
    if any(avoided):
        # Every row needs one: who has none is told apart from another row's right answer anyway.
        spare = [text for text in avoided if text]
        columns.append([text or spare[n % len(spare)] for n, text in enumerate(avoided)])
    return columns


def _batches(total: int, size: int, seed: int) -> list[np.ndarray]:
    order = np.random.default_rng(seed).permutation(total)
    return [order[start : start + size] for start in range(0, total - 1, size)]


def _rate(step: int, steps: int) -> float:
    """Return the share of the learning rate: up over the first tenth, then down to zero."""
    up = max(1, steps // 10)
    return min((step + 1) / up, max(0.0, (steps - step) / max(1, steps - up)))


def _written(model: Any, name: str, models: Path) -> Path:
    models.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=".writing-", dir=models))
    try:
        model.save(str(aside))
        weights = sorted([*aside.rglob("*.safetensors"), *aside.rglob("*.bin")])
        mark = content_hash({str(file.relative_to(aside)): mark_of(file) for file in weights})
        place = models / f"{name.rsplit('-tuned-', 1)[0]}-tuned-{mark}"
        if place.exists():
            shutil.rmtree(place)  # the same weights
        aside.rename(place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return place
