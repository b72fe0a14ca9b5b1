"""Batch matches as a table for spreadsheets (CSV) or for machines (JSON Lines)."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from duijie.kernel.errors import CallError
from duijie.kernel.matching import Level
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_, Phrase

COLUMNS = (
    "request_id",
    "request_title",
    "rank",
    "record_id",
    "title",
    "organization",
    "level",
    "level_name",
    "probability",
    "score",
)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One match of a batch, with the names a person needs (批量匹配行)."""

    request_id: str
    request_title: str
    rank: int
    record_id: str
    title: str
    organization: str
    level: Level
    probability: float
    score: float


def check_ending(file: Path) -> None:
    """Return nothing when matches can be written to a file of this name.

    Raises:
        CallError: its ending is neither .csv nor .jsonl.
    """
    if file.suffix not in (".csv", ".jsonl"):
        raise CallError(
            why=N_("the matches are written as .csv or .jsonl"),
            remedy=N_("Give the file one of these endings."),
        )


def write_rows(file: Path, lists: Iterable[Sequence[BatchRow]]) -> tuple[int, int]:
    """Write all rows; return how many there were, and how many lists had any.

    The file is there only when it is whole.
    """
    matches = answered = 0
    with _whole(file) as stream:
        write = _csv_writer(stream) if file.suffix == ".csv" else _json_writer(stream)
        for rows in lists:
            for row in rows:
                write(row)
            matches += len(rows)
            answered += bool(rows)
    return matches, answered


@contextmanager
def _whole(file: Path) -> Iterator[IO[str]]:
    draft = file.with_name(file.name + ".part")
    # A byte-order mark for spreadsheets, which otherwise read Chinese as gibberish.
    encoding = "utf-8-sig" if file.suffix == ".csv" else "utf-8"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding=encoding, newline="") as stream:
            yield stream
        draft.replace(file)
    except OSError as error:
        raise CallError(
            why=N_("the file cannot be written"),
            remedy=Phrase("Check the path %(path)s: %(why)s.", path=file, why=error.strerror),
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _csv_writer(stream: IO[str]) -> Callable[[BatchRow], int]:
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    return lambda row: writer.writerow(
        {
            name: neutralised(cell) if isinstance(cell, str) else cell
            for name, cell in _cells(row).items()
        }
    )


def _json_writer(stream: IO[str]) -> Callable[[BatchRow], int]:
    return lambda row: stream.write(orjson.dumps(_cells(row)).decode() + "\n")


def _cells(row: BatchRow) -> dict[str, str | int | float]:
    return {
        "request_id": row.request_id,
        "request_title": row.request_title,
        "rank": row.rank,
        "record_id": row.record_id,
        "title": row.title,
        "organization": row.organization,
        "level": int(row.level),
        "level_name": row.level.name.lower(),
        "probability": round(row.probability, 6),
        "score": round(row.score, 6),
    }
