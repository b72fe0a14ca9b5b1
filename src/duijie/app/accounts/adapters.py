"""What allauth asks us: how people are reached, what they are told, what is kept of them."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest

from duijie.app.accounts.letters import LETTERS, MESSAGES, PROBLEMS, SMS_CODE, SMS_HAS_ACCOUNT
from duijie.app.accounts.models import User
from duijie.app.accounts.phones import PhoneField
from duijie.app.accounts.sms import sms_sender
from duijie.app.shared.words import later, say_now

ERRORS = {code: later(problem) for code, problem in PROBLEMS.items()}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Reaches people by mail and text message, in their language."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def get_login_stages(self) -> list[str]:
        """Return the steps of a sign-in; ours knows people without an e-mail address."""
        ours = "duijie.app.accounts.stages.EmailVerificationStage"
        theirs = "allauth.account.stages.EmailVerificationStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return a mail in our words and the reader's language."""
        subject, paragraphs = LETTERS[template_prefix]
        values = {name: str(value) for name, value in context.items() if isinstance(value, str)}
        text = "\n\n".join(say_now(paragraph, **values) for paragraph in paragraphs)
        to = [email] if isinstance(email, str) else email
        return EmailMessage(say_now(subject), text, self.get_from_email(), to, headers=headers)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say on the next page what happened, in our words."""
        known = MESSAGES.get(message_template or "")
        told = message or (known and say_now(known, **(message_context or {})))
        if told:
            messages.add_message(request, level, told, extra_tags=extra_tags)

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Return the field that asks for a phone."""
        return PhoneField(required=kwargs.get("required", True))

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Send a code by text message."""
        del user, kwargs
        sms_sender().send(phone, say_now(SMS_CODE, code=code))

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell the owner of a phone who signs up again that there is an account."""
        sms_sender().send(phone, say_now(SMS_HAS_ACCOUNT))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Send nothing: a form that anybody can fill in must not write to strangers."""

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # noqa: FBT001
        """Keep the phone of a user; who has only claimed it loses it to whoever comes next."""
        User.objects.filter(phone=phone, phone_verified=False).exclude(pk=user.pk).update(
            phone=None
        )
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return the phone of a user and whether it was proved."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Take note that a user proved a phone."""
        self.set_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return who proved a phone: whoever has only claimed it does not own it."""
        return User.objects.filter(phone=phone, phone_verified=True).first()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors encrypted under the key of the installation."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, **ERRORS}

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return str(_cipher().encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return str(_cipher().decrypt(encrypted_text.encode()).decode())

    def get_totp_issuer(self) -> str:
        """Return what an authenticator app calls us."""
        return say_now("Duijie")


def _cipher() -> Any:
    from cryptography.fernet import Fernet

    key = hashlib.sha256(b"second factors\0" + str(settings.SECRET_KEY).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Takes over from a provider who somebody is."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultSocialAccountAdapter.error_messages,
        **ERRORS,
    }

    def get_requests_session(self) -> Any:
        """Return what the provider is asked with: https only, led nowhere else."""
        session = super().get_requests_session()
        session.adapters.pop("http://", None)
        session.max_redirects = 0
        return session

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Return the new user with the name that the provider gives."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("last_name"), data.get("first_name"))
        user.name = str(data.get("name") or "".join(part or "" for part in parts))[:100]
        return user
