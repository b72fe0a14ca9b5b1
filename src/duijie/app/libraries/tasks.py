"""Work in the background: many changes, their undoing, long exports, and old files removed."""

from collections.abc import Mapping
from datetime import datetime

from duijie.app.jobs.context import JobContext
from duijie.app.jobs.registry import every, work
from duijie.app.libraries import actions, exporting


@work("libraries.change")
def change(context: JobContext, change_id: str) -> Mapping[str, object]:
    """Change the records that still wait; begun again after a crash, it goes on with those."""
    asked = actions.own_change(context.actor, change_id)
    count = actions.run_change(context.actor, asked, now=context.clock(), progress=context.progress)
    return {"records": count}


@work("libraries.undo")
def undo(context: JobContext, change_id: str) -> Mapping[str, object]:
    """Take back what is not taken back yet."""
    asked = actions.own_change(context.actor, change_id)
    count = actions.run_undo(context.actor, asked, now=context.clock(), progress=context.progress)
    return {"records": count}


@work("libraries.export")
def export(
    context: JobContext, kind: str, query: str, form: str, lang: str
) -> Mapping[str, object]:
    """Write a long list into a file that whoever asked for it can fetch."""
    wanted = exporting.Wanted(kind, query, form, "zh" if lang == "zh" else "en")
    count = exporting.write_file(
        context.actor, wanted, exporting.file_of(context.job_id, form), context.progress
    )
    return {"records": count}


@every("1d")
def forget_old_exports(now: datetime) -> None:
    """Remove exported files after a week: they can be asked for again."""
    exporting.remove_older_files(now)
