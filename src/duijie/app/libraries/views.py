"""Views: the libraries, each a list that can be narrowed, searched, changed and taken away."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.libraries.actions import (
    AT_ONCE,
    ask_for_change,
    ask_for_undo,
    own_change,
    run_change,
    run_undo,
)
from duijie.app.libraries.changes import chosen_records, count_done, shown_change, shown_outcome
from duijie.app.libraries.exporting import (
    FORMS,
    Wanted,
    fetched_file,
    note_export,
    prepare,
    written,
)
from duijie.app.libraries.forms import ChangeForm
from duijie.app.libraries.queries import library_page
from duijie.app.libraries.selection import read_selection
from duijie.app.libraries.shown import shown_page
from duijie.app.shared.permissions import require
from duijie.app.shared.words import lang_now
from duijie.kernel.clock import system_clock


@login_not_required
@require_safe
def libraries(request: HttpRequest) -> HttpResponse:
    """Go to the library that is asked for most."""
    del request
    return redirect("library", kind="achievement")


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def library(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a page of a library; only its list where only that is asked for."""
    asked = cast("AskedRequest", request)
    require(asked.actor, "libraries.browse")
    page = library_page(asked.actor, read_selection(asked.actor, kind, request.GET))
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    is_part = is_part and not request.headers.get("HX-History-Restore-Request")
    template = "libraries/_list.html" if is_part else "libraries/library.html"
    return render(request, template, shown_page(asked.actor, page))


@require_POST
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the list as a file; a long one is written in the background."""
    asked = cast("AskedRequest", request)
    form = request.POST.get("form", "")
    wanted = Wanted(kind, request.POST.get("query", "").lstrip("?"), form, lang_now())
    prepared = prepare(asked.actor, wanted)
    job = note_export(prepared, now=system_clock())
    if job is not None:
        return redirect("job", job_id=job.pk)
    response = StreamingHttpResponse(written(prepared), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{kind}.{form}"'
    return response


@require_safe
def exported(request: HttpRequest, job_id: UUID, form: str) -> HttpResponseBase:
    """Give the file of a long export to whoever asked for it."""
    file = fetched_file(cast("AskedRequest", request).actor, job_id, form)
    name = f"{job_id}.{form}"
    stream = file.open("rb")
    return FileResponse(stream, as_attachment=True, filename=name, content_type=FORMS[form])


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask what shall change in the records selected, then change them."""
    actor, given = cast("AskedRequest", request).actor, request.POST or request.GET
    require(actor, "libraries.change_many")
    chosen = chosen_records(actor, kind, given)
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = system_clock()
        what, values = form.asked()
        done = ask_for_change(actor, kind, chosen.record_ids, what, values, now=now)
        if len(chosen.record_ids) <= AT_ONCE:
            run_change(actor, done, now=now)
        return redirect("library_changed", change_id=done.pk)
    return render(request, "libraries/change.html", shown_change(chosen, form))


@require_safe
def changed(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Show what became of a change of many records."""
    shown = shown_outcome(own_change(cast("AskedRequest", request).actor, change_id))
    return render(request, "libraries/changed.html", shown)


@require_POST
def undo(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Take a change of many records back."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    asked = ask_for_undo(actor, change_id, now=now)
    if count_done(asked) <= AT_ONCE:
        run_undo(actor, asked, now=now)
    return redirect("library_changed", change_id=change_id)
