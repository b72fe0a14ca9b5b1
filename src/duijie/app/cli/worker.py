"""`duijie worker`: background jobs and the schedule, until told to stop."""

from typing import Annotated

import typer

from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_records, system_clock
from duijie.kernel.words import N_


def worker(
    context: typer.Context,
    until_idle: Annotated[
        bool,
        typer.Option("--until-idle", help=N_("End when no job waits any more; no schedule.")),
    ] = False,
) -> None:
    """Run background jobs and the schedule; `duijie serve` does so by itself."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.jobs.worker import work_until_stopped

    work_until_stopped(system_clock, until_idle=until_idle)
