"""The queries that are timed: real needs where the data folder has them, else generated ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.collections import CollectionMissingError, load_needs


@dataclass(frozen=True, slots=True)
class Question:
    """A need as a user would paste it: a title and a text."""

    title: str
    text: str


def real_needs(data: Path | None) -> list[Question]:
    """Return the real needs of the data folder; none where it is absent."""
    if data is None:
        return []
    try:
        return [Question(need.title, need.text) for need in load_needs(data)]
    except (CollectionMissingError, FileNotFoundError):
        return []


def generated_needs(count: int, *, seed: int = 77) -> list[Question]:
    """Return generated needs in full length."""
    from duijie.ingest.generate import synthetic_needs

    return [Question(need.title, need.text) for need in synthetic_needs(count, seed=seed)]


def save(questions: list[Question], file: Path) -> Path:
    """Write questions for another process."""
    rows = [[question.title, question.text] for question in questions]
    file.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return file


def load(file: Path) -> list[Question]:
    """Return the questions of a file."""
    return [Question(*row) for row in json.loads(file.read_text("utf-8"))]
