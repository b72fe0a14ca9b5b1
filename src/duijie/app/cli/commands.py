"""All commands of `duijie`, one file each, put together in one language."""

from typing import Annotated, Any

import typer

from duijie import __version__
from duijie.app.cli import match, records, settings
from duijie.kernel.words import LANGS, N_, Lang, say

HELP_NAMES = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="duijie",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings=HELP_NAMES,
)
app.command(
    "match",
    help=N_("Show the best matches of a need, each explained, or an honest no good match."),
    epilog=N_("Example: duijie match 防爆锂离子电池,-20℃可用 --where region:3304 --limit 5"),
)(match.match)
app.command(
    "records",
    help=N_("Show how many records are stored, and the newest imports."),
    epilog=N_("Example: duijie records --json"),
)(records.records)
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
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, lang)
