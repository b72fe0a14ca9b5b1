"""A trained table → a release folder, written so that it is whole or not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from duijie.index import SCALES, VECTORS, VOCABULARY, ReleaseCard
from duijie.kernel.releases import FileMark
from duijie.kernel.releases import write_release as write_folder
from duijie.kernel.words import N_
from duijie.learn.encoder.clauses import Floats

INTENDED_USE = N_(
    "Finding records of the library it was trained on by meaning, beside the search by words."
)
KNOWN_FAULTS = (
    N_("It sees neither the order of words nor a denial: with cobalt and without are near."),
    N_("Plain numbers say nothing to it; bounds and units are compared by the explanation."),
    N_("Words that were not in the library are built from their parts, and may land anywhere."),
)


@dataclass(frozen=True, slots=True)
class Trained:
    """What training leaves: the terms and parts, and a vector for each; the terms come first."""

    vocabulary: Sequence[str]
    table: Floats
    terms: int


def write_release(releases: Path, trained: Trained, card: ReleaseCard) -> str:
    """Write a release folder and return its name, which is made from the content."""

    def described(name: str, files: Mapping[str, FileMark]) -> str:
        return replace(
            card,
            name=name,
            files=files,
            intended_use=card.intended_use or INTENDED_USE,
            known_faults=card.known_faults or KNOWN_FAULTS,
        ).to_json()

    return write_folder(releases, "static", lambda folder: _fill(folder, trained), described)


def _fill(folder: Path, trained: Trained) -> None:
    """Write the table in eight bits, with one scale a row."""
    highest = np.abs(trained.table).max(axis=1, initial=0.0)
    scales = np.where(highest > 0, highest / 127, 1.0).astype(np.float32)
    rounded = np.rint(trained.table / scales[:, None]).astype(np.int8)
    terms = "".join(f"{term}\n" for term in trained.vocabulary)
    (folder / VOCABULARY).write_bytes(terms.encode())
    np.save(folder / VECTORS, rounded, allow_pickle=False)
    np.save(folder / SCALES, scales, allow_pickle=False)
