"""`duijie backup`, `duijie restore` and `duijie doctor`: looking after an installation."""

from pathlib import Path
from typing import Annotated

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import system_clock
from duijie.kernel.words import N_, say

BAD = 1


def backup(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(help=N_("Where to write it; empty: the folder backups of the data."))
    ] = "",
    with_index: Annotated[
        bool, typer.Option("--with-index", help=N_("Take the search index too; it can be rebuilt."))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Back up while the site is running."""
    from duijie.app.upkeep.archive import name_at
    from duijie.app.upkeep.backups import back_up

    terminal: Terminal = context.obj
    now = system_clock()
    target = Path(file) if file else terminal.home.path / "backups" / name_at(now)
    with progress(terminal) as told:
        made = back_up(terminal.home, target, now=now, with_index=with_index, progress=told)
    if json:
        terminal.print_json(
            {"file": str(made.file), "files": made.files, "bytes": made.bytes_packed}
        )
        return
    terminal.print(
        say(
            terminal.lang,
            "Backed up %(files)s files in %(megabytes).1f MB: %(file)s. It holds the secret key "
            "and personal details: keep it where only you can read it.",
            files=f"{made.files:,}",
            megabytes=made.bytes_packed / 1e6,
            file=made.file,
        )
    )


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help=N_("The backup."))],
) -> None:
    """Restore a backup; stop the site first."""
    from duijie.app.upkeep.backups import restore as put_back

    terminal: Terminal = context.obj
    with progress(terminal) as told:
        manifest = put_back(terminal.home, Path(file), now=system_clock(), progress=told)
    terminal.print(
        say(
            terminal.lang,
            "Restored the installation of %(made)s into %(folder)s; what was there before is kept "
            "beside it. Next: duijie index build, then duijie serve.",
            made=manifest.made_at,
            folder=terminal.home.path,
        )
    )


def doctor(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Look whether everything is in order; say what to do where it is not."""
    from duijie.app.upkeep.doctor import State, examine

    terminal: Terminal = context.obj
    findings = examine(terminal.home, terminal.settings, now=system_clock())
    if json:
        terminal.print_json(
            [
                {
                    "what": one.what,
                    "state": one.state.value,
                    "found": one.found.worded(terminal.lang),
                    "remedy": one.remedy.worded(terminal.lang) if one.remedy else "",
                }
                for one in findings
            ]
        )
    else:
        for one in findings:
            line = f"{one.state.sign} {say(terminal.lang, one.what)}: "
            terminal.print(line + one.found.worded(terminal.lang), style=one.state.style)
            if one.remedy:
                terminal.print(f"    → {one.remedy.worded(terminal.lang)}")
    if any(one.state is State.BAD for one in findings):
        raise typer.Exit(BAD)
