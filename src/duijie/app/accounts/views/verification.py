"""Views: officers verify, reject, suspend and take back."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from duijie.app.accounts import actions, queries
from duijie.app.accounts.forms import ReasonForm
from duijie.app.accounts.middleware import AskedRequest
from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.accounts.views.attempts import attempt_button
from duijie.app.shared.words import say_now
from duijie.kernel.clock import system_clock

State = RegisteredOrganization.State


@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """Show which organisations wait, or were decided on."""
    asked, after = request.GET.get("state", State.PENDING), request.GET.get("after", "")
    state = asked if asked in State.values else State.PENDING
    start = int(after) if after.isdecimal() and len(after) < 18 else 0
    found = queries.to_verify(cast("AskedRequest", request).actor, state, after=start)
    page, more = found[: queries.PAGE], found[queries.PAGE :]
    shown = {"organizations": page, "state": state, "states": State.choices, "form": ReasonForm()}
    return render(request, "accounts/verification.html", {**shown, "next": more and page[-1].pk})


@require_POST
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Verify, reject, suspend or restore an organisation."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    organization = queries.organization_to_verify(actor, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with attempt_button(request):
        if step in {"verify", "restore"}:
            (actions.verify if step == "verify" else actions.restore)(actor, organization, now=now)
        else:
            decided = actions.reject if step == "reject" else actions.suspend
            decided(actor, organization, reason, now=now)
        messages.success(request, say_now("Decided on %(name)s.", name=organization.name))
    return redirect("verification")
