"""A cross-encoder (交叉编码器) that reads request and record together, from a local folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duijie.index import document_text
from duijie.kernel.errors import EncoderError, MissingDependencyError, ReleaseError
from duijie.kernel.explanations import Reason
from duijie.kernel.ports import Vectors
from duijie.kernel.words import N_
from duijie.match.rank import Ranked, in_order
from duijie.match.rankers.port import Listed, Ranker, Recalled, Weigh
from duijie.match.understand import Query

SCHEME: Final = "cross-encoder"
READ_TOGETHER: Final = 20  # of the best; each costs as much as a text takes to be read
_LONGEST = 512
_ONNX = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"

Scores = NDArray[np.float64]
Score = Callable[[Sequence[tuple[str, str]]], Scores]


@dataclass(frozen=True, slots=True)
class CrossEncoderRanker:
    """Reorders the first of another ranker's list by reading request and record together.

    The places change and the scores stay where they are, so that the figures of the card weigh
    what they weigh with the other ranker; chances and reasons are the other ranker's.
    """

    beneath: Ranker
    score: Score
    folder: str

    @property
    def release(self) -> str:
        """Return the releases of both."""
        name = f"{SCHEME}:{self.folder}"
        return f"{self.beneath.release}+{name}" if self.beneath.release else name

    @property
    def credible_from(self) -> float:
        """Return what the other ranker says."""
        return self.beneath.credible_from

    def recall(self, queries: Sequence[Query], vectors: Vectors | None) -> list[Recalled]:
        """Return what the other ranker recalls."""
        return self.beneath.recall(queries, vectors)

    def rank(self, listed: Listed, weigh: Weigh) -> list[Ranked]:
        """Return the other ranker's list with its first places in the order of the reading."""
        ranked = self.beneath.rank(listed, weigh)
        first = ranked[:READ_TOGETHER]
        if not first:
            return ranked
        pairs = [(listed.query.text, document_text(e.featured.document)) for e in first]
        found = np.asarray(self.score(pairs), dtype=np.float64).reshape(-1)
        if found.shape != (len(first),) or not np.isfinite(found).all():
            raise EncoderError(
                encoder=self.release,
                why=N_("it does not give one number for each pair"),
                remedy=N_("Name the folder of a cross-encoder with one output."),
            )
        order = sorted(range(len(first)), key=lambda n: (-found[n], first[n].record_id))
        placed = [
            replace(first[n], score=score)
            for n, score in zip(order, (entry.score for entry in first), strict=True)
        ]
        return in_order([*placed, *ranked[READ_TOGETHER:]])

    def read(self, query: Query, shown: Sequence[Ranked], weigh: Weigh) -> list[Ranked]:
        """Return what the other ranker reads."""
        return self.beneath.read(query, shown, weigh)

    def checked(self, entry: Ranked, figures: Mapping[str, float]) -> Ranked:
        """Return what the other ranker makes of the figures of a card."""
        return self.beneath.checked(entry, figures)

    def reasons(self, shown: Sequence[Ranked]) -> list[tuple[Reason, ...]]:
        """Return the other ranker's reasons."""
        return self.beneath.reasons(shown)


def open_cross_encoder(folder: Path, beneath: Ranker) -> Ranker:
    """Return a ranker that reads together what another one ranks first.

    The folder holds a model of sentence-transformers, or an ONNX model with its tokenizer.

    Raises:
        ReleaseError: there is no such folder, or nothing in it that can be opened.
        MissingDependencyError: the package that opens it is not installed.
    """
    model = next((folder / name for name in _ONNX if (folder / name).is_file()), None)
    if model is not None and (folder / _TOKENIZER).is_file():
        return CrossEncoderRanker(beneath, _onnx(model, folder / _TOKENIZER), str(folder))
    if (folder / "config.json").is_file():
        return CrossEncoderRanker(beneath, _sentence_transformers(folder), str(folder))
    raise ReleaseError(
        release=f"{SCHEME}:{folder}",
        why=N_("there is no cross-encoder in this folder"),
        remedy=N_("Name a folder with a model, or leave match.cross_encoder empty."),
    )


def _sentence_transformers(folder: Path) -> Score:
    package = _package("sentence_transformers", "sentence-transformers")
    model: Any = package.CrossEncoder(str(folder), device="cpu", local_files_only=True)

    def score(pairs: Sequence[tuple[str, str]]) -> Scores:
        clean = [(_clean(a), _clean(b)) for a, b in pairs]
        return np.asarray(model.predict(clean, show_progress_bar=False), dtype=np.float64)

    return score


def _onnx(model: Path, tokenizer: Path) -> Score:
    runtime, tokenizers = _package("onnxruntime", "onnx"), _package("tokenizers", "onnx")
    cut: Any = tokenizers.Tokenizer.from_file(str(tokenizer))
    cut.enable_truncation(_LONGEST)
    cut.enable_padding()
    session: Any = runtime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    wanted = {put.name for put in session.get_inputs()}

    def score(pairs: Sequence[tuple[str, str]]) -> Scores:
        encoded = cut.encode_batch([(_clean(a), _clean(b)) for a, b in pairs])
        every = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], np.int64),
        }
        feeds = {name: value for name, value in every.items() if name in wanted}
        return np.asarray(session.run(None, feeds)[0], dtype=np.float64)

    return score


def _package(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingDependencyError(
            feature=N_("A cross-encoder"), package=name, install=f"duijie[{extra}]"
        ) from error


def _clean(text: str) -> str:
    return text.encode(errors="replace").decode()
