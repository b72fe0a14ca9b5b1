"""Reads: one's own saved searches, and what is new in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from duijie.app.jobs.phrases import word_problem
from duijie.app.libraries.facets import facets_of, label_of
from duijie.app.matching.chips import chips_of
from duijie.app.matching.filters import ListFilters
from duijie.app.matching.queries import newest_list
from duijie.app.matching.seen import seen_records
from duijie.app.searches.finding import selection_of
from duijie.app.searches.models import SavedSearch, Telling
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import allowed, require
from duijie.app.shared.words import lang_now, say_now
from duijie.kernel.errors import GoneError
from duijie.kernel.kinds import kind_named
from duijie.kernel.matching import LEVEL_WORDS, Level
from duijie.kernel.words import N_

MOST_LISTED, MOST_TOLD = 200, 100


@dataclass(frozen=True, slots=True)
class ShownSearch:
    """A saved search as its page shows it (订阅)."""

    search: SavedSearch
    conditions: tuple[str, ...]
    told: int
    told_at: Any
    problem: str
    back: str  # the list as it is now


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One record that was told (已告知记录); without a title it is there no more."""

    record_id: str
    title: str
    organization: str
    level: int | None
    level_word: str


@dataclass(frozen=True, slots=True)
class ToldAt:
    """What was told at one time (通知批次)."""

    telling: Telling
    lines: tuple[ToldLine, ...]


def searches_of(actor: Actor) -> list[ShownSearch]:
    """Return one's own searches, newest first: those that are watched before the stopped ones."""
    require(actor, "searches.save")
    rows = SavedSearch.objects.select_related("request").filter(owner_id=actor.person_id)
    counted = rows.annotate(told_count=Count("told"), last_told=Max("tellings__told_at"))
    found = sorted(
        counted.order_by("-saved_at")[:MOST_LISTED],
        key=lambda one: one.state == SavedSearch.State.STOPPED,
    )
    return [_shown(actor, one, told=one.told_count, told_at=one.last_told) for one in found]


def search_for(actor: Actor, search_id: UUID) -> ShownSearch:
    """Return one of one's own searches.

    Raises:
        GoneError: there is none, or it is somebody else's.
    """
    search = SavedSearch.objects.select_related("request").filter(pk=search_id).first()
    if search is None or not allowed(actor, "searches.see", search):
        raise GoneError(thing=N_("saved search"), name=str(search_id))
    back = "" if search.is_of_library else _newest_list(search)
    return _shown(actor, search, told=search.told.count(), told_at=None, back=back)


def told_in(actor: Actor, search: SavedSearch) -> list[ToldAt]:
    """Return what was told in a search, newest first, as its owner may see it now."""
    tellings = list(search.tellings.order_by("-pk").prefetch_related("records")[:MOST_TOLD])
    rows = {
        one.pk: sorted(one.records.all(), key=lambda row: row.place)[:MOST_TOLD] for one in tellings
    }
    seen = seen_records(actor, [row.record_id for some in rows.values() for row in some])
    return [ToldAt(one, tuple(_line(row, seen) for row in rows[one.pk])) for one in tellings]


def count_with_news(actor: Actor, since: datetime) -> int:
    """Return in how many of the actor's searches something new was told since, at most 99."""
    own = SavedSearch.objects.filter(owner_id=actor.user_id or 0, state=SavedSearch.State.ACTIVE)
    return len(own.filter(tellings__told_at__gt=since).distinct().values_list("pk")[:99])


def _line(row: Any, seen: Any) -> ToldLine:
    found = seen.get(row.record_id)
    document = None if found is None else found.document
    word = say_now(LEVEL_WORDS[Level(row.level)]) if row.level else ""
    return ToldLine(
        row.record_id,
        document.title if document else "",
        document.organization if document else "",
        row.level,
        word,
    )


def _shown(
    actor: Actor, search: SavedSearch, *, told: int, told_at: Any, back: str = ""
) -> ShownSearch:
    if search.is_of_library:
        said, back = _library_conditions(actor, search)
    else:
        said = [f"{one.label}: {one.value}" for one in chips_of(ListFilters.of(search.filters))]
    problem = word_problem(search.problem, lang_now())
    return ShownSearch(search, tuple(said), told, told_at, problem, back)


def _library_conditions(actor: Actor, search: SavedSearch) -> tuple[list[str], str]:
    selection, kind, lang = selection_of(actor, search), kind_named(search.kind), lang_now()
    said = [kind.zh if lang == "zh" else kind.en]
    if selection.query:
        said.append(say_now("Words: %(words)s", words=selection.query))
    for facet in facets_of(search.kind):
        codes = selection.chosen.get(facet.name, ())
        said += [label_of(facet, code, lang) for code in codes]
    return said, f"/libraries/{search.kind}/{selection.address()}"


def _newest_list(search: SavedSearch) -> str:
    assert search.request is not None  # noqa: S101  (a search of matches has its request)
    newest = newest_list(search.request)
    return f"/match/{newest.pk}/" if newest else ""
