"""Why not? (为何不在清单中): the card of a record that somebody names, and why it is not shown."""

from dataclasses import dataclass, replace

from duijie.app.engine import ROOM
from duijie.app.matching.asked import conditions, request_of
from duijie.app.matching.cards import Card, card_of, card_shown
from duijie.app.matching.chips import FILTER_WORDS
from duijie.app.matching.filters import ListFilters
from duijie.app.matching.models import ShownList
from duijie.app.matching.seen import SeenRecord, records_titled, seen_record
from duijie.app.shared.actors import Actor
from duijie.app.shared.words import say_now
from duijie.app.wiring import home_in_use, system_clock
from duijie.kernel.documents import Document
from duijie.kernel.errors import GoneError
from duijie.kernel.filters import Filter
from duijie.kernel.kinds import KINDS
from duijie.kernel.matching import Level, Match, MatchList, MatchRequest
from duijie.kernel.words import N_, Lang

DEEP = 200  # places that are looked through for it


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A named record for a request (为何不在): its card, and why it is where it is."""

    card: Card
    told: tuple[str, ...]
    place: int | None = None  # in the list that is shown


def why_not(actor: Actor, shown_list: ShownList, named: str, lang: Lang) -> WhyNot:
    """Return the card of a named record for what was asked, with why it is not in the list.

    Raises:
        GoneError: there is no such record, or not for this reader.
    """
    record = _named(actor, named)
    stored = shown_list.request
    source = seen_record(actor, stored.source_id, own_drafts=True) if stored.source_id else None
    document = source.document if source else None
    filters, today = ListFilters.of(shown_list.filters), system_clock().date()
    where = conditions(filters, document, today)
    request = replace(request_of(stored.text, document), where=where)
    alone = _matched(request, replace(where, record_ids=(record.document.record_id,)), 1)
    place = _place_in(shown_list, record.document.record_id)
    if place is not None:
        return WhyNot(_card(request, alone, record.document, lang), (), place)
    filtered = _filtered_by(filters, where, record.document)
    told = filtered or _ranked(request, where, record.document, alone)
    if filtered:
        wide = replace(where, record_ids=(record.document.record_id,))
        alone = _matched(request, _only(wide), 1)
    return WhyNot(_card(request, alone, record.document, lang), tuple(told))


def _named(actor: Actor, named: str) -> SeenRecord:
    names = [named] if ":" in named else [f"{kind}:{named}" for kind in KINDS]
    for name in names:
        found = seen_record(actor, name)
        if found is not None:
            return found
    nearest = records_titled(actor, named, 1)
    if nearest and nearest[0].document.title.strip() == named:
        return nearest[0]
    raise GoneError(thing=N_("record"), name=named)


def _place_in(shown_list: ShownList, record_id: str) -> int | None:
    for number, place in enumerate(shown_list.shown, 1):
        if place["record_id"] == record_id:
            return number
    return None


def _filtered_by(filters: ListFilters, where: Filter, document: Document) -> list[str]:
    """Return which of the filters keep a record out, each by itself."""
    told = []
    if document.kind not in where.kinds:
        told.append(say_now("A record of this kind is not what is looked for here."))
    if document.valid_until is not None and document.valid_until < system_clock().date():
        told.append(say_now("It has expired on %(day)s.", day=document.valid_until.isoformat()))
    for name in filters.stored():
        only = ListFilters.of({name: filters.stored()[name]})
        if not conditions(only, None, system_clock().date()).allows(
            replace(document, kind="achievement")
        ):
            told.append(
                say_now("It is filtered out by the %(filter)s.", filter=say_now(FILTER_WORDS[name]))
            )
    return told


def _ranked(
    request: MatchRequest, where: Filter, document: Document, alone: MatchList
) -> list[str]:
    """Return how far down a record stands, and whether it is credible at all."""
    source = request.source
    if (
        source is not None
        and document.owner
        and document.owner
        in (
            source.organization,
            source.organization_id,
        )
    ):
        return [say_now("It belongs to whoever asks: one's own records are not matched.")]
    best = _best(alone)
    if best is None:
        return [say_now("It shares no word with what is asked.")]
    answer = _matched(request, where, DEEP)
    found = next((m for m in answer.matches if m.record_id == document.record_id), None)
    if found is not None:
        return [
            say_now(
                "It is ranked %(rank)s; the list shows the first %(shown)s.",
                rank=found.rank,
                shown=min(found.rank - 1, len(answer.matches)),
            )
        ]
    if best.level is Level.NONE or answer.no_good_match is not None:
        return [say_now("What it says is too far from what is asked: below the floor.")]
    return [
        say_now(
            "It is not among the first %(count)s, or its organisation already fills its places.",
            count=DEEP,
        )
    ]


def _matched(request: MatchRequest, where: Filter, limit: int) -> MatchList:
    with ROOM.engine(home_in_use()) as engine:
        return engine.match(replace(request, where=where, limit=limit))


def _only(where: Filter) -> Filter:
    """Return the filter with nothing but the record and who may see it."""
    return Filter(record_ids=where.record_ids, visibilities=where.visibilities, kinds=tuple(KINDS))


def _best(answer: MatchList) -> Match | None:
    honest = answer.no_good_match
    found = answer.matches or (honest.nearest if honest else ())
    return found[0] if found else None


def _card(request: MatchRequest, alone: MatchList, document: Document, lang: Lang) -> Card:
    best = _best(alone)
    if best is not None:
        return card_of(best, lang)
    with ROOM.engine(home_in_use()) as engine:
        card = engine.cards(request, [document])[0]
    return card_shown(document, card, lang, rank=0, level=Level.NONE, chance=0.0)
