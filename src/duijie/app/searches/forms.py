"""Forms: how a search is called, and how often its owner is told."""

from django import forms

from duijie.app.searches.actions import Wanted
from duijie.app.searches.models import LONGEST_NAME, SavedSearch
from duijie.app.shared.words import later

RHYTHMS = [(one.value, later(one.label)) for one in SavedSearch.Rhythm]


class SearchForm(forms.Form):
    """A search that is saved or changed (订阅表单)."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=later("What you call it"),
        help_text=later("Only you read it; it stands in no letter."),
    )
    rhythm = forms.ChoiceField(
        choices=RHYTHMS,
        initial=SavedSearch.Rhythm.DAILY,
        label=later("How often you want to be told"),
        help_text=later("Only when there is something new that fits."),
        widget=forms.RadioSelect,
    )

    def wanted(self) -> Wanted:
        """Return what is wanted."""
        return Wanted(self.cleaned_data["name"], self.cleaned_data["rhythm"])
