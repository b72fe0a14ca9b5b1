"""Following: the index comes after the records by itself, a few seconds behind."""

from datetime import datetime

from duijie.app.jobs.actions import start_job
from duijie.app.jobs.context import MACHINE, JobContext
from duijie.app.jobs.models import Job
from duijie.app.jobs.registry import every, work
from duijie.app.records.queries import newest_revision
from duijie.app.wiring import home_in_use, open_source
from duijie.kernel.errors import IndexBusyError, IndexMissingError
from duijie.kernel.ports import silent
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, Phrase

BUILD = "index.build"


@every("2s", name="index.follow")
def follow(now: datetime) -> None:
    """Bring into the index what changed; where there is none yet, have one built."""
    from duijie.app.indexing import update
    from duijie.index import index_status

    home = home_in_use()
    newest = newest_revision()
    if not newest:
        return
    try:
        if index_status(home.index).revision < newest:
            update(home, silent)
    except IndexMissingError:
        if open_source(home).count():
            ask_for_build(now)
    except IndexBusyError:  # a build is under way: the next round brings in what changed
        return


def ask_for_build(now: datetime) -> Job | None:
    """Have the index built, unless that is under way or has just failed; None then."""
    is_there = Job.objects.filter(
        name=BUILD, state__in=(Job.State.QUEUED, Job.State.RUNNING, Job.State.FAILED)
    ).exists()
    if is_there:
        return None
    return start_job(MACHINE, BUILD, Phrase(N_("Building the search index")), {}, now=now)


@work(BUILD)
def build_index(context: JobContext) -> dict[str, object]:
    """Build the index of all records; where there is no encoder yet, one is trained first."""
    from duijie.app.indexing import build

    home = home_in_use()
    stats = build(home, load_settings(home.settings_file), context.progress)
    return {"documents": stats.documents, "encoder": stats.encoder_release}
