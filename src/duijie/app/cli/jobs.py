"""`duijie jobs`: what runs in the background, how far it is, and stopping it."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from duijie.app.cli.terminal import Terminal
from duijie.app.wiring import open_records, system_clock
from duijie.kernel.words import N_, say

if TYPE_CHECKING:
    from duijie.app.jobs.queries import JobShown

AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for machines."))]
JobId = Annotated[str, typer.Argument(help=N_("The id of the job."), metavar="JOB")]


def list_(
    context: typer.Context,
    json: AsJson = False,
    limit: Annotated[int, typer.Option(help=N_("Jobs shown at most."), min=1, max=1000)] = 20,
) -> None:
    """Show the newest jobs."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.jobs.context import MACHINE
    from duijie.app.jobs.queries import jobs_of

    found = jobs_of(MACHINE, terminal.lang, limit=limit)
    if json:
        terminal.print_json([_as_json(job) for job in found])
        return
    if not found:
        terminal.print(say(terminal.lang, "Nothing has run in the background yet."))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (N_("Job"), N_("What"), N_("How far")):
        table.add_column(say(terminal.lang, heading))
    for job in found:
        far = job.state_name if job.percent is None else f"{job.state_name} {job.percent} %"
        table.add_row(str(job.id), Text(job.title), far)
    terminal.out.print(table)


def show(context: typer.Context, job: JobId, json: AsJson = False) -> None:
    """Show one job: how far it is, or how it ended."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.jobs.context import MACHINE
    from duijie.app.jobs.queries import job_of, shown

    found = shown(job_of(MACHINE, job), terminal.lang)
    if json:
        terminal.print_json(_as_json(found))
        return
    terminal.print(Text(found.title), style="bold")
    parts = [found.state_name, found.stage, f"{found.finished}/{found.total}" * bool(found.total)]
    terminal.print(" · ".join(part for part in parts if part))
    if found.problem:
        terminal.print(found.problem, style="red")


def cancel(context: typer.Context, job: JobId, json: AsJson = False) -> None:
    """Stop a job: at once while it waits, else at its next step."""
    terminal: Terminal = context.obj
    open_records(terminal.home)
    from duijie.app.jobs.actions import cancel_job
    from duijie.app.jobs.context import MACHINE
    from duijie.app.jobs.queries import job_of, shown

    found = shown(cancel_job(MACHINE, job_of(MACHINE, job), system_clock()), terminal.lang)
    if json:
        terminal.print_json(_as_json(found))
        return
    told = N_("It is at its end: %(state)s.") if found.is_ended else N_("It is being stopped.")
    terminal.print(say(terminal.lang, told, state=found.state_name))


def _as_json(job: "JobShown") -> dict[str, object]:
    return {
        "id": str(job.id),
        "work": job.name,
        "title": job.title,
        "state": job.state,
        "stage": job.stage,
        "percent": job.percent,
        "note": job.note,
        "cancel_asked": job.cancel_asked,
        "tries": job.tries,
        "problem": job.problem,
        "outcome": dict(job.outcome),
        "asked_at": job.asked_at.isoformat(),
        "started_at": job.started_at.isoformat() if job.started_at else None,
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
    }
