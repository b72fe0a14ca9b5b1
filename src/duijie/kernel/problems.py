"""What is wrong with a row: data, not an exception."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What became of the row (处理方式)."""

    REJECTED = "rejected"
    REPAIRED = "repaired"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one cell of one row (问题).

    `row` counts as a person sees the file: the header is row 1 of a table. `code` names the kind
    of problem; its wording and what to do stand in the list of problem codes of `duijie.ingest`.
    """

    row: int
    field: str
    value: str
    code: str
    severity: Severity
    repaired_to: str = ""
