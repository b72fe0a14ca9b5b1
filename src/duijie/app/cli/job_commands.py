"""The group `duijie jobs`, put together."""

import typer

from duijie.app.cli import jobs
from duijie.kernel.words import N_

commands = typer.Typer(
    no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
commands.command(
    "list",
    help=N_("Show the newest background jobs."),
    epilog=N_("Example: duijie jobs list --json"),
)(jobs.list_)
commands.command(
    "show",
    help=N_("Show one background job: how far it is, or how it ended."),
    epilog=N_("Example: duijie jobs show 0b6f2a52-7a0e-4f6a-9d4c-2f7f6a3f9c11"),
)(jobs.show)
commands.command(
    "cancel",
    help=N_("Stop a background job; what it has done until then stays."),
    epilog=N_("Example: duijie jobs cancel 0b6f2a52-7a0e-4f6a-9d4c-2f7f6a3f9c11"),
)(jobs.cancel)
