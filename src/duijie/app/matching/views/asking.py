"""Views: ask in words or from a record; pick one of one's own needs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.matching import actions, queries
from duijie.app.matching.asked import Asked, source_of
from duijie.app.matching.forms import AskForm
from duijie.app.matching.models import REASON_WORDS
from duijie.app.matching.seen import own_needs, records_titled
from duijie.app.shared.beginnings import taken_need
from duijie.app.shared.permissions import require
from duijie.app.wiring import system_clock

LONGEST_LOOKUP = 100
# What every page with cards on it needs.
CARD_WORDS: dict[str, object] = {"aside_reasons": list(REASON_WORDS.items())}


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: AskedRequest) -> HttpResponse:
    """Show the form; with a need in it, match it and lead to the list."""
    require(request.actor, "matching.match")  # before the need is taken: a newcomer's is kept
    form = AskForm(request.POST or None, initial={"text": taken_need(request)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = Asked(said["text"], said["source"], form.filters)
        shown_list = actions.ask(request.actor, asked, now=system_clock())
        return redirect("match_list", shown_list.pk)
    return _form_page(request, form, status=422 if form.is_bound else 200)


@require_safe
def match_from(request: AskedRequest, record_id: str) -> HttpResponse:
    """Show the form with a stored record in it: a need, or an achievement that someone needs."""
    require(request.actor, "matching.match")
    source = source_of(request.actor, record_id)
    form = AskForm(initial={"source": record_id})
    return _form_page(request, form, source=source.document)


@require_safe
def needs(request: AskedRequest) -> HttpResponse:
    """Show those of one's own needs that hold some words, to pick from."""
    words = request.GET.get("words", "").strip()[:LONGEST_LOOKUP]
    told = {"needs": own_needs(request.actor, words), "words": words}
    return render(request, "matching/_needs.html", told)


@require_safe
def titles(request: AskedRequest) -> HttpResponse:
    """Show records whose titles hold some words, to name one."""
    require(request.actor, "matching.match")
    words = request.GET.get("record", "").strip()[:LONGEST_LOOKUP]
    told = {"records": records_titled(request.actor, words) if words else []}
    return render(request, "matching/_titles.html", told)


def _form_page(
    request: AskedRequest, form: AskForm, *, status: int = 200, **more: object
) -> HttpResponse:
    told: dict[str, object] = {"form": form, "needs": own_needs(request.actor), **more}
    if is_partial(request):
        part = render(request, "matching/_ask_form.html", told, status=status)
        part["HX-Retarget"], part["HX-Reswap"] = "#asking", "innerHTML"
        part["HX-Push-Url"] = "false"
        return part
    told["lately"] = queries.lists_lately(request.actor)
    told["shared"] = queries.shared_lately(request.actor)
    return render(request, "matching/match.html", told, status=status)


def is_partial(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of a page, not for the page it goes back to."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not getattr(htmx, "history_restore_request", False)
