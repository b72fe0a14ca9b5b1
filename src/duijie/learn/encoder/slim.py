"""A release → a smaller one (精简): fewer numbers in a vector, four bits for each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from duijie.index import (
    HIGHEST_NIBBLE,
    SCALES,
    VECTORS,
    VOCABULARY,
    ReleaseCard,
    StaticEncoder,
    packed_nibbles,
    read_card,
)
from duijie.kernel.ports import Clock
from duijie.kernel.releases import FileMark, write_release


@dataclass(frozen=True, slots=True)
class Slimming:
    """What a smaller release is to be (精简选项).

    Attributes:
        dimensions: numbers kept of each vector, the first ones, which say most; an even number.
        prefix: of the name of the release.
        intended_use: what its card says it is for, an English source sentence.
        known_faults: where its card says it is weak, English source sentences.
    """

    dimensions: int
    prefix: str
    intended_use: str
    known_faults: tuple[str, ...] = ()


def slim_encoder(folder: Path, releases: Path, slimming: Slimming, *, clock: Clock) -> str:
    """Write a smaller copy of a static encoder's release and return its name.

    The scores of the release it was made from are not its own and are left out of its card.

    Raises:
        ReleaseError: the release is missing, damaged, or has fewer dimensions.
    """
    StaticEncoder.load(folder, dimensions=slimming.dimensions)  # every file is checked
    card = read_card(folder)
    rows = np.load(folder / VECTORS, allow_pickle=False)[:, : slimming.dimensions]
    table = rows.astype(np.float32) * np.load(folder / SCALES, allow_pickle=False)[:, None]
    highest = np.abs(table).max(axis=1, initial=0.0)
    scales = np.where(highest > 0, highest / HIGHEST_NIBBLE, 1.0).astype(np.float32)
    numbers = np.rint(table / scales[:, None]).astype(np.int8)

    def fill(aside: Path) -> None:
        (aside / VOCABULARY).write_bytes((folder / VOCABULARY).read_bytes())
        np.save(aside / VECTORS, packed_nibbles(numbers), allow_pickle=False)
        np.save(aside / SCALES, scales, allow_pickle=False)

    def described(name: str, files: Mapping[str, FileMark]) -> str:
        small: ReleaseCard = replace(
            card,
            name=name,
            created_at=clock(),
            dimensions=slimming.dimensions,
            scores={},
            slices={},
            options={**card.options, "made_from": card.name, "bits": "4"},
            files=files,
            intended_use=slimming.intended_use,
            known_faults=(*card.known_faults, *slimming.known_faults),
        )
        return small.to_json()

    return write_release(releases, slimming.prefix, fill, described)
