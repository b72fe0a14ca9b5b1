"""All commands of `duijie`, one file each, put together in one language."""

from typing import Annotated, Any

import typer

from duijie import __version__
from duijie.app.cli import (
    audit,
    batch,
    demo,
    duplicates,
    evaluate,
    exchange,
    feedback_commands,
    generate,
    import_records,
    index,
    job_commands,
    judge_commands,
    match,
    off_policy,
    operator,
    records,
    release_commands,
    serve,
    settings,
    train,
    train_ranker,
    upkeep,
    worker,
)
from duijie.kernel.words import LANGS, N_, Lang, say

HELP_NAMES = ["-h", "--help"]
SETTINGS = {"help_option_names": HELP_NAMES}

app = typer.Typer(
    name="duijie",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings=SETTINGS,
)
app.command(
    "demo",
    help=N_("Make a region up, import, index and match it, and show explained matches."),
    epilog=N_("Example: duijie demo --home ./demo"),
)(demo.demo)
app.command(
    "serve",
    help=N_("Run the site: pages, worker and schedule, until stopped."),
    epilog=N_("Example: duijie serve --port 8080"),
)(serve.serve)
app.command(
    "worker",
    help=N_("Run background jobs and the schedule, until stopped; serve does so by itself."),
    epilog=N_("Example: duijie worker"),
)(worker.worker)
app.add_typer(
    job_commands.commands,
    name="jobs",
    help=N_("See what runs in the background and how far it is, and stop it."),
    epilog=N_("Example: duijie jobs list"),
)
app.command(
    "match",
    help=N_("Show the best matches of a need, each explained, or an honest no good match."),
    epilog=N_("Example: duijie match 防爆锂离子电池,-20℃可用 --where region:3304 --limit 5"),
)(match.match)
app.command(
    "batch",
    help=N_("Match every need with the whole library, spreading what each holder is shown for."),
    epilog=N_("Example: duijie batch --out matches.csv --limit 20 --cap 20"),
)(batch.batch)
app.command(
    "import",
    help=N_("Import a file of records; bad rows go to a report and never stop it."),
    epilog=N_("Example: duijie import achievements.xlsx --kind achievement"),
)(import_records.import_records)
app.command(
    "duplicates",
    help=N_("Find records that are probably the same thing; nothing is dropped."),
    epilog=N_("Example: duijie duplicates --kind achievement --limit 20"),
)(duplicates.duplicates)
app.command(
    "generate",
    help=N_("Write the import files of a made-up region, for trying out and for measuring."),
    epilog=N_("Example: duijie generate --achievements 800000 --out region"),
)(generate.generate)

index_commands = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)
index_commands.command(
    "build",
    help=N_("Build the index anew; the one in use answers until the new one is whole."),
    epilog=N_("Example: duijie index build"),
)(index.build)
index_commands.command(
    "update",
    help=N_("Bring into the index what changed since it was last written."),
    epilog=N_("Example: duijie index update"),
)(index.update)
index_commands.command(
    "status",
    help=N_("Show what the index holds and whether records have changed since."),
    epilog=N_("Example: duijie index status --json"),
)(index.status)
index_commands.command(
    "verify",
    help=N_("Read the whole index and compare its parts with each other."),
    epilog=N_("Example: duijie index verify"),
)(index.verify)
index_commands.command(
    "rollback",
    help=N_("Put the index from before the last build in use again."),
    epilog=N_("Example: duijie index rollback"),
)(index.rollback)
app.add_typer(
    index_commands,
    name="index",
    help=N_("Build, update, look at, verify and roll back the search index."),
    epilog=N_("Example: duijie index build"),
)

train_commands = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)


train_commands.command(
    "encoder",
    help=N_("Train an encoder on the stored records, and on judgements when there are any."),
    epilog=N_("Example: duijie train encoder --judgements qrels.txt --needs needs.jsonl"),
)(train.encoder)
train_commands.command(
    "ranker",
    help=N_("Train a ranker on judged matches; it ranks once it is promoted."),
    epilog=N_("Example: duijie train ranker --qrels qrels.txt --needs needs.jsonl"),
)(train_ranker.ranker)
app.add_typer(
    train_commands,
    name="train",
    help=N_("Learn from the stored records and from judgements."),
    epilog=N_("Example: duijie train encoder"),
)

app.add_typer(
    release_commands.commands,
    name="release",
    help=N_("See what is trained and what is live; put releases in use and take them back."),
    epilog=N_("Example: duijie release list"),
)

app.add_typer(
    feedback_commands.commands,
    name="feedback",
    help=N_("Store what was shown and what became of it, and see what that says."),
    epilog=N_("Example: duijie feedback import feedback.jsonl"),
)

app.add_typer(
    exchange.commands,
    name="exchange",
    help=N_("Hand records on to another installation, and take in what one hands on."),
    epilog=N_("Example: duijie exchange export --kind need --out needs.jsonl"),
)

app.add_typer(
    judge_commands.commands,
    name="judge",
    help=N_("Let people say how strong matches are, blind to which system found them."),
    epilog=N_("Example: duijie judge new spring --needs needs.jsonl --judges wei,li"),
)

