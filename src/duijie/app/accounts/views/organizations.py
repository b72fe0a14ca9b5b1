"""Views: the organisations for which I act, and how a new one comes in."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duijie.app.accounts import actions, queries
from duijie.app.accounts.forms import OrganizationForm
from duijie.app.accounts.middleware import AskedRequest
from duijie.app.accounts.views.attempts import attempt
from duijie.app.shared.permissions import require
from duijie.app.shared.words import say_now
from duijie.kernel.clock import system_clock


@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """Show for whom I act."""
    memberships = queries.organizations_of(cast("AskedRequest", request).actor)
    return render(request, "accounts/organizations.html", {"memberships": memberships})


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register an organisation, or find that it is here already."""
    actor, form, existing = cast("AskedRequest", request).actor, OrganizationForm(), None
    if request.method == "POST":
        form = OrganizationForm(request.POST)
        existing = queries.organization_with(form.cleaned_data["uscc"]) if form.is_valid() else None
        if form.is_valid() and existing is None:
            with attempt(form):
                actions.register(actor, form.registration, now=system_clock())
                messages.success(request, say_now("Registered. An officer looks at it next."))
                return redirect("organizations")
    return render(request, "accounts/register.html", {"form": form, "existing": existing})


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a registration that was rejected or still waits."""
    actor = cast("AskedRequest", request).actor
    organization = queries.organization_for(actor, pk)
    require(actor, "accounts.correct_registration", organization)
    form = OrganizationForm(request.POST or None, initial=vars(organization))
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            actions.correct(actor, organization, form.registration, now=system_clock())
            messages.success(request, say_now("Corrected. An officer looks at it next."))
            return redirect("organizations")
    shown = {"form": form, "organization": organization}
    return render(request, "accounts/correct.html", shown)


@require_POST
def ask_to_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to act for an organisation that is here."""
    organization = queries.organization_to_join(pk)
    actions.ask_to_join(cast("AskedRequest", request).actor, organization, now=system_clock())
    messages.success(request, say_now("Asked. An administrator of the organisation answers."))
    return redirect("organizations")
