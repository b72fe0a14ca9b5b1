"""Following: the index comes after the records by itself, a few seconds behind."""

from datetime import datetime, timedelta

from django.db.models import Q

from duijie.app.jobs.actions import start_job
from duijie.app.jobs.context import MACHINE, JobContext
from duijie.app.jobs.models import Job
from duijie.app.jobs.registry import every, work
from duijie.app.records.queries import newest_revision
from duijie.app.wiring import home_in_use, open_source
from duijie.kernel.errors import IndexBusyError, IndexMissingError
from duijie.kernel.ports import silent
from duijie.kernel.settings import Settings, load_settings
from duijie.kernel.words import N_, Phrase

BUILD = "index.build"
# An encoder that learned from so few records, a tenth of those there are now, knows too few words:
# that is how every new installation begins. Later ones go live by a promotion, with a proof.
FEW, TENFOLD, ENOUGH = 2000, 10, 50
# What failed is not tried every two seconds, but by itself again: perhaps the disk has room now.
TRIED_AGAIN = timedelta(hours=1)


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


@every("1h", name="index.outgrow")
def outgrow(now: datetime) -> Job | None:
    """Have a new encoder trained when the library has outgrown the one of its first records."""
    from duijie.index import live_models, read_card
    from duijie.kernel.releases import CARD

    home = home_in_use()
    folder = home.releases / (live_models(home.index).encoder or "-")
    named = load_settings(home.settings_file).text("index.encoder")
    if named or not (folder / CARD).is_file():
        return None
    seen = read_card(folder).documents_seen
    is_outgrown = seen < FEW and open_source(home).count() >= max(ENOUGH, TENFOLD * seen)
    return ask_for_build(now, anew=True) if is_outgrown else None


def ask_for_build(now: datetime, *, anew: bool = False) -> Job | None:
    """Have the index built, unless that is under way or has just failed; None then."""
    under_way = Q(state__in=(Job.State.QUEUED, Job.State.RUNNING))
    just_failed = Q(state=Job.State.FAILED, ended_at__gt=now - TRIED_AGAIN)
    if Job.objects.filter(under_way | just_failed, name=BUILD).exists():
        return None
    title = Phrase(N_("Building the search index"))
    return start_job(MACHINE, BUILD, title, {"anew": anew}, now=now)


@work(BUILD)
def build_index(context: JobContext, *, anew: bool = False) -> dict[str, object]:
    """Build the index of all records; where there is no encoder yet, or `anew`, one is trained."""
    from duijie.app.encoders import train
    from duijie.app.indexing import build

    home = home_in_use()
    settings = load_settings(home.settings_file)
    if anew:
        release = train(home, open_source(home), context.progress)
        settings = Settings({**settings.values, "index.encoder": release})
    stats = build(home, settings, context.progress)
    return {"documents": stats.documents, "encoder": stats.encoder_release}
