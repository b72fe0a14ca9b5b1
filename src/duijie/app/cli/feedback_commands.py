"""The group `duijie feedback`, put together."""

import typer

from duijie.app.cli import feedback
from duijie.kernel.words import N_

commands = typer.Typer(
    no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
commands.command(
    "import",
    help=N_("Store what was shown and what became of it; bad rows go to a report."),
    epilog=N_("Example: duijie feedback import feedback.jsonl"),
)(feedback.import_)
commands.command(
    "export",
    help=N_("Write all feedback as JSON Lines, without names."),
    epilog=N_("Example: duijie feedback export feedback.jsonl"),
)(feedback.export)
commands.command(
    "judgements",
    help=N_("Count or write what people judged and what feedback says, as qrels."),
    epilog=N_("Example: duijie feedback judgements --qrels qrels.txt"),
)(feedback.judgements)
