"""`duijie operator`: the first people who run the platform are named here, by its host."""

from typing import Annotated

import typer

from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_records, system_clock
from duijie.kernel.words import N_, say


def operator(
    context: typer.Context,
    email: Annotated[
        str, typer.Argument(help=N_("E-mail address of an account."), metavar="EMAIL")
    ],
) -> None:
    """Let a person run the platform."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.accounts.actions import make_operator

    user = make_operator(email, now=system_clock())
    terminal.print(say(terminal.lang, "%(person)s runs the platform now.", person=str(user)))
