"""`duijie serve`: the site, with its worker, from one command."""

from typing import Annotated

import typer

from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import N_


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help=N_("Address to listen on."), metavar="ADDRESS")] = "",
    port: Annotated[
        int, typer.Option(help=N_("Port to listen on; 0: as the settings say."), min=0, max=65_535)
    ] = 0,
) -> None:
    """Run pages, worker and schedule until told to stop."""
    from duijie.app.serving import Place, serve_site

    terminal: Terminal = context.obj
    settings = terminal.settings
    place = Place(host or settings.text("web.host"), port or settings.integer("web.port"))
    serve_site(terminal.home, settings, place, terminal.lang, terminal.note)
