"""What allauth tells us: who signed in, and what changed about a sign-in, for the audit log."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from duijie.app.accounts.models import User
from duijie.app.accounts.queries import actor_of
from duijie.app.audit.actions import note
from duijie.kernel.clock import system_clock

CHANGES: dict[Signal, str] = {
    account.user_signed_up: "accounts.sign_up",
    account.password_changed: "accounts.change_password",
    account.password_set: "accounts.set_password",
    account.password_reset: "accounts.reset_password",
    account.email_changed: "accounts.change_email",
    account.email_confirmed: "accounts.confirm_email",
    mfa.authenticator_added: "accounts.add_second_factor",
    mfa.authenticator_removed: "accounts.remove_second_factor",
    mfa.authenticator_reset: "accounts.new_recovery_codes",
}


@receiver(account.user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: User, **rest: Any) -> None:
    """Note a sign-in, and let the language of the person come with it."""
    del sender, rest
    request.has_signed_in = True  # type: ignore[attr-defined]
    _note("accounts.sign_in", user, request)


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **rest: Any) -> None:
    """Note a sign-out."""
    del sender, rest
    if user is not None:
        _note("accounts.sign_out", user, request)


def changed(sender: Any, signal: Signal, **told: Any) -> None:
    """Note a change of how somebody signs in."""
    del sender
    address = told.get("email_address")
    user = told.get("user") or (address.user if address is not None else None)
    if user is not None:
        _note(CHANGES[signal], user, told.get("request"))


def _note(verb: str, user: User, request: HttpRequest | None) -> None:
    now, request_id = system_clock(), getattr(request, "request_id", "")
    note(verb, f"user:{user.pk}", by=actor_of(user, now), now=now, request_id=request_id)


for changing in CHANGES:
    changing.connect(changed, dispatch_uid="accounts.audit")
