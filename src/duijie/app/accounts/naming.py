"""What every sign-up asks for, however somebody proves who they are: a name."""

from typing import Any

from django import forms
from django.http import HttpRequest

from duijie.app.accounts.models import User

# Signs that turn the direction of writing: with them a name can look like another one.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


class LineField(forms.CharField):
    """One line (单行文本): a name stands in mails and lists and must not begin a line there."""

    def to_python(self, value: Any) -> str:
        """Return what was typed, without line breaks and signs that turn the direction."""
        return " ".join(str(super().to_python(value)).translate(_TURNING).split())


class NameForm(forms.Form):
    """Asks for the name by which others know somebody."""

    name = LineField(max_length=100, widget=forms.TextInput({"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Keep the name, and the language in which somebody signed up."""
        user.name = self.cleaned_data["name"].strip()
        user.language = getattr(request, "LANGUAGE_CODE", "")
        User.objects.filter(pk=user.pk).update(name=user.name, language=user.language)
