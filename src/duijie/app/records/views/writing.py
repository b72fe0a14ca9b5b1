"""Views: writing a record, new or there already; what is typed is kept until it is sent."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.records import actions, pages, queries
from duijie.app.records.forms import EditForm, NewRecordForm
from duijie.app.records.steps import questions
from duijie.app.shared.notices import tell
from duijie.app.shared.permissions import require
from duijie.app.shared.words import lang_now, say_now
from duijie.app.wiring import system_clock
from duijie.kernel.errors import CallError, ChangedMeanwhileError
from duijie.kernel.kinds import kind_named

# What a form sends besides what somebody typed.
NOT_TYPED = ("csrfmiddlewaretoken", "form_name", "revision")


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new record; it is a draft."""
    actor, name = cast("AskedRequest", request).actor, f"new:{kind}"
    require(actor, "records.keep_typed")
    form = pages.new_form(actor, kind, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _made(request, kind, form)
        except CallError as error:
            form.add_error(None, error.message(lang_now()))
    return _form_page(request, form, name)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, record_id: str) -> HttpResponse:
    """Edit a record; who was overtaken by another edit sees both versions."""
    actor, name = cast("AskedRequest", request).actor, f"edit:{record_id}"
    shown = queries.record_for(actor, record_id)
    require(actor, "records.edit", shown.subject)
    if request.method != "POST":
        return _form_page(request, pages.edit_form(actor, shown), name, record=shown)
    form = EditForm(shown.kind, request.POST)
    if not form.is_valid():
        return _form_page(request, form, name, record=shown)
    try:
        return _saved(request, record_id, form)
    except ChangedMeanwhileError:
        others = pages.both_versions(shown, form.cleaned_data["revision"], form.values())
        stale = {"record": shown, "others": others, "is_stale": True}
        return _form_page(request, form.at(shown.revision), name, **stale)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, kind: str, step: int) -> HttpResponse:
    """Ask one question of a new record on a screen of its own; answers are kept as typed."""
    actor, name = cast("AskedRequest", request).actor, f"new:{kind}"
    asked = questions(kind_named(kind))
    typed = actions.typed_before(actor, name)
    if request.method == "POST":
        typed |= {one: request.POST.get(one, "") for one in asked if one in request.POST}
        actions.keep_typed(actor, name, typed, now=system_clock())
        step += 1
        is_done = step > len(asked)
        return redirect("record_new", kind) if is_done else redirect("record_step", kind, step)
    require(actor, "records.keep_typed")
    return render(request, "records/step.html", pages.question(kind_named(kind), step, typed))


@require_POST
def typed(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far; said in a line below the form."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    texts = {name: request.POST.get(name, "") for name in request.POST if name not in NOT_TYPED}
    actions.keep_typed(actor, request.POST.get("form_name", ""), texts, now=now)
    return render(request, "records/_typed.html", {"kept_at": now})


def _made(request: HttpRequest, kind: str, form: NewRecordForm) -> HttpResponse:
    actor = cast("AskedRequest", request).actor
    made = actions.create(actor, kind, form.values(), owner_id=form.owner_id, now=system_clock())
    actions.drop_typed(actor, f"new:{kind}")
    tell(request, say_now("The draft is saved. Nobody else sees it yet."))
    return redirect("record", made.record_id)


def _saved(request: HttpRequest, record_id: str, form: EditForm) -> HttpResponse:
    actor, sent = cast("AskedRequest", request).actor, form.cleaned_data
    stored = actions.edit(
        actor,
        record_id,
        form.values(),
        revision=sent["revision"],
        now=system_clock(),
        reason=sent["reason"],
    )
    actions.drop_typed(actor, f"edit:{record_id}")
    undo = reverse("record_undo", args=(record_id, stored.revision))
    is_changed = stored.revision != sent["revision"]
    tell(request, say_now("The changes are saved."), undo=undo if is_changed else "")
    return redirect("record", record_id)


def _form_page(
    request: HttpRequest, form: NewRecordForm | EditForm, name: str, **more: object
) -> HttpResponse:
    shown = {"form": form, "form_name": name, "kind": form.kind, **more}
    shown["kind_label"] = pages.label_of(form.kind)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "records/form.html", shown, status=status)
