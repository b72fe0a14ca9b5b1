"""Filters as text: `kind:achievement region:3304 trl:6..9 date:2023-01-01.. not org:…`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from duijie.kernel.errors import FilterSyntaxError
from duijie.kernel.filters import EVERYTHING, Filter
from duijie.kernel.kinds import KINDS, VISIBILITIES
from duijie.kernel.words import N_

EXAMPLE = "kind:achievement region:3304 trl:6..9 date:2023-01-01.. ipc:G06F not id:need:7"

# name in the text → field of the filter; the first name of a field is the one written back
_LISTS = {
    "kind": "kinds",
    "region": "regions",
    "industry": "industries",
    "ipc": "ipc",
    "organization": "organizations",
    "org": "organizations",
    "visibility": "visibilities",
    "id": "record_ids",
}
_NEGATED = {
    "organization": "without_organizations",
    "org": "without_organizations",
    "id": "without_record_ids",
}
_RANGES = {"trl": ("trl_from", "trl_to"), "date": ("dated_from", "dated_to")}
_NAMES = (
    "kind",
    "region",
    "industry",
    "ipc",
    "trl",
    "date",
    "valid",
    "organization",
    "visibility",
    "id",
)

_CODES = {"kind": set(KINDS), "visibility": {choice.code for choice in VISIBILITIES}}
_UNKNOWN = {
    "kind": N_("a kind is achievement, need, organization, expert or patent"),
    "visibility": N_("a visibility is public, restricted or private"),
}

_SPACE = re.compile(r"\s+")
_NOT = re.compile(r"not\s+|-", re.IGNORECASE)
_NAME = re.compile(r"([A-Za-z_]+)[:：]")
_VALUE = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s,"][^\s,]*)', re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,4}")


def parse_filter(text: str) -> Filter:
    """Return the filter that a text says; an empty text keeps everything.

    Conditions are `name:value`, separated by spaces and joined by *and*; values by commas, joined
    by *or*. Ranges are `from..to` with either end left open. `not` stands before `organization`
    or `id`. A value with spaces, commas or quotes is written in double quotes.

    >>> parse_filter('kind:need,achievement trl:6.. not organization:"甲 公司"').trl_from
    6

    Raises:
        FilterSyntaxError: it cannot be read, and where.
    """
    return _Reader(text).read()


def write_filter(where: Filter) -> str:
    """Return a filter as text; `parse_filter` reads it back.

    >>> write_filter(Filter(regions=("3304",), trl_from=6))
    'region:3304 trl:6..'
    """
    parts: list[str] = []
    for name in _NAMES:
        if name in _LISTS and getattr(where, _LISTS[name]):
            parts.append(f"{name}:{_listed(getattr(where, _LISTS[name]))}")
        elif name in _RANGES:
            low, high = (getattr(where, field) for field in _RANGES[name])
            if low is not None or high is not None:
                ends = ["" if end is None else str(end) for end in (low, high)]
                parts.append(f"{name}:{ends[0]}..{ends[1]}")
        elif name == "valid" and where.valid_on is not None:
            parts.append(f"valid:{where.valid_on}")
        if name in _NEGATED and getattr(where, _NEGATED[name]):
            parts.append(f"not {name}:{_listed(getattr(where, _NEGATED[name]))}")
    return " ".join(parts)


def _listed(values: tuple[str, ...]) -> str:
    return ",".join(_quoted(value) for value in values)


def _quoted(value: str) -> str:
    if _VALUE.fullmatch(value) and not value.startswith('"'):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Reader:
    """Reads one text, knowing where it stands in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._filter = EVERYTHING

    def read(self) -> Filter:
        """Return the whole text as a filter."""
        self._take(_SPACE)
        while self._at < len(self._text):
            self._condition()
            if self._at < len(self._text) and not self._take(_SPACE):
                raise self._wrong(N_("a space is missing before the next condition"))
        return self._filter

    def _condition(self) -> None:
        start = self._at
        negated = bool(self._take(_NOT))
        named = self._take(_NAME)
        if named is None:
            raise self._wrong(N_("a condition begins with a name and a colon"), start)
        name = named[1].lower()
        if name not in _LISTS and name not in _RANGES and name != "valid":
            raise self._wrong(N_("there is no condition of that name"), start)
        if negated and name not in _NEGATED:
            raise self._wrong(N_("“not” stands only before organization and id"), start)
        if name in _LISTS:
            values = self._values()
            if not set(values) <= _CODES.get(name, set(values)):
                raise self._wrong(_UNKNOWN[name], start)
            self._set_list(_NEGATED[name] if negated else _LISTS[name], values)
        elif name == "valid":
            self._set("valid_on", self._end(_day, self._one()), start)
        else:
            self._range(name, start)

    def _values(self) -> tuple[str, ...]:
        values = [self._one()]
        while self._text.startswith(",", self._at):
            self._at += 1
            values.append(self._one())
        return tuple(values)

    def _one(self) -> str:
        found = self._take(_VALUE)
        if found is None:
            raise self._wrong(N_("a value is missing, or a quotation mark is not closed"))
        if found[1] is None:
            return found[2]
        return re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL)

    def _range(self, name: str, start: int) -> None:
        value = self._one()
        low, dots, high = value.partition("..")
        if not dots:
            high = low
        if not low and not high:
            raise self._wrong(N_("a range has at least one end"), start)
        read: Callable[[str], int | date] = _number if name == "trl" else _day
        for field, end in zip(_RANGES[name], (low, high), strict=True):
            if end:
                self._set(field, self._end(read, end), start)

    def _end(self, read: Callable[[str], int | date], value: str) -> int | date:
        try:
            return read(value)
        except ValueError:
            place = self._at - len(value)
            if read is _day:
                raise self._wrong(N_("a date is written like 2023-01-31"), place) from None
            raise self._wrong(N_("a level is a whole number"), place) from None

    def _set_list(self, field: str, values: tuple[str, ...]) -> None:
        change: dict[str, Any] = {field: (*getattr(self._filter, field), *values)}
        self._filter = replace(self._filter, **change)

    def _set(self, field: str, value: int | date, start: int) -> None:
        if getattr(self._filter, field) is not None:
            raise self._wrong(N_("this condition is given twice"), start)
        change: dict[str, Any] = {field: value}
        self._filter = replace(self._filter, **change)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _wrong(self, why: str, at: int | None = None) -> FilterSyntaxError:
        place = self._at if at is None else at
        return FilterSyntaxError(text=self._text, position=place + 1, why=why, example=EXAMPLE)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date:
    if len(text) != 10:  # the only form: fromisoformat also reads 20230131 and 2023-W05-2
        raise ValueError(text)
    return date.fromisoformat(text)
