"""Views: who acts for an organisation."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duijie.app.accounts import actions, queries
from duijie.app.accounts.forms import InvitationForm, ManagerForm, RoleForm
from duijie.app.accounts.middleware import AskedRequest
from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.accounts.views.attempts import attempt, attempt_button
from duijie.app.shared.words import say_now
from duijie.kernel.clock import system_clock


def _page(
    request: HttpRequest, organization: RegisteredOrganization, **forms: object
) -> HttpResponse:
    """Return the page of an organisation, with forms as they were sent if they were."""
    actor = cast("AskedRequest", request).actor
    page = queries.members_page(actor, organization, system_clock())
    fresh = {
        "invitation": InvitationForm(),
        "assignment": ManagerForm() if page.may_assign else None,
    }
    return render(request, "accounts/members.html", {"page": page, **fresh, **forms})


@require_safe
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who acts for an organisation and who waits."""
    return _page(request, queries.organization_for(cast("AskedRequest", request).actor, pk))


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody by e-mail."""
    actor = cast("AskedRequest", request).actor
    organization, form = queries.organization_for(actor, pk), InvitationForm(request.POST)
    if form.is_valid():
        with attempt(form):
            actions.invite(actor, organization, **form.cleaned_data, now=system_clock())
            told = say_now("%(email)s is invited.", email=form.cleaned_data["email"])
            messages.success(request, told)
            return redirect("members", pk)
    return _page(request, organization, invitation=form)


@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    actor = cast("AskedRequest", request).actor
    invitation = queries.invitation_for(actor, pk)
    actions.withdraw_invitation(actor, invitation, now=system_clock())
    return redirect("members", invitation.organization_id)


@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, link: str) -> HttpResponse:
    """Show who invites, and accept."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    if request.method == "POST":
        organization = actions.accept_invitation(actor, link, now=now)
        told = say_now("You can act for %(organization)s now.", organization=organization.name)
        messages.success(request, told)
        return redirect("organizations")
    invitation = actions.invitation_of(link, now)
    return render(request, "accounts/invitation.html", {"invitation": invitation})


@require_POST
def answer_join_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline who asks to join."""
    actor, is_accepted = cast("AskedRequest", request).actor, "accept" in request.POST
    asked = queries.join_request_for(actor, pk)
    actions.answer_join_request(actor, asked, is_accepted=is_accepted, now=system_clock())
    return redirect("members", asked.organization_id)


@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the role of a member."""
    actor, form = cast("AskedRequest", request).actor, RoleForm(request.POST)
    membership = queries.membership_for(actor, pk)
    if form.is_valid():
        with attempt_button(request):
            role = form.cleaned_data["role"]
            actions.change_role(actor, membership, role, now=system_clock())
    return redirect("members", membership.organization_id)


@require_POST
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a member, or leave."""
    actor = cast("AskedRequest", request).actor
    membership = queries.membership_for(actor, pk)
    is_own, organization_id = membership.user_id == actor.user_id, membership.organization_id
    with attempt_button(request):
        actions.remove_member(actor, membership, now=system_clock())
    return redirect("organizations") if is_own else redirect("members", organization_id)


@require_POST
def assign_manager(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a technology manager look after an organisation."""
    actor = cast("AskedRequest", request).actor
    organization, form = queries.organization_for(actor, pk), ManagerForm(request.POST)
    if form.is_valid():
        with attempt(form):
            person = form.cleaned_data["person"]
            actions.assign_manager(actor, organization, person, now=system_clock())
            return redirect("members", pk)
    return _page(request, organization, assignment=form)


@require_POST
def end_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """End the service of a technology manager."""
    actor = cast("AskedRequest", request).actor
    assignment = queries.assignment_for(actor, pk)
    is_own = assignment.technology_manager_id == actor.user_id
    actions.end_assignment(actor, assignment, now=system_clock())
    messages.success(request, say_now("Ended."))
    return redirect("organizations") if is_own else redirect("members", assignment.organization_id)
