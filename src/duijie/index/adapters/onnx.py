"""An encoder from a local folder with an ONNX model and its tokenizer."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.index.adapters.checks import check_unchanged, load_package, release_of, unit_vectors
from duijie.kernel.errors import EncoderError, ReleaseError
from duijie.kernel.ports import Vectors
from duijie.kernel.words import N_

SCHEME = "onnx"
_FILES = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
_TOKENIZER = "tokenizer.json"
_POOLING = "1_Pooling/config.json"
_BATCH = 32
_LONGEST = 512


def find_model(folder: Path) -> Path | None:
    """Return the ONNX file of a model folder, if there is one."""
    return next((folder / name for name in _FILES if (folder / name).is_file()), None)


class OnnxEncoder:
    """Texts → vectors by onnxruntime on this machine; mean or first-token pooling."""

    def __init__(self, folder: Path, mark: str = "") -> None:
        model = find_model(folder)
        if model is None or not (folder / _TOKENIZER).is_file():
            raise ReleaseError(
                release=f"{SCHEME}:{folder}",
                why=N_("the folder has no model.onnx with a tokenizer.json"),
                remedy=N_("Export the model to ONNX, or name another folder."),
            )
        self.release = release_of(SCHEME, folder, model)
        check_unchanged(self.release, mark)
        runtime = load_package("onnxruntime", feature="ONNX", extra=SCHEME)
        tokenizers = load_package("tokenizers", feature="ONNX", extra=SCHEME)
        self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()
        self._session: Any = runtime.InferenceSession(
            str(model), providers=["CPUExecutionProvider"]
        )
        self._inputs = {put.name for put in self._session.get_inputs()}
        self._first_token = _pools_first_token(folder)
        self.dimensions = 0
        self.dimensions = self._encode_some(["a"]).shape[1]

    def encode(self, texts: Sequence[str], *, is_query: bool = False) -> Vectors:
        """Return one vector of length 1 per text."""
        del is_query
        parts = [
            self._encode_some(texts[start : start + _BATCH])
            for start in range(0, len(texts), _BATCH)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), np.float32)

    def _encode_some(self, texts: Sequence[str]) -> Vectors:
        # The tokenizer is Rust and takes no lone surrogates.
        clean = [text.encode(errors="replace").decode() for text in texts]
        encoded = self._tokenizer.encode_batch(clean)
        ids = np.array([e.ids for e in encoded], np.int64)
        attention = np.array([e.attention_mask for e in encoded], np.int64)
        every = {
            "input_ids": ids,
            "attention_mask": attention,
            "token_type_ids": np.zeros_like(ids),
        }
        feeds = {name: value for name, value in every.items() if name in self._inputs}
        try:
            states: NDArray[np.float32] = self._session.run(None, feeds)[0]
        except Exception as error:  # onnxruntime raises its own classes, known only once loaded
            raise EncoderError(
                encoder=self.release, why=error, remedy=N_("Check the model folder.")
            ) from error
        return unit_vectors(self._pooled(states, attention), len(texts), self.release)

    def _pooled(self, states: NDArray[np.float32], attention: NDArray[np.int64]) -> Vectors:
        if states.ndim == 2:  # pooled by the model itself
            return states
        if self._first_token:
            return states[:, 0]
        weights = attention[:, :, None].astype(np.float32)
        mean: Vectors = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
        return mean


def _pools_first_token(folder: Path) -> bool:
    try:
        pooling = json.loads((folder / _POOLING).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(pooling.get("pooling_mode_cls_token"))
