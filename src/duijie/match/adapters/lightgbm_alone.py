"""LightGBM by itself (提升树引擎): loaded without what it brings along and nobody here uses."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from duijie.kernel.errors import MissingDependencyError, MissingLibraryError


def load_lightgbm(feature: str) -> Any:
    """Return the module `lightgbm`; `feature` says what needs it.

    Raises:
        MissingDependencyError: it is not installed.
        MissingLibraryError: the system lacks the library that it runs its threads with.
    """
    try:
        # It would bring scikit-learn along for estimators that are not used here: 0.75 s of
        # processor time instead of 0.03 s, in the first answer of a process.
        with _without("sklearn"):
            return import_module("lightgbm")
    except ImportError as error:
        raise MissingDependencyError(
            feature=feature, package="lightgbm", install="lightgbm"
        ) from error
    except OSError as error:
        raise MissingLibraryError(
            feature=feature, library="libgomp.so.1", package="libgomp1"
        ) from error


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Let imports of a package fail meanwhile, unless it is loaded already."""
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]
