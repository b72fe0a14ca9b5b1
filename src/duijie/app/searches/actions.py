"""Writes: a search is saved, changed and stopped; what is new in it is told, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from duijie.app.audit.actions import note
from duijie.app.jobs.phrases import Json
from duijie.app.libraries.selection import Selection
from duijie.app.matching.models import ShownList
from duijie.app.notices.actions import tell
from duijie.app.records.queries import newest_revision, visible_ids
from duijie.app.searches.finding import Finding
from duijie.app.searches.models import SavedSearch, Telling, ToldRecord
from duijie.app.shared.actors import NOBODY, Actor
from duijie.app.shared.permissions import require
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import CallError, GoneError
from duijie.kernel.settings import load_settings
from duijie.kernel.words import N_, Phrase

State, Rhythm = SavedSearch.State, SavedSearch.Rhythm
PERIODS = {
    Rhythm.AT_ONCE: timedelta(0),
    Rhythm.DAILY: timedelta(days=1),
    Rhythm.WEEKLY: timedelta(days=7),
}
NEW = N_("New in “%(name)s”: %(count)d records that fit.")
ONE_NEW = N_("New in “%(name)s”: one record that fits.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a search is to be called and how often its owner is told (订阅设定)."""

    name: str
    rhythm: str


@transaction.atomic
def save_matches(
    actor: Actor, shown_list: ShownList, wanted: Wanted, *, now: datetime
) -> SavedSearch:
    """Have what a list was shown for looked for again and again; new is what came after the list.

    Raises:
        DeniedError: the actor may not, or may not read what was asked.
        CallError: the actor has as many searches as one person may have.
    """
    require(actor, "searches.save")
    require(actor, "matching.read", shown_list.request)
    search = _new(actor, wanted, now)
    search.request, search.filters = shown_list.request, shown_list.filters
    search.since_at = shown_list.asked_at
    return _saved(actor, search, now)


@transaction.atomic
def save_library(
    actor: Actor, selection: Selection, wanted: Wanted, *, now: datetime
) -> SavedSearch:
    """Have a list of a library watched; new is what is written from now on.

    Raises:
        DeniedError: the actor may not.
        CallError: the actor has as many searches as one person may have.
    """
    require(actor, "searches.save")
    search = _new(actor, wanted, now)
    search.kind = selection.kind
    search.address = selection.address(after="").removeprefix("?")
    return _saved(actor, search, now)


def _new(actor: Actor, wanted: Wanted, now: datetime) -> SavedSearch:
    newest = newest_revision()
    return SavedSearch(
        owner_id=actor.person_id,
        name=wanted.name,
        rhythm=wanted.rhythm,
        since=newest,
        since_at=now,
        # A library is looked through from now on; matches once, for what came since the list.
        seen_revision=newest,
        due_at=now + PERIODS[Rhythm(wanted.rhythm)],
        saved_at=now,
    )


def _saved(actor: Actor, search: SavedSearch, now: datetime) -> SavedSearch:
    if search.request is not None:
        search.seen_revision = 0
    same = _same_before(search)
    if same is not None:
        same.name, same.rhythm, same.due_at = search.name, search.rhythm, search.due_at
        same.save(update_fields=["name", "rhythm", "due_at"])
        return same
    _keep_within_bounds(actor)
    search.save(force_insert=True)
    note("searches.save", f"search:{search.pk}", by=actor, now=now,
         values={"rhythm": search.rhythm})  # fmt: skip
    return search


def _same_before(search: SavedSearch) -> SavedSearch | None:
    """Return what the same person watches already with the same conditions, if anything."""
    same = SavedSearch.objects.filter(
        owner_id=search.owner_id,
        request=search.request,
        kind=search.kind,
        address=search.address,
        state=State.ACTIVE,
    )
    return next((one for one in same if one.filters == search.filters), None)


def _keep_within_bounds(actor: Actor) -> None:
    most = load_settings(home_in_use().settings_file).integer("searches.most")
    own = SavedSearch.objects.filter(owner_id=actor.person_id).exclude(state=State.STOPPED)
    if own.count() >= most:
        raise CallError(
            why=Phrase(N_("you watch %(most)d searches already"), most=most),
            remedy=N_("Stop one that you no longer need, then save this one."),
        )


