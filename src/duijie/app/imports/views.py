"""Views: upload, assign columns, look at what comes, import, correct, take back."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.imports import actions, queries, store
from duijie.app.imports.forms import MappingForm, RunForm, UploadForm
from duijie.app.imports.models import FileImport
from duijie.app.imports.template_file import template_workbook
from duijie.app.shared.actors import Actor
from duijie.app.shared.permissions import require
from duijie.app.shared.words import lang_now
from duijie.app.wiring import system_clock
from duijie.kernel.errors import CallError, MappingError, SourceError
from duijie.kernel.kinds import kind_named

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
# What stands around a file in a form: boundaries, names, the other fields.
AROUND = 100_000
FORM = ["GET", "HEAD", "POST"]
Step = FileImport.Step
PAGES = {Step.UPLOADED: "import_columns", Step.MAPPED: "import_preview"}


@require_safe
@never_cache
def imports(request: HttpRequest) -> HttpResponse:
    """Show the imports there are, and how to begin one."""
    found = queries.imports_of(_actor(request), lang_now())
    shown = {"imports": found, "kinds": queries.kind_names(lang_now())}
    return render(request, "imports/imports.html", shown)


@csrf_exempt  # `_new` protects: looking for the token would read a body of any size first
@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a file; what is too large is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = store.largest_bytes()
    if not length.isdigit() or int(length) > most + AROUND:
        raise store.too_large(most)
    return _new(request)


@csrf_protect
def _new(request: HttpRequest) -> HttpResponse:
    actor = _actor(request)
    require(actor, "imports.list")
    if request.method != "POST":
        form = UploadForm(actor, initial={"kind": request.GET.get("kind", "")})
        return _upload_page(request, form)
    form = UploadForm(actor, request.POST, request.FILES)
    if form.is_valid():
        try:
            what = actions.upload(actor, form.upload(lang_now()), system_clock())
            return redirect("import_columns", import_id=what.pk)
        except (CallError, SourceError) as error:
            form.add_error("file", error.message(lang_now()))
    return _upload_page(request, form, status=422)


@require_safe
@never_cache
def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show how far an import is, or what it did."""
    what = queries.import_of(_actor(request), import_id)
    if what.step in PAGES:
        return redirect(PAGES[Step(what.step)], import_id=what.pk)
    shown = queries.outcome_of(_actor(request), what, lang_now())
    return render(request, "imports/import.html", shown)


@require_http_methods(FORM)
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Ask what each column is; known and likely answers are filled in."""
    actor, what = _actor(request), _mine(request, import_id)
    form = MappingForm(what, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            visibility = form.cleaned_data["visibility"]
            actions.accept_mapping(actor, what, form.mapping, visibility, system_clock())
            return redirect("import_preview", import_id=what.pk)
        except MappingError as error:
            form.add_error(None, error.message(lang_now()))
    shown = {"what": what, "form": form, "kind": queries.kind_name(what.kind, lang_now())}
    status = 422 if form.is_bound else 200
    return render(request, "imports/columns.html", shown, status=status)


@require_POST
def sheet(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take another sheet of a workbook."""
    what = _mine(request, import_id)
    actions.choose_sheet(_actor(request), what, request.POST.get("sheet", ""))
    return redirect("import_columns", import_id=import_id)


@require_safe
@never_cache
def preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show the first rows as they will be, and what the whole file will do."""
    what = _mine(request, import_id)
    if what.step != Step.MAPPED:
        return redirect("import", import_id=import_id)
    shown = queries.preview_page(_actor(request), what, lang_now())
    return render(request, "imports/preview.html", shown | {"form": RunForm()})


@require_POST
def run(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have the file imported."""
    actor, what = _actor(request), _mine(request, import_id)
    publishes = request.POST.get("publishes") == "1"
    actions.run(actor, what, publishes=publishes, now=system_clock())
    return redirect("import", import_id=import_id)


@require_POST
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have a whole import taken back."""
    actions.take_back(_actor(request), _mine(request, import_id), system_clock())
    return redirect("import", import_id=import_id)


@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Forget an upload."""
    actions.discard(_actor(request), _mine(request, import_id), system_clock())
    return redirect("imports")


@require_POST
def submit(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have the drafts of an import handed in for review."""
    actions.hand_in(_actor(request), _mine(request, import_id), system_clock())
    return redirect("import", import_id=import_id)


@require_POST
def publish(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have what an import brought and was handed in published."""
    what = queries.import_of(_actor(request), import_id)
    actions.publish_all(_actor(request), what, system_clock())
    return redirect("import", import_id=import_id)


@require_safe
def errors(request: HttpRequest, import_id: UUID, ending: str) -> HttpResponse:
    """Give the file of the rows to correct."""
    what = _mine(request, import_id)
    name = f"{what.name.rpartition('.')[0] or what.name}-errors.{ending}"
    return _file(queries.errors_file(what, ending), name, TYPES[ending])


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the workbook to fill in for a kind."""
    require(_actor(request), "imports.list")
    lang = lang_now()
    name = f"{queries.kind_name(kind_named(kind).name, lang)}.xlsx"
    return _file(template_workbook(kind, lang), name, XLSX)


def _actor(request: HttpRequest) -> Actor:
    return cast("AskedRequest", request).actor


def _mine(request: HttpRequest, import_id: UUID) -> FileImport:
    what = queries.import_of(_actor(request), import_id)
    require(_actor(request), "imports.change", what)
    return what


def _upload_page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "kinds": queries.kind_names(lang_now()),
        "megabytes": store.largest_bytes() // store.MEGABYTE,
    }
    return render(request, "imports/new.html", shown, status=status)


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
