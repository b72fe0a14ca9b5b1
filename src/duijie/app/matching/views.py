"""Views: paste a need, see its matches."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.matching.cards import card_of
from duijie.app.matching.queries import match_list
from duijie.app.shared.words import lang_now
from duijie.kernel.matching import MatchRequest


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest) -> HttpResponse:
    """Show the form; with a need in it, its matches as cards."""
    text = request.POST.get("text", "").strip()
    shown: dict[str, object] = {"text": text}
    if text:
        answer = match_list(cast("AskedRequest", request).actor, MatchRequest(text=text))
        shown["answer"] = answer
        shown["cards"] = [card_of(one, lang_now()) for one in answer.matches]
    return render(request, "matching/match.html", shown)
