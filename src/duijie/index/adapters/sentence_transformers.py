"""An encoder from a local sentence-transformers folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from duijie.index.adapters.checks import check_unchanged, load_package, release_of, unit_vectors
from duijie.kernel.ports import Vectors

SCHEME = "sentence-transformers"
MARKER = "modules.json"
_BATCH = 64


class SentenceTransformerEncoder:
    """Texts → vectors by a local sentence-transformers model; nothing is downloaded."""

    def __init__(self, folder: Path, mark: str = "") -> None:
        weights = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("*.bin"))
        self.release = release_of(SCHEME, folder, (weights or [folder / MARKER])[0])
        check_unchanged(self.release, mark)
        package = load_package(
            "sentence_transformers", feature="sentence-transformers", extra=SCHEME
        )
        self._model: Any = package.SentenceTransformer(
            str(folder), device="cpu", local_files_only=True
        )
        # Renamed in version 6; the old name still answers there, with a warning.
        width = getattr(self._model, "get_embedding_dimension", None)
        self.dimensions = int((width or self._model.get_sentence_embedding_dimension)())

    def encode(self, texts: Sequence[str], *, is_query: bool = False) -> Vectors:
        """Return one vector of length 1 per text; queries get the model's own query prompt."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        prompts = getattr(self._model, "prompts", None) or {}
        name = "query" if is_query else "document"
        raw = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            prompt_name=name if prompts.get(name) else None,
        )
        return unit_vectors(raw, len(texts), self.release)
