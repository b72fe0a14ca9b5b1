"""Views: what somebody was told, and turning to what it is about."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.notices import actions
from duijie.app.notices.queries import PAGE, notices_of
from duijie.app.shared.words import lang_now
from duijie.kernel.clock import system_clock


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show what the reader was told, newest first."""
    text = request.GET.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    found = notices_of(cast("AskedRequest", request).actor, lang_now(), before)
    older = found[-1].notice_id if len(found) == PAGE else None
    return render(request, "notices/notices.html", {"notices": found, "older": older})


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Note that a notice was read, and turn to its page."""
    link = actions.mark_read(cast("AskedRequest", request).actor, notice_id, system_clock())
    is_ours = url_has_allowed_host_and_scheme(link, allowed_hosts=None)
    return redirect(link if link and is_ours else "notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that everything was read."""
    actions.mark_all_read(cast("AskedRequest", request).actor, system_clock())
    return redirect("notices")
