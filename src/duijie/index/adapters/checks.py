"""What every adapter checks: folders are there, packages are there, vectors are vectors."""

import hashlib
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from duijie.kernel.errors import EncoderError, MissingDependencyError, ReleaseError
from duijie.kernel.ports import Vectors
from duijie.kernel.words import N_

_SAMPLES, _SAMPLE_BYTES = 64, 64 * 1024


def load_package(package: str, *, feature: str, extra: str) -> Any:
    """Return an optional package.

    Raises:
        MissingDependencyError: it is not installed; the message names the command.
    """
    try:
        return import_module(package)
    except ImportError as error:
        raise MissingDependencyError(
            feature=feature, package=package, install=f"duijie[{extra}]"
        ) from error


def release_of(scheme: str, folder: Path, model_file: Path) -> str:
    """Return the release name of a model folder: its path and a fingerprint of the model.

    Samples over the whole file count, not only its beginning: another training of a model leaves
    the size, and often the first weights, as they were.
    """
    size = model_file.stat().st_size
    digest = hashlib.sha256(size.to_bytes(8, "big"))
    last = max(0, size - _SAMPLE_BYTES)
    with model_file.open("rb") as stream:
        for start in sorted({last * n // (_SAMPLES - 1) for n in range(_SAMPLES)}):
            stream.seek(start)
            digest.update(stream.read(_SAMPLE_BYTES))
    return f"{scheme}:{folder}@{digest.hexdigest()[:8]}"


def split_release(named: str) -> tuple[Path, str]:
    """Return the folder and the fingerprint ("" if none) that a release name holds."""
    place, at, mark = named.rpartition("@")
    if at and len(mark) == 8 and not Path(named).exists():
        return Path(place).expanduser().absolute(), mark
    return Path(named).expanduser().absolute(), ""


def check_unchanged(release: str, mark: str) -> None:
    """Return when the model is the one that was named.

    Raises:
        ReleaseError: the model in the folder is another one now.
    """
    if mark and not release.endswith("@" + mark):
        raise ReleaseError(
            release=release,
            why=N_("the model in the folder is not the one the index was built with"),
            remedy=N_("Put the old model back, or run: duijie index build"),
        )


def unit_vectors(raw: Any, count: int, release: str) -> Vectors:
    """Return raw numbers as vectors of length 1 (or 0).

    Raises:
        EncoderError: they are not one vector of finite numbers per text.
    """
    vectors = np.asarray(raw, dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != count or not np.isfinite(vectors).all():
        raise EncoderError(
            encoder=release,
            why=N_("it did not give one vector of finite numbers per text"),
            remedy=N_("Check that it is an embedding model."),
        )
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit
