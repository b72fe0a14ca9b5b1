"""The group `duijie release`, put together."""

import typer

from duijie.app.cli import release
from duijie.kernel.words import N_

commands = typer.Typer(
    no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
commands.command(
    "list",
    help=N_("List the trained releases: what they are for, which is live, how they score."),
    epilog=N_("Example: duijie release list"),
)(release.list_)
commands.command(
    "show",
    help=N_("Show the card of a release, after checking every file of it, and its journal."),
    epilog=N_("Example: duijie release show static-0123456789ab"),
)(release.show)
commands.command(
    "shadow",
    help=N_("Let a ranker rank beside the live one, logged and never shown."),
    epilog=N_("Example: duijie release shadow ranker-0123456789ab"),
)(release.shadow)
commands.command(
    "promote",
    help=N_("Put a release in use, index and ranker at once, if it is proven better."),
    epilog=N_(
        "Example: duijie release promote static-0123456789ab --qrels qrels.txt --needs needs.jsonl"
    ),
)(release.promote)
commands.command(
    "rollback",
    help=N_("Put the encoder and ranker from before the last promotion in use again."),
    epilog=N_('Example: duijie release rollback --because "fewer deals since"'),
)(release.rollback)
