"""`duijie audit`: whether the log of who did what is whole, and the log itself."""

import sys
from typing import Annotated

import typer

from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_records
from duijie.kernel.words import N_, say

commands = typer.Typer(
    no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)


@commands.command(
    "verify",
    help=N_("Check that no entry of the audit log was changed, removed or put in between."),
    epilog=N_("Example: duijie audit verify"),
)
def verify(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> int:
    """Follow the chain of the log from its first entry; 1 when it is broken."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.audit.queries import count_entries, first_broken

    broken, entries, lang = first_broken(), count_entries(), terminal.lang
    if json:
        terminal.print_json(
            {"is_whole": broken is None, "first_broken": broken, "entries": entries}
        )
    elif broken is None:
        terminal.print(say(lang, "The log is whole: %(count)d entries.", count=entries))
    elif broken == 0:
        terminal.print(say(lang, "Entries are missing at the end of the log."), style="red")
    else:
        words = "The log is broken: entry %(key)d does not follow from the one before."
        terminal.print(say(lang, words, key=broken), style="red")
    return 0 if broken is None else 1


@commands.command(
    "export",
    help=N_("Print the audit log as JSON Lines, oldest entry first."),
    epilog=N_("Example: duijie audit export"),
)
def export(context: typer.Context) -> None:
    """Print every entry as a line of JSON."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.audit.queries import LogFilter, lines_of

    for line in lines_of(LogFilter()):
        sys.stdout.write(line.decode())
    sys.stdout.flush()
