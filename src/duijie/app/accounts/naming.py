"""What every sign-up asks for, however somebody proves who they are: a name."""

from typing import Any

from django import forms
from django.http import HttpRequest

from duijie.app.accounts.models import User


class NameForm(forms.Form):
    """Asks for the name by which others know somebody."""

    name = forms.CharField(max_length=100, widget=forms.TextInput({"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Keep the name, and the language in which somebody signed up."""
        user.name = self.cleaned_data["name"].strip()
        user.language = getattr(request, "LANGUAGE_CODE", "")
        User.objects.filter(pk=user.pk).update(name=user.name, language=user.language)
