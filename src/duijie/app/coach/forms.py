"""The form of the coach: the need as it stands, and what is answered or passed over."""

from django import forms

from duijie.app.matching.models import LONGEST_TEXT
from duijie.app.shared.words import later

LONGEST_ANSWER, MOST_ASKED = 300, 40


class CoachForm(forms.Form):
    """A need that is being written."""

    text = forms.CharField(
        max_length=LONGEST_TEXT,
        label=later("What is needed, in your own words"),
        help_text=later("One sentence is enough to begin with."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    answer = forms.CharField(
        required=False, max_length=LONGEST_ANSWER, label=later("Your own answer")
    )
    # The keys of what was asked before, so that nothing is asked twice.
    asked = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def asked_before(self) -> tuple[str, ...]:
        """Return the keys of the questions that were asked before."""
        keys = [key for key in self.cleaned_data["asked"].split("\n") if key]
        return tuple(dict.fromkeys(keys))[-MOST_ASKED:]
