"""Views: what one's organisations sent and received, sending and answering."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.interests import actions, queries
from duijie.app.interests.forms import DeclineForm, InterestForm
from duijie.app.interests.permissions import NewInterest
from duijie.app.records.queries import ShownRecord, own_records, owners_for, record_for
from duijie.app.shared.actors import Actor
from duijie.app.shared.notices import tell
from duijie.app.shared.permissions import allowed, require
from duijie.app.shared.words import lang_now, say_now
from duijie.app.wiring import home_in_use, system_clock
from duijie.kernel.errors import CallError, DeniedError
from duijie.kernel.settings import load_settings

VERBS = ("answer", "withdraw", "end")


@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """Show what was received, or what was sent."""
    actor = cast("AskedRequest", request).actor
    box = "sent" if request.GET.get("box") == "sent" else "received"
    found = queries.sent(actor) if box == "sent" else queries.received(actor)
    return render(request, "interests/interests.html", {"box": box, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an expression of interest in a record and send it."""
    record = record_for(cast("AskedRequest", request).actor, request.GET.get("record", ""))
    form = _form(cast("AskedRequest", request).actor, record, request)
    if form.is_bound and form.is_valid():
        try:
            return _sent(request, record.record_id, form)
        except CallError as error:
            form.add_error(None, error.message(lang_now()))
    status = 422 if form.is_bound else 200
    return render(request, "interests/new.html", {"record": record, "form": form}, status=status)


@require_safe
def interest(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Show one, and what the reader can do with it."""
    actor = cast("AskedRequest", request).actor
    shown = queries.interest_for(actor, interest_id)
    may = {verb: allowed(actor, f"interests.{verb}", shown.interest) for verb in VERBS}
    page = {"shown": shown, "may": may, "form": DeclineForm()}
    return render(request, "interests/interest.html", page)


@require_POST
def accept(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Accept it."""
    actions.accept(cast("AskedRequest", request).actor, interest_id, now=system_clock())
    tell(request, say_now("Accepted. The part for partners is open to them now."))
    return redirect("interest", interest_id)


@require_POST
def decline(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Decline it, with a reason."""
    actor, form = cast("AskedRequest", request).actor, DeclineForm(request.POST)
    if form.is_valid():
        actions.decline(actor, interest_id, form.cleaned_data["reason"], now=system_clock())
        tell(request, say_now("Declined. The sender reads your reason."))
        return redirect("interest", interest_id)
    shown = queries.interest_for(actor, interest_id)
    may = {verb: allowed(actor, f"interests.{verb}", shown.interest) for verb in VERBS}
    page = {"shown": shown, "may": may, "form": form}
    return render(request, "interests/interest.html", page, status=422)


@require_POST
def withdraw(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Take it back."""
    actions.withdraw(cast("AskedRequest", request).actor, interest_id, now=system_clock())
    tell(request, say_now("Taken back."))
    return redirect("interest", interest_id)


@require_POST
def end(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """End what was accepted."""
    actor, reason = cast("AskedRequest", request).actor, request.POST.get("reason", "")
    actions.end(actor, interest_id, now=system_clock(), reason=reason)
    tell(request, say_now("Ended. What it opened is closed again."))
    return redirect("interest", interest_id)


def _sent(request: HttpRequest, record_id: str, form: InterestForm) -> HttpResponse:
    actor, letter = cast("AskedRequest", request).actor, form.letter(request.GET.get("list", ""))
    made = actions.send(actor, record_id, letter, now=system_clock())
    tell(request, say_now("Sent. You are told when it is answered."))
    return redirect("interest", made.pk)


def _form(actor: Actor, record: ShownRecord, request: HttpRequest) -> InterestForm:
    """Return the form; only the organisations that may send are offered.

    Raises:
        DeniedError: the actor may send for none of theirs.
    """
    require(actor, "interests.list")
    senders = [
        one
        for one in owners_for(actor)
        if allowed(actor, "interests.send", NewInterest(one.pk, record.subject))
    ]
    if not senders:
        raise DeniedError(permission="interests.send")
    own = own_records(actor, "published", valid_days=0).records
    terms = load_settings(home_in_use().settings_file).text("interests.terms")
    sent = request.POST if request.method == "POST" else None
    return InterestForm(senders, [(one.record_id, one.title) for one in own], terms, sent)
