"""A trained table → a release folder, written so that it is whole or not there."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from duijie.index import CARD, SCALES, VECTORS, VOCABULARY, FileMark, ReleaseCard, mark_of
from duijie.learn.encoder.clauses import Floats


@dataclass(frozen=True, slots=True)
class Trained:
    """What training leaves: the terms and parts, and a vector for each."""

    vocabulary: Sequence[str]
    table: Floats


def write_release(releases: Path, trained: Trained, card: ReleaseCard) -> str:
    """Write a release folder and return its name, which is made from the content.

    The folder is filled aside and moved into place. The same content again keeps the folder and
    renews only its card, so that it counts as the newest.
    """
    releases.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=".writing-", dir=releases))
    try:
        _write_table(aside, trained)
        files = {name: mark_of(aside / name) for name in (VOCABULARY, VECTORS, SCALES)}
        name = f"static-{_content_hash(files)}"
        card = replace(card, name=name, files=files)
        _write_durably(aside / CARD, card.to_json().encode())
        place = releases / name
        if place.exists() and _holds(place, card):
            (aside / CARD).replace(place / CARD)
        else:
            if place.exists():
                shutil.rmtree(place)  # a damaged copy of the same content
            aside.rename(place)
        _sync_folder(releases)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return name


def _write_table(folder: Path, trained: Trained) -> None:
    highest = np.abs(trained.table).max(axis=1, initial=0.0)
    scales = np.where(highest > 0, highest / 127, 1.0).astype(np.float32)
    rounded = np.rint(trained.table / scales[:, None]).astype(np.int8)
    _write_durably(folder / VOCABULARY, "".join(f"{t}\n" for t in trained.vocabulary).encode())
    for name, content in ((VECTORS, rounded), (SCALES, scales)):
        with (folder / name).open("wb") as file:
            np.save(file, content, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())


def _write_durably(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _content_hash(files: dict[str, FileMark]) -> str:
    marks = "\n".join(f"{name} {mark.sha256}" for name, mark in sorted(files.items()))
    return hashlib.sha256(marks.encode()).hexdigest()[:12]


def _holds(place: Path, card: ReleaseCard) -> bool:
    return all(
        (place / name).is_file() and mark_of(place / name) == mark
        for name, mark in card.files.items()
    )
