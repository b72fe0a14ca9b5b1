"""Which row holds the column headers, and what the columns are called."""

from collections.abc import Sequence

from duijie.ingest.sources.source import Cells, header_names, known_header
from duijie.kernel.problems import Problem, Severity

_LOOK_AT = 30


def known_headers(rows: Sequence[Cells]) -> tuple[int, bool]:
    """Return how many known headers the best row has, and whether anything is written at all."""
    names = header_names()
    best = max(
        (sum(1 for cell in row if cell and known_header(cell) in names) for row in rows[:_LOOK_AT]),
        default=0,
    )
    return best, any(cell.strip() for row in rows for cell in row)


def with_header(rows: Sequence[Cells]) -> tuple[int, Cells]:
    """Return the number of the header row, counted from 1, and its cells.

    It is the row with the most known headers; when none is known, the first with two cells, else
    the first that is not blank. Cells that are blank because they were merged with the row above
    take its words; a second row of headers below it counts too.
    """
    names = header_names()
    best, best_known = -1, 0
    for place, row in enumerate(rows[:_LOOK_AT]):
        known = sum(1 for cell in row if cell and known_header(cell) in names)
        if known > best_known:
            best, best_known = place, known
    if best < 0:
        best = next(
            (place for place, row in enumerate(rows) if sum(1 for c in row if c.strip()) > 1),
            next((place for place, row in enumerate(rows) if any(c.strip() for c in row)), 0),
        )
    cells = list(rows[best])
    above = rows[best - 1] if best > 0 else []
    for place, cell in enumerate(cells):
        if not cell.strip() and place < len(above) and len([c for c in above if c.strip()]) > 1:
            cells[place] = above[place]
    below = rows[best + 1] if best + 1 < len(rows) else []
    if best_known and _are_narrower(below, rows[best]):
        return best + 2, [
            below[place] if place < len(below) and below[place].strip() else cell
            for place, cell in enumerate(cells)
        ]
    return best + 1, cells


def _are_narrower(below: Cells, header: Cells) -> bool:
    """Tell whether a row holds the names below merged cells: the second row of a header.

    All that is written in it are known headers, and one of them stands where the row above has no
    header of its own. Otherwise it is a row of data that happens to say such a word.
    """
    names = header_names()
    known = [known_header(cell) if cell.strip() else "" for cell in header]
    written = [place for place, cell in enumerate(below) if cell.strip()]
    return all(known_header(below[place]) in names for place in written) and any(
        place >= len(known) or known[place] not in names or known.count(known[place]) > 1
        for place in written
    )


def named_columns(
    cells: Cells, below: Sequence[Cells], row: int
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return one distinct name per column, and what is wrong with the header.

    A repeated header gets its number behind it; a blank one is called by its place. Blank columns
    at the end are none, unless half of the rows below have something in them.
    """
    while cells and not cells[-1].strip():
        last = len(cells) - 1
        if 2 * sum(1 for other in below if any(other[last : last + 1])) > len(below):
            break
        cells = cells[:-1]
    names: list[str] = []
    seen: set[str] = set()
    problems: list[Problem] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\x00", "").replace("\ufeff", "").split())[:200] or f"#{place}"
        if name in seen:
            number = 2
            while f"{name} #{number}" in seen:
                number += 1
            renamed = f"{name} #{number}"
            problems.append(Problem(row, "", name, "P-HEADER-REPEATED", Severity.REPAIRED, renamed))
            name = renamed
        seen.add(name)
        names.append(name)
    return tuple(names), tuple(problems)
