"""What is asked of the log."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from duijie.app.audit.queries import LogFilter
from duijie.app.shared.words import later


class LogForm(forms.Form):
    """Asks whose and which entries are wanted."""

    person = forms.CharField(
        label=later("Person"),
        required=False,
        max_length=254,
        help_text=later("Name, e-mail address or mobile phone, in full."),
    )
    verb = forms.CharField(
        label=later("What was done"),
        required=False,
        max_length=60,
        help_text=later("Such as records.edit."),
    )
    subject = forms.CharField(
        label=later("To what"),
        required=False,
        max_length=600,
        help_text=later("Such as need:7."),
    )
    day = forms.DateField(
        label=later("On which day"),
        required=False,
        # The calendar's own first and last days are not whole in every zone.
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(9000, 1, 1))],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def where(self) -> LogFilter:
        """Return what was asked for; what cannot be read does not narrow."""
        return LogFilter(**self.cleaned_data) if self.is_valid() else LogFilter()
