"""`duijie records`: how many records there are, and the newest imports."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_records
from duijie.kernel.kinds import KINDS
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.app.records.queries import RunSummary

RUNS_SHOWN = 5


def records(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))] = False,
) -> None:
    """Show how many records of each kind are stored."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.records.queries import counts_by_kind, newest_revision, newest_runs

    counts, runs = counts_by_kind(), newest_runs(RUNS_SHOWN)
    if json:
        terminal.print_json(
            {
                "revision": newest_revision(),
                "kinds": {
                    count.kind: {"live": count.live, "withdrawn": count.withdrawn}
                    for count in counts
                },
                "imports": [
                    {
                        "kind": run.kind,
                        "source": run.source_name,
                        "is_finished": run.is_finished,
                        "rows": run.rows_done,
                        "rejected": run.rejected,
                        "started_at": _local(run.started_at).isoformat(),
                    }
                    for run in runs
                ],
            }
        )
        return
    lang = terminal.lang
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say(lang, "Kind"))
    for heading in (N_("Live"), N_("Withdrawn")):
        table.add_column(say(lang, heading), justify="right")
    for count in counts:
        kind = KINDS[count.kind]
        name = f"{kind.zh if lang == 'zh' else kind.en} ({kind.name})"
        table.add_row(name, f"{count.live:,}", f"{count.withdrawn:,}")
    terminal.out.print(table)
    for run in runs:
        terminal.print(_run_sentence(terminal, run))
    if not runs:
        terminal.print(
            say(lang, "Nothing was imported yet. Start with: duijie import FILE --kind achievement")
        )


def _local(moment: datetime) -> datetime:
    """Return a moment in the time zone of the system, with its offset."""
    return moment.astimezone()


def _run_sentence(terminal: Terminal, run: "RunSummary") -> str:
    sentence = (
        N_("%(day)s: %(source)s, %(rows)s rows, %(rejected)s rejected")
        if run.is_finished
        else N_("%(day)s: %(source)s, interrupted after %(rows)s rows; import it again to go on")
    )
    return say(
        terminal.lang,
        sentence,
        day=_local(run.started_at).isoformat(" ", "minutes"),
        source=run.source_name,
        rows=f"{run.rows_done:,}",
        rejected=f"{run.rejected:,}",
    )
