"""The forms with which people sign up and sign in."""

from typing import Any

from allauth.account import forms as allauth_forms

from duijie.app.accounts.phones import read_phone
from duijie.app.shared.words import say_now


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]
    """Asks for a name and for an e-mail address or a phone; with a phone no password is needed."""

    field_order = ("name", "email", "phone", "password1")

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for name in ("email", "password1"):
            self.fields[name].required = False
            self.fields[name].widget.is_required = False

    def clean(self) -> dict[str, Any]:
        """Return what was typed, once somebody can be reached and can sign in again."""
        cleaned: dict[str, Any] = super().clean()
        if "email" in self.errors or "phone" in self.errors:
            return cleaned
        if not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("email", say_now("Give an e-mail address or a mobile phone."))
        elif not cleaned.get("phone") and not cleaned.get("password1"):
            self.add_error("password1", say_now("Choose a password."))
        return cleaned


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """Asks for an e-mail address or a phone, and the password."""

    def clean_login(self) -> str:
        """Return the address, or the phone in its one spelling."""
        login = str(super().clean_login())
        return login if "@" in login else read_phone(login) or login


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """Asks where the code goes: the library breaks when neither is given."""

    def clean(self) -> dict[str, Any]:
        """Return what was typed, once there is somewhere to send a code."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("email", say_now("Give an e-mail address or a mobile phone."))
        return cleaned
