"""Wiring: builds what the commands and pages use, from the home and the settings."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from duijie.app.installation import home_in_use
from duijie.kernel.clock import system_clock
from duijie.kernel.home import Home

__all__ = ["home_in_use", "open_engine", "open_records", "open_sink", "open_source", "system_clock"]

if TYPE_CHECKING:
    from duijie.app.records.sink import DatabaseSink
    from duijie.app.records.source import DatabaseSource
    from duijie.match import Engine


def open_engine(home: Home) -> "Engine":
    """Return the engine over the index of an installation; no database is needed."""
    from duijie.match import Engine

    return Engine.open(home, clock=system_clock)


def open_records(home: Home) -> None:
    """Open the database of an installation; only now Django is loaded."""
    from duijie.app.records.opening import open_records as opened

    opened(home)


def open_sink(home: Home) -> "DatabaseSink":
    """Return where imported records go."""
    open_records(home)
    from duijie.app.records.sink import DatabaseSink

    return DatabaseSink(system_clock)


def open_source(home: Home, kinds: Sequence[str] = ()) -> "DatabaseSource":
    """Return where the index reads records from."""
    open_records(home)
    from duijie.app.records.source import DatabaseSource

    return DatabaseSource(kinds)
