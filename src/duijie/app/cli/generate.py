"""`duijie generate`: the import files of a made-up region of any size."""

from pathlib import Path
from typing import Annotated

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import N_, say


def generate(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(help=N_("Folder for the files."), metavar="FOLDER")
    ] = None,
    achievements: Annotated[int, typer.Option(help=N_("How many achievements."), min=1)] = 20_000,
    needs: Annotated[int, typer.Option(help=N_("How many needs."), min=1)] = 300,
    organizations: Annotated[int, typer.Option(help=N_("How many organisations."), min=10)] = 2_000,
    experts: Annotated[int, typer.Option(help=N_("How many experts."), min=0)] = 500,
    patents: Annotated[int, typer.Option(help=N_("How many patents."), min=0)] = 1_000,
    seed: Annotated[int, typer.Option(help=N_("The same seed gives the same files."))] = 1,
) -> None:
    """Write the files; what was planted in them stands beside them."""
    terminal: Terminal = context.obj
    from duijie.ingest.generate import Sizes, generate_region

    sizes = Sizes(
        achievements=achievements,
        organizations=organizations,
        needs=needs,
        experts=experts,
        patents=patents,
    )
    with progress(terminal) as told:
        folder = out or terminal.home.prepare().path / "generated"
        region = generate_region(folder, sizes, seed=seed, progress=told)
    for kind, file in region.files.items():
        terminal.print(
            say(
                terminal.lang,
                "%(file)s: %(count)s records of kind %(kind)s",
                file=file,
                count=f"{region.counts[kind]:,}",
                kind=kind,
            )
        )
    terminal.print(
        say(
            terminal.lang,
            "Planted: %(planted)s matches and near misses (%(file)s). All of it is made up.",
            planted=f"{region.planted_count:,}",
            file=region.planted,
        )
    )
    terminal.print(
        say(
            terminal.lang,
            "Next: duijie import %(file)s --kind achievement",
            file=region.files["achievement"],
        ),
        style="dim",
    )
