"""`duijie exchange`: hand records on to another installation, and take in what one hands on."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_records, system_clock
from duijie.kernel.errors import SourcePathError
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.app.api.actions import Received

LONGEST_LINE = 1_048_576
SHOWN_PROBLEMS = 20

commands = typer.Typer(
    no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)


@commands.command(
    "export",
    help=N_("Write an exchange file: public records with where they come from, or deals."),
    epilog=N_("Example: duijie exchange export --kind achievement --out achievements.jsonl"),
)
def export(
    context: typer.Context,
    kind: Annotated[
        str, typer.Option(help=N_("What to hand on: a kind, match or deal."), metavar="KIND")
    ] = "achievement",
    out: Annotated[
        str, typer.Option(help=N_("File to write; - writes to the output."), metavar="FILE")
    ] = "-",
    restricted: Annotated[
        bool, typer.Option("--restricted", help=N_("Also what only members may see."))
    ] = False,
) -> None:
    """Write an exchange file."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.api.queries import exchange_file
    from duijie.app.jobs.context import MACHINE
    from duijie.kernel.errors import UnknownNameError
    from duijie.kernel.exchange import LINE_TYPES

    if kind not in LINE_TYPES:
        raise UnknownNameError(thing=N_("kind"), name=kind, known=", ".join(LINE_TYPES))
    lines = exchange_file(MACHINE, kind, system_clock(), with_restricted=restricted)
    if out == "-":
        sys.stdout.buffer.writelines(lines)
        sys.stdout.flush()
        return
    count = -2  # the first line and the last are no records
    try:
        with Path(out).open("wb") as stream:
            for line in lines:
                stream.write(line)
                count += 1
    except OSError as error:
        raise SourcePathError(path=out, why=error.strerror or str(error)) from error
    terminal.print(say(terminal.lang, "%(count)s lines in %(file)s", count=f"{count:,}", file=out))


@commands.command(
    "import",
    help=N_("Take in an exchange file; what it no longer holds is withdrawn."),
    epilog=N_("Example: duijie exchange import achievements.jsonl"),
)
def import_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help=N_("File to read; - reads the input."))],
) -> None:
    """Take in an exchange file."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.api.actions import receive
    from duijie.app.jobs.context import MACHINE

    own = terminal.settings.text("web.public_url").rstrip("/")
    name = "-" if file == "-" else Path(file).name
    done = receive(MACHINE, _rows(file), own_origin=own, source_name=name, now=system_clock())
    _tell(terminal, done)
    if done.refused or not done.is_whole:
        raise typer.Exit(1)


def _rows(file: str) -> Iterator[bytes]:
    if file == "-":
        yield from _cut(sys.stdin.buffer)
        return
    try:
        with Path(file).open("rb") as stream:
            yield from _cut(stream)
    except OSError as error:
        raise SourcePathError(path=file, why=error.strerror or str(error)) from error


def _cut(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines; of one that is too long only so much that it is seen to be."""
    while raw := stream.readline(LONGEST_LINE + 2):
        yield raw
        while len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            raw = stream.readline(LONGEST_LINE + 2)


def _tell(terminal: Terminal, done: "Received") -> None:
    lang = terminal.lang
    terminal.print(
        say(
            lang,
            "From %(origin)s: %(created)s new, %(changed)s changed, %(unchanged)s the same, "
            "%(withdrawn)s withdrawn, %(own)s our own, %(refused)s refused",
            origin=done.head.origin,
            created=f"{done.created:,}",
            changed=f"{done.changed:,}",
            unchanged=f"{done.unchanged:,}",
            withdrawn=f"{done.withdrawn:,}",
            own=f"{done.own:,}",
            refused=f"{len(done.refused):,}",
        )
    )
    for bad in done.refused[:SHOWN_PROBLEMS]:
        told = bad.problem.worded(lang)
        terminal.note(say(lang, "Line %(number)s: %(why)s", number=bad.number, why=told))
    if not done.is_whole:
        terminal.note(say(lang, "The file has no whole end, so nothing was withdrawn."))
    elif done.refused:
        terminal.note(say(lang, "Lines were refused, so nothing was withdrawn."))
