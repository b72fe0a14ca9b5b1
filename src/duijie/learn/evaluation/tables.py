"""Tables of an evaluation (评测表格): TSV with a header, or JSON Lines, read strictly."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duijie.kernel.errors import LearnFileError
from duijie.kernel.words import N_, Phrase
from duijie.learn.evaluation.lines import finite_number, read_lines, row_error, whole_number


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table (表格行); its cells are asked for by name."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def text(self, field: str) -> str:
        """Return a cell that must not be empty."""
        value = self.cells.get(field, "")
        if not value.strip():
            raise self.error(
                N_("the field %(field)s is empty or missing"),
                N_("Fill the field in, or take the row out."),
                field=field,
            )
        return value

    def optional(self, field: str) -> str:
        """Return a cell, empty where there is none."""
        return self.cells.get(field, "")

    def whole(self, field: str, *, least: int, most: int) -> int:
        """Return a cell as a whole number within bounds."""
        number = whole_number(self.path, self.number, field, self.text(field).strip())
        self._within(field, number, least, most)
        return number

    def number_of(self, field: str, *, least: float, most: float) -> float:
        """Return a cell as a number within bounds."""
        number = finite_number(self.path, self.number, field, self.text(field).strip())
        self._within(field, number, least, most)
        return number

    def error(self, why: str, remedy: str, **values: object) -> LearnFileError:
        """Return the error that names this row."""
        return row_error(self.path, self.number, why, remedy, **values)

    def _within(self, field: str, number: float, least: float, most: float) -> None:
        if not least <= number <= most:
            raise self.error(
                N_(
                    "the field %(field)s holds “%(value)s”, which is not from %(least)s to %(most)s"
                ),
                N_("Correct the row and run the command again."),
                field=field,
                value=self.cells[field].strip(),
                least=f"{least:g}",
                most=f"{most:g}",
            )


def read_table(path: Path, required: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a TSV file with a header, or of a JSON Lines file.

    A file whose first line begins with `{` is read as JSON Lines; numbers come as their text.

    Raises:
        LearnFileError: a column is missing, or a row has too few or too many cells.
    """
    lines = read_lines(path)
    number, first = next(lines)
    if first.lstrip().startswith("{"):
        yield _json_row(path, number, first, required)
        for number, line in lines:
            yield _json_row(path, number, line, required)
        return
    header = [name.strip() for name in first.split("\t")]
    check_columns(path, header, required)
    is_empty = True
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise row_error(
                path,
                number,
                N_("it has %(have)s cells instead of %(need)s as the header"),
                N_("Part the cells by one tab each; a cell holds no tab and no line break."),
                have=len(cells),
                need=len(header),
            )
        is_empty = False
        yield Row(path, number, dict(zip(header, cells, strict=True)))
    if is_empty:
        raise LearnFileError(
            path=path,
            why=N_("there is no row below its header"),
            remedy=N_("Name a file with rows; was it written to the end?"),
        )


def check_columns(path: Path, header: Sequence[str], required: Sequence[str]) -> None:
    """Return when all columns that are needed are there, each once.

    Raises:
        LearnFileError: one is missing, or a name comes twice.
    """
    missing = [name for name in required if name not in header]
    if missing:
        raise LearnFileError(
            path=path,
            why=Phrase(
                "there is no column %(missing)s; it has the columns %(have)s",
                missing=", ".join(missing),
                have=", ".join(header)[:200],
            ),
            remedy=N_("Write the names of the columns into the first line, parted by tabs."),
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise LearnFileError(
            path=path,
            why=Phrase("the column %(twice)s is there more than once", twice=", ".join(twice)),
            remedy=N_("Give every column a name of its own."),
        )


def _json_row(path: Path, number: int, line: str, required: Sequence[str]) -> Row:
    try:
        value = json.loads(line)
        json.dumps(value, ensure_ascii=False).encode()  # half a character cannot be written again
    except (ValueError, RecursionError) as error:
        raise row_error(
            path,
            number,
            N_("this is not JSON"),
            N_("Write one JSON object on each line."),
        ) from error
    if not isinstance(value, dict):
        raise row_error(
            path,
            number,
            N_("this is no JSON object"),
            N_("Write one JSON object on each line."),
        )
    missing = [name for name in required if name not in value]
    if missing:
        raise row_error(
            path,
            number,
            N_("there is no field %(missing)s; it has the fields %(have)s"),
            N_("Correct the row and run the command again."),
            missing=", ".join(missing),
            have=", ".join(map(str, value))[:200],
        )
    return Row(path, number, {str(name): _cell(cell) for name, cell in value.items()})


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
