"""`duijie train`: an encoder learned from the stored records."""

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import say


def encoder(context: typer.Context) -> None:
    """Train an encoder on the stored records; the next `index build` uses it."""
    terminal: Terminal = context.obj
    from duijie.app.encoders import train
    from duijie.app.wiring import open_source

    with progress(terminal) as told:
        release = train(terminal.home, open_source(terminal.home), told)
    terminal.print(say(terminal.lang, "Encoder trained: %(release)s.", release=release))
    terminal.print(say(terminal.lang, "Next: duijie index build"), style="dim")
