"""`duijie feedback`: what was shown and what became of it, in and out; what people judged."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duijie.app.cli.progress import progress
from duijie.app.cli.terminal import Terminal
from duijie.kernel.errors import CallError
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.kernel.judgements import Judgement

AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))]


def import_(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=N_("Impressions and events as JSON Lines; may be packed."))
    ],
    json: AsJson = False,
) -> int:
    """Store the impressions and events of a file; 1 when rows were left out."""
    terminal: Terminal = context.obj
    from duijie.app.feedback_files import import_feedback

    with progress(terminal) as told:
        done = import_feedback(terminal.home, file, terminal.lang, told)
    taken = [*done.impressions.differing, *done.events.differing]
    if json:
        terminal.print_json(
            {
                "impressions": {"new": done.impressions.written, "known": done.impressions.known},
                "events": {"new": done.events.written, "known": done.events.known},
                "rejected": done.problems,
                "differing": taken,
                "report_file": str(done.report) if done.report else None,
            }
        )
        return int(done.has_problems)
    lang = terminal.lang
    terminal.print(
        say(
            lang,
            "%(impressions)s impressions and %(events)s events are new; %(known)s rows were known; "
            "%(rejected)s rows were left out.",
            impressions=f"{done.impressions.written:,}",
            events=f"{done.events.written:,}",
            known=f"{done.impressions.known + done.events.known - len(taken):,}",
            rejected=f"{done.problems + len(taken):,}",
        )
    )
    if done.report is not None:
        terminal.print(
            say(
                lang,
                "Every problem, with row, value and what to do: %(file)s",
                file=done.report,
            )
        )
    terminal.print(say(lang, "Next: duijie feedback judgements"), style="dim")
    return int(done.has_problems)


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=N_("Where to write it, as JSON Lines."))],
    json: AsJson = False,
) -> None:
    """Write all impressions and events to a file."""
    terminal: Terminal = context.obj
    from duijie.app.feedback_files import export_feedback

    impressions, events = export_feedback(terminal.home, file)
    if json:
        terminal.print_json({"impressions": impressions, "events": events, "file": str(file)})
        return
    terminal.print(
        say(
            terminal.lang,
            "%(impressions)s impressions and %(events)s events written to %(file)s.",
            impressions=f"{impressions:,}",
            events=f"{events:,}",
            file=file,
        )
    )


def judgements(
    context: typer.Context,
    qrels: Annotated[
        Path | None, typer.Option(help=N_("Write them as TREC qrels."), metavar="FILE")
    ] = None,
    add: Annotated[
        Path | None,
        typer.Option(help=N_("Store the levels of a qrels file first."), metavar="FILE"),
    ] = None,
    judge: Annotated[
        str, typer.Option(help=N_("Who gave the levels of --add."), metavar="NAME")
    ] = "",
    json: AsJson = False,
) -> None:
    """Count, store or write what people judged and what feedback says."""
    terminal: Terminal = context.obj
    from duijie.app.feedback_files import add_judgements, write_judgements
    from duijie.app.feedback_files import judgements as all_judgements

    if (add is None) != (not judge.strip()):
        raise CallError(
            why=N_("levels belong to whoever gave them"),
            remedy=N_("Name both: --add FILE --judge NAME"),
        )
    added = None if add is None else add_judgements(terminal.home, add, judge.strip())
    judged = all_judgements(terminal.home)
    written = write_judgements(qrels, judged) if qrels is not None and judged else 0
    if json:
        levels = {str(level): sum(one.level == level for one in judged) for level in (1, 2, 3, 4)}
        terminal.print_json(
            {
                "judgements": len(judged),
                "requests": len({one.request_id for one in judged}),
                "levels": levels,
                "added": None if added is None else added.written,
                "written": written,
                "file": str(qrels) if written else None,
            }
        )
        return
    if added is not None:
        told = say(
            terminal.lang,
            "%(new)s judgements stored, %(known)s were known.",
            new=f"{added.written:,}",
            known=f"{added.known:,}",
        )
        terminal.print(told)
    _tell_judgements(terminal, judged, qrels, written)


def _tell_judgements(
    terminal: Terminal, judged: "Sequence[Judgement]", qrels: Path | None, written: int
) -> None:
    lang = terminal.lang
    terminal.print(
        say(
            lang,
            "%(judgements)s judgements of %(requests)s requests.",
            judgements=f"{len(judged):,}",
            requests=f"{len({one.request_id for one in judged}):,}",
        )
    )
    if written:
        terminal.print(
            say(lang, "%(count)s grades written to %(file)s.", count=f"{written:,}", file=qrels)
        )
    elif qrels is not None and not judged:
        terminal.print(say(lang, "Nothing was written: there are no judgements."), style="yellow")
    pairs = len({(one.request_id, one.record_id) for one in judged})
    if qrels is not None and pairs > written:
        told = say(
            lang,
            "%(count)s pairs are left out of the file: what is known of them weighs too little "
            "for a grade. `duijie train ranker` without a file reads them with their weights.",
            count=f"{pairs - written:,}",
        )
        terminal.print(told, style="dim")
