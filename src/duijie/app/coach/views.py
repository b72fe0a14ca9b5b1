"""Views: write a need and be asked one thing at a time."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.coach.forms import CoachForm
from duijie.app.coach.queries import coaching
from duijie.app.matching.queries import stored_list
from duijie.app.shared.permissions import require
from duijie.app.shared.words import lang_now


@sensitive_post_parameters("text", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def coach(request: AskedRequest) -> HttpResponse:
    """Show the form; with a need in it, what to ask next and what the answer changed."""
    form = CoachForm(request.POST or None)
    told: dict[str, object] = {"form": form}
    require(request.actor, "matching.match")
    if request.method == "POST" and form.is_valid():
        asked, said = form.asked_before(), form.cleaned_data
        told["now"] = coaching(
            request.actor, said["text"], lang_now(), asked=asked, answer=said["answer"]
        )
        told["asked"] = "\n".join(asked)
    status = 422 if form.is_bound and form.errors else 200
    page = "coach/_coaching.html" if getattr(request, "htmx", False) else "coach/coach.html"
    return render(request, page, told, status=status)


@require_safe
def sharpen(request: AskedRequest, list_id: UUID) -> HttpResponse:
    """Show the form with the words of a list that was asked for before."""
    stored = stored_list(request.actor, list_id).request
    return render(request, "coach/coach.html", {"form": CoachForm(initial={"text": stored.text})})
