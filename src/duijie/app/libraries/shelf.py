"""The shelf (书架): the columns of all published records of a kind, kept up to date in memory.

Counting facets of 800,000 records takes SQLite over a second and these arrays a few milliseconds
(decision record 0015). The table of the records stays the truth: a page is read from it again
under the permissions of its reader.
"""

import logging
from collections.abc import Iterator, Sequence
from threading import Lock, Thread
from typing import Any

import numpy as np
from django.db import DatabaseError, connection

from duijie.app.libraries.columns import (
    Columns,
    column_names,
    read_columns,
    table_name,
    vocabularies_of,
)
from duijie.app.libraries.counting import CountCache
from duijie.app.records.models import State
from duijie.app.records.queries import newest_revision
from duijie.kernel.kinds import KINDS

log = logging.getLogger(__name__)

_CHUNK = 20_000
# Past so many changes reading everything anew is faster, and forgets values nobody has any more.
_MOST_CHANGES = 100_000


class Shelf:
    """The published records of one kind (书架); each reader gets the columns as of one moment."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._lock = Lock()
        self._columns: Columns | None = None
        self._counts = CountCache()
        self._revision = 0

    def columns(self) -> tuple[Columns, CountCache]:
        """Return the columns with every change that was committed, and what was counted of them.

        One query when nothing has changed since, two when something has.
        """
        newest = newest_revision()
        with self._lock:
            if self._columns is None or newest < self._revision:
                self._read_all(newest)
            elif newest > self._revision:
                self._follow(newest)
            assert self._columns is not None  # noqa: S101  (read a line above)
            return self._columns, self._counts

    def _read_all(self, newest: int) -> None:
        where, values = 'state = %s AND revision <= %s ORDER BY "id"', [State.PUBLISHED, newest]
        chunks = _chunks(self._kind, where, values)
        self._put(read_columns(self._kind, chunks, vocabularies_of(self._kind)))
        self._revision = newest

    def _follow(self, newest: int) -> None:
        """Bring in what changed since: the feed that the search index follows too."""
        before = self._columns
        assert before is not None  # noqa: S101
        where = "revision > %s AND revision <= %s LIMIT %s"
        found = list(_chunks(self._kind, where, [self._revision, newest, _MOST_CHANGES], "state"))
        changed = [row for chunk in found for row in chunk]
        if len(changed) == _MOST_CHANGES:
            self._read_all(newest)
            return
        if changed:
            gone = np.isin(before.keys, [row[0] for row in changed])
            there = [row[:-1] for row in changed if row[-1] == State.PUBLISHED]
            fresh = read_columns(self._kind, iter([there] if there else []), before.vocabularies)
            self._put(before.some(~gone).and_more(fresh))
        self._revision = newest

    def _put(self, columns: Columns) -> None:
        self._columns, self._counts = columns, CountCache()


_SHELVES: dict[str, Shelf] = {}
_PLACE = [""]
_PLACE_LOCK = Lock()


def shelf_of(kind: str) -> Shelf:
    """Return the shelf of a kind in the database that is in use."""
    place = f"{connection.vendor}:{connection.settings_dict['NAME']}"
    with _PLACE_LOCK:
        if _PLACE[0] != place:
            _SHELVES.clear()
            _PLACE[0] = place
        return _SHELVES.setdefault(kind, Shelf(kind))


def _chunks(
    kind: str, where: str, values: Sequence[Any], *more: str
) -> Iterator[Sequence[Sequence[Any]]]:
    names = ", ".join(f'"{name}"' for name in (*column_names(kind), *more))
    with connection.chunked_cursor() as cursor:
        # Names come from the kinds and models, values are bound.
        cursor.execute(f'SELECT {names} FROM "{table_name(kind)}" WHERE {where}', values)  # noqa: S608
        while chunk := cursor.fetchmany(_CHUNK):
            yield chunk


def warm() -> None:
    """Read the shelves of every kind in the background, so that the first reader need not wait."""

    def read() -> None:
        try:
            for kind in KINDS:
                shelf_of(kind).columns()
        except DatabaseError:  # not there yet, or locked: the first page reads it
            log.info("shelves not read", exc_info=True)
        finally:
            connection.close()

    Thread(target=read, name="duijie-shelves", daemon=True).start()
