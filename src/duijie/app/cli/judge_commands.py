"""The group `duijie judge`, put together."""

import typer

from duijie.app.cli import judge, judge_outcome
from duijie.kernel.words import N_

commands = typer.Typer(
    no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
commands.command(
    "new",
    help=N_("Make a judging round: what several systems found, pooled and shuffled."),
    epilog=N_("Example: duijie judge new spring --needs needs.jsonl --judges wei,li --depth 10"),
)(judge.new)
commands.command(
    "next",
    help=N_("Judge: one item after the other; each answer is stored at once."),
    epilog=N_("Example: duijie judge next spring --judge wei"),
)(judge.next_)
commands.command(
    "status",
    help=N_("Show how far each judge is, and how much they agree so far."),
    epilog=N_("Example: duijie judge status spring"),
)(judge_outcome.status)
commands.command(
    "agreement",
    help=N_("Show how far judges agree, with an interval, and where they differ."),
    epilog=N_("Example: duijie judge agreement spring"),
)(judge_outcome.agreement)
commands.command(
    "adjudicate",
    help=N_("Settle what judges differ on: by a third person, or together."),
    epilog=N_("Example: duijie judge adjudicate spring --judge chen"),
)(judge_outcome.adjudicate)
commands.command(
    "export",
    help=N_("Write the final levels as qrels, for evaluation and training."),
    epilog=N_("Example: duijie judge export spring --qrels spring.qrels"),
)(judge_outcome.export)
commands.command(
    "sheet",
    help=N_("Write a judge's open items as a sheet to fill in."),
    epilog=N_("Example: duijie judge sheet spring --judge wei --out wei.csv"),
)(judge.sheet)
commands.command(
    "import",
    help=N_("Take a judge's answers from a file; a wrong row stops it before anything is stored."),
    epilog=N_("Example: duijie judge import spring wei.csv --judge wei"),
)(judge.import_answers)
commands.command(
    "guide",
    help=N_("Show what the four levels mean, with examples."),
    epilog=N_("Example: duijie judge guide"),
)(judge.guide)
