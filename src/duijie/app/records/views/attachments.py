"""Views: the files of a record, added, opened and removed."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.records import actions, pages
from duijie.app.records.forms import AttachmentForm
from duijie.app.shared.notices import tell, warn
from duijie.app.shared.words import lang_now, say_now
from duijie.app.wiring import system_clock
from duijie.kernel.errors import FileRefusedError
from duijie.kernel.kinds import Disclosure

SANDBOX = "default-src 'none'; sandbox"


@require_POST
def attach(request: HttpRequest, record_id: str) -> HttpResponse:
    """Add a file to a record."""
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        warn(request, say_now("Choose a file, and who may open it."))
        return redirect("record", record_id)
    upload, tier = form.cleaned_data["file"], Disclosure(form.cleaned_data["disclosure"])
    actor, named = cast("AskedRequest", request).actor, (upload.name, _content(upload))
    try:
        actions.attach(actor, record_id, named, disclosure=tier, now=system_clock())
        tell(request, say_now("The file is added."))
    except FileRefusedError as error:
        warn(request, error.message(lang_now()))
    return redirect("record", record_id)


@require_POST
def detach(request: HttpRequest, record_id: str, file_id: UUID) -> HttpResponse:
    """Take a file away from a record."""
    actions.detach(cast("AskedRequest", request).actor, record_id, file_id, now=system_clock())
    tell(request, say_now("The file is removed."))
    return redirect("record", record_id)


@login_not_required
@require_safe
def download(request: HttpRequest, record_id: str, file_id: UUID) -> FileResponse:
    """Give a file out, to be saved and never shown as a page of the site."""
    actor = cast("AskedRequest", request).actor
    opened = actions.open_attachment(actor, record_id, file_id, now=system_clock())
    response = FileResponse(
        opened.path.open("rb"),
        as_attachment=True,
        filename=opened.name,
        content_type=opened.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response


def _content(upload: UploadedFile[bytes]) -> bytes:
    """Return what was sent, but no more than one byte beyond what may be stored."""
    most = pages.settings_now().integer("records.attachment_megabytes") * 1024 * 1024
    return cast("bytes", upload.read(most + 1))
