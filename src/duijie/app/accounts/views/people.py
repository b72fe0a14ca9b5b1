"""Views: my profile and my tokens."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from duijie.app.accounts import actions, queries
from duijie.app.accounts.forms import ProfileForm, TokenForm
from duijie.app.accounts.middleware import AskedRequest, set_language_cookie
from duijie.app.accounts.models import User
from duijie.app.accounts.views.attempts import attempt
from duijie.app.shared.scopes import Scope
from duijie.app.shared.words import say_now
from duijie.kernel.clock import system_clock


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change who I am here."""
    user, asked = cast("User", request.user), cast("AskedRequest", request)
    language = user.language or settings.LANGUAGE_CODE
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": language})
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(asked.actor, user, **form.cleaned_data, now=system_clock())
        with translation.override(user.language):
            messages.success(request, say_now("Saved."))
        return set_language_cookie(redirect("profile"), user.language)
    shown = queries.profile_of(user)
    return render(request, "accounts/profile.html", {"form": form, "profile": shown})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Show my tokens; make a new one, whose text is shown this once."""
    actor, now = cast("AskedRequest", request).actor, system_clock()
    form, text = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            scopes = [Scope(scope) for scope in form.cleaned_data["scopes"]]
            until, name = now + form.lasting, form.cleaned_data["name"]
            text = actions.create_token(actor, name, scopes, expires_at=until, now=now)[1]
            form = TokenForm()
    shown = {"form": form, "text": text, "tokens": queries.tokens_of(actor), "now": now}
    return render(request, "accounts/tokens.html", shown)


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one of my tokens."""
    actor = cast("AskedRequest", request).actor
    actions.revoke_token(actor, queries.token_for(actor, pk), now=system_clock())
    messages.success(request, say_now("The token lets nobody in any more."))
    return redirect("tokens")
