"""Which work there is: by name what a job runs, and what comes round by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import TypeVar

from duijie.kernel.errors import UnknownNameError
from duijie.kernel.words import N_

# Work takes a JobContext and its parameters, and returns what a page shall know of its end.
Work = Callable[..., Mapping[str, object] | None]
Turn = Callable[[datetime], object]
WorkT = TypeVar("WorkT", bound=Work)
TurnT = TypeVar("TurnT", bound=Turn)

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
# Modules that belong to no app and register work; by name, so that jobs stand below them.
BESIDE_THE_APPS = ("duijie.app.following",)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Work that comes round by itself (定时任务)."""

    name: str
    period: timedelta
    run: Turn


_WORKS: dict[str, Work] = {}
_RECURRING: dict[str, Recurring] = {}


def work(name: str) -> Callable[[WorkT], WorkT]:
    """Register what a job of a name runs: `run(context, **parameters)`.

    It may be run again after a crash, from its beginning: it must find out what is done already.
    """

    def register(run: WorkT) -> WorkT:
        if _WORKS.get(name, run).__module__ != run.__module__:
            raise ValueError(name)
        _WORKS[name] = run
        return run

    return register


def every(period: str, *, name: str = "") -> Callable[[TurnT], TurnT]:
    """Register what the schedule runs every so often, e.g. `@every("5s")` or `@every("1d")`.

    It is given the present moment, and runs in one worker at a time: short, else it starts a job.
    """
    length = timedelta(seconds=int(period[:-1]) * _UNITS[period[-1]])

    def register(run: TurnT) -> TurnT:
        known = name or f"{run.__module__.removeprefix('duijie.app.')}.{run.__name__}"
        _RECURRING[known] = Recurring(known[:60], length, run)
        return run

    return register


def work_named(name: str) -> Work:
    """Return what a job of a name runs.

    Raises:
        UnknownNameError: nothing is registered under this name.
    """
    _load()
    try:
        return _WORKS[name]
    except KeyError:
        raise UnknownNameError(
            thing=N_("work"), name=name, known=", ".join(sorted(_WORKS))
        ) from None


def recurring() -> tuple[Recurring, ...]:
    """Return what comes round by itself, by name."""
    _load()
    return tuple(_RECURRING[name] for name in sorted(_RECURRING))


@cache
def _load() -> None:
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("tasks")
    for name in BESIDE_THE_APPS:
        import_module(name)
