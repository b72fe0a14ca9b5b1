"""Batch matches as a table for spreadsheets (CSV) or for machines (JSON Lines)."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO

import orjson

from duijie.kernel.errors import CallError
from duijie.kernel.matching import Level
from duijie.kernel.words import N_

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
            why=N_("the file cannot be written"), remedy=f"{file}: {error.strerror}"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _csv_writer(stream: IO[str]) -> Callable[[BatchRow], None]:
    writer = csv.writer(stream)
    writer.writerow([field.name for field in fields(BatchRow)])

    def write(row: BatchRow) -> None:
        cells = asdict(row) | {
            "level": int(row.level),
            "probability": f"{row.probability:.4f}",
            "score": f"{row.score:.6f}",
        }
        writer.writerow([_neutral(cell) for cell in cells.values()])

    return write


def _json_writer(stream: IO[str]) -> Callable[[BatchRow], None]:
    def write(row: BatchRow) -> None:
        value = asdict(row) | {
            "level": int(row.level),
            "level_name": row.level.name.lower(),
            "probability": round(row.probability, 6),
            "score": round(row.score, 6),
        }
        stream.write(orjson.dumps(value).decode() + "\n")

    return write


def _neutral(cell: object) -> object:
    """Return a cell that no spreadsheet computes."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell
