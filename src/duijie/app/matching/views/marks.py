"""Views: keep a match, set it aside, take that back; and how long a card was looked at."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.matching import marking, queries
from duijie.app.matching.card_page import card_page
from duijie.app.matching.forms import SetAsideForm
from duijie.app.matching.models import ShownList
from duijie.app.matching.views.asking import CARD_WORDS, is_partial
from duijie.app.shared.notices import tell
from duijie.app.shared.words import lang_now, say_now
from duijie.app.wiring import system_clock
from duijie.learn.feedback import EventReason

MOST_LOOKS = 20  # cards in one beacon


@require_POST
def keep(request: AskedRequest, list_id: UUID, record_id: str) -> HttpResponse:
    """Put a match on the shortlist."""
    shown_list = queries.stored_list(request.actor, list_id)
    marking.keep(request.actor, shown_list, record_id, now=system_clock())
    undo = reverse("match_unkeep", args=[list_id, record_id])
    return _shown_again(request, shown_list, record_id, say_now("On the shortlist."), undo)


@require_POST
def unkeep(request: AskedRequest, list_id: UUID, record_id: str) -> HttpResponse:
    """Take a match off the shortlist."""
    shown_list = queries.stored_list(request.actor, list_id)
    marking.unkeep(request.actor, shown_list.request, record_id, now=system_clock())
    undo = reverse("match_keep", args=[list_id, record_id])
    return _shown_again(request, shown_list, record_id, say_now("Off the shortlist."), undo)


@require_POST
def aside(request: AskedRequest, list_id: UUID, record_id: str) -> HttpResponse:
    """Set a match aside, with a reason."""
    shown_list = queries.stored_list(request.actor, list_id)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _shown_again(request, shown_list, record_id, "", "")
    said, now = form.cleaned_data, system_clock()
    reason = EventReason(said["reason"])
    marking.set_aside(request.actor, shown_list, record_id, reason, said["note"], now=now)
    undo = reverse("match_back", args=[list_id, record_id])
    return _shown_again(request, shown_list, record_id, say_now("Set aside."), undo)


@require_POST
def back(request: AskedRequest, list_id: UUID, record_id: str) -> HttpResponse:
    """Undo that a match was set aside."""
    shown_list = queries.stored_list(request.actor, list_id)
    marking.put_back(request.actor, shown_list.request, record_id, now=system_clock())
    return _shown_again(request, shown_list, record_id, say_now("It counts again."), "")


@require_POST
def looks(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Note which cards were opened or looked at, and how long; a page says so as it is left."""
    shown_list = queries.stored_list(request.actor, list_id)
    for record_id in list(request.POST)[:MOST_LOOKS]:
        if ":" in record_id:
            spent = seconds_of(request.POST.get(record_id, ""))
            marking.note_look(request.actor, shown_list, record_id, spent, now=system_clock())
    return HttpResponse(status=204)


def seconds_of(text: str) -> float | None:
    """Return seconds as a page sends them; None: only that the card was opened.

    >>> seconds_of("12.5"), seconds_of("open"), seconds_of("nan")
    (12.5, None, 0.0)
    """
    if text == "open":
        return None
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if seconds == seconds else 0.0  # noqa: PLR0124  (not a number)


def _shown_again(
    request: AskedRequest, shown_list: ShownList, record_id: str, said: str, undo: str
) -> HttpResponse:
    if not is_partial(request):
        if said:
            tell(request, said, undo=undo)
        address = reverse("match_list", args=[shown_list.pk])
        return redirect(f"{address}#{request.POST.get('at', '')[:20]}")
    page = card_page(request.actor, shown_list.pk, record_id, lang_now())
    told: dict[str, object] = {"card": page.card, "shown_list": shown_list, "aside": page.aside}
    told |= {"kept": {record_id} if page.is_kept else set(), "said": said, **CARD_WORDS}
    return render(request, "matching/_card.html", told)