evaluate_commands = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)
evaluate_commands.command(
    "run",
    help=N_("Measure a ranking, or what the engine answers, against judgements."),
    epilog=N_("Example: duijie evaluate run --run ours.txt --qrels qrels.txt --baseline bm25.txt"),
)(evaluate.run)
evaluate_commands.command(
    "pairs",
    help=N_("Learn levels from judged pairs, predict others, and measure the predictions."),
    epilog=N_(
        "Example: duijie evaluate pairs --train train.tsv --test test.tsv --needs needs.jsonl"
    ),
)(evaluate.pairs)
evaluate_commands.command(
    "calibration",
    help=N_("Measure whether chances come true, and what abstaining is worth."),
    epilog=N_("Example: duijie evaluate calibration --file predictions.tsv"),
)(evaluate.calibration)
evaluate_commands.command(
    "off-policy",
    help=N_("Estimate from a log of what was shown and done what a candidate would have brought."),
    epilog=N_("Example: duijie evaluate off-policy --log feedback.jsonl --candidate ours.txt"),
)(off_policy.off_policy)
app.add_typer(
    evaluate_commands,
    name="evaluate",
    help=N_("Measure how good rankings, levels and chances are: one JSON and one page each."),
    epilog=N_("Example: duijie evaluate run --needs needs.jsonl --qrels qrels.txt"),
)

app.add_typer(
    audit.commands,
    name="audit",
    help=N_("Check and print the log of who did and who saw what."),
    epilog=N_("Example: duijie audit verify"),
)
app.command(
    "operator",
    help=N_("Let a person with an account run the platform."),
    epilog=N_("Example: duijie operator zhou@example.org"),
)(operator.operator)
app.command(
    "records",
    help=N_("Show how many records are stored, and the newest imports."),
    epilog=N_("Example: duijie records --json"),
)(records.records)
app.command(
    "backup",
    help=N_("Back up database, files and releases while the site runs."),
    epilog=N_("Example: duijie backup /mnt/backups/duijie.tar.zst"),
)(upkeep.backup)
app.command(
    "restore",
    help=N_("Make the installation of a backup; what is there now is kept beside it."),
    epilog=N_("Example: duijie restore /mnt/backups/duijie.tar.zst"),
)(upkeep.restore)
app.command(
    "doctor",
    help=N_("Look whether everything is in order, and say what to do where it is not."),
    epilog=N_("Example: duijie doctor --json"),
)(upkeep.doctor)
app.command(
    "settings",
    help=N_("List the settings, their values and where they come from."),
    epilog=N_("Example: DUIJIE_MATCH_LIMIT=20 duijie settings"),
)(settings.settings)


def _print_version(is_asked: bool) -> None:  # noqa: FBT001  (the library calls it so)
    if is_asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback(
    help=N_("Match what a region needs with what it has, and say why."),
    epilog=N_("Example: duijie demo"),
)
def duijie(
    home: Annotated[
        str, typer.Option(help=N_("Folder of all data; else DUIJIE_HOME."), metavar="FOLDER")
    ] = "",
    lang: Annotated[str, typer.Option(help=N_("Language: zh or en."), metavar="LANG")] = "",
    version: Annotated[
        bool,
        typer.Option(
            "--version", help=N_("Print the version."), callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Check the options of every command; the home and the language are read before."""
    del home, version
    if lang and lang not in LANGS:
        raise typer.BadParameter(", ".join(LANGS), param_hint="--lang")


def build_command(lang: Lang) -> Any:
    """Return the whole command with its help in a language."""
    command = typer.main.get_command(app)
    _translate(command, lang)
    return command


def _translate(command: Any, lang: Lang) -> None:
    """Put the words of a command, its parameters and its sub-commands into a language."""
    for name in ("help", "short_help", "epilog"):
        words = getattr(command, name, None)
        if words:
            setattr(command, name, say(lang, words))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = say(lang, parameter.help)
        _translate_value(parameter, lang)
    _translate_usage(command, lang)
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, lang)


def _translate_value(parameter: Any, lang: Lang) -> None:
    """Name the value of an option or argument; the library would write <int range> or <bool>."""
    if getattr(parameter, "is_flag", False):
        parameter.metavar = ""
        return
    numeric = parameter.type_descriptor.annotation is int
    name = parameter.metavar or (N_("NUMBER") if numeric else N_("TEXT"))
    if parameter.param_type_name == "argument":
        name = parameter.metavar or parameter.name.upper()
        parameter.display_type_rich = lambda ctx: None  # its name is enough
    parameter.metavar = say(lang, name)


def _translate_usage(command: Any, lang: Lang) -> None:
    """Translate what the library writes by itself: the usage line and the option --help."""
    command.options_metavar = say(lang, "[OPTIONS]")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = say(lang, "COMMAND [ARGS]...")
    option = command.get_help_option(typer.Context(command, help_option_names=HELP_NAMES))
    option.help, option.metavar = say(lang, "Show this message and exit."), ""
    written = command.get_usage
    usage = say(lang, "Usage: ")
    command.get_usage = lambda context: written(context).replace("Usage: ", usage, 1)
