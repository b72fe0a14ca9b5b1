"""`duijie index`: build, update, look at, verify and roll back the search index."""

from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.app.answers import Json
    from duijie.kernel.ports import IndexStats

AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))]
MEGABYTE = 1_000_000


def build(context: typer.Context, json: AsJson = False) -> None:
    """Build the index anew; the one in use answers until the new one is whole."""
    terminal: Terminal = context.obj
    from duijie.app.indexing import build as built

    with progress(terminal) as told:
        stats = built(terminal.home, terminal.settings, told)
    if json:
        terminal.print_json(stats_json(stats))
        return
    terminal.print(_sentence(terminal, stats))
    terminal.print(say(terminal.lang, 'Next: duijie match "…"'), style="dim")


def update(context: typer.Context, json: AsJson = False) -> None:
    """Bring into the index what changed since it was last written."""
    terminal: Terminal = context.obj
    from duijie.app.indexing import update as updated

    with progress(terminal) as told:
        done = updated(terminal.home, told)
    if json:
        terminal.print_json(
            {"written": done.written, "removed": done.removed, "index": stats_json(done.stats)}
        )
        return
    terminal.print(
        say(
            terminal.lang,
            "%(written)s records written, %(removed)s removed.",
            written=f"{done.written:,}",
            removed=f"{done.removed:,}",
        )
    )
    terminal.print(_sentence(terminal, done.stats))


def status(context: typer.Context, json: AsJson = False) -> None:
    """Show what the index holds and whether records have changed since."""
    terminal: Terminal = context.obj
    from duijie.app.wiring import open_source
    from duijie.index import index_status

    stats = index_status(terminal.home.index)
    source = open_source(terminal.home)
    records, behind = source.count(), source.revision() - stats.revision
    if json:
        terminal.print_json(
            {"index": stats_json(stats), "records": records, "changes_to_index": behind}
        )
        return
    lang = terminal.lang
    terminal.print(_sentence(terminal, stats))
    terminal.print(say(lang, "Records stored: %(count)s.", count=f"{records:,}"))
    if behind:
        terminal.print(
            say(
                lang,
                "%(count)s changes are not indexed yet. Please run: duijie index update",
                count=f"{behind:,}",
            ),
            style="yellow",
        )
    else:
        terminal.print(say(lang, "The index is up to date."))


def rollback(context: typer.Context, json: AsJson = False) -> None:
    """Put the index from before the last build in use again."""
    terminal: Terminal = context.obj
    from duijie.app.indexing import roll_back

    stats = roll_back(terminal.home)
    if json:
        terminal.print_json(stats_json(stats))
        return
    terminal.print(_sentence(terminal, stats))
    terminal.print(
        say(terminal.lang, "What changed since it was written: duijie index update"), style="dim"
    )


def verify(context: typer.Context, json: AsJson = False) -> int:
    """Read the whole index and compare its parts with each other; 1 when something is wrong."""
    terminal: Terminal = context.obj
    from duijie.app.indexing import verify as verified

    with progress(terminal) as told:
        faults = verified(terminal.home, terminal.lang, told)
    if json:
        terminal.print_json({"is_whole": not faults, "faults": faults})
    elif faults:
        for sentence in faults:
            terminal.print(sentence)
        terminal.print(
            say(
                terminal.lang,
                "Nothing is lost: it is derived from the records. Please run: duijie index build",
            )
        )
    else:
        terminal.print(say(terminal.lang, "The index is whole."))
    return 1 if faults else 0


def stats_json(stats: "IndexStats") -> "dict[str, Json]":
    """Return what an index holds as a JSON value."""
    return {
        "backend": stats.backend,
        "generation": stats.generation,
        "schema_version": stats.schema_version,
        "encoder_release": stats.encoder_release,
        "ranker_release": stats.ranker_release,
        "dimensions": stats.dimensions,
        "documents": stats.documents,
        "revision": stats.revision,
        "bytes_on_disk": stats.bytes_on_disk,
    }


def _sentence(terminal: Terminal, stats: "IndexStats") -> str:
    return say(
        terminal.lang,
        "The index holds %(documents)s records, %(size)s MB, encoder %(encoder)s, "
        "generation %(generation)s.",
        documents=f"{stats.documents:,}",
        size=f"{stats.bytes_on_disk / MEGABYTE:,.0f}",
        encoder=stats.encoder_release or "-",
        generation=stats.generation,
    )
