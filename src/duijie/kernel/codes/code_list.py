"""A list of codes, read from a data file when first asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from duijie.kernel.folding import fold
from duijie.kernel.words import Lang

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code (代码项) with its labels, its edition and, where it changes, when it is valid.

    `valid_from` is the first day, `valid_until` the day it was replaced; None: not limited.
    """

    code: str
    edition: str
    zh: str
    en: str
    valid_from: date | None = None
    valid_until: date | None = None

    def label(self, lang: Lang) -> str:
        """Return the name in a language."""
        return self.zh if lang == "zh" else self.en

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the code is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


class CodeList:
    """The codes of one data file (代码表), in the order of the codes."""

    def __init__(self, file_name: str) -> None:
        self._path = _FOLDER / file_name

    def __iter__(self) -> Iterator[CodeEntry]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def get(self, code: str) -> CodeEntry | None:
        """Return the entry of exactly this code."""
        return self.by_code.get(code)

    @cached_property
    def by_code(self) -> dict[str, CodeEntry]:
        """Return every entry by its code."""
        lines = self._path.read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
        return {row[0]: _entry(row) for row in sorted(rows)}

    @cached_property
    def by_name(self) -> dict[str, tuple[CodeEntry, ...]]:
        """Return the entries by folded name, zh or en; one name may have several codes."""
        names: dict[str, tuple[CodeEntry, ...]] = {}
        for entry in self:
            for name in {fold_name(entry.zh), fold_name(entry.en)}:
                names[name] = (*names.get(name, ()), entry)
        return names


def fold_name(name: str) -> str:
    """Return a name folded, without blanks and punctuation, for comparing.

    >>> fold_name("电力、热力 生产")
    '电力热力生产'
    """
    return "".join(char for char in fold(name) if char.isalnum())


def _entry(row: list[str]) -> CodeEntry:
    days = [date.fromisoformat(day) if day else None for day in row[4:6]]
    return CodeEntry(row[0], row[1], row[2], row[3], *days)