def set_state(actor: Actor, search_id: UUID, state: str, *, now: datetime) -> SavedSearch:
    """Pause, stop or take up one's own search; what came meanwhile is told when it is taken up.

    Raises:
        GoneError: there is none, or it is somebody else's.
        CallError: it is taken up, and the actor has as many as one person may have.
    """
    with transaction.atomic():
        search = _own(actor, search_id)
        if search.state == State.STOPPED and state != State.STOPPED:
            _keep_within_bounds(actor)
        search.state, search.due_at = state, now
        search.save(update_fields=["state", "due_at"])
        note("searches.state", f"search:{search.pk}", by=actor, now=now, values={"to": state})
    return search


@transaction.atomic
def set_rhythm(actor: Actor, search_id: UUID, wanted: Wanted, *, now: datetime) -> SavedSearch:
    """Change how one's own search is called and how often one is told.

    Raises:
        GoneError: there is none, or it is somebody else's.
    """
    search = _own(actor, search_id)
    search.name, search.rhythm = wanted.name, wanted.rhythm
    search.due_at = (search.looked_at or now) + PERIODS[Rhythm(wanted.rhythm)]
    search.save(update_fields=["name", "rhythm", "due_at"])
    note("searches.rhythm", f"search:{search.pk}", by=actor, now=now,
         values={"rhythm": search.rhythm})  # fmt: skip
    return search


@transaction.atomic
def stop_by_link(search_id: UUID, *, now: datetime) -> None:
    """Stop a search for whoever holds its link; the same again changes nothing."""
    stopped = SavedSearch.objects.filter(pk=search_id).exclude(state=State.STOPPED)
    if stopped.update(state=State.STOPPED):
        note("searches.stop_by_link", f"search:{search_id}", by=NOBODY, now=now)


@transaction.atomic
def tell_new(actor: Actor, search: SavedSearch, found: Finding, *, now: datetime) -> Telling | None:
    """Store what is told and tell it, in one transaction; None where there is nothing to tell.

    What another worker has told meanwhile is left out, and so is what was withdrawn meanwhile.
    """
    from duijie.app.searches.tasks import send_letter

    locked = SavedSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
    if locked.state != State.ACTIVE:
        return None
    ids = [one.record_id for one in found.records]
    told = set(locked.told.filter(record_id__in=ids).values_list("record_id", flat=True))
    seen = visible_ids(actor, ids, now)
    fresh = [one for one in found.records if one.record_id in seen - told]
    _looked(locked, found, now)
    if not fresh:
        return None
    has_address = bool(locked.owner.email)
    mail = Telling.Mail.WAITING if has_address else Telling.Mail.NONE
    telling = Telling.objects.create(search=locked, told_at=now, count=len(fresh), mail=mail)
    ToldRecord.objects.bulk_create(
        ToldRecord(
            search=locked, telling=telling, record_id=one.record_id, place=place, level=one.level
        )
        for place, one in enumerate(fresh, 1)
    )
    message = ONE_NEW if len(fresh) == 1 else NEW
    phrase = Phrase(message, name=locked.name, count=len(fresh))
    tell([locked.owner_id], phrase, link=f"/searches/{locked.pk}/", now=now, by_mail=False)
    if has_address:
        send_letter.enqueue(telling.pk)
    return telling


def _looked(locked: SavedSearch, found: Finding, now: datetime) -> None:
    locked.seen_revision, locked.looked_at, locked.problem = found.revision, now, {}
    # What a large import brought is looked through part by part, without waiting for the next day.
    locked.due_at = now if found.has_more else now + PERIODS[Rhythm(locked.rhythm)]
    locked.save(update_fields=["seen_revision", "looked_at", "problem", "due_at"])


def note_problem(search: SavedSearch, problem: Json, *, now: datetime) -> None:
    """Note why a search could not be looked through; it is tried again an hour later."""
    rows = SavedSearch.objects.filter(pk=search.pk)
    rows.update(problem=problem, looked_at=now, due_at=now + timedelta(hours=1))


def _own(actor: Actor, search_id: UUID) -> SavedSearch:
    found = SavedSearch.objects.select_for_update(of=("self",)).filter(
        pk=search_id, owner_id=actor.person_id
    )
    search = found.first()
    if search is None:
        raise GoneError(thing=N_("saved search"), name=str(search_id))
    require(actor, "searches.change", search)
    return search
