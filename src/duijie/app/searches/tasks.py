"""What comes round by itself: due searches are looked through; their letters are sent."""

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Q
from django_tasks import task

from duijie.app.accounts.queries import actor_of
from duijie.app.jobs.phrases import problem_of, unexpected
from duijie.app.jobs.registry import every
from duijie.app.searches.actions import note_problem, tell_new
from duijie.app.searches.finding import find, revisions_now
from duijie.app.searches.letters import post
from duijie.app.searches.models import SavedSearch, Telling
from duijie.app.shared.permissions import allowed
from duijie.app.wiring import system_clock
from duijie.kernel.errors import DuijieError, IndexMissingError

log = logging.getLogger("duijie.searches")
AT_A_TIME, LONGEST_S = 50, 5.0  # what is left waits for the next round: others wait, too
MOST_TRIES, AGAIN_AFTER = 5, timedelta(minutes=10)


@every("30s", name="searches.look")
def look(now: datetime) -> int:
    """Look through the searches that are due, for some seconds; return how many told something."""
    try:
        indexed, newest = revisions_now()
    except IndexMissingError:
        return 0
    has_changed = Q(request__isnull=False, seen_revision__lt=indexed) | Q(
        request__isnull=True, seen_revision__lt=newest
    )
    due = SavedSearch.objects.select_related("owner", "request").filter(
        has_changed, state=SavedSearch.State.ACTIVE, due_at__lte=now, owner__is_active=True
    )
    started, told = monotonic(), 0
    for search in due.order_by("due_at", "pk")[:AT_A_TIME]:
        if monotonic() - started > LONGEST_S:
            break
        told += look_through(search, now)
    return told


def look_through(search: SavedSearch, now: datetime) -> bool:
    """Look through one search and tell its owner what is new; one that fails stops no other."""
    actor = actor_of(search.owner, now)
    if not allowed(actor, "searches.see", search):
        SavedSearch.objects.filter(pk=search.pk).update(due_at=now + timedelta(days=1))
        return False
    try:
        return tell_new(actor, search, find(actor, search, now), now=now) is not None
    except DuijieError as error:
        note_problem(search, problem_of(error), now=now)
    except Exception:
        log.exception("a search was not looked through", extra={"search": str(search.pk)})
        note_problem(search, unexpected(str(search.pk)), now=now)
    return False


@task()
def send_letter(telling_id: int) -> None:
    """Send the letter of a telling, at most once."""
    post(telling_id, system_clock())


@every("10m", name="searches.letters")
def send_again(now: datetime) -> None:
    """Send again what could not be sent, some times, and what a dead worker left in the queue."""
    failed = Q(mail=Telling.Mail.FAILED, tries__lt=MOST_TRIES)
    left = Q(mail=Telling.Mail.WAITING, told_at__lt=now - AGAIN_AFTER)
    open_ones = Telling.objects.filter(failed | left).order_by("pk")
    for telling_id in open_ones.values_list("pk", flat=True)[:AT_A_TIME]:
        send_letter.enqueue(telling_id)
