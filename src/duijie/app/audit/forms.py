"""What is asked of the log."""

from django import forms

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
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def where(self) -> LogFilter:
        """Return what was asked for; what cannot be read does not narrow."""
        return LogFilter(**self.cleaned_data) if self.is_valid() else LogFilter()
